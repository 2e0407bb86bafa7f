"""The hostile corpus in a real browser: every page, every field, and nothing runs."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.security import routes
from tests.security.far_end import FarEnd, Served
from tests.security.hostile import CHUNKS, VECTORS, filler
from tests.security.routes import address
from tests.stack import Portal

PAGES = [
    name
    for name in routes.answering("GET")
    if name not in ("login", "exam-calendar", "csrf-token", "healthz", "readyz")
]

# What a page must not hold, however it got there.
LEFT_OVERS = """() => {
  const runs = /^[\\s\\u0001-\\u0020]*(javascript|vbscript|data:text|data:image.svg)/i;
  const addressed = /^(href|src|action|formaction|data|xlink:href)$/i;
  const found = [];
  for (const element of document.querySelectorAll("*")) {
    for (const { name, value } of element.attributes) {
      if (/^on/i.test(name)) found.push(`${element.localName} ${name}`);
      if (addressed.test(name) && runs.test(value))
        found.push(`${element.localName} ${name}=${value}`);
    }
  }
  const never = "iframe,frame,object,embed,applet,base,marquee,portal,"
    + "meta[http-equiv],style,link[rel=import],script:not([src])";
  for (const element of document.querySelectorAll(never)) {
    if (element.type !== "application/json") found.push(element.outerHTML.slice(0, 99));
  }
  for (const form of document.forms) {
    const to = form.getAttribute("action");
    if (to && new URL(to, location.href).origin !== location.origin)
      found.push(`form to ${to}`);
  }
  return found;
}"""

CLICK_ALL = """() => {
  for (const link of document.querySelectorAll("main a, main mi, main summary")) {
    link.addEventListener("click", (event) => {
      if (/^https?:|^mailto:|^tel:/.test(link.href)) event.preventDefault();
    });
    link.dispatchEvent(new MouseEvent("mouseover", { bubbles: true }));
    link.dispatchEvent(new FocusEvent("focusin", { bubbles: true }));
    link.click?.();
  }
}"""


@pytest.fixture(scope="module")
def far_end() -> FarEnd:
    return FarEnd(filler())


@pytest.fixture(scope="module")
def portal(far_end: FarEnd, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with Served(far_end) as api_url:
        portal = Portal(
            tmp_path_factory.mktemp("hostile"), api_url, INSTITUTE_LOGO_URL=""
        )
        portal.prepare()
        portal.start()
        yield portal.url
        portal.kill()


class Watch:
    """Notes what a page does that it shouldn't."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.seen: list[str] = []
        page.on("dialog", lambda dialog: self.note("dialog", dialog.message, dialog))
        page.on("console", lambda said: self.note("console", said.text))
        page.on("popup", lambda other: self.seen.append("a window opened"))

    def note(self, kind: str, text: str, dialog: object = None) -> None:
        if kind == "dialog" or "Content Security Policy" in text:
            self.seen.append(f"{kind}: {text}")
        if dialog is not None:
            dialog.dismiss()  # type: ignore[attr-defined]

    def goes_to(self, url: str) -> list[str]:
        """What went wrong at `url`."""
        self.seen.clear()
        self.page.goto(url, wait_until="load")
        if self.page.evaluate("() => window.__xss"):
            self.seen.append("a script ran")
        if self.page.url.split("#")[0] != url:
            self.seen.append(f"it led to {self.page.url}")
        return [*self.seen, *self.page.evaluate(LEFT_OVERS)]


@pytest.fixture(scope="module")
def signed_in(browser: Browser, portal: str) -> Iterator[BrowserContext]:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{portal}/login/")
    page.get_by_role("textbox").nth(0).fill("asha")
    page.locator("input[type=password]").fill("learn-2026")
    page.locator("main form button").last.click()
    page.wait_for_url(f"{portal}/")
    yield context
    context.close()


@pytest.fixture
def watch(signed_in: BrowserContext) -> Iterator[Watch]:
    page = signed_in.new_page()
    # Pictures from everywhere are asked for, and nobody answers.
    page.route("https://**", lambda route: route.abort())
    page.set_default_timeout(15_000)
    yield Watch(page)
    page.close()


def test_the_corpus_runs_where_nobody_stops_it(browser: Browser) -> None:
    """Or what follows would prove nothing: each in a frame without our rules."""
    page = browser.new_page()
    page.on("dialog", lambda dialog: dialog.dismiss())
    ran = page.evaluate(
        """async (vectors) => {
          const frames = vectors.map((vector) => {
            const frame = document.createElement("iframe");
            frame.srcdoc = `<!doctype html><body>${vector}`;
            document.body.append(frame);
            return frame;
          });
          const marked = () => frames.filter((frame) => {
            try { return frame.contentWindow.__xss; } catch { return false; }
          }).length;
          for (let tries = 0; tries < 50 && marked() < 60; tries++)
            await new Promise((resolve) => setTimeout(resolve, 200));
          return marked();
        }""",
        [v for v in VECTORS if "refresh" not in v and "evil" not in v],
    )
    page.close()

    assert ran >= 60


@pytest.mark.parametrize("name", PAGES)
def test_nothing_runs_on_any_page(watch: Watch, portal: str, name: str) -> None:
    assert watch.goes_to(portal + address(name)) == []


def test_nothing_runs_where_a_result_is_shown(
    watch: Watch, portal: str, far_end: FarEnd
) -> None:
    far_end.has_ended = True
    try:
        for name in routes.having(values=routes.AN_ATTEMPT, verbs="GET"):
            if name != "attempt-submit":
                assert watch.goes_to(portal + address(name)) == []
    finally:
        far_end.has_ended = False


def test_nothing_of_the_whole_corpus_runs_even_where_it_is_clicked(
    watch: Watch, portal: str
) -> None:
    for chunk in range(CHUNKS):
        assert watch.goes_to(f"{portal}/posts/chunk-{chunk}/") == [], chunk
        watch.page.evaluate(CLICK_ALL)
        assert not watch.page.evaluate("() => window.__xss"), chunk
        assert watch.seen == [], chunk


def test_nothing_runs_by_the_refusals_that_are_shown(
    watch: Watch, portal: str, far_end: FarEnd
) -> None:
    vectors = iter(VECTORS)
    try:
        for status in (400, 403, 404, 429, 500) * 3:
            far_end.refusal = status, {"detail": next(vectors)}
            watch.page.goto(f"{portal}/exams/optics/", wait_until="load")
            assert not watch.page.evaluate("() => window.__xss")
            assert watch.page.evaluate(LEFT_OVERS) == []
    finally:
        far_end.refusal = None
