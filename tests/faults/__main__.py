"""The long campaign: `python -m tests.faults [parts] [--seed n] [--scale x]`.

Parts are http, chromium, browsers, offline, restarts and histories; all of them
without any. Those that mostly wait run in processes side by side, a seed each.
Seeds are printed, and repeat a run with --seed. With --write, the figures go into
docs/reliability.md, which has them from nowhere else.
"""

import argparse
import os
import platform
import re
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from functools import partial, reduce
from multiprocessing import active_children, get_context
from operator import add

from tests.faults import campaign, chromium, history, offline, restarts
from tests.faults.campaign import Report, end_when_told
from tests.stack import ROOT

DOCUMENT = ROOT / "docs" / "reliability.md"
SIDE_BY_SIDE = 2


def http(seed: int, scale: float) -> Report:
    """Ten thousand faults and more, in rounds of a hundred students."""
    rounds: list[Report] = []
    while sum(sum(one.faults.values()) for one in rounds) < 10_000 * scale:
        rounds.append(
            campaign.run(
                seed + 1000 * len(rounds),
                students=max(10, int(100 * scale)),
                steps=40,
                rate=0.3,
                at_once=40,
            )
        )
        _tell("http", rounds[-1])
    return reduce(add, rounds)


def in_chromium(seed: int, scale: float) -> Report:
    faults = int(500 / SIDE_BY_SIDE * scale) or 1
    return _side_by_side(partial(chromium.run, faults=faults), seed)


def browsers(seed: int, scale: float) -> Report:
    kills = int(100 / SIDE_BY_SIDE * scale) or 1
    return _side_by_side(partial(chromium.kill_browsers, kills=kills), seed)


def away(seed: int, scale: float) -> Report:
    """Ten seconds, a minute and ten minutes; shorter by the scale."""
    return offline.run(seed, gaps=[gap * scale for gap in (10, 60, 600)])


def portal_killed(seed: int, scale: float) -> Report:
    return restarts.run(seed, kills=int(50 * scale) or 2)


def histories(seed: int, scale: float) -> Report:
    count = int(2000 / SIDE_BY_SIDE * scale) or 1
    return _side_by_side(partial(history.play, count=count), seed)


def _side_by_side(run: Callable[[int], Report], seed: int) -> Report:
    """The sum of some runs at once; the seconds are those on the wall."""
    begun = time.monotonic()
    seeds = [seed + 1000 * number for number in range(SIDE_BY_SIDE)]
    spawning = get_context("spawn")
    with ProcessPoolExecutor(
        SIDE_BY_SIDE, mp_context=spawning, initializer=end_when_told
    ) as pool:
        try:
            report = reduce(add, pool.map(run, seeds))
        except BaseException:
            for child in active_children():
                child.terminate()
            raise
    report.seconds = time.monotonic() - begun
    return report


PARTS: dict[str, Callable[[int, float], Report]] = {
    "http": http,
    "chromium": in_chromium,
    "browsers": browsers,
    "offline": away,
    "restarts": portal_killed,
    "histories": histories,
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], default=[])
    parser.add_argument("--seed", type=int, default=int(time.time()) % 1_000_000)
    parser.add_argument("--scale", type=float, default=1.0, help="0.1 is a tenth of it")
    parser.add_argument("--write", action="store_true", help="into docs/reliability.md")
    options = parser.parse_args()
    end_when_told()
    is_clean, commit = True, _commit()
    for name in options.parts or PARTS:
        print(f"{name}, seed {options.seed}", flush=True)
        report = PARTS[name](options.seed, options.scale)
        _tell(name, report)
        is_clean = is_clean and report.is_clean
        if options.write:
            write(name, report, commit)
    return 0 if is_clean else 1


def _tell(name: str, report: Report) -> None:
    print(f"  {name}: {line(report)}")
    for what in ("lost", "false_claims", "stuck"):
        for one in getattr(report, what)[:20]:
            print(f"  {what}: {one}")
    sys.stdout.flush()


def line(report: Report) -> str:
    done = ", ".join(f"{count} {what}" for what, count in sorted(report.done.items()))
    count = sum(report.faults.values())
    kinds = {kind.partition(": ")[2] or kind for kind in report.faults}
    what = f"faults of {len(kinds)} kinds" if len(kinds) > 1 else f"× {kinds.pop()}"
    return (
        f"{count} {what}, {report.students} students{f' ({done})' if done else ''}, "
        f'{report.saved_claims} times "saved"; '
        f"{len(report.lost)} lost, {len(report.false_claims)} falsely shown as saved, "
        f"{len(report.stuck)} stuck; {report.seconds:.0f} s, seed {report.seed}"
    )


def write(name: str, report: Report, commit: str) -> None:
    """Put a part's figures between its marks in the document."""
    machine = f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}"
    load = f"load {os.getloadavg()[2]:.0f} in the last quarter of an hour"
    rows = "\n".join(
        f"| {kind} | {count} |" for kind, count in sorted(report.faults.items())
    )
    text = (
        f"<!-- {name} -->\n{line(report)}. {date.today():%d %B %Y}, {commit}, "
        f"{machine}, {load}.\n\n"
        f"| fault | times |\n|---|---:|\n{rows}\n<!-- end of {name} -->"
    )
    marks = re.compile(f"<!-- {name} -->.*<!-- end of {name} -->", re.DOTALL)
    document = DOCUMENT.read_text()
    if not marks.search(document):
        raise SystemExit(f"{DOCUMENT} has no place for {name}")
    DOCUMENT.write_text(marks.sub(lambda _: text, document))


def _commit() -> str:
    """What was tried, where it is a checkout."""
    asked = ["git", "rev-parse", "--short", "HEAD"]
    found = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)
    return f"commit {found.stdout.strip()}" if not found.returncode else "no checkout"


if __name__ == "__main__":
    raise SystemExit(main())
