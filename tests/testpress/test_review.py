"""Looking back: what was right, as far as anyone told."""

from decimal import Decimal
from typing import Any

import pytest

from portal.testpress import ReviewItem, SubjectResult

OPTIONS = [
    {"id": 1, "text_html": "a", "is_correct": True},
    {"id": 2, "text_html": "b", "is_correct": True},
    {"id": 3, "text_html": "c", "is_correct": False},
]


def item(kind: str = "C", options: Any = OPTIONS, **row: Any) -> ReviewItem:
    question = {"question_html": "?", "answers": options, "type": kind}
    return ReviewItem.parse({"id": 5, "question": question} | row)


@pytest.mark.parametrize(
    ("kind", "row", "result"),
    [
        ("C", {"selected_answers": [2, 1]}, "correct"),
        ("C", {"selected_answers": [1]}, "incorrect"),
        ("C", {"selected_answers": [1, 2, 3]}, "incorrect"),
        ("C", {"selected_answers": []}, "unanswered"),
        ("R", {"selected_answers": [3]}, "incorrect"),
        ("S", {"short_text": "42"}, "not-marked"),
        ("S", {"short_text": ""}, "unanswered"),
        ("E", {"essay_text": "I think"}, "not-marked"),
        ("S", {"short_text": "42", "result": "Correct"}, "correct"),
        ("C", {"selected_answers": [1], "result": "Correct"}, "correct"),
        ("C", {"selected_answers": [1], "result": "unvisited"}, "unanswered"),
        ("C", {"selected_answers": [1], "result": "3"}, "incorrect"),
        ("C", {"selected_answers": [1], "result": None}, "incorrect"),
    ],
)
def test_a_result_is_what_the_api_says_or_follows_from_the_options(kind, row, result):
    assert item(kind, **row).result == result


@pytest.mark.parametrize(
    ("chosen", "result"), [([1], "not-marked"), ([], "unanswered")]
)
def test_nobody_is_wrong_where_the_solution_is_not_told(chosen, result):
    untold = [{"id": 1, "text_html": "a"}, {"id": 2, "text_html": "b"}]

    found = item("R", untold, selected_answers=chosen)

    assert not found.has_solution
    assert found.result == result


def test_what_a_question_was_worth_is_not_what_was_got():
    worth = {"marks": "4.00", "negative_marks": "1"}
    question = {"question_html": "?", "answers": []} | worth

    found = ReviewItem.parse({"id": 5, "marks": "-1.00", "question": question})

    assert (found.marks, found.negative_marks, found.awarded) == (4, 1, Decimal(-1))


@pytest.mark.parametrize(
    ("orders", "shown"), [([0, 0, 0], [7, 8, 9]), ([3, 1, 2], [8, 9, 7])]
)
def test_questions_keep_the_lists_order_unless_they_say_another(
    orders, shown, api, student
):
    rows = [
        {"id": row, "order": order, "question": {"question_html": "?", "answers": []}}
        for row, order in zip([7, 8, 9], orders, strict=True)
    ]
    api.will_answer("GET", "attempts/1/review/", {"results": rows, "next": None})

    found = student.review.all(1)

    assert [(item.id, item.position) for item in found] == list(
        zip(shown, [1, 2, 3], strict=True)
    )


def test_a_percentage_is_read_from_either_place():
    question = {"question_html": "?", "answers": [], "percentage_got_correct": 24.6}

    assert ReviewItem.parse({"id": 1, "question": question}).correct_percentage == 25
    assert item(correct_percentage=16).correct_percentage == 16
    assert item(correct_percentage=None).correct_percentage is None


@pytest.mark.parametrize(
    "sent",
    [
        {"total": 4, "correct": 1, "incorrect": 2, "unanswered": 1, "parent": 3},
        {
            "total_count": 4,
            "correct_answers_count": 1,
            "incorrect_answers_count": 2,
            "unanswered_count": 1,
            "parent_id": 3,
        },
    ],
)
def test_a_subjects_counts_go_by_old_names_and_new(sent):
    found = SubjectResult.parse({"id": 1, "name": "Optics"} | sent)

    assert (found.total, found.correct) == (4, 1)
    assert (found.incorrect, found.unanswered) == (2, 1)
    assert found.parent == 3
