"""What we believe of Testpress's pages, without changing anything there."""

import pytest

from portal import testpress
from tests.contract.conftest import FarEnd


def test_every_listed_exam_can_be_opened(reading: FarEnd) -> None:
    for exam in reading.student.exams.list("available"):
        opened = reading.student.exams.get(exam.slug)

        assert (opened.slug, opened.title) == (exam.slug, exam.title)


@pytest.mark.parametrize("state", ["available", "upcoming", "history"])
def test_each_list_of_exams_can_be_read(reading: FarEnd, state: str) -> None:
    page = reading.student.exams.list(state)

    assert page.number == 1
    assert all(exam.title for exam in page)


def test_the_student_is_who_signed_in(reading: FarEnd) -> None:
    me = reading.student.users.me()

    assert me.id > 0
    assert me.username


def test_nobody_is_let_in_without_a_token(reading: FarEnd) -> None:
    with pytest.raises(testpress.SignedOut):
        reading.stranger.users.me()


def test_a_made_up_token_is_refused(reading: FarEnd) -> None:
    with pytest.raises(testpress.SignedOut):
        reading.stranger.signed_as("made.up.token").users.me()


def test_a_wrong_password_is_refused(reading: FarEnd) -> None:
    with pytest.raises(testpress.Invalid):
        reading.stranger.sign_in(username="nobody-at-all", password="wrong")


def test_an_exam_that_is_not_there_is_not_found(reading: FarEnd) -> None:
    with pytest.raises(testpress.NotFound):
        reading.student.exams.get("there-is-no-such-exam")


def test_an_attempt_that_is_not_there_is_not_found(reading: FarEnd) -> None:
    with pytest.raises(testpress.NotFound):
        reading.student.attempts.get(1)


def test_every_listed_post_can_be_opened(reading: FarEnd) -> None:
    for post in list(reading.student.posts.list())[:5]:
        assert reading.student.posts.get(post.slug).title == post.title


def test_every_listed_product_can_be_opened(reading: FarEnd) -> None:
    for product in list(reading.student.products.list())[:5]:
        assert reading.student.products.get(product.slug).title == product.title


def test_past_attempts_can_be_read_and_reviewed(reading: FarEnd) -> None:
    for listed in list(reading.student.attempts.list())[:3]:
        attempt = reading.student.attempts.get(listed.id)

        assert attempt.id == listed.id
        if attempt.is_completed:
            assert reading.student.review.all(attempt.id)
