"""The table of addresses, and how a call finds its endpoint."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from portal.sandbox.endpoints import accounts, answers, attempts, exams, shop
from portal.sandbox.messages import Refusal, Request, Response, as_json
from portal.sandbox.world import World

Endpoint = Callable[..., Response]

SEEDS = ("v2.2", "v2.1")
ELSEWHERE = (
    "You are logged in on another device. Please log out there, or log out all other"
    " devices."
)


@dataclass(frozen=True, slots=True)
class Route:
    pattern: re.Pattern[str]
    methods: dict[str, Endpoint]
    versions: tuple[str, ...] = SEEDS
    is_open: bool = False


def _route(
    path: str,
    versions: tuple[str, ...] = SEEDS,
    is_open: bool = False,
    **methods: Endpoint,
) -> Route:
    pattern = path.replace("<id>", r"([0-9]{1,12})").replace("<slug>", r"([\w-]+)")
    return Route(re.compile(pattern), methods, versions, is_open)


_ATTEMPT = "attempts/<id>/"
_PART = "attempts/<id>/section/<id>/"

ROUTES = (
    _route("auth-token/", is_open=True, POST=accounts.auth_token),
    _route("auth/logout/", ("v2.4",), POST=accounts.sign_out),
    _route("auth/logout_devices/", ("v2.4",), POST=accounts.sign_out_others),
    _route("settings/", ("v2.3",), is_open=True, GET=accounts.settings),
    _route("me/", GET=accounts.me),
    _route("users/<id>/", GET=accounts.user, PUT=accounts.update_user),
    _route("exams/", GET=exams.exams),
    _route("exams/available/", GET=exams.available),
    _route("exams/upcoming/", GET=exams.upcoming),
    _route("exams/history/", GET=exams.history),
    _route("exams/<slug>/", GET=exams.detail),
    _route("exams/<slug>/languages/", ("v2.2", "v2.3"), GET=exams.languages),
    _route("exams/<slug>/attempts/", GET=exams.attempts, POST=exams.create_attempt),
    _route("attempts/", GET=attempts.attempts),
    _route(_ATTEMPT, GET=attempts.detail),
    _route(f"{_ATTEMPT}start/", PUT=attempts.start),
    _route(f"{_ATTEMPT}heartbeat/", PUT=attempts.heartbeat),
    _route(f"{_ATTEMPT}end/", PUT=attempts.end),
    _route(f"{_ATTEMPT}questions/", GET=answers.questions),
    _route(f"{_ATTEMPT}questions/<id>/", PUT=answers.save),
    _route(f"{_ATTEMPT}review/", GET=attempts.review),
    _route(f"{_ATTEMPT}review/subjects/", GET=attempts.subjects),
    _route(f"{_PART}start/", PUT=attempts.start_section, PATCH=attempts.start_section),
    _route(f"{_PART}end/", PUT=attempts.end_section, PATCH=attempts.end_section),
    _route(f"{_PART}questions/", GET=answers.section_questions),
    _route("image_upload/", POST=answers.upload),
    _route("products/", GET=shop.products),
    _route("products/<slug>/", GET=shop.product),
    _route("posts/", GET=shop.posts),
    _route("posts/<slug>/", GET=shop.post),
)

_VERSION = re.compile(r"/api/(v[0-9.]+)/(.*)", re.DOTALL)


def dispatch(world: World, request: Request) -> Response:
    """Answer a call to the API; refusals become their JSON."""
    try:
        return _dispatch(world, request)
    except Refusal as refusal:
        return as_json(refusal.body, refusal.status, refusal.headers)


def _dispatch(world: World, request: Request) -> Response:
    route, values = _find(request.path)
    if route is None:
        if not request.path.endswith("/") and _find(f"{request.path}/")[0]:
            return _with_slash(request)
        page = b"<!doctype html><title>Not Found</title><h1>Not Found</h1>"
        return Response(404, page, {"Content-Type": "text/html; charset=utf-8"})
    request.version = values[0]
    method = "GET" if request.method == "HEAD" else request.method
    if not route.is_open:
        _sign(world, request)
    endpoint = route.methods.get(method)
    if endpoint is None:
        words = f'Method "{request.method}" not allowed.'
        raise Refusal(405, {"detail": words}, Allow=", ".join(route.methods))
    if request.state_is_elsewhere and endpoint is not accounts.sign_out_others:
        return _refuse_elsewhere()
    return endpoint(world, request, *values[1:])


def _find(path: str) -> tuple[Route | None, tuple[str, ...]]:
    if version := _VERSION.fullmatch(path):
        for route in ROUTES:
            found = route.pattern.fullmatch(version[2])
            if found and version[1] in route.versions:
                return route, (version[1], *found.groups())
    return None, ()


def _with_slash(request: Request) -> Response:
    """What Django's APPEND_SLASH does: a redirect that loses a PUT's body."""
    tail = f"?{request.query_string}" if request.query_string else ""
    return Response(301, b"", {"Location": f"{request.path}/{tail}"})


def _sign(world: World, request: Request) -> None:
    user, state = world.authenticate(request.authorization)
    request.user_id, request.username = user["id"], user["username"]
    request.state_is_elsewhere = state == "elsewhere"


def _refuse_elsewhere() -> Response:
    """JSON that says it is HTML, as in the field (API.md §5.1)."""
    response = as_json(
        {"error_code": "parallel_login_restriction", "detail": ELSEWHERE}, 403
    )
    response.headers["Content-Type"] = "text/html; charset=utf-8"
    return response
