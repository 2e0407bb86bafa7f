"""The machine under measurement: two CPUs, and what a process tree takes of one."""

import os
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

SERVER_CPU, LOAD_CPU = 0, 1
TICKS = os.sysconf("SC_CLK_TCK")


@contextmanager
def on_cpu(number: int) -> Iterator[None]:
    """What is started meanwhile runs on this CPU alone."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {number} & before or before)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def free_port() -> int:
    return free_ports(1)[0]


def free_ports(count: int) -> list[int]:
    """So many, and no two the same."""
    with ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [int(each.getsockname()[1]) for each in sockets]


def is_open(port: int) -> bool:
    with socket.socket() as one:
        one.settimeout(1)
        return one.connect_ex(("127.0.0.1", port)) == 0


def tree(pid: int) -> list[int]:
    """The process and all below it."""
    found = [pid]
    for parent in found:
        with suppress(OSError):
            for task in Path(f"/proc/{parent}/task").iterdir():
                children = (task / "children").read_text()
                found += [int(child) for child in children.split()]
    return found


def cpu_seconds(pid: int) -> float:
    """What the tree has used so far, of user and system time."""
    total = 0
    for each in tree(pid):
        with suppress(OSError):
            after_name = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2]
            user, system = after_name.split()[11:13]
            total += int(user) + int(system)
    return total / TICKS


def pss_mb(pid: int) -> float:
    """The tree's share of memory, shared pages divided among those who share them."""
    total = 0
    for each in tree(pid):
        with suppress(OSError):
            for line in Path(f"/proc/{each}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1])
    return total / 1024


def wait_for(port: int, seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while not is_open(port):
        if time.monotonic() > until:
            raise RuntimeError(f"Nothing listens on port {port}")
        time.sleep(0.05)
