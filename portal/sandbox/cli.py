"""Serving the sandbox from a command line, with or without Django's settings."""

import argparse
from collections.abc import Callable
from typing import Any

from portal.sandbox.content import institute
from portal.sandbox.server import Server
from portal.sandbox.world import World


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on")
    parser.add_argument("--port", type=int, default=8001, help="0 is any free one")
    parser.add_argument("--db", default="sandbox.sqlite3", help="where its state lives")
    parser.add_argument(
        "--reset", action="store_true", help="begin again, with fresh dates"
    )


def run(options: dict[str, Any], say: Callable[[str], Any]) -> None:
    """Serve until interrupted; an OSError where the port is taken."""
    world = World(options["db"])
    if options["reset"]:
        world.reset()
    server = Server(options["host"], options["port"], world)
    say(f"{institute.NAME}, a sandbox of Testpress: {server.url}")
    for student in institute.STUDENTS:
        say(f"Sign in as {student['username']} / {student['password']}")
    say(f"Switches for faults and the clock: {server.url}/_sandbox/")
    try:
        server.wait()
    except KeyboardInterrupt:
        server.close()
