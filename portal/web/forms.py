"""Forms that more than one feature has."""

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST = 100


class Filter(forms.Form):
    """The query of a list by title and course; what can't be understood isn't asked."""

    # templates/_shared/_filter_fields.html draws them.
    q = forms.CharField(label=_("Search"), required=False, max_length=LONGEST)
    course = forms.CharField(label=_("Course"), required=False, max_length=LONGEST)

    @property
    def asked(self) -> dict[str, str]:
        """What was asked, each field good to ask the API for."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}
