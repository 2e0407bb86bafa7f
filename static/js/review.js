// The review's small helps: from wrong answer to wrong answer, and printing.

const KEYS = { n: 1, p: -1 };
const SWITCHED_OFF = "review-keys-off";

// <wrong-steps>: two links that lead to the wrong answers of other pages; here they
// step through those of this page first, by click and by the keys n and p.
class WrongSteps extends HTMLElement {
  #stop = new AbortController();

  connectedCallback() {
    const { signal } = this.#stop;
    this.keys = this.querySelector("[data-keys]");
    this.keys.checked = recall() !== "1";
    this.keys.addEventListener("change", () => remember(this.keys.checked ? "0" : "1"), { signal });
    this.addEventListener("click", (event) => this.#clicked(event), { signal });
    document.addEventListener("keydown", (event) => this.#pressed(event), { signal });
  }

  disconnectedCallback() {
    this.#stop.abort();
  }

  #clicked(event) {
    const link = event.target.closest("[data-step]");
    if (!link) return;
    const next = this.#from(Number(link.dataset.step));
    if (!next && link.hasAttribute("data-beyond")) return; // the link itself leads there
    event.preventDefault();
    if (next) go(next);
    else this.#sayThereIsNone();
  }

  #pressed(event) {
    const step = KEYS[event.key?.toLowerCase()];
    if (!step || !this.keys.checked || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, select, textarea, [contenteditable], dialog")) return;
    this.querySelector(`[data-step="${step}"]`).click();
  }

  /** The nearest wrong answer that way from where the student is. */
  #from(step) {
    const wrong = [...document.querySelectorAll('.review-item[data-result="incorrect"]')];
    const at = document.activeElement?.closest(".review-item");
    const ahead = (item) => (at ? isAfter(item, at) : top(item) > 1) === (step > 0);
    const there = wrong.filter((item) => item !== at && ahead(item));
    return step > 0 ? there[0] : there.at(-1);
  }

  #sayThereIsNone() {
    const status = this.querySelector("[data-end]");
    status.textContent = "";
    setTimeout(() => (status.textContent = status.dataset.end), 50);
  }
}

// <print-button>: useless without script, so the style sheet hides it until defined.
class PrintButton extends HTMLElement {
  connectedCallback() {
    this.firstElementChild.addEventListener("click", () => window.print());
  }
}

function isAfter(item, other) {
  return Boolean(other.compareDocumentPosition(item) & Node.DOCUMENT_POSITION_FOLLOWING);
}

function top(item) {
  return item.getBoundingClientRect().top;
}

function go(item) {
  item.scrollIntoView({ block: "start" });
  item.focus({ preventScroll: true });
}

function recall() {
  try {
    return localStorage.getItem(SWITCHED_OFF);
  } catch {
    return null;
  }
}

function remember(value) {
  try {
    localStorage.setItem(SWITCHED_OFF, value);
  } catch {
    // It holds on this page.
  }
}

customElements.define("wrong-steps", WrongSteps);
customElements.define("print-button", PrintButton);
