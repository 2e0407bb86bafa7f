"""The campaign's HTTP part: many students, a network that fails, one oracle.

The last value chosen is the value at the API when the exam has been handed in; and
nothing was shown as saved that the API hadn't taken by then. The witness is the
sandbox's own record, which shares no code with the portal.
"""

import json
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from portal.sandbox.content import kit
from portal.sandbox.world import World
from tests.faults.node import SCRIPTS, Patch, command
from tests.faults.proxy import Plan, Proxy
from tests.stack import PASSWORD, Stack

EXAM = "campaign"


@dataclass(slots=True)
class Report:
    """What a run did, and what it found: the three lists must be empty."""

    seed: int
    students: int = 0
    seconds: float = 0.0
    faults: Counter[str] = field(default_factory=Counter)
    done: Counter[str] = field(default_factory=Counter)
    saved_claims: int = 0
    lost: list[str] = field(default_factory=list)
    false_claims: list[str] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        return not (self.lost or self.false_claims or self.stuck)

    def __add__(self, other: "Report") -> "Report":
        return Report(
            seed=self.seed,
            students=self.students + other.students,
            seconds=self.seconds + other.seconds,
            faults=self.faults + other.faults,
            done=self.done + other.done,
            saved_claims=self.saved_claims + other.saved_claims,
            lost=self.lost + other.lost,
            false_claims=self.false_claims + other.false_claims,
            stuck=self.stuck + other.stuck,
        )


def end_when_told() -> None:
    """Ended from outside, a run still ends what it has started."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))


def mixed_paper() -> list[kit.Question]:
    """Twelve questions of four kinds."""
    letters = ["one", "two", "three", "four"]
    return [
        *(kit.one("Sums", f"Choose one, {n}", letters, 0) for n in range(6)),
        *(kit.several("Sums", f"Choose some, {n}", letters, {0, 2}) for n in range(3)),
        *(kit.short("Words", f"In a word, {n}", ["water"]) for n in range(2)),
        kit.essay("Words", "Tell us more"),
    ]


def run(
    seed: int,
    *,
    students: int,
    steps: int,
    rate: float = 0.25,
    scale: float = 10,
    at_once: int = 30,
    patches: list[Patch] | None = None,
    folder: Path | None = None,
) -> Report:
    """Let so many students sit an exam each, on two links that fail."""
    if folder is None:
        with tempfile.TemporaryDirectory() as made:
            return run(
                seed,
                students=students,
                steps=steps,
                rate=rate,
                scale=scale,
                at_once=at_once,
                patches=patches,
                folder=Path(made),
            )
    begun = time.monotonic()
    stack = Stack(folder, content=False)
    # The room gives a save up after 15 s of its own time; the portal the API after 8 s.
    back = Proxy(
        stack.sandbox.url,
        Plan(seed + 1, rate / 2),
        patience=1.5,
        keeps_its_word=True,
    )
    stack.portal.api_url = back.url
    with stack, back, Proxy(stack.url, Plan(seed, rate), patience=17 / scale) as front:
        world = stack.world
        world.add_exam(EXAM, mixed_paper(), minutes=600)
        people = [new_student(world, f"s{seed}x{n}", seed + n) for n in range(students)]
        events = _sit(
            {
                "base": front.url,
                "scripts": str(SCRIPTS),
                "patches": patches or [],
                "scale": scale,
                "steps": steps,
                "atOnce": at_once,
                "students": people,
            }
        )
        report = judge(world, seed, people, events)
        report.faults += _named("browser–portal", front)
        report.faults += _named("portal–API", back)
    report.seconds = time.monotonic() - begun
    return report


def new_student(world: World, username: str, seed: int) -> dict[str, Any]:
    world.add_student(username, PASSWORD, first_name=username)
    attempt = world.add_attempt(username, EXAM)
    return {
        "username": username,
        "password": PASSWORD,
        "attempt": attempt,
        "seed": seed,
    }


def _sit(settings: dict[str, Any]) -> list[dict[str, Any]]:
    process = subprocess.run(
        command("campaign.mjs", settings), stdout=subprocess.PIPE, text=True, check=True
    )
    return [json.loads(line) for line in process.stdout.splitlines()]


def _named(leg: str, proxy: Proxy) -> Counter[str]:
    return Counter({f"{leg}: {kind}": n for kind, n in proxy.fired.items()})


def judge(
    world: World,
    seed: int,
    people: list[dict[str, Any]],
    events: Iterable[dict[str, Any]],
) -> Report:
    """Hold what the pages said against what the API was told and holds."""
    report = Report(seed, students=len(people))
    accepted = _accepted(world)
    ended = set()
    for event in events:
        match event["type"]:
            case "saved":
                report.saved_claims += 1
                if not _was_saved(event, accepted):
                    report.false_claims.append(json.dumps(event))
            case "done":
                ended.add(event["attempt"])
                report.done += Counter(
                    {name: n for name, n in event.items() if isinstance(n, int)}
                )
                report.lost += _lost(world, event)
            case "signed out":
                report.done["signed out"] += 1
            case _:
                report.stuck.append(json.dumps(event))
    del report.done["attempt"]
    missing = {one["attempt"] for one in people} - ended
    if missing and not report.stuck:
        report.stuck.append(f"no word of {sorted(missing)}")
    return report


Saves = dict[int, list[tuple[float, dict[str, Any]]]]


def _accepted(world: World) -> Saves:
    """Row id → the answers that the API took, with the time they arrived."""
    found: Saves = {}
    for save in world.saves():
        if save["status"] < 300:
            found.setdefault(save["row_id"], []).append((save["arrived"], save["body"]))
    return found


def _was_saved(event: dict[str, Any], accepted: Saves) -> bool:
    wanted = event["values"]
    saves = accepted.get(int(event["row"]), [])
    before = [body for arrived, body in saves if arrived <= event["at"] + 0.01]
    return any(same(wanted, body) for body in before or [{}])


def _lost(world: World, event: dict[str, Any]) -> list[str]:
    """The rows whose last choice the API doesn't hold, each with how it came."""
    number = event["attempt"]
    held = world.answers(number)
    lost = [
        "\n".join(
            [
                f"attempt {number}, row {row}: {wanted} != {held[int(row)]}",
                *_story(world, event, row),
            ]
        )
        for row, wanted in event["chosen"].items()
        if not same(wanted, held[int(row)])
    ]
    if world.attempt(number).is_running:
        lost.append(f"attempt {number} runs on")
    return lost


def _story(world: World, event: dict[str, Any], row: str) -> list[str]:
    """What was chosen, opened and saved, by time."""
    told = [
        (
            one.pop("at"),
            json.dumps({**one, "served": dict(one.get("served", [])).get(row)}),
        )
        for one in event["history"]
        if one.get("row", row) == row
    ]
    saves = [
        (save["arrived"], f"API: {save['status']} {save['body']}")
        for save in world.saves(event["attempt"])
        if save["row_id"] == int(row)
    ]
    return [f"  {at:.3f} {what}" for at, what in sorted([*told, *saves])]


def same(wanted: dict[str, Any], held: dict[str, Any]) -> bool:
    """Whether what was chosen is what the API has: choices, mark and texts."""
    chosen = sorted(map(int, wanted["selected_answers"]))
    if chosen != sorted(held.get("selected_answers") or []):
        return False
    if bool(wanted["review"]) != bool(held.get("review")):
        return False
    return all(
        (wanted.get(name) or "") == (held.get(name) or "")
        for name in ("essay_text", "short_text")
    )
