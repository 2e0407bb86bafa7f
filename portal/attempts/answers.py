"""Reading what a student chose out of a form, and refusing what can't be an answer."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from portal import testpress
from portal.attempts.papers import Row

LONGEST_TEXT = 30_000  # of any script, it fits into a request
MOST_CHOICES = 100
MOST_FILES = 10
TEXT_TYPES = {"S", "N"}


class NotAnAnswer(ValueError):
    """What was sent can't be an answer to this question; its text says why."""


def from_form(data: QueryDict, row: Row | None) -> testpress.Answer:
    """The answer in a question's form: `selected_answers`, `review`, the texts.

    `row` is what the question allows, where the portal knows it. "Clear response"
    without script is the submit button `clear`. Raises NotAnAnswer.
    """
    return _answer(
        selected=[] if "clear" in data else data.getlist("selected_answers"),
        review=data.get("review") == "on",
        texts={} if "clear" in data else data.dict(),
        gaps=[] if "clear" in data else data.getlist("gaps"),
        files=data.getlist("files"),
        row=row,
    )


def from_hand_in(
    source: str, paper: Mapping[int, Row] | None
) -> dict[int, testpress.Answer]:
    """The answers that a hand-in carries: JSON, row id → the fields of its form.

    Raises NotAnAnswer.
    """
    try:
        rows = json.loads(source or "{}")
    except ValueError:
        raise NotAnAnswer(_("The answers could not be read.")) from None
    if not isinstance(rows, dict) or len(rows) > 2000:
        raise NotAnAnswer(_("The answers could not be read."))
    answers = {}
    for row_id, fields in rows.items():
        if not (row_id.isascii() and row_id.isdigit() and isinstance(fields, dict)):
            raise NotAnAnswer(_("The answers could not be read."))
        row = paper.get(int(row_id)) if paper is not None else None
        if paper is not None and row is None:
            raise NotAnAnswer(_("That question is not in this exam."))
        answers[int(row_id)] = _answer(
            selected=_list(fields, "selected_answers"),
            review=fields.get("review") in (True, "on"),
            texts=fields,
            gaps=_list(fields, "gaps"),
            files=_list(fields, "files"),
            row=row,
        )
    return answers


def differ(wanted: testpress.Answer, question: testpress.Question) -> bool:
    """Whether the API holds something else than the student chose last."""
    if set(wanted.selected) != set(question.selected):
        return True
    if wanted.review != bool(question.review):
        return True
    return any(
        mine is not None and mine != theirs
        for mine, theirs in (
            (wanted.essay_text, question.essay_text),
            (wanted.short_text, question.short_text),
            (_filled(wanted.gaps), _filled(question.gap_answers)),
            (wanted.files, question.files),
        )
    )


def _filled(gaps: tuple[str, ...] | None) -> tuple[str, ...] | None:
    """The gaps up to the last that has something in it."""
    if gaps is None:
        return None
    last = max((place for place, gap in enumerate(gaps, 1) if gap), default=0)
    return gaps[:last]


def held(question: testpress.Question) -> testpress.Answer:
    """What the API holds for a question, in the shape of what a student chose."""
    return testpress.Answer(
        selected=question.selected,
        review=bool(question.review),
        essay_text=question.essay_text,
        short_text=question.short_text,
        gaps=question.gap_answers,
        files=question.files,
    )


def reviewed(item: testpress.ReviewItem) -> testpress.Answer:
    """What the review says that the API held at the end."""
    return testpress.Answer(
        selected=item.selected,
        essay_text=item.essay_text,
        short_text=item.short_text,
        gaps=item.gap_answers,
    )


def _answer(
    *,
    selected: Iterable[Any],
    review: bool,
    texts: Mapping[str, Any],
    gaps: list[Any],
    files: list[Any],
    row: Row | None,
) -> testpress.Answer:
    chosen = _choices(selected, row)
    kind = row.type if row else ""
    return testpress.Answer(
        selected=chosen,
        review=review,
        essay_text=_text(texts, "essay_text") if kind in ("E", "") else None,
        short_text=_short(texts, kind),
        gaps=_gaps(gaps) if kind == "G" or (gaps and not kind) else None,
        files=_files(files) if kind == "F" else None,
    )


def _gaps(values: list[Any]) -> tuple[str, ...]:
    if len(values) > testpress.MOST_GAPS:
        raise NotAnAnswer(_("Those are more gaps than a question can have."))
    return tuple(map(_plain, values))


def _files(values: list[Any]) -> tuple[str, ...]:
    if len(values) > MOST_FILES:
        raise NotAnAnswer(
            _("An answer can have %(most)s files. Untick one, then add another.")
            % {"most": MOST_FILES}
        )
    return tuple(map(_plain, values))


def _choices(values: Iterable[Any], row: Row | None) -> tuple[int, ...]:
    ids: list[int] = []
    for value in values:
        if isinstance(value, bool) or not re.fullmatch(r"[0-9]{1,18}", str(value)):
            raise NotAnAnswer(_("That is not one of the options."))
        if int(value) not in ids:
            ids.append(int(value))
    if len(ids) > MOST_CHOICES:
        raise NotAnAnswer(_("Those are more options than a question can have."))
    if row is not None:
        if row.type not in ("R", "C") and ids:
            raise NotAnAnswer(_("This question has no options to choose."))
        if row.type == "R" and len(ids) > 1:
            raise NotAnAnswer(_("This question takes one option only."))
        if not set(ids) <= set(row.options):
            raise NotAnAnswer(_("That is not one of this question's options."))
    return tuple(ids)


def _short(texts: Mapping[str, Any], kind: str) -> str | None:
    """A short text as typed; a number without thousands' commas (API.md §4.2)."""
    if kind and kind not in TEXT_TYPES:
        return None
    text = _text(texts, "short_text")
    if text is None or kind != "N":
        return text
    number = text.replace(",", "").replace("−", "-").strip()
    if number and not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)", number):
        raise NotAnAnswer(
            _("Enter a number, such as 12 or -3.5. “%(text)s” is not one.")
            % {"text": text[:40]}
        )
    return number


def _text(texts: Mapping[str, Any], name: str) -> str | None:
    value = texts.get(name)
    return None if value is None else _plain(value)


def _plain(value: Any) -> str:
    if not isinstance(value, str):
        raise NotAnAnswer(_("The answers could not be read."))
    if len(value) > LONGEST_TEXT:
        raise NotAnAnswer(_("That is longer than an answer can be."))
    return value.replace("\r\n", "\n").replace("\x00", "")


def _list(fields: Mapping[str, Any], name: str) -> list[Any]:
    value = fields.get(name) or []
    if not isinstance(value, list):
        raise NotAnAnswer(_("The answers could not be read."))
    return value
