"""The room's tools: each works, stays on the device, and sends nothing."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looking import faults, faults_everywhere
from tests.browser.room import Room, wait_until

PNG = b"\x89PNG\r\n\x1a\n" + b"a drawing of the water cycle" * 50


def use(page: Page, tool: str) -> None:
    page.locator("#tools-menu > summary").click()
    page.locator("#tools-menu").get_by_role("button", name=tool).click()


@pytest.fixture
def sent(room: Room) -> list[str]:
    """What the page posts from now on, but for heartbeats."""
    found: list[str] = []
    room.page.on(
        "request",
        lambda request: (
            found.append(request.url)
            if request.method == "POST" and "heartbeat" not in request.url
            else None
        ),
    )
    return found


def test_the_menu_is_without_fault_everywhere(room):
    room.page.locator("#tools-menu > summary").click()

    assert faults_everywhere(room.page) == {}


def test_text_grows_in_steps_stays_so_and_unsticks_the_bars(room):
    page = room.page
    page.locator("#tools-menu > summary").click()
    page.get_by_label("160 %").check()
    expect(page.locator("html")).to_have_attribute("data-size", "160")
    page.reload()
    room.wait_until_open()

    size = page.evaluate("getComputedStyle(document.documentElement).fontSize")
    position = page.evaluate(
        "getComputedStyle(document.querySelector('.room-bar')).position"
    )
    assert float(size.removesuffix("px")) == pytest.approx(25.6, abs=0.1)
    assert position == "static"
    assert faults_everywhere(page) == {}


def test_a_struck_option_stays_struck_and_answers_nothing(room, sent):
    page = room.page
    use(page, "Strike out options")
    page.get_by_role("button", name="Strike out option B").first.click()
    page.reload()
    room.wait_until_open()

    expect(page.locator(".option.struck")).to_have_count(1)
    assert room.held == "-----"
    assert sent == []


def test_notes_and_the_scratch_pad_stay_on_the_device(room, sent):
    page = room.page
    use(page, "Note for this question")
    expect(page.get_by_label(re.compile("^Your note"))).to_be_focused()
    page.keyboard.type("n: come back")
    use(page, "Scratch pad")
    page.get_by_label(re.compile("^For your workings")).fill("2 + 2 = 4")
    assert faults_everywhere(page) == {}
    page.reload()
    room.wait_until_open()

    expect(page.get_by_label(re.compile("^Your note"))).to_have_value("n: come back")
    use(page, "Scratch pad")
    expect(page.locator("#pad textarea")).to_have_value("2 + 2 = 4")
    assert sent == []


def test_what_the_tools_kept_is_gone_after_the_hand_in(room):
    page = room.page
    use(page, "Note for this question")
    expect(page.get_by_label(re.compile("^Your note"))).to_be_focused()
    page.keyboard.type("secret")

    room.hand_in()

    kept = page.evaluate("Object.keys(localStorage).filter((k) => /tools/.test(k))")
    assert kept == []


def test_selected_text_is_highlighted_and_stays_so(room):
    page = room.page
    use(page, "Highlight text")
    page.wait_for_selector("[data-highlighting]")
    page.evaluate(
        """() => {
          const shown = document.querySelector("section.question:not([hidden])");
          const text = shown.querySelector(".question-body");
          getSelection().selectAllChildren(text);
          document.querySelector("exam-room").dispatchEvent(new Event("pointerup"));
        }"""
    )
    wait_until(page, "CSS.highlights.get('marked')?.size === 1")
    page.reload()
    room.wait_until_open()

    wait_until(page, "CSS.highlights.get('marked')?.size === 1")


def test_the_clock_can_be_hidden_and_shown(room):
    use(room.page, "Hide the clock")
    expect(room.page.locator("#clock")).to_be_hidden()

    use(room.page, "Hide the clock")

    expect(room.page.locator("#clock")).to_be_visible()


def test_the_line_reader_moves_by_key(room):
    page = room.page
    use(page, "Line reader")
    handle = page.get_by_role("slider", name=re.compile("Line reader"))
    expect(handle).to_be_focused()
    before = handle.get_attribute("aria-valuenow") or ""
    page.keyboard.press("ArrowDown")

    expect(handle).not_to_have_attribute("aria-valuenow", before)


def test_the_calculator_reckons_beside_the_question_without_a_connection(room, sent):
    page = room.page
    # Tools come when the room stands and there is nothing else to do.
    wait_until(
        page,
        """() => ["calculator", "tools"].every((file) => performance
             .getEntriesByType("resource")
             .some((one) => one.responseEnd && one.name.includes(file + ".")))""",
    )
    room.context.set_offline(True)
    use(page, "Calculator")
    calculator = page.get_by_role("dialog", name="Calculator")
    for key in ("2", "times", "open bracket", "3", "plus", "4", "close bracket"):
        calculator.get_by_role("button", name=key, exact=True).click()
    calculator.get_by_role("button", name="equals").click()

    expect(calculator.locator("output")).to_have_text("= 14")
    assert faults_everywhere(page) == {}
    assert sent == []


def test_the_palette_shows_what_is_still_to_do(room):
    page = room.page
    room.choose("A")
    room.expect_saved()

    page.get_by_label("Unanswered", exact=True).check()
    expect(page.locator("[data-cell]:visible")).to_have_count(4)
    page.get_by_label("Marked", exact=True).check()

    expect(page.get_by_text("No question is like that now.")).to_be_visible()


def test_a_paper_in_two_languages_is_read_in_either_and_keeps_its_answers(page):
    page.goto("/exams/practice-pull-the-plug/")
    page.get_by_label("Language of the questions").select_option("हिन्दी")
    assert faults(page) == []
    page.get_by_role("button", name="Start exam").click()
    # The first: until the room's script runs, all questions are to be seen.
    shown = page.locator("section.question:visible .question-body").first
    expect(shown).to_have_text("लाल ग्रह किसे कहते हैं?")
    expect(page.locator("exam-room")).to_have_attribute("data-ready", "")
    page.locator("section.question:visible").get_by_label("मंगल").check()
    expect(page.locator("#save-status")).to_have_text("All answers saved")

    use(page, "English")

    expect(shown).to_have_text("Which planet is known as the red planet?")
    expect(page.get_by_label("Mars")).to_be_checked()


@pytest.fixture
def every_kind(page: Page) -> Page:
    page.goto("/exams/writing-and-workings/")
    page.get_by_role("button", name="Start exam").click()
    page.wait_for_selector("exam-room[data-ready]")
    return page


def go_to(page: Page, number: int) -> None:
    page.evaluate(f"document.querySelectorAll('[data-cell]')[{number - 1}].click()")


def test_gaps_are_filled_in_the_text_and_kept(every_kind):
    page = every_kind
    go_to(page, 6)
    page.get_by_label("Gap 2 of 2").locator("visible=true").fill("0")
    page.get_by_label("Gap 1 of 2").locator("visible=true").fill("100")
    page.get_by_label("Gap 1 of 2").locator("visible=true").blur()
    expect(page.locator("#save-status")).to_have_attribute("data-unsaved", "0")
    expect(page.locator("#save-status")).to_have_attribute("data-state", "saved")
    assert faults_everywhere(page) == {}
    page.reload()
    page.wait_for_selector("exam-room[data-ready]")

    expect(page.get_by_label("Gap 1 of 2").locator("visible=true")).to_have_value("100")
    expect(page.get_by_label("Gap 2 of 2").locator("visible=true")).to_have_value("0")


def test_a_file_goes_up_is_part_of_the_answer_and_can_be_taken_out(every_kind):
    page = every_kind
    go_to(page, 8)
    file = {"name": "cycle.png", "mimeType": "image/png", "buffer": PNG}
    page.locator("input[type=file]").set_input_files(file)

    expect(page.get_by_label("cycle.png")).to_be_checked()
    expect(page.locator("#save-status")).to_have_attribute("data-state", "saved")
    page.reload()
    page.wait_for_selector("exam-room[data-ready]")
    expect(page.get_by_label("File 1")).to_be_checked()
    assert faults_everywhere(page) == {}
    page.get_by_label("File 1").uncheck()

    expect(page.locator("section.question:visible")).to_have_attribute(
        "data-state", "not-answered"
    )


def test_a_file_of_the_wrong_kind_is_refused_in_words(every_kind):
    page = every_kind
    go_to(page, 8)
    file = {"name": "notes.png", "mimeType": "image/png", "buffer": b"just words"}

    page.locator("input[type=file]").set_input_files(file)

    expect(page.get_by_text("is no JPEG, PNG or PDF")).to_be_visible()


def test_what_is_no_number_is_said_gently(every_kind):
    page = every_kind
    go_to(page, 4)
    number = page.locator("input[inputmode=decimal]:visible")
    number.fill("twelve")
    number.blur()

    expect(page.get_by_text("This is not a number yet.")).to_be_visible()
