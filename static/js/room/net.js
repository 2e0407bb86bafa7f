// Asking the portal, and believing only what its own headers say.
//
// A captive portal answers 200, a proxy answers 403 and 502, a dead link answers
// nothing: none of them says Portal-…, and so none is taken for an answer of ours.

const PATIENCE = 15_000;
const SHORT_PATIENCE = 5000;
// A link that comes back without a word of the browser's is found within 5 s.
const PROBED_EVERY = 2500;

/** The headers that stand in the page once, for htmx and for us: CSRF token, student. */
function pageHeaders() {
  return JSON.parse(document.body.getAttribute("hx-headers") || "{}");
}

export function csrfToken() {
  return pageHeaders()["X-CSRFToken"] ?? "";
}

export function setCsrfToken(token) {
  const headers = { ...pageHeaders(), "X-CSRFToken": token };
  document.body.setAttribute("hx-headers", JSON.stringify(headers));
}

/**
 * POST `fields`, and read the answer: {kind, …} where kind is
 * "ok" (a 2xx of the portal's; the caller checks its header), "ended", "elsewhere",
 * "refused" (text), "signed-out", "csrf", "wait" (seconds) or "failed" (gaveUp: no answer
 * came in time, and the request may still arrive).
 *
 * A CSRF token that has gone stale (the student signed in again in another tab) is
 * fetched afresh from `csrf`, silently, and the request sent once more.
 */
export async function post(url, fields, { csrf, ...how } = {}) {
  const answer = await once(url, fields, how);
  const isStale = answer.kind === "csrf" && csrf;
  return isStale && (await refreshCsrf(csrf)) ? once(url, fields, how) : answer;
}

async function once(url, fields, { keepalive = false, patience = PATIENCE }) {
  let gaveUp = false;
  try {
    return await within(patience, async (signal) => {
      signal.addEventListener("abort", () => (gaveUp = true));
      const response = await fetch(url, {
        method: "POST",
        body: new URLSearchParams(fields),
        headers: { ...pageHeaders(), "HX-Request": "true" },
        credentials: "same-origin",
        redirect: "manual",
        keepalive,
        signal,
      });
      return read(response);
    });
  } catch {
    return { kind: "failed", gaveUp };
  }
}

/** Ask with a signal that gives up: a dead link would keep us waiting for minutes. */
export async function within(patience, ask) {
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), patience);
  try {
    return await ask(giveUp.signal);
  } finally {
    clearTimeout(timer);
  }
}

async function read(response) {
  const { status, headers } = response;
  const kind = kindOf(status, (name) => headers.get(name));
  if (kind === "refused") return { kind, text: await response.text() };
  if (kind === "wait") return { kind, status, seconds: seconds(headers.get("Retry-After")) };
  return { kind, headers, response };
}

/** What a status and its headers mean; `header(name)` reads one of them. */
export function kindOf(status, header) {
  if (status >= 200 && status < 300) return "ok";
  if (status === 409) return header("Portal-Conflict") ?? "failed";
  if (status === 422 && header("Portal-Refused") === "answer") return "refused";
  if (status === 401 && header("Portal-Refused") === "signed-out") return "signed-out";
  if (status === 403 && header("Portal-Refused") === "csrf") return "csrf";
  if (status === 429 || (status === 503 && header("Retry-After"))) return "wait";
  return "failed";
}

/** A CSRF token of today's, fetched silently; false where that didn't work. */
export async function refreshCsrf(url) {
  try {
    const response = await within(SHORT_PATIENCE, (signal) =>
      fetch(url, { credentials: "same-origin", cache: "no-store", signal }),
    );
    const token = response.headers.get("Portal-CSRF");
    if (token) setCsrfToken(token);
    return Boolean(token);
  } catch {
    return false;
  }
}

/** From now on, while it `isSilent()`, ask lightly whether the portal is back. */
export async function probe(url, isSilent, back) {
  if (isSilent() && (await isAlive(url))) back();
  setTimeout(() => probe(url, isSilent, back), PROBED_EVERY * (0.75 + Math.random() / 2));
}

/** Whether the portal answers at all: asks nothing of the API. */
export async function isAlive(url) {
  try {
    return await within(SHORT_PATIENCE, async (signal) => {
      const response = await fetch(url, { cache: "no-store", redirect: "manual", signal });
      return response.ok && (await response.text()).startsWith("ok");
    });
  } catch {
    return false;
  }
}

function seconds(retryAfter) {
  const number = Number(retryAfter);
  return Number.isFinite(number) ? Math.min(Math.max(number, 1), 3600) : 60;
}
