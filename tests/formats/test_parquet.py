"""Parquet files."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.errors import FileTooLarge, FileUnreadable
from dragoman.formats.limits import ReadLimits
from dragoman.formats.parquet import ParquetReader
from dragoman.ports import ReadOptions, Row, Table
from dragoman.testing.format_reader import rows_of, source_of

READER = ParquetReader()


def written(table: pa.Table) -> bytes:
    out = io.BytesIO()
    pq.write_table(table, out)
    return out.getvalue()


def read(data: bytes, reader: ParquetReader = READER) -> tuple[Table, list[Row]]:
    table = next(reader.read(source_of(data, "list.parquet"), ReadOptions()))
    return table, rows_of(table)


def test_values_keep_their_types() -> None:
    stamp = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
    columns = {
        "price": [Decimal("4.50")],
        "stock": [True],
        "valid": [date(2026, 1, 2)],
        "seen": [stamp],
        "code": [b"0012"],
        "none": pa.array([None], pa.string()),
    }
    _, (row,) = read(written(pa.table(columns)))
    assert dict(row.values) == {
        "price": Decimal("4.50"),
        "stock": True,
        "valid": date(2026, 1, 2),
        "seen": stamp,
        "code": "0012",
    }
    assert row.text("price") == "4.50"


def test_short_floats_show_the_digits_that_were_written() -> None:
    _, (row,) = read(written(pa.table({"price": pa.array([4.1], pa.float32())})))
    assert row.text("price") == "4.1"


def test_nanoseconds_do_no_harm() -> None:
    _, (row,) = read(written(pa.table({"seen": pa.array([1_700_000_000_000_000_001], pa.timestamp("ns"))})))
    assert row.text("seen").startswith("2023-11-14 22:13:20")


def test_lists_and_structs_are_flattened_with_their_paths() -> None:
    _, (row,) = read(written(pa.table({"price": [{"amount": 3, "currency": "EUR"}], "images": [["a", "b"]]})))
    assert row.values == {"price.amount": 3, "price.currency": "EUR", "images[0]": "a", "images[1]": "b"}
    assert row.cell("price.currency").where() == "list.parquet, line 1, /price/currency"


def test_plain_columns_are_known_before_the_rows() -> None:
    table, _ = read(written(pa.table({"sku": ["1"], "name": ["x"]})))
    assert [column.key for column in table.columns] == ["sku", "name"]


def test_where_a_column_holds_structs_all_are_known_by_the_rows() -> None:
    table, _ = read(written(pa.table({"sku": ["1"], "price": [{"amount": 3}], "name": ["x"]})))
    assert table.columns == ()


def test_a_row_group_beyond_the_limit_is_refused_before_it_is_read() -> None:
    data = written(pa.table({"x": ["y" * 1_000] * 500}))
    with pytest.raises(FileTooLarge, match=r"list\.parquet: expected row groups of at most"):
        read(data, ParquetReader(ReadLimits(max_row_group_bytes=100)))


@settings(max_examples=60)
@given(st.data())
def test_any_damage_is_read_or_refused_by_name(data: st.DataObject) -> None:
    whole = bytearray(written(pa.table({"sku": ["00123", "A-7"] * 50, "price": [4.5, 3.0] * 50})))
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        read(bytes(whole))
    except FileUnreadable as error:
        assert "list.parquet" in str(error)  # noqa: PT017 - some damage is harmless
