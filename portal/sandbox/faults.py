"""Faults on demand: what a bad day at Testpress looks like from outside.

A rule says which calls it meets (method, path, student, after how many, how often, with
what probability) and what happens to them. Counts live in the database, so that a rule
for "the next three" is three in all, however many processes serve.
"""

import json
import random
import re
import time
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from portal.sandbox.database import Database
from portal.sandbox.messages import Dropped, Request, Response

GARBAGE: dict[str, tuple[str, bytes]] = {
    "html": (
        "text/html; charset=utf-8",
        b"<!doctype html><title>Free Wi-Fi</title><h1>Sign in to this network</h1>",
    ),
    "truncated": (
        "application/json",
        b'{"count": 2, "next": null, "results": [{"id": 1',
    ),
    "null": ("application/json", b"null"),
    "shape": ("application/json", b'{"results": {"exams": []}, "surprise": true}'),
    "list": ("application/json", b"[]"),
    "empty": ("application/json", b""),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One rule. Without an effect of its own it does nothing but count.

    meets:   `method` and `path` are regular expressions (path includes the query);
             `user` a username; `skip` calls go by first; `times` limits how often it
             fires; `probability` is rolled with `seed`, so that a run can be repeated.
    does:    `delay` seconds first; then one of
             `drop` "before" | "after" (it is done, but nobody is told) | "middle" (half
             of the answer arrives); `status` with `body`, `headers`, `retry_after`;
             `garbage`, a word of GARBAGE, with status 200; `redirect` to a location;
             `drip`, seconds over which the true answer trickles.
             `after` does the call before answering with `status` or `garbage`.
    """

    method: str = ""
    path: str = ""
    user: str = ""
    skip: int = 0
    times: int | None = None
    probability: float = 1.0
    seed: int = 0
    delay: float = 0.0
    drop: str = ""
    status: int | None = None
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    retry_after: str | int | None = None
    garbage: str = ""
    redirect: str = ""
    drip: float = 0.0
    after: bool = False
    id: int = 0

    def __post_init__(self) -> None:
        if self.drop not in ("", "before", "after", "middle"):
            raise ValueError("drop is one of before, after, middle")
        if self.garbage and self.garbage not in GARBAGE:
            raise ValueError(f"garbage is one of {', '.join(GARBAGE)}")
        re.compile(self.method)
        re.compile(self.path)

    def meets(self, request: Request) -> bool:
        return (
            re.fullmatch(self.method or ".*", request.method) is not None
            and re.search(self.path, request.full_path) is not None
            and self.user in ("", request.username)
        )

    @property
    def is_done_first(self) -> bool:
        """Whether the call takes effect before the fault shows."""
        return (
            self.after
            or self.drop in ("after", "middle")
            or not (self.drop or self.status or self.garbage or self.redirect)
        )

    def spoil(self, response: Response) -> Response:
        """The answer that goes out instead of, or as, the true one."""
        if self.drop in ("before", "after"):
            raise Dropped
        if self.drop == "middle":
            response.cut = True
            return response
        if self.garbage:
            kind, body = GARBAGE[self.garbage]
            return Response(self.status or 200, body, {"Content-Type": kind})
        if self.redirect:
            return Response(self.status or 302, b"", {"Location": self.redirect})
        if self.status:
            return self._refusal(self.status)
        response.drip = self.drip
        return response

    def _refusal(self, status: int) -> Response:
        body = self.body
        if body is None:
            words = _WORDS.get(status, "A server error occurred.")
            body = {"detail": words.format(self.retry_after or 12)}
        headers = {"Content-Type": "application/json", **self.headers}
        if isinstance(body, str):
            headers = {"Content-Type": "text/html; charset=utf-8", **self.headers}
        if self.retry_after is not None:
            headers["Retry-After"] = str(self.retry_after)
        raw = body if isinstance(body, str) else json.dumps(body)
        return Response(status, raw.encode(), headers)


_WORDS = {
    401: "Please Login and try again.",
    403: "You do not have permission to perform this action.",
    404: "Not found.",
    429: "Request was throttled. Expected available in {} seconds.",
}


def parse(data: dict[str, Any]) -> Fault:
    """A rule from JSON; raises ValueError on what it doesn't know."""
    known = {item.name for item in fields(Fault)} - {"id"}
    if unknown := data.keys() - known:
        raise ValueError(f"a fault has no {', '.join(sorted(unknown))}")
    try:
        return Fault(**data)
    except (TypeError, re.error) as problem:
        raise ValueError(str(problem)) from None


def add(database: Database, fault: Fault) -> int:
    rule = asdict(fault)
    del rule["id"]
    return database.insert("INSERT INTO faults (rule) VALUES (?)", json.dumps(rule))


def remove(database: Database, number: int | None = None) -> None:
    with database.writing() as connection:
        if number is None:
            connection.execute("DELETE FROM faults")
        else:
            connection.execute("DELETE FROM faults WHERE id = ?", (number,))


def listing(database: Database) -> list[dict[str, Any]]:
    return [
        {"id": row["id"], "seen": row["seen"], "fired": row["fired"]}
        | json.loads(row["rule"])
        for row in database.all("SELECT * FROM faults ORDER BY id")
    ]


def pick(database: Database, request: Request) -> Fault | None:
    """The first rule that fires on this call, if any; it has been counted."""
    rows = database.all("SELECT id, rule FROM faults ORDER BY id")
    for row in rows:
        fault = Fault(**json.loads(row["rule"]), id=row["id"])
        if fault.meets(request) and _fires(database, fault):
            time.sleep(fault.delay)
            return fault
    return None


def _fires(database: Database, fault: Fault) -> bool:
    with database.writing() as connection:
        row = connection.execute(
            "UPDATE faults SET seen = seen + 1 WHERE id = ? RETURNING seen, fired",
            (fault.id,),
        ).fetchone()
        if row is None or row["seen"] <= fault.skip:
            return False
        if fault.times is not None and row["fired"] >= fault.times:
            return False
        if random.Random(f"{fault.seed} {row['seen']}").random() >= fault.probability:
            return False
        connection.execute(
            "UPDATE faults SET fired = fired + 1 WHERE id = ?", (fault.id,)
        )
        return True
