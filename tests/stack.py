"""A real stack for tests: the sandbox in this process, the portal under gunicorn.

with Stack(folder) as stack:
    stack.url, stack.world

The portal is served as the Procfile's web line serves it, without DEBUG, from a
database and collected static files of its own. Everything that is started is ended by
its process id, and nothing waits for ever.
"""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from portal.sandbox.server import serve
from portal.sandbox.world import World

ROOT = Path(__file__).resolve().parent.parent
PASSWORD = "learn-2026"
STARTING_SECONDS = 90


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class Portal:
    """One gunicorn on a port of its own; `kill()` and `start()` as often as needed."""

    def __init__(
        self,
        folder: Path,
        api_url: str,
        *,
        application: str = "portal.wsgi",
        **variables: str,
    ) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder / "portal.log"
        self.api_url = api_url
        self._application = application
        self._environment = {
            **{k: os.environ[k] for k in ("PATH", "HOME", "LANG") if k in os.environ},
            "DJANGO_SETTINGS_MODULE": "tests.live_settings",
            "TEST_STATIC_ROOT": str(folder / "static"),
            "SECRET_KEY": "only-for-tests-only-for-tests-only-for-tests-0",
            "DEBUG": "off",
            "HTTPS_ONLY": "off",
            "ALLOWED_HOSTS": "127.0.0.1,localhost",
            "DATABASE_URL": f"sqlite:///{folder / 'portal.sqlite3'}",
            "REDIS_URL": "",
            "LOGIN_RATE": "100000/m",
            "INSTITUTE_NAME": "Brilliant Academy",
            "INSTITUTES_FILE": "",
            "PORT": str(self.port),
            "PYTHONWARNINGS": "ignore",
            **variables,
        }
        self._process: subprocess.Popen[bytes] | None = None

    def prepare(self) -> None:
        """The Procfile's release line."""
        for command in ("migrate", "createcachetable", "collectstatic"):
            rest = [] if command == "createcachetable" else ["--noinput"]
            self._manage(command, "--verbosity=0", *rest)

    def start(self) -> None:
        """Serve, and return once it answers."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self._web_line(),
                cwd=ROOT,
                env={**self._environment, "TESTPRESS_API_URL": self.api_url},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        until = time.monotonic() + STARTING_SECONDS
        while not self.is_alive():
            if time.monotonic() > until or self._process.poll() is not None:
                self.kill()
                raise RuntimeError(f"The portal didn't start:\n{self.log.read_text()}")
            time.sleep(0.05)

    @property
    def pid(self) -> int:
        """The master's."""
        assert self._process, "it isn't running"
        return self._process.pid

    def is_alive(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/healthz/", timeout=2) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def kill(self, how: signal.Signals = signal.SIGKILL) -> None:
        """The master and its workers, by the process group that we made."""
        if self._process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, how)
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(timeout=10)
        self._process = None

    def _web_line(self) -> list[str]:
        """The Procfile's, with this interpreter and this port."""
        procfile = (ROOT / "Procfile").read_text()
        found = re.search(r"^web: (.*)$", procfile, re.MULTILINE)
        assert found, "The Procfile has no web line"
        line = found[1].replace("0.0.0.0", "127.0.0.1")
        line = line.replace("gunicorn portal.wsgi", f"gunicorn {self._application}")
        # Not `python -m gunicorn`: that one can't start another master (USR2).
        return ["/bin/sh", "-c", f"exec {Path(sys.executable).parent}/{line}"]

    def _manage(self, *arguments: str) -> None:
        subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env={**self._environment, "TESTPRESS_API_URL": self.api_url},
            check=True,
            timeout=120,
            stdout=subprocess.DEVNULL,
        )


class Stack:
    """The sandbox and the portal; set `portal.api_url` to put a proxy between them."""

    def __init__(self, folder: Path, *, content: bool = True, **portal: Any) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.sandbox = serve(
            "127.0.0.1", 0, folder / "sandbox.sqlite3", content=content
        )
        self.portal = Portal(folder, self.sandbox.url, **portal)

    @property
    def world(self) -> World:
        return self.sandbox.world

    @property
    def url(self) -> str:
        return self.portal.url

    def start(self) -> Self:
        try:
            self.portal.prepare()
            self.portal.start()
        except BaseException:
            self.close()
            raise
        return self

    def close(self) -> None:
        self.portal.kill(signal.SIGTERM)
        self.sandbox.close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()
