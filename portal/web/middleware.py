"""What every request goes through: whose institute, which student, which headers."""

from collections.abc import Callable
from contextlib import nullcontext
from functools import lru_cache
from typing import Any

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.response import HttpResponseBase
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

from portal import institutes, testpress
from portal.web import branding, errors, logs, metrics, pauses, sessions
from portal.web.requests import PortalRequest

GetResponse = Callable[[HttpRequest], HttpResponse]

PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "payment",
        "usb",
    )
)


class ContentPolicy(CSPMiddleware):
    """django-csp's middleware, with the header built once and not for each response."""

    def __init__(self, get_response: GetResponse) -> None:
        super().__init__(get_response)
        self._policy = build_policy()

    def process_request(self, request: HttpRequest) -> None:
        """No nonce: nothing of ours stands inline."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if settings.DEBUG or any(name.startswith("_csp") for name in vars(response)):
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, self._policy)
        return response


class SafeHeaders:
    """Headers that no view should have to think of, on whatever goes out.

    A page is kept by nobody unless its view says otherwise: students share
    computers, and the back button must not show what signing out put away.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


class Language:
    """Django's LocaleMiddleware for addresses none of which names a language.

    Its looks for one cost a save as much as the CSRF check does.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = _language(
            request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME),
            request.META.get("HTTP_ACCEPT_LANGUAGE", ""),
        )
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        if request.method in ("GET", "HEAD"):  # nothing else is kept
            patch_vary_headers(response, ("Accept-Language",))
        response.headers.setdefault("Content-Language", language)
        return response


@lru_cache(maxsize=256)
def _language(chosen: str | None, accepted: str) -> str:
    """The language to answer in, by its cookie and by what the browser accepts."""
    request = HttpRequest()
    if chosen is not None:
        request.COOKIES[settings.LANGUAGE_COOKIE_NAME] = chosen
    request.META["HTTP_ACCEPT_LANGUAGE"] = accepted
    return translation.get_language_from_request(request)


class BoundedBodies:
    """Refuses a body larger than any form of ours, before a byte of it is kept.

    Django bounds a form's fields, but not the files beside them. And a body that comes
    in chunks, without a length, it takes for none: an answer would be cleared by it.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "HTTP_TRANSFER_ENCODING" in request.META:
            return errors.of_unknown_length(request)
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length[:19]) > settings.LARGEST_BODY:
            return errors.too_large(request)
        return self.get_response(request)


class ForeignForms:
    """Refuses what another site makes a browser send, before anything looks at it.

    Beside the CSRF token, not instead of it: every browser in use says where a request
    comes from, and a page of ours is never another site's.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        site = request.META.get("HTTP_SEC_FETCH_SITE", "none")
        origin = request.META.get("HTTP_ORIGIN", "")
        if (
            site not in ("same-origin", "none")
            and request.method not in ("GET", "HEAD", "OPTIONS")
            and origin not in settings.CSRF_TRUSTED_ORIGINS
        ):
            return errors.csrf_failure(request, "Sent by another site.")
        return self.get_response(request)


class WholeForms:
    """Refuses a form that broke off on its way, and says that it was not taken.

    Django's CSRF check passes over that where the token stands in a header: the view
    would get an empty form, and clear an answer, or end an exam without the last ones.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: Any) -> HttpResponse | None:
        try:
            request.POST  # noqa: B018 - it is read here
        except UnreadablePostError:
            return errors.too_busy(request, errors.TRY_AGAIN_SECONDS)
        return None


class SignedInStudents:
    """Finds the institute and the student; keeps everyone else out.

    Pages are private unless marked with Django's `login_not_required`.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: PortalRequest) -> HttpResponse:
        # Where there is only one, it needn't be looked for: CommonMiddleware has
        # checked the host's name already.
        host = request.get_host() if settings.INSTITUTES_FILE else ""
        request.institute = institutes.for_host(host)
        key, url = request.institute.key, request.institute.api_url
        transport = institutes.transport_for(key, url, logs.observe, metrics.tell_rest)
        signed_in = None
        if sessions.is_over(request.session):
            request.session.flush()
        else:
            signed_in = sessions.signed_in_as(request.session, request.institute)
        if signed_in:
            # Not for strangers: the probe must ask nobody.
            pauses.share(key, transport.pauses)
        request.student, token = signed_in or (None, None)
        request.testpress = testpress.Client(transport, token)
        zone = branding.zone_of(request.institute)
        with timezone.override(zone) if zone else nullcontext():
            return self.get_response(request)

    def process_view(
        self,
        request: PortalRequest,
        view: Callable[..., HttpResponse],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> HttpResponse | None:
        in_the_room = getattr(view, "in_the_room", False)
        if in_the_room and self._is_anothers(request):
            return errors.sign_in_again(request, view)
        if request.student is None and getattr(view, "login_required", True):
            return errors.sign_in_again(request, view)
        if request.student and not in_the_room:
            sessions.seen(request.session)
        return None

    @staticmethod
    def _is_anothers(request: PortalRequest) -> bool:
        """Whether the room belongs to one student, and the session now to another."""
        owner = request.META.get("HTTP_PORTAL_STUDENT")
        return owner is not None and (
            request.student is None or owner != str(request.student.id)
        )

    def process_exception(
        self, request: PortalRequest, error: Exception
    ) -> HttpResponse | None:
        if isinstance(error, testpress.Error):
            return errors.page_for(request, error)
        return None
