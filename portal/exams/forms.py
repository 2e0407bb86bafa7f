"""The query of the exam list."""

from functools import cached_property
from urllib.parse import urlencode

from portal.web.forms import Filter

# As the API knows them; templates/exams/_filters.html has their names.
STATES = ("available", "upcoming", "history")


class ExamFilter(Filter):
    """As for every list, and in which of the API's states."""

    @property
    def asked(self) -> dict[str, str]:
        """`state`, `q` and `course`."""
        state = self.query.get("state")
        return {**super().asked, "state": state if state in STATES else STATES[0]}

    @cached_property
    def tabs(self) -> dict[str, str]:
        """For each state the query of its list, from the first page."""
        rest = {name: texts for name, texts in self.query.lists() if name != "page"}
        return {
            state: f"?{urlencode({**rest, 'state': state}, doseq=True)}"
            for state in STATES
        }
