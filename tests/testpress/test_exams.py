"""What an exam says of itself."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from portal.testpress import Exam

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def exam(**sent: Any) -> Exam:
    return Exam.parse({"slug": "optics", "duration": "1:00:00"} | sent)


def attempt(**sent: Any) -> dict[str, Any]:
    return {"id": 1, "state": "Completed"} | sent


@pytest.mark.parametrize("state", ["available", "upcoming", "history"])
def test_exams_are_listed_by_state(state, api, student):
    api.will_answer("GET", f"exams/{state}/", {"results": [{"slug": "optics"}]})

    assert [exam.slug for exam in student.exams.list(state)] == ["optics"]


def test_exams_are_searched_by_title_and_course(api, student):
    query = {"q": "light", "course": "NEET", "page": "2"}
    api.will_answer("GET", "exams/available/", {"results": []}, query=query)

    assert len(student.exams.list(search="light", course="NEET", page=2)) == 0


@pytest.mark.parametrize(
    ("opens", "closes", "is_open", "later", "ended"),
    [
        ("2026-01-01T11:00:00Z", "2026-01-01T13:00:00Z", True, False, False),
        ("2026-01-01T12:00:00Z", None, True, False, False),
        ("2026-01-01T17:30:01+05:30", None, False, True, False),
        ("2025-01-01T00:00:00Z", "2026-01-01T12:00:00Z", False, False, True),
        (None, None, True, False, False),
        ("2.26-01-01T13:00:00Z", "2.26-01-01T13:00:00Z", True, False, False),
    ],
)
def test_an_exam_is_open_between_its_dates(opens, closes, is_open, later, ended):
    found = exam(start_date=opens, end_date=closes)

    assert found.is_open(NOON) is is_open
    assert found.opens_later(NOON) is later
    assert found.has_ended(NOON) is ended


@pytest.mark.parametrize(
    ("sent", "duration", "untimed", "unknown"),
    [
        ("3:00:00", timedelta(hours=3), False, False),
        (None, None, True, False),
        ("", None, True, False),
        ("0:00:00", None, True, False),
        ("00:00:00", None, True, False),
        ("2.20:03", None, False, True),
        ("NA", None, False, True),
    ],
)
def test_no_time_limit_is_not_an_unreadable_one(sent, duration, untimed, unknown):
    found = exam(duration=sent)

    assert found.duration == duration
    assert found.is_untimed is untimed
    assert found.duration_unknown is unknown


def test_a_time_limit_that_was_not_sent_is_unknown():
    assert Exam.parse({"slug": "optics"}).duration_unknown


@pytest.mark.parametrize(
    ("sent", "total"),
    [
        ({"total_marks": "180.00"}, Decimal(180)),
        ({"number_of_questions": 50, "mark_per_question": "4.00"}, Decimal(200)),
        (
            {
                "number_of_questions": 50,
                "mark_per_question": "4.00",
                "variable_mark_per_question": True,
            },
            None,
        ),
        ({"number_of_questions": 50}, None),
    ],
)
def test_the_marks_there_are_to_get(sent, total):
    assert exam(**sent).total_marks == total


@pytest.mark.parametrize(
    ("sections", "names"),
    [
        ([{"order": 0, "name": "", "duration": "2:00:00", "cut_off": 0}], []),
        ([{"order": 0, "name": "Physics", "duration": None}], ["Physics"]),
        ([{"name": ""}, {"name": "Chemistry"}], ["", "Chemistry"]),
        ([], []),
        (None, []),
    ],
)
def test_a_single_unnamed_section_is_none(sections, names):
    assert [section.name for section in exam(sections=sections).sections] == names


@pytest.mark.parametrize(
    ("sent", "attempts", "offered"),
    [
        ({"allow_retake": True, "max_retakes": None}, [attempt()], True),
        ({"allow_retake": True, "max_retakes": -1}, [attempt()], True),
        ({"max_retakes": 0}, [attempt()], True),
        ({"allow_retake": False}, [attempt()], False),
        ({}, [attempt(remaining_attempts=0)], False),
        ({}, [attempt(remaining_attempts=None)], True),
        ({}, [attempt(remaining_attempts=2)], True),
        ({}, [attempt(allow_retake=False)], False),
    ],
)
def test_a_retake_is_withheld_only_on_a_plain_no(sent, attempts, offered):
    assert exam(**sent, attempts=attempts).can_retake is offered


def test_the_newest_running_attempt_is_the_one_to_resume():
    attempts = [
        attempt(id=1, state="Running", date="2026-01-01T10:00:00Z"),
        attempt(id=2, state="Running", date="2026-01-01T11:00:00Z"),
        attempt(id=3, state="Completed", date="2026-01-01T12:00:00Z"),
        attempt(id=4, state="running", date="2.26-01-01T12:00:00Z"),
    ]

    assert exam(attempts=attempts).running_attempt.id == 2


def test_of_running_attempts_without_dates_the_first_is_the_one():
    attempts = [attempt(id=1, state="Running"), attempt(id=2, state="Running")]

    assert exam(attempts=attempts).running_attempt.id == 1


def test_nothing_runs_where_nothing_is_running():
    assert exam(attempts=[attempt(state="Started")]).running_attempt is None


@pytest.mark.parametrize(
    ("kind", "here"), [(1, True), (2, True), (12, False), (22, False)]
)
def test_some_kinds_of_exam_are_drawn_on_the_institutes_site_only(kind, here):
    assert exam(template_type=kind).is_drawn_here is here


@pytest.mark.parametrize(
    ("sent", "restricted"), [("web", False), ("mobile", True), (None, False)]
)
def test_an_exam_may_be_for_the_app_only(sent, restricted):
    assert exam(device_access_control=sent).is_restricted_to_app is restricted


def test_what_is_shown_after_an_exam_is_everything_unless_said_otherwise():
    silent, strict = exam(), exam(show_answers=False, show_score=False)

    assert silent.show_answers
    assert silent.show_score
    assert silent.show_percentile
    assert silent.show_analytics
    assert not strict.show_answers
    assert not strict.show_score


def test_an_exam_without_an_end_is_told_from_one_with_a_damaged_end():
    assert exam(end_date=None).never_closes
    assert not exam(end_date="2.25-11-07T12:37:11+05:30").never_closes
    assert not exam().never_closes


def test_the_languages_of_an_exam_are_asked_of_the_version_that_has_them(api, student):
    api.will_answer(
        "GET",
        "exams/optics/languages/",
        {"results": [{"code": "en", "title": "English"}, {"code": "hi"}]},
        version="v2.3",
    )

    found = student.exams.languages("optics")

    assert [(each.code, each.title) for each in found] == [
        ("en", "English"),
        ("hi", "hi"),
    ]


def test_an_exam_of_an_api_without_languages_has_none(api, student):
    api.will_answer("GET", "exams/optics/languages/", {}, status=404, version="v2.3")

    assert student.exams.languages("optics") == ()
