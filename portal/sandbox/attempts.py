"""Attempts and their rows: what they hold, and how they go from Running to Completed.

Refusals whose words and statuses no source gives (API.md §8) are 403 with a `detail`,
the form that the seeds use for their own.
"""

import json
import sqlite3
from dataclasses import dataclass
from typing import Any

from portal.sandbox import marking
from portal.sandbox.catalogue import Catalogue, Exam, Question
from portal.sandbox.clock import Clock
from portal.sandbox.database import Database
from portal.sandbox.messages import forbidden

RUNNING, COMPLETED, NOT_STARTED = "Running", "Completed", "Not Started"


@dataclass(slots=True)
class Part:
    """A section of an attempt."""

    position: int
    state: str
    clock: Clock


@dataclass(slots=True)
class Attempt:
    id: int
    exam: Exam
    user_id: int
    created: float
    clock: Clock
    state: str
    result: dict[str, Any] | None
    parts: list[Part]

    @property
    def is_running(self) -> bool:
        return self.state == RUNNING

    @property
    def running_part(self) -> Part | None:
        return next((part for part in self.parts if part.state == RUNNING), None)


@dataclass(slots=True)
class Row:
    """One question of one attempt, and what was answered."""

    id: int
    attempt_id: int
    question: Question
    answer: dict[str, Any]
    review: bool | None
    since_start: float | None
    spent: float | None


class Attempts:
    """The attempts in one database, seen with one catalogue."""

    def __init__(self, database: Database, catalogue: Catalogue) -> None:
        self._database = database
        self._catalogue = catalogue

    # reading

    def find(self, number: int) -> Attempt | None:
        row = self._database.one("SELECT * FROM attempts WHERE id = ?", number)
        return self._attempt(row) if row else None

    def of_user(self, user_id: int, exam: Exam | None = None) -> list[Attempt]:
        """Newest first, as in A:282 and B:577."""
        sql = "SELECT * FROM attempts WHERE user_id = ?"
        values = [user_id]
        if exam:
            sql += " AND exam_id = ?"
            values.append(exam.id)
        rows = self._database.all(f"{sql} ORDER BY created DESC, id DESC", *values)
        return [self._attempt(row) for row in rows]

    def rows(
        self, attempt: Attempt, start: int = 0, stop: int = 10_000, part: int = -1
    ) -> list[Row]:
        """The rows from start to stop; `part` narrows them to a section."""
        places = self.places(attempt, part)[start:stop]
        if not places:
            return []
        rows = self._database.all(
            "SELECT * FROM rows WHERE attempt_id = ? AND position BETWEEN ? AND ?"
            " ORDER BY position",
            *(attempt.id, places[0], places[-1]),
        )
        wanted = set(places)
        return [self._row(row) for row in rows if row["position"] in wanted]

    def places(self, attempt: Attempt, part: int = -1) -> list[int]:
        """Where the questions of a section stand among all; -1 is all of them.

        An attempt asks all of its exam's questions, in the exam's order.
        """
        asked = enumerate(attempt.exam.questions)
        return [place for place, q in asked if part < 0 or (q.section or 0) == part]

    def row(self, attempt: Attempt, number: int) -> Row | None:
        row = self._database.one(
            "SELECT * FROM rows WHERE id = ? AND attempt_id = ?", number, attempt.id
        )
        return self._row(row) if row else None

    # changing

    def create(self, exam: Exam, user_id: int, now: float) -> Attempt:
        """A new attempt each time: creating is not idempotent (API.md §5.2)."""
        with self._database.writing() as connection:
            number = self._database.insert(
                "INSERT INTO attempts (exam_id, user_id, created, last, taken, state)"
                " VALUES (?, ?, ?, ?, 0, ?)",
                *(exam.id, user_id, now, now, RUNNING),
            )
            connection.executemany(
                "INSERT INTO rows (attempt_id, question_id, position) VALUES (?, ?, ?)",
                [(number, q.id, place) for place, q in enumerate(exam.questions)],
            )
            parts = len(exam.sections) if len(exam.sections) > 1 else 0
            connection.executemany(
                "INSERT INTO sections VALUES (?, ?, ?, ?, 0)",
                [(number, place, NOT_STARTED, now) for place in range(parts)],
            )
            (row,) = self._database.all("SELECT * FROM attempts WHERE id = ?", number)
            return self._attempt(row)

    def start(self, attempt: Attempt, now: float) -> None:
        _must_run(attempt)
        attempt.clock.resume(now)
        if part := attempt.running_part:
            part.clock.resume(now)
        self._settle(attempt)

    def beat(self, attempt: Attempt, now: float) -> None:
        _must_run(attempt)
        attempt.clock.beat(now)
        if part := attempt.running_part:
            part.clock.beat(now)
            if part.clock.is_over:
                part.state = COMPLETED
        self._settle(attempt)

    def end(self, attempt: Attempt) -> None:
        """End at once; a locked section that runs must be ended first.

        Flutter ends the section before the attempt because the API refuses otherwise
        (API.md §3.5).
        """
        _must_run(attempt)
        if attempt.exam.is_locked and attempt.running_part:
            raise forbidden("Please end the current section before ending the exam.")
        self._complete(attempt)

    def start_part(self, attempt: Attempt, position: int, now: float) -> Part:
        _must_run(attempt)
        part = attempt.parts[position]
        if attempt.exam.is_locked:
            if part.state == COMPLETED:
                raise forbidden("You have already submitted this section.")
            if any(before.state != COMPLETED for before in attempt.parts[:position]):
                raise forbidden("You must attempt the sections in order.")
        for other in attempt.parts:
            if other is not part and other.state == RUNNING:
                other.state = NOT_STARTED
        part.state = RUNNING
        part.clock.resume(now)
        self._settle(attempt)
        return part

    def end_part(self, attempt: Attempt, position: int, now: float) -> Part:
        _must_run(attempt)
        part = attempt.parts[position]
        if part.state == RUNNING:
            part.clock.beat(now)
        early = not part.clock.is_over and not attempt.exam.preemptive
        if attempt.exam.is_locked and part.state == RUNNING and early:
            raise forbidden("This section cannot be ended before its time is over.")
        if part.state == NOT_STARTED:
            raise forbidden("This section has not been started.")
        part.state = COMPLETED
        self._settle(attempt)
        return part

    def save(
        self, attempt: Attempt, row: Row, answer: dict[str, Any], now: float
    ) -> Row:
        """Replace the row's answer: the last PUT wins.

        Whether the real one merges is unknown (API.md §8); this one replaces, so that
        a portal which sends half an answer is found out.
        """
        row.review = bool(answer.pop("review"))
        row.answer = answer
        row.since_start = now - attempt.created
        with self._database.writing() as connection:
            latest = connection.execute(
                "SELECT MAX(since_start) FROM rows WHERE attempt_id = ?", (attempt.id,)
            ).fetchone()[0]
            since = max(attempt.clock.last - attempt.created, latest or 0.0)
            row.spent = (row.spent or 0.0) + max(0.0, row.since_start - since)
            connection.execute(
                "UPDATE rows SET answer = ?, review = ?, since_start = ?, spent = ?"
                " WHERE id = ?",
                (json.dumps(answer), row.review, row.since_start, row.spent, row.id),
            )
        return row

    def _settle(self, attempt: Attempt) -> None:
        """Store clocks and states; over is Completed."""
        if attempt.clock.is_over:
            self._complete(attempt)
        else:
            self._store(attempt)

    def _complete(self, attempt: Attempt) -> None:
        for part in attempt.parts:
            part.state = COMPLETED
        attempt.state = COMPLETED
        pairs = [(row.question, row.answer) for row in self.rows(attempt)]
        attempt.result = marking.result(attempt.exam, pairs, attempt.clock.shown_taken)
        self._store(attempt)

    def _store(self, attempt: Attempt) -> None:
        clock = attempt.clock
        stored = json.dumps(attempt.result) if attempt.result else None
        with self._database.writing() as connection:
            connection.execute(
                "UPDATE attempts SET last = ?, taken = ?, state = ?, result = ?"
                " WHERE id = ?",
                (clock.last, clock.taken, attempt.state, stored, attempt.id),
            )
            connection.executemany(
                "UPDATE sections SET state = ?, last = ?, taken = ?"
                " WHERE attempt_id = ? AND position = ?",
                [
                    (p.state, p.clock.last, p.clock.taken, attempt.id, p.position)
                    for p in attempt.parts
                ],
            )

    def _attempt(self, row: sqlite3.Row) -> Attempt:
        exam = self._catalogue.exams[row["exam_id"]]
        return Attempt(
            id=row["id"],
            exam=exam,
            user_id=row["user_id"],
            created=row["created"],
            clock=Clock(row["last"], row["taken"], exam.duration),
            state=row["state"],
            result=json.loads(row["result"]) if row["result"] else None,
            parts=self._parts(row["id"], exam) if len(exam.sections) > 1 else [],
        )

    def _parts(self, number: int, exam: Exam) -> list[Part]:
        rows = self._database.all(
            "SELECT * FROM sections WHERE attempt_id = ? ORDER BY position", number
        )
        return [
            Part(
                row["position"],
                row["state"],
                Clock(
                    row["last"], row["taken"], exam.sections[row["position"]].duration
                ),
            )
            for row in rows
        ]

    def _row(self, row: sqlite3.Row) -> Row:
        review = row["review"]
        return Row(
            id=row["id"],
            attempt_id=row["attempt_id"],
            question=self._catalogue.questions[row["question_id"]],
            answer=json.loads(row["answer"]) if row["answer"] else {},
            review=None if review is None else bool(review),
            since_start=row["since_start"],
            spent=row["spent"],
        )


def _must_run(attempt: Attempt) -> None:
    if not attempt.is_running:
        raise forbidden("This attempt has already been completed.")
