"""A row read straight from the driver is what Django's cursor would have read."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from portal.web import rows

QUERY = "SELECT %s, %s WHERE %s = 1"


def test_the_first_row_or_none(db):
    assert rows.first(QUERY, "a%s", None, 1) == ("a%s", None)
    assert rows.first(QUERY, "a%s", None, 2) is None


def test_it_reads_what_the_transaction_wrote(db):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE seen (name text)")
        cursor.execute("INSERT INTO seen VALUES (%s)", ["asha"])

    assert rows.first("SELECT name FROM seen") == ("asha",)


def test_what_goes_wrong_is_djangos_error(db):
    with pytest.raises(DatabaseError):
        rows.first("SELECT 1 FROM nowhere")


def test_watched_queries_are_seen(db):
    with CaptureQueriesContext(connection) as asked:
        assert rows.first(QUERY, 1, 2, 1) == (1, 2)

    assert len(asked) == 1


def test_now_is_this_second(db, monkeypatch):
    one, other = "2026-11-25 09:00:00", "2026-11-25 09:00:01"
    said = []
    for second in (0, 0.9, 1):
        moment = datetime(2026, 11, 25, 9, tzinfo=UTC) + timedelta(seconds=second)
        monkeypatch.setattr(rows.timezone, "now", lambda at=moment: at)
        said.append(str(rows.now())[:19])

    assert said == [one, one, other]
