"""The Node that Playwright brings runs the room's own scripts, without a screen."""

import json
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from playwright._impl._driver import compute_driver_executable

from tests.stack import PASSWORD, ROOT

NODE = str(compute_driver_executable()[0])
HERE = Path(__file__).parent / "js"
SCRIPTS = ROOT / "static" / "js" / "room"

Patch = dict[str, str]


def patch(file: str, old: str, new: str) -> Patch:
    """One place of a script of the room, replaced: a guard switched off."""
    return {"file": file, "from": old, "to": new}


def command(script: str, settings: dict[str, Any]) -> list[str]:
    options = ["--experimental-vm-modules", "--no-warnings"]
    return [NODE, *options, str(HERE / script), json.dumps(settings)]


class Driver:
    """Windows moved step by step (js/driver.mjs); a method for each of its commands.

    driver.change(window="one", row=12, values={...}) and so on: keyword arguments
    are the command's fields, and what it answers comes back as a dict.
    """

    def __init__(self, base: str, patches: list[Patch] | None = None) -> None:
        settings = {"base": base, "scripts": str(SCRIPTS), "patches": patches or []}
        self._process = subprocess.Popen(
            command("driver.mjs", settings),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, what: str, **fields: Any) -> dict[str, Any]:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps({"do": what, **fields}) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("The room's scripts stopped")
        answer: dict[str, Any] = json.loads(line)
        if "problem" in answer:
            raise RuntimeError(answer["problem"])
        return answer

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


__all__ = ["PASSWORD", "Driver", "Patch", "command", "patch"]
