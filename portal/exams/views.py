"""/, /exams/ and /exams/<slug>/."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal import testpress
from portal.exams import forms, standing, subscription, trend
from portal.web import blocks
from portal.web.pages import page_number, render_page
from portal.web.requests import PortalRequest

OPEN_EXAMS_AT_HOME = 6
POSTS_AT_HOME = 4


@require_safe
def home(request: PortalRequest) -> HttpResponse:
    """What runs, what is open and what is new, each part for itself."""
    api = request.testpress
    parts = blocks.load(
        request,
        {
            "running": api.attempts.list,
            "exams": api.exams.list,
            "posts": lambda: api.posts.list(order="-created"),
        },
    )
    now = timezone.now()
    attempts = parts["running"].value or ()
    exams = standing.of_list(parts["exams"].value or (), attempts, now)
    context = {
        "resumable": standing.resumable(attempts, now),
        "open": [each.face for each in exams if each.is_new][:OPEN_EXAMS_AT_HOME],
        "posts": tuple(parts["posts"].value or ())[:POSTS_AT_HOME],
    }
    return blocks.render(request, "exams/home.html", parts, context)


@require_safe
def exam_list(request: PortalRequest) -> HttpResponse:
    form = forms.ExamFilter(request.GET)
    asked = form.asked
    aside = blocks.ask({"attempts": request.testpress.attempts.list})
    page = request.testpress.exams.list(
        asked["state"],
        page=page_number(request),
        course=asked["course"],
        search=asked["q"],
    )
    # Rows don't say what runs. Without the attempts the list is still a list.
    attempts = blocks.collect(request, aside)["attempts"].value or ()
    exams = standing.of_list(
        page, attempts, timezone.now(), was_attempted=asked["state"] == "history"
    )
    context = {
        "form": form,
        "asked": asked,
        "page": page,
        "running": [each for each in exams if each.way_in == standing.RESUME],
        "others": [each.face for each in exams if each.way_in != standing.RESUME],
        "courses": sorted({exam.course for exam in page if exam.course}),
        "calendar": asked["state"] == "upcoming" and _calendar_address(request),
    }
    return render_page(request, "exams/list.html", context, swap="exam-results")


@require_safe
def exam_detail(request: PortalRequest, slug: str) -> HttpResponse:
    api = request.testpress
    asked = blocks.ask(
        {
            "attempts": lambda: api.attempts.of_exam(slug),
            "languages": lambda: api.exams.languages(slug),
        }
    )
    exam = api.exams.get(slug)
    parts = blocks.collect(request, asked)
    # A choice that nobody misses where it can't be offered.
    languages = parts.pop("languages").value or ()
    attempts: testpress.Page[testpress.Attempt] | None = parts["attempts"].value
    exam = standing.with_attempts(exam, attempts or ())
    here = standing.Standing(exam=exam, now=timezone.now())
    context = {
        "exam": exam,
        "standing": here,
        "languages": languages if len(languages) > 1 else (),
        "has_more_attempts": attempts is not None and attempts.has_next,
        "trend": trend.of(here.results, exam.total_marks) if exam.show_score else None,
        "shows_rank": any(each.shown_rank for each in here.results),
        "shows_percentile": exam.show_percentile
        and any(each.percentile is not None for each in here.results),
    }
    return blocks.render(request, "exams/detail.html", parts, context)


def _calendar_address(request: PortalRequest) -> str:
    """Where the student's calendar is; "" if they have none."""
    key = subscription.current(request)
    path = reverse("exam-calendar", query={"key": key})
    return request.build_absolute_uri(path) if key else ""
