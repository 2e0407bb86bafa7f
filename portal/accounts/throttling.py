"""How often a password may be guessed: little by account, a classroom's by address.

After `LOGIN_RATE` wrong passwords (5 in 5 minutes) an account waits 1 minute, then 2,
4, 8 … 30 after each further one. An address waits only after as many as 60 accounts
may make, so that a room of students behind one address is never stopped by those who
mistype. Nobody is told whether an account exists: all names are counted alike.

A guess is counted *before* the API is asked and given back where it was right, so that
a hundred guesses at once are no way around it. A window that was signed in to the same
account has a count of its own: a classmate who guesses can't keep a student out of an
exam that is already open. What is kept, in the cache that all workers share, holds no
name, only a keyed digest. Why not a library: docs/decisions/login-throttling.md.
"""

import ipaddress
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from math import ceil
from unicodedata import normalize

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured

from portal.web import logs, sessions
from portal.web.requests import PortalRequest

# Waits, in seconds.
FIRST = 60
LONGEST = 30 * 60

# An address may guess as much as so many accounts.
CLASSROOM = 60

_RATE = re.compile(r"([1-9]\d{0,6})/([1-9]\d{0,3})?([smhd])", re.ASCII)
_UNITS = {"s": 1, "m": 60, "h": 60 * 60, "d": 24 * 60 * 60}


@dataclass(frozen=True, slots=True)
class Rate:
    """So many wrong passwords, in so many seconds."""

    count: int
    seconds: int

    @classmethod
    def parse(cls, text: str) -> "Rate":
        """`5/5m`, `1000/m`, `10/h`."""
        found = _RATE.fullmatch(text.strip())
        if not found:
            raise ImproperlyConfigured(
                f"LOGIN_RATE is {text!r}: write it as 5/5m, 1000/m or 10/h."
            )
        return cls(int(found[1]), int(found[2] or 1) * _UNITS[found[3]])


# A rate that can't be read is said at once, and not to the first who signs in.
Rate.parse(settings.LOGIN_RATE)


@dataclass(frozen=True, slots=True)
class Tally:
    """Wrong passwords since `since`; nothing is tried before `until`.

    `waits` is how many waits in a row they have cost.
    """

    count: int = 0
    since: float = 0.0
    waits: int = 0
    until: float = 0.0

    def with_one_more(self, rate: Rate, now: float, *, grows: bool) -> "Tally":
        if self.waits:
            return self._waiting(now)
        is_over = now - self.since >= rate.seconds
        count, since = (1, now) if is_over else (self.count + 1, self.since)
        if count < rate.count:
            return Tally(count, since)
        return Tally(count, since)._waiting(now) if grows else Tally(until=now + FIRST)

    def with_one_less(self) -> "Tally":
        """As if the latest had not been tried."""
        count, waits = max(0, self.count - 1), max(0, self.waits - 1)
        return replace(self, count=count, waits=waits, until=0.0)

    def _waiting(self, now: float) -> "Tally":
        wait = min(FIRST * 2**self.waits, LONGEST)
        return replace(self, waits=min(self.waits + 1, 10), until=now + wait)

    def seconds_left(self, now: float) -> int:
        return max(0, ceil(self.until - now))


class Guess:
    """One sign-in that is about to be tried.

    `wait` says for how many seconds it may not be; 0 where the API may be asked.
    """

    def __init__(self, request: PortalRequest, username: str) -> None:
        institute = request.institute.key
        self.account = logs.digest(institute, _folded(username))
        self._rate = Rate.parse(settings.LOGIN_RATE)
        if sessions.was_signed_in_as(request.session, self.account):
            self._own = _key("window", self.account, str(request.session.session_key))
        else:
            self._own = _key("account", self.account)
        address = address_of(request)
        self._shared = _key("address", address) if address else ""
        self.wait = self._claim()

    def was_right(self) -> None:
        """The account starts afresh; its address gets this one guess back."""
        cache.delete(self._own)
        self._give_back(self._shared)

    def was_not_answered(self) -> None:
        """Neither right nor wrong: it doesn't count."""
        self._give_back(self._own)
        self._give_back(self._shared)

    def seconds_until_next(self) -> int:
        """How long to wait, now that this guess was wrong."""
        return _tally(self._own).seconds_left(time.time())

    def _claim(self) -> int:
        now = time.time()
        with _alone(self._own), _alone(self._shared):
            own, shared = _tally(self._own), _tally(self._shared)
            wait = max(own.seconds_left(now), shared.seconds_left(now))
            if not wait:
                many = replace(self._rate, count=self._rate.count * CLASSROOM)
                self._keep(self._own, own.with_one_more(self._rate, now, grows=True))
                self._keep(self._shared, shared.with_one_more(many, now, grows=False))
            return wait

    def _give_back(self, key: str) -> None:
        with _alone(key):
            self._keep(key, _tally(key).with_one_less())

    def _keep(self, key: str, tally: Tally) -> None:
        """As long as it can matter: the longest wait, and as long again after it."""
        if key:
            cache.set(key, tally, 2 * LONGEST + self._rate.seconds)


def address_of(request: PortalRequest) -> str:
    """Where a request comes from: an address, or an IPv6 network of one household.

    Behind a proxy (`TRUST_PROXY`) it is what the proxy itself wrote, which stands
    last: what stands before it, anyone can write. "" where it can't be told.
    """
    said = request.META.get("REMOTE_ADDR", "")
    if settings.TRUST_PROXY:
        said = request.headers.get("X-Forwarded-For", "").rpartition(",")[2] or said
    try:
        address = ipaddress.ip_address(said.strip())
    except ValueError:
        return ""
    if address.version == 4:
        return str(address)
    return str(ipaddress.ip_network((int(address), 64), strict=False))


def _tally(key: str) -> Tally:
    return (key and cache.get(key)) or Tally()


def _folded(username: str) -> str:
    return normalize("NFKC", username).strip().casefold()


def _key(*parts: str) -> str:
    return f"sign-in:{logs.digest(*parts)}"


@contextmanager
def _alone(key: str) -> Iterator[None]:
    """One at a time per tally; never for longer than a moment."""
    if not key:
        yield
        return
    patience = time.monotonic() + 2
    while not cache.add(f"{key}:lock", True, 5) and time.monotonic() < patience:
        time.sleep(0.02)
    try:
        yield
    finally:
        cache.delete(f"{key}:lock")
