"""Kept parts of pages: made once for the same facts, and from nothing else."""

from datetime import UTC, datetime

import pytest
from django.template.loader import get_template
from django.utils import timezone, translation

from portal import testpress
from portal.exams.standing import Standing
from portal.web import pieces
from tests import payloads
from tests.conftest import signed_in

CARD = "exams/_card.html"
DONE = payloads.completed(id=2, score="78.00")


def standing(*attempts, **exam):
    exam = testpress.Exam.parse(payloads.exam(attempts=list(attempts), **exam))
    return Standing(exam=exam, now=datetime.now(UTC))


@pytest.mark.parametrize(
    "each",
    [
        standing(),
        standing(title="तर्कशास्त्र"),
        standing(DONE),
        standing(DONE, show_score=False),
        standing(DONE, end_date=payloads.at(days=1)),
        standing(start_date=payloads.at(days=-3), end_date=payloads.at(days=-9)),
        standing(start_date="2.25-11-07T12:37:11+05:30", duration="2.20:03"),
        standing(template_type=12),
    ],
)
def test_a_kept_card_is_the_card_that_its_template_makes(each):
    kept = pieces.render(CARD, standing=each.face, heading=2)

    made = get_template(CARD).render({"standing": each, "heading": 2})
    assert kept == made


def test_what_differs_to_the_eye_is_another_piece():
    first = pieces.render(CARD, standing=standing().face, heading=2)
    renamed = pieces.render(CARD, standing=standing(title="Optics II").face, heading=2)
    lower = pieces.render(CARD, standing=standing().face, heading=3)
    with translation.override("hi"):
        in_hindi = pieces.render(CARD, standing=standing().face, heading=2)
    closes = standing(end_date="2031-01-01T20:00:00Z")
    here = pieces.render(CARD, standing=closes.face, heading=2)
    with timezone.override("Asia/Tokyo"):
        there = pieces.render(CARD, standing=closes.face, heading=2)

    assert len({first, renamed, lower, in_hindi, here, there}) == 6


def test_what_may_change_is_no_fact():
    with pytest.raises(TypeError, match="unhashable"):
        pieces.render("_shared/_nav.html", here=["home"])


def test_a_card_tells_nobody_how_another_did(api, student, visit):
    exams = payloads.page(payloads.exam(title="Optics"))
    api.will_answer("GET", "exams/available/", exams)
    api.will_answer("GET", "attempts/", payloads.page(DONE))
    hers = visit(student, "/exams/")
    api.will_answer("GET", "exams/available/", exams)
    api.will_answer("GET", "attempts/", payloads.page())

    his = visit(signed_in(18, "Ravi"), "/exams/")

    assert "Completed – 78" in hers.text
    assert "Completed" not in his.text
    assert "Start exam" in his.text
