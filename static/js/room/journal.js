// The journal: what a student chose, on this device, until the API has it.
//
// IndexedDB and not localStorage: a killed browser loses what localStorage was given
// in the last minute. "strict" asks for a flush to the disk. Entries belong to a
// student and an attempt; nobody else's are ever read.

const DATABASE = "portal-journal";
const ANSWERS = "answers";
const ATTEMPTS = "attempts";

export class Journal {
  #student;
  #attempt;
  #opening;
  #onBroken;

  /** `onBroken` is told once this device turns out to keep nothing. */
  constructor(student, attempt, onBroken = () => {}) {
    this.#student = student;
    this.#attempt = attempt;
    this.#onBroken = onBroken;
    this.works = true;
    this.#opening = open().catch(() => this.#broke());
  }

  /**
   * Every entry of this student and attempt: {row, version, writer, values}. Those that
   * the API has acknowledged are `settled`.
   */
  async entries() {
    return (await this.#ask(ANSWERS, "readonly", (store) => store.getAll(this.#all))) ?? [];
  }

  /** Keep an entry; resolves to whether this device has it now. */
  async write({ row, version, writer, values }) {
    const entry = {
      student: this.#student,
      attempt: this.#attempt,
      row,
      version,
      writer,
      values,
      at: new Date().toISOString(),
    };
    return (await this.#ask(ANSWERS, "readwrite", (store) => store.put(entry))) !== undefined;
  }

  /** Forget an entry, unless a newer one, or another window's, has taken its place. */
  forget(row, version, writer) {
    return this.#ifNewest(row, version, writer, (store, key) => store.delete(key));
  }

  /**
   * The API has this entry: it needs sending no more. What it says is remembered until
   * the end, so that a page loaded while it was on its way can't bring back an older one.
   */
  settle(row, version, writer) {
    return this.#ifNewest(row, version, writer, (store, key, entry) =>
      store.put({ ...entry, settled: true }),
    );
  }

  /**
   * Make the entries of `newest`, the last window that wrote anywhere, `writer`'s: it
   * goes on with the same work in another tab, and nobody has written after it.
   */
  async adopt(newest, writer) {
    await this.#ask(ANSWERS, "readwrite", (store) => {
      const found = store.getAll(this.#all);
      found.onsuccess = () => {
        for (const entry of found.result) {
          if (entry.writer >= newest) store.put({ ...entry, writer });
        }
        store.transaction.commit?.();
      };
      return found;
    });
  }

  /** What else is known of the attempt here: {sealed, late, seen}. */
  async notes() {
    const key = [this.#student, this.#attempt];
    return (await this.#ask(ATTEMPTS, "readonly", (store) => store.get(key))) ?? {};
  }

  async note(changes) {
    const [student, attempt] = [this.#student, this.#attempt];
    await this.#ask(ATTEMPTS, "readwrite", (store) => {
      // Read and written as one, or of two notes at once the first would be lost.
      const found = store.get([student, attempt]);
      found.onsuccess = () => {
        store.put({ ...found.result, ...changes, student, attempt });
        store.transaction.commit?.();
      };
      return found;
    });
  }

  /** The attempt is over: forget it all but the rows that were not accepted. */
  async close(keptRows = []) {
    const kept = new Set(keptRows.map(String));
    for (const entry of await this.entries()) {
      if (!kept.has(entry.row)) await this.forget(entry.row, entry.version, entry.writer);
    }
    const key = [this.#student, this.#attempt];
    if (!kept.size) await this.#ask(ATTEMPTS, "readwrite", (store) => store.delete(key));
  }

  async #ifNewest(row, version, writer, change) {
    await this.#ask(ANSWERS, "readwrite", (store) => {
      const key = [this.#student, this.#attempt, row];
      const found = store.get(key);
      found.onsuccess = () => {
        const entry = found.result;
        if (entry && entry.version === version && entry.writer === writer) {
          change(store, key, entry);
        }
        store.transaction.commit?.();
      };
      return found;
    });
  }

  get #all() {
    const start = [this.#student, this.#attempt];
    return IDBKeyRange.bound(start, [...start, []]);
  }

  async #ask(name, mode, work) {
    const database = await this.#opening;
    if (!database) return undefined;
    try {
      return await new Promise((resolve, reject) => {
        const transaction = database.transaction(name, mode, { durability: "strict" });
        const request = work(transaction.objectStore(name));
        // At once, so that a page that dies now cannot abort it. (A request that
        // asks for more in its onsuccess commits there.)
        if (!request.onsuccess) transaction.commit?.();
        transaction.oncomplete = () => resolve(request.result ?? null);
        transaction.onabort = transaction.onerror = () => reject(transaction.error);
      });
    } catch {
      if (mode === "readwrite") this.#broke();
      return undefined;
    }
  }

  #broke() {
    if (this.works) this.#onBroken();
    this.works = false;
  }
}

function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(ANSWERS, { keyPath: ["student", "attempt", "row"] });
      request.result.createObjectStore(ATTEMPTS, { keyPath: ["student", "attempt"] });
    };
    request.onsuccess = () => {
      // Another window may need a newer layout: let go, rather than block it.
      request.result.onversionchange = () => request.result.close();
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("blocked"));
  });
}
