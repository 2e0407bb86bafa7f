"""The sandbox behind a real socket: threads, HTTP/1.1, connections kept open.

with serve(db_path="sandbox.sqlite3") as server:
    server.url, server.world
"""

import socket
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from portal.sandbox.application import Application
from portal.sandbox.world import World


class Handler(BaseHTTPRequestHandler):
    """One connection: WSGI calls one after the other until either side hangs up."""

    protocol_version = "HTTP/1.1"
    server_version = "Sandbox"
    # Without it each small answer waits for the delayed acknowledgement of the last.
    disable_nagle_algorithm = True
    wbufsize = -1
    server: "HttpServer"

    def _serve(self) -> None:
        path, _, query = self.path.partition("?")
        headers = self.headers
        environ: dict[str, Any] = {
            "REQUEST_METHOD": self.command,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "CONTENT_TYPE": headers.get("Content-Type", ""),
            "CONTENT_LENGTH": headers.get("Content-Length", ""),
            "HTTP_AUTHORIZATION": headers.get("Authorization", ""),
            "HTTP_ACCEPT": headers.get("Accept", ""),
            "HTTP_HOST": headers.get("Host", "localhost"),
            "wsgi.input": self.rfile,
            "sandbox.socket": self.connection,
        }
        for piece in self.server.application(environ, self._begin):
            self.wfile.write(piece)
            self.wfile.flush()
        self.wfile.flush()

    # The base class looks for these names.
    do_GET = do_HEAD = do_POST = _serve  # noqa: N815
    do_PUT = do_PATCH = do_DELETE = _serve  # noqa: N815

    def finish(self) -> None:
        super().finish()
        self.server.application.world.close()  # this thread's connection to it

    def _begin(self, status: str, headers: list[tuple[str, str]]) -> None:
        code, _, reason = status.partition(" ")
        self.send_response(int(code), reason)
        for name, text in headers:
            self.send_header(name, text)
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Silent: `world.calls()` is the log."""


class HttpServer(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 1024

    def __init__(self, address: tuple[str, int], application: Application) -> None:
        self.application = application
        self.connections: set[socket.socket] = set()
        super().__init__(address, Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        self.connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self.connections.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that hangs up is no news; anything else is a bug, shown."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class Server:
    """A running sandbox: `url`, `world`, `close()`."""

    def __init__(self, host: str, port: int, world: World) -> None:
        self.world = world
        self._http = HttpServer((host, port), Application(world))
        self.host, self.port = host, self._http.server_address[1]
        self.url = f"http://{host}:{self.port}"
        self._thread = threading.Thread(
            target=self._http.serve_forever, args=(0.05,), daemon=True
        )
        self._thread.start()

    def close(self) -> None:
        """Stop, and cut the connections that callers keep open, as a kill would."""
        self._http.shutdown()
        self._http.server_close()
        for connection in list(self._http.connections):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                self._http.connections.discard(connection)
        self.world.close()

    def wait(self) -> None:
        """Until interrupted."""
        self._thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


def serve(
    host: str = "127.0.0.1",
    port: int = 0,
    db_path: str | Path = "sandbox.sqlite3",
    *,
    content: bool = True,
) -> Server:
    """Serve from now on in a thread; port 0 is any free one.

    A fresh file is filled with Brilliant Academy; `content` False leaves it to the
    students alone, which is quicker for tests that add their own exams.
    """
    return Server(host, port, World(db_path, content=content))
