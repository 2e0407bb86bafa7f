"""`/exams/`: what a student can sit, will sit, and has sat."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Self

from . import attempts as sittings
from .decoding import once
from .errors import NotFound
from .pages import Page, every_row, one_page
from .reading import (
    JSON,
    claim,
    flag,
    moment,
    number,
    read,
    rows,
    span,
    text,
    whole,
    word,
)
from .transport import Connection

STATES = ("available", "upcoming", "history")

# IELTS, CTET and BPSC: Testpress's own apps open these on the institute's site.
_DRAWN_ELSEWHERE = frozenset({12, 15, 22})
_NOT_IN_A_BROWSER = frozenset({"mobile", "mobile_only", "app", "app_only"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ExamSection:
    """A section that an exam announces. `duration` None: it has no time of its own."""

    order: int | None
    name: str
    duration: timedelta | None
    cut_off: Decimal | None

    @classmethod
    def parse(cls, data: JSON) -> Self:
        return cls(
            order=whole(data.get("order")),
            name=text(data.get("name")),
            duration=span(data.get("duration")),
            cut_off=number(data.get("cut_off")),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """A language that an exam's questions can be read in: "hi", "Hindi"."""

    code: str
    title: str

    @classmethod
    def parse(cls, data: JSON) -> Self:
        code = word(data["code"])
        return cls(code=code, title=text(data.get("title")) or code)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exam:
    """An exam: its rules, and in `attempts` the student's own where they were sent.

    HTML (`description`, `instructions`) is as the API sent it, uncleaned. None is
    unknown. An exam without an end `never_closes`; its `closes_at` is None too. An exam
    without a time limit `is_untimed`; one whose limit came damaged is not, and has
    `duration_unknown`.
    """

    id: int | None
    slug: str
    title: str
    description: str
    course: str
    opens_at: datetime | None
    closes_at: datetime | None
    never_closes: bool
    created_at: datetime | None
    duration: timedelta | None
    is_untimed: bool
    question_count: int | None
    mark_per_question: Decimal | None
    negative_marks: Decimal | None
    variable_marks: bool
    total_marks: Decimal | None
    pass_percentage: Decimal | None
    template_type: int | None
    allow_retake: bool | None
    max_retakes: int | None
    attempts_count: int | None
    paused_attempts_count: int | None
    enable_ranks: bool
    rank_published_at: datetime | None
    show_answers: bool
    show_score: bool
    show_percentile: bool
    show_analytics: bool
    device_access: str
    disable_resume: bool
    window_monitoring: bool
    instructions: str
    sections: tuple[ExamSection, ...]
    preemptive_section_ending: bool | None
    immediate_feedback: bool
    allow_pdf: bool
    comments_count: int | None
    attempts: tuple[sittings.Attempt, ...]

    @classmethod
    def parse(cls, data: JSON) -> Exam:
        # With attempts it is one student's. Without, it is listed alike for many.
        return cls._parse(data) if data.get("attempts") else _exam(data)

    @classmethod
    def _parse(cls, data: JSON) -> Self:
        slug = word(data["slug"])
        duration = span(data.get("duration"))
        question_count = whole(data.get("number_of_questions"))
        mark = number(data.get("mark_per_question"))
        variable_marks = flag(data.get("variable_mark_per_question"))
        total_marks = number(data.get("total_marks"))
        if total_marks is None and not variable_marks and mark and question_count:
            total_marks = mark * question_count
        return cls(
            id=whole(data.get("id")),
            slug=slug,
            title=text(data.get("title")) or slug,
            description=text(data.get("description")),
            course=text(data.get("course")),
            opens_at=moment(data.get("start_date")),
            closes_at=moment(data.get("end_date")),
            never_closes="end_date" in data and data["end_date"] in (None, ""),
            created_at=moment(data.get("created")),
            duration=duration or None,
            is_untimed=_is_untimed(data, duration),
            question_count=question_count,
            mark_per_question=mark,
            negative_marks=number(data.get("negative_marks")),
            variable_marks=variable_marks,
            total_marks=total_marks,
            pass_percentage=number(data.get("pass_percentage")),
            template_type=whole(data.get("template_type")),
            allow_retake=claim(data.get("allow_retake")),
            max_retakes=whole(data.get("max_retakes")),
            attempts_count=whole(data.get("attempts_count")),
            paused_attempts_count=whole(data.get("paused_attempts_count")),
            enable_ranks=flag(data.get("enable_ranks")),
            rank_published_at=moment(data.get("rank_publishing_date")),
            show_answers=flag(data.get("show_answers"), default=True),
            show_score=flag(data.get("show_score"), default=True),
            show_percentile=flag(data.get("show_percentile"), default=True),
            show_analytics=flag(data.get("show_analytics"), default=True),
            device_access=text(data.get("device_access_control")),
            disable_resume=flag(data.get("disable_attempt_resume")),
            window_monitoring=flag(data.get("enable_exam_window_monitoring")),
            instructions=text(data.get("instructions")),
            sections=_real_sections(data.get("sections")),
            preemptive_section_ending=claim(
                data.get("allow_preemptive_section_ending")
            ),
            immediate_feedback=flag(data.get("immediate_feedback")),
            allow_pdf=flag(data.get("allow_pdf")),
            comments_count=whole(data.get("comments_count")),
            attempts=rows(data.get("attempts"), sittings.Attempt.parse),
        )

    @property
    def duration_unknown(self) -> bool:
        """There may be a time limit, and we can't tell which."""
        return self.duration is None and not self.is_untimed

    def opens_later(self, now: datetime) -> bool:
        return self.opens_at is not None and now < self.opens_at

    def has_ended(self, now: datetime) -> bool:
        return self.closes_at is not None and self.closes_at <= now

    def is_open(self, now: datetime) -> bool:
        """Between its dates. An unknown date keeps nobody out: the API decides."""
        return not self.opens_later(now) and not self.has_ended(now)

    @property
    def is_restricted_to_app(self) -> bool:
        """The institute wants it sat in its app. ("web" is what we are.)"""
        return self.device_access.casefold() in _NOT_IN_A_BROWSER

    @property
    def is_drawn_here(self) -> bool:
        """False: a kind that only the institute's own site can show."""
        return self.template_type not in _DRAWN_ELSEWHERE

    @property
    def running_attempt(self) -> sittings.Attempt | None:
        """The one to resume, of `attempts`: the newest Running one."""
        return sittings.newest_running(self.attempts)

    @property
    def can_retake(self) -> bool:
        """Whether to offer another attempt.

        False only on a plain no: `allow_retake` false, or no attempts remaining.
        `max_retakes` (null, -1 or a number) is read differently by each of their
        clients, so the API itself decides, and its refusal is shown.
        """
        return self.allow_retake is not False and all(
            attempt.allow_retake is not False and attempt.remaining_attempts != 0
            for attempt in self.attempts
        )


_exam = once(Exam._parse, most=2_000)


class Exams:
    """The calls on exams. See the exams chapter, v2.1 (served as v2.2)."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def list(
        self,
        state: str = "available",
        *,
        page: int = 1,
        course: str = "",
        search: str = "",
    ) -> Page[Exam]:
        """GET exams/<state>/: "available" (open, not attempted), "upcoming" or
        "history". `course` is a course's name; `search` looks in titles.
        """
        if state not in STATES:
            raise ValueError("an exam is available, upcoming or history")
        return self._page(f"exams/{state}/", page, course, search)

    def all(self, *, page: int = 1, course: str = "", search: str = "") -> Page[Exam]:
        """GET exams/: those of every state."""
        return self._page("exams/", page, course, search)

    def get(self, slug: str) -> Exam:
        """GET exams/<slug>/, with the student's attempts. Forbidden if not theirs."""
        return read(Exam.parse, self._connection.get(f"exams/{slug_segment(slug)}/"))

    def languages(self, slug: str) -> tuple[Language, ...]:
        """GET exams/<slug>/languages/ (v2.3); () also where there is no such thing."""
        path = f"exams/{slug_segment(slug)}/languages/"
        try:
            return every_row(
                self._connection,
                path,
                Language.parse,
                key=lambda language: language.code,
                version="v2.3",
            )
        except NotFound:
            return ()

    def _page(self, path: str, page: int, course: str, search: str) -> Page[Exam]:
        return one_page(
            self._connection, path, Exam.parse, page, course=course, q=search
        )


def slug_segment(slug: str) -> str:
    """A slug fit for a path; ValueError for anything else, before anything is sent."""
    return word(slug)


def _is_untimed(data: JSON, duration: timedelta | None) -> bool:
    if duration is not None:
        return not duration
    return "duration" in data and data["duration"] in (None, "")


def _real_sections(value: JSON) -> tuple[ExamSection, ...]:
    """An exam without sections is sent as one that has a single one, unnamed."""
    found = rows(value, ExamSection.parse)
    return () if len(found) == 1 and not found[0].name else found
