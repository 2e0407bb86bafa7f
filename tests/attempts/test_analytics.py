"""Subjects, times and marks lost: reckoned from what was sent, and no further."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from portal import testpress
from portal.attempts import charts
from portal.attempts.lessons import Lessons
from portal.attempts.looks import look_back
from portal.attempts.tree import subject_lines
from tests import payloads

EXAM = testpress.Exam.parse(payloads.exam())


def looks(*rows, exam=EXAM):
    items = [
        replace(testpress.ReviewItem.parse(row), position=position)
        for position, row in enumerate(rows, start=1)
    ]
    return look_back(items, exam)


def lessons(*rows, exam=EXAM, **more):
    return Lessons(looks(*rows, exam=exam), **more)


def wrong(id, **changes):
    return payloads.review_item(id=id, selected_answers=[id * 10 + 1], **changes)


def left_out(id, **changes):
    return payloads.review_item(id=id, selected_answers=[], **changes)


def subject(id, name, correct, incorrect, unanswered=0, parent=None, **changes):
    return testpress.SubjectResult.parse(
        {
            "id": id,
            "name": name,
            "total": correct + incorrect + unanswered,
            "correct": correct,
            "incorrect": incorrect,
            "unanswered": unanswered,
            "score": "1.00",
            "parent": parent,
            "leaf": True,
            **changes,
        }
    )


def names(found):
    return [("  " * line.depth) + line.name for line in found]


def test_weak_subjects_come_first_and_children_below_their_parents():
    rows = [
        subject(1, "Physics", 6, 2),
        subject(2, "Optics", 5, 1, parent=1),
        subject(3, "Waves", 1, 1, parent=1),
        subject(4, "Chemistry", 1, 7),
    ]

    found = subject_lines(rows)

    assert names(found) == ["Chemistry", "Physics", "  Waves", "  Optics"]
    assert [line.accuracy for line in found] == [12, 75, 50, 83]


def test_a_parents_questions_are_its_childrens_too():
    rows = [subject(1, "Physics", 1, 1), subject(2, "Heat & light", 1, 1, parent=1)]

    physics = subject_lines(rows)[0]

    assert physics.query == "subject=Physics&subject=Heat+%26+light"


@pytest.mark.parametrize("parent", [99, 1, 2])
def test_a_parent_that_is_missing_or_goes_in_circles_is_none(parent):
    rows = [subject(1, "A", 1, 0, parent=parent), subject(2, "B", 1, 0, parent=1)]

    found = subject_lines(rows)

    assert sorted(line.name for line in found) == ["A", "B"]


def test_a_subject_without_questions_has_no_accuracy_and_comes_last():
    found = subject_lines([subject(1, "Empty", 0, 0), subject(2, "Full", 2, 0)])

    assert names(found) == ["Full", "Empty"]
    assert found[1].accuracy is None
    assert not found[1].has_shares


def test_the_documented_subjects_are_shown_with_a_negative_score(student, api, visit):
    api.will_answer("GET", "attempts/400/", payloads.completed())
    body = payloads.seed("review_subjects_v22")
    api.will_answer("GET", "attempts/400/review/subjects/", body)

    page = visit(student, "/attempts/400/review/subjects/")

    assert page.source.count('class="share"') == 2
    assert "−2" in page.text
    assert "?subject=PSM&amp;result=incorrect" in page.source


def test_subjects_are_sorted_by_link(student, api, visit):
    rows = [
        {"id": n, "name": name, "total": 1, "correct": n, "incorrect": 0}
        for n, name in ((0, "Zoology"), (1, "Botany"))
    ]
    api.will_answer("GET", "attempts/400/", payloads.completed())
    api.will_answer("GET", "attempts/400/review/subjects/", payloads.page(*rows))

    page = visit(student, "/attempts/400/review/subjects/?sort=name")

    assert page.text.index("Botany") < page.text.index("Zoology")


def test_an_exam_that_shows_no_analysis_is_not_asked_for_one(student, api, visit):
    exam = payloads.exam(show_analytics=False)
    api.will_answer("GET", "attempts/400/", payloads.completed(exam=exam))

    page = visit(student, "/attempts/400/review/subjects/")

    assert "does not show an analysis" in page.text


def test_time_is_grouped_into_lessons():
    found = lessons(
        wrong(1, duration=90),
        wrong(2, duration=20),
        payloads.review_item(id=3, duration=68),
        wrong(4, duration="NA"),
        left_out(5),
        remaining=timedelta(minutes=11),
    )

    assert [look.id for look in found.slow_and_wrong] == [1]
    assert [look.id for look in found.fast_and_wrong] == [2]
    assert [look.id for look in found.slow_but_right] == [3]
    assert [look.id for look in found.left_with_time] == [5]
    assert found.untimed_count == 1


def test_no_time_to_spare_is_no_reproach():
    found = lessons(left_out(5), remaining=timedelta(seconds=59))

    assert found.left_with_time == []


def test_marks_lost_are_summed():
    found = lessons(
        wrong(1),
        wrong(2, marks="-0.50"),
        wrong(3, question={"negative_marks": "0.00"}),
        left_out(4, correct_percentage=60),
        left_out(5, correct_percentage=59),
    )

    assert found.lost_to_negative_marks.marks == Decimal("1.50")
    assert [look.id for look in found.lost_to_negative_marks.looks] == [1, 2]
    assert found.lost_to_easy_ones.marks == Decimal(4)
    assert [look.id for look in found.lost_to_easy_ones.looks] == [4]


def test_marks_are_the_exams_where_the_question_has_none():
    unmarked = {"marks": None, "negative_marks": None}
    varying = testpress.Exam.parse(payloads.exam(variable_mark_per_question=True))

    known = looks(wrong(1, question=dict(unmarked)))[0]
    unknown = looks(wrong(1, question=dict(unmarked)), exam=varying)[0]

    assert known.awarded == -1
    assert unknown.awarded is None


def test_the_strip_has_a_bar_for_each_known_time_on_one_scale():
    rows = [payloads.review_item(id=id, duration=90) for id in range(1, 52)]
    rows[0]["duration"] = "NA"

    strips = charts.time_strips(looks(*rows))

    assert [(strip.first, strip.last) for strip in strips] == [(1, 50), (51, 51)]
    assert len(strips[0].bars) == 49
    assert strips[0].bars[0].height == "100.00%"
    assert strips[0].bars[0].average == "50.00%"


def test_without_any_time_there_is_no_strip_but_words(student, api, visit):
    api.will_answer("GET", "attempts/400/", payloads.completed(total_questions=1))
    row = payloads.review_item(duration="NA")
    api.will_answer("GET", "attempts/400/review/", payloads.page(row))

    page = visit(student, "/attempts/400/review/times/")

    assert "did not send the time" in page.text


def test_times_of_a_withheld_solution_do_not_tell_right_from_wrong(student, api, visit):
    exam = payloads.exam(show_answers=False)
    api.will_answer("GET", "attempts/400/", payloads.completed(exam=exam))
    rows = [wrong(1, duration=90), payloads.review_item(id=2, duration=90)]
    api.will_answer("GET", "attempts/400/review/", payloads.page(*rows))

    page = visit(student, "/attempts/400/review/times/")

    for secret in ("Slow and wrong", "Incorrect", "bar-correct", "lost to"):
        assert secret not in page.source.split('id="times"')[1]


def test_a_trend_needs_two_scores():
    one = charts.trend([Decimal(4)])
    two = charts.trend([Decimal(4), Decimal(9)])

    assert one is None
    assert [point.y for point in two.points] == ["88.00%", "12.00%"]
