"""What a worker remembers of ten thousand papers, and what it asks the others for."""

import msgspec
import pytest
from django.core.cache import cache

from portal import testpress
from portal.attempts import papers
from portal.institutes import Institute
from portal.web.requests import PortalRequest, Student
from tests import payloads


@pytest.fixture
def request_of(db):
    def request_of(student):
        request = PortalRequest()
        request.student = Student(student, "Asha")
        request.institute = Institute(key="default", api_url="https://one.example")
        return request

    papers._papers._papers.clear()
    yield request_of
    papers._papers._papers.clear()


def questions(*ids):
    """The same question again and again, in rows of these ids."""
    question = testpress.Question.parse(payloads.question(id=1))
    return [msgspec.structs.replace(question, id=id) for id in ids]


def test_a_paper_keeps_the_order_in_which_it_asks(request_of):
    papers.remember(request_of(17), 7, questions(30, 10, 20))

    paper = papers.find(request_of(17), 7)

    assert list(paper) == [30, 10, 20]
    assert paper[10].options
    assert 40 not in paper


def test_a_paper_that_has_changed_is_remembered_anew(request_of):
    papers.remember(request_of(17), 7, questions(30, 10))
    first = papers.find(request_of(17), 7)

    papers.remember(request_of(17), 7, questions(30, 10))
    assert papers.find(request_of(17), 7) is first

    papers.remember(request_of(17), 7, questions(10, 30))
    assert list(papers.find(request_of(17), 7)) == [10, 30]


def test_papers_of_one_exam_share_what_they_allow(request_of):
    papers.remember(request_of(17), 7, questions(30, 10))
    papers.remember(request_of(18), 8, questions(31, 11))

    first, second = papers.find(request_of(17), 7), papers.find(request_of(18), 8)

    assert first._rows is second._rows
    assert list(first) != list(second)


def test_a_worker_that_has_not_seen_a_paper_asks_the_others(request_of):
    papers.remember(request_of(17), 7, questions(30, 10))
    papers._papers._papers.clear()

    assert list(papers.find(request_of(17), 7)) == [30, 10]
    assert papers.find(request_of(18), 7) is None


def test_another_worker_may_have_opened_a_later_section(request_of):
    papers.remember(request_of(17), 7, questions(30))
    seen = papers.find(request_of(17), 7)
    papers.remember(request_of(17), 7, questions(40), adds=True)
    papers._papers.put(papers.key_of("paper", request_of(17), 7), seen)

    assert list(papers.find(request_of(17), 7, row=40)) == [30, 40]


def test_what_is_shared_are_plain_values(request_of):
    """A release of ours in the middle of an exam must read what the last one wrote."""
    papers.remember(request_of(17), 7, questions(30))

    kept = cache.get(papers.key_of("paper", request_of(17), 7))

    assert type(kept) is dict
    assert type(kept[30]) is tuple
