"""Bad days on demand."""

import threading
import time

import pytest
import requests


@pytest.fixture
def row(world, asha):
    world.add_exam("sums")
    attempt = asha.begin("sums")
    found = asha.rows(attempt)[0]
    found["attempt"] = attempt["id"]
    return found


def test_a_rule_for_two_calls_is_for_two(world, asha, row):
    world.fail("PUT", r"/questions/\d+/$", status=503, times=2)

    codes = [asha.answer(row, 0).status_code for _ in range(3)]

    assert codes == [503, 503, 200]
    assert asha.call("GET", "me/").status_code == 200


def test_a_rule_may_let_some_pass_first_and_be_for_one_student(world, asha):
    world.fail(path="/me/", status=500, skip=1, user="asha")
    world.fail(path="/me/", status=418, user="ravi")

    assert [asha.call("GET", "me/").status_code for _ in range(2)] == [200, 500]


def test_throttling_says_how_long(world, asha):
    world.fail(status=429, retry_after=7)

    answer = asha.call("GET", "me/")

    assert answer.headers["Retry-After"] == "7"
    assert answer.json()["detail"].endswith("Expected available in 7 seconds.")


@pytest.mark.parametrize(
    ("when", "stored"), [("before", False), ("after", True), ("middle", True)]
)
def test_a_dropped_save_is_done_or_not_and_nobody_is_told(
    world, asha, row, when, stored
):
    world.fail("PUT", drop=when, times=1)

    with pytest.raises(requests.RequestException):
        asha.answer(row, 0)

    answers = world.answers(row["attempt"])
    assert bool(answers[row["id"]]["selected_answers"]) is stored


def test_a_save_may_be_done_and_yet_answered_with_an_error(world, asha, row):
    world.fail("PUT", status=500, after=True, times=1)

    assert asha.answer(row, 0).status_code == 500
    assert world.answers(row["attempt"])[row["id"]]["selected_answers"]


@pytest.mark.parametrize("kind", ["html", "truncated", "null", "shape", "empty"])
def test_garbage_comes_with_a_200(world, asha, kind):
    world.fail(garbage=kind)

    answer = asha.call("GET", "exams/")

    assert answer.status_code == 200
    assert '"per_page"' not in answer.text


def test_delays_and_drips_take_their_time(world, asha):
    world.fail(path="/me/", delay=0.2)
    world.fail(path="/exams/", drip=0.2)

    begun = time.perf_counter()
    asha.call("GET", "me/")
    assert asha.call("GET", "exams/").json()["count"] == 0

    assert time.perf_counter() - begun > 0.38


def test_a_redirect_goes_where_it_is_told(world, asha):
    world.fail(redirect="/settings/force/")

    answer = asha.call("GET", "me/")

    location = answer.headers["Location"]
    assert (answer.status_code, location) == (302, "/settings/force/")


def test_chance_is_the_same_with_the_same_seed(world, asha):
    def run():
        number = world.fail(path="/me/", status=500, probability=0.5, seed=3)
        codes = [asha.call("GET", "me/").status_code for _ in range(12)]
        world.heal(number)
        return codes

    first, second = run(), run()

    assert first == second
    assert set(first) == {200, 500}


def test_faults_tokens_and_the_clock_can_be_set_over_http(server, asha):
    control = f"{server.url}/_sandbox"
    rule = {"path": "/me/", "status": 503}

    number = requests.post(f"{control}/faults/", json=rule).json()["id"]
    broken = asha.call("GET", "me/").status_code
    requests.delete(f"{control}/faults/{number}/")
    healed = asha.call("GET", "me/").status_code
    before = server.world.now()
    requests.post(f"{control}/clock/", json={"advance": 500})
    moved = server.world.now() - before
    requests.post(f"{control}/tokens/", json={"action": "revoke"})
    unknown = requests.post(f"{control}/faults/", json={"colour": "red"})

    assert (broken, healed, asha.call("GET", "me/").status_code) == (503, 200, 401)
    assert 500 <= moved < 510
    assert unknown.status_code == 400
    assert [call["status"] for call in server.world.calls(path="/me/")] == [
        503,
        200,
        401,
    ]


def test_answers_and_calls_can_be_read_over_http(server, asha, row):
    asha.answer(row, 0)
    control = f"{server.url}/_sandbox"

    answers = requests.get(f"{control}/answers/{row['attempt']}/").json()
    calls = requests.get(f"{control}/calls/?method=PUT").json()

    assert answers[str(row["id"])]["review"] is False
    assert [(call["user"], call["status"]) for call in calls] == [("asha", 200)]


def test_many_at_once_lose_nothing(server, world, asha):
    world.add_exam("sums", 20)
    attempt = asha.begin("sums")
    rows = asha.rows(attempt)
    token = asha.session.headers["Authorization"]

    def answer(row):
        chosen = [row["question"]["answers"][0]["id"]]
        body = {"selected_answers": chosen, "review": True}
        headers = {"Authorization": token}
        requests.put(row["url"], json=body, headers=headers, timeout=10)

    threads = [threading.Thread(target=answer, args=(row,)) for row in rows]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    stored = world.answers(attempt["id"]).values()
    assert all(one["selected_answers"] and one["review"] for one in stored)
    assert len(world.saves(attempt["id"])) == 20


def test_the_demos_page_has_a_button_for_each_scene(server, world, asha):
    world.fail(path="/exams/", status=500)
    control = f"{server.url}/_sandbox/"

    page = requests.get(control, headers={"Accept": "text/html"}).text
    pressed = requests.post(f"{control}scenes/busy/", headers={"Accept": "text/html"})
    answer = asha.call("GET", "me/")
    requests.post(f"{control}scenes/well/")

    assert 'action="/_sandbox/scenes/lost/"' in page
    assert "retry_after" in pressed.text
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "12")
    assert asha.call("GET", "exams/").status_code == 200


def test_bodies_may_name_another_host_than_the_one_called(server, world, asha):
    world.configure(public_host="demo.testpress.in")

    assert asha.get("me/")["url"] == "http://demo.testpress.in/api/v2.2/users/17/"
