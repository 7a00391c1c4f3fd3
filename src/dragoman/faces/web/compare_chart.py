"""Unit cost by quantity of several offers, as lines of an SVG: works without scripts, and in print."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from dragoman.compare.break_even import BreakEven, Point
from dragoman.faces.compare_words import letters
from dragoman.faces.web.interface import Interface

WIDTH, HEIGHT = 720, 320
LEFT, RIGHT, TOP, BOTTOM = 64, 28, 12, 34
_STEPS = (1, 2, 5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    at: float
    """Along its axis."""
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    letter: str
    number: int
    """Which of eight styles."""
    path: str
    end_x: float
    end_y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    width: int
    height: int
    curves: tuple[Curve, ...]
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    left: int
    right: int
    top: int
    bottom: int
    """Of the field that is drawn in."""
    asked: float | None
    changes: tuple[float, ...]
    """Where another offer becomes the cheapest."""


def chart(ui: Interface, breaks: BreakEven, /, *, factor: float, asked: Decimal | None) -> Chart | None:
    """None where fewer than two points are known.

    Args:
        factor: From the currency of the curves to the one that is shown.
    """
    points = [point for curve in breaks.curves for point in curve]
    if len(points) < 2:
        return None
    first, last = min(one.quantity for one in points), max(one.quantity for one in points)
    if first == last:
        return None
    costs = sorted(one.unit_cost * factor for one in points)
    top = min(costs[-1], 6 * costs[len(costs) // 2]) * 1.05
    scale = _Scale(first=first, last=last, top=top)
    many = float(asked) if asked is not None else 0.0
    return Chart(
        width=WIDTH,
        height=HEIGHT,
        curves=tuple(
            _curve(position, curve, scale, factor) for position, curve in enumerate(breaks.curves) if curve
        ),
        x_ticks=tuple(Tick(at=round(scale.x(one), 1), text=ui.number(one)) for one in _decades(first, last)),
        y_ticks=tuple(Tick(at=round(scale.y(one), 1), text=ui.number(round(one, 6))) for one in _even(top)),
        left=LEFT,
        right=WIDTH - RIGHT,
        top=TOP,
        bottom=HEIGHT - BOTTOM,
        asked=round(scale.x(many), 1) if first <= many <= last else None,
        changes=tuple(round(scale.x(one.from_quantity), 1) for one in breaks.changes),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scale:
    """Quantities by their logarithm, costs evenly; what lies above the top is drawn at it."""

    first: int
    last: int
    top: float

    def x(self, quantity: float) -> float:
        share = math.log(quantity / self.first) / math.log(self.last / self.first)
        return LEFT + share * (WIDTH - LEFT - RIGHT)

    def y(self, cost: float) -> float:
        return HEIGHT - BOTTOM - min(cost / self.top, 1.0) * (HEIGHT - TOP - BOTTOM)


def _curve(position: int, points: Sequence[Point], scale: _Scale, factor: float) -> Curve:
    drawn = [(round(scale.x(one.quantity), 1), round(scale.y(one.unit_cost * factor), 1)) for one in points]
    path = " ".join(f"{'L' if place else 'M'}{x} {y}" for place, (x, y) in enumerate(drawn))
    return Curve(letter=letters(position), number=position, path=path, end_x=drawn[-1][0], end_y=drawn[-1][1])


def _decades(first: int, last: int) -> list[int]:
    found = [step * 10**power for power in range(len(str(last)) + 1) for step in _STEPS]
    within = [one for one in found if first <= one <= last]
    return within if len(within) <= 9 else [one for one in within if str(one)[0] == "1"]


def _even(top: float) -> list[float]:
    """Four or five round values from 0 on."""
    size = 10.0 ** math.floor(math.log10(top / 4)) if top > 0 else 1.0
    step = next((size * one for one in (1, 2, 2.5, 5, 10) if top / (size * one) <= 5), size * 10)
    return [step * number for number in range(int(top / step) + 1)]
