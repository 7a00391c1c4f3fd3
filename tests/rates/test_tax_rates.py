"""The port of taxes, and what the shipped table says of itself."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from dragoman.errors import InputError
from dragoman.ports import ImportQuestion, Percent
from dragoman.rates.tax import TaxTable
from dragoman.rates.territory import EU_MEMBERS
from dragoman.testing.tax_rates import TABLE, TaxRatesContract, asked

DAY = date(2026, 11, 26)


class TestTaxTable(TaxRatesContract):
    @pytest.fixture(autouse=True)
    def _folder(self, tmp_path: Path) -> None:
        self.path = tmp_path / "tax.toml"

    def table(self, text: str, /) -> TaxTable:
        self.path.write_text(text, encoding="utf-8")
        return TaxTable([self.path], shipped=False)


class TestTaxTableOverTheShippedOne(TaxRatesContract):
    @pytest.fixture(autouse=True)
    def _folder(self, tmp_path: Path) -> None:
        self.path = tmp_path / "tax.toml"

    def table(self, text: str, /) -> TaxTable:
        self.path.write_text(text, encoding="utf-8")
        return TaxTable([self.path])


@pytest.fixture(scope="module")
def shipped() -> TaxTable:
    return TaxTable()


def tax(table: TaxTable, country: str, on: date = DAY, category: str = "standard") -> Decimal:
    rules = table.rules(ImportQuestion(destination=country, on=on, category=category))
    rate = next(charge.rate for charge in rules.charges if charge.kind == "tax")
    assert isinstance(rate, Percent)
    return rate.value


@pytest.mark.parametrize(
    ("country", "percent"),
    [
        ("DE", "19"),
        ("HU", "27"),
        ("LU", "17"),
        ("SE", "25"),
        ("GB", "20"),
        ("CH", "8.1"),
        ("AU", "10"),
        ("NZ", "15"),
    ],
)
def test_standard_rates_are_those_of_the_law(shipped: TaxTable, country: str, percent: str) -> None:
    assert tax(shipped, country) == Decimal(percent)


def test_a_reduced_rate_can_be_asked_for(shipped: TaxTable) -> None:
    assert tax(shipped, "DE", category="reduced") == 7
    with pytest.raises(InputError, match=r"reduced_5\.5 \(5\.5 %\)"):
        tax(shipped, "FR", category="reduced")
    assert tax(shipped, "FR", category="reduced_10") == 10


def test_every_member_state_is_covered_in_its_currency(shipped: TaxTable) -> None:
    for country in EU_MEMBERS:
        rules = shipped.rules(asked(country))
        assert rules.territory == "EU"
        assert len(rules.currency) == 3
    assert shipped.rules(asked("PL")).currency == "PLN"
    assert shipped.rules(asked("FR")).currency == "EUR"


def test_relief_of_the_union_ended_on_the_first_of_july(shipped: TaxTable) -> None:
    assert shipped.rules(asked("DE", on=date(2026, 6, 30))).reliefs
    assert not shipped.rules(asked("DE", on=date(2026, 7, 1))).reliefs


def test_relief_of_the_united_states_ended_in_august_2025(shipped: TaxTable) -> None:
    assert shipped.rules(asked("US", on=date(2025, 8, 28))).reliefs
    assert not shipped.rules(asked("US", on=date(2025, 8, 29))).reliefs


def test_all_that_is_shipped_is_dated_and_sourced(shipped: TaxTable) -> None:
    for source in shipped.sources():
        assert source.as_of is not None
        assert source.source
        assert source.covers
    countries = {
        country
        for source in shipped.sources()
        if source.name == "import_rules.toml"
        for country in source.covers
    }
    for country in countries:
        rules = shipped.rules(asked(country))
        assert rules.source
        assert all(charge.source for charge in rules.charges)
        assert all(relief.source for relief in rules.reliefs)


def test_a_table_of_the_user_wins_by_whole_destinations(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(TABLE.replace('"QX"', '"CH"'), encoding="utf-8")
    table = TaxTable([path])
    assert table.rules(asked("CH")).currency == "XTS"
    assert table.rules(asked("LI")).currency == "CHF"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('rate = "1%"', 'rate = "a lot"', "expected a rate such as '10%'"),
        ('maximum = "50 XTS"', 'maximum = "fifty"', "expected an amount such as '150 EUR'"),
        ('kind = "fee"', 'kind = "gift"', "Invalid enum value 'gift'"),
        ('name = "Stamp"', 'nome = "Stamp"', "nome"),
        ('value_step = "10"', 'value_step = "ten"', "expected a number of 0 or more"),
        ("as_of = 2026-11-01", "as_of = ", "expected a table of import rules"),
    ],
)
def test_a_mistake_is_told_when_the_table_is_opened(tmp_path: Path, old: str, new: str, said: str) -> None:
    path = tmp_path / "tax.toml"
    path.write_text(TABLE.replace(old, new), encoding="utf-8")
    with pytest.raises(InputError, match=said):
        TaxTable([path])
