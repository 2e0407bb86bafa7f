"""What an attempt came to: as sent, in a sentence first."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal import testpress
from portal.attempts.history import History
from portal.attempts.results import Result
from tests import payloads


def result(**changes):
    attempt = testpress.Attempt.parse(payloads.completed(**changes))
    return Result(attempt, timezone.now())


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"max_rank": 2000},
            "You scored 7 of 12, better than 83 % of 2,000 students.",
        ),
        ({}, "You scored 7 of 12, better than 83 % of the students."),
        ({"percentile": "NA"}, "You scored 7 of 12."),
        ({"percentile": 0}, "You scored 7 of 12."),
        ({"percentile": 100}, "You scored 7 of 12."),
        ({"score": "6.00/9.00", "percentile": None}, "You scored 6 of 9."),
        ({"exam": None, "percentile": None}, "You scored 7."),
        ({"score": "-2.00", "percentile": None}, "You scored −2 of 12."),
        (
            {"score": "NA", "percentile": None},
            "You have handed in this exam. Its score is not known yet.",
        ),
        (
            {"exam": payloads.exam(show_score=False)},
            "You did better than 83 % of the students.",
        ),
        (
            {"exam": payloads.exam(show_score=False, show_percentile=False)},
            "You have handed in this exam. Its score is not shown.",
        ),
        ({"state": "Pending Evaluation"}, "Your institute is still marking this exam."),
        ({"state": "Locked"}, "Your institute calls this attempt “Locked”."),
    ],
)
def test_the_sentence_says_what_is_known_and_nothing_more(changes, sentence):
    found = result(**changes)

    assert found.sentence == sentence


def test_figures_are_shown_as_sent_though_they_do_not_add_up(student, api, visit):
    sent = payloads.seed("exam_attempts_v22")["results"][1]
    api.will_answer("GET", "attempts/12/", {**sent, "exam": payloads.exam()})

    page = visit(student, "/attempts/12/")

    assert "Score 3 of 12 Correct 0 Incorrect 0 Left out 0" in page.text


def test_a_rank_that_is_not_enabled_is_not_in_the_page(student, api, visit):
    body = payloads.completed(rank=653, max_rank=987, rank_enabled=False)
    api.will_answer("GET", "attempts/400/", body)

    page = visit(student, "/attempts/400/")

    assert "653" not in page.text


def test_a_rank_to_come_is_announced_with_its_day(student, api, visit):
    exam = payloads.exam(enable_ranks=True, rank_publishing_date=payloads.at(days=-9))
    api.will_answer("GET", "attempts/400/", payloads.completed(exam=exam, rank=3))

    page = visit(student, "/attempts/400/")

    assert "Your rank will be published on" in page.text
    assert "See your rank" not in page.text


def test_the_rank_comes_with_the_other_attempts(student, api):
    exam = payloads.exam(enable_ranks=True)
    api.will_answer("GET", "attempts/400/", payloads.completed(exam=exam, rank=35))
    row = payloads.completed(rank=35, max_rank=287, rank_enabled=True)
    api.will_answer("GET", "exams/optics/attempts/", payloads.page(row))

    response = student.get(
        "/attempts/400/history/",
        headers={"HX-Request": "true", "HX-Target": "history"},
    )

    assert '<dd id="rank" hx-swap-oob="innerHTML">35' in response.text


def test_an_exam_that_is_still_being_marked_offers_no_review(student, api, visit):
    body = payloads.completed(state="Pending Evaluation")
    api.will_answer("GET", "attempts/400/", body)

    page = visit(student, "/attempts/400/")

    assert "still marking" in page.text
    assert "/attempts/400/review/" not in page.source


@pytest.mark.parametrize(
    ("changes", "offered"),
    [
        ({}, True),
        ({"exam": payloads.exam(allow_retake=False)}, False),
        ({"exam": payloads.exam(max_retakes=None)}, True),
        ({"remaining_attempts": 0}, False),
        ({"exam": payloads.exam(end_date=payloads.at(days=1))}, False),
        ({"exam": payloads.exam(template_type=15)}, False),
    ],
)
def test_a_retake_is_offered_unless_there_is_a_plain_no(changes, offered):
    found = result(**changes)

    assert found.may_retake is offered


def test_the_receipt_of_this_session_is_on_the_page(student, api, visit):
    session = student.session
    at = (timezone.now() - timedelta(minutes=3)).isoformat()
    session["receipts"] = {"400": [at, 48, "3f9a 01cc 7be2 d410"]}
    session.save()
    api.will_answer("GET", "attempts/400/", payloads.completed())

    page = visit(student, "/attempts/400/")

    assert "48 answers received" in page.text
    assert "3f9a 01cc 7be2 d410" in page.text


def test_what_is_left_on_the_device_is_looked_for_by_student_and_attempt(
    student, api, visit
):
    api.will_answer("GET", "attempts/400/", payloads.completed())

    page = visit(student, "/attempts/400/")

    assert '<exam-leftovers data-student="17" data-attempt="400"' in page.source
    assert "not accepted" not in page.text


@pytest.mark.parametrize("part", ["subjects", "times", "history"])
def test_a_part_that_does_not_load_says_so_and_can_be_tried_again(student, api, part):
    address = "history/" if part == "history" else f"review/{part}/"
    api.will_not_answer("GET", "attempts/400/")

    response = student.get(
        f"/attempts/400/{address}", headers={"HX-Request": "true", "HX-Target": part}
    )

    assert response.status_code == 503
    assert response["HX-Retarget"] == f"#{part}"
    assert f'hx-get="/attempts/400/{address}"' in response.text


def test_an_analysis_that_is_refused_is_unavailable_and_the_result_stands(
    student, api, visit
):
    api.will_answer("GET", "attempts/400/", payloads.completed())
    refusal = {"detail": "Analytics are off."}
    api.will_answer("GET", "attempts/400/review/subjects/", refusal, status=403)

    page = visit(student, "/attempts/400/")
    part = student.get(
        "/attempts/400/review/subjects/",
        headers={"HX-Request": "true", "HX-Target": "subjects"},
    )

    assert "You scored 7 of 12" in page.text
    assert "Analytics are off." in part.text
    assert "Try again" not in part.text


def test_a_session_that_ends_meanwhile_concerns_the_whole_page(student, api):
    api.will_answer("GET", "attempts/400/", {"detail": "Expired."}, status=401)

    response = student.get(
        "/attempts/400/review/times/",
        headers={"HX-Request": "true", "HX-Target": "times"},
    )

    assert "/login/" in response["HX-Redirect"]


def test_an_attempt_is_compared_with_the_one_before_it():
    rows = [
        payloads.completed(id=3, date=payloads.at(days=1), score="9.00"),
        payloads.completed(id=2, date=payloads.at(days=2), score="7.00"),
        payloads.completed(id=1, date=payloads.at(days=3), score="2.00"),
    ]
    attempts = [testpress.Attempt.parse(row) for row in rows]

    history = History(attempts, 3)

    assert history.previous.id == 2
    score = history.changes[0]
    assert (score.then, score.now, score.is_better) == ("7", "9", True)


def test_a_history_without_dates_compares_nothing(student, api, visit):
    api.will_answer("GET", "attempts/400/", payloads.completed(date="2.25-11-07"))
    row = payloads.completed(date="2.25-11-07")
    api.will_answer("GET", "exams/optics/attempts/", payloads.page(row))

    page = visit(student, "/attempts/400/history/")

    assert "Compared" not in page.text
    assert "2.25" not in page.text
