"""An API that keeps what it is told, fast enough to stand beside a portal under load.

One exam, an attempt for each student; asyncio, in a process of its own. The sandbox
knows far more and is far slower. `GET /kept` tells what it holds, and how often it was
asked to create and to end.
"""

import asyncio
import json
import re
import sys
from collections import Counter
from typing import Any

from bench.stub import PROSE
from tests import payloads

QUESTIONS = 50
PER_PAGE = 20
SLUG = "mock-test"
LETTERS = 4

_HEAD = re.compile(rb"([A-Z]+) /(?:api/v2\.2/)?([^ ?]*)(?:\?(\S*))? HTTP/1\.1\r\n")
_TOKEN = re.compile(rb"authorization: JWT [^.]*\.0*([0-9]+)\.", re.IGNORECASE)
_LENGTH = re.compile(rb"content-length: ([0-9]+)", re.IGNORECASE)
_ATTEMPT = re.compile(r"attempts/([0-9]+)/(?:(heartbeat|start|end|questions)/)?")
_ROW = re.compile(r"attempts/([0-9]+)/questions/([0-9]+)/")


def row_of(attempt: int, place: int) -> int:
    return attempt * 1000 + place


class Keeper:
    """Attempts by student, choices by row, and counts of what was asked."""

    def __init__(self) -> None:
        self.owners: dict[int, int] = {}
        self.ended: set[int] = set()
        self.choices: dict[int, list[int]] = {}
        self.asked: Counter[str] = Counter()
        self.created: Counter[int] = Counter()

    def answer(
        self, method: str, path: str, query: str, student: int, body: bytes
    ) -> tuple[int, Any]:
        if path == "kept":
            return 200, {
                "choices": self.choices,
                "asked": self.asked,
                "ended": len(self.ended),
                "most_created": max(self.created.values(), default=0),
                "created": len(self.created),
            }
        if found := _ROW.fullmatch(path):
            attempt, row = map(int, found.groups())
            if self.owners.get(attempt) != student or attempt in self.ended:
                return 403, {"detail": "The attempt has ended."}
            self.asked["save"] += 1
            self.choices[row] = json.loads(body)["selected_answers"]
            return 200, {"id": row, "selected_answers": self.choices[row]}
        if found := _ATTEMPT.fullmatch(path):
            attempt, action = int(found[1]), found[2]
            return self._about(attempt, action, query, student)
        if path == f"exams/{SLUG}/attempts/":
            mine = [id for id, owner in self.owners.items() if owner == student]
            if method == "GET":
                return 200, payloads.page(*map(self._attempt, mine))
            self.asked["create"] += 1
            self.created[student] += 1
            # The exam's own start gives ids from a range of their own.
            attempt = 2_000_000 + student * 10 + self.created[student]
            self.owners[attempt] = student
            return 201, self._attempt(attempt)
        return 404, {"detail": "Not found."}

    def _about(
        self, attempt: int, action: str | None, query: str, student: int
    ) -> tuple[int, Any]:
        # The first to name one of these owns it: nobody has to create ten thousand.
        if self.owners.setdefault(attempt, student) != student:
            return 403, {"detail": "Not yours."}
        if action == "questions":
            return 200, self._questions(attempt, query)
        if action == "end":
            self.asked["end"] += 1
            self.ended.add(attempt)
        elif action:
            self.asked[action] += 1
        return 200, self._attempt(attempt)

    def _attempt(self, id: int) -> Any:
        state = "Completed" if id in self.ended else "Running"
        exam = payloads.exam(slug=SLUG, number_of_questions=QUESTIONS)
        return payloads.attempt(
            id=id, exam=exam, total_questions=QUESTIONS, state=state
        )

    def _questions(self, attempt: int, query: str) -> Any:
        number = int(query.removeprefix("page=") or 1)
        first = (number - 1) * PER_PAGE
        places = range(first, min(first + PER_PAGE, QUESTIONS))
        rows = [self._question(row_of(attempt, n), n) for n in places]
        more = "more" if first + PER_PAGE < QUESTIONS else None
        return payloads.page(*rows, count=QUESTIONS, next=more)

    def _question(self, row: int, n: int) -> Any:
        # What is asked has ids of its own, the same for all who sit the exam.
        answers = [
            {"id": n * 10 + place, "text_html": f"<p>{n}.{place} m/s</p>"}
            for place in range(LETTERS)
        ]
        asked = {"question_html": f"<p>{PROSE.format(n=n)}</p>", "answers": answers}
        chosen = self.choices.get(row, [])
        return payloads.question(id=row, question=asked, selected_answers=chosen)


class _Connection(asyncio.Protocol):
    def __init__(self, keeper: Keeper) -> None:
        self._keeper = keeper
        self._buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            head, rest = self._buffer[: end + 2], self._buffer[end + 4 :]
            length = int(found[1]) if (found := _LENGTH.search(head)) else 0
            if len(rest) < length:
                return
            self._buffer = rest[length:]
            asked, token = _HEAD.match(head), _TOKEN.search(head)
            assert asked
            status, said = self._keeper.answer(
                asked[1].decode(),
                asked[2].decode(),
                (asked[3] or b"").decode(),
                int(token[1]) if token else 0,
                rest[:length],
            )
            body = json.dumps(said).encode()
            self._transport.write(
                b"HTTP/1.1 %d OK\r\nContent-Type: application/json\r\n"
                b"Content-Length: %d\r\n\r\n%s" % (status, len(body), body)
            )


async def serve(port: int) -> None:
    keeper = Keeper()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: _Connection(keeper), "127.0.0.1", port, backlog=4096
    )
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
