"""The sandbox as a WSGI application: control, pictures, faults, the API, the log."""

import socket
import time
from collections.abc import Iterable, Iterator
from http import HTTPStatus
from typing import Any

from portal.sandbox import control, faults, media, routes
from portal.sandbox.faults import Fault
from portal.sandbox.messages import Dropped, Request, Response, pieces
from portal.sandbox.world import World

REASONS = {status.value: status.phrase for status in HTTPStatus}


class Application:
    def __init__(self, world: World) -> None:
        self.world = world

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        try:
            response = self.answer(_request(environ))
        except Dropped:
            _hang_up(environ)
            return []
        status = f"{response.status} {REASONS.get(response.status, 'Unknown')}"
        headers = list(response.headers.items())
        headers.append(("Content-Length", str(len(response.body))))
        start_response(status, headers)
        if environ["REQUEST_METHOD"] == "HEAD":
            return []
        if response.cut or response.drip:
            return _until_dropped(response, environ)
        return [response.body]

    def answer(self, request: Request) -> Response:
        # What bodies call this place may be another name than the caller's.
        request.host = self.world.meta().get("public_host") or request.host
        if request.path.startswith(control.PREFIX):
            return control.answer(self.world, request)
        if request.path.startswith(media.PREFIX):
            return media.answer(self.world, request)
        return self._logged(request)

    def _logged(self, request: Request) -> Response:
        """Answer, and note the call: when it came, how it ended, by which fault."""
        arrived, begun = time.time(), time.perf_counter()
        status, fault = 0, None
        try:
            fault = faults.pick(self.world.database, self._named(request))
            response = self._spoilt(request, fault)
            status = response.status
            return response
        finally:
            with self.world.database.writing() as connection:
                connection.execute(
                    "INSERT INTO calls"
                    " (arrived, seconds, method, path, user, status, fault)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?)",
                    (
                        arrived,
                        time.perf_counter() - begun,
                        request.method,
                        request.full_path,
                        request.username,
                        status,
                        fault.id if fault else None,
                    ),
                )

    def _spoilt(self, request: Request, fault: Fault | None) -> Response:
        if fault is None:
            return self._answered(request)
        response = self._answered(request) if fault.is_done_first else Response(200)
        return fault.spoil(response)

    def _answered(self, request: Request) -> Response:
        response = routes.dispatch(self.world, request)
        if b"@media@" in response.body:
            pictures = f"http://{request.host}/media".encode()
            response.body = response.body.replace(b"@media@", pictures)
        return response

    def _named(self, request: Request) -> Request:
        """With the username known, so that a fault can be for one student."""
        row = self.world.database.one(
            "SELECT username FROM users JOIN tokens ON users.id = user_id"
            " WHERE token = ?",
            request.authorization.partition(" ")[2],
        )
        request.username = row["username"] if row else ""
        return request


def _request(environ: dict[str, Any]) -> Request:
    length = int(environ.get("CONTENT_LENGTH") or 0)
    return Request(
        method=environ["REQUEST_METHOD"],
        path=environ.get("PATH_INFO", "/"),
        query_string=environ.get("QUERY_STRING", ""),
        body=environ["wsgi.input"].read(length) if length else b"",
        content_type=environ.get("CONTENT_TYPE", ""),
        authorization=environ.get("HTTP_AUTHORIZATION", ""),
        host=environ.get("HTTP_HOST", "localhost"),
        accept=environ.get("HTTP_ACCEPT", ""),
    )


def _until_dropped(response: Response, environ: dict[str, Any]) -> Iterator[bytes]:
    try:
        yield from pieces(response)
    except Dropped:
        _hang_up(environ)


def _hang_up(environ: dict[str, Any]) -> None:
    """Close the student's connection under our own server or gunicorn."""
    connection = environ.get("sandbox.socket") or environ.get("gunicorn.socket")
    if isinstance(connection, socket.socket):
        connection.shutdown(socket.SHUT_RDWR)
