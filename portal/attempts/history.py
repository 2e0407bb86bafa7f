"""One attempt among the student's others of the same exam: what got better?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from portal import testpress
from portal.web.tags import figure, short_span

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Change:
    """A figure then and now; `is_better` is None where it is the same."""

    label: str
    then: str
    now: str
    is_better: bool | None


@dataclass(frozen=True)
class History:
    """The attempts of one exam, newest first, seen from the one with `current_id`."""

    attempts: Sequence[testpress.Attempt]
    current_id: int
    shows_score: bool = True

    @property
    def current(self) -> testpress.Attempt | None:
        return next((one for one in self.attempts if one.id == self.current_id), None)

    @property
    def completed(self) -> list[testpress.Attempt]:
        """Oldest first; those without a known date count as older."""
        done = [each for each in self.attempts if each.is_completed]
        return sorted(done, key=lambda each: each.started_at or _LONG_AGO)

    @property
    def previous(self) -> testpress.Attempt | None:
        """The one completed last before the current one."""
        current = self.current
        if current is None or not current.is_completed or not current.started_at:
            return None
        before = [
            each
            for each in self.completed
            if each.started_at and each.started_at < current.started_at
        ]
        return before[-1] if before else None

    @property
    def scores(self) -> list[Decimal]:
        """Oldest first, where they may be seen."""
        if not self.shows_score:
            return []
        return [each.score for each in self.completed if each.score is not None]

    @property
    def changes(self) -> list[Change]:
        """What is otherwise than in the previous attempt, as far as both are known."""
        now, then = self.current, self.previous
        if now is None or then is None:
            return []
        score_now, score_then = (
            (now.score, then.score) if self.shows_score else (None, None)
        )
        figures = [
            (_("Score"), score_then, score_now, +1),
            (_("Correct"), then.correct_count, now.correct_count, +1),
            (_("Incorrect"), then.incorrect_count, now.incorrect_count, -1),
            (_("Left out"), then.unanswered_count, now.unanswered_count, -1),
        ]
        changes = [
            Change(label, figure(old), figure(new), _better(sign * (new - old)))
            for label, old, new, sign in figures
            if old is not None and new is not None
        ]
        if then.time_taken and now.time_taken:
            # Neither more time nor less of it is better.
            old, new = short_span(then.time_taken), short_span(now.time_taken)
            changes.append(Change(_("Time taken"), old, new, None))
        return changes


def _better(gain: Decimal | int) -> bool | None:
    return gain > 0 if gain else None
