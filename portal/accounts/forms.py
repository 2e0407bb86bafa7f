from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal import testpress


class SignIn(forms.Form):
    """Username and password, typed or filled in by a password manager.

    `student` is set by the exam room's dialog: the id of the student whose room
    it is, and the only one who may sign in there.
    """

    username = forms.CharField(
        label=_("Username"),
        max_length=254,
        error_messages={"required": _("Enter your username.")},
        widget=forms.TextInput(
            attrs={
                "autocomplete": "username",
                "autocapitalize": "none",
                "spellcheck": "false",
            }
        ),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=1024,
        strip=False,
        error_messages={"required": _("Enter your password.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    student = forms.IntegerField(required=False, widget=forms.HiddenInput)


def _text(label: Any, autocomplete: str, **attrs: str) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": autocomplete, **attrs})
    return forms.CharField(label=label, max_length=500, required=False, widget=widget)


class Profile(forms.Form):
    """What a student may change of their profile; fields named as the API names them.

    Gender and state are missing: they are written as codes, which nobody explains.
    The API has the last word on each field, so little is checked here.
    """

    first_name = _text(_("First name"), "given-name")
    last_name = _text(_("Last name"), "family-name")
    email = _text(_("Email"), "email", type="email", spellcheck="false")
    phone = _text(_("Phone"), "tel", type="tel")
    birth_date = forms.DateField(
        label=_("Date of birth"),
        required=False,
        error_messages={"invalid": _("Enter a date, such as 2007-08-27.")},
        widget=forms.DateInput({"type": "date", "autocomplete": "bday"}, "%Y-%m-%d"),
    )
    address1 = _text(_("Address"), "address-line1")
    address2 = _text(_("Address, second line"), "address-line2")
    city = _text(_("City"), "address-level2")
    zip = _text(_("PIN code"), "postal-code", inputmode="numeric")

    def __init__(self, profile: testpress.Profile, data: Any = None) -> None:
        initial = {name: getattr(profile, name) for name in self.base_fields}
        super().__init__(data, initial=initial)

    def clean_birth_date(self) -> Any:
        born = self.cleaned_data["birth_date"]
        if born and born >= timezone.localdate():
            raise forms.ValidationError(_("Enter a date in the past."))
        return born

    @property
    def changes(self) -> dict[str, str | None]:
        """The fields that were changed, as the API takes them."""
        cleaned = ((name, self.cleaned_data[name]) for name in self.changed_data)
        return {
            name: str(value) if value or name != "birth_date" else None
            for name, value in cleaned
        }

    def refuse(self, error: testpress.Refused) -> None:
        """Say beside each field what the API had against it."""
        said = error.fields if isinstance(error, testpress.Invalid) else {}
        for name, words in said.items():
            self.add_error(name if name in self.fields else None, words)
        if not said:
            self.add_error(
                None, error.message or _("Your institute does not allow this change.")
            )
