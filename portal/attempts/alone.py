"""Pages that are also loaded into another page, where they fail alone."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from portal import testpress
from portal.web.blocks import Block
from portal.web.pages import render_page
from portal.web.requests import PortalRequest

logger = logging.getLogger(__name__)

V = TypeVar("V", bound=Callable[..., HttpResponse])


def fails_alone(target: str) -> Callable[[V], V]:
    """Mark a view whose page is also loaded into the element `target` of another.

    There, what keeps it from loading is said in that element, with a way to try
    again; what concerns the sign-in concerns the whole page. Asked for as a page,
    it fails like any other.
    """

    def decorate(view: V) -> V:
        @wraps(view)
        def guarded(request: PortalRequest, *args: Any, **rest: Any) -> HttpResponse:
            try:
                return view(request, *args, **rest)
            except testpress.Error as error:
                if request.htmx.target != target or _is_about_the_session(error):
                    raise
                return _failed(request, target, error)

        return require_safe(guarded)  # type: ignore[return-value]

    return decorate


def _is_about_the_session(error: testpress.Error) -> bool:
    return isinstance(error, testpress.Refused) and error.is_about_the_session


def _failed(
    request: PortalRequest, target: str, error: testpress.Error
) -> HttpResponse:
    part = Block(name=target, error=error)
    is_ours = isinstance(error, testpress.Unexpected)
    say = logger.error if is_ours else logger.warning
    say("The part %r of a result could not be loaded: %s", target, error)
    context = {
        "part": part,
        "target": target,
        "is_withheld": part.status in (403, 404),
    }
    template = "attempts/_failed.html"
    response = render_page(request, template, context, status=part.status)
    # main.js swaps an error only where we say that it is a page of ours.
    response["HX-Retarget"] = f"#{target}"
    response["HX-Reswap"] = "innerHTML"
    if part.status in (429, 503):
        response["Retry-After"] = str(part.wait)
    return response
