// A note for each question, kept on this device. It is no part of the answer, and so
// stands outside the form.

export function make({ room, store }) {
  const notes = store.get("note") ?? {};
  const template = document.getElementById("note-template");

  const place = ({ section, row }) => {
    const found = section.querySelector(".own-note");
    if (found) return found;
    const note = template.content.cloneNode(true).firstElementChild;
    const [label, text] = [note.querySelector("label"), note.querySelector("textarea")];
    text.id = `note-${row}`;
    label.htmlFor = text.id;
    text.value = notes[row] ?? "";
    text.addEventListener("input", () => {
      if (text.value.trim()) notes[row] = text.value;
      else delete notes[row];
      store.put("note", notes);
    });
    note.querySelector("button").addEventListener("click", () => {
      delete notes[row];
      store.put("note", notes);
      note.remove();
      section.focus();
    });
    section.querySelector(".question-head").append(note);
    return note;
  };

  for (const question of room.questions) if (notes[question.row]) place(question);
  return {
    takesFocus: true,
    press: () => place(room.board.current).querySelector("textarea").focus(),
  };
}
