"""The clock: what it shows, what it believes, and what happens when it reaches zero."""

import json
import urllib.request
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from portal.sandbox.world import World
from tests.browser.conftest import NewDevice
from tests.browser.room import Room, Student, wait_until
from tests.stack import Stack

A_MINUTE = 60
AN_HOUR = 60 * A_MINUTE

# A device whose clocks the test can move: `skew` is the wall clock's error in
# milliseconds, `slept` what both clocks missed.
MOVABLE = """
  window.skew = 0; window.slept = 0;
  const [wall, steady] = [Date.now.bind(Date), performance.now.bind(performance)];
  Date.now = () => wall() + window.skew + window.slept;
  performance.now = () => steady() + window.slept;
"""

STALE = """() => {
  const headers = JSON.parse(document.body.getAttribute("hx-headers"));
  headers["X-CSRFToken"] = "x".repeat(64);
  document.body.setAttribute("hx-headers", JSON.stringify(headers));
}"""

WARNINGS = {
    30 * A_MINUTE: "30 minutes left",
    10 * A_MINUTE: "10 minutes left",
    5 * A_MINUTE: "5 minutes left",
    A_MINUTE: "1 minute left",
    30: "30 seconds left",
}

CHANGED = "Your institute changed the time"


@pytest.fixture
def movable(new_device: NewDevice, student: Student) -> Page:
    """A window, signed in, on such a device."""
    device = new_device()
    device.add_init_script(MOVABLE)
    return student.sign_in(device.new_page())


def left(room: Room) -> int:
    return int(room.clock.get_attribute("data-remaining") or -1)


@pytest.mark.parametrize("words", ["0:00:00", "2.20:03", "", None, "-0:05:00"])
def test_a_bad_time_from_the_api_ends_nothing(
    page: Page,
    world: World,
    stack: Stack,
    student: Student,
    new_attempt: Callable[..., int],
    words: str | None,
) -> None:
    room = Room(page, world, new_attempt(minutes=40))
    beat = _heartbeat(stack, student, room.attempt)
    world.fail(
        "PUT",
        f"attempts/{room.attempt}/heartbeat/",
        status=200,
        body={**beat, "remaining_time": words},
        times=1,
    )

    room.open()
    page.wait_for_timeout(3000)

    assert not room.is_completed
    assert 39 * A_MINUTE < left(room) <= 40 * A_MINUTE
    room.choose("A")
    room.expect_saved()


def test_at_zero_it_ends_by_itself_and_the_last_answer_is_in(
    page: Page, world: World, new_attempt: Callable[..., int]
) -> None:
    room = Room(page, world, new_attempt(minutes=12 / 60)).open()
    room.choose("A")
    room.next()
    wait_until(page, "Number(document.getElementById('clock').dataset.remaining) <= 3")

    room.choose("C")
    room.wait_for_result()

    assert room.held == "AC---"
    assert room.is_completed


def test_offline_at_zero_it_is_told_and_delivered_on_return(
    page: Page, world: World, new_attempt: Callable[..., int]
) -> None:
    room = Room(page, world, new_attempt(minutes=12 / 60)).open()
    room.context.set_offline(True)
    room.choose("D")

    told = page.get_by_text("Time is up. Your answers are on this device")
    expect(told.first).to_be_visible(timeout=25_000)
    expect(room.option("A")).to_be_disabled()
    room.context.set_offline(False)
    room.wait_for_result()

    assert room.held == "D----"
    assert room.is_completed


def test_once_sealed_no_heartbeat_charges_the_wait_before_the_answers_are_in(
    page: Page, world: World, new_attempt: Callable[..., int]
) -> None:
    room = Room(page, world, new_attempt(minutes=8 / 60)).open()
    page.route("**/questions/*/", lambda route: route.abort())
    page.route("**/end/", lambda route: route.abort())
    room.choose("C")
    told = page.get_by_text("Time is up. Your answers are on this device")
    expect(told.first).to_be_visible(timeout=15_000)

    page.wait_for_timeout(1500)  # the API's own zero may be a second later
    room.beat()
    page.unroute("**/questions/*/")
    page.unroute("**/end/")
    room.wait_for_result()

    assert room.held == "C----"


def test_once_time_is_up_there_is_no_way_back_into_the_exam(
    page: Page, world: World, new_attempt: Callable[..., int]
) -> None:
    room = Room(page, world, new_attempt(minutes=12 / 60)).open()
    room.context.set_offline(True)
    room.choose("D")
    room.review()
    told = page.locator("#submit").get_by_text("Time is up. Your answers are on")
    expect(told).to_be_visible(timeout=25_000)

    page.get_by_role("link", name="Return to exam").click()

    expect(room.question).to_be_visible()
    page.wait_for_timeout(500)
    expect(room.option("A")).to_be_disabled()
    room.context.set_offline(False)
    room.wait_for_result()
    assert room.held == "D----"


def test_sealed_offline_and_reloaded_it_is_still_delivered(
    page: Page, world: World, new_attempt: Callable[..., int]
) -> None:
    room = Room(page, world, new_attempt(minutes=12 / 60)).open()
    room.page.on("dialog", lambda dialog: dialog.accept())
    page.route("**/questions/*/", lambda route: route.abort())
    page.route("**/end/", lambda route: route.abort())
    room.choose("B")
    told = page.get_by_text("Time is up. Your answers are on this device")
    expect(told.first).to_be_visible(timeout=25_000)
    page.unroute("**/questions/*/")
    page.unroute("**/end/")

    page.reload()
    room.wait_for_result()

    assert room.held == "B----"


@pytest.mark.parametrize("skew", [-86_400_000, 86_400_000], ids=["behind", "ahead"])
def test_a_device_clock_that_is_a_day_off_changes_nothing(
    movable: Page,
    world: World,
    new_attempt: Callable[..., int],
    skew: int,
) -> None:
    room = Room(movable, world, new_attempt(minutes=60)).open()

    movable.evaluate("skew => { window.skew = skew }", skew)
    movable.wait_for_timeout(1200)

    assert AN_HOUR - 30 < left(room) <= AN_HOUR
    room.choose("A")
    room.expect_saved()
    assert not room.is_completed


@pytest.mark.parametrize("token", ["of today", "stale"])
def test_after_sleep_it_resumes_before_it_beats_and_loses_no_time(
    movable: Page,
    world: World,
    new_attempt: Callable[..., int],
    token: str,
) -> None:
    room = Room(movable, world, new_attempt(minutes=60)).open()
    room.beat()
    if token == "stale":  # as after signing in again in another tab
        movable.evaluate(STALE)
    world.forget_calls()

    movable.evaluate("() => { window.slept = 600_000 }")
    with movable.expect_response("**/heartbeat/"):
        movable.evaluate("dispatchEvent(new Event('pageshow'))")
    wait_until(
        movable, "Number(document.getElementById('clock').dataset.remaining) > 3500"
    )

    calls = world.calls("PUT", f"attempts/{room.attempt}/")
    paths = [call["path"].rstrip("/").rpartition("/")[2] for call in calls]
    assert paths[:2] == ["start", "heartbeat"]


def test_asleep_past_zero_the_exam_goes_on_with_the_time_the_api_has_left(
    movable: Page,
    world: World,
    new_attempt: Callable[..., int],
) -> None:
    room = Room(movable, world, new_attempt(minutes=10)).open()
    room.beat()

    with movable.expect_response("**/heartbeat/"):
        movable.evaluate("() => { window.slept = 900_000 }")
    wait_until(
        movable, "Number(document.getElementById('clock').dataset.remaining) > 500"
    )

    assert not room.is_completed
    room.choose("A")
    room.expect_saved()


def test_time_left_is_told_at_thirty_ten_five_and_one_minute_and_at_the_end(
    movable: Page,
    world: World,
    new_attempt: Callable[..., int],
) -> None:
    room = Room(movable, world, new_attempt(minutes=31)).open()
    room.beat()

    for mark, words in WARNINGS.items():
        while (ahead := left(room) - mark) > 0:
            # Awake: no tick is further from the one before than a hidden tab's.
            step = min(ahead, A_MINUTE)
            before = left(room)
            movable.evaluate("seconds => { window.slept += seconds * 1000 }", step)
            wait_until(
                movable,
                "Number(document.getElementById('clock').dataset.remaining)"
                f" <= {before - step}",
            )

        told = movable.locator("#room-notices").get_by_text(words)
        expect(told).to_be_visible(timeout=10_000)


def test_a_warning_is_given_though_the_clock_steps_over_it(
    page: Page,
    world: World,
    stack: Stack,
    student: Student,
    new_attempt: Callable[..., int],
) -> None:
    room = Room(page, world, new_attempt(minutes=30.5))
    beat = _heartbeat(stack, student, room.attempt)
    world.fail(
        "PUT",
        f"attempts/{room.attempt}/heartbeat/",
        status=200,
        body={**beat, "remaining_time": "0:29:55"},
        times=1,
    )

    room.open()

    told = page.locator("#room-notices").get_by_text("30 minutes left")
    expect(told).to_be_visible()


def test_it_is_said_when_the_institute_gives_more_time(
    page: Page,
    world: World,
    stack: Stack,
    student: Student,
    new_attempt: Callable[..., int],
) -> None:
    room = Room(page, world, new_attempt(minutes=40)).open()
    room.beat()
    more = _heartbeat(stack, student, room.attempt) | {"remaining_time": "0:50:00"}
    address = f"attempts/{room.attempt}/heartbeat/"
    world.fail("PUT", address, status=200, body=more, times=1)

    room.beat()

    notices = page.locator("#room-notices")
    expect(notices).to_contain_text(f"{CHANGED}: 50 minutes left.")


def test_a_page_loaded_late_after_a_beat_does_not_blame_the_institute(
    page: Page, world: World, new_attempt: Callable[..., int]
) -> None:
    room = Room(page, world, new_attempt(minutes=40)).open()
    room.beat()
    page.goto("about:blank")
    world.advance(75)
    try:
        room.open()
        wait_until(
            page, "Number(document.getElementById('clock').dataset.remaining) < 2340"
        )
    finally:
        world.advance(-75)

    expect(page.locator("#room-notices")).not_to_contain_text(CHANGED)


def test_time_given_back_after_sleep_does_not_blame_the_institute(
    movable: Page,
    world: World,
    new_attempt: Callable[..., int],
) -> None:
    room = Room(movable, world, new_attempt(minutes=60)).open()
    room.beat()

    movable.evaluate("() => { window.slept = 600_000 }")
    movable.evaluate("dispatchEvent(new Event('pageshow'))")
    wait_until(
        movable, "Number(document.getElementById('clock').dataset.remaining) > 3500"
    )

    expect(movable.locator("#room-notices")).not_to_contain_text(CHANGED)


def test_the_heart_beats_once_a_minute_and_not_after_the_end(
    page: Page, world: World, new_attempt: Callable[..., int]
) -> None:
    page.clock.install()
    room = Room(page, world, new_attempt(minutes=60)).open()
    room.beat()
    beats: list[str] = []
    page.on(
        "response",
        lambda answer: beats.append(answer.url) if "heartbeat" in answer.url else None,
    )
    # Time passes when told to: a busy machine's seconds would count, too.
    page.clock.pause_at(page.evaluate("Date.now()") / 1000 + 1)

    for minute in (1, 2, 3):
        seconds = 0
        while len(beats) < minute:
            page.clock.run_for(1000)
            page.wait_for_timeout(20)
            seconds += 1
        assert 50 < seconds < 70
        page.wait_for_timeout(200)
    page.clock.resume()
    room.hand_in()
    beats.clear()
    page.clock.run_for(180_000)
    page.goto(f"{room.path}review/")
    page.clock.run_for(180_000)

    assert beats == []


def test_an_exam_without_a_limit_has_no_countdown(
    page: Page, world: World, new_attempt: Callable[..., int]
) -> None:
    room = Room(page, world, new_attempt(minutes=None)).open()

    expect(room.clock).to_have_text("No time limit")
    room.choose("A")
    room.expect_saved()


def _heartbeat(stack: Stack, student: Student, attempt: int) -> dict[str, Any]:
    """What the API answers to a heartbeat."""
    token = stack.world.token(student.username)
    request = urllib.request.Request(
        f"{stack.sandbox.url}/api/v2.2/attempts/{attempt}/heartbeat/",
        method="PUT",
        headers={"Authorization": f"JWT {token}"},
    )
    with urllib.request.urlopen(request) as answer:
        read: dict[str, Any] = json.load(answer)
    return read
