"""Content into the database, with dates counted from now."""

import importlib
import json
import pkgutil
import random
from typing import TYPE_CHECKING, Any

from portal.sandbox import content as exams_written
from portal.sandbox.catalogue import Question
from portal.sandbox.content import institute, kit
from portal.sandbox.database import Database

if TYPE_CHECKING:
    from portal.sandbox.world import World

DAY = 86400.0


def people(database: Database) -> None:
    for written in institute.STUDENTS:
        student(database, **written)


def student(database: Database, username: str, password: str, **profile: Any) -> int:
    """A student; what the profile doesn't say is empty."""
    known = {**institute.EMPTY_PROFILE, **profile}
    if unknown := known.keys() - institute.EMPTY_PROFILE.keys():
        raise TypeError(f"a profile has no {', '.join(sorted(unknown))}")
    return database.insert(
        "INSERT INTO users (id, username, password, profile) VALUES"
        " ((SELECT COALESCE(MAX(id), 16) + 1 FROM users), ?, ?, ?)",
        *(username, password, json.dumps(known)),
    )


def content(database: Database, now: float) -> None:
    """Every module of content that has EXAMS, PRODUCTS or POSTS."""
    for module in _modules():
        for written in getattr(module, "EXAMS", []):
            exam(database, written, now)
        for written in getattr(module, "PRODUCTS", []):
            _thing(database, "products", _dated(written, now, "start_date", "end_date"))
        for written in getattr(module, "POSTS", []):
            _thing(database, "posts", _dated(written, now, "created", "modified"))


def _modules() -> list[Any]:
    found = pkgutil.walk_packages(exams_written.__path__, exams_written.__name__ + ".")
    return [importlib.import_module(info.name) for info in found]


def _dated(written: dict[str, Any], now: float, *names: str) -> dict[str, Any]:
    dated = dict(written)
    for name in names:
        if dated[name] is not None:
            dated[name] = now + dated[name] * DAY
    return dated


def _thing(database: Database, table: str, written: dict[str, Any]) -> None:
    slug = written.pop("slug")
    first = {"products": 241, "posts": 26}[table]
    database.insert(
        f"INSERT INTO {table} (id, slug, data) VALUES"  # noqa: S608
        f" ((SELECT COALESCE(MAX(id), ?) + 1 FROM {table}), ?, ?)",
        *(first, slug, json.dumps(written)),
    )


def exam(database: Database, written: dict[str, Any], now: float) -> None:
    facts = _dated(written, now, "opens", "closes", "ranks_at", "created")
    questions, slug = facts.pop("questions"), facts.pop("slug")
    with database.writing() as connection:
        number = database.insert(
            "INSERT INTO exams (id, slug, data) VALUES"
            " ((SELECT COALESCE(MAX(id), 3619) + 1 FROM exams), ?, ?)",
            *(slug, json.dumps(facts)),
        )
        row = connection.execute("SELECT COALESCE(MAX(id), 200) FROM questions")
        last = row.fetchone()[0]
        for place, question in enumerate(questions, start=1):
            options = [
                # Eight ids for each question leave room for all its options.
                ((last + place) * 8 + spot, html, right)
                for spot, (html, right) in enumerate(question["options"])
            ]
            data = {**question, "options": options}
            connection.execute(
                "INSERT INTO questions VALUES (?, ?, ?)",
                (last + place, number, json.dumps(data)),
            )
            _subjects(database, question["subject"] or "Uncategorized")


def _subjects(database: Database, path: str) -> None:
    parts = path.split("/")
    for depth in range(1, len(parts) + 1):
        database.connection.execute(
            "INSERT OR IGNORE INTO subjects (id, path) VALUES"
            " ((SELECT COALESCE(MAX(id), 16) + 1 FROM subjects), ?)",
            ("/".join(parts[:depth]),),
        )


def sums(count: int) -> list[kit.Question]:
    """Plain questions for tests; the right option of each is its first."""
    return [
        kit.one("Sums", f"What is {n} + 2?", [str(n + 2), str(n), "0", "100"], 0)
        for n in range(1, count + 1)
    ]


def history(world: "World") -> None:
    """The attempts that the students have behind them (and under way)."""
    for written in institute.ATTEMPTS:
        _past_attempt(world, **written)


def _past_attempt(
    world: "World",
    username: str,
    slug: str,
    days_ago: float,
    minutes: float,
    skill: float,
    pace: float = 0.95,
    running: bool = False,
) -> None:
    """One attempt as lived: answers at intervals, a heartbeat, an end.

    `skill` is the share of right answers among those given, `pace` the share answered.
    """
    exam_found = world.catalogue.slugs[slug]
    begun = world.now() - days_ago * DAY
    with world.database.writing():
        attempts = world.attempts
        user_id = world.user(username)["id"]
        attempt = attempts.create(exam_found, user_id, begun)
        for part in range(len(attempt.parts)):
            attempts.start_part(attempt, part, begun)
            attempt.parts[part].state = "Completed"
        dice = random.Random(f"{username} {slug} {days_ago}")
        rows = attempts.rows(attempt)
        seen = int(len(rows) * pace) if running else len(rows)
        for place, row in enumerate(rows[:seen]):
            answer = {"review": dice.random() < 0.1, "selected_answers": []}
            if dice.random() < pace:
                answer |= _answer(row.question, dice.random() < skill, dice)
            at = begun + minutes * 60 * (place + dice.random() * 0.8) / max(1, seen)
            attempts.save(attempt, row, answer, at)
        attempts.beat(attempt, begun + minutes * 60)
        if attempt.is_running and not running:
            attempts.end(attempt)


def _answer(question: Question, right: bool, dice: random.Random) -> dict[str, Any]:
    if question.options:
        good = [option.id for option in question.options if option.is_correct]
        bad = [option.id for option in question.options if not option.is_correct]
        return {"selected_answers": good if right else [dice.choice(bad or good)]}
    text = question.accepted[0] if right and question.accepted else "42"
    if question.type in ("S", "N"):
        return {"short_text": text}
    if question.type == "E":
        return {"essay_text": institute.ESSAY}
    if question.type == "G":
        words = question.accepted if right else ["water"] * len(question.accepted)
        return {
            "gap_fill_responses": [
                {"order": str(place), "answer": word}
                for place, word in enumerate(words, start=1)
            ]
        }
    return {}
