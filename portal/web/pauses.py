"""What the API asked of one worker is heard by all: through the shared cache.

Looked at once a second by each worker, not with each request; and by the threads that
serve requests, since those of the gateway have no connection to a database.
"""

import logging

from django.core.cache import cache

from portal.testpress.pauses import LONGEST, Pauses

logger = logging.getLogger(__name__)


def share(institute: str, pauses: Pauses) -> None:
    """Tell the other workers of this institute's API, and hear them, if it is time."""
    if not pauses.is_due():
        return
    try:
        key = f"pauses:{institute}"
        if news := pauses.learn(cache.get(key) or {}):
            cache.set(key, news, LONGEST)
    except Exception as problem:  # noqa: BLE001 - better alone than not at all
        logger.warning("The shared cache doesn't answer: %s", type(problem).__name__)
