"""A sandbox for each test, and a student who calls it over a real socket."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from portal.sandbox.server import Server, serve
from portal.sandbox.world import World


class Student:
    """Somebody signed in, with a connection that is kept open."""

    def __init__(self, server: Server, username: str = "asha") -> None:
        self.server = server
        self.session = requests.Session()
        self.session.headers["Authorization"] = f"JWT {server.world.token(username)}"

    def call(self, method: str, path: str, **more: Any) -> requests.Response:
        if not path.startswith("http"):
            path = f"{self.server.url}/api/v2.2/{path}"
        more.setdefault("timeout", 5)
        return self.session.request(method, path, allow_redirects=False, **more)

    def get(self, path: str) -> Any:
        return self.call("GET", path).json()

    def begin(self, slug: str) -> dict[str, Any]:
        found: dict[str, Any] = self.call("POST", f"exams/{slug}/attempts/").json()
        return found

    def rows(self, attempt: dict[str, Any]) -> list[dict[str, Any]]:
        """Every question of the attempt, page after page."""
        found, address = [], attempt["questions_url"]
        while address:
            page = self.get(address)
            found += page["results"]
            address = page["next"]
        return found

    def answer(self, row: dict[str, Any], *spots: int) -> requests.Response:
        chosen = [row["question"]["answers"][spot]["id"] for spot in spots]
        return self.save(row, selected_answers=chosen, review=False)

    def save(self, row: dict[str, Any], **body: Any) -> requests.Response:
        return self.call("PUT", row["url"], json=body)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """One with students and no content: tests add the exams they need."""
    with serve(db_path=tmp_path / "sandbox.sqlite3", content=False) as running:
        yield running


@pytest.fixture
def world(server: Server) -> World:
    return server.world


@pytest.fixture
def asha(server: Server) -> Iterator[Student]:
    student = Student(server)
    yield student
    student.session.close()


@pytest.fixture(scope="session")
def academy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One with all of Brilliant Academy; tests only look at it."""
    path = tmp_path_factory.mktemp("academy") / "sandbox.sqlite3"
    with serve(db_path=path) as running:
        yield running


@pytest.fixture
def visitor(academy: Server) -> Iterator[Student]:
    student = Student(academy)
    yield student
    student.session.close()
