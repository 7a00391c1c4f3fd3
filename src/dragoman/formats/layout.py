"""Finds the table inside a sheet of cells: letterhead above, header of one to three rows, notes below.

Works on a window of the first rows and then streams. Nothing that is filled gets lost without a word: lines
above, section titles and notes below become `Table.notes`; past the window, where the table has already been
handed out, they come as Problems in their place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from statistics import median

from dragoman.errors import FileUnreadable
from dragoman.formats.cells import letters, text_of
from dragoman.formats.header import Header, HeaderRequest, Merged, find_header
from dragoman.formats.rows import CellRow, Grid, GridRow, grid_origin, row_problem, unique
from dragoman.formats.shapes import shape
from dragoman.model import Origin, Problem
from dragoman.ports import Column, ReadOptions, Row, SourceFile, Table

WINDOW_ROWS = 1_000
_ENDS = (".", "。", "!", ";", "；", "؛", ":")
_WINDOW_CHARS = 4_000_000
"""Of its text, and one for each cell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A sheet of cells, not yet a table."""

    source: SourceFile
    rows: Iterator[GridRow | Problem]
    """Numbers rise; rows may be left out where they are empty."""
    name: str | None = None
    merged: Sequence[Merged] = ()
    detected: Mapping[str, str]
    """What the reader found out, to show."""
    signs: Mapping[int, Counter[str]] = field(default_factory=dict)
    """Column index -> currency signs that its cells' number formats show; grows while rows are read."""


def find_table(sheet: Sheet, options: ReadOptions, /) -> Table | None:
    """The table of a sheet, or None where no cell is filled.

    Raises FileUnreadable where `options.header_row` is not a filled row of the sheet's beginning.
    """
    window, ended = _window(sheet.rows)
    filled = [row for row in window if isinstance(row, GridRow) and row.filled()]
    if not filled:
        return None
    if sheet.name is not None and _is_prose(filled):
        return Table(
            source=sheet.source,
            sheet=sheet.name,
            columns=(),
            rows=iter(()),
            detected={**sheet.detected, "header": "none: sentences, no table"},
            notes=tuple(_note(sheet, row) for row in filled),
        )
    header = find_header(HeaderRequest(rows=filled, merged=sheet.merged, wanted=options.header_row))
    if header is None:
        raise FileUnreadable(
            f"{sheet.source.name}: expected the header in row {options.header_row}, which is empty or beyond "
            f"the first {WINDOW_ROWS:,} rows; give the number of the row that holds the column names"
        )
    body = [row for row in filled if row.number > header.last]
    grid = _grid(sheet, header, body)
    reading = _Body(sheet=sheet, grid=grid, header=header, typical=_Typical.of(body))
    notes = [_note(sheet, row) for row in filled if row.number < header.first]
    aside = reading.aside(body, ended=ended)
    notes += [_note(sheet, row) for row in body if row.number in aside]
    return Table(
        source=sheet.source,
        sheet=sheet.name,
        columns=grid.columns,
        rows=reading.rows(window, sheet.rows, aside=aside),
        detected={**sheet.detected, "header": header.show()},
        notes=tuple(notes),
    )


def _is_prose(filled: Sequence[GridRow]) -> bool:
    """Whether a sheet holds sentences (terms of sale, remarks) and no table: one cell a row, most of them ended."""
    texts = [text_of(row.cells[index]).strip() for row in filled for index in row.filled()]
    sentences = [text for text in texts if shape(text) == "prose" or (" " in text and text.endswith(_ENDS))]
    return len(texts) == len(filled) > 1 and len(sentences) * 2 > len(texts)


def _window(rows: Iterator[GridRow | Problem]) -> tuple[list[GridRow | Problem], bool]:
    """The first rows, and whether they are all."""
    window: list[GridRow | Problem] = []
    chars = 0
    for row in rows:
        window.append(row)
        if isinstance(row, GridRow):
            chars += len(row.cells) + sum(len(value) for value in row.cells if isinstance(value, str))
        if len(window) >= WINDOW_ROWS or chars > _WINDOW_CHARS:
            return window, False
    return window, True


def _note(sheet: Sheet, row: GridRow) -> tuple[str, Origin]:
    filled = row.filled()
    text = " ".join(" ".join(text_of(row.cells[index]).split()) for index in filled)
    return text, grid_origin(sheet.source, sheet.name, row.number, filled[0])


def _grid(sheet: Sheet, header: Header, body: Sequence[GridRow]) -> Grid:
    """The columns: those with a name, and those without one that hold something."""
    used = {index for row in body for index in row.filled()}
    width = max([*used, *(index for index in header.names)], default=-1) + 1
    taken: set[str] = set()
    keys: list[str] = []
    columns: list[Column] = []
    for index in range(width):
        name = header.names.get(index)
        key = unique(name.text if name is not None else letters(index), taken)
        taken.add(key)
        keys.append(key)
        if name is not None or index in used:
            origin = grid_origin(sheet.source, sheet.name, name.row, index) if name is not None else None
            columns.append(
                Column(
                    key=key,
                    letter=letters(index),
                    header_origin=origin,
                    currency_shown=_sign(sheet, index, body),
                )
            )
    return Grid(sheet.source, sheet.name, columns, keys)


def _sign(sheet: Sheet, index: int, body: Sequence[GridRow]) -> str | None:
    """The currency sign that more than half of a column's filled cells show."""
    signs = sheet.signs.get(index)
    if not signs:
        return None
    sign, count = signs.most_common(1)[0]
    return sign if count * 2 > sum(index in row.filled() for row in body) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Typical:
    """What the rows of a table look like."""

    filled: float
    """Median number of filled cells, of rows with more than two where there are any."""
    shapes: Mapping[int, str]
    """Column index -> the commonest shape of its cells."""

    @classmethod
    def of(cls, body: Sequence[GridRow]) -> _Typical:
        widths = [len(row.filled()) for row in body]
        counts: dict[int, Counter[str]] = {}
        for row in body[:200]:
            for index in row.filled():
                counts.setdefault(index, Counter())[shape(row.cells[index])] += 1
        return cls(
            filled=median([one for one in widths if one > 2] or widths) if widths else 0,
            shapes={index: shapes.most_common(1)[0][0] for index, shapes in counts.items()},
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Body:
    """The part of a sheet below the header."""

    sheet: Sheet
    grid: Grid
    header: Header
    typical: _Typical

    def aside(self, body: Sequence[GridRow], *, ended: bool) -> set[int]:
        """Numbers of the rows that are titles of sections, or notes below the table."""
        found = {row.number for row in body if self._stands_alone(row)}
        if ended:
            found |= self._tail(body)
        return found

    def _stands_alone(self, row: GridRow) -> bool:
        """One cell of words in a table of at least three: a title or a note.

        What looks like the column's other cells (a number, a short code) is a row whose other cells are missing.
        """
        filled = row.filled()
        if len(filled) != 1 or self.typical.filled < 3:
            return False
        value = row.cells[filled[0]]
        kind = shape(value)
        if kind == self.typical.shapes.get(filled[0]):
            return kind == "words" and self.typical.filled >= 4 and len(str(value).strip()) > 3
        return kind in ("words", "mixed", "prose")

    def _tail(self, body: Sequence[GridRow]) -> set[int]:
        """Rows of one or two cells after a gap below a wide table ("Payment:", "30% deposit")."""
        if self.typical.filled < 4:
            return set()
        tail: set[int] = set()
        below = None
        for row in reversed(body):
            if len(row.filled()) > 2:
                gap = below is not None and below > row.number + 1
                return tail if gap else set()
            tail.add(row.number)
            below = row.number
        return set()

    def rows(
        self, window: Iterable[GridRow | Problem], rest: Iterator[GridRow | Problem], *, aside: set[int]
    ) -> Iterator[Row | Problem]:
        last = self.header.last
        beyond = False
        for row in chain(window, [None], rest):
            if row is None:
                beyond = True
            elif isinstance(row, Problem):
                yield row
            elif row.number > last and row.number not in aside and row.filled():
                if self._repeats_header(row):
                    continue
                if beyond and self._stands_alone(row):
                    yield self._left_out(row)
                else:
                    yield CellRow(self.grid, row)

    def _repeats_header(self, row: GridRow) -> bool:
        """Whether a row says the header again, as on each page of a printed list."""
        names = self.header.names
        if not names or any(name.row != self.header.first for name in names.values()):
            return False
        filled = row.filled()
        return len(filled) == len(names) and all(
            index in names and names[index].text == " ".join(text_of(row.cells[index]).split())
            for index in filled
        )

    def _left_out(self, row: GridRow) -> Problem:
        text, origin = _note(self.sheet, row)
        return row_problem(
            origin,
            kind="unreadable_row",
            value=text,
            expected="a row of values",
            advice="it was taken for a title or a note; if it is an offer, fill in its other cells",
        )
