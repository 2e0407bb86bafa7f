// One window writes. In one browser the Web Locks API decides which; across devices
// the portal does, by the `writer` that every save carries.
//
// A fresh window queues for the lock, since a dying one holds it for a moment. The
// loser of a take-over doesn't queue, or the two would take turns for ever.

import { post } from "./net.js";

const A_DYING_WINDOW = 1500;
const PATIENCE = 4000;

/**
 * "Continue here": ask the portal for a writer that is newer than all (Portal-Writer).
 */
export function newWriter({ takeOver, csrf }) {
  return post(takeOver, [], { csrf, patience: PATIENCE });
}

export class Lease extends EventTarget {
  #name;

  constructor(student, attempt) {
    super();
    this.#name = `attempt-${student}-${attempt}`;
    this.isHeld = false;
  }

  /** Queue for the lock. Says "held" when it is ours, "busy" while another has it. */
  queue() {
    if (!navigator.locks) return this.#held();
    setTimeout(() => this.isHeld || this.dispatchEvent(new Event("busy")), A_DYING_WINDOW);
    return this.#request({});
  }

  /** Take the lock away from the window that has it. */
  take() {
    if (!navigator.locks) return this.#held();
    return this.#request({ steal: true });
  }

  async #request(options) {
    try {
      await navigator.locks.request(this.#name, options, () => {
        this.#held();
        return new Promise(() => {});
      });
    } catch {
      // Stolen by a window in which the student pressed "Continue here".
    }
    this.isHeld = false;
    this.dispatchEvent(new Event("lost"));
  }

  #held() {
    this.isHeld = true;
    this.dispatchEvent(new Event("held"));
  }
}
