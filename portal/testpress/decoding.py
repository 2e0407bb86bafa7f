"""From an answer's bytes to JSON: all of it, or with what is asked left as it came.

A room reads two hundred questions, and each was read before, for another student. So a
page of them is decoded with its questions as bytes, by which `once` knows them.
"""

import json
import marshal
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypedDict, TypeVar

import msgspec

from .errors import Unexpected
from .reading import JSON

T = TypeVar("T")

_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


def decoded(body: bytes) -> JSON:
    """The JSON of an answer, in UTF-8. Raises Unexpected for what isn't JSON."""
    try:
        return _anything.decode(body)
    except (ValueError, RecursionError):
        return leniently(body)


def leniently(body: bytes) -> JSON:
    """As `decoded`, three times as slow: with the standard library, which reads more.

    A byte order mark, half a character, a number of any size.
    """
    try:
        text = body.decode("utf-8-sig")
        data = _lenient.decode(text)
        return _whole_characters(data) if _SURROGATE.search(text) else data
    except (ValueError, RecursionError):
        raise Unexpected("an answer that isn't JSON") from None


class _Row(TypedDict, total=False):
    """What `Question.parse` reads of a row."""

    id: Any
    question: msgspec.Raw
    attempt_section: Any
    selected_answers: Any
    selected_answer_ids: Any
    selected_options: Any
    essay_text: Any
    short_text: Any
    gap_fill_responses: Any
    files: Any
    review: Any


class _Page(TypedDict, total=False):
    count: Any
    next: Any
    per_page: Any
    results: list[_Row]


_anything = msgspec.json.Decoder()
_page = msgspec.json.Decoder(_Page)


def questions_raw(body: bytes) -> JSON:
    """A page of attempts/<id>/questions/: `question` of each row is `msgspec.Raw`.

    Only the keys that are read of it. What `decoded` makes, where the page is in
    another shape, or holds what only that one reads. Raises Unexpected as it does.
    """
    try:
        body.decode()  # what isn't read isn't looked at
        return _page.decode(body)
    except (ValueError, RecursionError):
        return decoded(body)


def once(parse: Callable[[JSON], T], *, most: int) -> Callable[[JSON], T]:
    """`parse` for what is the same for every student, and is read once for them all.

    Reading a list costs more than fetching it. What was read is kept by the content
    itself, the `most` recent of them, so that what was edited is another; what `parse`
    makes must be immutable, and nothing of a student's may be in it.
    """

    @lru_cache(maxsize=most)
    def made(packed: bytes, unpack: Callable[[bytes], JSON]) -> T:
        return parse(unpack(packed))

    def known(data: JSON) -> T:
        if isinstance(data, msgspec.Raw):
            return made(bytes(data), decoded)
        # Bytes tell apart what is equal but of another type, such as 1 and True.
        return made(marshal.dumps(data, 2), marshal.loads)

    return known


def _not_a_number(name: str) -> None:
    raise ValueError(f"{name} isn't JSON")


_lenient = json.JSONDecoder(parse_constant=_not_a_number)


def _whole_characters(data: JSON) -> JSON:
    """The same, with "?" for each half of a character, which no page can hold."""
    if isinstance(data, str):
        return data.encode("utf-8", "replace").decode()
    if isinstance(data, list):
        return [_whole_characters(item) for item in data]
    if isinstance(data, dict):
        return {
            _whole_characters(name): _whole_characters(value)
            for name, value in data.items()
        }
    return data
