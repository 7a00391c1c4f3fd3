"""A price that was converted by an old exchange rate says so, wherever it is shown."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from dragoman import app
from dragoman.app import Dragoman
from dragoman.ports import Rate
from dragoman.rates.exchange import RateTable
from dragoman.search.request import SearchRequest
from dragoman.trade.landed_cost import LandedTerms
from dragoman.trade.old_rates import OLD_AFTER_DAYS, days_of, oldest

DAY = date(2026, 9, 1)
CURRENCIES = (
    "USD",
    "CNY",
    "CHF",
    "GBP",
    "JPY",
    "MXN",
    "RUB",
    "BRL",
    "TRY",
    "INR",
    "KES",
    "VND",
    "AED",
    "SAR",
)


@pytest.fixture
def dragoman(sample_dragoman: Dragoman, monkeypatch: pytest.MonkeyPatch) -> Dragoman:
    """The samples with rates of DAY."""
    rates = (Rate(base="EUR", quote=one, value=Decimal(2), as_of=DAY, source="a bank") for one in CURRENCIES)
    monkeypatch.setattr(sample_dragoman, "rates", RateTable(rates, name="rates.csv"))
    return sample_dragoman


def _told(dragoman: Dragoman, monkeypatch: pytest.MonkeyPatch, *, days: int, currency: str) -> list[str]:
    monkeypatch.setattr(app, "_today", lambda: DAY + timedelta(days=days))
    result = dragoman.search(SearchRequest(text="steel bottle", currency=currency, limit=20))
    assert result.hits
    return [one for one in result.notices if "exchange rates of" in one]


def test_a_result_with_prices_converted_by_an_old_rate_says_its_day_and_how_to_renew_it(
    dragoman: Dragoman, monkeypatch: pytest.MonkeyPatch
) -> None:
    (told,) = _told(dragoman, monkeypatch, days=OLD_AFTER_DAYS + 1, currency="EUR")
    assert "exchange rates of 2026-09-01, 31 days ago" in told
    assert "dragoman rates import" in told


def test_a_rate_of_this_month_is_not_told(dragoman: Dragoman, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _told(dragoman, monkeypatch, days=OLD_AFTER_DAYS, currency="EUR") == []


def test_a_landed_cost_that_was_converted_by_an_old_rate_says_so(
    dragoman: Dragoman, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "_today", lambda: DAY + timedelta(days=90))
    hits = dragoman.search(SearchRequest(text="steel bottle", currency="EUR", limit=20)).hits
    offer = next(
        hit.offer for hit in hits if hit.price is not None and hit.price.native.money.currency != "EUR"
    )
    terms = LandedTerms(destination="DE", on=DAY + timedelta(days=90))
    told = [
        one for one in dragoman.landed(offer.offer_id, terms).warnings if "2026-09-01, 90 days ago" in one
    ]
    assert len(told) == 1


def test_only_rates_between_different_currencies_count() -> None:
    rates = RateTable(
        [Rate(base="EUR", quote="USD", value=Decimal(1), as_of=DAY, source="a bank")], name="rates.csv"
    )
    assert list(days_of([("EUR", "EUR"), ("USD", "KES")], rates)) == []
    assert list(days_of([("USD", "EUR")], rates)) == [DAY]
    assert oldest([], DAY) is None
