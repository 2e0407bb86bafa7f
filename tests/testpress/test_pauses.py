"""What asked us to wait isn't asked before: one student's limits are no other's."""

import pytest
import requests
import responses

from portal import testpress
from portal.testpress.pauses import LONGEST, MOST, Pauses

URL = "https://demo.testpress.in/api/v2.2"
SAVE = f"{URL}/attempts/400/questions/101/"


@pytest.fixture
def pauses(clock):
    return Pauses(clock)


@pytest.fixture
def transport(pauses):
    transport = testpress.Transport("https://demo.testpress.in")
    transport.pauses = pauses
    return transport


def throttled(wait=12):
    return {"status": 429, "json": {}, "headers": {"Retry-After": str(wait)}}


@responses.activate
def test_a_throttled_call_is_not_made_again_before_its_time(transport, clock):
    responses.put(SAVE, **throttled())
    responses.put(SAVE, json={})

    with pytest.raises(testpress.Throttled):
        transport.request("PUT", "attempts/400/questions/101/", token="asha")
    clock.now += 5
    with pytest.raises(testpress.Throttled) as refused:
        transport.request("PUT", "attempts/400/questions/101/", token="asha")

    assert refused.value.retry_after == 7
    assert len(responses.calls) == 1
    clock.now += 7
    assert transport.request("PUT", "attempts/400/questions/101/", token="asha") == {}


@responses.activate
def test_a_kind_of_reading_rests_as_one_and_each_answer_for_itself(transport):
    responses.get(f"{URL}/attempts/400/", **throttled())
    responses.put(SAVE, **throttled())
    responses.put(f"{URL}/attempts/400/questions/102/", json={})

    for method, path in (
        ("GET", "attempts/400/"),
        ("GET", "attempts/401/"),
        ("PUT", "attempts/400/questions/101/"),
    ):
        with pytest.raises(testpress.Throttled):
            transport.request(method, path, token="asha")

    assert transport.request("PUT", "attempts/400/questions/102/", token="asha") == {}
    assert len(responses.calls) == 3


@responses.activate
def test_other_students_and_other_calls_go_on(transport):
    responses.get(f"{URL}/posts/", **throttled())
    responses.put(SAVE, json={})
    responses.get(f"{URL}/posts/", json={})

    with pytest.raises(testpress.Throttled):
        transport.request("GET", "posts/", token="asha")

    assert transport.request("PUT", "attempts/400/questions/101/", token="asha") == {}
    assert transport.request("GET", "posts/", token="ravi") == {}


@responses.activate
def test_a_stranger_who_guesses_locks_nobody_out(transport):
    responses.post(f"{URL}/auth-token/", **throttled())
    responses.post(f"{URL}/auth-token/", json={"token": "x"})

    with pytest.raises(testpress.Throttled):
        transport.request("POST", "auth-token/", body={})

    assert transport.request("POST", "auth-token/", body={}) == {"token": "x"}


@responses.activate
def test_an_api_that_names_a_time_is_left_alone_by_all_until_then(transport, clock):
    responses.get(f"{URL}/me/", status=503, headers={"Retry-After": "20"})
    responses.get(f"{URL}/posts/", json={})

    with pytest.raises(testpress.Unreachable) as first:
        transport.request("GET", "me/", token="asha")
    with pytest.raises(testpress.Unreachable) as second:
        transport.request("GET", "posts/", token="ravi")

    assert (first.value.retry_after, second.value.retry_after) == (20, 20)
    assert len(responses.calls) == 1, "it isn't even tried twice"
    clock.now += 20
    assert transport.request("GET", "posts/", token="ravi") == {}


@responses.activate
def test_an_answer_waits_three_seconds_at_most(transport, clock):
    responses.get(f"{URL}/me/", status=503, headers={"Retry-After": "20"})
    responses.put(SAVE, json={})

    with pytest.raises(testpress.Unreachable):
        transport.request("GET", "me/", token="asha")
    with pytest.raises(testpress.Unreachable) as refused:
        transport.request("PUT", "attempts/400/questions/101/", token="ravi")

    assert refused.value.retry_after == 3
    clock.now += 3
    assert transport.request("PUT", "attempts/400/questions/101/", token="ravi") == {}


@responses.activate
@pytest.mark.parametrize(
    "answer",
    [
        {"status": 503},
        {"status": 502, "headers": {"Retry-After": "20"}},
        {"status": 503, "headers": {"Retry-After": "soon"}},
        {"body": requests.ConnectionError()},
    ],
    ids=str,
)
def test_silence_and_what_names_no_time_are_no_request_to_wait(transport, answer):
    responses.put(SAVE, **answer)
    responses.put(SAVE, json={})

    with pytest.raises(testpress.Unreachable) as failure:
        transport.request("PUT", "attempts/400/questions/101/", token="asha")

    assert failure.value.retry_after == 0
    assert transport.request("PUT", "attempts/400/questions/101/", token="asha") == {}


def test_nothing_is_left_alone_for_more_than_a_minute(pauses):
    pauses.note_for_all(3600)

    assert pauses.left_for_all("GET") == LONGEST
    pauses.learn({"": 9e9})
    assert pauses.left_for_all("GET") == LONGEST


def test_what_one_worker_hears_the_others_learn(clock, pauses):
    other = Pauses(clock)
    pauses.note("PUT", "attempts/400/end/", "asha", 30)

    other.learn(pauses.learn({}))

    assert other.left("PUT", "attempts/400/end/", "asha") == 30
    assert other.left("PUT", "attempts/400/end/", "ravi") == 0


def test_what_all_know_is_not_told_again(pauses):
    pauses.note_for_all(30)
    news = pauses.learn({})

    assert news
    assert pauses.learn(news) == {}


def test_what_is_over_is_forgotten_and_there_is_never_too_much(clock, pauses):
    for number in range(MOST + 100):
        pauses.note("PUT", "me/", f"student {number}", 30)

    assert len(pauses.learn({})) == MOST
    clock.now += 31
    assert pauses.learn({"x": clock.now - 1}) == {}
    assert pauses.left("PUT", "me/", "student 1") == 0


def test_it_is_due_once_a_second_and_at_once_with_news(clock, pauses):
    asked = [pauses.is_due(), pauses.is_due()]
    pauses.note_for_all(30)
    asked += [pauses.is_due(), pauses.is_due()]
    clock.now += 1
    asked += [pauses.is_due(), pauses.is_due()]

    assert asked == [True, False, True, False, True, False]


def test_no_token_can_be_read_from_what_is_shared(pauses):
    pauses.note("PUT", "attempts/400/end/", "header.claims.signature", 30)

    assert "claims" not in str(pauses.learn({}))
