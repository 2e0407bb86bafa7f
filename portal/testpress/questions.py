"""`/attempts/<id>/questions/`: what is asked in an attempt, and the answers to it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter

import msgspec

from .attempts import AttemptSection
from .decoding import once, questions_raw
from .errors import Unexpected
from .pages import every_row
from .reading import (
    JSON,
    claim,
    html,
    identity,
    ids,
    number,
    read,
    rows,
    subject,
    text,
    whole,
    words,
)
from .transport import Connection, below_version

CHOICE = frozenset({"R", "C"})
TEXT = frozenset({"S", "N", "E"})
ANSWERABLE = CHOICE | TEXT | {"G", "F"}
MOST_GAPS = 200
MOST_ASKED = 8_000  # forty papers of two hundred

# Their newer documents spell the types out. The first that matches counts: an "MCQ,
# Multiple Correct" is one with several right answers.
_SPELT_OUT = (
    ("C", re.compile(r"\bmsq\b|multiple (select|correct)", re.IGNORECASE)),
    (
        "R",
        re.compile(
            r"\bmcq\b|multiple choice|single (correct|choice|select)", re.IGNORECASE
        ),
    ),
    ("N", re.compile(r"\bnat\b|\bnumeric", re.IGNORECASE)),
    ("S", re.compile(r"\bshort\b", re.IGNORECASE)),
    ("E", re.compile(r"\bessay\b", re.IGNORECASE)),
    ("F", re.compile(r"\bfile\b", re.IGNORECASE)),
    ("G", re.compile(r"\bgap\b|fill in", re.IGNORECASE)),
)


def question_type(value: JSON) -> str:
    """A type's code: "R" one option, "C" several, "S" short text, "N" number, "E"
    essay, "G" gaps, "F" files; or the word itself where we don't know it.
    """
    said = text(value).strip()
    if len(said) <= 1:
        return said.upper()
    return next((code for code, spelt in _SPELT_OUT if spelt.search(said)), said)


def selected(data: JSON) -> tuple[int, ...]:
    """The chosen options of a row, by whichever name they go."""
    for name in ("selected_answers", "selected_answer_ids", "selected_options"):
        if chosen := data.get(name):
            return ids(chosen)
    return ()


def files(data: JSON) -> tuple[str, ...]:
    """References to uploaded files, sent as strings or as objects."""
    sent = rows(data.get("files"), file_reference)
    return tuple(filter(None, sent)) if sent else ()


def file_reference(item: JSON) -> str:
    """What an answer calls a file by: what its upload, or its own row, says it is."""
    if isinstance(item, dict):
        return text(item.get("path") or item.get("url") or item.get("id"))
    return text(item)


def gap_answers(data: JSON) -> tuple[str, ...]:
    """What stands in the gaps, each in its place: the API may leave empty ones out."""
    if not data.get("gap_fill_responses"):
        return ()
    filled = dict(
        rows(
            data.get("gap_fill_responses"),
            lambda gap: (whole(gap.get("order")) or 0, text(gap.get("answer"))),
        )
    )
    places = [place for place in filled if 0 < place <= MOST_GAPS]
    return tuple(
        filled.get(place, "") for place in range(1, max(places, default=0) + 1)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One of the answers to choose from. `html` is uncleaned."""

    id: int
    html: str

    @classmethod
    def parse(cls, data: JSON) -> Option:
        return cls(id=identity(data["id"]), html=text(data.get("text_html")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """What is asked, in another language; the options keep their ids."""

    language: str
    html: str
    direction: str
    options: tuple[Option, ...]

    @classmethod
    def parse(cls, data: JSON) -> Translation:
        return cls(
            language=text(data["language"]),
            html=text(data.get("question_html")),
            direction=text(data.get("direction")),
            options=rows(data.get("answers"), Option.parse),
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Asked:
    """What is asked: the same for every student who sits the paper, and read once.

    Two of them are equal only if they are one, so that what is made of it (a rendered
    question, say) can be kept by it without a look at its texts.
    """

    type: str
    html: str
    direction: str
    options: tuple[Option, ...]
    subject: str
    essay_topics: tuple[str, ...]
    marks: Decimal | None
    negative_marks: Decimal | None
    language: str
    translations: tuple[Translation, ...]

    @classmethod
    def parse(cls, data: JSON) -> Asked:
        return cls(
            type=question_type(data.get("type")),
            html=html(data["question_html"]),
            direction=text(data.get("direction")),
            options=rows(data["answers"], Option.parse),
            subject=subject(data.get("subject")),
            essay_topics=words(data.get("essay_topics")),
            marks=number(data.get("marks")),
            negative_marks=number(data.get("negative_marks")),
            language=text(data.get("language")),
            translations=rows(data.get("translations"), Translation.parse),
        )

    @property
    def is_answerable(self) -> bool:
        """False: of a kind that nobody has documented how to answer."""
        return self.type in ANSWERABLE


_asked = once(Asked.parse, most=MOST_ASKED)


@lru_cache(maxsize=MOST_ASKED)
def _in_language(asked: Asked, code: str) -> Asked:
    found = next((it for it in asked.translations if it.language == code), None)
    if found is None:
        return asked
    words = {option.id: option.html for option in found.options if option.html}
    html = found.html or asked.html
    direction = found.direction or asked.direction
    options = tuple(
        replace(option, html=words.get(option.id, option.html))
        for option in asked.options
    )
    if (html, direction, options) == (asked.html, asked.direction, asked.options):
        return asked
    return replace(asked, html=html, direction=direction, options=options)


def _section(section: JSON) -> tuple[int | None, str]:
    """The order and the name of a row's section, however it is given."""
    section = section if isinstance(section, dict) else {"order": section}
    info = section.get("info")
    info = info if isinstance(info, dict) else {}
    return (
        whole(section.get("order", info.get("order"))),
        text(section.get("name") or info.get("name")),
    )


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """A question of an attempt, with what the student has answered so far.

    `id` is that of its row in the attempt: the one to answer by. HTML (`html`,
    `direction` — the passage above it — and the options') is uncleaned. `review`
    is None before the first visit, then whether it is marked.

    A Struct, as a room makes two hundred: one takes a fifth of a dataclass's time.
    """

    id: int
    asked: Asked
    selected: tuple[int, ...]
    essay_text: str
    short_text: str
    gap_answers: tuple[str, ...]
    files: tuple[str, ...]
    review: bool | None
    section_order: int | None
    section_name: str

    @classmethod
    def parse(cls, data: JSON) -> Question:
        asked = _asked(data["question"])
        section = data.get("attempt_section")
        order, name = _section(section) if section is not None else (None, "")
        return cls(
            id=identity(data["id"]),
            asked=asked,
            selected=selected(data),
            essay_text=text(data.get("essay_text")),
            short_text=text(data.get("short_text")),
            gap_answers=gap_answers(data),
            files=files(data),
            review=claim(data.get("review")),
            section_order=order,
            section_name=name,
        )

    def in_language(self, code: str) -> Question:
        """Itself as it is asked in this language; unchanged where it isn't.

        What a translation leaves empty stays as it was. Only words change: the
        options are the same ones, in the same order.
        """
        asked = _in_language(self.asked, code)
        if asked is self.asked:
            return self
        return msgspec.structs.replace(self, asked=asked)

    @property
    def type(self) -> str:
        return self.asked.type

    @property
    def html(self) -> str:
        return self.asked.html

    @property
    def options(self) -> tuple[Option, ...]:
        return self.asked.options

    @property
    def language(self) -> str:
        return self.asked.language

    @property
    def translations(self) -> tuple[Translation, ...]:
        return self.asked.translations

    @property
    def is_answered(self) -> bool:
        return bool(
            self.selected
            or self.essay_text.strip()
            or self.short_text.strip()
            or any(map(str.strip, self.gap_answers))
            or self.files
        )

    @property
    def state(self) -> str:
        """Its colour in the palette: "not-visited", "not-answered", "answered",
        "marked" or "answered-marked".
        """
        if self.is_answered:
            return "answered-marked" if self.review else "answered"
        if self.review is None:
            return "not-visited"
        return "marked" if self.review else "not-answered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What to save for one question: always the choice and the mark together.

    A save may replace the whole row, so send the current text too where only the
    mark changed. None leaves a key out; "" and () empty it.
    """

    selected: tuple[int, ...] = ()
    review: bool = False
    essay_text: str | None = None
    short_text: str | None = None
    gaps: tuple[str, ...] | None = None
    files: tuple[str, ...] | None = None

    def payload(self) -> dict[str, JSON]:
        """The JSON body, with only the keys that this type of question owns."""
        body: dict[str, JSON] = {
            "selected_answers": list(self.selected),
            "review": self.review,
        }
        if self.essay_text is not None:
            body["essay_text"] = self.essay_text
        if self.short_text is not None:
            body["short_text"] = self.short_text
        if self.gaps is not None:
            body["gap_fill_responses"] = [
                {"order": str(order), "answer": answer}
                for order, answer in enumerate(self.gaps, start=1)
            ]
        if self.files is not None:
            body["files"] = list(self.files)
        return body


class Questions:
    """The calls on a running attempt's questions. See the attempts document, v2.2."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def all(
        self, attempt_id: int, *, expected: int | None = None
    ) -> tuple[Question, ...]:
        """GET attempts/<id>/questions/, every page: all of them or an error.

        `expected` is the attempt's `total_questions`: with it, all pages are asked
        for at once. The API refuses this for a completed attempt.
        """
        path = f"attempts/{int(attempt_id)}/questions/"
        return every_row(
            self._connection,
            path,
            Question.parse,
            key=attrgetter("id"),
            expected=expected,
            decode=questions_raw,
        )

    def of_section(self, section: AttemptSection) -> tuple[Question, ...]:
        """GET the section's own `questions_url`: all pages, or an error."""
        version, path = below_version(section.questions_path)
        return every_row(
            self._connection,
            path,
            Question.parse,
            key=attrgetter("id"),
            version=version,
            decode=questions_raw,
        )

    def answer(self, attempt_id: int, row_id: int, answer: Answer) -> None:
        """PUT attempts/<id>/questions/<row id>/: save. Returns once a 2xx came.

        The row in the reply is not read: it may be older than what was sent since.
        """
        path = f"attempts/{int(attempt_id)}/questions/{int(row_id)}/"
        self._connection.put(path, answer.payload())

    def upload(self, name: str, content: bytes, content_type: str) -> str:
        """POST image_upload/: the reference to save among an answer's `files`.

        `name` and `content_type` are the caller's to check. Never repeated here: a
        file that was sent twice is there twice, and no answer names the first.
        """
        data = self._connection.upload("image_upload/", name, content, content_type)
        return read(_reference, data)


def _reference(data: JSON) -> str:
    found = file_reference(data)
    if not found:
        raise Unexpected("an upload without a reference")
    return found
