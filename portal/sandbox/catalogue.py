"""What the institute has: exams, their questions, products, posts.

It changes only when content is seeded or a test adds some, so each process keeps it in
memory and reads it again when the database says that it is newer.
"""

import json
from dataclasses import dataclass, field
from typing import Any

from portal.sandbox.database import Database


@dataclass(frozen=True, slots=True)
class Option:
    id: int
    html: str
    is_correct: bool


@dataclass(frozen=True, slots=True)
class Question:
    """`subject` is a path such as "Physics/Optics"; "" is uncategorised.

    `accepted` holds the right texts of types S and N, and of each blank of type G.
    """

    id: int
    type: str
    subject: str
    html: str
    direction: str | None
    options: tuple[Option, ...]
    accepted: tuple[str, ...]
    tolerance: float
    explanation: str
    marks: float
    negative: float
    section: int | None
    topics: tuple[str, ...]
    # A language's code → the question and its options in it.
    translations: dict[str, Any] = field(default_factory=dict)

    @property
    def leaf(self) -> str:
        return self.subject.rpartition("/")[2] or "Uncategorized"


@dataclass(frozen=True, slots=True)
class Section:
    name: str
    duration: float | None
    cut_off: float
    instructions: str


@dataclass(frozen=True, slots=True)
class Exam:
    id: int
    slug: str
    title: str
    description: str
    course: str
    opens: float
    closes: float | None
    duration: float | None
    marks: float
    negative: float
    template: int
    allow_retake: bool
    max_retakes: int | None
    enable_ranks: bool
    ranks_at: float | None
    allow_pdf: bool
    created: float
    variable_marks: bool
    show_answers: bool
    sections: tuple[Section, ...]
    preemptive: bool
    attemptable: int | None
    batch: str
    cohort: int
    questions: tuple[Question, ...]

    @property
    def languages(self) -> list[str]:
        """Codes: the one that it is written in, then those that it is translated to."""
        found = {code for question in self.questions for code in question.translations}
        return ["en", *sorted(found)]

    @property
    def total_marks(self) -> float:
        counted = sorted((question.marks for question in self.questions), reverse=True)
        return sum(counted[: self.attemptable])

    @property
    def attempts_allowed(self) -> int | None:
        """`max_retakes` counts those after the first; None is no limit (API §3.6)."""
        if not self.allow_retake:
            return 1
        if self.max_retakes is None or self.max_retakes < 0:
            return None
        return 1 + self.max_retakes

    @property
    def is_locked(self) -> bool:
        """Two sections or more, each with a time of its own (API.md §3.5)."""
        return len(self.sections) > 1 and all(part.duration for part in self.sections)

    def ranks_are_out(self, now: float) -> bool:
        return self.enable_ranks and (self.ranks_at is None or self.ranks_at <= now)


@dataclass(slots=True)
class Catalogue:
    edition: str = ""
    exams: dict[int, Exam] = field(default_factory=dict)
    slugs: dict[str, Exam] = field(default_factory=dict)
    questions: dict[int, Question] = field(default_factory=dict)
    subjects: dict[str, int] = field(default_factory=dict)
    products: list[dict[str, Any]] = field(default_factory=list)
    posts: list[dict[str, Any]] = field(default_factory=list)


def load(database: Database, edition: str) -> Catalogue:
    catalogue = Catalogue(edition)
    by_exam: dict[int, list[Question]] = {}
    for row in database.all("SELECT id, exam_id, data FROM questions ORDER BY id"):
        question = _question(row["id"], json.loads(row["data"]))
        catalogue.questions[question.id] = question
        by_exam.setdefault(row["exam_id"], []).append(question)
    for row in database.all("SELECT id, slug, data FROM exams ORDER BY id"):
        exam = _exam(row["id"], row["slug"], json.loads(row["data"]), by_exam)
        catalogue.exams[exam.id] = catalogue.slugs[exam.slug] = exam
    for row in database.all("SELECT id, path FROM subjects"):
        catalogue.subjects[row["path"]] = row["id"]
    for row in database.all("SELECT id, slug, data FROM products ORDER BY id"):
        product = json.loads(row["data"])
        catalogue.products.append({"id": row["id"], "slug": row["slug"], **product})
    for row in database.all("SELECT id, slug, data FROM posts ORDER BY id"):
        post = json.loads(row["data"])
        catalogue.posts.append({"id": row["id"], "slug": row["slug"], **post})
    return catalogue


def _question(number: int, data: dict[str, Any]) -> Question:
    options = tuple(Option(*option) for option in data.pop("options"))
    accepted, topics = tuple(data.pop("accepted")), tuple(data.pop("topics"))
    return Question(
        id=number, options=options, accepted=accepted, topics=topics, **data
    )


def _exam(
    number: int,
    slug: str,
    data: dict[str, Any],
    questions: dict[int, list[Question]],
) -> Exam:
    sections = tuple(Section(**section) for section in data.pop("sections"))
    own = tuple(questions.get(number, ()))
    return Exam(id=number, slug=slug, sections=sections, questions=own, **data)
