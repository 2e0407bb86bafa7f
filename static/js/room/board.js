// What is on the screen: one question at a time, the palette, and the check page.
// Addresses decide (#question-12, #submit, #palette), so that Back is a way back.
// Tabs and "Previous" name a question's heading: #question-12 is the palette's link alone.

import { say } from "./words.js";

export class Board extends EventTarget {
  #shown = "";

  constructor(room, questions) {
    super();
    this.room = room;
    this.questions = questions;
    this.byRow = new Map(questions.map((question) => [question.row, question]));
    this.current = questions[0];
    this.check = room.querySelector("#submit");
    this.sections = [...room.querySelectorAll(".room-sections [data-group]")];
    this.cells = new Map(
      [...room.querySelectorAll("[data-cell]")].map((cell) => [cell.dataset.cell, cell]),
    );
    addEventListener("hashchange", () => {
      if (location.hash !== this.#shown) this.#go({ focus: true });
    });
    // A link to where we are already changes no address: it still closes the palette.
    room.addEventListener("click", (event) => {
      const link = event.target.closest("a[href^='#']");
      if (link && link.hash === location.hash) this.#go({ focus: true });
    });
    this.#go({ focus: false });
  }

  get isChecking() {
    return location.hash === "#submit";
  }

  show(question) {
    this.#to(`#question-${question.row}`);
  }

  finish() {
    this.#to("#submit");
  }

  step(by) {
    const next = this.questions[this.questions.indexOf(this.current) + by];
    if (next) this.show(next);
    else if (by > 0) this.finish();
  }

  /** At once, not when the browser gets to telling: the next key may be here before. */
  #to(hash) {
    location.hash = hash;
    this.#go({ focus: true });
  }

  /** Paint a question's state where it is shown; `unsent` and `refused` are claims. */
  paint(question, { unsent, refused }) {
    const { state } = question;
    question.section.dataset.state = state;
    const cell = this.cells.get(question.row);
    cell.dataset.state = state;
    cell.toggleAttribute("data-unsent", unsent);
    cell.toggleAttribute("data-refused", refused);
    const words = [say(state)];
    if (unsent) words.push(say("not sent"));
    if (refused) words.push(say("not accepted"));
    cell.querySelector(".cell-state").textContent = `, ${words.join(", ")}`;
  }

  /** How many questions are in each state; of one group where it is named. */
  counts(group) {
    const counts = {};
    for (const question of this.questions) {
      if (group !== undefined && question.group !== group) continue;
      counts[question.state] = (counts[question.state] ?? 0) + 1;
    }
    return counts;
  }

  paintCounts() {
    const counts = this.counts();
    for (const place of this.room.querySelectorAll("[data-count]")) {
      place.textContent = counts[place.dataset.count] ?? 0;
    }
    for (const place of this.room.querySelectorAll("[data-answered-of]")) {
      const { answered = 0, "answered-marked": both = 0 } = this.counts(place.dataset.answeredOf);
      place.textContent = answered + both;
    }
  }

  #go({ focus }) {
    this.#shown = location.hash;
    const asked = this.byRow.get(location.hash.replace(/#(question|heading)-/, ""));
    const before = this.current.section.querySelector(".passage");
    const readTo = before?.scrollTop;
    if (asked) this.current = asked;
    const { isChecking } = this;
    for (const question of this.questions) {
      question.section.hidden = isChecking || question !== this.current;
    }
    this.check.hidden = !isChecking;
    this.room.toggleAttribute("data-checking", isChecking);
    for (const [row, cell] of this.cells) {
      if (row === this.current.row && !isChecking) cell.setAttribute("aria-current", "true");
      else cell.removeAttribute("aria-current");
    }
    for (const tab of this.sections) {
      if (tab.dataset.group === this.current.group) tab.setAttribute("aria-current", "true");
      else tab.removeAttribute("aria-current");
    }
    this.dispatchEvent(new Event("moved"));
    // A passage shared with the question before stays where it was read to.
    const passage = isChecking ? null : this.current.section.querySelector(".passage");
    const isShared = Boolean(before && before.innerHTML === passage?.innerHTML);
    if (isShared) passage.scrollTop = readTo;
    if (focus && location.hash !== "#palette") {
      (isChecking ? this.check : this.current.section).focus({ preventScroll: true });
      if (!isShared) scrollTo(0, 0);
    }
  }
}
