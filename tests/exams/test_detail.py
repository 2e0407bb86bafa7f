"""/exams/<slug>/: facts, what to know before, attempts so far, and the one button."""

import pytest

from tests import payloads

HTMX = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "part-attempts"}


def an_exam(api, *attempts, **changes):
    api.will_answer("GET", "exams/optics/", payloads.exam(**changes))
    api.will_answer("GET", "exams/optics/attempts/", payloads.page(*attempts))


def buttons(page):
    wanted = ("Start exam", "Resume exam", "Retake exam", "Retake only the wrong ones")
    return [words for words in wanted if f">{words}</button>" in page.source]


def test_an_exam_says_how_it_is_marked(student, api, visit):
    an_exam(api)

    page = visit(student, "/exams/optics/")

    assert "+4 for a right answer, −1 for a wrong one" in page.text
    assert "3 hours" in page.text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"negative_marks": "0.00"}, "nothing off for a wrong one"),
        ({"variable_mark_per_question": True}, "Marks differ from question"),
        ({"duration": None}, "No time limit"),
        ({"duration": "2.20:03"}, "Duration –"),
        ({"end_date": None}, "No end date"),
        ({"end_date": "2.25-11-07T12:37:11+05:30"}, "Closes –"),
        ({"allow_retake": False}, "One attempt only"),
        ({"disable_attempt_resume": True}, "This exam cannot be resumed"),
        ({"enable_exam_window_monitoring": True}, "Your institute watches the window"),
    ],
)
def test_an_exam_says_what_is_special_about_it(student, api, visit, changes, words):
    an_exam(api, **changes)

    page = visit(student, "/exams/optics/")

    assert words in page.text


@pytest.mark.parametrize(
    ("attempts", "changes", "expected"),
    [
        ([], {}, ["Start exam"]),
        ([payloads.attempt()], {}, ["Resume exam"]),
        (
            [payloads.completed()],
            {},
            ["Retake exam", "Retake only the wrong ones"],
        ),
        ([payloads.attempt(state="Pending Evaluation")], {}, ["Retake exam"]),
        ([payloads.completed()], {"allow_retake": False}, []),
        ([], {"start_date": payloads.at(days=-1)}, []),
        ([payloads.attempt()], {"end_date": payloads.at(days=1)}, []),
        ([], {"template_type": 15}, []),
        ([], {"device_access_control": "mobile"}, []),
    ],
)
def test_there_is_one_right_button(student, api, visit, attempts, changes, expected):
    an_exam(api, *attempts, **changes)

    page = visit(student, "/exams/optics/")

    assert buttons(page) == expected


@pytest.mark.parametrize(
    ("attempts", "changes", "words"),
    [
        ([], {"start_date": payloads.at(days=-1)}, "You can start this exam from"),
        ([], {"end_date": payloads.at(days=1)}, "This exam has ended"),
        ([], {"device_access_control": "mobile"}, "only in its app"),
        ([], {"template_type": 12}, "your institute's own site"),
        ([payloads.completed()], {"allow_retake": False}, "one attempt only"),
        ([payloads.completed(remaining_attempts=0)], {}, "You have no attempts left"),
    ],
)
def test_where_there_is_no_button_the_page_says_why(
    student, api, visit, attempts, changes, words
):
    an_exam(api, *attempts, **changes)

    page = visit(student, "/exams/optics/")

    assert words in page.text


def test_an_exam_drawn_elsewhere_is_a_link_to_the_institute(student, api, visit):
    an_exam(api, template_type=22)

    page = visit(student, "/exams/optics/")

    assert 'href="https://demo.testpress.in/exams/optics/"' in page.source


def test_attempts_show_score_time_and_rank_where_it_may_be_shown(student, api, visit):
    done = payloads.completed(
        id=9, rank=2, max_rank=165, rank_enabled=True, percentile=83.64
    )
    an_exam(api, done)

    page = visit(student, "/exams/optics/")

    assert "7 / 12" in page.text
    assert "2 / 165" in page.text
    assert "83.64" in page.text
    assert "Time taken" in page.text
    assert "5 min" in page.text
    assert 'href="/attempts/9/review/"' in page.source


def test_a_rank_that_is_not_published_is_not_shown(student, api, visit):
    an_exam(api, payloads.completed(rank=2, max_rank=165, rank_enabled=False))

    page = visit(student, "/exams/optics/")

    assert "Rank" not in page.text
    assert "165" not in page.text


def test_two_scores_make_a_trend_with_its_table(student, api, visit):
    newest = payloads.completed(id=2, score="9.00")
    oldest = payloads.completed(id=1, score="-1.00")
    an_exam(api, newest, oldest)

    page = visit(student, "/exams/optics/")

    assert "the oldest first: −1, 9" in page.source
    assert "<polyline" in page.source
    assert "<table" in page.source


def test_one_score_makes_no_trend(student, api, visit):
    an_exam(api, payloads.completed())

    page = visit(student, "/exams/optics/")

    assert "<polyline" not in page.source


def test_hidden_scores_are_in_neither_table_nor_trend(student, api, visit):
    done = [payloads.completed(id=each, score="6.50") for each in (1, 2)]
    an_exam(api, *done, show_score=False)

    page = visit(student, "/exams/optics/")

    assert "6.5" not in page.source


def test_the_institutes_own_words_are_cleaned(student, api, visit):
    hostile = "<p onclick=x>Read <b>this</b></p><script>alert(1)</script>"
    an_exam(api, description=hostile, instructions=hostile)

    page = visit(student, "/exams/optics/")

    assert page.source.count("Read <b>this</b>") == 2
    assert "onclick" not in page.source
    assert "alert(1)" not in page.source


def test_attempts_that_do_not_come_leave_the_exam_usable(student, api, visit):
    api.will_answer("GET", "exams/optics/", payloads.exam())
    api.will_not_answer("GET", "exams/optics/attempts/")

    page = visit(student, "/exams/optics/")

    assert "Your attempts could not be loaded" in page.text
    assert "You have not attempted" not in page.text
    assert buttons(page) == ["Start exam"]


def test_attempts_sent_with_the_exam_do_instead(student, api, visit):
    running = payloads.attempt()
    del running["exam"]
    api.will_answer("GET", "exams/optics/", payloads.exam(attempts=[running]))
    api.will_not_answer("GET", "exams/optics/attempts/")

    page = visit(student, "/exams/optics/")

    assert buttons(page) == ["Resume exam"]


def test_the_attempts_can_be_asked_for_again(student, api):
    an_exam(api, payloads.completed())

    response = student.get("/exams/optics/?part=attempts", **HTMX)

    assert b"See result" in response.content
    assert b"<h1" not in response.content


def test_more_attempts_than_a_page_are_said_to_be_more(student, api, visit):
    api.will_answer("GET", "exams/optics/", payloads.exam(title="Light & lenses"))
    more = payloads.page(payloads.completed(), next=f"{payloads.ORIGIN}/?page=2")
    api.will_answer("GET", "exams/optics/attempts/", more)

    page = visit(student, "/exams/optics/")

    assert 'href="/attempts/?q=Light%20%26%20lenses"' in page.source


def test_the_documented_exam_and_attempts_make_a_page(student, api, visit):
    exam = payloads.seed("exam_detail_v21")
    slug = exam["slug"]
    api.will_answer("GET", f"exams/{slug}/", exam)
    attempts = payloads.seed("exam_attempts_v22")
    api.will_answer("GET", f"exams/{slug}/attempts/", attempts)

    page = visit(student, f"/exams/{slug}/")

    assert page.text.count("2 / 165") == 1  # the running attempt shows none


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        ({"data": {"detail": "Not found."}, "status": 404}, 404),
        ({"data": {"detail": "Not for you."}, "status": 403}, 403),
        ({"status": 503}, 503),
        ({"body": "<h1>Welcome</h1>"}, 502),
        ({"status": 429, "data": {"detail": "in 12 seconds"}}, 429),
    ],
)
def test_an_exam_that_cannot_be_had_is_an_error_page(
    student, api, visit, answer, status
):
    api.will_answer("GET", "exams/optics/", **answer)
    api.will_answer("GET", "exams/optics/attempts/", payloads.page())

    page = visit(student, "/exams/optics/", status=status)

    assert "Welcome" not in page.source


def test_a_refused_start_is_told_on_the_exams_page(student, api, visit):
    an_exam(api)
    words = {"detail": "You have exhausted your attempts."}
    api.will_answer("POST", "exams/optics/attempts/", words, status=403)

    student.post("/exams/optics/attempts/")
    page = visit(student, "/exams/optics/")

    assert "You have exhausted your attempts." in page.text
