"""Every address there is, found in the URLconf, and what each one is for.

A new route fails `test_routes.py` until it has its line here; the rest is tested by
itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse


@dataclass(frozen=True)
class Route:
    """`verbs` are those it answers; `is_public`: a stranger may; `room`: 401, no page.

    `others` is what another student gets where it names something that isn't theirs,
    `ended` what an attempt that is over answers.
    """

    verbs: str = "GET"
    is_public: bool = False
    room: bool = False
    values: dict[str, Any] = field(default_factory=dict)
    others: int = 403
    ended: int = 200
    asks: bool = False


AN_ATTEMPT = {"id": 400}
PAGE = Route()
FORM = Route("POST")
PUBLIC = Route(is_public=True)
PUBLIC_FORM = Route("POST", is_public=True)
ROUTES = {
    "home": PAGE,
    "exam-list": PAGE,
    "exam-detail": Route(values={"slug": "optics"}),
    "exam-calendar": PUBLIC,
    "calendar-create": FORM,
    "calendar-revoke": FORM,
    # A refusal is said on the exam's page, which is refused in its turn.
    "attempt-create": Route("POST", values={"slug": "optics"}, others=303),
    "attempt-list": PAGE,
    "attempt-detail": Route(values=AN_ATTEMPT),
    "attempt-start": Route("POST", room=True, values=AN_ATTEMPT, ended=409),
    "attempt-heartbeat": Route("POST", room=True, values=AN_ATTEMPT, ended=409),
    # Only a word in this student's own session.
    "attempt-language": Route(
        "POST", room=True, values=AN_ATTEMPT, others=303, ended=204
    ),
    # Only tells this student's own windows apart.
    "attempt-writer": Route(
        "POST", room=True, values=AN_ATTEMPT, others=204, ended=204
    ),
    "answer-save": Route(
        "POST", room=True, values={**AN_ATTEMPT, "row": 101}, ended=409
    ),
    # Without a file there is nothing to bring to anyone.
    "answer-files": Route(
        "POST", room=True, values={**AN_ATTEMPT, "row": 101}, others=422, ended=422
    ),
    "attempt-submit": Route(values=AN_ATTEMPT, ended=302),
    # Ending twice is harmless.
    "attempt-end": Route("POST", room=True, values=AN_ATTEMPT, ended=200),
    "section-start": Route("POST", values={**AN_ATTEMPT, "at": 0}, ended=303),
    "section-end": Route("POST", room=True, values={**AN_ATTEMPT, "at": 0}),
    "check": Route("GET POST", is_public=True),
    "attempt-review": Route(values=AN_ATTEMPT),
    "attempt-subjects": Route(values=AN_ATTEMPT),
    "attempt-times": Route(values=AN_ATTEMPT),
    "attempt-history": Route(values=AN_ATTEMPT),
    "login": Route("GET POST", is_public=True),
    "logout": PUBLIC_FORM,
    "sign-out-others": PUBLIC_FORM,
    "csrf-token": PUBLIC,
    "profile": Route("GET POST"),
    "public-profile": Route(values={"id": 18}),
    "product-list": PAGE,
    "product-detail": Route(values={"slug": "jee-pack"}),
    "post-list": PAGE,
    "post-detail": Route(values={"slug": "hall-tickets"}),
    "search": PAGE,
    "healthz": PUBLIC,
    "readyz": Route(is_public=True, asks=True),
    "preferences": PUBLIC_FORM,
    "brand-css": Route(
        is_public=True, values={"color": "0b6b50", "digest": "0123456789ab"}
    ),
    "favicon": PUBLIC,
    "manifest": PUBLIC,
    "robots": PUBLIC,
}


def in_urlconf() -> Iterator[URLPattern]:
    waiting: list[URLPattern | URLResolver] = list(get_resolver().url_patterns)
    while waiting:
        found = waiting.pop()
        if isinstance(found, URLResolver):
            waiting += found.url_patterns
        else:
            yield found


FOUND = sorted(str(pattern.name) for pattern in in_urlconf())
# One without a line fails `test_every_route_has_its_line`, and that once.
NAMES = [name for name in FOUND if name in ROUTES]


def address(name: str) -> str:
    return reverse(name, kwargs=ROUTES[name].values)


def having(**facts: Any) -> list[str]:
    """The names of the routes of which all this is true."""
    return [
        name
        for name in NAMES
        if all(getattr(ROUTES[name], fact) == value for fact, value in facts.items())
    ]


def answering(verb: str) -> list[str]:
    return [name for name in NAMES if verb in ROUTES[name].verbs]
