// The pictures of the question, large: a dialog that scrolls, in steps from ×1 to ×5.

import { say } from "../room/words.js";

const STEPS = [1, 1.5, 2, 3, 4, 5];

export function make({ room }) {
  const dialog = document.getElementById("pictures");
  const view = dialog.querySelector(".picture-view");
  const size = dialog.querySelector("[data-size]");
  let step = 0;

  const paint = () => {
    view.style.setProperty("--zoom", STEPS[step]);
    size.textContent = `${STEPS[step] * 100} %`;
    dialog.querySelector("[data-smaller]").disabled = step === 0;
    dialog.querySelector("[data-larger]").disabled = step === STEPS.length - 1;
  };
  const zoom = (by) => {
    step = Math.min(Math.max(step + by, 0), STEPS.length - 1);
    paint();
  };
  dialog.querySelector("[data-smaller]").addEventListener("click", () => zoom(-1));
  dialog.querySelector("[data-larger]").addEventListener("click", () => zoom(1));
  view.addEventListener("dblclick", () => zoom(step ? -step : 2));
  dialog.addEventListener("keydown", ({ key }) => {
    if (key === "+" || key === "=") zoom(1);
    if (key === "-") zoom(-1);
  });
  pan(view);

  return {
    takesFocus: true,
    press: () => {
      const found = room.board.current.section.querySelectorAll(".prose img");
      if (!found.length) {
        room.notices.show("tools", say("no pictures"), { lasts: 6000 });
        document.querySelector("#tools-menu > summary").focus();
        return;
      }
      view.replaceChildren(
        ...[...found].map(({ src, alt }, place) => {
          const picture = new Image();
          picture.src = src;
          picture.alt = alt || say("picture", { number: place + 1 });
          return picture;
        }),
      );
      step = 0;
      paint();
      dialog.showModal();
    },
  };
}

/** Drag to see another part; keys and scroll bars do the same. */
function pan(view) {
  let from = null;
  view.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "touch") return;
    event.preventDefault();
    view.focus();
    from = { x: event.clientX + view.scrollLeft, y: event.clientY + view.scrollTop };
    view.setPointerCapture(event.pointerId);
  });
  view.addEventListener("pointermove", (event) => {
    if (from) view.scrollTo(from.x - event.clientX, from.y - event.clientY);
  });
  for (const type of ["pointerup", "pointercancel"]) {
    view.addEventListener(type, () => (from = null));
  }
}
