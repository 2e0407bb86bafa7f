"""`/attempts/`: a student's sittings of exams, running and done, and their clock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import ClassVar, TypeAlias

import msgspec

from . import exams
from .pages import Page, one_page
from .reading import (
    JSON,
    api_path,
    claim,
    date_of_reply,
    identity,
    link,
    moment,
    name_of_state,
    number,
    person,
    read,
    rows,
    score,
    slug_in,
    span,
    text,
    whole,
    word,
)
from .transport import Connection, Reply

_RUNNING = frozenset({"running"})
_COMPLETED = frozenset({"completed", "evaluation completed"})
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Known:
    """So many seconds are left, by the API's clock."""

    seconds: int
    kind: ClassVar[str] = "known"


@dataclass(frozen=True, slots=True)
class Untimed:
    """The exam has no time limit."""

    kind: ClassVar[str] = "untimed"


@dataclass(frozen=True, slots=True)
class Unknown:
    """The API didn't say, or said it damaged. Never zero: ask again."""

    kind: ClassVar[str] = "unknown"


Clock: TypeAlias = Known | Untimed | Unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptSection:
    """A section of an attempt with a state and a clock of its own.

    The paths are those to call for it, below the API's origin ("/api/…"); "" if
    none was sent. `remaining` and `duration` None: unknown, or none set.
    """

    order: int | None
    name: str
    state: str
    instructions: str
    remaining: timedelta | None
    duration: timedelta | None
    questions_path: str
    start_path: str
    end_path: str

    @classmethod
    def parse(cls, data: JSON) -> AttemptSection:
        info = data.get("info")
        info = info if isinstance(info, dict) else {}

        def either(name: str) -> JSON:
            value = data.get(name)
            return info.get(name) if value is None else value

        return cls(
            order=whole(either("order")),
            name=text(either("name")),
            state=name_of_state(data["state"]),
            instructions=text(either("instructions")),
            remaining=span(data.get("remaining_time")),
            duration=span(either("duration")),
            questions_path=api_path(data.get("questions_url")),
            start_path=api_path(data.get("start_url")),
            end_path=api_path(data.get("end_url")),
        )

    @property
    def is_running(self) -> bool:
        return self.state.casefold() in _RUNNING

    @property
    def is_completed(self) -> bool:
        return self.state.casefold() in _COMPLETED

    def clock(self) -> Clock:
        if self.remaining is None:
            return Unknown()
        return Known(int(self.remaining.total_seconds()))


class Attempt(msgspec.Struct, frozen=True, kw_only=True):
    """One sitting of one exam.

    `exam` is None where the API left it out (the attempts of one exam). Counts and
    scores are what the API says: they need not add up, on a running attempt least
    of all. `said_at` is when the API said so, as its `Date` has it.
    """

    id: int
    exam: exams.Exam | None
    exam_slug: str | None
    user_name: str
    started_at: datetime | None
    last_started_at: datetime | None
    total_questions: int | None
    score: Decimal | None
    max_score: Decimal | None
    percentile: Decimal | None
    percentage: Decimal | None
    rank: int | None
    max_rank: int | None
    rank_enabled: bool | None
    correct_count: int | None
    incorrect_count: int | None
    unanswered_count: int | None
    remaining: timedelta | None
    time_taken: timedelta | None
    state: str
    allow_retake: bool | None
    remaining_attempts: int | None
    speed: int | None
    accuracy: int | None
    sections: tuple[AttemptSection, ...]
    review_pdf_url: str
    said_at: str | None = None

    @classmethod
    def parse(cls, data: JSON, said_at: str | None = None) -> Attempt:
        sent = data.get("exam")
        exam = exams.Exam.parse(sent) if isinstance(sent, dict) else None
        got, most = score(data.get("score"))
        sections = data.get("sections") or data.get("attempt_sections")
        return cls(
            id=identity(data["id"]),
            exam=exam,
            exam_slug=exam.slug if exam else slug_in(data.get("exam_url"), "exams"),
            user_name=person(data.get("user")),
            started_at=moment(data.get("date")),
            last_started_at=moment(data.get("last_started_time")),
            total_questions=whole(data.get("total_questions")),
            score=got,
            max_score=most,
            percentile=number(data.get("percentile")),
            percentage=number(data.get("percentage")),
            rank=whole(data.get("rank")),
            max_rank=whole(data.get("max_rank")),
            rank_enabled=claim(data.get("rank_enabled")),
            correct_count=whole(data.get("correct_count")),
            incorrect_count=whole(data.get("incorrect_count")),
            unanswered_count=whole(data.get("unanswered_count")),
            remaining=span(data.get("remaining_time")),
            time_taken=span(data.get("time_taken")),
            state=name_of_state(data["state"]),
            allow_retake=claim(data.get("allow_retake")),
            remaining_attempts=whole(data.get("remaining_attempts")),
            speed=whole(data.get("speed")),
            accuracy=whole(data.get("accuracy")),
            sections=_in_order(rows(sections, AttemptSection.parse)),
            review_pdf_url=link(data.get("review_pdf_url")),
            said_at=said_at,
        )

    @property
    def is_running(self) -> bool:
        """It may be resumed. Any state but this and completed allows nothing."""
        return self.state.casefold() in _RUNNING

    @property
    def is_completed(self) -> bool:
        """It has a result, and may be reviewed."""
        return self.state.casefold() in _COMPLETED

    @property
    def read_at(self) -> datetime | None:
        """The API's own time of saying it, where it gave one; compare `last_started_at`
        with that, not with a clock of ours.
        """
        return date_of_reply(self.said_at)

    @property
    def shown_rank(self) -> int | None:
        """The rank, if it is one to show: enabled, of a finished attempt, known."""
        if self.rank_enabled is not True or not self.is_completed:
            return None
        return None if not self.rank or self.max_rank == 0 else self.rank

    @property
    def is_sectional(self) -> bool:
        """Whether its sections are sat one after the other, each with its own time:
        there are several, and all have one.
        """
        return len(self.sections) > 1 and all(each.duration for each in self.sections)

    @property
    def current_section(self) -> int | None:
        """The place, from 0, of the section to sit now; None once all are done."""
        return next(
            (at for at, each in enumerate(self.sections) if not each.is_completed),
            None,
        )

    def was_beaten_within(self, seconds: float) -> bool:
        """Whether its clock was moved so lately, by the API's own time where it said
        one, else by ours. Unknown: no.
        """
        if self.last_started_at is None:
            return False
        now = self.read_at or datetime.now(UTC)
        return abs((now - self.last_started_at).total_seconds()) < seconds

    def clock(self, exam: exams.Exam | None = None) -> Clock:
        """The time left. `exam` helps where the attempt came without its own.

        "0:00:00" is the end of time for an exam that has a limit, and nothing for
        one of which we don't know that.
        """
        exam = self.exam or exam
        if exam is not None and exam.is_untimed:
            return Untimed()
        if self.remaining is None or (exam is None and not self.remaining):
            return Unknown()
        return Known(int(self.remaining.total_seconds()))

    def room_clock(self) -> Clock:
        """The time left in the room: the running section's, where it has its own."""
        whole_time = self.clock()
        at = self.current_section
        if not self.is_sectional or at is None or not self.sections[at].is_running:
            return whole_time
        own = self.sections[at].clock()
        if isinstance(own, Known) and isinstance(whole_time, Known):
            return min(own, whole_time, key=lambda each: each.seconds)
        return own


def newest_running(found: Iterable[Attempt]) -> Attempt | None:
    """The running attempt to resume: the newest, or the first if none has a date."""
    running = [attempt for attempt in found if attempt.is_running]
    return max(running, key=lambda each: each.started_at or _LONG_AGO, default=None)


def _in_order(sections: tuple[AttemptSection, ...]) -> tuple[AttemptSection, ...]:
    """By the order that they say they have; as sent where one doesn't say."""
    if any(each.order is None for each in sections):
        return sections
    return tuple(sorted(sections, key=lambda each: each.order or 0))


class Attempts:
    """The calls on attempts. See the attempts document, v2.2."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def list(
        self, *, page: int = 1, course: str = "", search: str = ""
    ) -> Page[Attempt]:
        """GET attempts/: all of the student's, newest first.

        `course` is a course's name; `search` looks in exam titles.
        """
        return one_page(
            self._connection,
            "attempts/",
            Attempt.parse,
            page,
            course=course,
            q=search,
        )

    def of_exam(self, slug: str, *, page: int = 1) -> Page[Attempt]:
        """GET exams/<slug>/attempts/. These have no `exam`."""
        path = f"exams/{word(slug)}/attempts/"
        return one_page(self._connection, path, Attempt.parse, page)

    def get(self, id: int) -> Attempt:
        """GET attempts/<id>/. Forbidden if it is another student's."""
        return _attempt(self._connection.exchange("GET", f"attempts/{int(id)}/"))

    def create(self, slug: str, *, wrong_only: bool = False) -> Attempt:
        """POST exams/<slug>/attempts/: a new attempt, of all questions or (a retake)
        of those that were wrong. It may come back Completed.

        Never repeated here: after Unreachable, look for a running one first.
        """
        body = {"is_partial": True} if wrong_only else None
        path = f"exams/{word(slug)}/attempts/"
        return _attempt(self._connection.exchange("POST", path, body=body))

    def start(self, id: int) -> Attempt:
        """PUT attempts/<id>/start/: go on after a pause; the pause isn't charged.

        It may come back Completed, where the time was over.
        """
        return self._put(id, "start")

    def heartbeat(self, id: int) -> Attempt:
        """PUT attempts/<id>/heartbeat/: charge the time since the last one."""
        return self._put(id, "heartbeat")

    def end(self, id: int) -> Attempt:
        """PUT attempts/<id>/end/: hand in. What comes back says whether it is done."""
        return self._put(id, "end")

    def start_section(self, section: AttemptSection) -> None:
        """PATCH to the section's own `start_url`: its clock runs from now."""
        self._connection.at("PATCH", section.start_path)

    def end_section(self, section: AttemptSection) -> None:
        """PATCH to the section's own `end_url`: there is no way back into it."""
        self._connection.at("PATCH", section.end_path)

    def _put(self, id: int, verb: str) -> Attempt:
        return _attempt(self._connection.exchange("PUT", f"attempts/{int(id)}/{verb}/"))


def _attempt(reply: Reply) -> Attempt:
    return read(lambda data: Attempt.parse(data, reply.date), reply.data)
