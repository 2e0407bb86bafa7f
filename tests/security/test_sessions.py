"""How long a session lasts, what ends it, and what a copy of it is worth."""

import time

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from portal.web import sessions
from tests.conftest import TOKEN, signed_in
from tests.security.far_end import FarEnd

HOUR = 60 * 60
DAY = 24 * HOUR


@pytest.fixture
def far_end(api):
    return FarEnd().behind(api)


@pytest.fixture
def clock(monkeypatch):
    class Clock:
        def __init__(self):
            self.ahead = 0
            self.true = time.time

        def passes(self, seconds):
            self.ahead += seconds

        def time(self):
            return self.true() + self.ahead

    clock = Clock()
    monkeypatch.setattr("time.time", clock.time)
    return clock


def is_signed_in(browser):
    return browser.get("/me/").status_code == 200


def test_a_session_that_is_used_lasts_a_week(student, far_end, clock):
    for _ in range(6):
        clock.passes(DAY)
        assert is_signed_in(student)

    clock.passes(DAY + 60)

    assert not is_signed_in(student)
    assert Session.objects.count() == 0


def test_a_session_that_is_not_used_lasts_a_day_and_a_half(student, far_end, clock):
    clock.passes(35 * HOUR)
    assert is_signed_in(student)

    clock.passes(37 * HOUR)
    assert not is_signed_in(student)


@pytest.mark.parametrize("before", [0, 6.99 * DAY], ids=["fresh", "nearly over"])
def test_a_running_exam_is_never_cut(student, far_end, clock, before):
    """Two hours and 55 minutes are on its clock; the room sends nothing but beats."""
    for _ in range(int(before // DAY)):
        clock.passes(DAY)
        assert is_signed_in(student)
    clock.passes(before % DAY)
    student.get("/attempts/400/")

    for _ in range(3):
        clock.passes(HOUR)
        assert student.post("/attempts/400/heartbeat/").status_code == 200
        saved = student.post("/attempts/400/questions/101/", {"version": "1"})
        assert saved["Portal-Saved"] == "101:1"

    assert student.get("/attempts/400/").status_code == 200


def test_after_the_exam_the_limits_hold_again(student, far_end, clock):
    clock.passes(6.9 * DAY % DAY)
    student.get("/attempts/400/")
    clock.passes(DAY + 13 * HOUR)

    assert not is_signed_in(student)


def test_a_day_long_exam_is_not_cut_for_being_idle(student, api, clock):
    far_end = FarEnd(
        lambda path, data: (
            {**data, "remaining_time": None} if "remaining_time" in data else data
        )
    ).behind(api)
    student.get("/attempts/400/")
    clock.passes(24 * HOUR)

    assert student.post("/attempts/400/heartbeat/").status_code == 200
    assert far_end.changes


def test_a_beat_and_a_save_write_no_session(
    student, far_end, django_assert_num_queries
):
    student.get("/attempts/400/")

    with django_assert_num_queries(1):  # the session is read
        student.post("/attempts/400/heartbeat/")
    with django_assert_num_queries(1):
        student.post("/attempts/400/questions/101/", {"version": "1"})


def test_signing_out_kills_every_copy_of_the_cookie(student, far_end):
    stolen = Client()
    stolen.cookies["session"] = student.cookies["session"].value
    assert is_signed_in(stolen)

    student.post("/logout/")

    assert not is_signed_in(stolen)
    assert ("POST", "auth/logout/") in far_end.asked
    assert Session.objects.count() == 0


def test_signing_in_again_kills_the_session_before(student, far_end):
    old = Client()
    old.cookies["session"] = student.cookies["session"].value

    student.post("/login/", {"username": "asha", "password": "x", "student": "17"})

    assert is_signed_in(student)
    assert not is_signed_in(old)


def test_who_sits_down_later_is_not_signed_in_by_signing_out_the_others(
    stranger, api, clock
):
    api.will_answer("POST", "auth-token/", {"token": TOKEN})
    refusal = {"error_code": "parallel_login_restriction", "detail": "Elsewhere."}
    api.will_answer("GET", "me/", refusal, status=403)

    stranger.post("/login/", {"username": "asha", "password": "right"})
    clock.passes(11 * 60)
    response = stranger.post("/logout/others/")

    assert response["Location"] == "/login/"
    assert "student" not in stranger.session
    assert len(api.calls) == 2


def test_an_id_that_was_foisted_on_a_browser_is_not_taken(stranger, far_end):
    stranger.cookies["session"] = "chosenbyanattackerchosenbyanatta"

    stranger.post("/login/", {"username": "asha", "password": "x"})

    assert stranger.cookies["session"].value != "chosenbyanattackerchosenbyanatta"
    assert len(stranger.cookies["session"].value) == 32


def test_the_token_is_sealed_at_rest(student):
    row = Session.objects.get()

    assert TOKEN not in row.session_data
    assert TOKEN not in str(row.get_decoded())


def forget_keys() -> None:
    """As a restart does."""
    sessions._box.cache_clear()
    sessions.unseal.cache_clear()


def test_what_an_older_key_sealed_is_opened_while_it_is_a_fallback(
    student, far_end, settings
):
    sealed = student.session["token"]
    before = settings.SECRET_KEY
    try:
        settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new" * 20, [before]
        forget_keys()
        assert is_signed_in(student)
        assert sessions.unseal(sealed) == TOKEN
        assert sessions.unseal(sessions.seal("other")) == "other"

        settings.SECRET_KEY_FALLBACKS = []
        forget_keys()
        assert sessions.unseal(sealed) is None
        assert not is_signed_in(student)
    finally:
        settings.SECRET_KEY = before
        forget_keys()


def test_a_damaged_session_is_no_session(stranger, far_end):
    for name, value in {
        "token": "nonsense",
        "student": None,
        "institute": "another",
    }.items():
        browser = signed_in(17, "Asha")
        session = browser.session
        session[name] = value
        session.save()

        assert not is_signed_in(browser)


@pytest.mark.parametrize(
    "next_url",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example/",
        "////evil.example",
        "http:evil.example",
        "http:///evil.example",
        "https:/evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "\\\\evil.example",
        "/\\evil.example",
        "\t//evil.example",
        "/\t/evil.example",
        "\x00//evil.example",
        " //evil.example",
        "https://testserver@evil.example/",
        "https://testserver.evil.example/",
        "https:\\\\evil.example",
        "//evil.example\\@testserver",
        "ftp://testserver/",
        "http://[::1",
        "/exams/\r\nSet-Cookie: x=1",
        "％2f％2fevil.example",
        "//evil。example",
    ],
)
@pytest.mark.parametrize("page", ["login", "preferences", "signed in"])
def test_next_leads_to_our_own_pages_only(stranger, student, far_end, next_url, page):
    if page == "login":
        form = {"username": "asha", "password": "x", "next": next_url}
        response = stranger.post("/login/", form)
    elif page == "preferences":
        response = stranger.post("/preferences/", {"theme": "dark", "next": next_url})
    else:
        response = student.get("/login/", {"next": next_url})

    to = response["Location"]
    assert to.startswith("/")
    assert not to.startswith(("//", "/\\"))
    assert "\n" not in to
    assert "evil.example" not in to or to.startswith("/exams/") or "%" in to
    assert "Set-Cookie" not in response


def test_the_way_back_after_signing_in_is_ours(stranger):
    response = stranger.post(
        "/calendar/", headers={"Referer": "https://evil.example/x"}
    )

    assert response["Location"] == "/login/?next=%2F"
