// What the room says, in the student's language: written by the server into the page.

const source = document.getElementById("room-words");
const words = source ? JSON.parse(source.textContent) : {};
const plural = new Intl.PluralRules(document.documentElement.lang || "en");

/** The words called `name`, with %(values)s filled in; `count` chooses the plural. */
export function say(name, values = {}) {
  let text = words[name] ?? name;
  if (typeof text === "object") text = text[plural.select(values.count)] ?? text.other;
  return text.replace(/%\((\w+)\)s/g, (whole, key) => values[key] ?? whole);
}
