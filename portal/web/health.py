"""Is this process alive; can it serve?"""

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from portal import testpress
from portal.web.requests import PortalRequest


@require_safe
@login_not_required
def healthz(request: HttpRequest) -> HttpResponse:
    """Alive: asks nobody."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@login_not_required
def readyz(request: PortalRequest) -> HttpResponse:
    """Able to serve: 200 where sessions, cache and API answer, else 503."""
    checks = {
        "sessions": _sessions_answer(),
        "cache": _cache_answers(),
        "api": _api_answers(request.testpress),
    }
    return JsonResponse(checks, status=200 if all(checks.values()) else 503)


def _sessions_answer() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM django_session LIMIT 1")
    except Exception:  # noqa: BLE001 - whatever is wrong, we aren't ready
        return False
    return True


def _cache_answers() -> bool:
    try:
        cache.get("ready")
    except Exception:  # noqa: BLE001 - whatever is wrong, we aren't ready
        return False
    return True


def _api_answers(client: testpress.Client) -> bool:
    """Any answer will do: a 401 is the API at work."""
    try:
        client.ping()
    except testpress.Unreachable:
        return False
    except testpress.Error:
        return True
    return True
