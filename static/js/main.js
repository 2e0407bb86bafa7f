// What every page can do without, and does better with.

const root = document.documentElement;

// Menus close on Esc, giving the focus back, and on a click elsewhere.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

// A theme is seen at once; sending the form only makes it last.
document.getElementById("theme")?.addEventListener("submit", async (event) => {
  const form = event.target;
  const button = event.submitter;
  if (button?.name !== "theme") return;
  event.preventDefault();
  if (button.value === "system") delete root.dataset.theme;
  else root.dataset.theme = button.value;
  for (const each of form.querySelectorAll("button")) {
    each.setAttribute("aria-pressed", String(each === button));
  }
  const body = new URLSearchParams(new FormData(form));
  body.set("theme", button.value);
  try {
    await fetch(form.action, { method: "POST", body, redirect: "manual" });
  } catch {
    // The choice holds on this page; it is asked for again on the next one.
  }
});

// A button that takes a while says so at once, and isn't pressed twice. Back in history,
// the page is as it was.
document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (event.defaultPrevented || !button?.dataset.busyLabel) return;
  const label = button.textContent;
  button.textContent = button.dataset.busyLabel;
  // After the form has been read: a disabled button would send no value of its own.
  setTimeout(() => (button.disabled = true));
  const restore = () => {
    button.textContent = label;
    button.disabled = false;
  };
  addEventListener("pageshow", restore, { once: true });
  setTimeout(restore, 30_000);
});

// A form that came back with an error: the summary is read out first.
document.querySelector("[data-error-summary]")?.focus();

// What scrolls inside itself (a wide table, a long passage) can be reached by key where
// it does scroll, and costs no stop elsewhere.
const SCROLLERS = ".passage, .scrolls, .prose :is(table, pre, math[display='block'])";
const sizes = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    const { scrollWidth, clientWidth, scrollHeight, clientHeight } = target;
    if (scrollWidth > clientWidth + 1 || scrollHeight > clientHeight + 1) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }
});
function watch(part) {
  for (const scroller of part.querySelectorAll(SCROLLERS)) sizes.observe(scroller);
}
watch(document);
document.addEventListener("htmx:load", (event) => watch(event.detail.elt));

// Our own error pages say where they go. Whatever else answers 4xx or 5xx is no page
// of ours and isn't shown; nor is silence.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.getResponseHeader("HX-Retarget")) event.detail.shouldSwap = true;
});
for (const silence of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(silence, sayThereWasNoAnswer);
}
document.addEventListener("htmx:responseError", (event) => {
  const { status } = event.detail.xhr;
  const shown = event.detail.xhr.getResponseHeader("HX-Retarget");
  if (!shown && status !== 400 && status !== 422) sayThereWasNoAnswer();
});

function sayThereWasNoAnswer() {
  const messages = document.getElementById("messages");
  if (!messages) return;
  const notice = document.createElement("p");
  notice.className = "notice notice-warn";
  notice.textContent = messages.dataset.noAnswer;
  messages.replaceChildren(notice);
}
