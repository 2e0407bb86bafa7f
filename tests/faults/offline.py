"""Away from the network for a while: all can be read, answered, and arrives after it.

Three ways to be away: the browser knows of it (aeroplane mode), the link hangs up on
every request, or nothing is answered at all. In the latter two the browser still thinks
that it is online, and no event tells the page when it isn't true any more.
"""

import random
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import Browser, Error, expect, sync_playwright

from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.browser.room import SAVED, Room, offline
from tests.faults.campaign import Report
from tests.faults.chromium import LETTERS, QUESTIONS, Sitting
from tests.faults.proxy import Plan, Proxy
from tests.stack import Stack

WAYS = ("aeroplane mode", "every request hung up on", "no answer to anything")
SOON = 5.0


class Away:
    """A student who answers all questions while the link of theirs is gone."""

    def __init__(self, sitting: Sitting, way: str, gap: float, link: Proxy) -> None:
        self.sitting = sitting
        self.room: Room = sitting.room
        self.way = way
        self.gap = gap
        self.link = link

    def go(self) -> None:
        self._set(away=True)
        self.until = time.time() + self.gap

    def answer_all(self, dice: random.Random) -> None:
        """Read and answer each question, with the buttons that are there."""
        page, chosen = self.room.page, self.sitting.chosen
        page.evaluate("at => { location.hash = at }", f"#question-{self.room.rows[0]}")
        for number in range(QUESTIONS):
            expect(
                self.room.question.get_by_text(f"What is {number + 1} + 2?")
            ).to_be_visible()
            letter = dice.choice([one for one in LETTERS if one != chosen[number]])
            self.room.choose(letter)
            chosen[number] = letter
            self.room.next()
        expect(self.room.status).to_have_text(offline(QUESTIONS), timeout=30_000)

    def come_back(self) -> None:
        time.sleep(max(0.0, self.until - time.time()))
        self._set(away=False)
        self.back_at = time.time()

    def judge(self, report: Report) -> None:
        """When the last of the answers came to the API, by the API's own clock."""
        expect(self.room.status).to_have_text(SAVED, timeout=60_000)
        report.students += 1
        report.saved_claims += 1
        self.sitting.compare()
        saves = self.sitting.world.saves(self.sitting.attempt)
        arrived = {save["row_id"]: save["arrived"] for save in saves}
        took = max(arrived.values()) - self.back_at
        name = f"{self.gap:g} s, {self.way}"
        report.faults[name] += 1
        slowest = f"ms until all was delivered after {name}"
        report.done[slowest] = max(report.done[slowest], int(took * 1000))
        if took > SOON:
            report.stuck.append(f"{self.sitting.attempt}: {took:.1f} s after {name}")

    def _set(self, *, away: bool) -> None:
        if self.way == WAYS[0]:
            self.room.context.set_offline(away)
        elif self.way == WAYS[1]:
            self.link.is_cut = away
        else:
            self.link.is_silent = away


def run(
    seed: int, *, gaps: Sequence[float], ways: Sequence[str] = WAYS, students: int = 3
) -> Report:
    """So many students for each way and gap; the longest goes on beside the rest."""
    begun = time.monotonic()
    report = Report(seed)
    dice = random.Random(seed)
    with (
        tempfile.TemporaryDirectory() as folder,
        Stack(Path(folder), content=False) as stack,
        sync_playwright() as playwright,
        ExitStack() as links,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        groups = [
            [
                _sit_down(
                    browser, stack, links, report, f"o{seed}x{gap:g}x{n}", way, gap
                )
                for way in ways
                for n in range(students)
            ]
            for gap in sorted(gaps)
        ]
        *short, longest = groups
        _leave(longest, dice)
        for group in short:
            # One by one, or ten seconds would be over before all had answered.
            for one in group:
                _leave([one], dice)
                one.come_back()
                one.judge(report)
        for one in longest:
            one.come_back()
        for one in longest:
            one.judge(report)
        browser.close()
    report.seconds = time.monotonic() - begun
    return report


def _leave(group: Sequence[Away], dice: random.Random) -> None:
    for one in group:
        one.go()
    for one in group:
        try:
            one.answer_all(dice)
        except (AssertionError, Error) as problem:
            one.sitting.report.stuck.append(f"{one.gap:g} s, {one.way}: {problem}")


def _sit_down(
    browser: Browser,
    stack: Stack,
    links: ExitStack,
    report: Report,
    name: str,
    way: str,
    gap: float,
) -> Away:
    link = links.enter_context(Proxy(stack.url, Plan(rate=0)))
    context = browser.new_context()
    context.set_default_timeout(15_000)
    sitting = Sitting(stack, f"{name}{way[:1]}", report)
    sitting.enter(context.new_page(), link.url)
    return Away(sitting, way, gap, link)
