"""A list is shown whole or not at all, in as few round trips as there can be."""

import json
import socket
import threading
import time
from typing import Any

import pytest
import requests

from portal import testpress
from portal.testpress.transport import Transport

from .conftest import ORIGIN, Api
from .far_end import http

PATH = "attempts/1/questions/"


def row(number: int) -> dict[str, Any]:
    question = {"question_html": "?", "answers": [], "type": "R"}
    return {"id": number, "question": question}


def page(ids: range | list[int], *, next: object = None, count: int = 100, **more: Any):
    return {
        "count": count,
        "next": next,
        "previous": None,
        "per_page": 20,
        "results": [row(number) for number in ids],
    } | more


def a_hundred(number: int, size: int = 20) -> dict[str, Any]:
    first = (number - 1) * size
    last = first + size >= 100
    return page(
        range(first, min(first + size, 100)),
        next=None if last else f"{ORIGIN}/api/v2.2/{PATH}?page={number + 1}",
        per_page=size,
    )


def ids(questions: tuple[testpress.Question, ...]) -> list[int]:
    return [question.id for question in questions]


@pytest.mark.parametrize("expected", [100, None])
def test_a_hundred_questions_come_from_five_pages_in_order(expected, api, student):
    api.will_answer("GET", PATH, a_hundred(1))
    for number in range(2, 6):
        api.will_answer("GET", PATH, a_hundred(number), page=number)

    assert ids(student.questions.all(1, expected=expected)) == list(range(100))


def test_all_pages_are_asked_for_at_once_when_the_count_is_known(far_end):
    together = threading.Barrier(5, timeout=3)

    def answer(sock: socket.socket, number: int) -> None:
        line = far_end.requests[number - 1].split(b" ")[1]
        asked = int(line.partition(b"page=")[2] or 1)
        together.wait()
        sock.sendall(http(json.dumps(a_hundred(asked)).encode()))

    far_end.answer = answer
    student = testpress.Client(Transport(far_end.url), "a.b.c")

    assert ids(student.questions.all(1, expected=100)) == list(range(100))


def test_the_rest_is_asked_for_at_once_after_page_one_told_the_count(far_end):
    together = threading.Barrier(4, timeout=3)

    def answer(sock: socket.socket, number: int) -> None:
        line = far_end.requests[number - 1].split(b" ")[1]
        asked = int(line.partition(b"page=")[2] or 1)
        if asked > 1:
            together.wait()
        sock.sendall(http(json.dumps(a_hundred(asked)).encode()))

    far_end.answer = answer
    student = testpress.Client(Transport(far_end.url), "a.b.c")

    assert ids(student.questions.all(1)) == list(range(100))


@pytest.mark.parametrize("size", [10, 50])
@pytest.mark.parametrize("expected", [100, None])
def test_pages_may_be_smaller_or_larger_than_expected(size, expected, far_end):
    pages = 100 // size

    def answer(sock: socket.socket, number: int) -> None:
        line = far_end.requests[number - 1].split(b" ")[1]
        asked = int(line.partition(b"page=")[2] or 1)
        data = a_hundred(asked, size)
        found = http(json.dumps(data).encode())
        sock.sendall(found if asked <= pages else http(b"{}", "404 Not Found"))

    far_end.answer = answer
    student = testpress.Client(Transport(far_end.url), "a.b.c")

    assert ids(student.questions.all(1, expected=expected)) == list(range(100))


def test_the_next_page_is_asked_for_by_number_whatever_host_next_names(api, student):
    evil = "http://evil.example/api/v2.2/steal/?page=2"
    api.will_answer("GET", PATH, page(range(20), next=evil, count=21))
    api.will_answer("GET", PATH, page([20], count=21), page=2)

    assert len(student.questions.all(1)) == 21
    assert all(call.request.url.startswith(ORIGIN) for call in api.calls)


def test_more_pages_than_expected_are_fetched_too(api, student):
    api.will_answer("GET", PATH, a_hundred(1))
    for number in range(2, 6):
        api.will_answer("GET", PATH, a_hundred(number), page=number)

    assert len(student.questions.all(1, expected=20)) == 100


def test_two_rows_and_no_next_are_two_questions_whatever_the_count(api, student):
    api.will_answer("GET", PATH, page([1, 2]))

    assert ids(student.questions.all(1)) == [1, 2]


def test_a_page_asked_for_in_vain_is_no_error(student):
    with Api(assert_all_requests_are_fired=False) as api:
        api.will_answer("GET", PATH, page([1, 2], count=2))
        api.will_answer("GET", PATH, {"detail": "Invalid page."}, page=2, status=404)
        api.will_answer("GET", PATH, {}, page=3, status=500)

        assert ids(student.questions.all(1, expected=60)) == [1, 2]


def test_no_questions_are_no_questions(api, student):
    api.will_answer("GET", PATH, page([], count=0))

    assert student.questions.all(1) == ()


@pytest.mark.parametrize(
    "failure", [{"status": 500}, {"body": requests.Timeout()}, {"body": "<html>"}]
)
def test_a_page_that_fails_is_asked_for_once_more(failure, api, student):
    api.will_answer("GET", PATH, page(range(20), next="x", count=21))
    api.will_answer("GET", PATH, {}, page=2, **failure)
    api.will_answer("GET", PATH, page([20], count=21), page=2)

    assert len(student.questions.all(1, expected=21)) == 21


def test_a_page_that_fails_twice_fails_the_list(api, student):
    api.will_answer("GET", PATH, page(range(20), next="x", count=21))
    api.will_answer("GET", PATH, {}, page=2, status=500)
    api.will_answer("GET", PATH, {}, page=2, status=500)

    with pytest.raises(testpress.Unexpected):
        student.questions.all(1, expected=21)


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (401, testpress.SignedOut),
        (403, testpress.Forbidden),
        (429, testpress.Throttled),
    ],
)
def test_a_page_that_is_refused_is_not_asked_for_again(status, error, api, student):
    api.will_answer("GET", PATH, page(range(20), next="x", count=21))
    api.will_answer("GET", PATH, {}, page=2, status=status)

    with pytest.raises(error):
        student.questions.all(1)

    assert len(api.calls) == 2


def test_a_first_page_that_is_not_there_is_not_an_empty_list(api, student):
    api.will_answer("GET", PATH, {}, status=404)

    with pytest.raises(testpress.NotFound):
        student.questions.all(1)


@pytest.mark.parametrize("end", [{"status": 404}, {"data": page([], count=100)}])
def test_a_list_that_breaks_off_is_not_shown_short(end, api, student):
    api.will_answer("GET", PATH, page(range(20), next="x"))
    status = end.get("status", 200)
    api.will_answer("GET", PATH, end.get("data", {}), page=2, status=status)

    with pytest.raises(testpress.Error):
        student.questions.all(1)


def test_one_row_that_cannot_be_read_is_not_left_out(api, student):
    broken = page([1, 2], count=2)
    del broken["results"][1]["id"]
    api.will_answer("GET", PATH, broken)
    api.will_answer("GET", PATH, broken)

    with pytest.raises(testpress.Unexpected, match="'id'"):
        student.questions.all(1)


def test_pages_that_overlap_give_each_question_once(api, student):
    api.will_answer("GET", PATH, page([1, 2, 3], next="x", count=4, per_page=3))
    api.will_answer("GET", PATH, page([3, 4], count=4, per_page=3), page=2)

    assert ids(student.questions.all(1)) == [1, 2, 3, 4]


def test_a_list_that_goes_in_circles_ends(api, student):
    same = page([1, 2], next=f"{ORIGIN}/api/v2.2/{PATH}", count=2)
    api.will_answer("GET", PATH, same)
    api.will_answer("GET", PATH, same, page=2)

    assert ids(student.questions.all(1)) == [1, 2]


def test_a_list_that_goes_in_circles_before_its_end_is_not_shown_short(api, student):
    same = page([1, 2], next="x", count=4, per_page=2)
    api.will_answer("GET", PATH, same)
    api.will_answer("GET", PATH, same, page=2)

    with pytest.raises(testpress.Unexpected, match="2 rows of 4"):
        student.questions.all(1)


@pytest.mark.parametrize("rest", [{"status": 404}, {"data": page([1, 2], next="x")}])
def test_a_page_that_is_not_full_is_the_last_whatever_count_and_next_say(
    rest, api, student
):
    status = rest.get("status", 200)
    api.will_answer("GET", PATH, page([1, 2], next="x"))
    api.will_answer("GET", PATH, rest.get("data", {}), page=2, status=status)

    assert ids(student.questions.all(1)) == [1, 2]


def test_a_list_without_end_is_refused(far_end):
    def answer(sock: socket.socket, number: int) -> None:
        data = page([number], next="more", count=10**9, per_page=1)
        sock.sendall(http(json.dumps(data).encode()))

    far_end.answer = answer
    student = testpress.Client(Transport(far_end.url), "a.b.c")

    with pytest.raises(testpress.Unexpected, match="100 pages"):
        student.questions.all(1)

    assert len(far_end.requests) == 100


@pytest.mark.parametrize("expected", [-5, 0, 10**12])
def test_a_silly_count_asks_for_no_more_pages_than_a_list_may_have(expected, far_end):
    far_end.answer = far_end.always(http(json.dumps(page([1], count=1)).encode()))
    student = testpress.Client(Transport(far_end.url), "a.b.c")

    assert ids(student.questions.all(1, expected=expected)) == [1]
    assert len(far_end.requests) <= 100


def test_a_whole_list_fits_in_the_time_for_one_answer(far_end):
    def answer(sock: socket.socket, number: int) -> None:
        if b"page=" in far_end.requests[number - 1]:
            time.sleep(20)
        sock.sendall(http(json.dumps(page(range(20), next="x")).encode()))

    far_end.answer = answer
    transport = Transport(far_end.url, read_timeout=0.4, total_timeout=0.6)

    started = time.monotonic()
    with pytest.raises(testpress.Unreachable):
        testpress.Client(transport, "a.b.c").questions.all(1)

    assert time.monotonic() - started < 10


def test_a_page_knows_its_place(api, student):
    data = {"count": 45, "next": "x", "per_page": 20, "results": [{"slug": "optics"}]}
    api.will_answer("GET", "exams/history/", data, page=2)

    exams = student.exams.list("history", page=2)

    assert [exam.slug for exam in exams] == ["optics"]
    assert (exams.number, exams.pages, exams.count, len(exams)) == (2, 3, 45, 1)
    assert exams.has_next
    assert exams.has_previous


@pytest.mark.parametrize(
    "end", [{"status": 404}, {"data": {"count": 2, "next": None, "results": []}}]
)
def test_a_page_beyond_the_end_is_empty(end, api, student):
    status = end.get("status", 200)
    api.will_answer("GET", "posts/", end.get("data", {}), page=2, status=status)

    posts = student.posts.list(page=2)

    assert list(posts) == []
    assert not posts.has_next
    assert posts.has_previous


def test_a_bare_list_is_a_single_page(api, student):
    api.will_answer("GET", "products/", [{"slug": "notes"}])

    products = student.products.list()

    assert [product.slug for product in products] == ["notes"]
    assert not products.has_next


@pytest.mark.parametrize(
    "data",
    [
        {"count": 1, "results": {"exams": []}},
        {"count": 1, "results": None},
        {"detail": "?"},
        {},
        "x",
        5,
    ],
)
def test_a_list_of_another_shape_is_unexpected(data, api, student):
    api.will_answer("GET", "exams/available/", data)

    with pytest.raises(testpress.Unexpected):
        student.exams.list()


def test_no_list_at_all_is_unexpected(api, student):
    api.will_answer("GET", "exams/available/", body="null")

    with pytest.raises(testpress.Unexpected):
        student.exams.list()


def test_a_call_can_be_made_beside_another(far_end):
    together = threading.Barrier(2, timeout=3)

    def answer(sock: socket.socket, _: int) -> None:
        together.wait()
        sock.sendall(http(b'{"id": 1, "state": "Running"}'))

    far_end.answer = answer
    student = testpress.Client(Transport(far_end.url), "a.b.c")

    aside = testpress.in_background(student.attempts.get, 1)

    assert student.attempts.get(1).id == aside.result().id == 1


def test_a_call_made_aside_fails_as_it_would_have(api, student):
    api.will_answer("GET", "attempts/1/", {}, status=403)

    aside = testpress.in_background(student.attempts.get, 1)

    with pytest.raises(testpress.Forbidden):
        aside.result()
