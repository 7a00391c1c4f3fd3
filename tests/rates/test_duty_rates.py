"""The port of duties: in memory, in a file, and through the table of our own, the same promises."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from dragoman.errors import InputError, StoreError
from dragoman.ports import DutyMeasure
from dragoman.rates.duty import DutyTable, bare_code
from dragoman.rates.duty_csv import read_table, write_table
from dragoman.rates.duty_store import DutyFile
from dragoman.testing.duty_rates import DAY, DutyRatesContract, asked, measure


class TestDutyTable(DutyRatesContract):
    def table(self, measures: Sequence[DutyMeasure], /) -> DutyTable:
        return DutyTable(measures)


class TestDutyFile(DutyRatesContract):
    @pytest.fixture(autouse=True)
    def _file(self, tmp_path: Path) -> Iterator[None]:
        self.files: list[DutyFile] = []
        self.folder = tmp_path
        yield
        for file in self.files:
            file.close()

    def table(self, measures: Sequence[DutyMeasure], /) -> DutyFile:
        file = DutyFile(self.folder / f"duty-{len(self.files)}.sqlite3")
        self.files.append(file)
        file.replace("test tariff", measures, source="test", as_of=DAY)
        return file


class TestDutyTableThroughItsFile(DutyRatesContract):
    @pytest.fixture(autouse=True)
    def _folder(self, tmp_path: Path) -> None:
        self.path = tmp_path / "duty.csv"

    def table(self, measures: Sequence[DutyMeasure], /) -> DutyTable:
        write_table(measures, self.path)
        read = read_table(self.path.read_text(encoding="utf-8"), name="duty.csv")
        # The line of the file stands before the publisher; the rest has to come back as it was.
        return DutyTable([replace(one, source=one.source.partition(": ")[2]) for one in read])


@pytest.mark.parametrize(
    ("written", "bare"),
    [
        ("9617.00.00 00", "9617"),
        ("9617001000", "96170010"),
        ("0101210000", "010121"),
        ("0100000000", "01"),
        ("9903.88.03", "99038803"),
        ("00", "00"),
    ],
)
def test_trailing_pairs_of_zeros_are_no_part_of_a_code(written: str, bare: str) -> None:
    assert bare_code(written) == bare


def read(text: str) -> list[DutyMeasure]:
    return list(read_table(text, name="mine.csv"))


def test_four_columns_are_enough() -> None:
    (one,) = read("destination,code,rate,as_of\nEU,9617.00,6.7%,2026-01-01\n")
    assert (one.destination, one.code, one.kind, one.as_of) == ("EU", "9617", "mfn", date(2026, 1, 1))
    assert one.source == "mine.csv, line 2"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("EU,9617,much,,2026-01-01", r"line 3: expected a rate .*got 'much'"),
        ("Europe,9617,5%,,2026-01-01", r"line 3: expected a country .*got 'Europe'"),
        ("EU,tea,5%,,2026-01-01", r"line 3: expected a tariff code .*got 'tea'"),
        ("EU,9617,5%,,soon", r"line 3: expected a date .*got 'soon'"),
        ("EU,9617,5%,China,2026-01-01", r"line 3: expected a country .*got 'China'"),
    ],
)
def test_a_mistake_is_told_with_its_line(line: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read(f"# mine\ndestination,code,rate,origins,as_of\n{line}\n")


def test_missing_columns_are_named() -> None:
    with pytest.raises(InputError, match="expected the columns destination, code, rate, as_of"):
        read("code,duty\n9617,5%\n")


def test_importing_under_the_same_name_replaces_and_another_name_stays(tmp_path: Path) -> None:
    file = DutyFile(tmp_path / "duty.sqlite3")
    file.replace("a", [measure("732393", "6.7")], source="a", as_of=DAY)
    file.replace("b", [measure("7323", "20", kind="additional", origins=("CN",))], source="b", as_of=DAY)
    (done,) = file.replace("a", [measure("732393", "5")], source="a", as_of=DAY)
    assert (done.entries, done.replaced) == (1, 1)
    (line,) = file.lines(asked("732393"))
    assert [one.text for one in line.measures] == ["20%", "5%"]
    assert file.remove("b") == 1
    (line,) = file.lines(asked("732393"))
    assert [one.text for one in line.measures] == ["5%"]
    file.close()


def test_a_damaged_file_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "duty.sqlite3"
    path.write_bytes(b"no database at all" * 100)
    with pytest.raises(StoreError, match="import the tariffs again"):
        DutyFile(path).lines(asked("732393"))


def test_one_file_answers_several_threads_while_another_process_imports(tmp_path: Path) -> None:
    path = tmp_path / "duty.sqlite3"
    file, other = DutyFile(path), DutyFile(path)
    file.replace("a", [measure("732393", "6.7")], source="a", as_of=DAY)

    def ask(number: int) -> str:
        if number == 20:
            other.replace("b", [measure("7323", "20", kind="additional")], source="b", as_of=DAY)
        (line,) = file.lines(asked("732393"))
        return " ".join(one.text for one in line.measures)

    with ThreadPoolExecutor(4) as pool:
        said = list(pool.map(ask, range(40)))
    assert set(said) <= {"6.7%", "20% 6.7%"}
    assert ask(99) == "20% 6.7%"
    file.close()
    other.close()
