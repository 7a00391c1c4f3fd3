"""What an order weighs and how much room it takes: given, or estimated as an interval with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from dragoman.model import Offer, Origin, Quantity
from dragoman.trade.duty import net_quantities
from dragoman.trade.interval import Span
from dragoman.trade.landed_cost import LandedRequest
from dragoman.trade.money import SINGLE_UNITS, in_base_units

PACKAGING = Span(low=Decimal(1), likely=Decimal("1.1"), high=Decimal("1.25"))
"""Packed weight over net weight, where only one of them is known."""
DENSITY = (Decimal(500), Decimal(200), Decimal(100))
"""kg per m3 of packed goods, dense, likely, light: where only the weight is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Of the whole order."""

    quantity: Quantity
    gross_kg: Span | None
    net_kg: Span | None
    m3: Span | None
    weight_origin: Origin | None
    reasons: tuple[str, ...]
    """Why weight and volume are intervals."""

    def dutiable(self, weight: str, /) -> Mapping[str, Span]:
        """Base unit -> how many, for specific rates; `weight` is "net" or "gross"."""
        return net_quantities(self.quantity, self.gross_kg if weight == "gross" else self.net_kg)


def measured(request: LandedRequest, quantity: Quantity, /) -> Measured:
    """Weight and volume of the order: the request's, the offer's, or what follows from one of them."""
    reasons: list[str] = []
    net, gross = request.net_kg, request.gross_kg
    origin = None
    weight = request.offer.weight
    if quantity.unit == "kg":
        net = Span.exact(1)
    elif (
        net is None and weight is not None and (of_one := kg_of_one(request.offer, quantity.unit)) is not None
    ):
        net, origin = Span.exact(of_one), weight.origin
    if gross is None and net is not None:
        gross = net.times(PACKAGING)
        reasons.append("the packed weight is not given: 0 to 25 % (likely 10 %) is added to the net weight")
    elif net is None and gross is not None:
        net = Span(low=gross.low / PACKAGING.high, likely=gross.likely / PACKAGING.likely, high=gross.high)
        reasons.append(
            "the net weight is not given: 0 to 20 % (likely 9 %) of the packed weight is taken off"
        )
    m3 = request.m3
    if quantity.unit == "m3":
        m3 = Span.exact(1)
    elif m3 is None and gross is not None:
        dense, likely, light = DENSITY
        m3 = Span(low=gross.low / dense, likely=gross.likely / likely, high=gross.high / light)
        reasons.append(
            "the volume is not given: 100 to 500 kg (likely 200 kg) are taken to fill a cubic metre"
        )
    return Measured(
        quantity=quantity,
        gross_kg=_times(gross, quantity.value),
        net_kg=_times(net, quantity.value),
        m3=_times(m3, quantity.value),
        weight_origin=origin,
        reasons=tuple(reasons),
    )


def kg_of_one(offer: Offer, unit: str, /) -> Decimal | None:
    """Net weight of one of the unit that an offer is sold by, as the offer gives it. The weight of one piece tells
    nothing of a metre, a litre, or a carton of which it is not known what it holds."""
    if offer.weight is None or unit not in SINGLE_UNITS:
        return None
    one = in_base_units(offer.weight.value, None)
    return one.value if one.unit == "kg" and one.value > 0 else None


def _times(of_one: Span | None, many: Decimal) -> Span | None:
    return of_one.times(many) if of_one is not None else None
