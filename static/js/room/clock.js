// The clock: counts down to what the server said, and decides nothing by itself.
//
// Seconds are reckoned from performance.now(), never by counting ticks (a hidden tab
// is woken once a minute) and never by the wall clock (a student's may be a day off).
// What the server says is "known" seconds, "untimed" or "unknown"; unknown is never zero.

import { say } from "./words.js";

const WARNINGS = [1800, 600, 300, 60, 30];
const SUSPICIOUS_DROP = 60;
// A hidden tab is woken once a minute. Longer is sleep, which isn't charged (`start/`).
const ASLEEP = 90_000;
// The page's own figure is as old as the last beat before it was loaded: up to 90 s,
// or it would have been a page to resume. The first beat takes them off; no news.
const STALE = 100;

export class Clock extends EventTarget {
  #endsAt = null;
  // Of the warnings, those above it were given.
  #warned;
  #isOver = false;
  #tickedAt = performance.now();
  #hasSlept = false;
  #staleness = STALE;

  constructor() {
    super();
    this.read();
    this.#tick();
  }

  get #face() {
    return document.getElementById("clock");
  }

  /** Seconds left, or null where there is no limit or none is known. */
  get secondsLeft() {
    if (this.#endsAt === null) return null;
    return Math.max(0, Math.ceil((this.#endsAt - performance.now()) / 1000));
  }

  /**
   * Take the figure that the server has just written into the page. False where it
   * says that time has run out all of a sudden: ask once more before believing it.
   */
  read({ isSure = true, isNews = true } = {}) {
    const { clock, remaining } = this.#face.dataset;
    if (clock === "untimed") this.#endsAt = null;
    if (clock !== "known") return true;
    this.#hasSlept = false;
    const seconds = Number(remaining);
    const before = this.secondsLeft;
    if (!isSure && seconds === 0 && before !== null && before > 5) return false;
    const gained = before === null ? 0 : seconds - before;
    const isMoved =
      isNews && (gained >= SUSPICIOUS_DROP || -gained >= Math.max(SUSPICIOUS_DROP, this.#staleness));
    if (isMoved) this.dispatchEvent(new CustomEvent("moved", { detail: { seconds } }));
    // A step of seconds over a mark still warns; what was moved has been told.
    if (isMoved || before === null) this.#warned = seconds;
    if (before !== null) this.#staleness = 0;
    this.#endsAt = performance.now() + seconds * 1000;
    if (seconds > 0) this.#isOver = false;
    this.#paint();
    return true;
  }

  #tick() {
    this.#paint();
    const left = this.secondsLeft;
    const now = performance.now();
    if (now - this.#tickedAt > ASLEEP) {
      this.#hasSlept = true;
      this.dispatchEvent(new Event("woken"));
    }
    this.#tickedAt = now;
    // After sleep nothing is over until the server has said so.
    if (left !== null && !this.#hasSlept) {
      const crossed = WARNINGS.filter((mark) => left <= mark && this.#warned > mark);
      if (crossed.length && left > 0) {
        this.dispatchEvent(new CustomEvent("warning", { detail: { seconds: crossed.at(-1) } }));
      }
      this.#warned = Math.min(this.#warned, left);
      if (left <= 5 && left > 0) this.dispatchEvent(new CustomEvent("low"));
      if (left === 0 && !this.#isOver) {
        this.#isOver = true;
        this.dispatchEvent(new CustomEvent("over"));
      }
    }
    setTimeout(() => this.#tick(), 250);
  }

  #paint() {
    const left = this.secondsLeft;
    if (left === null) return;
    const face = this.#face;
    const text = clockFace(left);
    if (face.textContent !== text) face.textContent = text;
    face.dataset.remaining = left;
    face.dataset.low = left <= 300 ? (left <= 60 ? "very" : "yes") : "no";
  }
}

/** Seconds as a clock shows them: 5024 → "1:23:44". */
export function clockFace(seconds) {
  const two = (number) => String(number).padStart(2, "0");
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

/** Seconds in words: "5 minutes", "30 seconds". */
export function inWords(seconds) {
  return seconds < 60
    ? say("seconds", { count: seconds })
    : say("minutes", { count: Math.round(seconds / 60) });
}
