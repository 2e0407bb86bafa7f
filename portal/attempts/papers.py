"""What an attempt's questions allow, so that what can't be an answer is refused early.

An attempt's rows have ids of their own, while what they allow is the same for all who
sit the exam: a paper holds its ids in a packed array, beside a tuple that it shares
with the others. Ten thousand of them fit in a worker.
"""

from array import array
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

from django.core.cache import cache

from portal import testpress
from portal.attempts.rooms import KEPT_SECONDS, key_of
from portal.web.requests import PortalRequest

PAPERS_IN_MEMORY = 12_000


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the paper: its question type and its options' ids."""

    type: str
    options: tuple[int, ...]


class Paper(Mapping[int, Row]):
    """Rows by their ids, in the order in which they are asked."""

    __slots__ = ("_ids", "_rows")

    def __init__(self, rows: Mapping[int, Row]) -> None:
        self._ids = array("q", rows)
        self._rows = _shared(tuple(rows.values()))

    def __getitem__(self, id: int) -> Row:
        try:
            return self._rows[self._ids.index(id)]
        except ValueError:
            raise KeyError(id) from None

    def __iter__(self) -> Iterator[int]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)

    def is_of(self, rows: Mapping[int, Row]) -> bool:
        """Whether it is the paper of these rows, in their order."""
        return self._ids == array("q", rows) and self._rows == tuple(rows.values())


@lru_cache(maxsize=8_000)
def _row(asked: testpress.Asked) -> Row:
    return Row(asked.type, tuple([option.id for option in asked.options]))


@lru_cache(maxsize=500)
def _shared(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """The one that the other papers of the exam have already."""
    return rows


def remember(
    request: PortalRequest,
    attempt_id: int,
    questions: Iterable[testpress.Question],
    *,
    adds: bool = False,
) -> None:
    """What the questions allow; `adds` them to those of sections sat before."""
    rows = {question.id: _row(question.asked) for question in questions}
    key = key_of("paper", request, attempt_id)
    if adds:
        rows = {**_cached_rows(key), **rows}
    known = _papers.get(key)
    if known is None or not known.is_of(rows):
        # Plain values: another release of ours may read them in mid-exam.
        plain = {id: (row.type, row.options) for id, row in rows.items()}
        cache.set(key, plain, KEPT_SECONDS)
        _papers.put(key, Paper(rows))


def find(
    request: PortalRequest, attempt_id: int, *, row: int | None = None
) -> Paper | None:
    """The attempt's paper, or None where this student has never seen it here.

    A worker that lacks `row` asks the cache: another has opened a later section.
    """
    key = key_of("paper", request, attempt_id)
    paper = _papers.get(key)
    is_there = paper is not None and (row is None or row in paper)
    if not is_there and (rows := _cached_rows(key)):
        paper = Paper(rows)
        _papers.put(key, paper)
    return paper


def _cached_rows(key: str) -> dict[int, Row]:
    return {id: Row(*plain) for id, plain in (cache.get(key) or {}).items()}


class _Papers:
    """The papers last used by this process; a paper only grows in an attempt."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = Lock()
        self._papers: OrderedDict[str, Paper] = OrderedDict()

    def get(self, key: str) -> Paper | None:
        with self._lock:
            if key in self._papers:
                self._papers.move_to_end(key)
            return self._papers.get(key)

    def put(self, key: str, paper: Paper) -> None:
        with self._lock:
            self._papers[key] = paper
            while len(self._papers) > self._most:
                self._papers.popitem(last=False)


_papers = _Papers(PAPERS_IN_MEMORY)
