"""What doesn't come whole changes nothing at the API."""

import socket
from collections.abc import Callable
from urllib.parse import urlsplit

from tests.serving.conftest import Sitter
from tests.stack import Stack

FORM = b"selected_answers=1234567&version=2"


def post(sitter: Sitter, path: str, length: str, body: bytes) -> bytes:
    """Send a form, and hang up in good order: what comes back."""
    where = urlsplit(sitter.address)
    headers = (
        f"POST {path} HTTP/1.1",
        f"Host: {where.netloc}",
        "Cookie: " + "; ".join(f"{c.name}={c.value}" for c in sitter.session.cookies),
        f"X-CSRFToken: {sitter.session.headers['X-CSRFToken']!s}",
        "HX-Request: true",
        "Content-Type: application/x-www-form-urlencoded",
        length,
    )
    head = "\r\n".join([*headers, "", ""]).encode()
    with socket.create_connection((where.hostname or "", where.port or 0), 20) as line:
        line.sendall(head + body)
        line.shutdown(socket.SHUT_WR)
        return line.recv(4096)


def test_an_answer_that_broke_off_is_not_saved_in_part(
    stack: Stack, sitters: Callable[[int], list[Sitter]]
) -> None:
    [sitter] = sitters(1)
    path = f"/attempts/{sitter.attempt}/questions/{sitter.row}/"

    answer = post(sitter, path, f"Content-Length: {len(FORM)}", FORM[:20])

    assert answer.startswith(b"HTTP/1.1 503 ")
    assert stack.world.saves(sitter.attempt) == []


def test_an_end_that_broke_off_ends_nothing(
    stack: Stack, sitters: Callable[[int], list[Sitter]]
) -> None:
    [sitter] = sitters(1)

    answer = post(sitter, f"/attempts/{sitter.attempt}/end/", "Content-Length: 90", b"")

    assert answer.startswith(b"HTTP/1.1 503 ")
    assert stack.world.attempt(sitter.attempt).state == "Running"


def test_a_form_without_a_length_is_not_taken_for_an_empty_one(
    stack: Stack, sitters: Callable[[int], list[Sitter]]
) -> None:
    [sitter] = sitters(1)
    path = f"/attempts/{sitter.attempt}/questions/{sitter.row}/"
    chunk = b"%x\r\n%b\r\n0\r\n\r\n" % (len(FORM), FORM)

    answer = post(sitter, path, "Transfer-Encoding: chunked", chunk)

    assert answer.startswith(b"HTTP/1.1 411 ")
    assert stack.world.saves(sitter.attempt) == []
