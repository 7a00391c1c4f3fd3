"""Arithmetic that cannot mix: every operator over every pair of the types of the trade."""

import operator
from datetime import date
from decimal import Decimal

import pytest
from benchmarks.bars_5.operators import PAIRS, RATE, VALUES, money, price, wrong_pairs
from hypothesis import given
from hypothesis import strategies as st

from dragoman.errors import Incomparable
from dragoman.model import Money, Pack, Quantity, UnitPrice
from dragoman.ports import Rate
from dragoman.testing.offers import quantity
from dragoman.trade.interval import Interval, total
from dragoman.trade.money import convert, in_base_units, price_per_base_unit


def test_every_pair_of_types_under_every_operator_is_either_meant_or_raises() -> None:
    assert len(PAIRS) > 3000
    assert wrong_pairs() == []


@pytest.mark.parametrize(
    ("left", "right"),
    [("EUR", "USD"), ("EUR per piece", "USD per piece"), ("EUR interval", "USD interval")],
)
def test_two_currencies_raise_with_what_to_do(left: str, right: str) -> None:
    with pytest.raises(Incomparable, match="convert one by a dated rate"):
        operator.add(VALUES[left], VALUES[right])


def test_a_price_per_carton_does_not_add_to_a_price_per_piece() -> None:
    with pytest.raises(Incomparable, match="pack's contents"):
        price("48", "EUR", "1 carton") + price("2", "EUR", "1 piece")


def test_prices_per_hundred_and_per_piece_add_exactly() -> None:
    assert price("2", "EUR", "1 piece") + price("180", "EUR", "100 piece") == price("3.8", "EUR", "1 piece")
    assert price("1.80", "EUR", "1 piece") <= price("180", "EUR", "100 piece")
    assert not price("1.80", "EUR", "1 piece") < price("180", "EUR", "100 piece")


def test_a_float_is_no_number_for_money() -> None:
    with pytest.raises(TypeError):
        money("2", "EUR") * 0.5  # type: ignore[operator] # that it is refused is what is tested


amounts = st.decimals(min_value=-(10**9), max_value=10**9, places=4)
above_zero = st.decimals(min_value=Decimal("0.0001"), max_value=10**6, places=4)


@given(amounts, amounts)
def test_adding_and_taking_away_gives_back_the_same_money(first: Decimal, second: Decimal) -> None:
    start = Money(amount=first, currency="EUR")
    other = Money(amount=second, currency="EUR")
    assert start + other - other == start
    assert start + other == other + start
    assert (start < other) == (other > start)


@given(amounts, above_zero)
def test_a_currency_round_trip_by_a_rate_and_its_inverse_keeps_the_amount(
    amount: Decimal, value: Decimal
) -> None:
    there = Rate(base="EUR", quote="KES", value=value, as_of=date(2026, 11, 20), source="test")
    back = Rate(base="KES", quote="EUR", value=1 / value, as_of=date(2026, 11, 20), source="test")
    start = Money(amount=amount, currency="EUR")
    assert abs(convert(convert(start, there), back).amount - amount) < Decimal("1e-12")


@given(above_zero, above_zero, st.integers(1, 10_000))
def test_a_price_per_carton_and_per_piece_cost_the_same(
    amount: Decimal, cartons: Decimal, holds: int
) -> None:
    pack = Pack(unit="carton", contains=Quantity(value=Decimal(holds)))
    packed = UnitPrice(money=Money(amount=amount, currency="EUR"), per=quantity("1 carton"))
    ordered = Quantity(value=cartons, unit="carton")
    by_carton, by_piece = packed * ordered, price_per_base_unit(packed, pack) * in_base_units(ordered, pack)
    assert abs((by_carton - by_piece).amount) < Decimal("1e-9")


spans = st.lists(st.decimals(min_value=0, max_value=10**6, places=2), min_size=3, max_size=3).map(sorted)


@given(st.lists(spans, max_size=20))
def test_the_ends_of_a_sum_are_the_sums_of_the_ends(given_spans: list[list[Decimal]]) -> None:
    parts = [
        Interval(
            **{
                name: Money(amount=amount, currency="EUR")
                for name, amount in zip(("low", "likely", "high"), span, strict=True)
            }
        )
        for span in given_spans
    ]
    result = total(parts, "EUR")
    for end in ("low", "likely", "high"):
        assert getattr(result, end).amount == sum(
            (getattr(part, end).amount for part in parts), start=Decimal(0)
        )


def test_an_interval_out_of_order_is_refused() -> None:
    with pytest.raises(ValueError, match="low <= likely <= high"):
        Interval(low=money("2", "EUR"), likely=money("1", "EUR"), high=money("3", "EUR"))


def test_an_interval_of_two_currencies_is_refused() -> None:
    with pytest.raises(Incomparable, match="EUR and USD"):
        Interval(low=money("1", "EUR"), likely=money("2", "USD"), high=money("3", "EUR"))


def test_a_rate_with_a_margin_makes_an_interval() -> None:
    converted = Interval.exact(money("100", "EUR")).converted(RATE, Decimal("0.02"))
    assert (converted.low, converted.likely, converted.high) == (
        money("107.800", "USD"),
        money("110.0", "USD"),
        money("112.200", "USD"),
    )
