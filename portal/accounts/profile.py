"""/me/, the student's own profile and its form, and /users/<id>/, what others see."""

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal import testpress
from portal.accounts import forms
from portal.web import sessions
from portal.web.pages import render_page, see_other
from portal.web.requests import PortalRequest


@require_http_methods(["GET", "HEAD", "POST"])
def own(request: PortalRequest) -> HttpResponse:
    """Of what is sent in, only what differs from the profile goes to the API."""
    profile = request.testpress.users.me()
    if request.method != "POST":
        return _page(request, profile, forms.Profile(profile))

    form = forms.Profile(profile, request.POST)
    if not form.is_valid():
        return _page(request, profile, form, 400)
    changes = form.changes
    if changes:
        try:
            request.testpress.users.update(profile.id, changes)
        except (testpress.Invalid, testpress.Forbidden) as error:
            if error.is_about_the_session:
                raise
            form.refuse(error)
            return _page(request, profile, form, error.status)
        except testpress.Unreachable:
            form.add_error(None, _("There was no answer. Try again in a moment."))
            return _page(request, profile, form, 503)
    _say_what_changed(request, profile, form, changes)
    return see_other("profile")


@require_safe
def public(request: PortalRequest, id: int) -> HttpResponse:
    """What other students see of one; of oneself too, to know what that is."""
    profile = request.testpress.users.get(id)
    return render_page(request, "accounts/public.html", {"profile": profile})


def _page(
    request: PortalRequest,
    profile: testpress.Profile,
    form: forms.Profile,
    status: int = 200,
) -> HttpResponse:
    context = {"profile": profile, "form": form}
    return render_page(request, "accounts/profile.html", context, status=status)


def _say_what_changed(
    request: PortalRequest,
    before: testpress.Profile,
    form: forms.Profile,
    changes: dict[str, str | None],
) -> None:
    """Read the profile again: the API may take some fields and pass over others."""
    if not changes:
        messages.info(request, _("There was nothing to change."))
        return
    after = request.testpress.users.me()
    sessions.remember(request.session, after)
    same = [name for name in changes if getattr(after, name) == getattr(before, name)]
    if len(same) < len(changes):
        messages.success(request, _("Your profile is saved."))
    if same:
        fields = ", ".join(str(form[name].label) for name in same)
        words = _("Your institute left this as it was: %(fields)s.")
        messages.warning(request, words % {"fields": fields})
