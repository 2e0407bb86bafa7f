"""What may happen to a student in an exam, scene by scene; each ends well or fails."""

import threading
from http.client import HTTPConnection
from urllib.parse import urlencode

from tests.faults.play import Play
from tests.stack import PASSWORD

PAGE = "<!doctype html><title>Free Wi-Fi</title>"


def only_the_portals_receipt_is_believed(play: Play) -> None:
    play.open()
    play.choose("B")
    play.fake(play.waiting()[0], 200, PAGE)

    assert play.state()["unsent"] == [str(play.rows[0])]


def an_old_answer_forgets_no_newer_entry(play: Play) -> None:
    play.open()
    play.choose("A")
    play.choose("B")
    play.deliver(play.waiting()[0])
    play.lose(play.waiting()[0])
    play.crash()
    _write_elsewhere(play)
    play.open("two")

    assert play.state("two")["asked"] == 1


def a_page_made_while_a_save_was_on_its_way_brings_back_nothing_old(play: Play) -> None:
    play.open("one")
    play.choose("A", "one")
    play.deliver_all()
    play.choose("B", "one")
    (late,) = play.waiting()
    play.open("two")
    play.deliver(late)
    play.wait(0.2)
    play.crash("one")
    play.wait(2)
    play.hand_in("two")

    assert play.held == "B--"


def saves_of_one_question_do_not_overtake_each_other(play: Play) -> None:
    play.open()
    play.choose("A")
    play.choose("B")
    while found := play.waiting():
        play.deliver(found[-1])

    assert play.state()["unsent"] == []
    assert play.held == "B--"


def what_changed_meanwhile_goes_next(play: Play) -> None:
    play.open()
    play.choose("A")
    play.deliver_all()
    play.choose("B")
    play.deliver_all()

    assert play.held == "B--"


def what_was_never_sent_survives_a_crash(play: Play) -> None:
    play.open()
    play.choose("C")
    play.lose(play.waiting()[0])
    play.crash()
    play.open("two")
    play.deliver_all()

    assert play.held == "C--"


def an_old_phone_does_not_undo_what_was_chosen_later(play: Play) -> None:
    play.open("one", "phone")
    play.choose("A")
    play.deliver_all()
    play.choose("B")
    play.lose(play.waiting()[0])
    play.crash("one")
    play.open("two", "laptop")
    play.choose("C", "two")
    play.deliver_all()
    play.open("three", "phone")
    play.deliver_all()

    assert play.state("three")["asked"] == 1
    assert play.held == "C--"


def a_late_answer_to_an_old_window_forgets_nothing_of_the_new_one(play: Play) -> None:
    play.open("one")
    play.choose("A", "one")
    (old,) = play.waiting()
    play.perform(old)
    play.open("two")
    play.driver.ask("takeOver", window="two")
    play.crash("two")
    play.open("three")
    play.deliver_all()
    play.crash("three")
    play.open("four")
    play.choose("B", "four")
    play.reply(old)
    play.lose(play.waiting(window="four")[0])
    play.crash("four")
    _write_elsewhere(play)
    play.open("five")

    assert play.state("five")["asked"] == 1


def _write_elsewhere(play: Play) -> None:
    """From now on, what the phone kept unsent is asked about; the settled isn't."""
    play.open("far", device="tablet")
    play.choose("D", "far", question=2)
    play.deliver_all()


def a_save_that_failed_is_tried_again(play: Play) -> None:
    play.open()
    play.choose("A")
    play.lose(play.waiting()[0])
    play.wait(3)

    assert play.waiting(), "nothing is on its way any more"


def a_stale_csrf_token_is_replaced_silently(play: Play) -> None:
    play.open()
    play.driver.ask("rotate", device="phone")
    play.choose("A")
    play.deliver_all()

    assert play.state()["unsent"] == []
    assert play.held == "A--"


def a_request_given_up_may_arrive_late_and_is_outdone(play: Play) -> None:
    play.open()
    play.choose("A")
    (late,) = play.waiting()
    play.wait(15.2)
    play.choose("B")
    play.wait(2)
    play.deliver(next(request for request in play.waiting() if request != late))
    play.perform(late)
    assert play.held == "A--"
    play.driver.ask("lose", request=late)
    play.wait(25)
    play.deliver_all()

    assert play.held == "B--"


def an_old_request_that_comes_late_is_outdone_after_a_reload(play: Play) -> None:
    play.open()
    play.choose("A")
    (old,) = play.waiting()
    play.deliver(old)
    play.choose("B")
    play.deliver_all()
    play.perform(old)
    assert play.held == "A--"
    play.crash()
    play.open("two")
    play.deliver_all()

    assert play.held == "B--"


def what_was_never_acknowledged_is_sent_though_the_api_holds_the_same(
    play: Play,
) -> None:
    play.open("one")
    play.choose("A", "one")
    (late,) = play.waiting()
    play.choose("-", "one")
    play.crash("one")
    play.open("two")
    play.choose("C", "two", question=3)
    play.perform(late)
    assert play.held == "A--"
    (third,) = play.waiting(f"/questions/{play.rows[2]}/")
    play.perform(third)
    play.crash("two")
    play.open("three")
    play.hand_in("three")

    assert play.held == "--C"


def retry_after_is_obeyed(play: Play) -> None:
    play.open()
    play.choose("A")
    play.fake(play.waiting()[0], 429, Retry_After="30")
    play.wait(10)
    play.choose("B", question=2)
    play.driver.ask("retryNow", window="one")
    assert not play.waiting()
    play.wait(25)

    assert len(play.waiting()) == 2


def retry_after_is_obeyed_at_the_hand_in(play: Play) -> None:
    play.open()
    play.choose("A")
    play.deliver_all()
    play.driver.ask("handIn", window="one")
    play.wait(1)
    play.fake(play.waiting("/end/")[0], 429, Retry_After="30")
    play.wait(10)
    play.driver.ask("retryNow", window="one")
    play.wait(1)
    assert not play.waiting("/end/")
    play.wait(25)

    assert play.waiting("/end/")


def a_hand_in_goes_on_once_the_portal_is_back(play: Play) -> None:
    play.open()
    play.driver.ask("handIn", window="one")
    for _ in range(6):
        while not (found := play.waiting("/end/")):
            play.wait(5)
        play.lose(found[0])
    for _ in range(3):
        play.wait(2)
        for request in play.waiting("/healthz/"):
            play.deliver(request)

    assert play.waiting("/end/")


def a_probe_that_gets_no_answer_is_given_up(play: Play) -> None:
    play.open()
    play.choose("A")
    play.lose(play.waiting()[0])
    play.wait(30)

    assert len(play.waiting("/healthz/")) > 1


def a_link_that_was_dead_for_long_is_tried_as_often_as_at_first(play: Play) -> None:
    play.open()
    play.choose("A")
    for _ in range(60):
        for request in play.waiting(""):
            play.lose(request)
        play.wait(10)
    for request in play.waiting(""):
        play.lose(request)
    play.wait(4)

    assert play.waiting("/healthz/")


def a_stale_csrf_token_keeps_nobody_from_going_on_here(play: Play) -> None:
    play.open("one")
    play.open("two")
    play.wait(2)
    play.driver.ask("rotate", device="phone")

    assert play.driver.ask("takeOver", window="two")["done"]


def a_strangers_401_stops_nothing(play: Play) -> None:
    play.open()
    play.choose("A")
    play.fake(play.waiting()[0], 401, PAGE)

    assert play.state()["stopped"] == ""


def a_strangers_409_stops_nothing(play: Play) -> None:
    play.open()
    play.choose("A")
    play.fake(play.waiting()[0], 409, PAGE)
    play.deliver_all()

    assert play.held == "A--"
    assert play.state()["unsent"] == []


def a_hand_in_that_was_refused_elsewhere_sends_nothing_more(play: Play) -> None:
    play.open()
    play.driver.ask("handIn", window="one")
    play.wait(1)
    play.fake(play.waiting("/end/")[0], 409, Portal_Conflict="elsewhere")
    play.wait(1)

    assert play.state()["stopped"] == "elsewhere"


def two_notes_at_once_are_both_kept(play: Play) -> None:
    play.open()
    changes = [{"seen": ["1"]}, {"sealed": True}]
    notes = play.driver.ask("note", window="one", changes=changes)["notes"]

    assert (notes.get("seen"), notes.get("sealed")) == (["1"], True)


def nothing_is_handed_in_while_a_save_is_on_its_way(play: Play) -> None:
    play.open()
    play.choose("A")
    play.driver.ask("handIn", window="one")
    play.wait(5)

    assert play.waiting("/questions/")
    assert not play.waiting("/end/")


def nothing_is_handed_in_while_a_given_up_save_may_still_arrive(play: Play) -> None:
    play.open()
    play.choose("A")
    (late,) = play.waiting()
    play.wait(15.2)
    play.driver.ask("handIn", window="one")
    play.wait(5)
    for request in play.waiting():
        if request != late:
            play.deliver(request)
    play.wait(5)
    assert not play.waiting("/end/")
    play.wait(20)

    assert play.waiting("/end/")


def of_two_windows_of_a_browser_one_writes(play: Play) -> None:
    play.open("one")
    play.open("two")
    play.wait(2)

    assert play.state("two")["isReadOnly"]
    assert not play.state("two")["isOpen"]


def a_take_over_locks_the_window_that_had_the_room(play: Play) -> None:
    play.open("one")
    play.open("two")
    play.wait(2)
    play.driver.ask("takeOver", window="two")

    assert not play.state("one")["isOpen"]


def another_tab_goes_on_with_its_own_work_unasked(play: Play) -> None:
    play.open("one")
    play.choose("B", "one")
    play.lose(play.waiting()[0])
    play.open("two")
    play.wait(2)
    play.driver.ask("takeOver", window="two")
    play.crash("one")
    play.crash("two")
    play.open("three")
    play.deliver_all()

    assert play.state("three")["asked"] == 0
    assert play.held == "B--"


def the_hand_in_puts_right_what_an_old_request_undid(play: Play) -> None:
    play.open()
    play.choose("A")
    (old,) = play.waiting()
    play.deliver(old)
    play.choose("B")
    play.deliver_all()
    play.perform(old)
    assert play.held == "A--"
    play.hand_in()

    assert play.state()["isFinished"]
    assert play.held == "B--"


def an_old_window_cannot_write_after_a_newer_one(play: Play) -> None:
    play.open("one", "phone")
    play.choose("A", "one")
    (old,) = play.waiting()
    play.open("two", "laptop")
    play.choose("C", "two")
    play.deliver(play.waiting(window="two")[0])

    assert play.perform(old) == 409
    assert play.held == "C--"


def two_starts_at_once_make_one_attempt(play: Play) -> None:
    play.world.fail("POST", "attempts/", delay=0.4)
    browser = Browser(play)
    presses = [threading.Thread(target=browser.start) for _ in range(4)]
    before = attempts_of(play)
    play.world.end(play.attempt)
    for press in presses:
        press.start()
    for press in presses:
        press.join()

    assert attempts_of(play) == before + 1


def a_start_whose_answer_was_lost_is_found_again(play: Play) -> None:
    play.world.end(play.attempt)
    play.world.fail("POST", "attempts/", drop="after", times=1)

    assert Browser(play).start() == 303


class Browser:
    """Cookies, "Start exam" and "Submit exam"; no more is needed of one here."""

    def __init__(self, play: Play) -> None:
        self._address = play.stack.portal.url.removeprefix("http://")
        self._cookies: dict[str, str] = {}
        _, headers = self._ask("GET", "/csrf/")
        signing_in = {"username": play.username, "password": PASSWORD}
        self._ask("POST", "/login/", signing_in, headers["Portal-CSRF"])
        _, headers = self._ask("GET", "/csrf/")
        self._token = headers["Portal-CSRF"]

    def start(self) -> int:
        status, _ = self._ask("POST", "/exams/sums/attempts/", {}, self._token)
        return status

    def end(self, attempt: int, answers: str) -> dict[str, str]:
        """The headers that "Submit exam" is answered with."""
        fields = {"answers": answers, "version": "1"}
        _, headers = self._ask("POST", f"/attempts/{attempt}/end/", fields, self._token)
        return headers

    def _ask(
        self,
        method: str,
        path: str,
        fields: dict[str, str] | None = None,
        token: str = "",
    ) -> tuple[int, dict[str, str]]:
        connection = HTTPConnection(self._address, timeout=30)
        headers = {
            "Cookie": "; ".join(f"{k}={v}" for k, v in self._cookies.items()),
            "Content-Type": "application/x-www-form-urlencoded",
            "X-CSRFToken": token,
        }
        connection.request(method, path, urlencode(fields or {}), headers)
        answer = connection.getresponse()
        answer.read()
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = line.partition(";")[0].partition("=")
            self._cookies[name] = value
        connection.close()
        return answer.status, dict(answer.headers)


def attempts_of(play: Play) -> int:
    user = play.world.user(play.username)
    exam = play.world.catalogue.slugs["sums"]
    return len(play.world.attempts.of_user(user["id"], exam))
