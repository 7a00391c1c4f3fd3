"""Arithmetic that cannot mix: money with its currency, prices with what they are per, packs, rates.

Exact `Decimal` throughout (28 digits); nothing is rounded here but by `rounded`, which callers use last.
"""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal

from dragoman.errors import Incomparable
from dragoman.model import Money, Pack, Quantity, UnitPrice
from dragoman.ports import Rate

PACKING_UNITS = frozenset({"carton", "box", "pack", "pallet", "roll", "bag", "container"})
"""Units that say nothing of what is inside; only an offer's Pack does."""

SINGLE_UNITS = frozenset({"piece", "pair", "set"})
"""Units of which one is what a supplier's weight "of one piece" is the weight of."""

BASE_UNITS: dict[str, tuple[str, Decimal]] = {
    "kg": ("kg", Decimal(1)),
    "g": ("kg", Decimal("0.001")),
    "mg": ("kg", Decimal("0.000001")),
    "t": ("kg", Decimal(1000)),
    "[lb_av]": ("kg", Decimal("0.45359237")),
    "[oz_av]": ("kg", Decimal("0.028349523125")),
    "m": ("m", Decimal(1)),
    "mm": ("m", Decimal("0.001")),
    "cm": ("m", Decimal("0.01")),
    "dm": ("m", Decimal("0.1")),
    "km": ("m", Decimal(1000)),
    "[in_i]": ("m", Decimal("0.0254")),
    "[ft_i]": ("m", Decimal("0.3048")),
    "[yd_i]": ("m", Decimal("0.9144")),
    "L": ("L", Decimal(1)),
    "mL": ("L", Decimal("0.001")),
    "cL": ("L", Decimal("0.01")),
    "dL": ("L", Decimal("0.1")),
    "hL": ("L", Decimal(100)),
    "[gal_us]": ("L", Decimal("3.785411784")),
    "[foz_us]": ("L", Decimal("0.0295735295625")),
    "m2": ("m2", Decimal(1)),
    "cm2": ("m2", Decimal("0.0001")),
    "[sft_i]": ("m2", Decimal("0.09290304")),
    "m3": ("m3", Decimal(1)),
}
"""Physical unit -> (base unit that prices are compared in, how many of it). By definition, exact.
Source: UCUM 2.1; NIST SP 811 appendix B. Cubic metres (timber, containers) are a trade apart from litres."""


def add(left: Money, right: Money, /) -> Money:
    """Raises Incomparable for two currencies: convert one of them by a dated rate first."""
    return left + right


def times(money: Money, factor: Decimal, /) -> Money:
    """`factor` is a plain number; money times money has no meaning and no function."""
    return money * factor


def at_most(left: Money, right: Money, /) -> bool:
    """Whether `left` is no more than `right`. Raises Incomparable for two currencies."""
    return left <= right


def convert(money: Money, rate: Rate, /) -> Money:
    """Money in the rate's quote currency. Raises Incomparable where the rate's base is another currency."""
    if money.currency != rate.base:
        raise Incomparable(
            f"expected an amount in {rate.base} for the rate {rate.base}->{rate.quote} ({rate.source}), "
            f"got {money.currency}; ask for the rate {money.currency}->{rate.quote}"
        )
    return Money(amount=money.amount * rate.value, currency=rate.quote)


def in_base_units(quantity: Quantity, pack: Pack | None, /) -> Quantity:
    """The quantity in pieces, kg, m, L ... as far as it is known what a packing unit holds.

    10 cartons of 24 pieces are 240 pieces; 500 g are 0.5 kg. A packing unit without a Pack of its own
    name stays as it is: nothing is guessed.
    """
    value, unit = quantity.value, quantity.unit
    if pack is not None and unit == pack.unit and pack.contains.value > 0:
        value, unit = value * pack.contains.value, pack.contains.unit
    base, factor = BASE_UNITS.get(unit, (unit, Decimal(1)))
    return Quantity(value=value * factor, unit=base)


def price_per_base_unit(price: UnitPrice, pack: Pack | None, /) -> UnitPrice:
    """The price per one base unit: 48 USD per carton of 24 is 2 USD per piece.

    Raises:
        Incomparable: the price is per zero or less of something.
    """
    per = in_base_units(price.per, pack)
    if per.value <= 0:
        raise Incomparable(
            f"expected a price per more than nothing, got per {price.per.value!r} {price.per.unit}"
        )
    one = Money(amount=price.money.amount / per.value, currency=price.money.currency)
    return UnitPrice(money=one, per=Quantity(value=Decimal(1), unit=per.unit))


def cost(price: UnitPrice, quantity: Quantity, /) -> Money:
    """What the quantity costs. Raises Incomparable where the price is per another unit (a Pack may join them)."""
    return price * quantity


def rounded(money: Money, digits: int, /) -> Money:
    """Half-even to `digits` decimals, for showing: the last thing done to an amount. An amount with no such
    decimals among its 28 digits stays as it is."""
    if money.amount.adjusted() + digits >= 27:
        return money
    amount = money.amount.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_EVEN)
    return Money(amount=amount, currency=money.currency)
