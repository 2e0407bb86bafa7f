"""Sessions in PostgreSQL, the shared cache in Redis (or PostgreSQL): as with SQLite."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from importlib import import_module

import environ
import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection, connections
from django.utils import timezone

from portal.web import session_store, shared_cache
from tests.stack import ROOT

RACERS = 4
LOCKS = 40


@pytest.fixture(scope="module")
def _on_postgres(postgres, django_db_blocker):
    """The default database is PostgreSQL, for all threads, until the module is done."""
    memory, databases = connections["default"], connections.settings
    settings = memory.settings_dict | environ.Env.db_url_config(postgres.url)
    settings |= {"OPTIONS": {}, "ENGINE": "django.db.backends.postgresql"}
    before, databases["default"] = databases["default"], settings
    with django_db_blocker.unblock():
        del connections["default"]
        call_command("migrate", verbosity=0)
        yield
        connection.close()
    databases["default"] = before
    connections["default"] = memory


@pytest.fixture
def database(_on_postgres, settings, django_db_blocker):
    """The settings of one who has PostgreSQL and no Redis."""
    settings.CACHES = {
        "default": {
            "BACKEND": "portal.web.shared_cache.Database",
            "LOCATION": "portal_cache",
        }
    }
    with django_db_blocker.unblock():
        call_command("createcachetable", verbosity=0)
        yield


@pytest.fixture(params=["postgres", "redis"])
def cache(request, redis, database):
    if request.param == "redis":
        cache = shared_cache.Redis(redis.url, {})
    else:
        cache = shared_cache.Database("portal_cache", {})
    cache.clear()
    yield cache
    cache.close()


@pytest.fixture(
    params=[
        "portal.web.session_store",
        "django.contrib.sessions.backends.cached_db",
    ]
)
def stores(request, database, redis, settings):
    """Both ways to keep sessions: without Redis, and with it."""
    if request.param.endswith("cached_db"):
        settings.CACHES = {
            "default": {
                "BACKEND": "portal.web.shared_cache.Redis",
                "LOCATION": redis.url,
            }
        }
    return import_module(request.param).SessionStore


def kept(stores, **facts):
    session = stores()
    session.update(facts)
    session.save()
    return session


# Sessions


def test_it_is_postgresql(database):
    with connection.cursor() as cursor:
        cursor.execute("SELECT version()")

        assert "PostgreSQL" in cursor.fetchone()[0]


def test_a_session_is_read_back_changed_and_ended(stores):
    key = kept(stores, token="sealed").session_key

    again = stores(key)
    again["token"] = "sealed anew"
    again.save()
    changed = stores(key)["token"]
    stores(key).flush()

    assert changed == "sealed anew"
    assert stores(key).get("token") is None


def test_a_session_that_expired_is_empty_and_without_a_key(stores):
    key = kept(stores, token="sealed").session_key
    past = timezone.now() - timedelta(seconds=1)
    Session.objects.filter(session_key=key).update(expire_date=past)

    session = session_store.SessionStore(key)

    assert session.get("token") is None
    assert session.session_key is None


def test_a_session_of_before_a_change_of_keys_is_read(stores, settings, redis):
    settings.SECRET_KEY = "the key of last year, and long enough"
    key = kept(stores, token="sealed").session_key

    def read_by_a_new_process():
        redis.forget()
        session_store._read.cache_clear()
        return stores(key).get("token")

    settings.SECRET_KEY = "the key of this year, and long enough"
    settings.SECRET_KEY_FALLBACKS = ["the key of last year, and long enough"]
    with_it = read_by_a_new_process()
    settings.SECRET_KEY_FALLBACKS = []
    without_it = read_by_a_new_process()

    assert (with_it, without_it) == ("sealed", None)


def test_a_session_outlives_the_redis_that_knew_it(stores, redis):
    key = kept(stores, token="sealed").session_key

    redis.forget()

    assert stores(key)["token"] == "sealed"


# The shared cache


def test_what_is_set_is_got_until_it_is_deleted(cache):
    cache.set("room", {"writer": "1"}, 60)
    found = cache.get("room")
    cache.set("room", {"writer": "2"}, 60)
    newest = cache.get("room")
    cache.delete("room")

    assert (found, newest) == ({"writer": "1"}, {"writer": "2"})
    assert cache.get("room", "nothing") == "nothing"


def test_what_has_expired_is_gone_and_may_be_added_again(cache):
    cache.set("room", 1, 1)
    cache.set("calendar", 1, None)
    time.sleep(2.1)

    assert cache.get("room") is None
    assert cache.add("room", 2, 60)
    assert (cache.get("room"), cache.get("calendar")) == (2, 1)


def test_a_lock_is_given_once_until_it_is_given_back(cache):
    first, second = cache.add("starting", True, 60), cache.add("starting", True, 60)
    cache.delete("starting")
    third = cache.add("starting", True, 60)

    assert (first, second, third) == (True, False, True)


def test_a_lock_is_one_thread_s(cache):
    def take(number):
        try:
            return [cache.add(f"race:{n}", number, 60) for n in range(LOCKS)]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as together:
        given = list(together.map(take, range(8)))

    assert [sum(column) for column in zip(*given, strict=True)] == [1] * LOCKS


@pytest.mark.parametrize("has_redis", [False, True], ids=["postgres", "redis"])
def test_a_lock_is_one_process_s(postgres, redis, database, has_redis):
    redis.forget()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM portal_cache")
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "DATABASE_URL": postgres.url,
        "REDIS_URL": redis.url if has_redis else "",
    }
    racers = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.machines.racer", str(LOCKS)],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(RACERS)
    ]
    try:
        ready = [racer.stdout.readline() for racer in racers]
        for racer in racers:
            racer.stdin.write("go\n")
            racer.stdin.flush()
        given = [racer.communicate(timeout=60)[0].split() for racer in racers]
    finally:
        for racer in racers:
            racer.kill()
            racer.wait(timeout=10)

    assert ready == ["ready\n"] * RACERS
    assert sorted(int(n) for each in given for n in each) == list(range(LOCKS))
