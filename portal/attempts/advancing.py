"""From section to section: POST /attempts/<id>/sections/<n>/start/ and …/end/.

A section is over when the API says so. Where it doesn't answer, the room stays as it
is and asks again; nothing here goes on by itself.
"""

from contextlib import suppress

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_POST

from portal import testpress
from portal.attempts import answers, handin, papers, replies, rooms
from portal.web.errors import in_the_room
from portal.web.pages import see_other
from portal.web.requests import PortalRequest


@require_POST
def start(request: PortalRequest, id: int, at: int) -> HttpResponse:
    """Begin a section: from now on its time runs."""
    attempts = request.testpress.attempts
    attempt = attempts.get(id)
    if attempt.is_running and at == attempt.current_section:
        if not attempt.was_beaten_within(rooms.GAP_SECONDS):
            attempt = attempts.start(id)
        attempts.start_section(_section(attempt, at))
        rooms.opened(request, attempt.id, attempt)
    return see_other("attempt-detail", id=id)


@in_the_room
@require_POST
def end(request: PortalRequest, id: int, at: int) -> HttpResponse:
    """Hand in a section with its `answers`, and go on to what comes after it.

    As with the hand-in of a whole exam: first what the API holds is put right, then
    the section ends, then the API is asked whether it has.
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
    is_late = "late" in request.POST
    try:
        not_accepted = _end(request, id, at, wanted, is_late=is_late)
    except testpress.Throttled as busy:
        return handin.not_yet(request, id, busy.retry_after, 429)
    except testpress.Refused as refusal:
        if refusal.is_about_the_session:
            raise
        # At zero, the API's own clock may be a second behind the page's.
        if is_late or not refusal.message:
            return handin.not_yet(request, id, replies.RETRY_SECONDS, 503)
        if not replies.is_scripted(request):
            raise
        return replies.refused(refusal.message)
    except testpress.Error:
        return handin.not_yet(request, id, replies.RETRY_SECONDS, 503)
    if replies.is_scripted(request):
        return replies.handed_in(id, not_accepted)
    return see_other("attempt-detail", id=id)


def _end(
    request: PortalRequest, id: int, at: int, wanted: handin.Answers, *, is_late: bool
) -> list[int]:
    """End the section, start the next or end the exam; names the rows left behind."""
    attempt = request.testpress.attempts.get(id)
    refused = frozenset(wanted)
    if attempt.is_running and not _section(attempt, at).is_completed:
        section = _section(attempt, at)
        refused = _deliver(request, id, section, wanted, is_late=is_late)
        attempt = _ended(request, id, at, section)
    return _go_on(request, attempt, wanted, refused)


def _deliver(
    request: PortalRequest,
    id: int,
    section: testpress.AttemptSection,
    wanted: handin.Answers,
    *,
    is_late: bool,
) -> frozenset[int]:
    if not is_late:
        questions = request.testpress.questions.of_section(section)
        wanted = {
            question.id: wanted[question.id]
            for question in questions
            if question.id in wanted and answers.differ(wanted[question.id], question)
        }
    return handin.put(request, id, wanted)


def _ended(
    request: PortalRequest, id: int, at: int, section: testpress.AttemptSection
) -> testpress.Attempt:
    """End the section, and read the attempt to be sure."""
    attempts = request.testpress.attempts
    refusal: testpress.Error | None = None
    try:
        attempts.end_section(section)
    except testpress.Error as error:
        refusal = error
    attempt = attempts.get(id)
    if attempt.is_running and not _section(attempt, at).is_completed:
        raise refusal or testpress.Unexpected("a section that runs on after its end")
    return attempt


def _go_on(
    request: PortalRequest,
    attempt: testpress.Attempt,
    wanted: handin.Answers,
    refused: frozenset[int],
) -> list[int]:
    following = attempt.current_section
    if attempt.is_running and following is not None:
        # If it fails, its page is shown with the button to start it.
        with suppress(testpress.Error):
            request.testpress.attempts.start_section(attempt.sections[following])
            rooms.opened(request, attempt.id, attempt)
        return sorted(refused)
    if attempt.is_running:
        handin.ended(request, attempt.id)
    return handin.settle(request, attempt.id, wanted, handin.Delivery(refused=refused))


def _section(attempt: testpress.Attempt, at: int) -> testpress.AttemptSection:
    if at >= len(attempt.sections):
        raise Http404
    return attempt.sections[at]
