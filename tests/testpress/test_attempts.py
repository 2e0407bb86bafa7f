"""What an attempt says of itself, above all how much time is left."""

from datetime import UTC, datetime
from typing import Any

import pytest
import requests

from portal.testpress import (
    Attempt,
    Exam,
    Known,
    Unexpected,
    Unknown,
    Unreachable,
    Untimed,
)

TIMED = {"slug": "optics", "duration": "1:00:00"}
UNTIMED = {"slug": "optics", "duration": None}
DAMAGED = {"slug": "optics", "duration": "2.20:03"}


def attempt(**sent: Any) -> Attempt:
    return Attempt.parse({"id": 1, "state": "Running"} | sent)


@pytest.mark.parametrize(
    ("exam", "remaining", "clock"),
    [
        (TIMED, "0:59:57", Known(3597)),
        (TIMED, "0:00:00", Known(0)),
        (TIMED, "0:00:01.9", Known(1)),
        (TIMED, "2.20:03", Unknown()),
        (TIMED, None, Unknown()),
        (TIMED, "", Unknown()),
        (DAMAGED, "0:10:00", Known(600)),
        (DAMAGED, None, Unknown()),
        (UNTIMED, "0:00:00", Untimed()),
        (UNTIMED, None, Untimed()),
        (None, "0:10:00", Known(600)),
        (None, "0:00:00", Unknown()),
        (None, None, Unknown()),
    ],
)
def test_time_left_is_known_unlimited_or_unknown_and_unknown_is_never_zero(
    exam, remaining, clock
):
    assert attempt(exam=exam, remaining_time=remaining).clock() == clock


def test_an_exam_known_from_elsewhere_helps_to_read_the_clock():
    running = attempt(remaining_time="0:00:00")

    assert running.clock(Exam.parse(TIMED)) == Known(0)
    assert running.clock(Exam.parse(UNTIMED)) == Untimed()


def test_the_apis_own_time_comes_with_each_attempt(api, student):
    date = {"Date": "Thu, 01 Jan 2026 12:00:00 GMT"}
    sent = {"id": 1, "state": "Running"}
    api.will_answer("PUT", "attempts/1/heartbeat/", sent, headers=date)

    beat = student.attempts.heartbeat(1)

    assert beat.read_at == datetime(2026, 1, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize("date", [{}, {"Date": "soon"}, {"Date": ""}])
def test_a_reply_without_its_time_is_read_all_the_same(date, api, student):
    sent = {"id": 1, "state": "Running"}
    api.will_answer("GET", "attempts/1/", sent, headers=date)

    assert student.attempts.get(1).read_at is None


@pytest.mark.parametrize(
    ("state", "running", "completed"),
    [
        ("Running", True, False),
        ("running", True, False),
        ("Completed", False, True),
        ("Evaluation Completed", False, True),
        ("Pending Evaluation", False, False),
        ("Not Started", False, False),
    ],
)
def test_only_a_running_attempt_goes_on_and_only_a_completed_one_has_a_result(
    state, running, completed
):
    found = attempt(state=state)

    assert (found.is_running, found.is_completed) == (running, completed)
    assert found.state == state


@pytest.mark.parametrize("state", [None, "", "  ", 3, ["Running"]])
def test_an_attempt_without_a_state_is_unexpected(state, api, student):
    api.will_answer("GET", "attempts/1/", {"id": 1, "state": state})

    with pytest.raises(Unexpected):
        student.attempts.get(1)


@pytest.mark.parametrize(
    ("sent", "rank"),
    [
        ({"rank": 2, "max_rank": 165, "rank_enabled": True}, 2),
        ({"rank": "2", "max_rank": "NA", "rank_enabled": True}, 2),
        ({"rank": 2, "max_rank": 165, "rank_enabled": False}, None),
        ({"rank": 2, "max_rank": 165}, None),
        ({"rank": "NA", "max_rank": 0, "rank_enabled": True}, None),
        ({"rank": "NA", "max_rank": "NA", "rank_enabled": True}, None),
        ({"rank": 4, "max_rank": 0, "rank_enabled": True}, None),
        ({"rank": 2, "rank_enabled": True, "state": "Running"}, None),
    ],
)
def test_a_rank_is_shown_when_it_is_one(sent, rank):
    assert attempt(**{"state": "Completed"} | sent).shown_rank == rank


def test_counts_are_what_the_api_says_and_need_not_add_up():
    counted = attempt(correct_count=2, incorrect_count=6, unanswered_count=0)

    assert (counted.correct_count, counted.incorrect_count) == (2, 6)
    assert counted.unanswered_count == 0


def test_an_exams_slug_is_found_without_the_exam():
    url = "http://demo.testpress.in/api/v2.2/exams/dummy-test-7-8/"

    assert attempt(exam_url=url).exam_slug == "dummy-test-7-8"
    assert attempt(exam=TIMED).exam_slug == "optics"
    assert attempt().exam_slug is None


def test_the_sections_of_an_attempt_have_their_own_clock_and_paths():
    base = "http://elsewhere.example/api/v2.2.1/attempts/1/sections/0/"
    sent = {
        "state": "Running",
        "remaining_time": "0:20:00",
        "questions_url": f"{base}questions/?x=1",
        "start_url": f"{base}start/",
        "end_url": "http://elsewhere.example/end/",
        "info": {"order": 3, "name": "Physics", "duration": "0:30:00"},
    }

    (section,) = attempt(sections=[sent]).sections

    assert (section.order, section.name) == (3, "Physics")
    assert section.is_running
    assert section.remaining.total_seconds() == 1200
    assert section.duration.total_seconds() == 1800
    assert section.questions_path == "/api/v2.2.1/attempts/1/sections/0/questions/"
    assert section.start_path == "/api/v2.2.1/attempts/1/sections/0/start/"
    assert section.end_path == ""


def test_a_section_says_its_own_name_before_the_one_it_is_announced_by():
    sent = {"state": "Not Started", "order": 0, "name": "A", "info": {"name": "B"}}

    (section,) = attempt(attempt_sections=[sent]).sections

    assert (section.order, section.name) == (0, "A")


@pytest.mark.parametrize("verb", ["start", "heartbeat", "end"])
def test_an_attempt_is_started_kept_alive_and_ended(verb, api, student):
    sent = {"id": 7, "state": "Completed"}
    api.will_answer("PUT", f"attempts/7/{verb}/", sent)

    assert getattr(student.attempts, verb)(7).is_completed
    assert api.sent is None


def test_an_attempt_is_created_with_all_questions(api, student):
    api.will_answer("POST", "exams/optics/attempts/", {"id": 7, "state": "Running"})

    assert student.attempts.create("optics").id == 7
    assert api.sent is None


def test_an_attempt_may_be_created_with_the_wrong_ones_only(api, student):
    api.will_answer("POST", "exams/optics/attempts/", {"id": 7, "state": "Running"})

    student.attempts.create("optics", wrong_only=True)

    assert api.sent == {"is_partial": True}


def test_an_attempt_is_not_created_twice_for_a_lost_answer(api, student):
    api.will_answer("POST", "exams/optics/attempts/", body=requests.ConnectionError())

    with pytest.raises(Unreachable):
        student.attempts.create("optics")

    assert len(api.calls) == 1


def test_attempts_are_searched_by_exam_title(api, student):
    api.will_answer("GET", "attempts/", {"results": []}, query={"q": "light"})

    assert len(student.attempts.list(search="light")) == 0


@pytest.mark.parametrize(
    ("read", "started", "lately"),
    [
        ("12:01:29", "2026-01-01T12:00:00Z", True),
        ("12:01:31", "2026-01-01T12:00:00Z", False),
        ("12:00:00", "2026-01-01T17:31:00+05:30", True),
        ("12:00:00", "2.26-01-01T12:00:00Z", False),
        ("12:00:00", None, False),
    ],
)
def test_a_gap_is_measured_on_the_apis_own_clock(read, started, lately, api, student):
    sent = {"id": 1, "state": "Running", "last_started_time": started}
    date = {"Date": f"Thu, 01 Jan 2026 {read} GMT"}
    api.will_answer("GET", "attempts/1/", sent, headers=date)

    assert student.attempts.get(1).was_beaten_within(90) is lately
