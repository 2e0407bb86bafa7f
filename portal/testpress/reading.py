"""From the API's JSON to values: one reader for each kind of field.

Their documents promise less than they send and send more than they promise: a
score is a string, a number or "6.00/6.00"; a rank is a number or "NA"; dates come
damaged. Two kinds of reader answer that:

- `identity`, `word`, `html` and `rows` read what nothing works without. They
  raise, and `read` makes that an `Unexpected`.
- The others never raise. What can't be read is *unknown*, which is None (or "",
  or ()), and is never repaired, guessed, or taken for zero.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from email.utils import parsedate_to_datetime
from typing import Any, TypeAlias, TypeVar
from urllib.parse import urlsplit

from .errors import Unexpected

JSON: TypeAlias = Any  # what a decoder returns: nothing is known of it yet

T = TypeVar("T")

_TOO_LARGE = 10**19
_NUMERIC = int | float  # made once: the union costs more than the question
_READABLE = str | int | float
_SLUG = re.compile(r"[-\w]+")
_NUMBER = re.compile(r"[+-]?\d{1,19}(?:\.\d{1,15})?", re.ASCII)
_SECONDS = re.compile(r"\d{1,9}(?:\.\d{1,9})?", re.ASCII)
_CLOCK = re.compile(
    r"(?:(?P<days>\d{1,5})(?: days?,)? )?"
    r"(?P<hours>\d{1,5}):(?P<minutes>[0-5]\d):(?P<seconds>[0-5]\d)"
    r"(?:\.(?P<fraction>\d{1,6})\d*)?",
    re.ASCII,
)
_MOMENT = re.compile(
    r"(?:19|20|21)\d\d-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d{1,9})?"
    r"(?:Z|[+-]\d\d:?\d\d)",
    re.ASCII,
)
_DAY = re.compile(r"(?:18|19|20|21)\d\d-\d\d-\d\d", re.ASCII)
_COLOUR = re.compile(r"#?([0-9a-fA-F]{6}|[0-9a-fA-F]{3})")
_VISIBLE = re.compile(r"[^\s\x00-\x1f\x7f\\]+")


def read(parse: Callable[[JSON], T], data: JSON) -> T:
    """What `parse` makes of an answer; `Unexpected` if it can't be made.

    The error names the missing field, and quotes nothing of the answer.
    """
    try:
        return parse(data)
    except KeyError as error:
        raise Unexpected(f"the answer has no {error.args[0]!r}") from None
    except _UnreadableError as error:
        raise Unexpected(f"the answer has {error}") from None
    except (TypeError, ValueError, AttributeError, IndexError, ArithmeticError):
        raise Unexpected(f"the answer is not what {_name(parse)} reads") from None


class _UnreadableError(ValueError):
    """Says what is wrong without quoting it."""


def _name(parse: Callable[[JSON], object]) -> str:
    owner = getattr(parse, "__self__", None)
    return getattr(owner, "__name__", "") or getattr(parse, "__name__", "a reader")


# What nothing works without.


def identity(value: JSON) -> int:
    """An id: a whole number of at most 18 digits, sometimes sent as a string."""
    number = whole(value)
    if number is None or not 0 <= number < 10**18:
        raise _UnreadableError("an id that is not a number")
    return number


def word(value: JSON) -> str:
    """A slug: letters, digits, hyphens and underscores, in any script."""
    if not isinstance(value, str) or not _SLUG.fullmatch(value):
        raise _UnreadableError("a slug that is not one")
    return value


def name_of_state(value: JSON) -> str:
    """A state's name, as sent: "Running", "Completed" or another word."""
    if not isinstance(value, str) or not value.strip():
        raise _UnreadableError("a state that is not a word")
    return value.strip()


def html(value: JSON) -> str:
    """HTML that must be there, uncleaned: a question's own text."""
    if not isinstance(value, str):
        raise _UnreadableError("HTML that is not text")
    return value


def rows(value: JSON, parse: Callable[[JSON], T]) -> tuple[T, ...]:
    """Each item of a list, read. None is an empty list; one bad row spoils all."""
    if value is None:
        return ()
    if not isinstance(value, list):
        raise _UnreadableError("something else where a list belongs")
    return tuple([parse(item) for item in value]) if value else ()


def ids(value: JSON) -> tuple[int, ...]:
    """Ids of options: `[129, 130]`, `["129"]`, `[]` or null; each only once.

    One that can't be read raises: what a student chose is never left out.
    """
    return tuple(dict.fromkeys(rows(value, identity)))


# What may be unknown.


def text(value: JSON) -> str:
    """A string, or a number as one (a username may be 13956); else ""."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, _NUMERIC) and not isinstance(value, bool):
        return str(value)
    return ""


def note(value: JSON) -> str | None:
    """An optional text where null and "" differ: an essay not begun, or emptied."""
    return value if isinstance(value, str) else None


def number(value: JSON) -> Decimal | None:
    """`"3.00"`, `0`, `83.64`, `"100.0"`, `"-2.00"`; "NA", null and the like: None."""
    if isinstance(value, bool) or not isinstance(value, _READABLE):
        return None
    written = value.strip() if isinstance(value, str) else str(value)
    return Decimal(written) if _NUMBER.fullmatch(written) else None


def score(value: JSON) -> tuple[Decimal | None, Decimal | None]:
    """A score and, where it says so ("6.00/6.00"), the most there was to get."""
    if isinstance(value, str) and value.count("/") == 1:
        got, most = value.split("/")
        return number(got), number(most)
    return number(value), None


def whole(value: JSON) -> int | None:
    """A whole number as int, digits or `4.0`; "NA", 83.64, true and null: None."""
    if type(value) is int:  # most are, and this is read most often
        return value if -_TOO_LARGE < value < _TOO_LARGE else None
    exact = number(value) if value is not None else None
    if exact is None or exact != exact.to_integral_value():
        return None
    return int(exact)


def measure(value: JSON) -> float | None:
    """Seconds as a float (`0.67`, `"11.3"`, `1`); "NA" and null: None."""
    exact = number(value)
    return float(exact) if exact is not None else None


def claim(value: JSON) -> bool | None:
    """true, false or unknown."""
    return value if isinstance(value, bool) else None


def flag(value: JSON, default: bool = False) -> bool:
    """true or false; `default` where it isn't said."""
    return value if isinstance(value, bool) else default


def moment(value: JSON) -> datetime | None:
    """A time with its offset: `…Z` with or without a fraction, `+05:30`, `+0700`.

    Damaged ("2.25-11-07T12:37:11+05:30"), without an offset, or null: None.
    """
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        return None
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return None


def date_of_reply(said: str | None) -> datetime | None:
    """A time as HTTP's `Date` says it; None for what isn't one, or has no zone."""
    try:
        at = parsedate_to_datetime(said or "")
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return at if at.tzinfo else None


def day(value: JSON) -> date | None:
    """A date without a time, such as a birthday: `"1994-08-27"`."""
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def span(value: JSON) -> timedelta | None:
    """A length of time.

    `"3:00:00"`, `"2:47:53.076906"`, `"26:00:00"`, `"1 02:00:00"`,
    `"20 days, 3:58:48.044696"`, and seconds as `1`, `0.67` or `"1171.627827"`.
    Damaged ("2.20:03"), "NA", "" and null: None, which is not zero.
    """
    if isinstance(value, _NUMERIC) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        return None
    if _SECONDS.fullmatch(value):
        return timedelta(seconds=float(value))
    clock = _CLOCK.fullmatch(value)
    if clock is None:
        return None
    days, hours, minutes, seconds, fraction = clock.groups("0")
    return timedelta(
        days=int(days),
        hours=int(hours),
        minutes=int(minutes),
        seconds=int(seconds),
        microseconds=int(fraction.ljust(6, "0")),
    )


def words(value: JSON) -> tuple[str, ...]:
    """A list of names, as strings or as objects with a name or a title."""
    if not isinstance(value, list):
        return ()
    names = (
        text(item.get("name") or item.get("title") or item.get("text"))
        if isinstance(item, dict)
        else text(item)
        for item in value
    )
    return tuple(name for name in names if name)


def subject(value: JSON) -> str:
    """A subject's name, or "" for none: they say "Uncategorized", "" or null."""
    name = text(value).strip()
    return "" if name.casefold() == "uncategorized" else name


def person(value: JSON) -> str:
    """A name to show, of `"testpress"` or of a user object; "" if unknown."""
    if not isinstance(value, dict):
        return text(value)
    first, last = text(value.get("first_name")), text(value.get("last_name"))
    return (
        text(value.get("display_name")).strip()
        or f"{first} {last}".strip()
        or text(value.get("username"))
    )


def colour(value: JSON) -> str:
    """`"#33cc33"` of "33CC33" or "#33CC33"; anything else: ""."""
    found = _COLOUR.fullmatch(value) if isinstance(value, str) else None
    return f"#{found[1].lower()}" if found else ""


def link(value: JSON) -> str:
    """An http(s) address that a browser may be given; else "".

    For pictures and downloads. The token never goes to one of these.
    """
    if not isinstance(value, str) or not _VISIBLE.fullmatch(value):
        return ""
    try:
        parts = urlsplit(value)
        good = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return ""
    return value if good and parts.username is None else ""


def picture(value: JSON, *names: str) -> str:
    """The first of these fields of an object that is an http(s) address; else ""."""
    if not isinstance(value, dict):
        return ""
    return next((url for name in names if (url := link(value.get(name)))), "")


def api_path(value: JSON) -> str:
    """The path of an address of the API's; "" unless it is under /api/.

    They send whole addresses, on http and on hosts of their choosing. Only the
    path is taken: the token goes to the institute's own origin.
    """
    if not isinstance(value, str) or not _VISIBLE.fullmatch(value):
        return ""
    try:
        path = urlsplit(value).path
    except ValueError:
        return ""
    segments = path.split("/")
    if not path.startswith("/api/") or ".." in segments or "%" in path:
        return ""
    return path


def slug_in(value: JSON, folder: str) -> str | None:
    """The slug behind /exams/ (say) in an address of the API's, if there is one."""
    segments = api_path(value).split("/")
    if folder not in segments[:-1]:
        return None
    slug = segments[segments.index(folder) + 1]
    return slug if _SLUG.fullmatch(slug) else None
