"""/metrics: for whoever has the token, and without a word about anyone."""

import re

import pytest

from tests.security import routes
from tests.security.far_end import FarEnd
from tests.security.routes import ROUTES, address

TOKEN = "a-long-and-random-token"
RIGHT = {"Authorization": f"Bearer {TOKEN}"}
CANARY = "canary7f3a"


@pytest.fixture
def counting(settings):
    settings.METRICS_TOKEN = TOKEN


@pytest.fixture
def far_end(api):
    return FarEnd().behind(api)


def series(client):
    text = client.get("/metrics", headers=RIGHT).content.decode()
    found = re.findall(r"^(portal_\w+(?:{.*})?) (\S+)$", text, re.MULTILINE)
    return {name: float(value) for name, value in found}


@pytest.mark.parametrize("path", ["/metrics", "/metrics/"])
def test_without_a_token_of_ours_there_is_no_such_page(stranger, path):
    for said in ("", "Bearer", "Bearer ", "Bearer None", f"Bearer {TOKEN}"):
        response = stranger.get(path, headers={"Authorization": said})

        assert response.status_code in (404, 301)
        assert b"portal_" not in response.content


@pytest.mark.parametrize(
    "said",
    [
        "",
        "Bearer",
        "Bearer x",
        TOKEN,
        f"Bearer {TOKEN}x",
        f"bearer {TOKEN}",
        "Bearer ü",
    ],
)
def test_without_the_right_token_there_is_no_such_page(stranger, counting, said):
    response = stranger.get("/metrics/", headers={"Authorization": said})

    assert response.status_code == 404


def test_with_it_there_is_whatever_the_address_that_was_asked(stranger, counting):
    response = stranger.get("/metrics", headers={**RIGHT, "Host": "10.1.2.3:8000"})

    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/plain; version=")
    assert response["Cache-Control"] == "no-store"


def test_requests_and_calls_are_counted(student, counting, far_end):
    saves = 'portal_requests_total{method="POST",route="answer-save",status="200"}'
    took = 'portal_request_seconds_count{method="POST",route="answer-save"}'
    calls = 'portal_api_calls_total{method="PUT",outcome="done"}'
    before = series(student)

    for version in (1, 2, 3):
        student.post("/attempts/400/questions/101/", {"version": version})

    after = series(student)
    for name in (saves, took, calls):
        assert after[name] - before.get(name, 0) == 3


@pytest.mark.parametrize(
    ("status", "outcome"),
    [(400, "refused"), (429, "throttled"), (500, "failed"), (302, "failed")],
)
def test_how_calls_went_is_told(student, counting, far_end, status, outcome):
    name = f'portal_api_calls_total{{method="GET",outcome="{outcome}"}}'
    before = series(student).get(name, 0)
    far_end.refusal = status, {}

    student.get("/posts/")

    assert series(student)[name] > before


def test_nothing_is_counted_where_nobody_may_know(student, settings, far_end):
    settings.METRICS_TOKEN = TOKEN
    before = series(student)
    settings.METRICS_TOKEN = ""

    student.get("/posts/")

    settings.METRICS_TOKEN = TOKEN
    assert series(student) == before


def test_labels_are_bounded_and_name_nobody(student, counting, far_end):
    for name in routes.NAMES:
        for verb in (*ROUTES[name].verbs.split(), "BREW"):
            student.generic(verb, f"{address(name)}?q={CANARY}")
    student.get(f"/{CANARY}/")

    text = student.get("/metrics", headers=RIGHT).content.decode()
    labels = set(re.findall(r'(route|method)="([^"]*)"', text))
    assert CANARY not in text
    assert {of for kind, of in labels if kind == "route"} <= {*routes.NAMES, "-"}
    verbs = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "?"}
    assert {of for kind, of in labels if kind == "method"} <= verbs
