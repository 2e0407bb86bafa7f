"""Kept parts of pages: made once for the same facts, and from nothing else."""

import gc
import re
import weakref
from datetime import UTC, datetime

import pytest
from django.template.loader import get_template
from django.test import Client
from django.utils import timezone, translation

from portal import testpress
from portal.exams.standing import Standing
from portal.institutes import Institute
from portal.web import errors, pieces
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


CSRF_TOKEN = re.compile(r'(?:csrfmiddlewaretoken" value=|X-CSRFToken": )"(\w{64})"')
FRAME = "/check/"  # a page that asks nobody


def test_a_kept_frame_has_nothing_of_whom_it_was_made_for(student, visit):
    hers = visit(student, f"{FRAME}?of=hers")

    his = visit(signed_in(18, "Ravi <b>&amp;"), f"{FRAME}?of=his&it=1")

    assert "Asha Nair" in hers.source
    assert not re.search("Asha|of=hers", his.source)
    assert "<p>Ravi &lt;b&gt;&amp;amp;</p>" in his.source
    assert 'aria-hidden="true">R</span>' in his.source
    assert his.source.count(f'value="{FRAME}?of=his&amp;it=1"') == 2


def test_a_kept_frame_has_every_page_s_own_csrf_token(student, visit):
    other = signed_in(18, "Ravi")
    pages = [visit(browser, FRAME) for browser in (student, other, student, other)]

    tokens = [set(CSRF_TOKEN.findall(page.source)) for page in pages]

    assert [len(found) for found in tokens] == [1, 1, 1, 1]
    assert len(set.union(*tokens)) == 4
    for browser, theirs, of_another in ((student, 2, 3), (other, 3, 2)):
        strict = Client(enforce_csrf_checks=True)
        strict.cookies = browser.cookies
        for page, status in ((theirs, 303), (of_another, 403)):
            form = {"theme": "dark", "csrfmiddlewaretoken": next(iter(tokens[page]))}
            assert strict.post("/preferences/", form).status_code == status


def test_a_kept_frame_is_in_the_language_and_the_theme_of_its_page(student, visit):
    found = set()
    for _ in range(2):
        for language in ("en", "hi", "ta"):
            for theme in ("", "dark"):
                student.cookies["language"], student.cookies["theme"] = language, theme
                page = visit(student, FRAME)

                assert page.lang == language
                pressed = re.findall(
                    'value="(.*?)"[^>]* aria-pressed="true"', page.source
                )
                assert pressed == [language, theme or "system"]
                found.add(page.text)

    assert len(found) == 3


def test_a_kept_frame_shows_a_stranger_no_student_s_ways(student, stranger, visit):
    visit(student, FRAME)

    page = visit(stranger, FRAME)

    assert "Asha" not in page.source
    assert "/logout/" not in page.source
    assert 'href="/login/"' in page.source


def test_what_is_kept_of_a_page_holds_on_to_no_request(rf):
    request = rf.get("/nowhere/")
    request.institute = Institute(
        key="x",
        api_url="https://x.testpress.in",
        name="Of this test",
        logo_url="/x.svg",
    )
    kept = weakref.ref(request)
    page = errors.not_found(request, Exception())

    del request, page
    gc.collect()

    assert kept() is None
