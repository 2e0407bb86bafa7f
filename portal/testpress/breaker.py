"""A rest for an API that doesn't answer: what can't succeed isn't waited for.

While the API hangs, each call would hold a thread for eight seconds, and soon all of
them. So after some calls in a row that got no answer, further ones are told so at once.
The first answer lets everyone in again. To get one, a call now and then may try; but
where tries hang too, no student waits for them: somebody else looks (`may_look`), and
the longer a look takes the later comes the next, so that three hang at the most.

A page asks several things at once. So whoever comes while another just tries waits a
moment for how that went, or the first page after an outage would fail in parts.
"""

import time
from collections.abc import Callable
from threading import Event, Lock

IN_A_ROW = 8
RESTS_SECONDS = 1.0
LOOKS_AT_ONCE = 3
HANGS_SECONDS = 1.0
PATIENCE_SECONDS = 0.25


class Breaker:
    """Counts calls without an answer; thread safe. One for each institute's API.

    `tell` hears when a rest begins (True) and when it is over (False).
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        tell: Callable[[bool], None] | None = None,
    ) -> None:
        self._clock = clock
        self._tell = tell
        self._lock = Lock()
        self._failures = 0
        self._rest = RESTS_SECONDS
        self._hangs = False
        self._closed_until = 0.0
        self._patience_until = 0.0
        self._heard = Event()

    def allows(self) -> bool:
        """Whether to make a call now."""
        return self._failures < IN_A_ROW or (not self._hangs and self._is_time())

    def may_look(self) -> bool:
        """Whether it is time to look, in nobody's name, if the API is back."""
        return self._failures >= IN_A_ROW and self._hangs and self._is_time()

    def is_back(self) -> bool:
        """Whether the call that tries just now brings an answer, in a moment's time."""
        patience = self._patience_until - self._clock()
        if patience > 0:
            self._heard.wait(patience)
        return self._failures < IN_A_ROW

    def _is_time(self) -> bool:
        with self._lock:
            now = self._clock()
            if self._failures >= IN_A_ROW and now < self._closed_until:
                return False
            self._closed_until = now + self._rest
            self._patience_until = now + PATIENCE_SECONDS
            self._heard.clear()
            return True

    def answered(self) -> None:
        """The API said something, whatever it was."""
        if self._failures:
            was_resting = self._failures >= IN_A_ROW
            self._failures = 0
            self._heard.set()
            if was_resting and self._tell:
                self._tell(False)

    def failed(self, after: float = 0.0) -> None:
        """No answer came, in so many seconds."""
        with self._lock:
            self._failures += 1
            self._hangs = after >= HANGS_SECONDS
            self._rest = max(RESTS_SECONDS, after / LOOKS_AT_ONCE)
            if self._failures >= IN_A_ROW:
                self._closed_until = self._clock() + RESTS_SECONDS
            begins = self._failures == IN_A_ROW
            self._heard.set()
        if begins and self._tell:
            self._tell(True)
