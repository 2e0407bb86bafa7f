// What the tools keep, on this device only: by student and attempt, gone with the attempt.

export class Store {
  #name;
  #kept;

  constructor(student, attempt) {
    this.#name = `portal-tools:${student}:${attempt}`;
    try {
      this.#kept = JSON.parse(localStorage.getItem(this.#name)) ?? {};
    } catch {
      this.#kept = {};
    }
  }

  get(tool) {
    return this.#kept[tool];
  }

  /** Keep `value` for this tool; an empty one is forgotten. */
  put(tool, value) {
    const isEmpty = !value || (typeof value === "object" && !Object.keys(value).length);
    if (isEmpty) delete this.#kept[tool];
    else this.#kept[tool] = value;
    try {
      if (Object.keys(this.#kept).length) {
        localStorage.setItem(this.#name, JSON.stringify(this.#kept));
      } else {
        localStorage.removeItem(this.#name);
      }
    } catch {
      // A full or closed store: it holds until the page is closed.
    }
  }

  clear() {
    this.#kept = {};
    try {
      localStorage.removeItem(this.#name);
    } catch {
      // Nothing was kept, then.
    }
  }
}
