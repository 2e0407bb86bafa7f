"""The sandbox's state: one SQLite file, for many threads and several processes.

Write-ahead logging lets readers go on while one writes, and a killed process loses
nothing that was committed. Everything that must outlive a restart, the clock's
offset and the faults included, is in here.
"""

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS users (
    id INTEGER PRIMARY KEY, username TEXT UNIQUE NOT NULL, password TEXT NOT NULL,
    profile TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS tokens (
    token TEXT PRIMARY KEY, user_id INTEGER NOT NULL, state TEXT NOT NULL,
    expires REAL NOT NULL);
CREATE TABLE IF NOT EXISTS subjects (
    id INTEGER PRIMARY KEY, path TEXT UNIQUE NOT NULL);
CREATE TABLE IF NOT EXISTS exams (
    id INTEGER PRIMARY KEY, slug TEXT UNIQUE NOT NULL, data TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS questions (
    id INTEGER PRIMARY KEY, exam_id INTEGER NOT NULL, data TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS products (
    id INTEGER PRIMARY KEY, slug TEXT UNIQUE NOT NULL, data TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS posts (
    id INTEGER PRIMARY KEY, slug TEXT UNIQUE NOT NULL, data TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS attempts (
    id INTEGER PRIMARY KEY AUTOINCREMENT, exam_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL, created REAL NOT NULL, last REAL NOT NULL,
    taken REAL NOT NULL, state TEXT NOT NULL, result TEXT);
CREATE INDEX IF NOT EXISTS attempts_by_user ON attempts (user_id, exam_id);
CREATE TABLE IF NOT EXISTS sections (
    attempt_id INTEGER NOT NULL, position INTEGER NOT NULL, state TEXT NOT NULL,
    last REAL NOT NULL, taken REAL NOT NULL, PRIMARY KEY (attempt_id, position));
CREATE TABLE IF NOT EXISTS rows (
    id INTEGER PRIMARY KEY AUTOINCREMENT, attempt_id INTEGER NOT NULL,
    question_id INTEGER NOT NULL, position INTEGER NOT NULL, answer TEXT,
    review INTEGER, since_start REAL, spent REAL);
CREATE INDEX IF NOT EXISTS rows_by_attempt ON rows (attempt_id, position);
CREATE TABLE IF NOT EXISTS saves (
    id INTEGER PRIMARY KEY AUTOINCREMENT, arrived REAL NOT NULL,
    clock REAL NOT NULL, attempt_id INTEGER NOT NULL, row_id INTEGER NOT NULL,
    status INTEGER NOT NULL, body TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS saves_by_attempt ON saves (attempt_id);
CREATE TABLE IF NOT EXISTS calls (
    id INTEGER PRIMARY KEY AUTOINCREMENT, arrived REAL NOT NULL,
    seconds REAL NOT NULL, method TEXT NOT NULL, path TEXT NOT NULL,
    user TEXT NOT NULL, status INTEGER NOT NULL, fault INTEGER);
CREATE TABLE IF NOT EXISTS faults (
    id INTEGER PRIMARY KEY AUTOINCREMENT, rule TEXT NOT NULL,
    seen INTEGER NOT NULL DEFAULT 0, fired INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS uploads (
    id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL,
    kind TEXT NOT NULL, data BLOB NOT NULL);
"""

TABLES = (
    *("meta", "users", "tokens", "subjects", "exams", "questions", "products"),
    *("posts", "attempts", "sections", "rows", "saves", "calls", "faults", "uploads"),
    "sqlite_sequence",
)

# Ids of one kind never look like ids of another, so that a portal which mixes them
# up (a question's id where the row's belongs, API.md §0.4) is told 404.
FIRST_IDS = {"attempts": 125_871, "rows": 12_705_295}


class Database:
    """A connection for each thread; one writer at a time."""

    def __init__(self, path: str | Path) -> None:
        self.path = str(path)
        self._local = threading.local()
        self._writer = threading.Lock()
        self.connection.executescript(SCHEMA)

    @property
    def connection(self) -> sqlite3.Connection:
        """This thread's connection; a forked child opens its own."""
        if getattr(self._local, "pid", None) != os.getpid():
            connection = sqlite3.connect(
                self.path, timeout=30, isolation_level=None, check_same_thread=False
            )
            connection.row_factory = sqlite3.Row
            connection.execute("PRAGMA journal_mode=WAL")
            # A kill loses nothing; only a power cut could lose the last moments.
            connection.execute("PRAGMA synchronous=NORMAL")
            self._local.connection = connection
            self._local.pid = os.getpid()
        found: sqlite3.Connection = self._local.connection
        return found

    def all(self, sql: str, *values: object) -> list[sqlite3.Row]:
        return self.connection.execute(sql, values).fetchall()

    def one(self, sql: str, *values: object) -> sqlite3.Row | None:
        row: sqlite3.Row | None = self.connection.execute(sql, values).fetchone()
        return row

    def insert(self, sql: str, *values: object) -> int:
        """Run an INSERT; the id of the new row."""
        with self.writing() as connection:
            return int(connection.execute(sql, values).lastrowid or 0)

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction; nested use joins the outer one.

        The lock spares threads of this process SQLite's sleeping retries;
        BEGIN IMMEDIATE keeps other processes out.
        """
        connection = self.connection
        if connection.in_transaction:
            yield connection
            return
        with self._writer:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    def clear(self) -> None:
        """Empty every table and set the counters to their beginnings."""
        with self.writing() as connection:
            for table in TABLES:
                connection.execute(f"DELETE FROM {table}")  # noqa: S608
            connection.executemany(
                "INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)",
                list(FIRST_IDS.items()),
            )

    def close(self) -> None:
        if getattr(self._local, "pid", None) == os.getpid():
            self._local.connection.close()
            self._local.pid = None
