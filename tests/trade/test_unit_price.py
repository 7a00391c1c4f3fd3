"""Unit price at a quantity: tiers, packs, MOQ, ranges, currencies, and the curve that indexes sort by."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dragoman.model import Offer
from dragoman.ports import PriceCurve, Rate
from dragoman.rates import RateTable
from dragoman.testing.offers import offer, origin, quantity, tier
from dragoman.trade.comparable import ComparablePrice
from dragoman.trade.money import in_base_units
from dragoman.trade.unit_price import comparable_price, price_curve

RATES = RateTable(
    [
        Rate(base="EUR", quote="USD", value=Decimal("1.25"), as_of=date(2026, 11, 20), source="bank, line 2"),
        Rate(base="EUR", quote="CNY", value=Decimal("7.9"), as_of=date(2026, 11, 20), source="bank, line 3"),
        Rate(
            base="EUR", quote="JPY", value=Decimal("170.3"), as_of=date(2026, 11, 20), source="bank, line 4"
        ),
    ],
    name="bank",
)


def price(of: Offer, asked: str | None = "1 piece", currency: str = "USD") -> ComparablePrice:
    found = comparable_price(
        of, quantity=quantity(asked) if asked is not None else None, currency=currency, rates=RATES
    )
    assert found is not None
    return found


def amount(of: Offer, asked: str | None = "1 piece", currency: str = "USD") -> Decimal:
    return price(of, asked, currency).unit_price.money.amount


TIERS = offer(
    "Bottle",
    tier("3.00", start="1 piece", cell="C2"),
    tier("2.50", start="100 piece", cell="D2"),
    tier("2.00", start="500 piece", cell="E2"),
)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("1", "3.00"),
        ("99", "3.00"),
        ("100", "2.50"),
        ("101", "2.50"),
        ("499", "2.50"),
        ("500", "2"),
        ("9999", "2"),
    ],
)
def test_the_tier_that_holds_at_the_quantity_gives_the_price(asked: str, expected: str) -> None:
    assert amount(TIERS, asked) == Decimal(expected)


def test_the_first_step_cites_the_cell_of_the_tier_that_holds() -> None:
    assert price(TIERS, "100").steps[0].origin == origin("D2")


def test_an_offer_without_a_price_has_no_comparable_price_and_no_curve() -> None:
    assert comparable_price(offer("On request"), quantity=None, currency="USD", rates=RATES) is None
    assert price_curve(offer("On request")) is None


def test_a_price_of_zero_is_no_price() -> None:
    assert comparable_price(offer("x", tier("0")), quantity=None, currency="USD", rates=RATES) is None


def test_a_price_per_hundred_becomes_one_per_piece() -> None:
    found = price(offer("Screw", tier("4.10", per="100 piece")), "1000")
    assert found.unit_price.money.amount == Decimal("0.041")
    assert found.total.amount == Decimal("41.00")
    assert "4.10 USD / 100 = 0.041 USD per piece" in [step.text for step in found.steps]


class TestCartons:
    CARTON = offer("Bottle", tier("48", start="1 carton", per="1 carton"), pack=("carton", "24 piece"))

    def test_a_price_per_carton_becomes_one_per_piece_and_cites_the_pack_cell(self) -> None:
        found = price(self.CARTON, "480")
        assert found.unit_price.money.amount == Decimal(2)
        assert found.unit_price.per == quantity("1 piece")
        assert [step.origin for step in found.steps if "holds" in step.text] == [origin("E2")]
        assert "1 carton holds 24 pieces" in [step.text for step in found.steps]

    def test_an_odd_quantity_is_rounded_up_to_whole_cartons_and_says_so(self) -> None:
        found = price(self.CARTON, "500")
        assert found.quantity == quantity("504 piece")
        assert found.total.amount == Decimal("1008.00")
        assert any("rounded up to 21 cartons = 504 pieces" in step.text for step in found.steps)

    def test_the_total_of_an_endless_fraction_is_exact(self) -> None:
        found = price(offer("Bottle", tier("50", per="1 carton"), pack=("carton", "24 piece")), "500")
        assert found.unit_price.money.amount == Decimal("2.0833")
        assert found.total.amount == Decimal("1050.00")

    def test_cartons_asked_are_counted_in_pieces(self) -> None:
        assert price(self.CARTON, "20 carton").quantity == quantity("480 piece")

    def test_rounding_up_to_whole_cartons_can_reach_the_next_tier(self) -> None:
        of = offer(
            "Bottle",
            tier("48", start="1 carton", per="1 carton"),
            tier("36", start="21 carton", per="1 carton"),
            pack=("carton", "24 piece"),
        )
        assert amount(of, "480") == Decimal(2)
        assert amount(of, "481") == Decimal("1.5")

    def test_without_a_known_pack_the_price_stays_per_carton_with_a_warning(self) -> None:
        found = price(offer("Bottle", tier("48", per="1 carton")), "500")
        assert found.unit_price.per == quantity("1 carton")
        assert found.unit_price.money.amount == Decimal(48)
        assert any("cannot be compared with prices per piece" in warning for warning in found.warnings)

    def test_the_pack_of_another_unit_is_not_used(self) -> None:
        found = price(offer("Bottle", tier("48", per="1 box"), pack=("carton", "24 piece")), "500")
        assert found.unit_price.per == quantity("1 box")


def test_grams_and_pounds_compare_per_kilogram() -> None:
    assert amount(offer("Tea", tier("1.5", start="100 g", per="100 g")), "10 kg") == Decimal(15)
    per_pound = amount(offer("Tea", tier("10", start="1 [lb_av]", per="1 [lb_av]")), "10 kg")
    assert per_pound == Decimal("22.0462")


def test_a_bag_of_25_kg_compares_per_kilogram_in_whole_bags() -> None:
    found = price(offer("Rice", tier("20", per="1 bag"), pack=("bag", "25 kg")), "60 kg")
    assert found.unit_price.money.amount == Decimal("0.8")
    assert found.quantity == quantity("75 kg")


def test_pieces_asked_of_goods_priced_by_weight_are_not_guessed() -> None:
    found = price(offer("Tea", tier("12", per="1 kg"), moq="10 kg"), "500 piece")
    assert found.unit_price.per == quantity("1 kg")
    assert found.quantity == quantity("10 kg")
    assert any("cannot be counted in kg" in warning for warning in found.warnings)


def test_a_range_is_compared_by_its_high_end_and_says_so() -> None:
    found = price(offer("Bottle", tier("2.10", high="2.40")), "10")
    assert found.unit_price.money.amount == Decimal("2.40")
    assert any("high end" in warning for warning in found.warnings)
    assert "2.10 USD per piece to 2.40 USD per piece" in found.steps[0].text


class TestBelowTheMinimum:
    OFFER = offer("Bottle", tier("3"), tier("2", start="1000 piece"), moq="1000 piece")

    def test_it_is_priced_at_the_moq_and_flagged_with_its_cell(self) -> None:
        found = price(self.OFFER, "500")
        assert found.moq_above_quantity
        assert found.unit_price.money.amount == Decimal(2)
        assert found.quantity == quantity("1000 piece")
        assert (
            "The MOQ is 1000 pieces, above the 500 pieces asked: priced at that quantity." in found.warnings
        )
        assert origin("D2") in [step.origin for step in found.steps]

    def test_the_moq_itself_is_not_below_it(self) -> None:
        assert not price(self.OFFER, "1000").moq_above_quantity

    def test_the_lowest_tier_is_a_minimum_where_no_moq_is_given(self) -> None:
        found = price(offer("Bottle", tier("2", start="100 piece")), "10")
        assert found.moq_above_quantity
        assert found.quantity == quantity("100 piece")
        assert any("lowest price tier begins at 100 pieces" in warning for warning in found.warnings)

    def test_an_moq_in_cartons_is_counted_in_pieces(self) -> None:
        of = offer("Bottle", tier("2"), moq="10 carton", pack=("carton", "24 piece"))
        assert price(of, "100").quantity == quantity("240 piece")

    def test_an_moq_in_cartons_of_unknown_size_is_not_compared(self) -> None:
        found = price(offer("Bottle", tier("2"), moq="10 carton"), "100")
        assert not found.moq_above_quantity
        assert any("MOQ of 10 cartons" in warning for warning in found.warnings)

    def test_without_a_quantity_the_smallest_order_is_priced_and_not_flagged(self) -> None:
        found = price(self.OFFER, None)
        assert found.quantity == quantity("1000 piece")
        assert not found.moq_above_quantity


class TestCurrencies:
    def test_a_converted_price_names_the_rates_source_and_date(self) -> None:
        found = price(offer("Bottle", tier("2.00", "EUR")), "10", "USD")
        assert found.unit_price.money.amount == Decimal("2.5")
        assert found.native.money.currency == "EUR"
        assert found.converted
        assert [step.source for step in found.steps if step.source] == ["bank, line 2, 2026-11-20"]

    def test_a_missing_rate_is_never_one(self) -> None:
        found = price(offer("Bottle", tier("2.00", "KES")), "10", "USD")
        assert not found.converted
        assert found.unit_price.money.currency == "KES"
        assert found.total.currency == "KES"
        assert any("no KES->USD rate" in warning for warning in found.warnings)

    def test_the_total_is_rounded_to_the_currencys_smallest_coin(self) -> None:
        assert price(offer("Bottle", tier("1.005", "USD")), "1", "USD").total.amount == Decimal("1.00")
        assert price(offer("Bottle", tier("1.01", "EUR")), "1", "JPY").total.amount == Decimal(172)

    def test_a_second_quoted_currency_stands_aside_and_is_named(self) -> None:
        found = price(offer("Bottle", tier("2", "USD"), tier("1.7", "EUR")), "10")
        assert found.native.money.currency == "USD"
        assert any("also quotes in EUR" in warning for warning in found.warnings)


def test_a_tiny_price_keeps_four_significant_figures() -> None:
    assert amount(offer("Resistor", tier("0.1234", per="100 piece")), "1000") == Decimal("0.001234")


def test_a_price_of_absurd_size_is_still_priced() -> None:
    assert amount(offer("Bottle", tier("9" * 40)), "10") > Decimal(10) ** 39


# ------------------------------------------------------------------------------------------- properties

_amounts = st.decimals(min_value="0.01", max_value="9999", places=2)
_currencies = st.sampled_from(["EUR", "USD", "CNY", "JPY"])
_packs = st.sampled_from(["piece", "carton"])


@st.composite
def _offers(draw: st.DrawFn) -> Offer:
    currency, unit = draw(_currencies), draw(_packs)
    starts = sorted(draw(st.sets(st.integers(1, 50), min_size=1, max_size=4)))
    prices = sorted((draw(_amounts) for _ in starts), reverse=True)
    tiers = [
        tier(str(value), currency, start=f"{start} {unit}", per=f"1 {unit}")
        for start, value in zip(starts, prices, strict=True)
    ]
    moq = draw(st.none() | st.integers(1, 900))
    size = draw(st.integers(1, 30))
    return offer(
        "Bottle", *tiers, moq=None if moq is None else f"{moq} piece", pack=("carton", f"{size} piece")
    )


@given(first=_offers(), second=_offers(), asked=st.integers(1, 2000), one=_currencies, other=_currencies)
def test_the_order_by_unit_price_is_the_same_in_every_currency(
    first: Offer, second: Offer, asked: int, one: str, other: str
) -> None:
    a, b = amount(first, str(asked), one), amount(second, str(asked), one)
    c, d = amount(first, str(asked), other), amount(second, str(asked), other)
    assert not (a < b and c > d), "the order is turned round"
    assert not (a > b and c < d), "the order is turned round"


@given(of=_offers(), few=st.integers(1, 2000), more=st.integers(0, 2000))
def test_falling_tiers_never_make_a_larger_order_dearer_per_piece(of: Offer, few: int, more: int) -> None:
    assert amount(of, str(few + more)) <= amount(of, str(few))


@given(of=_offers(), asked=st.integers(1, 2000))
def test_what_is_ordered_covers_what_was_asked_and_the_moq(of: Offer, asked: int) -> None:
    found = price(of, str(asked))
    assert found.quantity.value >= asked
    assert of.moq is None or found.quantity.value >= of.moq.value.value
    assert found.moq_above_quantity == (found.quantity.value > asked and not _covered(of, asked))


def _covered(of: Offer, asked: int) -> bool:
    pack = of.pack.value if of.pack is not None else None
    starts = [in_base_units(t.value.from_quantity, pack).value for t in of.prices]
    lowest = min(starts)
    return asked >= max(lowest if lowest > 1 else 0, of.moq.value.value if of.moq is not None else 0)


@given(of=_offers(), asked=st.integers(1, 2000), currency=_currencies)
def test_the_total_is_the_unit_price_times_the_quantity(of: Offer, asked: int, currency: str) -> None:
    found = price(of, str(asked), currency)
    exact = found.unit_price.money.amount * found.quantity.value
    assert abs(found.total.amount - exact) <= Decimal("0.00006") * found.quantity.value + Decimal("0.51")


def at(curve: PriceCurve, asked: float) -> float:
    held = [value for start, value in curve.steps if start <= asked]
    return held[-1] if held else curve.steps[0][1]


@given(of=_offers(), asked=st.integers(1, 2000))
def test_the_curve_agrees_with_the_exact_price_at_every_quantity(of: Offer, asked: int) -> None:
    curve = price_curve(of)
    assert curve is not None
    native = price(of, str(asked), curve.currency).native
    assert at(curve, asked) == pytest.approx(float(native.money.amount), abs=6e-5)
    assert curve.unit == native.per.unit


@given(of=_offers())
def test_the_curves_steps_rise(of: Offer) -> None:
    curve = price_curve(of)
    assert curve is not None
    starts = [start for start, _ in curve.steps]
    assert starts == sorted(set(starts))


@given(of=_offers(), asked=st.integers(1, 2000))
def test_every_number_taken_from_the_supplier_has_its_cell(of: Offer, asked: int) -> None:
    found = price(of, str(asked))
    assume(found.steps)
    assert found.steps[0].origin is not None
    assert all(step.origin is not None for step in found.steps if "holds" in step.text or "MOQ" in step.text)
