"""Contract of `ports.ExchangeRates`: subclass, give `table`, and pytest runs every promise of the port."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest

from dragoman.errors import RateMissing
from dragoman.ports import ExchangeRates, Rate

OLD, NEW = date(2026, 11, 2), date(2026, 11, 20)


def given(base: str, quote: str, value: str, as_of: date = NEW, source: str = "") -> Rate:
    """A rate as a table would be given it."""
    return Rate(
        base=base, quote=quote, value=Decimal(value), as_of=as_of, source=source or f"test {base}->{quote}"
    )


class ExchangeRatesContract(ABC):
    """What every table of rates must do."""

    @abstractmethod
    def table(self, rates: Sequence[Rate], /) -> ExchangeRates:
        """A table that holds exactly these rates."""

    def test_a_rate_is_given_back_with_its_date(self) -> None:
        found = self.table([given("EUR", "USD", "1.085")]).rate("EUR", "USD")
        assert (found.base, found.quote, found.value, found.as_of) == ("EUR", "USD", Decimal("1.085"), NEW)

    def test_every_rate_names_a_source(self) -> None:
        table = self.table([given("EUR", "USD", "1.085"), given("EUR", "CNY", "7.8")])
        assert all(table.rate(*pair).source for pair in [("EUR", "USD"), ("USD", "EUR"), ("USD", "CNY")])

    def test_the_newest_date_of_a_pair_holds(self) -> None:
        rates = [given("EUR", "USD", "1.10", NEW), given("EUR", "USD", "1.20", OLD)]
        for order in (rates, rates[::-1]):
            assert self.table(order).rate("EUR", "USD").value == Decimal("1.10")

    def test_the_opposite_pair_is_the_inverse(self) -> None:
        assert self.table([given("EUR", "USD", "1.25")]).rate("USD", "EUR").value == Decimal("0.8")

    def test_a_currency_to_itself_is_one_even_in_an_empty_table(self) -> None:
        assert self.table([]).rate("KES", "KES").value == 1

    def test_a_cross_rate_goes_through_a_common_currency_and_takes_the_older_date(self) -> None:
        found = self.table([given("EUR", "USD", "1.25", NEW), given("EUR", "CNY", "8", OLD)]).rate(
            "USD", "CNY"
        )
        assert found.value == Decimal("6.4")
        assert found.as_of == OLD

    def test_a_cross_rate_prefers_the_currency_with_the_newest_dates(self) -> None:
        table = self.table(
            [
                given("EUR", "USD", "1.25", OLD),
                given("EUR", "CNY", "8", OLD),
                given("GBP", "USD", "1.5", NEW),
                given("GBP", "CNY", "9", NEW),
            ]
        )
        assert table.rate("USD", "CNY").as_of == NEW
        assert table.rate("USD", "CNY").value == pytest.approx(Decimal(6))

    def test_a_missing_rate_is_an_error_that_names_the_pair(self) -> None:
        with pytest.raises(RateMissing, match="USD->KES"):
            self.table([given("EUR", "USD", "1.085")]).rate("USD", "KES")

    def test_an_empty_table_has_no_date_and_no_currencies(self) -> None:
        table = self.table([])
        assert table.as_of is None
        assert table.currencies() == ()

    def test_the_table_is_as_new_as_its_newest_rate(self) -> None:
        assert self.table([given("EUR", "USD", "1.1", OLD), given("EUR", "CNY", "8", NEW)]).as_of == NEW

    def test_currencies_are_all_that_occur(self) -> None:
        assert set(self.table([given("EUR", "USD", "1.1"), given("GBP", "CNY", "9")]).currencies()) == {
            "EUR",
            "USD",
            "GBP",
            "CNY",
        }
