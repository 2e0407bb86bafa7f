"""The connections under `transport`: kept alive, and never waited on for too long.

`requests` stays on top, so that tests can fake it where everyone fakes it, but
what it would do below — a jar of cookies, a pool of pools, urllib3 — is replaced by
the standard library's client, for two reasons. It times each silence, not the whole:
a server that sends a byte every seven seconds, in its headers or in its body, could
hold a thread for ever. And it costs twice the CPU on every heartbeat.
"""

import io
import socket
import ssl
import time
import weakref
import zlib
from collections import deque
from collections.abc import Mapping
from http import HTTPStatus
from http.client import (
    HTTPConnection,
    HTTPException,
    HTTPResponse,
    HTTPSConnection,
    IncompleteRead,
    LineTooLong,
    UnknownProtocol,
)
from typing import Any, cast
from urllib.parse import urlsplit

import certifi
import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Timeout, wait_for_read

KEPT_ALIVE = 256
MOST_FIELDS = 100
LONGEST_FIELD = 65_536
_AT_ONCE = 32 * 1024  # bytes: a page of questions is half of it
_LONGEST_NUMBER = 18  # digits; Python refuses to read one of thousands

_GZIP = 16 + zlib.MAX_WBITS


class StaleConnectionError(ConnectionResetError):
    """A kept-alive connection was closed before it brought a byte of an answer."""


class Answer:
    """A response whose body is still on the wire."""

    def __init__(self, response: HTTPResponse, line: "_Line", pool: "Pool") -> None:
        self.status = response.status
        self.reason = response.reason
        self.headers = response.headers
        self._response = response
        self._line: _Line | None = line
        self._pool = pool

    @property
    def length_remaining(self) -> int | None:
        return self._response.length

    def read(self, amt: int, decode_content: bool = True) -> bytes:
        """At most `amt` bytes of the body, unpacked. All there is, if fewer.

        The connection is kept for the next request only if nothing is left on it.
        """
        response = self._response
        try:
            body = response.read(amt)
            if response.length and len(body) < amt:
                raise IncompleteRead(b"", response.length)
            if self.headers.get("Content-Encoding", "").lower() == "gzip":
                body = zlib.decompressobj(_GZIP).decompress(body, amt)
        except BaseException:
            self.close()
            raise
        is_over = response.isclosed() and not response.will_close
        # Who answers 5xx often hangs up next, and a retry must not meet that.
        if self._line and is_over and self.status < 500:
            # From here on it may be somebody else's: not ours to close.
            self._pool.keep(self._line)
            self._line = None
        else:
            self.close()
        return body

    def close(self) -> None:
        self._response.close()
        if self._line:
            self._line.close()


class Pool:
    """Connections to one origin: as many as are in use, the warmest used first."""

    def __init__(self, origin: str) -> None:
        parts = urlsplit(origin)
        self._netloc = parts.netloc.encode("idna").decode()
        self._host = parts.hostname or ""
        self._port = parts.port
        self._idle: deque[_Line] = deque()
        weakref.finalize(self, _close_all, self._idle)
        self._tls: ssl.SSLContext | None = None
        if parts.scheme == "https":
            # One context for all: loading the authorities is what is dear. The
            # machine's own come too, so that SSL_CERT_FILE can name a private one.
            self._tls = ssl.create_default_context()
            self._tls.load_verify_locations(certifi.where())

    def urlopen(
        self,
        method: str,
        url: str,
        body: bytes | None,
        headers: Any,
        timeout: Timeout,
        **_: Any,
    ) -> Answer:
        """Send a request and read the head of its answer, within `timeout.total`.

        Raises OSError (TimeoutError; StaleConnectionError, if a kept-alive connection
        turned out to be closed) and http.client.HTTPException.
        """
        line = self._idle_line() if method != "POST" else None
        reused = line is not None
        if line is None:
            line = self._new_line()
        try:
            line.open(timeout)
            return Answer(line.ask(method, url, body, headers), line, self)
        except (ConnectionResetError, BrokenPipeError) as error:
            line.close()
            if reused:
                raise StaleConnectionError from error
            raise
        except BaseException:
            line.close()
            raise

    def keep(self, line: "_Line") -> None:
        if len(self._idle) < KEPT_ALIVE:
            self._idle.append(line)
        else:
            line.close()

    def close(self) -> None:
        _close_all(self._idle)

    def _idle_line(self) -> "_Line | None":
        """A kept-alive connection on which the far end hasn't hung up.

        It may yet do so before it hears us, and what isn't sent twice must not be
        lost to that: a POST goes out on a connection of its own.
        """
        while True:
            try:
                line = self._idle.pop()
            except IndexError:
                return None
            if not wait_for_read(line.sock, timeout=0):
                return line
            line.close()

    def _new_line(self) -> "_Line":
        if self._tls is None:
            return _Line(self._netloc, self._host, self._port)
        where = self._netloc, self._host, self._port
        return _SecureLine(*where, context=self._tls)


def _close_all(idle: "deque[_Line]") -> None:
    while idle:
        idle.pop().close()


class Adapter(HTTPAdapter):
    """requests' adapter for one origin: a single pool, no cookies, no proxies."""

    def __init__(self, origin: str) -> None:
        super().__init__(pool_connections=1, pool_maxsize=1, max_retries=0)
        self._origin = origin
        self._pool = Pool(origin)

    def get_connection_with_tls_context(self, *_: Any, **__: Any) -> Any:
        return self._pool

    def cert_verify(self, *_: Any, **__: Any) -> None:
        """Nothing to do: the pool verifies, always."""

    def request_url(self, request: requests.PreparedRequest, _: Any = None) -> str:
        return (request.url or "")[len(self._origin) :]

    def build_response(
        self, req: requests.PreparedRequest, resp: Any
    ) -> requests.Response:
        return _Response(req, resp)

    def close(self) -> None:
        self._pool.close()
        super().close()


class _Response(requests.Response):
    """The parts of a response that we read; its cookies aren't among them."""

    def __init__(self, request: requests.PreparedRequest, raw: Any) -> None:
        self.status_code = raw.status
        self.headers = raw.headers
        self.raw = raw
        self.reason = raw.reason
        self.url = request.url or ""
        self.request = request
        self.encoding = "utf-8"
        self._content = False  # type: ignore[assignment]
        self._content_consumed = False


class _Line(HTTPConnection):
    """A connection that knows until when the answer must be there.

    The standard library makes it, secures it and closes it; what goes over it is
    written here, since its own way takes two sends, and as long as the rest of a call.
    """

    _until = 0.0

    def __init__(self, netloc: str, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._netloc = netloc

    def open(self, timeout: Timeout) -> None:
        self._until = time.monotonic() + cast(float, timeout.total)
        if self.sock is None:
            self.timeout = timeout.connect_timeout  # type: ignore[assignment]
            self.connect()
        if self.sock.gettimeout() != timeout.read_timeout:
            self.sock.settimeout(cast(float, timeout.read_timeout))

    def ask(
        self, method: str, url: str, body: bytes | None, headers: Mapping[str, str]
    ) -> "_Reply":
        """Send a request in one piece, and read the head of what is answered."""
        fields = [f"{name}: {value}" for name, value in headers.items()]
        lines = [f"{method} {url} HTTP/1.1", f"Host: {self._netloc}", *fields, "", ""]
        head = "\r\n".join(lines).encode("latin-1")
        if head.count(b"\n") != len(lines) - 1 or head.count(b"\r") != len(lines) - 1:
            raise ValueError("a line break in a request's head")
        self.sock.sendall(head + body if body else head)
        sock: Any = _Punctual(self.sock, self._until)
        reply = _Reply(sock, method=method)
        try:
            reply.begin()
        except BaseException:
            reply.close()
            raise
        return reply


class _SecureLine(_Line, HTTPSConnection):
    """The same over TLS."""


class _Headers(dict[str, str]):
    """The fields of a head, found by name in whatever case."""

    def get(self, name: str, default: Any = None) -> Any:
        return super().get(name.lower(), default)


class _Reply(HTTPResponse):
    """The standard library's response, but for how it reads the head.

    It parses that as an e-mail, which takes a quarter of what a call costs.
    """

    def begin(self) -> None:
        if self.headers is not None:
            return
        version, status, reason = self._read_status()
        while status == HTTPStatus.CONTINUE:
            self._read_head()
            version, status, reason = self._read_status()
        if not version.startswith("HTTP/1."):
            raise UnknownProtocol(version)
        self.code = self.status = status
        self.reason = reason.strip()
        self.version = 10 if version == "HTTP/1.0" else 11
        self.headers = self.msg = head = self._read_head()
        self.chunked = head.get("transfer-encoding", "").lower() == "chunked"
        self.chunk_left = None
        length = head.get("content-length", "")
        has_length = length.isascii() and length.isdigit() and not self.chunked
        if has_length and len(length) > _LONGEST_NUMBER:
            raise HTTPException("a length that is none")
        self.length = int(length) if has_length else None
        if status in (HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED):
            self.length = 0
        # Without a length the answer ends with the connection.
        ends_by_itself = self.chunked or self.length is not None
        self.will_close = self._check_close() or not ends_by_itself

    def _read_next_chunk_size(self) -> int:
        """The library takes -1 for one, and reads as long as something comes."""
        size: int = super()._read_next_chunk_size()  # type: ignore[misc]
        if size < 0:
            raise ValueError("a chunk of less than nothing")
        return size

    def _read_head(self) -> Any:
        head = _Headers()
        for _ in range(MOST_FIELDS):
            line = self.fp.readline(LONGEST_FIELD + 1)
            if len(line) > LONGEST_FIELD:
                raise LineTooLong("header line")
            if line in (b"\r\n", b"\n", b""):
                return head
            name, colon, value = line.decode("iso-8859-1").partition(":")
            name, value = name.lower(), value.strip()
            if not colon or name != name.strip():
                raise HTTPException("a header field that is not one")
            if name == "content-length" and head.get(name, value) != value:
                raise HTTPException("two lengths")
            head[name] = value
        raise HTTPException("too many header fields")


class _Punctual(io.RawIOBase):
    """A socket's bytes, as long as there is time. Closing it leaves the socket open."""

    def __init__(self, sock: socket.socket, until: float) -> None:
        self._sock = sock
        self._until = until
        self._silence = sock.gettimeout() or 0.0

    def makefile(self, _mode: str) -> io.BufferedReader:
        """What the standard library's response asks of its socket."""
        return io.BufferedReader(self, _AT_ONCE)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeoutError("the answer took too long")
        if left < self._silence:
            self._sock.settimeout(left)
        return self._sock.recv_into(buffer)
