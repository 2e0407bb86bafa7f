"""States and refusals: what may be done when, and by whom."""

import base64
import json

import pytest
import requests

from portal.sandbox.content import kit

from .conftest import Student


def detail(answer):
    return answer.status_code, answer.json()["detail"]


def test_a_wrong_password_is_a_400_and_a_right_one_a_token(server):
    address = f"{server.url}/api/v2.2/auth-token/"

    wrong = requests.post(address, json={"username": "asha", "password": "x"})
    right = requests.post(address, json={"username": "asha", "password": "learn-2026"})

    words = ["Unable to log in with provided credentials."]
    assert (wrong.status_code, wrong.json()) == (400, {"non_field_errors": words})
    body = right.json()["token"].split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(body + "=="))
    assert list(claims) == ["username", "user_id", "email", "exp"]


@pytest.mark.parametrize("kill", ["expire_tokens", "revoke_tokens"])
def test_a_dead_token_is_a_401(world, asha, kill):
    getattr(world, kill)("asha")

    answer = asha.call("GET", "me/")

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("JWT")


def test_signed_in_elsewhere_is_a_403_in_disguise_until_the_others_go(world, asha):
    world.sign_in_elsewhere("asha")
    address = f"{asha.server.url}/api/v2.4/auth/logout_devices/"

    refused = asha.call("GET", "me/")
    asha.call("POST", address)

    assert refused.headers["Content-Type"].startswith("text/html")
    assert refused.json()["error_code"] == "parallel_login_restriction"
    assert asha.call("GET", "me/").status_code == 200


def test_signing_out_kills_the_token(asha):
    asha.call("POST", f"{asha.server.url}/api/v2.4/auth/logout/")

    assert asha.call("GET", "me/").status_code == 401


def test_anothers_attempt_is_a_403_everywhere(server, world, asha):
    world.add_exam("sums")
    attempt = asha.begin("sums")
    row = asha.rows(attempt)[0]
    ravi = Student(server, "ravi")

    answers = [
        ravi.call("GET", attempt["url"]),
        ravi.call("GET", attempt["questions_url"]),
        ravi.call("PUT", f"{attempt['url']}end/"),
        ravi.answer(row, 0),
    ]
    ravi.session.close()

    assert {answer.status_code for answer in answers} == {403}


def test_creating_twice_makes_two(world, asha):
    world.add_exam("sums")

    first, second = asha.begin("sums"), asha.begin("sums")

    assert first["id"] != second["id"]
    assert asha.get("exams/sums/attempts/?state=paused")["count"] == 2


def test_retakes_run_out(world, asha):
    world.add_exam("once", allow_retake=False)
    world.add_exam("twice", max_retakes=1)

    answers = [
        asha.call("POST", f"exams/{slug}/attempts/").status_code
        for slug in ("once", "once", "twice", "twice", "twice")
    ]

    assert answers == [201, 403, 201, 201, 403]
    left = {a["exam"]["slug"]: a["remaining_attempts"] for a in _attempts(asha)}
    assert left == {"once": 0, "twice": 0}


def _attempts(student):
    return student.get("attempts/")["results"]


def test_an_exam_moves_from_upcoming_by_available_to_history(world, asha):
    world.add_exam("soon", opens=1, closes=3)

    def states():
        found = ("upcoming", "available", "history")
        return [s for s in found if asha.get(f"exams/?state={s}")["count"]]

    seen = [states()]
    too_early = asha.call("POST", "exams/soon/attempts/")
    world.advance(1.5 * 86_400)
    seen.append(states())
    world.advance(2 * 86_400)
    seen.append(states())
    too_late = asha.call("POST", "exams/soon/attempts/")

    assert seen == [["upcoming"], ["available"], ["history"]]
    assert detail(too_early) == (403, "This exam has not started yet.")
    assert detail(too_late) == (403, "This exam has ended.")


def test_available_means_unattempted_and_running_does_not_count(world, asha):
    world.add_exam("sums")

    attempt = asha.begin("sums")
    while_running = asha.get("exams/available/")["count"]
    asha.call("PUT", f"{attempt['url']}end/")

    assert while_running == 1
    assert asha.get("exams/available/")["count"] == 0
    assert asha.get("exams/history/")["count"] == 1


def test_review_needs_the_end_and_questions_need_none(world, asha):
    world.add_exam("sums")
    attempt = asha.begin("sums")
    early = asha.call("GET", attempt["review_url"])

    asha.call("PUT", f"{attempt['url']}end/")

    assert early.status_code == 403
    assert asha.call("GET", f"{attempt['review_url']}subjects/").status_code == 200
    assert asha.call("GET", attempt["questions_url"]).status_code == 403
    for verb in ("start", "heartbeat", "end"):
        assert asha.call("PUT", f"{attempt['url']}{verb}/").status_code == 403


def test_a_save_is_checked(world, asha):
    world.add_exam("sums")
    first, second = asha.rows(asha.begin("sums"))[:2]
    stranger = second["question"]["answers"][0]["id"]

    wrong = asha.save(first, selected_answers=[stranger], review=False)
    words = asha.save(first, selected_answers=["x"], review=False)
    many = asha.answer(first, 0, 1)
    broken = asha.call("PUT", first["url"], data=b'{\\n"selected_answers": []}')

    for answer in (wrong, words, many):
        assert answer.status_code == 400
        assert list(answer.json()) == ["selected_answers"]
    assert broken.status_code == 400
    assert broken.json()["detail"].startswith("JSON parse error")


def test_a_questions_id_is_not_its_rows(world, asha):
    exam = world.add_exam("sums")
    attempt = asha.begin("sums")
    address = f"{attempt['questions_url']}{exam.questions[0].id}/"

    answer = asha.call("PUT", address, json={"selected_answers": [], "review": True})

    assert answer.status_code == 404


def test_a_put_replaces_all_and_the_last_one_wins(world, asha):
    world.add_exam("sums")
    attempt = asha.begin("sums")
    row = asha.rows(attempt)[0]
    ids = [option["id"] for option in row["question"]["answers"]]

    for body in (
        {"selected_answers": ids[:1], "review": True},
        {"selected_answers": ids[1:2]},
        {"review": True},
    ):
        asha.call("PUT", row["url"], json=body)

    stored = world.answers(attempt["id"])[row["id"]]
    assert stored == {"selected_answers": [], "review": True}
    sent = [save["body"] for save in world.saves(attempt["id"])]
    assert [body.get("selected_answers") for body in sent] == [ids[:1], ids[1:2], None]


def test_no_more_than_so_many_may_be_answered(world, asha):
    world.add_exam("choose", 3, attemptable=2)
    attempt = asha.begin("choose")
    rows = asha.rows(attempt)

    codes = [asha.answer(row, 0).status_code for row in rows]
    refused = asha.answer(rows[2], 0).json()["detail"]
    marked = asha.save(rows[2], selected_answers=[], review=True)
    asha.save(rows[0], selected_answers=[], review=False)

    assert codes == [200, 200, 403]
    assert refused["error_code"] == "max_attemptable_questions_limit_reached"
    assert marked.status_code == 200
    assert asha.answer(rows[2], 0).status_code == 200


def test_only_the_batch_sees_its_exam(world, asha):
    world.add_exam("alumni", batch="Alumni")

    assert asha.get("exams/")["count"] == 0
    assert asha.call("GET", "exams/alumni/").status_code == 403
    assert asha.call("GET", "exams/nope/").status_code == 404


def test_locked_sections_go_in_order_each_with_its_clock(world, asha):
    asked = [
        kit.one("Sums", f"1 + {n}?", [str(n + 1), "0"], 0, section=n) for n in (0, 1)
    ]
    parts = [kit.section("One", 5), kit.section("Two", 5)]
    world.add_exam("locked", asked, minutes=10, sections=parts)
    attempt = asha.begin("locked")
    first, second = attempt["sections"]
    rows = asha.rows(attempt)

    jumped = asha.call("PATCH", second["start_url"])
    unstarted = asha.answer(rows[0], 0)
    asha.call("PATCH", first["start_url"])
    world.advance(100)
    beaten = asha.call("PUT", f"{attempt['url']}heartbeat/").json()
    too_soon = asha.call("PATCH", first["end_url"])
    blocked = asha.call("PUT", f"{attempt['url']}end/")
    world.advance(205)
    over = asha.call("PUT", f"{attempt['url']}heartbeat/").json()
    started = asha.call("PUT", second["start_url"]).json()

    assert [a.status_code for a in (jumped, unstarted, too_soon, blocked)] == [403] * 4
    assert beaten["sections"][0]["remaining_time"] == "0:03:19"
    assert [part["state"] for part in over["sections"]] == ["Completed", "Not Started"]
    assert started["state"] == "Running"
    assert asha.answer(rows[0], 0).status_code == 403
    assert asha.answer(rows[1], 0).status_code == 200


def test_a_missing_slash_is_a_redirect_that_loses_the_body(world, asha):
    world.add_exam("sums")
    attempt = asha.begin("sums")

    answer = asha.call("PUT", f"{attempt['url']}end")

    assert answer.status_code == 301
    assert answer.headers["Location"].endswith("/end/")
    assert world.attempt(attempt["id"]).is_running


def test_a_wrong_verb_is_a_405(asha):
    answer = asha.call("POST", "me/")

    assert detail(answer) == (405, 'Method "POST" not allowed.')


def test_an_upload_is_kept_and_named(server, asha):
    address = f"{server.url}/api/v2.2/image_upload/"

    sent = asha.call(
        "POST", address, files={"file": ("a.pdf", b"%PDF", "application/pdf")}
    )
    missing = asha.call("POST", address, data={})

    assert requests.get(sent.json()["url"]).content == b"%PDF"
    assert missing.json() == {"file": ["No file was submitted."]}
