// The exam room without a screen: the portal's own modules, each window in a world of
// its own, with cookies, a disk and locks shared by the windows of one device.
//
// Real: journal, outbox, merge, lease, hand-in, net, the readers of question.js. Ours:
// what stands for the document (a question's inputs, the two dialogs), and the
// introductions that room.js makes.

import fs from "node:fs";
import path from "node:path";
import vm from "node:vm";
import { Disk, KeyRange } from "./disk.mjs";
import { readRoom } from "./page.mjs";

const MODULES = ["handin", "journal", "lease", "merge", "net", "outbox", "question"];

/**
 * The portal's scripts, with lines replaced where a guard is to be switched off, and
 * with a chance of their own: a history that is played again must be the same one.
 */
export class Scripts {
  #sources = new Map();

  constructor(folder, patches = [], random = Math.random) {
    this.folder = folder;
    this.random = random;
    for (const { file, from, to } of patches) {
      const source = this.source(path.join(folder, file));
      if (source.split(from).length !== 2) throw new Error(`${file} has not once: ${from}`);
      this.#sources.set(path.join(folder, file), source.replace(from, () => to));
    }
  }

  source(file) {
    if (!this.#sources.has(file)) this.#sources.set(file, fs.readFileSync(file, "utf8"));
    return this.#sources.get(file);
  }

  async load(globals) {
    const context = vm.createContext(globals);
    vm.runInContext("(random) => (Math.random = random)", context)(this.random);
    const cache = new Map();
    const module = (file) => {
      if (!cache.has(file)) {
        cache.set(file, new vm.SourceTextModule(this.source(file), { context, identifier: file }));
      }
      return cache.get(file);
    };
    const loaded = {};
    for (const name of MODULES) {
      const root = module(path.join(this.folder, `${name}.js`));
      if (root.status === "unlinked") {
        await root.link((wanted, by) => module(path.join(path.dirname(by.identifier), wanted)));
      }
      await root.evaluate();
      Object.assign(loaded, root.namespace);
    }
    return loaded;
  }
}

/** A device: what all windows of one browser share. */
export class Device {
  cookies = new Map();
  disk = new Disk();
  windows = new Set();
  #locks = new Map();

  constructor({ base, clock, scripts, network, user }) {
    Object.assign(this, { base, clock, scripts, network, user });
  }

  /** Ask the portal with this device's cookies; `redirect` is never followed. */
  async ask(url, options = {}, window = null) {
    const headers = new Headers(options.headers);
    headers.set("Cookie", [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; "));
    const response = await this.network(new URL(url, this.base).href, {
      ...options,
      headers,
      redirect: "manual",
      by: window,
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      if (value && value !== '""') this.cookies.set(name, value);
      else this.cookies.delete(name);
    }
    return response;
  }

  async signIn(extra = {}) {
    const page = await (await this.ask("/csrf/")).headers.get("Portal-CSRF");
    const body = new URLSearchParams({ ...this.user, ...extra });
    return this.ask("/login/", { method: "POST", body, headers: { "X-CSRFToken": page ?? "" } });
  }

  /** The room of an attempt in a new window; null where it was no room that came. */
  async open(attempt, hooks = {}) {
    let response = await this.ask(`/attempts/${attempt}/`);
    let html = await response.text();
    const isResume = response.status === 200 && html.includes(`/attempts/${attempt}/start/`);
    if (isResume && !html.includes("<exam-room")) {
      const token = (await this.ask("/csrf/")).headers.get("Portal-CSRF");
      await this.ask(`/attempts/${attempt}/start/`, {
        method: "POST",
        body: new URLSearchParams(),
        headers: { "X-CSRFToken": token ?? "" },
      });
      response = await this.ask(`/attempts/${attempt}/`);
      html = await response.text();
    }
    const page = readRoom(html);
    if (response.status !== 200 || !page) return { window: null, status: response.status, html };
    const window = new Window(this, page, hooks);
    await window.load();
    return { window, status: 200, html };
  }

  /** navigator.locks, as far as lease.js uses it. */
  locksFor(window) {
    const request = (name, { steal = false }, work) =>
      new Promise((resolve, reject) => {
        const lock = this.#locks.get(name) ?? { holder: null, queue: [] };
        this.#locks.set(name, lock);
        const one = { window, work, resolve, reject };
        if (steal && lock.holder) {
          lock.holder.reject(new Error("stolen"));
          lock.holder = null;
          lock.queue.unshift(one);
        } else {
          lock.queue.push(one);
        }
        this.#grant(lock);
      });
    return { request };
  }

  #grant(lock) {
    lock.queue = lock.queue.filter((one) => !one.window.isDead);
    if (lock.holder && !lock.holder.window.isDead) return;
    lock.holder = lock.queue.shift() ?? null;
    const holder = lock.holder;
    if (!holder) return;
    Promise.resolve(holder.work()).then((value) => {
      holder.resolve(value);
      if (lock.holder === holder) lock.holder = null;
      this.#grant(lock);
    });
  }

  gone(window) {
    this.windows.delete(window);
    for (const lock of this.#locks.values()) this.#grant(lock);
  }
}

/** A question's inputs, without the inputs. */
class Sheet {
  seen = true;

  constructor(found, number) {
    Object.assign(this, { row: found.row, type: found.type, options: found.options, number });
    this.served = found.served;
    this.values = structuredClone(found.served);
  }

  put(values) {
    this.values = structuredClone(values);
  }

  inWords(values) {
    return JSON.stringify(values.selected_answers);
  }
}

export class Window {
  isDead = false;
  isOpen = false;
  asked = 0;
  prefers = "there";
  refusals = [];
  saved = [];
  #shown = new Map();

  /** `hooks.shownSaved(window, question)` is told when a new version is shown saved. */
  constructor(device, page, hooks) {
    Object.assign(this, { device, page, hooks });
    this.questions = page.questions.map((found, at) => new Sheet(found, at + 1));
    this.byRow = new Map(this.questions.map((question) => [question.row, question]));
    device.windows.add(this);
  }

  async load() {
    const { device, page } = this;
    const { clock } = device;
    const alive = (work) => (...rest) => this.isDead || work(...rest);
    this.globals = {
      console, Event, EventTarget, CustomEvent, URLSearchParams, AbortController, Intl,
      document: this.#document(),
      location: { assign: () => {}, reload: () => {} },
      navigator: { locks: device.locksFor(this) },
      performance: { now: () => clock.now() },
      setTimeout: (work, wait, ...rest) => clock.setTimeout(alive(work), wait, ...rest),
      clearTimeout: (timer) => clock.clearTimeout(timer),
      indexedDB: device.disk.factory(() => !this.isDead),
      IDBKeyRange: KeyRange,
      fetch: (url, options) => device.ask(url, options, this),
    };
    const room = (this.modules = await device.scripts.load(this.globals));
    const { attempt, student, writer } = page;
    this.newestWriter = page.newestWriter;
    this.urls = { ...page.urls, save: (row) => page.urls.save.replace("/0/", `/${row}/`) };
    this.journal = new room.Journal(student, attempt);
    this.outbox = new room.Outbox(this.journal, this.urls, writer);
    this.lease = new room.Lease(student, attempt);
    this.heartbeat = { gap: 0, start: async () => (await room.post(this.urls.start, [])).kind };
    this.handIn = new room.HandIn(this);
    this.outbox.stopped = "opening";
    this.#introduce(room);
    this.lease.queue();
  }

  #introduce(room) {
    const { outbox, lease, handIn } = this;
    outbox.addEventListener("change", () => this.#look());
    outbox.addEventListener("refused", ({ detail }) => {
      this.refusals.push({ row: detail.question.row, text: detail.text });
    });
    for (const part of [outbox, handIn]) {
      part.addEventListener("ended", () => this.ended());
      part.addEventListener("elsewhere", () => this.lost());
      part.addEventListener("signed-out", () => this.signedOut());
    }
    lease.addEventListener("held", () => this.opened());
    lease.addEventListener("busy", () => (this.isReadOnly = true));
    lease.addEventListener("lost", () => this.lost());
    handIn.addEventListener("finished", () => (this.isFinished = true));
    room.probe(this.urls.alive, () => outbox.silentFor > 0 || handIn.silentFor > 0, () => {
      outbox.retryNow();
      handIn.retryNow();
    });
  }

  async opened() {
    if (this.isLeaving) return;
    if (this.isReadOnly) {
      // Whoever had it has answered since: the page would be loaded again.
      this.isLeaving = true;
      this.isStale = true;
      return;
    }
    await this.modules.merge(this);
    if (this.isDead) return;
    this.isOpen = true;
    this.outbox.stopped = "";
    this.hooks.opened?.(this);
  }

  lost() {
    if (this.isLeaving) return;
    this.isOpen = false;
    this.outbox.stopped = "elsewhere";
  }

  ended() {
    this.outbox.stopped = "ended";
    this.handIn.run({ late: true });
  }

  async signedOut() {
    this.outbox.stopped = "signed-out";
    this.hooks.signedOut?.(this);
    if (this.isSigningIn || this.hooks.staysOut) return;
    this.isSigningIn = true;
    while (!this.isDead && !(await this.signIn().catch(() => false))) await this.device.clock.pass(500);
    this.isSigningIn = false;
    await this.heartbeat.start();
    if (this.lease.isHeld) this.outbox.stopped = "";
  }

  /** As signin.js does it. */
  async signIn(user = this.device.user) {
    if (!(await this.modules.refreshCsrf(this.urls.csrf))) return false;
    const body = new URLSearchParams({ ...user, student: this.page.student });
    const token = JSON.parse(this.globals.document.body.getAttribute("hx-headers"))["X-CSRFToken"];
    const response = await this.device.ask(this.urls.login, {
      method: "POST",
      body,
      headers: { "X-CSRFToken": token, "HX-Request": "true" },
    });
    const fresh = response.headers.get("Portal-CSRF");
    if (fresh) this.modules.setCsrfToken(fresh);
    return Boolean(fresh);
  }

  /** "Continue here", as room.js does it; the caller opens the page again. */
  async takeOver() {
    const answer = await this.modules.newWriter(this.urls);
    const writer = answer.headers?.get("Portal-Writer");
    if (!writer) return false;
    this.isLeaving = true;
    this.lease.take();
    await this.journal.adopt(answer.headers.get("Portal-Writer-Before") ?? "", writer);
    return true;
  }

  change(row, change, pause = 0) {
    const question = this.byRow.get(String(row));
    question.put({ ...question.values, ...change });
    return this.outbox.change(question, { pause });
  }

  /** The browser is killed: nothing of this window happens any more. */
  crash() {
    this.isDead = true;
    this.device.gone(this);
  }

  /** Left by a link or a reload: `pagehide` has its chance. */
  leave() {
    this.outbox.leave();
    this.crash();
  }

  #look() {
    for (const question of this.questions) {
      const version = this.outbox.version(question);
      const isSaved = !this.outbox.isUnsent(question) && !this.outbox.wasRefused(question);
      if (!version || !isSaved || this.#shown.get(question.row) === version) continue;
      this.#shown.set(question.row, version);
      this.hooks.shownSaved?.(this, question);
    }
  }

  #document() {
    const attributes = new Map([["hx-headers", this.page.headers]]);
    const part = () => ({ textContent: "" });
    const dialog = {
      querySelector: () => ({
        replaceChildren: () => {},
        querySelector: () => ({ value: this.prefers }),
      }),
      addEventListener: (type, tell) => type === "close" && (this.closeDialog = tell),
      showModal: () => {
        this.asked += 1;
        this.device.clock.setTimeout(() => this.closeDialog(), 0);
      },
    };
    const template = {
      content: { cloneNode: () => ({ querySelector: part, querySelectorAll: () => [] }) },
    };
    const elements = { "two-answers": dialog, "two-answers-item": template };
    return {
      documentElement: { lang: "en" },
      body: {
        getAttribute: (name) => attributes.get(name) ?? null,
        setAttribute: (name, value) => attributes.set(name, value),
      },
      getElementById: (id) => elements[id] ?? null,
    };
  }
}
