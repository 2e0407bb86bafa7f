"""What we believe of sitting an exam at Testpress; the attempt is ended afterwards."""

import time
from collections.abc import Iterator

import pytest

from portal import testpress
from tests.contract.conftest import FarEnd


@pytest.fixture
def attempt(sitting: FarEnd) -> Iterator[testpress.Attempt]:
    attempts = sitting.student.attempts
    attempt = attempts.create(sitting.exam)
    yield attempt
    if attempts.get(attempt.id).is_running:
        attempts.end(attempt.id)


def test_starting_gives_a_running_attempt_with_all_its_questions(
    sitting: FarEnd, attempt: testpress.Attempt
) -> None:
    exam = sitting.student.exams.get(sitting.exam)

    questions = sitting.student.questions.all(attempt.id)

    assert attempt.is_running
    assert len(questions) == exam.question_count
    assert len({question.id for question in questions}) == len(questions)
    assert not any(question.is_answered for question in questions)


def test_a_running_attempt_is_listed_for_its_exam(
    sitting: FarEnd, attempt: testpress.Attempt
) -> None:
    listed = sitting.student.attempts.of_exam(sitting.exam)

    assert attempt.id in [one.id for one in listed if one.is_running]


def test_an_answer_reads_back_as_sent_and_the_others_as_they_were(
    sitting: FarEnd, attempt: testpress.Attempt
) -> None:
    questions = sitting.student.questions
    first, second, *_ = _with_options(sitting, attempt)
    wanted = (first.options[-1].id,)

    questions.answer(
        attempt.id, first.id, testpress.Answer(selected=wanted, review=True)
    )

    held = {question.id: question for question in questions.all(attempt.id)}
    assert held[first.id].selected == wanted
    assert held[first.id].review is True
    assert not held[second.id].is_answered


def test_the_last_answer_counts_and_an_empty_one_clears(
    sitting: FarEnd, attempt: testpress.Attempt
) -> None:
    questions = sitting.student.questions
    row = _with_options(sitting, attempt)[0]
    for option in row.options[:2]:
        answer = testpress.Answer(selected=(option.id,), review=False)
        questions.answer(attempt.id, row.id, answer)
    assert _row(sitting, attempt, row.id).selected == (row.options[1].id,)

    questions.answer(attempt.id, row.id, testpress.Answer(selected=(), review=False))

    assert _row(sitting, attempt, row.id).selected == ()


def test_the_same_answer_twice_is_the_same_answer(
    sitting: FarEnd, attempt: testpress.Attempt
) -> None:
    row = _with_options(sitting, attempt)[0]
    answer = testpress.Answer(selected=(row.options[0].id,), review=False)

    for _ in range(2):
        sitting.student.questions.answer(attempt.id, row.id, answer)

    assert _row(sitting, attempt, row.id).selected == answer.selected


def test_a_row_that_is_not_in_the_attempt_is_refused(
    sitting: FarEnd, attempt: testpress.Attempt
) -> None:
    with pytest.raises(testpress.Refused):
        sitting.student.questions.answer(
            attempt.id, 1, testpress.Answer(selected=(), review=False)
        )


def test_the_heartbeat_moves_the_time_left(
    sitting: FarEnd, attempt: testpress.Attempt
) -> None:
    attempts = sitting.student.attempts
    before = attempts.heartbeat(attempt.id).clock()
    time.sleep(2.1)

    after = attempts.heartbeat(attempt.id).clock()

    assert isinstance(before, testpress.Known)
    assert isinstance(after, testpress.Known)
    assert 1 <= before.seconds - after.seconds <= 10


def test_a_start_forgives_the_gap(sitting: FarEnd, attempt: testpress.Attempt) -> None:
    attempts = sitting.student.attempts
    before = attempts.heartbeat(attempt.id).clock()
    time.sleep(3.1)

    attempts.start(attempt.id)
    after = attempts.heartbeat(attempt.id).clock()

    assert isinstance(before, testpress.Known)
    assert isinstance(after, testpress.Known)
    # What lies between start and heartbeat is charged, however busy the machine is.
    assert before.seconds - after.seconds < 3


def test_starting_twice_goes_on_with_the_same_attempt(
    sitting: FarEnd, attempt: testpress.Attempt
) -> None:
    again = sitting.student.attempts.start(attempt.id)

    assert again.id == attempt.id
    assert again.is_running


def test_the_review_is_refused_before_the_end_and_there_after_it(
    sitting: FarEnd, attempt: testpress.Attempt
) -> None:
    student = sitting.student
    row = _with_options(sitting, attempt)[0]
    answer = testpress.Answer(selected=(row.options[0].id,), review=False)
    student.questions.answer(attempt.id, row.id, answer)
    with pytest.raises(testpress.Refused):
        student.review.all(attempt.id)

    student.attempts.end(attempt.id)

    items = student.review.all(attempt.id)
    assert student.attempts.get(attempt.id).is_completed
    assert answer.selected in [item.selected for item in items]


def test_nothing_can_be_answered_after_the_end(
    sitting: FarEnd, attempt: testpress.Attempt
) -> None:
    row = _with_options(sitting, attempt)[0]
    sitting.student.attempts.end(attempt.id)

    with pytest.raises(testpress.Refused) as refused:
        sitting.student.questions.answer(
            attempt.id, row.id, testpress.Answer(selected=(), review=False)
        )

    assert refused.value.message, (
        "the portal tells this from a proxy's page by its words"
    )


def _with_options(
    sitting: FarEnd, attempt: testpress.Attempt
) -> list[testpress.Question]:
    questions = sitting.student.questions.all(attempt.id)
    return [question for question in questions if question.type == "R"]


def _row(sitting: FarEnd, attempt: testpress.Attempt, row: int) -> testpress.Question:
    questions = sitting.student.questions.all(attempt.id)
    return next(question for question in questions if question.id == row)
