"""The one way out: HTTP to one institute's API, and nothing about any student.

Rules kept here, for everything:

- The token goes to one origin. Addresses are built from paths of our own making;
  redirects aren't followed; cookies aren't read.
- Everything ends. There is a time for connecting, for each silence, and for the
  whole exchange with its retry; and a size for the answer, also once unpacked.
- A retry only where doing it twice is doing it once (see `_failed`).
- What doesn't answer is left alone for a moment (see `breaker`); what asks us to wait,
  for as long as that (see `pauses`).
"""

import json
import re
import ssl
import time
import zlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPException, IncompleteRead
from threading import Thread
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode, urlsplit

import requests
from urllib3.filepost import encode_multipart_formdata
from urllib3.util import Timeout

from .breaker import Breaker
from .decoding import decoded
from .errors import (
    Error,
    ProfileIncomplete,
    SignedOut,
    Throttled,
    Unexpected,
    Unreachable,
    named_wait,
    refusal,
)
from .pauses import Pauses
from .reading import JSON
from .wire import Adapter, StaleConnectionError

USER_AGENT = "TestpressPortal/1.0 (+browser portal)"

_ERROR_BODY_LIMIT = 64 * 1024
_LEAST_TIME_FOR_A_RETRY = 0.25

_VERSION = re.compile(r"v\d+(\.\d+)*", re.ASCII)
_BEHIND_THE_ORIGIN = re.compile(r"(/api(/v[\d.]+)?)?/?", re.ASCII)
_VERSIONED = re.compile(r"/api/(v\d+(?:\.\d+)*)/(.+)", re.ASCII)
_PATH = re.compile(r"[-\w.~]+(?:/[-\w.~]+)*/?")
_DOTS = re.compile(r"(?:^|/)\.{1,2}(?:/|$)")

TOKEN = re.compile(r"[\x21-\x7e]+")


@dataclass(frozen=True, slots=True)
class Call:
    """One HTTP exchange, for logs and metrics: no token, no query, no body.

    `status` is None where no answer came. `path` may hold ids and slugs.
    """

    method: str
    path: str
    status: int | None
    seconds: float


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back: the JSON, and the API's own clock as its `Date` has it."""

    data: JSON
    date: str | None = None


class _Answer(NamedTuple):
    """A 2xx: its body, unpacked, and its `Date`."""

    body: bytes
    date: str | None


@dataclass(frozen=True, slots=True)
class File:
    """A file to upload."""

    name: str
    content: bytes
    content_type: str


class Transport:
    """Pooled connections to one institute's API. One per process; thread safe.

    `base_url` is the origin ("https://demo.testpress.in"); "/api/v2.2/" behind it
    is tolerated. Times are in seconds, `max_body` in bytes after unpacking.
    `observe` is called after each exchange, in the thread that made it; `tell_rest` as
    it begins or ends to leave an API alone that doesn't answer.

    Raises ValueError for an address or a version that isn't one.
    """

    def __init__(
        self,
        base_url: str,
        *,
        version: str = "v2.2",
        connect_timeout: float = 3.0,
        read_timeout: float = 8.0,
        total_timeout: float = 20.0,
        max_body: int = 8 * 1024 * 1024,
        observe: Callable[[Call], None] | None = None,
        tell_rest: Callable[[bool], None] | None = None,
    ) -> None:
        self.origin = _origin(base_url)
        self.version = _checked(version)
        self.connect_timeout = connect_timeout
        self.read_timeout = read_timeout
        self.total_timeout = total_timeout
        self.max_body = max_body
        self._observe = observe
        self._adapter = Adapter(self.origin)
        self._breaker = Breaker(tell=tell_rest)
        self.pauses = Pauses()

    def request(
        self,
        method: str,
        path: str,
        *,
        token: str | None = None,
        query: Mapping[str, Any] | None = None,
        body: JSON | None = None,
        version: str | None = None,
        deadline: float | None = None,
    ) -> JSON:
        """The JSON that answers `method` on `path` (below /api/<version>/).

        `query` leaves out what is None or "". `deadline` (of `time.monotonic`)
        may shorten the time there is. Answers None where a 2xx has no body.

        Raises Unreachable, Unexpected or a Refused; ValueError, before anything is
        sent, for a path or a token that could mean something else than it says.
        """
        return self.exchange(
            method,
            path,
            token=token,
            query=query,
            body=body,
            version=version,
            deadline=deadline,
        ).data

    def exchange(
        self,
        method: str,
        path: str,
        *,
        token: str | None = None,
        query: Mapping[str, Any] | None = None,
        body: JSON | None = None,
        file: File | None = None,
        version: str | None = None,
        deadline: float | None = None,
        decode: Callable[[bytes], JSON] = decoded,
    ) -> Reply:
        """As `request`, with the time at which the API answered.

        `file` goes as the form field of that name; it takes the place of `body`.
        `decode` is to raise Unexpected for what it can't read.
        """
        request = self._prepare(method, path, token, query, body, version)
        if file is not None:
            _attach(request, file)
        answer = self._answered(request, method, path, token, deadline)
        return Reply(decode(answer.body) if answer.body else None, answer.date)

    def _answered(
        self,
        request: requests.PreparedRequest,
        method: str,
        path: str,
        token: str | None,
        deadline: float | None,
    ) -> _Answer:
        latest = time.monotonic() + self.total_timeout
        deadline = latest if deadline is None else min(deadline, latest)
        self._wait_if_asked_to(method, path, token)
        if not self._breaker.allows():
            if self._breaker.may_look():
                Thread(target=self._look, daemon=True).start()
            if not self._breaker.is_back():
                raise Unreachable("no answer lately")
        try:
            return self._counted(request, path, deadline)
        except Throttled as busy:
            self.pauses.note(method, path, token, busy.retry_after)
            raise
        except _NoAnswerError as failure:
            if failure.wait:
                self.pauses.note_for_all(failure.wait)
                raise Unreachable(failure.reason, retry_after=failure.wait) from None
            enough = deadline - time.monotonic() > _LEAST_TIME_FOR_A_RETRY
            if not (failure.may_be_repeated and enough):
                raise Unreachable(failure.reason) from None
        try:
            return self._counted(request, path, deadline)
        except _NoAnswerError as failure:
            raise Unreachable(f"{failure.reason}, twice") from None

    def _wait_if_asked_to(self, method: str, path: str, token: str | None) -> None:
        if wait := self.pauses.left_for_all(method):
            raise Unreachable("it asked to be left alone", retry_after=wait)
        if wait := self.pauses.left(method, path, token):
            raise Throttled(retry_after=wait)

    def _look(self) -> None:
        """Hear whether the API is back; a refusal is an answer too."""
        request = self._prepare("GET", "me/", None, None, None, None)
        with suppress(Error, _NoAnswerError):
            self._counted(request, "me/", time.monotonic() + self.total_timeout)

    def _prepare(
        self,
        method: str,
        path: str,
        token: str | None,
        query: Mapping[str, Any] | None,
        body: JSON | None,
        version: str | None,
    ) -> requests.PreparedRequest:
        """The request, filled in by hand.

        A requests.Session would do it with netrc, proxies of the environment and a
        jar that holds one student's cookies for the next, at twice the CPU.
        """
        if not _PATH.fullmatch(path) or _DOTS.search(path):
            raise ValueError("not a path of the API's")
        prefix = self.version if version is None else _checked(version)
        slash = "" if path.endswith("/") else "/"
        address = f"/api/{prefix}/{path if path.isascii() else quote(path)}{slash}"
        if query:
            said = {k: v for k, v in query.items() if v is not None and v != ""}
            if said:
                address = f"{address}?{urlencode(said)}"
        headers = {
            "User-Agent": USER_AGENT,
            "Accept": "application/json",
            "Accept-Encoding": "gzip",
        }
        if token is not None:
            if not TOKEN.fullmatch(token):
                raise ValueError("not a token")
            headers["Authorization"] = f"JWT {token}"
        content = None
        if body is not None:
            content = json.dumps(body).encode()
            headers["Content-Type"] = "application/json"
            headers["Content-Length"] = str(len(content))
        elif method != "GET":
            headers["Content-Length"] = "0"
        request = requests.PreparedRequest()
        request.method = method
        request.url = self.origin + address
        request.headers = headers  # type: ignore[assignment]  # a dict will do
        request.body = content
        return request

    def _counted(
        self, request: requests.PreparedRequest, path: str, deadline: float
    ) -> _Answer:
        started = time.monotonic()
        try:
            answer = self._try(request, path, deadline)
        except _NoAnswerError:
            self._breaker.failed(time.monotonic() - started)
            raise
        except Error:
            self._breaker.answered()
            raise
        self._breaker.answered()
        return answer

    def _try(
        self, request: requests.PreparedRequest, path: str, deadline: float
    ) -> _Answer:
        started = time.monotonic()
        status = None
        try:
            left = max(0.001, deadline - started)
            response = self._adapter.send(
                request,
                stream=True,
                timeout=Timeout(  # type: ignore[arg-type]  # it takes these too
                    connect=min(self.connect_timeout, left),
                    read=min(self.read_timeout, left),
                    total=left,
                ),
                verify=True,
                proxies=None,
            )
            status = response.status_code
            return _answer(request, response, self.max_body)
        except (requests.RequestException, OSError, IncompleteRead) as error:
            raise _failed(request.method or "", error) from None
        except (HTTPException, zlib.error):
            raise Unexpected("an answer that isn't HTTP") from None
        finally:
            if self._observe is not None:
                seconds = time.monotonic() - started
                self._observe(Call(request.method or "", path, status, seconds))


@dataclass(frozen=True, slots=True)
class Connection:
    """A transport, signed as one student; as long-lived as that student's request."""

    transport: Transport
    token: str | None = None

    def get(
        self,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        version: str | None = None,
        deadline: float | None = None,
        decode: Callable[[bytes], JSON] = decoded,
    ) -> JSON:
        return self.exchange(
            "GET",
            path,
            query=query,
            version=version,
            deadline=deadline,
            decode=decode,
        ).data

    def post(
        self, path: str, body: JSON | None = None, *, version: str | None = None
    ) -> JSON:
        return self.exchange("POST", path, body=body, version=version).data

    def put(self, path: str, body: JSON | None = None) -> JSON:
        return self.exchange("PUT", path, body=body).data

    def upload(self, path: str, name: str, content: bytes, kind: str) -> JSON:
        return self.exchange("POST", path, file=File(name, content, kind)).data

    def at(self, method: str, api_path: str) -> JSON:
        """Call a path that the API itself has sent ("/api/v2.2/…", see `api_path`)."""
        version, path = below_version(api_path)
        return self.exchange(method, path, version=version).data

    def exchange(self, method: str, path: str, **asked: Any) -> Reply:
        return self.transport.exchange(method, path, token=self.token, **asked)

    def __repr__(self) -> str:
        return f"<Connection to {self.transport.origin}>"


def _attach(request: requests.PreparedRequest, file: File) -> None:
    content, kind = encode_multipart_formdata(
        {"file": (file.name, file.content, file.content_type)}
    )
    request.body = content
    request.headers["Content-Type"] = kind
    request.headers["Content-Length"] = str(len(content))


class _NoAnswerError(Exception):
    """No answer this time."""

    def __init__(
        self, reason: str, *, may_be_repeated: bool = False, wait: int = 0
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.may_be_repeated = may_be_repeated
        self.wait = wait


def _failed(method: str, error: Exception) -> _NoAnswerError:
    """What went wrong below, and whether trying again can do no harm.

    A GET is repeated unless it was time that ran out. A PUT is too, where a
    kept-alive connection turned out to be closed: what we PUT (an answer, a
    heartbeat, a start, an end) is the same done twice. A POST never is.
    """
    # requests wraps what comes from below in an error of its own.
    cause = error.args[0] if error.args else None
    if isinstance(error, TimeoutError | requests.Timeout):
        return _NoAnswerError("too slow")
    if isinstance(cause, TimeoutError):
        return _NoAnswerError("too slow")
    if isinstance(cause, ssl.SSLError):
        return _NoAnswerError("no trusted connection (TLS)")
    stale = isinstance(cause, StaleConnectionError)
    harmless = method == "GET" or (method == "PUT" and stale)
    return _NoAnswerError("no connection", may_be_repeated=harmless)


def _redirected(status: int, location: str) -> Error:
    """Where a redirect would have led says what is the matter; it isn't followed."""
    path = location.partition("?")[0]
    if "/settings/force/" in path:
        return ProfileIncomplete(status)
    if "/login" in path:
        return SignedOut(status)
    return Unexpected(f"a redirect ({status})")


def _answer(
    request: requests.PreparedRequest, response: requests.Response, max_body: int
) -> _Answer:
    status = response.status_code
    if 200 <= status < 300:
        body = _body(response, max_body)
        if body is None:
            raise Unexpected(f"an answer of more than {max_body} bytes")
        return _Answer(body, response.headers.get("Date"))
    body = _body(response, _ERROR_BODY_LIMIT)
    if 300 <= status < 400:
        raise _redirected(status, response.headers.get("Location") or "")
    if status in {502, 503, 504}:
        raise _NoAnswerError(
            f"status {status}",
            may_be_repeated=request.method == "GET",
            wait=named_wait(response.headers) if status == 503 else 0,
        )
    if status in {408, 425}:
        raise _NoAnswerError(f"status {status}")
    if 400 <= status < 500:
        raise refusal(status, response.headers, body or b"")
    raise Unexpected(f"status {status}")


def _body(response: requests.Response, limit: int) -> bytes | None:
    """The body, unpacked; None where it is larger than `limit` bytes."""
    raw = response.raw
    body: bytes | None = None
    try:
        if (raw.length_remaining or 0) <= limit:
            body = raw.read(limit + 1, decode_content=True)
    finally:
        if body is None or len(body) > limit:
            # What is left of it would answer the next student's request.
            raw.close()
            body = None
    return body


def _origin(base_url: str) -> str:
    parts = urlsplit(base_url.strip())
    good = (
        parts.scheme in {"http", "https"}
        and parts.hostname
        and parts.username is None
        and not parts.query
        and not parts.fragment
        and _BEHIND_THE_ORIGIN.fullmatch(parts.path)
    )
    if not good:
        raise ValueError("TESTPRESS_API_URL must look like https://demo.testpress.in")
    return f"{parts.scheme}://{parts.netloc}"


def below_version(api_path: str) -> tuple[str, str]:
    """A path of the API's in two: its version, and what is below it."""
    found = _VERSIONED.fullmatch(api_path)
    if not found:
        raise Unexpected("no path to call was sent")
    return found[1], found[2]


def _checked(version: str) -> str:
    if not _VERSION.fullmatch(version):
        raise ValueError("an API version looks like v2.2")
    return version
