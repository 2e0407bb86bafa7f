"""One row, by a query written beforehand: what nearly every request asks first.

A heartbeat and a save read a session and what is known of the room. Django's cursors
cost several times what SQLite takes for such a query, so it goes straight to the
driver; errors stay Django's. Writing is rare, and goes Django's way.
"""

from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.utils import timezone


def first(query: str, *values: Any) -> tuple[Any, ...] | None:
    """The first row that `query` finds, or None. Its values stand as %s.

    Where queries are watched, as in tests that count them, Django's own cursor asks.
    """
    database = connections[DEFAULT_DB_ALIAS]
    if database.queries_logged or database.execute_wrappers:
        with database.cursor() as cursor:
            cursor.execute(query, values)
            row: tuple[Any, ...] | None = cursor.fetchone()
            return row
    database.close_if_health_check_failed()
    database.ensure_connection()
    driver: Any = database.connection
    with database.wrap_database_errors:
        found = driver.execute(_in_words_of(database.vendor, query), values)
        row = found.fetchone()
        found.close()
        return row


def now() -> Any:
    """This second, as it is compared with moments in the database."""
    return _moment(int(timezone.now().timestamp()))


@lru_cache(maxsize=1)
def _moment(second: int) -> Any:
    ops = connections[DEFAULT_DB_ALIAS].ops
    return ops.adapt_datetimefield_value(datetime.fromtimestamp(second, UTC))


@lru_cache
def _in_words_of(vendor: str, query: str) -> str:
    return query.replace("%s", "?") if vendor == "sqlite" else query
