"""What the arithmetic of a price gives back: the comparable price and the steps that lead to it."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.model import Money, Origin, Quantity, UnitPrice


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One line of an arithmetic that can be followed: "48.00 USD per carton of 24 = 2.00 USD per piece"."""

    text: str
    origin: Origin | None = None
    """Of the supplier's value used, or None for a rate or a definition."""
    source: str = ""
    """Of the rate used: table, line and date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparablePrice:
    """An offer's price per one base unit at the asked quantity."""

    unit_price: UnitPrice
    """In the asked currency where a rate is known, else in the supplier's."""
    native: UnitPrice
    """In the supplier's currency."""
    quantity: Quantity
    """That it holds for: the asked one, or the MOQ where that is higher."""
    steps: tuple[Step, ...]
    total: Money
    """unit price x quantity."""
    moq_above_quantity: bool = False
    converted: bool = True
    """False: no rate is known; the price cannot be compared with those in other currencies."""
    warnings: tuple[str, ...] = ()
