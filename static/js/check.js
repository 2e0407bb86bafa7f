// The check page: what this device can do, tried out; and a question to practise on.

import { Journal } from "./room/journal.js";
import { merge } from "./room/merge.js";
import { isAlive, post, setCsrfToken } from "./room/net.js";
import { Outbox } from "./room/outbox.js";
import { Question } from "./room/question.js";
import { say } from "./room/words.js";

const SLOW = 1000;
const TRIES = 3;
const CLOCK_IS_OFF = 60_000;

class DeviceCheck extends HTMLElement {
  connectedCallback() {
    this.checkStorage();
    this.checkConnection();
    this.checkWindows();
  }

  tell(check, kind, values = {}) {
    const item = this.querySelector(`[data-check="${check}"]`);
    const words = item.querySelector(`template[data-${kind}]`).content.textContent;
    item.dataset.result = kind;
    item.querySelector(".check-result").textContent = words.replace(
      /%\((\w+)\)s/g,
      (whole, name) => values[name] ?? whole,
    );
  }

  async checkStorage() {
    const journal = new Journal("check", "check");
    const kept = await journal.write({ row: "0", version: 1, writer: "", values: {} });
    const [entry] = await journal.entries();
    await journal.close();
    this.tell("storage", kept && entry ? "good" : "bad");
  }

  async checkConnection() {
    let best = Infinity;
    for (let tries = 0; tries < TRIES; tries += 1) {
      const before = performance.now();
      if (await isAlive(this.dataset.alive)) best = Math.min(best, performance.now() - before);
    }
    if (best === Infinity) this.tell("connection", "bad");
    else this.tell("connection", best > SLOW ? "slow" : "good", { ms: Math.round(best) });
    this.checkClock();
  }

  async checkClock() {
    let offset = 0;
    try {
      const { headers } = await fetch(this.dataset.alive, { cache: "no-store" });
      offset = Math.abs(Date.now() - Date.parse(headers.get("Date")));
    } catch {
      // Nothing is known of the clock; the connection's line says why.
    }
    if (offset > CLOCK_IS_OFF) this.tell("clock", "bad", { minutes: Math.round(offset / 60_000) });
    else this.tell("clock", "good");
  }

  async checkWindows() {
    const { held = [] } = (await navigator.locks?.query()) ?? {};
    const isOpen = held.some(({ name }) => name.startsWith("attempt-"));
    this.tell("window", isOpen ? "bad" : "good");
  }
}

class PracticeQuestion extends HTMLElement {
  async connectedCallback() {
    this.isCut = false;
    setCsrfToken(this.querySelector("[name=csrfmiddlewaretoken]").value);
    this.status = this.querySelector(".save-status");
    this.question = new Question(this.querySelector(".question"));
    this.journal = new Journal("practice", "practice");
    this.outbox = new Outbox(
      this.journal,
      { save: () => this.dataset.save, csrf: this.dataset.csrf },
      this.dataset.writer,
      (...request) => (this.isCut ? { kind: "failed" } : post(...request)),
    );
    this.outbox.addEventListener("change", () => this.paint());
    this.question.form.addEventListener("input", () => this.outbox.change(this.question));
    this.querySelector("[data-plug]").addEventListener("click", ({ currentTarget }) => {
      this.isCut = !this.isCut;
      currentTarget.setAttribute("aria-pressed", this.isCut);
      if (!this.isCut) this.outbox.retryNow();
    });
    const { journal, outbox, question } = this;
    await merge({ questions: [question], journal, outbox, newestWriter: "" });
    this.paint();
  }

  paint() {
    const count = this.outbox.unsent.length;
    this.status.dataset.unsaved = count;
    this.status.dataset.state = count ? "unsent" : "saved";
    this.status.textContent = count ? say("not sent yet", { count }) : say("all saved");
  }
}

customElements.define("device-check", DeviceCheck);
customElements.define("practice-question", PracticeQuestion);
