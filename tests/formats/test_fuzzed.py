"""Files that broke a reader when they were damaged at random (`benchmarks/fuzz_readers.py`), cut down: each is answered now."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from dragoman.errors import FileUnreadable
from dragoman.formats import READERS
from dragoman.ingest.detect import open_tables
from dragoman.model import Problem
from dragoman.ports import ReadOptions, Row
from dragoman.testing.format_reader import source_of

FUZZED = Path(__file__).with_name("fuzzed")


def _rows(name: str) -> list[Row | Problem]:
    source = source_of((FUZZED / name).read_bytes(), name)
    _, tables = open_tables(source, READERS, ReadOptions())
    return [row for table in tables for row in table.rows]


@pytest.mark.parametrize("path", sorted(FUZZED.iterdir()), ids=lambda path: path.name)
def test_each_gives_rows_or_a_clear_error(path: Path) -> None:
    told = ""
    try:
        rows = _rows(path.name)
    except FileUnreadable as error:
        rows, told = [], str(error)
    assert rows or told.startswith(f"{path.name}: expected ")


def test_a_zero_byte_costs_its_own_line() -> None:
    rows = _rows("zero_byte.csv")
    assert [number for number, row in enumerate(rows, 1) if isinstance(row, Problem)] == [3]
    assert len(rows) == 6


def test_a_number_too_large_for_any_costs_its_own_line() -> None:
    first, second = _rows("number_beyond_all.jsonl")
    assert isinstance(first, Problem)
    assert "too large for a number" in first.message()
    assert not isinstance(second, Problem)


def test_a_workbook_that_its_parser_gives_up_on_is_told_as_damaged() -> None:
    with pytest.raises(FileUnreadable, match="cut off or damaged"):
        _rows("styles_without_counts.xlsb")


def test_a_cell_right_of_the_last_column_there_can_be_is_told() -> None:
    with pytest.raises(FileUnreadable, match="column 6,422,561"):
        _rows("six_million_columns.xlsb")


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("feed.txt", ["id", "title", "price", "availability", "image_link", "gtin"]),
        (
            "products_export.csv",
            ["Handle", "Title", "Option1 Name", "Variant SKU", "Variant Price", "Image Src"],
        ),
        ("list.csv", ["SKU", "Product", "Price USD", "MOQ"]),
    ],
)
def test_ten_thousand_columns_of_one_name_are_read_at_once(name: str, first: list[str]) -> None:
    delimiter = "\t" if name.endswith(".txt") else ","
    header = [*first, *["x"] * 10_000]
    data = "\n".join(delimiter.join(row) for row in (header, [f"{n}" for n in range(len(header))])).encode()
    started = time.process_time()
    _, tables = open_tables(source_of(data, name), READERS, ReadOptions())
    rows = [row for table in tables for row in table.rows]
    assert len(rows) == 1
    assert time.process_time() - started < 20, "each name was once compared with all before it, for minutes"
