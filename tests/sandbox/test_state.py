"""What outlives a restart, and what the academy holds."""

import re

import pytest
import requests

from portal.sandbox.application import Application
from portal.sandbox.server import serve
from portal.sandbox.world import World

from .conftest import Student


def test_answers_tokens_faults_and_the_clock_survive_a_restart(tmp_path):
    path = tmp_path / "state.sqlite3"
    with serve(db_path=path, content=False) as first:
        first.world.add_exam("sums")
        asha = Student(first)
        attempt = asha.begin("sums")
        row = asha.rows(attempt)[0]
        asha.answer(row, 2)
        first.world.advance(1000)
        first.world.fail("POST", status=503)

    with serve(port=first.port, db_path=path) as second:
        kept = asha.rows(attempt)[0]
        moved = second.world.now() - second.world.calls()[-1]["arrived"]
        refused = asha.call("POST", "exams/sums/attempts/")
    asha.session.close()

    assert kept["selected_answers"] == [row["question"]["answers"][2]["id"]]
    assert 1000 <= moved < 1010
    assert refused.status_code == 503


def test_closing_cuts_the_connections_that_callers_keep(server, asha):
    asha.call("GET", "me/")

    server.close()

    with pytest.raises(requests.ConnectionError):
        asha.call("GET", "me/", timeout=1)


def test_a_second_process_sees_and_changes_the_same_world(tmp_path, server, asha):
    other = World(server.world.database.path)

    other.add_exam("sums")
    other.fail(path="/me/", status=500)

    assert asha.get("exams/")["count"] == 1
    assert asha.call("GET", "me/").status_code == 500
    other.close()


def test_a_reset_begins_again(server, asha):
    server.world.add_exam("sums")
    asha.begin("sums")

    requests.post(f"{server.url}/_sandbox/reset/")

    assert asha.call("GET", "me/").status_code == 401
    assert "practice-pull-the-plug" in server.world.catalogue.slugs
    assert "sums" not in server.world.catalogue.slugs


def test_the_application_works_under_any_wsgi_server(world):
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": "/api/v2.3/settings/",
        "HTTP_HOST": "x",
    }
    begun = []

    body = b"".join(Application(world)(environ, lambda *what: begun.append(what)))

    assert begun[0][0] == "200 OK"
    assert b"Brilliant Academy" in body


def test_every_picture_that_content_points_to_is_there(academy):
    world = academy.world
    text = ""
    for table in ("questions", "posts", "products"):
        rows = world.database.all(f"SELECT data FROM {table}")
        text += "".join(row["data"] for row in rows)
    names = set(re.findall(r"@media@/([\w./-]+)", text))

    answers = {name: requests.get(f"{academy.url}/media/{name}") for name in names}

    assert len(names) >= 6
    assert {answer.status_code for answer in answers.values()} == {200}
    kinds = {answer.headers["Content-Type"] for answer in answers.values()}
    assert kinds == {"image/svg+xml", "image/png"}


def test_every_closed_question_has_a_right_answer(academy):
    for question in academy.world.catalogue.questions.values():
        right = [option for option in question.options if option.is_correct]
        texts = [option.html for option in question.options]
        assert len(set(texts)) == len(texts), question.html
        if question.type == "R":
            assert len(right) == 1
        if question.type == "C":
            assert len(right) >= 2
        if question.type in ("S", "N", "G"):
            assert question.accepted


def test_the_grand_test_asks_200_different_questions(academy, visitor):
    attempt = visitor.begin("tnpsc-group-4-grand-test")

    rows = visitor.rows(attempt)

    assert len({row["question"]["question_html"] for row in rows}) == 200


def test_no_address_leads_to_the_internet(academy):
    text = "".join(
        row["data"] for row in academy.world.database.all("SELECT data FROM questions")
    )

    assert "http" not in text


def test_asha_has_attempts_in_both_states_and_a_rank(visitor):
    rows = visitor.get("attempts/")["results"]

    assert {row["state"] for row in rows} == {"Running", "Completed"}
    assert any(isinstance(row["rank"], int) for row in rows)
    assert len([r for r in rows if r["exam"]["slug"] == "jee-main-mock-1"]) == 5
