"""What an offer costs per one base unit (piece, kg, m, L ...) at the asked quantity, every step shown."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal

from babel.numbers import get_currency_precision

from dragoman.errors import RateMissing
from dragoman.model import Currency, Money, Offer, Origin, Quantity, UnitPrice
from dragoman.ports import ExchangeRates, PriceCurve, Rate
from dragoman.trade import words
from dragoman.trade.comparable import ComparablePrice, Step
from dragoman.trade.ladder import Ladder, Rung, ladder_of
from dragoman.trade.money import convert, cost, in_base_units, rounded

UNIT_PRICE_DIGITS = 4
"""Decimals of a unit price as shown; below 0.01, four significant figures are kept instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What would be ordered, and at which rung of the ladder."""

    rung: Rung
    quantity: Quantity
    below_minimum: bool
    steps: tuple[Step, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoned:
    """A price worked out at a quantity, and all that its steps are told from."""

    offer: Offer
    ladder: Ladder
    order: Order
    rate: Rate | None
    """None: no rate is known, and the price stays in the supplier's currency."""
    rate_warnings: tuple[str, ...]
    native: UnitPrice
    """In the supplier's currency, shown rounded."""
    unit_price: UnitPrice
    """In the asked currency where a rate is known, shown rounded."""
    exact: UnitPrice
    """The same before rounding."""

    @property
    def origin(self) -> Origin:
        """Of the price tier that holds."""
        return self.order.rung.tier.origin

    @property
    def quantity(self) -> Quantity:
        return self.order.quantity

    def total(self) -> Money:
        """Rounded to the currency's minor unit, last."""
        total = cost(self.exact, self.order.quantity)
        return rounded(total, get_currency_precision(total.currency))

    def told(self) -> ComparablePrice:
        """With every step in words."""
        native, total = self.order.rung.price, self.total()
        return ComparablePrice(
            unit_price=self.unit_price,
            native=self.native,
            quantity=self.order.quantity,
            steps=(
                *basis_steps(self.offer, self.order.rung),
                *self.order.steps,
                *_rate_steps(native, self.exact, self.rate),
                _total_step(self.exact, self.order.quantity, total),
            ),
            total=total,
            moq_above_quantity=self.order.below_minimum,
            converted=self.rate is not None,
            warnings=(
                *self.ladder.warnings,
                *self.order.warnings,
                *_range_warning(self.order.rung),
                *self.rate_warnings,
            ),
        )


def comparable_price(
    offer: Offer, /, *, quantity: Quantity | None, currency: Currency, rates: ExchangeRates
) -> ComparablePrice | None:
    """`reckoned`, told with every step."""
    price = reckoned(offer, quantity=quantity, currency=currency, rates=rates)
    return price.told() if price is not None else None


def reckoned(
    offer: Offer, /, *, quantity: Quantity | None, currency: Currency, rates: ExchangeRates
) -> Reckoned | None:
    """The price per base unit at `quantity`, in `currency` where a dated rate is known.

    Args:
        quantity: Asked for; None prices the least that can be ordered. Below the MOQ the price is that at
            the MOQ, flagged. In another unit than the price's it decides nothing, and a warning says so.
    Returns:
        None where the offer has no price. Amounts are exact until the end; then the unit price is rounded
        half-even to `UNIT_PRICE_DIGITS` and the total to the currency's minor unit. Without a rate the
        supplier's currency stays: a missing rate is never 1.
    """
    ladder = ladder_of(offer)
    if ladder is None:
        return None
    order = order_at(offer, ladder, quantity)
    native = order.rung.price
    rate, rate_warnings = _rate(ladder.currency, currency, rates)
    exact = native if rate is None else UnitPrice(money=convert(native.money, rate), per=native.per)
    return Reckoned(
        offer=offer,
        ladder=ladder,
        order=order,
        rate=rate,
        rate_warnings=rate_warnings,
        native=_shown(native),
        unit_price=_shown(exact),
        exact=exact,
    )


def price_curve(offer: Offer, /) -> PriceCurve | None:
    """The ladder as floats for sorting in an index: the step that holds at a quantity, or the first step
    below all of them, is the `native` price of `comparable_price` there (unrounded). None without a price."""
    ladder = ladder_of(offer)
    if ladder is None:
        return None
    begins = float(ladder.minimum)
    steps: dict[float, float] = {}
    for start in sorted({begins, *(s for rung in ladder.rungs if (s := _curve_start(rung)) > begins)}):
        steps[start] = float(ladder.rung_at(Decimal(start)).price.money.amount)
    return PriceCurve(currency=ladder.currency, unit=ladder.unit, steps=tuple(steps.items()))


def _curve_start(rung: Rung) -> float:
    """The least quantity at which the rung holds: with prices per carton of 24, the tier from 48 on holds
    from 25 on, since 25 pieces are two cartons."""
    if rung.whole is None:
        return float(rung.starts)
    below = rung.orderable(rung.starts) - rung.whole
    return math.nextafter(float(below), math.inf)


def order_at(offer: Offer, ladder: Ladder, asked: Quantity | None, /) -> Order:
    """What would be ordered for the quantity asked: the minimum where that is higher, whole packing units."""
    pack = offer.pack.value if offer.pack is not None else None
    wanted = in_base_units(asked, pack) if asked is not None else None
    warnings: list[str] = []
    if wanted is not None and wanted.unit != ladder.unit:
        warnings.append(
            f"{words.quantity(asked or wanted)} asked cannot be counted in {words.unit_word(ladder.unit, many=True)}: "
            "the price is that of the smallest order."
        )
        wanted = None
    below = wanted is not None and wanted.value < ladder.minimum
    least = max(ladder.minimum, wanted.value if wanted is not None else Decimal(0)) or Decimal(1)
    rung = ladder.rung_at(least)
    whole = rung.orderable(least)
    quantity = Quantity(value=whole, unit=ladder.unit)
    steps: list[Step] = []
    if below and wanted is not None:
        step = _minimum_step(offer, ladder, wanted)
        steps.append(step)
        warnings.append(f"{step.text}: priced at that quantity.")
    if rung.whole is not None and whole != least:
        steps.append(_whole_step(rung, Quantity(value=least, unit=ladder.unit), quantity))
    return Order(
        rung=rung, quantity=quantity, below_minimum=below, steps=tuple(steps), warnings=tuple(warnings)
    )


def _minimum_step(offer: Offer, ladder: Ladder, wanted: Quantity) -> Step:
    minimum = words.quantity(Quantity(value=ladder.minimum, unit=ladder.unit))
    if offer.moq is not None and ladder.minimum_is_moq:
        return Step(
            text=f"The MOQ is {minimum}, above the {words.quantity(wanted)} asked", origin=offer.moq.origin
        )
    return Step(
        text=f"The lowest price tier begins at {minimum}, above the {words.quantity(wanted)} asked",
        origin=ladder.rungs[0].tier.origin,
    )


def _whole_step(rung: Rung, least: Quantity, ordered: Quantity) -> Step:
    unit = (rung.tier.value.price_high or rung.tier.value.price).per.unit
    count = Quantity(value=ordered.value / (rung.whole or Decimal(1)), unit=unit)
    return Step(
        text=f"{words.quantity(least)} are not whole {words.unit_word(unit, many=True)}: "
        f"rounded up to {words.quantity(count)} = {words.quantity(ordered)}"
    )


def basis_steps(offer: Offer, rung: Rung) -> list[Step]:
    """The supplier's price as written, and how it becomes a price per one base unit."""
    tier = rung.tier.value
    given = tier.price_high or tier.price
    text = f"From {words.quantity(tier.from_quantity)}: {words.unit_price(tier.price)}"
    if tier.price_high is not None:
        text += f" to {words.unit_price(tier.price_high)}; the high end is compared"
    steps = [Step(text=text, origin=rung.tier.origin)]
    if given.per == rung.price.per:
        return steps
    if offer.pack is not None and given.per.unit == offer.pack.value.unit:
        pack = offer.pack.value
        text = f"1 {words.unit_word(pack.unit)} holds {words.quantity(pack.contains)}"
        steps.append(Step(text=text, origin=offer.pack.origin))
    base = in_base_units(given.per, offer.pack.value if offer.pack is not None else None)
    divided = f"{words.money(given.money)} / {words.number(base.value)} = {words.unit_price(rung.price)}"
    return [*steps, Step(text=divided)]


def _rate(native: Currency, asked: Currency, rates: ExchangeRates) -> tuple[Rate | None, tuple[str, ...]]:
    try:
        return rates.rate(native, asked), ()
    except RateMissing as missing:
        return None, (f"Not converted to {asked}: {missing}",)


def _rate_steps(native: UnitPrice, shown: UnitPrice, rate: Rate | None) -> list[Step]:
    if rate is None or rate.base == rate.quote:
        return []
    text = (
        f"{words.money(native.money)} x {words.number(rate.value, digits=6)} {rate.quote} per {rate.base} "
        f"= {words.unit_price(shown)}"
    )
    return [Step(text=text, source=f"{rate.source}, {rate.as_of.isoformat()}")]


def _total_step(price: UnitPrice, quantity: Quantity, total: Money) -> Step:
    return Step(
        text=f"{words.unit_price(price)} x {words.quantity(quantity)} = {words.money(total)}, rounded last"
    )


def _range_warning(rung: Rung) -> tuple[str, ...]:
    if rung.tier.value.price_high is None:
        return ()
    return ("The supplier gives a price range; its high end is compared.",)


def _shown(price: UnitPrice) -> UnitPrice:
    """Rounded for showing; small prices keep four significant figures."""
    digits = UNIT_PRICE_DIGITS
    if price.money.amount < Decimal("0.01"):
        digits = 3 - price.money.amount.adjusted()
    return UnitPrice(money=rounded(price.money, max(digits, UNIT_PRICE_DIGITS)), per=price.per)
