"""Every JSON body of the two published documents can be read, damage and all."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from portal import testpress

from .conftest import SEEDS

CALLS = {
    "attempt_create_v22": (
        "POST",
        "exams/x/attempts/",
        lambda s: s.attempts.create("x"),
    ),
    "attempt_detail_v21": ("GET", "attempts/1/", lambda s: s.attempts.get(1)),
    "attempt_detail_v22": ("GET", "attempts/1/", lambda s: s.attempts.get(1)),
    "attempt_end_v21": ("PUT", "attempts/1/end/", lambda s: s.attempts.end(1)),
    "attempt_end_v22": ("PUT", "attempts/1/end/", lambda s: s.attempts.end(1)),
    "attempt_heartbeat_v22": (
        "PUT",
        "attempts/1/heartbeat/",
        lambda s: s.attempts.heartbeat(1),
    ),
    "attempt_start_v21": ("PUT", "attempts/1/start/", lambda s: s.attempts.start(1)),
    "attempt_start_v22": ("PUT", "attempts/1/start/", lambda s: s.attempts.start(1)),
    "attempts_list_v21": ("GET", "attempts/", lambda s: s.attempts.list()),
    "attempts_list_v22": ("GET", "attempts/", lambda s: s.attempts.list()),
    "auth_token_v21": (
        "POST",
        "auth-token/",
        lambda s: s.sign_in(username="u", password="p"),
    ),
    "exam_attempts_v22": (
        "GET",
        "exams/x/attempts/",
        lambda s: s.attempts.of_exam("x"),
    ),
    "exam_detail_v21": ("GET", "exams/x/", lambda s: s.exams.get("x")),
    "exams_available_v21": ("GET", "exams/available/", lambda s: s.exams.list()),
    "exams_history_v21": ("GET", "exams/history/", lambda s: s.exams.list("history")),
    "exams_list_v21": ("GET", "exams/", lambda s: s.exams.all()),
    "exams_upcoming_v21": (
        "GET",
        "exams/upcoming/",
        lambda s: s.exams.list("upcoming"),
    ),
    "me_v21": ("GET", "me/", lambda s: s.users.me()),
    "post_detail_v21": ("GET", "posts/x/", lambda s: s.posts.get("x")),
    "posts_list_v21": ("GET", "posts/", lambda s: s.posts.list()),
    "product_detail_v21": (
        "GET",
        "products/free-ias-prelims-power-pack/",
        lambda s: s.products.get("free-ias-prelims-power-pack"),
    ),
    "products_list_v21": ("GET", "products/", lambda s: s.products.list()),
    "question_answer_v21": (
        "PUT",
        "attempts/1/questions/2/",
        lambda s: s.questions.answer(1, 2, testpress.Answer()) or "saved",
    ),
    "question_answer_v22": (
        "PUT",
        "attempts/1/questions/2/",
        lambda s: s.questions.answer(1, 2, testpress.Answer()) or "saved",
    ),
    "review_subjects_v22": (
        "GET",
        "attempts/1/review/subjects/",
        lambda s: s.review.subjects(1),
    ),
    "review_v22": ("GET", "attempts/1/review/", lambda s: s.review.all(1)),
    "user_detail_v21": ("GET", "users/1/", lambda s: s.users.get(1)),
    "user_update_v21": (
        "PUT",
        "users/1/",
        lambda s: s.users.update(1, {"city": "x"}) or "saved",
    ),
}

# These say that there is a second page, which the documents don't show.
PAGED = {
    "questions_v21": ("questions", lambda s: s.questions.all(1)),
    "questions_v22": ("questions", lambda s: s.questions.all(1)),
    "review_v21": ("review", lambda s: s.review.all(1)),
}


def test_every_body_has_a_test():
    bodies = {file.stem for file in SEEDS.glob("*.json")}

    assert len(bodies) == 31
    assert bodies == CALLS.keys() | PAGED.keys()


@pytest.mark.parametrize("name", CALLS)
def test_a_documented_answer_is_read(name, api, student, seed):
    method, path, call = CALLS[name]
    api.will_answer(method, path, seed(name))

    assert call(student)


@pytest.mark.parametrize("name", PAGED)
def test_a_documented_list_of_a_hundred_is_read(name, api, student, seed):
    what, call = PAGED[name]
    first = seed(name)
    rest = dict(first, next=None, results=[])
    rest["results"] = [dict(first["results"][0], id=number) for number in range(98)]
    api.will_answer("GET", f"attempts/1/{what}/", dict(first, per_page=50))
    api.will_answer("GET", f"attempts/1/{what}/", rest, page=2)

    assert len(call(student)) == 100


def test_damaged_dates_and_times_are_unknown_and_spoil_nothing_else(api, student, seed):
    api.will_answer("GET", "attempts/", seed("attempts_list_v22"))

    running, completed = student.attempts.list()

    assert running.exam.title == "FORUM IAS RBI DEMO"
    assert running.exam.opens_at is None
    assert running.exam.closes_at is None
    assert running.started_at is None
    assert running.remaining is None
    assert running.clock() == testpress.Unknown()
    assert running.time_taken == timedelta(minutes=49, seconds=57)
    assert completed.remaining == timedelta(hours=3, minutes=12, seconds=26)
    assert completed.percentile == 60


def test_the_same_attempt_undamaged_is_known(api, student, seed):
    api.will_answer("GET", "attempts/125894/", seed("attempt_detail_v21"))

    attempt = student.attempts.get(125894)

    assert attempt.started_at == datetime(2015, 11, 7, 7, 12, 49, 873000, UTC)
    assert attempt.clock() == testpress.Known(2 * 3600 + 10 * 60 + 3)


def test_an_attempts_score_is_the_same_number_however_it_is_sent(api, student, seed):
    api.will_answer("POST", "exams/x/attempts/", seed("attempt_create_v22"))
    api.will_answer("PUT", "attempts/400/heartbeat/", seed("attempt_heartbeat_v22"))

    created, beating = student.attempts.create("x"), student.attempts.heartbeat(400)

    assert created.score == beating.score == Decimal(0)
    assert created.rank is None
    assert created.max_rank is None
    assert created.exam.sections == ()


def test_an_exams_own_attempts_come_without_the_exam(api, student, seed):
    api.will_answer("GET", "exams/x/attempts/", seed("exam_attempts_v22"))

    running, completed = student.attempts.of_exam("x")

    assert running.exam is None
    assert running.user_name.startswith("DemoUser is my name")
    assert running.rank == 2
    assert running.shown_rank is None
    assert completed.shown_rank == 2
    assert completed.percentile == Decimal("83.64")
    assert (completed.score, completed.percentage) == (3, 12)
    assert completed.unanswered_count == 0


def test_an_exam_comes_with_the_attempts_at_it(api, student, seed):
    api.will_answer("GET", "exams/x/", seed("exam_detail_v21"))

    exam = student.exams.get("x")

    assert [attempt.id for attempt in exam.attempts] == [59591, 59312, 33827, 31823]
    assert exam.duration == timedelta(minutes=30, seconds=30)
    assert exam.total_marks == 20


def test_review_rows_say_what_was_right(api, student, seed):
    api.will_answer("GET", "attempts/12/review/", seed("review_v22"))

    skipped, right = student.review.all(12)

    assert (skipped.position, skipped.result) == (1, "unanswered")
    assert [option.is_correct for option in skipped.options] == [
        True,
        True,
        False,
        True,
    ]
    assert skipped.duration is None
    assert skipped.best_seconds == 0.61
    assert (right.position, right.result) == (2, "correct")
    assert right.selected == (right.options[1].id,)
    assert right.duration == timedelta(seconds=1)


def test_review_rows_without_solutions_mark_nothing_wrong(seed):
    rows = seed("review_v21")["results"]

    items = [
        testpress.ReviewItem.parse(dict(row, selected_answers=[129])) for row in rows
    ]

    assert [item.has_solution for item in items] == [False, False]
    assert [item.result for item in items] == ["not-marked", "not-marked"]


def test_subjects_may_have_a_negative_score(api, student, seed):
    api.will_answer("GET", "attempts/1/review/subjects/", seed("review_subjects_v22"))

    first, second = student.review.subjects(1)

    assert (first.name, first.score, first.incorrect) == ("PSM", -2, 2)
    assert (second.name, second.score, second.parent) == ("Microbiology", 4, None)


def test_a_question_is_known_by_its_row(api, student, seed):
    sent = dict(seed("questions_v22"), next=None)
    api.will_answer("GET", "attempts/122046/questions/", sent)

    several, single = student.questions.all(122046)

    assert (several.id, several.type, several.asked.subject) == (
        12705318,
        "C",
        "khecha subject",
    )
    assert [option.id for option in several.options] == [129, 130, 131, 132]
    assert single.type == "R"
    assert single.state == "not-visited"


def test_a_products_picture_price_and_contents(api, student, seed):
    api.will_answer("GET", "products/", seed("products_list_v21"))

    (product,) = student.products.list()

    assert product.price == 1
    assert product.image_url.endswith("/bfbfcf2f31f84c5aada30eba2ae6bd2e.png")
    assert product.categories == ("TNPSC",)
    assert product.types == ("E-books", "Exams")
    assert product.exams == ()


def test_a_posts_slug_is_in_its_address(api, student, seed):
    api.will_answer("GET", "posts/", seed("posts_list_v21"))

    first, second = student.posts.list()

    assert (first.slug, second.slug) == ("post-title2", "working-great")
    assert first.category.name == "Daliy News"
    assert first.category.colour == "#33cc33"
    assert first.author == "admin"
    assert first.published_at == datetime(2015, 10, 15, 15, 24, 34, tzinfo=UTC)


def test_a_student_has_a_name_and_a_face_or_initials(api, student, seed):
    api.will_answer("GET", "me/", seed("me_v21"))
    api.will_answer("GET", "users/18/", seed("user_detail_v21"))

    me, other = student.users.me(), student.users.get(18)

    assert (me.name, me.initials, me.gender, me.state) == (
        "Divya",
        "D",
        "Female",
        "Tamil Nadu",
    )
    assert me.birth_date.isoformat() == "1994-08-27"
    assert "OHC 2013" in me.batches
    assert (other.name, other.initials, other.photo_url) == ("Vinoth Kumar", "VK", "")
