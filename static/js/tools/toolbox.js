// The menu of tools. Each tool is a module of its own, fetched when it is first wanted,
// and holds nothing of an answer: what it keeps stays on this device.

import { say } from "../room/words.js";
import { Store } from "./store.js";

const TOOLS = {
  strike: () => import("./strike.js"),
  highlight: () => import("./highlight.js"),
  note: () => import("./notes.js"),
  reader: () => import("./reader.js"),
  pictures: () => import("./pictures.js"),
  pad: () => import("./pad.js"),
  calculator: () => import("./calculator.js"),
};

/** All of it, while there is nothing else to do: it works without a connection then. */
export function prefetch() {
  return Promise.all(Object.values(TOOLS).map((fetch) => fetch()));
}

export function open(room, menu, keys) {
  const { student, attempt } = room.dataset;
  const store = new Store(student, attempt);
  const made = new Map();
  room.handIn.addEventListener("finished", () => store.clear());

  /** The tool, made once; undefined where its module could not be fetched. */
  const tool = async (name) => {
    if (!made.has(name)) {
      const making = TOOLS[name]().then(({ make }) => make({ room, store }));
      made.set(name, making);
      making.catch(() => made.delete(name));
    }
    try {
      return await made.get(name);
    } catch {
      room.notices.show("tools", say("tools need connection"), { lasts: 10_000 });
      return undefined;
    }
  };

  for (const button of menu.querySelectorAll("[data-tool]")) {
    button.addEventListener("click", async () => {
      const found = await tool(button.dataset.tool);
      if (!found) return;
      const isOn = found.press();
      if (button.hasAttribute("aria-pressed")) button.setAttribute("aria-pressed", Boolean(isOn));
      close(menu, { focus: !found.takesFocus });
    });
  }
  menu.querySelector("[data-keys]").addEventListener("click", () => {
    close(menu, { focus: true });
    keys.help();
  });
  textSize(menu, student);
  hiddenClock(room, menu);
  for (const name of ["strike", "highlight", "note"]) {
    if (store.get(name)) tool(name);
  }
}

function close(menu, { focus }) {
  menu.open = false;
  if (focus) menu.querySelector("summary").focus();
}

function textSize(menu, student) {
  const root = document.documentElement;
  const name = `portal-size:${student}`;
  const early = menu.querySelector("[name=text-size]:not([value='100']):checked");
  for (const step of menu.querySelectorAll("[name=text-size]")) {
    step.checked = step.value === (early?.value ?? root.dataset.size ?? "100");
    step.addEventListener("change", () => {
      if (step.value === "100") delete root.dataset.size;
      else root.dataset.size = step.value;
      try {
        if (step.value === "100") localStorage.removeItem(name);
        else localStorage.setItem(name, step.value);
      } catch {
        // It holds on this page.
      }
    });
  }
  // Chosen while this was still being fetched.
  early?.dispatchEvent(new Event("change"));
}

/** Hidden until it is wanted again, or five minutes are left. */
function hiddenClock(room, menu) {
  const bar = document.querySelector(".room-bar");
  const button = menu.querySelector("[data-clock-toggle]");
  const show = (isShown) => {
    bar.toggleAttribute("data-clock-hidden", !isShown);
    button.setAttribute("aria-pressed", String(!isShown));
  };
  button.addEventListener("click", () => {
    const isHidden = bar.hasAttribute("data-clock-hidden");
    const left = room.clock.secondsLeft;
    show(isHidden || (left !== null && left <= 300));
    close(menu, { focus: true });
  });
  room.clock.addEventListener("warning", ({ detail }) => {
    if (detail.seconds <= 300) show(true);
  });
  room.clock.addEventListener("moved", () => show(true));
}
