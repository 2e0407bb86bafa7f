// Reads the room's page as far as a window without a screen needs it.

const ENTITIES = { amp: "&", lt: "<", gt: ">", quot: '"', "#x27": "'", "#39": "'" };

function plain(text) {
  return text.replace(/&(#?\w+);/g, (whole, name) => ENTITIES[name] ?? whole);
}

/** What the room's page says; null where it is another page, or not all of one. */
export function readRoom(html) {
  const opening = /<exam-room([^>]*)>/.exec(html);
  if (!opening || !html.includes("</html>")) return null;
  const data = Object.fromEntries(
    [...opening[1].matchAll(/data-([\w-]+)="([^"]*)"/g)].map(([, name, value]) => [
      name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase()),
      plain(value),
    ]),
  );
  const { attempt, student, writer, newestWriter } = data;
  const headers = plain(/<body[^>]*hx-headers=(?:"([^"]*)"|'([^']*)')/.exec(html).slice(1).join(""));
  const sections = html.split('<section class="question').slice(1);
  return { attempt, student, writer, newestWriter, urls: data, headers, questions: sections.map(read) };
}

function read(html) {
  const form = html.slice(html.indexOf("<form"), html.indexOf("</form>"));
  const options = [...form.matchAll(/name="selected_answers" value="(\d+)"( checked)?/g)];
  const served = {
    selected_answers: options.filter(([, , checked]) => checked).map(([, id]) => id),
    review: / name="review" value="on" checked/.test(form),
  };
  const essay = /<textarea[^>]*name="essay_text"[^>]*>([^<]*)<\/textarea>/.exec(form);
  // HTML forgets one newline at the beginning.
  if (essay) served.essay_text = plain(essay[1]).replace(/^\n/, "");
  const short = /<input[^>]*name="short_text"[^>]*>/.exec(form);
  if (short) served.short_text = plain(/ value="([^"]*)"/.exec(short[0])[1]);
  return {
    row: /data-question="(\d+)"/.exec(html)[1],
    type: /data-type="(\w+)"/.exec(html)[1],
    options: options.map(([, id]) => id),
    served,
  };
}
