"""One attempt: its state and clock, its end, its review."""

from portal.sandbox import marking, shapes
from portal.sandbox.attempts import Attempt
from portal.sandbox.endpoints.exams import remaining
from portal.sandbox.messages import (
    Request,
    Response,
    as_json,
    bounds,
    forbidden,
    listing,
    not_found,
)
from portal.sandbox.world import World

SUBJECTS_PER_PAGE = 200  # A:1682


def attempts(world: World, request: Request) -> Response:
    """All of the student's, newest first; `course` is the course's name."""
    query = request.query
    course, words = query.get("course", "").lower(), query.get("q", "").lower()
    own = world.attempts.of_user(request.user_id)
    wanted = [
        found
        for found in own
        if course in ("", found.exam.course.lower())
        and words in found.exam.title.lower()
    ]
    start, stop = bounds(request, len(wanted))
    now = world.now()
    shown = [
        shapes.listed_attempt(
            found,
            request.username,
            remaining(found.exam, [one for one in own if one.exam is found.exam]),
            request.base,
            now,
        )
        for found in wanted[start:stop]
    ]
    return as_json(listing(request, len(wanted), shown))


def find(world: World, request: Request, number: str) -> Attempt:
    """The student's own attempt; another's is 403 (A:384)."""
    found = world.attempts.find(int(number))
    if found is None:
        raise not_found()
    if found.user_id != request.user_id:
        raise forbidden("You do not have permission to perform this action.")
    return found


def detail(world: World, request: Request, number: str) -> Response:
    return _single(world, request, find(world, request, number))


def start(world: World, request: Request, number: str) -> Response:
    """Works after the exam's end date too: A:768 starts on the 18th what ended on the
    15th."""
    with world.database.writing():
        found = find(world, request, number)
        world.attempts.start(found, world.now())
    return _single(world, request, found)


def heartbeat(world: World, request: Request, number: str) -> Response:
    with world.database.writing():
        found = find(world, request, number)
        world.attempts.beat(found, world.now())
    user = world.user_by_id(request.user_id)
    return as_json(
        shapes.new_attempt(found, user, request.base, world.now(), beat=True)
    )


def end(world: World, request: Request, number: str) -> Response:
    """A second end is refused: what the real one does is unknown (API.md §8)."""
    with world.database.writing():
        found = find(world, request, number)
        world.attempts.end(found)
    return _single(world, request, found)


def _single(world: World, request: Request, found: Attempt) -> Response:
    return as_json(
        shapes.single_attempt(found, request.username, request.base, world.now())
    )


def start_section(
    world: World, request: Request, number: str, position: str
) -> Response:
    with world.database.writing():
        found = _sectioned(world, request, number, position)
        part = world.attempts.start_part(found, int(position), world.now())
    return as_json(shapes.section(found, part, request.base))


def end_section(world: World, request: Request, number: str, position: str) -> Response:
    with world.database.writing():
        found = _sectioned(world, request, number, position)
        part = world.attempts.end_part(found, int(position), world.now())
    return as_json(shapes.section(found, part, request.base))


def _sectioned(world: World, request: Request, number: str, position: str) -> Attempt:
    found = find(world, request, number)
    if int(position) >= len(found.parts):
        raise not_found()
    return found


def review(world: World, request: Request, number: str) -> Response:
    found = _completed(world, request, number)
    count = len(found.exam.questions)
    page = bounds(request, count)
    rows = world.attempts.rows(found, *page)
    shown = [shapes.review_item(row, request.base) for row in rows]
    return as_json(listing(request, count, shown))


def subjects(world: World, request: Request, number: str) -> Response:
    """Parents and leaves in one list, 200 a page (A:1682)."""
    found = _completed(world, request, number)
    pairs = [(row.question, row.answer) for row in world.attempts.rows(found)]
    ids = world.catalogue.subjects
    lines = [
        {
            "id": ids[line.path],
            "name": line.path.rpartition("/")[2],
            "total": line.total,
            "correct": line.correct,
            "unanswered": line.unanswered,
            "incorrect": line.incorrect,
            "parent": ids.get(line.path.rpartition("/")[0]),
            "leaf": line.leaf,
            "score": f"{line.score:.2f}",
        }
        for line in marking.subjects(pairs)
    ]
    start, stop = bounds(request, len(lines), SUBJECTS_PER_PAGE)
    return as_json(listing(request, len(lines), lines[start:stop], SUBJECTS_PER_PAGE))


def _completed(world: World, request: Request, number: str) -> Attempt:
    found = find(world, request, number)
    if found.is_running:
        raise forbidden("Review is available only after the attempt is completed.")
    return found
