"""The room by key: shortcuts, their switch, skip links, and where the focus is."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looking import faults_everywhere
from tests.browser.room import Room


@pytest.fixture
def keyboard(room: Room):
    return room.page.keyboard


def heading(room: Room, number: int):
    return room.question.get_by_role("heading", name=f"Question {number} of")


def test_a_whole_exam_by_shortcuts(room, keyboard):
    for key in "12341":
        keyboard.press(key)
        keyboard.press("n")
    expect(room.page.get_by_role("heading", name="Check and submit")).to_be_visible()

    room.expect_saved()

    assert room.held == "ABCDA"


def test_letters_choose_with_shift_and_c_alone_clears(room, keyboard):
    keyboard.press("Shift+C")
    expect(room.option("C")).to_be_checked()
    keyboard.press("c")
    expect(room.option("C")).not_to_be_checked()
    keyboard.press("m")

    expect(room.question.get_by_label("Mark for review")).to_be_checked()
    room.expect_saved()


def test_n_p_and_s_move(room, keyboard):
    keyboard.press("n")
    expect(heading(room, 2)).to_be_visible()
    keyboard.press("p")
    expect(heading(room, 1)).to_be_visible()
    keyboard.press("s")

    expect(room.page.get_by_role("heading", name="Check and submit")).to_be_visible()


def test_the_help_explains_and_switches_them_off_for_good(room, keyboard):
    page: Page = room.page
    keyboard.press("?")
    help_sheet = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(help_sheet).to_be_visible()
    assert faults_everywhere(page) == {}
    help_sheet.get_by_label("Use these shortcuts").uncheck()
    help_sheet.get_by_role("button", name="Close").click()

    keyboard.press("2")
    expect(room.option("B")).not_to_be_checked()
    page.reload()
    room.wait_until_open()
    keyboard.press("n")

    expect(heading(room, 1)).to_be_visible()


def test_what_is_typed_is_no_shortcut(page, world, new_attempt):
    slug = "writing-and-workings"
    student = page.context
    assert student
    page.goto(f"/exams/{slug}/")
    page.get_by_role("button", name="Start exam").click()
    page.wait_for_selector("exam-room[data-ready]")

    page.get_by_label("Your answer").first.fill("")
    page.get_by_label("Your answer").first.press_sequentially("n s c ? 1 p")

    expect(page.get_by_role("heading", name="Question 1 of")).to_be_visible()
    expect(page.get_by_text("6 words")).to_be_visible()


@pytest.mark.parametrize(
    ("link", "target"),
    [
        ("Skip to the question", "section.question:not([hidden])"),
        ("Skip to the palette", "#palette"),
        ("Skip to submitting", "#submit"),
    ],
)
def test_skip_links_lead_to_question_palette_and_submit(room, link, target):
    skip = room.page.get_by_role("link", name=link)
    skip.focus()

    skip.press("Enter")

    expect(room.page.locator(target)).to_be_focused()


def test_on_a_phone_the_palette_holds_the_focus_and_esc_gives_it_back(room, keyboard):
    page = room.page
    page.set_viewport_size({"width": 390, "height": 800})

    page.get_by_role("link", name="Questions", exact=True).click()
    expect(page.locator("#palette")).to_be_focused()
    for _ in range(30):
        keyboard.press("Tab")
        is_behind = page.evaluate(
            "document.activeElement !== document.body &&"
            " !document.activeElement.closest('#palette, .skip')"
        )
        assert not is_behind
    page.locator("#palette").focus()
    keyboard.press("Escape")

    expect(room.question).to_be_focused()
