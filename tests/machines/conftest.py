"""Two machines in little: portals that share a PostgreSQL and a Redis, and no more."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import count

import pytest

from portal.sandbox.server import serve
from portal.sandbox.world import World
from tests.machines.browser import Browser
from tests.machines.services import Postgres, Redis
from tests.stack import PASSWORD, Portal

WORKERS = 4

numbers = count(1)


@dataclass(frozen=True)
class Machines:
    """`first` and `second` are portals, four processes each."""

    first: Portal
    second: Portal
    world: World
    redis: Redis


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    with Postgres() as postgres:
        yield postgres


@pytest.fixture(scope="session")
def redis() -> Iterator[Redis]:
    with Redis() as redis:
        yield redis


@pytest.fixture(scope="session")
def machines(
    postgres: Postgres, redis: Redis, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Machines]:
    with ExitStack() as running:
        folder = tmp_path_factory.mktemp("machines")
        sandbox = serve("127.0.0.1", 0, folder / "sandbox.sqlite3", content=False)
        running.callback(sandbox.close)
        portals = []
        for name in ("first", "second"):
            (folder / name).mkdir()
            portal = Portal(
                folder / name,
                sandbox.url,
                DATABASE_URL=postgres.url,
                REDIS_URL=redis.url,
                WEB_CONCURRENCY=str(WORKERS),
                TEST_STATIC_ROOT=str(folder / "static"),
                LOGIN_RATE="5/5m",
            )
            if not portals:
                portal.prepare()
            running.callback(portal.kill)
            portal.start()
            portals.append(portal)
        yield Machines(*portals, sandbox.world, redis)


@pytest.fixture
def username(machines: Machines) -> str:
    """Somebody who has never been here."""
    name = f"student{next(numbers)}"
    machines.world.add_student(name, PASSWORD, first_name="Asha")
    return name


@pytest.fixture
def exam(machines: Machines) -> str:
    """An exam of five sums that nobody has sat."""
    slug = f"sums-{next(numbers)}"
    machines.world.add_exam(slug)
    return slug


@pytest.fixture
def student(machines: Machines, username: str) -> Iterator[Browser]:
    """Signed in at the first machine."""
    with Browser(machines.first.url) as browser:
        assert browser.sign_in(username).status_code in (204, 303)
        yield browser
