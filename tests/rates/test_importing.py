"""Taking in files of rates: each is known by its contents, and a file with a mistake changes nothing."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from dragoman.errors import InputError
from dragoman.ports import DutyQuestion, FreightQuestion, ImportQuestion, RateImport
from dragoman.rates.duty_store import DutyFile
from dragoman.rates.exchange import RateTable
from dragoman.rates.freight import FreightTable
from dragoman.rates.importing import RatePlaces, import_rates
from dragoman.rates.tax import TaxTable, tables_in
from dragoman.testing.tax_rates import TABLE

DAY = date(2026, 11, 26)
HTS = json.dumps([{"htsno": "9617.00.30.00", "general": "6.9%", "special": "", "other": "", "footnotes": []}])
UK = (
    "commodity__code,measure__type__id,measure__duty_expression,measure__geographical_area__id\n"
    "9617000000,103,6.00%,1011\n"
)
TARIC = "Goods code;Origin code;Meas. type code;Duty\n9617000000;1011;103;6.700 %\n"
OWN = "destination,code,rate,as_of\nBR,9617.00,18%,2026-10-01\n"
ECB = "Date, USD, JPY, GBP, CHF, CNY, \n20 November 2026, 1.16, 172.4, 0.865, 0.94, 8.25, \n"
EXCHANGE = "base,quote,rate,as_of,source\nEUR,KES,150.1,2026-11-19,my bank\n"
CARDS = """
as_of = 2026-11-01
[[card]]
name = "Ningbo to Hamburg"
legs = ["main_carriage"]
origins = ["CN"]
destinations = ["DE"]
currency = "USD"
[[card.charge]]
per = "freight_tonne"
amount = "62.00"
"""


class Home:
    """A home's rates, and what is taken in."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.places = RatePlaces(folder=folder / "rates", exchange=folder / "rates.csv")

    def take(self, text: str, name: str = "file.txt") -> RateImport:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return import_rates(path, self.places, today=DAY)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


@pytest.mark.parametrize(
    ("text", "kind", "covers"),
    [
        (HTS, "usitc", ("US",)),
        (UK, "uk-tariff", ("GB",)),
        (TARIC, "taric", ("EU",)),
        (OWN, "duty-table", ("BR",)),
        (f"# mine\n\n{OWN}", "duty-table", ("BR",)),
        (ECB, "ecb", ("CHF", "CNY", "EUR", "GBP", "JPY", "USD")),
        (EXCHANGE, "exchange-table", ("EUR", "KES")),
        (TABLE, "tax-table", ("QX",)),
        (CARDS, "freight-table", ("CN-DE",)),
    ],
    ids=["usitc", "uk", "taric", "own duties", "own with a comment", "ecb", "own exchange", "tax", "freight"],
)
def test_a_file_is_known_by_its_contents(home: Home, text: str, kind: str, covers: tuple[str, ...]) -> None:
    done = home.take(text)
    assert (done.kind, done.covers) == (kind, covers)
    assert done.entries >= 1


def test_what_was_taken_in_is_in_force(home: Home) -> None:
    for number, text in enumerate([HTS, UK, TARIC, OWN, ECB, EXCHANGE, TABLE, CARDS]):
        home.take(text, f"file-{number}.txt")
    duties = DutyFile(home.places.duties)
    for destination, rate in {"US": "6.9%", "GB": "6.00%", "DE": "6.700 %", "BR": "18%"}.items():
        (line,) = duties.lines(DutyQuestion(code="961700", origin="CN", destination=destination, on=DAY))
        assert [one.text for one in line.measures] == [rate]
    duties.close()
    exchange = RateTable.from_csv(home.places.exchange)
    assert exchange.rate("EUR", "KES").source.endswith("my bank")
    assert exchange.rate("EUR", "USD").source.endswith("European Central Bank reference rate")
    taxes = TaxTable(tables_in(home.places.taxes))
    assert taxes.rules(ImportQuestion(destination="QX", on=DAY)).currency == "XTS"
    cards = FreightTable.from_files(tables_in(home.places.freight))
    assert cards.cards(FreightQuestion(origin="CN", destination="DE", on=DAY))


def test_taking_in_a_tariff_again_replaces_it(home: Home) -> None:
    home.take(UK)
    done = home.take(UK.replace("6.00%", "5.00%"), "newer.csv")
    assert (done.entries, done.replaced) == (1, 1)


def test_reference_rates_replace_older_ones_and_leave_the_users_lines(home: Home) -> None:
    home.places.exchange.write_text(
        "# mine\nbase,quote,rate,as_of,source\nEUR,USD,1.10,2026-11-01,old\nEUR,KES,150.1,2026-11-19,my bank\n",
        encoding="utf-8",
    )
    assert home.take(ECB).replaced == 1
    text = home.places.exchange.read_text(encoding="utf-8")
    assert text.startswith("# mine\nbase,quote,rate,as_of,source\nEUR,KES,150.1,2026-11-19,my bank\n")
    assert "old" not in text
    assert RateTable.from_csv(home.places.exchange).rate("EUR", "USD").as_of == date(2026, 11, 20)


def test_a_rate_of_the_users_that_is_newer_stays(home: Home) -> None:
    home.places.exchange.write_text(
        "base,quote,rate,as_of,source\nEUR,USD,1.17,2026-11-25,my bank\n", encoding="utf-8"
    )
    home.take(ECB)
    assert RateTable.from_csv(home.places.exchange).rate("EUR", "USD").source.endswith("my bank")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("hello", "expected rates of the ECB"),
        ("", "expected rates of the ECB"),
        (OWN.replace("18%", "much"), "expected a rate"),
        (TABLE.replace('rate = "1%"', 'rate = "a lot"'), "expected a rate"),
        (CARDS.replace('"62.00"', '"-3"'), "expected a number of 0 or more"),
        (UK.replace(",103,", ",305,"), "expected duties"),
        ("destination,code,rate,as_of\n", "at least one line"),
        (OWN.replace("18%", '"18%'), "expected one entry on one line"),
        (
            ECB.replace("1.16", "1" * 200_000),
            "got no CSV|expected one entry on one line",
        ),  # by the limit of csv, which readers raise
    ],
)
def test_a_file_with_a_mistake_changes_nothing(home: Home, text: str, said: str) -> None:
    home.take(OWN, "before.csv")
    with pytest.raises(InputError, match=said):
        home.take(text, "after.txt")
    duties = DutyFile(home.places.duties)
    assert [one.name for one in duties.sources()] == ["before.csv"]
    duties.close()
    assert not home.places.taxes.exists()
    assert not home.places.freight.exists()


def test_a_rate_of_a_day_to_come_is_refused_since_it_would_win_over_all_others(home: Home) -> None:
    home.take(EXCHANGE)
    with pytest.raises(InputError, match=r"EUR->KES of 2062-11-19.*mend the date"):
        home.take(EXCHANGE.replace("2026", "2062"))
    assert home.take(EXCHANGE.replace("2026-11-19", "2026-11-27")).as_of == date(
        2026, 11, 27
    )  # begun elsewhere


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (
            'base,quote,rate,as_of,source\nEUR,XOF,656,2026-11-19,"my\nbank"\n',
            r"rates\.csv, line 2: expected one",
        ),
        ("EUR,XOF,656,2026-11-19,my bank\n", r"rates\.csv, line 1, got"),
        ("base,quote,rate,as_of,source\nEUR,XOF,656,2026-11-19,Soci\xe9t\xe9\n", r"rates\.csv, got.*utf-8"),
    ],
    ids=["a line that ends in quotes", "no names of columns", "no UTF-8"],
)
def test_a_mistake_in_the_users_own_rates_is_told_of_that_file_and_leaves_it(
    home: Home, before: str, said: str
) -> None:
    home.places.exchange.write_bytes(before.encode("latin-1"))
    with pytest.raises(InputError, match=said):
        home.take(ECB)
    assert home.places.exchange.read_bytes() == before.encode("latin-1")
    assert sorted(one.name for one in home.folder.glob("rates*")) == ["rates.csv"]


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    places = RatePlaces(folder=tmp_path / "rates", exchange=tmp_path / "rates.csv")
    with pytest.raises(InputError, match=r"nowhere\.csv: expected a file of rates"):
        import_rates(tmp_path / "nowhere.csv", places, today=DAY)


def test_the_day_of_a_tariff_is_that_given_or_today(home: Home) -> None:
    path = home.folder / "hts.json"
    path.write_text(HTS, encoding="utf-8")
    assert import_rates(path, home.places, today=DAY).as_of == DAY
    assert import_rates(path, home.places, today=DAY, as_of=date(2026, 10, 1)).as_of == date(2026, 10, 1)
    assert home.take(OWN).as_of == date(2026, 10, 1)


def test_rates_of_one_day_that_contradict_their_opposites_are_told(home: Home) -> None:
    rates = "base,quote,rate,as_of,source\nEUR,USD,1.10,2026-11-19,bank\nUSD,EUR,{},2026-11-19,bank\n"
    assert home.take(rates.format("0.909")).note == ""
    note = home.take(rates.format("0.80"), "other.csv").note
    assert "EUR->USD 1.10" in note
    assert "USD->EUR 0.80" in note
    assert "differ by 12.0 %" in note


def test_rates_of_different_days_do_not_contradict_each_other(home: Home) -> None:
    text = "base,quote,rate,as_of,source\nEUR,USD,1.10,2026-11-19,bank\nUSD,EUR,0.80,2026-11-18,bank\n"
    assert home.take(text).note == ""


@pytest.mark.parametrize(
    "text",
    [
        "Goods code;Origin code;Meas. type code;Duty;Start date;End date\n"
        "9617000000;1011;103;6.700 %;01-01-2024;31-13-2024\n9617000000;1011;103;6.700 %;;\n",
        UK.replace("area__id\n", "area__id,measure__effective_end_date\n").replace(
            ",1011\n", ",1011,31/13/2024\n"
        ),
    ],
    ids=["taric", "uk"],
)
def test_a_day_that_cannot_be_read_is_taken_as_open_and_told(home: Home, text: str) -> None:
    note = home.take(text).note
    assert "1 days that measures hold from or until are no dates" in note
    assert "taken as open: '31" in note


def test_days_that_can_be_read_are_not_told(home: Home) -> None:
    text = (
        "Goods code;Origin code;Meas. type code;Duty;Start date;End date\n"
        "9617000000;1011;103;6.700 %;01.01.2024;2030-12-31\n"
    )
    assert home.take(text).note == ""
