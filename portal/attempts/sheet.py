"""The paper as a student sees it: numbered questions, grouped, with their states.

How it is laid out is the same for all who sit it, and is found out once (`Layout`).
What is a student's own joins it question by question (`Entry`).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from itertools import groupby, islice
from typing import NamedTuple, TypeAlias

from portal import testpress
from portal.web.tags import STATE_WORDS

STATES = tuple(STATE_WORDS)
ANSWERED = {"answered", "answered-marked"}

LAYOUTS_KEPT = 60

Marks: TypeAlias = Decimal | None


class Place(NamedTuple):
    """Where a question stands, and what it counts.

    `number` is from 1 through the exam, `group` from 0; both as they are printed.
    """

    asked: testpress.Asked
    number: bytes
    group: bytes
    marks: Marks
    negative_marks: Marks
    has_previous: bool


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """A paper, as everyone finds it: its places, and the names and sizes of its groups.

    Two of them are equal only if they are one.
    """

    places: tuple[Place, ...]
    groups: tuple[tuple[str, int], ...]


class Entry(NamedTuple):
    """One question on a student's sheet. The ids are as they are printed."""

    place: Place
    question: testpress.Question
    id: bytes
    previous_id: bytes
    state: str


class Group(NamedTuple):
    """A section, or a subject: its questions, and how many of them stand how.

    `name` may be empty.
    """

    name: str
    entries: Sequence[Entry]
    counts: Counter[str]

    @property
    def answered(self) -> int:
        return sum(self.counts[state] for state in ANSWERED)


class Sheet:
    """All questions of an attempt, grouped by section, else by subject."""

    def __init__(
        self,
        questions: Sequence[testpress.Question],
        exam: testpress.Exam | None,
    ) -> None:
        # The exam's own marks, but where they vary from question to question.
        fixed = None
        if exam is not None and not exam.variable_marks:
            fixed = exam.mark_per_question, exam.negative_marks
        self.layout = _layout(
            tuple([question.asked for question in questions]),
            tuple([question.section_name for question in questions]),
            fixed,
        )
        ids = [b"%d" % question.id for question in questions]
        self.entries = [
            Entry(place, question, id, previous_id, question.state)
            for place, question, id, previous_id in zip(
                self.layout.places, questions, ids, [b"0", *ids], strict=False
            )
        ]
        rest = iter(self.entries)
        self.groups = [
            _group(name, list(islice(rest, size))) for name, size in self.layout.groups
        ]

    def __len__(self) -> int:
        return len(self.entries)

    @property
    def counts(self) -> Counter[str]:
        return sum((group.counts for group in self.groups), Counter[str]())

    @cached_property
    def without_answer(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.state not in ANSWERED]

    @cached_property
    def marked(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.question.review]


def letter(place: int) -> str:
    """A, B, … Z, AA, AB, …: how option `place` (from 0) is called."""
    head, tail = divmod(place, 26)
    return (letter(head - 1) if head else "") + chr(ord("A") + tail)


@lru_cache(maxsize=LAYOUTS_KEPT)
def _layout(
    paper: tuple[testpress.Asked, ...],
    sections: tuple[str, ...],
    fixed: tuple[Marks, Marks] | None,
) -> Layout:
    """`sections`: what each question's is called; `fixed`: where all count alike."""
    names = [
        section or asked.subject for asked, section in zip(paper, sections, strict=True)
    ]
    runs = [(name, len(list(run))) for name, run in groupby(names)]
    if len({name for name, _ in runs}) < len(runs):
        runs = [("", len(paper))]  # mixed: keep the order that the API sent
    group_of = [group for group, (_, size) in enumerate(runs) for _ in range(size)]
    places = []
    for at, (asked, group) in enumerate(zip(paper, group_of, strict=True)):
        marks, negative = fixed or (asked.marks, asked.negative_marks)
        places.append(
            Place(
                asked,
                number=b"%d" % (at + 1),
                group=b"%d" % group,
                marks=marks or None,
                negative_marks=negative or None,
                has_previous=at > 0,
            )
        )
    return Layout(tuple(places), tuple(runs))


def _group(name: str, entries: Sequence[Entry]) -> Group:
    return Group(name, entries, Counter([entry.state for entry in entries]))
