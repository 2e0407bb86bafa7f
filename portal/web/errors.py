"""The one table that turns what went wrong into a page, or an answer to htmx."""

import logging
import random
from collections.abc import Callable
from typing import TypeVar
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal import testpress
from portal.web import logs, sessions
from portal.web.requests import PortalRequest

logger = logging.getLogger(__name__)

View = Callable[..., HttpResponse]

TRY_AGAIN_SECONDS = 5


V = TypeVar("V", bound=View)


def in_the_room(view: V) -> V:
    """Mark a view that an open exam room calls.

    Without a student it answers 401 and nothing else: the room shows its own
    sign-in dialog, and leaves neither the page nor the answers in it.
    """
    view.in_the_room = True  # type: ignore[attr-defined]
    return view


def page_for(request: PortalRequest, error: testpress.Error) -> HttpResponse:
    """The answer to an error of the API's that no view had something better for."""
    match error:
        case testpress.SignedOut():
            sessions.drop_token(request.session)
            match_ = request.resolver_match
            return sign_in_again(request, match_.func if match_ else None)
        case testpress.Forbidden(is_parallel_login=True):
            return error_page(request, 403, "errors/too_many_devices.html")
        case testpress.Forbidden(is_login_locked=True):
            return error_page(request, 403, "errors/locked.html")
        case testpress.ProfileIncomplete():
            return error_page(request, 403, "errors/profile_incomplete.html")
        case testpress.Forbidden():
            return error_page(request, 403, "errors/forbidden.html", error.message)
        case testpress.NotFound():
            return error_page(request, 404, "errors/not_found.html")
        case testpress.Throttled():
            wait = error.retry_after
            return error_page(request, 429, "errors/busy.html", retry_after=wait)
        case testpress.Unreachable():
            logger.warning("Testpress is unreachable: %s", error)
            return unavailable(request, error.retry_after)
        case _:
            # A refusal that a view should have caught, or an answer that we can't
            # read: somebody has to change some code.
            logger.error("Testpress answered in a way we don't know: %s", error)
            return error_page(request, 502, "errors/unreadable.html")


def unavailable(request: PortalRequest, asked_to_wait: int = 0) -> HttpResponse:
    """503: the institute's server doesn't answer; come back in a few seconds.

    Where it named a time itself, everybody hears of it: not all come back at once.
    """
    wait = TRY_AGAIN_SECONDS
    if asked_to_wait:
        wait = asked_to_wait + random.randint(1, 5)  # noqa: S311 - no secret
    return error_page(request, 503, "errors/unavailable.html", retry_after=wait)


def sign_in_again(request: PortalRequest, view: View | None) -> HttpResponse:
    """Send the student to the login page, and back to where they were afterwards.

    A room is answered 401 and stays where it is; htmx is told by HX-Redirect,
    since it would follow a plain redirect and swap the login page into a corner.
    """
    logs.note(reason="not signed in")
    if getattr(view, "in_the_room", False):
        response = error_page(request, 401, "errors/signed_out.html", swap=False)
        response["Portal-Refused"] = "signed-out"
        return response
    login = reverse("login", query={"next": _where_they_are(request)})
    if request.htmx:
        return HttpResponse(status=401, headers={"HX-Redirect": login})
    return redirect(login)


def error_page(
    request: HttpRequest,
    status: int,
    template: str,
    message: str = "",
    *,
    retry_after: int | None = None,
    swap: bool = True,
) -> HttpResponse:
    """One themed page for a person; for htmx, the same page's main part.

    `message` is the API's own words, shown escaped. Asks nothing of the API. Never
    takes the place of an open exam room, whatever that asked for.
    """
    context = {"message": message, "retry_after": retry_after, "status": status}
    response = render(request, template, context, status=status)
    if retry_after is not None:
        response["Retry-After"] = str(retry_after)
    if swap and getattr(request, "htmx", None) and not _is_asked_by_a_room(request):
        response["HX-Retarget"] = "#main"
        response["HX-Reselect"] = "#main"
        response["HX-Reswap"] = "outerHTML"
    return response


def _is_asked_by_a_room(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and getattr(match.func, "in_the_room", False)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 of our own making, told apart from the API's by its header."""
    # What stands behind the dash quotes a header.
    logger.info("Refused without a good CSRF token: %s", reason.partition(" - ")[0])
    response = error_page(request, 403, "errors/csrf.html", swap=False)
    response["Portal-Refused"] = "csrf"
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400. It may be the host that is wrong, so it asks nothing of the frame."""
    return _bare_page(_("We couldn't read that request."), 400)


def of_unknown_length(request: HttpRequest) -> HttpResponse:
    """411."""
    return _bare_page(_("We couldn't read that request."), 411)


def too_large(request: HttpRequest) -> HttpResponse:
    """413."""
    return _bare_page(_("That is larger than we can take."), 413)


def too_busy(request: HttpRequest, seconds: int) -> HttpResponse:
    """503: it isn't the API, it is us. A page tries again by itself."""
    if request.method in ("GET", "HEAD"):
        what = _(
            "Very many students are here at this moment. "
            "This page tries again by itself in a few seconds."
        )
    else:
        what = _(
            "What you sent just now has not been saved. "
            "Wait, then go back and send it again."
        )
    response = _bare_page(what, 503)
    response["Retry-After"] = str(seconds)
    if request.method == "GET":
        response["Refresh"] = str(seconds)
    return response


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, 403, "errors/forbidden.html")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, 404, "errors/not_found.html")


def server_error(request: HttpRequest) -> HttpResponse:
    """500: a bug of ours. Static, since whatever broke may break a template too."""
    return _bare_page(_("Something went wrong on our side."), 500)


def _bare_page(what: str, status: int) -> HttpResponse:
    page = format_html(
        _BARE,
        language=get_language(),
        title=_("Something went wrong"),
        what=what,
        kept=_("Answers that you gave are kept."),
        home=_("Go to the home page"),
    )
    return HttpResponse(page, status=status)


_BARE = """<!doctype html>
<html lang="{language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<h1>{what}</h1>
<p>{kept} <a href="/">{home}</a></p>
</html>
"""


def _where_they_are(request: PortalRequest) -> str:
    """The page the student looks at: for htmx and forms, not the address called."""
    if request.method == "GET" and not request.htmx:
        return request.get_full_path()
    url = request.htmx.current_url if request.htmx else request.headers.get("Referer")
    hosts = {request.get_host()}
    if not url or not url_has_allowed_host_and_scheme(url, hosts, request.is_secure()):
        return reverse("home")
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
