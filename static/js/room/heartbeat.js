// The heartbeat: once a minute the API's clock moves, and ours takes its figure.
//
// A gap of more than 90 s (sleep, a dead link) would be charged to the student by the
// next beat, so `start/` goes before it. A beat is answered with a new #clock.

import { post } from "./net.js";

const EVERY = 60_000;
const SOON = 10_000;
const GAP = 90_000;
// A clock is a line of HTML: one that doesn't follow its headers was lost on the way.
const FRAGMENT_PATIENCE = 5000;

export class Heartbeat extends EventTarget {
  #urls;
  #timer;
  #beating = null;
  #last = moment();
  #stopped = false;

  /** `urls`: heartbeat, start (to resume) and csrf (for a fresh token). */
  constructor(urls) {
    super();
    this.#urls = urls;
    this.misses = 0;
    this.#schedule();
  }

  stop() {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  /** Milliseconds since the API's clock was last moved, sleep included. */
  get gap() {
    const now = moment();
    return Math.max(now.steady - this.#last.steady, now.wall - this.#last.wall);
  }

  /** Beat now; after a gap, resume first. Says "ok" or what else was answered. */
  beat() {
    if (this.#stopped) return Promise.resolve("stopped");
    this.#beating ??= this.#beat().finally(() => (this.#beating = null));
    return this.#beating;
  }

  async #beat() {
    clearTimeout(this.#timer);
    this.hasResumed = this.gap > GAP;
    let kind = this.hasResumed ? await this.start() : "ok";
    if (kind === "ok") kind = await this.#ask();
    if (kind === "ok") this.#last = moment();
    this.misses = kind === "failed" || kind === "wait" ? this.misses + 1 : 0;
    this.dispatchEvent(new CustomEvent(kind === "ok" ? "beat" : kind));
    this.#schedule();
    return kind;
  }

  /** Resume at the API, so that the time away isn't charged. */
  async start() {
    const { kind } = await post(this.#urls.start, [], { csrf: this.#urls.csrf });
    if (kind === "ok") this.#last = moment();
    return kind;
  }

  #schedule() {
    clearTimeout(this.#timer);
    if (this.#stopped) return;
    const wait = this.misses ? Math.min(SOON * 2 ** (this.misses - 1), EVERY) : EVERY;
    this.#timer = setTimeout(() => this.beat(), wait * (0.9 + Math.random() / 10));
  }

  async #ask() {
    const inputs = document.querySelectorAll("#writer, #section");
    const fields = [...inputs].map(({ name, value }) => [name, value]);
    const said = await post(this.#urls.heartbeat, fields, { csrf: this.#urls.csrf });
    if (said.kind !== "ok") return said.kind;
    // Whoever else answered 200, it wasn't the portal: leave the clock alone.
    const fresh = said.headers.has("Portal-Clock") && (await clockIn(said.response));
    if (!fresh) return "failed";
    document.getElementById("clock").replaceWith(fresh);
    return "ok";
  }
}

async function clockIn(response) {
  const late = new Promise((resolve) => setTimeout(resolve, FRAGMENT_PATIENCE, ""));
  const html = await Promise.race([response.text(), late]).catch(() => "");
  return new DOMParser().parseFromString(html, "text/html").getElementById("clock");
}

function moment() {
  return { steady: performance.now(), wall: Date.now() };
}
