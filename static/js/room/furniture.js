// What makes the room a pleasure and holds no answer: keys, tools, filters, focus.
//
// Small things are here; the rest (../tools/) comes when the room stands and there is
// nothing else to do, or when it is first used.

import { filterPalette } from "./filter.js";
import { Keys } from "./keys.js";
import { post } from "./net.js";
import { say } from "./words.js";

const WIDE = matchMedia("(min-width: 56rem)");

export function furnish(room) {
  const { student } = room.dataset;
  const keys = new Keys(room, student);
  const paintFilter = filterPalette(room);
  room.board.addEventListener("moved", paintFilter);
  room.outbox.addEventListener("change", paintFilter);
  helpWithAnswers(room);
  openTools(room, keys);
  paperLanguage(room);
  skipLinks(room);
  paletteSheet(room);
  measureBar();
  if (room.hasAttribute("data-window-monitoring")) countLeaving(room);
  if (room.hasAttribute("data-disable-resume")) warnOfLeaving(room);
}

/** Essays, numbers and files have helpers of their own. */
function helpWithAnswers(room) {
  const has = (type) => room.questions.some(({ section }) => section.dataset.type === type);
  const persist = async (...asked) => {
    if (await load(room, ...asked)) return;
    addEventListener("online", () => persist(...asked), { once: true });
  };
  if (has("E") || has("N")) {
    persist(() => import("../tools/writing.js"), (it) => it.helpToWrite(room.questions));
  }
  if (has("F")) persist(() => import("../tools/upload.js"), (it) => it.takeFiles(room));
}

function openTools(room, keys) {
  const menu = document.getElementById("tools-menu");
  const { student, attempt } = room.dataset;
  menu.hidden = false;
  let toolbox;
  let isReady = false;
  const bring = () => Promise.all([import("../tools/toolbox.js"), stylesheet(menu.dataset.style)]);
  const fetch = async () => {
    toolbox ??= load(room, bring, ([it]) => it.open(room, menu, keys));
    isReady = Boolean(await toolbox);
    if (!isReady) toolbox = undefined;
  };
  room.addEventListener("ready", () => {
    if (navigator.connection?.saveData) return;
    const whenIdle = globalThis.requestIdleCallback ?? setTimeout;
    // What fails now is asked for again, and spoken of, when it is wanted.
    whenIdle(() => bring().then(([it]) => it.prefetch()).catch(() => {}));
  });
  menu.addEventListener("toggle", fetch);
  menu.addEventListener("click", async ({ target }) => {
    // Pressed while it was still being fetched.
    if (isReady || !target.matches(".tool-list > button")) return;
    await fetch();
    if (isReady) target.click();
  });
  try {
    const size = localStorage.getItem(`portal-size:${student}`);
    if (size) document.documentElement.dataset.size = size;
    if (size || localStorage.getItem(`portal-tools:${student}:${attempt}`)) fetch();
  } catch {
    // Nothing is kept here; the tools work until the page is closed.
  }
}

/** The page comes again in another language; but never leaves for one that doesn't come. */
function paperLanguage(room) {
  document.getElementById("paper-language")?.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { action } = event.target;
    const fields = [["language", event.submitter.value]];
    const { headers } = await post(action, fields, { csrf: room.urls.csrf });
    if (headers?.get("Portal-Language")) {
      room.isLeaving = true;
      location.reload();
    } else room.notices.show("tools", say("no connection"), { lasts: 10_000 });
  });
}

/** Fetch a part of the room; without a connection, say that it has to wait. */
async function load(room, fetch, use) {
  try {
    const found = await fetch();
    use(found);
    return found;
  } catch {
    room.notices.show("tools", say("tools need connection"), { lasts: 10_000 });
    return undefined;
  }
}

/** Resolves once the stylesheet at `href` is part of the page. */
function stylesheet(href) {
  if (document.querySelector(`link[href="${href}"]`)) return undefined;
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = href;
  return new Promise((resolve, reject) => {
    link.addEventListener("load", resolve);
    link.addEventListener("error", () => {
      link.remove();
      reject(new Error("not fetched"));
    });
    document.head.append(link);
  });
}

function skipLinks(room) {
  for (const link of document.querySelectorAll("[data-skip]")) {
    link.addEventListener("click", (event) => {
      const { skip } = link.dataset;
      if (skip === "question" || (skip === "palette" && WIDE.matches)) {
        event.preventDefault();
        const { board } = room;
        if (skip === "palette") room.querySelector("#palette").focus();
        else (board.isChecking ? board.check : board.current.section).focus();
      }
    });
  }
}

/** Words make the bar higher or lower; what sticks to the screen sticks beneath it. */
function measureBar() {
  const sizes = new ResizeObserver(([{ target }]) => {
    document.body.style.setProperty("--bar-height", `${target.offsetHeight}px`);
  });
  sizes.observe(document.querySelector(".room-bar"));
}

/** On a phone the palette is a sheet: focus goes in, stays in, and Esc closes it. */
function paletteSheet(room) {
  const palette = room.querySelector("#palette");
  const behind = [
    // All of the bar but the title: a page has its heading, whatever is open on it.
    ...document.querySelectorAll(".room-bar > :not(h1)"),
    ...room.querySelectorAll(".room-sections, .room-notices, .questions, .check"),
  ];
  const paint = () => {
    const isSheet = location.hash === "#palette" && !WIDE.matches;
    const wasSheet = behind[0].inert;
    for (const part of behind) part.inert = isSheet;
    if (isSheet && !wasSheet) palette.focus();
  };
  // First of all: what is inert cannot take the focus that the board gives.
  addEventListener("hashchange", paint, true);
  WIDE.addEventListener("change", paint);
  palette.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape" || !behind[0].inert) return;
    for (const part of behind) part.inert = false;
    room.board.show(room.board.current);
  });
  paint();
}

/** Told, not prevented: how often this page was out of sight while the exam ran. */
function countLeaving(room) {
  let times = 0;
  document.addEventListener("visibilitychange", () => {
    if (room.isLeaving || document.visibilityState !== "hidden") return;
    times += 1;
    room.notices.show("left", say("left the window", { count: times }));
  });
}

function warnOfLeaving(room) {
  addEventListener("beforeunload", (event) => {
    if (!room.isLeaving) event.preventDefault();
  });
}
