"""The campaign in real Chromium: a network that fails, and browsers that are killed."""

import os
import random
import signal
import subprocess
import tempfile
import time
from collections import Counter
from pathlib import Path

from playwright.sync_api import Browser, Error, Page, Playwright, sync_playwright

from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.browser.room import SAVED, Room, Student
from tests.faults.campaign import Report
from tests.faults.proxy import Plan, Proxy
from tests.stack import PASSWORD, Stack, free_port

QUESTIONS = 10
LETTERS = "ABCD"
LONGEST_HAND_IN = 300


class Sitting:
    """A student in a window, what they chose last, and whether the page is right."""

    def __init__(self, stack: Stack, name: str, report: Report) -> None:
        self.world = stack.world
        self.report = report
        self.student = Student(name, PASSWORD)
        self.world.add_student(name, PASSWORD, first_name="Asha")
        if "chromium" not in self.world.catalogue.slugs:
            self.world.add_exam("chromium", QUESTIONS, minutes=600)
        self.attempt = self.world.add_attempt(name, "chromium")
        self.chosen = ["-"] * QUESTIONS
        self._heard: list[Page] = []

    def enter(self, page: Page, url: str) -> None:
        """Open the room, signing in where the browser forgot that we are; insist."""
        self.room = Room(page, self.world, self.attempt)
        self.url = url
        if page not in self._heard:  # "Leave site?" is answered with yes
            page.on("dialog", lambda dialog: dialog.accept())
            self._heard.append(page)
        for _ in range(40):
            try:
                page.goto(f"{url}{self.room.path}")
                if "/login/" in page.url:
                    page.get_by_label("Username").fill(self.student.username)
                    page.get_by_label("Password").fill(self.student.password)
                    page.get_by_role("button", name="Sign in").click()
                resume = page.get_by_role("button", name="Resume exam")
                if resume.count():
                    resume.click()
                page.wait_for_selector("exam-room[data-ready]", timeout=4000)
            except Error:
                continue
            return
        raise RuntimeError(f"{self.student.username} never came in: {page.url}")

    def act(self, dice: random.Random) -> None:
        """One thing that students do; the page is held to what it says."""
        page = self.room.page
        if self._is_asked_to_sign_in():
            return
        self.look()
        number = dice.randrange(QUESTIONS)
        letter = dice.choice(LETTERS)
        page.evaluate(
            "at => { location.hash = at }", f"#question-{self.room.rows[number]}"
        )
        self.room.option(letter).check(timeout=5000)
        self.chosen[number] = letter
        self.report.done["choices"] += 1
        self.look()

    def look(self) -> None:
        """Where it says "saved", the API has taken all that is shown."""
        if self.room.status.text_content() != SAVED:
            return
        self.report.saved_claims += 1
        taken = {
            (save["row_id"], tuple(save["body"].get("selected_answers", [])))
            for save in self.world.saves(self.attempt)
            if save["status"] < 300
        }
        attempt = self.world.attempt(self.attempt)
        for row, letter in zip(
            self.world.attempts.rows(attempt), self.chosen, strict=True
        ):
            if letter == "-":
                continue
            option = row.question.options[LETTERS.index(letter)].id
            if (row.id, (option,)) not in taken:
                self.report.false_claims.append(f"{self.attempt}: {row.id} {letter}")

    @property
    def is_over(self) -> bool:
        return not self.world.attempt(self.attempt).is_running

    def hand_in(self) -> None:
        """Press "Submit exam", where it isn't being done already."""
        page = self.room.page
        try:
            page.evaluate("() => { location.hash = '#submit' }")
            button = page.get_by_role("button", name="Submit exam")
            if not self._is_asked_to_sign_in() and button.is_visible():
                button.click(timeout=1000)
        except Error:
            self.report.done["times that the page was in the way"] += 1
        page.wait_for_timeout(100)

    def leave(self) -> None:
        """The exam is over, or should be: compare."""
        self.compare()
        if not self.is_over:
            seen = self.room.page.locator("body").inner_text()[:500]
            self.report.stuck.append(f"{self.attempt} at {self.room.page.url}: {seen}")

    def compare(self) -> None:
        held = Room(self.room.page, self.world, self.attempt).held
        if held != "".join(self.chosen):
            self.report.lost.append(f"{self.attempt}: {''.join(self.chosen)} != {held}")

    def _is_asked_to_sign_in(self) -> bool:
        dialog = self.room.page.get_by_role("dialog", name="Sign in to go on")
        if not dialog.is_visible():
            return False
        self.report.done["signed in over the page"] += 1
        try:
            dialog.get_by_label("Username").fill(self.student.username, timeout=2000)
            dialog.get_by_label("Password").fill(self.student.password, timeout=2000)
            dialog.get_by_role("button", name="Sign in").click(timeout=2000)
            dialog.wait_for(state="hidden", timeout=4000)
        except Error:
            return True
        return False


def run(seed: int, *, faults: int, pages: int = 6, rate: float = 0.35) -> Report:
    """Let so many pages sit exams until so many faults have met them."""
    begun = time.monotonic()
    report = Report(seed)
    only = r"POST /attempts/|GET /attempts/|GET /csrf/|PUT |GET /api"
    with tempfile.TemporaryDirectory() as folder:
        stack = Stack(Path(folder), content=False)
        back = Proxy(
            stack.sandbox.url,
            Plan(seed + 1, rate / 2, only=only),
            patience=3,
            keeps_its_word=True,
        )
        stack.portal.api_url = back.url
        front = Proxy(stack.url, Plan(seed, rate, only=only), patience=3)
        with stack, back, front, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=CHROMIUM, args=ARGUMENTS
            )
            count = 0
            while sum(front.fired.values()) + sum(back.fired.values()) < faults:
                count += 1
                _sit_together(browser, stack, front.url, report, seed + count, pages)
            browser.close()
            report.faults += Counter(
                {f"browser–portal: {kind}": n for kind, n in front.fired.items()}
            )
            report.faults += Counter(
                {f"portal–API: {kind}": n for kind, n in back.fired.items()}
            )
    report.seconds = time.monotonic() - begun
    return report


def _sit_together(
    browser: Browser, stack: Stack, url: str, report: Report, seed: int, pages: int
) -> None:
    dice = random.Random(seed)
    contexts = [browser.new_context() for _ in range(pages)]
    sittings = []
    for at, context in enumerate(contexts):
        context.set_default_timeout(15_000)
        sitting = Sitting(stack, f"c{seed}x{at}", report)
        sitting.enter(context.new_page(), url)
        sittings.append(sitting)
    report.students += pages
    for _ in range(12):
        for sitting in sittings:
            if dice.random() < 0.08:
                report.done["reloads"] += 1
                sitting.enter(sitting.room.page, url)
            try:
                sitting.act(dice)
            except Error:
                report.done["times that the page was in the way"] += 1
            sitting.room.page.wait_for_timeout(40)
    until = time.monotonic() + LONGEST_HAND_IN
    while time.monotonic() < until and not all(one.is_over for one in sittings):
        for sitting in sittings:
            if not sitting.is_over:
                sitting.hand_in()
    contexts[0].pages[0].wait_for_timeout(500)
    for sitting in sittings:
        sitting.leave()
    for context in contexts:
        context.close()


def kill_browsers(seed: int, *, kills: int) -> Report:
    """SIGKILL to the whole browser 250 ms after the last input; open it again, look."""
    begun = time.monotonic()
    report = Report(seed)
    dice = random.Random(seed)
    started: list[subprocess.Popen[bytes]] = []
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        Stack(Path(folder), content=False) as stack,
        Proxy(stack.url, Plan(rate=0)) as link,
        sync_playwright() as playwright,
    ):
        try:
            for number in range(kills):
                if number % 10 == 0:
                    sitting = Sitting(stack, f"b{seed}x{number}", report)
                    profile = Path(folder) / f"profile{number}"
                _kill_once(playwright, sitting, profile, link, dice, started)
                report.faults["browser killed"] += 1
        finally:
            for process in started:
                if process.poll() is None:
                    _kill(process)
        report.students = -(-kills // 10)
    report.seconds = time.monotonic() - begun
    return report


def _kill_once(
    playwright: Playwright,
    sitting: Sitting,
    profile: Path,
    link: Proxy,
    dice: random.Random,
    started: list[subprocess.Popen[bytes]],
) -> None:
    """Some answers, half the time with the link cut; a kill; and all must be there."""
    process, browser = _browser(playwright, profile, started)
    sitting.enter(browser.contexts[0].pages[0], link.url)
    link.is_cut = dice.random() < 0.5
    for _ in range(dice.randint(1, 4)):
        number = dice.randrange(QUESTIONS)
        letter = dice.choice(LETTERS)
        row = sitting.room.rows[number]
        sitting.room.page.evaluate("at => { location.hash = at }", f"#question-{row}")
        sitting.room.option(letter).check()
        sitting.chosen[number] = letter
    time.sleep(0.25)
    _kill(process)
    link.is_cut = False

    process, browser = _browser(playwright, profile, started)
    sitting.enter(browser.contexts[0].pages[0], link.url)
    until = time.monotonic() + 15
    while sitting.room.status.text_content() != SAVED and time.monotonic() < until:
        time.sleep(0.05)
    sitting.look()
    sitting.compare()
    _kill(process)


def _browser(
    playwright: Playwright, profile: Path, started: list[subprocess.Popen[bytes]]
) -> tuple[subprocess.Popen[bytes], Browser]:
    """A Chromium of our own starting, whose process group we may kill."""
    port = free_port()
    process = subprocess.Popen(
        [
            CHROMIUM,
            "--headless=new",
            *ARGUMENTS,
            "--no-first-run",
            f"--user-data-dir={profile}",
            f"--remote-debugging-port={port}",
            "about:blank",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    started.append(process)
    until = time.monotonic() + 30
    while True:
        try:
            browser = playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port}")
        except Error:
            if time.monotonic() > until:
                _kill(process)
                raise
            time.sleep(0.1)
            continue
        browser.contexts[0].set_default_timeout(15_000)
        return process, browser


def _kill(process: subprocess.Popen[bytes]) -> None:
    os.killpg(process.pid, signal.SIGKILL)
    process.wait(timeout=10)


__all__ = ["kill_browsers", "run"]
