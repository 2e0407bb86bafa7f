"""A server that answers exactly the bytes a test tells it to."""

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable
from typing import Self

Answer = Callable[[socket.socket, int], None]


def http(body: bytes = b"{}", status: str = "200 OK", *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


class FarEnd:
    """Listens on loopback; `answer(sock, number)` is called for each request.

    `requests` holds what came, `connections` counts how many were opened.
    """

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self._tls = tls
        self.requests: list[bytes] = []
        self.connections = 0
        self.answer: Answer = self.always(http())
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self._lock = threading.Lock()
        scheme = "https" if tls else "http"
        self.url = f"{scheme}://127.0.0.1:{self._listener.getsockname()[1]}"

    @staticmethod
    def always(reply: bytes) -> Answer:
        return lambda sock, _: sock.sendall(reply)

    def in_turn(self, *replies: bytes) -> None:
        """Answers one after the other; b"" hangs up instead."""

        def answer(sock: socket.socket, number: int) -> None:
            if replies[number - 1]:
                sock.sendall(replies[number - 1])
            else:
                hang_up(sock)

        self.answer = answer

    @property
    def verbs(self) -> list[str]:
        return [request.split(b" ")[0].decode() for request in self.requests]

    def hang_up_on_all(self) -> None:
        with self._lock:
            for sock in self._open:
                hang_up(sock)
            self._open.clear()

    def __enter__(self) -> Self:
        threading.Thread(target=self._listen, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        # Wakes accept, which closing alone doesn't.
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.hang_up_on_all()

    def _listen(self) -> None:
        while True:
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            with self._lock:
                self.connections += 1
                self._open.append(sock)
            threading.Thread(target=self._serve, args=(sock,), daemon=True).start()

    def _serve(self, sock: socket.socket) -> None:
        try:
            if self._tls:
                sock = self._tls.wrap_socket(sock, server_side=True)
            while request := _one_request(sock):
                with self._lock:
                    self.requests.append(request)
                    number = len(self.requests)
                self.answer(sock, number)
        except OSError:
            pass
        finally:
            sock.close()


def hang_up(sock: socket.socket) -> None:
    with contextlib.suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)


def _one_request(sock: socket.socket) -> bytes:
    data = b""
    while b"\r\n\r\n" not in data:
        more = sock.recv(65536)
        if not more:
            return b""
        data += more
    head, _, body = data.partition(b"\r\n\r\n")
    length = 0
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    while len(body) < length:
        body += sock.recv(65536)
    return head + b"\r\n\r\n" + body
