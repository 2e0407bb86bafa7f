// The exam room: reads the page, sets up its parts, and introduces them to each other.
//
//   journal   what was chosen, on this device          room/journal.js
//   outbox    takes it to the API, and says "saved"    room/outbox.js
//   lease     one window writes                        room/lease.js
//   clock     counts down to what the server said      room/clock.js
//   heartbeat moves the API's clock once a minute      room/heartbeat.js
//   board     question, palette, check page            room/board.js
//   hand-in   the end                                  room/handin.js
//   furniture keys, tools, filters: no answer in it    room/furniture.js

import { Board } from "./room/board.js";
import { Check } from "./room/check.js";
import { Clock, inWords } from "./room/clock.js";
import { furnish } from "./room/furniture.js";
import { HandIn } from "./room/handin.js";
import { Heartbeat } from "./room/heartbeat.js";
import { Journal } from "./room/journal.js";
import { Lease, newWriter } from "./room/lease.js";
import { merge } from "./room/merge.js";
import { probe, refreshCsrf } from "./room/net.js";
import { Notices } from "./room/notices.js";
import { Outbox } from "./room/outbox.js";
import { Question } from "./room/question.js";
import { SignInAgain } from "./room/signin.js";
import { say } from "./room/words.js";

const TEXT_PAUSE = 1500;
// "Saving…" for so long, then the plain truth: not sent yet.
const PATIENCE = 4000;
// A warning goes by itself while there is time, and stays at the end.
const WARNING_LASTS = 20_000;
const LAST_MINUTE = 60;

class ExamRoom extends HTMLElement {
  connectedCallback() {
    const { attempt, student, writer, newestWriter } = this.dataset;
    this.newestWriter = newestWriter;
    this.urls = {
      ...this.dataset,
      save: (row) => this.dataset.save.replace("/0/", `/${row}/`),
    };
    this.questions = [...this.querySelectorAll(".question")].map((one) => new Question(one));
    this.notices = new Notices(this.querySelector("#room-notices"));
    this.journal = new Journal(student, attempt, () => {
      this.notices.show("not-kept", say("not kept here"));
      this.paintStatus();
    });
    this.outbox = new Outbox(this.journal, this.urls, writer);
    this.board = new Board(this, this.questions);
    this.check = new Check(this.board);
    this.clock = new Clock();
    this.heartbeat = new Heartbeat(this.urls);
    this.lease = new Lease(student, attempt);
    this.handIn = new HandIn(this);
    this.signIn = new SignInAgain(this.urls, student);
    this.dirtySince = null;

    this.outbox.stopped = "opening";
    this.lock(true);
    this.hearTheStudent();
    this.hearTheParts();
    this.hearTheBrowser();
    furnish(this);
    this.lease.queue();
  }

  // --- What the student does

  hearTheStudent() {
    for (const question of this.questions) {
      question.form.addEventListener("input", (event) => this.changed(question, event.target));
      question.form.addEventListener("focusout", () => this.outbox.flush());
      question.form.addEventListener("submit", (event) => {
        event.preventDefault();
        this.pressed(question, event.submitter);
      });
      question.form.querySelector(".previous").addEventListener("click", (event) => {
        event.preventDefault();
        this.board.step(-1);
      });
    }
    this.querySelector(".hand-in").addEventListener("submit", (event) => {
      event.preventDefault();
      if (this.isOpen) this.handIn.run();
    });
    this.querySelector(".return-to-exam").addEventListener("click", (event) => {
      event.preventDefault();
      this.handIn.cancel();
      this.board.show(this.board.current);
    });
  }

  get isOpen() {
    return this.hasAttribute("data-ready");
  }

  changed(question, input) {
    if (!this.isOpen) return;
    question.seen = true;
    this.note(question, "");
    const isText = input.matches("textarea, input[type=text]");
    this.outbox.change(question, { pause: isText ? TEXT_PAUSE : 0 });
  }

  pressed(question, button) {
    if (button?.matches(".clear-response")) {
      if (!this.isOpen || !question.isAnswered) return;
      question.clear();
      this.note(question, "");
      this.outbox.change(question);
      return;
    }
    this.outbox.flush();
    this.board.step(1);
  }

  // --- What the parts say

  hearTheParts() {
    const { outbox, lease, clock, heartbeat, handIn, board } = this;
    outbox.addEventListener("change", () => this.paint());
    outbox.addEventListener("refused", ({ detail }) => this.note(detail.question, detail.text));
    for (const part of [outbox, heartbeat, handIn]) {
      part.addEventListener("ended", () => this.ended());
      part.addEventListener("elsewhere", () => this.lost());
      part.addEventListener("signed-out", () => this.signedOut());
    }
    lease.addEventListener("held", () => this.open());
    lease.addEventListener("busy", () => this.readOnly());
    lease.addEventListener("lost", () => this.lost());
    heartbeat.addEventListener("beat", () => this.beaten());
    for (const kind of ["failed", "wait"]) {
      heartbeat.addEventListener(kind, () => this.paintStatus());
    }
    clock.addEventListener("warning", ({ detail }) => this.warn(detail.seconds));
    clock.addEventListener("moved", ({ detail }) => {
      const text = say("time moved", { time: inWords(detail.seconds) });
      this.notices.show("time", text, { lasts: WARNING_LASTS });
    });
    clock.addEventListener("woken", () => heartbeat.beat());
    clock.addEventListener("low", () => this.outbox.flush());
    clock.addEventListener("over", () => this.timeIsUp());
    board.addEventListener("moved", () => {
      if (!board.isChecking) this.seen(board.current);
      this.paint();
    });
    handIn.addEventListener("progress", ({ detail }) => {
      this.check.say(detail.text);
      this.notices.show("hand-in", board.isChecking ? "" : detail.text);
      this.lock(handIn.isRunning || !this.isOpen);
    });
    handIn.addEventListener("refused", ({ detail }) => {
      this.notices.show("hand-in", detail.text);
    });
    handIn.addEventListener("finished", () => {
      this.isLeaving = true;
      heartbeat.stop();
    });
  }

  async beaten() {
    // Time given back after a gap isn't the institute's doing.
    const isSure = this.clock.read({ isSure: false, isNews: !this.heartbeat.hasResumed });
    this.outbox.retryNow();
    this.handIn.retryNow();
    if (!isSure) {
      // Zero out of nowhere: ask once more before anything ends.
      await new Promise((resolve) => setTimeout(resolve, 2000));
      if ((await this.heartbeat.beat()) === "ok") this.clock.read();
    }
  }

  async signedOut() {
    this.outbox.stopped = "signed-out";
    if (this.isSigningIn) return;
    this.isSigningIn = true;
    // The student may have signed in again in another tab: then nobody need be asked.
    await refreshCsrf(this.urls.csrf);
    let kind = await this.heartbeat.start();
    if (kind !== "ok" && kind !== "ended") {
      await this.signIn.ask();
      kind = await this.heartbeat.start();
    }
    this.isSigningIn = false;
    if (kind === "ended") this.ended();
    else if (this.lease.isHeld) this.outbox.stopped = "";
    if (this.sealed || this.handIn.isOwed) this.handIn.run({ late: this.sealed });
    this.heartbeat.beat();
  }

  /** The API says that the attempt is over: deliver what it takes, name what it won't. */
  ended() {
    this.outbox.stopped = "ended";
    this.handIn.run({ late: true });
  }

  async timeIsUp() {
    if (!this.lease.isHeld) return;
    this.sealed = true;
    this.lock(true);
    // A beat would charge the wait, and the API would end before the answers are in.
    this.heartbeat.stop();
    this.notices.show("hand-in", say("time is up"));
    await this.journal.note({ sealed: true });
    this.handIn.run({ late: true });
  }

  warn(seconds) {
    const open = this.questions.filter((question) => !question.isAnswered).length;
    const lasts = seconds > LAST_MINUTE ? WARNING_LASTS : 0;
    this.notices.show("time", say("time left", { time: inWords(seconds), open }), { lasts });
  }

  // --- Which window writes

  /** The lock is ours: merge what this device kept, then let the student in. */
  async open() {
    if (this.isLeaving) return;
    if (this.wasReadOnly) {
      // Whoever had it has answered since.
      this.beginAgain();
      return;
    }
    await merge(this);
    const { sealed, seen = [] } = await this.journal.notes();
    for (const question of this.questions) question.seen ||= seen.includes(question.row);
    this.setAttribute("data-ready", "");
    this.lock(false);
    this.outbox.stopped = "";
    this.seen(this.board.current);
    this.paint();
    this.dispatchEvent(new Event("ready"));
    if (sealed) this.timeIsUp();
    else this.heartbeat.beat();
  }

  /** From what the API holds now, and what this device kept. */
  beginAgain() {
    this.isLeaving = true;
    location.reload();
  }

  /** Another window has the lock: readable here, and offered. */
  readOnly() {
    this.wasReadOnly = true;
    this.removeAttribute("data-ready");
    this.lock(true);
    this.notices.showElsewhere(() => this.continueHere());
  }

  lost() {
    if (this.isLeaving) return;
    this.outbox.stopped = "elsewhere";
    this.heartbeat.stop();
    this.readOnly();
  }

  async continueHere() {
    const answer = await newWriter(this.urls);
    if (answer.kind === "signed-out") return this.signIn.ask();
    const writer = answer.headers?.get("Portal-Writer");
    if (writer) {
      // Another device may have answered since: begin from what the API holds now.
      this.isLeaving = true;
      this.lease.take();
      await this.journal.adopt(answer.headers.get("Portal-Writer-Before") ?? "", writer);
      location.reload();
    } else {
      this.notices.show("hand-in", say("no connection"));
    }
    return undefined;
  }

  // --- The browser

  hearTheBrowser() {
    const back = () => {
      this.outbox.retryNow();
      this.handIn.retryNow();
      if (this.isOpen && this.heartbeat.gap > 15_000) this.heartbeat.beat();
    };
    addEventListener("online", back);
    // Out of the back/forward cache comes an old page: another window may have answered.
    addEventListener("pageshow", ({ persisted }) => (persisted ? this.beginAgain() : back()));
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") back();
      else this.outbox.flush();
    });
    addEventListener("pagehide", () => this.outbox.leave());
    addEventListener("beforeunload", (event) => {
      if (!this.isLeaving && this.outbox.unsent.length) event.preventDefault();
    });
    const { outbox, handIn } = this;
    const isSilent = () => outbox.silentFor > 0 || handIn.silentFor > 0;
    probe(this.urls.alive, isSilent, () => {
      outbox.retryNow();
      handIn.retryNow();
    });
    setInterval(() => this.paintStatus(), 1000);
  }

  // --- What is shown

  lock(locked) {
    for (const question of this.questions) question.locked = locked;
  }

  seen(question) {
    if (question.seen || !this.isOpen) return;
    question.seen = true;
    const seen = this.questions.filter((one) => one.seen).map((one) => one.row);
    this.journal.note({ seen });
  }

  note(question, text) {
    question.note.textContent = text;
    question.note.hidden = !text;
    // Below the options, it would stand under the bar of a small phone.
    if (text) question.note.scrollIntoView({ block: "nearest" });
  }

  paint() {
    for (const question of this.questions) {
      this.board.paint(question, {
        unsent: this.outbox.isUnsent(question),
        refused: this.outbox.wasRefused(question),
      });
    }
    this.board.paintCounts();
    if (this.board.isChecking) this.check.paint(this.outbox);
    this.paintStatus();
  }

  paintStatus() {
    const count = this.outbox.unsent.length;
    const now = performance.now();
    this.dirtySince = count ? (this.dirtySince ?? now) : null;
    const isLate = this.outbox.isFailing || now - this.dirtySince > PATIENCE;
    const place = document.getElementById("save-status");
    const state = !count ? "saved" : isLate || this.outbox.stopped ? "unsent" : "saving";
    const text = {
      saved: say("all saved"),
      saving: say("saving"),
      unsent: say(this.journal.works ? "not sent yet" : "not sent, not kept", { count }),
    }[state];
    // Each save in turn would be chatter: heard is when trouble begins, and ends.
    const wasUnsent = place.dataset.state === "unsent";
    if (this.isOpen && wasUnsent !== (state === "unsent") && state !== "saving") {
      this.notices.hear(text);
    }
    place.dataset.unsaved = count;
    place.dataset.state = state;
    if (place.textContent !== text) place.textContent = text;
    // What the API won't take is no longer unsent, and isn't saved either.
    const refused = this.questions.filter((one) => this.outbox.wasRefused(one)).length;
    this.notices.show("refused", refused ? say("not accepted there", { count: refused }) : "");
    const isCutOff = this.outbox.silentFor > PATIENCE || this.heartbeat.misses > 1;
    this.notices.show("connection", isCutOff ? say("no connection") : "");
  }
}

customElements.define("exam-room", ExamRoom);
