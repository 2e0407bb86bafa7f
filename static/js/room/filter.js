// The palette shows all questions, or only those that are still to do something about.

const WANTED = {
  all: () => true,
  unanswered: (cell) => !cell.dataset.state.startsWith("answered"),
  marked: (cell) => cell.dataset.state.endsWith("marked"),
  unsent: (cell) => cell.hasAttribute("data-unsent"),
};

export function filterPalette(room) {
  const filter = room.querySelector(".palette-filter");
  const none = room.querySelector(".palette-none");
  const paint = () => {
    const wants = WANTED[filter.querySelector(":checked").value];
    let shown = 0;
    for (const cell of room.board.cells.values()) {
      const hidden = !wants(cell);
      if (cell.parentElement.hidden !== hidden) cell.parentElement.hidden = hidden;
      shown += !hidden;
    }
    none.hidden = shown > 0;
  };
  filter.hidden = false;
  filter.addEventListener("input", paint);
  return paint;
}
