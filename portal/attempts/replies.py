"""What an open exam room is answered: short, and impossible to mistake.

The room believes only what these headers say. A page of a captive portal, a proxy's
error page or silence carries none of them, and so is never taken for "saved".
"""

import re
from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from portal import testpress
from portal.web import pieces

RETRY_SECONDS = 1
VERSION = re.compile(r"[0-9]{1,15}")
WRITER = re.compile(r"[0-9]{20}-[0-9a-f]{8}")


def is_scripted(request: HttpRequest) -> bool:
    """Whether a room's script asks (htmx, or ours), and not a plain form."""
    return "HTTP_HX_REQUEST" in request.META or "version" in request.POST


def posted_writer(request: HttpRequest) -> str:
    """The window that asks; "" where it doesn't say, or says it badly."""
    writer = request.POST.get("writer", "")
    return writer if WRITER.fullmatch(writer) else ""


def posted_version(request: HttpRequest) -> str:
    """The version of the answer that is sent; "0" where it has none."""
    version = request.POST.get("version", "")
    return version if VERSION.fullmatch(version) else "0"


def saved(row: int, version: str) -> HttpResponse:
    """The API has taken this version of this row's answer."""
    return HttpResponse(headers={"Portal-Saved": f"{row}:{version}"})


def clock(attempt: testpress.Attempt) -> HttpResponse:
    """The clock's fragment, with fresh seconds."""
    left = attempt.room_clock()
    html = pieces.render("attempts/_clock.html", clock=left)
    return HttpResponse(html, headers={"Portal-Clock": left.kind})


def ended() -> HttpResponse:
    """409: the attempt is over; nothing more can be saved in it."""
    words = _("This exam has ended.")
    return _plain(409, words, {"Portal-Conflict": "ended"})


def elsewhere() -> HttpResponse:
    """409: a newer window writes in this attempt."""
    words = _("This exam goes on in another window.")
    return _plain(409, words, {"Portal-Conflict": "elsewhere"})


def refused(message: str) -> HttpResponse:
    """422: the answer is not accepted, in words for the student; don't retry."""
    return _plain(422, message, {"Portal-Refused": "answer"})


def handed_in(attempt_id: int, not_accepted: Iterable[int]) -> HttpResponse:
    """The API says Completed; `not_accepted` are the rows that came too late."""
    headers = {"Portal-Ended": str(attempt_id)}
    if rows := ",".join(map(str, not_accepted)):
        headers["Portal-Not-Accepted"] = rows
    return HttpResponse(headers=headers)


def try_again(seconds: int = RETRY_SECONDS, status: int = 503) -> HttpResponse:
    """503 (or 429): not saved; keep it and send it again after `Retry-After`."""
    words = _("Not sent yet. The institute's server does not answer.")
    return _plain(status, words, {"Retry-After": str(seconds)})


def _plain(status: int, words: str, headers: dict[str, str]) -> HttpResponse:
    return HttpResponse(
        words,
        status=status,
        content_type="text/plain; charset=utf-8",
        headers=headers,
    )
