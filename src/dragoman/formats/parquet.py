"""Reads Parquet files, one batch of rows in memory at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, BinaryIO

from dragoman.errors import FileTooLarge, FileUnreadable
from dragoman.formats.flatten import BeyondLimit, flatten
from dragoman.formats.held import rows_hold_the_file
from dragoman.formats.limits import DEFAULT_LIMITS, ReadLimits
from dragoman.formats.rows import ItemRow, item_origin, row_problem
from dragoman.formats.signs import PARQUET
from dragoman.formats.text import opened
from dragoman.model import Problem
from dragoman.ports import Column, ReadOptions, Row, SourceFile, Table

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

_BATCH_ROWS = 256
_BUFFER_BYTES = 65_536


class ParquetReader:
    """Rows of a Parquet file; satisfies `ports.FormatReader`."""

    name = "parquet"
    suffixes = (".parquet", ".pq")

    def __init__(self, limits: ReadLimits = DEFAULT_LIMITS) -> None:
        self._limits = limits

    def sniff(self, head: bytes, /, *, name: str) -> float:  # noqa: ARG002 - the content is certain
        """The four bytes that every Parquet file begins with."""
        return 1.0 if head.startswith(PARQUET) else 0.0

    @rows_hold_the_file
    def read(self, source: SourceFile, options: ReadOptions, /) -> Iterator[Table]:  # noqa: ARG002 - nothing to set
        """One table; a row's Origin is its number as a line, a value's its path within the row.

        Raises FileUnreadable, FileTooLarge.
        """
        import pyarrow as pa

        with opened(source) as stream:
            try:
                file = self._open(source, stream)
                yield Table(
                    source=source,
                    columns=_columns(file.schema_arrow),
                    rows=self._rows(source, file),
                    detected={"rows": f"{file.metadata.num_rows:,}"},
                )
            except (pa.ArrowException, OSError, ValueError) as error:
                raise _broken(source, error) from error

    def _open(self, source: SourceFile, stream: BinaryIO) -> pq.ParquetFile:
        import pyarrow.parquet as pq

        file = pq.ParquetFile(
            stream,
            pre_buffer=False,
            buffer_size=_BUFFER_BYTES,
            thrift_string_size_limit=100_000_000,
            thrift_container_size_limit=1_000_000,
        )
        metadata = file.metadata
        largest = max(
            (metadata.row_group(i).total_byte_size for i in range(metadata.num_row_groups)), default=0
        )
        if largest > self._limits.max_row_group_bytes:
            raise FileTooLarge(
                f"{source.name}: expected row groups of at most {self._limits.max_row_group_bytes:,} bytes, got one "
                f"of {largest:,}; write the file with smaller row groups, or as CSV"
            )
        return file

    def _rows(self, source: SourceFile, file: pq.ParquetFile) -> Iterator[Row | Problem]:
        import pyarrow as pa

        number = 0
        try:
            for batch in file.iter_batches(batch_size=_BATCH_ROWS, use_threads=False):
                for item in _shortest(batch).to_pylist():
                    number += 1
                    yield self._row(source, number, item)
        except (pa.ArrowException, OSError, ValueError, OverflowError) as error:
            raise _broken(source, error) from error

    def _row(self, source: SourceFile, number: int, item: Mapping[str, object]) -> Row | Problem:
        try:
            flat = flatten(item, self._limits)
        except BeyondLimit as error:
            return row_problem(
                item_origin(source, line=number),
                kind="limit",
                value=f"row {number}",
                expected=f"a row {error}",
                advice="split it, or ask the supplier for a flatter export",
            )
        return ItemRow(
            source=source, number=number, values=flat.values, paths=flat.paths, path=None, line=number
        )


def _columns(schema: pa.Schema) -> tuple[Column, ...]:
    """The columns; () where some hold lists or structs, since what these hold is known row by row, as with JSON."""
    import pyarrow.types as kinds

    plain = tuple(
        Column(key=field.name)
        for field in schema
        if not (
            kinds.is_nested(field.type)
            or (kinds.is_dictionary(field.type) and kinds.is_nested(field.type.value_type))
        )
    )
    return plain if len(plain) == len(schema) else ()


def _shortest(batch: pa.RecordBatch) -> pa.RecordBatch:
    """32-bit floats as the decimal a person wrote: 4.1, not 4.099999904632568."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.types as kinds

    for index, field in enumerate(batch.schema):
        if kinds.is_float32(field.type):
            text = pc.cast(batch.column(index), pa.string())
            batch = batch.set_column(index, field.name, pc.cast(text, pa.float64()))
        elif kinds.is_timestamp(field.type) and field.type.unit == "ns":
            batch = batch.set_column(
                index, field.name, pc.cast(batch.column(index), pa.timestamp("us", field.type.tz), safe=False)
            )
    return batch


def _broken(source: SourceFile, error: Exception) -> FileUnreadable:
    return FileUnreadable(
        f"{source.name}: expected a whole Parquet file, got {str(error).splitlines()[0]!r}; "
        "it may be cut off: fetch it again, or ask the supplier for CSV"
    )
