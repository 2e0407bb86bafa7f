"""The room's page: its frame, clock, palette, questions, "Check and submit", dialogs.

All of it but the questions is the same for all who sit the exam, except for counts,
states, names and addresses. So it is made once, with slots for these, as `pieces` makes
the questions. What an `{% if %}` may ask for is among its facts; the slots are text.
"""

import secrets
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import get_template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext

from portal import testpress
from portal.attempts import languages, pieces, sections
from portal.attempts.sheet import STATES, Sheet
from portal.web import pieces as kept
from portal.web.branding import Brand, brand_of
from portal.web.preferences import theme_of
from portal.web.requests import PortalRequest

FRAMES_KEPT = 256

# Stands in the frame where the questions go.
_PLACE = SafeString(f"<!-- {secrets.token_hex(16)} -->")

# Stands in addresses for the attempt's id, and in no content of the API's.
_ANY_ATTEMPT = 10**17 + secrets.randbelow(9 * 10**17)


class Facts(NamedTuple):
    """What a frame is made for; the same for all who stand alike in the exam."""

    title: str | None
    brand: Brand
    theme: str
    languages: tuple[languages.Choice, ...]
    groups: tuple[tuple[str, int], ...]
    has_open: bool
    has_marked: bool
    steps: tuple[sections.Step, ...]
    part: sections.Part | None
    window_monitoring: bool
    disable_resume: bool
    calculator: bool


def render(
    request: PortalRequest,
    attempt: testpress.Attempt,
    sheet: Sheet,
    offered: Sequence[languages.Choice],
    writers: Mapping[str, str],
) -> HttpResponse:
    """The page. `offered`: the paper's languages; `writers`: `writer`, who writes from
    this page, and `newest_writer`, who did until now.
    """
    exam, token, student = attempt.exam, get_token(request), request.student
    facts = Facts(
        title=exam.title if exam else None,
        brand=brand_of(request),
        theme=theme_of(request),
        languages=tuple(offered),
        groups=sheet.layout.groups,
        has_open=bool(sheet.without_answer),
        has_marked=bool(sheet.marked),
        steps=tuple(sections.steps(attempt)),
        part=sections.part(attempt),
        window_monitoring=bool(exam and exam.window_monitoring),
        disable_resume=bool(exam and exam.disable_resume),
        calculator=request.institute.calculator,
    )
    values = {
        **summary(sheet),
        **writers,
        "attempt": str(attempt.id),
        "student_id": str(student.id) if student else "",
        "student_name": student.name if student else "",
        "csrf_token": token,
        "path": request.get_full_path(),
        "clock": kept.render("attempts/_clock.html", clock=attempt.room_clock()),
        "messages": _messages(request),
        "questions": _PLACE,
    }
    frame = _frame(facts, tuple(values), get_language())
    filled = [conditional_escape(value).encode() for value in values.values()]
    before, after = frame.fill(filled).split(_PLACE.encode())
    origin = request.institute.api_origin
    questions = pieces.questions(sheet, attempt, token, origin)
    # All at once: half a megabyte is dear to copy.
    return HttpResponse(b"".join([before, *questions, after]))


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
        said[f"first{at}"] = group.entries[0].id.decode()
        said[f"cells{at}"] = pieces.cells(group.entries)
        said[f"answered{at}"] = str(group.answered)
        said |= {f"{state}-of{at}": str(group.counts[state]) for state in STATES}
    counts = sheet.counts
    return said | {state: str(counts[state]) for state in STATES}


def as_context(sheet: Sheet, room_url: str) -> dict[str, Any]:
    """What attempts/_check.html is given, on a page of its own."""
    return _told(sheet.layout.groups, summary(sheet, room_url)) | {
        "has_open": bool(sheet.without_answer),
        "has_marked": bool(sheet.marked),
        "room_url": room_url,
    }


def _messages(request: PortalRequest) -> str:
    """The region of messages; rarely has it any."""
    if messages := list(get_messages(request)):
        return get_template("_shared/_messages.html").render({"messages": messages})
    return kept.render("_shared/_messages.html")


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


@lru_cache(maxsize=FRAMES_KEPT)
def _frame(facts: Facts, slots: tuple[str, ...], language: str) -> pieces.Mould:
    said = pieces.slot_marks(slots)
    context = {
        **facts._asdict(),
        **_told(facts.groups, said),
        "exam": None if facts.title is None else {"title": facts.title},
        "attempt": {"id": _ANY_ATTEMPT},
        "student": {"id": said["student_id"], "name": said["student_name"]},
    }
    number_slot = _ANY_ATTEMPT, "attempt"
    return pieces.mould("attempts/room.html", context, slots, number_slot)
