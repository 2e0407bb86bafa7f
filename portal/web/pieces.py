"""Parts of pages that come out the same for the same facts, and so are made once.

A list is twenty cards, and a card looks alike to everyone who stands with its exam as
it says. Such a part sees its facts and nothing else – no request, no student, no clock
– so what it was made from is its key, and what is kept can't be stale or another's.

What is a page's own in the midst of it, such as a name or the CSRF token, stands in a
slot: `{% slot student.name %}`. What is kept has an empty place there, which each page
fills with its own. `{% csrf_token %}` is one by itself.
"""

import re
import secrets
import time
from collections.abc import Hashable, Iterable
from datetime import date, datetime, tzinfo
from functools import lru_cache
from itertools import chain

from django.template import Context
from django.template.base import FilterExpression, Node, Parser, VariableNode
from django.template.loader import get_template
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

PIECES_KEPT = 8_000  # of a kilobyte or two

# No content of the API's can hold it, or stand in for a place.
_MARK = secrets.token_hex(16)
_PLACE = re.compile(f"{_MARK}:(.*?):{_MARK}")

# Texts, and between them what a page puts in.
Piece = tuple[str | Node, ...]

_NO_PAGE = Context()


def render(template: str, context: Context = _NO_PAGE, **facts: Hashable) -> SafeString:
    """The template with these facts: values that are equal only if they read alike.

    Dates are told by the institute's clock and its day, words in the page's language:
    these are facts too. Raises TypeError for what can change (a list, a form). The
    page's `context` fills the slots, where there are any.
    """
    return _filled(_made(template, *_surroundings(), **facts), context)


def render_each(
    template: str,
    name: str,
    values: Iterable[Hashable],
    context: Context = _NO_PAGE,
    **facts: Hashable,
) -> SafeString:
    """The template once for each value, by `name`, one after the other."""
    around = _surroundings()
    pieces = [_made(template, *around, **{name: each}, **facts) for each in values]
    return _filled(chain.from_iterable(pieces), context)


def slot(expression: FilterExpression) -> SafeString:
    """A place in a piece's text, for what this says on each page."""
    _slots[expression.token] = VariableNode(expression)
    return SafeString(f"{_MARK}:{expression.token}:{_MARK}")


_slots: dict[str, Node] = {}
_CSRF_TOKEN = slot(FilterExpression("csrf_token", Parser([])))


def _surroundings() -> tuple[str | None, str, date]:
    minute = int(time.time() / 60)
    return get_language(), *_zone_and_day(timezone.get_current_timezone(), minute)


@lru_cache(maxsize=64)  # no zone changes its day within a minute of the clock
def _zone_and_day(zone: tzinfo, minute: int) -> tuple[str, date]:
    return str(zone), datetime.fromtimestamp(minute * 60, zone).date()


@lru_cache(maxsize=PIECES_KEPT, typed=True)
def _made(
    template: str, language: str | None, zone: str, today: date, **facts: Hashable
) -> Piece:
    made = get_template(template).render({"csrf_token": _CSRF_TOKEN, **facts})
    # Every second part is what was written in a slot.
    parts = enumerate(_PLACE.split(made))
    return tuple(_slots[part] if at % 2 else part for at, part in parts)


def _filled(parts: Iterable[str | Node], context: Context) -> SafeString:
    return SafeString(
        "".join(
            [part if isinstance(part, str) else part.render(context) for part in parts]
        )
    )
