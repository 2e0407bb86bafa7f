"""The query of the exam list."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.web.forms import Filter

STATES = {
    "available": _("Available"),
    "upcoming": _("Upcoming"),
    "history": _("History"),
}


class ExamFilter(Filter):
    """As for every list, and in which of the API's states."""

    state = forms.ChoiceField(
        choices=list(STATES.items()), required=False, widget=forms.HiddenInput
    )

    @property
    def asked(self) -> dict[str, str]:
        """`state`, `q` and `course`."""
        found = super().asked
        return {**found, "state": found["state"] or "available"}
