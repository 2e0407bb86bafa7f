"""Exams, and a student's attempts at one."""

from portal.sandbox import shapes
from portal.sandbox.attempts import Attempt
from portal.sandbox.catalogue import Exam
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

LANGUAGES = {"en": "English", "hi": "हिन्दी", "ta": "தமிழ்"}


def exams(world: World, request: Request) -> Response:
    return _listed(world, request, request.query.get("state", ""))


def available(world: World, request: Request) -> Response:
    return _listed(world, request, "available")


def upcoming(world: World, request: Request) -> Response:
    return _listed(world, request, "upcoming")


def history(world: World, request: Request) -> Response:
    return _listed(world, request, "history")


def _listed(world: World, request: Request, state: str) -> Response:
    """Newest first. `course` and `q` narrow, case aside."""
    query = request.query
    course, words = query.get("course", "").lower(), query.get("q", "").lower()
    now = world.now()
    attempts = world.attempts.of_user(request.user_id)
    done = {found.exam.id for found in attempts if not found.is_running}
    visible = [
        exam
        for exam in world.catalogue.exams.values()
        if _may_see(world, request, exam)
        and course in ("", exam.course.lower())
        and words in exam.title.lower()
        and state in ("", _state(exam, exam.id in done, now))
    ]
    visible.sort(key=lambda exam: (exam.opens, exam.id), reverse=True)
    start, stop = bounds(request, len(visible))
    shown = [shapes.listed_exam(exam, request.base) for exam in visible[start:stop]]
    return as_json(listing(request, len(visible), shown))


def _state(exam: Exam, is_attempted: bool, now: float) -> str:
    """Available is "available and unattempted" (B:812); a running attempt doesn't count
    as attempted (API.md §2.2, `me/stats/`)."""
    if exam.opens > now:
        return "upcoming"
    if is_attempted or (exam.closes is not None and exam.closes <= now):
        return "history"
    return "available"


def _may_see(world: World, request: Request, exam: Exam) -> bool:
    if not exam.batch:
        return True
    batches = world.user_by_id(request.user_id)["profile"]["batches"]
    return exam.batch in batches


def find(world: World, request: Request, slug: str) -> Exam:
    exam = world.catalogue.slugs.get(slug)
    if exam is None:
        raise not_found()
    if not _may_see(world, request, exam):
        raise forbidden("You do not have permission to perform this action.")
    return exam


def detail(world: World, request: Request, slug: str) -> Response:
    exam = find(world, request, slug)
    now = world.now()
    own = [
        shapes.attempt(found, request.username, request.base, now)
        for found in world.attempts.of_user(request.user_id, exam)
    ]
    return as_json(shapes.exam_detail(exam, own, request.base))


def languages(world: World, request: Request, slug: str) -> Response:
    """The shape is Android's (AND `greendao/Language.java`); the seeds have none."""
    exam = find(world, request, slug)
    shown = [
        {"id": number, "code": code, "title": LANGUAGES[code]}
        for number, code in enumerate(exam.languages, start=1)
    ]
    return as_json(listing(request, len(shown), shown))


def attempts(world: World, request: Request, slug: str) -> Response:
    """`state=paused` is how Android asks for the running ones (AND/TA:489)."""
    exam = find(world, request, slug)
    own = world.attempts.of_user(request.user_id, exam)
    if request.query.get("state") in ("paused", "running"):
        own = [found for found in own if found.is_running]
    start, stop = bounds(request, len(own))
    user, now = world.user_by_id(request.user_id), world.now()
    shown = [
        shapes.exam_attempt(found, user, request.base, now) for found in own[start:stop]
    ]
    return as_json(listing(request, len(own), shown))


def create_attempt(world: World, request: Request, slug: str) -> Response:
    """Another attempt with each call, even beside a running one (API.md §5.2)."""
    request.data()
    exam = find(world, request, slug)
    now = world.now()
    if exam.opens > now:
        raise forbidden("This exam has not started yet.")
    if exam.closes is not None and exam.closes <= now:
        raise forbidden("This exam has ended.")
    with world.database.writing():
        own = world.attempts.of_user(request.user_id, exam)
        if remaining(exam, own) == 0:
            raise forbidden(
                "You have exhausted the maximum number of attempts for this exam."
            )
        created = world.attempts.create(exam, request.user_id, now)
    user = world.user_by_id(request.user_id)
    return as_json(shapes.new_attempt(created, user, request.base, now), 201)


def remaining(exam: Exam, own: list[Attempt]) -> int | None:
    """How many more attempts are allowed; None is no limit."""
    allowed = exam.attempts_allowed
    return None if allowed is None else max(0, allowed - len(own))
