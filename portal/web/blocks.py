"""Parts of a page that load, and fail, each by itself.

All are asked for together. What comes in time stands in the page; a late part is
left to htmx, which asks for it alone (`?part=<name>`); one that failed says so in
its own place and can be tried again. Without script, `?all=1` waits for all of them.

In a template a part is a partial called `part-<name>`, and so is the element in it.
"""

import logging
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal import testpress
from portal.web.errors import TRY_AGAIN_SECONDS
from portal.web.pages import render_page
from portal.web.requests import PortalRequest

logger = logging.getLogger(__name__)

# Most answers take a fifth of it; whoever waits longer sees the rest of the page.
PATIENCE_SECONDS = 1.0

Asked = Mapping[str, Future[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """What became of one part: its `value`, its `error`, or neither yet (`is_late`)."""

    name: str
    value: Any = None
    error: testpress.Error | None = None

    @property
    def is_late(self) -> bool:
        return self.value is None and self.error is None

    @property
    def id(self) -> str:
        """Of its element, of its partial, and of its htmx target."""
        return f"part-{self.name}"

    @property
    def wait(self) -> int:
        """Seconds after which trying again makes sense."""
        error = self.error
        return (
            error.retry_after
            if isinstance(error, testpress.Throttled)
            else TRY_AGAIN_SECONDS
        )

    @property
    def status(self) -> int:
        match self.error:
            case None:
                return 200
            case testpress.Unreachable():
                return 503
            case testpress.Throttled() | testpress.Forbidden() | testpress.NotFound():
                return self.error.status
            case _:
                return 502

    @property
    def words(self) -> str:
        """What went wrong, for the student."""
        match self.error:
            case testpress.Throttled():
                return ngettext(
                    "There were many requests just now. Try again in %(n)s second.",
                    "There were many requests just now. Try again in %(n)s seconds.",
                    self.wait,
                ) % {"n": self.wait}
            case testpress.Unreachable():
                return _("The institute's server did not answer.")
            case testpress.Forbidden():
                return self.error.message or _("Your institute does not show you this.")
            case _:
                return _("The institute's server sent something that can't be read.")


def ask(calls: Mapping[str, Callable[[], Any]]) -> Asked:
    """Begin all calls. Each may make several of the API's, one after the other."""
    return {name: testpress.in_background(call) for name, call in calls.items()}


def collect(request: PortalRequest, asked: Asked) -> dict[str, Block]:
    """What has come, or comes within our patience.

    Raises what concerns the sign-in itself, since that is no part's own trouble.
    """
    waits = bool(request.GET.get("all") or _only(request))
    until = None if waits else time.monotonic() + PATIENCE_SECONDS
    return {name: _result(name, call, until) for name, call in asked.items()}


def load(
    request: PortalRequest, calls: Mapping[str, Callable[[], Any]]
) -> dict[str, Block]:
    """All parts of a page; or the one that htmx asked for, the others being late.

    Raises the first part's error if every part failed: then the page did.
    """
    only = _only(request)
    if only in calls:
        late = {name: Block(name=name) for name in calls}
        found = {only: _result(only, testpress.in_background(calls[only]), None)}
        return {**late, **found}
    parts = collect(request, ask(calls))
    errors = [part.error for part in parts.values() if part.error]
    if len(errors) == len(parts):
        raise errors[0]
    return parts


def render(
    request: PortalRequest,
    template: str,
    parts: Mapping[str, Block],
    context: Mapping[str, Any],
) -> HttpResponse:
    """The page with its parts; or the one part that htmx asked for, failed or not."""
    context = {"parts": parts, **context}
    part = parts.get(_only(request))
    if part is None:
        return render_page(request, template, context)
    response = render_page(request, template, context, swap=part.id, status=part.status)
    if part.error:
        # main.js swaps an error only where we say that it is a page of ours.
        response["HX-Retarget"] = f"#{part.id}"
        if part.status in (429, 503):
            response["Retry-After"] = str(part.wait)
    return response


def _only(request: PortalRequest) -> str:
    """The name of the part that htmx asks for; "" for the whole page."""
    name = request.GET.get("part", "")
    return name if name and request.htmx.target == f"part-{name}" else ""


def _result(name: str, asked: Future[Any], until: float | None) -> Block:
    wait = None if until is None else max(0.0, until - time.monotonic())
    try:
        return Block(name=name, value=asked.result(wait))
    except TimeoutError:
        asked.cancel()
        return Block(name=name)
    except testpress.Error as error:
        if isinstance(error, testpress.Refused) and error.is_about_the_session:
            raise
        say = logger.warning if _is_weather(error) else logger.error
        say("The part %r of a page could not be loaded: %s", name, error)
        return Block(name=name, error=error)


def _is_weather(error: testpress.Error) -> bool:
    return isinstance(error, testpress.Unreachable | testpress.Refused)
