"""Hidden tabs, whose timers are throttled, and the way back through the history.

Playwright starts Chromium without either; here it is as students have it.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from portal.sandbox.world import World
from tests.browser.conftest import ARGUMENTS, CHROMIUM, NewDevice
from tests.browser.plain import Chromium, Tab
from tests.browser.room import Room, Student
from tests.stack import Stack

PLAYWRIGHT_ADDS = [
    "--disable-back-forward-cache",
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
]
# Hidden timers run once a minute after ten seconds, and not after some minutes.
SOON_ONCE_A_MINUTE = (
    "--enable-features=IntensiveWakeUpThrottling:grace_period_seconds/10"
)
OPEN = "document.querySelector('exam-room')?.hasAttribute('data-ready')"
UNSAVED = "document.getElementById('save-status').dataset.unsaved"
LEFT = "Number(document.getElementById('clock').dataset.remaining)"


@pytest.fixture
def chromium(tmp_path: Path) -> Iterator[Chromium]:
    chromium = Chromium(tmp_path / "profile", SOON_ONCE_A_MINUTE)
    yield chromium
    chromium.close()


@pytest.fixture
def attempt(new_attempt: Callable[..., int]) -> int:
    return new_attempt(minutes=60)


@pytest.fixture
def tab(chromium: Chromium, stack: Stack, student: Student, attempt: int) -> Tab:
    """The room, in front."""
    tab = chromium.tab(f"{stack.url}/login/?next=/attempts/{attempt}/")
    tab.wait_until("document.readyState === 'complete' && document.forms.length > 0")
    tab.run(
        f"""(() => {{
              const form = document.querySelector("[name=password]").form;
              form.username.value = "{student.username}";
              form.password.value = "{student.password}";
              form.requestSubmit();
            }})()"""
    )
    tab.wait_until(OPEN)
    return tab


def hide(tab: Tab, chromium: Chromium) -> Tab:
    """Open another tab in front of it, and count the ticks of a timer behind it."""
    other = chromium.tab("about:blank")
    tab.wait_until("document.visibilityState === 'hidden'")
    tab.run("window.ticks = 0; setInterval(() => { ticks += 1 }, 50)")
    return other


def pass_time(tab: Tab, seconds: int) -> None:
    tab.run(f"new Promise((done) => setTimeout(done, {seconds * 1000}))")


def choose(tab: Tab, number: int, letter: str) -> None:
    tab.run(
        f"""document.querySelectorAll("section.question")[{number - 1}]
              .querySelectorAll("[name=selected_answers]")["ABCD".indexOf("{letter}")]
              .click()"""
    )


def test_a_hidden_tab_goes_on_trying_to_save(
    tab: Tab, chromium: Chromium, world: World, attempt: int
) -> None:
    fault = world.fail("PUT", f"attempts/{attempt}/questions/", status=503)
    choose(tab, 1, "C")
    tab.wait_until(f"{UNSAVED} === '1'")
    other = hide(tab, chromium)
    pass_time(other, 3)
    assert tab.run("ticks") < 20
    assert not _chosen(world, attempt)

    world.heal(fault)
    tab.wait_until(f"{UNSAVED} === '0'", seconds=90)

    assert tab.run("document.visibilityState") == "hidden"
    assert len(_chosen(world, attempt)) == 1


def test_back_from_the_background_the_clock_is_right(
    tab: Tab, chromium: Chromium
) -> None:
    """Hidden timers run once a minute in the end: a count of ticks would be wrong."""
    pass_time(tab, 2)  # the first heartbeat has been taken in
    tab.run(f"window.before = {LEFT}; window.at = performance.now()")
    other = hide(tab, chromium)
    pass_time(other, 25)

    tab.to_front()
    tab.wait_until("document.visibilityState === 'visible'")
    assert tab.run("(performance.now() - at) / 1000 - ticks / 20") > 15
    pass_time(tab, 3)

    off = tab.run(f"before - (performance.now() - at) / 1000 - {LEFT}")
    assert abs(off) <= 6


def _chosen(world: World, attempt: int) -> list[int]:
    """The rows that the API has an answer to."""
    held = world.answers(attempt)
    return [row for row, answer in held.items() if answer.get("selected_answers")]


# --- The way back through the history


@pytest.fixture
def window(
    browser: Browser, tmp_path: Path, stack: Stack, student: Student
) -> Iterator[Page]:
    """Signed in, in a Chromium that keeps pages for the way back."""
    context = browser.browser_type.launch_persistent_context(
        tmp_path / "history",
        executable_path=CHROMIUM,
        args=ARGUMENTS,
        ignore_default_args=PLAYWRIGHT_ADDS,
        base_url=stack.url,
    )
    context.set_default_timeout(10_000)
    yield student.sign_in(context.pages[0])
    context.close()


def test_pages_that_may_be_kept_are_kept_for_the_way_back(
    chromium: Chromium, stack: Stack
) -> None:
    """Or the tests below would show nothing."""
    tab = chromium.tab(f"{stack.url}/static/js/main.js")
    tab.wait_until("location.pathname.endsWith('main.js')")
    tab.run("window.mark = 1; location.assign('/healthz/')")
    tab.wait_until("location.pathname === '/healthz/'")

    tab.run("history.back()")
    tab.wait_until("location.pathname.endsWith('main.js')")

    assert tab.run("window.mark") == 1


def test_back_to_the_room_shows_the_newest_answers_and_goes_on_saving(
    window: Page, world: World, attempt: int, new_device: NewDevice, student: Student
) -> None:
    room = Room(window, world, attempt).open()
    room.choose("A")
    room.expect_saved()
    window.goto("/exams/")
    laptop = Room(student.sign_in(new_device().new_page()), world, attempt).open()
    laptop.choose("D")
    laptop.next()
    laptop.choose("B")
    laptop.expect_saved()

    window.go_back()
    room.wait_until_open()

    assert room.shown == "DB---"
    room.go_to(3)
    room.choose("C")
    room.expect_saved()
    assert room.held == "DBC--"


def test_what_was_not_sent_when_the_room_was_left_is_sent_on_the_way_back(
    window: Page, world: World, attempt: int
) -> None:
    room = Room(window, world, attempt).open()
    window.on("dialog", lambda dialog: dialog.accept())
    window.route("**/questions/*/", lambda route: route.abort())
    room.choose("C")
    expect(room.status).to_have_attribute("data-unsaved", "1")
    window.goto("/exams/")
    window.unroute("**/questions/*/")

    window.go_back()
    room.wait_until_open()

    room.expect_saved()
    assert room.held == "C----"


def test_a_room_out_of_the_back_forward_cache_begins_again(
    room: Room, new_device: NewDevice, student: Student
) -> None:
    """Chromium keeps no such page; other browsers may."""
    room.choose("A")
    room.expect_saved()
    laptop = Room(
        student.sign_in(new_device().new_page()), room.world, room.attempt
    ).open()
    laptop.choose("D")
    laptop.expect_saved()

    with room.page.expect_navigation():
        room.page.evaluate(
            "dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))"
        )
    room.wait_until_open()

    assert room.shown == "D----"
