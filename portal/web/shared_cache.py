"""The cache that all workers share: Django's own two, without what they needn't do.

Formats and tables stay as Django has them: `createcachetable` makes the one.
"""

import base64
import pickle
import random
from collections.abc import Callable
from contextlib import nullcontext
from datetime import UTC, datetime
from threading import Lock
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import DatabaseCache
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from django.db import DatabaseError, connection
from django.utils import timezone

from portal.web import rows

TIDIED_ONCE_IN = 500  # writes


# SQLite takes one writer at a time, and lets the others poll: better they queue here.
# With PostgreSQL there is nobody to wait for, and it costs nothing.
_one_writer = nullcontext() if connection.vendor != "sqlite" else Lock()


class Database(DatabaseCache):
    """Reads with one query, writes with one, and counts rows only now and then.

    Django's counts the whole table before each write and looks for the row in
    between. SQLite and PostgreSQL both know ON CONFLICT.
    """

    _table: str
    _cull: Callable[..., None]

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        key = self.make_and_validate_key(key, version=version)
        query = f"SELECT value FROM {self._table} WHERE cache_key = %s AND expires > %s"  # noqa: S608
        row = rows.first(query, key, rows.now())
        if row is None:
            return default
        return pickle.loads(base64.b64decode(row[0]))  # noqa: S301 - we packed it

    def _base_set(
        self, mode: str, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT
    ) -> bool:
        if mode == "touch":
            return bool(super()._base_set(mode, key, value, timeout))  # type: ignore[misc]
        packed = base64.b64encode(pickle.dumps(value, self.pickle_protocol)).decode()
        until = self.get_backend_timeout(timeout)
        expires = datetime.max if until is None else datetime.fromtimestamp(until, UTC)
        query = (
            f"INSERT INTO {self._table} (cache_key, value, expires)"  # noqa: S608
            " VALUES (%s, %s, %s) ON CONFLICT (cache_key) DO UPDATE"
            " SET value = excluded.value, expires = excluded.expires"
        )
        values = [key, packed, _moment(expires.replace(microsecond=0))]
        if mode == "add":
            query += f" WHERE {self._table}.expires <= %s"
            values.append(_moment(timezone.now()))
        try:
            with _one_writer, connection.cursor() as cursor:
                cursor.execute(query, values)
                written: bool = cursor.rowcount == 1
        except DatabaseError:
            return False
        if random.randrange(TIDIED_ONCE_IN) == 0:  # noqa: S311 - no secret
            self._tidy()
        return written

    def _tidy(self) -> None:
        """Drop what has expired, and the surplus if there is one."""
        now = timezone.now()
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT COUNT(*) FROM {self._table}")  # noqa: S608
            self._cull("default", cursor, now, cursor.fetchone()[0])


class Redis(RedisCache):
    """Keeps its client: Django's makes a new one for every command."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = _KeptClient


class _KeptClient(RedisCacheClient):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._kept: dict[int, Any] = {}

    def get_client(self, key: Any = None, *, write: bool = False) -> Any:
        index = self._get_connection_pool_index(write)  # type: ignore[attr-defined]
        client = self._kept.get(index)
        if client is None:
            client = self._kept[index] = super().get_client(key, write=write)
        return client


def _moment(moment: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(moment)
