"""The receipt of a hand-in: how many answers the API holds, when, and a checksum.

The checksum is of the answers themselves, so that the same sum over the review's rows
shows the student that nothing was lost in between. It is made of what each answered
question holds, in no order, since the review may number its rows its own way.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from portal import testpress
from portal.web.requests import PortalRequest

MOST_KEPT = 20


@dataclass(frozen=True, slots=True)
class Receipt:
    """`answers` is None where the API would not show what it holds."""

    at: datetime
    answers: int | None
    checksum: str


def write(
    request: PortalRequest,
    attempt_id: int,
    held: Mapping[int, testpress.Answer] | None,
) -> None:
    """Keep the receipt in the student's session, and forget the oldest."""
    kept = request.session.get("receipts", {})
    kept.pop(str(attempt_id), None)
    prints = fingerprints(held.values()) if held is not None else None
    kept[str(attempt_id)] = [
        timezone.now().isoformat(),
        prints.total() if prints is not None else None,
        checksum(prints) if prints is not None else "",
    ]
    for oldest in list(kept)[:-MOST_KEPT]:
        del kept[oldest]
    request.session["receipts"] = kept


def find(request: PortalRequest, attempt_id: int) -> Receipt | None:
    """The receipt of a hand-in made in this session."""
    found = request.session.get("receipts", {}).get(str(attempt_id))
    if not found:
        return None
    at, answers, summed = found
    return Receipt(datetime.fromisoformat(at), answers, summed)


def fingerprints(held: Iterable[testpress.Answer]) -> Counter[str]:
    """What each answered question holds; questions without an answer have none."""
    return Counter(filter(None, map(_fingerprint, held)))


def checksum(prints: Counter[str]) -> str:
    """Sixteen letters and digits in fours: "3f9a 01cc 7be2 d410"."""
    digest = hashlib.sha256("\n".join(sorted(prints.elements())).encode()).hexdigest()
    return " ".join(digest[start : start + 4] for start in range(0, 16, 4))


def holds(
    kept: Counter[str], same_row: testpress.Answer | None, wanted: testpress.Answer
) -> bool:
    """Whether `wanted` is among what the API kept (or is empty, as its row is)."""
    print_ = _fingerprint(wanted)
    if print_:
        return kept[print_] > 0
    return same_row is not None and not _fingerprint(same_row)


def _fingerprint(answer: testpress.Answer) -> str:
    parts = [
        sorted(answer.selected),
        (answer.essay_text or "").strip(),
        (answer.short_text or "").strip(),
        [[place, gap.strip()] for place, gap in enumerate(answer.gaps or ()) if gap],
        # A file goes by one name when it is uploaded and may by another afterwards.
        len(answer.files or ()),
    ]
    return json.dumps(parts) if any(parts) else ""
