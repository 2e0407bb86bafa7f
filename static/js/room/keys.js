// Shortcuts: a key each, never while typing, and with a switch to turn them off.
//
// 1–9 and Shift + A–I choose; n, p, m, c, s do what the buttons do; ? explains them.

const TYPING = "textarea, select, [contenteditable], input:not([type=radio], [type=checkbox])";

export class Keys {
  #room;
  #name;
  #help = document.getElementById("shortcuts");

  constructor(room, student) {
    this.#room = room;
    this.#name = `portal-keys:${student}`;
    const areOn = this.#help.querySelector("[name=shortcuts]");
    areOn.checked = this.areOn;
    areOn.addEventListener("change", () => (this.areOn = areOn.checked));
    document.addEventListener("keydown", (event) => this.#pressed(event));
  }

  get areOn() {
    try {
      return localStorage.getItem(this.#name) !== "off";
    } catch {
      return true;
    }
  }

  set areOn(on) {
    try {
      if (on) localStorage.removeItem(this.#name);
      else localStorage.setItem(this.#name, "off");
    } catch {
      // A browser that keeps nothing asks again next time.
    }
  }

  help() {
    this.#help.showModal();
  }

  #pressed(event) {
    const { key, target } = event;
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.isComposing || event.repeat || !this.areOn) return;
    if (target.closest?.(TYPING) || document.querySelector("dialog:modal")) return;
    const act = key === "?" ? () => this.help() : this.#action(key);
    if (!act) return;
    event.preventDefault();
    act();
  }

  #action(key) {
    const { board } = this.#room;
    if (board.isChecking) return { p: () => board.show(board.current) }[key];
    const place = "123456789".indexOf(key);
    const letter = "ABCDEFGHI".indexOf(key);
    const option = place >= 0 ? place : letter;
    if (option >= 0) return () => this.#choose(option);
    const button = { m: ".mark-toggle > input", c: ".clear-response" }[key];
    if (button) return () => this.#find(button)?.click();
    return {
      n: () => this.#find(".save-next").click(),
      p: () => board.step(-1),
      s: () => board.finish(),
    }[key];
  }

  /** As a click does, so that everyone hears of it; and focus says which it was. */
  #choose(place) {
    const input = this.#room.board.current.form.querySelectorAll(".option > input")[place];
    if (!input || input.disabled) return;
    input.focus();
    input.click();
  }

  #find(selector) {
    return this.#room.board.current.form.querySelector(selector);
  }
}
