"""/exams/: three states, a search, and a card for each exam."""

import pytest

from tests import payloads
from tests.conftest import ORIGIN, signed_in

HTMX = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "exam-results"}


@pytest.fixture
def idle(api):
    """A student without attempts."""
    api.will_answer("GET", "attempts/", payloads.page())
    return api


def test_a_card_says_how_large_an_exam_is_and_when_it_closes(student, idle, visit):
    optics = payloads.exam(
        title="Optics",
        number_of_questions=80,
        duration="2:00:00",
        mark_per_question="2.50",
        end_date=payloads.at(days=-400),
    )
    idle.will_answer("GET", "exams/available/", payloads.page(optics))

    page = visit(student, "/exams/")

    assert "80 questions 2 hours 200 marks" in page.text
    assert "Open now" in page.text
    assert "Closes " in page.text
    assert "Start exam : Optics" in page.text


def test_an_exam_in_progress_is_resumed_from_its_card(student, api, visit):
    running = payloads.attempt(id=77, remaining_time="0:48:30")
    api.will_answer("GET", "attempts/", payloads.page(running))
    api.will_answer("GET", "exams/available/", payloads.page(payloads.exam()))

    page = visit(student, "/exams/")

    assert "In progress – 48 minutes left" in page.text
    assert 'action="/attempts/77/start/"' in page.source
    assert "Start exam" not in page.text


def test_a_damaged_clock_is_not_shown_as_a_time(student, api, visit):
    running = payloads.attempt(remaining_time="2.20:03")
    api.will_answer("GET", "attempts/", payloads.page(running))
    api.will_answer("GET", "exams/available/", payloads.page(payloads.exam()))

    page = visit(student, "/exams/")

    assert "In progress" in page.text
    assert " left" not in page.text


def test_an_upcoming_exam_cannot_be_started(student, idle, visit):
    later = payloads.exam(start_date=payloads.at(days=-2, minutes=-5))
    idle.will_answer("GET", "exams/upcoming/", payloads.page(later))

    page = visit(student, "/exams/?state=upcoming")

    assert "Opens in 2 days" in page.text
    assert "Not open yet" in page.text
    assert "Start exam" not in page.text


def test_history_shows_scores_and_results(student, api, visit):
    done = payloads.completed(id=9, score="38.00")
    api.will_answer("GET", "attempts/", payloads.page(done))
    exam = payloads.exam(total_marks="100")
    api.will_answer("GET", "exams/history/", payloads.page(exam))

    page = visit(student, "/exams/?state=history")

    assert "Completed – 38 / 100" in page.text
    assert 'href="/attempts/9/"' in page.source
    assert "See result" in page.text


def test_a_hidden_score_stays_hidden(student, api, visit):
    done = payloads.completed(score="38.75")
    api.will_answer("GET", "attempts/", payloads.page(done))
    exam = payloads.exam(show_score=False)
    api.will_answer("GET", "exams/history/", payloads.page(exam))

    page = visit(student, "/exams/?state=history")

    assert "Completed" in page.text
    assert "38.75" not in page.text


def test_history_tells_the_missed_from_the_attempted(student, idle, visit):
    missed = payloads.exam(slug="missed", end_date=payloads.at(days=1))
    old = payloads.exam(slug="old", end_date=None)
    idle.will_answer("GET", "exams/history/", payloads.page(missed, old))

    page = visit(student, "/exams/?state=history")

    assert "Ended" in page.text
    assert "Attempted" in page.text
    assert "Start exam" not in page.text


def test_without_the_attempts_the_list_is_still_a_list(student, api, visit):
    api.will_not_answer("GET", "attempts/")
    api.will_answer("GET", "exams/available/", payloads.page(payloads.exam()))

    page = visit(student, "/exams/")

    assert "Start exam : Optics" in page.text


@pytest.mark.parametrize("state", ["available", "upcoming", "history"])
def test_the_documented_lists_make_pages(student, api, visit, state):
    api.will_answer("GET", "attempts/", payloads.seed("attempts_list_v22"))
    body = payloads.seed(f"exams_{state}_v21")
    api.will_answer("GET", f"exams/{state}/", body)

    visit(student, f"/exams/?state={state}")


def test_the_search_is_the_apis(student, idle, visit):
    idle.will_answer("GET", "exams/history/", payloads.page(payloads.exam()))

    page = visit(student, "/exams/?state=history&q=light&course=JEE+2027&page=3")

    asked = next(call for call in idle.asked if "history" in call)
    assert asked == "GET exams/history/?course=JEE+2027&q=light&page=3"
    assert 'value="light"' in page.source
    assert '<option value="JEE 2027">' in page.source


@pytest.mark.parametrize("query", ["state=nonsense", "page=-1", "q=%00", "page=x"])
def test_what_makes_no_sense_counts_as_not_asked(student, idle, visit, query):
    idle.will_answer("GET", "exams/available/", payloads.page())

    visit(student, f"/exams/?{query}")

    assert "GET exams/available/" in idle.asked


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("available", "No exams are open now"),
        ("upcoming", "No upcoming exams"),
        ("history", "No exams in your history"),
    ],
)
def test_each_emptiness_has_its_words(student, idle, visit, state, words):
    idle.will_answer("GET", f"exams/{state}/", payloads.page())

    page = visit(student, f"/exams/?state={state}")

    assert words in page.text
    assert "Clear the search" not in page.text


def test_a_search_without_matches_can_be_cleared(student, idle, visit):
    idle.will_answer("GET", "exams/upcoming/", payloads.page())

    page = visit(student, "/exams/?state=upcoming&q=zebra")

    assert "No exam matches" in page.text
    assert 'href="/exams/?state=upcoming"' in page.source


def test_a_page_beyond_the_last_leads_back_to_the_first(student, idle, visit):
    gone = {"detail": "Invalid page."}
    idle.will_answer("GET", "exams/available/", gone, status=404)

    page = visit(student, "/exams/?page=9")

    assert "There is nothing on this page" in page.text


def test_a_second_page_is_a_link(student, idle, visit):
    more = payloads.page(payloads.exam(), count=41, next=f"{payloads.ORIGIN}/?page=2")
    idle.will_answer("GET", "exams/available/", more)

    page = visit(student, "/exams/?q=o")

    assert "41 exams" in page.text
    assert 'href="?q=o&amp;page=2"' in page.source


def test_htmx_is_given_the_results_alone(student, idle):
    idle.will_answer("GET", "exams/available/", payloads.page(payloads.exam()))

    response = student.get("/exams/?q=optics", **HTMX)

    assert b"Optics" in response.content
    assert b"<h1" not in response.content
    assert "HX-Target" in response["Vary"]


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        ({"status": 503}, 503),
        ({"status": 500}, 502),
        ({"body": "<h1>Welcome</h1>"}, 502),
        ({"data": {"results": {}}}, 502),
        ({"status": 429, "headers": {"Retry-After": "7"}}, 429),
        ({"status": 403}, 403),
    ],
)
def test_a_list_that_cannot_be_had_is_an_error_page(
    student, idle, visit, answer, status
):
    idle.will_answer("GET", "exams/available/", **answer)

    page = visit(student, "/exams/", status=status)

    assert "Welcome" not in page.source


def test_an_expired_token_asks_to_sign_in_again(student, idle):
    gone = {"detail": "Signature has expired."}
    idle.will_answer("GET", "exams/available/", gone, status=401)

    response = student.get("/exams/?page=1")

    assert response["Location"] == "/login/?next=%2Fexams%2F%3Fpage%3D1"
    assert "token" not in student.session


def test_titles_are_text(student, idle, visit):
    hostile = payloads.exam(title='<script>alert("x")</script>', course="<b>")
    idle.will_answer("GET", "exams/available/", payloads.page(hostile))

    page = visit(student, "/exams/")

    assert "<script>alert" not in page.source
    assert "<b>" not in page.source


def test_what_one_looks_for_stands_in_nobody_else_s_list(student, idle, visit):
    mine, yours = payloads.exam(course="JEE <2027>"), payloads.exam(course="NEET")
    idle.will_answer("GET", "exams/available/", payloads.page(mine))
    hers = visit(student, "/exams/?q=%22prism%22&course=JEE&page=2&x=%26")
    idle.replace(
        "GET", f"{ORIGIN}/api/v2.2/exams/available/", json=payloads.page(yours)
    )

    his = visit(signed_in(18, "Ravi"), "/exams/")

    assert 'value="&quot;prism&quot;"' in hers.source
    assert '<option value="JEE &lt;2027&gt;"></option>' in hers.source
    query = "q=%22prism%22&amp;course=JEE&amp;x=%26&amp;state"
    for state in ("available", "upcoming", "history"):
        assert f'href="/exams/?{query}={state}"' in hers.source
        assert f'href="/exams/?state={state}"' in his.source
    assert "prism" not in his.source
    assert "JEE" not in his.source
    assert '<option value="NEET"></option>' in his.source
