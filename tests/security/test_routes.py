"""Every route × every stranger: refused as it should be, and nobody asked in vain.

The routes are found in the URLconf, so that a new one is tried too.
"""

from collections import Counter

import pytest
from django.test import Client
from django.urls import get_resolver

from tests.conftest import signed_in
from tests.security import routes
from tests.security.far_end import FarEnd
from tests.security.routes import ROUTES, address, answering, having

UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
EVIL = "https://evil.example"
PRIVATE = having(is_public=False)
WITH_VALUES = [name for name in PRIVATE if ROUTES[name].values]
OF_ATTEMPTS = [name for name in WITH_VALUES if ROUTES[name].values.get("id") == 400]


@pytest.fixture
def far_end(api):
    return FarEnd().behind(api)


@pytest.fixture
def watched(student):
    """Asha's browser, before a portal that checks CSRF; and the token of her page."""
    client = Client(enforce_csrf_checks=True)
    client.cookies = student.cookies
    token = client.get("/csrf/")["Portal-CSRF"]
    return client, token


def test_every_route_has_its_line():
    assert set(routes.FOUND) == set(ROUTES)
    assert [name for name, n in Counter(routes.FOUND).items() if n > 1] == []


def test_ids_and_slugs_are_bounded():
    kinds = {
        type(converter).__name__
        for pattern in routes.in_urlconf()
        for converter in pattern.pattern.converters.values()
    }

    assert kinds <= {"Number", "Word"}


@pytest.mark.parametrize("name", PRIVATE)
@pytest.mark.parametrize("verb", ["GET", "POST"])
def test_a_stranger_sees_nothing_and_nobody_is_asked(stranger, far_end, name, verb):
    response = stranger.generic(verb, address(name))

    if ROUTES[name].room:
        assert response.status_code == 401
        assert response["Portal-Refused"] == "signed-out"
    else:
        assert response.status_code == 302
        assert response["Location"].startswith("/login/?next=%2F")
    assert far_end.asked == []


@pytest.mark.parametrize("name", having(is_public=True, asks=False))
@pytest.mark.parametrize("verb", ["GET", "POST"])
def test_what_is_public_asks_nobody_for_a_stranger(stranger, far_end, name, verb):
    response = stranger.generic(verb, address(name))

    assert response.status_code < 500
    # The sign-in page has the institute's own labels: asked seldom, without a token.
    assert set(far_end.asked) <= {("GET", "settings/")}


@pytest.mark.parametrize("name", WITH_VALUES)
def test_another_student_is_refused_by_the_api_and_by_us(student, far_end, name):
    far_end.refusal = 403, {"detail": "You do not have permission."}
    verb = ROUTES[name].verbs.split()[0]

    response = student.generic(verb, address(name))

    assert response.status_code == ROUTES[name].others


@pytest.mark.parametrize("name", PRIVATE)
def test_a_dead_token_opens_nothing(student, far_end, name):
    far_end.refusal = 401, {"detail": "Signature has expired."}
    verb = ROUTES[name].verbs.split()[0]

    response = student.generic(verb, address(name), HTTP_HX_REQUEST="true")

    if far_end.asked:
        # The room, a fragment that a page loads, or a page with parts of its own.
        assert response.status_code == 401
        assert "token" not in student.session


@pytest.mark.parametrize("name", answering("POST"))
@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": EVIL},
        {"Origin": "null"},
        {"Origin": "http://testserver.evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},
    ],
    ids=str,
)
def test_another_site_can_send_nothing(watched, far_end, name, headers):
    client, token = watched

    response = client.post(
        address(name), {"csrfmiddlewaretoken": token}, headers=headers
    )

    assert response.status_code == 403
    assert response["Portal-Refused"] == "csrf"
    assert far_end.asked == []


@pytest.mark.parametrize("name", answering("POST"))
@pytest.mark.parametrize("token", [None, "", "a" * 32, "a" * 64, "stale", "é\0"])
def test_nothing_is_done_without_a_good_csrf_token(watched, far_end, name, token):
    client, _ = watched
    if token == "stale":
        token = Client().get("/csrf/")["Portal-CSRF"]
    form = {} if token is None else {"csrfmiddlewaretoken": token}

    response = client.post(address(name), form)

    assert response.status_code == 403
    assert response["Portal-Refused"] == "csrf"
    assert far_end.asked == []


@pytest.mark.parametrize("name", answering("POST"))
def test_with_its_token_a_page_of_ours_can(watched, far_end, name):
    """Or the refusals above would prove nothing."""
    client, token = watched

    response = client.post(
        address(name),
        {"csrfmiddlewaretoken": token},
        headers={"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"},
    )

    assert "Portal-Refused" not in response or response["Portal-Refused"] != "csrf"
    assert response.status_code not in (401, 403, 405)


@pytest.mark.parametrize("name", routes.NAMES)
@pytest.mark.parametrize("verb", ["GET", *UNSAFE, "TRACE", "PROPFIND"])
def test_a_route_answers_its_own_verbs_only(watched, far_end, name, verb):
    client, token = watched
    if verb in ROUTES[name].verbs.split():
        return

    response = client.generic(verb, address(name), headers={"X-CSRFToken": token})

    assert response.status_code == 405
    assert far_end.asked == []


@pytest.mark.parametrize("name", routes.NAMES)
@pytest.mark.parametrize(
    "extra",
    [
        {},
        {"HTTP_HX_REQUEST": "true"},
        {"HTTP_X_HTTP_METHOD_OVERRIDE": "POST"},
        {"QUERY_STRING": "_method=POST&selected_answers=1&username=a&password=b"},
    ],
    ids=["plain", "htmx", "overridden", "with a form in its address"],
)
def test_looking_changes_nothing_at_the_api(student, far_end, name, extra):
    for _ in range(2):
        response = student.get(address(name), **extra)
        assert response.status_code < 500
    student.head(address(name), **extra)

    assert far_end.changes == []


@pytest.mark.parametrize("name", OF_ATTEMPTS)
def test_an_attempt_that_has_ended_is_changed_by_nothing(student, far_end, name):
    far_end.has_ended = True
    verb = ROUTES[name].verbs.split()[0]
    form = {"version": "3", "selected_answers": "1010"} if verb == "POST" else {}

    response = getattr(student, verb.lower())(address(name), form)

    assert response.status_code == ROUTES[name].ended


def test_one_students_room_says_nothing_of_anothers(api, db):
    """Windows and papers that the portal remembers are kept by student."""
    far_end = FarEnd().behind(api)
    asha, meera = signed_in(17, "Asha"), signed_in(18, "Meera")
    asha.get("/attempts/400/")
    asha.post("/attempts/400/writer/")
    far_end.refusal = 403, {"detail": "Not yours."}

    older = {"version": "1", "writer": "00000000000000000001-aaaaaaaa"}
    saved = meera.post("/attempts/400/questions/101/", older)
    elsewhere = meera.post("/attempts/400/questions/999/", older)

    assert saved.status_code == 403
    assert "Portal-Conflict" not in saved
    # Nor does Asha's paper say which rows there are: the API does.
    assert elsewhere.status_code == 403


# The tests can fail: a guard switched off turns them red.


def test_without_the_guard_a_stranger_would_get_in(stranger, far_end, monkeypatch):
    monkeypatch.setattr(
        "portal.web.middleware.SignedInStudents.process_view", lambda *_, **__: None
    )

    stranger.generic("POST", address("attempt-heartbeat"))

    assert far_end.asked != []


def test_without_the_guard_another_site_would_get_through(
    watched, far_end, monkeypatch
):
    client, token = watched
    monkeypatch.setattr(
        "portal.web.middleware.ForeignForms.__call__",
        lambda self, request: self.get_response(request),
    )

    response = client.post(
        address("attempt-heartbeat"),
        {"csrfmiddlewaretoken": token},
        headers={"Sec-Fetch-Site": "cross-site"},
    )

    assert response.status_code == 200


def test_nothing_is_exempt_from_csrf():
    exempt = [
        pattern.name
        for pattern in routes.in_urlconf()
        if getattr(pattern.callback, "csrf_exempt", False)
    ]

    assert exempt == []
    assert get_resolver().urlconf_name == "portal.urls"
