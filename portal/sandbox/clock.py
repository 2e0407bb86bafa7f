"""The server's clock, as API.md §3.2 infers it from the seeds.

    create:     last = now, taken = 0
    heartbeat:  taken += now - last, last = now; over when taken >= duration
    start:      last = now (the gap is forgiven)
    read:       remaining = duration - ceil(taken)

Nothing else charges time: saving, reading and ending leave both values alone (seed
A:1056 ends with both unchanged). So an attempt whose time is over goes on accepting
answers until a heartbeat or a start finds out; only Completed refuses them. A time of
zero shows as one second, as in every seed row (A:632: created, `0:00:01`).
"""

import math
from dataclasses import dataclass


@dataclass(slots=True)
class Clock:
    """What has been used of a duration; `duration` None is untimed."""

    last: float
    taken: float
    duration: float | None

    def beat(self, now: float) -> None:
        self.taken += max(0.0, now - self.last)
        self.last = now

    def resume(self, now: float) -> None:
        self.last = now

    @property
    def is_over(self) -> bool:
        return self.duration is not None and self.taken >= self.duration

    @property
    def shown_taken(self) -> int:
        taken = max(1, math.ceil(self.taken))
        return taken if self.duration is None else min(taken, int(self.duration))

    @property
    def shown_remaining(self) -> int | None:
        if self.duration is None:
            return None
        return int(self.duration) - self.shown_taken
