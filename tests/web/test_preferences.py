"""Theme and language, without script."""

import pytest
from django.test import Client


def test_a_theme_lasts(student):
    response = student.post("/preferences/", {"theme": "dark", "next": "/login/"})

    assert response.status_code == 303
    assert response["Location"] == "/login/"
    assert response.cookies["theme"].value == "dark"
    assert b'data-theme="dark"' in student.get("/nowhere/").content


def test_the_system_s_theme_is_the_absence_of_one(student):
    student.post("/preferences/", {"theme": "dark"})

    student.post("/preferences/", {"theme": "system"})

    assert b"data-theme" not in student.get("/nowhere/").content


@pytest.mark.parametrize("theme", ["", "pink", '"><script>'])
def test_no_other_theme_is_taken(stranger, theme):
    response = stranger.post("/preferences/", {"theme": theme})

    assert "theme" not in response.cookies


def test_a_theme_that_someone_put_into_the_cookie_is_not_believed(stranger):
    stranger.cookies["theme"] = "pink"

    assert b"pink" not in stranger.get("/login/").content


def test_a_language_lasts(stranger):
    stranger.post("/preferences/", {"language": "ta"})

    assert b'<html lang="ta"' in stranger.get("/login/").content


def test_no_other_language_is_taken(stranger):
    response = stranger.post("/preferences/", {"language": "xx"})

    assert "language" not in response.cookies


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""]
)
def test_it_goes_back_to_our_own_pages_only(stranger, elsewhere):
    response = stranger.post("/preferences/", {"theme": "dark", "next": elsewhere})

    assert response["Location"] == "/"


def test_another_site_cannot_send_the_form():
    browser = Client(enforce_csrf_checks=True)

    response = browser.post("/preferences/", {"theme": "dark"})

    assert response.status_code == 403


def test_it_is_a_post(stranger):
    assert stranger.get("/preferences/").status_code == 405
