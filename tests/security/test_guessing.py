"""Guessing passwords: slowed by account, hardly by address, told in words."""

import re

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from portal.accounts import throttling
from tests import payloads
from tests.conftest import TOKEN

WRONG = {"non_field_errors": ["Unable to log in with provided credentials."]}


@pytest.fixture
def clock(monkeypatch):
    """Time that passes when told to."""

    class Clock:
        now = 1_800_000_000.0

        def passes(self, seconds):
            self.now += seconds

    clock = Clock()
    monkeypatch.setattr(throttling.time, "time", lambda: clock.now)
    return clock


@pytest.fixture
def door(db, api, clock, settings):
    """A login page at which the API says yes to "right" and no to all else."""
    settings.LOGIN_RATE = "5/5m"

    class Door:
        asked = 0

        def answer(self, request):
            self.asked += 1
            if b'"right"' in request.body:
                return 200, {}, f'{{"token": "{TOKEN}"}}'
            return 400, {}, '{"non_field_errors": ["No."]}'

        def knock(self, password, username="asha", browser=None, **extra):
            browser = browser or Client()
            form = {"username": username, "password": password}
            return browser.post("/login/", {**form, **extra.pop("form", {})}, **extra)

    door = Door()
    api.assert_all_requests_are_fired = False
    api.add_callback("POST", f"{payloads.ORIGIN}/api/v2.2/auth-token/", door.answer)
    api.will_answer("GET", "me/", payloads.profile())
    return door


def said(response):
    items = re.findall(r"<li>([^<]*)</li>", response.content.decode())
    return " ".join(items)


def test_five_wrong_passwords_cost_a_minute_and_the_api_is_left_alone(door):
    answers = [door.knock("wrong").status_code for _ in range(5)]

    refused = door.knock("right")

    assert answers == [400] * 5
    assert refused.status_code == 429
    assert refused["Retry-After"] == "60"
    assert "Wait 1 minute, until" in said(refused)
    assert 'value="asha"' in refused.content.decode()
    assert door.asked == 5


def test_the_fifth_is_told_how_long_to_wait(door):
    for _ in range(4):
        assert "Wait" not in said(door.knock("wrong"))

    assert "Wait 1 minute, until" in said(door.knock("wrong"))


def test_waits_grow_to_half_an_hour(door, clock):
    for _ in range(5):
        door.knock("wrong")

    waits = []
    for _ in range(8):
        wait = int(door.knock("wrong")["Retry-After"])
        waits.append(wait // 60)
        clock.passes(wait)
        assert door.knock("wrong").status_code == 400

    assert waits == [1, 2, 4, 8, 16, 30, 30, 30]


def test_a_right_password_after_the_wait_starts_afresh(door, clock):
    for _ in range(5):
        door.knock("wrong")
    clock.passes(60)

    assert door.knock("right").status_code == 303
    assert [door.knock("wrong").status_code for _ in range(5)] == [400] * 5


def test_a_right_password_before_the_limit_forgets_the_wrong_ones(door):
    for _ in range(3):
        for _ in range(4):
            door.knock("wrong")
        assert door.knock("right").status_code == 303


def test_wrong_passwords_long_ago_do_not_count(door, clock):
    for _ in range(20):
        assert door.knock("wrong").status_code == 400
        clock.passes(76)


@pytest.mark.parametrize("name", ["ASHA", " asha ", "Asha", "ａｓｈａ"])
def test_an_account_is_one_however_it_is_typed(door, name):
    for _ in range(5):
        door.knock("wrong", username=name)

    assert door.knock("right").status_code == 429


def test_an_account_that_does_not_exist_is_answered_alike(door):
    known = [door.knock("wrong", "asha") for _ in range(7)]
    unknown = [door.knock("wrong", "nobody") for _ in range(7)]

    for one, other in zip(known, unknown, strict=True):
        assert one.status_code == other.status_code
        assert said(one) == said(other)
    assert door.asked == 10


def test_sixty_students_behind_one_address_are_never_stopped(door):
    for pupil in range(60):
        for _ in range(pupil % 10 // 8 * 4):  # two in ten mistype four times
            assert door.knock("wrong", f"pupil{pupil}").status_code == 400
        assert door.knock("right", f"pupil{pupil}").status_code == 303


def test_an_address_that_guesses_at_sixty_accounts_waits(door, clock, settings):
    settings.LOGIN_RATE = "2/5m"
    for victim in range(120):
        assert door.knock("wrong", f"victim{victim}").status_code == 400

    assert door.knock("right", "asha").status_code == 429
    assert door.knock("right", REMOTE_ADDR="203.0.113.9").status_code == 303
    clock.passes(60)
    assert door.knock("right", "asha").status_code == 303


def test_what_a_browser_claims_to_be_behind_is_not_believed(door, settings):
    settings.LOGIN_RATE = "1/5m"
    for victim in range(60):
        door.knock("wrong", f"victim{victim}", HTTP_X_FORWARDED_FOR=f"10.0.0.{victim}")

    assert door.knock("right", HTTP_X_FORWARDED_FOR="10.9.9.9").status_code == 429


def test_behind_a_proxy_its_own_word_counts_and_nothing_before_it(door, settings):
    settings.TRUST_PROXY = True
    settings.LOGIN_RATE = "1/5m"
    for victim in range(60):
        said_before = f"10.0.0.{victim}, 203.0.113.9"
        door.knock("wrong", f"victim{victim}", HTTP_X_FORWARDED_FOR=said_before)

    stopped = door.knock("right", HTTP_X_FORWARDED_FOR="1.1.1.1, 203.0.113.9")
    other = door.knock("right", HTTP_X_FORWARDED_FOR="203.0.113.10")

    assert stopped.status_code == 429
    assert other.status_code == 303


def test_a_household_is_one_address_in_ipv6(rf, settings):
    request = rf.get("/", REMOTE_ADDR="2001:db8:1:2:aaaa::1")
    same = rf.get("/", REMOTE_ADDR="2001:db8:1:2:bbbb::2")

    assert throttling.address_of(request) == throttling.address_of(same)
    assert throttling.address_of(rf.get("/", REMOTE_ADDR="")) == ""


def test_somebody_guessing_touches_no_live_session(door, student, api):
    for _ in range(9):
        door.knock("wrong")

    assert student.get("/me/").status_code == 200


def test_a_classmate_who_guesses_cannot_keep_a_room_from_signing_in_again(door):
    mine = Client()
    door.knock("right", browser=mine)
    for _ in range(9):
        door.knock("wrong")

    again = door.knock("right", browser=mine, form={"student": "17"})

    assert again.status_code == 204


def test_a_rooms_dialog_is_told_to_wait_too(door):
    mine = Client()
    door.knock("right", browser=mine)
    for _ in range(5):
        door.knock("wrong", browser=mine, form={"student": "17"})

    refused = door.knock("right", browser=mine, form={"student": "17"})

    page = refused.content.decode()
    assert refused.status_code == 429
    assert "data-error-summary" in page
    assert "Wait 1 minute" in said(refused)


def test_an_api_that_is_down_is_nobodys_wrong_password(stranger, api):
    api.will_not_answer("POST", "auth-token/")

    for _ in range(9):
        response = stranger.post("/login/", {"username": "a", "password": "b"})
        assert response.status_code == 503


def test_guesses_under_way_count_already(rf, clock, settings, stranger):
    """A hundred at once: five are let through before any is answered."""
    settings.LOGIN_RATE = "5/5m"
    request = rf.post("/login/")
    request.session, request.institute = stranger.session, payloads_institute()

    waits = [throttling.Guess(request, "asha").wait for _ in range(100)]

    assert waits.count(0) == 5


def payloads_institute():
    from portal.institutes import Institute

    return Institute(key="default", api_url=payloads.ORIGIN)


@pytest.mark.parametrize(
    ("text", "count", "seconds"),
    [("5/5m", 5, 300), ("1000/m", 1000, 60), ("10/h", 10, 3600), ("3/2d", 3, 172800)],
)
def test_the_rate_is_written_as_people_write_it(text, count, seconds):
    assert throttling.Rate.parse(text) == throttling.Rate(count, seconds)


@pytest.mark.parametrize("text", ["5", "5/", "0/m", "five/m", "5/m/m", "5/5y"])
def test_a_rate_that_is_not_one_says_how_to_write_it(text):
    with pytest.raises(ImproperlyConfigured, match="5/5m"):
        throttling.Rate.parse(text)


def test_the_cache_learns_no_name(door):
    from django.core.cache import cache

    door.knock("wrong", "a-very-telling-name")

    assert "telling" not in str(cache._cache)
