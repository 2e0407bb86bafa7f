"""What the Procfile's gunicorn does beside its options."""

import gc
import os
import shutil
import tempfile
from typing import Any

# Kept-alive connections of a front server, and of browsers where there is none. What
# waits for a thread (portal/serving.py) must have been accepted first.
worker_connections = 4000

# As long as a hand-in may take at a slow API; then whoever still waits is cut off.
graceful_timeout = 30


# Where the workers count for /metrics: a folder of this master's own, also where it was
# started by another one (USR2) and inherited that one's.
_OURS = f"portal-metrics-{os.getpid()}-"
_folder = os.environ.get("PROMETHEUS_MULTIPROC_DIR", "")
_is_wanted = "METRICS_TOKEN" in os.environ or os.path.exists(".env")
if _is_wanted and (
    not _folder or ("portal-metrics-" in _folder and _OURS not in _folder)
):
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix=_OURS)


def on_exit(server: Any) -> None:
    folder = os.environ.get("PROMETHEUS_MULTIPROC_DIR", "")
    if _OURS in folder:
        shutil.rmtree(folder, ignore_errors=True)


def child_exit(server: Any, worker: Any) -> None:
    """What a worker counted stays; what it had in work went with it."""
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        from prometheus_client import multiprocess

        multiprocess.mark_process_dead(worker.pid)


def post_worker_init(worker: Any) -> None:
    """Let the worker be watched, and look for garbage less often.

    Python's collector would otherwise walk a hundred thousand objects that live as
    long as the worker, several times in each big page.
    """
    from django.conf import settings

    from portal.web import metrics

    if settings.METRICS_TOKEN:
        worker.watch = metrics.watch
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 50, 50)
