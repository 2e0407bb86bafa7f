// Many students at once, each with a device of their own, on a network that fails.
// `settings`, the first argument: {base, scripts, patches, scale, students, steps, seed}.
// What happens goes to stdout, a line each: "saved" whenever a page shows an answer as
// saved, "done" with a student's last choices, "stuck" where one never got there.

import { dice, QuickClock } from "./clocks.mjs";
import { Device, Scripts } from "./room.mjs";

const settings = JSON.parse(process.argv[2]);
const scripts = new Scripts(settings.scripts, settings.patches);
const clock = new QuickClock(settings.scale);
const PATIENCE = settings.patience ?? 900_000;

function tell(event) {
  process.stdout.write(`${JSON.stringify(event)}\n`);
}

async function network(url, { by, ...options }) {
  // A browser gives a page up as well, and the student presses "reload".
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), 20_000 / settings.scale);
  try {
    const response = await fetch(url, { ...options, signal: options.signal ?? giveUp.signal });
    const isEmpty = [204, 304].includes(response.status);
    return new Response(isEmpty ? null : await response.text(), response);
  } finally {
    clearTimeout(timer);
  }
}

class Student {
  chosen = {};
  history = [];
  counts = { changes: 0, reloads: 0, crashes: 0, windows: 0, signIns: 0 };

  constructor({ username, password, attempt, seed }) {
    this.attempt = attempt;
    this.roll = dice(seed);
    this.device = new Device({ base: settings.base, clock, scripts, network, user: { username, password } });
  }

  note(what) {
    this.history.push({ at: Date.now() / 1000, writer: this.window?.page.writer.slice(10, 20), ...what });
  }

  pick(list) {
    return list[Math.floor(this.roll() * list.length)];
  }

  async sit() {
    this.since = Date.now();
    await this.open();
    for (let step = 0; step < settings.steps; step += 1) {
      this.doing = `step ${step}`;
      await clock.pass(-Math.log(1 - this.roll()) * (settings.pause ?? 800));
      await this.step();
    }
    this.doing = "handing in";
    while (!this.window.isFinished) {
      await this.ready();
      if (!this.window.handIn.isRunning && !this.window.isFinished) this.window.handIn.run();
      await clock.pass(200);
    }
    const { attempt, chosen, history } = this;
    tell({ type: "done", attempt, chosen, history, ...this.counts });
    this.window.crash();
  }

  async step() {
    const roll = this.roll();
    const question = this.pick(this.window.questions);
    const rest = settings.restless ?? 1;
    if (roll < 0.07 * rest) return this.away();
    await this.ready();
    if (this.window.isFinished) return undefined;
    const { row, options, values } = question;
    if (roll < 0.15) return this.change(row, { selected_answers: [], ...this.texts(question, "") });
    if (roll < 0.25) return this.change(row, { review: !this.window.byRow.get(row).values.review });
    if (!options.length) {
      const words = this.pick(["water", "उत्तर", "a\nb", "x < y & \"z\"", "42"]);
      for (const text of [words.slice(0, 1), words]) {
        this.change(row, this.texts(question, text), 1500);
        await clock.pass(100);
      }
      return undefined;
    }
    // A → B → C within a second, one time in four.
    for (let times = this.roll() < 0.25 ? 3 : 1; times; times -= 1) {
      const some = question.type === "C" ? options.filter(() => this.roll() < 0.5) : [];
      const chosen = some.length ? some : [this.pick(options)];
      this.change(row, { selected_answers: chosen });
      if (times > 1) await clock.pass(150);
    }
    return undefined;
  }

  texts({ values }, text) {
    return Object.fromEntries(
      ["essay_text", "short_text"].filter((name) => name in values).map((name) => [name, text]),
    );
  }

  change(row, change, pause = 0) {
    if (!this.window.isOpen || this.window.handIn.isRunning) return;
    this.counts.changes += 1;
    this.window.change(row, change, pause);
    this.chosen[row] = structuredClone(this.window.byRow.get(row).values);
    this.note({ row, version: this.window.outbox.version({ row }), ...change });
  }

  /** Reload, crash, another window, or a sign-in in another tab. */
  async away() {
    const roll = this.roll();
    if (roll < 0.4) {
      this.counts.reloads += 1;
      this.note({ what: "reload" });
      this.window.leave();
      await this.open();
    } else if (roll < 0.7) {
      this.counts.crashes += 1;
      this.note({ what: "crash" });
      // The journal's write takes some milliseconds.
      await new Promise((resolve) => setTimeout(resolve, 25));
      this.window.crash();
      await this.open();
    } else if (roll < 0.9) {
      this.counts.windows += 1;
      this.note({ what: "another window" });
      await new Promise((resolve) => setTimeout(resolve, 25));
      const old = this.window;
      await this.open({ waits: false });
      await this.ready();
      old.crash();
    } else if (settings.signsIn ?? true) {
      this.counts.signIns += 1;
      this.note({ what: "sign in in another tab" });
      await this.device.signIn().catch(() => {});
    }
  }

  async open({ waits = true } = {}) {
    for (;;) {
      try {
        if (!this.device.cookies.has("session")) await this.device.signIn();
        const { window, status, html } = await this.device.open(this.attempt, { shownSaved, signedOut });
        if (window) {
          window.prefers = "here";
          this.window = window;
          const served = window.questions.map(({ row, served }) => [row, served.selected_answers]);
          this.note({ what: "opened", newest: window.page.newestWriter.slice(10, 20), served });
          break;
        }
        this.tries = (this.tries ?? 0) + 1;
        this.last = `${status} ${html.slice(0, 300)} (${this.tries} bad pages)`;
        if (status === 302 || status === 303) this.device.cookies.delete("session");
      } catch (problem) {
        this.last = String(problem);
      }
      await clock.pass(500);
    }
    if (waits) await this.ready();
  }

  /** Until the window takes answers; where another one has the room, "Continue here". */
  async ready() {
    for (;;) {
      const { window } = this;
      if (window.isOpen || window.isFinished) return;
      if (window.isStale) {
        window.crash();
        await this.open();
        continue;
      }
      const isElsewhere = window.isReadOnly || window.outbox.stopped === "elsewhere";
      if (isElsewhere) this.note({ what: "continue here" });
      if (isElsewhere && (await window.takeOver().catch(() => false))) {
        window.crash();
        await this.open();
        continue;
      }
      await clock.pass(200);
    }
  }
}

function shownSaved(window, { row, values }) {
  tell({ type: "saved", attempt: window.page.attempt, row, values, at: Date.now() / 1000 });
}

function signedOut(window) {
  tell({ type: "signed out", attempt: window.page.attempt });
}

async function sit(settingsOfOne) {
  const student = new Student(settingsOfOne);
  const bell = new Promise((resolve) => setTimeout(() => resolve("stuck"), PATIENCE));
  const end = await Promise.race([student.sit().catch((problem) => `${problem?.stack}`), bell]);
  if (end) {
    const { outbox, handIn } = student.window ?? {};
    tell({
      type: "stuck",
      attempt: student.attempt,
      why: `${end} at ${student.doing}: ${student.last ?? ""}`,
      stopped: outbox?.stopped,
      unsent: outbox?.unsent.length,
      handingIn: handIn?.isRunning,
    });
  }
}

// Enough: everybody hands in.
process.on("SIGUSR2", () => (settings.steps = 0));
process.on("unhandledRejection", (problem) => tell({ type: "problem", text: String(problem?.stack) }));
const waiting = [...settings.students];
const lanes = Array.from({ length: settings.atOnce ?? 30 }, async () => {
  while (waiting.length) await sit(waiting.shift());
});
await Promise.all(lanes);
process.exit(0);
