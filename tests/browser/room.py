"""The exam room as a student meets it: by role, by label, by what is on the screen."""

import re
import time
from dataclasses import dataclass
from typing import Any, Self

from playwright.sync_api import BrowserContext, Locator, Page, expect

from portal.sandbox.world import World

SAVED = "All answers saved"
OFFLINE_ONE = "Not sent yet: 1 answer. Kept on this device."


def wait_until(page: Page, expression: str, seconds: float = 15) -> None:
    """Until it is true on the page; `wait_for_function` looks a second time only where
    the page's policy allows eval, and ours don't.
    """
    until = time.monotonic() + seconds
    while not page.evaluate(expression):
        assert time.monotonic() < until, expression
        page.wait_for_timeout(50)


def offline(count: int) -> str:
    if count == 1:
        return OFFLINE_ONE
    return f"Not sent yet: {count} answers. Kept on this device."


@dataclass(frozen=True, slots=True)
class Student:
    username: str
    password: str

    def sign_in(self, page: Page) -> Page:
        page.goto("/login/")
        page.get_by_label("Username").fill(self.username)
        page.get_by_label("Password").fill(self.password)
        page.get_by_role("button", name="Sign in").click()
        # "**/" would be content with /login/ itself.
        page.wait_for_url(re.compile(r"^http://[^/]+/$"))
        return page


class Room:
    """A window on one attempt, and the API's own record of it."""

    def __init__(self, page: Page, world: World, attempt: int) -> None:
        self.page = page
        self.world = world
        self.attempt = attempt
        self.path = f"/attempts/{attempt}/"

    def open(self) -> Self:
        self.page.goto(self.path)
        self.wait_until_open()
        return self

    def wait_until_open(self) -> None:
        expect(self.page.locator("exam-room")).to_have_attribute("data-ready", "")

    def beat(self) -> None:
        """Have the API's clock moved now; the first beat of the room is over then."""
        self.page.evaluate("document.querySelector('exam-room').heartbeat.beat()")

    @property
    def context(self) -> BrowserContext:
        return self.page.context

    @property
    def status(self) -> Locator:
        return self.page.locator("#save-status")

    @property
    def clock(self) -> Locator:
        return self.page.get_by_role("timer", name="Time left")

    @property
    def question(self) -> Locator:
        """The question that is on the screen."""
        return self.page.locator("section.question:visible")

    @property
    def rows(self) -> list[int]:
        """The API's ids of the attempt's questions, in order."""
        return list(self.world.answers(self.attempt))

    def option(self, letter: str) -> Locator:
        return self.question.get_by_label(f"Option {letter}", exact=False)

    def choose(self, letter: str) -> None:
        self.option(letter).check()

    def next(self) -> None:
        self.question.get_by_role("button", name="Save & next").click()

    def answer(self, letters: str) -> None:
        """Answer the questions from here on: a letter each."""
        for letter in letters:
            self.choose(letter)
            self.next()

    def go_to(self, number: int) -> None:
        cell = self.page.get_by_role("complementary", name="Questions").get_by_role(
            "link", name=re.compile(rf"^Question {number} ?,")
        )
        cell.click()
        title = self.question.get_by_role("heading", name=f"Question {number} of")
        expect(title).to_be_visible()

    def review(self) -> None:
        opener = self.page.get_by_role("banner").get_by_role("link", name="Questions")
        if opener.is_visible():  # where the palette is a sheet
            opener.click()
        self.page.get_by_role("link", name="Review and submit", exact=True).click()
        expect(
            self.page.get_by_role("heading", name="Check and submit")
        ).to_be_visible()

    def submit(self) -> None:
        self.page.get_by_role("button", name="Submit exam").click()

    def hand_in(self) -> None:
        self.review()
        self.submit()
        self.wait_for_result()

    def wait_for_result(self) -> None:
        expect(self.page.locator("exam-room")).to_have_count(0, timeout=15_000)
        self.page.wait_for_url(f"**{self.path}")

    def expect_saved(self, timeout: float = 8000) -> None:
        """The page says "saved", and the API has all of it at that moment."""
        expect(self.status).to_have_text(SAVED, timeout=timeout)
        expect(self.status).to_have_attribute("data-unsaved", "0")
        shown, held = self.shown, self.held
        assert shown == held, f"shown as saved: {shown}; at the API: {held}"

    @property
    def held(self) -> str:
        """What the API has, a letter a question: "A-C" is the first and the third."""
        attempt = self.world.attempt(self.attempt)
        return "".join(
            _letters(row.answer.get("selected_answers", []), row.question.options)
            for row in self.world.attempts.rows(attempt)
        )

    @property
    def shown(self) -> str:
        """What the page shows, in the same letters."""
        chosen: list[list[int]] = self.page.evaluate(
            """() => [...document.querySelectorAll("section.question")].map((one) =>
                 [...one.querySelectorAll("[name=selected_answers]")]
                   .map((input, at) => (input.checked ? at : -1))
                   .filter((at) => at >= 0))"""
        )
        return "".join("".join("ABCDEFGH"[at] for at in one) or "-" for one in chosen)

    @property
    def is_completed(self) -> bool:
        return not self.world.attempt(self.attempt).is_running

    def ends(self) -> int:
        """How many ends the API has carried out."""
        calls = self.world.calls("PUT", f"attempts/{self.attempt}/end/")
        return sum(call["status"] == 200 for call in calls)


def _letters(chosen: list[int], options: Any) -> str:
    places = [at for at, option in enumerate(options) if option.id in chosen]
    return "".join("ABCDEFGH"[at] for at in places) or "-"
