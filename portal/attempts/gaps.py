"""Gaps in the text of a question: the API's `<input>`s become inputs of ours.

Cleaning lets no input through, so each is a mark in the text while the rest is cleaned.
Only marks that are text afterwards become inputs; one that stood inside a tag goes.
"""

import re
from collections.abc import Sequence
from itertools import count as numbers

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from portal.web import cleaning

# Two characters for private use: whatever the API sends, none of its own stays.
_OPEN, _CLOSE = "\ue000", "\ue001"
_MARK = re.compile(f"{_OPEN}{_CLOSE}")
_TAG = re.compile(r'(<(?:"[^"]*"|[^">])*>)')
_INPUT = re.compile(
    r"""<input\b (?: [^<>"'] | "[^"]*" | '[^']*' )* >""", re.IGNORECASE | re.VERBOSE
)
_LINE = re.compile(r"_{3,}")
_HIDDEN = re.compile(
    r"""\btype\s*=\s*["']?\s*(hidden|submit|button|image|reset)""", re.I
)


def count(html: str) -> int:
    """How many gaps a question's text has; one where it shows none."""
    return len(_MARK.findall(_marked(html))) or 1


def with_inputs(html: str, api_origin: str, values: Sequence[str]) -> SafeString:
    """The cleaned text with an input for each gap, which holds what stands in it.

    A text without any place for its gap gets one behind it.
    """
    cleaned = str(cleaning.clean(_marked(html), api_origin))
    total = len(_MARK.findall(_TAG.sub("", cleaned)))
    places = numbers(0)

    def filled(_found: re.Match[str]) -> str:
        return _input(next(places), max(total, 1), values)

    pieces = _TAG.split(cleaned)
    for at, piece in enumerate(pieces):
        pieces[at] = _MARK.sub("" if at % 2 else filled, piece)
    if not total:
        pieces.append(f"<p>{_input(0, 1, values)}</p>")
    return mark_safe("".join(pieces))  # noqa: S308 — cleaned, and inputs of ours


def _marked(html: str) -> str:
    """The text with a mark for each gap: for each input, else for each drawn line."""
    html = html.replace(_OPEN, "").replace(_CLOSE, "")
    mark = _OPEN + _CLOSE
    marked = _INPUT.sub(lambda tag: "" if _HIDDEN.search(tag[0]) else mark, html)
    return marked if mark in marked else _LINE.sub(mark, marked)


def _input(place: int, total: int, values: Sequence[str]) -> SafeString:
    label = _("Gap %(number)s of %(total)s") % {"number": place + 1, "total": total}
    return format_html(
        '<input class="gap" type="text" name="gaps" aria-label="{}" value="{}"'
        ' maxlength="2000" autocomplete="off" autocapitalize="none"'
        ' spellcheck="false">',
        label,
        conditional_escape(values[place] if place < len(values) else ""),
    )
