"""POST /exams/<slug>/attempts/: one attempt, whatever is pressed or lost."""

import json
import threading
import time

import pytest
import requests

from tests import payloads
from tests.conftest import signed_in

START = "/exams/optics/attempts/"
ATTEMPTS = "exams/optics/attempts/"


def test_starting_creates_an_attempt_and_goes_to_the_room(student, api):
    api.will_answer("GET", ATTEMPTS, payloads.page())
    api.will_answer("POST", ATTEMPTS, payloads.attempt())

    response = student.post(START)

    assert response.status_code == 303
    assert response["Location"] == "/attempts/400/"


def test_a_running_attempt_is_resumed_and_never_doubled(student, api):
    old = payloads.attempt(id=390, date=payloads.at(days=2))
    new = payloads.attempt(id=400, date=payloads.at(hours=1))
    api.will_answer("GET", ATTEMPTS, payloads.page(old, new))
    api.will_answer("PUT", "attempts/400/start/", new)

    response = student.post(START)

    assert response["Location"] == "/attempts/400/"
    assert api.asked == [f"GET {ATTEMPTS}", "PUT attempts/400/start/"]


@pytest.mark.parametrize(
    "answer",
    [{"body": requests.ReadTimeout()}, {"body": "{"}, {"body": "Oops", "status": 500}],
    ids=["lost", "cut off", "an error after all"],
)
def test_an_attempt_created_by_a_call_whose_answer_was_lost_is_found(
    student, api, answer
):
    api.will_answer("GET", ATTEMPTS, payloads.page())
    api.will_answer("POST", ATTEMPTS, **answer)
    api.will_answer("GET", ATTEMPTS, payloads.page(payloads.attempt()))

    response = student.post(START)

    assert response["Location"] == "/attempts/400/"
    assert [call.split()[0] for call in api.asked] == ["GET", "POST", "GET"]


def test_two_presses_at_once_make_one_attempt(settings, api):
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.cache"
    made = []

    def create(request):
        time.sleep(0.05)  # so that the others come by meanwhile
        made.append(request)
        return 200, {}, json.dumps(payloads.attempt())

    def listing(request):
        rows = [payloads.attempt()] if made else []
        return 200, {}, json.dumps(payloads.page(*rows))

    url = f"{payloads.ORIGIN}/api/v2.2/"
    api.add_callback("POST", url + ATTEMPTS, create)
    api.add_callback("GET", url + ATTEMPTS, listing)
    api.will_answer("PUT", "attempts/400/start/", payloads.attempt())
    browsers = [signed_in(17, "Asha") for _ in range(4)]
    answers = []

    presses = [
        threading.Thread(target=lambda b=browser: answers.append(b.post(START)))
        for browser in browsers
    ]
    for press in presses:
        press.start()
    for press in presses:
        press.join()

    assert len(made) == 1
    assert {answer["Location"] for answer in answers} == {"/attempts/400/"}


@pytest.mark.parametrize("status", [400, 403, 409])
def test_a_refused_start_is_told_on_the_exams_page(student, api, status):
    api.will_answer("GET", ATTEMPTS, payloads.page())
    words = "You have exhausted your attempts."
    api.will_answer("POST", ATTEMPTS, {"detail": words}, status=status)
    api.will_answer("GET", "exams/optics/", payloads.exam(attempts=[]))

    response = student.post(START, follow=True)

    assert response.redirect_chain == [("/exams/optics/", 303)]
    assert words in response.content.decode()


def test_an_attempt_that_comes_back_completed_leads_to_its_result(student, api):
    api.will_answer("GET", ATTEMPTS, payloads.page())
    api.will_answer("POST", ATTEMPTS, payloads.completed())
    api.will_answer("GET", "attempts/400/", payloads.completed())

    response = student.post(START, follow=True)

    assert response.status_code == 200
    assert "exam-room" not in response.content.decode()


def test_only_the_wrong_ones_are_asked_again_where_the_student_wants_that(student, api):
    api.will_answer("GET", ATTEMPTS, payloads.page())
    api.will_answer("POST", ATTEMPTS, payloads.attempt())

    student.post(START, {"wrong_only": "on"})

    assert api.sent == {"is_partial": True}
