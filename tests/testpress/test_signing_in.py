"""Signing in and out, and what an institute says of itself to everyone."""

import pytest

from portal import testpress
from portal.testpress.institute import InstituteSettings


def test_a_password_buys_a_token(api, student):
    api.will_answer("POST", "auth-token/", {"token": "a.b.c"})

    token = student.sign_in(username="asha", password="p\u00e4ss")

    assert token == "a.b.c"
    assert api.sent == {"username": "asha", "password": "p\u00e4ss"}


def test_an_old_token_is_not_shown_when_signing_in(api, student):
    api.will_answer("POST", "auth-token/", {"token": "a.b.c"})

    student.sign_in(username="asha", password="pass")

    assert "Authorization" not in api.calls[0].request.headers


@pytest.mark.parametrize(
    "token", [None, "", 5, ["a.b.c"], "a b", "a\r\nX: y", "caf\u00e9"]
)
def test_a_token_that_cannot_be_one_is_not_accepted(token, api, student):
    api.will_answer("POST", "auth-token/", {"token": token})

    with pytest.raises(testpress.Unexpected):
        student.sign_in(username="asha", password="pass")


def test_a_wrong_password_is_explained(api, student):
    said = {"non_field_errors": ["Unable to log in with provided credentials."]}
    api.will_answer("POST", "auth-token/", said, status=400)

    with pytest.raises(testpress.Invalid) as raised:
        student.sign_in(username="asha", password="wrong")

    assert raised.value.message == "Unable to log in with provided credentials."


def test_signing_out_is_told_to_the_api(api, student):
    api.will_answer("POST", "auth/logout/", {}, version="v2.4")

    student.sign_out()

    signed = api.calls[0].request.headers["Authorization"]
    assert signed == "JWT header.claims.signature"


def test_other_devices_can_be_signed_out(api, student):
    api.will_answer("POST", "auth/logout_devices/", body="", version="v2.4")

    student.sign_out_other_devices()

    assert len(api.calls) == 1


def test_an_institute_says_how_it_looks_to_everyone(api, student):
    sent = {
        "name": "Northlight Academy",
        "photo": "https://media.testpress.in/logo.png",
        "timezone": "Asia/Kolkata",
        "login_label": "Roll number",
        "login_password_label": "Date of birth",
        "cooloff_time": 2,
        "disable_forgot_password": True,
        "custom_forgot_password_url": "https://northlight.example/forgot",
    }
    api.will_answer("GET", "settings/", sent, version="v2.3")

    institute = student.institute_settings()

    assert institute.name == "Northlight Academy"
    assert institute.logo_url == "https://media.testpress.in/logo.png"
    assert institute.login_label == "Roll number"
    assert institute.password_label == "Date of birth"
    assert institute.lockout_hours == 2
    assert not institute.can_reset_password
    assert institute.forgot_password_url == "https://northlight.example/forgot"
    assert "Authorization" not in api.calls[0].request.headers


def test_a_forgotten_password_leads_to_no_script():
    sent = {"custom_forgot_password_url": "javascript:alert(1)"}

    assert InstituteSettings.parse(sent).forgot_password_url is None


def test_a_new_token_signs_at_once(api, student):
    api.will_answer("GET", "me/", {"id": 17})

    assert student.signed_as("x.y.z").users.me().id == 17
    assert api.calls[0].request.headers["Authorization"] == "JWT x.y.z"


@pytest.mark.parametrize("status", [401, 500, 503])
def test_leaving_works_without_the_api(status, api, student):
    api.will_answer("POST", "auth/logout/", {}, version="v2.4", status=status)

    student.try_sign_out()

    assert len(api.calls) == 1


def test_nobody_is_signed_out_at_the_api_who_was_not_signed_in(api, transport):
    testpress.Client(transport).try_sign_out()

    assert len(api.calls) == 0
