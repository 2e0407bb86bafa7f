"""Theme and language: two cookies, set by plain forms in the footer."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

THEME_COOKIE = "theme"
THEMES = {"light", "dark", "contrast"}
A_YEAR = 365 * 24 * 60 * 60


class SeeOther(HttpResponseRedirect):
    status_code = 303


@login_not_required
@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """`theme` = light, dark, contrast, system; `language` = a code; then `next`."""
    response = SeeOther(_next_page(request))
    theme = request.POST.get("theme")
    if theme == "system":
        response.delete_cookie(THEME_COOKIE)
    elif theme in THEMES:
        response.set_cookie(
            THEME_COOKIE,
            theme,
            max_age=A_YEAR,
            secure=settings.HTTPS_ONLY,
            httponly=True,
            samesite="Lax",
        )
    language = request.POST.get("language")
    if language in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=A_YEAR,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite="Lax",
        )
    return response


def theme_of(request: HttpRequest) -> str:
    """The theme that was chosen; "" follows the system."""
    chosen = request.COOKIES.get(THEME_COOKIE, "")
    return chosen if chosen in THEMES else ""


def _next_page(request: HttpRequest) -> str:
    asked = request.POST.get("next", "")
    hosts = {request.get_host()}
    is_ours = url_has_allowed_host_and_scheme(asked, hosts, request.is_secure())
    if is_ours and asked.startswith("/"):
        return asked
    return reverse("home")
