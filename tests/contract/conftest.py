"""Who is asked: the sandbox always, and a real Testpress where its address is given.

LIVE_TESTPRESS_URL, LIVE_TESTPRESS_USERNAME and LIVE_TESTPRESS_PASSWORD name a student
of an institute; without them there is nothing to skip, since the tests for it aren't
made. With LIVE_TESTPRESS_EXAM, the slug of an exam that may be sat for a trial, the
claims that change something are tried on it too.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count

import pytest

from portal import testpress
from portal.sandbox.server import Server, serve
from tests.stack import PASSWORD

LIVE_URL = os.environ.get("LIVE_TESTPRESS_URL", "")
LIVE_EXAM = os.environ.get("LIVE_TESTPRESS_EXAM", "")

numbers = count(1)


@dataclass(frozen=True, slots=True)
class FarEnd:
    """A Testpress as one signed-in student sees it, and an exam they may sit."""

    student: testpress.Client
    stranger: testpress.Client
    exam: str


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    for fixture, is_live in (("reading", LIVE_URL), ("sitting", LIVE_EXAM)):
        if fixture in metafunc.fixturenames:
            ends = ["sandbox", *(["live"] if LIVE_URL and is_live else [])]
            metafunc.parametrize(fixture, ends, indirect=True)


@pytest.fixture(scope="session")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serve(
        db_path=tmp_path_factory.mktemp("contract") / "sandbox.sqlite3"
    ) as server:
        yield server


@pytest.fixture
def sandboxed(sandbox: Server) -> FarEnd:
    """A new student, and a new exam of 25 questions: more than a page of them."""
    number = next(numbers)
    sandbox.world.add_student(f"newcomer{number}", PASSWORD, first_name="New")
    sandbox.world.add_exam(f"contract-{number}", 25, title="Contract")
    client = testpress.Client(testpress.Transport(sandbox.url))
    token = client.sign_in(username=f"newcomer{number}", password=PASSWORD)
    return FarEnd(client.signed_as(token), client, f"contract-{number}")


def _live() -> FarEnd:
    client = testpress.Client(testpress.Transport(LIVE_URL))
    token = client.sign_in(
        username=os.environ["LIVE_TESTPRESS_USERNAME"],
        password=os.environ["LIVE_TESTPRESS_PASSWORD"],
    )
    return FarEnd(client.signed_as(token), client, LIVE_EXAM)


Ask = Callable[[], FarEnd]


@pytest.fixture
def reading(request: pytest.FixtureRequest) -> FarEnd:
    """For claims that change nothing."""
    return _live() if request.param == "live" else request.getfixturevalue("sandboxed")


@pytest.fixture
def sitting(request: pytest.FixtureRequest) -> FarEnd:
    """For claims that start, answer or end an attempt."""
    return _live() if request.param == "live" else request.getfixturevalue("sandboxed")
