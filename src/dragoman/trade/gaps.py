"""What rates the catalogue would need: which of its offers cannot be brought to a destination for want of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from dragoman.errors import RateMissing
from dragoman.model import Country, Offer
from dragoman.ports import DutyQuestion, FreightQuestion, ImportQuestion
from dragoman.trade.landed_cost import LandedRates


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Something that is missing, and for how many offers."""

    kind: Literal["exchange", "duty", "tax", "freight", "hs_code", "origin"]
    what: str
    offers: int
    message: str
    """What to do."""


def gaps(
    offers: Iterable[Offer], /, *, destination: Country, on: date, rates: LandedRates
) -> tuple[Gap, ...]:
    """By how many offers each concerns, most first; each rate is asked for once, whatever the number of offers."""
    currencies: Counter[str] = Counter()
    goods: Counter[tuple[str, Country]] = Counter()
    lanes: Counter[Country] = Counter()
    without: Counter[Literal["hs_code", "origin"]] = Counter()
    within = _Within(destination, on, rates)
    for offer in offers:
        if offer.prices:
            currencies[offer.prices[0].value.price.money.currency] += 1
        origin = offer.made_in.value if offer.made_in is not None else offer.supplier.country
        if offer.supplier.country is not None:
            lanes[offer.supplier.country] += 1
        if within.has(offer.supplier.country):
            continue
        if offer.hs_code is None:
            without["hs_code"] += 1
        elif origin is None:
            without["origin"] += 1
        else:
            goods["".join(filter(str.isdigit, offer.hs_code.value))[:6], origin] += 1
    found = [
        *_taxes(sum(currencies.values()), destination, on, rates),
        *_exchange(currencies, destination, on, rates),
        *_duties(goods, destination, on, rates),
        *_freight(lanes, destination, on, rates),
        *_unknown(without),
    ]
    return tuple(sorted(found, key=lambda gap: (-gap.offers, gap.kind, gap.what)))


class _Within:
    """Which countries lie in one customs territory with the destination: from them there is no duty."""

    def __init__(self, destination: Country, on: date, rates: LandedRates) -> None:
        self._on, self._rates = on, rates
        self._territory = self._of(destination) or destination
        self._known: dict[Country, bool] = {destination: True}

    def has(self, country: Country | None) -> bool:
        if country is None:
            return False
        if country not in self._known:
            self._known[country] = self._of(country) == self._territory
        return self._known[country]

    def _of(self, country: Country) -> str | None:
        try:
            return self._rates.taxes.rules(ImportQuestion(destination=country, on=self._on)).territory
        except RateMissing:
            return None


def _taxes(offers: int, destination: Country, on: date, rates: LandedRates) -> Iterable[Gap]:
    try:
        rates.taxes.rules(ImportQuestion(destination=destination, on=on))
    except RateMissing as missing:
        yield Gap(kind="tax", what=destination, offers=offers, message=str(missing))


def _exchange(currencies: Counter[str], destination: Country, on: date, rates: LandedRates) -> Iterable[Gap]:
    try:
        into = rates.taxes.rules(ImportQuestion(destination=destination, on=on)).currency
    except RateMissing:
        return
    for currency, offers in currencies.items():
        try:
            rates.exchange.rate(currency, into)
        except RateMissing as missing:
            yield Gap(kind="exchange", what=f"{currency}->{into}", offers=offers, message=str(missing))


def _duties(
    goods: Counter[tuple[str, Country]], destination: Country, on: date, rates: LandedRates
) -> Iterable[Gap]:
    for (code, origin), offers in goods.items():
        try:
            rates.duties.lines(DutyQuestion(code=code, origin=origin, destination=destination, on=on))
        except RateMissing as missing:
            yield Gap(kind="duty", what=f"{code} from {origin}", offers=offers, message=str(missing))


def _freight(lanes: Counter[Country], destination: Country, on: date, rates: LandedRates) -> Iterable[Gap]:
    for country, offers in lanes.items():
        cards = rates.freight.cards(FreightQuestion(origin=country, destination=destination, on=on))
        if country != destination and not any("main_carriage" in card.legs for card in cards):
            yield Gap(
                kind="freight",
                what=f"{country}-{destination}",
                offers=offers,
                message=f"no rate card for the main carriage from {country} to {destination}; "
                "import one with `dragoman rates import FILE`",
            )


def _unknown(without: Counter[Literal["hs_code", "origin"]]) -> Iterable[Gap]:
    said = {
        "hs_code": "no HS code; ask the supplier, or give one with --hs",
        "origin": "neither a country of origin nor the supplier's country; ask, or give one with --made-in",
    }
    for kind, offers in without.items():
        yield Gap(kind=kind, what=kind.replace("_", " "), offers=offers, message=said[kind])
