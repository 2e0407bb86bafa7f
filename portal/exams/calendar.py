"""/exams/calendar.ics, and the buttons that make its address and end it."""

from datetime import datetime, timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal import testpress
from portal.exams import ics, subscription
from portal.web import tags
from portal.web.branding import brand_of
from portal.web.preferences import SeeOther
from portal.web.requests import PortalRequest

PAGES = 5
A_DAY = timedelta(days=1)


@login_not_required
@require_safe
def feed(request: PortalRequest) -> HttpResponse:
    """The upcoming exams of whoever has this address: a calendar can't sign in."""
    client = subscription.client(request, request.GET.get("key", ""))
    if client is None:
        raise Http404
    try:
        exams = _upcoming(client)
    except (testpress.SignedOut, testpress.Forbidden):
        # The feed's own token is meant, not that of whoever looks at it.
        words = _(
            "Your institute has signed you out. Sign in to the portal and look at your "
            "upcoming exams there: then this calendar goes on."
        )
        return HttpResponse(words, status=410, content_type="text/plain; charset=utf-8")
    now = timezone.now()
    name = _("Exams at %(institute)s") % {"institute": brand_of(request).name}
    events = [_event(request, exam) for exam in exams if exam.opens_later(now)]
    return HttpResponse(
        ics.calendar(name, events, now),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'inline; filename="exams.ics"'},
    )


@require_POST
def create(request: PortalRequest) -> HttpResponse:
    subscription.create(request)
    messages.success(request, _("Your calendar address is ready. Keep it to yourself."))
    return SeeOther(_back())


@require_POST
def revoke(request: PortalRequest) -> HttpResponse:
    subscription.revoke(request)
    messages.success(
        request, _("The calendar address has ended. It shows nothing now.")
    )
    return SeeOther(_back())


def _back() -> str:
    return reverse("exam-list", query={"state": "upcoming"}, fragment="calendar")


def _upcoming(client: testpress.Client) -> list[testpress.Exam]:
    found: list[testpress.Exam] = []
    for number in range(1, PAGES + 1):
        page = client.exams.list("upcoming", page=number)
        found += page
        if not page.has_next:
            break
    return found


def _event(request: PortalRequest, exam: testpress.Exam) -> ics.Event:
    address = request.build_absolute_uri(reverse("exam-detail", args=[exam.slug]))
    assert exam.opens_at  # noqa: S101 — it opens later, so this is known
    return ics.Event(
        uid=f"exam-{exam.slug}@{request.get_host()}",
        title=exam.title,
        details=_details(exam),
        url=address,
        starts_at=exam.opens_at,
        ends_at=_ends_at(exam, exam.opens_at),
    )


def _details(exam: testpress.Exam) -> str:
    lines = [exam.course]
    if exam.closes_at:
        # In full: "tomorrow" would not stay true in somebody's calendar.
        local = timezone.localtime(exam.closes_at)
        closes = f"{tags.day_of_year(local)}, {tags.time_of_day(local)}"
        lines.append(_("Open until %(when)s") % {"when": closes})
    return "\n".join(line for line in lines if line)


def _ends_at(exam: testpress.Exam, opens_at: datetime) -> datetime | None:
    """A window of a day is an appointment; a longer one begins with its duration."""
    if exam.closes_at and opens_at < exam.closes_at <= opens_at + A_DAY:
        return exam.closes_at
    return opens_at + exam.duration if exam.duration else None
