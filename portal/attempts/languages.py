"""The language that a paper is read in: chosen before the start, or in the room.

Remembered in the session, by attempt. Only words change with it: ids, options and
answers are the same in all of them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.translation import get_language_info
from django.views.decorators.http import require_POST

from portal import testpress
from portal.attempts import replies
from portal.web.errors import in_the_room
from portal.web.pages import see_other
from portal.web.requests import PortalRequest

REMEMBERED = 20
_KEY = "paper_languages"
_CODE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?")


@dataclass(frozen=True)
class Choice:
    code: str
    is_chosen: bool

    @property
    def title(self) -> str:
        """Its own name for itself, as those who look for it know it."""
        try:
            return str(get_language_info(self.code)["name_local"]).capitalize()
        except KeyError:
            return self.code


@in_the_room
@require_POST
def choose(request: PortalRequest, id: int) -> HttpResponse:
    """`language` = a code; a room's script is told so, others are sent to the room."""
    code = remember(request, id, request.POST.get("language", ""))
    if replies.is_scripted(request):
        return HttpResponse(status=204, headers={"Portal-Language": code})
    return see_other("attempt-detail", id=id)


def remember(request: PortalRequest, attempt_id: int, code: str) -> str:
    """Note this language for this attempt; "" where `code` isn't one."""
    if not _CODE.fullmatch(code):
        return ""
    chosen = dict(request.session.get(_KEY, {}))
    chosen.pop(str(attempt_id), None)
    chosen[str(attempt_id)] = code
    request.session[_KEY] = dict(list(chosen.items())[-REMEMBERED:])
    return code


def of_paper(
    request: PortalRequest,
    attempt_id: int,
    questions: Sequence[testpress.Question],
) -> tuple[Sequence[testpress.Question], list[Choice]]:
    """The questions in the chosen language, and what there is to choose from.

    Nothing to choose where the API sent no translations.
    """
    codes = {it.language for question in questions for it in question.translations}
    if not codes:
        return questions, []
    own = {question.language for question in questions if question.language}
    wanted = request.session.get(_KEY, {}).get(str(attempt_id), "")
    if wanted in codes:
        questions = [question.in_language(wanted) for question in questions]
    elif len(own) == 1:
        [wanted] = own
    found = sorted(own) + sorted(codes - own)
    return questions, [Choice(code, code == wanted) for code in found]
