// Beside what is written: how many words an essay has, and whether a number is one.

import { say } from "../room/words.js";

const NUMBER = /^[+\-−]?(\d[\d,]*\.?\d*|\.\d+)$/;

export function helpToWrite(questions) {
  for (const { form } of questions) {
    const essay = form.querySelector("textarea[name=essay_text]");
    const number = form.querySelector("input[inputmode=decimal]");
    if (essay) count(essay);
    if (number) check(number);
  }
}

function count(essay) {
  const place = beneath(essay, "word-count");
  const paint = () => {
    place.textContent = say("words", { count: essay.value.match(/\S+/g)?.length ?? 0 });
  };
  essay.addEventListener("input", paint);
  paint();
}

/** A hint on leaving the field, not an error while typing: "-" may become "-3". */
function check(number) {
  const place = beneath(number, "number-hint");
  place.setAttribute("role", "status");
  number.addEventListener("change", () => {
    const text = number.value.trim();
    place.textContent = !text || NUMBER.test(text) ? "" : say("not a number");
  });
  number.addEventListener("input", () => {
    if (NUMBER.test(number.value.trim())) place.textContent = "";
  });
}

function beneath(input, name) {
  const place = document.createElement("p");
  place.className = name;
  place.id = `${name}-${input.id}`;
  input.setAttribute("aria-describedby", place.id);
  input.after(place);
  return place;
}
