"""A portal whose guards can be switched off, and plays with the room's own scripts."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest

from tests.faults.node import Driver, Patch
from tests.faults.play import Play
from tests.stack import PASSWORD, Stack

numbers = count(1)


class Theatre:
    """Stages plays: a new student and attempt each, with one guard off or none."""

    def __init__(self, stack: Stack, switch: Path) -> None:
        self.stack = stack
        self._switch = switch

    @contextmanager
    def play(
        self, *, without: str = "", patches: list[Patch] | None = None
    ) -> Iterator[Play]:
        world = self.stack.world
        username = f"player{next(numbers)}"
        world.add_student(username, PASSWORD, first_name=username)
        if "sums" not in world.catalogue.slugs:
            world.add_exam("sums", 3)
        self._switch.write_text(without)
        try:
            with Driver(self.stack.url, patches) as driver:
                yield Play(self.stack, driver, username)
        finally:
            self._switch.write_text("")
            world.heal()


@pytest.fixture(scope="session")
def theatre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Theatre]:
    folder = tmp_path_factory.mktemp("theatre")
    switch = folder / "sabotage"
    stack = Stack(
        folder,
        content=False,
        application="tests.faults.sabotaged",
        SABOTAGE_FILE=str(switch),
    )
    with stack:
        yield Theatre(stack, switch)
