"""From which quantity on which offer is the cheapest at the door, and what each costs on the way there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from dragoman.model import Currency, Offer, Quantity
from dragoman.order_terms import Floats, TermColumns
from dragoman.trade.bulk.ends import LIKELY
from dragoman.trade.bulk.reckon import Reckoner
from dragoman.trade.bulk.terms import order_terms

POINTS = 72
"""Quantities looked at besides those where a tier begins; between two of them the cheapest may change once."""
AT_ONCE = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    quantity: int
    unit_cost: float
    """Likely, of one unit that is ordered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Quantities at which one offer is the cheapest."""

    from_quantity: int
    until: int
    offer: int
    """Its position among the offers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakEven:
    """For drawing and reading; floats, since an order is decided and nothing is billed by them."""

    currency: Currency
    unit: str
    curves: tuple[tuple[Point, ...], ...]
    """By offer; from the least that can be ordered of it on, none where it cannot be reckoned in full."""
    stretches: tuple[Stretch, ...]
    """By rising quantity; below the first nobody sells."""

    @property
    def changes(self) -> tuple[Stretch, ...]:
        """Where another offer becomes the cheapest."""
        return self.stretches[1:]


def break_even(
    offers: Sequence[Offer],
    reckoner: Reckoner,
    /,
    *,
    unit: str = "piece",
    asked: Decimal | None = None,
    codes: Sequence[tuple[str, ...]] = (),
) -> BreakEven:
    """Args:
    unit: That quantities are counted in.
    codes: HS codes that each offer is reckoned with, likeliest first; none: its own.
    asked: The quantity in question; what is looked at reaches ten times as far.
    """
    field = _Field(offers, reckoner, unit, codes)
    quantities = _looked_at(field, asked)
    costs = field.unit_costs(quantities)
    curves = tuple(
        tuple(
            Point(quantity=int(many), unit_cost=float(cost))
            for many, cost in zip(quantities, row, strict=True)
            if not np.isnan(cost)
        )
        for row in costs
    )
    return BreakEven(
        currency=reckoner.currency, unit=unit, curves=curves, stretches=_stretches(field, quantities, costs)
    )


class _Field:
    """Unit costs of all offers at any quantity; NaN where one cannot be ordered so, or not reckoned in full."""

    def __init__(
        self, offers: Sequence[Offer], reckoner: Reckoner, unit: str, codes: Sequence[tuple[str, ...]]
    ) -> None:
        terms = [order_terms(offer) for offer in offers]
        for place, (one, of_goods) in enumerate(zip(terms, codes, strict=False)):
            if one is not None and of_goods:
                terms[place] = one._replace(goods=one.goods._replace(codes=of_goods))
        self._columns = TermColumns.of(terms)
        self._reckoner = reckoner
        self._unit = unit
        self.offers = len(offers)

    def steps(self) -> set[int]:
        """Quantities from which on another price holds or an order is possible; of whole packing units the first that
        is rounded up to them."""
        columns = self._columns
        starts = columns.starts - columns.wholes
        begin = np.where(columns.wholes > 0, np.floor(starts) + 1, np.ceil(columns.starts))
        both = np.concatenate([begin.ravel(), np.ceil(columns.minimum)])
        return {int(one) for one in both[np.isfinite(both)]}

    def unit_costs(self, quantities: Sequence[int], /) -> Floats:
        """Shape (offers, quantities)."""
        many = len(quantities)
        rows = np.repeat(np.arange(self.offers), many)
        each = np.tile(np.array(quantities, dtype=np.float64), self.offers)
        columns = self._columns.take(rows)
        costs = self._reckoner.costs(columns, Quantity(value=Decimal(1), unit=self._unit), each=each)
        code = columns.unit_names.index(self._unit) if self._unit in columns.unit_names else -2
        sold = costs.complete & (columns.units == code) & (each >= columns.minimum)
        unit_costs: Floats = np.where(sold, costs.per_unit[LIKELY], np.nan).reshape(self.offers, many)
        return unit_costs

    def cheapest(self, quantities: Sequence[int], /) -> list[int]:
        """Positions; -1 where nobody sells."""
        return _cheapest(self.unit_costs(quantities))


def _cheapest(costs: Floats) -> list[int]:
    """To ten significant digits the same cost is the same; then the first of the offers."""
    filled = np.where(np.isnan(costs), np.inf, costs)
    near = filled <= filled.min(axis=0) * (1 + 1e-10)
    best = np.where(np.isinf(filled.min(axis=0)), -1, near.argmax(axis=0))
    return [int(one) for one in best]


def _looked_at(field: _Field, asked: Decimal | None) -> list[int]:
    """Evenly spread over the decades, and both sides of every step of a price."""
    steps = {max(1, start + side) for start in field.steps() for side in (-1, 0, 1)}
    end = max(100, 10 * int(asked or 1), 4 * max(steps, default=1))
    spread = {round(one) for one in np.geomspace(1, end, POINTS)}
    return sorted(one for one in spread | steps if 1 <= one <= end)


def _stretches(field: _Field, quantities: Sequence[int], costs: Floats) -> tuple[Stretch, ...]:
    found: list[Stretch] = []
    best = _cheapest(costs)
    begun, current = quantities[0], best[0]
    for (before, _), (after, new) in zip(
        zip(quantities, best, strict=True), list(zip(quantities, best, strict=True))[1:], strict=False
    ):
        at = before
        while current != new:
            at, changed = _first_change(field, at, after, current)
            if current >= 0:
                found.append(Stretch(from_quantity=begun, until=at - 1, offer=current))
            begun, current = at, changed
    if current >= 0:
        found.append(Stretch(from_quantity=begun, until=quantities[-1], offer=current))
    return tuple(found)


def _first_change(field: _Field, low: int, high: int, current: int) -> tuple[int, int]:
    """The least quantity in (low, high] at which `current` is not the cheapest any more, and who is then; by halving
    many times at once, so that of several changes back and forth between two quantities one is found."""
    while True:
        between = sorted({int(one) for one in np.linspace(low + 1, high, AT_ONCE)})
        best = field.cheapest(between)
        place = next((at for at, one in enumerate(best) if one != current), len(best) - 1)
        if len(between) == high - low:
            return between[place], best[place]
        low, high = (between[place - 1] if place else low), between[place]
