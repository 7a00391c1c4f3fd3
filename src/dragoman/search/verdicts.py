"""Whether an offer meets each requirement of a query, and the cell that decides it: the terms of trade.

What the product is made of and how large it is, is judged in `search.properties`. "Unmet" needs a value
that says no; silence is "unknown", and becomes a question to the supplier.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import assert_never

from dragoman.model import Currency, Delivery, Offer, Quantity, Sourced
from dragoman.ports import ExchangeRates
from dragoman.search.properties import certificate, colour, dimension, material, word
from dragoman.search.request import (
    Budget,
    CertificateWanted,
    ColourWanted,
    Deadline,
    Destination,
    DimensionWanted,
    IncotermWanted,
    MaterialWanted,
    OriginWanted,
    QuantityWanted,
    Requirement,
    Verdict,
    VerdictKind,
    WordWanted,
)
from dragoman.search.ruling import Ruling, met, unknown, unmet
from dragoman.trade import words
from dragoman.trade.money import at_most, in_base_units, price_per_base_unit
from dragoman.trade.unit_price import Reckoned, reckoned
from dragoman.vocabulary.places import find_places

_CARRIAGE_PAID = frozenset({"CPT", "CIP", "CFR", "CIF", "DAP", "DPU", "DDP"})
"""Incoterms 2020 under which the seller pays the freight to the named place."""
_OPPOSITE: dict[VerdictKind, VerdictKind] = {"met": "unmet", "unmet": "met", "unknown": "unknown"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What verdicts and prices depend on besides the requirement and the offer, for one search."""

    quantity: Quantity | None
    rates: ExchangeRates
    _prices: dict[tuple[str, Currency], Reckoned | None] = field(default_factory=dict, repr=False)

    def price(self, offer: Offer, currency: Currency, /) -> Reckoned | None:
        """At the quantity asked for; worked out once for a budget and for showing."""
        key = (offer.offer_id, currency)
        if key not in self._prices:
            self._prices[key] = reckoned(offer, quantity=self.quantity, currency=currency, rates=self.rates)
        return self._prices[key]


def judge(requirement: Requirement, offer: Offer, asked: Asked, /) -> Verdict:
    """The verdict of one requirement. With strength "not", an offer that has what was named is unmet."""
    ruling = _rule(requirement, offer, asked)
    verdict, reason = ruling.verdict, ruling.reason
    if requirement.strength == "not" and verdict != "unknown":
        verdict = _OPPOSITE[verdict]
        outcome = "it was to be avoided" if verdict == "unmet" else "it is not what was to be avoided"
        reason = f"{reason.removesuffix('.')}; {outcome}."
    return Verdict(
        requirement=requirement, verdict=verdict, value=ruling.value, reason=reason, origin=ruling.origin
    )


def _rule(requirement: Requirement, offer: Offer, asked: Asked) -> Ruling:  # noqa: PLR0911 - one line per kind of requirement
    match requirement:
        case QuantityWanted():
            return _quantity(requirement, offer)
        case Budget():
            return _budget(requirement, offer, asked)
        case Destination():
            return _destination(requirement, offer)
        case Deadline():
            return _deadline(requirement, offer)
        case IncotermWanted():
            return _incoterm(requirement, offer)
        case OriginWanted():
            return _origin(requirement, offer)
        case CertificateWanted():
            return certificate(requirement, offer)
        case DimensionWanted():
            return dimension(requirement, offer)
        case MaterialWanted():
            return material(requirement, offer)
        case ColourWanted():
            return colour(requirement, offer)
        case WordWanted():
            return word(requirement, offer)
        case _:
            assert_never(requirement)


def _quantity(wanted: QuantityWanted, offer: Offer) -> Ruling:
    minimum, name = _minimum_order(offer)
    if minimum is None:
        return unknown("No minimum order quantity is given.")
    pack = offer.pack.value if offer.pack is not None else None
    least, asked = in_base_units(minimum.value, pack), in_base_units(wanted.quantity, pack)
    value = f"{name} {words.quantity(minimum.value)}"
    if least.unit != asked.unit:
        return unknown(
            f"{value} cannot be compared with {words.quantity(wanted.quantity)}: "
            "how many of one make the other is not given.",
            minimum.origin,
        )
    if least.value <= asked.value:
        return met(value, f"{value} is within the {words.quantity(wanted.quantity)} asked.", minimum.origin)
    return unmet(value, f"{value} is above the {words.quantity(wanted.quantity)} asked.", minimum.origin)


def _minimum_order(offer: Offer) -> tuple[Sourced[Quantity] | None, str]:
    """The MOQ, else the quantity from which the first price holds where that is more than one."""
    if offer.moq is not None:
        return offer.moq, "MOQ"
    if offer.prices and (first := offer.prices[0]).value.from_quantity.value > 1:
        start = Sourced(value=first.value.from_quantity, origin=first.origin, raw=first.raw)
        return start, "Lowest price tier from"
    return None, ""


def _budget(wanted: Budget, offer: Offer, asked: Asked) -> Ruling:
    limit = wanted.limit
    price = asked.price(offer, limit.money.currency)
    if price is None:
        origin = offer.price_on_request.origin if offer.price_on_request is not None else None
        return unknown("The price is on request." if origin is not None else "No price is given.", origin)
    origin = price.origin
    if price.rate is None:
        return unknown(
            f"{words.unit_price(price.native)} cannot be compared with {words.money(limit.money)}: "
            f"there is no {price.native.money.currency}->{limit.money.currency} rate.",
            origin,
        )
    if wanted.total:
        if asked.quantity is None:
            return unknown("The budget is for the whole order, and no quantity was asked for.", origin)
        cost, most = price.total(), limit.money
        least = wanted.low.money if wanted.low is not None else None
        value = f"{words.money(cost)} in total"
    else:
        pack = offer.pack.value if offer.pack is not None else None
        per_unit = price_per_base_unit(limit, pack)
        if per_unit.per.unit != price.unit_price.per.unit:
            return unknown(
                f"The price is {words.per(price.unit_price.per)}, the budget {words.per(limit.per)}.", origin
            )
        cost, most, value = price.unit_price.money, per_unit.money, words.unit_price(price.unit_price)
        least = price_per_base_unit(wanted.low, pack).money if wanted.low is not None else None
    at = f"{value} at {words.quantity(price.quantity)}"
    if least is not None and not at_most(least, cost):
        return unmet(value, f"{at} is below {words.money(least)}.", origin)
    if at_most(cost, most):
        return met(value, f"{at} is within {words.money(most)}.", origin)
    return unmet(value, f"{at} is above {words.money(most)}.", origin)


def _destination(wanted: Destination, offer: Offer) -> Ruling:
    if offer.delivery is None:
        return unknown("No delivery terms are given.")
    delivery, origin = offer.delivery.value, offer.delivery.origin
    terms = _terms(delivery)
    to = f"{wanted.place}, {wanted.country}" if wanted.place else wanted.country
    if delivery.incoterm not in _CARRIAGE_PAID:
        return unknown(f"{terms}: freight to {to} is not included.", origin)
    if not _is_there(delivery, wanted):
        return unknown(f"{terms}: delivery to {to} is not named.", origin)
    duty = "duty paid" if delivery.incoterm == "DDP" else "import duty and clearance are the buyer's"
    return met(terms, f"{terms}: freight to {to} is included, {duty}.", origin)


def _is_there(delivery: Delivery, wanted: Destination) -> bool:
    """Whether the price reaches the place asked for; one that reaches another place of the country does not."""
    if wanted.place is None:
        return delivery.country == wanted.country
    if delivery.country is not None and delivery.country != wanted.country:
        return False
    return delivery.place is not None and _same_place(delivery.place, wanted.place)


def _same_place(left: str | None, right: str | None) -> bool:
    """Whether two names are of one place, in whatever language: "München", "Munich"."""
    one, other = (left or "").strip(), (right or "").strip()
    if one.casefold() == other.casefold():
        return True
    return bool({found.code for found in find_places(one)} & {found.code for found in find_places(other)})


def _deadline(wanted: Deadline, offer: Offer) -> Ruling:
    if offer.lead_time is None:
        return unknown("No lead time is given.")
    days, origin = offer.lead_time.value, offer.lead_time.origin
    span = str(days.max_days) if days.min_days == days.max_days else f"{days.min_days} to {days.max_days}"
    value = f"{span} days"
    transport = _transport(offer)
    if days.max_days <= wanted.days:
        return met(value, f"Lead time {value}, within the {wanted.days} asked{transport}.", origin)
    if days.min_days > wanted.days:
        return unmet(value, f"Lead time {value}, beyond the {wanted.days} asked.", origin)
    return unknown(f"Lead time {value}: the {wanted.days} asked are at risk.", origin)


def _transport(offer: Offer) -> str:
    delivered = offer.delivery is not None and offer.delivery.value.incoterm in {"DAP", "DPU", "DDP"}
    return "" if delivered else "; transport comes on top"


def _incoterm(wanted: IncotermWanted, offer: Offer) -> Ruling:
    if offer.delivery is None:
        return unknown("No delivery terms are given.")
    delivery, origin = offer.delivery.value, offer.delivery.origin
    terms = _terms(delivery)
    if delivery.incoterm != wanted.incoterm:
        return unmet(terms, f"Offered {terms}, not {wanted.incoterm}.", origin)
    if wanted.place is not None and not _same_place(delivery.place, wanted.place):
        return unknown(f"Offered {terms}; {wanted.incoterm} {wanted.place} has to be asked for.", origin)
    return met(terms, f"Offered {terms}.", origin)


def _terms(delivery: Delivery) -> str:
    return f"{delivery.incoterm} {delivery.place}" if delivery.place else delivery.incoterm


def _origin(wanted: OriginWanted, offer: Offer) -> Ruling:
    if offer.made_in is None:
        return unknown("The country of origin is not given.")
    value = f"made in {offer.made_in.value}"
    reason = f"The goods are made in {offer.made_in.value}."
    return (met if offer.made_in.value == wanted.country else unmet)(value, reason, offer.made_in.origin)
