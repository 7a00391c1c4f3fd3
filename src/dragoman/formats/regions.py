"""Several tables on one sheet, below or beside each other: each is found by a header of its own.

Cautious: a sheet is cut only where a second row of names that head columns follows rows of data, so that a list
with gaps, titles and a header repeated on each page stays one table.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import replace

from dragoman.errors import FileTooLarge
from dragoman.formats.cells import text_of
from dragoman.formats.header_words import is_header_word
from dragoman.formats.layout import Sheet, find_table
from dragoman.formats.rows import GridRow
from dragoman.formats.shapes import shape
from dragoman.model import Problem
from dragoman.ports import CellValue, ReadOptions, SourceFile, Table

_HELD = 8
"""Most rows without values that are kept back to see whether a header is among them."""
_LOOK_AT = 200
_SHAPED = 20
"""Rows of values that tell what a table's columns hold."""
_AMOUNT = re.compile(r"[0-9]+[.,][0-9]{1,2}")
_MOST_BESIDE = 200_000
"""Most rows of tables that stand beside each other: the later ones are kept while the first is read."""

_Rows = Iterator[GridRow | Problem]


def find_tables(sheet: Sheet, options: ReadOptions, /) -> Iterator[Table]:
    """The tables of a sheet, in order; each is to be exhausted before the next is asked for.

    Raises FileUnreadable where `options.header_row` is not a filled row of the sheet's beginning; a sheet whose
    header the user names is one table.
    """
    if options.header_row is not None:
        yield from tables_below(sheet, options)
        return
    first, rest = _look(sheet.rows)
    bands = _bands(first)
    rows = _chained(first, rest)
    if len(bands) < 2:
        yield from _below_each_other(replace(sheet, rows=rows), options, one_of_many=False)
        return
    for band, of_band in zip(bands, _split(rows, bands, sheet.source), strict=True):
        merged = [m for m in sheet.merged if band[0] <= m.left <= band[1]]
        part = replace(sheet, rows=of_band, merged=merged)
        yield from _below_each_other(part, options, one_of_many=True)


def tables_below(sheet: Sheet, options: ReadOptions, /) -> Iterator[Table]:
    """The tables below each other, of a sheet that can have none beside each other; as `find_tables` gives them."""
    if options.header_row is None:
        yield from _below_each_other(sheet, options, one_of_many=False)
        return
    table = find_table(sheet, options)
    if table is not None:
        yield table


def _below_each_other(sheet: Sheet, options: ReadOptions, *, one_of_many: bool) -> Iterator[Table]:
    cuts = _Cuts(sheet.rows)
    while cuts.more():
        begin = cuts.first_number()
        part = replace(
            sheet,
            rows=cuts.segment(),
            merged=[m for m in sheet.merged if m.bottom >= begin],
            is_one_of_many=one_of_many,
        )
        table = find_table(part, options)
        if table is not None:
            yield table
            for _unread in table.rows:
                pass
        for _left in part.rows:
            pass
        one_of_many = True


class _Cuts:
    """The rows of a sheet, cut where another table begins."""

    def __init__(self, rows: _Rows) -> None:
        self._rows = rows
        self._back: deque[GridRow | Problem] = deque()

    def more(self) -> bool:
        """Whether a filled row is left."""
        while (row := self._pull()) is not None:
            if isinstance(row, Problem) or row.filled():
                self._back.appendleft(row)
                return True
        return False

    def first_number(self) -> int:
        """Of the next row; 0 where that is a Problem."""
        row = self._back[0]
        return row.number if isinstance(row, GridRow) else 0

    def _pull(self) -> GridRow | Problem | None:
        return self._back.popleft() if self._back else next(self._rows, None)

    def segment(self) -> _Rows:
        """The rows up to the next table's."""
        names: frozenset[str] | None = None
        shapes: dict[int, str] = {}
        data = 0
        held: list[GridRow] = []
        while (row := self._pull()) is not None:
            if isinstance(row, Problem):
                yield from held
                held = []
                yield row
                continue
            if data > _SHAPED and not held and _is_plainly_firm(row.cells):
                yield row
                continue
            filled = row.filled()
            if not filled:
                yield row
                continue
            if not _is_firm(row, filled):
                held.append(row)
                if len(held) > _HELD:
                    yield held.pop(0)
                continue
            at = next((i for i in range(len(held) - 1, -1, -1) if is_header(held[i])), None)
            if at is not None and data and self._begins_anew(held, at, names, shapes):
                start = _start(held, at)
                yield from held[:start]
                self._back.extendleft(reversed([*held[start:], row]))
                return
            if at is not None and names is None:
                names = _names(held[at])
            yield from held
            held = []
            data += 1 if names is not None else 0
            if data <= _SHAPED and names is not None:
                shapes.update({index: shape(row.cells[index]) for index in filled})
            yield row
        yield from held

    @staticmethod
    def _begins_anew(
        held: Sequence[GridRow], at: int, names: frozenset[str] | None, shapes: dict[int, str]
    ) -> bool:
        """Whether a header among the rows kept back is that of another table."""
        row = held[at]
        if names is None or _names(row) == names:
            return False
        known = sum(is_header_word(text_of(row.cells[index])) for index in row.filled())
        conflict = any(shapes.get(index) in ("number", "range") for index in row.filled())
        gap = at == 0 or any(held[i].number > held[i - 1].number + 1 for i in range(1, at + 1))
        alone = any(len(one.filled()) == 1 for one in held[:at])
        return (gap or alone or known >= 3) and (conflict or known >= 3)


def _is_firm(row: GridRow, filled: Sequence[int]) -> bool:
    """Whether a row holds values, and is no header or title."""
    if len(filled) < 2 or is_header(row):
        return False
    return any(shape(row.cells[index]) in ("number", "code", "range") for index in filled)


def _is_plainly_firm(cells: Sequence[CellValue]) -> bool:
    """Whether a row of texts holds an amount with decimals, as no column is called, or more numbers than a header."""
    if len(cells) < 2:
        return False
    whole = 0
    for cell in cells:
        if type(cell) is str:
            if cell.isdecimal():
                whole += 1
            elif _AMOUNT.fullmatch(cell) is not None:
                return True
    return whole * 3 > len(cells)


def is_header(row: GridRow) -> bool:
    """Whether a row is of names that head columns."""
    filled = row.filled()
    if len(filled) < 2:
        return False
    shapes = [shape(row.cells[index]) for index in filled]
    if "prose" in shapes or shapes.count("number") * 3 > len(filled):
        return False
    known = sum(is_header_word(text_of(row.cells[index])) for index in filled)
    return known >= 2 and known * 2 >= len(filled)


def _names(row: GridRow) -> frozenset[str]:
    return frozenset(" ".join(text_of(row.cells[index]).split()).casefold() for index in row.filled())


def _start(held: Sequence[GridRow], at: int) -> int:
    """Index of the first row of a table whose header is at `at`: with the row of groups and the title above it."""
    start = at
    while start > 0 and held[start - 1].number == held[start].number - 1:
        start -= 1
    title = start - 1
    if title >= 0 and len(held[title].filled()) == 1 and held[title].number >= held[start].number - 2:
        start = title
    return start


# ------------------------------------------------------------------------------- beside each other


def _look(rows: _Rows) -> tuple[list[GridRow | Problem], _Rows]:
    first: list[GridRow | Problem] = []
    for row in rows:
        first.append(row)
        if len(first) >= _LOOK_AT:
            break
    return first, rows


def _chained(first: list[GridRow | Problem], rest: _Rows) -> _Rows:
    yield from first
    first.clear()
    yield from rest


def _bands(first: Sequence[GridRow | Problem]) -> list[tuple[int, int]]:
    """(first, last column) of the tables that stand beside each other; one or none where the sheet is not cut."""
    rows = [row for row in first if isinstance(row, GridRow) and row.filled()]
    for at, row in enumerate(rows):
        if not is_header(row):
            continue
        used = {index for other in rows[at:] for index in other.filled() if len(other.filled()) > 1}
        bands = _runs(sorted(used))
        if len(bands) < 2:
            return []
        parts = [_part(row, band) for band in bands]
        return bands if all(is_header(part) for part in parts) and _are_apart(parts, bands) else []
    return []


def _runs(columns: Sequence[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for column in columns:
        if runs and column == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], column)
        else:
            runs.append((column, column))
    return runs


def _part(row: GridRow, band: tuple[int, int]) -> GridRow:
    """The row with the cells of one band only."""
    low, high = band
    cells = [value if low <= index <= high else None for index, value in enumerate(row.cells[: high + 1])]
    if row.marks is None:
        return row._replace(cells=cells)
    marks = row.marks._replace(
        struck=frozenset(index for index in row.marks.struck if low <= index <= high),
        unread={index: text for index, text in row.marks.unread.items() if low <= index <= high},
        pictures=tuple(one for one in row.marks.pictures if low <= one[0] <= high),
    )
    return row._replace(cells=cells, marks=marks)


def _are_apart(parts: Sequence[GridRow], bands: Sequence[tuple[int, int]]) -> bool:
    """Whether headers with an empty column between them are of different tables: they say the same again, or the
    gap is of two columns or more."""
    for left, right, (_, end), (begin, _) in zip(parts, parts[1:], bands, bands[1:], strict=False):
        same = len(_names(left) & _names(right))
        if not (same >= 2 or begin - end > 2):
            return False
    return True


def _split(rows: _Rows, bands: Sequence[tuple[int, int]], source: SourceFile) -> list[_Rows]:
    """The rows of each band; what stands above all tables goes with the first."""
    waiting: list[deque[GridRow | Problem]] = [deque() for _ in bands]
    first = bands[0][0]
    whole = [(0 if band[0] == first else band[0], band[1]) for band in bands]

    def pull(number: int) -> _Rows:
        while True:
            if waiting[number]:
                yield waiting[number].popleft()
                continue
            row = next(rows, None)
            if row is None:
                return
            for index, queue in enumerate(waiting):
                if isinstance(row, Problem):
                    if index == 0:
                        queue.append(row)
                    continue
                part = _part(row, whole[index])
                if part.filled() or part.marks:
                    queue.append(part)
            if sum(map(len, waiting)) > _MOST_BESIDE:
                raise FileTooLarge(
                    f"{source.name}: expected tables beside each other of at most {_MOST_BESIDE:,} rows, got more; "
                    "put each on a sheet of its own"
                )

    return [pull(number) for number in range(len(bands))]
