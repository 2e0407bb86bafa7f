"""Forms that more than one feature has."""

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST = 100


class Filter(forms.Form):
    """The query of a list by title and course; what can't be understood isn't asked."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    course = forms.CharField(
        label=_("Course"),
        required=False,
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"list": "courses", "autocomplete": "off"}),
    )

    @property
    def asked(self) -> dict[str, str]:
        """What was asked, each field good to ask the API for."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}
