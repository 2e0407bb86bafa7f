// A line reader: a clear band over dimmed text. It follows the pointer, and the arrow
// keys where its handle has the focus.

import { say } from "../room/words.js";

const STEP = 24;

export function make() {
  const reader = document.createElement("div");
  reader.className = "line-reader";
  reader.hidden = true;
  const handle = document.createElement("button");
  handle.type = "button";
  handle.className = "line-handle";
  handle.textContent = "↕";
  handle.setAttribute("role", "slider");
  handle.setAttribute("aria-label", say("line reader"));
  handle.setAttribute("aria-orientation", "vertical");
  reader.append(handle);
  document.body.append(reader);

  let at = innerHeight / 2;
  const move = (to) => {
    at = Math.min(Math.max(to, 0), innerHeight);
    reader.style.setProperty("--at", `${Math.round(at)}px`);
    handle.setAttribute("aria-valuenow", Math.round((at / innerHeight) * 100));
  };
  addEventListener("pointermove", (event) => {
    if (!reader.hidden && event.pointerType !== "touch") move(event.clientY);
  });
  handle.addEventListener("touchmove", (event) => {
    event.preventDefault();
    move(event.touches[0].clientY);
  });
  handle.addEventListener("keydown", (event) => {
    const by = { ArrowUp: -STEP, ArrowDown: STEP, PageUp: -4 * STEP, PageDown: 4 * STEP }[event.key];
    if (!by) return;
    event.preventDefault();
    move(at + by);
  });
  return {
    takesFocus: true,
    press: () => {
      reader.hidden = !reader.hidden;
      move(at);
      if (!reader.hidden) handle.focus();
      return !reader.hidden;
    },
  };
}
