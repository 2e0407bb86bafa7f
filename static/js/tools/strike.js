// Strike out an option that can't be right. Nothing is answered by it.

import { say } from "../room/words.js";

export function make({ room, store }) {
  const struck = new Set(store.get("strike"));
  let isOn = false;
  const buttons = [];

  for (const { form } of room.questions) {
    for (const option of form.querySelectorAll(".option")) {
      const button = document.createElement("button");
      const letter = option.querySelector(".option-letter").lastChild.textContent.trim();
      const { value } = option.querySelector("input");
      button.type = "button";
      button.className = "button strike";
      button.textContent = "⊘";
      button.setAttribute("aria-label", say("strike out", { letter }));
      const paint = () => {
        option.classList.toggle("struck", struck.has(value));
        button.setAttribute("aria-pressed", struck.has(value));
      };
      button.addEventListener("click", () => {
        if (!struck.delete(value)) struck.add(value);
        store.put("strike", [...struck]);
        paint();
      });
      paint();
      option.after(button);
      buttons.push(button);
    }
  }

  const press = () => {
    isOn = !isOn;
    for (const { section } of room.questions) section.toggleAttribute("data-striking", isOn);
    for (const button of buttons) button.hidden = !isOn;
    return isOn;
  };
  for (const button of buttons) button.hidden = true;
  return { press };
}
