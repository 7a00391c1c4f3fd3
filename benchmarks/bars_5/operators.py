"""Every operator over every pair of the types of the trade: what is meant, and that all else raises."""

from __future__ import annotations

import operator
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import Any

from dragoman.errors import Incomparable
from dragoman.model import Money, Pack, UnitPrice
from dragoman.ports import Rate
from dragoman.testing.offers import quantity
from dragoman.trade.interval import Interval, Span


def money(amount: str, currency: str) -> Money:
    return Money(amount=Decimal(amount), currency=currency)


def price(amount: str, currency: str, per: str) -> UnitPrice:
    return UnitPrice(money=money(amount, currency), per=quantity(per))


RATE = Rate(base="EUR", quote="USD", value=Decimal("1.1"), as_of=date(2026, 11, 20), source="bank")
VALUES: dict[str, object] = {
    "EUR": money("2", "EUR"),
    "USD": money("3", "USD"),
    "EUR interval": Interval.exact(money("2", "EUR")),
    "USD interval": Interval.exact(money("3", "USD")),
    "pieces": quantity("4 piece"),
    "kg": quantity("5 kg"),
    "cartons": quantity("6 carton"),
    "EUR per piece": price("7", "EUR", "1 piece"),
    "EUR per 100 pieces": price("8", "EUR", "100 piece"),
    "USD per piece": price("9", "USD", "1 piece"),
    "EUR per carton": price("10", "EUR", "1 carton"),
    "rate": RATE,
    "pack": Pack(unit="carton", contains=quantity("24 piece")),
    "span": Span.exact(2),
    "Decimal": Decimal(2),
    "int": 2,
    "float": 2.5,
    "bool": True,
    "fraction": Fraction(1, 2),
}
OPERATORS: dict[str, Callable[[Any, Any], object]] = {  # Any: wrong pairs are what is tried
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "//": operator.floordiv,
    "%": operator.mod,
    "**": operator.pow,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
PLAIN = {"Decimal", "int", "float", "bool", "fraction"}
COMPARISONS = ("<", "<=", ">", ">=")


def _same(kind: str, *names: str) -> set[tuple[str, str, str]]:
    return {(left, op, right) for left in names for right in names for op in kind.split()}


def _scaled(*names: str) -> set[tuple[str, str, str]]:
    by = ("Decimal", "int")
    return {(name, op, number) for name in names for number in by for op in "*/"} | {
        (number, "*", name) for name in names for number in by
    }


_ADDING = "+ - / < <= > >="
ALLOWED: set[tuple[str, str, str]] = {
    *_same(_ADDING, "EUR"),
    *_same(_ADDING, "USD"),
    *_same(_ADDING, "pieces"),
    *_same(_ADDING, "kg"),
    *_same(_ADDING, "cartons"),
    *_same(_ADDING, "EUR per piece", "EUR per 100 pieces"),
    *_same(_ADDING, "USD per piece"),
    *_same(_ADDING, "EUR per carton"),
    *_same("+", "EUR interval"),
    *_same("+", "USD interval"),
    ("EUR interval", "+", "EUR"),
    ("USD interval", "+", "USD"),
    *_scaled("EUR", "USD", "pieces", "kg", "cartons"),
    *_scaled("EUR per piece", "EUR per 100 pieces", "USD per piece", "EUR per carton"),
    *{(currency, "/", unit) for currency in ("EUR", "USD") for unit in ("pieces", "kg", "cartons")},
    *{
        pair
        for unit, prices in (
            ("pieces", ("EUR per piece", "EUR per 100 pieces", "USD per piece")),
            ("cartons", ("EUR per carton",)),
        )
        for name in prices
        for pair in ((unit, "*", name), (name, "*", unit))
    },
}
PAIRS = [
    (left, op, right)
    for left, op, right in product(VALUES, OPERATORS, VALUES)
    if not {left, right} <= PLAIN | {"rate", "pack"}
]


def wrong_pairs() -> list[str]:
    """Pairs that gave a result although they mix, or that raised although they are meant."""
    wrong: list[str] = []
    for left, op, right in PAIRS:
        try:
            OPERATORS[op](VALUES[left], VALUES[right])
            worked = True
        except (TypeError, Incomparable):
            worked = False
        if worked != ((left, op, right) in ALLOWED):
            wrong.append(f"{left} {op} {right} {'worked' if worked else 'raised'}")
    return wrong
