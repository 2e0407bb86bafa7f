"""An API that hangs holds pages, and neither saves nor the probe."""

import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import requests

# Longer than anything else here takes; shorter than the gateway's patience (8 s).
HANGS = 6


PAGES = 30


def test_saves_go_through_while_pages_hang_and_who_must_wait_is_told(stack, sitters):
    reader, writer = sitters(2)
    stack.world.forget_calls()
    stack.world.fail("GET", delay=HANGS)

    def look(_):
        return reader.session.get(
            f"{stack.url}/exams/", timeout=60, headers={"Accept-Language": "ta"}
        )

    with ThreadPoolExecutor(PAGES) as people:
        pages = [people.submit(look, number) for number in range(PAGES)]
        time.sleep(1)  # until they hold what they can
        saves = [writer.save(version)[0] for version in range(1, 9)]
        beat = writer.beat()[0]
        alive = requests.get(f"{stack.url}/healthz/", timeout=60).status_code
        answers = [page.result(timeout=60) for page in pages]

    assert saves == [200] * 8
    assert (beat, alive) == (200, 200)
    last_save = max(save["arrived"] for save in stack.world.saves(writer.attempt))
    asked = stack.world.calls("GET", "exams/available")
    # First come, first served would have let all of them go before.
    assert sum(call["arrived"] < last_save for call in asked) < PAGES / 2
    assert {answer.status_code for answer in answers} == {200, 503}
    away = [answer for answer in answers if answer.status_code == 503]
    waits = {int(answer.headers["Retry-After"]) for answer in away}
    assert waits <= set(range(3, 10))
    assert len(waits) > 1, "all of them come again at the same moment"
    assert away[0].headers["Refresh"] == away[0].headers["Retry-After"]
    assert '<html lang="ta"' in away[0].text
    assert away[0].headers["Cache-Control"] == "no-store"
    assert "Content-Security-Policy" in away[0].headers


def test_connections_that_say_nothing_hold_no_thread(stack, sitters):
    (writer,) = sitters(1)
    port = stack.portal.port
    silent = [socket.create_connection(("127.0.0.1", port)) for _ in range(150)]
    try:
        began = time.monotonic()
        saved = writer.save()[0]
        took = time.monotonic() - began
    finally:
        for each in silent:
            each.close()

    assert saved == 200
    # gunicorn's own worker gives each of them five seconds of a thread: a minute.
    assert took < 30


def test_requests_that_arrive_slowly_hold_no_thread(stack, sitters):
    (writer,) = sitters(1)
    address = ("127.0.0.1", stack.portal.port)
    half_a_head = b"POST /login/ HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    half_a_body = half_a_head + b"Content-Length: 100\r\n\r\nusername="
    slow = [socket.create_connection(address) for _ in range(150)]
    try:
        for number, each in enumerate(slow):
            each.sendall(half_a_body if number % 2 else half_a_head)

        saved = writer.save()[0]
        slow[0].sendall(b"Content-Length: 1\r\n\r\n")
        time.sleep(0.3)
        slow[0].sendall(b"x")
        slow[0].settimeout(60)
        answer = slow[0].recv(12)
    finally:
        for each in slow:
            each.close()

    assert saved == 200
    # All of it is there now, however long it took: refused, since it has no token.
    assert answer == b"HTTP/1.1 403"


def test_a_body_that_stops_in_its_midst_gives_its_thread_back(stack, sitters):
    (writer,) = sitters(1)
    address = ("127.0.0.1", stack.portal.port)
    half = b"POST /login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 900000\r\n\r\n"
    half += b"x" * 20_000
    stuck = [socket.create_connection(address) for _ in range(60)]
    try:
        for each in stuck:
            each.sendall(half)

        saved = writer.save()[0]
        stuck[0].settimeout(60)
        answer = stuck[0].recv(12)
    finally:
        for each in stuck:
            each.close()

    assert saved in (200, 503), "told to come again, at the worst"
    assert writer.save(2)[0] == 200
    assert answer in (b"HTTP/1.1 400", b"HTTP/1.1 403", b"")


def test_a_body_that_drips_holds_no_thread_for_long(stack, sitters):
    (writer,) = sitters(1)
    address = ("127.0.0.1", stack.portal.port)
    head = b"POST /login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: csrf=" + b"c" * 32
    long = head + b"\r\nContent-Length: 800000\r\n\r\n" + b"x" * 20_000
    chunked = head + b"\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n"
    slow = [socket.create_connection(address) for _ in range(40)]
    is_over = threading.Event()

    def drip():
        while not is_over.wait(1):
            for number, each in enumerate(slow):
                with suppress(OSError):
                    each.sendall(b"1\r\nx\r\n" if number % 2 else b"x")

    dripping = threading.Thread(target=drip)
    try:
        for number, each in enumerate(slow):
            each.sendall(chunked if number % 2 else long)
        dripping.start()
        time.sleep(13)  # threads read half of them, for five seconds each

        began = time.monotonic()
        saved = writer.save()[0]
        took = time.monotonic() - began
    finally:
        is_over.set()
        dripping.join()
        for each in slow:
            each.close()

    assert saved == 200
    assert took < 5


def test_who_hangs_up_late_holds_nobody_up(stack, sitters):
    (writer,) = sitters(1)
    address = ("127.0.0.1", stack.portal.port)
    last = b"GET /healthz/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
    lingering = [socket.create_connection(address) for _ in range(40)]
    try:
        for each in lingering:
            each.sendall(last)
        began = time.monotonic()
        saved = [writer.save(version)[0] for version in range(1, 6)]
        took = time.monotonic() - began
        lingering[0].settimeout(30)
        answer = b"".join(iter(lambda: lingering[0].recv(4096), b""))
    finally:
        for each in lingering:
            each.close()

    assert saved == [200] * 5
    # gunicorn's own waits two seconds for each of them, in its main thread.
    assert took < 10
    assert answer.endswith(b"ok\n")


def test_who_sends_too_much_is_told_so_while_still_sending(stack):
    head = (
        b"POST /login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 12000000\r\n\r\n"
    )

    with socket.create_connection(("127.0.0.1", stack.portal.port), 30) as line:
        line.sendall(head + b"x" * 12_000_000)
        answer = line.recv(12)

    assert answer == b"HTTP/1.1 413"


def test_a_save_is_not_refused_because_a_stranger_says_so(stack, sitters):
    (writer,) = sitters(1)
    writer.session.headers["Portal-Sent-Away"] = "save"
    writer.session.headers["portal.sent_away"] = "save"

    assert writer.save()[0] == 200


def test_all_threads_come_back(stack, sitters):
    sitters = sitters(4)
    codes = []

    def busy(sitter):
        for version in range(1, 16):
            codes.append(sitter.save(version)[0])
            codes.append(sitter.beat()[0])
            codes.append(sitter.get("/csrf/").status_code)

    threads = [threading.Thread(target=busy, args=[sitter]) for sitter in sitters]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)

    assert set(codes) == {200, 204}
    assert len(codes) == 4 * 45
