"""What Prometheus reads at `/metrics`, added up over all workers of this machine.

Only with METRICS_TOKEN set, and only for whoever sends it (`Authorization: Bearer …`);
to everyone else there is no such page. It is answered before anything looks at the
host's name, since Prometheus asks each machine by its address.

Labels are bounded: names of routes, verbs, statuses, ranks, institutes. No path, id or
name ever stands in one. Under gunicorn each worker counts in a file of its own
(`gunicorn.conf.py` says where); a count costs about a microsecond.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector

from portal import testpress

PATHS = ("/metrics", "/metrics/")
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20)

_requests = Counter(
    "portal_requests", "Requests answered", ["route", "method", "status"]
)
_request_seconds = Histogram(
    "portal_request_seconds",
    "How long they took, without waiting for a thread",
    ["route", "method"],
    buckets=SECONDS,
)
_calls = Counter("portal_api_calls", "Calls of the API", ["method", "outcome"])
_call_seconds = Histogram(
    "portal_api_call_seconds", "How long they took", ["method"], buckets=SECONDS
)
_resting = Gauge(
    "portal_api_resting",
    "Workers that leave the API alone, since it doesn't answer",
    ["institute"],
    multiprocess_mode="livesum",
)
_sent_away = Counter("portal_sent_away", "Requests answered “busy”", ["rank"])
_in_work = Gauge(
    "portal_in_work", "Requests with a thread", ["rank"], multiprocess_mode="livesum"
)
_waiting = Gauge(
    "portal_waiting", "Requests without one", ["rank"], multiprocess_mode="livesum"
)


class Metrics:
    """Answers `/metrics` for who may know."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info in PATHS and _may_know(request):
            return HttpResponse(_text(), content_type=CONTENT_TYPE_LATEST)
        return self.get_response(request)


def count_request(route: str, method: str, status: int, seconds: float) -> None:
    if settings.METRICS_TOKEN:
        _request(route, method, status).inc()
        _request_time(route, method).observe(seconds)


def count_call(call: testpress.Call) -> None:
    if settings.METRICS_TOKEN:
        _call(call.method, _outcome(call.status)).inc()
        _call_time(call.method).observe(call.seconds)


def count_sent_away(rank: str) -> None:
    if settings.METRICS_TOKEN:
        _sent_away.labels(rank).inc()


def tell_rest(institute: str, is_resting: bool) -> None:
    """Whether this worker leaves an institute's API alone from now on."""
    if settings.METRICS_TOKEN:
        _resting.labels(institute).set(is_resting)


def watch(order: Any) -> None:
    """How many requests of each rank this worker has: a `serving.Order`."""
    for rank, number in order.in_work.items():
        _in_work.labels(rank.name.lower()).set(number)
    for rank, line in order.waiting.items():
        _waiting.labels(rank.name.lower()).set(len(line))


def _may_know(request: HttpRequest) -> bool:
    said = request.headers.get("Authorization", "")
    wanted = f"Bearer {settings.METRICS_TOKEN}"
    is_right = constant_time_compare(said, wanted)
    return bool(settings.METRICS_TOKEN) and is_right


def _text() -> bytes:
    registry = CollectorRegistry()
    try:
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    except ValueError:  # one process, as under runserver
        registry = REGISTRY
    return generate_latest(registry)


def _outcome(status: int | None) -> str:
    match status:
        case None:
            return "no answer"
        case 429:
            return "throttled"
        case _ if status < 300:
            return "done"
        case _ if 400 <= status < 500:
            return "refused"
        case _:
            return "failed"


# Looking a series up by its labels takes a lock; ours are few.


@cache
def _request(route: str, method: str, status: int) -> Counter:
    return _requests.labels(route, method, str(status))


@cache
def _request_time(route: str, method: str) -> Histogram:
    return _request_seconds.labels(route, method)


@cache
def _call(method: str, outcome: str) -> Counter:
    return _calls.labels(method, outcome)


@cache
def _call_time(method: str) -> Histogram:
    return _call_seconds.labels(method)
