"""A student sits an exam: by mouse, by keyboard, by touch, without script."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from portal.sandbox.world import World
from tests.browser.conftest import NewDevice
from tests.browser.room import SAVED, Room, Student

TWENTY = "ABCDABCDABCDABCDABCD"


@pytest.fixture
def twenty(world: World) -> str:
    if "twenty-sums" not in world.catalogue.slugs:
        world.add_exam("twenty-sums", 20, title="Twenty sums")
    return "twenty-sums"


def test_a_student_signs_in_finds_an_exam_sits_it_and_sees_the_result(
    new_device: NewDevice, student: Student, world: World, twenty: str
) -> None:
    page = student.sign_in(new_device().new_page())

    page.goto("/exams/?q=Twenty")
    page.get_by_role("link", name="Twenty sums").first.click()
    page.get_by_role("button", name="Start exam").click()
    page.wait_for_url(re.compile(r"/attempts/\d+/"))
    room = Room(page, world, int(page.url.split("/")[4]))
    room.wait_until_open()
    room.answer(TWENTY)
    expect(page.get_by_role("heading", name="Check and submit")).to_be_visible()
    room.expect_saved()
    room.submit()
    room.wait_for_result()

    assert room.held == TWENTY
    assert room.is_completed
    page.goto(f"{room.path}review/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_a_whole_exam_with_the_keyboard_alone(room: Room) -> None:
    keyboard = room.page.keyboard

    for number, presses in enumerate((0, 1, 2, 3, 0), start=1):
        title = room.question.get_by_role("heading", name=f"Question {number} of")
        expect(title).to_be_visible()
        _tab_to(room.page, "input[type=radio]")
        keyboard.press("Space")
        for _ in range(presses):
            keyboard.press("ArrowDown")
        _tab_to(room.page, ".save-next")
        keyboard.press("Enter")
    expect(room.page.get_by_role("heading", name="Check and submit")).to_be_visible()
    _tab_to(room.page, ".submit-exam")
    keyboard.press("Enter")
    room.wait_for_result()

    assert room.held == "ABCDA"


def test_a_whole_exam_on_a_small_phone(
    new_device: NewDevice,
    student: Student,
    world: World,
    new_attempt: Callable[..., int],
) -> None:
    phone = new_device(
        viewport={"width": 320, "height": 640}, has_touch=True, is_mobile=True
    )
    page = student.sign_in(phone.new_page())
    room = Room(page, world, new_attempt()).open()

    for letter in "DCBAB":
        room.option(letter).tap()
        room.question.get_by_role("button", name="Save & next").tap()
    room.page.get_by_role("button", name="Submit exam").tap()
    room.wait_for_result()

    assert room.held == "DCBAB"


def test_without_script_each_question_is_a_form_and_submitting_works(
    new_device: NewDevice,
    student: Student,
    world: World,
    new_attempt: Callable[..., int],
) -> None:
    page = student.sign_in(new_device(java_script_enabled=False).new_page())
    room = Room(page, world, new_attempt(questions=3))
    page.goto(room.path)

    for number, letter in enumerate("CAB", start=1):
        question = page.get_by_role("region", name=f"Question {number} of 3")
        question.get_by_label(f"Option {letter}", exact=False).check()
        question.get_by_role("button", name="Save & next").click()
    expect(page.get_by_role("heading", name="Check and submit")).to_be_visible()
    page.get_by_role("button", name="Submit exam").click()
    page.wait_for_url(f"**{room.path}")

    assert room.held == "CAB"
    assert room.is_completed


def test_without_script_a_response_can_be_cleared(
    new_device: NewDevice,
    student: Student,
    world: World,
    new_attempt: Callable[..., int],
) -> None:
    page = student.sign_in(new_device(java_script_enabled=False).new_page())
    room = Room(page, world, new_attempt(questions=2))
    page.goto(room.path)
    first = page.get_by_role("region", name="Question 1 of 2")
    first.get_by_label("Option B", exact=False).check()
    first.get_by_role("button", name="Save & next").click()
    assert room.held == "B-"
    page.goto(room.path)

    first.get_by_role("button", name="Clear response").click()

    assert room.held == "--"


def test_marking_never_touches_an_answer_nor_answering_a_mark(room: Room) -> None:
    mark = room.question.get_by_label("Mark for review")

    room.choose("B")
    mark.check()
    room.expect_saved()
    row = room.world.answers(room.attempt)[room.rows[0]]
    room.question.get_by_role("button", name="Clear response").click()
    room.expect_saved()
    cleared = room.world.answers(room.attempt)[room.rows[0]]

    assert (len(row["selected_answers"]), row["review"]) == (1, True)
    assert (cleared["selected_answers"], cleared["review"]) == ([], True)
    expect(mark).to_be_checked()


def test_fast_changes_of_mind_end_at_the_last_one(room: Room) -> None:
    for letter in "ABCD":
        room.option(letter).click()

    room.expect_saved()
    assert room.held == "D----"


def test_a_double_click_on_start_makes_one_attempt(
    page: Page, world: World, student: Student, twenty: str
) -> None:
    page.goto(f"/exams/{twenty}/")

    page.get_by_role("button", name="Start exam").dblclick()
    page.wait_for_url(re.compile(r"/attempts/\d+/"))

    user = world.user(student.username)
    exam = world.catalogue.slugs[twenty]
    assert len(world.attempts.of_user(user["id"], exam)) == 1


def test_a_double_click_on_submit_makes_one_end(room: Room) -> None:
    room.choose("A")
    room.review()

    room.page.get_by_role("button", name="Submit exam").dblclick(delay=5)
    room.wait_for_result()

    assert room.ends() == 1
    assert room.held == "A----"


def test_the_result_can_be_left_and_the_room_is_not_come_back_to(room: Room) -> None:
    room.choose("C")
    room.expect_saved()
    room.hand_in()

    room.page.go_back()

    expect(room.page.locator("exam-room[data-ready]")).to_have_count(0)
    assert room.ends() == 1


def test_a_reload_goes_on_where_it_was(room: Room) -> None:
    room.answer("AB")
    room.expect_saved()

    room.page.reload()
    room.wait_until_open()

    assert room.shown == "AB---"
    expect(room.question.get_by_role("heading", name="Question 3 of 5")).to_be_visible()
    expect(room.status).to_have_text(SAVED)


def _tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is there: nobody can press what they can't reach."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"Tab never comes to {selector}")
