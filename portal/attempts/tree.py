"""Subjects as a tree: which are inside which, and which are weak.

*Accuracy* is the share of right answers among those given. Where none was given it
is 0, since nothing was got right; of a subject without questions it is unknown.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal import testpress

SORTS = {
    "weak": gettext_lazy("Weakest first"),
    "score": gettext_lazy("Lowest score first"),
    "incorrect": gettext_lazy("Most incorrect first"),
    "unanswered": gettext_lazy("Most left out first"),
    "name": gettext_lazy("By name"),
}


@dataclass(frozen=True)
class SubjectLine:
    """A subject's line in the table: how deep in the tree, and all names below it."""

    row: testpress.SubjectResult
    depth: int
    names: tuple[str, ...]

    @property
    def shown_depth(self) -> int:
        """How far to move it in: no further than three steps."""
        return min(self.depth, 3)

    @property
    def name(self) -> str:
        return self.row.name or _("Without a subject")

    @property
    def query(self) -> str:
        """Finds its questions, and those of the subjects inside it, in the review."""
        return urlencode([("subject", name) for name in self.names])

    @property
    def has_shares(self) -> bool:
        row = self.row
        return bool(row.total) and row.correct is not None and row.incorrect is not None

    @property
    def accuracy(self) -> int | None:
        """Right answers among those given, in per cent."""
        share = _accuracy(self.row)
        return None if share is None else round(100 * share)


def subject_lines(
    rows: Iterable[testpress.SubjectResult], sort: str = "weak"
) -> list[SubjectLine]:
    """The tree of subjects, read from top to bottom, brothers in order of `sort`.

    A parent that isn't in the list, or that leads back to its child, is none.
    """
    known = {row.id: row for row in rows}
    children: dict[int | None, list[testpress.SubjectResult]] = {}
    for row in known.values():
        parent = row.parent if _has_a_root(row, known) else None
        children.setdefault(parent if parent in known else None, []).append(row)
    key = _SORT_KEYS.get(sort, _weakness)

    def below(parent: int | None, depth: int) -> list[SubjectLine]:
        lines = []
        for row in sorted(children.get(parent, ()), key=key):
            inner = below(row.id, depth + 1)
            leaves = [name for line in inner for name in line.names]
            names = tuple(dict.fromkeys([*_matching(row), *leaves]))
            lines += [SubjectLine(row, depth, names), *inner]
        return lines

    return below(None, 0)


def _has_a_root(
    row: testpress.SubjectResult, known: dict[int, testpress.SubjectResult]
) -> bool:
    seen = set()
    while row.parent in known:
        if row.id in seen:
            return False
        seen.add(row.id)
        row = known[row.parent]
    return True


def _matching(row: testpress.SubjectResult) -> list[str]:
    """The name by which the review knows it; it has none for "Uncategorized"."""
    name = row.name.strip()
    return [] if not name or name.casefold() == "uncategorized" else [name]


def _accuracy(row: testpress.SubjectResult) -> float | None:
    if row.correct is None or not (row.total or row.correct or row.incorrect):
        return None
    answered = row.correct + (row.incorrect or 0)
    return row.correct / answered if answered else 0.0


def _weakness(row: testpress.SubjectResult) -> tuple[float, int, str]:
    accuracy = _accuracy(row)
    return (2.0 if accuracy is None else accuracy, -(row.incorrect or 0), row.name)


_SORT_KEYS: dict[str, Callable[[testpress.SubjectResult], tuple[object, ...]]] = {
    "weak": _weakness,
    "score": lambda row: (row.score is None, row.score or Decimal(0), row.name),
    "incorrect": lambda row: (-(row.incorrect or 0), row.name),
    "unanswered": lambda row: (-(row.unanswered or 0), row.name),
    "name": lambda row: (row.name.casefold(),),
}
