"""Questions looked back on, one by one: what was answered, what was right, how fast.

A student may see what the exam lets them see; `look_back` takes out the rest, so
that no page has it to show. *Slow* is at least one and a half times the average of
all students, *fast* at most half of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal import testpress
from portal.attempts.sheet import letter
from portal.web.tags import figure, marks_count

PER_PAGE = 20
SLOW, FAST = 1.5, 0.5
CHOICE = ("R", "C")
WRITTEN = ("S", "N", "E", "G", "F")

RESULTS = {
    "correct": gettext_lazy("Correct"),
    "incorrect": gettext_lazy("Incorrect"),
    "unanswered": gettext_lazy("Not answered"),
    "not-marked": gettext_lazy("Not marked automatically"),
}
CHIPS = {
    "correct": "chip-good",
    "incorrect": "chip-bad",
    "unanswered": "chip-muted",
    "not-marked": "chip-info",
}
ICONS = {"correct": "check", "incorrect": "cross"}


@dataclass(frozen=True, slots=True)
class Option:
    """An option as it is shown: what it is (right, chosen), with a sign and words."""

    letter: str
    html: str
    what: str = ""
    sign: str = ""
    word: str = ""
    chip_class: str = ""


@dataclass(frozen=True)
class Look:
    """A question looked back on, with what its exam gives and takes for it."""

    item: testpress.ReviewItem
    gain: Decimal | None
    cost: Decimal | None
    same_passage: "Look | None" = None

    @property
    def id(self) -> int:
        return self.item.id

    @property
    def number(self) -> int:
        return self.item.position

    @cached_property
    def result(self) -> str:
        return self.item.result

    @property
    def result_word(self) -> str:
        if self.result == "not-marked" and self.item.type in CHOICE:
            return _("Answered")  # and nobody told whether it was right
        return str(RESULTS[self.result])

    @property
    def is_marked(self) -> bool:
        return bool(self.item.review)

    @cached_property
    def seconds(self) -> float | None:
        duration = self.item.duration
        return duration.total_seconds() if duration is not None else None

    @cached_property
    def pace(self) -> float | None:
        """The student's time as so many times the average."""
        average = self.item.average_seconds
        return self.seconds / average if self.seconds and average else None

    @property
    def is_slow(self) -> bool:
        return self.pace is not None and self.pace >= SLOW

    @property
    def is_fast(self) -> bool:
        return self.pace is not None and self.pace <= FAST

    @cached_property
    def awarded(self) -> Decimal | None:
        """The marks it brought: as sent, else where the rules leave no doubt.

        Part of several right options may have brought part of the marks: unknown.
        """
        if self.item.awarded is not None:
            return self.item.awarded
        if self.result == "unanswered":
            return Decimal(0) if self.item.has_solution else None
        if self.item.type not in CHOICE or self.is_partly_right:
            return None
        if self.result == "correct":
            return self.gain
        if self.result == "incorrect":
            return -abs(self.cost) if self.cost is not None else None
        return None

    @property
    def is_partly_right(self) -> bool:
        right = {option.id for option in self.item.options if option.is_correct}
        return set(self.item.selected) < right and bool(self.item.selected)

    @property
    def place(self) -> str:
        """Where it is in the whole review: "?page=2#question-101"."""
        page = (self.number - 1) // PER_PAGE + 1
        return f"?page={page}#question-{self.id}"

    # What a page shows of it.

    @property
    def chip_class(self) -> str:
        return CHIPS[self.result]

    @property
    def icon(self) -> str:
        return ICONS.get(self.result, "")

    @property
    def marks_words(self) -> str:
        """ "+4 marks", "−1 mark"; nothing where it isn't known."""
        if self.awarded is None:
            return ""
        return in_marks(self.awarded, "+" if self.awarded > 0 else "")

    @property
    def is_choice(self) -> bool:
        return bool(self.item.options) and self.item.type not in WRITTEN

    @cached_property
    def options(self) -> list[Option]:
        return [
            _option(place, option, option.id in self.item.selected)
            for place, option in enumerate(self.item.options)
        ]

    @property
    def text(self) -> str:
        return self.item.essay_text or self.item.short_text

    @property
    def files(self) -> list[tuple[str, str]]:
        """Each file's address, "" where it is none to link to, and its name."""
        return [
            (name if name.startswith(("https://", "http://")) else "", name)
            for name in self.item.files
        ]

    @property
    def accepted(self) -> list[testpress.ReviewOption]:
        """Of a written answer: what would have been right."""
        return [each for each in self.item.options if each.is_correct is not False]

    @property
    def blank(self) -> "Look":
        """The same without its solution, to be answered once more on paper."""
        return replace(self, item=without_solution(self.item))


def in_marks(marks: Decimal, sign: str = "") -> str:
    """ "3 marks", "1 mark"."""
    words = ngettext("%(marks)s mark", "%(marks)s marks", marks_count(marks))
    return words % {"marks": f"{sign}{figure(marks)}"}


def _option(place: int, option: testpress.ReviewOption, is_chosen: bool) -> Option:
    if option.is_correct:
        word = _("Correct answer · your answer") if is_chosen else _("Correct answer")
        what = "correct chosen" if is_chosen else "correct"
        return Option(letter(place), option.html, what, "✓", word, "chip-good")
    if is_chosen and option.is_correct is False:
        return Option(
            letter(place), option.html, "chosen", "✗", _("Your answer"), "chip-bad"
        )
    if is_chosen:
        return Option(letter(place), option.html, "yours", "", _("Your answer"), "")
    return Option(letter(place), option.html)


def look_back(
    items: Iterable[testpress.ReviewItem], exam: testpress.Exam | None
) -> list[Look]:
    """The review as this student may see it.

    Where the exam keeps its answers, what would tell them is taken out here, so
    that no page has it to show.
    """
    if exam is not None and not exam.show_answers:
        items = map(without_solution, items)
    return [Look(item, *_marks(item, exam)) for item in items]


def without_solution(item: testpress.ReviewItem) -> testpress.ReviewItem:
    """The question and the student's own answer, and nothing of what was right."""
    options = tuple(replace(each, is_correct=None, marks=None) for each in item.options)
    return replace(
        item,
        options=options if item.type in CHOICE else (),
        explanation="",
        sent_result="",
        awarded=None,
    )


def _marks(
    item: testpress.ReviewItem, exam: testpress.Exam | None
) -> tuple[Decimal | None, Decimal | None]:
    """What right gives and wrong costs: the question's own, else the exam's."""
    gain, cost = item.marks, item.negative_marks
    if exam is not None and not exam.variable_marks:
        gain = exam.mark_per_question if gain is None else gain
        cost = exam.negative_marks if cost is None else cost
    return gain, cost
