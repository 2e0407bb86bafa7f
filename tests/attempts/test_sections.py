"""Exams in sections: one after the other, each over when the API says so."""

import json

import pytest

from tests import payloads

SCRIPT = {"HTTP_HX_REQUEST": "true"}
URL = "https://demo.testpress.in/api/v2.2/attempts/400/section"


def section(at, state, **changes):
    return {
        "id": 4000 + at,
        "state": state,
        "order": at,
        "name": ("English", "Quant", "Reasoning")[at],
        "duration": "0:20:00",
        "remaining_time": "0:20:00",
        "instructions": "",
        "questions_url": f"{URL}/{at}/questions/",
        "start_url": f"{URL}/{at}/start/",
        "end_url": f"{URL}/{at}/end/",
        **changes,
    }


def attempt(*states, **changes):
    sections = [section(at, state) for at, state in enumerate(states)]
    return payloads.attempt(sections=sections, **changes)


ENGLISH = ("Running", "Not Started", "Not Started")
BETWEEN = ("Completed", "Not Started", "Not Started")
QUANT = ("Completed", "Running", "Not Started")
ALL_DONE = ("Completed", "Completed", "Completed")


@pytest.fixture
def english(student, api):
    """The room of the first section: row 101."""
    api.will_answer("GET", "attempts/400/", attempt(*ENGLISH))
    api.will_answer(
        "GET",
        "attempts/400/section/0/questions/",
        payloads.page(payloads.question(id=101)),
    )
    response = student.get("/attempts/400/")
    api.reset()
    return response


def asked(api):
    """METHOD and path below the version, in order."""
    return [
        f"{call.request.method} {call.request.url.split('/api/v2.2/')[1]}"
        for call in api.calls
    ]


def test_the_room_has_the_running_sections_questions_and_clock(english):
    html = english.content.decode()

    assert 'id="question-101"' in html
    assert 'data-end="/attempts/400/sections/0/end/"' in html
    assert 'data-remaining="1200"' in html
    assert "Check and end this section" in html
    assert "opens after the one before it" in html


def test_looking_at_a_section_that_has_not_begun_begins_nothing(student, api, visit):
    api.will_answer("GET", "attempts/400/", attempt(*BETWEEN))

    page = visit(student, "/attempts/400/")

    assert "Section 2 of 3: Quant" in page.text
    assert "Start section" in page.text
    assert asked(api) == ["GET attempts/400/"]


def test_a_section_begins_by_its_own_address(student, api):
    api.will_answer("GET", "attempts/400/", attempt(*BETWEEN))
    api.will_answer("PATCH", "attempts/400/section/1/start/", {})

    response = student.post("/attempts/400/sections/1/start/")

    assert response.status_code == 302 or response.status_code == 303
    assert asked(api)[-1] == "PATCH attempts/400/section/1/start/"


def test_no_section_begins_out_of_order(student, api):
    api.will_answer("GET", "attempts/400/", attempt(*BETWEEN))

    student.post("/attempts/400/sections/2/start/")

    assert asked(api) == ["GET attempts/400/"]


def test_ending_a_section_puts_right_ends_and_begins_the_next(student, api, english):
    api.will_answer("GET", "attempts/400/", attempt(*ENGLISH))
    api.will_answer(
        "GET",
        "attempts/400/section/0/questions/",
        payloads.page(payloads.question(id=101)),
    )
    api.will_answer("PUT", "attempts/400/questions/101/", payloads.question(id=101))
    api.will_answer("PATCH", "attempts/400/section/0/end/", {})
    api.will_answer("GET", "attempts/400/", attempt(*BETWEEN))
    api.will_answer("PATCH", "attempts/400/section/1/start/", {})

    response = student.post(
        "/attempts/400/sections/0/end/",
        {"answers": json.dumps({"101": {"selected_answers": ["1011"]}})},
        **SCRIPT,
    )

    assert response["Portal-Ended"] == "400"
    assert asked(api) == [
        "GET attempts/400/",
        "GET attempts/400/section/0/questions/",
        "PUT attempts/400/questions/101/",
        "PATCH attempts/400/section/0/end/",
        "GET attempts/400/",
        "PATCH attempts/400/section/1/start/",
    ]


def test_a_section_that_does_not_end_is_tried_again_and_nothing_goes_on(
    student, api, english
):
    api.will_answer("GET", "attempts/400/", attempt(*ENGLISH))
    api.will_not_answer("PATCH", "attempts/400/section/0/end/")

    response = student.post(
        "/attempts/400/sections/0/end/", {"answers": "{}", "late": "on"}, **SCRIPT
    )

    assert response.status_code == 503
    assert "Portal-Ended" not in response
    assert "PATCH attempts/400/section/1/start/" not in asked(api)


def test_ending_too_early_is_refused_in_the_apis_words(student, api, english):
    api.will_answer("GET", "attempts/400/", attempt(*ENGLISH))
    api.will_answer(
        "GET",
        "attempts/400/section/0/questions/",
        payloads.page(payloads.question(id=101)),
    )
    api.will_answer(
        "PATCH",
        "attempts/400/section/0/end/",
        {"detail": "This section cannot be ended before its time is over."},
        status=403,
    )

    response = student.post(
        "/attempts/400/sections/0/end/", {"answers": "{}"}, **SCRIPT
    )

    assert response.status_code == 422
    assert "before its time" in response.content.decode()


def test_the_heartbeat_of_a_section_that_is_over_says_so(student, api, english):
    api.will_answer("PUT", "attempts/400/heartbeat/", attempt(*BETWEEN))

    response = student.post("/attempts/400/heartbeat/", {"section": "0"}, **SCRIPT)

    assert response.status_code == 409
    assert response["Portal-Conflict"] == "ended"


def test_the_heartbeat_brings_the_sections_seconds(student, api, english):
    beaten = attempt(*ENGLISH)
    beaten["sections"][0]["remaining_time"] = "0:11:00"
    api.will_answer("PUT", "attempts/400/heartbeat/", beaten)

    response = student.post("/attempts/400/heartbeat/", {"section": "0"}, **SCRIPT)

    assert 'data-remaining="660"' in response.content.decode()


def test_an_answer_to_a_section_that_is_over_ends_the_room(student, api, english):
    api.will_answer(
        "PUT",
        "attempts/400/questions/101/",
        {"detail": "You have already submitted this section."},
        status=403,
    )
    api.will_answer("GET", "attempts/400/", attempt(*QUANT))
    api.will_answer(
        "GET",
        "attempts/400/section/1/questions/",
        payloads.page(payloads.question(id=102)),
    )

    response = student.post(
        "/attempts/400/questions/101/",
        {"selected_answers": "1011", "version": "1"},
        **SCRIPT,
    )

    assert response["Portal-Conflict"] == "ended"


def test_the_last_section_ends_the_exam(student, api, english):
    last = ("Completed", "Completed", "Running")
    api.will_answer("GET", "attempts/400/", attempt(*last))
    api.will_answer("PATCH", "attempts/400/section/2/end/", {})
    api.will_answer("GET", "attempts/400/", attempt(*ALL_DONE))
    api.will_answer("PUT", "attempts/400/end/", payloads.completed())
    api.will_answer("GET", "attempts/400/", payloads.completed())
    api.will_answer("GET", "attempts/400/review/", payloads.page())

    response = student.post(
        "/attempts/400/sections/2/end/", {"answers": "{}", "late": "on"}, **SCRIPT
    )

    assert response["Portal-Ended"] == "400"
    assert "PUT attempts/400/end/" in asked(api)


def test_sections_without_a_time_of_their_own_are_free(student, api):
    free = attempt(*ENGLISH)
    free["sections"][1]["duration"] = None
    api.will_answer("GET", "attempts/400/", free)
    api.will_answer(
        "GET", "attempts/400/questions/", payloads.page(payloads.question())
    )

    response = student.get("/attempts/400/")

    assert 'data-end="/attempts/400/end/"' in response.content.decode()


def test_an_address_elsewhere_is_never_called(student, api):
    strange = attempt(*BETWEEN)
    strange["sections"][1]["start_url"] = "https://evil.example/steal/"
    api.will_answer("GET", "attempts/400/", strange)

    response = student.post("/attempts/400/sections/1/start/")

    assert response.status_code == 502
    assert asked(api) == ["GET attempts/400/"]
