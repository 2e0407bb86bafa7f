"""What posts can be asked for by: fields named as the API names them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal import testpress

NO_DATE = _("“%(value)s” is not a date, so it was left out.")
NO_ORDER = _("“%(value)s” is not an order we know, so it was left out.")
ENDS_FIRST = _("“Before” is earlier than “From”, so it was left out.")


class Calendar(forms.DateInput):
    """A browser's own date picker, which shows days and nothing finer."""

    input_type = "date"

    def format_value(self, value: Any) -> str:
        return str(value or "")[:10]


class Day(forms.CharField):
    """A date, or a moment, which the API takes too. Sent on as it was written."""

    widget = Calendar

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and not _is_moment(value):
            raise ValidationError(NO_DATE, code="date", params={"value": value[:40]})


class PostFilter(forms.Form):
    """`category`, `gt`, `lt` and `order`. What can't be read is left out, and said."""

    category = forms.CharField(
        label=_("Category"), required=False, max_length=100, widget=forms.Select
    )
    gt = Day(label=_("From"), required=False)
    lt = Day(label=_("Before"), required=False)
    order = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[("-created", _("Newest first")), ("created", _("Oldest first"))],
        error_messages={"invalid_choice": NO_ORDER},
    )

    def clean(self) -> None:
        since, until = self.cleaned_data.get("gt"), self.cleaned_data.get("lt")
        if since and until and until[:10] < since[:10]:
            self.add_error("lt", ValidationError(ENDS_FIRST, code="range"))

    @property
    def chosen(self) -> dict[str, str]:
        """What can be asked for, as `testpress.posts.list` calls it."""
        self.full_clean()
        names = {"category": "category", "gt": "since", "lt": "until", "order": "order"}
        return {
            ours: self.cleaned_data[theirs]
            for theirs, ours in names.items()
            if self.cleaned_data.get(theirs)
        }

    def offer(self, categories: Iterable[testpress.Category]) -> None:
        """Give these to choose from, and the one that was chosen.

        The API has no list of them: those of the posts on the page will do.
        """
        chosen = self["category"].value() or ""
        names = {found.slug or found.name: found.name for found in categories}
        if chosen and chosen not in names:
            same = (slug for slug, name in names.items() if name == chosen)
            names[chosen] = names.pop(next(same, ""), chosen)
        choices = sorted(names.items(), key=lambda choice: choice[1].casefold())
        self.fields["category"].widget.choices = [("", _("All categories")), *choices]

    def refuse(self, error: testpress.Invalid) -> None:
        """Say what the API had against it."""
        for name, said in error.fields.items():
            self.add_error(name if name in self.fields else None, said)
        if not error.fields:
            self.add_error(None, error.message or _("These filters don't work here."))


def _is_moment(value: str) -> bool:
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True
