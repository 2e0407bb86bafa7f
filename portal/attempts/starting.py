"""Starting and resuming: POST /exams/<slug>/attempts/, POST /attempts/<id>/start/.

Creating is the one call of the API's that can't be repeated safely, so it is made
under a lock, after looking for a running attempt, and after an answer that never came
only once we have looked again (API.md §3.3).
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal import testpress
from portal.attempts import languages, replies, rooms
from portal.web import logs
from portal.web.errors import in_the_room, unavailable
from portal.web.pages import see_other
from portal.web.requests import PortalRequest

LOCK_SECONDS = 60
PAGES_SEARCHED = 5


@require_POST
def create(request: PortalRequest, slug: str) -> HttpResponse:
    """Start an attempt, or go on with the one that runs: never two."""
    with _one_at_a_time(request, slug) as alone:
        if not alone:
            return unavailable(request)
        try:
            attempt = _resume_or_create(request, slug)
        except (testpress.NotFound, testpress.Throttled):
            raise
        except testpress.Refused as refusal:
            if refusal.is_about_the_session:
                raise
            logs.note(reason="the institute does not allow it")
            messages.error(request, refusal.message or _not_now())
            return see_other("exam-detail", slug=slug)
        if attempt.is_running:
            rooms.opened(request, attempt.id, attempt)
            languages.remember(request, attempt.id, request.POST.get("language", ""))
    return see_other("attempt-detail", id=attempt.id)


@in_the_room
@require_POST
def start(request: PortalRequest, id: int) -> HttpResponse:
    """Resume after a gap; an open room is answered with its clock, others with 303."""
    try:
        attempt = request.testpress.attempts.start(id)
    except testpress.Refused as refusal:
        if not refusal.may_mean_ended:
            raise
        # Refused because it has ended, most likely: then that is the answer.
        attempt = request.testpress.attempts.get(id)
        if attempt.is_running:
            raise
    if attempt.is_running:
        rooms.opened(request, id, attempt)
    if not replies.is_scripted(request):
        return see_other("attempt-detail", id=id)
    return replies.clock(attempt) if attempt.is_running else replies.ended()


def _resume_or_create(request: PortalRequest, slug: str) -> testpress.Attempt:
    attempts = request.testpress.attempts
    running = _running(request, slug)
    if running:
        return attempts.start(running.id)
    try:
        return attempts.create(slug, wrong_only=request.POST.get("wrong_only") == "on")
    except (testpress.Unreachable, testpress.Unexpected):
        # It may have been created all the same.
        running = _running(request, slug)
        if running:
            return running
        raise


def _running(request: PortalRequest, slug: str) -> testpress.Attempt | None:
    """The newest running attempt of the exam."""
    found: list[testpress.Attempt] = []
    for number in range(1, PAGES_SEARCHED + 1):
        page = request.testpress.attempts.of_exam(slug, page=number)
        found += [attempt for attempt in page if attempt.is_running]
        if not page.has_next:
            break
    return testpress.newest_running(found)


@contextmanager
def _one_at_a_time(request: PortalRequest, slug: str) -> Iterator[bool]:
    """A lock per student and exam, so that a second press finds the first's attempt."""
    student = request.student.id if request.student else 0
    key = f"starting:{request.institute.key}:{student}:{slug}"
    patience = time.monotonic() + 20
    while not cache.add(key, True, LOCK_SECONDS):
        if time.monotonic() > patience:
            yield False
            return
        time.sleep(0.1)
    try:
        yield True
    finally:
        cache.delete(key)


def _not_now() -> str:
    return _("The institute does not let you start this exam now.")
