"""Reads shops' exports in CSV and TSV, known by the names of their columns: one record in memory at a time.

What a shop's columns mean is a `Columns`; this module finds the header and cuts the cells. A spreadsheet of any
other kind is the generic reader's (`delimited`).
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import chain
from typing import Protocol

from dragoman.formats.cells import letters
from dragoman.formats.delimited import Records
from dragoman.formats.dialect import Dialect, delimiter_wanted
from dragoman.formats.encoding import detect
from dragoman.formats.gathered import Gathering, Place, origin_of, shop_standard
from dragoman.formats.limits import DEFAULT_LIMITS, ReadLimits
from dragoman.formats.rows import GridRow, unique
from dragoman.formats.signs import PACKED, text_start
from dragoman.formats.text import Encoding, encoding_of, head, lines
from dragoman.model import Problem, ProblemKind
from dragoman.ports import ReadOptions, Row, SourceFile, Table

_DELIMITERS = (",", ";", "\t", "|")
_HEADER_CHARS = 20_000


class Line:
    """A record of the export: its cells by the folded names of their columns."""

    __slots__ = ("_indexes", "cells", "number", "source")

    def __init__(
        self, source: SourceFile, number: int, cells: Mapping[str, str], indexes: Mapping[str, int]
    ) -> None:
        """`cells`: those that hold something, outer spaces cut. `indexes`: column -> its 0-based place."""
        self.source = source
        self.number = number
        self.cells = cells
        self._indexes = indexes

    def get(self, *names: str) -> tuple[str, str]:
        """(column, text) of the first of these columns that is filled; two empty texts where none is."""
        return next(((name, self.cells[name]) for name in names if name in self.cells), ("", ""))

    def text(self, *names: str) -> str:
        """The text of the first of these columns that is filled; "" where none is."""
        return self.get(*names)[1]

    def place(self, name: str = "", /) -> Place:
        """Of a column's cell; without one, of the record's first filled cell."""
        index = self._indexes[name or next(iter(self.cells))]
        return Place(cell=f"{letters(index)}{self.number}")

    def put(self, into: Gathering, key: str, /, *names: str, unit: str | None = None) -> None:
        """The first filled of some columns under a name of the offer's, unless that is taken."""
        name, text = self.get(*names)
        if name:
            into.first(key, text, self.place(name), unit=unit)

    def problem(
        self, name: str, /, *, kind: ProblemKind, expected: str, advice: str, field: str | None = None
    ) -> Problem:
        """What is wrong with a cell; the offer goes in without it."""
        return Problem(
            kind=kind,
            origin=origin_of(self.source, self.place(name)),
            value=self.cells.get(name, "")[:200],
            expected=expected,
            advice=advice,
            field_name=field,
        )


Offered = tuple[Line, Gathering] | Problem
"""A row with the record it stands for, or what is wrong with one."""


class Columns(Protocol):
    """What the columns of one kind of export mean."""

    @property
    def name(self) -> str:
        """Of the format, as shown to users."""

    @property
    def standard(self) -> str:
        """Of the export, in words."""

    @property
    def shown(self) -> Mapping[str, str]:
        """What to tell the user about how the export is read."""

    def likeness(self, names: frozenset[str], /) -> float:
        """How surely columns of these folded names are such an export's, from 0.0 to 1.0."""

    def rows(self, records: Iterator[Line | Problem], names: Mapping[str, str], /) -> Iterator[Offered]:
        """The offers of the records; a Problem among these is handed on.

        Args:
            names: Folded name of a column -> as the file writes it.
        """


class ShopCsvReader:
    """Exports of one kind; satisfies `ports.FormatReader`."""

    suffixes = (".csv", ".tsv", ".txt")

    def __init__(self, columns: Columns, limits: ReadLimits = DEFAULT_LIMITS) -> None:
        self._columns = columns
        self._limits = limits
        self.name = columns.name

    def sniff(self, head: bytes, /, *, name: str) -> float:  # noqa: ARG002 - the columns decide
        """The names in the first line; above the generic reader of text tables."""
        return max((self._columns.likeness(names) for names in _names(head)), default=0.0)

    def read(self, source: SourceFile, options: ReadOptions, /) -> Iterator[Table]:
        """One table. Raises FileUnreadable, FileTooLarge."""
        encoding = encoding_of(source, options)
        delimiter = delimiter_wanted(source, options) or self._delimiter(source, encoding)
        dialect = Dialect(delimiter=delimiter)
        records = Records(source, dialect, self._limits).read(lines(source, encoding, self._limits))
        header, before = _header(records)
        if header is None:
            return
        reading = _Reading(source, header, self._columns)
        yield Table(
            source=source,
            columns=(),
            rows=chain(before, reading.rows(records)),
            detected={
                "encoding": encoding.shown,
                **dialect.show(),
                "standard": self._columns.standard,
                **self._columns.shown,
            },
            standard=shop_standard(self._columns.standard),
        )

    def _delimiter(self, source: SourceFile, encoding: Encoding) -> str:
        """The one that gives the names which the export is known by."""
        text = head(source).decode(encoding.name, "ignore")
        likely = [
            (self._columns.likeness(frozenset(_folded(one) for one in names)), -index)
            for index, (_, names) in enumerate(_headers(text))
        ]
        return _DELIMITERS[-max(likely)[1]]


@lru_cache(maxsize=4)
def _names(head: bytes) -> tuple[frozenset[str], ...]:
    """The folded names of the first line, as each delimiter cuts it; asked by each of the readers in turn."""
    if head.startswith(PACKED) or text_start(head).startswith(("{", "[", "<")):
        return ()
    found = detect(head[:_HEADER_CHARS])
    if found is None:
        return ()
    text = head.decode(found.encoding, "ignore")
    return tuple(frozenset(_folded(one) for one in names) for _, names in _headers(text))


def _headers(text: str) -> Iterator[tuple[str, list[str]]]:
    """(delimiter, names) of the first line, as each delimiter cuts it."""
    start = text.lstrip("\ufeff\r\n\t ")[:_HEADER_CHARS]
    for delimiter in _DELIMITERS:
        try:
            yield delimiter, next(csv.reader(start.splitlines(keepends=True), delimiter=delimiter), [])
        except csv.Error:
            yield delimiter, []


def _folded(name: str) -> str:
    return " ".join(name.replace("_", " ").casefold().split())


def _header(records: Iterator[GridRow | Problem]) -> tuple[GridRow | None, list[Problem]]:
    """The first filled record, and what could not be read before it."""
    before: list[Problem] = []
    for record in records:
        if isinstance(record, Problem):
            before.append(record)
        elif record.filled():
            return record, before
    return None, before


class _Reading:
    """An export being read once, from its header on."""

    def __init__(self, source: SourceFile, header: GridRow, columns: Columns) -> None:
        self._source = source
        self._columns = columns
        self._names: dict[str, str] = {}
        self._keys: list[str] = []
        for index, cell in enumerate(header.cells):
            written = " ".join(str(cell).split()) or letters(index)
            key = unique(_folded(written), self._names)
            self._names[key] = written
            self._keys.append(key)
        self._indexes = {key: index for index, key in enumerate(self._keys)}

    def rows(self, records: Iterator[GridRow | Problem]) -> Iterator[Row | Problem]:
        number = 0
        for made in self._columns.rows(self._lines(records), self._names):
            if isinstance(made, Problem):
                yield made
                continue
            line, gathering = made
            number += 1
            yield gathering.row(self._source, number, line.place())

    def _lines(self, records: Iterator[GridRow | Problem]) -> Iterator[Line | Problem]:
        for record in records:
            if isinstance(record, Problem):
                yield record
            elif cells := self._cells(record):
                yield Line(self._source, record.number, cells, self._indexes)

    def _cells(self, record: GridRow) -> dict[str, str]:
        for index in range(len(self._keys), len(record.cells)):  # cells beyond the header, by their letters
            key = unique(f"column {letters(index).casefold()}", self._names)
            self._keys.append(key)
            self._names[key] = letters(index)
            self._indexes[key] = index
        texts = ((key, str(cell).strip()) for key, cell in zip(self._keys, record.cells, strict=False))
        return {key: text for key, text in texts if text}
