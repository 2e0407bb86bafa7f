"""Answers are decoded in C: that must say what the standard library's reader says."""

import dataclasses
import json

import msgspec
import pytest

from portal import testpress
from portal.testpress import decoding
from portal.testpress.pages import Page
from portal.testpress.questions import Question
from portal.testpress.reading import read
from tests import payloads


def body(*rows, **page):
    return json.dumps(payloads.page(*rows) | page).encode()


def said(decode, sent):
    """What a page says, or why it says nothing."""
    try:
        page = read(lambda data: Page.parse(data, Question.parse, 1), decode(sent))
    except testpress.Unexpected:
        return "unexpected"
    rows = [
        {**msgspec.structs.asdict(row), "asked": dataclasses.asdict(row.asked)}
        for row in page
    ]
    return {**dataclasses.asdict(page), "items": rows}


WELL = payloads.question(
    id=7, selected_answers=["12", 13], review=True, essay_text="क \U0001f600"
)
PLAIN = {
    "whole": body(WELL, payloads.question(id=8)),
    "sections": body(payloads.question(attempt_section={"order": 2, "name": "Two"})),
    "gaps": body(
        payloads.question(
            question={"type": "G", "answers": []},
            gap_fill_responses=[{"order": "2", "answer": "x"}],
            files=["a.pdf", {"path": "b.png"}],
        )
    ),
    "UTF-8": json.dumps(payloads.page(WELL), ensure_ascii=False).encode(),
    "twice the key": b'{"results": [], ' + body(WELL)[1:],
    "large numbers": body(WELL, count=10**25),
}
ODD = {
    "a byte order mark": b"\xef\xbb\xbf" + body(WELL),
    "a bare list": json.dumps([WELL]).encode(),
    "no list": body(results=None),
    "version 3": body(results={"questions": []}),
    "no object": b'"text"',
    "a row that is none": body(results=[1]),
    "half a character": body(WELL).replace(b"\\u0915", b"\\ud800"),
    "half a character in a question": body(
        payloads.question(question={"question_html": "half: \ud800"})
    ),
    "not UTF-8, read": body(WELL).replace(b"\\u0915", b"\xff"),
    "not UTF-8, unread": body({**WELL, "url": "unread"}).replace(b"unread", b"\xff"),
    "not UTF-8, in a question": body(
        payloads.question(question={"question_html": "text"})
    ).replace(b"text", b"\xff"),
    "not a number": body(WELL).replace(b'"id": 7', b'"id": NaN'),
    "not a number in a question": body(
        payloads.question(question={"marks": "no"})
    ).replace(b'"no"', b"-Infinity"),
    "a number of any size": body(WELL).replace(b'"id": 7', b'"id": 1e999'),
    "digits without end": body(WELL).replace(b'"id": 7', b'"id": ' + b"9" * 5000),
    "half of it": body(WELL)[:-9],
    "more of it": body(WELL) + b"{}",
    "nested without end": body(WELL).replace(
        b'"id": 7', b'"id": 7, "url": ' + b"[" * 100_000 + b"]" * 100_000
    ),
    "no id": body({k: v for k, v in WELL.items() if k != "id"}),
    "no question": body({k: v for k, v in WELL.items() if k != "question"}),
    "a question that is none": body({**WELL, "question": "?"}),
    "a file list that is none": body({**WELL, "files": "?"}),
    "an empty text for files": body({**WELL, "files": ""}),
}


@pytest.mark.parametrize("decode", [decoding.decoded, decoding.questions_raw])
@pytest.mark.parametrize("sent", [*PLAIN.values(), *ODD.values()], ids=[*PLAIN, *ODD])
def test_all_readers_say_the_same(sent, decode):
    assert said(decode, sent) == said(decoding.leniently, sent)


@pytest.mark.parametrize("sent", [*PLAIN.values(), *ODD.values()], ids=[*PLAIN, *ODD])
def test_the_quick_reader_makes_what_the_standard_library_makes(sent):
    def made(decode):
        try:
            return repr(decode(sent))
        except testpress.Unexpected:
            return "unexpected"

    assert made(decoding.decoded) == made(decoding.leniently)


@pytest.mark.parametrize("sent", PLAIN.values(), ids=PLAIN)
def test_what_is_asked_stays_as_it_came(sent):
    rows = decoding.questions_raw(sent)["results"]

    assert rows
    assert {type(row["question"]) for row in rows} == {msgspec.Raw}


def test_what_is_asked_of_two_students_is_read_once():
    mine, hers = payloads.question(id=7, review=True), payloads.question(id=8)
    hers["question"] = mine["question"]
    edited = {**hers, "question": {**hers["question"], "question_html": "<p>5?</p>"}}

    first, second, third = (
        Question.parse(decoding.questions_raw(body(row))["results"][0])
        for row in (mine, hers, edited)
    )

    assert first.asked is second.asked
    assert third.asked is not second.asked
    assert third.html == "<p>5?</p>"


class Watched(dict):
    """Notes which of its keys are asked for."""

    def __init__(self, *args):
        super().__init__(*args)
        self.asked_for = set()

    def get(self, key, default=None):
        self.asked_for.add(key)
        return super().get(key, default)

    def __getitem__(self, key):
        self.asked_for.add(key)
        return super().__getitem__(key)


def test_all_that_is_read_of_a_page_is_decoded():
    row = Watched(payloads.question())
    page = Watched(payloads.page(row))

    Page.parse(page, Question.parse, 1)

    assert row.asked_for == set(decoding._Row.__annotations__)
    assert page.asked_for == set(decoding._Page.__annotations__)
