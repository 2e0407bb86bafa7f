"""The Procfile's worker: gunicorn's threads, handed out by what matters most.

gunicorn serves first come, first served. While the API is slow, or at nine o'clock,
that would let an answer wait behind hundreds of pages, and a page hold the last thread.
So a request gets its rank before it gets a thread, by the first line of what was sent
(and all of it must be there: who sends a byte a second, be it a bad link or malice, has
no thread meanwhile):

- saves, hand-ins, starts and sign-ins (every POST but one) may have all threads;
- heartbeats, together with pages, four fifths of them;
- pages three fifths.

What finds no thread waits without one, and the highest rank goes first. Who has waited
too long, or finds too many waiting, is told so by a short 503 (`web.busy`), which
browsers and rooms follow by themselves. Those, the probe and static files wait for
nobody: a few threads are kept for them.

All of this happens in the worker's main thread, which hands out the work as ever: there
is nothing to lock, and it costs a save a few microseconds.
"""

import errno
import re
import struct
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from enum import IntEnum
from functools import partial
from selectors import EVENT_READ
from socket import (
    MSG_DONTWAIT,
    MSG_PEEK,
    SHUT_WR,
    SO_RCVLOWAT,
    SO_RCVTIMEO,
    SOL_SOCKET,
    socket,
)
from threading import local
from typing import Any

from gunicorn.workers.gthread import TConn, ThreadWorker

KEPT_THREADS = 4
LOOKED_AT = 16_384  # bytes of a request, to know its rank and whether all is there
ARRIVES_SECONDS = 20  # that a request may take to arrive, about
LEAST_SPEED = 1000  # bytes a second of a longer body: what the worst of links bring
HEAD_START = 5  # seconds, before that is asked
LEAVES_SECONDS = 2  # until the other end has heard that we hang up
MOST_LEFT = 65_536  # bytes of a request that nobody read, to go on after them
MOST_HEARD_OUT = 16_000_000  # or to tell whoever sends too much, and still sends


class Rank(IntEnum):
    """The lower, the earlier."""

    SAVE = 0
    BEAT = 1
    PAGE = 2
    QUICK = 3  # asks nobody, and so takes no part


SHARES = {Rank.SAVE: 1.0, Rank.BEAT: 0.8, Rank.PAGE: 0.6}
# A room gives a save up after 15 s, of which the API may take 8.
PATIENCE = {Rank.SAVE: 6.0, Rank.BEAT: 6.0, Rank.PAGE: 10.0}
MOST_WAITING = {Rank.SAVE: 2000, Rank.BEAT: 1000, Rank.PAGE: 500}

# A thread's own reading: what is sent may take as long as the link needs.
_SILENCE = struct.pack("ll", 10, 0)

_LENGTH = re.compile(
    rb"\r\n(?:content-length:[ \t]*([0-9]{1,9})|transfer-encoding:)", re.IGNORECASE
)
_EXPECTS = re.compile(rb"\r\nexpect:", re.IGNORECASE)

# What is answered from memory or from disk.
_QUICK = (b"/healthz/", b"/metrics", b"/static/")


def rank_of(head: bytes) -> Rank:
    """The rank of a request that begins so."""
    method, _, rest = head.partition(b" ")
    path = rest.partition(b" ")[0]
    if method in (b"GET", b"HEAD"):
        if path.startswith(_QUICK):
            return Rank.QUICK
        # Who watches over the portal is heard where pages aren't any more.
        return Rank.BEAT if path.startswith(b"/readyz/") else Rank.PAGE
    return Rank.BEAT if path.endswith(b"/heartbeat/") else Rank.SAVE


def is_there(sent: bytes) -> bool:
    """Whether a thread would have to wait for the rest of what was sent so far.

    Of what is longer than one look, the rest comes while a thread reads it.
    """
    head, end, body = sent.partition(b"\r\n\r\n")
    if len(sent) >= LOOKED_AT or (end and _EXPECTS.search(head)):
        return True
    length = _LENGTH.search(head)
    if length and not length[1]:
        return bool(end) and body.endswith(b"0\r\n\r\n")
    return bool(end) and len(body) >= min(int(length[1]) if length else 0, LOOKED_AT)


class Order:
    """Who may begin now, who waits, and who is sent away; for one thread to ask."""

    def __init__(
        self, threads: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._clock = clock
        self._most = {rank: max(1, int(threads * SHARES[rank])) for rank in SHARES}
        self.in_work = dict.fromkeys(SHARES, 0)
        self.waiting: dict[Rank, deque[tuple[float, Any]]] = {
            rank: deque() for rank in SHARES
        }
        self._sent_away: deque[tuple[Rank, Any]] = deque()

    def comes(self, rank: Rank, request: Any) -> None:
        if len(self.waiting[rank]) < MOST_WAITING[rank]:
            self.waiting[rank].append((self._clock(), request))
        else:
            self._sent_away.append((rank, request))

    def goes(self, rank: Rank) -> None:
        """One that had begun is done."""
        self.in_work[rank] -= 1

    def may_begin(self) -> Iterator[tuple[Rank, Any]]:
        """Those that begin now: they are counted as in work from here on."""
        for rank, line in self.waiting.items():
            while line and self._has_room_for(rank):
                self.in_work[rank] += 1
                yield rank, line.popleft()[1]

    def sent_away(self) -> Iterator[tuple[Rank, Any]]:
        """Those that must not wait any longer. They aren't counted."""
        while self._sent_away:
            yield self._sent_away.popleft()
        for rank, line in self.waiting.items():
            while line and self._clock() - line[0][0] > PATIENCE[rank]:
                yield rank, line.popleft()[1]

    def _has_room_for(self, rank: Rank) -> bool:
        """Within its own share, and within that of each rank before it."""
        used = 0
        for other in reversed(SHARES):
            used += self.in_work[other]
            if other <= rank and used >= self._most[other]:
                return False
        return True


class _Thread(local):
    """What the request is that this thread works on."""

    rank = Rank.PAGE
    is_sent_away = False


class _Body:
    """What a thread reads of a request's body: all of it, and in good time, or nothing.

    A body that breaks off would else be taken for a whole one, and half an essay be
    saved; and a byte every nine seconds would keep the thread for days.
    """

    def __init__(self, sock: socket) -> None:
        self._sock = sock
        self._until = time.monotonic() + HEAD_START

    def recv(self, size: int) -> bytes:
        data = self._sock.recv(size) if time.monotonic() < self._until else b""
        if not data:
            raise ConnectionResetError(errno.ECONNRESET, "the body broke off")
        self._until += len(data) / LEAST_SPEED
        return data


class Worker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn's thread worker, with an order of its own before the threads."""

    wsgi: Any

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.order = Order(self.cfg.threads)
        # Called about once a second with the order; gunicorn.conf.py may set it.
        self.watch: Callable[[Order], None] | None = None
        self._notified_at = 0.0
        self._thread = _Thread()
        self._leaving: deque[TConn] = deque()

    def get_thread_pool(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(self.cfg.threads + KEPT_THREADS, "request")

    def load_wsgi(self) -> None:
        super().load_wsgi()
        application, thread = self.wsgi, self._thread

        def serve(environ: dict[str, Any], start_response: Any) -> Any:
            # No header from outside can bear this name.
            if thread.is_sent_away:
                environ["portal.sent_away"] = thread.rank.name.lower()
            return application(environ, start_response)

        self.wsgi = serve

    def notify(self) -> None:
        """As ever, but not after each event: gunicorn looks twice a minute."""
        now = time.monotonic()
        if now - self._notified_at >= 1:
            self._notified_at = now
            super().notify()
            if self.watch:
                self.watch(self.order)

    def enqueue_req(self, conn: TConn) -> None:
        """In its line; or, while not all of it was sent, back to wait for that."""
        seen = getattr(conn, "seen", 0)
        # What was read together with the request before is no longer on the socket.
        sent = conn.parser.unreader.buf.getvalue() if conn.parser else b""
        if not sent:
            try:
                sent = conn.sock.recv(LOOKED_AT, MSG_PEEK | MSG_DONTWAIT)
            except BlockingIOError:
                self._wait_for_more(conn, 0)
                return
            except OSError:
                sent = b""  # it has gone: a thread will find that out
            # What is readable and no longer than before has been hung up.
            if len(sent) > seen and not is_there(sent):
                self._wait_for_more(conn, len(sent))
                return
        if seen:
            conn.seen = 0
            conn.sock.setsockopt(SOL_SOCKET, SO_RCVLOWAT, 1)
        conn.data_ready = True
        conn.rank = rank_of(sent) if sent else Rank.QUICK
        if conn.rank is Rank.QUICK:
            self._begin(conn)
        else:
            self.order.comes(conn.rank, conn)

    def wait_for_and_dispatch_events(self, timeout: float) -> None:
        """As ever; then those begin for whom there is room."""
        super().wait_for_and_dispatch_events(timeout)
        for _, conn in self.order.may_begin():
            self._begin(conn, is_counted=True)
        for _, conn in self.order.sent_away():
            self._begin(conn, is_sent_away=True)

    def handle(self, conn: TConn) -> Any:
        """As ever; but a silence in the middle of a body ends it."""
        if not conn.initialized:
            conn.sock.setsockopt(SOL_SOCKET, SO_RCVTIMEO, _SILENCE)
        return super().handle(conn)

    def handle_request(self, req: Any, conn: TConn) -> bool:
        self._thread.is_sent_away = conn.is_sent_away
        self._thread.rank = conn.rank
        conn.parser.unreader.sock = _Body(conn.sock)
        try:
            return bool(super().handle_request(req, conn))
        finally:
            conn.parser.unreader.sock = conn.sock

    def _keepalive_after(self, conn: TConn, keepalive: bool) -> bool:
        """As ever; but no thread waits for what nobody has read and isn't there yet."""
        if not keepalive:
            return False
        conn.sock.setblocking(False)
        try:
            return bool(conn.parser.finish_body(max_bytes=MOST_LEFT))
        except BlockingIOError:
            return False

    def finish_request(self, conn: TConn, fs: "Future[Any]") -> None:
        if conn.is_counted:
            self.order.goes(conn.rank)
        if not fs.cancelled() and not fs.exception() and not fs.result():
            self._hang_up(conn)
        else:
            super().finish_request(conn, fs)

    def _hang_up(self, conn: TConn) -> None:
        """Let the other end read to the end before the connection is closed.

        gunicorn waits for that here, in the main thread: whoever asked for `Connection:
        close` and then didn't close would stop everybody else for two seconds.
        """
        try:
            conn.sock.setblocking(False)
            conn.sock.shutdown(SHUT_WR)
        except OSError:
            self._close(conn)
            return
        conn.left = MOST_HEARD_OUT
        conn.timeout = time.monotonic() + LEAVES_SECONDS
        self._leaving.append(conn)
        self.poller.register(conn.sock, EVENT_READ, partial(self._on_leaving, conn))

    def _on_leaving(self, conn: TConn, _: Any) -> None:
        """It closed, too; or it is still sending, which isn't kept."""
        try:
            got = len(conn.sock.recv(MOST_LEFT))
        except OSError:
            got = 0
        conn.left -= got
        if not got or conn.left <= 0:
            self._leaving.remove(conn)
            self.poller.unregister(conn.sock)
            self._close(conn)

    def murder_pending(self) -> None:
        super().murder_pending()
        while self._leaving and self._leaving[0].timeout < time.monotonic():
            conn = self._leaving.popleft()
            self.poller.unregister(conn.sock)
            self._close(conn)

    def _close(self, conn: TConn) -> None:
        self.nr_conns -= 1
        conn.close()

    def _begin(
        self, conn: TConn, *, is_counted: bool = False, is_sent_away: bool = False
    ) -> None:
        conn.is_counted, conn.is_sent_away = is_counted, is_sent_away
        super().enqueue_req(conn)

    def _wait_for_more(self, conn: TConn, seen: int) -> None:
        """Hear of the connection again once it has brought more than `seen` bytes."""
        if not getattr(conn, "seen", 0):
            patience = ARRIVES_SECONDS if seen else self.cfg.keepalive
            conn.timeout = time.monotonic() + patience
        if seen:
            conn.sock.setsockopt(SOL_SOCKET, SO_RCVLOWAT, seen + 1)
        conn.seen = seen
        conn.sock.setblocking(False)
        self.pending_conns.append(conn)
        ready = partial(self.on_pending_socket_readable, conn)
        self.poller.register(conn.sock, EVENT_READ, ready)

    def _cap_keepalive(self, deadline: float) -> None:
        """A worker that stops doesn't wait for those who never sent a thing, either."""
        super()._cap_keepalive(deadline)
        for conn in self.pending_conns:
            conn.timeout = min(conn.timeout, deadline)
