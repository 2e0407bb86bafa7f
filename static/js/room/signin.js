// Signing in again, over the page: nothing in the room is left or reloaded for it.

import { csrfToken, refreshCsrf, setCsrfToken, within } from "./net.js";
import { say } from "./words.js";

const PATIENCE = 20_000;

export class SignInAgain {
  #dialog = document.getElementById("sign-in");
  #form = this.#dialog.querySelector("form");
  #problem = this.#dialog.querySelector("[data-problem]");
  #urls;
  #student;
  #done = null;

  constructor(urls, student) {
    this.#urls = urls;
    this.#student = student;
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    // It stays until it has worked: the room can send nothing without it.
    this.#dialog.addEventListener("cancel", (event) => event.preventDefault());
  }

  /** Resolves once the same student has signed in. */
  ask() {
    if (!this.#done) {
      this.#done = new Promise((resolve) => {
        this.#dialog.addEventListener("close", resolve, { once: true });
      }).then(() => (this.#done = null));
      this.#dialog.showModal();
    }
    return this.#done;
  }

  async #submit() {
    const button = this.#form.querySelector("button");
    button.disabled = true;
    this.#tell("");
    const problem = await this.#try();
    button.disabled = false;
    if (problem) {
      this.#tell(problem);
      return;
    }
    this.#form.reset();
    this.#dialog.close();
  }

  async #try() {
    // Another window may have signed in or out since: the token in the page is old.
    if (!(await refreshCsrf(this.#urls.csrf))) return say("sign in unreachable");
    try {
      const body = new URLSearchParams(new FormData(this.#form));
      body.set("student", this.#student);
      const response = await within(PATIENCE, (signal) =>
        fetch(this.#urls.login, {
          method: "POST",
          body,
          headers: { "X-CSRFToken": csrfToken(), "HX-Request": "true" },
          redirect: "manual",
          signal,
        }),
      );
      const token = response.headers.get("Portal-CSRF");
      if (token) {
        setCsrfToken(token);
        return "";
      }
      return (await problemIn(response)) || say("sign in unreachable");
    } catch {
      return say("sign in unreachable");
    }
  }

  #tell(text) {
    this.#problem.textContent = text;
    this.#problem.hidden = !text;
  }
}

/** The login page says what is wrong in its error summary. */
async function problemIn(response) {
  if (!response.headers.get("Content-Type")?.startsWith("text/html")) return "";
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  return page.querySelector("[data-error-summary] li")?.textContent.trim() ?? "";
}
