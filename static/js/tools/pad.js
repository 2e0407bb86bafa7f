// A scratch pad for workings: kept on this device until the exam is over.

export function make({ store }) {
  const pad = document.getElementById("pad");
  const text = pad.querySelector("textarea");
  text.value = store.get("pad") ?? "";
  text.addEventListener("input", () => store.put("pad", text.value));
  pad.querySelector("[data-clear]").addEventListener("click", () => {
    text.value = "";
    store.put("pad", "");
    text.focus();
  });
  pad.addEventListener("keydown", ({ key }) => key === "Escape" && close());
  pad.querySelector("[data-close]").addEventListener("click", () => close());
  const close = () => {
    pad.close();
    document.querySelector("#tools-menu > summary").focus();
  };
  return {
    takesFocus: true,
    press: () => {
      // Beside the question, not over it: both can be used.
      if (!pad.open) pad.show();
      text.focus();
    },
  };
}
