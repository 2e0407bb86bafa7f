"""Which questions of a review to show: shareable addresses, with counts beside them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from portal.attempts.looks import RESULTS, Look

LONGEST_NAME = 200
MOST_SUBJECTS = 100


@dataclass(frozen=True, slots=True)
class Chip:
    """A link to the same review, filtered otherwise."""

    label: str
    count: int
    query: str
    is_on: bool


@dataclass(frozen=True, slots=True)
class Filters:
    """What is asked for: an empty field asks for everything."""

    result: str = ""
    marked: bool = False
    slow: bool = False
    subjects: tuple[str, ...] = ()

    @classmethod
    def read(cls, data: QueryDict) -> Self:
        """What can't be understood counts as not asked."""
        named = [name.strip()[:LONGEST_NAME] for name in data.getlist("subject")]
        result = data.get("result", "")
        return cls(
            result=result if result in RESULTS else "",
            marked=data.get("marked") == "1",
            slow=data.get("slow") == "1",
            subjects=tuple(filter(None, named[:MOST_SUBJECTS])),
        )

    @property
    def are_on(self) -> bool:
        return self != Filters()

    @property
    def pairs(self) -> list[tuple[str, str]]:
        pairs = [("result", self.result)] if self.result else []
        pairs += [("marked", "1")] if self.marked else []
        pairs += [("slow", "1")] if self.slow else []
        return pairs + [("subject", name) for name in self.subjects]

    @property
    def query(self) -> str:
        """ "?result=incorrect&slow=1"; "?" alone where nothing is asked."""
        return f"?{urlencode(self.pairs)}"

    @property
    def before(self) -> str:
        """What to put more of a query behind: "?" or "?result=incorrect&"."""
        return f"{self.query}&" if self.are_on else "?"

    def wants(self, look: Look) -> bool:
        return (
            self.result in ("", look.result)
            and (not self.marked or look.is_marked)
            and (not self.slow or look.is_slow)
            and (not self.subjects or look.item.subject in self.subjects)
        )

    def of(self, looks: Sequence[Look]) -> list[Look]:
        return [look for look in looks if self.wants(look)]

    def chips(self, looks: Sequence[Look]) -> list[Chip]:
        """By result; only those that some question has, and the one that is on."""
        words = {look.result: look.result_word for look in looks}
        chips = [self._chip(_("All"), looks, replace(self, result=""))]
        return chips + [
            self._chip(
                words.get(result, str(word)), looks, replace(self, result=result)
            )
            for result, word in RESULTS.items()
            if result in words or result == self.result
        ]

    def switches(self, looks: Sequence[Look]) -> list[Chip]:
        """On and off: marked for review, and slow."""
        marked = replace(self, marked=not self.marked)
        slow = replace(self, slow=not self.slow)
        return [
            replace(
                self._chip(_("Marked for review"), looks, marked),
                count=len(replace(self, marked=True).of(looks)),
                is_on=self.marked,
            ),
            replace(
                self._chip(_("Slow"), looks, slow),
                count=len(replace(self, slow=True).of(looks)),
                is_on=self.slow,
            ),
        ]

    def _chip(self, label: str, looks: Sequence[Look], other: "Filters") -> Chip:
        return Chip(label, len(other.of(looks)), other.query, other == self)


def subjects_of(looks: Sequence[Look]) -> list[str]:
    """The subjects there are to choose from, in the order in which they come."""
    return list(dict.fromkeys(look.item.subject for look in looks if look.item.subject))
