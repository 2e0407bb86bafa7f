"""Exams in sections that are sat one after the other, each with its own time.

The API decides which section runs, when it is over, and that there is no way back
(API.md §3.5). What is here only reads that; `advancing` asks it to go on.
"""

from dataclasses import dataclass

from django.template.response import TemplateResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal import testpress
from portal.web.pages import render_page
from portal.web.requests import PortalRequest


@dataclass(frozen=True, slots=True)
class Step:
    """A section as the room names it: what it is called, and how it stands."""

    name: str
    is_current: bool
    standing: str | Promise


@dataclass(frozen=True, slots=True)
class Part:
    """The section that is sat now. `may_end_early` None: the API hasn't said."""

    at: int
    name: str
    is_last: bool
    may_end_early: bool | None


def running(attempt: testpress.Attempt) -> int | None:
    """The place of the section that runs now, if one does."""
    at = attempt.current_section
    return at if at is not None and attempt.sections[at].is_running else None


def part(attempt: testpress.Attempt) -> Part | None:
    """The running section, of an exam that has them one after the other."""
    at = running(attempt)
    if not attempt.is_sectional or at is None:
        return None
    exam = attempt.exam
    return Part(
        at=at,
        name=attempt.sections[at].name,
        is_last=at + 1 == len(attempt.sections),
        may_end_early=exam.preemptive_section_ending if exam else None,
    )


def steps(attempt: testpress.Attempt) -> list[Step]:
    """All sections in order; none for an exam that has no locks between them."""
    if not attempt.is_sectional:
        return []
    now = attempt.current_section
    return [
        Step(each.name, at == now, _standing(at, now, each))
        for at, each in enumerate(attempt.sections)
    ]


def is_past(attempt: testpress.Attempt, section: str) -> bool:
    """Whether a room that shows `section` (its place) shows what is over."""
    return bool(
        section and attempt.is_sectional and section != str(attempt.current_section)
    )


def is_over_for(request: PortalRequest, attempt: testpress.Attempt, row: int) -> bool:
    """Whether the row's answer was refused because its section isn't the one now."""
    if not attempt.is_sectional:
        return False
    at = running(attempt)
    if at is None:
        return True
    asked = request.testpress.questions.of_section(attempt.sections[at])
    return row not in {question.id for question in asked}


def between(request: PortalRequest, attempt: testpress.Attempt) -> TemplateResponse:
    """Before a section, or after the last: what is next, with the button to go on."""
    at = attempt.current_section
    context = {
        "attempt": attempt,
        "exam": attempt.exam,
        "steps": steps(attempt),
        "at": at,
        "number": None if at is None else at + 1,
        "count": len(attempt.sections),
        "section": None if at is None else attempt.sections[at],
    }
    return render_page(request, "attempts/between.html", context)


def _standing(
    at: int, now: int | None, section: testpress.AttemptSection
) -> str | Promise:
    if section.is_completed:
        return _("submitted")
    if at == now:
        return _("now") if section.is_running else _("next")
    return _("opens after the one before it")
