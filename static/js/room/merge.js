// On opening: what this device kept meets what the API holds, before the inputs open.

import { same } from "./question.js";
import { say } from "./words.js";

/**
 * Show and send what the journal kept and the API hasn't got.
 *
 * An answer chosen before this ran (with the page half loaded) is the newest of all. An
 * entry of a window that another, newer one has written after isn't simply sent: the
 * student is shown both. A settled entry that the page doesn't show was on its way
 * while the page was made (or was overtaken): it is sent once more. One that was never
 * acknowledged is sent even where the API holds the same, by chance: what it took the
 * place of may still be on its way.
 */
export async function merge({ questions, journal, outbox, newestWriter }) {
  const kept = new Map((await journal.entries()).map((entry) => [entry.row, entry]));
  const inDoubt = [];
  for (const question of questions) {
    const entry = kept.get(question.row);
    if (!same(question.values, question.served)) {
      outbox.change(question, { version: (entry?.version ?? 0) + 1 });
    } else if (!entry) {
      continue;
    } else if (same(entry.values, question.served)) {
      const isSure = entry.settled || entry.writer < newestWriter;
      if (isSure) journal.settle(entry.row, entry.version, entry.writer);
      else take(question, entry, outbox);
    } else if (entry.writer < newestWriter) {
      if (entry.settled) journal.forget(entry.row, entry.version, entry.writer);
      else inDoubt.push({ question, entry });
    } else {
      take(question, entry, outbox);
    }
  }
  if (!inDoubt.length) return;
  for (const { question, entry } of await ask(inDoubt)) {
    if (entry.chosen) take(question, entry, outbox);
    else journal.forget(entry.row, entry.version, entry.writer);
  }
}

function take(question, entry, outbox) {
  question.put(entry.values);
  question.seen = true;
  outbox.change(question, { version: entry.version + 1 });
}

/** Both answers of each question, side by side; resolves with `entry.chosen` set. */
function ask(inDoubt) {
  const dialog = document.getElementById("two-answers");
  const template = document.getElementById("two-answers-item");
  const list = dialog.querySelector("ul");
  list.replaceChildren(
    ...inDoubt.map(({ question, entry }) => {
      const item = template.content.cloneNode(true);
      item.querySelector("legend").textContent = say("question", { number: question.number });
      for (const [name, values] of [["there", question.served], ["here", entry.values]]) {
        item.querySelector(`[data-${name}]`).textContent =
          question.inWords(values) || say("no answer");
      }
      for (const input of item.querySelectorAll("input")) input.name = `keep-${question.row}`;
      return item;
    }),
  );
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener(
      "close",
      () => {
        for (const { question, entry } of inDoubt) {
          const choice = list.querySelector(`[name="keep-${question.row}"]:checked`);
          entry.chosen = choice?.value === "here";
        }
        resolve(inDoubt);
      },
      { once: true },
    );
  });
}
