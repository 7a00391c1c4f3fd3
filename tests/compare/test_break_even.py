"""Break-even quantities are where the exact costs change places."""

from __future__ import annotations

from decimal import Decimal

from benchmarks.bars_5.landed_case import DAY, flat, rate
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.compare.break_even import BreakEven, break_even
from dragoman.model import Delivery, Offer, Quantity
from dragoman.rates.duty import DutyTable
from dragoman.rates.exchange import RateTable
from dragoman.rates.freight import FreightTable
from dragoman.rates.tax import TaxTable
from dragoman.testing.offers import offer, tier
from dragoman.trade.bulk.reckon import Reckoner
from dragoman.trade.landed import landed_cost
from dragoman.trade.landed_cost import LandedRates, LandedRequest, LandedTerms

RATES = LandedRates(
    exchange=RateTable([rate("EUR", "USD", "1.16")], name="rates of the test"),
    duties=DutyTable([]),
    taxes=TaxTable(),
    freight=FreightTable([flat("300 EUR", "main_carriage")]),
)
TERMS = LandedTerms(destination="DE", on=DAY)


def delivered(name: str, *tiers: tuple[str, str], moq: str | None = None, currency: str = "EUR") -> Offer:
    """Of a German supplier, to the door."""
    prices = [
        tier(price, currency, start=f"{start} piece", cell=f"C{n}") for n, (start, price) in enumerate(tiers)
    ]
    place = Delivery(incoterm="DAP", country="DE")
    return offer(name, *prices, offer_id=name, country="DE", moq=moq, delivery=place)


def from_italy(name: str, price: str) -> Offer:
    """Ex works: 300 EUR of carriage come on top, however many there are."""
    return offer(
        name, tier(price, "EUR"), offer_id=name, country="IT", delivery=Delivery(incoterm="EXW", country="IT")
    )


def found(*offers: Offer, asked: int = 100) -> BreakEven:
    return break_even(offers, Reckoner(TERMS, rates=RATES, currency="EUR"), asked=Decimal(asked))


def exact(one: Offer, many: int) -> Decimal | None:
    """Of one unit that is ordered; None below the least order."""
    cost = landed_cost(
        LandedRequest.of(one, LandedTerms(destination="DE", on=DAY, quantity=Quantity(value=Decimal(many)))),
        rates=RATES,
    )
    if not cost.complete or (one.moq is not None and many < one.moq.value.value):
        return None
    return cost.exact.likely.amount / cost.quantity.value


def test_carriage_that_is_the_same_for_any_number_breaks_even_where_the_prices_make_up_for_it() -> None:
    breaks = found(delivered("near", ("1", "5")), from_italy("far", "2"))
    # 5 n x 1.19 = (2 n + 300) x 1.19 at n = 100; of what costs the same the first offer stands before
    assert [(one.from_quantity, one.offer) for one in breaks.stretches] == [(1, 0), (101, 1)]
    assert breaks.stretches[0].until == 100


def test_a_tier_and_a_minimum_order_are_steps() -> None:
    breaks = found(
        delivered("steps", ("1", "5"), ("50", "3")), delivered("bulk", ("1", "2"), moq="400 piece")
    )
    assert [(one.from_quantity, one.offer) for one in breaks.stretches] == [(1, 0), (400, 1)]
    assert breaks.curves[1][0].quantity == 400


def test_a_tier_in_cartons_is_a_step_in_pieces() -> None:
    """From 100 cartons of 24 on was looked for at 100 pieces, and not found where fewer than 480 were asked for."""
    cartons = offer(
        "cartons",
        tier("48", "EUR", start="1 carton", per="1 carton"),
        tier("24", "EUR", start="100 carton", per="1 carton", cell="C3"),
        offer_id="cartons",
        country="DE",
        pack=("carton", "24 piece"),
        delivery=Delivery(incoterm="DAP", country="DE"),
    )
    breaks = found(cartons, delivered("pieces", ("1", "1.5")), asked=50)
    # 2377 pieces are 99.04 cartons, for which 100 are bought
    assert [(one.from_quantity, one.offer) for one in breaks.stretches] == [(1, 1), (2377, 0)]


def test_the_cheapest_may_change_back() -> None:
    breaks = found(delivered("a", ("1", "5"), ("80", "1")), delivered("b", ("1", "6"), ("20", "3")))
    assert [(one.from_quantity, one.offer) for one in breaks.stretches] == [(1, 0), (20, 1), (80, 0)]


def test_an_offer_that_is_not_known_in_full_is_not_in_the_running() -> None:
    unknown = offer("open", tier("0.01", "EUR"), offer_id="open", country="CN")
    breaks = found(delivered("near", ("1", "5")), unknown)
    assert breaks.curves[1] == ()
    assert {one.offer for one in breaks.stretches} == {0}


def test_nobody_who_sells_gives_no_stretch() -> None:
    breaks = found(offer("silent", offer_id="a"), offer("too", offer_id="b"))
    assert breaks.stretches == ()
    assert breaks.curves == ((), ())


prices = st.integers(100, 2000).map(lambda cents: str(Decimal(cents) / 100))


@settings(max_examples=30, deadline=None)
@given(
    first=st.tuples(prices, st.integers(2, 900), prices),
    far=prices,
    bulk=st.tuples(prices, st.integers(1, 600)),
)
def test_at_every_change_the_exact_costs_change_places(
    first: tuple[str, int, str], far: str, bulk: tuple[str, int]
) -> None:
    offers = (
        delivered("first", ("1", first[0]), (str(first[1]), first[2])),
        from_italy("far", far),
        delivered("bulk", ("1", bulk[0]), moq=f"{bulk[1]} piece"),
    )
    for stretch in found(*offers).stretches:
        for many in (stretch.from_quantity, stretch.until):
            costs = {at: cost for at, one in enumerate(offers) if (cost := exact(one, many)) is not None}
            assert min(costs.values()) >= costs[stretch.offer] * (1 - Decimal("1e-9"))
