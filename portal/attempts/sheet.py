"""The paper as a student sees it: numbered questions, grouped, with their states."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import groupby

from portal import testpress
from portal.web.tags import STATE_WORDS

STATES = tuple(STATE_WORDS)


@dataclass(frozen=True)
class StateCount:
    name: str
    count: int


@dataclass(slots=True)
class Entry:
    """One question with its place: `number` counts from 1 through the exam."""

    number: int
    question: testpress.Question
    marks: Decimal | None
    negative_marks: Decimal | None
    group: int
    previous_id: int | None
    state: str

    @property
    def id(self) -> int:
        return self.question.id


@dataclass(frozen=True)
class Group:
    """A section, or a subject, and its questions. `name` may be empty."""

    name: str
    entries: tuple[Entry, ...]

    @cached_property
    def counts(self) -> Counter[str]:
        return Counter(entry.state for entry in self.entries)

    @property
    def answered(self) -> int:
        return self.counts["answered"] + self.counts["answered-marked"]

    @cached_property
    def legend(self) -> list[StateCount]:
        return [StateCount(state, self.counts[state]) for state in STATES]


class Sheet:
    """All questions of an attempt, grouped by section, else by subject."""

    def __init__(
        self,
        questions: Sequence[testpress.Question],
        exam: testpress.Exam | None,
    ) -> None:
        self.groups = tuple(_groups(questions, exam))
        self.entries = [entry for group in self.groups for entry in group.entries]

    def __len__(self) -> int:
        return len(self.entries)

    @cached_property
    def legend(self) -> list[StateCount]:
        counts = sum((group.counts for group in self.groups), Counter[str]())
        return [StateCount(state, counts[state]) for state in STATES]

    @cached_property
    def without_answer(self) -> list[Entry]:
        return [entry for entry in self.entries if not entry.question.is_answered]

    @cached_property
    def marked(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.question.review]


def letter(place: int) -> str:
    """A, B, … Z, AA, AB, …: how option `place` (from 0) is called."""
    head, tail = divmod(place, 26)
    return (letter(head - 1) if head else "") + chr(ord("A") + tail)


def _groups(
    questions: Sequence[testpress.Question], exam: testpress.Exam | None
) -> Iterator[Group]:
    runs = [(name, tuple(members)) for name, members in groupby(questions, _group_name)]
    if len({name for name, _ in runs}) < len(runs):
        runs = [("", tuple(questions))]  # mixed: keep the order that the API sent
    ids = [question.id for question in questions]
    place = 0
    for index, (name, members) in enumerate(runs):
        entries = []
        for question in members:
            marks, negative = _marks(question, exam)
            entries.append(
                Entry(
                    number=place + 1,
                    question=question,
                    marks=marks,
                    negative_marks=negative,
                    group=index,
                    previous_id=ids[place - 1] if place else None,
                    state=question.state,
                )
            )
            place += 1
        yield Group(name, tuple(entries))


def _group_name(question: testpress.Question) -> str:
    return question.section_name or question.subject


def _marks(
    question: testpress.Question, exam: testpress.Exam | None
) -> tuple[Decimal | None, Decimal | None]:
    """What a right and a wrong answer count; the question's own where they vary."""
    if exam is None or exam.variable_marks:
        return question.marks or None, question.negative_marks or None
    return exam.mark_per_question or None, exam.negative_marks or None
