// A highlighter: while it is on, what is selected in a question is marked; a press on a
// mark takes it away. Drawn with the CSS Custom Highlight API; the text is left alone.

import { say } from "../room/words.js";

const TEXTS = ".passage, .question-body, .option-text";

export function make({ room, store }) {
  if (!globalThis.Highlight || !CSS.highlights) {
    return { press: () => room.notices.show("tools", say("no highlighter"), { lasts: 8000 }) };
  }
  // Row id → [[place of the text, first character, end], …]
  const kept = store.get("highlight") ?? {};
  const drawn = new Highlight();
  let isOn = false;
  CSS.highlights.set("marked", drawn);

  const texts = ({ section }) => [...section.querySelectorAll(TEXTS)];
  const paint = () => {
    drawn.clear();
    for (const question of room.questions) {
      const places = texts(question);
      for (const [place, start, end] of kept[question.row] ?? []) {
        const range = places[place] && rangeOf(places[place], start, end);
        if (range) drawn.add(range);
      }
    }
  };

  const mark = () => {
    const selection = getSelection();
    if (!isOn || !selection.rangeCount) return;
    const range = selection.getRangeAt(0);
    const question = room.board.current;
    texts(question).forEach((text, place) => {
      const [start, end] = offsets(text, range);
      const marks = kept[question.row] ?? [];
      if (start === null) return;
      const others = marks.filter(([p, s, e]) => p !== place || e <= start || s > end);
      if (start === end && others.length === marks.length) return;
      kept[question.row] = start === end ? others : [...others, [place, start, end]];
      if (!kept[question.row].length) delete kept[question.row];
    });
    store.put("highlight", kept);
    if (!selection.isCollapsed) selection.removeAllRanges();
    paint();
  };
  for (const type of ["pointerup", "keyup"]) {
    room.addEventListener(type, (event) => {
      if (type === "keyup" && event.key !== "Shift") return;
      // After the browser has settled what is selected.
      setTimeout(mark);
    });
  }
  paint();
  return {
    press: () => {
      isOn = !isOn;
      room.toggleAttribute("data-highlighting", isOn);
      return isOn;
    },
  };
}

/** Where a range begins and ends in the characters of `text`; nulls where it doesn't touch. */
function offsets(text, range) {
  if (!range.intersectsNode(text)) return [null, null];
  const whole = document.createRange();
  whole.selectNodeContents(text);
  const before = (node, offset) => {
    const part = document.createRange();
    part.setStart(text, 0);
    if (whole.comparePoint(node, offset) <= 0 && !text.contains(node)) return 0;
    if (whole.comparePoint(node, offset) > 0) return whole.toString().length;
    part.setEnd(node, offset);
    return part.toString().length;
  };
  return [
    before(range.startContainer, range.startOffset),
    before(range.endContainer, range.endOffset),
  ];
}

function rangeOf(text, start, end) {
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  let [passed, hasStart] = [0, false];
  while (walker.nextNode()) {
    const { currentNode: node } = walker;
    if (!hasStart && start < passed + node.length) {
      range.setStart(node, start - passed);
      hasStart = true;
    }
    if (hasStart && end <= passed + node.length) {
      range.setEnd(node, end - passed);
      return range;
    }
    passed += node.length;
  }
  return null;
}
