import pytest

from portal.attempts import papers


@pytest.fixture(autouse=True)
def _no_papers_of_other_tests() -> None:
    """A process remembers papers beside the cache: these tests begin without any."""
    papers._papers._papers.clear()
