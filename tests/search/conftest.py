import pytest

from portal.web import blocks


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """However busy the machine that tests: what is late is so by a test's own plan."""
    monkeypatch.setattr(blocks, "PATIENCE_SECONDS", 30)
