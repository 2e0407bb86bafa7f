"""Whatever a student does, and the network does with it: the last choice counts.

Hypothesis makes up histories of choosing, clearing, marking, reloading, crashing and
opening another window, while requests are delivered, delayed, lost, delivered twice and
out of order. It runs the room's own scripts against the portal and the sandbox.
`python -m tests.faults histories` plays thousands of them.
"""

import os
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.faults.conftest import Theatre

QUESTIONS = st.integers(1, 3)
WHICH = st.integers(0, 59)
PROGRAMS = int(os.environ.get("HISTORIES", "12"))
STEPS = int(os.environ.get("HISTORY_STEPS", "25"))


class Histories(RuleBasedStateMachine):
    theatre: Theatre

    @initialize()
    def sit_down(self) -> None:
        self.stage = self.theatre.play()
        self.play = self.stage.__enter__()
        self.windows = 0
        self.chosen = ["-", "-", "-"]
        self.marked = [False, False, False]
        self.done: list[int] = []
        self._open()

    def teardown(self) -> None:
        if not hasattr(self, "play"):
            return
        try:
            self._end()
        finally:
            self.stage.__exit__(None, None, None)

    # What the student does

    @rule(question=QUESTIONS, letter=st.sampled_from("ABCD-"))
    def choose(self, question: int, letter: str) -> None:
        self.play.choose(letter, self.window, question)
        self.chosen[question - 1] = letter

    @rule(question=QUESTIONS, marked=st.booleans())
    def mark(self, question: int, marked: bool) -> None:
        self.play.mark(marked, self.window, question)
        self.marked[question - 1] = marked

    @rule(seconds=st.sampled_from([0.3, 2, 8, 16, 40]))
    def wait(self, seconds: float) -> None:
        self.play.wait(seconds)

    @rule()
    def reload(self) -> None:
        self.play.driver.ask("leave", window=self.window)
        self._open()

    @rule()
    def crash(self) -> None:
        self.play.crash(self.window)
        self._open()

    @rule()
    def go_on_in_another_tab(self) -> None:
        old = self.window
        self._open(waits=False)
        self.play.wait(2)
        self.play.driver.ask("takeOver", window=self.window)
        self.play.crash(self.window)
        self._open(waits=False)
        self.play.crash(old)
        self.play.wait(2)
        assert self.play.state(self.window)["asked"] == 0

    # What the network does

    @precondition(lambda self: self.play.waiting(""))
    @rule(data=st.data())
    def deliver(self, data: st.DataObject) -> None:
        request = self._pick(data)
        self.play.deliver(request)
        self.done.append(request)

    @precondition(lambda self: self.play.waiting(""))
    @rule(data=st.data())
    def lose_the_request(self, data: st.DataObject) -> None:
        self.play.lose(self._pick(data))

    @precondition(lambda self: self.play.waiting(""))
    @rule(data=st.data())
    def lose_the_reply(self, data: st.DataObject) -> None:
        request = self._pick(data)
        self.play.perform(request)
        self.play.lose(request)
        self.done.append(request)

    @precondition(lambda self: self.done)
    @rule(data=st.data())
    def deliver_once_more(self, data: st.DataObject) -> None:
        self.play.perform(self.done[data.draw(WHICH) % len(self.done)])

    @precondition(lambda self: self.play.waiting(""))
    @rule(data=st.data())
    def answer_for_the_portal(self, data: st.DataObject) -> None:
        status = data.draw(
            st.sampled_from([200, 204, 302, 401, 403, 404, 409, 422, 502])
        )
        self.play.fake(self._pick(data), status, "" if status == 204 else "<html>")

    @invariant()
    def nothing_is_shown_saved_that_was_never_taken(self) -> None:
        if not hasattr(self, "play"):
            return
        taken = {
            (save["row_id"], _what(save["body"]))
            for save in self.play.world.saves(self.play.attempt)
            if save["status"] < 300
        }
        for claim in self.play.driver.ask("saved")["saved"]:
            assert (int(claim["row"]), _what(claim["values"])) in taken, claim

    def _open(self, *, waits: bool = True) -> None:
        self.windows += 1
        self.play.open(self.window)
        if waits:
            self.play.wait(0.1)
            assert self.play.state(self.window)["isOpen"]

    @property
    def window(self) -> str:
        return f"window {self.windows}"

    def _pick(self, data: st.DataObject) -> int:
        """One of the requests on the network, however many they are this time."""
        found = self.play.waiting("")
        return found[data.draw(WHICH) % len(found)]

    def _end(self) -> None:
        """The network heals, old requests arrive late, and the student hands in."""
        self.play.deliver_all()
        for request in self.done[-3:]:
            self.play.perform(request)
        self.play.hand_in(self.window)
        # What was given up may still be in the air: the room waits that out.
        for _ in range(10):
            if not self.play.state(self.window)["isFinished"]:
                self.play.deliver_all()

        assert self.play.state(self.window)["isFinished"]
        assert self.play.held == "".join(self.chosen)
        held = self.play.world.answers(self.play.attempt)
        assert [bool(held[row]["review"]) for row in self.play.rows] == self.marked


def _what(answer: dict[str, Any]) -> tuple[tuple[int, ...], bool]:
    chosen = answer.get("selected_answers") or []
    return tuple(sorted(map(int, chosen))), bool(answer.get("review"))


def test_the_last_choice_counts_whatever_happens(theatre: Theatre) -> None:
    machine = type("Machine", (Histories,), {"theatre": theatre})

    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        machine,
        settings=settings(
            max_examples=PROGRAMS,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize="HISTORIES" not in os.environ,
            database=None,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )
