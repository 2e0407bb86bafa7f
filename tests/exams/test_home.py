"""/: what runs, what is open and what is new, each part for itself."""

import json
import threading

import pytest

from portal.web import blocks
from tests import payloads
from tests.conftest import ORIGIN

HTMX_POSTS = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "part-posts"}


@pytest.fixture
def quiet(api):
    """An institute in which nothing runs, nothing is open and nothing was said."""
    for path in ("attempts/", "exams/available/", "posts/"):
        api.will_answer("GET", path, payloads.page())
    return api


def test_the_home_page_offers_to_resume_what_runs(student, api, visit):
    running = payloads.attempt(id=400, remaining_time="0:48:30")
    api.will_answer("GET", "attempts/", payloads.page(running))
    api.will_answer("GET", "exams/available/", payloads.page(payloads.exam()))
    api.will_answer("GET", "posts/", payloads.page())

    page = visit(student, "/")

    assert "In progress – 48 minutes left" in page.text
    assert 'action="/attempts/400/start/"' in page.source
    assert page.text.count("Resume exam") == 1
    assert "Start exam" not in page.text


def test_exams_that_are_open_can_be_started_from_home(student, api, visit):
    optics = payloads.exam(title="Optics", slug="optics")
    api.will_answer("GET", "attempts/", payloads.page())
    api.will_answer("GET", "exams/available/", payloads.page(optics))
    api.will_answer("GET", "posts/", payloads.page())

    page = visit(student, "/")

    assert "Open now" in page.text
    assert "Start exam : Optics" in page.text
    assert 'href="/exams/optics/"' in page.source


def test_only_the_first_few_exams_and_posts_are_at_home(student, api, visit):
    exams = [payloads.exam(slug=f"e{n}", title=f"Exam {n}.") for n in range(9)]
    seen = payloads.seed("posts_list_v21")["results"][0]
    posts = [{**seen, "title": f"Post {n}."} for n in range(9)]
    api.will_answer("GET", "attempts/", payloads.page())
    api.will_answer("GET", "exams/available/", payloads.page(*exams))
    api.will_answer("GET", "posts/", payloads.page(*posts))

    page = visit(student, "/")

    assert "Exam 5." in page.text
    assert "Exam 6." not in page.text
    assert "Post 3." in page.text
    assert "Post 4." not in page.text


def test_a_quiet_institute_has_a_friendly_home_page(student, quiet, visit):
    page = visit(student, "/")

    assert "No exam is waiting for you now" in page.text
    assert "Your institute has posted nothing yet" in page.text
    assert "Go on where you left off" not in page.text


def test_the_documented_answers_make_a_home_page(student, api, visit):
    api.will_answer("GET", "attempts/", payloads.seed("attempts_list_v22"))
    api.will_answer("GET", "exams/available/", payloads.seed("exams_available_v21"))
    api.will_answer("GET", "posts/", payloads.seed("posts_list_v21"))

    visit(student, "/")


def test_an_attempt_at_an_exam_that_has_ended_is_not_offered(student, api, visit):
    ended = payloads.exam(end_date=payloads.at(hours=1))
    running = payloads.attempt(exam=ended)
    api.will_answer("GET", "attempts/", payloads.page(running))
    api.will_answer("GET", "exams/available/", payloads.page())
    api.will_answer("GET", "posts/", payloads.page())

    page = visit(student, "/")

    assert "Resume exam" not in page.text


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("attempts/", "We could not see whether an exam of yours is in progress"),
        ("exams/available/", "The open exams could not be loaded"),
        ("posts/", "The posts could not be loaded"),
    ],
)
def test_a_part_that_fails_leaves_the_others_alone(student, api, visit, path, words):
    parts = {
        "attempts/": payloads.page(payloads.attempt()),
        "exams/available/": payloads.page(payloads.exam(slug="waves", title="Waves")),
        "posts/": payloads.seed("posts_list_v21"),
    }
    api.will_not_answer("GET", path)
    for other in parts.keys() - {path}:
        api.will_answer("GET", other, parts[other])

    page = visit(student, "/")

    assert words in page.text
    assert "did not answer" in page.text
    assert "Try again" in page.text
    assert ("Resume exam" in page.text) == (path != "attempts/")
    assert ("Waves" in page.text) == (path != "exams/available/")


def test_html_in_place_of_posts_is_never_shown(student, api, visit):
    api.will_answer("GET", "attempts/", payloads.page())
    api.will_answer("GET", "exams/available/", payloads.page())
    api.will_answer("GET", "posts/", body="<h1>Log in to our wifi</h1>")

    page = visit(student, "/")

    assert "The posts could not be loaded" in page.text
    assert "wifi" not in page.source


def test_a_throttled_part_says_how_long_to_wait(student, api, visit):
    api.will_answer("GET", "attempts/", payloads.page())
    api.will_answer("GET", "exams/available/", payloads.page())
    wait = {"Retry-After": "12"}
    api.will_answer("GET", "posts/", {}, status=429, headers=wait)

    page = visit(student, "/")

    assert "Try again in 12 seconds." in page.text


def test_when_nothing_can_be_loaded_the_page_says_so(student, api, visit):
    for path in ("attempts/", "exams/available/", "posts/"):
        api.will_not_answer("GET", path)

    page = visit(student, "/", status=503)

    assert "The institute's server is not answering" in page.text


def test_an_expired_token_signs_out_rather_than_failing_a_part(student, api):
    api.will_answer("GET", "attempts/", payloads.page())
    api.will_answer("GET", "exams/available/", payloads.page())
    api.will_answer("GET", "posts/", {"detail": "Expired."}, status=401)

    response = student.get("/")

    assert response.status_code == 302
    assert response["Location"] == "/login/?next=%2F"


def test_slow_posts_do_not_hold_the_exams(student, api, visit, monkeypatch):
    monkeypatch.setattr(blocks, "PATIENCE_SECONDS", 1)
    answered = threading.Event()

    def slowly(request):
        answered.wait(5)
        return (200, {}, json.dumps(payloads.page()))

    api.will_answer("GET", "attempts/", payloads.page())
    api.will_answer("GET", "exams/available/", payloads.page(payloads.exam()))
    api.add_callback("GET", f"{ORIGIN}/api/v2.2/posts/", callback=slowly)

    page = visit(student, "/")
    answered.set()

    assert "Start exam" in page.text
    assert 'hx-get="?part=posts" hx-trigger="load"' in page.source
    assert 'href="?all=1"' in page.source


def test_htmx_is_given_the_part_that_it_asks_for(student, api):
    api.will_answer("GET", "posts/", payloads.seed("posts_list_v21"))

    response = student.get("/?part=posts", **HTMX_POSTS)

    assert response.content.strip().startswith(b'<section class="flow" id="part-posts"')
    assert api.asked == ["GET posts/?order=-created"]


def test_a_part_that_fails_again_is_swapped_into_its_own_place(student, api):
    api.will_not_answer("GET", "posts/")

    response = student.get("/?part=posts", **HTMX_POSTS)

    assert response.status_code == 503
    assert response["HX-Retarget"] == "#part-posts"
    assert b"The posts could not be loaded" in response.content
    assert b"<html" not in response.content


def test_a_part_asked_for_without_htmx_is_the_whole_page(student, quiet, visit):
    page = visit(student, "/?part=posts")

    assert "Open now" in page.text


def test_strangers_are_asked_to_sign_in(stranger):
    response = stranger.get("/")

    assert response["Location"] == "/login/?next=%2F"
