"""Amounts in short English words, for the lines of an arithmetic and for verdicts."""

from __future__ import annotations

from decimal import Decimal

from dragoman.model import Money, Quantity, UnitPrice

_PLURALS = {"box": "boxes"}
_COUNTED = frozenset({"piece", "pair", "set", "carton", "box", "pack", "pallet", "roll", "bag", "container"})
_UNIT_WORDS = {
    "m2": "m²",
    "m3": "m³",
    "cm2": "cm²",
    "[in_i]": "in",
    "[ft_i]": "ft",
    "[lb_av]": "lb",
    "[oz_av]": "oz",
}


def number(value: Decimal, /, *, digits: int = 4) -> str:
    """Plain notation, at most `digits` decimals, or four significant figures below that: "2.5", "1000".

    >>> number(Decimal("1E+3")), number(Decimal("2.0833333")), number(Decimal("0.0000123456"))
    ('1000', '2.0833', '0.00001235')
    """
    small = value != 0 and value.adjusted() < -digits + 3
    places = 3 - value.adjusted() if small else digits
    text = f"{value:.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def money(amount: Money, /) -> str:
    """Two decimals at least: "2.00 USD", "0.0041 USD"."""
    text = number(amount.amount)
    whole, _, decimals = text.partition(".")
    return f"{whole}.{decimals.ljust(2, '0')} {amount.currency}"


def unit_word(unit: str, /, *, many: bool = False) -> str:
    """ "pieces", "boxes", "m²", "kg"."""
    if unit in _COUNTED:
        return _PLURALS.get(unit, f"{unit}s") if many else unit
    return _UNIT_WORDS.get(unit, unit)


def quantity(amount: Quantity, /) -> str:
    """ "500 pieces", "1 carton", "0.75 L"."""
    return f"{number(amount.value)} {unit_word(amount.unit, many=amount.value != 1)}"


def per(amount: Quantity, /) -> str:
    """ "per piece", "per 100 pieces"."""
    return f"per {unit_word(amount.unit)}" if amount.value == 1 else f"per {quantity(amount)}"


def unit_price(price: UnitPrice, /) -> str:
    """ "48.00 USD per carton"."""
    return f"{money(price.money)} {per(price.per)}"
