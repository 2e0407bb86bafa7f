"""Where a student stands with an exam: what they may do now, and if nothing, why."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal
from functools import cached_property
from typing import Self

from django.utils import timezone

from portal import testpress

START = "start"
RESUME = "resume"
RETAKE = "retake"
# Why not.
LATER = "later"
ENDED = "ended"
IN_THE_APP = "app"
ELSEWHERE = "elsewhere"
ONCE_ONLY = "once"
USED_UP = "used-up"


@dataclass(frozen=True, kw_only=True)
class Result:
    """What a list shows of an attempt that has a result."""

    id: int
    score: Decimal | None
    max_score: Decimal | None
    started_at: datetime | None

    @classmethod
    def of(cls, attempt: testpress.Attempt) -> Self:
        return cls(
            id=attempt.id,
            score=attempt.score,
            max_score=attempt.max_score,
            started_at=attempt.started_at,
        )


@dataclass(frozen=True, kw_only=True)
class Face:
    """A standing as it looks from outside, without the moment at which it was taken.

    It answers to the names that a card reads, and is equal to others that look alike.
    """

    exam: testpress.Exam
    way_in: str
    is_new: bool
    is_one_day: bool
    days_until_open: int | None
    result: Result | None


@dataclass(frozen=True, kw_only=True)
class Standing:
    """An exam and, in `exam.attempts`, what is known of the student's attempts.

    `was_attempted` where that much is known though the attempts are not.
    """

    exam: testpress.Exam
    now: datetime
    was_attempted: bool = False

    @cached_property
    def way_in(self) -> str:
        """The one right thing to do now, in the order of API.md §3.1 and §3.6.

        Only plain noes of the API's are noes here; what else forbids a start, the
        API says when it is tried.
        """
        exam = self.exam
        if exam.is_restricted_to_app:
            return IN_THE_APP
        if exam.opens_later(self.now):
            return LATER
        if exam.has_ended(self.now):
            return ENDED
        if not exam.is_drawn_here:
            return ELSEWHERE
        if self.running:
            return RESUME
        if not exam.attempts and not self.was_attempted:
            return START
        if exam.can_retake:
            return RETAKE
        return USED_UP if self._none_remain else ONCE_ONLY

    @property
    def is_ahead(self) -> bool:
        """It can be sat, now or later: what to know before it is worth reading."""
        return self.way_in in (START, RESUME, RETAKE, LATER)

    @property
    def is_new(self) -> bool:
        """Open, and not begun."""
        is_begun = self.exam.attempts or self.was_attempted
        return self.exam.is_open(self.now) and not is_begun

    @cached_property
    def running(self) -> testpress.Attempt | None:
        return self.exam.running_attempt

    @cached_property
    def results(self) -> tuple[testpress.Attempt, ...]:
        """The attempts that have a result, newest first as far as is known."""
        return tuple(each for each in self.exam.attempts if each.is_completed)

    @property
    def result(self) -> testpress.Attempt | None:
        return self.results[0] if self.results else None

    @property
    def face(self) -> Face:
        """For a card that is drawn once for all who stand alike. Nothing runs in it."""
        # On which day it opens is told before, and is dear to find out for each.
        is_later = self.way_in == LATER
        return Face(
            exam=replace(self.exam, attempts=()) if self.exam.attempts else self.exam,
            way_in=self.way_in,
            is_new=self.is_new,
            is_one_day=is_later and self.is_one_day,
            days_until_open=self.days_until_open if is_later else None,
            result=Result.of(self.result) if self.result else None,
        )

    @property
    def clock(self) -> testpress.Clock | None:
        """The running attempt's."""
        return self.running.clock(self.exam) if self.running else None

    @property
    def time_left(self) -> timedelta | None:
        """In whole minutes while there are any; None where it isn't known."""
        if not isinstance(self.clock, testpress.Known):
            return None
        seconds = self.clock.seconds
        return timedelta(seconds=seconds - seconds % 60 if seconds > 60 else seconds)

    @property
    def days_until_open(self) -> int | None:
        """0 today, 1 tomorrow, by the institute's own calendar."""
        opens_on = self._day_of(self.exam.opens_at)
        today = self._day_of(self.now)
        return (opens_on - today).days if opens_on and today else None

    @property
    def is_one_day(self) -> bool:
        """It opens and closes on the same day."""
        opens_on = self._day_of(self.exam.opens_at)
        return opens_on is not None and opens_on == self._day_of(self.exam.closes_at)

    def _day_of(self, moment: datetime | None) -> date | None:
        return moment.astimezone(self._zone).date() if moment else None

    @cached_property
    def _zone(self) -> tzinfo:
        return timezone.get_current_timezone()

    @property
    def _none_remain(self) -> bool:
        return any(each.remaining_attempts == 0 for each in self.exam.attempts)


def with_attempts(
    exam: testpress.Exam, attempts: Iterable[testpress.Attempt]
) -> testpress.Exam:
    """The exam with these attempts, and those of its own that are not among them."""
    found = {attempt.id: attempt for attempt in attempts}
    if not found:
        return exam
    for attempt in exam.attempts:
        found.setdefault(attempt.id, attempt)
    return replace(exam, attempts=tuple(found.values()))


def of_list(
    exams: Iterable[testpress.Exam],
    attempts: Iterable[testpress.Attempt],
    now: datetime,
    *,
    was_attempted: bool = False,
) -> list[Standing]:
    """Rows of an exam list, which come without attempts, and those that we know of."""
    by_slug: dict[str, list[testpress.Attempt]] = {}
    for attempt in attempts:
        by_slug.setdefault(attempt.exam_slug or "", []).append(attempt)
    return [
        Standing(
            exam=with_attempts(exam, by_slug.get(exam.slug, [])),
            now=now,
            was_attempted=was_attempted,
        )
        for exam in exams
    ]


def resumable(attempts: Iterable[testpress.Attempt], now: datetime) -> list[Standing]:
    """The running attempts that can be gone on with, as the exams they are of."""
    found = [
        Standing(exam=replace(attempt.exam, attempts=(attempt,)), now=now)
        for attempt in attempts
        if attempt.is_running and attempt.exam
    ]
    return [standing for standing in found if standing.way_in == RESUME]
