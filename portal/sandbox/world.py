"""The sandbox's whole state and what tests may do to it.

The same methods work in the serving process and in any other with the same file,
because all of it is in the database.
"""

import json
import secrets
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from portal.sandbox import catalogue, faults, seeding, tokens
from portal.sandbox.attempts import Attempt, Attempts
from portal.sandbox.catalogue import Catalogue, Exam
from portal.sandbox.content import kit
from portal.sandbox.database import Database
from portal.sandbox.messages import Refusal

TOKEN_LIFETIME = 30 * 86400.0


class World:
    """Open the state at a path; an empty one is filled with Brilliant Academy.

    `content` False leaves it empty but for the students.
    """

    def __init__(self, path: str | Path, *, content: bool = True) -> None:
        self.database = Database(path)
        self._catalogue = Catalogue()
        with self.database.writing():
            if "edition" not in self.meta():
                self.reset(content=content)

    def close(self) -> None:
        self.database.close()

    def reset(self, *, content: bool = True) -> None:
        """Forget everything, and begin again with fresh dates."""
        with self.database.writing():
            self.database.clear()
            self._set("secret", secrets.token_hex(16))
            self._set("offset", "0")
            seeding.people(self.database)
            if content:
                seeding.content(self.database, self.now())
            self._renew()
            if content:
                seeding.history(self)

    # the clock

    def now(self) -> float:
        """Real time, moved by what `advance` has added."""
        return time.time() + float(self.meta().get("offset", "0"))

    def advance(self, seconds: float) -> float:
        """Move the server's clock; the new time."""
        with self.database.writing():
            offset = float(self.meta()["offset"]) + seconds
            self._set("offset", str(offset))
        return self.now()

    # people and tokens

    def user(self, username: str) -> dict[str, Any]:
        return self._user("username", username)

    def user_by_id(self, number: int) -> dict[str, Any]:
        return self._user("id", number)

    def add_student(self, username: str, password: str, **profile: Any) -> int:
        return seeding.student(self.database, username, password, **profile)

    def update_profile(self, number: int, profile: dict[str, Any]) -> None:
        with self.database.writing() as connection:
            connection.execute(
                "UPDATE users SET profile = ? WHERE id = ?",
                (json.dumps(profile), number),
            )

    def token(self, username: str, lifetime: float | None = None) -> str:
        """A new token, as signing in gives one."""
        user = self.user(username)
        with self.database.writing() as connection:
            meta = self.meta()
            kept = float(meta.get("token_lifetime", TOKEN_LIFETIME))
            expires = int(self.now() + (kept if lifetime is None else lifetime))
            while True:
                claims = {
                    "username": user["username"],
                    "user_id": user["id"],
                    "email": user["profile"]["email"],
                    "exp": expires,
                }
                token = tokens.encode(claims, meta["secret"])
                # Two sign-ins in a second would otherwise share a token's fate.
                if not self.database.one("SELECT 1 FROM tokens WHERE token=?", token):
                    break
                expires += 1
            connection.execute(
                "INSERT INTO tokens VALUES (?, ?, 'good', ?)",
                (token, user["id"], expires),
            )
        return token

    def authenticate(self, authorization: str) -> tuple[dict[str, Any], str]:
        """Who sends this header, and the token's state; 401 where it is nobody."""
        scheme, _, token = authorization.partition(" ")
        if scheme.upper() != "JWT" or not token:
            raise _signed_out("Authentication credentials were not provided.")
        found = self.database.one("SELECT * FROM tokens WHERE token = ?", token)
        if found is None:
            good = tokens.has_good_signature(token, self.meta()["secret"])
            word = "Invalid payload." if good else "Error decoding signature."
            raise _signed_out(word)
        if found["state"] == "revoked":
            raise _signed_out("Please Login and try again.")
        if found["expires"] <= self.now():
            raise _signed_out("Signature has expired.")
        return self.user_by_id(found["user_id"]), found["state"]

    def revoke_tokens(self, username: str | None = None) -> None:
        """Every token so far is dead, though its signature is good."""
        self._mark_tokens("revoked", username)

    def sign_in_elsewhere(self, username: str | None = None) -> None:
        """Too many devices: calls are refused until the others are signed out."""
        self._mark_tokens("elsewhere", username)

    def expire_tokens(self, username: str | None = None) -> None:
        """Every token so far has just run out."""
        who, values = self._whose(username)
        with self.database.writing() as connection:
            connection.execute(
                f"UPDATE tokens SET expires = ?{who}",  # noqa: S608
                (self.now() - 1, *values),
            )

    def keep_only(self, token: str) -> None:
        """This token is good; the same student's others are dead."""
        with self.database.writing() as connection:
            connection.execute(
                "UPDATE tokens SET state = CASE token WHEN ? THEN 'good' ELSE 'revoked'"
                " END WHERE user_id = (SELECT user_id FROM tokens WHERE token = ?)",
                (token, token),
            )

    def revoke(self, token: str) -> None:
        with self.database.writing() as connection:
            connection.execute(
                "UPDATE tokens SET state = 'revoked' WHERE token = ?", (token,)
            )

    # content and attempts

    @property
    def catalogue(self) -> Catalogue:
        edition = self.meta().get("edition", "")
        if edition != self._catalogue.edition:
            self._catalogue = catalogue.load(self.database, edition)
        return self._catalogue

    @property
    def attempts(self) -> Attempts:
        return Attempts(self.database, self.catalogue)

    def add_exam(
        self,
        slug: str,
        questions: Sequence[kit.Question] | int = 5,
        *,
        title: str = "",
        minutes: float | None = 60,
        **facts: Any,
    ) -> Exam:
        """An exam of these questions (or of so many sums); facts as in `kit.exam`."""
        asked = seeding.sums(questions) if isinstance(questions, int) else questions
        written = kit.exam(slug, title or slug, list(asked), minutes=minutes, **facts)
        with self.database.writing():
            seeding.exam(self.database, written, self.now())
            self._renew()
        return self.catalogue.slugs[slug]

    def add_attempt(self, username: str, slug: str, *, at: float | None = None) -> int:
        """A running attempt, as if created at that time (now without)."""
        exam = self.catalogue.slugs[slug]
        user = self.user(username)
        moment = self.now() if at is None else at
        return self.attempts.create(exam, user["id"], moment).id

    def attempt(self, number: int) -> Attempt:
        found = self.attempts.find(number)
        if found is None:
            raise LookupError(f"there is no attempt {number}")
        return found

    def end(self, number: int) -> None:
        """End an attempt behind the student's back, as another device would."""
        with self.database.writing():
            self.attempts.end(self.attempt(number))

    def answers(self, number: int) -> dict[int, dict[str, Any]]:
        """What is stored of an attempt: {row id: the answer, and its mark}."""
        attempt = self.attempt(number)
        empty: dict[str, Any] = {"selected_answers": []}
        return {
            row.id: {**empty, **row.answer, "review": row.review}
            for row in self.attempts.rows(attempt)
        }

    def saves(self, number: int | None = None) -> list[dict[str, Any]]:
        """Every PUT of an answer in order of arrival, refused ones too."""
        only, values = ("", []) if number is None else (" WHERE attempt_id=?", [number])
        rows = self.database.all(
            f"SELECT * FROM saves{only} ORDER BY id",  # noqa: S608
            *values,
        )
        return [{**row, "body": _read(row["body"])} for row in map(dict, rows)]

    # calls and faults

    def calls(self, method: str = "", path: str = "") -> list[dict[str, Any]]:
        """The log of calls, oldest first; `path` is any part of the path."""
        rows = self.database.all(
            "SELECT * FROM calls WHERE (? = '' OR method = ?)"
            " AND instr(path, ?) > 0 ORDER BY id",
            *(method, method, path),
        )
        return [dict(row) for row in rows]

    def forget_calls(self) -> None:
        with self.database.writing() as connection:
            connection.execute("DELETE FROM calls")

    def fail(self, method: str = "", path: str = "", **effects: Any) -> int:
        """Set a fault (see `faults.Fault`); its number, to `heal` it by."""
        fault = faults.parse({"method": method, "path": path, **effects})
        return faults.add(self.database, fault)

    def heal(self, number: int | None = None) -> None:
        """Take back one fault, or all."""
        faults.remove(self.database, number)

    def meta(self) -> dict[str, str]:
        rows = self.database.all("SELECT key, value FROM meta")
        return {row["key"]: row["value"] for row in rows}

    def configure(self, **values: object) -> None:
        """Settings that last: `token_lifetime` in seconds, and `public_host`, the host
        in bodies' URLs where it isn't the one that was called (API.md §0.12)."""
        with self.database.writing():
            for key, value in values.items():
                self._set(key, str(value))

    def _set(self, key: str, value: str) -> None:
        self.database.connection.execute(
            "INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value)
        )

    def _renew(self) -> None:
        self._set("edition", secrets.token_hex(4))

    def _user(self, column: str, value: object) -> dict[str, Any]:
        row = self.database.one(
            f"SELECT * FROM users WHERE {column} = ?",  # noqa: S608
            value,
        )
        if row is None:
            raise LookupError(f"there is no user {value}")
        return {**row, "profile": json.loads(row["profile"])}

    def _whose(self, username: str | None) -> tuple[str, list[object]]:
        if username is None:
            return "", []
        return " WHERE user_id = ?", [self.user(username)["id"]]

    def _mark_tokens(self, state: str, username: str | None) -> None:
        who, values = self._whose(username)
        with self.database.writing() as connection:
            connection.execute(
                f"UPDATE tokens SET state = ?{who}",  # noqa: S608
                (state, *values),
            )


def _read(body: str) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return body


def _signed_out(words: str) -> Refusal:
    return Refusal(401, {"detail": words}, **{"WWW-Authenticate": 'JWT realm="api"'})
