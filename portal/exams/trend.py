"""How a student's scores in one exam went, as the points of a small drawing."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from portal import testpress

WIDTH, HEIGHT = 480, 140
LEFT, RIGHT, TOP, BOTTOM = 44, 20, 24, 12


@dataclass(frozen=True, slots=True)
class Point:
    """One attempt: its place in the drawing, and its score."""

    x: float
    y: float
    score: Decimal

    @property
    def label_y(self) -> float:
        """Where its score is written: above it."""
        return self.y - 10


@dataclass(frozen=True, slots=True)
class Trend:
    """A line of scores, the oldest first, between `lowest` and `highest`."""

    points: tuple[Point, ...]
    lowest: Decimal
    highest: Decimal

    width = WIDTH
    height = HEIGHT
    left = LEFT
    top = TOP
    right_edge = WIDTH - RIGHT
    floor = HEIGHT - BOTTOM

    @property
    def line(self) -> str:
        """For SVG's polyline."""
        return " ".join(f"{point.x:.1f},{point.y:.1f}" for point in self.points)


def of(
    results: Sequence[testpress.Attempt], total_marks: Decimal | None
) -> Trend | None:
    """The trend of these results, newest first; None if fewer than two have scores."""
    scores = [each.score for each in reversed(results) if each.score is not None]
    if len(scores) < 2:
        return None
    most = total_marks or next((each.max_score for each in results), None)
    lowest = min(Decimal(0), *scores)
    highest = max(most or Decimal(0), *scores)
    room = (highest - lowest) or Decimal(1)
    step = (WIDTH - LEFT - RIGHT) / (len(scores) - 1)
    tall = HEIGHT - TOP - BOTTOM
    points = tuple(
        Point(
            x=LEFT + step * place,
            y=HEIGHT - BOTTOM - float((score - lowest) / room) * tall,
            score=score,
        )
        for place, score in enumerate(scores)
    )
    return Trend(points, lowest, highest)
