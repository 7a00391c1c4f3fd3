"""Who pays which leg on which way, and by which rate card: looked up once for each way."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.model import INCOTERMS, Country, Delivery, Offer, Origin, Sourced, Supplier
from dragoman.order_terms import Lane
from dragoman.ports import FreightCard, FreightQuestion, ImportRules, Leg, Mode
from dragoman.trade.freight import choose
from dragoman.trade.incoterms import RULES
from dragoman.trade.journey import has_to_be_paid, journey, needed_legs
from dragoman.trade.landed_cost import LandedRates, LandedRequest, LandedTerms
from dragoman.trade.sheet import Sheet

_NOWHERE = Origin(file="", sha256="")


@dataclass(frozen=True, slots=True, kw_only=True)
class LanePlan:
    """What the way of the goods comes to, but for their weight and price."""

    ship_from: Country | None
    mode: Mode | None
    within: bool
    """Both ends lie in one customs territory."""
    duty_paid: bool
    """Duties and taxes are in the price."""
    cards: tuple[FreightCard, ...]
    open_legs: frozenset[Leg]
    """Have to be paid, and no card covers them."""


def plan_lane(lane: Lane, terms: LandedTerms, rules: ImportRules | None, rates: LandedRates, /) -> LanePlan:
    """As `trade.journey` finds it for an offer with these terms of delivery."""
    request = LandedRequest.of(_offer_on(lane), terms)
    way = journey(request, rules, rates, Sheet())
    asked = FreightQuestion(origin=way.ship_from, destination=terms.destination, on=terms.on, mode=way.mode)
    cards, uncovered = choose(rates.freight.cards(asked), needed_legs(way))
    return LanePlan(
        ship_from=way.ship_from,
        mode=way.mode,
        within=way.within,
        duty_paid=RULES[way.incoterm].seller_pays_duty and not way.within,
        cards=cards,
        open_legs=frozenset(leg for leg in uncovered if has_to_be_paid(leg, way)),
    )


def _offer_on(lane: Lane) -> Offer:
    """An offer of which nothing is known but how it is delivered."""
    delivery = next(
        (
            Delivery(incoterm=incoterm, country=lane.place or None)
            for incoterm in INCOTERMS
            if incoterm == lane.incoterm
        ),
        None,
    )
    return Offer(
        offer_id="",
        supplier=Supplier(supplier_id="", name="", country=lane.supplier or None),
        external_id="",
        title=Sourced(value="", origin=_NOWHERE, raw=""),
        language="en",
        origin=_NOWHERE,
        delivery=Sourced(value=delivery, origin=_NOWHERE, raw="") if delivery is not None else None,
    )
