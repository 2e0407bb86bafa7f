"""What is written down of a request: which page, how it went, how long, and no more.

Never a password, a token, a cookie, an answer, a name, an address, nor what anyone
typed: lines hold route names, numbers and keyed digests. A traceback says where and
which kind of error, not its message, which may quote what it choked on.
"""

import json
import logging
import re
import secrets
import time
import traceback
from collections.abc import Callable
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from portal import testpress
from portal.web import metrics

requests = logging.getLogger("portal.requests")
calls = logging.getLogger("portal.api")
audit = logging.getLogger("portal.audit")

# What is to be found again afterwards: who signed in and out, started, ended.
AUDITED = {
    "login": "sign-in",
    "logout": "sign-out",
    "sign-out-others": "sign-out-others",
    "attempt-create": "start",
    "attempt-start": "resume",
    "section-start": "section-start",
    "section-end": "section-end",
    "attempt-end": "end",
    "attempt-writer": "take-over",
    "calendar-create": "calendar-create",
    "calendar-revoke": "calendar-revoke",
    "profile": "profile-change",
}

# Where Django writes of requests that it won't look at any further.
FROM_STRANGERS = "django.security."

# Asked every few seconds by whoever watches over the portal.
UNREMARKABLE = {"healthz", "readyz"}


class Tally:
    """A request under way: its id, and the API calls made for it."""

    __slots__ = ("calls", "facts", "id", "seconds")

    def __init__(self) -> None:
        self.id = secrets.token_hex(8)
        self.calls = 0
        self.seconds = 0.0
        self.facts: dict[str, Any] = {}


_current: ContextVar[Tally | None] = ContextVar("request", default=None)


def observe(call: testpress.Call) -> None:
    """Count a call of the API's towards the request it is made for."""
    metrics.count_call(call)
    tally = _current.get()
    if tally is not None:
        tally.calls += 1
        tally.seconds += call.seconds
    if call.seconds >= settings.SLOW_SECONDS:
        _write_slow(call)


def request_id() -> str:
    """The id of the request under way, or ""."""
    tally = _current.get()
    return tally.id if tally else ""


def note(**facts: Any) -> None:
    """Add facts to this request's audit line: ids, digests and words of our own.

    A `reason` says why it was refused, which a redirect doesn't show.
    """
    tally = _current.get()
    if tally is not None:
        tally.facts.update(facts)


def digest(*parts: str) -> str:
    """The same for the same parts, and no way back from it without our key."""
    return salted_hmac("portal.logs", "\0".join(parts)).hexdigest()[:24]


class Requests:
    """Gives every request an id (none is taken from outside) and a line in the log."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        tally = Tally()
        before = _current.set(tally)
        try:
            response = self.get_response(request)
            response.headers["X-Request-ID"] = tally.id
            _write(request, response, tally, time.perf_counter() - started)
        finally:
            _current.reset(before)
        return response


def _write(
    request: HttpRequest, response: HttpResponse, tally: Tally, seconds: float
) -> None:
    match = request.resolver_match
    route = (match.url_name if match else None) or ""
    status = response.status_code
    if route in UNREMARKABLE or (not route and status < 400):
        return  # a static file, a redirect to https
    method = request.method if request.method in _METHODS else "?"
    metrics.count_request(route or "-", method, status, seconds)
    level = logging.INFO
    if status == 500:
        level = logging.ERROR
    elif seconds >= settings.SLOW_SECONDS:
        level = logging.WARNING
    requests.log(
        level,
        "%s %s %s",
        method,
        route or "-",
        status,
        extra={
            "facts": {
                "route": route,
                "status": status,
                "ms": round(seconds * 1000, 1),
                "api_calls": tally.calls,
                "api_ms": round(tally.seconds * 1000, 1),
            }
        },
    )
    if request.method == "POST" and route in AUDITED:
        _write_audit(request, response, tally, AUDITED[route])


def _write_slow(call: testpress.Call) -> None:
    """A call that took long: which kind, and of whose request."""
    words = (
        part if _OF_THE_API.fullmatch(part) else "*"
        for part in call.path.strip("/").split("/")
    )
    calls.warning(
        "Slow: %s",
        call.method,
        extra={
            "facts": {
                "api_path": "/".join(words),
                "api_status": call.status,
                "api_ms": round(call.seconds * 1000, 1),
            }
        },
    )


def _write_audit(
    request: HttpRequest, response: HttpResponse, tally: Tally, event: str
) -> None:
    student = getattr(request, "student", None)
    institute = getattr(request, "institute", None)
    was_refused = response.status_code >= 400 or "reason" in tally.facts
    facts: dict[str, Any] = {
        "event": event,
        "outcome": "refused" if was_refused else "done",
        "status": response.status_code,
        "institute": institute.key if institute else "",
        "student": student.id if student else None,
        **(request.resolver_match.kwargs if request.resolver_match else {}),
        **tally.facts,
    }
    audit.info("%s %s", event, facts["outcome"], extra={"facts": facts})


_METHODS = {"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"}

# The words in the API's own paths; the rest of a path are ids and slugs.
_OF_THE_API = re.compile(
    "attempts|auth|auth-token|available|end|exams|heartbeat|history|image_upload|logout"
    "|logout_devices|me|posts|products|questions|review|settings|start|subjects"
    "|upcoming|users"
)


class RequestId(logging.Filter):
    """Lets each line name the request that it was written for."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id()
        return True


class Bugs(logging.Filter):
    """Of Django's lines on requests, those that hold a traceback.

    It calls every 5xx an error; what a bad day upstream is, we have said ourselves.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        return bool(record.exc_info)


class Strangers(logging.Filter):
    """Makes a note of what Django calls an error when a stranger sends nonsense.

    A wrong host or ten thousand fields are answered 400; nobody must change any code.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name.startswith(FROM_STRANGERS) and record.exc_info:
            record.levelno, record.levelname = logging.INFO, "INFO"
            record.exc_info = None
        return True


class Lines(logging.Formatter):
    """For people: a line each; control characters can't make another."""

    def format(self, record: logging.LogRecord) -> str:
        head = f"{record.levelname} {record.name}: {message_of(record)}"
        facts = getattr(record, "facts", {})
        rest = "".join(f" {name}={value}" for name, value in facts.items())
        line = "".join(c if c.isprintable() else " " for c in head + rest)
        if record.exc_info and settings.DEBUG:
            return f"{line}\n{self.formatException(record.exc_info)}"
        return "\n".join([line, *_where(record)])


class Json(logging.Formatter):
    """For machines: an object a line."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": _time_of_day(int(record.created)),
            "level": record.levelname,
            "logger": record.name,
            "message": message_of(record),
            "request_id": getattr(record, "request_id", ""),
            **getattr(record, "facts", {}),
        }
        if where := _where(record):
            line["traceback"] = where
        return _encode(line)


@lru_cache(maxsize=1)  # a worker writes hundreds of lines a second
def _time_of_day(second: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S%z", time.localtime(second))


_encode = json.JSONEncoder(default=str).encode


def message_of(record: logging.LogRecord) -> str:
    """What a line says. Django's own quote addresses and headers: those don't."""
    if record.name.startswith("django.security"):
        return record.name
    if record.name.startswith("django.request"):
        return record.getMessage().partition(":")[0]
    return record.getMessage()


def _where(record: logging.LogRecord) -> list[str]:
    """The kinds of errors and the lines of code, without what the errors say."""
    error = record.exc_info[1] if record.exc_info else None
    found: list[str] = []
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        frames = traceback.extract_tb(error.__traceback__)
        found.append(f"{type(error).__module__}.{type(error).__qualname__}")
        found += [f"  {f.filename}:{f.lineno} in {f.name}" for f in frames]
        error = error.__cause__ or error.__context__
    return found
