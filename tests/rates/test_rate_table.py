"""The CSV rate table: the port's contract, and what its file may hold."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from dragoman.errors import InputError, RateMissing
from dragoman.ports import Rate
from dragoman.rates import RateTable
from dragoman.testing.exchange_rates import NEW, ExchangeRatesContract, given

HEADER = "base,quote,rate,as_of,source\n"


class TestRateTable(ExchangeRatesContract):
    def table(self, rates: Sequence[Rate], /) -> RateTable:
        return RateTable(rates, name="test rates")


class TestRateTableFromCsv(ExchangeRatesContract):
    """The same promises after the way through a file."""

    @pytest.fixture(autouse=True)
    def _folder(self, tmp_path: Path) -> None:
        self.path = tmp_path / "rates.csv"

    def table(self, rates: Sequence[Rate], /) -> RateTable:
        lines = [f"{r.base},{r.quote},{r.value},{r.as_of},{r.source}\n" for r in rates]
        self.path.write_text(HEADER + "".join(lines), encoding="utf-8")
        return RateTable.from_csv(self.path)


def write(folder: Path, text: str) -> Path:
    path = folder / "rates.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_rate_names_its_file_line_and_publisher(tmp_path: Path) -> None:
    text = "# bank rates\n\n" + HEADER + "EUR,USD,1.085,2026-11-20,European Central Bank\n"
    table = RateTable.from_csv(write(tmp_path, text))
    assert table.rate("EUR", "USD").source == "rates.csv, line 4: European Central Bank"
    assert table.source == "rates.csv (European Central Bank)"


def test_a_cross_rate_names_both_lines(tmp_path: Path) -> None:
    text = HEADER + "EUR,USD,1.25,2026-11-20,Bank A\nEUR,CNY,8,2026-11-19,Bank B\n"
    found = RateTable.from_csv(write(tmp_path, text)).rate("USD", "CNY")
    assert "line 2: Bank A" in found.source
    assert "line 3: Bank B" in found.source
    assert found.as_of == date(2026, 11, 19)


def test_a_byte_order_mark_and_spaces_do_no_harm(tmp_path: Path) -> None:
    table = RateTable.from_csv(write(tmp_path, "\ufeff" + HEADER + "EUR, USD , 1.1 ,2026-11-20,\n"))
    assert table.rate("EUR", "USD").value == Decimal("1.1")


def test_a_newer_opposite_rate_wins_over_an_older_direct_one() -> None:
    table = RateTable([given("EUR", "USD", "2", date(2020, 1, 1)), given("USD", "EUR", "0.8", NEW)], name="t")
    assert table.rate("EUR", "USD").value == Decimal("1.25")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("EUR,usd,1.1,2026-11-20,x", "line 2: expected an ISO 4217 currency"),
        ("EUR,USD,0,2026-11-20,x", "line 2: expected a rate above 0"),
        ("EUR,USD,NaN,2026-11-20,x", "line 2: expected a rate above 0"),
        ("EUR,USD,,2026-11-20,x", "line 2: expected a rate above 0"),
        ("EUR,USD,1_085,2026-11-20,x", "line 2: expected a rate above 0"),
        ("EUR,USD,1e999999,2026-11-20,x", "line 2: expected a rate above 0"),
        ('EUR,USD,1.1,2026-11-20,"my bank', r"line 2: expected one entry on one line.*mend its quotes"),
        ('EUR,USD,1.1,2026-11-20,"my\nbank"', r"line 2: expected one entry on one line"),
        (
            f"EUR,USD,1.1,2026-11-20,{'x' * 200_000}",
            r"line 2: expected one entry on one line.*10,000 at most",
        ),
        ("EUR,USD,1.1,20.11.2026,x", "line 2: expected a date such as 2026-11-20"),
        ("EUR", "line 2: expected an ISO 4217 currency"),
    ],
)
def test_a_bad_line_is_named_with_what_was_expected(tmp_path: Path, line: str, said: str) -> None:
    path = write(tmp_path, HEADER + line + "\n")
    with pytest.raises(InputError, match=said):
        RateTable.from_csv(path)


def test_a_file_without_the_columns_says_which_are_wanted(tmp_path: Path) -> None:
    path = write(tmp_path, "from,to,x\nEUR,USD,1\n")
    with pytest.raises(InputError, match="base,quote,rate,as_of,source"):
        RateTable.from_csv(path)


def test_two_rates_of_one_pair_and_day_are_refused(tmp_path: Path) -> None:
    path = write(tmp_path, HEADER + "EUR,USD,1.1,2026-11-20,x\nEUR,USD,1.2,2026-11-20,y\n")
    with pytest.raises(InputError, match="remove one of them"):
        RateTable.from_csv(path)


def test_a_missing_file_says_how_to_set_one(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="DRAGOMAN_RATES"):
        RateTable.from_csv(tmp_path / "nowhere.csv")


def test_a_missing_rate_says_what_line_to_add_and_where(tmp_path: Path) -> None:
    path = write(tmp_path, HEADER + "EUR,USD,1.1,2026-11-20,x\n")
    with pytest.raises(
        RateMissing, match=r"no USD->KES rate .*2026-11-20.*add a line USD,KES,RATE.*rates\.csv"
    ):
        RateTable.from_csv(path).rate("USD", "KES")


def test_an_empty_table_says_where_rates_go(tmp_path: Path) -> None:
    with pytest.raises(RateMissing, match="it is empty"):
        RateTable.empty(tmp_path / "rates.csv").rate("USD", "EUR")


def test_a_hand_written_table_tells_pairs_that_contradict_each_other(tmp_path: Path) -> None:
    path = tmp_path / "rates.csv"
    path.write_text(
        "base,quote,rate,as_of,source\nEUR,USD,1.10,2026-11-19,mine\nUSD,EUR,1.10,2026-11-19,mine\n", "utf-8"
    )
    (told,) = RateTable.from_csv(path).contradictions()
    assert "rates.csv, line 2" in told
    assert "rates.csv, line 3" in told
    assert "differ by 21.0 %" in told
