"""Marks, counts and places, worked out when an attempt is completed.

Right earns the question's marks, wrong costs its negative marks, nothing is nothing.
Several-correct questions (type C) are all or nothing: the seeds show no partial marks.
Essays and uploads wait for a teacher, so they count as neither right nor wrong; API.md
§1.4 warns that the counts needn't add up.
"""

import random
from dataclasses import dataclass
from typing import Any

from portal.sandbox.catalogue import Exam, Question

Answer = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Subject:
    """A line of the subjects' analysis; `path` as in Question.subject."""

    path: str
    leaf: bool
    total: int
    correct: int
    incorrect: int
    unanswered: int
    score: float


def is_answered(answer: Answer) -> bool:
    blanks = answer.get("gap_fill_responses") or []
    return bool(
        answer.get("selected_answers")
        or (answer.get("short_text") or "").strip()
        or (answer.get("essay_text") or "").strip()
        or answer.get("files")
        or any(str(blank.get("answer", "")).strip() for blank in blanks)
    )


def verdict(question: Question, answer: Answer) -> str:
    """One of "correct", "incorrect", "unanswered", "pending"."""
    if not is_answered(answer):
        return "unanswered"
    if question.type in ("E", "F"):
        return "pending"
    return "correct" if _is_right(question, answer) else "incorrect"


def _is_right(question: Question, answer: Answer) -> bool:
    if question.type in ("R", "C"):
        right = {option.id for option in question.options if option.is_correct}
        return set(answer.get("selected_answers") or ()) == right
    if question.type == "N":
        return _is_near(answer.get("short_text") or "", question)
    if question.type == "G":
        blanks = answer.get("gap_fill_responses") or []
        given = {str(blank["order"]): _plain(blank["answer"]) for blank in blanks}
        return all(
            given.get(str(place)) == _plain(text)
            for place, text in enumerate(question.accepted, start=1)
        )
    given_text = _plain(answer.get("short_text") or "")
    return given_text in {_plain(text) for text in question.accepted}


def _is_near(text: str, question: Question) -> bool:
    try:
        off = abs(float(text.replace(",", "")) - float(question.accepted[0]))
    except ValueError:
        return False
    return off <= question.tolerance + 1e-9


def _plain(text: str) -> str:
    return " ".join(str(text).split()).casefold()


def marks_for(question: Question, answer: Answer) -> float:
    found = verdict(question, answer)
    if found == "correct":
        return question.marks
    return -question.negative if found == "incorrect" else 0.0


def subjects(pairs: list[tuple[Question, Answer]]) -> list[Subject]:
    """A line for each subject and each parent, parents before their children.

    Questions hang on leaves; a parent sums up its leaves (A:1682, `parent`, `leaf`).
    """
    paths: dict[str, list[tuple[Question, Answer]]] = {}
    for question, answer in pairs:
        parts = (question.subject or "Uncategorized").split("/")
        for depth in range(1, len(parts) + 1):
            paths.setdefault("/".join(parts[:depth]), []).append((question, answer))
    lines = []
    for path, below in sorted(paths.items()):
        found = [verdict(question, answer) for question, answer in below]
        lines.append(
            Subject(
                path=path,
                leaf=not any(other.startswith(f"{path}/") for other in paths),
                total=len(found),
                correct=found.count("correct"),
                incorrect=found.count("incorrect"),
                unanswered=found.count("unanswered"),
                score=sum(marks_for(question, answer) for question, answer in below),
            )
        )
    return lines


def result(
    exam: Exam, pairs: list[tuple[Question, Answer]], seconds: int
) -> dict[str, Any]:
    """What a completed attempt says of itself, ranks aside from their publishing."""
    found = [verdict(question, answer) for question, answer in pairs]
    score = sum(marks_for(question, answer) for question, answer in pairs)
    answered = len(found) - found.count("unanswered")
    others = cohort(exam)
    below = sum(other < score for other in others)
    return {
        "score": score,
        "correct": found.count("correct"),
        "incorrect": found.count("incorrect"),
        "unanswered": found.count("unanswered"),
        "percentage": int(100 * score / exam.total_marks) if exam.total_marks else 0,
        "percentile": _whole(round(100 * (below + 1) / (len(others) + 1), 2)),
        "rank": 1 + sum(other > score for other in others),
        "max_rank": len(others) + 1,
        "speed": round(answered / max(1, seconds) * 3600),
        "accuracy": round(100 * found.count("correct") / answered) if answered else 0,
    }


def _whole(number: float) -> float | int:
    """100 rather than 100.0, and 83.64: both forms are in the seeds (A:326, A:1090)."""
    return int(number) if number == int(number) else number


def cohort(exam: Exam) -> list[float]:
    """What the others are said to have scored: always the same for an exam.

    A bell around 45 % of the marks, as entrance exams have it.
    """
    dice = random.Random(f"cohort {exam.slug}")
    return [
        round(exam.total_marks * min(0.97, max(-0.1, dice.gauss(0.45, 0.18))), 2)
        for _ in range(exam.cohort)
    ]


def popularity(question: Question) -> dict[str, float | int]:
    """How others fared with a question; made up, but always the same for it."""
    dice = random.Random(f"question {question.id}")
    best = round(dice.uniform(3, 25), 2)
    return {
        "best_duration": best,
        "average_duration": round(best * dice.uniform(2, 5), 2),
        "correct_percentage": dice.randint(14, 91),
    }
