"""The room in every state, in every look, at every width: nobody is shut out."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from portal.sandbox.content import kit
from portal.sandbox.world import World
from tests.browser.conftest import NewDevice
from tests.browser.looking import WIDTHS, faults, faults_everywhere
from tests.browser.room import Room, Student, offline, wait_until

LETTERS = ["one", "two", "three", "four"]
KINDS = [
    kit.several("Sums", "Choose <b>some</b>", LETTERS, {0, 2}),
    kit.short("Words", "In a word", ["water"]),
    kit.number("Words", "In a number", "42"),
    kit.essay("Words", "Tell us more"),
]
# What is on the screen, and is not what a finger in its upper left corner would meet.
HIDDEN = """
  [...document.querySelectorAll(".room-bar *, .room-notices > p, .question-actions *")]
    .filter((one) => one.checkVisibility() && !one.closest("details > :not(summary)"))
    .filter((one) => {
      const { left, top, width, height } = one.getBoundingClientRect();
      if (width < 8 || height < 8 || top < 0 || top + 4 > innerHeight) return false;
      const met = document.elementFromPoint(left + 3, top + 3);
      return !(met && (one.contains(met) || met.contains(one)));
    })
    .map((one) => one.outerHTML.slice(0, 80))
"""


def fresh(room: Room) -> None:
    expect(room.status).to_have_text("All answers saved")


def answered(room: Room) -> None:
    room.choose("B")
    room.expect_saved()


def marked(room: Room) -> None:
    answered(room)
    room.question.get_by_label("Mark for review").check()
    room.next()
    room.question.get_by_label("Mark for review").check()
    room.expect_saved()


def unsent(room: Room) -> None:
    answered(room)
    room.context.set_offline(True)
    room.choose("C")
    expect(room.status).to_have_text(offline(1))
    no_connection = room.page.locator("#room-notices").get_by_text("No connection")
    expect(no_connection).to_be_visible(timeout=15_000)


def asked_to_sign_in(room: Room) -> None:
    room.beat()  # or that of its opening would be what is refused, before the choice
    room.world.revoke_tokens()
    room.choose("A")
    dialog = room.page.get_by_role("dialog", name="Sign in to go on")
    dialog.get_by_label("Username").fill("somebody")
    dialog.get_by_label("Password").fill("wrong")
    dialog.get_by_role("button", name="Sign in").click()
    expect(dialog.get_by_role("alert")).to_be_visible()


def shown_the_shortcuts(room: Room) -> None:
    room.page.keyboard.press("?")
    expect(room.page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()


def about_to_submit(room: Room) -> None:
    marked(room)
    room.context.set_offline(True)
    room.choose("C")
    expect(room.status).to_have_text(offline(1))
    room.review()


def on_the_palette(room: Room) -> None:
    marked(room)
    room.page.evaluate("location.hash = 'palette'")
    palette = room.page.get_by_role("complementary", name="Questions")
    palette.get_by_label("Marked", exact=True).check()


def refused(room: Room) -> None:
    room.world.fail(
        "PUT",
        f"attempts/{room.attempt}/questions/",
        status=400,
        body={"detail": "You have answered the most questions that you may."},
        times=1,
    )
    room.choose("A")
    expect(room.question.get_by_role("alert")).to_contain_text("the most questions")


def in_another_window(room: Room) -> None:
    second = Room(room.context.new_page(), room.world, room.attempt)
    second.page.goto(room.path)
    second.page.get_by_role("button", name="Continue here").click()
    second.wait_until_open()
    expect(room.page.get_by_role("button", name="Continue here")).to_be_visible()
    room.page.bring_to_front()


def too_late(room: Room) -> None:
    answered(room)
    room.world.end(room.attempt)
    room.next()
    room.choose("B")
    room.wait_for_result()
    expect(room.page.get_by_role("button", name="Download")).to_be_visible()


STATES = [
    fresh,
    answered,
    marked,
    unsent,
    asked_to_sign_in,
    shown_the_shortcuts,
    about_to_submit,
    on_the_palette,
    refused,
    in_another_window,
    too_late,
]


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_everyone_can_use_the_room(room: Room, state: Callable[[Room], None]) -> None:
    state(room)

    assert faults_everywhere(room.page) == {}


def test_everyone_sees_that_time_runs_out(
    page: Page, world: World, new_attempt: Callable[..., int]
) -> None:
    room = Room(page, world, new_attempt(minutes=1.05)).open()
    warning = page.locator("#room-notices").get_by_text(re.compile("1 minute left"))
    expect(warning).to_be_visible(timeout=10_000)

    assert faults_everywhere(page) == {}
    assert not room.is_completed


def test_everyone_can_choose_between_two_answers(
    room: Room, new_device: NewDevice, student: Student
) -> None:
    room.context.set_offline(True)
    room.choose("B")
    expect(room.status).to_have_text(offline(1))
    laptop = student.sign_in(new_device().new_page())
    Room(laptop, room.world, room.attempt).open().choose("D")
    room.context.set_offline(False)
    room.page.get_by_role("button", name="Continue here").click()
    dialog = room.page.get_by_role("dialog", name="Which answers should count?")
    expect(dialog).to_be_visible()

    assert faults_everywhere(room.page) == {}


def test_everyone_can_answer_every_kind_of_question(
    page: Page, world: World, new_attempt: Callable[..., int]
) -> None:
    room = Room(page, world, new_attempt(KINDS)).open()

    for row in room.rows:
        page.evaluate(f"location.hash = 'question-{row}'")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            assert faults(page) == [], f"question {row} at {width}"


def test_nothing_hides_what_is_said_nor_what_is_pressed(
    page: Page, world: World, new_attempt: Callable[..., int]
) -> None:
    """Bars stick to the screen, under each other, and grow with their words."""
    long = kit.one("Sums", "<p>Read this.</p>" * 40, LETTERS, 0)
    room = Room(page, world, new_attempt([long, long])).open()
    unsent(room)

    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 720})
        page.mouse.wheel(0, 300)
        wait_until(page, "scrollY > 0")
        # The bar's height is measured once it has been drawn.
        wait_until(page, f"({HIDDEN.strip()}).length === 0", seconds=5)
    page.evaluate("document.documentElement.dataset.size = '160'")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 720})
        page.evaluate("scrollTo(0, 0)")
        wait_until(page, f"({HIDDEN.strip()}).length === 0", seconds=5)


def test_a_refusal_is_in_view_on_a_small_phone(
    new_device: NewDevice,
    student: Student,
    world: World,
    new_attempt: Callable[..., int],
) -> None:
    device = new_device(viewport={"width": 320, "height": 560})
    page = student.sign_in(device.new_page())
    room = Room(page, world, new_attempt()).open()

    refused(room)

    bar = room.question.locator(".question-actions").bounding_box()
    note = room.question.get_by_role("alert").bounding_box()
    assert bar is not None
    assert note is not None
    assert note["y"] + note["height"] <= bar["y"]
