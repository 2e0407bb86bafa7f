"""A new version takes over in mid-exam, and nobody's request fails of it."""

import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from tests.serving.conftest import EXAM
from tests.stack import Stack

SITTERS = 4
PATIENCE = 90


@pytest.fixture(scope="module")
def stack(tmp_path_factory):
    variables = {"WEB_CONCURRENCY": "2", "WEB_THREADS": "8"}
    folder = tmp_path_factory.mktemp("reload")
    with Stack(folder, content=False, **variables) as stack:
        stack.world.add_exam(EXAM, minutes=600)
        yield stack


class Busy:
    """Students who save and beat without a pause, each on a kept connection."""

    def __init__(self, sitters):
        self.answers = []
        self.failures = []
        self._is_over = threading.Event()
        self._threads = [
            threading.Thread(target=self._sit, args=[sitter]) for sitter in sitters
        ]

    def _sit(self, sitter):
        version = 0
        while not self._is_over.is_set():
            version += 1
            try:
                status, headers = sitter.save(version)
                said = headers.get("Portal-Saved", "").endswith(f":{version}")
                self.answers.append(status if said else f"{status}, and not saved")
                self.answers.append(sitter.beat()[0])
            except OSError as problem:  # requests' own are of this kind
                self.failures.append(problem)
            time.sleep(0.05)

    def until(self, is_done):
        """Let them go on until then, and a little longer."""
        until = time.monotonic() + PATIENCE
        while not is_done():
            assert time.monotonic() < until, "it never came to that"
            time.sleep(0.1)
        count = len(self.answers)
        while len(self.answers) < count + 8 * SITTERS:
            assert time.monotonic() < until, "nobody is answered any more"
            time.sleep(0.1)

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self._is_over.set()
        for thread in self._threads:
            thread.join(timeout=PATIENCE)


def children(pid):
    with suppress(OSError):
        return set(
            map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())
        )
    return set()


def lives(pid):
    with suppress(OSError):
        return (
            Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
        )
    return False


def test_a_reload_fails_nobody(stack, sitters):
    master = stack.portal.pid
    with Busy(sitters(SITTERS)) as busy:
        for _ in range(2):
            before = children(master)

            os.kill(master, signal.SIGHUP)

            busy.until(
                lambda before=before: (
                    len(children(master) - before) == 2 and not any(map(lives, before))
                )
            )

    assert busy.failures == []
    assert set(busy.answers) == {200}


def test_a_save_under_way_is_finished_before_the_worker_goes(stack, sitters):
    (sitter,) = sitters(1)
    stack.world.fail("PUT", path="questions", delay=6, times=1)
    before = children(stack.portal.pid)

    with ThreadPoolExecutor(1) as alone:
        saving = alone.submit(sitter.save)
        time.sleep(3)  # until it is at the API, on a busy machine too
        for worker in before:
            os.kill(worker, signal.SIGTERM)  # the master starts others
        status, headers = saving.result(timeout=60)

    assert status == 200
    assert headers["Portal-Saved"].endswith(":1")


def test_a_new_master_takes_over_from_the_old_one_and_fails_nobody(stack, sitters):
    """USR2, then TERM for the old one: also a new gunicorn needs no pause."""
    old = stack.portal.pid
    with Busy(sitters(SITTERS)) as busy:
        workers = children(old)
        os.kill(old, signal.SIGUSR2)
        busy.until(lambda: any(len(children(p)) == 2 for p in children(old) - workers))
        (new,) = (p for p in children(old) if children(p))

        os.kill(old, signal.SIGTERM)

        busy.until(lambda: not lives(old))

    assert lives(new)
    assert busy.failures == []
    assert set(busy.answers) == {200}
