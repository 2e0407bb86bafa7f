"""JSON exactly as the seeds show it, with a form for each endpoint.

The same thing looks different from place to place (`user` a string here, an object
there; `score` 0 on create and "0.00" later), and that is kept on purpose: API.md §1.6
lists the forms, A:n and B:n are lines of the seeds.
"""

from datetime import timedelta
from typing import Any

from portal.sandbox import marking
from portal.sandbox.attempts import Attempt, Part, Row
from portal.sandbox.catalogue import Exam, Question
from portal.sandbox.dates import indian, moment, second, span
from portal.sandbox.people import person

Json = dict[str, Any]


# exams


def exam(found: Exam, base: str, *, course: bool = True) -> Json:
    """The part that every form has, in the order of A:99."""
    shape: Json = {
        "url": f"{base}/exams/{found.slug}/",
        "id": found.id,
        "title": found.title,
        "description": found.description,
        "course": found.course,
        "start_date": indian(found.opens),
        "end_date": indian(found.closes) if found.closes else None,
        "duration": span(found.duration),
        "number_of_questions": len(found.questions),
        "negative_marks": f"{found.negative:.2f}",
        "mark_per_question": f"{found.marks:.2f}",
        "template_type": found.template,
        "allow_retake": found.allow_retake,
        "max_retakes": found.max_retakes,
        "enable_ranks": found.enable_ranks,
        "rank_publishing_date": second(found.ranks_at) if found.ranks_at else None,
        "allow_pdf": found.allow_pdf,
        "created": moment(found.created),
        "slug": found.slug,
        "variable_mark_per_question": found.variable_marks,
        "show_answers": found.show_answers,
    }
    if not course:
        del shape["course"]
    return shape


def listed_exam(found: Exam, base: str) -> Json:
    """B:456: with the address of its attempts, and comments."""
    shape = exam(found, base)
    return {
        **_before(shape, "allow_pdf"),
        "attempts_url": f"{base}/exams/{found.slug}/attempts/",
        **_from(shape, "allow_pdf"),
        "comments_count": 0,
    }


def exam_detail(found: Exam, attempts: list[Json], base: str) -> Json:
    """B:577: and the student's attempts, newest first."""
    shape = listed_exam(found, base)
    return {
        **_before(shape, "allow_pdf"),
        "attempts": attempts,
        **_from(shape, "allow_pdf"),
    }


def attempted_exam(found: Exam, base: str) -> Json:
    """A:612: the exam inside a new attempt: no course, but sections.

    An exam without sections has a single unnamed one; unlimited retakes are -1 here
    and null elsewhere.
    """
    shape = exam(found, base, course=False)
    if found.allow_retake and found.max_retakes is None:
        shape["max_retakes"] = -1
    parts = [
        {
            "order": place,
            "name": part.name,
            "duration": span(part.duration),
            "cut_off": part.cut_off,
        }
        for place, part in enumerate(found.sections)
    ]
    whole = {"order": 0, "name": "", "duration": shape["duration"], "cut_off": 0}
    return {
        **_before(shape, "created"),
        "allow_question_pdf": False,
        **_from(shape, "created"),
        "allow_preemptive_section_ending": found.preemptive,
        "sections": parts or [whole],
        "immediate_feedback": False,
        "categories": [],
    }


def _before(shape: Json, name: str) -> Json:
    names = list(shape)
    return {key: shape[key] for key in names[: names.index(name)]}


def _from(shape: Json, name: str) -> Json:
    names = list(shape)
    return {key: shape[key] for key in names[names.index(name) :]}


# attempts


def attempt(found: Attempt, user: Json | str, base: str, now: float) -> Json:
    """The part that every form has, without `exam`, as in B:604.

    A running attempt has zeros: nothing is marked before the end.
    """
    result = found.result or {}
    url = f"{base}/attempts/{found.id}/"
    shown = bool(result) and found.exam.ranks_are_out(now) and found.exam.cohort > 0
    return {
        "url": url,
        "id": found.id,
        "user": user,
        "date": moment(found.created),
        "total_questions": len(found.exam.questions),
        "score": f"{result.get('score', 0):.2f}",
        "review_url": f"{url}review/",
        "questions_url": f"{url}questions/",
        "percentile": result.get("percentile", 0),
        "correct_count": result.get("correct", 0),
        "incorrect_count": result.get("incorrect", 0),
        "last_started_time": moment(found.clock.last),
        "remaining_time": span(found.clock.shown_remaining),
        "time_taken": span(found.clock.shown_taken),
        "state": found.state,
        "rank": result["rank"] if shown else "NA",
        "max_rank": result["max_rank"] if shown else 0,
        "percentage": str(result.get("percentage", 0)),
        "unanswered_count": result.get("unanswered", 0),
    }


def single_attempt(found: Attempt, username: str, base: str, now: float) -> Json:
    """A:459, and what start and end answer (A:768, A:1056).

    The seeds' attempts have no sections; the clients read `sections` here where an exam
    has them (AND/ATT:590), so those that do carry them.
    """
    shape = attempt(found, username, base, now)
    more: Json = {"sections": sections(found, base)} if found.parts else {}
    return {
        **_before(shape, "user"),
        "exam": exam(found.exam, base),
        **_from(shape, "user"),
        "commented_questions_count": 0,
        "comments_count": 0,
        "total_bonus": 0,
        **more,
    }


def listed_attempt(
    found: Attempt, username: str, remaining: int | None, base: str, now: float
) -> Json:
    """A:92, B:1111: rows of all attempts alone tell about retakes."""
    shape = single_attempt(found, username, base, now)
    shape.pop("sections", None)
    return {
        **_before(shape, "total_bonus"),
        "allow_retake": found.exam.allow_retake,
        "remaining_attempts": remaining,
        "total_bonus": 0,
    }


def exam_attempt(found: Attempt, user: Json, base: str, now: float) -> Json:
    """A:282: no exam, `user` an object, and how fast and how well."""
    result = found.result or {}
    shape = attempt(found, person(user, base, medium_small=True), base, now)
    return {
        **_before(shape, "review_url"),
        "review_pdf_url": "",
        **_from(shape, "review_url"),
        "rank_enabled": found.exam.ranks_are_out(now),
        "sections": sections(found, base),
        "speed": result.get("speed", 0),
        "accuracy": result.get("accuracy", 0),
    }


def new_attempt(
    found: Attempt, user: Json, base: str, now: float, *, beat: bool = False
) -> Json:
    """A:586 on create, A:893 on a heartbeat: "NA" twice, and an int score at first."""
    shape = exam_attempt(found, user, base, now)
    if not beat:
        shape["score"] = 0
    if shape["rank"] == "NA":
        shape["max_rank"] = "NA"
    return {
        **_before(shape, "user"),
        "exam_url": f"{base}/exams/{found.exam.slug}/",
        **_before(_from(shape, "user"), "rank_enabled"),
        "commented_questions_count": 0,
        "comments_count": 0,
        "total_bonus": 0,
        "rank_enabled": shape["rank_enabled"],
        "exam": attempted_exam(found.exam, base),
        **_from(shape, "sections"),
        "institute_attempt_id": None,
    }


def sections(found: Attempt, base: str) -> list[Json]:
    return [section(found, part, base) for part in found.parts]


def section(found: Attempt, part: Part, base: str) -> Json:
    """Only in clients (API.md §3.5); `info` says the same again, as they read both."""
    facts = found.exam.sections[part.position]
    url = f"{base}/attempts/{found.id}/section/{part.position}/"
    info = {
        "order": part.position,
        "name": facts.name,
        "duration": span(facts.duration),
        "cut_off": facts.cut_off,
        "instructions": facts.instructions,
    }
    return {
        "id": found.id * 10 + part.position,
        "attempt_section_id": found.id * 10 + part.position,
        "state": part.state,
        "questions_url": f"{url}questions/",
        "start_url": f"{url}start/",
        "end_url": f"{url}end/",
        "remaining_time": span(part.clock.shown_remaining),
        **info,
        "info": info,
    }


# questions


def row(found: Row, attempt_found: Attempt, base: str) -> Json:
    """A:1191 and A:1360; nothing here tells which option is right."""
    question = found.question
    shape: Json = {
        "id": found.id,
        "url": f"{base}/attempts/{found.attempt_id}/questions/{found.id}/",
        "question": {
            "question_html": question.html,
            "direction": question.direction,
            "answers": [
                {"text_html": option.html, "id": option.id}
                for option in question.options
            ],
            "essay_topics": _topics(question),
            "subject": question.leaf,
            "type": question.type,
            **_translations(question),
        },
        "duration": None
        if found.since_start is None
        else str(timedelta(seconds=found.since_start)),
        **_answer(found),
        "review": found.review,
        **_more_answer(found),
    }
    if attempt_found.parts and question.section is not None:
        facts = attempt_found.exam.sections[question.section]
        shape["attempt_section"] = {
            "id": attempt_found.id * 10 + question.section,
            "order": question.section,
            "name": facts.name,
        }
    return shape


def _translations(question: Question) -> Json:
    """As Android reads them (AND `AttemptQuestion.java`); absent in the seeds."""
    if not question.translations:
        return {}
    return {
        "language": "en",
        "translations": [
            {
                "language": code,
                "question_html": html,
                "direction": None,
                "answers": [
                    {"id": option.id, "text_html": text}
                    for option, text in zip(question.options, texts, strict=True)
                ],
            }
            for code, (html, texts) in question.translations.items()
        ],
    }


def review_item(found: Row, base: str) -> Json:
    """A:1486: solutions, whether the exam shows them or not (API.md §4.4).

    No result and no marks awarded; `order` is 0 on every row.
    """
    question = found.question
    crowd = marking.popularity(question)
    options = [
        {"id": option.id, "text_html": option.html, "is_correct": option.is_correct}
        for option in question.options
    ]
    accepted = [
        {"id": question.id * 100 + place, "text_html": text, "is_correct": True}
        for place, text in enumerate(question.accepted)
    ]
    return {
        "id": found.id,
        "url": f"{base}/attempts/{found.attempt_id}/review/{found.id}/",
        "order": 0,
        "question": {
            "id": question.id,
            "url": f"{base}/questions/{question.id}/",
            "question_html": question.html,
            "direction": question.direction,
            "answers": options or accepted,
            "essay_topics": _topics(question),
            "subject": question.leaf,
            "explanation_html": question.explanation,
            "type": question.type,
            "comments_url": f"{base}/questions/{question.id}/comments/",
            "marks": f"{question.marks:.2f}",
            "negative_marks": f"{question.negative:.2f}",
        },
        "duration": "NA" if found.spent is None else max(1, round(found.spent)),
        "best_duration": crowd["best_duration"],
        "average_duration": crowd["average_duration"],
        **_answer(found),
        "review": found.review,
        "comments_count": 0,
        "correct_percentage": crowd["correct_percentage"],
        **_more_answer(found),
    }


def _topics(question: Question) -> list[Json]:
    return [
        {"id": question.id * 10 + place, "title": topic}
        for place, topic in enumerate(question.topics)
    ]


def _answer(found: Row) -> Json:
    return {
        "selected_answers": found.answer.get("selected_answers", []),
        "essay_text": found.answer.get("essay_text"),
        "essay_topic": found.answer.get("essay_topic"),
    }


def _more_answer(found: Row) -> Json:
    """Fields that only clients know, on the types that own them (API.md §4.2)."""
    names = {
        "S": "short_text",
        "N": "short_text",
        "F": "files",
        "G": "gap_fill_responses",
    }
    name = names.get(found.question.type)
    if name is None:
        return {}
    empty: object = None if name == "short_text" else []
    return {name: found.answer.get(name, empty)}
