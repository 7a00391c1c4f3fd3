"""Files that broke a reader when they were damaged at random (`benchmarks/fuzz_readers.py`), cut down: each is answered now."""

from __future__ import annotations

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


def test_a_cell_right_of_the_last_column_there_can_be_is_told() -> None:
    with pytest.raises(FileUnreadable, match="column 6,422,561"):
        _rows("six_million_columns.xlsb")
