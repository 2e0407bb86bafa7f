"""A portal under the Procfile's gunicorn, with few threads, and students in rooms."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from tests.machines.browser import Browser
from tests.stack import PASSWORD, Stack

EXAM = "sums"

numbers = count(1)


class Sitter(Browser):
    """A student in an open room, who saves one row again and again."""

    def open(self, username: str, row_of: Callable[[int], int]) -> None:
        assert self.sign_in(username).status_code == 303
        self.attempt = self.start(EXAM)
        self.row = row_of(self.attempt)
        self.session.headers["X-CSRFToken"] = self.get("/csrf/").headers["Portal-CSRF"]
        assert self.get(f"/attempts/{self.attempt}/").status_code == 200

    def send(self, path: str, **fields: Any) -> tuple[int, dict[str, str]]:
        """One request of the room's, on a connection that is kept."""
        answer = self.session.post(
            self.address + path, data=fields, allow_redirects=False, timeout=60
        )
        return answer.status_code, dict(answer.headers)

    def save(self, version: int = 1) -> tuple[int, dict[str, str]]:
        return self.send(
            f"/attempts/{self.attempt}/questions/{self.row}/",
            short_text=str(version),
            version=version,
        )

    def beat(self) -> tuple[int, dict[str, str]]:
        return self.send(f"/attempts/{self.attempt}/heartbeat/")


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    folder: Path = tmp_path_factory.mktemp("serving")
    variables = {"WEB_CONCURRENCY": "1", "WEB_THREADS": "10"}
    with Stack(folder, content=False, **variables) as stack:
        stack.world.add_exam(EXAM, minutes=600)
        yield stack


@pytest.fixture
def sitters(stack: Stack) -> Iterator[Callable[[int], list[Sitter]]]:
    """So many students who have never been here, in their rooms."""

    def row_of(attempt: int) -> int:
        return min(stack.world.answers(attempt))

    with ExitStack() as open_ones:

        def sitters(number: int) -> list[Sitter]:
            found = []
            for _ in range(number):
                username = f"student{next(numbers)}"
                stack.world.add_student(username, PASSWORD, first_name="Asha")
                sitter = open_ones.enter_context(Sitter(stack.url))
                sitter.open(username, row_of)
                found.append(sitter)
            return found

        yield sitters
    stack.world.heal()
