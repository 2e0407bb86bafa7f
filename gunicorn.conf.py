"""What the Procfile's gunicorn does beside its options."""

import gc
import json
import logging
import os
import shutil
import tempfile
import traceback
from typing import Any

from gunicorn.glogging import Logger

# Kept-alive connections of a front server, and of browsers where there is none. What
# waits for a thread (portal/serving.py) must have been accepted first.
worker_connections = 4000

# As long as a hand-in may take at a slow API; then whoever still waits is cut off.
graceful_timeout = 30

# Else SCRIPT_NAME is taken from the headers of whoever asks by way of loopback.
forwarder_headers = ""


class Lines(logging.Formatter):
    """gunicorn's own lines, as `portal.web.logs` writes ours.

    It quotes what it couldn't read, be it a cookie, and the address that asked.
    """

    def format(self, record: logging.LogRecord) -> str:
        message = record.getMessage()
        error = record.exc_info[1] if record.exc_info else None
        if error:
            message = str(record.msg).partition("%")[0].strip()
        elif message.startswith("Invalid request from"):
            message = "Invalid request"
        line = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "message": message,
        }
        if error:
            frames = traceback.extract_tb(error.__traceback__)
            line["traceback"] = [
                f"{type(error).__module__}.{type(error).__qualname__}",
                *(f"  {f.filename}:{f.lineno} in {f.name}" for f in frames),
            ]
        return json.dumps(line)


class logger_class(Logger):  # noqa: N801 - the setting's name
    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(Lines())


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
    """Let the worker be watched, and look less often: for garbage, and where a line of
    the log was written, which none of ours says.

    Python's collector would otherwise walk a hundred thousand objects that live as
    long as the worker, several times in each big page.
    """
    from django.conf import settings

    from portal.web import metrics

    if settings.METRICS_TOKEN:
        worker.watch = metrics.watch
    logging._srcfile = None  # type: ignore[attr-defined]  # as the Logging HOWTO has it
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 50, 50)
