"""Forms that more than one feature has."""

from django.http import QueryDict

LONGEST = 100


class Filter:
    """The query of a list by title and course; what can't be understood isn't asked.

    templates/_shared/_filter_fields.html draws it, with `q` and `course` as they were
    written. Nothing in it is ever wrong, so that it needs no Django form, which would
    be a tenth of a millisecond.
    """

    longest = LONGEST

    def __init__(self, query: QueryDict) -> None:
        self.query = query
        self.q = query.get("q", "")
        self.course = query.get("course", "")

    @property
    def asked(self) -> dict[str, str]:
        """What was asked, each field good to ask the API for."""
        return {"q": _understood(self.q), "course": _understood(self.course)}


def _understood(written: str) -> str:
    text = written.strip()
    return text if len(text) <= LONGEST and "\0" not in text else ""
