"""A short, seeded piece of the campaign; `python -m tests.faults` runs all of it."""

from pathlib import Path

from tests.faults import campaign
from tests.faults.node import patch
from tests.faults.proxy import KINDS


def test_nothing_is_lost_on_links_that_fail(tmp_path: Path) -> None:
    report = campaign.run(7, students=10, steps=24, folder=tmp_path)

    assert sum(report.faults.values()) > 100
    assert report.saved_claims > 50
    assert report.lost == []
    assert report.false_claims == []
    assert report.stuck == []


def test_the_oracle_sees_what_a_believing_page_shows(tmp_path: Path) -> None:
    """Without the check of the receipt, "saved" is shown of what never arrived."""
    believing = patch(
        "outbox.js",
        ' && answer.headers.get("Portal-Saved") === `${row}:${version}`',
        "",
    )

    report = campaign.run(7, students=4, steps=10, patches=[believing], folder=tmp_path)

    assert report.false_claims


def test_there_are_more_than_twenty_kinds_of_fault() -> None:
    assert len(KINDS) >= 24
