"""An attempt's questions, and saving an answer to one."""

import email
from collections.abc import Iterable
from typing import Any

from portal.sandbox import marking, shapes
from portal.sandbox.attempts import COMPLETED, RUNNING, Attempt, Row
from portal.sandbox.endpoints.attempts import find
from portal.sandbox.messages import (
    Refusal,
    Request,
    Response,
    as_json,
    bounds,
    forbidden,
    invalid,
    listing,
    not_found,
)
from portal.sandbox.world import World

LIMIT_REACHED = "max_attemptable_questions_limit_reached"


def questions(world: World, request: Request, number: str) -> Response:
    """Twenty a page; refused when Completed (A:1124)."""
    return _questions(world, request, number, -1)


def section_questions(
    world: World, request: Request, number: str, position: str
) -> Response:
    found = find(world, request, number)
    if int(position) >= len(found.parts):
        raise not_found()
    if found.exam.is_locked and found.parts[int(position)].state != RUNNING:
        raise forbidden("This section is not running.")
    return _questions(world, request, number, int(position))


def _questions(world: World, request: Request, number: str, part: int) -> Response:
    found = find(world, request, number)
    if not found.is_running:
        raise forbidden("This attempt has already been completed.")
    count = len(world.attempts.places(found, part))
    rows = world.attempts.rows(found, *bounds(request, count), part)
    shown = [shapes.row(row, found, request.base) for row in rows]
    return as_json(listing(request, count, shown))


def save(world: World, request: Request, number: str, row_number: str) -> Response:
    """Every PUT is noted with the time of its arrival, whatever came of it."""
    arrived = world.now()
    status = 500
    try:
        response = _save(world, request, number, row_number)
        status = response.status
        return response
    except Refusal as refusal:
        status = refusal.status
        raise
    finally:
        _note(world, request, arrived, int(number), int(row_number), status)


def _note(
    world: World, request: Request, arrived: float, number: int, row: int, status: int
) -> None:
    offset = float(world.meta().get("offset", "0"))
    with world.database.writing() as connection:
        connection.execute(
            "INSERT INTO saves (arrived, clock, attempt_id, row_id, status, body)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (
                arrived - offset,
                arrived,
                number,
                row,
                status,
                request.body.decode(errors="replace"),
            ),
        )


def _save(world: World, request: Request, number: str, row_number: str) -> Response:
    data = request.data()
    with world.database.writing():
        found = find(world, request, number)
        row = world.attempts.row(found, int(row_number))
        if row is None:
            raise not_found()
        _must_accept(found, row)
        answer = _read(row, data)
        _must_have_room(world, found, row, answer)
        row = world.attempts.save(found, row, answer, world.now())
    return as_json(shapes.row(row, found, request.base))


def _must_accept(found: Attempt, row: Row) -> None:
    """In a locked exam only the running section takes answers (API.md §3.5)."""
    if not found.is_running:
        raise forbidden("This attempt has already been completed.")
    if not found.exam.is_locked or row.question.section is None:
        return
    state = found.parts[row.question.section].state
    if state == COMPLETED:
        raise forbidden("You have already submitted this section.")
    if state != RUNNING:
        raise forbidden("This section has not been started.")


def _must_have_room(
    world: World, found: Attempt, row: Row, answer: dict[str, Any]
) -> None:
    limit = found.exam.attemptable
    if limit is None or not marking.is_answered(answer):
        return
    others = sum(
        marking.is_answered(other.answer)
        for other in world.attempts.rows(found)
        if other.id != row.id
    )
    if others >= limit:
        message = f"You can answer only {limit} questions in this exam."
        raise forbidden({"error_code": LIMIT_REACHED, "message": message})


def _read(row: Row, data: dict[str, Any]) -> dict[str, Any]:
    """The answer and its mark, checked; what isn't sent is empty from now on."""
    review = data.get("review", False)
    if review not in (True, False, None):
        raise invalid(review="Must be a valid boolean.")
    answer: dict[str, Any] = {
        "selected_answers": _selected(row, data.get("selected_answers") or []),
        "review": review,
    }
    kind = row.question.type
    if kind in ("S", "N"):
        answer["short_text"] = _text(data, "short_text")
    if kind == "E":
        answer["essay_text"] = _text(data, "essay_text")
        answer["essay_topic"] = data.get("essay_topic")
    if kind == "F":
        answer["files"] = _list(data, "files")
    if kind == "G":
        answer["gap_fill_responses"] = _list(data, "gap_fill_responses")
        for blank in answer["gap_fill_responses"]:
            if not isinstance(blank, dict) or blank.keys() != {"order", "answer"}:
                words = "Each blank needs its order and answer."
                raise invalid(gap_fill_responses=words)
    return answer


def _selected(row: Row, given: Any) -> list[int]:
    if not isinstance(given, list):
        found = type(given).__name__
        words = f'Expected a list of items but got type "{found}".'
        raise invalid(selected_answers=words)
    chosen = [_id(one) for one in given]
    known = {option.id for option in row.question.options}
    for one in chosen:
        if one not in known:
            words = f'Invalid pk "{one}" - object does not exist.'
            raise invalid(selected_answers=words)
    if row.question.type == "R" and len(chosen) > 1:
        raise invalid(selected_answers="Only one answer may be selected.")
    return sorted(set(chosen))


def _id(given: Any) -> int:
    """An id as Django REST framework takes it: an int, or its digits."""
    if isinstance(given, bool) or not str(given).isdecimal():
        words = f"Incorrect type. Expected pk value, received {type(given).__name__}."
        raise invalid(selected_answers=words)
    return int(given)


def _text(data: dict[str, Any], name: str) -> str | None:
    text = data.get(name)
    if text is not None and not isinstance(text, str):
        raise Refusal(400, {name: ["Not a valid string."]})
    return text


def _list(data: dict[str, Any], name: str) -> list[Any]:
    found = data.get(name) or []
    if not isinstance(found, list):
        raise Refusal(400, {name: ["Expected a list of items."]})
    return found


def upload(world: World, request: Request) -> Response:
    """`multipart/form-data` with a `file`; answers where it now is (API.md §4.2)."""
    head = f"Content-Type: {request.content_type}\r\n\r\n".encode()
    message = email.message_from_bytes(head + request.body)
    parts: Iterable[Any] = message.walk() if message.is_multipart() else ()
    for part in parts:
        if part.get_param("name", header="content-disposition") != "file":
            continue
        name = part.get_filename() or "file"
        number = world.database.insert(
            "INSERT INTO uploads (name, kind, data) VALUES (?, ?, ?)",
            *(name, part.get_content_type(), part.get_payload(decode=True) or b""),
        )
        return as_json({"id": number, "url": f"@media@/uploads/{number}"}, 201)
    raise invalid(file="No file was submitted.")
