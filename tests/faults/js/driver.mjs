// Windows that a test moves step by step: time stands still, and every request waits
// until the test says what becomes of it. A command a line on stdin, an answer a line
// on stdout. `settings`, the first argument: {base, scripts, patches}.

import readline from "node:readline";
import { dice, HandClock, settled } from "./clocks.mjs";
import { Device, Scripts } from "./room.mjs";

const { base, scripts: folder, patches } = JSON.parse(process.argv[2]);
const scripts = new Scripts(folder, patches, dice(1));
const clock = new HandClock();
const devices = new Map();
const windows = new Map();
const requests = new Map();
const saved = [];

/** Requests of a window's wait; those of the test itself go through. */
function network(url, { by, signal, ...options }) {
  if (!by || by.isFree) return fetch(url, options);
  return new Promise((resolve, reject) => {
    const id = requests.size + 1;
    const { pathname } = new URL(url);
    requests.set(id, { id, url, options, pathname, by, resolve, reject, state: "waiting" });
    signal?.addEventListener("abort", () => reject(new Error("given up")));
  });
}

async function perform({ url, options }) {
  // The body is a stream once it was sent: send a copy.
  const body = options.body === undefined ? undefined : new URLSearchParams(options.body);
  const response = await fetch(url, { ...options, body });
  const text = await response.text();
  const isEmpty = [204, 304].includes(response.status);
  return new Response(isEmpty ? null : text, response);
}

const hooks = {
  shownSaved: (window, question) =>
    saved.push({ window: window.name, row: question.row, values: structuredClone(question.values) }),
};

const commands = {
  async device({ device, username, password }) {
    const one = new Device({ base, clock, scripts, network, user: { username, password } });
    devices.set(device, one);
    return { status: (await one.signIn()).status };
  },
  async open({ device, window, attempt, staysOut = true, prefers = "there" }) {
    const opened = await devices.get(device).open(attempt, { ...hooks, staysOut });
    if (!opened.window) return { status: opened.status };
    opened.window.name = window;
    opened.window.prefers = prefers;
    windows.set(window, opened.window);
    await clock.pass(0);
    return { rows: opened.window.questions.map(({ row, options }) => ({ row, options })) };
  },
  async change({ window, row, values, pause }) {
    windows.get(window).change(row, values, pause);
  },
  async pass({ milliseconds }) {
    await clock.pass(milliseconds);
  },
  async perform({ request }) {
    const one = requests.get(request);
    one.answer = await perform(one);
    one.state = "performed";
    return { status: one.answer.status, headers: Object.fromEntries(one.answer.headers) };
  },
  async answer({ request, status, headers, body = "" }) {
    const one = requests.get(request);
    const answer = status ? new Response(body || null, { status, headers }) : one.answer;
    one.state = "answered";
    one.resolve(answer);
  },
  async lose({ request }) {
    const one = requests.get(request);
    one.state = "lost";
    one.reject(new TypeError("fetch failed"));
  },
  async note({ window, changes }) {
    const { journal } = windows.get(window);
    await Promise.all(changes.map((one) => journal.note(one)));
    return { notes: await journal.notes() };
  },
  async crash({ window }) {
    windows.get(window).crash();
  },
  async leave({ window }) {
    windows.get(window).leave();
  },
  async free({ window, isFree }) {
    windows.get(window).isFree = isFree;
  },
  async handIn({ window, late = false }) {
    windows.get(window).handIn.run({ late });
  },
  async takeOver({ window }) {
    const one = windows.get(window);
    one.isFree = true;
    return { done: await one.takeOver() };
  },
  async signIn({ window, username, password }) {
    const one = windows.get(window);
    one.isFree = true;
    const done = await one.signIn({ username, password });
    one.isFree = false;
    if (done) one.outbox.stopped = "";
    return { done };
  },
  async rotate({ device }) {
    return { status: (await devices.get(device).signIn()).status };
  },
  async retryNow({ window }) {
    const { outbox, handIn } = windows.get(window);
    outbox.retryNow();
    handIn.retryNow();
  },
  async state({ window }) {
    const { outbox, questions, asked, isOpen, isReadOnly, isFinished, refusals } = windows.get(window);
    return {
      unsent: outbox.unsent.map(({ row }) => row),
      values: Object.fromEntries(questions.map(({ row, values }) => [row, values])),
      stopped: outbox.stopped,
      asked,
      refusals,
      isOpen,
      isReadOnly: Boolean(isReadOnly),
      isFinished: Boolean(isFinished),
    };
  },
  async requests() {
    const shown = [];
    for (const { id, pathname, by, state, options } of requests.values()) {
      shown.push({ id, path: pathname, window: by.name, state, body: String(options.body ?? "") });
    }
    return { requests: shown };
  },
  async saved() {
    return { saved };
  },
  async journal({ device }) {
    return { entries: devices.get(device).disk.dump("portal-journal", "answers") };
  },
};

for await (const line of readline.createInterface({ input: process.stdin })) {
  const { do: name, ...rest } = JSON.parse(line);
  let answer;
  try {
    answer = (await commands[name](rest)) ?? {};
    await settled();
  } catch (problem) {
    answer = { problem: String(problem?.stack ?? problem) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
