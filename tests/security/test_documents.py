"""What docs/asvs.md and docs/security.md say is there, is there."""

import re
from pathlib import Path

import pytest

from tests.security import routes
from tests.security.hostile import VECTORS

ROOT = Path(__file__).resolve().parents[2]
ASVS = (ROOT / "docs" / "asvs.md").read_text(encoding="utf-8")
SECURITY = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| ([\d.]+) \| ([12]) \| ([^|]+) \| (.*) \|$", ASVS, re.MULTILINE)
NAMED = sorted(
    set(re.findall(r"`([\w./-]+/[\w./-]+\.\w+(?:::\w+)?)`", ASVS + SECURITY))
)


@pytest.mark.parametrize("name", [name for name in NAMED if "hsts" not in name])
def test_what_is_named_is_there(name):
    path, _, test = name.partition("::")

    assert (ROOT / path).is_file()
    if test:
        source = (ROOT / path).read_text(encoding="utf-8")
        assert re.search(rf"^def {test}\(", source, re.MULTILINE)


def test_every_requirement_of_both_levels_is_answered_once():
    numbers = [number for number, *_ in ROWS]
    levels = [level for _, level, *_ in ROWS]

    assert len(set(numbers)) == len(numbers)
    assert (levels.count("1"), levels.count("2")) == (70, 183)


def test_what_is_said_to_be_shown_is_shown_somewhere():
    assert {kind for _, _, kind, _ in ROWS} == {
        "shown", "partly", "not met", "believed", "Testpress's", "deployment's", "n/a",
    }  # fmt: skip
    assert all(len(why) > 3 for *_, why in ROWS)


def test_the_figures_are_those_of_today():
    assert f"**{len(VECTORS)}**" in SECURITY
    tried = re.search(r"\*\*(\d+) routes", SECURITY)
    assert tried
    assert 39 <= int(tried[1]) <= len(routes.NAMES)
