"""What a student may do with an exam now: the table of API.md's order of decisions."""

from datetime import UTC, datetime, timedelta

import pytest

from portal import testpress
from portal.exams.standing import Standing, resumable, with_attempts
from tests import payloads

NOW = datetime.now(UTC)
LATER = {"start_date": payloads.at(days=-1)}
OVER = {"end_date": payloads.at(days=1)}
RUNNING = payloads.attempt(id=1)
DONE = payloads.completed(id=2)
PENDING = payloads.attempt(id=3, state="Pending Evaluation")


def standing(*attempts, was_attempted=False, **exam):
    exam = testpress.Exam.parse(payloads.exam(attempts=list(attempts), **exam))
    return Standing(exam=exam, now=NOW, was_attempted=was_attempted)


@pytest.mark.parametrize(
    ("attempts", "exam", "way_in"),
    [
        ([], {}, "start"),
        ([], {"allow_retake": False}, "start"),
        ([], {"device_access_control": "web"}, "start"),
        ([], {"start_date": "2.25-11-07T12:37:11+05:30"}, "start"),
        ([], {"end_date": "2.25-11-07T12:37:11+05:30"}, "start"),
        ([], {"end_date": None}, "start"),
        # A counter of paused attempts may be stale: the attempts decide.
        ([], {"paused_attempts_count": 1}, "start"),
        ([RUNNING], {}, "resume"),
        ([DONE, RUNNING], {"allow_retake": False}, "resume"),
        ([{**RUNNING, "state": "running"}], {}, "resume"),
        ([DONE], {}, "retake"),
        ([DONE], {"allow_retake": None}, "retake"),
        ([DONE], {"max_retakes": None}, "retake"),
        ([DONE], {"max_retakes": 0}, "retake"),
        ([DONE], {"max_retakes": -1}, "retake"),
        ([PENDING], {}, "retake"),
        ([DONE], {"allow_retake": False}, "once"),
        ([{**DONE, "remaining_attempts": 0}], {}, "used-up"),
        ([{**DONE, "remaining_attempts": 2}], {}, "retake"),
        ([], LATER, "later"),
        ([RUNNING], LATER, "later"),
        ([], OVER, "ended"),
        ([RUNNING], OVER, "ended"),
        ([DONE], OVER, "ended"),
        ([], {"device_access_control": "mobile"}, "app"),
        ([RUNNING], {"device_access_control": "mobile_only"}, "app"),
        ([], {"template_type": 12}, "elsewhere"),
        ([RUNNING], {"template_type": 15}, "elsewhere"),
        ([], {"template_type": 22, **LATER}, "later"),
        ([], {"template_type": 2}, "start"),
    ],
)
def test_there_is_one_right_thing_to_do(attempts, exam, way_in):
    assert standing(*attempts, **exam).way_in == way_in


def test_an_exam_known_to_be_attempted_is_retaken_and_not_started():
    assert standing(was_attempted=True).way_in == "retake"
    assert standing(was_attempted=True, allow_retake=False).way_in == "once"


def test_attempts_are_merged_by_id_and_the_exams_own_list_believed():
    exam = testpress.Exam.parse(payloads.exam(attempts=[RUNNING, DONE]))
    newer = testpress.Attempt.parse({**RUNNING, "state": "Completed"})

    merged = with_attempts(exam, [newer])

    assert [each.id for each in merged.attempts] == [1, 2]
    assert merged.running_attempt is None


def test_time_left_is_said_in_whole_minutes_until_the_last():
    assert standing({**RUNNING, "remaining_time": "0:48:30"}).time_left == timedelta(
        minutes=48
    )
    assert standing({**RUNNING, "remaining_time": "0:00:59"}).time_left == timedelta(
        seconds=59
    )


def test_an_untimed_or_damaged_clock_has_no_time_left_to_say():
    untimed = standing({**RUNNING, "exam": None}, duration=None)
    damaged = standing({**RUNNING, "remaining_time": "2.20:03"})

    assert untimed.time_left is None
    assert untimed.clock.kind == "untimed"
    assert damaged.time_left is None
    assert damaged.clock.kind == "unknown"


def test_what_can_be_resumed_is_known_from_the_attempts_alone():
    rows = [RUNNING, DONE, {**RUNNING, "id": 4, "exam": payloads.exam(**OVER)}]
    attempts = [testpress.Attempt.parse(row) for row in rows]

    found = resumable(attempts, NOW)

    assert [each.running.id for each in found] == [1]


def test_an_exam_that_is_open_looks_the_same_from_day_to_day():
    today = standing(start_date=payloads.at(days=40))
    tomorrow = Standing(exam=today.exam, now=NOW + timedelta(days=1))

    assert today.face == tomorrow.face


def test_an_exam_that_opens_later_says_in_how_many_days():
    later = standing(start_date=payloads.at(days=-3), end_date=payloads.at(days=-9))

    assert later.face.days_until_open == 3
    assert not later.face.is_one_day
