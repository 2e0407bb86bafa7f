"""A student's browser: Debian's Chromium, on a portal served as in production.

Each test has a student of its own, so that no test sees what another one left.
"""

import os
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from portal.sandbox.world import World
from tests.browser.room import Room, Student
from tests.stack import PASSWORD, Stack

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]

numbers = count(1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    folder = tmp_path_factory.mktemp("stack")
    with Stack(folder, INSTITUTE_CALCULATOR="on") as stack:
        yield stack


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    # Playwright's loop runs in this thread for as long as the session does, and
    # Django would refuse the database to the tests that come after.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    expect.set_options(timeout=8000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=ARGUMENTS, timeout=60_000
        )
        yield browser
        browser.close()


@pytest.fixture
def world(stack: Stack) -> Iterator[World]:
    yield stack.world
    stack.world.heal()


@pytest.fixture
def student(world: World) -> Student:
    """Somebody who has never been here."""
    username = f"student{next(numbers)}"
    world.add_student(username, PASSWORD, first_name="Asha", last_name="Nair")
    return Student(username, PASSWORD)


NewDevice = Callable[..., BrowserContext]


@pytest.fixture
def new_device(browser: Browser, stack: Stack) -> Iterator[NewDevice]:
    """A browser with nothing in it; what Playwright's contexts take, it takes."""
    made: list[BrowserContext] = []

    def new_device(**options: Any) -> BrowserContext:
        context = browser.new_context(
            **{
                "base_url": stack.url,
                "viewport": {"width": 1280, "height": 800},
                **options,
            }
        )
        context.set_default_timeout(10_000)
        made.append(context)
        return context

    yield new_device
    for context in made:
        context.close()


@pytest.fixture
def page(new_device: NewDevice, student: Student) -> Page:
    """A window in which the student is signed in."""
    return student.sign_in(new_device().new_page())


@pytest.fixture
def new_attempt(world: World, student: Student) -> Callable[..., int]:
    """A running attempt of an exam made for the occasion; its id.

    new_attempt(questions=5, minutes=60), and what else `World.add_exam` takes.
    """

    def new_attempt(questions: Any = 5, **facts: Any) -> int:
        slug = f"exam-{next(numbers)}"
        world.add_exam(slug, questions, title="Optics and waves", **facts)
        return world.add_attempt(student.username, slug)

    return new_attempt


@pytest.fixture
def room(page: Page, world: World, new_attempt: Callable[..., int]) -> Room:
    """The room of a five-question exam, open."""
    return Room(page, world, new_attempt()).open()
