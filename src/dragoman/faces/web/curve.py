"""An offer's price by quantity: the steps of its price list in one currency, for the chart and its table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from dragoman.app import Dragoman
from dragoman.faces.web.evidence import Evidence, evidence
from dragoman.faces.web.interface import Interface
from dragoman.faces.web.words import per, quantity, tier
from dragoman.model import Currency, Offer, PriceTier, Quantity, Sourced


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

    A tier whose quantity is in a unit that nothing joins to the base unit is left out.
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
    seen: set[Decimal] = set()
    for sourced in offer.prices:
        asked = _begin(offer, sourced)
        price = dragoman.price_at(offer, asked, currency)
        if price is None:
            continue
        x = _in_base_units(offer, asked, price.unit_price.per.unit)
        if x is None or x in seen:
            continue
        seen.add(x)
        yield Point(
            x=x,
            y=price.unit_price.money.amount,
            quantity=quantity(ui, Quantity(value=x, unit=price.unit_price.per.unit)),
            price=ui.money(price.unit_price.money),
            written=tier(ui, sourced.value),
            evidence=evidence(ui, sourced.origin),
        )


def _begin(offer: Offer, sourced: Sourced[PriceTier]) -> Quantity:
    """Where the tier begins; nothing is sold below the minimum order."""
    begin = sourced.value.from_quantity
    moq = offer.moq.value if offer.moq is not None else None
    if moq is None:
        return begin
    begin_base = _in_base_units(offer, begin, "piece")
    moq_base = _in_base_units(offer, moq, "piece")
    if begin_base is not None and moq_base is not None and moq_base > begin_base:
        return moq
    return begin


def _in_base_units(offer: Offer, amount: Quantity, unit: str) -> Decimal | None:
    if amount.unit == unit:
        return amount.value
    pack = offer.pack.value if offer.pack is not None else None
    if pack is not None and pack.unit == amount.unit and pack.contains.unit == unit:
        return amount.value * pack.contains.value
    return None
