"""An offer's price tiers as one ladder: each rung a price per one base unit, from a quantity in base units on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from dragoman.model import Currency, Offer, Pack, PriceTier, Quantity, Sourced, UnitPrice
from dragoman.trade import words
from dragoman.trade.money import PACKING_UNITS, in_base_units, price_per_base_unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One price tier, in base units."""

    tier: Sourced[PriceTier]
    starts: Decimal
    """Base units; 0 for a price that holds from the first."""
    price: UnitPrice
    """Per one base unit, in the supplier's currency; the high end where a range was given."""
    whole: Decimal | None
    """Base units in the packing unit that the price is for; only whole ones can be ordered."""

    def orderable(self, quantity: Decimal, /) -> Decimal:
        """The quantity rounded up to whole packing units."""
        if self.whole is None:
            return quantity
        return (quantity / self.whole).to_integral_value(rounding=ROUND_CEILING) * self.whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """By rising `starts`; all rungs in one currency and per one base unit."""

    rungs: tuple[Rung, ...]
    currency: Currency
    unit: str
    minimum: Decimal
    """Least that can be ordered, base units: the MOQ, or where the lowest rung starts if that is higher; 0
    where neither says."""
    minimum_is_moq: bool
    warnings: tuple[str, ...]
    """What of the offer could not be compared."""

    def rung_at(self, quantity: Decimal, /) -> Rung:
        """The rung that holds at `quantity` base units, at the minimum where that is higher."""
        ordered = max(quantity, self.minimum)
        held = [rung for rung in self.rungs if rung.orderable(ordered) >= rung.starts]
        return held[-1] if held else self.rungs[0]


def ladder_of(offer: Offer, /) -> Ladder | None:
    """None where the offer has no price above zero."""
    pack = offer.pack.value if offer.pack is not None else None
    rungs = [rung for tier in offer.prices if (rung := _rung(tier, pack)) is not None]
    if not rungs:
        return None
    unit, currency = rungs[0].price.per.unit, rungs[0].price.money.currency
    kept = [rung for rung in rungs if (rung.price.per.unit, rung.price.money.currency) == (unit, currency)]
    kept, start_warnings = _comparable_starts(kept, unit, pack)
    kept.sort(key=lambda rung: (rung.starts, rung.price.money.amount))
    minimum, moq_warnings = _minimum(offer, kept, unit, pack)
    return Ladder(
        rungs=tuple(kept),
        currency=currency,
        unit=unit,
        minimum=minimum,
        minimum_is_moq=offer.moq is not None
        and in_base_units(offer.moq.value, pack) == Quantity(value=minimum, unit=unit),
        warnings=(*_other_prices(rungs, kept[0]), *_unknown_pack(unit), *start_warnings, *moq_warnings),
    )


def _rung(tier: Sourced[PriceTier], pack: Pack | None) -> Rung | None:
    given = tier.value.price_high or tier.value.price
    if given.money.amount <= 0 or given.per.value <= 0:
        return None
    price = price_per_base_unit(given, pack)
    packed = given.per.unit in PACKING_UNITS and price.per.unit not in PACKING_UNITS
    return Rung(
        tier=tier,
        starts=in_base_units(tier.value.from_quantity, pack).value,
        price=price,
        whole=in_base_units(Quantity(value=Decimal(1), unit=given.per.unit), pack).value if packed else None,
    )


def _comparable_starts(
    rungs: Sequence[Rung], unit: str, pack: Pack | None
) -> tuple[list[Rung], tuple[str, ...]]:
    """Rungs whose start is counted in the unit of the price; "from 1" of anything is from the first."""
    kept: list[Rung] = []
    warnings: list[str] = []
    for rung in rungs:
        start = in_base_units(rung.tier.value.from_quantity, pack)
        if start.unit == unit:
            kept.append(rung)
        elif start.value <= 1 or not kept:
            kept.append(_from_the_first(rung))
        else:
            warnings.append(
                f"The price from {words.quantity(rung.tier.value.from_quantity)} on is left out: "
                f"it is per {words.unit_word(unit)}, and how many that is, is not given."
            )
    return kept, tuple(warnings)


def _from_the_first(rung: Rung) -> Rung:
    return Rung(tier=rung.tier, starts=Decimal(0), price=rung.price, whole=rung.whole)


def _minimum(
    offer: Offer, rungs: Sequence[Rung], unit: str, pack: Pack | None
) -> tuple[Decimal, tuple[str, ...]]:
    lowest = rungs[0].starts if rungs[0].starts > 1 else Decimal(0)
    if offer.moq is None:
        return lowest, ()
    moq = in_base_units(offer.moq.value, pack)
    if moq.unit == unit:
        return max(lowest, moq.value), ()
    if moq.value <= 1:
        return lowest, ()
    return lowest, (
        f"The MOQ of {words.quantity(offer.moq.value)} is not counted in the unit of the price "
        f"({words.unit_word(unit)}), so it is not compared.",
    )


def _other_prices(rungs: Sequence[Rung], first: Rung) -> tuple[str, ...]:
    """Prices in a second currency or per a second unit, which stand aside."""
    taken = (first.price.money.currency, first.price.per.unit)
    others = dict.fromkeys(
        f"{rung.price.money.currency} {words.per(rung.price.per)}"
        for rung in rungs
        if (rung.price.money.currency, rung.price.per.unit) != taken
    )
    return tuple(
        f"The supplier also quotes in {other}; compared is {taken[0]} {words.per(first.price.per)}."
        for other in others
    )


def _unknown_pack(unit: str) -> tuple[str, ...]:
    if unit not in PACKING_UNITS:
        return ()
    return (
        f"The price is per {unit} and what a {unit} holds is not given: "
        "it cannot be compared with prices per piece.",
    )
