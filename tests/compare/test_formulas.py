"""Formulas come to what the lines are; what they cannot say stays a fixed amount."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from benchmarks.bars_5.landed_case import DAY, card, charge, duty, flat, rate
from hypothesis import given
from hypothesis import strategies as st

from dragoman.compare.expression import (
    Down,
    Expression,
    Greatest,
    IfAtLeast,
    Least,
    Named,
    Number,
    Product,
    Sum,
    Up,
    half_even,
)
from dragoman.compare.formulas import ASKED, Sheetful, worked_lines
from dragoman.model import Delivery, Incoterm, Offer, Quantity
from dragoman.rates.duty import DutyTable
from dragoman.rates.exchange import RateTable
from dragoman.rates.freight import FreightTable
from dragoman.rates.tax import TaxTable
from dragoman.testing.offers import offer, quantity, sourced, tier
from dragoman.trade.landed import landed_cost
from dragoman.trade.landed_cost import LandedRates, LandedRequest, LandedTerms

if TYPE_CHECKING:
    from dragoman.ports import DutyMeasure


def rates(*duties: DutyMeasure) -> LandedRates:
    return LandedRates(
        exchange=RateTable(
            [rate("EUR", "USD", "1.16"), rate("EUR", "GBP", "0.865"), rate("EUR", "JPY", "172.4")],
            name="of the test",
        ),
        duties=DutyTable(duties),
        taxes=TaxTable(),
        freight=FreightTable(
            [
                card(
                    "USD",
                    "main_carriage",
                    charges=[
                        charge("freight_tonne", "62", minimum="120"),
                        charge("kg", "0.9", name="fuel"),
                        charge("kg", "0.6", from_quantity="400", name="fuel"),
                    ],
                    mode="sea",
                ),
                card(
                    "USD",
                    "insurance",
                    charges=[charge("percent", "0.35", uplift="0.1", of="cif", minimum="25")],
                ),
                flat("180 EUR", "import_clearance"),
                card(
                    "EUR",
                    "destination_handling",
                    "on_carriage",
                    charges=[charge("container", "420", holds_m3="28")],
                ),
                card(
                    "EUR",
                    "pre_carriage",
                    "origin_handling",
                    charges=[charge("chargeable_kg", "0.2", maximum="900")],
                ),
                flat("60 USD", "export_clearance"),
            ]
        ),
    )


def thing(incoterm: Incoterm = "FOB", **more: str) -> Offer:
    """24 to a carton, 0.4 kg, from China."""
    made = offer(
        "Thing",
        tier("52", "USD", start="1 carton", per="1 carton"),
        tier("48", "USD", start="20 carton", per="1 carton", cell="C3"),
        country="CN",
        pack=("carton", "24 piece"),
        moq="2 carton",
        delivery=Delivery(incoterm=incoterm),
    )
    made = replace(made, hs_code=sourced("9617.00", "N2"))
    return replace(made, weight=sourced(quantity("0.4 kg"), "W2")) if more.get("weight") != "none" else made


def sheet(one: Offer, many: int, tables: LandedRates, to: str = "DE") -> Sheetful:
    terms = LandedTerms(destination=to, on=DAY, quantity=Quantity(value=Decimal(many)))
    request = LandedRequest.of(one, terms)
    return worked_lines(landed_cost(request, rates=tables), request, rates=tables)


def at(written: Sheetful, many: int) -> Decimal:
    """The total that the formulas come to when another quantity is put in: as a spreadsheet would."""
    values = {ASKED: Decimal(many), **{name: one.value for name, one in written.inputs.items()}}
    assert written.ordered is not None
    values["ordered"] = written.ordered.worked_out(values)
    total = Decimal(0)
    for one in written.lines:
        assert one.expression is not None
        values[one.line.key] = one.expression.worked_out(values)
        total += values[one.line.key] if one.line.counted else Decimal(0)
    return total


@pytest.mark.parametrize("to", ["DE", "GB", "US", "JP"])
@pytest.mark.parametrize("incoterm", ["EXW", "FOB", "CIF", "DDP"])
def test_every_amount_has_a_formula_that_follows_the_quantity(to: str, incoterm: Incoterm) -> None:
    tables = rates(
        duty("961700", "6.7%", into=to), duty("961700", "25%", into=to, kind="additional", origins=["CN"])
    )
    written = sheet(thing(incoterm), 500, tables, to)
    assert all(one.expression is not None for one in written.lines), written.lines
    for many in (1, 47, 49, 480, 481, 20_000):
        again = sheet(thing(incoterm), many, tables, to)
        exact = sum(
            (one.line.amount.likely.amount for one in again.lines if one.line.counted and one.line.amount),
            Decimal(0),
        )
        assert at(written, many) == pytest.approx(exact, rel=Decimal("1e-15")), many


def test_a_fee_of_goods_by_sea_follows_the_quantity_also_where_the_way_is_not_given() -> None:
    """The harbour fee of the United States was a fixed amount: of another quantity the total was that of this one."""
    tables = replace(
        rates(duty("961700", "6.7%", into="US")), freight=FreightTable([flat("900 USD", "main_carriage")])
    )
    written = sheet(thing("EXW"), 500, tables, "US")
    fee = next(one for one in written.lines if one.line.key == "HMF")
    assert fee.expression is not None
    again = sheet(thing("EXW"), 2400, tables, "US")
    values = {name: one.value for name, one in again.inputs.items()} | {
        one.line.key: one.line.amount.likely.amount for one in again.lines if one.line.amount
    }
    assert fee.expression.worked_out(values) == values["HMF"]


def test_a_rate_that_is_no_percentage_stays_a_fixed_amount() -> None:
    written = sheet(thing(), 500, rates(duty("961700", "1.5 EUR/kg + 3%", into="DE")))
    by_key = {one.line.key: one for one in written.lines}
    assert by_key["duty"].expression is None
    assert by_key["duty"].line.amount is not None
    assert by_key["VAT"].expression is not None


def test_what_is_not_known_has_no_formula() -> None:
    written = sheet(thing(weight="none"), 500, rates())
    open_lines = {one.line.key for one in written.lines if one.line.amount is None}
    assert open_lines >= {"duty", "main_carriage"}
    assert all(one.expression is None for one in written.lines if one.line.key in open_lines)


def test_every_input_says_where_it_comes_from() -> None:
    written = sheet(thing(), 500, rates(duty("961700", "6.7%", into="DE")))
    assert all(one.source for one in written.inputs.values())
    assert "list.xlsx, sheet Prices, cell C3" in {one.source for one in written.inputs.values()}


numbers = st.decimals(min_value=-1000, max_value=1000, places=3).map(Number)
expressions: st.SearchStrategy[Expression] = st.recursive(
    st.one_of(numbers, st.just(Named("x"))),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: Sum(tuple(parts))),
        st.lists(inner, min_size=1, max_size=2).map(lambda parts: Product(tuple(parts))),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: Greatest(tuple(parts))),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: Least(tuple(parts))),
        st.builds(Up, inner, st.just(Decimal("0.5"))),
        st.builds(Down, inner, st.just(Decimal(100))),
        st.builds(IfAtLeast, inner, inner, inner, inner),
    ),
    max_leaves=8,
)


@given(expression=expressions, x=st.decimals(min_value=-50, max_value=50, places=2))
def test_a_formula_has_nothing_but_numbers_addresses_and_known_functions(
    expression: Expression, x: Decimal
) -> None:
    text = expression.formula(lambda _name: "$C$7")
    expression.worked_out({"x": x})
    words = {"MAX", "MIN", "IF", "ROUNDUP", "ROUNDDOWN", "ROUND", "C"}
    letters = "".join(letter if letter.isalpha() else " " for letter in text).split()
    assert set(letters) <= words
    assert text.count("(") == text.count(")")


@pytest.mark.parametrize("digits", [0, 2, 4])
def test_rounding_half_to_even_is_spelled_out(digits: int) -> None:
    formula = half_even("$C$9", digits)
    assert "ISEVEN" in formula
    assert formula.endswith(f"/{10**digits}")
