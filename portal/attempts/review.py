"""/attempts/<id>/review/ and what is made of it: answers, subjects, times.

The API refuses all of it while an attempt is running, so it isn't asked then.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal import testpress
from portal.attempts import answers, charts, receipts, tree
from portal.attempts.alone import fails_alone
from portal.attempts.filters import Filters, subjects_of
from portal.attempts.lessons import Lessons
from portal.attempts.looks import PER_PAGE, Look, look_back
from portal.attempts.results import Result
from portal.web.pages import page_number, render_page
from portal.web.requests import PortalRequest


@require_safe
def review(request: PortalRequest, id: int) -> HttpResponse:
    """Every question with its answer; `result`, `marked`, `subject`, `slow`, `page`.

    The filters are ours and go over all of the API's pages. `all=1` shows them on
    one page, `print=1` likewise, ready for paper (`solutions=0` leaves those out).
    """
    result = _result(request, id)
    if not result.is_ready:
        return _not_yet(request, result)
    items = _items(request, result.attempt)
    looks = look_back(items, result.exam)
    filters = Filters.read(request.GET)
    found = filters.of(looks)
    is_printed = request.GET.get("print") == "1"
    with_solutions = request.GET.get("solutions") != "0"
    shown = _page(request, found, whole=is_printed or request.GET.get("all") == "1")
    context = {
        "result": result,
        "attempt": result.attempt,
        "filters": filters,
        "chips": filters.chips(looks),
        "switches": filters.switches(looks),
        "subjects": subjects_of(looks),
        "page": shown,
        "found": found,
        "looks": looks,
        "shown": _with_passages_once(shown.items, blank=not with_solutions),
        "wrong": _wrong_elsewhere(found, shown),
        "solutions": any(look.item.has_solution for look in looks),
        "is_printed": is_printed,
        "with_solutions": with_solutions,
        "receipt": None if filters.are_on else _receipt(request, id, items),
    }
    return render_page(request, "attempts/review.html", context)


@fails_alone("subjects")
def subjects(request: PortalRequest, id: int) -> HttpResponse:
    """Subject by subject, weakest first; `sort` orders otherwise."""
    result = _result(request, id)
    if not result.is_ready:
        return _not_yet(request, result)
    rows = request.testpress.review.subjects(id) if result.shows_analysis else ()
    sort = request.GET.get("sort", "")
    sort = sort if sort in tree.SORTS else "weak"
    context = {
        "result": result,
        "attempt": result.attempt,
        "lines": tree.subject_lines(rows, sort),
        "sort": sort,
        "sorts": tree.SORTS,
    }
    return render_page(request, "attempts/subjects.html", context, swap="subjects")


@fails_alone("times")
def times(request: PortalRequest, id: int) -> HttpResponse:
    """Where the time went, and where the marks went."""
    result = _result(request, id)
    if not result.is_ready:
        return _not_yet(request, result)
    items = _items(request, result.attempt) if result.shows_analysis else ()
    looks = look_back(items, result.exam)
    context = {
        "result": result,
        "attempt": result.attempt,
        "lessons": Lessons(looks, result.attempt.remaining),
        "strips": charts.time_strips(looks),
    }
    return render_page(request, "attempts/times.html", context, swap="times")


@dataclass(frozen=True, slots=True)
class Sum:
    """The checksum over a whole review, and whether the receipt has the same."""

    answers: int
    checksum: str
    is_the_receipts: bool | None


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The nearest wrong answers before and after the page that is shown."""

    before: Look | None
    before_page: int
    after: Look | None
    after_page: int
    any: bool


def _result(request: PortalRequest, id: int) -> Result:
    return Result(request.testpress.attempts.get(id), timezone.now())


def _items(
    request: PortalRequest, attempt: testpress.Attempt
) -> tuple[testpress.ReviewItem, ...]:
    expected = attempt.total_questions
    return request.testpress.review.all(attempt.id, expected=expected)


def _not_yet(request: PortalRequest, result: Result) -> HttpResponse:
    context = {"result": result, "attempt": result.attempt}
    return render_page(request, "attempts/not_yet.html", context)


def _page(
    request: PortalRequest, found: list[Look], *, whole: bool
) -> testpress.Page[Look]:
    """The page asked for, the last one where there aren't so many."""
    size = max(len(found), 1) if whole else PER_PAGE
    pages = max(1, -(-len(found) // size))
    number = min(page_number(request), pages)
    return testpress.Page(
        items=tuple(found[(number - 1) * size : number * size]),
        number=number,
        has_next=number < pages,
        count=len(found),
        pages=pages,
    )


def _with_passages_once(shown: Iterable[Look], *, blank: bool) -> list[Look]:
    """The questions of a page; a passage stands at the first of those that share it."""
    first: dict[str, Look] = {}
    looks = []
    for look in shown:
        passage = look.item.direction
        above = first.setdefault(passage, look) if passage else look
        if above is not look:
            look = replace(look, same_passage=above)
        looks.append(look.blank if blank else look)
    return looks


def _wrong_elsewhere(found: list[Look], shown: testpress.Page[Look]) -> Elsewhere:
    start = (shown.number - 1) * PER_PAGE
    stop = start + len(shown.items)
    wrong = [at for at, look in enumerate(found) if look.result == "incorrect"]
    before = max((at for at in wrong if at < start), default=None)
    after = min((at for at in wrong if at >= stop), default=None)
    return Elsewhere(
        before=None if before is None else found[before],
        before_page=1 if before is None else before // PER_PAGE + 1,
        after=None if after is None else found[after],
        after_page=1 if after is None else after // PER_PAGE + 1,
        any=bool(wrong),
    )


def _receipt(
    request: PortalRequest, id: int, items: tuple[testpress.ReviewItem, ...]
) -> Sum:
    prints = receipts.fingerprints(map(answers.reviewed, items))
    checksum = receipts.checksum(prints)
    kept = receipts.find(request, id)
    same = checksum == kept.checksum if kept and kept.checksum else None
    return Sum(prints.total(), checksum, same)
