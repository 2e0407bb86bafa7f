"""Parts of pages that come out the same for the same facts, and so are made once.

A list is twenty cards, and a card looks alike to everyone who stands with its exam as
it says. Such a part sees its facts and nothing else – no request, no student, no clock
– so what it was made from is its key, and what is kept can't be stale or another's.
"""

from collections.abc import Hashable, Iterable
from datetime import date
from functools import lru_cache

from django.template.loader import get_template
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

PIECES_KEPT = 8_000  # of a kilobyte or two


def render(template: str, **facts: Hashable) -> SafeString:
    """The template with these facts: values that are equal only if they read alike.

    Dates are told by the institute's clock and its day, words in the page's language:
    these are facts too. Raises TypeError for what can change (a list, a form).
    """
    return _made(template, *_surroundings(), **facts)


def render_each(
    template: str, name: str, values: Iterable[Hashable], **facts: Hashable
) -> SafeString:
    """The template once for each value, by `name`, one after the other."""
    around = _surroundings()
    return SafeString(
        "".join(_made(template, *around, **{name: each}, **facts) for each in values)
    )


def _surroundings() -> tuple[str | None, str, date]:
    zone = timezone.get_current_timezone()
    today = timezone.now().astimezone(zone).date()
    return get_language(), str(zone), today


@lru_cache(maxsize=PIECES_KEPT, typed=True)
def _made(
    template: str, language: str | None, zone: str, today: date, **facts: Hashable
) -> SafeString:
    return SafeString(get_template(template).render(facts))
