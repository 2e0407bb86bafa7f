"""Who is measured, each on the same CPU: the portal under its Procfile, and peers."""

import os
import subprocess
import sys
import urllib.request
from abc import ABC, abstractmethod
from pathlib import Path

from bench import machine
from bench.load import HOST, Asked, headers_for
from tests.stack import ROOT, Portal

STUDENTS = 200
CSRF = "a" * 32
WRITER = "writer=00000000000000000001-abcdef01"

PATHS = {
    "heartbeat": Asked("heartbeat", "POST", "/attempts/400/heartbeat/", WRITER),
    "save": Asked(
        "save",
        "POST",
        "/attempts/400/questions/1001/",
        f"selected_answers=10010&version=7&{WRITER}",
    ),
    "list": Asked("list", "GET", "/exams/"),
    "room": Asked("room", "GET", "/attempts/400/"),
}


class Ours:
    """The portal: the Procfile's web line, its database sessions (or Redis)."""

    name = "portal"
    cookie = f"__Host-session=SESSION; __Host-csrf={CSRF}"
    secure = True

    def __init__(
        self, folder: Path, api: str, *, students: int = STUDENTS, **variables: str
    ) -> None:
        folder.mkdir(parents=True)
        self._students = students
        self._portal = Portal(
            folder,
            api,
            HTTPS_ONLY="on",
            TRUST_PROXY="on",
            ALLOWED_HOSTS=f"{HOST},127.0.0.1",
            WEB_CONCURRENCY="1",  # one worker for one core
            INSTITUTE_LOGO_URL="https://institute.example/logo.png",
            **variables,
        )
        self.url = self._portal.url

    def start(self) -> None:
        """Serve, with everyone in their room.

        Raises RuntimeError if what is then served isn't the room.
        """
        self.serve()
        self.refresh()
        for session in self.sessions:
            if b"<exam-room" not in self._ask(PATHS["room"], session):
                raise RuntimeError("the portal doesn't show the room")

    def refresh(self) -> None:
        """Start again: for the next 90 seconds the room is shown without a question."""
        start = Asked("start", "POST", "/attempts/400/start/")
        for session in self.sessions:
            self._ask(start, session)

    def serve(self) -> None:
        """Serve students who have signed in, and done nothing else yet."""
        self._portal.prepare()
        with machine.on_cpu(machine.SERVER_CPU):
            self._portal.start()
        environment = {
            **self._portal._environment,
            "TESTPRESS_API_URL": self._portal.api_url,
        }
        made = subprocess.run(
            [sys.executable, "-m", "bench.students", str(self._students)],
            cwd=ROOT, env=environment, capture_output=True, text=True, check=True,
        )  # fmt: skip
        self.sessions = made.stdout.split()

    @property
    def pid(self) -> int:
        assert self._portal._process
        return self._portal._process.pid

    def _ask(self, path: Asked, session: str) -> bytes:
        headers = headers_for(path, CSRF, secure=True)
        headers["Cookie"] = self.cookie.replace("SESSION", session)
        request = urllib.request.Request(
            self.url + path.path,
            data=b"" if path.is_post else None,
            headers=headers,
            method=path.method,
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            return bytes(answer.read())

    def close(self) -> None:
        self._portal.kill()


class Peer(ABC):
    """Another backend; it hands out its own session cookies at /login/."""

    secure = False
    name = ""
    workers = 2

    def __init__(self, folder: Path, api: str) -> None:
        folder.mkdir(parents=True)
        self._port = machine.free_port()
        self.url = f"http://127.0.0.1:{self._port}"
        self._environment = {
            "PATH": os.environ["PATH"],
            "TESTPRESS_API_URL": api,
            "PEER_DATABASE": str(folder / "peer.sqlite3"),
            "PYTHONPATH": str(ROOT),
        }

    def refresh(self) -> None:
        """It keeps no rooms: nothing to do."""
        return

    @abstractmethod
    def command(self) -> list[str]:
        """What starts it."""

    def start(self) -> None:
        with machine.on_cpu(machine.SERVER_CPU):
            self._process = subprocess.Popen(
                self.command(),
                cwd=ROOT,
                env=self._environment,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        self.pid = self._process.pid
        machine.wait_for(self._port)
        self.sessions = []
        for _ in range(STUDENTS):
            with urllib.request.urlopen(f"{self.url}/login/", timeout=30) as answer:
                cookies = answer.headers.get_all("Set-Cookie")
            pairs = [cookie.partition(";")[0] for cookie in cookies]
            self.sessions += [
                p.partition("=")[2] for p in pairs if p.startswith(self.session_name)
            ]

    def close(self) -> None:
        self._process.terminate()
        self._process.wait(timeout=20)


class FastApi(Peer):
    name = "FastAPI + httpx"
    session_name = "session="
    cookie = "session=SESSION"

    def command(self) -> list[str]:
        return [
            str(ROOT / ".venv-bench/bin/python"), "-m", "uvicorn",
            "bench.peers.fastapi_peer:app", "--port", str(self._port),
            "--workers", "2", "--no-access-log", "--log-level", "error",
        ]  # fmt: skip


class OrdinaryDjango(Peer):
    name = "ordinary Django"
    session_name = "sessionid="
    cookie = f"sessionid=SESSION; csrftoken={CSRF}"

    def command(self) -> list[str]:
        peer = [sys.executable, "-m", "bench.peers.django_peer"]
        subprocess.run(peer, cwd=ROOT, env=self._environment, check=True)
        return [
            sys.executable, "-m", "gunicorn", "bench.peers.django_peer",
            "--config", "/dev/null", "--bind", f"127.0.0.1:{self._port}",
            "--workers", "5", "--worker-class", "sync", "--backlog", "4096",
            "--no-control-socket", "--log-level", "error",
        ]  # fmt: skip
