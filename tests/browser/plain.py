"""Chromium as students have it: without what Playwright changes for its tests.

Playwright turns the throttling of hidden tabs off, and tells each page that it is seen.
This speaks the DevTools protocol over a pipe, and does no more than that.
"""

import fcntl
import json
import os
import select
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

from tests.browser.conftest import ARGUMENTS, CHROMIUM

LONGEST_ANSWER = 120
_THEIR_READING_END, _THEIR_WRITING_END = 3, 4


class NotNowError(Exception):
    """What was asked can't be answered, while a page gives way to the next, for one."""


class Chromium:
    def __init__(self, profile: Path, *arguments: str) -> None:
        down, self._down = os.pipe()
        self._up, up = os.pipe()
        # High numbers, so that neither stands where the other is to go.
        ends = [fcntl.fcntl(one, fcntl.F_DUPFD, 20) for one in (down, up)]

        def wire() -> None:
            os.dup2(ends[0], _THEIR_READING_END)
            os.dup2(ends[1], _THEIR_WRITING_END)

        self._process = subprocess.Popen(
            [
                CHROMIUM,
                "--headless=new",
                *ARGUMENTS,
                "--no-first-run",
                f"--user-data-dir={profile}",
                "--remote-debugging-pipe",
                *arguments,
                "about:blank",
            ],
            preexec_fn=wire,
            pass_fds=(_THEIR_READING_END, _THEIR_WRITING_END),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        for one in (down, up, *ends):
            os.close(one)
        self._read = b""
        self._last = 0

    def tab(self, url: str) -> "Tab":
        """A new tab, in front of the others."""
        target = self.ask("Target.createTarget", url=url)["targetId"]
        session = self.ask("Target.attachToTarget", targetId=target, flatten=True)
        return Tab(self, target, session["sessionId"])

    def ask(self, method: str, session: str = "", **parameters: Any) -> dict[str, Any]:
        self._last += 1
        message = {"id": self._last, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        os.write(self._down, json.dumps(message).encode() + b"\0")
        while True:
            answer = json.loads(self._next())
            if answer.get("id") == self._last:
                if "error" in answer:
                    raise NotNowError(answer["error"])
                result: dict[str, Any] = answer["result"]
                return result

    def _next(self) -> bytes:
        while b"\0" not in self._read:
            is_there, _, _ = select.select([self._up], [], [], LONGEST_ANSWER)
            piece = os.read(self._up, 65536) if is_there else b""
            if not piece:
                raise RuntimeError("Chromium has gone")
            self._read += piece
        one, _, self._read = self._read.partition(b"\0")
        return one

    def close(self) -> None:
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(timeout=10)
        os.close(self._down)
        os.close(self._up)


class Tab:
    def __init__(self, browser: Chromium, target: str, session: str) -> None:
        self._browser = browser
        self._target = target
        self._session = session

    def to_front(self) -> None:
        self._browser.ask("Target.activateTarget", targetId=self._target)

    def run(self, script: str) -> Any:
        """The value of an expression; of a promise, once it is there."""
        answer = self._browser.ask(
            "Runtime.evaluate",
            self._session,
            expression=script,
            returnByValue=True,
            awaitPromise=True,
        )
        return answer["result"].get("value")

    def wait_until(self, script: str, seconds: float = 30) -> None:
        until = time.monotonic() + seconds
        while not self._is_so(script):
            if time.monotonic() > until:
                raise AssertionError(f"never in {seconds} s: {script}")
            time.sleep(0.05)

    def _is_so(self, script: str) -> bool:
        try:
            return bool(self.run(script))
        except NotNowError:
            return False
