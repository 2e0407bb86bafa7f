"""What an attempt came to, in a sentence and in facts: as sent, never recomputed."""

from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_FLOOR, Decimal

from django.utils.translation import gettext as _

from portal import testpress
from portal.web.tags import figure, when

PENDING = ("pending evaluation", "evaluation pending")


@dataclass(frozen=True)
class Result:
    """An attempt that is no longer running, as its exam lets it be seen."""

    attempt: testpress.Attempt
    now: datetime

    @property
    def exam(self) -> testpress.Exam | None:
        return self.attempt.exam

    @property
    def title(self) -> str:
        return self.exam.title if self.exam else _("Exam")

    @property
    def shows_score(self) -> bool:
        return self.exam is None or self.exam.show_score

    @property
    def shows_answers(self) -> bool:
        return self.exam is None or self.exam.show_answers

    @property
    def score(self) -> Decimal | None:
        return self.attempt.score if self.shows_score else None

    @property
    def max_score(self) -> Decimal | None:
        return self.attempt.max_score or (self.exam.total_marks if self.exam else None)

    @property
    def percentile(self) -> Decimal | None:
        shows = self.exam is None or self.exam.show_percentile
        return self.attempt.percentile if shows and self.is_ready else None

    @property
    def is_ready(self) -> bool:
        return self.attempt.is_completed

    @property
    def is_being_marked(self) -> bool:
        return self.attempt.state.casefold() in PENDING

    @property
    def shows_analysis(self) -> bool:
        return self.is_ready and (self.exam is None or self.exam.show_analytics)

    @property
    def may_have_a_rank(self) -> bool:
        """Whether to ask for a rank; `shown_rank` alone says whether to show it."""
        if self.rank_comes_at or not self.is_ready:
            return False
        return bool(self.attempt.rank) or bool(self.exam and self.exam.enable_ranks)

    @property
    def rank_comes_at(self) -> datetime | None:
        """When ranks are to be published, where that is still to come."""
        exam = self.exam
        if exam is None or not exam.enable_ranks or not exam.rank_published_at:
            return None
        return exam.rank_published_at if self.now < exam.rank_published_at else None

    @property
    def rank_notice(self) -> str:
        if self.rank_comes_at is None:
            return ""
        day = {"day": when(self.rank_comes_at, self.now)}
        if (self.rank_comes_at - self.now).days < 2:
            return _("Your rank will be published soon: %(day)s.") % day
        return _("Your rank will be published on %(day)s.") % day

    @property
    def may_retake(self) -> bool:
        """Offered unless there is a plain no; the API has the last word."""
        attempt, exam = self.attempt, self.exam
        return (
            exam is not None
            and exam.can_retake
            and attempt.allow_retake is not False
            and attempt.remaining_attempts != 0
            and exam.is_open(self.now)
            and exam.is_drawn_here
            and not exam.is_restricted_to_app
        )

    @property
    def state_word(self) -> str:
        """A state that is neither running nor completed, in a word or two."""
        return _("Being marked") if self.is_being_marked else self.attempt.state

    @property
    def sentence(self) -> str:
        """What there is to say first: "You scored 75 of 100, better than 92 % …"."""
        if self.is_being_marked:
            return _("Your institute is still marking this exam.")
        if not self.is_ready:
            return _("Your institute calls this attempt “%(state)s”.") % {
                "state": self.attempt.state
            }
        if self.score is None:
            if self._better_than:
                return _("You did better than %(share)s.") % {
                    "share": self._better_than
                }
            if not self.shows_score:
                return _("You have handed in this exam. Its score is not shown.")
            return _("You have handed in this exam. Its score is not known yet.")
        words = {"score": figure(self.score), "max": figure(self.max_score)}
        words["share"] = self._better_than
        if self._better_than and self.max_score:
            return _("You scored %(score)s of %(max)s, better than %(share)s.") % words
        if self._better_than:
            return _("You scored %(score)s, better than %(share)s.") % words
        if self.max_score:
            return _("You scored %(score)s of %(max)s.") % words
        return _("You scored %(score)s.") % words

    @property
    def _better_than(self) -> str:
        """Such as "92 % of 2,000 students". Better than none, or all, isn't said."""
        if self.percentile is None or not 0 < self.percentile < 100:
            return ""
        share = self.percentile.to_integral_value(ROUND_FLOOR)
        students = self.attempt.max_rank or 0
        if not share:
            return ""
        if students > 1:
            return _("%(share)s %% of %(students)s students") % {
                "share": share,
                "students": f"{students:,}",
            }
        return _("%(share)s %% of the students") % {"share": share}
