"""A proxy that does to HTTP what networks, proxies and servers on a bad day do.

with Proxy("http://127.0.0.1:8000", Plan(seed=7, rate=0.3)) as proxy:
    proxy.url, proxy.fired

What happens to a request depends on the seed, its method and path, and how often that
was asked before, so that a run can be repeated however its requests interleave.
"""

import asyncio
import json
import random
import re
import socket
import struct
import threading
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

LOGIN_PAGE = b"<!doctype html><title>Free Wi-Fi</title><h1>Sign in to this network</h1>"
ERROR_PAGE = b"<!doctype html><title>Error</title><h1>Something is wrong here</h1>"


@dataclass(slots=True)
class Request:
    method: str
    path: str
    head: bytes
    body: bytes


@dataclass(slots=True)
class Plan:
    """Which fault meets which request.

    `rate` is the share of requests that meet one; `kinds` those to choose from;
    `only` and `never` are regular expressions of "METHOD /path". `most` faults at most
    meet requests of one method and path in a row, so that every call succeeds at last.
    """

    seed: int = 0
    rate: float = 0.3
    kinds: Sequence[str] = ()
    only: str = ""
    never: str = r"/static/|/healthz/|/_sandbox/"
    most: int = 3
    _asked: Counter[str] = field(default_factory=Counter)
    _in_a_row: Counter[str] = field(default_factory=Counter)

    def pick(self, request: Request) -> str:
        name = f"{request.method} {request.path.partition('?')[0]}"
        if not self.rate or re.search(self.never, name):
            return ""
        if not re.search(self.only, name):
            return ""
        self._asked[name] += 1
        dice = random.Random(f"{self.seed} {name} {self._asked[name]}")
        if dice.random() >= self.rate or self._in_a_row[name] >= self.most:
            self._in_a_row[name] = 0
            return ""
        self._in_a_row[name] += 1
        return dice.choice(self.kinds or list(KINDS))


class Proxy:
    """Serves in a thread of its own until closed; one request a connection.

    `patience` is a little longer than the caller's own: a request that is held back
    so long arrives after its sender has given it up. A far end that `keeps_its_word`
    never says 2xx, in JSON or with nothing, of a change that it hasn't made: that is
    what the portal may believe of the API, and the room of nobody. `is_cut` hangs up on
    everyone; `is_silent` holds everything back until it is over, as a dead link does.
    """

    def __init__(
        self,
        target: str,
        plan: Plan,
        *,
        patience: float = 2.0,
        keeps_its_word: bool = False,
    ) -> None:
        parts = urlsplit(target)
        self.host, self.port = parts.hostname or "", parts.port or 80
        self.plan = plan
        self.patience = patience
        self.keeps_its_word = keeps_its_word
        self.is_cut = False
        self.is_silent = False
        self.fired: Counter[str] = Counter()
        self.calls = 0
        self._loop = asyncio.new_event_loop()
        self._tasks: set[asyncio.Task[Any]] = set()
        listener = socket.create_server(("127.0.0.1", 0), backlog=1024)
        self.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        self._thread = threading.Thread(target=self._run, args=(listener,), daemon=True)
        self._thread.start()

    def _run(self, listener: socket.socket) -> None:
        asyncio.set_event_loop(self._loop)
        starting = asyncio.start_server(self._serve, sock=listener)
        self._server = self._loop.run_until_complete(starting)
        self._loop.run_forever()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0.01))
        self._server.close()
        self._loop.close()

    def close(self) -> None:
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(timeout=10)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    async def _serve(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        line = Line(writer)
        if task := asyncio.current_task():
            # The loop keeps no hold of its own on a task that waits.
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        try:
            request = None if self.is_cut else await _read(reader)
            if request is None:
                line.reset()
                return
            while self.is_silent:
                await asyncio.sleep(0.02)
            self.calls += 1
            kind = self.plan.pick(request)
            if kind:
                self.fired[kind] += 1
                await KINDS[kind](self, request, line)
            else:
                await line.say(await self.ask(request))
        except (OSError, asyncio.CancelledError, EOFError, ValueError):
            line.reset()
        finally:
            line.close()

    async def ask(self, request: Request) -> bytes:
        """The far end's whole answer, marked as the last of its connection."""
        reader, writer = await asyncio.open_connection(self.host, self.port)
        try:
            writer.write(request.head + request.body)
            await writer.drain()
            answer = await reader.read(-1)
        finally:
            writer.close()
        if not answer:
            raise ConnectionError
        head, _, body = answer.partition(b"\r\n\r\n")
        lines = [one for one in head.split(b"\r\n") if not _is_connection(one)]
        return b"\r\n".join([*lines, b"Connection: close", b"", b""]) + body

    def later(self, work: Awaitable[object]) -> None:
        task = asyncio.ensure_future(_quietly(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


class Line:
    """The way back to the caller."""

    def __init__(self, writer: asyncio.StreamWriter) -> None:
        self._writer = writer

    async def say(self, data: bytes) -> None:
        self._writer.write(data)
        await self._writer.drain()

    async def answer(
        self, status: int, body: bytes = b"", kind: str = "text/html", *headers: str
    ) -> None:
        lines = [
            f"HTTP/1.1 {status} Whatever",
            f"Content-Type: {kind}",
            f"Content-Length: {len(body)}",
            "Connection: close",
            *headers,
        ]
        await self.say("\r\n".join([*lines, "", ""]).encode() + body)

    def reset(self) -> None:
        """RST, where the caller expects an answer or a FIN."""
        sock = self._writer.get_extra_info("socket")
        if sock is not None and not self._writer.is_closing():
            linger = struct.pack("ii", 1, 0)
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            self._writer.transport.abort()

    def close(self) -> None:
        if not self._writer.is_closing():
            self._writer.close()


async def _read(reader: asyncio.StreamReader) -> Request | None:
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except (asyncio.IncompleteReadError, ConnectionError):
        return None
    lines = head[:-4].split(b"\r\n")
    method, path, _ = lines[0].decode("latin-1").split(" ", 2)
    sizes = [one for one in lines if one.lower().startswith(b"content-length:")]
    size = int(sizes[0].partition(b":")[2]) if sizes else 0
    lines = [one for one in lines if not _is_connection(one)]
    head = b"\r\n".join([*lines, b"Connection: close", b"", b""])
    return Request(method, path, head, await reader.readexactly(size))


def _is_connection(line: bytes) -> bool:
    return line.lower().startswith((b"connection:", b"keep-alive:"))


async def _quietly(work: Awaitable[object]) -> None:
    try:
        await work
    except (OSError, asyncio.CancelledError):
        return


# --- The kinds ---------------------------------------------------------------

Kind = Callable[[Proxy, Request, Line], Awaitable[None]]
KINDS: dict[str, Kind] = {}


def kind(name: str) -> Callable[[Kind], Kind]:
    def add(work: Kind) -> Kind:
        KINDS[name] = work
        return work

    return add


@kind("refused: hung up before it was read")
async def _refused(proxy: Proxy, request: Request, line: Line) -> None:
    line.reset()


@kind("dropped before it arrived")
async def _dropped(proxy: Proxy, request: Request, line: Line) -> None:
    line.close()


@kind("reply lost after it was done")
async def _reply_lost(proxy: Proxy, request: Request, line: Line) -> None:
    await proxy.ask(request)


@kind("reset after it was done")
async def _reset_after(proxy: Proxy, request: Request, line: Line) -> None:
    await proxy.ask(request)
    line.reset()


@kind("silence, and it never arrived")
async def _silence(proxy: Proxy, request: Request, line: Line) -> None:
    await asyncio.sleep(proxy.patience)


@kind("silence after it was done")
async def _silence_after(proxy: Proxy, request: Request, line: Line) -> None:
    await proxy.ask(request)
    await asyncio.sleep(proxy.patience)


@kind("held back until its sender had given up")
async def _held_back(proxy: Proxy, request: Request, line: Line) -> None:
    await asyncio.sleep(proxy.patience)
    await line.say(await proxy.ask(request))


@kind("delayed, so that later ones overtake it")
async def _delayed(proxy: Proxy, request: Request, line: Line) -> None:
    await asyncio.sleep(random.Random(request.path).uniform(0.1, proxy.patience / 2))
    await line.say(await proxy.ask(request))


@kind("reply delayed")
async def _reply_delayed(proxy: Proxy, request: Request, line: Line) -> None:
    answer = await proxy.ask(request)
    await asyncio.sleep(proxy.patience / 2)
    await line.say(answer)


@kind("reply in drips")
async def _drips(proxy: Proxy, request: Request, line: Line) -> None:
    answer = await proxy.ask(request)
    size = len(answer) // 5 + 1
    for start in range(0, len(answer), size):
        await line.say(answer[start : start + size])
        await asyncio.sleep(proxy.patience / 20)


@kind("cut in the headers")
async def _cut_headers(proxy: Proxy, request: Request, line: Line) -> None:
    answer = await proxy.ask(request)
    await line.say(answer[: answer.index(b"\r\n\r\n") // 2])


@kind("cut in the body")
async def _cut_body(proxy: Proxy, request: Request, line: Line) -> None:
    answer = await proxy.ask(request)
    start = answer.index(b"\r\n\r\n") + 4
    if len(answer) > start:
        await line.say(answer[: (start + len(answer)) // 2])


@kind("delivered twice at once")
async def _twice(proxy: Proxy, request: Request, line: Line) -> None:
    answer, _ = await asyncio.gather(proxy.ask(request), proxy.ask(request))
    await line.say(answer)


@kind("delivered once more, later")
async def _once_more(proxy: Proxy, request: Request, line: Line) -> None:
    async def again() -> None:
        await asyncio.sleep(proxy.patience / 4)
        await proxy.ask(request)

    if request.method == "PUT" or "/questions/" in request.path:
        proxy.later(again())
    await line.say(await proxy.ask(request))


def _answered(name: str, status: int, body: bytes, media: str, *headers: str) -> None:
    @kind(name)
    async def answered(proxy: Proxy, request: Request, line: Line) -> None:
        is_promise = status < 300 and media == "application/json"
        if proxy.keeps_its_word and is_promise and request.method != "GET":
            await proxy.ask(request)
        await line.answer(status, body, media, *headers)


def _answered_after(name: str, status: int, body: bytes, media: str) -> None:
    @kind(name)
    async def answered_after(proxy: Proxy, request: Request, line: Line) -> None:
        await proxy.ask(request)
        await line.answer(status, body, media)


_answered("500 page", 500, ERROR_PAGE, "text/html")
_answered_after("500 after it was done", 500, ERROR_PAGE, "text/html")
_answered("502 page", 502, ERROR_PAGE, "text/html")
_answered("503 page", 503, ERROR_PAGE, "text/html")
_answered("503 with Retry-After", 503, b"", "text/plain", "Retry-After: 1")
_answered("504 page", 504, ERROR_PAGE, "text/html")
_answered_after("504 after it was done", 504, ERROR_PAGE, "text/html")
_answered("429 with Retry-After", 429, b"{}", "application/json", "Retry-After: 1")
_answered("403 page of a proxy", 403, ERROR_PAGE, "text/html")
_answered("404 page of a proxy", 404, ERROR_PAGE, "text/html")
_answered("302 to somewhere else", 302, b"", "text/html", "Location: http://wifi/")
_answered("200 page of a captive portal", 200, LOGIN_PAGE, "text/html")
_answered("200 with nothing", 200, b"", "application/json")
_answered("204", 204, b"", "application/json")
_answered("200 null", 200, b"null", "application/json")
_answered("200 with half of its JSON", 200, b'{"id": 1, "sta', "application/json")
_answered(
    "200 with JSON of another shape",
    200,
    json.dumps({"surprise": [1, 2]}).encode(),
    "application/json",
)
_answered("409 that isn't ours", 409, ERROR_PAGE, "text/html", "X-Conflict: elsewhere")


@kind("401 once")
async def _signed_out(proxy: Proxy, request: Request, line: Line) -> None:
    body = json.dumps({"detail": "Please Login and try again."}).encode()
    await line.answer(401, body, "application/json")


@kind("receipt for something else")
async def _wrong_receipt(proxy: Proxy, request: Request, line: Line) -> None:
    if proxy.keeps_its_word:
        await proxy.ask(request)
    row = re.search(r"/questions/(\d+)/", request.path)
    other = f"{row[1] if row else 1}:999999"
    await line.answer(200, b"", "text/html", f"Portal-Saved: {other}")
