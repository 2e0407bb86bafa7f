"""What the API refuses comes through in its own words; what it blurts out doesn't."""

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from portal import testpress
from portal.testpress.errors import refusal


def refuse(status: int, data: object, **headers: str) -> testpress.Refused:
    body = data if isinstance(data, bytes) else json.dumps(data).encode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return refusal(status, named, body)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, testpress.Invalid),
        (401, testpress.SignedOut),
        (403, testpress.Forbidden),
        (404, testpress.NotFound),
        (405, testpress.Refused),
        (422, testpress.Invalid),
        (429, testpress.Throttled),
    ],
)
def test_a_refusal_has_a_kind_and_words(status, kind, api, student):
    api.will_answer("GET", "me/", {"detail": "Not now."}, status=status)

    with pytest.raises(testpress.Refused) as raised:
        student.users.me()

    assert type(raised.value) is kind
    assert (raised.value.status, raised.value.message) == (status, "Not now.")


@pytest.mark.parametrize("status", [502, 503, 504])
def test_a_gateway_without_a_server_behind_it_is_unreachable(status, api, student):
    api.will_answer("GET", "me/", body="<h1>nginx</h1>", status=status)

    with pytest.raises(testpress.Unreachable):
        student.users.me()

    assert len(api.calls) == 2


@pytest.mark.parametrize("status", [500, 501, 520, 301])
def test_any_other_status_is_unexpected(status, api, student):
    api.will_answer("GET", "me/", body="<h1>Traceback</h1>", status=status)

    with pytest.raises(testpress.Unexpected):
        student.users.me()

    assert len(api.calls) == 1


@pytest.mark.parametrize("status", [408, 425])
def test_a_save_that_came_too_late_or_too_early_may_come_again(status, api, student):
    api.will_answer("PUT", "attempts/1/questions/2/", {}, status=status)

    with pytest.raises(testpress.Unreachable):
        student.questions.answer(1, 2, testpress.Answer())


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"detail": {"error_code": "x", "message": "Enough."}}, "Enough."),
        ({"detail": "No.", "message": "Later"}, "No."),
        ({"message": "No.", "error": "Later"}, "No."),
        ({"error": "No.", "non_field_errors": ["Later"]}, "No."),
        (
            {"non_field_errors": ["Unable to log in."], "city": ["x"]},
            "Unable to log in.",
        ),
        ({"city": ["Too long."]}, "Too long."),
        ({"error_code": "scheduled", "message": "Opens at noon."}, "Opens at noon."),
        ({"error_code": "parallel_login_restriction"}, ""),
        (["No.", "Later."], "No."),
        ("No.", "No."),
        (b"Not allowed", "Not allowed"),
        (json.dumps({"detail": "No."}), "No."),
        (b"<!doctype html><h1>Forbidden</h1>", ""),
        (b"  <html>", ""),
        ({"detail": "<h1>Forbidden</h1>"}, ""),
        ({"detail": None}, ""),
        ({"detail": {"message": {"deep": 1}}}, ""),
        ({}, ""),
        (b"", ""),
        (b"\xff\xfe\x00\x01", ""),
        (b"[" * 50_000, ""),
        (5, ""),
        ({"detail": "a  line\nand another"}, "a line and another"),
        ({"detail": "x" * 5000}, "x" * 300),
    ],
)
def test_words_are_found_where_they_stand_and_html_is_thrown_away(body, words):
    assert refuse(403, body).message == words


def test_words_that_lie_nine_hundred_lists_deep_are_left_there():
    deep = b"[" * 900 + b'"No."' + b"]" * 900

    assert refuse(400, deep).message == ""
    assert refuse(400, b'{"city": %b}' % deep).fields == {}


def test_a_lone_half_of_a_character_in_the_words_can_be_shown():
    assert refuse(403, b'{"detail": "\\ud83d!"}').message == "?!"


def test_too_many_devices_is_recognised_though_it_comes_as_html(api, student):
    body = json.dumps({"error_code": "parallel_login_restriction", "detail": "Devices"})
    api.will_answer("GET", "me/", body=body, status=403, content_type="text/html")

    with pytest.raises(testpress.Forbidden) as raised:
        student.users.me()

    assert raised.value.is_parallel_login
    assert raised.value.message == "Devices"


@pytest.mark.parametrize(
    "body",
    [
        {"error_code": "max_login_exceeded"},
        {"detail": {"error_code": "max_login_exceeded"}},
        {"error": {"error_code": "max_login_exceeded"}},
    ],
)
def test_a_code_stands_on_one_of_two_levels(body):
    error = refuse(403, body)

    assert error.is_login_locked
    assert not error.is_parallel_login


def test_what_is_invalid_is_said_beside_its_input():
    error = refuse(
        400,
        {"zip": ["Six digits."], "phone": "Taken.", "n": {"message": "No."}, "x": []},
    )

    assert error.fields == {"zip": ["Six digits."], "phone": ["Taken."], "n": ["No."]}


def test_a_reason_for_the_whole_is_not_a_field():
    assert refuse(400, {"detail": "Ended.", "error_code": "ended"}).fields == {}


@pytest.mark.parametrize(
    ("header", "text", "seconds"),
    [
        ("12", "", 12),
        (None, "Request was throttled. Expected available in 12 seconds.", 12),
        (None, "Expected available in 12.7 seconds.", 12),
        ("30", "Expected available in 12 seconds.", 30),
        (None, "", 60),
        ("soon", "", 60),
        ("-5", "", 60),
        ("0", "", 1),
        ("1000000000", "", 3600),
        ("9" * 5000, "", 3600),
        (None, "Expected available in 999999 seconds.", 3600),
        ("Thu, 01 Jan 1970 00:00:00 GMT", "", 1),
    ],
)
def test_how_long_to_wait_is_in_the_header_or_the_words(header, text, seconds):
    headers = {"Retry_After": header} if header else {}

    assert refuse(429, {"detail": text}, **headers).retry_after == seconds


def test_how_long_to_wait_may_be_a_date():
    at = format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)

    assert 88 <= refuse(429, {}, Retry_After=at).retry_after <= 91


def test_a_redirect_to_the_profile_form_says_the_profile_is_incomplete(api, student):
    where = {"Location": "https://demo.testpress.in/settings/force/?next=/login/"}
    api.will_answer("GET", "me/", body="", status=302, headers=where)

    with pytest.raises(testpress.ProfileIncomplete):
        student.users.me()


def test_a_redirect_to_the_login_page_says_signed_out(api, student):
    where = {"Location": "/login/?next=/api/v2.2/me/"}
    api.will_answer("GET", "me/", body="", status=302, headers=where)

    with pytest.raises(testpress.SignedOut):
        student.users.me()


@pytest.mark.parametrize(
    "where", ["https://evil.example/", "https://[bad/", "", "/x/?next=/login/"]
)
def test_a_redirect_to_anywhere_else_is_unexpected(where, api, student):
    api.will_answer("GET", "me/", body="", status=302, headers={"Location": where})

    with pytest.raises(testpress.Unexpected):
        student.users.me()


def test_an_error_is_fit_for_a_log(api, student):
    said = {"detail": "password hunter2 of header.claims.signature"}
    api.will_answer("POST", "auth-token/", said, status=400)

    with pytest.raises(testpress.Invalid) as raised:
        student.sign_in(username="asha", password="hunter2")

    assert str(raised.value) == "400"
    assert raised.value.__cause__ is None


@pytest.mark.parametrize(
    ("error", "about_the_session"),
    [
        (testpress.SignedOut(401), True),
        (testpress.Forbidden(403, code="parallel_login_restriction"), True),
        (testpress.Forbidden(403, code="max_login_exceeded"), True),
        (testpress.ProfileIncomplete(302), True),
        (testpress.Forbidden(403), False),
        (testpress.Invalid(400), False),
        (testpress.NotFound(404), False),
    ],
)
def test_a_refused_sign_in_is_told_from_a_refused_question(error, about_the_session):
    assert error.is_about_the_session is about_the_session
