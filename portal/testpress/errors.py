"""What can go wrong on the way to Testpress and back, in our words.

`str(error)` is fit for a log: it holds no token, no password and nothing of the
body. `Refused.message` is the API's own wording, meant for the student; it is
plain text, may hold any character, and must be escaped like all text.
"""

import email.utils
import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

MESSAGE_LIMIT = 300

_WAIT_WHEN_UNTOLD = 60
_LONGEST_WAIT = 3600
_DEEPEST = 10
_CODES = frozenset({"error_code", "status_code", "code"})
_NOT_FIELDS = _CODES | {"detail", "message", "error"}
_CODE = re.compile(r"[\w-]{1,64}", re.ASCII)
_SECONDS_IN_TEXT = re.compile(r"in (\d{1,9})(?:\.\d+)? seconds?")


class Error(Exception):
    """Anything that kept Testpress from doing what was asked."""


class Unreachable(Error):
    """No answer: refused, reset, too slow, or a gateway's 502, 503 or 504.

    `retry_after` says how many seconds to wait, from 1 to 3600; 0 where nobody knows.
    """

    def __init__(self, reason: str = "", *, retry_after: int = 0) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


class Unexpected(Error):
    """An answer we can't read: another 5xx, a redirect, HTML, a missing field."""


class Refused(Error):
    """Testpress understood, and said no.

    `status` is HTTP's, `message` the API's words ("" where it gave none), `code`
    its `error_code` ("" likewise).
    """

    def __init__(self, status: int, message: str = "", code: str = "") -> None:
        self.status = status
        self.message = message
        self.code = code
        super().__init__(f"{status} ({code})" if code else str(status))

    @property
    def is_about_the_session(self) -> bool:
        """It is the sign-in that is refused, and not what was asked."""
        return False

    @property
    def may_mean_ended(self) -> bool:
        """It may be said because the attempt has ended: look.

        The documents say that calls "fail" then, and name no status for it.
        """
        return not self.is_about_the_session


class SignedOut(Refused):
    """401: the token is no longer, or never was, good."""

    @property
    def is_about_the_session(self) -> bool:
        return True


class Forbidden(Refused):
    """403: not this student's, not now, or one of the cases below."""

    @property
    def is_about_the_session(self) -> bool:
        return self.is_parallel_login or self.is_login_locked

    @property
    def is_parallel_login(self) -> bool:
        """Signed in on too many devices: signing the others out helps."""
        return self.code == "parallel_login_restriction"

    @property
    def is_login_locked(self) -> bool:
        """Too many sign-ins: only waiting helps."""
        return self.code == "max_login_exceeded"


class NotFound(Refused):
    """404."""


class Throttled(Refused):
    """429: `retry_after` says how many seconds to wait, from 1 to 3600."""

    def __init__(
        self,
        status: int = 429,
        message: str = "",
        code: str = "",
        *,
        retry_after: int = _WAIT_WHEN_UNTOLD,
    ) -> None:
        super().__init__(status, message, code)
        self.retry_after = retry_after

    @property
    def may_mean_ended(self) -> bool:
        return False


class Invalid(Refused):
    """400 or 422: `fields` holds what to say beside each input, by its name."""

    def __init__(
        self,
        status: int = 400,
        message: str = "",
        code: str = "",
        *,
        fields: Mapping[str, list[str]] | None = None,
    ) -> None:
        super().__init__(status, message, code)
        self.fields: dict[str, list[str]] = dict(fields or {})


class ProfileIncomplete(Refused):
    """The institute wants more of the student's data first, on its own site."""

    @property
    def is_about_the_session(self) -> bool:
        return True


def refusal(status: int, headers: Mapping[str, str], body: bytes) -> Refused:
    """The error for a 4xx answer.

    The body counts as JSON whatever its content type says, since a refusal for
    parallel logins comes as text/html; real HTML is thrown away.
    """
    data = _readable(body)
    message, code = _message(data), _code(data)
    match status:
        case 400 | 422:
            return Invalid(status, message, code, fields=_fields(data))
        case 401:
            return SignedOut(status, message, code)
        case 403:
            return Forbidden(status, message, code)
        case 404:
            return NotFound(status, message, code)
        case 429:
            wait = _seconds_to_wait(headers.get("Retry-After"), message)
            return Throttled(status, message, code, retry_after=wait)
        case _:
            return Refused(status, message, code)


def named_wait(headers: Mapping[str, str]) -> int:
    """The seconds that Retry-After names, from 1 to 3600; 0 where it names none."""
    seconds = _from_header(headers.get("Retry-After"))
    return 0 if seconds is None else max(1, min(seconds, _LONGEST_WAIT))


def _readable(body: bytes) -> Any:
    text = body.decode("utf-8", "replace").strip()
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        # Perhaps a plain sentence; not HTML, JSON that was cut off, nor binary.
        return text if text.isprintable() and text[:1].isalnum() else None
    # A string in a string: {"detail"} as some middleware sends it.
    if isinstance(data, str) and data.startswith("{"):
        return _readable(data.encode("utf-8", "replace"))
    return data


def _message(data: Any) -> str:
    for candidate in _candidates(data):
        text = _first_text(candidate)
        if text:
            return text
    return ""


def _candidates(data: Any) -> Iterator[Any]:
    """Where a message may stand, the likeliest first."""
    if not isinstance(data, dict):
        yield data
        return
    detail = data.get("detail")
    if isinstance(detail, dict):
        yield detail.get("message")
        yield detail.get("detail")
    else:
        yield detail
    yield data.get("message")
    yield data.get("error")
    yield data.get("non_field_errors")
    yield from (value for name, value in data.items() if name not in _CODES)


def _first_text(value: Any, depth: int = 0) -> str:
    if depth > _DEEPEST:
        return ""
    if isinstance(value, list | tuple):
        texts = (_first_text(item, depth + 1) for item in value)
        return next(filter(None, texts), "")
    if isinstance(value, dict):
        return _first_text(value.get("message"), depth + 1)
    if not isinstance(value, str):
        return ""
    text = " ".join(value.encode("utf-8", "replace").decode().split())
    return "" if text.startswith("<") else text[:MESSAGE_LIMIT]


def _code(data: Any) -> str:
    if not isinstance(data, dict):
        return ""
    for place in (data.get("detail"), data.get("error"), data):
        code = place.get("error_code") if isinstance(place, dict) else None
        if isinstance(code, str) and _CODE.fullmatch(code):
            return code
    return ""


def _fields(data: Any) -> dict[str, list[str]]:
    if not isinstance(data, dict):
        return {}
    fields = {}
    for name, value in data.items():
        said = value if isinstance(value, list) else [value]
        texts = [text for item in said if (text := _first_text(item))]
        if texts and name not in _NOT_FIELDS:
            fields[name] = texts
    return fields


def _seconds_to_wait(header: str | None, message: str) -> int:
    seconds = _from_header(header)
    if seconds is None:
        told = _SECONDS_IN_TEXT.search(message)
        seconds = int(told[1]) if told else _WAIT_WHEN_UNTOLD
    return max(1, min(seconds, _LONGEST_WAIT))


def _from_header(header: str | None) -> int | None:
    if not header:
        return None
    if header.strip().isdecimal() and header.isascii():
        return int(header.strip()[:9])
    try:
        at = email.utils.parsedate_to_datetime(header)
        return int((at.astimezone(UTC) - datetime.now(UTC)).total_seconds()) + 1
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
