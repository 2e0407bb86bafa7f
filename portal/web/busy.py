"""What those are told who could not be served: come again, and not all at once.

The worker (`portal.serving`) decides who; here it is said, at the least cost: no
session is read, nobody is asked, and nothing stands in it that a template would draw.
"""

import random
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language_from_request, override

from portal.web import errors, metrics

# Seconds to stay away, between which luck decides. Rooms add their own to them.
WAITS = {"save": (1, 4), "beat": (5, 20), "page": (3, 9)}


class Busy:
    """Answers 503 for those whom the worker sends away."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        rank = request.META.get("portal.sent_away")
        if rank is None:
            return self.get_response(request)
        metrics.count_sent_away(rank)
        seconds = random.randint(*WAITS[rank])  # noqa: S311 - no secret
        with override(get_language_from_request(request)):
            return errors.too_busy(request, seconds)
