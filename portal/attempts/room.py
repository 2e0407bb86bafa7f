"""The exam room: its page, its heartbeat, and the saving of one answer.

GET never changes anything at the API. What a save is answered is DESIGN.md §5's
table, and `replies` has its words.
"""

from contextlib import suppress
from http import HTTPStatus

from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from portal import testpress
from portal.attempts import (
    answers,
    files,
    languages,
    page,
    papers,
    replies,
    rooms,
    sections,
    sheet,
)
from portal.web import sessions
from portal.web.errors import error_page, in_the_room
from portal.web.pages import render_page, see_other
from portal.web.requests import PortalRequest


def open_room(request: PortalRequest, id: int) -> HttpResponse | testpress.Attempt:
    """The room of a running attempt, or the attempt where it runs no longer.

    Where we know how many questions there are, the attempt and all pages of its
    questions are asked at once: one round trip.
    """
    room = rooms.find(request, id)
    if room.is_warm and room.question_count:
        attempt, questions = _at_once(request, id, room.question_count)
    else:
        attempt, questions = request.testpress.attempts.get(id), None
    if not attempt.is_running:
        return attempt
    if not room.is_warm and not attempt.was_beaten_within(rooms.GAP_SECONDS):
        return _resume_page(request, attempt)
    if attempt.is_sectional:
        at = sections.running(attempt)
        if at is None:
            return sections.between(request, attempt)
        questions = request.testpress.questions.of_section(attempt.sections[at])
    elif questions is None:
        questions = request.testpress.questions.all(
            id, expected=attempt.total_questions
        )
    return _room_page(request, attempt, questions, room)


def _at_once(
    request: PortalRequest, id: int, count: int
) -> tuple[testpress.Attempt, tuple[testpress.Question, ...] | None]:
    asked = testpress.in_background(request.testpress.attempts.get, id)
    questions = None
    with suppress(testpress.Refused):  # of an attempt that has ended, for one
        questions = request.testpress.questions.all(id, expected=count)
    return asked.result(), questions


def _room_page(
    request: PortalRequest,
    attempt: testpress.Attempt,
    questions: tuple[testpress.Question, ...],
    room: rooms.Room,
) -> HttpResponse:
    if not questions:
        return render_page(request, "attempts/empty.html", {"attempt": attempt})
    papers.remember(request, attempt.id, questions, adds=attempt.is_sectional)
    sessions.keep_for_exam(request.session, attempt.clock())
    words_of, offered = languages.of_paper(request, attempt.id, questions)
    paper = sheet.Sheet(words_of, attempt.exam)
    writers = {"writer": rooms.new_writer(), "newest_writer": room.writer}
    return page.render(request, attempt, paper, offered, writers)


def _resume_page(
    request: PortalRequest, attempt: testpress.Attempt
) -> TemplateResponse:
    context = {"attempt": attempt, "exam": attempt.exam, "clock": attempt.clock()}
    return render_page(request, "attempts/resume.html", context)


@in_the_room
@require_POST
def heartbeat(request: PortalRequest, id: int) -> HttpResponse:
    """The clock's fragment, with the API's seconds.

    After a gap, `start/` goes first, so that the gap isn't charged. An end that
    comes out of nowhere is asked for once more before it is believed.
    """
    writer = replies.posted_writer(request)
    section = request.POST.get("section", "")
    room = rooms.find(request, id)
    if not rooms.may_write(request, id, room, writer):
        return replies.elsewhere()
    attempts = request.testpress.attempts
    try:
        if room.has_gap:
            attempts.start(id)
        attempt = attempts.heartbeat(id)
        is_told = attempt.sections or not section
        if not (attempt.is_running and is_told) or attempt.clock() == testpress.Known(
            0
        ):
            attempt = attempts.get(id)
    except testpress.Refused as refusal:
        if not refusal.may_mean_ended:
            raise
        attempt = attempts.get(id)
        if attempt.is_running:
            raise
    if not attempt.is_running or sections.is_past(attempt, section):
        return replies.ended()
    rooms.beaten(request, id, room, writer)
    return replies.clock(attempt)


@in_the_room
@require_POST
def take_over(request: PortalRequest, id: int) -> HttpResponse:
    """A new writer for "Continue here": the newest from now on.

    Told who was the newest before, the window knows which entries of its journal
    nobody has written after.
    """
    writer = rooms.new_writer()
    room = rooms.find(request, id)
    rooms.may_write(request, id, room, writer)
    headers = {"Portal-Writer": writer, "Portal-Writer-Before": room.writer}
    return HttpResponse(status=204, headers=headers)


@in_the_room
@require_POST
def save_answer(request: PortalRequest, id: int, row: int) -> HttpResponse:
    """Save one answer: `selected_answers`, `review`, the texts; `version`, `writer`.

    "Saved" is said only after the API's 2xx, and names the version.
    """
    paper = papers.find(request, id, row=row)
    if paper is not None and row not in paper:
        raise Http404
    try:
        answer = answers.from_form(request.POST, paper[row] if paper else None)
        answer = files.brought_along(request, answer)
    except answers.NotAnAnswer as reason:
        return _refusal(request, id, row, str(reason))
    room = rooms.find(request, id)
    if not rooms.may_write(request, id, room, replies.posted_writer(request)):
        return replies.elsewhere()
    try:
        request.testpress.questions.answer(id, row, answer)
    except testpress.SignedOut:
        raise
    except testpress.Throttled as busy:
        return _not_sent(request, busy.retry_after, HTTPStatus.TOO_MANY_REQUESTS)
    except testpress.Refused as refusal:
        return _explain(request, id, row, refusal)
    except testpress.Error:
        return _not_sent(request, replies.RETRY_SECONDS)
    if replies.is_scripted(request):
        return replies.saved(row, replies.posted_version(request))
    rooms.written_without_script(request, id, room)
    return see_other(_next_question(request, id, row, paper))


def _explain(
    request: PortalRequest, id: int, row: int, refusal: testpress.Refused
) -> HttpResponse:
    """Why the API refused: the exam is over, or this answer isn't accepted.

    A refusal without a word of the API's isn't taken for one: a proxy says 403
    and 404 too, and the answer must not be thrown away for that.
    """
    if refusal.is_about_the_session:
        raise refusal
    attempt = request.testpress.attempts.get(id)
    if not attempt.is_running or sections.is_over_for(request, attempt, row):
        if replies.is_scripted(request):
            return replies.ended()
        return see_other("attempt-detail", id=id)
    if not refusal.message:
        return _not_sent(request, replies.RETRY_SECONDS)
    return _refusal(request, id, row, refusal.message)


def _refusal(request: PortalRequest, id: int, row: int, words: str) -> HttpResponse:
    if replies.is_scripted(request):
        return replies.refused(words)
    back = f"{reverse('attempt-detail', args=[id])}#question-{row}"
    context = {"message": words, "back": back}
    return render_page(request, "attempts/not_accepted.html", context, status=422)


def _not_sent(
    request: PortalRequest, seconds: int, status: int = HTTPStatus.SERVICE_UNAVAILABLE
) -> HttpResponse:
    if replies.is_scripted(request):
        return replies.try_again(seconds, status)
    return error_page(request, status, "errors/not_sent.html", retry_after=seconds)


def _next_question(
    request: PortalRequest, id: int, row: int, paper: papers.Paper | None
) -> str:
    """Where a form without script goes: to the next question, or to the check."""
    rows = list(paper or [])
    following = rows[rows.index(row) + 1 :] if row in rows else []
    if "clear" in request.POST:
        following = [row]
    if not following:
        return reverse("attempt-submit", args=[id])
    return f"{reverse('attempt-detail', args=[id])}#question-{following[0]}"
