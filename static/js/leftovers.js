// <exam-leftovers>: what this device still holds of an attempt that is over.
//
// The room notes which answers came too late; entries without such a note were never
// confirmed. Both can be downloaded and removed. Where there is nothing, nothing shows.

import { Journal } from "./room/journal.js";

const plural = new Intl.PluralRules(document.documentElement.lang || "en");

class ExamLeftovers extends HTMLElement {
  #journal;

  async connectedCallback() {
    const { student, attempt } = this.dataset;
    this.#journal = new Journal(student, attempt);
    const [notes, kept] = await Promise.all([this.#journal.notes(), this.#journal.entries()]);
    const entries = kept.filter((entry) => !entry.settled);
    const late = notes.late ?? [];
    const rows = new Set(late.map((one) => String(one.row)));
    const found = [
      ...late.map((one) => ({ ...one, ...entries.find((each) => each.row === String(one.row)) })),
      ...entries.filter((each) => !rows.has(String(each.row))),
    ];
    if (found.length && this.isConnected) this.#show(found, late.length === found.length);
  }

  #show(found, allLate) {
    const shown = this.querySelector("template").content.cloneNode(true);
    const part = (name) => shown.querySelector(`[data-part="${name}"]`);
    part("title").textContent = this.#say(allLate ? "late" : "kept", { count: found.length });
    for (const one of found) {
      const item = document.createElement("li");
      item.textContent = this.#inWords(one);
      part("list").append(item);
    }
    part("download").addEventListener("click", () => this.#download(found));
    part("remove").addEventListener("click", () => this.#remove());
    this.append(shown);
  }

  #inWords(one) {
    const answer = one.answer || this.#values(one.values ?? {}) || this.dataset.empty;
    return one.number
      ? this.#say("item", { number: one.number, answer })
      : this.#say("itemUnnumbered", { answer });
  }

  #values({ selected_answers: chosen = [], essay_text, short_text, gaps = [] }) {
    const words = [essay_text, short_text, ...gaps].filter(Boolean);
    if (chosen.length) words.unshift(this.#say("chosen", { count: chosen.length }));
    return words.join(", ");
  }

  #download(found) {
    const { attempt, exam } = this.dataset;
    const answers = found.map(({ number, answer, row, values, at }) => ({
      question: number,
      answer,
      row,
      values,
      at,
    }));
    const text = JSON.stringify({ exam, attempt, answers }, null, 2);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    link.download = `answers-${attempt}.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  }

  async #remove() {
    await this.#journal.close([]);
    const said = document.createElement("p");
    said.className = "notice";
    said.tabIndex = -1;
    said.textContent = this.dataset.removed;
    this.replaceChildren(said);
    said.focus();
  }

  #say(name, values) {
    const key = "count" in values ? this.#form(name, values.count) : name;
    return this.dataset[key].replace(/%\((\w+)\)s/g, (whole, word) => values[word] ?? whole);
  }

  #form(name, count) {
    return `${name}${plural.select(count) === "one" ? "One" : "Other"}`;
  }
}

customElements.define("exam-leftovers", ExamLeftovers);
