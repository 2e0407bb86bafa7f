"""What the API sends, changed where a test cares: `payloads.exam(title="Optics")`.

Shapes are those of the documented JSON (tests/fixtures/seeds); values are believable.
"""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

SEEDS = Path(__file__).parent / "fixtures" / "seeds"
ORIGIN = "https://demo.testpress.in"


def seed(name: str) -> Any:
    """A documented body, damage included: `seed("attempts_list_v22")`."""
    return json.loads((SEEDS / f"{name}.json").read_text(encoding="utf-8"))


def at(**ago: float) -> str:
    """A moment so long ago (so far ahead, if negative), as they write it."""
    return (datetime.now(UTC) - timedelta(**ago)).isoformat().replace("+00:00", "Z")


def page(*results: Any, **changes: Any) -> dict[str, Any]:
    """A list's page; by default the only one."""
    return {
        "count": len(results),
        "next": None,
        "previous": None,
        "per_page": 20,
        "results": list(results),
        **changes,
    }


def exam(**changes: Any) -> dict[str, Any]:
    slug = changes.get("slug", "optics")
    return {
        "url": f"{ORIGIN}/api/v2.2/exams/{slug}/",
        "id": 3720,
        "title": "Optics",
        "description": "",
        "course": "JEE 2027",
        "start_date": at(days=2),
        "end_date": at(days=-5),
        "duration": "3:00:00",
        "number_of_questions": 3,
        "negative_marks": "1.00",
        "mark_per_question": "4.00",
        "template_type": 1,
        "allow_retake": True,
        "max_retakes": -1,
        "enable_ranks": False,
        "rank_publishing_date": None,
        "allow_pdf": False,
        "created": at(days=9),
        "slug": slug,
        "variable_mark_per_question": False,
        "show_answers": True,
        **changes,
    }


def attempt(**changes: Any) -> dict[str, Any]:
    id = changes.get("id", 400)
    return {
        "url": f"{ORIGIN}/api/v2.2/attempts/{id}/",
        "id": id,
        "exam": exam(),
        "user": "asha",
        "date": at(minutes=5),
        "total_questions": 3,
        "score": "0.00",
        "review_url": f"{ORIGIN}/api/v2.2/attempts/{id}/review/",
        "questions_url": f"{ORIGIN}/api/v2.2/attempts/{id}/questions/",
        "percentile": 0,
        "correct_count": 0,
        "incorrect_count": 0,
        "last_started_time": at(seconds=10),
        "remaining_time": "2:55:00",
        "time_taken": "0:05:00",
        "state": "Running",
        "rank": "NA",
        "max_rank": 0,
        "percentage": "0",
        "unanswered_count": 0,
        **changes,
    }


def completed(**changes: Any) -> dict[str, Any]:
    """An attempt that has been handed in."""
    return attempt(
        **{
            "state": "Completed",
            "score": "7.00",
            "correct_count": 2,
            "incorrect_count": 1,
            "unanswered_count": 0,
            "percentile": 83.64,
            "percentage": "58",
            **changes,
        }
    )


def question(**changes: Any) -> dict[str, Any]:
    """A row of an attempt's questions: one option of four, not visited yet."""
    id = changes.get("id", 101)
    asked = {
        "question_html": "<p>What bends light?</p>",
        "direction": None,
        "answers": [
            {"id": id * 10 + place, "text_html": text}
            for place, text in enumerate(("A lens", "A drum", "A spoon", "A sum"))
        ],
        "essay_topics": [],
        "subject": "Physics",
        "type": "R",
        **changes.pop("question", {}),
    }
    return {
        "id": id,
        "url": f"{ORIGIN}/api/v2.2/attempts/400/questions/{id}/",
        "question": asked,
        "duration": None,
        "selected_answers": [],
        "essay_text": None,
        "essay_topic": None,
        "review": None,
        **changes,
    }


def review_item(**changes: Any) -> dict[str, Any]:
    """A row of a review: the first of four options is right, and was chosen."""
    id = changes.get("id", 101)
    reviewed = {
        "id": id,
        "url": f"{ORIGIN}/api/v2.2/questions/{id}/",
        "question_html": "<p>What bends light?</p>",
        "direction": None,
        "answers": [
            {"id": id * 10 + place, "text_html": text, "is_correct": place == 0}
            for place, text in enumerate(("A lens", "A drum", "A spoon", "A sum"))
        ],
        "essay_topics": [],
        "subject": "Physics",
        "explanation_html": "<p>Glass slows it down.</p>",
        "type": "R",
        "comments_url": "",
        "marks": "4.00",
        "negative_marks": "1.00",
        **changes.pop("question", {}),
    }
    return {
        "id": id,
        "url": f"{ORIGIN}/api/v2.2/attempts/400/review/{id}/",
        "order": 0,
        "question": reviewed,
        "duration": 40,
        "best_duration": 20.5,
        "average_duration": 45.0,
        "selected_answers": [id * 10],
        "essay_text": None,
        "essay_topic": None,
        "review": False,
        "comments_count": 0,
        "correct_percentage": 62,
        **changes,
    }


def profile(**changes: Any) -> dict[str, Any]:
    return {**seed("me_v21"), "id": 17, **changes}


def product(**changes: Any) -> dict[str, Any]:
    slug = changes.get("slug", "jee-pack")
    return {
        "id": 243,
        "url": f"{ORIGIN}/api/v2.2/products/{slug}/",
        "title": "JEE Pack",
        "slug": slug,
        "image": "",
        "images": [],
        "start_date": at(days=90),
        "end_date": at(days=-365),
        "categories": ["JEE"],
        "types": ["Exams", "E-books"],
        "exams_count": 3,
        "notes_count": 1,
        "price": "125000.00",
        **changes,
    }


def post(**changes: Any) -> dict[str, Any]:
    slug = changes.pop("slug", "hall-tickets")
    return {
        **seed("posts_list_v21")["results"][0],
        "url": f"{ORIGIN}/api/v2.2/posts/{slug}/",
        "title": "Hall tickets",
        "summary": "Download yours.",
        "created": at(days=1),
        **changes,
    }
