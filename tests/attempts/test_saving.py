"""POST /attempts/<id>/questions/<row id>/: what is saved, and what is said of it."""

import pytest

from tests import payloads

SAVE = "/attempts/400/questions/101/"
SCRIPT = {"HTTP_HX_REQUEST": "true"}
OLD = "00000000000000000001-aaaaaaaa"
NEW = "00000000000000000002-bbbbbbbb"


def test_a_saved_answer_is_named_with_its_version(student, api, room):
    api.will_answer("PUT", "attempts/400/questions/101/", payloads.question())

    response = student.post(SAVE, {"selected_answers": "1012", "version": "7"})

    assert response.status_code == 200
    assert response["Portal-Saved"] == "101:7"
    assert api.sent == {"selected_answers": [1012], "review": False}


def test_a_mark_goes_along_with_the_choice(student, api, room):
    api.will_answer("PUT", "attempts/400/questions/102/", payloads.question())

    student.post(
        "/attempts/400/questions/102/",
        {"selected_answers": ["1020", "1023"], "review": "on", "version": "1"},
    )

    assert api.sent == {"selected_answers": [1020, 1023], "review": True}


def test_a_number_is_sent_as_text_without_thousands_commas(student, api, room):
    api.will_answer("PUT", "attempts/400/questions/103/", payloads.question())

    student.post(
        "/attempts/400/questions/103/", {"short_text": "-1,234.50", "version": "1"}
    )

    assert api.sent["short_text"] == "-1234.50"


class BrokenOff:
    """A body that the server waits for in vain."""

    def read(self, size: int = -1) -> bytes:
        raise ConnectionResetError

    readline = read


@pytest.mark.parametrize("path", [SAVE, "/attempts/400/end/"])
def test_a_form_that_broke_off_changes_nothing(student, api, room, path):
    student.handler.enforce_csrf_checks = True
    student.cookies["csrf"] = "c" * 32
    calls = len(api.calls)

    response = student.post(
        path,
        content_type="application/x-www-form-urlencoded",
        headers={"X-CSRFToken": "c" * 32, "HX-Request": "true"},
        **{"wsgi.input": BrokenOff(), "CONTENT_LENGTH": "60"},
    )

    assert len(api.calls) == calls
    assert response.status_code == 503
    assert response["Retry-After"]


def test_a_short_text_is_sent_as_it_was_typed(student, api):
    text = 'well-known, 1.5.2 "<b>" −3'
    row = payloads.question(id=104, question={"type": "S", "answers": []})
    api.will_answer("GET", "attempts/400/", payloads.attempt())
    api.will_answer("GET", "attempts/400/questions/", payloads.page(row))
    assert student.get("/attempts/400/").status_code == 200
    api.will_answer("PUT", "attempts/400/questions/104/", payloads.question())

    student.post("/attempts/400/questions/104/", {"short_text": text, "version": "1"})

    assert api.sent["short_text"] == text


@pytest.mark.parametrize(
    ("row", "fields"),
    [
        (101, {"selected_answers": ["1010", "1011"]}),
        (101, {"selected_answers": "abc"}),
        (101, {"selected_answers": "9999"}),
        (101, {"selected_answers": "1010; DROP"}),
        (101, {"selected_answers": "1" * 40}),
        (103, {"short_text": "twelve"}),
        (103, {"selected_answers": "1030"}),
    ],
)
def test_what_cannot_be_an_answer_is_refused_before_the_api_is_asked(
    student, api, room, row, fields
):
    response = student.post(
        f"/attempts/400/questions/{row}/", {**fields, "version": "1"}
    )

    assert response.status_code == 422
    assert "Portal-Saved" not in response
    assert api.asked == []


def test_a_megabyte_is_no_answer(student, api, room):
    response = student.post(SAVE, {"essay_text": "x" * 1_000_000, "version": "1"})

    assert 400 <= response.status_code < 500
    assert api.asked == []


def test_a_row_of_another_paper_is_not_there(student, api, room):
    response = student.post("/attempts/400/questions/999/", {"version": "1"})

    assert response.status_code == 404
    assert api.asked == []


@pytest.mark.parametrize("answer", [{"status": 500}, {"status": 503}, {"body": "<p>"}])
def test_trouble_at_the_api_is_never_called_saved(student, api, room, answer):
    api.will_answer("PUT", "attempts/400/questions/101/", {}, **answer)

    response = student.post(SAVE, {"selected_answers": "1012", "version": "1"})

    assert response.status_code == 503
    assert response["Retry-After"] == "1"
    assert "Portal-Saved" not in response


def test_an_api_that_is_down_is_never_called_saved(student, api, room):
    api.will_not_answer("PUT", "attempts/400/questions/101/")

    response = student.post(SAVE, {"selected_answers": "1012", "version": "1"})

    assert response.status_code == 503


def test_a_throttled_save_says_how_long_to_wait(student, api, room):
    api.will_answer(
        "PUT",
        "attempts/400/questions/101/",
        {"detail": "Request was throttled. Expected available in 12 seconds."},
        status=429,
    )

    response = student.post(SAVE, {"selected_answers": "1012", "version": "1"})

    assert response.status_code == 429
    assert response["Retry-After"] == "12"


def test_a_refused_answer_comes_back_with_the_apis_words(student, api, room):
    words = "You have answered the most questions this exam allows."
    code = "max_attemptable_questions_limit_reached"
    api.will_answer(
        "PUT",
        "attempts/400/questions/101/",
        {"detail": {"error_code": code, "message": words}},
        status=403,
    )
    api.will_answer("GET", "attempts/400/", payloads.attempt())

    response = student.post(SAVE, {"selected_answers": "1012", "version": "1"})

    assert response.status_code == 422
    assert response.content.decode() == words


def test_a_refusal_because_the_exam_is_over_says_so(student, api, room):
    api.will_answer("PUT", "attempts/400/questions/101/", {"detail": "No."}, status=403)
    api.will_answer("GET", "attempts/400/", payloads.completed())

    response = student.post(SAVE, {"selected_answers": "1012", "version": "1"})

    assert response.status_code == 409
    assert response["Portal-Conflict"] == "ended"


def test_a_proxys_403_is_no_refusal(student, api, room):
    api.will_answer(
        "PUT", "attempts/400/questions/101/", body="<h1>Forbidden</h1>", status=403
    )
    api.will_answer("GET", "attempts/400/", payloads.attempt())

    response = student.post(SAVE, {"selected_answers": "1012", "version": "1"})

    assert response.status_code == 503


def test_a_dead_token_is_401_and_is_dropped_with_the_session_kept(student, api, room):
    api.will_answer("PUT", "attempts/400/questions/101/", {"detail": "x"}, status=401)

    response = student.post(SAVE, {"selected_answers": "1012", "version": "1"})

    assert response.status_code == 401
    assert response["Portal-Refused"] == "signed-out"
    assert "HX-Redirect" not in response
    assert "token" not in student.session
    assert student.session["student"]["id"] == 17


def test_without_a_session_it_is_401_and_never_the_csrf_403(stranger, api):
    stranger.handler.enforce_csrf_checks = True

    response = stranger.post(SAVE, {"selected_answers": "1012", "version": "1"})

    assert response.status_code == 401


def test_a_missing_csrf_token_is_told_apart_from_the_apis_403(student, api, room):
    student.handler.enforce_csrf_checks = True

    response = student.post(SAVE, {"selected_answers": "1012", "version": "1"})

    assert response.status_code == 403
    assert response["Portal-Refused"] == "csrf"
    assert api.asked == []


def test_an_older_window_is_told_that_the_exam_goes_on_elsewhere(student, api, room):
    api.will_answer("PUT", "attempts/400/questions/101/", payloads.question())
    newest = student.post(
        SAVE, {"selected_answers": "1012", "version": "1", "writer": NEW}
    )

    older = student.post(
        SAVE, {"selected_answers": "1011", "version": "1", "writer": OLD}
    )

    assert newest.status_code == 200
    assert older.status_code == 409
    assert older["Portal-Conflict"] == "elsewhere"
    assert api.sent["selected_answers"] == [1012]


def test_looking_at_a_room_locks_nobody_out(student, api, room):
    api.will_answer("PUT", "attempts/400/questions/101/", payloads.question())
    api.will_answer("GET", "attempts/400/", payloads.attempt())
    api.will_answer("GET", "attempts/400/questions/", payloads.page())
    student.post(SAVE, {"selected_answers": "1012", "version": "1", "writer": OLD})
    student.get("/attempts/400/")

    response = student.post(
        SAVE, {"selected_answers": "1012", "version": "2", "writer": OLD}
    )

    assert response.status_code == 200


def test_without_script_it_saves_and_goes_to_the_next_question(student, api, room):
    api.will_answer("PUT", "attempts/400/questions/101/", payloads.question())

    response = student.post(SAVE, {"selected_answers": "1012"})

    assert response.status_code == 303
    assert response["Location"] == "/attempts/400/#question-102"


def test_without_script_the_last_question_leads_to_the_check(student, api, room):
    api.will_answer("PUT", "attempts/400/questions/103/", payloads.question())

    response = student.post("/attempts/400/questions/103/", {"short_text": "5"})

    assert response["Location"] == "/attempts/400/submit/"


def test_without_script_clear_response_empties_the_answer(student, api, room):
    api.will_answer("PUT", "attempts/400/questions/101/", payloads.question())

    response = student.post(SAVE, {"selected_answers": "1012", "clear": "1"})

    assert api.sent["selected_answers"] == []
    assert response["Location"] == "/attempts/400/#question-101"


def test_without_script_a_refusal_is_a_page_with_a_way_back(student, api, room):
    response = student.post(SAVE, {"selected_answers": ["1010", "1011"]})

    assert response.status_code == 422
    assert "/attempts/400/#question-101" in response.content.decode()


def test_a_form_without_script_is_newer_than_any_open_window(student, api, room):
    api.will_answer("PUT", "attempts/400/questions/101/", payloads.question())
    student.post(SAVE, {"selected_answers": "1012"})

    older = student.post(
        SAVE, {"selected_answers": "1011", "version": "1", "writer": NEW}
    )

    assert older["Portal-Conflict"] == "elsewhere"


def test_a_room_whose_browser_now_belongs_to_another_student_is_401(student, api, room):
    response = student.post(
        SAVE,
        {"selected_answers": "1012", "version": "1"},
        headers={"Portal-Student": "18"},
    )

    assert response.status_code == 401
    assert response["Portal-Refused"] == "signed-out"
    assert api.asked == []
