"""Moments and spans of time, written as the seeds write them."""

from datetime import UTC, datetime, timedelta, timezone

INDIA = timezone(timedelta(hours=5, minutes=30))


def moment(at: float) -> str:
    """`2015-11-07T07:12:49.873Z`"""
    found = datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds")
    return found.replace("+00:00", "Z")


def second(at: float) -> str:
    """`2015-10-15T15:24:34Z`"""
    return moment(at)[:19] + "Z"


def indian(at: float) -> str:
    """`2015-11-07T12:37:11+05:30`"""
    return datetime.fromtimestamp(at, INDIA).isoformat(timespec="seconds")


def read_moment(text: str) -> float:
    """A date or a moment in ISO form; without an offset it is India's."""
    found = datetime.fromisoformat(text)
    return (found if found.tzinfo else found.replace(tzinfo=INDIA)).timestamp()


def span(seconds: float | None) -> str | None:
    """`2:10:03`; hours are not padded and may pass 23."""
    if seconds is None:
        return None
    whole = int(seconds)
    return f"{whole // 3600}:{whole % 3600 // 60:02}:{whole % 60:02}"
