"""How content is written down: a function for each kind of question, one for an exam.

The result is plain data that `seeding.py` puts into the database. Answers are written
as a teacher would: the options, and which of them are right (counted from 0).
`@media@` in any HTML becomes the address of the sandbox's pictures.
"""

from typing import Any

Question = dict[str, Any]


def one(
    subject: str, html: str, options: list[str], right: int, why: str = "", **more: Any
) -> Question:
    """Type R: exactly one option is right."""
    return _question(
        "R", subject, html, why, options=_options(options, {right}), **more
    )


def several(
    subject: str,
    html: str,
    options: list[str],
    right: set[int],
    why: str = "",
    **more: Any,
) -> Question:
    """Type C: all of these options and no other."""
    return _question("C", subject, html, why, options=_options(options, right), **more)


def short(
    subject: str, html: str, accepted: list[str], why: str = "", **more: Any
) -> Question:
    """Type S: a word or a few; any of the accepted, whatever its case."""
    return _question("S", subject, html, why, accepted=accepted, **more)


def number(
    subject: str,
    html: str,
    value: str,
    why: str = "",
    tolerance: float = 0.0,
    **more: Any,
) -> Question:
    """Type N: a number, right within the tolerance."""
    return _question(
        "N", subject, html, why, accepted=[value], tolerance=tolerance, **more
    )


def gaps(
    subject: str, html: str, accepted: list[str], why: str = "", **more: Any
) -> Question:
    """Type G: blanks in the text, one accepted word each, in their order.

    Each `____` becomes an `<input>`, as API.md §4.2 has it from the clients.
    """
    for _ in accepted:
        html = html.replace("____", '<input type="text">', 1)
    return _question("G", subject, html, why, accepted=accepted, **more)


def essay(
    subject: str, html: str, topics: list[str] | None = None, why: str = "", **more: Any
) -> Question:
    """Type E: marked by hand, later."""
    return _question("E", subject, html, why, topics=topics or [], **more)


def upload(subject: str, html: str, why: str = "", **more: Any) -> Question:
    """Type F: a photograph or PDF of work on paper, marked by hand."""
    return _question("F", subject, html, why, **more)


def section(
    name: str, minutes: float | None = None, cut_off: float = 0, instructions: str = ""
) -> dict[str, Any]:
    duration = None if minutes is None else minutes * 60
    return {
        "name": name,
        "duration": duration,
        "cut_off": cut_off,
        "instructions": instructions,
    }


def exam(
    slug: str,
    title: str,
    questions: list[Question],
    *,
    minutes: float | None,
    course: str = "Uncategorized",
    description: str = "",
    opens: float = -20,
    closes: float | None = None,
    marks: float = 1.0,
    negative: float = 0.0,
    template: int = 1,
    allow_retake: bool = True,
    max_retakes: int | None = None,
    enable_ranks: bool = False,
    ranks_at: float | None = None,
    allow_pdf: bool = False,
    created: float = -30,
    variable_marks: bool = False,
    show_answers: bool = True,
    sections: list[dict[str, Any]] | None = None,
    preemptive: bool = False,
    attemptable: int | None = None,
    batch: str = "",
    cohort: int = 0,
) -> dict[str, Any]:
    """An exam; `opens`, `closes`, `ranks_at`, `created` in days from seeding.

    `attemptable` is how many may be answered, `batch` who may see it ("" is all), and
    `cohort` how many others are said to have taken it.
    """
    return {
        "slug": slug,
        "title": title,
        "description": description,
        "course": course,
        "opens": opens,
        "closes": closes,
        "duration": None if minutes is None else minutes * 60,
        "marks": marks,
        "negative": negative,
        "template": template,
        "allow_retake": allow_retake,
        "max_retakes": max_retakes,
        "enable_ranks": enable_ranks,
        "ranks_at": ranks_at,
        "allow_pdf": allow_pdf,
        "created": created,
        "variable_marks": variable_marks,
        "show_answers": show_answers,
        "sections": sections or [],
        "preemptive": preemptive,
        "attemptable": attemptable,
        "batch": batch,
        "cohort": cohort,
        "questions": [
            {
                **question,
                "marks": marks if question["marks"] is None else question["marks"],
                "negative": (
                    negative if question["negative"] is None else question["negative"]
                ),
            }
            for question in questions
        ],
    }


def _options(texts: list[str], right: set[int]) -> list[tuple[str, bool]]:
    return [(paragraph(text), place in right) for place, text in enumerate(texts)]


def paragraph(text: str) -> str:
    return text if text.startswith("<") else f"<p>{text}</p>"


def _question(
    kind: str, subject: str, html: str, why: str, **more: Any
) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "direction": None,
        "options": [],
        "accepted": [],
        "tolerance": 0.0,
        "marks": None,
        "negative": None,
        "section": None,
        "topics": [],
        "translations": {},
    }
    if unknown := more.keys() - plain.keys():
        raise TypeError(f"a question has no {', '.join(sorted(unknown))}")
    return {
        "type": kind,
        "subject": subject,
        "html": paragraph(html),
        "explanation": paragraph(why) if why else "",
        **plain,
        **more,
    }
