"""Answers that are too large are given up before they are in memory."""

import gzip
import socket
import time
import tracemalloc

import pytest

from portal import testpress
from portal.testpress.transport import Transport

from .far_end import http


def test_an_answer_that_says_it_is_huge_is_not_read(far_end):
    far_end.answer = far_end.always(
        b"HTTP/1.1 200 OK\r\nContent-Length: 104857600\r\n\r\n[" + b" " * 100
    )

    # What was waited for would be Unreachable.
    with pytest.raises(testpress.Unexpected):
        Transport(far_end.url, read_timeout=0.5).request("GET", "me/")


def test_an_endless_answer_is_cut_off(far_end):
    sent = []

    def answer(sock: socket.socket, _: int) -> None:
        sock.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        for _ in range(2000):
            sock.sendall(b"10000\r\n" + b" " * 0x10000 + b"\r\n")
            sent.append(0x10000)

    far_end.answer = answer

    with pytest.raises(testpress.Unexpected):
        Transport(far_end.url, max_body=2**20).request("GET", "me/")

    time.sleep(0.05)
    assert sum(sent) < 20 * 2**20


def test_a_chunk_of_less_than_nothing_is_not_read_for_ever(far_end):
    sent = []

    def answer(sock: socket.socket, _: int) -> None:
        sock.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n")
        for _ in range(1000):
            sock.sendall(b" " * 0x10000)
            sent.append(0x10000)

    far_end.answer = answer

    with pytest.raises(testpress.Unreachable):
        Transport(far_end.url, max_body=2**20).request("GET", "me/")

    time.sleep(0.05)
    assert sum(sent) < 20 * 2**20


def test_a_small_answer_that_unpacks_to_a_huge_one_is_refused(far_end):
    bomb = gzip.compress(b" " * 50_000_000)
    far_end.answer = far_end.always(http(bomb, "200 OK", "Content-Encoding: gzip"))

    tracemalloc.start()
    with pytest.raises(testpress.Unexpected):
        Transport(far_end.url, max_body=2**20).request("GET", "me/")
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert most < 10 * 2**20
