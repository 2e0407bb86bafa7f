"""Sessions, tabs and devices: signed out in mid-exam, opened twice, ended elsewhere."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from portal.sandbox.world import World
from tests.browser.conftest import NewDevice
from tests.browser.room import SAVED, Room, Student, offline
from tests.stack import PASSWORD


def test_signed_out_in_mid_exam_a_dialog_asks_and_everything_is_delivered(
    room: Room, student: Student
) -> None:
    room.choose("A")
    room.expect_saved()
    room.beat()
    room.world.revoke_tokens(student.username)
    room.next()
    room.choose("B")
    dialog = room.page.get_by_role("dialog", name="Sign in to go on")
    expect(dialog).to_be_visible()
    expect(room.status).to_have_text(offline(1))
    assert room.page.url.endswith(f"{room.path}#question-{room.rows[1]}")

    _sign_in(room.page, student.username)

    expect(dialog).to_be_hidden()
    room.expect_saved()
    assert room.held == "AB---"
    room.next()
    room.choose("C")
    room.expect_saved()


def test_signed_out_at_the_hand_in_it_goes_on_after_signing_in(
    room: Room, student: Student
) -> None:
    room.choose("A")
    room.expect_saved()
    room.beat()
    room.world.revoke_tokens(student.username)
    room.review()
    room.submit()
    dialog = room.page.get_by_role("dialog", name="Sign in to go on")
    expect(dialog).to_be_visible()

    _sign_in(room.page, student.username)
    room.wait_for_result()

    assert room.is_completed
    assert room.ends() == 1


def test_another_student_is_not_let_into_this_room(room: Room, world: World) -> None:
    world.add_student("intruder", PASSWORD) if not _exists(world, "intruder") else None
    room.beat()
    room.world.revoke_tokens()
    room.choose("A")
    dialog = room.page.get_by_role("dialog", name="Sign in to go on")
    expect(dialog).to_be_visible()

    _sign_in(room.page, "intruder")

    expect(dialog.get_by_role("alert")).to_contain_text("another student")
    expect(dialog).to_be_visible()
    assert room.held == "-----"


def test_a_wrong_password_is_said_in_the_dialog(room: Room, student: Student) -> None:
    room.beat()
    room.world.revoke_tokens(student.username)
    room.choose("A")
    dialog = room.page.get_by_role("dialog", name="Sign in to go on")
    expect(dialog).to_be_visible()

    _sign_in(room.page, student.username, "wrong")
    expect(dialog.get_by_role("alert")).to_contain_text("do not match")
    _sign_in(room.page, student.username)

    room.expect_saved()
    assert room.held == "A----"


def test_a_sign_in_in_another_tab_changes_nothing_here(
    room: Room, student: Student
) -> None:
    token = room.context.request.get("/csrf/").headers["portal-csrf"]
    answer = room.context.request.post(
        "/login/",
        headers={"X-CSRFToken": token},
        form={"username": student.username, "password": student.password},
    )
    assert answer.ok

    room.choose("D")

    room.expect_saved()
    expect(room.page.get_by_role("dialog")).to_have_count(0)
    assert room.held == "D----"


def test_ended_elsewhere_the_page_goes_to_the_result_and_names_what_was_too_late(
    room: Room,
) -> None:
    room.choose("A")
    room.expect_saved()
    room.world.end(room.attempt)
    room.next()

    room.choose("B")
    room.wait_for_result()

    assert room.held == "A----"
    expect(room.page.get_by_text("Question 2", exact=False).first).to_be_visible()
    expect(
        room.page.get_by_role("link", name="Download")
        .or_(room.page.get_by_role("button", name="Download"))
        .first
    ).to_be_visible()


def test_of_two_tabs_one_writes_and_the_other_can_take_over(room: Room) -> None:
    first = room.page
    room.choose("A")
    room.expect_saved()
    second = Room(room.context.new_page(), room.world, room.attempt)

    second.page.goto(room.path)
    goes_on = second.page.get_by_role("button", name="Continue here")
    expect(goes_on).to_be_visible()
    expect(second.option("B")).to_be_disabled()
    room.choose("B")
    room.expect_saved()
    goes_on.click()

    expect(second.page.locator("exam-room")).to_have_attribute(
        "data-ready", "", timeout=2000
    )
    expect(first.get_by_role("button", name="Continue here")).to_be_visible()
    assert second.shown == "B----"
    second.choose("C")
    second.expect_saved()
    expect(room.option("D")).to_be_disabled()
    assert room.held == "C----"


def test_a_take_over_in_the_same_browser_loses_nothing_unsent(room: Room) -> None:
    room.page.route("**/questions/*/", lambda route: route.abort())
    room.choose("C")
    expect(room.status).to_have_text(offline(1))
    second = Room(room.context.new_page(), room.world, room.attempt)
    second.page.goto(room.path)

    second.page.get_by_role("button", name="Continue here").click()
    second.wait_until_open()

    second.expect_saved()
    assert room.held == "C----"


def test_a_second_device_takes_over_and_the_first_is_asked_when_it_continues(
    room: Room, new_device: NewDevice, student: Student
) -> None:
    """The phone's unsent answer must not undo what was chosen later on the laptop."""
    phone = room
    phone.choose("A")
    phone.expect_saved()
    phone.context.set_offline(True)
    phone.choose("B")
    expect(phone.status).to_have_text(offline(1))
    laptop = Room(
        student.sign_in(new_device().new_page()), room.world, room.attempt
    ).open()
    assert laptop.shown == "A----"
    laptop.choose("D")
    laptop.expect_saved()

    phone.context.set_offline(False)
    expect(phone.page.get_by_role("button", name="Continue here")).to_be_visible()
    assert room.held == "D----"
    phone.page.get_by_role("button", name="Continue here").click()
    dialog = phone.page.get_by_role("dialog", name="Which answers should count?")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("group", name="Question 1")).to_contain_text("D")
    dialog.get_by_label("Kept on this device").check()
    dialog.get_by_role("button", name="Go on").click()

    phone.expect_saved()
    assert room.held == "B----"


def test_a_tab_that_only_looks_does_not_shut_out_the_one_that_writes(
    room: Room, new_device: NewDevice, student: Student
) -> None:
    reader = student.sign_in(new_device().new_page())
    reader.route("**/heartbeat/", lambda route: route.abort())

    reader.goto(room.path)
    expect(reader.locator("exam-room")).to_have_attribute("data-ready", "")
    room.choose("B")

    room.expect_saved()
    assert room.held == "B----"


def test_another_student_on_the_same_device_reads_nothing(
    room: Room, world: World, new_attempt: Callable[..., int]
) -> None:
    room.context.set_offline(True)
    room.choose("B")
    expect(room.status).to_have_text(offline(1))
    room.context.set_offline(False)

    room.page.evaluate(
        """async () => {
             const token = JSON.parse(document.body.getAttribute("hx-headers"));
             await fetch("/logout/", {method: "POST", headers: token});
           }"""
    )

    room.page.goto("/login/")
    databases = room.page.evaluate("indexedDB.databases()")
    assert databases == []


def test_two_hand_ins_at_once_are_one_end(
    room: Room, new_device: NewDevice, student: Student
) -> None:
    room.choose("A")
    room.expect_saved()
    other = Room(student.sign_in(new_device().new_page()), room.world, room.attempt)
    other.open()
    room.review()
    other.review()

    other.submit()
    room.submit()
    other.wait_for_result()

    assert room.ends() == 1
    assert room.held == "A----"


def _sign_in(page: Page, username: str, password: str = PASSWORD) -> None:
    dialog = page.get_by_role("dialog", name="Sign in to go on")
    dialog.get_by_label("Username").fill(username)
    dialog.get_by_label("Password").fill(password)
    dialog.get_by_role("button", name="Sign in").click()


def _exists(world: World, username: str) -> bool:
    try:
        world.user(username)
    except LookupError:
        return False
    return True


__all__ = ["SAVED"]
