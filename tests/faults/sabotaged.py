"""The portal with guards that a test can switch off, to see that it would notice.

Which one is off stands in the file that SABOTAGE_FILE names; none, as a rule.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from portal.attempts import answers, rooms, starting
from portal.wsgi import application

switch = Path(os.environ["SABOTAGE_FILE"])


def is_off(guard: str) -> bool:
    return switch.exists() and switch.read_text() == guard


def unless_off(guard: str, real: Callable[..., Any], otherwise: Any) -> Any:
    def guarded(*arguments: Any, **named: Any) -> Any:
        return otherwise if is_off(guard) else real(*arguments, **named)

    return guarded


answers.differ = unless_off("read-back", answers.differ, False)
rooms.may_write = unless_off("newest writer", rooms.may_write, True)


def look_once(real: Callable[..., Any]) -> Callable[..., Any]:
    def running(request: Any, slug: str) -> Any:
        if is_off("look again") and getattr(request, "has_looked", False):
            return None
        request.has_looked = True
        return real(request, slug)

    return running


def never_locked(
    real: Callable[..., AbstractContextManager[bool]],
) -> Callable[..., AbstractContextManager[bool]]:
    @contextmanager
    def lock(*arguments: Any) -> Iterator[bool]:
        if is_off("start lock"):
            yield True
        else:
            with real(*arguments) as alone:
                yield alone

    return lock


starting._running = look_once(starting._running)
starting._one_at_a_time = never_locked(starting._one_at_a_time)

__all__ = ["application"]
