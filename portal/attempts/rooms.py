"""What the portal remembers of an open exam room, in the cache that all workers share.

Small facts, none of which is an answer: the newest *writer* (the window that may save),
when the API's clock was last moved, how many questions there are; `papers` adds what
these allow. Losing them costs a student one press of "Resume exam".
"""

import secrets
import time
from dataclasses import dataclass, replace

from django.core.cache import cache

from portal import testpress
from portal.web import sessions
from portal.web.requests import PortalRequest

GAP_SECONDS = 90
NOTED_EVERY_SECONDS = 10
KEPT_SECONDS = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Room:
    """`beat_at` is wall time in seconds; `writer` sorts by the time it was issued."""

    writer: str = ""
    beat_at: float = 0.0
    question_count: int | None = None

    @property
    def is_warm(self) -> bool:
        """Whether the API's clock was moved so lately that no time has been lost."""
        return 0 <= time.time() - self.beat_at < GAP_SECONDS

    @property
    def has_gap(self) -> bool:
        return self.beat_at > 0 and not self.is_warm


def find(request: PortalRequest, attempt_id: int) -> Room:
    return cache.get(key_of("room", request, attempt_id)) or Room()


def opened(request: PortalRequest, attempt_id: int, attempt: testpress.Attempt) -> None:
    """Note that the attempt at this address was created or started just now."""
    room = find(request, attempt_id)
    # Of an exam in sections only one is asked, by an address of its own.
    count = None if attempt.is_sectional else attempt.total_questions
    room = replace(room, beat_at=time.time(), question_count=count or None)
    _keep(request, attempt_id, room)
    sessions.keep_for_exam(request.session, attempt.clock())


def beaten(request: PortalRequest, attempt_id: int, room: Room, writer: str) -> None:
    """Note a heartbeat that the API took, unless one just before says the same."""
    newest = max(room.writer, writer)
    is_fresh = 0 <= time.time() - room.beat_at < NOTED_EVERY_SECONDS
    if newest == room.writer and is_fresh:
        return
    if room.has_gap:
        sessions.keep_for_exam(request.session, testpress.Unknown())
    _keep(request, attempt_id, replace(room, beat_at=time.time(), writer=newest))


def may_write(request: PortalRequest, attempt_id: int, room: Room, writer: str) -> bool:
    """Whether this window is the newest that wrote; from its first word on, it is.

    A form without a writer (no script) is never refused: it can't be an old window
    that sends by itself.
    """
    if not writer or writer == room.writer:
        return True
    if writer < room.writer:
        return False
    _keep(request, attempt_id, replace(room, writer=writer))
    return True


def written_without_script(request: PortalRequest, attempt_id: int, room: Room) -> None:
    """A plain form has saved: what any window's journal kept is older than that."""
    _keep(request, attempt_id, replace(room, writer=new_writer()))


def new_writer() -> str:
    """A name for a window, ordered by time: later ones sort higher."""
    return f"{time.time_ns():020d}-{secrets.token_hex(4)}"


def _keep(request: PortalRequest, attempt_id: int, room: Room) -> None:
    cache.set(key_of("room", request, attempt_id), room, KEPT_SECONDS)


def key_of(kind: str, request: PortalRequest, attempt_id: int) -> str:
    student = request.student.id if request.student else 0
    return f"{kind}:{request.institute.key}:{student}:{attempt_id}"
