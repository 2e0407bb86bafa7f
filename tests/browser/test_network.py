"""Links that are down, lie, or refuse: what was chosen is kept, said, and delivered."""

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from portal.sandbox.world import World
from tests.browser.conftest import NewDevice
from tests.browser.room import SAVED, Room, Student, offline
from tests.faults.proxy import Plan, Proxy
from tests.stack import Stack

SAVES = "**/questions/*/"
CAPTIVE = "<!doctype html><title>Free Wi-Fi</title><h1>Sign in to this network</h1>"


def test_offline_answers_are_kept_and_delivered_on_return(room: Room) -> None:
    room.context.set_offline(True)

    room.choose("B")
    expect(room.status).to_have_text(offline(1))
    room.next()
    room.choose("C")
    room.next()
    room.choose("A")

    expect(room.status).to_have_text(offline(3))
    expect(room.status).to_have_attribute("data-unsaved", "3")
    assert room.held == "-----"
    expect(
        room.page.get_by_role(
            "link", name=re.compile("Question 2 ?, Answered, not sent yet")
        )
    ).to_be_visible()
    room.context.set_offline(False)
    room.expect_saved(timeout=5000)
    assert room.held == "BCA--"


def test_every_question_is_readable_offline(room: Room) -> None:
    room.context.set_offline(True)

    for number in (5, 3, 1, 4, 2):
        room.go_to(number)
        expect(room.question.get_by_text(f"What is {number} + 2?")).to_be_visible()


@pytest.mark.parametrize("way", ["is_cut", "is_silent"])
def test_ten_seconds_on_a_dead_link_and_all_is_delivered_after_it(
    new_device: NewDevice,
    stack: Stack,
    student: Student,
    world: World,
    new_attempt: Callable[..., int],
    way: str,
) -> None:
    """The browser thinks that it is online, and is told nothing when it is again."""
    with Proxy(stack.url, Plan(rate=0)) as link:
        page = student.sign_in(new_device(base_url=link.url).new_page())
        room = Room(page, world, new_attempt()).open()
        setattr(link, way, True)
        for number, letter in enumerate("BCADB", start=1):
            expect(room.question.get_by_text(f"What is {number} + 2?")).to_be_visible()
            room.answer(letter)
        expect(room.status).to_have_text(offline(5))
        page.wait_for_timeout(10_000)
        assert room.held == "-----"

        setattr(link, way, False)

        room.expect_saved(timeout=20_000)
        assert room.held == "BCADB"


def test_a_reload_restores_what_was_never_sent(room: Room) -> None:
    room.page.route(SAVES, lambda route: route.abort())
    room.answer("AB")
    expect(room.status).to_have_text(offline(2))
    room.page.unroute(SAVES)
    room.page.on("dialog", lambda dialog: dialog.accept())

    room.page.reload()
    room.wait_until_open()

    room.expect_saved()
    assert room.held == "AB---"


@pytest.mark.parametrize(
    "answer",
    [
        {"status": 200, "content_type": "text/html", "body": CAPTIVE},
        {"status": 200, "body": ""},
        {"status": 204, "body": ""},
        {"status": 200, "headers": {"Portal-Saved": "1:1"}, "body": ""},
        {"status": 409, "body": "somebody else's conflict"},
        {"status": 401, "content_type": "text/html", "body": CAPTIVE},
        {"status": 403, "content_type": "text/html", "body": CAPTIVE},
        {"status": 422, "content_type": "text/html", "body": CAPTIVE},
    ],
    ids=["captive portal", "200", "204", "wrong receipt", "409", "401", "403", "422"],
)
def test_only_the_portals_own_receipt_is_believed(
    room: Room, answer: dict[str, object]
) -> None:
    room.page.route(SAVES, lambda route: route.fulfill(**answer))  # type: ignore[arg-type]

    room.choose("B")

    expect(room.status).to_have_text(offline(1))
    room.page.wait_for_timeout(500)
    expect(room.status).to_have_text(offline(1))
    room.page.unroute(SAVES)
    room.expect_saved()
    assert room.held == "B----"


def test_an_api_that_fails_is_waited_for(room: Room) -> None:
    fault = room.world.fail("PUT", f"attempts/{room.attempt}/questions/", status=503)

    room.answer("AB")

    expect(room.status).to_have_text(offline(2))
    assert room.held == "-----"
    room.world.heal(fault)
    room.expect_saved(timeout=10_000)
    assert room.held == "AB---"


def test_a_heartbeat_that_fails_leaves_the_room_where_it_is(room: Room) -> None:
    path = f"attempts/{room.attempt}/heartbeat/"
    fault = room.world.fail("PUT", path, status=503)
    room.choose("A")
    room.expect_saved()

    kind = room.page.evaluate("document.querySelector('exam-room').heartbeat.beat()")
    room.page.wait_for_timeout(300)

    assert kind in ("failed", "wait")
    room.world.heal(fault)
    room.next()
    room.choose("C")
    room.expect_saved()
    assert room.held == "AC---"


def test_an_answer_that_the_api_lost_on_the_way_back_is_sent_again(room: Room) -> None:
    path = f"attempts/{room.attempt}/questions/"
    room.world.fail("PUT", path, drop="after", times=2)

    room.choose("D")

    room.expect_saved(timeout=12_000)
    assert room.held == "D----"


def test_retry_after_is_obeyed(room: Room) -> None:
    path = f"attempts/{room.attempt}/questions/"
    room.world.fail("PUT", path, status=429, retry_after=3, times=1)

    room.choose("A")
    expect(room.status).to_have_text(offline(1))
    room.page.evaluate("dispatchEvent(new Event('online'))")
    room.next()
    room.choose("B")
    room.expect_saved(timeout=12_000)

    first, second = (call["arrived"] for call in room.world.calls("PUT", path)[:2])
    assert second - first >= 3
    assert room.held == "AB---"


def test_what_the_api_does_not_accept_is_said_at_the_question(
    page: Page, world: World, new_attempt: Callable[..., int]
) -> None:
    room = Room(page, world, new_attempt(attemptable=1)).open()
    room.choose("A")
    room.expect_saved()

    room.next()
    room.choose("B")

    expect(room.question.get_by_role("alert")).to_be_visible()
    expect(room.status).to_have_text(SAVED)
    told = page.get_by_text("1 answer was not accepted. The question says why.")
    expect(told).to_be_visible()
    cell = page.locator("[data-cell][data-refused]")
    expect(cell).to_have_accessible_name(re.compile("Answered, not accepted$"))
    assert room.held == "A----"
    room.question.get_by_role("button", name="Clear response").click()
    expect(told).to_be_hidden()
    room.hand_in()
    assert room.is_completed


def test_a_submit_that_gets_no_answer_is_tried_again(room: Room) -> None:
    fault = room.world.fail("PUT", f"attempts/{room.attempt}/end/", status=502)
    room.choose("C")
    room.review()

    room.submit()

    expect(room.page.get_by_text("Not submitted yet")).to_be_visible()
    room.world.heal(fault)
    room.wait_for_result()
    assert room.is_completed
    assert room.held == "C----"


def test_a_submit_whose_answer_was_lost_is_one_end(room: Room) -> None:
    room.world.fail("PUT", f"attempts/{room.attempt}/end/", drop="after", times=1)
    room.choose("C")
    room.review()

    room.submit()
    room.wait_for_result()

    assert room.is_completed
    assert room.held == "C----"


def test_submitting_offline_goes_through_on_return(room: Room) -> None:
    room.context.set_offline(True)
    room.choose("C")
    room.review()
    expect(room.page.get_by_text("1 answer is not sent yet")).to_be_visible()

    room.submit()
    expect(room.page.get_by_text("Not submitted yet")).to_be_visible()
    room.context.set_offline(False)
    room.wait_for_result()

    assert room.held == "C----"


def test_the_read_back_puts_right_what_an_old_request_undid(room: Room) -> None:
    """A save that a network delivered once more, late, is undone at the hand-in."""
    late: list[tuple[str, dict[str, str], str]] = []

    def copy(route: Route) -> None:
        request = route.request
        late.append((request.url, request.all_headers(), request.post_data or ""))
        route.continue_()

    room.page.route(SAVES, copy)
    room.choose("A")
    room.expect_saved()
    room.choose("B")
    room.expect_saved()
    url, headers, body = late[0]
    again = room.context.request.post(url, headers=headers, data=body)
    assert again.ok
    assert room.held == "A----"

    room.hand_in()

    assert room.held == "B----"


def test_an_answer_chosen_while_the_page_loads_counts(
    page: Page, world: World, new_attempt: Callable[..., int]
) -> None:
    """Scripts come late on a slow line; the form is there before."""
    room = Room(page, world, new_attempt())

    def slowly(route: Route) -> None:
        time.sleep(1)
        route.continue_()

    page.route("**/js/room.*.js", slowly)
    page.goto(room.path, wait_until="commit")
    page.evaluate(
        """() => new Promise((done) => {
             const look = () => {
               const option = document.querySelectorAll("[name=selected_answers]")[2];
               if (!option) return setTimeout(look, 10);
               option.checked = true;
               done();
             };
             look();
           })"""
    )

    room.wait_until_open()
    room.expect_saved()

    assert room.held == "C----"


def test_a_device_that_keeps_nothing_is_told_so_and_works(
    new_device: NewDevice,
    student: Student,
    world: World,
    new_attempt: Callable[..., int],
) -> None:
    device = new_device()
    device.add_init_script(
        """IDBFactory.prototype.open = () => {
             throw new DOMException("no", "SecurityError");
           };"""
    )
    room = Room(student.sign_in(device.new_page()), world, new_attempt()).open()

    room.choose("B")
    room.expect_saved()
    expect(
        room.page.get_by_text("This browser keeps nothing on this device")
    ).to_be_visible()
    device.set_offline(True)
    room.next()
    room.choose("C")

    expect(room.status).to_contain_text("Not kept on this device")
