"""GET,POST /login/, POST /logout/, and what is left of a session after them."""

import pytest
import requests

from tests import payloads
from tests.conftest import TOKEN, signed_in

GOOD = {"username": "asha", "password": "learn-2026"}


def lets_in(api, **profile):
    api.will_answer("POST", "auth-token/", {"token": TOKEN})
    api.will_answer("GET", "me/", payloads.profile(**profile))


def test_signing_in_leads_to_the_page_that_was_asked_for(stranger, api):
    lets_in(api)

    response = stranger.post("/login/", {**GOOD, "next": "/exams/?page=2"})

    assert response.status_code == 303
    assert response["Location"] == "/exams/?page=2"


@pytest.mark.parametrize(
    "token",
    [
        payloads.seed("auth_token_v21")["token"],  # says that it expired in 2015
        "not.json.atall",
        # A number for a name, as later documents have it.
        "eyJhbGciOiJIUzI1NiJ9.eyJ1c2VybmFtZSI6MTM5NTYsImV4cCI6MH0.x",
    ],
)
def test_what_a_token_says_of_itself_is_the_apis_affair(stranger, api, token):
    """Only its 401 tells that one is dead; signed in is signed in until then."""
    api.will_answer("POST", "auth-token/", {"token": token})
    api.will_answer("GET", "me/", payloads.profile())
    api.will_answer("GET", "posts/", payloads.page())

    stranger.post("/login/", GOOD)
    page = stranger.get("/posts/")

    assert page.status_code == 200
    assert token not in page.content.decode()


def test_next_leads_nowhere_else(stranger, api):
    lets_in(api)

    response = stranger.post("/login/", {**GOOD, "next": "https://evil.example/"})

    assert response["Location"] == "/"


def test_the_session_gets_a_new_id_and_holds_no_readable_token(stranger, api):
    lets_in(api)
    session = stranger.session
    session.save()
    stranger.cookies["session"] = before = session.session_key

    stranger.post("/login/", GOOD)

    assert stranger.cookies["session"].value != before
    assert TOKEN not in str(dict(stranger.session.items()))


def test_a_wrong_password_is_said_and_the_username_kept(stranger, api):
    words = {"non_field_errors": ["Unable to log in with provided credentials."]}
    api.will_answer("POST", "auth-token/", words, status=400)

    response = stranger.post("/login/", {**GOOD, "password": "wrong-word"})

    page = response.content.decode()
    assert response.status_code == 400
    assert "That username and password do not match." in page
    assert 'value="asha"' in page
    assert "wrong-word" not in page
    assert "<title>Error:" in page


def test_empty_fields_are_told_without_asking_the_api(stranger, api):
    response = stranger.post("/login/", {"username": "", "password": ""})

    page = response.content.decode()
    assert "Enter your username." in page
    assert "Enter your password." in page
    assert api.asked == []


def test_a_stranger_who_only_looks_costs_no_session(stranger):
    from django.contrib.sessions.models import Session

    stranger.get("/login/")

    assert Session.objects.count() == 0
    assert "session" not in stranger.cookies


def test_a_student_who_is_signed_in_has_no_need_of_the_login_page(student):
    assert student.get("/login/?next=/exams/")["Location"] == "/exams/"


def test_a_private_page_sends_a_stranger_to_sign_in_and_back(stranger):
    response = stranger.get("/exams/?q=optics")

    assert response.status_code == 302
    assert response["Location"] == "/login/?next=%2Fexams%2F%3Fq%3Doptics"


def test_htmx_is_sent_there_by_its_own_header(stranger):
    response = stranger.get(
        "/exams/?q=optics",
        HTTP_HX_REQUEST="true",
        HTTP_HX_CURRENT_URL="http://testserver/exams/",
    )

    assert response["HX-Redirect"] == "/login/?next=%2Fexams%2F"


def test_a_token_that_died_sends_to_sign_in_and_is_dropped(student, api):
    api.will_answer("GET", "me/", {"detail": "Signature has expired."}, status=401)

    response = student.get("/me/")

    assert response["Location"] == "/login/?next=%2Fme%2F"
    assert "token" not in student.session


def test_signing_out_ends_the_session_here_and_at_the_api(student, api):
    api.will_answer("POST", "auth/logout/", {}, version="v2.4")
    old = student.session.session_key

    response = student.post("/logout/")

    assert response["Location"] == "/login/"
    assert "storage" in response["Clear-Site-Data"]
    student.cookies["session"] = old
    assert student.get("/me/")["Location"].startswith("/login/")


def test_signing_out_works_while_the_api_is_down(student, api):
    url = f"{payloads.ORIGIN}/api/v2.4/auth/logout/"
    api.add("POST", url, body=requests.ConnectionError())

    response = student.post("/logout/")

    assert response["Location"] == "/login/"
    assert "token" not in student.session


def test_the_rooms_dialog_gets_a_fresh_csrf_token_and_no_redirect(stranger, api):
    lets_in(api, id=17)

    response = stranger.post("/login/", {**GOOD, "student": "17"})

    assert response.status_code == 204
    assert response["Portal-CSRF"]


def test_another_student_is_not_let_into_someones_room(stranger, api):
    lets_in(api, id=18)
    api.will_answer("POST", "auth/logout/", {}, version="v2.4")

    response = stranger.post("/login/", {**GOOD, "student": "17"})

    assert response.status_code == 400
    assert "belongs to another student" in response.content.decode()
    assert "token" not in stranger.session


def test_too_many_devices_can_be_signed_out_from_the_sign_in(stranger, api):
    api.will_answer("POST", "auth-token/", {"token": TOKEN})
    refusal = '{"error_code": "parallel_login_restriction", "detail": "Elsewhere."}'
    api.will_answer(
        "GET", "me/", body=refusal, status=403, headers={"Content-Type": "text/html"}
    )
    api.will_answer("POST", "auth/logout_devices/", {}, version="v2.4")
    api.will_answer("GET", "me/", payloads.profile())

    refused = stranger.post("/login/", GOOD)
    response = stranger.post("/logout/others/")

    assert refused.status_code == 403
    assert "/logout/others/" in refused.content.decode()
    assert response["Location"] == "/"
    assert stranger.session["student"]["id"] == 17


def test_a_locked_account_is_told_so_and_not_tried_again(stranger, api):
    api.will_answer("POST", "auth-token/", {"token": TOKEN})
    api.will_answer("GET", "me/", {"error_code": "max_login_exceeded"}, status=403)

    response = stranger.post("/login/", GOOD)

    assert response.status_code == 403
    assert "locked" in response.content.decode()
    assert len(api.asked) == 2


def test_a_session_of_one_institute_opens_nothing_at_another(settings, tmp_path, db):
    file = tmp_path / "institutes.toml"
    file.write_text(
        '["a.example"]\napi_url = "https://a.testpress.in"\nname = "A"\n'
        '["b.example"]\napi_url = "https://b.testpress.in"\nname = "B"\n'
    )
    settings.INSTITUTES_FILE = str(file)
    settings.ALLOWED_HOSTS = ["*"]
    browser = signed_in(17, "Asha")
    session = browser.session
    session["institute"] = "a.example"
    session.save()

    at_b = browser.get("/me/", headers={"host": "b.example"})
    nowhere = browser.get("/me/", headers={"host": "c.example"})

    assert at_b["Location"].startswith("/login/")
    assert nowhere.status_code == 400
