"""A way to the API that can be shut: no answer comes then, as if it were dead."""

import socket
import threading
import time
from contextlib import suppress
from typing import Self
from urllib.parse import urlsplit


class Gate:
    """Passes bytes on while it is open; `asked` has the moment of all that came."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._behind = (parts.hostname, parts.port)
        self._door = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.url = f"http://127.0.0.1:{self._door.getsockname()[1]}"
        self._ends: list[socket.socket] = []
        self.is_open = True
        self.asked: list[float] = []

    def __enter__(self) -> Self:
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        for end in (self._door, *self._ends):
            # A thread may wait in it: closing alone wouldn't wake that.
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._door.accept()
                far = socket.create_connection(self._behind)
                self._ends += [near, far]
                for way in ((near, far, True), (far, near, False)):
                    threading.Thread(target=self._pass, args=way, daemon=True).start()

    def _pass(self, source: socket.socket, to: socket.socket, asks: bool) -> None:
        with suppress(OSError):
            while said := source.recv(65536):
                if asks:
                    self.asked.append(time.monotonic())
                if self.is_open:
                    to.sendall(said)
            to.shutdown(socket.SHUT_WR)
