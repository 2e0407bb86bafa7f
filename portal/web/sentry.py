"""Tells Sentry of errors, where SENTRY_DSN names one: what our log says, and no more.

The library would send what it finds: local variables, bodies, cookies, headers, the
words of an error. None of that is gathered, and what is left is built anew from a short
list before it goes, so that a new version of the library can't add to it.
"""

import logging
from typing import Any

import sentry_sdk
from sentry_sdk.integrations.logging import EventHandler

from portal.web import logs

# Of the event and of each line of code in it: where it happened, and nothing of whom.
KEPT = (
    "event_id",
    "timestamp",
    "level",
    "platform",
    "logger",
    "release",
    "environment",
)
KEPT_OF_FRAMES = ("filename", "function", "module", "lineno", "in_app")


def start(dsn: str, **options: Any) -> logging.Handler:
    """Send every error that is logged from now on; the handler that does it."""
    sentry_sdk.init(
        dsn,
        # Nothing is hooked into Django: requests cost what they cost without it.
        default_integrations=False,
        auto_enabling_integrations=False,
        # What names a person (`send_default_pii`, as it was called) is off unless asked
        # for; these are on.
        include_local_variables=False,
        include_source_context=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        auto_session_tracking=False,
        send_client_reports=False,
        shutdown_timeout=2,
        before_send=scrubbed,
        **options,
    )
    handler = EventHandler(logging.ERROR)
    logging.getLogger().addHandler(handler)
    return handler


def scrubbed(event: Any, hint: dict[str, Any]) -> Any:
    """The same error in what our log says of it; None where it isn't a log line's.

    Nor of the line that every request has: the one with the traceback says more. Nor of
    what a stranger sent us (`logs.Strangers`).
    """
    record = hint.get("log_record")
    if record is None or record.name == logs.requests.name:
        return None
    if record.name.startswith(logs.FROM_STRANGERS):
        return None
    kept = {name: event[name] for name in KEPT if name in event}
    kept["logentry"] = {"message": logs.message_of(record)}
    kept["tags"] = {"request_id": logs.request_id()}
    errors = event.get("exception", {}).get("values", [])
    kept["exception"] = {"values": [_scrubbed_error(error) for error in errors]}
    return kept


def _scrubbed_error(error: dict[str, Any]) -> dict[str, Any]:
    frames = (error.get("stacktrace") or {}).get("frames", [])
    return {
        "type": error.get("type"),
        "module": error.get("module"),
        "stacktrace": {
            "frames": [
                {name: frame[name] for name in KEPT_OF_FRAMES if name in frame}
                for frame in frames
            ]
        },
    }
