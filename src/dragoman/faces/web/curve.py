"""An offer's price by quantity: the steps of its price list in one currency, for the chart and its table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from dragoman.app import Dragoman
from dragoman.faces.web.evidence import Evidence, evidence
from dragoman.faces.web.interface import Interface
from dragoman.faces.web.words import per, quantity, tier
from dragoman.model import Currency, Offer, Quantity
from dragoman.trade.ladder import ladder_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """From `x` base units on, one base unit costs `y`."""

    x: Decimal
    y: Decimal
    quantity: str
    price: str
    written: str
    """The tier as the supplier's file gives it, in words."""
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    points: tuple[Point, ...]
    currency: Currency
    per: str
    unit: str
    """Of `x`, as the axis shows it."""


def curve(ui: Interface, dragoman: Dragoman, offer: Offer, currency: Currency, /) -> Curve | None:
    """The curve in `currency`, or in the supplier's own where no rate is known; None without a price.

    A tier that cannot be compared with the others (`ladder_of`) is left out.
    """
    found = list(_points(ui, dragoman, offer, currency))
    if not found:
        return None
    first = dragoman.price_at(offer, None, currency)
    assert first is not None, "an offer with a point on its curve has a price"
    unit = first.unit_price.per
    return Curve(
        points=tuple(found),
        currency=first.unit_price.money.currency,
        per=per(ui, unit),
        unit=per(ui, Quantity(value=Decimal(1), unit=unit.unit)),
    )


def _points(ui: Interface, dragoman: Dragoman, offer: Offer, currency: Currency) -> Iterator[Point]:
    """Each quantity from which on another price holds, with the tier that holds there: where the minimum order
    lies above several beginnings, the tier of the minimum."""
    ladder = ladder_of(offer)
    if ladder is None:
        return
    for x in sorted({max(rung.starts, ladder.minimum) or Decimal(1) for rung in ladder.rungs}):
        begin = Quantity(value=x, unit=ladder.unit)
        price = dragoman.price_at(offer, begin, currency)
        if price is None:
            continue
        held = ladder.rung_at(x).tier
        yield Point(
            x=x,
            y=price.unit_price.money.amount,
            quantity=quantity(ui, begin),
            price=ui.money(price.unit_price.money),
            written=tier(ui, held.value),
            evidence=evidence(ui, held.origin),
        )
