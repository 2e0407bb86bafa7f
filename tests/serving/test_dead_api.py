"""An API that says nothing at all costs the portal milliseconds, not threads."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from tests.serving.conftest import EXAM
from tests.serving.gate import Gate
from tests.stack import Stack

LOOKS = 300
PATIENCE = 90


@pytest.fixture(scope="module")
def stack(tmp_path_factory):
    stack = Stack(
        tmp_path_factory.mktemp("dead"),
        content=False,
        WEB_CONCURRENCY="1",
        WEB_THREADS="20",
    )
    stack.world.add_exam(EXAM, minutes=600)
    with Gate(stack.sandbox.url) as gate:
        stack.portal.api_url = gate.url
        stack.gate = gate
        with stack:
            yield stack


def test_a_dead_api_is_survived_and_its_return_is_noticed(stack, sitters):
    reader, writer = sitters(2)
    stack.gate.asked.clear()
    stack.gate.is_open = False

    def look(number):
        path = "/exams/" if number % 3 else "/login/"
        answer = requests.get(
            stack.url + path,
            cookies=reader.session.cookies if number % 3 else None,
            timeout=PATIENCE,
            allow_redirects=False,
        )
        return path, answer.status_code

    with ThreadPoolExecutor(12) as crowd:
        looks = list(crowd.map(look, range(LOOKS)))
    saved_meanwhile = writer.save(1)
    asked_while_dead = len(stack.gate.asked)
    stack.gate.is_open = True
    until, version, status = time.monotonic() + PATIENCE, 1, 0
    while status != 200 and time.monotonic() < until:
        time.sleep(0.3)
        version += 1
        status, headers = writer.save(version)

    assert set(looks) == {("/exams/", 503), ("/login/", 200)}
    assert saved_meanwhile[0] == 503
    assert saved_meanwhile[1]["Retry-After"]
    assert asked_while_dead < LOOKS / 3, "most weren't even sent"
    assert status == 200
    assert headers["Portal-Saved"].endswith(f":{version}")
    assert reader.get("/exams/").status_code == 200
