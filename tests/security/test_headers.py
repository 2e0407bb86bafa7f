"""Headers on every kind of answer. This set scored A+ (docs/security.md says when)."""

import re

import pytest
from django.test import Client

from portal.web.middleware import PERMISSIONS
from tests.security import routes
from tests.security.far_end import FarEnd
from tests.security.routes import ROUTES, address

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": PERMISSIONS,
}
# What may be kept is the same for everyone.
KEPT = {"brand-css", "favicon", "manifest", "robots"}


@pytest.fixture
def far_end(api):
    return FarEnd().behind(api)


def policy(response):
    parts = response["Content-Security-Policy"].split(";")
    return {name: set(rest) for name, *rest in (part.split() for part in parts)}


def check(response):
    for name, value in ALWAYS.items():
        assert response[name] == value, name
    assert re.fullmatch(r"[0-9a-f]{16}", response["X-Request-ID"])
    csp = policy(response)
    assert csp["default-src"] == {"'none'"}
    assert csp["script-src"] == {"'self'"}
    assert csp["style-src"] == {"'self'"}
    assert csp["form-action"] == {"'self'"}
    assert csp["frame-ancestors"] == {"'none'"}
    assert csp["base-uri"] == {"'none'"}
    assert csp["object-src"] == {"'none'"}
    assert csp["img-src"] == {"'self'", "https:", "data:"}
    assert "unsafe" not in response["Content-Security-Policy"]
    assert "Server" not in response
    assert "Access-Control-Allow-Origin" not in response


@pytest.mark.parametrize("name", routes.NAMES)
@pytest.mark.parametrize("extra", [{}, {"HTTP_HX_REQUEST": "true"}], ids=str)
def test_every_answer_has_them(student, stranger, far_end, name, extra):
    for browser in (student, stranger):
        for verb in ("GET", "POST", "OPTIONS"):
            check(browser.generic(verb, address(name), **extra))


@pytest.mark.parametrize("status", [400, 401, 403, 404, 418, 429, 500, 502, 503])
def test_every_error_has_them_and_is_kept_by_nobody(student, far_end, status):
    far_end.refusal = status, {"detail": "No."}

    response = student.get("/exams/optics/")

    check(response)
    assert response["Cache-Control"] == "no-store"


def test_so_have_a_bug_of_ours_and_a_wrong_host(student, api, monkeypatch):
    monkeypatch.setattr(
        "portal.exams.views.exam_detail.__wrapped__", None, raising=False
    )
    monkeypatch.setattr("portal.testpress.exams.Exams.get", lambda *_: 1 / 0)
    student.raise_request_exception = False

    bug = student.get("/exams/optics/")
    wrong = student.get("/", headers={"host": "evil.example"})
    nowhere = student.get("/nowhere/")

    assert [r.status_code for r in (bug, wrong, nowhere)] == [500, 400, 404]
    for response in (bug, wrong, nowhere):
        check(response)
        assert response["Cache-Control"] == "no-store"


def test_so_have_static_files(stranger):
    response = stranger.get("/static/css/portal.css")

    assert response.status_code == 200
    assert b"".join(response.streaming_content)
    check(response)


@pytest.mark.parametrize("name", [name for name in routes.NAMES if name not in KEPT])
def test_what_a_student_sees_is_kept_by_nobody(student, far_end, name):
    verb = ROUTES[name].verbs.split()[0]

    response = student.generic(verb, address(name))

    assert response["Cache-Control"] == "no-store"


def test_signing_out_clears_what_the_browser_keeps(student, far_end):
    response = student.post("/logout/")

    assert response["Clear-Site-Data"] == '"cache", "storage"'


@pytest.fixture
def https(settings):
    """As in production: HTTPS_ONLY."""
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = 63072000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    settings.SECURE_HSTS_PRELOAD = True
    return "max-age=63072000; includeSubDomains; preload"


def test_over_https_it_stays_https(stranger, https):
    response = stranger.get("/login/", secure=True)

    assert response["Strict-Transport-Security"] == https


def test_the_way_to_https_has_them_too(stranger, https):
    response = stranger.get("/exams/?q=x")

    assert response.status_code == 301
    assert response["Location"] == "https://testserver/exams/?q=x"
    check(response)


def test_no_page_names_an_origin_but_ours(student, far_end):
    for name in routes.answering("GET"):
        page = student.get(address(name)).content.decode()
        for tag in re.findall(r"<(?:script|link|source|track|embed)\b[^>]*>", page):
            for url in re.findall(r'(?:src|href)="([^"]*)"', tag):
                assert re.match(r"/(?!/)", url), f"{url} at {name}"


def test_a_cookie_is_neither_read_by_scripts_nor_sent_across(stranger, api, student):
    response = Client().get("/login/")

    for cookie in response.cookies.values():
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        assert cookie["path"] == "/"
        assert not cookie["domain"]
