"""When the API said "not before": remembered, and told to all that ask the same API.

- 503 with Retry-After is about the API: nobody reads from it before that. What can't
  wait, since a clock runs (an answer, a heartbeat, a start, an end), is left for three
  seconds: a proxy says 503 too, and an exam may end before the minute it names.
- 429 is about one student and one kind of call. Its limits are kept by account, as far
  as anyone knows (API.md names none), and differ from call to call: a student whose
  posts are throttled must be able to save, and what one student does must never keep
  another from saving. So it holds for that token and that kind of reading, or for that
  very address where something is written, and for no other.
- 429 without a token, at the sign-in, is told to whoever asked, and isn't remembered:
  by which name or address the API counts there, we can't know, and a stranger who
  guesses passwords mustn't lock everybody out.

Never for longer than a minute: then it is asked once more. Here this process remembers;
whoever has a memory that is shared calls `is_due`, `heard` and `learn`.
"""

import re
import time
from collections.abc import Callable, Mapping
from hashlib import sha256
from math import ceil

LONGEST = 60
MOST = 1000
LONGEST_FOR_WRITING = 3
HEARD_EVERY = 1.0

# Names of what everybody leaves alone.
READING, WRITING = "reading", "writing"

Moments = Mapping[str, float]


class Pauses:
    """Until when (in wall time, which machines share) nothing is asked, and of what."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._until: dict[str, float] = {}
        self._next = 0.0
        self._has_news = False

    def note(self, method: str, path: str, token: str | None, wait: int) -> None:
        """The API refused this call with 429, and named `wait` seconds."""
        if token is not None:
            self._set(_name(method, path, token), wait)

    def note_for_all(self, wait: int) -> None:
        """The API answered 503, and named `wait` seconds."""
        self._set(READING, wait)
        self._set(WRITING, min(wait, LONGEST_FOR_WRITING))

    def left(self, method: str, path: str, token: str | None) -> int:
        """For how many seconds this call isn't to be made; 0 where it may."""
        if not self._until or token is None:
            return 0
        return self._left(_name(method, path, token))

    def left_for_all(self, method: str) -> int:
        """For how many seconds nobody is to ask this of the API."""
        if not self._until:
            return 0
        return self._left(READING if method == "GET" else WRITING)

    def is_due(self) -> bool:
        """Whether it is time to hear what others know: once a second, or with news."""
        now = self._clock()
        if now < self._next and not self._has_news:
            return False
        self._next = now + HEARD_EVERY
        self._has_news = False
        return True

    def learn(self, moments: Moments) -> dict[str, float]:
        """Take over what others know; what all of us know now, if that is more."""
        now = self._clock()
        known = {
            name: min(max(until, moments.get(name, 0.0)), now + LONGEST)
            for name, until in {**moments, **self._until}.items()
        }
        known = {name: until for name, until in known.items() if until > now}
        self._until = dict(sorted(known.items(), key=lambda item: -item[1])[:MOST])
        return {} if self._until.keys() <= moments.keys() else self._until

    def _set(self, name: str, wait: int) -> None:
        self._until[name] = self._clock() + min(wait, LONGEST)
        self._has_news = True

    def _left(self, name: str) -> int:
        return max(0, ceil(self._until.get(name, 0.0) - self._clock()))


def _name(method: str, path: str, token: str) -> str:
    kind = path.strip("/")
    if method == "GET":
        kind = re.sub(r"(?<=/)\d+(?=/|$)", "*", kind)
    return sha256(f"{method} {kind} {token}".encode()).hexdigest()[:32]
