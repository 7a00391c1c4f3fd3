"""Contract of `ports.FormatReader`: subclass, say how your format writes a table, and pytest runs every promise."""

from __future__ import annotations

import hashlib
import io
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

import pytest

from dragoman.errors import FileUnreadable
from dragoman.model import Problem
from dragoman.ports import FormatReader, ReadOptions, Row, SourceFile, Table

COLUMNS = ("sku", "title", "price", "colour")
ROWS: tuple[tuple[str, ...], ...] = (
    ("00123", "Steel bottle 750 ml", "4.5", "blue"),
    ("A-7", "Изолированная бутылка, 不锈钢保温杯", "1250", "rouge"),
    ("00124", 'Cup "Größe L"; two, three', "0.125", ""),
    ("4006381333931", "Bottle <b>& lid</b>", "99", "أزرق"),
)
"""The logical table that each format writes: leading zeros, scripts, quotes, delimiters, markup, an empty cell."""


@dataclass
class CountedOpens:
    """Bytes as a source that counts how many of them were read."""

    data: bytes
    name: str
    read: int = field(default=0)

    def source(self) -> SourceFile:
        """The bytes as a reader gets them."""
        sha256 = hashlib.sha256(self.data).hexdigest()
        return SourceFile(name=self.name, sha256=sha256, size=len(self.data), open=self._open)

    def _open(self) -> BinaryIO:
        return io.BufferedReader(_Counting(self), buffer_size=4_096)


class _Counting(io.RawIOBase):
    def __init__(self, owner: CountedOpens) -> None:
        super().__init__()
        self._owner = owner
        self._stream = io.BytesIO(owner.data)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        return self._stream.tell()

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override] # typeshed says Buffer
        count = self._stream.readinto(buffer)
        self._owner.read += count
        return count


def source_of(data: bytes, name: str = "list.dat") -> SourceFile:
    """Bytes as a reader gets them."""
    return CountedOpens(data, name).source()


def rows_of(table: Table) -> list[Row]:
    """The rows of a table that must have no problem."""
    rows: list[Row] = []
    for row in table.rows:
        assert not isinstance(row, Problem), row.message()
        rows.append(row)
    return rows


def read_all(
    reader: FormatReader, source: SourceFile, options: ReadOptions | None = None
) -> list[list[Row | Problem]]:
    """Every row of every table."""
    return [list(table.rows) for table in reader.read(source, options or ReadOptions())]


class FormatReaderContract(ABC):
    """What every reader of files must do."""

    streams: bool = True
    """Whether the first row comes before the file's end is read; False only where the format forbids it."""
    tells_truncation: bool = True
    """Whether a file that is cut in half cannot be taken for a whole one."""

    keys: tuple[str, ...] = COLUMNS
    """What the format itself calls `COLUMNS`, where a standard has names of its own for them."""

    @abstractmethod
    def reader(self) -> FormatReader:
        """The reader under test."""

    @abstractmethod
    def others(self) -> Sequence[FormatReader]:
        """Readers of other formats, that must not claim this one's files."""

    @abstractmethod
    def write(self, columns: Sequence[str], rows: Sequence[Sequence[str]], /) -> bytes:
        """A file of this format that holds the table; numbers may be typed, empty cells left out."""

    @abstractmethod
    def place(self, row: int, column: int, /) -> tuple[str | None, int | None, str | None]:
        """(cell, line, path) where the value of a 0-based row and column of `COLUMNS` stands in the file."""

    def _table(self) -> Table:
        return next(self.reader().read(source_of(self.write(COLUMNS, ROWS)), ReadOptions()))

    def test_the_same_table_comes_out_of_every_format(self) -> None:
        texts = [tuple(row.values and self._texts(row)) for row in rows_of(self._table())]
        assert texts == list(ROWS)

    def _texts(self, row: Row) -> list[str]:
        return [row.text(key) if key in row.values else "" for key in self.keys]

    def test_columns_are_the_header_or_are_left_to_the_rows(self) -> None:
        assert tuple(column.key for column in self._table().columns) in (self.keys, ())

    def test_an_empty_cell_is_left_out_of_the_values(self) -> None:
        assert self.keys[3] not in rows_of(self._table())[2].values

    def test_rows_are_numbered_upwards(self) -> None:
        numbers = [row.number for row in rows_of(self._table())]
        assert numbers == sorted(set(numbers))

    def test_every_cell_knows_the_file_and_the_place_it_was_read_from(self) -> None:
        source = source_of(self.write(COLUMNS, ROWS))
        table = next(self.reader().read(source, ReadOptions()))
        for index, row in enumerate(rows_of(table)):
            for column, key in enumerate(self.keys):
                if ROWS[index][column]:
                    origin = row.cell(key)
                    assert (origin.file, origin.sha256) == (source.name, source.sha256)
                    assert (origin.cell, origin.line, origin.path) == self.place(index, column)

    def test_a_row_knows_its_file(self) -> None:
        assert {row.origin.file for row in rows_of(self._table())} == {"list.dat"}

    def test_a_column_that_is_not_there_is_a_key_error(self) -> None:
        row = rows_of(self._table())[0]
        with pytest.raises(KeyError):
            row.cell("no such column")

    def test_the_first_row_arrives_before_the_end_is_read(self) -> None:
        if not self.streams:
            pytest.skip("this format can only be read whole; its size is limited instead")
        many = [(str(i), f"Bottle {i} of many, {i * 7919} made", str(i), "blue") for i in range(60_000)]
        counted = CountedOpens(self.write(COLUMNS, many), "long.dat")
        table = next(self.reader().read(counted.source(), ReadOptions()))
        assert next(table.rows) is not None
        assert counted.read < len(counted.data) * 0.8

    def test_a_long_table_loses_no_row(self) -> None:
        many = [(str(i), f"Bottle {i}", str(i), "blue") for i in range(3_000)]
        table = next(self.reader().read(source_of(self.write(COLUMNS, many)), ReadOptions()))
        assert [row.text(self.keys[0]) for row in rows_of(table)] == [sku for sku, *_ in many]

    def test_a_file_can_be_read_again(self) -> None:
        source = source_of(self.write(COLUMNS, ROWS))
        assert [len(rows) for rows in read_all(self.reader(), source)] == [
            len(rows) for rows in read_all(self.reader(), source)
        ]

    def test_its_own_files_are_claimed_by_no_other_reader(self) -> None:
        head = self.write(COLUMNS, ROWS)[:65_536]
        own = self.reader().sniff(head, name="list.dat")
        assert own > 0.5
        for other in self.others():
            if other.name != self.reader().name:
                assert other.sniff(head, name="list.dat") < own, other.name

    def test_what_is_no_table_is_claimed_by_less_than_its_own_files(self) -> None:
        own = self.reader().sniff(self.write(COLUMNS, ROWS), name="list.dat")
        for head in (
            b"",
            b"\x89PNG\r\n\x1a\n" + bytes(64),
            b"%PDF-1.7\n",
            bytes(range(256)) * 4,
            b"MZ\x90\x00\x03",
        ):
            assert self.reader().sniff(head, name="list.dat") < min(own, 0.3)

    def test_a_file_cut_in_half_is_unreadable_or_a_problem_in_its_place(self) -> None:
        data = self.write(COLUMNS, ROWS * 20)
        source = source_of(data[: len(data) // 2], "cut.dat")
        if not self.tells_truncation:
            assert read_all(self.reader(), source)
            return
        with pytest.raises(FileUnreadable, match=r"cut\.dat"):
            read_all(self.reader(), source)

    def test_any_damage_is_told_as_unreadable_naming_the_file(self) -> None:
        data = self.write(COLUMNS, ROWS)
        step = max(1, len(data) // 12)
        for at in range(0, len(data), step):
            damaged = data[:at] + bytes(byte ^ 0xA5 for byte in data[at : at + 7]) + data[at + 7 :]
            try:
                read_all(self.reader(), source_of(damaged, "bad.dat"))
            except FileUnreadable as error:
                assert "bad.dat" in str(error)  # noqa: PT017 - many damages, some of them harmless
