"""Filters and tags that every template has, without loading them."""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django import template
from django.template.base import Parser, TextNode, Token
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _

from portal.web import cleaning, pieces
from portal.web.brand import Pair, safe_category_colours

register = template.Library()

# The palette's five states, in the national test's words.
STATE_WORDS = {
    "answered": _("Answered"),
    "not-answered": _("Not answered"),
    "marked": _("Marked for review"),
    "answered-marked": _("Answered and marked for review"),
    "not-visited": _("Not visited"),
}
KIND_WORDS = {
    "R": _("One correct answer"),
    "C": _("One or more correct answers"),
    "S": _("Short answer"),
    "N": _("Numerical answer"),
    "E": _("Essay"),
    "G": _("Fill in the gaps"),
    "F": _("File upload"),
}


@register.simple_tag(takes_context=True)
def html(context: template.Context, source: str) -> SafeString:
    """The API's own HTML, cleaned: `{% html post.content_html %}`."""
    institute = context.get("institute")
    return cleaning.clean(source or "", institute.api_origin if institute else "")


@register.simple_tag(takes_context=True)
def piece(context: template.Context, template: str, **facts: Any) -> SafeString:
    """A part that is kept: `{% piece "exams/_card.html" standing=each heading=2 %}`."""
    return pieces.render(template, context, **facts)


@register.tag
def slot(parser: Parser, token: Token) -> TextNode:
    """In a part that is kept, what is each page's own: `{% slot student.name %}`."""
    _, _, written = token.contents.partition(" ")
    return TextNode(pieces.slot(parser.compile_filter(written.strip())))


@register.simple_tag(takes_context=True)
def piece_each(
    context: template.Context,
    template: str,
    name: str,
    values: Iterable[Any],
    **facts: Any,
) -> SafeString:
    """One for each of many: `{% piece_each "exams/_card.html" "standing" faces %}`."""
    return pieces.render_each(template, name, values, context, **facts)


@register.simple_tag(takes_context=True)
def picture(context: template.Context, url: str) -> str:
    """The address of a picture, or "": `{% picture product.image_url as src %}`."""
    institute = context.get("institute")
    return cleaning.picture(url or "", institute.api_origin if institute else "")


@register.filter
def lang_of(text: Any) -> SafeString:
    """` lang="hi"` for the API's Hindi on a page in another language; else nothing.

    A tag whose text is the API's takes it: `<h1{{ exam.title|lang_of }}>`. The
    script tells: a third of the letters in it suffices, since formulas and terms in
    Latin letters stand in the midst of every language. Math belongs to none.
    """
    source = str(text or "")
    letters = _NO_WORDS.sub(" ", source) if "<" in source else source
    if letters.isascii():
        written = "en" if _LATIN.search(letters) else ""
    else:
        latin = len(_LATIN.findall(letters))
        hindi, tamil = len(_DEVANAGARI.findall(letters)), len(_TAMIL.findall(letters))
        indian = max(hindi, tamil)
        written = "en" if latin else ""
        if indian and indian * 2 >= latin:
            written = "hi" if hindi >= tamil else "ta"
    if not written or written == get_language():
        return SafeString("")
    return SafeString(f' lang="{written}"')


# Each ends where another begins: "<" a hundred thousand times is read through once.
_NO_WORDS = re.compile(r"<math\b(?:(?!<math\b).)*?</math>|<[^<>]*>", re.DOTALL)
_LATIN = re.compile("[A-Za-z]")
_DEVANAGARI = re.compile("[\u0900-\u0963\u0966-\u097f]")
_TAMIL = re.compile("[\u0b80-\u0bff]")


@register.filter
def options(texts: Iterable[str]) -> SafeString:
    """What a field suggests: a datalist's options, of the API's texts."""
    return format_html_join("", '<option value="{}"></option>', ([t] for t in texts))


@register.filter
def category_colours(color: str) -> Pair | None:
    """What _category.html takes as `colors`: `category.colour|category_colours`."""
    return safe_category_colours(color)


@register.simple_tag
def state_word(state: str) -> str:
    """A palette state in words."""
    return str(STATE_WORDS.get(state, state))


@register.simple_tag
def question_kind(code: str) -> str:
    """A question type in words: what a student has to do."""
    return str(KIND_WORDS.get(code) or gettext("Other kind of question"))


@register.filter
def marks_count(value: Decimal) -> int:
    """The number that decides between "mark" and "marks"."""
    return 1 if abs(value) == 1 else 2


@register.filter
def span(value: timedelta | float | int | None) -> str:
    """How long, in words with units: "1 hour 23 minutes", "45 seconds", "–"."""
    if value is None:
        return "–"
    seconds = round(
        value.total_seconds() if isinstance(value, timedelta) else float(value)
    )
    hours, rest = divmod(max(seconds, 0), 3600)
    minutes, seconds = divmod(rest, 60)
    words = []
    if hours:
        words.append(ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours})
    if minutes:
        words.append(
            ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
        )
    if (seconds and not hours) or not words:
        words.append(
            ngettext("%(n)s second", "%(n)s seconds", seconds) % {"n": seconds}
        )
    return " ".join(words)


@register.filter
def short_span(value: timedelta | float | int | None) -> str:
    """How long, briefly: "1 h 05 min", "2 min 10 s", "0.7 s", "–"."""
    if value is None:
        return "–"
    total = value.total_seconds() if isinstance(value, timedelta) else float(value)
    if 0 < total < 10 and total != round(total):
        return gettext("%(s)s s") % {"s": f"{total:.1f}"}
    hours, rest = divmod(max(round(total), 0), 3600)
    minutes, seconds = divmod(rest, 60)
    if hours and not minutes:
        return gettext("%(h)s h") % {"h": hours}
    if hours:
        return gettext("%(h)s h %(m)s min") % {"h": hours, "m": f"{minutes:02}"}
    if minutes and not seconds:
        return gettext("%(m)s min") % {"m": minutes}
    if minutes:
        return gettext("%(m)s min %(s)s s") % {"m": minutes, "s": f"{seconds:02}"}
    return gettext("%(s)s s") % {"s": seconds}


@register.filter
def clock_face(seconds: int | None) -> str:
    """Seconds as a clock shows them: "1:23:44"."""
    if seconds is None:
        return "–:––"
    hours, rest = divmod(max(seconds, 0), 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{seconds:02}"


@register.filter
def when(value: datetime | None, now: datetime | None = None) -> str:
    """A moment as people say it: "today, 4:00 pm", "Friday 27 Nov, 9:00 am", "–".

    Near days carry their weekday; other years carry their year.
    """
    if value is None:
        return "–"
    local = timezone.localtime(value)
    today = timezone.localtime(now).date() if now else timezone.localdate()
    clock = time_of_day(local)
    days = (local.date() - today).days
    if days == 0:
        return gettext("today, %(time)s") % {"time": clock}
    if days == 1:
        return gettext("tomorrow, %(time)s") % {"time": clock}
    if days == -1:
        return gettext("yesterday, %(time)s") % {"time": clock}
    if abs(days) < 7:
        day = date_format(local, pgettext("a near day", "l j M"))
    elif local.year == today.year:
        day = date_format(local, pgettext("a day this year", "j M"))
    else:
        day = day_of_year(local)
    return f"{day}, {clock}"


@register.filter(expects_localtime=True)
def time_of_day(local: datetime | None) -> str:
    """An hour of the day: "4:00 pm"."""
    if local is None:
        return "–"
    words = gettext("%(time)s am") if local.hour < 12 else gettext("%(time)s pm")
    return words % {"time": date_format(local, "g:i")}


@register.filter(expects_localtime=True)
def day_of_year(local: date | None) -> str:
    """A day in full, true for ever: "27 Nov 2026"."""
    if local is None:
        return "–"
    return date_format(local, pgettext("a day of another year", "j M Y"))


@register.filter
def figure(value: Any) -> str:
    """A number without idle zeros: 3.00 → "3", 83.64 → "83.64", unknown → "–"."""
    if value is None or value == "":
        return "–"
    number = Decimal(str(value))
    text = f"{number:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace("-", "−")


@register.filter
def rupees(value: Decimal | None) -> str:
    """A price with Indian grouping: "₹23,000", "₹1,25,000.50"; 0 → "Free"."""
    if value is None:
        return "–"
    if value == 0:
        return gettext("Free")
    whole, _, paise = f"{abs(value):.2f}".partition(".")
    head, tail = whole[:-3], whole[-3:]
    pairs: list[str] = []
    while head:
        pairs.insert(0, head[-2:])
        head = head[:-2]
    grouped = ",".join([*pairs, tail])
    sign = "−" if value < 0 else ""
    return f"{sign}₹{grouped}" + (f".{paise}" if paise != "00" else "")
