// Handing in: once everything chosen is with the API, and never before that is sure.
//
// The hand-in carries the last choices; the portal compares them with what the API
// holds, puts right what differs, ends, and reads the attempt to be sure. At zero there
// is no time to compare: what is unsent goes along, then the attempt ends.

import { post } from "./net.js";
import { say } from "./words.js";

const FIRST_WAIT = 1000;
const LONGEST_WAIT = 30_000;

export class HandIn extends EventTarget {
  #room;
  #running = false;
  #late = false;
  #cancelled = false;
  #hurry = () => {};
  #notBefore = 0;
  #failedSince = 0;

  /** `room`: {urls, outbox, journal, heartbeat, questions, check}. */
  constructor(room) {
    super();
    this.#room = room;
  }

  get isRunning() {
    return this.#running;
  }

  /** The student wants to go on with the exam after all: while there is time, that is. */
  cancel() {
    if (!this.#late) this.#giveUp();
  }

  #giveUp() {
    this.#cancelled = true;
    this.#hurry();
  }

  /** The link may be back: don't wait any longer than we were asked to. */
  retryNow() {
    if (performance.now() >= this.#notBefore) this.#hurry();
  }

  /** Milliseconds since it first got no answer, while it gets none. */
  get silentFor() {
    return this.#failedSince && performance.now() - this.#failedSince;
  }

  /** `late`: time is up, or the attempt has ended; only what is unsent goes along. */
  async run({ late = false } = {}) {
    if (this.#running) return;
    this.#running = true;
    this.#late = late;
    this.#cancelled = false;
    this.isOwed = false;
    const { outbox } = this.#room;
    outbox.flush();
    await outbox.quiet(late ? 3000 : 20_000);
    outbox.stopped ||= "handing in";
    await outbox.quiet(20_000);
    // An old save that comes between the comparison and the end would count.
    while (!late && outbox.isInTheAir && !this.#cancelled) {
      this.#say(say("handing in"));
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    for (let tries = 0; !this.#cancelled; tries += 1) {
      this.#say(say(late ? "time is up" : "handing in"));
      if (await this.#once(late)) return;
      await this.#pause(tries, late);
    }
    this.#running = false;
    this.#failedSince = 0;
    this.#say("");
    // Signed out, or another window writes: that is not for us to undo.
    if (outbox.stopped === "handing in") outbox.stopped = "";
  }

  async #once(late) {
    const { urls, outbox, heartbeat } = this.#room;
    if (heartbeat.gap > 90_000) await heartbeat.start();
    const sent = this.#answers(late);
    const body = [
      ["answers", JSON.stringify(sent)],
      ["writer", outbox.writer],
      ...(late ? [["late", "on"]] : []),
    ];
    const answer = await post(urls.end, body, { csrf: urls.csrf, patience: 60_000 });
    this.#notBefore = performance.now() + (answer.seconds ?? 0) * 1000;
    if (answer.kind !== "failed") this.#failedSince = 0;
    else this.#failedSince ||= performance.now();
    if (answer.kind === "ok" && answer.headers.has("Portal-Ended")) {
      await this.#finish(answer.headers.get("Portal-Not-Accepted"));
      return true;
    }
    if (["signed-out", "elsewhere"].includes(answer.kind)) {
      outbox.stopped = answer.kind;
      // Whoever signs in again has asked for it already.
      this.isOwed = answer.kind === "signed-out";
      this.#giveUp();
      this.dispatchEvent(new Event(answer.kind));
    } else if (answer.kind === "refused") {
      this.#giveUp();
      this.dispatchEvent(new CustomEvent("refused", { detail: { text: answer.text } }));
    }
    return false;
  }

  /** Row id → the fields of its form, for those that the API is to hold. */
  #answers(late) {
    const { outbox, questions } = this.#room;
    const rows = late ? outbox.unsent : questions.filter((q) => !outbox.wasRefused(q));
    return Object.fromEntries(
      rows.map((question) => [
        question.row,
        { ...question.values, version: outbox.version(question) },
      ]),
    );
  }

  async #finish(notAccepted) {
    const { journal, urls, outbox, questions } = this.#room;
    const rows = (notAccepted ?? "").split(",").filter(Boolean);
    const late = rows.map((row) => {
      const question = questions.find((one) => one.row === row);
      return { row, number: question?.number, answer: question?.inWords(question.values) };
    });
    if (late.length) await journal.note({ late, sealed: false });
    await journal.close(rows);
    const taken = questions.filter((question) => !rows.includes(question.row));
    outbox.delivered(taken.map((question) => [question.row, outbox.version(question)]));
    this.dispatchEvent(new Event("finished"));
    location.assign(urls.result);
  }

  async #pause(tries, late) {
    if (this.#cancelled) return;
    const backOff = Math.min(FIRST_WAIT * 2 ** tries, LONGEST_WAIT) * (0.75 + Math.random() / 2);
    const wait = Math.max(backOff, this.#notBefore - performance.now());
    this.#say(say(late ? "time is up, offline" : "not handed in yet"));
    await new Promise((resolve) => {
      this.#hurry = resolve;
      setTimeout(resolve, wait);
    });
  }

  #say(text) {
    this.dispatchEvent(new CustomEvent("progress", { detail: { text } }));
  }
}
