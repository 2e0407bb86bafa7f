"""An API that answers every path sensibly, for tests that ask all there is to ask.

It takes what it is sent and remembers only what was asked. `changed` may alter every
body on its way out: to fill it with hostile words, for one.
"""

import json
import re
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import urlsplit

import responses
from requests import PreparedRequest

from tests import payloads
from tests.conftest import TOKEN

ROWS = (
    payloads.question(id=101),
    payloads.question(id=102, question={"type": "C"}),
    payloads.question(id=103, question={"type": "N", "answers": []}),
)
SUBJECTS = payloads.seed("review_subjects_v22")["results"]

Change = Callable[[str, Any], Any]


class FarEnd:
    """Attempt 400 runs, or has ended; everything else there is one of."""

    def __init__(self, changed: Change = lambda path, data: data) -> None:
        self.changed = changed
        self.has_ended = False
        self._just_ended = False
        self.refusal: tuple[int, Any] | None = None
        self.asked: list[tuple[str, str]] = []

    @property
    def changes(self) -> list[str]:
        """What was asked that isn't mere reading."""
        return [f"{verb} {path}" for verb, path in self.asked if verb != "GET"]

    def answer(self, method: str, address: str) -> tuple[int, str]:
        path = re.sub(r"^/api/v[\d.]+/", "", urlsplit(address).path)
        self.asked.append((method, path))
        status, data = self.refusal or self._found(method, path)
        return status, json.dumps(self.changed(path, data))

    def _found(self, method: str, path: str) -> tuple[int, Any]:
        if method == "GET" and re.fullmatch(r"exams/[^/]+/attempts/", path):
            # The one address that lists what it creates.
            attempt = payloads.completed if self.has_ended else payloads.attempt
            return 200, payloads.page(attempt())
        if self.has_ended and method == "PUT" and "/end/" not in path:
            return 403, {"detail": "This attempt has ended."}
        if method == "PUT" and "/end/" in path:
            self._just_ended = True
        elif self._just_ended and re.fullmatch(r"attempts/\d+/", path):
            # The look that makes sure of the end; then it runs again, for the next.
            self._just_ended = False
            return 200, payloads.completed()
        for pattern, answer in self._pages().items():
            if re.fullmatch(pattern, path):
                return 200, answer() if callable(answer) else answer
        return 404, {"detail": "Not found."}

    def _pages(self) -> dict[str, Any]:
        attempt = payloads.completed if self.has_ended else payloads.attempt
        ended = payloads.completed
        return {
            r"auth-token/": {"token": TOKEN},
            r"auth/\w+/": {},
            r"settings/": lambda: {"name": "Brilliant Academy"},
            r"me/": lambda: payloads.profile(),
            r"users/\d+/": lambda: payloads.profile(),
            r"exams/(available|upcoming|history)/|exams/": lambda: payloads.page(
                payloads.exam(
                    description="<p>Bring a pen.</p>", instructions="<p>Sit.</p>"
                )
            ),
            r"exams/[^/]+/": lambda: payloads.exam(
                description="<p>Bring a pen.</p>", instructions="<p>Sit.</p>"
            ),
            r"exams/[^/]+/attempts/": lambda: attempt(),
            r"attempts/": lambda: payloads.page(ended(id=399), attempt()),
            r"attempts/\d+/": attempt,
            r"attempts/\d+/(start|heartbeat)/": attempt,
            r"attempts/\d+/end/": ended,
            r"attempts/\d+/questions/": payloads.page(*ROWS),
            r"attempts/\d+/questions/\d+/": ROWS[0],
            r"attempts/\d+/review/": lambda: payloads.page(
                *(payloads.review_item(id=id) for id in (101, 102))
            ),
            r"attempts/\d+/review/subjects/": payloads.page(*SUBJECTS),
            r"products/": lambda: payloads.page(payloads.product()),
            r"products/[^/]+/": lambda: payloads.product(
                description="<p>Much to read.</p>",
                exams=[payloads.exam()],
                notes=[{"title": "Notes"}],
            ),
            r"posts/": lambda: payloads.page(payloads.post()),
            r"posts/[^/]+/": lambda: payloads.post(content_html="<p>Go.</p>"),
        }

    def behind(self, api: responses.RequestsMock) -> Self:
        """Answer whatever `api` is asked."""

        def callback(request: PreparedRequest) -> tuple[int, dict[str, str], str]:
            status, body = self.answer(request.method or "", request.url or "")
            return status, {"Content-Type": "application/json"}, body

        api.assert_all_requests_are_fired = False
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
            api.add_callback(method, re.compile(".*"), callback)
        return self


class Served:
    """A far end on a real socket: `with Served(FarEnd()) as url`."""

    def __init__(self, far_end: FarEnd) -> None:
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _answer(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                self.rfile.read(length)
                status, body = far_end.answer(self.command, self.path)
                sent = body.encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(sent)))
                self.end_headers()
                self.wfile.write(sent)

            do_GET = do_POST = do_PUT = _answer  # noqa: N815

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)

    def __enter__(self) -> str:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
