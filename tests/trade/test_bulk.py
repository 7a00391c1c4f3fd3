"""A thousand landed costs at once are what `trade.landed` reckons of each, to the last figure that a float holds."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from benchmarks.bars_5.landed_case import DAY, card, charge, duty, flat, rate
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.errors import Incomparable
from dragoman.model import INCOTERMS, Delivery, Incoterm, Offer, Quantity
from dragoman.order_terms import TermColumns
from dragoman.ports import DutyMeasure, FreightCard, Rate
from dragoman.rates.duty import DutyTable
from dragoman.rates.exchange import RateTable
from dragoman.rates.freight import FreightTable
from dragoman.rates.tax import TaxTable
from dragoman.testing.offers import offer, quantity, sourced, tier
from dragoman.trade.bulk.reckon import Costs, Reckoner
from dragoman.trade.bulk.terms import order_terms
from dragoman.trade.landed import landed_cost
from dragoman.trade.landed_cost import LandedCost, LandedRates, LandedRequest, LandedTerms

TAXES = TaxTable()
DESTINATIONS = ("DE", "GB", "US", "AU", "CA", "CH", "IN", "ZA", "JP", "NO", "BR")
EXCHANGE = [
    rate("EUR", currency, value)
    for currency, value in {
        "USD": "1.16",
        "GBP": "0.865",
        "AUD": "1.78",
        "CAD": "1.62",
        "CHF": "0.94",
        "INR": "103.2",
        "ZAR": "20.1",
        "JPY": "172.4",
        "CNY": "8.31",
        "NOK": "11.7",
    }.items()
]
CARDS = [
    card(
        "USD",
        "main_carriage",
        charges=[
            charge("freight_tonne", "62", minimum="120"),
            charge("shipment", "45"),
            charge("kg", "0.9", name="fuel"),
            charge("kg", "0.6", from_quantity="400", name="fuel"),
        ],
        mode="sea",
    ),
    replace(
        card("EUR", "main_carriage", charges=[charge("chargeable_kg", "4.1", minimum="90")], mode="air"),
        origins=("IN", "CN"),
    ),
    replace(
        card("EUR", "main_carriage", charges=[charge("piece", "0.2")], mode="road"),
        origins=("DE", "IT", "FR"),
    ),
    card("USD", "insurance", charges=[charge("percent", "0.35", uplift="0.1", of="cif", minimum="25")]),
    flat("180 EUR", "import_clearance"),
    card("EUR", "destination_handling", "on_carriage", charges=[charge("container", "420", holds_m3="28")]),
    card(
        "CNY",
        "pre_carriage",
        "export_clearance",
        "origin_handling",
        charges=[charge("m3", "300", maximum="9000")],
    ),
]
DUTIES = [
    measure
    for into in ("DE", "GB", "US", "AU", "CH", "JP")
    for measure in (
        duty("732393", "3.2%", into=into),
        duty("7323930010", "4.5%", into=into),
        duty("961700", "6.7%", into=into),
        duty("961700", "4%", into=into, kind="preferential", origins=["VN"], condition="proof of origin"),
        duty("961700", "25%", into=into, kind="additional", origins=["CN"]),
        duty("852872", "14%", into=into),
        duty("852872", "10%", into=into, kind="additional", variant="A1", label="anti-dumping"),
        duty("852872", "30%", into=into, kind="additional", variant="A2", label="anti-dumping"),
        duty("640299", "1.5 USD/kg + 7%", into=into),
        duty("640399", "9% MIN 1.6 EUR/100 kg", into=into),
        duty("640411", "0.4 EUR/piece", into=into),
    )
]


def tables(
    *,
    cards: Sequence[FreightCard] = tuple(CARDS),
    duties: Sequence[DutyMeasure] = tuple(DUTIES),
    exchange: Sequence[Rate] = tuple(EXCHANGE),
) -> LandedRates:
    return LandedRates(
        exchange=RateTable(exchange, name="rates of the test"),
        duties=DutyTable(duties),
        taxes=TAXES,
        freight=FreightTable(cards),
    )


def exact(one: Offer, terms: LandedTerms, rates: LandedRates) -> LandedCost | None:
    try:
        return landed_cost(LandedRequest.of(one, terms), rates=rates)
    except Incomparable:
        return None


def bulk(some: Sequence[Offer], terms: LandedTerms, rates: LandedRates) -> Costs:
    columns = TermColumns.of([order_terms(one) for one in some])
    return Reckoner(terms, rates=rates, currency="EUR").costs(columns, terms.quantity)


def agree(some: Sequence[Offer], terms: LandedTerms, rates: LandedRates) -> None:
    costs = bulk(some, terms, rates)
    for row, one in enumerate(some):
        cost = exact(one, terms, rates)
        if cost is None:
            assert math.isnan(costs.total[1, row])
            continue
        if cost.currency != costs.currency:
            if math.isnan(costs.total[1, row]):  # no rate into the destination's currency
                continue
            cost = cost.presented(rates.exchange.rate(cost.currency, costs.currency))
        assert float(cost.quantity.value) == costs.quantity[row], (one, terms)
        found = [float(end.amount) for end in (cost.exact.low, cost.exact.likely, cost.exact.high)]
        assert costs.total[:, row].tolist() == pytest.approx(found, rel=1e-9), (one, terms, cost)
        assert bool(costs.complete[row]) == cost.complete, (one, terms, cost)


amounts = st.decimals(min_value="0.05", max_value="900", places=2).map(str)
currencies = st.sampled_from(["USD", "EUR", "CNY", "JPY", "GBP", "XAF"])


@st.composite
def offers(draw: st.DrawFn) -> Offer:
    currency = draw(currencies)
    pack = draw(st.sampled_from([None, ("carton", "24 piece"), ("bag", "25 kg"), ("carton", "6 pair")]))
    per = draw(st.sampled_from(["1 piece", "100 piece", "1 carton", "1 kg", "1 pair", "1 m3", "500 g"]))
    starts = draw(st.sampled_from([("1",), ("1", "100"), ("12", "500", "2000")]))
    ranged = draw(st.booleans())
    unit = per.split()[1]
    tiers = [
        tier(
            price,
            currency,
            per=per,
            start=f"{start} {unit}",
            high=str(Decimal(price) * 2) if ranged else None,
            cell=f"C{n}",
        )
        for n, start in enumerate(starts)
        if (price := draw(amounts))
    ]
    incoterm = draw(st.sampled_from([None, *INCOTERMS]))
    made = offer(
        "Thing",
        *(tiers if draw(st.integers(0, 9)) else []),
        country=draw(st.sampled_from(["CN", "VN", "DE", "IT", "US", None])),
        pack=pack,
        moq=draw(st.sampled_from([None, "50 piece", "3 carton", "10 kg"])),
        made_in=draw(st.sampled_from([None, "CN", "VN", "DE"])),
        delivery=Delivery(incoterm=incoterm, country=draw(st.sampled_from([None, "CN", "DE"])))
        if incoterm
        else None,
    )
    code = draw(
        st.sampled_from(
            [None, "7323.93.00.10", "9617", "852872", "640299", "640399", "640411", "99", "010121"]
        )
    )
    weight = draw(st.sampled_from([None, "0.4 kg", "1250 g", "3 m"]))
    if code:
        made = replace(made, hs_code=sourced(code, "N2"))
    return replace(made, weight=sourced(quantity(weight), "W2")) if weight else made


@settings(max_examples=120, deadline=None)
@given(
    some=st.lists(offers(), min_size=1, max_size=6),
    to=st.sampled_from(DESTINATIONS),
    many=st.sampled_from(
        [None, "1 piece", "99 piece", "100 piece", "1500 piece", "40 carton", "700 kg", "30 pair"]
    ),
)
def test_many_at_once_come_to_what_each_comes_to_alone(some: list[Offer], to: str, many: str | None) -> None:
    terms = LandedTerms(destination=to, on=DAY, quantity=quantity(many) if many else None)
    agree(some, terms, tables())


@settings(max_examples=40, deadline=None)
@given(
    some=st.lists(offers(), min_size=1, max_size=4),
    to=st.sampled_from(DESTINATIONS),
    incoterm=st.sampled_from([None, "EXW", "FOB", "DDP"]),
    mode=st.sampled_from([None, "sea", "air"]),
    weighed=st.sampled_from(["gross_kg", "net_kg", "m3", None]),
    left_out=st.sampled_from(["cards", "duties", "exchange", None]),
)
def test_terms_of_the_order_and_missing_tables_make_no_difference_either(
    some: list[Offer],
    to: str,
    incoterm: Incoterm | None,
    mode: str | None,
    weighed: str | None,
    left_out: str | None,
) -> None:
    from dragoman.trade.interval import Span

    span = Span(low=Decimal("0.2"), likely=Decimal("0.3"), high=Decimal("0.5"))
    terms = LandedTerms(
        destination=to,
        on=DAY,
        quantity=quantity("250 piece"),
        incoterm=incoterm,
        mode="sea" if mode == "sea" else "air" if mode == "air" else None,
        hs_codes=("961700", "732393"),
        made_in="CN",
        gross_kg=span if weighed == "gross_kg" else None,
        net_kg=span if weighed == "net_kg" else None,
        m3=span if weighed == "m3" else None,
    )
    agree(
        some,
        terms,
        tables(
            cards=() if left_out == "cards" else CARDS,
            duties=() if left_out == "duties" else DUTIES,
            exchange=() if left_out == "exchange" else EXCHANGE,
        ),
    )


@settings(max_examples=30, deadline=None)
@given(some=st.lists(offers(), min_size=2, max_size=12), to=st.sampled_from(["DE", "US", "GB"]))
def test_the_order_is_that_of_the_exact_costs(some: list[Offer], to: str) -> None:
    terms = LandedTerms(destination=to, on=DAY, quantity=Quantity(value=Decimal(300)))
    rates = tables()
    columns = TermColumns.of([order_terms(one) for one in some])
    keys = Reckoner(terms, rates=rates, currency="EUR").order(terms.quantity, columns)
    wanted: list[tuple[float, ...]] = []
    for one in some:
        cost = exact(one, terms, rates)
        if (
            cost is None
            or cost.quantity.unit != "piece"
            or cost.currency != ("EUR" if to == "DE" else "USD" if to == "US" else "GBP")
        ):
            wanted.append((math.inf, math.inf, math.inf))
            continue
        each = [end.amount / cost.quantity.value for end in (cost.exact.likely, cost.exact.high)]
        wanted.append((0.0 if cost.complete else 1.0, *(float(f"{one:.11e}") for one in each)))
    found = [tuple(float(key) for key in np.nan_to_num(column, nan=math.inf)) for column in keys.T]
    assert sorted(range(len(some)), key=lambda row: (found[row], row)) == sorted(
        range(len(some)), key=lambda row: (wanted[row], row)
    )


def test_an_offer_without_a_price_has_no_cost_and_no_place_in_the_order() -> None:
    terms = LandedTerms(destination="DE", on=DAY, quantity=Quantity(value=Decimal(10)))
    columns = TermColumns.of([None, order_terms(offer("Thing", tier("5", "EUR")))])
    keys = Reckoner(terms, rates=tables(), currency="EUR").order(terms.quantity, columns)
    assert np.isnan(keys[:, 0]).all()
    assert not np.isnan(keys[:, 1]).any()


def test_nothing_to_reckon_gives_nothing() -> None:
    terms = LandedTerms(destination="DE", on=DAY)
    keys = Reckoner(terms, rates=tables(), currency="EUR").order(None, TermColumns.of([]))
    assert keys.shape == (3, 0)


def test_each_row_may_have_a_quantity_of_its_own() -> None:
    one = offer("Thing", tier("5", "EUR"), tier("4", "EUR", start="100 piece", cell="C3"))
    terms = LandedTerms(destination="DE", on=DAY)
    columns = TermColumns.of([order_terms(one)] * 3)
    costs = Reckoner(terms, rates=tables(), currency="EUR").costs(
        columns, Quantity(value=Decimal(1)), each=np.array([1.0, 99.0, 100.0])
    )
    assert costs.quantity.tolist() == [1.0, 99.0, 100.0]
    for row, many in enumerate((1, 99, 100)):
        alone = exact(one, replace(terms, quantity=Quantity(value=Decimal(many))), tables())
        assert alone is not None
        assert costs.total[1, row] == pytest.approx(float(alone.exact.likely.amount))


def test_terms_that_only_the_exact_reckoning_knows_are_refused() -> None:
    terms = LandedTerms(destination="DE", on=DAY, claim_preference=True)
    with pytest.raises(ValueError, match="claim_preference"):
        Reckoner(terms, rates=tables(), currency="EUR")


def test_a_way_and_a_code_are_looked_up_once_however_many_offers_there_are() -> None:
    asked: list[str] = []

    class Counting(DutyTable):
        def lines(self, question):  # type: ignore[no-untyped-def] # as the port has it
            asked.append(question.code)
            return super().lines(question)

    rates = replace(tables(), duties=Counting(DUTIES))
    some = [
        replace(
            offer("Thing", tier("5", "EUR"), offer_id=f"o{n}", country="CN"), hs_code=sourced("9617.00", "N2")
        )
        for n in range(50)
    ]
    terms = LandedTerms(destination="DE", on=DAY)
    reckoner = Reckoner(terms, rates=rates, currency="EUR")
    columns = TermColumns.of([order_terms(one) for one in some])
    for _ in range(3):
        reckoner.order(None, columns)
    assert asked == ["961700"]
