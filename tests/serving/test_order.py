"""Who gets a thread: saves before heartbeats before pages; nobody waits for ever."""

import pytest

from portal.serving import (
    LOOKED_AT,
    MOST_WAITING,
    PATIENCE,
    Order,
    Rank,
    is_there,
    rank_of,
)


@pytest.fixture
def order(clock):
    return Order(10, clock)


def begun(order):
    return [request for _, request in order.may_begin()]


def come(order, rank, count):
    for number in range(count):
        order.comes(rank, f"{rank.name} {number}")


@pytest.mark.parametrize(
    ("sent", "is_all"),
    [
        (b"G", False),
        (b"GET / HTTP/1.1\r\nHost: x\r\n", False),
        (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", True),
        (b"POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nfour", False),
        (b"POST / HTTP/1.1\r\ncontent-length:5\r\n\r\nfives", True),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", False),
        (b"POST / HTTP/1.1\r\ntransfer-encoding:chunked\r\n\r\n1\r\na\r\n", False),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", True),
        # It waits for a word of ours before it sends the rest.
        (b"POST / HTTP/1.1\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n", True),
        # More than one look can see.
        (b"POST / HTTP/1.1\r\nContent-Length: 900000\r\n\r\n" + b"x" * 9000, False),
        (b"POST / HTTP/1.1\r\nContent-Length: 900000\r\n\r\n" + b"x" * 20000, True),
        (b"x" * LOOKED_AT, True),
        (b"POST / HTTP/1.1\r\nContent-Length: " + b"9" * 5000 + b"\r\n\r\n", False),
    ],
)
def test_a_thread_is_for_what_has_arrived(sent, is_all):
    assert is_there(sent) is is_all


@pytest.mark.parametrize(
    ("head", "rank"),
    [
        (b"POST /attempts/400/questions/101/ HTTP/1.1\r\n", Rank.SAVE),
        (b"POST /attempts/400/end/ HTTP/1.1\r\nHost: x", Rank.SAVE),
        (b"POST /exams/optics/attempts/ HTTP/1.1", Rank.SAVE),
        (b"POST /login/ HTTP/1.1", Rank.SAVE),
        (b"POST /attempts/400/heartbeat/ HTTP/1.1", Rank.BEAT),
        (b"GET /readyz/ HTTP/1.1", Rank.BEAT),
        (b"GET /attempts/400/ HTTP/1.1", Rank.PAGE),
        (b"GET /?next=/healthz/ HTTP/1.1", Rank.PAGE),
        (
            b"GET /exams/a-very-long-slug-that-is-cut-off-somewhere-in-its-mid",
            Rank.PAGE,
        ),
        (b"HEAD /posts/ HTTP/1.1", Rank.PAGE),
        (b"GET /healthz/ HTTP/1.1", Rank.QUICK),
        (b"GET /metrics HTTP/1.1", Rank.QUICK),
        (b"GET /static/js/room.js HTTP/1.1", Rank.QUICK),
        (b"\x16\x03\x01 nonsense", Rank.SAVE),
    ],
)
def test_the_first_line_tells_the_rank(head, rank):
    assert rank_of(head) is rank


@pytest.mark.parametrize(
    ("rank", "threads"), [(Rank.SAVE, 10), (Rank.BEAT, 8), (Rank.PAGE, 6)]
)
def test_each_rank_has_its_share_of_the_threads(order, rank, threads):
    come(order, rank, 20)

    assert len(begun(order)) == threads


def test_what_pages_and_heartbeats_may_not_have_is_left_for_saves(order):
    come(order, Rank.PAGE, 20)
    come(order, Rank.BEAT, 20)
    begun(order)
    come(order, Rank.SAVE, 20)

    assert begun(order) == ["SAVE 0", "SAVE 1"]
    assert order.in_work == {Rank.SAVE: 2, Rank.BEAT: 8, Rank.PAGE: 0}


def test_the_highest_rank_goes_first_and_then_the_one_that_came_first(order):
    come(order, Rank.SAVE, 10)
    begun(order)
    for rank in (Rank.PAGE, Rank.BEAT, Rank.SAVE):
        come(order, rank, 2)
    gone = []
    for _ in range(10):
        order.goes(Rank.SAVE)
        gone += begun(order)

    assert gone == ["SAVE 0", "SAVE 1", "BEAT 0", "BEAT 1", "PAGE 0", "PAGE 1"]


def test_who_waited_too_long_is_sent_away(order, clock):
    come(order, Rank.PAGE, 7)
    begun(order)
    clock.now += PATIENCE[Rank.PAGE]
    assert list(order.sent_away()) == []

    clock.now += 0.1

    assert list(order.sent_away()) == [(Rank.PAGE, "PAGE 6")]
    assert list(order.sent_away()) == []


def test_who_finds_too_many_waiting_is_sent_away_at_once(order):
    come(order, Rank.PAGE, MOST_WAITING[Rank.PAGE] + 2)

    assert len(list(order.sent_away())) == 2
    order.comes(Rank.SAVE, "a save")
    assert begun(order)[0] == "a save"


def test_one_thread_serves_all_ranks(clock):
    order = Order(1, clock)
    for rank in (Rank.PAGE, Rank.BEAT, Rank.SAVE):
        come(order, rank, 1)
        assert len(begun(order)) == 1
        order.goes(rank)
