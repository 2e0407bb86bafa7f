// IndexedDB as far as the journal uses it: one transaction after the other, and what a
// window that dies hasn't committed isn't there.

export class Disk {
  #databases = new Map();
  #tail = Promise.resolve();
  isBroken = false;

  /** `indexedDB` as seen from a window; `isAlive()` says whether it still lives. */
  factory(isAlive) {
    return {
      open: (name) => {
        const request = {};
        queueMicrotask(() => {
          if (!isAlive()) return;
          if (this.isBroken) {
            request.error = new Error("no storage here");
            request.onerror?.();
            return;
          }
          const isNew = !this.#databases.has(name);
          if (isNew) this.#databases.set(name, new Map());
          request.result = this.#database(this.#databases.get(name), isAlive);
          if (isNew) request.onupgradeneeded?.();
          request.onsuccess?.();
        });
        return request;
      },
    };
  }

  /** Everything in a store, for looking at. */
  dump(name, store) {
    const kept = this.#databases.get(name)?.get(store);
    return kept ? [...kept.rows.values()].map((row) => structuredClone(row)) : [];
  }

  #database(stores, isAlive) {
    return {
      createObjectStore: (name, { keyPath }) => stores.set(name, { keyPath, rows: new Map() }),
      close() {},
      transaction: (name) => {
        const transaction = { commit() {}, waiting: [], writes: [] };
        transaction.objectStore = () => handle(stores.get(name), transaction);
        this.#tail = this.#tail.then(() => run(stores.get(name), transaction, isAlive));
        return transaction;
      },
    };
  }
}

function handle(store, transaction) {
  const ask = (work) => {
    const request = { work };
    transaction.waiting.push(request);
    return request;
  };
  const keyOf = (row) => JSON.stringify(store.keyPath.map((part) => row[part]));
  return {
    transaction,
    get: (key) => ask(() => copy(store.rows.get(JSON.stringify(key)))),
    getAll: ({ start }) =>
      ask(() =>
        [...store.rows.values()]
          .filter((row) => start.every((part, at) => row[store.keyPath[at]] === part))
          .map(copy),
      ),
    put: (row) => {
      const kept = copy(row);
      return ask(() => transaction.writes.push(() => store.rows.set(keyOf(kept), kept)));
    },
    delete: (key) =>
      ask(() => transaction.writes.push(() => store.rows.delete(JSON.stringify(key)))),
  };
}

async function run(store, transaction, isAlive) {
  while (transaction.waiting.length) {
    const request = transaction.waiting.shift();
    request.result = request.work();
    await null;
    if (!isAlive()) return;
    request.onsuccess?.();
  }
  for (const write of transaction.writes) write();
  transaction.oncomplete?.();
}

function copy(value) {
  return value === undefined ? undefined : structuredClone(value);
}

export const KeyRange = { bound: (start, end) => ({ start, end }) };
