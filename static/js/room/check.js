// Check and submit, kept true while the student works: counts, links, what is unsent.

import { say } from "./words.js";

export class Check {
  constructor(board) {
    this.board = board;
    this.page = board.check;
  }

  #part(name) {
    return this.page.querySelector(`[data-check="${name}"]`);
  }

  paint(outbox) {
    const { questions } = this.board;
    const open = questions.filter((question) => !question.isAnswered);
    const marked = questions.filter((question) => question.values.review);
    const { unsent } = outbox;
    this.#part("headline").textContent = say("without answer", {
      count: open.length,
      total: questions.length,
    });
    this.#part("unsent").hidden = !unsent.length;
    this.#part("unsent").textContent = say("unsent at check", { count: unsent.length });
    for (const row of this.page.querySelectorAll("[data-check-group]")) {
      const counts = this.board.counts(row.dataset.checkGroup);
      for (const cell of row.querySelectorAll("[data-state-count]")) {
        cell.textContent = counts[cell.dataset.stateCount] ?? 0;
      }
    }
    this.#list("without-answer", open);
    this.#list("marked", marked);
  }

  say(text) {
    const progress = this.#part("progress");
    progress.hidden = !text;
    progress.textContent = text;
  }

  #list(name, questions) {
    const part = this.#part(name);
    part.hidden = !questions.length;
    part.querySelector("ol").replaceChildren(
      ...questions.map((question) => {
        const item = document.createElement("li");
        const cell = this.board.cells.get(question.row).cloneNode(true);
        cell.removeAttribute("data-cell");
        cell.removeAttribute("aria-current");
        item.append(cell);
        return item;
      }),
    );
  }
}
