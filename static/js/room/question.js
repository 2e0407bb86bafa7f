// A question of the room, and the form it is: what is chosen in it, and its state.

import { say } from "./words.js";

export class Question {
  constructor(section) {
    this.section = section;
    this.form = section.querySelector("form.answer");
    this.row = section.dataset.question;
    this.number = Number(section.dataset.number);
    this.group = section.dataset.group;
    this.note = section.querySelector(".question-note");
    this.seen = section.dataset.state !== "not-visited";
    this.served = this.#read((input) => input.defaultChecked, (input) => input.defaultValue);
  }

  /** What is chosen now: {selected_answers, review, and the texts and files it has}. */
  get values() {
    return this.#read((input) => input.checked, (input) => input.value);
  }

  /** Show `values`, for example those that the journal kept. */
  put(values) {
    const chosen = new Set(values.selected_answers);
    for (const input of this.#inputs("selected_answers")) input.checked = chosen.has(input.value);
    for (const input of this.#inputs("review")) input.checked = values.review;
    for (const name of ["essay_text", "short_text"]) {
      for (const input of this.#inputs(name)) input.value = values[name] ?? "";
    }
    this.#inputs("gaps").forEach((input, place) => (input.value = values.gaps?.[place] ?? ""));
    const files = values.files ?? [];
    for (const reference of files) this.addFile(reference);
    for (const input of this.#inputs("files")) input.checked = files.includes(input.value);
  }

  /** A file for this answer, ticked; under its name where that is known. */
  addFile(reference, name = "") {
    const list = this.form.querySelector(".files");
    if (!list) return;
    let input = this.#inputs("files").find((one) => one.value === reference);
    if (!input) {
      const item = this.form.querySelector(".file-item").content.cloneNode(true);
      const number = list.children.length + 1;
      input = item.querySelector("input");
      input.value = reference;
      item.querySelector(".file-name").textContent = name || say("file", { number });
      list.append(item);
    }
    input.checked = true;
    list.hidden = false;
  }

  clear() {
    this.put({ ...EMPTY, review: this.values.review });
  }

  get isAnswered() {
    const { selected_answers, essay_text, short_text, gaps = [], files = [] } = this.values;
    const texts = [essay_text, short_text, ...gaps, ...files];
    return selected_answers.length > 0 || texts.some((text) => text?.trim());
  }

  /** One of the five states of the palette. */
  get state() {
    const marked = this.values.review;
    if (this.isAnswered) return marked ? "answered-marked" : "answered";
    if (marked) return "marked";
    return this.seen ? "not-answered" : "not-visited";
  }

  /** The answer in words, for a list: letters, or the text. */
  inWords(values) {
    const chosen = new Set(values.selected_answers);
    const letters = [...this.form.querySelectorAll(".option")]
      .filter((option) => chosen.has(option.querySelector("input").value))
      .map((option) => option.querySelector(".option-letter").lastChild.textContent.trim());
    const texts = [values.essay_text, values.short_text, ...(values.gaps ?? [])];
    const files = (values.files ?? []).map((_, place) => say("file", { number: place + 1 }));
    return [...letters, ...texts.filter(Boolean), ...files].join(", ");
  }

  /** Readable, but not to be changed. */
  set locked(locked) {
    for (const input of this.form.querySelectorAll("input, textarea, button")) {
      if (input.matches("textarea, input[type=text]")) input.readOnly = locked;
      else if (!input.matches(".save-next, input[type=hidden]")) input.disabled = locked;
    }
  }

  #inputs(name) {
    return [...this.form.querySelectorAll(`[name="${name}"]`)];
  }

  #read(isChecked, textOf) {
    const values = {
      selected_answers: this.#inputs("selected_answers").filter(isChecked).map((i) => i.value),
      review: this.#inputs("review").some(isChecked),
    };
    for (const name of ["essay_text", "short_text"]) {
      for (const input of this.#inputs(name)) values[name] = textOf(input);
    }
    const gaps = this.#inputs("gaps");
    if (gaps.length) values.gaps = gaps.map(textOf);
    if (this.form.querySelector(".files")) {
      values.files = this.#inputs("files").filter(isChecked).map((input) => input.value);
    }
    return values;
  }
}

const EMPTY = { selected_answers: [], essay_text: "", short_text: "", gaps: [], files: [] };

export function same(one, other) {
  return JSON.stringify(inOrder(one)) === JSON.stringify(inOrder(other));
}

/** The values as a form would send them. */
export function fields(values) {
  const pairs = values.selected_answers.map((id) => ["selected_answers", id]);
  if (values.review) pairs.push(["review", "on"]);
  for (const name of ["essay_text", "short_text"]) {
    if (values[name] !== undefined) pairs.push([name, values[name]]);
  }
  for (const gap of values.gaps ?? []) pairs.push(["gaps", gap]);
  for (const file of values.files ?? []) pairs.push(["files", file]);
  return pairs;
}

function inOrder({ selected_answers, review, essay_text, short_text, gaps, files }) {
  const texts = [essay_text, short_text].map((text) => text?.replaceAll("\r\n", "\n") ?? "");
  return [[...selected_answers].sort(), Boolean(review), ...texts, gaps ?? [], files ?? []];
}
