"""The exam hour in little: everyone starts, everyone works, everyone hands in.

    bench/run --hour --students 10000 --seconds 60

Open loop: each request is due at a moment of its own and timed from it, however late
the ones before are. Afterwards the API's answers are compared with the students' own.
"""

import asyncio
import json
import random
import statistics
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import Coroutine, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from bench import machine
from bench.keeper import LETTERS, QUESTIONS, SLUG, row_of
from bench.load import Asked, headers_for
from bench.servers import CSRF, Ours

CONNECTIONS = 256
BURST = 600
HEARTBEAT_SECONDS, SAVE_SECONDS = 60, 20
WRITER = "00000000000000000001-abcdef01"


@dataclass
class Said:
    """An answer of the portal's; `status` 0 where none came."""

    status: int
    headers: dict[str, str]
    seconds: float


@dataclass
class Student:
    number: int
    session: str
    chosen: dict[int, list[int]] = field(default_factory=dict)

    @property
    def attempt(self) -> int:
        return 1_000_000 + self.number

    def chooses(self, dice: random.Random) -> tuple[int, int]:
        """A row and an option of it, remembered as this student's last word."""
        place, letter = dice.randrange(QUESTIONS), dice.randrange(LETTERS)
        row, option = row_of(self.attempt, place), place * 10 + letter
        self.chosen[row] = [option]
        return row, option


class Browser:
    """Connections that are kept and shared, as a front server's are."""

    def __init__(self, url: str, cookie: str) -> None:
        self._host, port = url.removeprefix("http://").split(":")
        self._port = int(port)
        self._cookie = cookie
        self._free: asyncio.LifoQueue[Any] = asyncio.LifoQueue()
        for _ in range(CONNECTIONS):
            self._free.put_nowait(None)

    async def ask(
        self, student: Student, method: str, path: str, due: float, **fields: Any
    ) -> Said:
        body = urlencode(fields).encode()
        asked = Asked("", method, path, "" if method == "GET" else "form")
        headers = headers_for(asked, CSRF, secure=True)
        headers["Cookie"] = self._cookie.replace("SESSION", student.session)
        headers["Content-Length"] = str(len(body))
        lines = [
            f"{method} {path} HTTP/1.1",
            *(f"{k}: {v}" for k, v in headers.items()),
        ]
        message = "\r\n".join([*lines, "", ""]).encode() + body
        connection = await self._free.get()
        status, said = 0, dict[str, str]()
        try:
            connection, status, said = await self._exchange(connection, message)
        except (OSError, asyncio.IncompleteReadError):
            # What was kept may have been closed meanwhile; browsers ask once more.
            with suppress(OSError, asyncio.IncompleteReadError):
                connection, status, said = await self._exchange(None, message)
        finally:
            self._free.put_nowait(connection if status else None)
        return Said(status, said, time.monotonic() - due)

    async def _exchange(
        self, connection: Any, message: bytes
    ) -> tuple[Any, int, dict[str, str]]:
        if connection is None:
            connection = await asyncio.open_connection(self._host, self._port)
        reader, writer = connection
        writer.write(message)
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        first, *rest = head.split("\r\n")
        said = {
            name.lower(): value.strip()
            for name, _, value in (line.partition(":") for line in rest if line)
        }
        if "content-length" in said:
            await reader.readexactly(int(said["content-length"]))
        else:
            await reader.readuntil(b"0\r\n\r\n")
        if said.get("connection") == "close":
            writer.close()
            connection = None
        return connection, int(first.split()[1]), said


class Hour:
    def __init__(self, folder: Path, students: int, seconds: int) -> None:
        self._seconds = seconds
        self._dice = random.Random(1)
        self._port = machine.free_port()
        self._api = f"http://127.0.0.1:{self._port}"
        with machine.on_cpu(machine.LOAD_CPU):
            self._keeper = subprocess.Popen(
                [sys.executable, "-m", "bench.keeper", str(self._port)]
            )
        machine.wait_for(self._port)
        self._portal = Ours(folder / "hour", self._api, students=students)

    def close(self) -> None:
        self._portal.close()
        self._keeper.terminate()
        self._keeper.wait(timeout=10)

    def run(self) -> None:
        self._portal.serve()
        self._students = [
            Student(number, session)
            for number, session in enumerate(self._portal.sessions)
        ]
        with machine.on_cpu(machine.LOAD_CPU):
            asyncio.run(self._all())

    async def _all(self) -> None:
        self._browser = Browser(self._portal.url, self._portal.cookie)
        await self._start()
        await self._steady()
        await self._end()

    async def _start(self) -> None:
        """600 press "Start exam" within a second, and wait for their rooms."""

        async def one(student: Student, due: float) -> list[Said]:
            await _until(due)
            path = f"/exams/{SLUG}/attempts/"
            started = await self._browser.ask(student, "POST", path, due)
            where = started.headers.get("location", "")
            if started.status != 303:
                return [started, Said(0, {}, 0)]
            return [started, await self._browser.ask(student, "GET", where, due)]

        begun = time.monotonic() + 0.5
        pairs = await _gathered(
            one(student, begun + self._dice.random())
            for student in self._students[:BURST]
        )
        kept = self._kept()
        print(f"\n**start: {BURST} in one second**\n")
        _tell("started", [first for first, _ in pairs], 303)
        _tell("in the room", [second for _, second in pairs], 200)
        print(f"attempts a student: at most {kept['most_created']}, of", end=" ")
        print(f"{kept['created']} students", flush=True)

    async def _steady(self) -> None:
        """Everyone's room open; a heartbeat a minute and a save every 20 s each."""
        waiting = asyncio.Semaphore(16)

        async def opens(student: Student) -> None:
            async with waiting:
                now = time.monotonic()
                path = f"/attempts/{student.attempt}/"
                await self._browser.ask(student, "POST", f"{path}start/", now)
                await self._browser.ask(student, "GET", path, now)

        await _gathered(opens(student) for student in self._students)
        begun = time.monotonic() + 1
        before = machine.cpu_seconds(self._portal.pid)
        beats: list[Coroutine[Any, Any, Said]] = []
        saves: list[Coroutine[Any, Any, Said]] = []
        for student in self._students:
            beats += [
                self._beat(student, begun + at)
                for at in self._moments(HEARTBEAT_SECONDS)
            ]
            saves += [
                self._save(student, begun + at) for at in self._moments(SAVE_SECONDS)
            ]
        said = await _gathered([*beats, *saves])
        took = time.monotonic() - begun
        used = machine.cpu_seconds(self._portal.pid) - before
        kept = self._kept()
        print(f"\n**{len(self._students)} students for {self._seconds} s**\n")
        print(f"{len(said) / took:.0f} requests a second,", end=" ")
        print(f"{100 * used / took:.0f} % of a core,", end=" ")
        print(f"{1000 * used / len(said):.2f} ms CPU each,", end=" ")
        print(f"{machine.pss_mb(self._portal.pid):.0f} MB")
        _tell("heartbeat", said[: len(beats)], 200)
        _tell("save", said[len(beats) :], 200)
        self._compare(kept, self._students)

    async def _end(self) -> None:
        """600 hand in within two seconds, each with five answers not sent before."""

        async def one(student: Student, due: float) -> Said:
            answers = {}
            for _ in range(5):
                row, option = student.chooses(self._dice)
                answers[str(row)] = {
                    "selected_answers": [option],
                    "review": False,
                    "version": 9,
                }
            await _until(due)
            return await self._browser.ask(
                student,
                "POST",
                f"/attempts/{student.attempt}/end/",
                due,
                answers=json.dumps(answers),
                writer=WRITER,
            )

        begun = time.monotonic() + 0.5
        handing_in = self._students[-BURST:]
        said = await _gathered(
            one(student, begun + 2 * self._dice.random()) for student in handing_in
        )
        kept = self._kept()
        print(f"\n**end: {BURST} in two seconds**\n")
        _tell("handed in", said, 200)
        print(f"ended at the API: {kept['ended']}, asked {kept['asked']['end']} times")
        self._compare(kept, handing_in)

    async def _beat(self, student: Student, due: float) -> Said:
        await _until(due)
        path = f"/attempts/{student.attempt}/heartbeat/"
        return await self._browser.ask(student, "POST", path, due, writer=WRITER)

    async def _save(self, student: Student, due: float) -> Said:
        await _until(due)
        row, option = student.chooses(self._dice)
        return await self._browser.ask(
            student,
            "POST",
            f"/attempts/{student.attempt}/questions/{row}/",
            due,
            selected_answers=option,
            version=1,
            writer=WRITER,
        )

    def _moments(self, every: int) -> list[float]:
        first = self._dice.random() * every
        return [
            first + n * every
            for n in range(self._seconds // every + 1)
            if first + n * every < self._seconds
        ]

    def _kept(self) -> Any:
        with urllib.request.urlopen(f"{self._api}/kept", timeout=30) as answer:
            return json.load(answer)

    def _compare(self, kept: Any, students: list[Student]) -> None:
        last = {
            str(row): chosen
            for student in students
            for row, chosen in student.chosen.items()
        }
        wrong = sum(kept["choices"].get(row) != chosen for row, chosen in last.items())
        print(f"answers compared with the API's: {len(last)}, different: {wrong}")


async def _until(due: float) -> None:
    await asyncio.sleep(max(0, due - time.monotonic()))


async def _gathered(all_of_them: Iterable[Coroutine[Any, Any, Any]]) -> list[Any]:
    return list(await asyncio.gather(*all_of_them))


def _tell(name: str, said: list[Said], good: int) -> None:
    times = sorted(each.seconds * 1000 for each in said)
    p50, p95 = statistics.median(times), times[int(len(times) * 0.95)]
    other = Counter(each.status for each in said if each.status != good)
    print(f"{name}: {len(said)}, p50 {p50:.1f} ms, p95 {p95:.1f} ms,", end=" ")
    print(f"most {times[-1]:.0f} ms, not {good}: {dict(other) or 0}", flush=True)


def main(folder: Path, students: int, seconds: int) -> None:
    hour = Hour(folder, students, seconds)
    with suppress(KeyboardInterrupt):
        try:
            hour.run()
        finally:
            hour.close()
