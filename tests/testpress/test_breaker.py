"""An API that doesn't answer is left alone for a moment, and believed when it does."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
import responses

from portal import testpress
from portal.testpress import breaker

URL = "https://demo.testpress.in/api/v2.2/me/"


@pytest.fixture
def tired(clock):
    """A breaker after as many failures as it takes."""
    tired = breaker.Breaker(clock)
    for _ in range(breaker.IN_A_ROW):
        assert tired.allows()
        tired.failed()
    return tired


def test_it_rests_after_failures_in_a_row(tired):
    assert not tired.allows()


def test_an_answer_in_between_keeps_it_going(clock):
    steady = breaker.Breaker(clock)
    for _ in range(breaker.IN_A_ROW * 3):
        steady.failed()
        steady.answered()

    assert steady.allows()


def test_after_the_rest_one_call_tries_and_the_others_are_told_at_once(tired, clock):
    clock.now += breaker.RESTS_SECONDS

    assert [tired.allows() for _ in range(3)] == [True, False, False]


def test_the_first_answer_lets_everyone_in(tired, clock):
    clock.now += breaker.RESTS_SECONDS
    tired.allows()
    tired.answered()

    assert [tired.allows() for _ in range(3)] == [True, True, True]


def test_a_try_that_fails_is_another_rest(tired, clock):
    clock.now += breaker.RESTS_SECONDS
    tired.allows()
    tired.failed()

    assert not tired.allows()


def test_where_tries_hang_nobody_waits_and_looks_do_not_pile_up(tired, clock):
    tired.failed(8.0)
    hanging, worst, looks = [], 0, 0
    for _ in range(600):  # a minute, of an API that takes eight seconds to say nothing
        clock.now += 0.1
        for ends in [ends for ends in hanging if ends <= clock.now]:
            hanging.remove(ends)
            tired.failed(8.0)
        assert not tired.allows()
        if tired.may_look():
            looks += 1
            hanging.append(clock.now + 8.0)
        worst = max(worst, len(hanging))

    assert looks > 10
    assert worst <= breaker.LOOKS_AT_ONCE + 1


def test_a_look_that_hears_something_lets_everyone_in(tired, clock):
    tired.failed(8.0)
    clock.now += 10
    assert not tired.allows()
    assert tired.may_look()

    tired.answered()

    assert tired.allows()
    assert not tired.may_look()


def test_who_watches_hears_when_it_begins_to_rest_and_when_it_is_over(clock):
    heard = []
    watched = breaker.Breaker(clock, heard.append)
    for _ in range(breaker.IN_A_ROW * 2):
        watched.failed()
    watched.answered()
    watched.answered()

    assert heard == [True, False]


@responses.activate
def test_a_dead_api_is_not_asked_again_and_again():
    responses.add(responses.PUT, URL, body=requests.ConnectionError())
    transport = testpress.Transport("https://demo.testpress.in")

    for _ in range(breaker.IN_A_ROW * 5):
        with pytest.raises(testpress.Unreachable):
            transport.request("PUT", "me/")

    assert len(responses.calls) == breaker.IN_A_ROW


@responses.activate
def test_the_first_page_after_an_outage_gets_all_that_it_asks_for():
    responses.add(responses.PUT, URL, body=requests.ConnectionError())
    transport = testpress.Transport("https://demo.testpress.in")
    for _ in range(breaker.IN_A_ROW):
        with pytest.raises(testpress.Unreachable):
            transport.request("PUT", "me/")
    time.sleep(breaker.RESTS_SECONDS)

    def answer(_):
        time.sleep(0.05)
        return 200, {}, "{}"

    responses.remove(responses.PUT, URL)
    responses.add_callback(responses.PUT, URL, answer)
    with ThreadPoolExecutor(4) as threads:
        asked = [threads.submit(transport.request, "PUT", "me/") for _ in range(4)]

    assert [one.result() for one in asked] == [{}] * 4


def test_a_try_that_hangs_keeps_others_for_a_moment_only(tired, clock):
    clock.now += breaker.RESTS_SECONDS
    assert tired.allows()
    began = time.monotonic()

    assert not tired.is_back()
    clock.now += breaker.PATIENCE_SECONDS
    assert not tired.is_back()
    assert time.monotonic() - began < breaker.PATIENCE_SECONDS * 1.9


@responses.activate
def test_a_refusal_is_an_answer():
    responses.add(responses.PUT, URL, status=500)
    transport = testpress.Transport("https://demo.testpress.in")

    for _ in range(breaker.IN_A_ROW * 2):
        with pytest.raises(testpress.Unexpected):
            transport.request("PUT", "me/")

    assert len(responses.calls) == breaker.IN_A_ROW * 2
