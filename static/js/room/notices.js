// What the room has to say beside the save line: one line a subject. Their place is the
// room's one live region, so that nothing speaks over something else.

export class Notices {
  #place;
  #lines = new Map();
  #timers = new Map();
  #elsewhere = null;

  constructor(place) {
    this.#place = place;
  }

  /**
   * Show `text` for this subject, in the place of what it said before; "" hides it, and
   * so does time where it `lasts` so many milliseconds.
   */
  show(subject, text, { lasts = 0 } = {}) {
    clearTimeout(this.#timers.get(subject));
    if (lasts) this.#timers.set(subject, setTimeout(() => this.show(subject, ""), lasts));
    let line = this.#lines.get(subject);
    if (!line) {
      if (!text) return;
      line = document.createElement("p");
      line.className = `notice notice-warn notice-${subject}`;
      this.#place.append(line);
      this.#lines.set(subject, line);
    }
    if (line.textContent !== text) line.textContent = text;
    line.hidden = !text;
  }

  /** For those who listen: what others see elsewhere on the page. */
  hear(text) {
    this.show("heard", text, { lasts: 5000 });
    this.#lines.get("heard").className = "visually-hidden";
  }

  showElsewhere(onContinue) {
    if (this.#elsewhere) return;
    const template = document.getElementById("elsewhere");
    this.#place.prepend(template.content.cloneNode(true));
    this.#elsewhere = this.#place.querySelector(".elsewhere");
    this.#elsewhere.querySelector("button").addEventListener("click", onContinue);
  }
}
