"""`/attempts/<id>/review/`: what was right and wrong in a completed attempt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal

from .pages import every_row
from .questions import CHOICE, files, gap_answers, question_type, selected
from .reading import (
    JSON,
    claim,
    flag,
    html,
    identity,
    measure,
    number,
    rows,
    span,
    subject,
    text,
    whole,
)
from .transport import Connection

_RESULTS = {
    "correct": "correct",
    "incorrect": "incorrect",
    "unanswered": "unanswered",
    "unvisited": "unanswered",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewOption:
    """An answer there was to choose. `is_correct` is None where it isn't told."""

    id: int
    html: str
    is_correct: bool | None
    marks: Decimal | None

    @classmethod
    def parse(cls, data: JSON) -> ReviewOption:
        return cls(
            id=identity(data["id"]),
            html=text(data.get("text_html")),
            is_correct=claim(data.get("is_correct")),
            marks=number(data.get("marks")),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewItem:
    """A question looked back on.

    `marks` is what it was worth, `awarded` what was got. `duration` is the
    student's time on it, `best_seconds` and `average_seconds` everyone's.
    `sent_result` is what the API called it, if it did; use `result`.
    """

    id: int
    position: int
    order: int | None
    type: str
    html: str
    direction: str
    options: tuple[ReviewOption, ...]
    subject: str
    explanation: str
    selected: tuple[int, ...]
    essay_text: str
    short_text: str
    gap_answers: tuple[str, ...]
    files: tuple[str, ...]
    review: bool | None
    duration: timedelta | None
    best_seconds: float | None
    average_seconds: float | None
    correct_percentage: int | None
    marks: Decimal | None
    negative_marks: Decimal | None
    awarded: Decimal | None
    comments_count: int | None
    sent_result: str

    @classmethod
    def parse(cls, data: JSON) -> ReviewItem:
        question = data["question"]
        return cls(
            id=identity(data["id"]),
            position=0,
            order=whole(data.get("order")),
            type=question_type(question.get("type")),
            html=html(question["question_html"]),
            direction=text(question.get("direction")),
            options=rows(question["answers"], ReviewOption.parse),
            subject=subject(question.get("subject")),
            explanation=text(question.get("explanation_html")),
            selected=selected(data),
            essay_text=text(data.get("essay_text")),
            short_text=text(data.get("short_text")),
            gap_answers=gap_answers(data),
            files=files(data),
            review=claim(data.get("review")),
            duration=span(data.get("duration")),
            best_seconds=measure(data.get("best_duration")),
            average_seconds=measure(data.get("average_duration")),
            correct_percentage=_percentage(data, question),
            marks=number(question.get("marks")),
            negative_marks=number(question.get("negative_marks")),
            awarded=number(data.get("marks")),
            comments_count=whole(data.get("comments_count")),
            sent_result=text(data.get("result")),
        )

    @property
    def is_answered(self) -> bool:
        return bool(
            self.selected
            or self.essay_text.strip()
            or self.short_text.strip()
            or any(gap.strip() for gap in self.gap_answers)
            or self.files
        )

    @property
    def has_solution(self) -> bool:
        """Whether the API told which options are right. If not, none is wrong."""
        return any(option.is_correct is not None for option in self.options)

    @property
    def result(self) -> str:
        """ "correct", "incorrect", "unanswered" or "not-marked".

        What the API says; else found from the options, where a choice among them
        is all there is to the question.
        """
        sent = _RESULTS.get(self.sent_result.strip().casefold())
        if sent:
            return sent
        if not self.is_answered:
            return "unanswered"
        if self.type not in CHOICE or not self.has_solution:
            return "not-marked"
        right = {option.id for option in self.options if option.is_correct}
        return "correct" if set(self.selected) == right else "incorrect"


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectResult:
    """How a completed attempt went in one subject. `score` may be negative.

    `parent` is another subject's id, which need not be in the list.
    """

    id: int
    name: str
    total: int | None
    correct: int | None
    incorrect: int | None
    unanswered: int | None
    score: Decimal | None
    parent: int | None
    leaf: bool

    @classmethod
    def parse(cls, data: JSON) -> SubjectResult:
        def count(name: str, newer_name: str) -> int | None:
            found = whole(data.get(name))
            return whole(data.get(newer_name)) if found is None else found

        parent = whole(data.get("parent"))
        return cls(
            id=identity(data["id"]),
            name=text(data.get("name")),
            total=count("total", "total_count"),
            correct=count("correct", "correct_answers_count"),
            incorrect=count("incorrect", "incorrect_answers_count"),
            unanswered=count("unanswered", "unanswered_count"),
            score=number(data.get("score")),
            parent=whole(data.get("parent_id")) if parent is None else parent,
            leaf=flag(data.get("leaf"), default=True),
        )


class Review:
    """The calls on a completed attempt. See the attempts document, v2.2.

    The API refuses both while the attempt is running.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def all(
        self, attempt_id: int, *, expected: int | None = None
    ) -> tuple[ReviewItem, ...]:
        """GET attempts/<id>/review/, every page, numbered from 1 in `position`.

        `expected` as in `questions.all`.
        """
        path = f"attempts/{int(attempt_id)}/review/"
        items = every_row(
            self._connection,
            path,
            ReviewItem.parse,
            key=lambda item: item.id,
            expected=expected,
        )
        # Their `order` is 0 on every row, or not sent: then the list's own counts.
        in_order = sorted(items, key=lambda item: item.order or 0)
        return tuple(
            replace(item, position=position)
            for position, item in enumerate(in_order, start=1)
        )

    def subjects(self, attempt_id: int) -> tuple[SubjectResult, ...]:
        """GET attempts/<id>/review/subjects/, every page."""
        path = f"attempts/{int(attempt_id)}/review/subjects/"
        return every_row(
            self._connection, path, SubjectResult.parse, key=lambda row: row.id
        )


def _percentage(data: JSON, question: JSON) -> int | None:
    sent = data.get("correct_percentage")
    exact = number(question.get("percentage_got_correct") if sent is None else sent)
    return None if exact is None else round(exact)
