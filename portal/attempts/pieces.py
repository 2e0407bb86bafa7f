"""Pieces of the room that are alike for every student, rendered once.

A paper has two hundred questions, the same for everyone who sits it; only ids, marks
and choices differ. Django's templates take a tenth of a second for such a page. So each
question's template is rendered once with *slots* where the student's state belongs, and
kept by its own content; a page then only has the slots filled. An edited question is
another piece, so nothing is ever out of date, and no piece holds anything of a student.
A test holds that both ways give the same bytes.

The questions join the page last, as bytes: half a megabyte that went through the
template's nested blocks would be copied a dozen times.
"""

import re
import secrets
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from django import template
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import get_template
from django.urls import reverse
from django.utils.html import escape, json_script
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from portal import testpress
from portal.attempts import gaps, words
from portal.attempts.sheet import Entry, Sheet, letter
from portal.web import cleaning
from portal.web.requests import PortalRequest

register = template.Library()

QUESTIONS_KEPT = 8_000  # forty papers of two hundred

# What these types of question ask is the same for all, and their answers fit a slot.
MOULDED = {"R", "C", "S", "N", "E"}
QUESTION_SLOTS = (
    "id", "number", "total", "state", "group", "previous_id", "answers_url",
    "csrf_token", "text", "marked",
)  # fmt: skip
CELL_SLOTS = ("id", "number", "room_url")

# No content of the API's can hold it, or stand in for a slot.
_MARK = secrets.token_hex(16)
_SLOT = re.compile(f"{_MARK}_(\\w+?)_{_MARK}")

# Stands in the template where the questions go.
PLACE = SafeString(f"<!-- {_MARK} -->")


def put_in(
    request: PortalRequest,
    response: HttpResponse,
    attempt: testpress.Attempt,
    sheet: Sheet,
) -> None:
    """Put the sheet's questions into the rendered page, at `PLACE`."""
    shared = {
        b"total": b"%d" % len(sheet),
        b"csrf_token": get_token(request).encode(),
        b"answers_url": answers_url(attempt).encode(),
    }
    origin, language = request.institute.api_origin, get_language()
    filled = [
        _question_piece(content(entry), origin, language) % state(entry, shared)
        if entry.question.type in MOULDED
        else plain(entry, shared, origin)
        for entry in sheet.entries
    ]
    head, tail = response.content.split(PLACE.encode())
    response.content = b"".join([head, *filled, tail])


def plain(entry: Entry, shared: Mapping[bytes, bytes], origin: str) -> bytes:
    """One question as its template renders it, without a mould.

    For the kinds whose answer stands in the middle of what is asked, or is of any
    length: gaps and files.
    """
    slots = {
        name.decode(): mark_safe(value.decode())  # noqa: S308 - escaped by `state`
        for name, value in state(entry, shared).items()
    }
    question = entry.question
    context = {**as_context(content(entry), slots, origin), "question": question}
    if question.type == "G":
        context["html"] = gaps.with_inputs(question.html, origin, question.gap_answers)
    return get_template("attempts/_question.html").render(context).encode()


@register.simple_tag
def cells(
    entries: Iterable[Entry], room_url: str = "", *, check: bool = False
) -> SafeString:
    """The questions' cells: of the palette, or those of "Check and submit"."""
    name = "attempts/_check_cell.html" if check else "attempts/_cell.html"
    room_url, language = escape(room_url), get_language()
    filled = [
        _cell_piece(name, entry.state, language)
        % {"id": entry.id, "number": entry.number, "room_url": room_url}
        for entry in entries
    ]
    return mark_safe("".join(filled))  # noqa: S308 - a template's, and numbers


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

    type: str
    is_answerable: bool
    html: str
    direction: str
    options: tuple[str, ...]
    marks: Decimal | None
    negative_marks: Decimal | None
    has_previous: bool


def content(entry: Entry) -> Content:
    question = entry.question
    return Content(
        question.type,
        question.is_answerable,
        question.html,
        question.direction,
        tuple([option.html for option in question.options]),
        entry.marks,
        entry.negative_marks,
        entry.previous_id is not None,
    )


def state(entry: Entry, shared: Mapping[bytes, bytes]) -> dict[bytes, bytes]:
    """What this student's page has in the slots, safe to print."""
    question = entry.question
    text = question.essay_text if question.type == "E" else question.short_text
    slots = {
        **shared,
        b"id": b"%d" % question.id,
        b"number": b"%d" % entry.number,
        b"state": entry.state.encode(),
        b"group": b"%d" % entry.group,
        b"previous_id": b"%d" % (entry.previous_id or 0),
        b"text": escape(text).encode() if text else b"",
        b"marked": b" checked" if question.review else b"",
    }
    selected = question.selected
    for (option_slot, chosen_slot), option in zip(
        _option_slots(len(question.options)), question.options, strict=True
    ):
        slots[option_slot] = b"%d" % option.id
        slots[chosen_slot] = b" checked" if option.id in selected else b""
    return slots


def as_context(
    content: Content, slots: Mapping[str, str], origin: str
) -> dict[str, Any]:
    """What attempts/_question.html is given: the content, and what is in the slots."""
    return {
        **content._asdict(),
        "html": cleaning.clean(content.html, origin),
        "direction": cleaning.clean(content.direction, origin),
        "options": [
            {
                "letter": letter(place),
                "html": cleaning.clean(html, origin),
                "id": slots[f"option{place}"],
                "chosen": slots[f"chosen{place}"],
            }
            for place, html in enumerate(content.options)
        ],
        **slots,
    }


@lru_cache(maxsize=QUESTIONS_KEPT)
def _question_piece(content: Content, origin: str, language: str) -> bytes:
    options = [n.decode() for pair in _option_slots(len(content.options)) for n in pair]
    context = as_context(content, _marks([*QUESTION_SLOTS, *options]), origin)
    return _mould("attempts/_question.html", context).encode()


@lru_cache
def _cell_piece(name: str, state: str, language: str) -> str:
    return _mould(name, {"state": state, **_marks(CELL_SLOTS)})


@lru_cache
def _option_slots(count: int) -> tuple[tuple[bytes, bytes], ...]:
    return tuple((b"option%d" % place, b"chosen%d" % place) for place in range(count))


def _marks(names: Iterable[str]) -> dict[str, str]:
    return {name: f"{_MARK}_{name}_{_MARK}" for name in names}


def _mould(name: str, context: dict[str, Any]) -> str:
    """The rendered template as a format, to fill with `%` and a dict of the slots."""
    rendered = get_template(name).render(context)
    return _SLOT.sub(r"%(\1)s", rendered.replace("%", "%%"))
