"""`Retry-After` of the API's is heard by every worker, and said to every student."""

from django.core.cache import cache

from portal import institutes
from portal.testpress.pauses import Pauses
from portal.web import pauses
from tests.conftest import signed_in

SAVE = "/attempts/400/questions/101/"


def test_what_one_worker_was_told_another_one_keeps(student, api):
    api.will_answer(
        "PUT", "attempts/400/heartbeat/", {}, status=503, headers={"Retry-After": "40"}
    )
    student.post("/attempts/400/heartbeat/")
    student.get("/me/")  # whoever comes next carries the news

    institutes.transport_for.cache_clear()  # another worker
    response = signed_in(18, "Ravi").get("/exams/")

    assert response.status_code == 503
    assert 41 <= int(response["Retry-After"]) <= 45
    assert len(api.calls) == 1


def test_a_student_who_must_wait_asks_the_api_no_more_until_then(student, api):
    wait = {"Retry-After": "12"}
    path = "attempts/400/questions/101/"
    api.will_answer("PUT", path, {}, status=429, headers=wait)

    first, second = (student.post(SAVE, {"version": n}) for n in (1, 2))

    assert (first.status_code, second.status_code) == (429, 429)
    assert 1 <= int(second["Retry-After"]) <= 12
    assert len(api.calls) == 1


def test_a_cache_that_does_not_answer_is_done_without(monkeypatch):
    def breaks(*_):
        raise ConnectionError

    monkeypatch.setattr(cache, "get", breaks)
    alone = Pauses()
    alone.note_for_all(30)

    pauses.share("default", alone)

    assert alone.left_for_all("GET") == 30


def test_the_probe_asks_nobody(stranger, monkeypatch):
    looks = []
    monkeypatch.setattr(cache, "get", looks.append)

    assert stranger.get("/healthz/").status_code == 200
    assert looks == []


def test_it_costs_one_look_at_the_cache_a_second(monkeypatch):
    looks = []
    monkeypatch.setattr(cache, "get", looks.append)
    mine = Pauses(lambda: 1000.0)

    for _ in range(100):
        pauses.share("default", mine)

    assert looks == ["pauses:default"]
