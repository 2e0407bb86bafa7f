"""What a page must be in every state: axe finds nothing, and it fits sideways."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = (Path(__file__).parent.parent / "vendor" / "axe.min.js").read_text("utf-8")
WIDTHS = (320, 390, 1280)
LOOKS: tuple[dict[str, Any], ...] = (
    {"color_scheme": "light"},
    {"color_scheme": "dark"},
    {"color_scheme": "light", "forced_colors": "active"},
)


# The page has been drawn at its new size, and its scripts have heard of that: what
# begins to scroll is given its stop for Tab. (A page behind another isn't drawn.)
DRAWN = """() => new Promise((done) => {
  setTimeout(done, 1000);
  requestAnimationFrame(() => requestAnimationFrame(done));
})"""


def faults(page: Page) -> list[str]:
    """What axe has against the page as it stands, and whether it is too wide."""
    page.evaluate(DRAWN)
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found = page.evaluate(
        """() => axe.run(document, {resultTypes: ["violations"]}).then((result) =>
             result.violations.flatMap(({ id, nodes }) =>
               nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`)))"""
    )
    width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [*found, *([f"{width} px too wide"] if width > 0 else [])]


def check(page: Page, state: str) -> None:
    found = faults(page)
    assert not found, f"{state}: {found}"


def faults_everywhere(page: Page) -> dict[str, list[str]]:
    """The same at every width and in every look; {} is what is wanted.

    Without movement: half way from one look to the next, contrast is of neither.
    """
    found = {}
    size = page.viewport_size
    for look in LOOKS:
        page.emulate_media(**look, reduced_motion="reduce")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            page.wait_for_timeout(100)
            if here := faults(page):
                found[f"{width} {look}"] = here
    page.emulate_media(
        color_scheme="light", forced_colors="none", reduced_motion="no-preference"
    )
    if size:
        page.set_viewport_size(size)
    return found
