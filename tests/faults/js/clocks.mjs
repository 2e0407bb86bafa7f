// Time for windows without a screen: the real one, quicker; or one turned by hand. And
// chance that repeats.

/** Real time, `scale` times as fast. */
export class QuickClock {
  #begun = performance.now();

  constructor(scale = 1) {
    this.scale = scale;
  }

  now() {
    return (performance.now() - this.#begun) * this.scale;
  }

  setTimeout(work, wait = 0, ...rest) {
    return setTimeout(work, wait / this.scale, ...rest);
  }

  clearTimeout(timer) {
    clearTimeout(timer);
  }

  pass(milliseconds) {
    return new Promise((resolve) => this.setTimeout(resolve, milliseconds));
  }
}

/** Time that stands still until `pass` moves it, from timer to timer. */
export class HandClock {
  #now = 0;
  #timers = new Map();
  #last = 0;

  now() {
    return this.#now;
  }

  setTimeout(work, wait = 0, ...rest) {
    this.#last += 1;
    this.#timers.set(this.#last, { at: this.#now + Math.max(wait, 0), work, rest });
    return this.#last;
  }

  clearTimeout(timer) {
    this.#timers.delete(timer);
  }

  async pass(milliseconds) {
    const until = this.#now + milliseconds;
    await settled();
    for (;;) {
      const [next] = [...this.#timers].sort(([a, x], [b, y]) => x.at - y.at || a - b);
      if (!next || next[1].at > until) break;
      const [timer, { at, work, rest }] = next;
      this.#timers.delete(timer);
      this.#now = at;
      work(...rest);
      await settled();
    }
    this.#now = until;
  }
}

/** Everything that waits for no timer has happened. */
export async function settled() {
  for (let turn = 0; turn < 40; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** Numbers from 0 to 1 that a seed repeats (mulberry32). */
export function dice(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
