"""An API that dies under load and comes back: five minutes of it, in little.

    python -m bench.dead                 ten seconds well, forty dead, ten well again
    python -m bench.dead --dead 300      the five minutes

Prints what students noticed of it (heartbeats from open rooms, a page that needs the
API, and one that doesn't, all at once), and how often the API was asked.
"""

import argparse
import os
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from bench import load
from bench.servers import CSRF, PATHS, Ours
from bench.stub import Stub
from tests.serving.gate import Gate

ASKED = {
    "heartbeat": (PATHS["heartbeat"], 16),
    "exam list": (PATHS["list"], 8),
    "sign-in page": (load.Asked("sign-in", "GET", "/login/"), 8),
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.dead", description=__doc__)
    parser.add_argument("--well", type=float, default=10)
    parser.add_argument("--dead", type=float, default=40)
    options = parser.parse_args()
    with suppress(PermissionError):
        os.nice(-10)  # ahead of what else this machine does
    folder = Path(tempfile.mkdtemp(prefix="bench-dead-"))
    folder.chmod(0o755)
    stub = Stub(folder)
    stub.start()
    try:
        with Gate(stub.url(20)) as gate:
            portal = Ours(folder / "portal", gate.url)
            portal.start()
            try:
                print(f"load {os.getloadavg()[0]:.1f} at the start\n")
                print("| | answers/s | p50 ms | p95 ms | p99 ms | API asked/s |")
                print("|---|--:|--:|--:|--:|--:|")
                _phase("well", portal, gate, folder, options.well)
                gate.is_open = False
                _phase("dead", portal, gate, folder, options.dead)
                gate.is_open = True
                _phase("well again", portal, gate, folder, options.well)
            finally:
                portal.close()
    finally:
        stub.close()


def _phase(name: str, portal: Ours, gate: Gate, folder: Path, seconds: float) -> None:
    gate.asked.clear()
    began = time.monotonic()
    with ThreadPoolExecutor(len(ASKED)) as together:
        figures = {
            kind: together.submit(_load, kind, portal, folder, seconds)
            for kind in ASKED
        }
    took = time.monotonic() - began
    by_second = [int(at - began) for at in gate.asked]
    peak = max(map(by_second.count, set(by_second)), default=0)
    for kind, future in figures.items():
        found = future.result()
        row = f"{found.rate:.0f} | {found.p50:.1f} | {found.p95:.1f} | {found.p99:.1f}"
        print(f"| {name}: {kind} | {row} | |")
    print(f"| {name}: the API | | | | | {len(gate.asked) / took:.1f}, peak {peak} |")


def _load(kind: str, portal: Ours, folder: Path, seconds: float) -> load.Figures:
    path, connections = ASKED[kind]
    own = folder / kind.replace(" ", "-")
    own.mkdir(exist_ok=True)
    return load.run(
        portal.url,
        path,
        cookie=portal.cookie if kind != "sign-in page" else "x=SESSION",
        headers=load.headers_for(path, CSRF, secure=portal.secure),
        sessions=portal.sessions,
        connections=connections,
        seconds=seconds,
        server_pid=portal.pid,
        folder=own,
    )


if __name__ == "__main__":
    main()
