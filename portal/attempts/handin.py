"""Check and submit: GET /attempts/<id>/submit/, POST /attempts/<id>/end/."""

from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from portal import testpress
from portal.attempts import (
    answers,
    page,
    papers,
    receipts,
    replies,
    rooms,
    sections,
    sheet,
)
from portal.web.errors import error_page, in_the_room
from portal.web.pages import render_page, see_other
from portal.web.requests import PortalRequest

Answers = Mapping[int, testpress.Answer]


@require_safe
def check(request: PortalRequest, id: int) -> HttpResponse:
    """What is answered and what isn't, before handing in; for those without script."""
    attempt = request.testpress.attempts.get(id)
    if not attempt.is_running:
        return redirect("attempt-detail", id=id)
    if attempt.is_sectional:
        at = sections.running(attempt)
        if at is None:
            return redirect("attempt-detail", id=id)
        questions = request.testpress.questions.of_section(attempt.sections[at])
    else:
        questions = request.testpress.questions.all(
            id, expected=attempt.total_questions
        )
    context = {
        "attempt": attempt,
        "exam": attempt.exam,
        "clock": attempt.room_clock(),
        "part": sections.part(attempt),
        **page.as_context(
            sheet.Sheet(questions, attempt.exam),
            room_url=reverse("attempt-detail", args=[id]),
        ),
    }
    return render_page(request, "attempts/submit.html", context)


@in_the_room
@require_POST
def end(request: PortalRequest, id: int) -> HttpResponse:
    """Hand in `answers` (JSON, row id → fields of its form), then end the attempt.

    First the API's answers are read back and those that differ put right, so that it
    holds the last choices whatever order the network delivered them in. With `late`
    (time is up) there is no time for reading: what came along goes, then the end.
    Ending twice is harmless: what counts is that the attempt is Completed.
    """
    room = rooms.find(request, id)
    if not rooms.may_write(request, id, room, replies.posted_writer(request)):
        return replies.elsewhere()
    try:
        wanted = answers.from_hand_in(
            request.POST.get("answers", ""), papers.find(request, id)
        )
    except answers.NotAnAnswer as reason:
        return replies.refused(str(reason))
    try:
        delivery = deliver(request, id, wanted, late="late" in request.POST)
        attempt = ended(request, id)
        if attempt.is_running:
            raise testpress.Unexpected("an attempt that runs on after its end")
        not_accepted = settle(request, id, wanted, delivery)
    except testpress.Throttled as busy:
        return not_yet(request, id, busy.retry_after, 429)
    except testpress.Refused as refusal:
        if not (refusal.message or refusal.is_about_the_session):
            # A refusal without a word is a proxy's: not the API's last.
            return not_yet(request, id, replies.RETRY_SECONDS, 503)
        if refusal.is_about_the_session or not replies.is_scripted(request):
            raise
        return replies.refused(refusal.message)
    except testpress.Error:
        return not_yet(request, id, replies.RETRY_SECONDS, 503)
    if replies.is_scripted(request):
        return replies.handed_in(id, not_accepted)
    return see_other("attempt-detail", id=id)


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of a hand-in's answers before the end.

    `held` is what the API then holds, where it was read; `refused` are the rows that
    it didn't take; `is_too_late` says that the attempt had ended before.
    """

    held: Answers | None = None
    refused: frozenset[int] = frozenset()
    is_too_late: bool = False


def deliver(
    request: PortalRequest, id: int, wanted: Answers, *, late: bool
) -> Delivery:
    """Bring to the API what it doesn't hold yet, and say what became of it."""
    if late:
        return Delivery(refused=put(request, id, wanted))
    try:
        questions = request.testpress.questions.all(id)
    except testpress.Refused as refusal:
        if not refusal.may_mean_ended or _runs_on(request, id):
            raise
        return Delivery(is_too_late=True)
    held = {question.id: answers.held(question) for question in questions}
    refused = put(
        request,
        id,
        {
            question.id: wanted[question.id]
            for question in questions
            if question.id in wanted and answers.differ(wanted[question.id], question)
        },
    )
    brought = {row: wanted[row] for row in wanted if row not in refused}
    return Delivery(held={**held, **brought}, refused=refused)


def put(request: PortalRequest, id: int, wanted: Answers) -> frozenset[int]:
    asked: dict[int, Future[None]] = {
        row: testpress.in_background(
            request.testpress.questions.answer, id, row, answer
        )
        for row, answer in wanted.items()
    }
    refused: set[int] = set()
    unexplained: set[int] = set()
    failure: testpress.Error | None = None
    for row, future in asked.items():
        try:
            future.result()
        except testpress.Refused as refusal:
            if refusal.is_about_the_session or isinstance(refusal, testpress.Throttled):
                failure = refusal
            (refused if refusal.message else unexplained).add(row)
        except testpress.Error as error:
            failure = error
    if failure:
        raise failure
    if unexplained and _runs_on(request, id):
        raise testpress.Unexpected("answers refused without a word")
    return frozenset(refused | unexplained)


def _runs_on(request: PortalRequest, id: int) -> bool:
    """Whether it is worth asking again: a proxy says 403 and 404 too."""
    return request.testpress.attempts.get(id).is_running


def ended(request: PortalRequest, id: int) -> testpress.Attempt:
    """End the attempt, and read it to be sure."""
    try:
        request.testpress.attempts.end(id)
    except testpress.Error as error:
        # Ended before, or ended with the answer lost: then it is well.
        attempt = request.testpress.attempts.get(id)
        if attempt.is_running:
            raise error
        return attempt
    return request.testpress.attempts.get(id)


def settle(
    request: PortalRequest, id: int, wanted: Answers, delivery: Delivery
) -> list[int]:
    """Write the receipt, and name the rows whose last choice the API doesn't hold."""
    held = delivery.held
    doubted = set(wanted) if delivery.is_too_late else set(delivery.refused)
    if doubted or held is None:
        # The review shows what was there when the attempt ended.
        try:
            held = {
                item.id: answers.reviewed(item)
                for item in request.testpress.review.all(id)
            }
        except testpress.Error:
            held = None
        else:
            kept = receipts.fingerprints(held.values())
            doubted = {
                row
                for row in doubted
                if not receipts.holds(kept, held.get(row), wanted[row])
            }
    receipts.write(request, id, held)
    return sorted(doubted)


def not_yet(request: PortalRequest, id: int, seconds: int, status: int) -> HttpResponse:
    """Not handed in, and said so: the room stays open and tries again."""
    if replies.is_scripted(request):
        return replies.try_again(seconds, status)
    return error_page(request, status, "errors/not_handed_in.html", retry_after=seconds)
