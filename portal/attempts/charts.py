"""Where bars and points go: geometry in per cent of the drawing, for SVG in templates.

Percentages, so that a chart is as wide as its place and its patterns and strokes
stay as they are; no styles, which the CSP forbids inline.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from portal.attempts.looks import Look

BARS_IN_A_ROW = 50
GAP_SHARE = 0.16  # of a bar's place, left free
FILLS = {
    "correct": "bar-correct",
    "incorrect": "bar-incorrect",
    "unanswered": "bar-unanswered",
    "not-marked": "bar-not-marked",
}
PATTERNS = {"incorrect": "url(#hatch)", "unanswered": "url(#dots)"}


@dataclass(frozen=True, slots=True)
class Bar:
    """A question's bar; `average` is the height of everyone's, or "" if unknown."""

    look: Look
    x: str
    width: str
    right: str
    y: str
    height: str
    average: str

    @property
    def css_class(self) -> str:
        return "" if self.pattern else FILLS[self.look.result]

    @property
    def pattern(self) -> str:
        return PATTERNS.get(self.look.result, "")


@dataclass(frozen=True, slots=True)
class Strip:
    """A row of the time strip: the questions from `first` to `last`."""

    first: int
    last: int
    bars: tuple[Bar, ...]


def time_strips(looks: Sequence[Look]) -> list[Strip]:
    """One bar a question, as high as its time, fifty in a row, all on one scale.

    A question whose time isn't known has a place and no bar.
    """
    highest = max(
        (
            max(look.seconds, look.item.average_seconds or 0)
            for look in looks
            if look.seconds
        ),
        default=0,
    )
    if not highest:
        return []
    places = min(len(looks), BARS_IN_A_ROW)
    rows = [
        looks[at : at + BARS_IN_A_ROW] for at in range(0, len(looks), BARS_IN_A_ROW)
    ]
    return [
        Strip(
            first=row[0].number,
            last=row[-1].number,
            bars=tuple(
                _bar(look, place, places, highest)
                for place, look in enumerate(row)
                if look.seconds
            ),
        )
        for row in rows
    ]


def _bar(look: Look, place: int, places: int, highest: float) -> Bar:
    width = 100 / places
    left = (place + GAP_SHARE / 2) * width
    thick = width * (1 - GAP_SHARE)
    height = max(1.5, 100 * (look.seconds or 0) / highest)
    average = look.item.average_seconds
    return Bar(
        look=look,
        x=_percent(left),
        width=_percent(thick),
        right=_percent(left + thick),
        y=_percent(100 - height),
        height=_percent(height),
        average=_percent(100 - 100 * average / highest) if average else "",
    )


@dataclass(frozen=True, slots=True)
class Point:
    x: str
    y: str


@dataclass(frozen=True, slots=True)
class Line:
    start: Point
    end: Point


@dataclass(frozen=True, slots=True)
class Trend:
    """Scores over time as points joined by lines, lowest at the bottom."""

    points: tuple[Point, ...]
    lines: tuple[Line, ...]


def trend(scores: Sequence[Decimal]) -> Trend | None:
    """None where there is nothing to join."""
    if len(scores) < 2:
        return None
    low, high = min(scores), max(scores)
    spread = float(high - low) or 1.0
    points = tuple(
        Point(
            x=_percent(3 + 94 * place / (len(scores) - 1)),
            y=_percent(88 - 76 * float(score - low) / spread),
        )
        for place, score in enumerate(scores)
    )
    return Trend(points, tuple(map(Line, points, points[1:])))


def _percent(value: float) -> str:
    return f"{value:.2f}%"
