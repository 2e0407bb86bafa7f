// <show-password for="id_password" show="Show password" hide="Hide password">
// A button beside a password field that shows what is typed. Before the form goes, the
// field is a password again, so that no browser keeps it among its suggestions.
class ShowPassword extends HTMLElement {
  connectedCallback() {
    this.field = document.getElementById(this.getAttribute("for"));
    this.button ??= this.#makeButton();
    this.append(this.button);
    this.field.form.addEventListener("submit", this.#hide);
    this.#show(false);
  }

  disconnectedCallback() {
    this.field.form?.removeEventListener("submit", this.#hide);
  }

  #makeButton() {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-quiet button-small";
    button.setAttribute("aria-controls", this.field.id);
    button.addEventListener("click", () => this.#show(this.field.type === "password"));
    return button;
  }

  #hide = () => this.#show(false);

  #show(plainly) {
    this.field.type = plainly ? "text" : "password";
    this.button.textContent = this.getAttribute(plainly ? "hide" : "show");
  }
}

customElements.define("show-password", ShowPassword);
