// Files in an answer: sent one by one, with progress, again where the link fails; then
// the answer is saved with them as references, like everything else.
//
// A file is not kept on this device before it is sent, and the page says so.

import { csrfToken, kindOf, refreshCsrf } from "../room/net.js";
import { say } from "../room/words.js";

const MOST_BYTES = 10 * 1024 * 1024;
const KINDS = ["image/jpeg", "image/png", "application/pdf"];
const FIRST_WAIT = 2000;
const LONGEST_WAIT = 30_000;

const waiting = new Set();

export function takeFiles(room) {
  for (const question of room.questions) {
    const picker = question.form.querySelector("input[type=file]");
    // It isn't part of the answer: what it brings is.
    picker?.addEventListener("input", (event) => event.stopPropagation());
    picker?.addEventListener("change", () => {
      for (const file of picker.files) new Upload(room, question, file).begin();
      picker.value = "";
    });
  }
  addEventListener("beforeunload", (event) => {
    if (waiting.size) event.preventDefault();
  });
  // Before anyone else hears that the student wants to submit.
  room.addEventListener(
    "submit",
    (event) => {
      const isHandIn = event.target.matches(".hand-in");
      const text = isHandIn && waiting.size ? say("files on their way", { count: waiting.size }) : "";
      if (isHandIn) room.notices.show("files", text);
      if (!text) return;
      event.preventDefault();
      event.stopPropagation();
    },
    { capture: true },
  );
}

class Upload {
  #request;
  #timer;
  #cancelled = false;

  constructor(room, question, file) {
    Object.assign(this, { room, question, file });
    const template = question.form.querySelector(".upload-item");
    this.item = template.content.cloneNode(true).firstElementChild;
    this.item.querySelector(".file-name").textContent = file.name;
    this.item.querySelector("button").addEventListener("click", () => this.#cancel());
    question.form.querySelector(".uploads").append(this.item);
  }

  begin() {
    const { name, size, type } = this.file;
    if (size > MOST_BYTES) this.#refuse(say("file too large", { name }));
    else if (type && !KINDS.includes(type)) this.#refuse(say("file of no kind", { name }));
    else this.#send();
  }

  async #send() {
    waiting.add(this);
    for (let tries = 0; !this.#cancelled; tries += 1) {
      this.#tell(say("sending file", { percent: 0 }));
      let answer = await this.#once();
      if (answer.kind === "csrf" && (await refreshCsrf(this.room.urls.csrf))) {
        answer = await this.#once();
      }
      if (this.#cancelled) return;
      if (answer.kind === "ok" && answer.reference) return this.#done(answer);
      if (answer.kind === "refused") return this.#refuse(answer.text);
      if (answer.kind === "ended") return this.#refuse(say("file too late"));
      if (answer.kind === "signed-out") await this.room.signedOut();
      this.#tell(say("file not sent yet"));
      const wait = Math.min(FIRST_WAIT * 2 ** tries, LONGEST_WAIT);
      await new Promise((resolve) => (this.#timer = setTimeout(resolve, wait)));
    }
  }

  #once() {
    const request = new XMLHttpRequest();
    this.#request = request;
    const body = new FormData();
    body.set("file", this.file);
    return new Promise((resolve) => {
      request.upload.addEventListener("progress", ({ loaded, total }) => {
        const percent = Math.floor((loaded / Math.max(total, 1)) * 100);
        this.item.querySelector("progress").value = percent;
        this.#tell(say("sending file", { percent }));
      });
      request.addEventListener("load", () => resolve(read(request, this.question.row)));
      for (const silence of ["error", "timeout", "abort"]) {
        request.addEventListener(silence, () => resolve({ kind: "failed" }));
      }
      request.open("POST", this.question.form.querySelector("[data-upload]").dataset.upload);
      request.timeout = 180_000;
      request.setRequestHeader("X-CSRFToken", csrfToken());
      request.setRequestHeader("HX-Request", "true");
      request.send(body);
    });
  }

  #done({ reference, name }) {
    this.#leave();
    this.question.addFile(reference, name);
    this.question.seen = true;
    this.room.outbox.change(this.question);
  }

  #refuse(text) {
    this.#leave();
    this.room.note(this.question, text);
  }

  #cancel() {
    this.#cancelled = true;
    clearTimeout(this.#timer);
    this.#request?.abort();
    this.#leave();
    this.question.form.querySelector("input[type=file]").focus();
  }

  #leave() {
    waiting.delete(this);
    this.item.remove();
  }

  #tell(text) {
    const place = this.item.querySelector(".upload-state");
    if (place.textContent !== text) place.textContent = text;
  }
}

/** Believed only with the portal's own header, as every save is. */
function read(request, row) {
  const header = (name) => request.getResponseHeader(name);
  const kind = kindOf(request.status, header);
  if (kind === "refused") return { kind, text: request.responseText };
  if (kind !== "ok" || header("Portal-File") !== row) return { kind: kind === "ok" ? "failed" : kind };
  try {
    return { kind, ...JSON.parse(request.responseText) };
  } catch {
    return { kind: "failed" };
  }
}
