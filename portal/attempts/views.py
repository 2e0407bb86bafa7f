"""/attempts/ and /attempts/<id>/: all attempts, and what one of them is now."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal import testpress
from portal.attempts import charts, receipts, room
from portal.attempts.alone import fails_alone
from portal.attempts.history import History
from portal.attempts.results import Result
from portal.web.forms import Filter
from portal.web.pages import page_number, render_page
from portal.web.requests import PortalRequest


@require_safe
def attempt_list(request: PortalRequest) -> HttpResponse:
    """All of the student's attempts: those that are running first, to resume."""
    form = Filter(request.GET)
    asked = form.asked
    page = request.testpress.attempts.list(
        page=page_number(request), course=asked["course"], search=asked["q"]
    )
    now = timezone.now()
    courses = {each.exam.course for each in page if each.exam and each.exam.course}
    context = {
        "page": page,
        "running": [each for each in page if each.is_running],
        "results": [Result(each, now) for each in page if not each.is_running],
        "has_ranks": any(each.shown_rank for each in page),
        "form": form,
        "asked": asked,
        "courses": sorted(courses),
    }
    return render_page(request, "attempts/list.html", context, swap="attempt-results")


@require_safe
def attempt_detail(request: PortalRequest, id: int) -> HttpResponse:
    """Running: the exam room (or "Resume exam" after a gap); otherwise the result."""
    found = room.open_room(request, id)
    if isinstance(found, testpress.Attempt):
        return _result_page(request, found)
    return found


def _result_page(request: PortalRequest, attempt: testpress.Attempt) -> HttpResponse:
    context = {
        "attempt": attempt,
        "result": Result(attempt, timezone.now()),
        "receipt": receipts.find(request, attempt.id),
    }
    return render_page(request, "attempts/result.html", context)


@fails_alone("history")
def history(request: PortalRequest, id: int) -> HttpResponse:
    """This attempt among the others of the same exam, and its rank if it has one."""
    attempt = request.testpress.attempts.get(id)
    result = Result(attempt, timezone.now())
    others = (
        request.testpress.attempts.of_exam(attempt.exam_slug)
        if attempt.exam_slug
        else testpress.Page(items=(), number=1, has_next=False)
    )
    found = History(others.items, id, result.shows_score)
    context = {
        "attempt": attempt,
        "result": result,
        "history": found,
        "others": others,
        "trend": charts.trend(found.scores),
        "is_block": request.htmx.target == "history",
    }
    return render_page(request, "attempts/history.html", context, swap="history")
