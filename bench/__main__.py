"""`make bench`: the portal and its peers, in turns, on one machine; a table at the end.

    bench/run                     everything, five rounds of four seconds
    bench/run --rounds 3 --seconds 2 --paths save,heartbeat --delays 0
    bench/run --hour --students 10000 --seconds 60

Medians over the rounds. Compare within one run only.
"""

import argparse
import os
import platform
import statistics
import sys
import tempfile
from contextlib import ExitStack, suppress
from dataclasses import astuple
from datetime import date
from pathlib import Path

from bench import hour, load
from bench.servers import CSRF, PATHS, FastApi, OrdinaryDjango, Ours
from bench.stub import Stub

CONNECTIONS = {0: 16, 20: 32, 80: 64}
COLUMNS = (
    "req/s",
    "p50 ms",
    "p95 ms",
    "p99 ms",
    "CPU ms/req",
    "CPU",
    "PSS MB",
    "errors",
)


class Upstream:
    """The stub by itself, or nginx passing on to it."""

    cookie = "session=SESSION"
    secure = False

    def __init__(self, name: str, url: str, pid: int) -> None:
        self.name, self.url, self.pid = name, url, pid
        self.sessions = ["none"]


def main() -> None:
    options = _options()
    with suppress(PermissionError):
        os.nice(-10)  # ahead of what else this machine does
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    folder.chmod(0o755)
    print(_heading(), flush=True)
    if options.hour:
        hour.main(folder, options.students, int(options.seconds))
        return
    stub = Stub(folder)
    stub.start()
    try:
        for delay in map(int, options.delays.split(",")):
            with ExitStack() as running:
                servers = []
                for kind in (Ours, FastApi, OrdinaryDjango):
                    name = f"{kind.__name__}-{delay}"
                    server = kind(folder / name, stub.url(delay))
                    server.start()
                    running.callback(server.close)
                    servers.append(server)
                for path in options.paths.split(","):
                    _measure(servers, stub, delay, path, folder, options)
    finally:
        stub.close()


def _measure(servers, stub, delay, name, folder, options) -> None:
    upstream = [
        Upstream("the stub itself", stub.url(delay), stub.pid),
        Upstream("nginx proxy_pass", stub.proxy(delay), stub.proxy_pid),
    ]
    everyone = [*servers, *(upstream if name in ("heartbeat", "save") else ())]
    rounds = {server.name: [] for server in everyone}
    for number in range(options.rounds + 1):
        for server in everyone:
            path = PATHS[name]
            if server not in upstream:
                server.refresh()
            else:
                method = "PUT"
                where = f"/api/v2.2{path.path}"
                path = load.Asked(name, method, where, "{}")
            figures = load.run(
                server.url,
                path,
                cookie=server.cookie,
                headers=load.headers_for(path, CSRF, secure=server.secure),
                sessions=server.sessions,
                connections=options.connections or CONNECTIONS[delay],
                seconds=options.seconds if number else 1,
                server_pid=server.pid,
                folder=folder,
            )
            if number:  # the first only warms up
                rounds[server.name].append(astuple(figures))
    connections = options.connections or CONNECTIONS[delay]
    print(f"\n**{name}, {connections} connections, API {delay} ms away**\n")
    print("| |", " | ".join(COLUMNS), "|\n|---|", "--:|" * len(COLUMNS), sep="")
    for server, found in rounds.items():
        medians = [statistics.median(column) for column in zip(*found, strict=True)]
        places = (0, 1, 1, 1, 2, 2, 0, 0)
        cells = [f"{m:.{p}f}" for m, p in zip(medians, places, strict=True)]
        print(f"| {server} |", " | ".join(cells), "|", flush=True)


def _heading() -> str:
    model = "an unnamed CPU"
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            model = line.partition(":")[2].strip()
            break
    return (
        f"{date.today():%-d %B %Y}: {os.cpu_count()} × {model},"
        f" Python {platform.python_version()},"
        f" load {os.getloadavg()[0]:.1f} at the start."
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench/run", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=4)
    parser.add_argument("--paths", default="heartbeat,save,list,room")
    parser.add_argument("--delays", default="0,20,80")
    parser.add_argument("--connections", type=int)
    parser.add_argument("--hour", action="store_true", help="the exam hour instead")
    parser.add_argument("--students", type=int, default=10_000)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
