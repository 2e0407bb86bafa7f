"""/check/: can this device keep answers, and a question to pull the plug on.

The practice question goes through the room's own journal and outbox; only the API is
left out, so that anyone may try it before their first exam, signed in or not.
"""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from portal.attempts import replies, rooms
from portal.web.pages import render_page
from portal.web.requests import PortalRequest

PRACTICE_ROW = 1


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def check(request: PortalRequest) -> HttpResponse:
    """The page; by POST, the practice answer, acknowledged as the room's saves are."""
    if request.method == "POST":
        return replies.saved(PRACTICE_ROW, replies.posted_version(request))
    context = {
        "row": PRACTICE_ROW,
        "writer": rooms.new_writer(),
    }
    return render_page(request, "attempts/practice.html", context)
