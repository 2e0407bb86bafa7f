"""What an attempt teaches: marks lost, and time well and badly spent.

Pure reckoning over what the API sent. Nothing is invented: a question of which a
figure is unknown is in no list that needs it. *Easy* is what at least 60 % of the
students got right; slow and fast are `looks.Look`'s.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from functools import cached_property

from portal.attempts.looks import Look, in_marks

EASY_PERCENTAGE = 60
SPARE = timedelta(minutes=1)


@dataclass(frozen=True)
class Loss:
    """Questions that cost marks; `marks` is None where the sum isn't known."""

    looks: tuple[Look, ...]
    marks: Decimal | None

    @property
    def words(self) -> str:
        return "" if self.marks is None else in_marks(self.marks)


@dataclass(frozen=True)
class Lessons:
    """What the review of one attempt says about time and marks."""

    looks: Sequence[Look]
    remaining: timedelta | None = None

    @cached_property
    def counts(self) -> Counter[str]:
        return Counter(look.result for look in self.looks)

    @cached_property
    def are_marked(self) -> bool:
        """Whether it is known of any question that it was right or wrong."""
        return bool(self.counts["correct"] or self.counts["incorrect"])

    @property
    def has_unmarked(self) -> bool:
        return bool(self.counts["not-marked"])

    @cached_property
    def timed(self) -> list[Look]:
        return [look for look in self.looks if look.seconds]

    @property
    def untimed_count(self) -> int:
        return len(self.looks) - len(self.timed)

    @property
    def slow_and_wrong(self) -> list[Look]:
        return self._those(lambda look: look.is_slow and look.result == "incorrect")

    @property
    def fast_and_wrong(self) -> list[Look]:
        return self._those(lambda look: look.is_fast and look.result == "incorrect")

    @property
    def slow_but_right(self) -> list[Look]:
        return self._those(lambda look: look.is_slow and look.result == "correct")

    @property
    def left_with_time(self) -> list[Look]:
        """Questions without an answer, though there was a minute or more left."""
        if self.remaining is None or self.remaining < SPARE:
            return []
        return self._those(lambda look: look.result == "unanswered")

    @cached_property
    def lost_to_negative_marks(self) -> Loss:
        lost = self._those(lambda look: look.awarded is not None and look.awarded < 0)
        marks = sum((look.awarded or Decimal(0) for look in lost), Decimal(0))
        return Loss(tuple(lost), -marks)

    @cached_property
    def lost_to_easy_ones(self) -> Loss:
        lost = self._those(
            lambda look: (
                look.result == "unanswered"
                and (look.item.correct_percentage or 0) >= EASY_PERCENTAGE
            )
        )
        gains = [look.gain for look in lost if look.gain is not None]
        known = len(gains) == len(lost)
        return Loss(tuple(lost), sum(gains, Decimal(0)) if known else None)

    def _those(self, wanted: Callable[[Look], bool]) -> list[Look]:
        return [look for look in self.looks if wanted(look)]
