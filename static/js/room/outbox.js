// The outbox: takes every change to the API, newest value only, until it is there.
//
// "Saved" is never stored: a question is saved when `acked >= version`, and `acked`
// moves only when the portal names the version (Portal-Saved). One request is in
// flight per question; what changed meanwhile goes next.

import { fields } from "./question.js";
import { post } from "./net.js";

const AT_ONCE = 6;
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 30_000;
// The portal says that the API is down: no probe of the portal would show it back.
const LONGEST_WAIT_FOR_THE_API = 15_000;
// A request that got no answer may still arrive, late and in the wrong order.
const SURE_AFTER = 20_000;

export class Outbox extends EventTarget {
  #items = new Map();
  #journal;
  #urls;
  #post;
  #stopped = "";
  #failures = 0;
  #silentSince = 0;
  #retryAt = 0;
  #notBefore = 0;
  #airUntil = 0;
  #timer;

  /**
   * `urls.save(row)` is where a row is saved; `urls.csrf` gives a fresh token. The
   * practice question brings its own `send`, which it can cut off.
   */
  constructor(journal, urls, writer, send = post) {
    super();
    this.#journal = journal;
    this.#urls = urls;
    this.#post = send;
    this.writer = writer;
  }

  /** A question was answered, marked or cleared: keep it here, then send it. */
  async change(question, { pause = 0, version = 0 } = {}) {
    const item = this.#item(question);
    item.version = Math.max(item.version + 1, version);
    item.refused = false;
    item.dueAt = performance.now() + pause;
    item.keeping = this.#keep(item);
    this.#tell();
    await Promise.race([item.keeping, sleep(500)]);
    this.#pump();
  }

  /** Text that waits for its pause goes now. */
  flush() {
    for (const item of this.#items.values()) item.dueAt = 0;
    this.#pump();
  }

  /** The link may be back: don't wait any longer than the API asked us to. */
  retryNow() {
    this.#retryAt = 0;
    this.flush();
  }

  /** "" sends; anything else is the reason why nothing may be sent. */
  set stopped(reason) {
    this.#stopped = reason;
    this.#tell();
    this.#pump();
  }

  get stopped() {
    return this.#stopped;
  }

  /** The questions whose newest value the API hasn't got. */
  get unsent() {
    return [...this.#items.values()].filter(isDirty).map((item) => item.question);
  }

  get isFailing() {
    return this.#failures > 0 || performance.now() < this.#notBefore;
  }

  /** Milliseconds since the portal was last heard, while it isn't. */
  get silentFor() {
    return this.#silentSince && performance.now() - this.#silentSince;
  }

  isUnsent(question) {
    const item = this.#items.get(question.row);
    return Boolean(item && isDirty(item));
  }

  wasRefused(question) {
    return Boolean(this.#items.get(question.row)?.refused);
  }

  version(question) {
    return this.#items.get(question.row)?.version ?? 0;
  }

  /** Resolves when nothing is in flight, or after `patience` milliseconds. */
  async quiet(patience) {
    const until = performance.now() + patience;
    while (this.#inFlight && performance.now() < until) await sleep(30);
  }

  /** Whether a request that was given up may still be on its way. */
  get isInTheAir() {
    return performance.now() < this.#airUntil;
  }

  /** A hand-in has brought all of these: they are saved. */
  delivered(rows) {
    for (const [row, version] of rows) {
      const item = this.#items.get(row);
      if (item) item.acked = Math.max(item.acked, version);
    }
    this.#tell();
  }

  /** The page is going away: try once more, and rely on the journal. */
  leave() {
    if (this.#stopped) return;
    for (const item of this.#items.values()) {
      if (isDirty(item) && item.sending?.version !== item.version) {
        this.#post(this.#urls.save(item.question.row), this.#body(item), { keepalive: true });
      }
    }
  }

  #item(question) {
    let item = this.#items.get(question.row);
    if (!item) {
      item = { question, version: 0, acked: 0, dueAt: 0, sending: null, sureAt: 0 };
      this.#items.set(question.row, item);
    }
    return item;
  }

  #keep({ question, version }) {
    const { row, values } = question;
    return this.#journal.write({ row, version, writer: this.writer, values });
  }

  #body(item) {
    return [
      ...fields(item.question.values),
      ["version", item.version],
      ["writer", this.writer],
    ];
  }

  get #inFlight() {
    return [...this.#items.values()].filter((item) => item.sending).length;
  }

  #pump() {
    clearTimeout(this.#timer);
    if (this.#stopped) return;
    const now = performance.now();
    const opensAt = Math.max(this.#retryAt, this.#notBefore);
    let next = Infinity;
    let room = (this.#failures ? 1 : AT_ONCE) - this.#inFlight;
    for (const item of this.#items.values()) {
      const dueAt = wantedAt(item);
      if (item.sending || dueAt === Infinity) continue;
      if (room > 0 && Math.max(dueAt, opensAt) <= now) {
        room -= 1;
        this.#send(item);
      } else {
        next = Math.min(next, Math.max(dueAt, opensAt));
      }
    }
    if (next < Infinity) this.#timer = setTimeout(() => this.#pump(), Math.max(next - now, 20));
  }

  async #send(item) {
    const { version, question } = item;
    const { writer } = this;
    item.sending = { version };
    this.#tell();
    const url = this.#urls.save(question.row);
    const answer = await this.#post(url, this.#body(item), { csrf: this.#urls.csrf });
    item.sending = null;
    if (isReceipt(answer, question.row, version)) this.#saved(item, version, writer);
    else this.#notSaved(item, version, writer, answer);
    this.#tell();
    this.#pump();
  }

  #saved(item, version, writer) {
    item.acked = Math.max(item.acked, version);
    this.#journal.settle(item.question.row, version, writer);
    this.#heard();
    if (item.inDoubt) item.sureAt = performance.now() + SURE_AFTER;
    else item.sureAt = 0;
    item.inDoubt = false;
  }

  #notSaved(item, version, writer, answer) {
    switch (answer.kind) {
      case "refused":
        this.#heard();
        if (item.version !== version) return;
        item.acked = version;
        item.refused = true;
        this.#journal.forget(item.question.row, version, writer);
        this.#say("refused", { question: item.question, text: answer.text });
        return;
      case "ended":
      case "elsewhere":
      case "signed-out":
        this.#heard();
        this.#stopped ||= answer.kind;
        this.#say(answer.kind);
        return;
      case "wait":
        this.#notBefore = performance.now() + answer.seconds * 1000;
        this.#silentSince = 0;
        if (answer.status === 429) return;
        break;
      default:
        item.inDoubt = true;
        this.#silentSince ||= performance.now();
        if (answer.gaveUp) this.#airUntil = performance.now() + SURE_AFTER;
    }
    this.#failures += 1;
    const longest = answer.kind === "wait" ? LONGEST_WAIT_FOR_THE_API : LONGEST_WAIT;
    const wait = Math.min(FIRST_WAIT * 2 ** (this.#failures - 1), longest);
    this.#retryAt = performance.now() + wait * (0.75 + Math.random() / 2);
  }

  #heard() {
    this.#failures = 0;
    this.#silentSince = 0;
    this.#retryAt = 0;
  }

  #tell() {
    this.#say("change");
  }

  #say(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

function isDirty(item) {
  return item.version > item.acked;
}

/** When an item wants to be sent: dirty ones when due, doubtful ones once more. */
function wantedAt(item) {
  if (isDirty(item)) return item.dueAt;
  return item.sureAt || Infinity;
}

function isReceipt(answer, row, version) {
  return answer.kind === "ok" && answer.headers.get("Portal-Saved") === `${row}:${version}`;
}

function sleep(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
