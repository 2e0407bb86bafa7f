"""Retry storms: many presses at once, over real HTTP, make one attempt and one end."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from tests.faults.conftest import Theatre
from tests.faults.scenes import Browser, attempts_of

T = TypeVar("T")
PRESSES = 8


def at_once(press: Callable[[int], T]) -> list[T]:
    with ThreadPoolExecutor(PRESSES) as pool:
        return list(pool.map(press, range(PRESSES)))


def test_a_storm_of_starts_from_two_devices_makes_one_attempt(theatre: Theatre) -> None:
    with theatre.play() as play:
        play.world.end(play.attempt)
        before = attempts_of(play)
        phone, laptop = Browser(play), Browser(play)
        play.world.fail("POST", "attempts/", delay=0.3)

        answers = at_once(lambda n: (phone, laptop)[n % 2].start())

        assert attempts_of(play) == before + 1
        assert set(answers) == {303}


def test_a_storm_of_starts_whose_answers_are_lost_makes_one_attempt(
    theatre: Theatre,
) -> None:
    with theatre.play() as play:
        play.world.end(play.attempt)
        before = attempts_of(play)
        phone, laptop = Browser(play), Browser(play)
        play.world.fail("POST", "attempts/", drop="after")

        at_once(lambda n: (phone, laptop)[n % 2].start())

        assert attempts_of(play) == before + 1


def test_a_storm_of_hand_ins_from_two_devices_makes_one_end(theatre: Theatre) -> None:
    with theatre.play() as play:
        play.open()
        play.choose("B")
        play.deliver_all()
        phone, laptop = Browser(play), Browser(play)
        row, chosen = next(iter(play.state()["values"].items()))
        answers = json.dumps({row: {**chosen, "version": 9}})
        play.world.fail("PUT", f"attempts/{play.attempt}/end/", delay=0.2)

        told = at_once(lambda n: (phone, laptop)[n % 2].end(play.attempt, answers))

        ends = play.world.calls("PUT", f"attempts/{play.attempt}/end/")
        assert sum(call["status"] == 200 for call in ends) == 1
        assert {headers.get("Portal-Ended") for headers in told} == {str(play.attempt)}
        assert not any("Portal-Not-Accepted" in headers for headers in told)
        assert play.held == "B--"
