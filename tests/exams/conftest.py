"""What a page asks beside its main question may outlive its answer: wait for it."""

from collections.abc import Iterator
from concurrent.futures import Future, wait
from typing import Any

import pytest

from portal import testpress
from portal.web import blocks
from tests.conftest import Api


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """However busy the machine that tests: what is late is so by a test's own plan."""
    monkeypatch.setattr(blocks, "PATIENCE_SECONDS", 30)


@pytest.fixture(autouse=True)
def _nothing_is_left_asking(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Before the faked API goes, so that no late call meets the next test's."""
    asked: list[Future[Any]] = []
    begin = testpress.in_background

    def remembered(*args: Any, **named: Any) -> Future[Any]:
        asked.append(begin(*args, **named))
        return asked[-1]

    monkeypatch.setattr(testpress, "in_background", remembered)
    yield
    wait(asked, timeout=5)
