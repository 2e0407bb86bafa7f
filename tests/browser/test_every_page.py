"""Every page beside the room: no axe violation, no sideways scroll, in any clothes."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import ARGUMENTS, CHROMIUM, NewDevice
from tests.browser.looking import check
from tests.browser.room import Student
from tests.stack import PASSWORD, Stack

WIDTHS = (1280, 390, 320)
STRANGERS = ("/login/", "/check/")
PAGES = (
    "/",
    "/exams/",
    "/exams/?state=upcoming",
    "/exams/?state=history",
    "/exams/?q=nothing+like+it",
    "/exams/jee-main-mock-1/",
    "/exams/jee-advanced-paper-1/",
    "/attempts/",
    "/search/?q=mock",
    "/products/",
    "/posts/",
    "/me/",
    "/nowhere/",
)
OF_AN_ATTEMPT = ("", "review/", "review/subjects/", "review/times/", "history/")


def addresses(page: Page) -> Iterator[str]:
    """All pages there are, with the first product, post and result that are listed."""
    yield from PAGES
    page.goto("/attempts/")
    result = page.get_by_role("link", name="See result").nth(1).get_attribute("href")
    yield from (f"{result}{part}" for part in OF_AN_ATTEMPT)
    for kind in ("products", "posts"):
        page.goto(f"/{kind}/")
        first = page.locator(f"main a[href^='/{kind}/']:not([href*='?'])").first
        yield first.get_attribute("href") or pytest.fail(f"no {kind}")


def look(page: Page, path: str) -> None:
    page.goto(path)
    # What loads by itself has come.
    expect(page.locator(".skeleton")).to_have_count(0)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        check(page, f"{path} at {width}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_can_be_used_by_everyone(new_device: NewDevice, scheme: str) -> None:
    device = new_device(color_scheme=scheme, reduced_motion="reduce")
    page = device.new_page()
    for path in STRANGERS:
        look(page, path)

    Student("asha", PASSWORD).sign_in(page)
    for path in list(addresses(page)):
        look(page, path)


@pytest.mark.parametrize("language", ["hi", "ta"])
def test_every_page_fits_in_every_language(
    new_device: NewDevice, language: str
) -> None:
    device = new_device(color_scheme="dark", reduced_motion="reduce")
    page = Student("asha", PASSWORD).sign_in(device.new_page())
    found = list(addresses(page))
    page.locator(f"button[name=language][value={language}]").click()
    expect(page.locator("html")).to_have_attribute("lang", language)

    for path in found:
        look(page, path)


def test_every_page_fits_on_a_small_phone_at_twice_the_text(
    browser: Browser, stack: Stack
) -> None:
    # The browser's own setting, which media queries in rem know of.
    large = browser.browser_type.launch(
        executable_path=CHROMIUM,
        args=[*ARGUMENTS, "--blink-settings=defaultFontSize=32"],
        timeout=60_000,
    )
    page = large.new_page(base_url=stack.url, viewport={"width": 320, "height": 640})
    too_wide = {}

    Student("asha", PASSWORD).sign_in(page)
    for path in [*STRANGERS, *addresses(page)]:
        page.goto(path)
        expect(page.locator(".skeleton")).to_have_count(0)
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if wide > 0:
            too_wide[path] = wide

    large.close()
    assert too_wide == {}
