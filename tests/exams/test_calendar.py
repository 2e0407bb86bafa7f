"""/exams/calendar.ics: a private address for calendar apps, and iCalendar itself."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache

from portal.exams import ics
from portal.web import sessions
from tests import payloads
from tests.conftest import TOKEN, signed_in

NOW = datetime(2027, 2, 3, 4, 5, 6, tzinfo=UTC)


@pytest.fixture
def upcoming(api):
    api.will_answer("GET", "attempts/", payloads.page())
    later = payloads.exam(start_date=payloads.at(days=-1), title="Waves, light; sound")
    api.will_answer("GET", "exams/upcoming/", payloads.page(later))
    return api


@pytest.fixture
def address(student, upcoming):
    """The path and query that the page shows after its button was pressed."""

    def find():
        page = student.get("/exams/?state=upcoming").content.decode()
        found = re.search(r'value="http://testserver(/exams/calendar\.ics[^"]+)"', page)
        return found and found[1]

    return find


def test_a_student_makes_an_address_that_needs_no_signing_in(
    student, stranger, upcoming, address
):
    made = student.post("/calendar/")

    response = stranger.get(address())

    assert made.status_code == 303
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    body = response.content.decode()
    assert "SUMMARY:Waves\\, light\\; sound\r\n" in body
    assert "URL:http://testserver/exams/optics/\r\n" in body
    assert upcoming.calls[-1].request.headers["Authorization"] == f"JWT {TOKEN}"


def test_nobody_has_an_address_before_asking_for_one(student, upcoming, visit):
    page = visit(student, "/exams/?state=upcoming")

    assert "Add upcoming exams to your calendar" in page.text
    assert "calendar.ics" not in page.source


def test_the_page_with_an_address_is_a_good_page(student, upcoming, visit):
    student.post("/calendar/")

    page = visit(student, "/exams/?state=upcoming")

    assert "End this address" in page.text


def test_an_address_that_was_ended_shows_nothing(student, stranger, address):
    student.post("/calendar/")
    before = address()

    student.post("/calendar/end/")

    assert stranger.get(before).status_code == 404
    assert address() is None


def test_a_new_address_ends_the_one_before(student, stranger, address):
    student.post("/calendar/")
    before = address()

    student.post("/calendar/")

    assert address() != before
    assert stranger.get(before).status_code == 404


@pytest.mark.parametrize("key", ["", "x", "k" * 43, "../../etc", "%00"])
def test_an_unknown_key_is_a_404(stranger, key):
    assert stranger.get(f"/exams/calendar.ics?key={key}").status_code == 404


def test_an_address_of_one_institute_takes_no_token_to_another(
    settings, tmp_path, stranger, api, db
):
    file = tmp_path / "institutes.toml"
    file.write_text(
        '["a.example"]\napi_url = "https://a.testpress.in"\n'
        '["b.example"]\napi_url = "https://b.testpress.in"\n'
    )
    settings.INSTITUTES_FILE = str(file)
    settings.ALLOWED_HOSTS = ["*"]
    key = "k" * 43
    cache.set(f"calendar:a.example:{key}", sessions.seal("a.b.c"))

    at_a = stranger.get(f"/exams/calendar.ics?key={key}", headers={"host": "a.example"})
    asked = len(api.calls)
    at_b = stranger.get(f"/exams/calendar.ics?key={key}", headers={"host": "b.example"})

    assert at_a.status_code != 404
    assert at_b.status_code == 404
    assert not [c for c in api.calls[asked:] if "Authorization" in c.request.headers]


def test_one_student_cannot_end_anothers_address(student, stranger, address):
    student.post("/calendar/")

    signed_in(18, "Ravi").post("/calendar/end/")

    assert stranger.get(address()).status_code == 200


def test_a_signed_out_calendar_says_what_to_do_and_signs_nobody_out(
    student, api, address
):
    student.post("/calendar/")
    path = address()
    api.replace(
        "GET", f"{payloads.ORIGIN}/api/v2.2/exams/upcoming/", json={}, status=401
    )

    response = student.get(path)

    assert response.status_code == 410
    assert b"Sign in to the portal" in response.content
    assert "token" in student.session


def test_looking_at_the_exams_gives_the_calendar_the_newest_token(
    student, stranger, upcoming, address
):
    student.post("/calendar/")
    session = student.session
    session["token"] = sessions.seal("a.newer.token")
    session.save()

    stranger.get(address())

    signed = upcoming.calls[-1].request.headers["Authorization"]
    assert signed == "JWT a.newer.token"


def test_the_token_does_not_lie_open_in_the_cache(student, settings):
    from django.core.cache import cache

    student.post("/calendar/")

    assert TOKEN not in repr(cache._cache)


def test_an_api_that_is_down_is_a_503(student, stranger, api, address):
    student.post("/calendar/")
    path = address()
    api.replace(
        "GET", f"{payloads.ORIGIN}/api/v2.2/exams/upcoming/", json={}, status=503
    )

    assert stranger.get(path).status_code == 503


def test_addresses_are_made_by_posts_only(student):
    assert student.get("/calendar/").status_code == 405
    assert student.get("/calendar/end/").status_code == 405


def test_strangers_make_no_addresses(stranger):
    assert stranger.post("/calendar/")["Location"].startswith("/login/")


def event(**changes):
    plain = {
        "uid": "exam-optics@testserver",
        "title": "Optics",
        "details": "",
        "url": "https://testserver/exams/optics/",
        "starts_at": NOW + timedelta(days=1),
        "ends_at": NOW + timedelta(days=1, hours=3),
    }
    return ics.Event(**{**plain, **changes})


def test_an_event_is_in_utc():
    text = ics.calendar("Exams", [event()], NOW)

    assert "DTSTAMP:20270203T040506Z\r\n" in text
    assert "DTSTART:20270204T040506Z\r\nDTEND:20270204T070506Z\r\n" in text


def test_an_event_may_have_no_end():
    text = ics.calendar("Exams", [event(ends_at=None)], NOW)

    assert "DTEND" not in text


@pytest.mark.parametrize(
    ("plain", "escaped"),
    [
        ("a, b; c", "a\\, b\\; c"),
        ("back\\slash", "back\\\\slash"),
        ("one\ntwo\r\nthree\rfour", "one\\ntwo\\nthree\\nfour"),
        ("bell\x07 and \x00null", "bell and null"),
    ],
)
def test_text_is_escaped(plain, escaped):
    assert ics.escape(plain) == escaped


@pytest.mark.parametrize("title", ["x" * 300, "பொதுத் தமிழ் " * 30, "é" * 74, "😀" * 50])
def test_long_lines_are_folded_and_unfold_to_what_they_were(title):
    text = ics.calendar("Exams", [event(title=title)], NOW)

    lines = text.split("\r\n")
    assert max(len(line.encode()) for line in lines) <= 75
    assert f"SUMMARY:{title}" in text.replace("\r\n ", "")


def test_a_title_cannot_add_lines_of_its_own():
    hostile = "x\r\nEND:VEVENT\r\nBEGIN:VALARM"

    text = ics.calendar(hostile, [event(title=hostile, details=hostile)], NOW)

    assert text.count("\r\nEND:VEVENT") == 1
    assert "\r\nBEGIN:VALARM" not in text
