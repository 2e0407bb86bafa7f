// A calculator, where the institute allows one. It reads a sum from left to right by
// the usual rules; nothing is evaluated as script.

import { say } from "../room/words.js";

export function make() {
  const dialog = document.getElementById("calculator");
  const form = dialog.querySelector("form");
  const sum = form.querySelector("input");
  const result = form.querySelector("output");

  const work = () => {
    const value = calculate(sum.value);
    result.textContent = !sum.value.trim()
      ? ""
      : Number.isFinite(value)
        ? `= ${figure(value)}`
        : say("no result");
    return value;
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const value = work();
    if (Number.isFinite(value)) sum.value = figure(value);
    sum.focus();
  });
  sum.addEventListener("input", () => (result.textContent = ""));
  dialog.addEventListener("click", ({ target }) => {
    const { put, act } = target.dataset;
    if (put) sum.setRangeText(put, sum.selectionStart, sum.selectionEnd, "end");
    if (act === "clear") sum.value = "";
    if (act === "back") sum.value = sum.value.slice(0, -1);
    if (put || act) result.textContent = "";
  });
  dialog.addEventListener("keydown", ({ key }) => key === "Escape" && close());
  dialog.querySelector("[data-close]").addEventListener("click", () => close());
  const close = () => {
    dialog.close();
    document.querySelector("#tools-menu > summary").focus();
  };
  return {
    takesFocus: true,
    press: () => {
      if (!dialog.open) dialog.show();
      sum.focus();
    },
  };
}

/** What a sum comes to; NaN where it isn't one. Knows + − × ÷ ^ √ % ( ) π. */
export function calculate(text) {
  const tokens = text.replaceAll(",", "").match(/\d+\.?\d*(?:e[+-]?\d+)?|\.\d+|[-+−*×/÷^√%()π]|\S/g);
  if (!tokens) return NaN;
  let at = 0;
  const next = (...wanted) => wanted.includes(tokens[at]) && tokens[at++];

  const terms = () => {
    let value = factors();
    for (let sign; (sign = next("+", "-", "−")); ) {
      const other = factors();
      value = sign === "+" ? value + other : value - other;
    }
    return value;
  };
  const factors = () => {
    let value = signed();
    for (let sign; (sign = next("*", "×", "/", "÷")); ) {
      const other = signed();
      value = sign === "*" || sign === "×" ? value * other : value / other;
    }
    return value;
  };
  const signed = () => {
    if (next("-", "−")) return -signed();
    if (next("+")) return signed();
    return power();
  };
  const power = () => {
    const base = single();
    return next("^") ? base ** signed() : base;
  };
  const single = () => {
    let value = NaN;
    if (next("√")) return Math.sqrt(single());
    if (next("π")) value = Math.PI;
    else if (next("(")) {
      value = terms();
      if (!next(")")) return NaN;
    } else if (/^[\d.]/.test(tokens[at] ?? "")) value = Number(tokens[at++]);
    while (next("%")) value /= 100;
    return value;
  };

  const value = terms();
  return at === tokens.length ? value : NaN;
}

/** Twelve figures are what a pocket calculator shows: 0.1 + 0.2 is 0.3. */
function figure(value) {
  return String(Number(value.toPrecision(12)));
}
