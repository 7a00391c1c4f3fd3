"""Typed arithmetic: what does not fit together raises."""

from datetime import date
from decimal import Decimal

import pytest

from dragoman.errors import Incomparable
from dragoman.model import Money, Pack, Quantity, UnitPrice
from dragoman.ports import Rate
from dragoman.testing.offers import quantity
from dragoman.trade.money import (
    add,
    at_most,
    convert,
    cost,
    in_base_units,
    price_per_base_unit,
    rounded,
)

CARTON = Pack(unit="carton", contains=quantity("24 piece"))


def usd(amount: str) -> Money:
    return Money(amount=Decimal(amount), currency="USD")


def eur(amount: str) -> Money:
    return Money(amount=Decimal(amount), currency="EUR")


def test_adding_dollars_to_euros_raises() -> None:
    with pytest.raises(Incomparable, match="USD and EUR"):
        add(usd("1"), eur("1"))


def test_comparing_dollars_with_euros_raises() -> None:
    with pytest.raises(Incomparable, match="dated rate"):
        at_most(usd("1"), eur("1"))


def test_tenths_add_up_exactly() -> None:
    assert add(usd("0.1"), usd("0.2")) == usd("0.3")


def test_a_rate_converts_only_its_own_base() -> None:
    rate = Rate(base="EUR", quote="USD", value=Decimal("1.1"), as_of=date(2026, 11, 20), source="bank")
    assert convert(eur("10"), rate) == usd("11.0")
    with pytest.raises(Incomparable, match="EUR->USD"):
        convert(usd("10"), rate)


def test_a_price_per_carton_costs_pieces_only_through_a_pack() -> None:
    price = UnitPrice(money=usd("48"), per=quantity("1 carton"))
    with pytest.raises(Incomparable, match="pack's contents"):
        cost(price, quantity("24 piece"))
    assert cost(price_per_base_unit(price, CARTON), quantity("24 piece")) == usd("48")


def test_a_price_per_nothing_raises() -> None:
    with pytest.raises(Incomparable, match="per more than nothing"):
        price_per_base_unit(UnitPrice(money=usd("48"), per=quantity("0 piece")), None)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("500 g", "0.5 kg"),
        ("750 mL", "0.75 L"),
        ("12 [in_i]", "0.3048 m"),
        ("2 t", "2000 kg"),
        ("3 pair", "3 pair"),
    ],
)
def test_units_become_the_base_unit_of_their_kind(given: str, expected: str) -> None:
    assert in_base_units(quantity(given), None) == quantity(expected)


def test_a_pack_of_grams_becomes_kilograms() -> None:
    bag = Pack(unit="bag", contains=quantity("500 g"))
    assert in_base_units(quantity("4 bag"), bag) == Quantity(value=Decimal("2.000"), unit="kg")


def test_rounding_is_half_even() -> None:
    assert rounded(usd("2.125"), 2) == usd("2.12")
    assert rounded(usd("2.135"), 2) == usd("2.14")
