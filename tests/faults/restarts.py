"""The portal is killed in mid-exam, again and again, with students at work."""

import json
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.faults import campaign
from tests.faults.campaign import Report
from tests.faults.node import SCRIPTS, command
from tests.stack import Stack

SOON = 5.0


def run(seed: int, *, students: int = 20, kills: int = 50) -> Report:
    """Who had chosen something while the portal was down saves within SOON again."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Stack(Path(folder), content=False) as stack,
    ):
        world = stack.world
        world.add_exam(campaign.EXAM, campaign.mixed_paper(), minutes=600)
        people = [
            campaign.new_student(world, f"k{seed}x{n}", seed + n)
            for n in range(students)
        ]
        settings = {
            "base": stack.url,
            "scripts": str(SCRIPTS),
            "patches": [],
            "scale": 1,
            "steps": 1_000_000,  # until they are told that it is enough
            "pause": 800,
            "restless": 0.1,
            # A sign-in of their own ends the session of what is on its way.
            "signsIn": False,
            "atOnce": students,
            "patience": (kills * 30 + 600) * 1000,
            "students": people,
        }
        begun = time.monotonic()
        with tempfile.TemporaryFile("w+") as told:
            process = subprocess.Popen(command("campaign.mjs", settings), stdout=told)
            outages = []
            time.sleep(8)
            for _ in range(kills):
                gone_at = time.time()
                stack.portal.kill()
                stack.portal.start()
                outages.append((gone_at, time.time()))
                time.sleep(SOON + 0.5)
            process.send_signal(signal.SIGUSR2)
            process.wait(timeout=600)
            told.seek(0)
            events = [json.loads(line) for line in told]
        saves = [(save["attempt_id"], save["arrived"]) for save in world.saves()]
        took = _recoveries(outages, events, saves)
        report = campaign.judge(world, seed, people, events)
        report.faults["portal killed"] = len(outages)
        report.done["signed out"] += 0  # nobody, or so it should say
        report.done["recoveries"] = len(took)
        report.done["ms the slowest recovery"] = int(max(took, default=0) * 1000)
        report.stuck += [f"{one:.1f} s until it saved" for one in took if one > SOON]
        report.seconds = time.monotonic() - begun
    return report


def _recoveries(
    outages: Iterable[tuple[float, float]],
    events: Iterable[dict[str, Any]],
    saves: Iterable[tuple[int, float]],
) -> list[float]:
    """Each who chose in an outage: the seconds from its end to their next save."""
    chosen = {
        event["attempt"]: [one["at"] for one in event["history"] if "row" in one]
        for event in events
        if event["type"] == "done"
    }
    arrivals: dict[int, list[float]] = {attempt: [] for attempt in chosen}
    for attempt, arrived in saves:
        arrivals.setdefault(attempt, []).append(arrived)
    return [
        min((at for at in arrivals[attempt] if at >= back_at), default=back_at + 3600)
        - back_at
        for gone_at, back_at in outages
        for attempt, times in chosen.items()
        if any(gone_at <= at < back_at for at in times)
    ]
