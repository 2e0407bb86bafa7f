"""A PostgreSQL and a Redis of the tests' own, on loopback, gone when they are done.

with Postgres() as postgres, Redis() as redis:
    postgres.url, redis.url

Debian's packages `postgresql` and `redis-server` bring the programs; `make test`
installs them. What already runs on this machine isn't asked, and nothing is skipped.
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Self

import psycopg
import redis

from tests.stack import free_port

STARTING_SECONDS = 60


class Service(ABC):
    """A program in a folder of its own, on a port of its own."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix=f"{type(self).__name__.lower()}-"))
        self.port = free_port()
        self._log = (self.folder / "log").open("ab")
        self._process: subprocess.Popen[bytes] | None = None

    @abstractmethod
    def command(self) -> list[str]:
        """Prepares what is needed, and says what to run."""

    @abstractmethod
    def ask(self) -> None:
        """Raises where it doesn't answer."""

    def __enter__(self) -> Self:
        try:
            self._process = self._start(self.command())
            until = time.monotonic() + STARTING_SECONDS
            while not self._answers():
                if time.monotonic() > until or self._process.poll() is not None:
                    log = (self.folder / "log").read_text()
                    raise RuntimeError(f"{type(self).__name__} didn't start:\n{log}")
                time.sleep(0.05)
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        if self._process and self._process.poll() is None:
            # For PostgreSQL: now, whoever is still connected.
            self._process.send_signal(signal.SIGINT)
            try:
                self._process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait(timeout=10)
        self._log.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _answers(self) -> bool:
        try:
            self.ask()
        except (psycopg.OperationalError, redis.exceptions.ConnectionError):
            return False
        return True

    def _start(self, command: list[str]) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            command, cwd=self.folder, stdout=self._log, stderr=self._log
        )


class Postgres(Service):
    """An empty database, which forgets with its process."""

    @property
    def url(self) -> str:
        return f"postgres://portal@127.0.0.1:{self.port}/postgres"

    def command(self) -> list[str]:
        # It refuses to serve as root.
        as_whom = []
        if os.geteuid() == 0:
            whom = pwd.getpwnam("postgres")
            os.chown(self.folder, whom.pw_uid, whom.pw_gid)
            as_whom = [
                _program("setpriv", "util-linux"),
                f"--reuid={whom.pw_uid}",
                f"--regid={whom.pw_gid}",
                "--clear-groups",
            ]
        data = str(self.folder / "data")
        made = subprocess.run(
            [
                *as_whom, _program("initdb", "postgresql"), "--pgdata", data,
                "--username=portal", "--auth=trust", "--no-sync", "--encoding=UTF8",
            ],
            cwd=self.folder, stdout=self._log, stderr=self._log, timeout=120,
        )  # fmt: skip
        if made.returncode:
            raise RuntimeError((self.folder / "log").read_text())
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": self.port,
            "unix_socket_directories": self.folder,
            "max_connections": 200,
            "fsync": "off",
        }
        said = [f"-c{name}={value}" for name, value in settings.items()]
        return [*as_whom, _program("postgres", "postgresql"), "-D", data, *said]

    def ask(self) -> None:
        psycopg.connect(self.url, connect_timeout=5).close()


class Redis(Service):
    """An empty memory, never written to disk."""

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def command(self) -> list[str]:
        program = _program("redis-server", "redis-server")
        options = f"--port {self.port} --bind 127.0.0.1 --appendonly no"
        return [program, *options.split(), "--save", ""]

    def ask(self) -> None:
        with redis.Redis.from_url(self.url, socket_timeout=5) as client:
            client.ping()

    def forget(self) -> None:
        """What happens when it is restarted."""
        with redis.Redis.from_url(self.url) as client:
            client.flushall()


def _program(name: str, package: str) -> str:
    """Where it is. Debian keeps PostgreSQL's out of the PATH, by version."""
    newest = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))[-1:]
    found = shutil.which(name) or (str(newest[0]) if newest else "")
    if not found:
        raise RuntimeError(
            f"There is no {name}. Please install the Debian package {package};"
            " `make test` does, where it may use apt."
        )
    return found
