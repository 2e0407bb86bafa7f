"""The shared cache in the database keeps Django's promises with fewer queries."""

import time
from importlib import import_module

import pytest
from django.contrib.sessions.backends import db as django_sessions
from django.core.cache.backends.db import DatabaseCache
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.web import session_store, shared_cache

PARAMS = {"OPTIONS": {"MAX_ENTRIES": 10}}


@pytest.fixture
def cache(db, settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "portal.web.shared_cache.Database",
            "LOCATION": "test_cache",
        }
    }
    call_command("createcachetable", verbosity=0)
    return shared_cache.Database("test_cache", PARAMS)


def test_what_is_set_is_got_back_with_one_query_each(cache):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        cache.set("room", {"writer": "1"}, 60)
        found = cache.get("room")

    assert found == {"writer": "1"}
    assert len(asked) == 2


def test_it_reads_what_django_wrote_and_the_other_way_round(cache):
    django = DatabaseCache("test_cache", PARAMS)
    cache.set("ours", 1, 60)
    django.set("theirs", 2, 60)

    assert (django.get("ours"), cache.get("theirs")) == (1, 2)


def test_the_newest_value_counts(cache):
    cache.set("room", 1, 60)
    cache.set("room", 2, 60)

    assert cache.get("room") == 2


def test_what_has_expired_is_gone(cache):
    cache.set("room", 1, -1)

    assert cache.get("room", "nothing") == "nothing"


def test_a_lock_is_given_once_until_it_is_given_back(cache):
    first, second = cache.add("starting", True, 60), cache.add("starting", True, 60)
    cache.delete("starting")
    third = cache.add("starting", True, 60)

    assert (first, second, third) == (True, False, True)


def test_a_lock_that_expired_is_given_again(cache):
    cache.add("starting", 1, 0.5)
    time.sleep(1.6)

    assert cache.add("starting", 2, 60)
    assert cache.get("starting") == 2


def test_something_may_be_kept_for_ever(cache):
    cache.set("settings", 1, None)

    assert cache.get("settings") == 1


def test_the_table_does_not_grow_for_ever(cache, monkeypatch):
    monkeypatch.setattr(shared_cache, "TIDIED_ONCE_IN", 1)

    for number in range(40):
        cache.set(f"room:{number}", number, 60)

    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM test_cache")
        assert cursor.fetchone()[0] <= 11


def test_a_session_is_read_with_one_query_and_is_what_django_reads(db):
    written = django_sessions.SessionStore()
    written["token"] = "sealed"
    written.save()

    with CaptureQueriesContext(connection) as asked:
        token = session_store.SessionStore(written.session_key)["token"]

    assert token == "sealed"
    assert len(asked) == 1


@pytest.mark.parametrize(
    "engine", ["portal.web.session_store", "django.contrib.sessions.backends.db"]
)
def test_a_session_that_ended_or_never_was_is_empty_and_without_a_key(db, engine):
    stores = import_module(engine).SessionStore
    over = stores()
    over["token"] = "sealed"
    over.set_expiry(-1)
    over.save()

    for key in (over.session_key, "x" * 32):
        session = stores(key)
        assert session.get("token") is None
        assert session.session_key is None
