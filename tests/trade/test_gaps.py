"""Which rates a catalogue lacks on the way to a destination."""

from dataclasses import replace

from benchmarks.bars_5.landed_case import DAY, duty, flat, priced, rate

from dragoman.model import Offer
from dragoman.rates.duty import DutyTable
from dragoman.rates.exchange import RateTable
from dragoman.rates.freight import FreightTable
from dragoman.rates.tax import TaxTable
from dragoman.testing.offers import offer, tier
from dragoman.trade.gaps import gaps
from dragoman.trade.landed_cost import LandedRates

RATES = LandedRates(
    exchange=RateTable([rate("EUR", "USD", "1.16")], name="test rates"),
    duties=DutyTable([duty("732393", "3%", into="DE")]),
    taxes=TaxTable(),
    freight=FreightTable([]),
)


def found(*offers: Offer, to: str = "DE", rates: LandedRates = RATES) -> list[tuple[str, str, int]]:
    return [(gap.kind, gap.what, gap.offers) for gap in gaps(offers, destination=to, on=DAY, rates=rates)]


def test_a_duty_that_is_missing_is_named_once_for_all_its_offers() -> None:
    known, unknown = priced("1 EUR", hs="7323.93"), priced("1 EUR", hs="9617.00")
    assert ("duty", "961700 from CN", 2) in found(known, unknown, unknown)
    assert not any(what == "732393 from CN" for _, what, _ in found(known, unknown))


def test_currencies_without_a_rate_and_offers_without_a_code_are_named() -> None:
    assert ("exchange", "KES->EUR", 1) in found(priced("1 KES", hs="7323.93"), priced("1 USD"))
    assert ("hs_code", "hs code", 1) in found(priced("1 KES", hs="7323.93"), priced("1 USD"))


def test_lanes_without_a_card_are_named() -> None:
    given = priced("1 EUR", hs="7323.93")
    assert ("freight", "CN-DE", 1) in found(given)
    carded = replace(RATES, freight=FreightTable([flat("1 EUR", "main_carriage")]))
    assert found(given, rates=carded) == []


def test_a_destination_without_rules_is_named() -> None:
    assert ("tax", "BR", 1) in found(priced("1 EUR", hs="7323.93"), to="BR")


def test_within_the_customs_territory_no_duty_is_missing() -> None:
    french = offer("Cups", tier("1", "EUR"), country="FR")
    assert found(french) == [("freight", "FR-DE", 1)]


def test_the_most_wanted_comes_first() -> None:
    two, one = priced("1 EUR", hs="9617.00"), priced("1 EUR", hs="8211.92")
    assert [gap[1] for gap in found(two, two, one) if gap[0] == "duty"] == [
        "961700 from CN",
        "821192 from CN",
    ]
