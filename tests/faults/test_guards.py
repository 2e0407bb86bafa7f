"""Each guard, and what happens without it: a test that can't fail proves nothing.

Every scene is played twice. With the product as it is, it must end well; with one guard
switched off (a line of a script replaced, or a function of the portal's), it must fail.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from tests.faults import scenes
from tests.faults.conftest import Theatre
from tests.faults.node import Patch, patch
from tests.faults.play import Play


@dataclass(frozen=True, slots=True)
class Guard:
    """`patches` switch it off in the scripts, `without` in the portal."""

    scenario: Callable[[Play], None]
    patches: list[Patch] = field(default_factory=list)
    without: str = ""


# What the API has taken is remembered until the end, which hides the lack of the other
# guards of the journal: with them, it is switched off as well.
FORGETFUL = patch(
    "journal.js", "store.put({ ...entry, settled: true })", "store.delete(key)"
)

GUARDS = {
    "the memory of what was saved": Guard(
        scenes.an_old_request_that_comes_late_is_outdone_after_a_reload, [FORGETFUL]
    ),
    "the receipt": Guard(
        scenes.only_the_portals_receipt_is_believed,
        [
            patch(
                "outbox.js",
                ' && answer.headers.get("Portal-Saved") === `${row}:${version}`',
                "",
            )
        ],
    ),
    "the version in forget": Guard(
        scenes.an_old_answer_forgets_no_newer_entry,
        [patch("journal.js", "entry.version === version && ", ""), FORGETFUL],
    ),
    "the writer in forget": Guard(
        scenes.a_late_answer_to_an_old_window_forgets_nothing_of_the_new_one,
        [patch("journal.js", " && entry.writer === writer", ""), FORGETFUL],
    ),
    "what is settled is remembered": Guard(
        scenes.a_page_made_while_a_save_was_on_its_way_brings_back_nothing_old,
        [patch("outbox.js", "this.#journal.settle(", "this.#journal.forget(")],
    ),
    "one request a question": Guard(
        scenes.saves_of_one_question_do_not_overtake_each_other,
        [patch("outbox.js", "if (item.sending || dueAt", "if (dueAt")],
    ),
    "dirty is a version, not a flag": Guard(
        scenes.what_changed_meanwhile_goes_next,
        [
            patch(
                "outbox.js", "return item.version > item.acked;", "return !item.acked;"
            )
        ],
    ),
    "the journal": Guard(
        scenes.what_was_never_sent_survives_a_crash,
        [
            patch(
                "outbox.js",
                "this.#journal.write({ row, version, writer: this.writer, values })",
                "Promise.resolve(true)",
            )
        ],
    ),
    "the merge at load": Guard(
        scenes.what_was_never_sent_survives_a_crash,
        [patch("merge.js", "(await journal.entries())", "[]")],
    ),
    "the acknowledgement in the merge": Guard(
        scenes.what_was_never_acknowledged_is_sent_though_the_api_holds_the_same,
        [
            patch(
                "merge.js", "const isSure = entry.settled ||", "const isSure = true ||"
            )
        ],
    ),
    "the writer in the merge": Guard(
        scenes.an_old_phone_does_not_undo_what_was_chosen_later,
        [patch("merge.js", "else if (entry.writer < newestWriter)", "else if (false)")],
    ),
    "the adoption by another tab": Guard(
        scenes.another_tab_goes_on_with_its_own_work_unasked,
        [patch("journal.js", "if (entry.writer >= newest) ", "if (false) ")],
    ),
    "the retry": Guard(
        scenes.a_save_that_failed_is_tried_again,
        [
            patch(
                "outbox.js",
                "this.#retryAt = performance.now() + wait * (0.75",
                "this.#retryAt = Infinity * (0.75",
            )
        ],
    ),
    "the fresh CSRF token": Guard(
        scenes.a_stale_csrf_token_is_replaced_silently,
        [patch("outbox.js", ", { csrf: this.#urls.csrf }", "")],
    ),
    "the second sending of what was in doubt": Guard(
        scenes.a_request_given_up_may_arrive_late_and_is_outdone,
        [
            patch(
                "outbox.js",
                "if (item.inDoubt) item.sureAt =",
                "if (false) item.sureAt =",
            )
        ],
    ),
    "Retry-After": Guard(
        scenes.retry_after_is_obeyed,
        [
            patch(
                "outbox.js",
                "this.#notBefore = performance.now() + answer.seconds * 1000;",
                "this.#notBefore = 0;",
            )
        ],
    ),
    "Retry-After at the hand-in": Guard(
        scenes.retry_after_is_obeyed_at_the_hand_in,
        [
            patch(
                "handin.js",
                "this.#notBefore = performance.now() + (answer.seconds ?? 0) * 1000;",
                "this.#notBefore = 0;",
            )
        ],
    ),
    "the probe for the hand-in": Guard(
        scenes.a_hand_in_goes_on_once_the_portal_is_back,
        [
            patch(
                "handin.js",
                "else this.#failedSince ||= performance.now();",
                "",
            )
        ],
    ),
    "a probe every few seconds": Guard(
        scenes.a_link_that_was_dead_for_long_is_tried_as_often_as_at_first,
        [patch("net.js", "PROBED_EVERY = 2500", "PROBED_EVERY = 15_000")],
    ),
    "the end of a probe": Guard(
        scenes.a_probe_that_gets_no_answer_is_given_up,
        [patch("net.js", "SHORT_PATIENCE = 5000", "SHORT_PATIENCE = Infinity")],
    ),
    "the fresh CSRF token of who looked on": Guard(
        scenes.a_stale_csrf_token_keeps_nobody_from_going_on_here,
        [patch("lease.js", "{ csrf, patience", "{ patience")],
    ),
    "our own 401": Guard(
        scenes.a_strangers_401_stops_nothing,
        [patch("net.js", ' && header("Portal-Refused") === "signed-out"', "")],
    ),
    "our own 409": Guard(
        scenes.a_strangers_409_stops_nothing,
        [patch("net.js", 'header("Portal-Conflict") ?? "failed"', '"elsewhere"')],
    ),
    "what stopped the outbox before the hand-in": Guard(
        scenes.a_hand_in_that_was_refused_elsewhere_sends_nothing_more,
        [patch("handin.js", 'if (outbox.stopped === "handing in") ', "")],
    ),
    "notes that are read and written as one": Guard(
        scenes.two_notes_at_once_are_both_kept,
        [patch("journal.js", "...found.result, ", "")],
    ),
    "quiet before the end": Guard(
        scenes.nothing_is_handed_in_while_a_save_is_on_its_way,
        [patch("outbox.js", ".filter((item) => item.sending).length", ".length * 0")],
    ),
    "the air before the end": Guard(
        scenes.nothing_is_handed_in_while_a_given_up_save_may_still_arrive,
        [patch("outbox.js", "if (answer.gaveUp) ", "if (false) ")],
    ),
    "the lock of the browser": Guard(
        scenes.of_two_windows_of_a_browser_one_writes,
        [patch("lease.js", "return this.#request({});", "return this.#held();")],
    ),
    "the loss of the lock": Guard(
        scenes.a_take_over_locks_the_window_that_had_the_room,
        [patch("lease.js", 'this.dispatchEvent(new Event("lost"));', "")],
    ),
    "the read-back at the hand-in": Guard(
        scenes.the_hand_in_puts_right_what_an_old_request_undid, without="read-back"
    ),
    "the newest writer": Guard(
        scenes.an_old_window_cannot_write_after_a_newer_one, without="newest writer"
    ),
    "the lock at the start": Guard(
        scenes.two_starts_at_once_make_one_attempt, without="start lock"
    ),
    "the second look after a start": Guard(
        scenes.a_start_whose_answer_was_lost_is_found_again, without="look again"
    ),
}


@pytest.mark.parametrize("name", GUARDS)
def test_with_the_guard_nothing_is_lost(name: str, theatre: Theatre) -> None:
    with theatre.play() as play:
        GUARDS[name].scenario(play)


@pytest.mark.parametrize("name", GUARDS)
def test_without_the_guard_it_shows(name: str, theatre: Theatre) -> None:
    guard = GUARDS[name]
    with (
        theatre.play(without=guard.without, patches=guard.patches) as play,
        pytest.raises(AssertionError),
    ):
        guard.scenario(play)
