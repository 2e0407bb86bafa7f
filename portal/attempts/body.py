"""What is around the questions in the room: tabs, palette, "Check and submit", dialogs.

It is the same for all who sit the exam, but for counts, states and addresses. So it is
made once, with slots for these, as `pieces` makes the questions.

Both join the page last, as bytes, and at once: half a megabyte that went through the
template's nested blocks would be copied a dozen times.
"""

import secrets
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext

from portal import testpress
from portal.attempts import pieces, sections
from portal.attempts.sheet import STATES, Sheet
from portal.web.requests import PortalRequest

BODIES_KEPT = 256

# Stands in the template where the body goes, and in the body where the questions go.
PLACE = SafeString(f"<!-- {secrets.token_hex(16)} -->")

# Stands in addresses for the attempt's id, and in no content of the API's.
_ANY_ATTEMPT = 10**17 + secrets.randbelow(9 * 10**17)


class Facts(NamedTuple):
    """What a body is made for; the same for all who stand alike in the exam."""

    groups: tuple[tuple[str, int], ...]
    has_open: bool
    has_marked: bool
    steps: tuple[sections.Step, ...]
    part: sections.Part | None
    window_monitoring: bool
    disable_resume: bool
    calculator: bool


def put_in(
    request: PortalRequest,
    response: HttpResponse,
    attempt: testpress.Attempt,
    sheet: Sheet,
    writers: Mapping[str, str],
) -> None:
    """Put the room's body into the rendered page, at `PLACE`."""
    exam, token = attempt.exam, get_token(request)
    facts = Facts(
        groups=_sizes(sheet),
        has_open=bool(sheet.without_answer),
        has_marked=bool(sheet.marked),
        steps=tuple(sections.steps(attempt)),
        part=sections.part(attempt),
        window_monitoring=bool(exam and exam.window_monitoring),
        disable_resume=bool(exam and exam.disable_resume),
        calculator=request.institute.calculator,
    )
    student = request.student
    values = {
        **summary(sheet),
        **writers,
        "attempt": str(attempt.id),
        "student_id": str(student.id) if student else "",
        "student_name": student.name if student else "",
        "csrf_token": token,
        "questions": PLACE,
    }
    body = _mould(facts, tuple(values), get_language())
    filled = [conditional_escape(value).encode() for value in values.values()]
    place, origin = PLACE.encode(), request.institute.api_origin
    head, tail = response.content.split(place)
    before, after = body.fill(filled).split(place)
    questions = pieces.questions(sheet, attempt, token, origin)
    response.content = b"".join([head, before, *questions, after, tail])


def summary(sheet: Sheet, room_url: str = "") -> dict[str, str]:
    """What palette and check say of the sheet, by the names that they know it by."""
    count, total = len(sheet.without_answer), len(sheet)
    headline = ngettext(
        "%(count)s of %(total)s questions has no answer",
        "%(count)s of %(total)s questions have no answer",
        count,
    )
    said = {
        "headline": headline % {"count": count, "total": total},
        "open_cells": pieces.cells(sheet.without_answer, room_url, check=True),
        "marked_cells": pieces.cells(sheet.marked, room_url, check=True),
    }
    for at, group in enumerate(sheet.groups):
        said[f"first{at}"] = str(group.entries[0].id)
        said[f"cells{at}"] = pieces.cells(group.entries)
        said[f"answered{at}"] = str(group.answered)
        said |= {f"{it.name}-of{at}": str(it.count) for it in group.legend}
    return said | {it.name: str(it.count) for it in sheet.legend}


def as_context(sheet: Sheet, room_url: str) -> dict[str, Any]:
    """What attempts/_check.html is given, on a page of its own."""
    return _told(_sizes(sheet), summary(sheet, room_url)) | {
        "has_open": bool(sheet.without_answer),
        "has_marked": bool(sheet.marked),
        "room_url": room_url,
    }


def _sizes(sheet: Sheet) -> tuple[tuple[str, int], ...]:
    return tuple([(group.name, len(group.entries)) for group in sheet.groups])


def _told(sizes: Sequence[tuple[str, int]], said: Mapping[str, str]) -> dict[str, Any]:
    """The groups and their states for the templates, with what is `said` of them."""
    groups: list[dict[str, Any]] = []
    start = 1
    for at, (name, size) in enumerate(sizes):
        own = {what: said[f"{what}{at}"] for what in ("first", "answered", "cells")}
        legend = [{"name": state, "count": said[f"{state}-of{at}"]} for state in STATES]
        groups.append(
            {"index": at, "name": name, "size": size, "start": start, "legend": legend}
            | own
        )
        start += size
    return {
        **said,
        "groups": groups,
        "is_grouped": len(groups) > 1,
        "legend": [{"name": state, "count": said[state]} for state in STATES],
    }


@lru_cache(maxsize=BODIES_KEPT)
def _mould(facts: Facts, slots: tuple[str, ...], language: str) -> pieces.Mould:
    said = pieces.slot_marks(slots)
    context = {
        **facts._asdict(),
        **_told(facts.groups, said),
        "attempt": {"id": _ANY_ATTEMPT},
        "student": {"id": said["student_id"], "name": said["student_name"]},
    }
    number_slot = _ANY_ATTEMPT, "attempt"
    return pieces.mould("attempts/_room.html", context, slots, number_slot)
