"""Pieces of the room that are alike for every student, rendered once.

A paper has two hundred questions, the same for everyone who sits it; only ids, marks
and choices differ. Django's templates take a tenth of a second for such a page. So each
question's template is rendered once with *slots* where the student's state belongs, and
kept by its own content; a page then only has the slots filled. An edited question is
another piece, so nothing is ever out of date, and no piece holds anything of a student.
A test holds that both ways give the same bytes.
"""

import re
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from operator import itemgetter
from typing import Any, NamedTuple

from django import template
from django.template.loader import get_template
from django.urls import reverse
from django.utils.html import escape, json_script
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from portal import testpress
from portal.attempts import gaps, words
from portal.attempts.sheet import (
    LAYOUTS_KEPT,
    STATES,
    Entry,
    Layout,
    Place,
    Sheet,
    letter,
)
from portal.web import cleaning

register = template.Library()

QUESTIONS_KEPT = 8_000  # forty papers of two hundred

# What these types of question ask is the same for all, and their answers fit a slot.
MOULDED = {"R", "C", "S", "N", "E"}
QUESTION_SLOTS = (
    "id", "number", "state", "group", "previous_id", "text", "marked",
    "total", "answers_url", "csrf_token",
)  # fmt: skip
CELL_SLOTS = ("id", "number", "room_url")

# No content of the API's can hold it, or stand in for a slot.
_MARK = secrets.token_hex(16)
_SLOT = re.compile(f"{_MARK}_([-\\w]+?)_{_MARK}")


class Mould(NamedTuple):
    """A rendered template with slots: `text` is its format, `pick` takes what goes
    into that, in order, from what goes into the slots.
    """

    text: bytes
    pick: Callable[[Sequence[bytes]], tuple[bytes, ...]]

    def fill(self, values: Sequence[bytes]) -> bytes:
        return self.text % self.pick(values)


def mould(
    name: str,
    context: dict[str, Any],
    slots: Sequence[str],
    number_slot: tuple[int, str] | None = None,
) -> Mould:
    """The template, rendered with what `slot_marks` says in its slots' places.

    Where only a number could stand, as in an address, a number may: `number_slot` is
    one that stands nowhere else, with its slot's name.
    """
    rendered = get_template(name).render(context)
    if number_slot:
        number, slot = number_slot
        rendered = rendered.replace(str(number), slot_marks([slot])[slot])
    # Every second part is the name of a slot.
    parts = _SLOT.split(rendered.replace("%", "%%"))
    places = [slots.index(slot) for slot in parts[1::2]]
    return Mould("%b".join(parts[::2]).encode(), itemgetter(*places))


def slot_marks(names: Iterable[str]) -> dict[str, str]:
    return {name: f"{_MARK}_{name}_{_MARK}" for name in names}


def questions(
    sheet: Sheet, attempt: testpress.Attempt, csrf_token: str, origin: str
) -> list[bytes]:
    """All questions of the sheet, safe to print."""
    shared = (
        b"%d" % len(sheet),
        answers_url(attempt).encode(),
        csrf_token.encode(),
    )
    moulds = _question_moulds(sheet.layout, origin, get_language())
    return [
        mould.fill(state(entry, shared)) if mould else plain(entry, shared, origin)
        for entry, mould in zip(sheet.entries, moulds, strict=True)
    ]


def plain(entry: Entry, shared: Sequence[bytes], origin: str) -> bytes:
    """One question as its template renders it, without a mould.

    For the kinds whose answer stands in the middle of what is asked, or is of any
    length: gaps and files.
    """
    question = entry.question
    names = question_slots(len(question.options))
    slots = {
        name: mark_safe(value.decode())  # noqa: S308 - escaped by `state`
        for name, value in zip(names, state(entry, shared), strict=True)
    }
    context = {**as_context(content(entry.place), slots, origin), "question": question}
    if question.type == "G":
        context["html"] = gaps.with_inputs(question.html, origin, question.gap_answers)
    return get_template("attempts/_question.html").render(context).encode()


def cells(entries: Iterable[Entry], room_url: str = "", *, check: bool = False) -> str:
    """The questions' cells: of the palette, or those of "Check and submit"."""
    name = "attempts/_check_cell.html" if check else "attempts/_cell.html"
    link, language = escape(room_url).encode(), get_language()
    of_state = {state: _cell_mould(name, state, language) for state in STATES}
    filled = [
        of_state[entry.state].fill((entry.id, entry.place.number, link))
        for entry in entries
    ]
    return mark_safe(b"".join(filled).decode())  # noqa: S308 - a template's, filled


@register.simple_tag
def room_words() -> SafeString:
    """The scripts' words in the page's language, as JSON."""
    return _words(get_language())


@lru_cache
def _words(language: str) -> SafeString:
    return json_script(words.for_the_room(), "room-words")


def answers_url(attempt: testpress.Attempt) -> str:
    """Where answers are posted, but for the row's id and a slash."""
    return reverse("answer-save", args=[attempt.id, 0]).removesuffix("0/")


class Content(NamedTuple):
    """What is the same for everyone who is asked this question."""

    asked: testpress.Asked
    marks: Decimal | None
    negative_marks: Decimal | None
    has_previous: bool


def content(place: Place) -> Content:
    return Content(place.asked, place.marks, place.negative_marks, place.has_previous)


def state(entry: Entry, shared: Sequence[bytes]) -> tuple[bytes, ...]:
    """What this student's page has in the question's slots, safe to print."""
    place, question, id, previous_id, state = entry
    asked, selected = place.asked, question.selected
    text = question.essay_text if asked.type == "E" else question.short_text
    return (
        id,
        place.number,
        state.encode(),
        place.group,
        previous_id,
        escape(text).encode() if text else b"",
        b" checked" if question.review else b"",
        *shared,
        *(
            [b" checked" if option.id in selected else b"" for option in asked.options]
            if selected
            else [b""] * len(asked.options)
        ),
    )


def as_context(
    content: Content, slots: Mapping[str, str], origin: str
) -> dict[str, Any]:
    """What attempts/_question.html is given: the content, and what is in the slots."""
    asked = content.asked
    return {
        "type": asked.type,
        "is_answerable": asked.is_answerable,
        "html": cleaning.clean(asked.html, origin),
        "direction": cleaning.clean(asked.direction, origin),
        "options": [
            {
                "letter": letter(place),
                "html": cleaning.clean(option.html, origin),
                "id": str(option.id),
                "chosen": slots[f"chosen{place}"],
            }
            for place, option in enumerate(asked.options)
        ],
        "marks": content.marks,
        "negative_marks": content.negative_marks,
        "has_previous": content.has_previous,
        **slots,
    }


def question_slots(options: int) -> tuple[str, ...]:
    return (*QUESTION_SLOTS, *[f"chosen{place}" for place in range(options)])


@lru_cache(maxsize=LAYOUTS_KEPT)
def _question_moulds(
    layout: Layout, origin: str, language: str
) -> tuple[Mould | None, ...]:
    """One for each place of a paper; None for a kind that has none."""
    return tuple(
        _question_mould(content(place), origin, language)
        if place.asked.type in MOULDED
        else None
        for place in layout.places
    )


@lru_cache(maxsize=QUESTIONS_KEPT)
def _question_mould(content: Content, origin: str, language: str) -> Mould:
    slots = question_slots(len(content.asked.options))
    context = as_context(content, slot_marks(slots), origin)
    return mould("attempts/_question.html", context, slots)


@lru_cache
def _cell_mould(name: str, state: str, language: str) -> Mould:
    return mould(name, {"state": state, **slot_marks(CELL_SLOTS)}, CELL_SLOTS)
