"""GET /attempts/<id>/ while it runs, its heartbeat, and taking over."""

import pytest

from portal.attempts import rooms, sheet
from tests import payloads
from tests.conftest import signed_in

SCRIPT = {"HTTP_HX_REQUEST": "true"}
BEAT = "/attempts/400/heartbeat/"


def room_of(api, *rows, **changes):
    api.will_answer("GET", "attempts/400/", payloads.attempt(**changes))
    api.will_answer("GET", "attempts/400/questions/", payloads.page(*rows))


def test_every_question_is_in_the_document_from_the_start(student, api, visit):
    room_of(api, *[payloads.question(id=id) for id in (101, 102, 103)])

    page = visit(student, "/attempts/400/")

    assert {"question-101", "question-102", "question-103", "submit"} <= set(page.ids)
    assert 'href="#question-103"' in page.source
    assert "All answers saved" in page.text
    assert 'data-remaining="10500"' in page.source


def test_questions_and_the_palettes_links_are_found_by_their_names_alone(
    student, api, visit
):
    room_of(
        api,
        payloads.question(id=101, question={"subject": "Optics"}),
        payloads.question(id=102, question={"subject": "Optics"}),
        payloads.question(id=103, question={"subject": "Heat"}),
    )

    page = visit(student, "/attempts/400/")

    named = [id for id in page.ids if id.startswith("question-")]
    assert named == ["question-101", "question-102", "question-103"]
    before = page.source.partition('id="palette"')[0]
    assert 'class="tab"' in before
    assert 'href="#question-' not in before


def test_what_the_api_holds_is_shown_as_chosen(student, api, visit):
    room_of(api, payloads.question(selected_answers=[1012], review=True))

    page = visit(student, "/attempts/400/")

    assert 'value="1012" checked' in page.source
    assert 'data-cell="101" data-state="answered-marked"' in page.source


def test_200_questions_are_asked_for_all_at_once(student, api):
    rows = [payloads.question(id=id) for id in range(1, 201)]
    attempt = payloads.attempt(total_questions=200)
    api.will_answer("PUT", "attempts/400/start/", attempt)
    api.will_answer("GET", "attempts/400/", attempt)
    for number in range(1, 11):
        query = {"page": str(number)} if number > 1 else {}
        part = rows[(number - 1) * 20 : number * 20]
        more = "http://elsewhere/?page=2" if number < 10 else None
        body = payloads.page(*part, count=200, next=more)
        api.will_answer("GET", "attempts/400/questions/", body, query=query)
    student.post("/attempts/400/start/")

    response = student.get("/attempts/400/")

    assert response.content.decode().count('<section class="question"') == 200


def test_a_page_of_questions_that_fails_twice_stops_the_start(student, api, visit):
    attempt = payloads.attempt(total_questions=40)
    rows = [payloads.question(id=id) for id in range(1, 21)]
    api.will_answer("GET", "attempts/400/", attempt)
    body = payloads.page(*rows, count=40, next="http://elsewhere/?page=2")
    api.will_answer("GET", "attempts/400/questions/", body, query={})
    api.will_answer(
        "GET", "attempts/400/questions/", {}, query={"page": "2"}, status=500
    )

    page = visit(student, "/attempts/400/", status=502)

    assert "question-1" not in page.ids


def test_an_exam_without_questions_says_so(student, api, visit):
    room_of(api)

    page = visit(student, "/attempts/400/")

    assert "no questions in this exam" in page.text
    assert "clock" not in page.ids


def test_after_a_gap_there_is_a_button_to_resume_and_no_call_that_changes(
    student, api, visit
):
    attempt = payloads.attempt(last_started_time=payloads.at(minutes=10))
    api.will_answer("GET", "attempts/400/", attempt)

    page = visit(student, "/attempts/400/")

    assert "Resume exam" in page.text
    assert api.asked == ["GET attempts/400/"]


def test_resuming_starts_and_then_opens_the_room(student, api, visit):
    stale = payloads.attempt(last_started_time="2.25-11-18T09:50:20Z")
    api.will_answer("PUT", "attempts/400/start/", stale)
    api.will_answer("GET", "attempts/400/", stale)
    api.will_answer(
        "GET", "attempts/400/questions/", payloads.page(payloads.question())
    )

    response = student.post("/attempts/400/start/")
    page = visit(student, response["Location"])

    assert response.status_code == 303
    assert api.asked[0] == "PUT attempts/400/start/"
    assert "question-101" in page.ids


def test_a_resume_that_comes_back_completed_leads_to_the_result(student, api):
    api.will_answer("PUT", "attempts/400/start/", payloads.completed())

    response = student.post("/attempts/400/start/", **SCRIPT)

    assert response.status_code == 409
    assert response["Portal-Conflict"] == "ended"


def test_another_students_attempt_is_forbidden(student, api, visit):
    api.will_answer("GET", "attempts/400/", {"detail": "Not yours."}, status=403)

    visit(student, "/attempts/400/", status=403)


@pytest.mark.parametrize(
    ("remaining", "kind"),
    [("2.20:03", "unknown"), (None, "unknown"), ("0:40:00", "known")],
)
def test_the_clock_is_known_or_unknown_and_never_zero_for_damage(
    student, api, remaining, kind
):
    room_of(api, payloads.question(), remaining_time=remaining)

    source = student.get("/attempts/400/").content.decode()

    assert f'data-clock="{kind}"' in source
    assert 'data-remaining="0"' not in source


def test_an_exam_without_limit_has_no_countdown(student, api):
    room_of(api, payloads.question(), exam=payloads.exam(duration=None))

    assert 'data-clock="untimed"' in student.get("/attempts/400/").content.decode()


def test_an_unknown_kind_of_question_is_honest(student, api, visit):
    room_of(api, payloads.question(question={"type": "M", "answers": []}))

    page = visit(student, "/attempts/400/")

    assert "cannot be answered here" in page.text
    assert 'name="selected_answers"' not in page.source
    assert 'name="review"' in page.source


def test_hostile_questions_are_cleaned(student, api):
    evil = '<p onclick="x()">Q<script>alert(1)</script><img src=x onerror=alert(1)></p>'
    room_of(api, payloads.question(question={"question_html": evil}))

    source = student.get("/attempts/400/").content.decode()

    assert "alert(1)" not in source
    assert "onclick" not in source


# --- The heartbeat


def test_a_heartbeat_answers_with_the_clock(student, api, room):
    api.will_answer("PUT", "attempts/400/heartbeat/", payloads.attempt())

    response = student.post(BEAT, **SCRIPT)

    assert response.status_code == 200
    assert response["Portal-Clock"] == "known"
    assert 'data-remaining="10500"' in response.content.decode()


def test_a_sudden_zero_is_asked_for_once_more(student, api, room):
    zero = payloads.attempt(remaining_time="0:00:00")
    api.will_answer("PUT", "attempts/400/heartbeat/", zero)
    api.will_answer("GET", "attempts/400/", payloads.attempt())

    response = student.post(BEAT, **SCRIPT)

    assert 'data-remaining="10500"' in response.content.decode()


@pytest.mark.parametrize("call", ["start", "heartbeat"])
@pytest.mark.parametrize("status", [400, 403, 404, 409, 410])
def test_however_a_call_is_refused_the_attempt_says_if_it_has_ended(
    student, api, room, call, status
):
    words = {"detail": "This exam has ended."}
    api.will_answer("PUT", f"attempts/400/{call}/", words, status=status)
    api.will_answer("GET", "attempts/400/", payloads.completed())

    response = student.post(f"/attempts/400/{call}/", **SCRIPT)

    assert response.status_code == 409
    assert response["Portal-Conflict"] == "ended"


def test_an_end_is_believed_when_it_was_said_twice(student, api, room):
    api.will_answer("PUT", "attempts/400/heartbeat/", payloads.completed())
    api.will_answer("GET", "attempts/400/", payloads.completed())

    response = student.post(BEAT, **SCRIPT)

    assert response.status_code == 409
    assert response["Portal-Conflict"] == "ended"


def test_after_a_gap_start_goes_before_the_heartbeat(student, api, room, monkeypatch):
    attempt = payloads.attempt()
    api.will_answer("PUT", "attempts/400/heartbeat/", attempt)
    api.will_answer("PUT", "attempts/400/start/", attempt)
    student.post(BEAT, **SCRIPT)
    later = rooms.time.time() + 600
    monkeypatch.setattr(rooms.time, "time", lambda: later)

    student.post(BEAT, **SCRIPT)

    assert api.asked == [
        "PUT attempts/400/heartbeat/",
        "PUT attempts/400/start/",
        "PUT attempts/400/heartbeat/",
    ]


def test_a_heartbeat_never_writes_the_session(student, api, room, monkeypatch):
    api.will_answer("PUT", "attempts/400/heartbeat/", payloads.attempt())
    saves = []
    engine = type(student.session)
    monkeypatch.setattr(engine, "save", lambda *args, **kwargs: saves.append(args))

    student.post(BEAT, **SCRIPT)

    assert saves == []


@pytest.mark.parametrize("status", [404, 429, 500, 502, 503])
def test_a_heartbeat_that_fails_puts_no_page_in_the_rooms_place(
    student, api, room, status
):
    api.will_answer("PUT", "attempts/400/heartbeat/", {}, status=status)

    response = student.post(BEAT, **SCRIPT)

    assert response.status_code >= 400
    assert "HX-Retarget" not in response


def test_taking_over_makes_a_newer_writer_at_once(student, api, room):
    old = rooms.new_writer()

    response = student.post("/attempts/400/writer/", **SCRIPT)
    older = student.post(BEAT, {"writer": old}, **SCRIPT)

    assert response["Portal-Writer"] > old
    assert older["Portal-Conflict"] == "elsewhere"


def test_what_is_remembered_of_a_room_is_its_students_alone(student, api, room):
    other = signed_in(18, "Meera")
    api.will_answer("PUT", "attempts/400/heartbeat/", payloads.attempt())
    student.post(BEAT, {"writer": rooms.new_writer()}, **SCRIPT)

    response = other.post(BEAT, {"writer": "0" * 20 + "-aaaaaaaa"}, **SCRIPT)

    assert response.status_code == 200


def test_options_go_by_letters():
    places = (0, 25, 26, 27, 701, 702)

    assert [sheet.letter(place) for place in places] == [
        "A", "Z", "AA", "AB", "ZZ", "AAA",
    ]  # fmt: skip
