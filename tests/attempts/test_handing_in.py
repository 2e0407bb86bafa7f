"""POST /attempts/<id>/end/ and GET /attempts/<id>/submit/."""

import json

import pytest

from tests import payloads

END = "/attempts/400/end/"
SCRIPT = {"HTTP_HX_REQUEST": "true"}
# The documents say that calls fail once an attempt has ended, and not how.
ENDED = pytest.mark.parametrize("status", [400, 403, 404, 409, 410])


def answers(**rows):
    return json.dumps(
        {
            row.lstrip("q"): {"selected_answers": [], "review": False, **fields}
            for row, fields in rows.items()
        }
    )


def holds(api, *rows):
    api.will_answer("GET", "attempts/400/questions/", payloads.page(*rows))


def ends(api):
    api.will_answer("PUT", "attempts/400/end/", payloads.completed())
    api.will_answer("GET", "attempts/400/", payloads.completed())


def test_what_differs_is_put_right_before_the_end(student, api, room):
    holds(
        api,
        payloads.question(id=101, selected_answers=[1010]),
        payloads.question(id=102, selected_answers=[1020], question={"type": "C"}),
    )
    api.will_answer("PUT", "attempts/400/questions/101/", payloads.question())
    ends(api)
    wanted = answers(
        q101={"selected_answers": ["1013"]}, q102={"selected_answers": ["1020"]}
    )

    response = student.post(END, {"answers": wanted}, **SCRIPT)

    assert response.status_code == 200
    assert response["Portal-Ended"] == "400"
    assert api.asked == [
        "GET attempts/400/questions/",
        "PUT attempts/400/questions/101/",
        "PUT attempts/400/end/",
        "GET attempts/400/",
    ]


def test_the_end_waits_until_every_answer_is_there(student, api, room):
    holds(api, payloads.question(id=101))
    api.will_answer("PUT", "attempts/400/questions/101/", {}, status=500)
    wanted = answers(q101={"selected_answers": ["1013"]})

    response = student.post(END, {"answers": wanted}, **SCRIPT)

    assert response.status_code == 503
    assert "Portal-Ended" not in response
    assert "PUT attempts/400/end/" not in api.asked


def test_an_end_whose_answer_was_lost_is_found_to_be_done(student, api, room):
    holds(api)
    api.will_not_answer("PUT", "attempts/400/end/")
    api.will_answer("GET", "attempts/400/", payloads.completed())

    response = student.post(END, **SCRIPT)

    assert response["Portal-Ended"] == "400"


def test_an_end_that_was_done_and_then_stumbled_is_found_to_be_done(student, api, room):
    holds(api)
    api.will_answer("PUT", "attempts/400/end/", {}, status=500)
    api.will_answer("GET", "attempts/400/", payloads.completed())

    response = student.post(END, **SCRIPT)

    assert response["Portal-Ended"] == "400"


def test_an_end_that_cannot_be_confirmed_is_not_called_one(student, api, room):
    holds(api)
    api.will_answer("PUT", "attempts/400/end/", payloads.attempt())
    api.will_answer("GET", "attempts/400/", payloads.attempt())

    response = student.post(END, **SCRIPT)

    assert response.status_code == 503
    assert "Portal-Ended" not in response


@ENDED
def test_ending_twice_is_harmless(student, api, room, status):
    refusal = {"detail": "This exam has ended."}
    api.will_answer("GET", "attempts/400/questions/", refusal, status=status)
    api.will_answer("PUT", "attempts/400/end/", refusal, status=status)
    api.will_answer("GET", "attempts/400/", payloads.completed())
    item = payloads.review_item(id=101, selected_answers=[1013])
    api.will_answer("GET", "attempts/400/review/", payloads.page(item))
    wanted = answers(q101={"selected_answers": ["1013"]})

    response = student.post(END, {"answers": wanted}, **SCRIPT)

    assert response["Portal-Ended"] == "400"
    assert "Portal-Not-Accepted" not in response


@ENDED
def test_answers_that_came_too_late_are_named(student, api, room, status):
    refusal = {"detail": "This exam has ended."}
    api.will_answer("PUT", "attempts/400/questions/101/", refusal, status=status)
    api.will_answer("PUT", "attempts/400/questions/102/", refusal, status=status)
    api.will_answer("PUT", "attempts/400/end/", refusal, status=status)
    api.will_answer("GET", "attempts/400/", payloads.completed())
    kept = payloads.review_item(id=101, selected_answers=[1013])
    lost = payloads.review_item(id=102, selected_answers=[])
    api.will_answer("GET", "attempts/400/review/", payloads.page(kept, lost))
    wanted = answers(
        q101={"selected_answers": ["1013"]}, q102={"selected_answers": ["1021"]}
    )

    response = student.post(END, {"answers": wanted, "late": "on"}, **SCRIPT)

    assert response["Portal-Ended"] == "400"
    assert response["Portal-Not-Accepted"] == "102"


def test_without_script_handing_in_leads_to_the_result(student, api, room):
    holds(api)
    ends(api)

    response = student.post(END)

    assert response.status_code == 303
    assert response["Location"] == "/attempts/400/"


def test_answers_that_cannot_be_read_end_nothing(student, api, room):
    for bad in ("{", "[]", '{"x": {}}', '{"101": 5}', '{"999": {}}'):
        response = student.post(END, {"answers": bad}, **SCRIPT)

        assert response.status_code == 422
    assert api.asked == []


def test_the_receipt_counts_what_the_api_holds(student, api, room):
    holds(
        api,
        payloads.question(id=101, selected_answers=[1010]),
        payloads.question(id=102),
    )
    ends(api)

    student.post(END, **SCRIPT)

    _, count, checksum = student.session["receipts"]["400"]
    assert count == 1
    assert len(checksum.replace(" ", "")) == 16


def test_the_check_page_works_without_script(student, api, visit):
    api.will_answer("GET", "attempts/400/", payloads.attempt())
    rows = [payloads.question(id=101, selected_answers=[1010]), payloads.question(id=2)]
    api.will_answer("GET", "attempts/400/questions/", payloads.page(*rows))

    page = visit(student, "/attempts/400/submit/")

    assert "1 of 2 questions has no answer" in page.text
    assert "/attempts/400/#question-2" in page.source
    assert "Submit exam" in page.text


def test_the_check_page_of_an_ended_attempt_leads_to_the_result(student, api):
    api.will_answer("GET", "attempts/400/", payloads.completed())

    response = student.get("/attempts/400/submit/")

    assert response["Location"] == "/attempts/400/"
