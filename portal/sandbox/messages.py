"""Requests, responses and refusals, as the endpoints see them."""

import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode

PER_PAGE = 20


@dataclass(slots=True)
class Response:
    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    # Told by a fault: pieces to send slowly, or a body to break off.
    drip: float = 0.0
    cut: bool = False


class Refusal(Exception):
    """An answer that says no: a status and its JSON body."""

    def __init__(self, status: int, body: Any, **headers: str) -> None:
        super().__init__(status, body)
        self.status = status
        self.body = body
        self.headers = headers


class Dropped(Exception):
    """The connection is to be closed without another byte."""


def forbidden(detail: Any) -> Refusal:
    return Refusal(403, {"detail": detail})


def not_found() -> Refusal:
    return Refusal(404, {"detail": "Not found."})


def invalid(**fields: str) -> Refusal:
    return Refusal(400, {name: [words] for name, words in fields.items()})


@dataclass(slots=True)
class Request:
    method: str
    path: str
    query_string: str
    body: bytes
    content_type: str
    authorization: str
    host: str
    accept: str = ""
    version: str = ""
    user_id: int = 0
    username: str = ""
    state_is_elsewhere: bool = False

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(self.query_string, keep_blank_values=True))

    @property
    def full_path(self) -> str:
        return f"{self.path}?{self.query_string}" if self.query_string else self.path

    @property
    def base(self) -> str:
        """What the URLs in bodies begin with: plain http, as in every seed."""
        return f"http://{self.host}/api/{self.version}"

    def data(self) -> dict[str, Any]:
        """The JSON body; nothing sent counts as an empty object."""
        if not self.body.strip():
            return {}
        try:
            found = json.loads(self.body)
        except ValueError as problem:
            message = f"JSON parse error - {problem}"
            raise Refusal(400, {"detail": message}) from None
        if not isinstance(found, dict):
            message = f"Invalid data. Expected a dictionary, but got {type(found)}."
            raise Refusal(400, {"non_field_errors": [message]})
        return found


def as_json(
    value: Any, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return Response(
        status, body, {"Content-Type": "application/json", **(headers or {})}
    )


def bounds(request: Request, count: int, per_page: int = PER_PAGE) -> tuple[int, int]:
    """Where the page asked for begins and ends; no such page is 404."""
    last = max(1, -(-count // per_page))
    asked = request.query.get("page", "1")
    number = last if asked == "last" else int(asked) if asked.isdecimal() else 0
    if not 1 <= number <= last:
        raise Refusal(404, {"detail": "Invalid page."})
    return (number - 1) * per_page, min(number * per_page, count)


def listing(
    request: Request, count: int, results: list[Any], per_page: int = PER_PAGE
) -> dict[str, Any]:
    """A page of a list in the envelope of the seeds (A:92)."""
    start, _ = bounds(request, count, per_page)
    number = start // per_page + 1
    more = number * per_page < count
    return {
        "count": count,
        "next": _page_url(request, number + 1) if more else None,
        "previous": _page_url(request, number - 1) if number > 1 else None,
        "per_page": per_page,
        "results": results,
    }


def _page_url(request: Request, number: int) -> str:
    """The first page goes without a number, as Django REST framework writes it."""
    query = {key: text for key, text in request.query.items() if key != "page"}
    if number > 1:
        query["page"] = str(number)
    tail = f"?{urlencode(query)}" if query else ""
    return f"http://{request.host}{request.path}{tail}"


def pieces(response: Response) -> Iterator[bytes]:
    """The body as it is to be sent: whole, slowly, or broken off."""
    if response.cut:
        yield response.body[: len(response.body) // 2]
        raise Dropped
    if not response.drip:
        yield response.body
        return
    step = max(1, len(response.body) // 16)
    for start in range(0, len(response.body), step):
        time.sleep(response.drip / 16)
        yield response.body[start : start + step]
