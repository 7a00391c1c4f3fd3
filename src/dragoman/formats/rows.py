"""Rows whose cells know their Origin: of a grid (A1 addresses), or of nested items (paths)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from dragoman.formats.cells import filled_at, letters, text_of
from dragoman.model import Origin, Problem, ProblemKind
from dragoman.ports import CellValue, Column, RowChange, SourceFile


class Wide(NamedTuple):
    """What is said of a row with more cells than the header."""

    column: int
    """From which on its values are meant."""
    value: str
    kind: ProblemKind
    expected: str
    advice: str
    doubt: str = ""
    """Of the values that are kept."""


class Marks(NamedTuple):
    """What a sheet says of a row beside the values of its cells."""

    remark: str = ""
    """For the user: "the row is hidden in the sheet"."""
    struck: frozenset[int] = frozenset()
    """Columns whose cells are struck through."""
    struck_parts: Mapping[int, str] = MappingProxyType({})
    """Column -> what is struck through in a cell whose other words hold, and is left out of it."""
    hidden_parts: Mapping[int, str] = MappingProxyType({})
    """Column -> text of a cell that is not shown, and is left out of it."""
    unread: Mapping[int, str] = MappingProxyType({})
    """Column -> formula without a stored result ("=C2*2"), or the error that stands there ("#REF!")."""
    pictures: tuple[tuple[int, str], ...] = ()
    """(column, name of the picture) of those that lie on the row."""
    wide: Wide | None = None
    """Set where the row had more cells than the header."""


class Beside(NamedTuple):
    """A value that belongs to a row and stands in another place of its sheet: the title of its group, a picture."""

    value: str
    number: int
    """Row."""
    column: int
    """Column."""


class GridRow(NamedTuple):
    """A row of a sheet before its columns are known."""

    number: int
    """1-based, as a spreadsheet shows it."""
    cells: Sequence[CellValue]
    """From column A on."""
    anchors: Mapping[int, int] | None = None
    """Column index -> number of the row above whose merged cell covers this one."""
    signs: Mapping[int, str] | None = None
    """Column index -> currency sign that the cell's number format shows."""
    units: Mapping[int, str] | None = None
    """Column index -> unit that the cell's number format shows: 350 under '0 "g"'."""
    marks: Marks | None = None
    """What the sheet says of the row beside its cells."""
    beside: Mapping[str, Beside] | None = None
    """Values that stand elsewhere and belong to the row, under the names of their columns."""

    def filled(self) -> list[int]:
        """Indexes of the cells that hold something."""
        return filled_at(self.cells)


class Grid:
    """What all rows of one table share: where they are and what their columns are called."""

    __slots__ = ("columns", "indexes", "keys", "letters", "sheet", "source")

    def __init__(
        self, source: SourceFile, sheet: str | None, columns: Sequence[Column], keys: list[str]
    ) -> None:
        """`keys` are the names from column A on; `columns` those that the table shows."""
        self.source = source
        self.sheet = sheet
        self.columns = tuple(columns)
        self.keys = keys
        self.indexes = {key: index for index, key in enumerate(keys)}
        self.letters = [letters(index) for index in range(len(keys))]

    def set_beside(self, key: str, /) -> None:
        """Name a column of values that stand elsewhere (titles of groups, pictures)."""
        self.indexes.setdefault(key, -1)

    def widen(self, width: int, /) -> None:
        """Name the cells of a row that is longer than the header by their letters."""
        for index in range(len(self.keys), width):
            key = unique(letters(index), self.indexes)
            self.indexes[key] = index
            self.keys.append(key)
            self.letters.append(letters(index))

    def origin(self, number: int, index: int | None, /) -> Origin:
        """Of a cell, or of a row (its first cell)."""
        return grid_origin(self.source, self.sheet, number, index if index is not None else 0)


def grid_origin(source: SourceFile, sheet: str | None, number: int, index: int, /) -> Origin:
    """The Origin of the cell at a row number and a 0-based column."""
    return Origin(file=source.name, sha256=source.sha256, sheet=sheet, cell=f"{letters(index)}{number}")


_FEW = 64
"""Columns of one name that are numbered one by one."""


def unique(key: str, taken: Mapping[str, object] | set[str], /) -> str:
    """`key`, numbered "Price (2)" where it is taken; quick for the ten thousandth of a name too."""
    if key not in taken:
        return key
    count = 2
    while count < _FEW and f"{key} ({count})" in taken:
        count += 1
    if count < _FEW:
        return f"{key} ({count})"
    high = count
    while f"{key} ({high})" in taken:
        count, high = high, 2 * high
    while high - count > 1:  # numbers are given in order: up to `count` they are taken, `high` is free
        middle = (count + high) // 2
        count, high = (middle, high) if f"{key} ({middle})" in taken else (count, middle)
    return f"{key} ({high})"


class CellRow:
    """A row of a table whose cells have addresses; satisfies `ports.Row`."""

    __slots__ = ("_cells", "_grid", "_row", "number")

    def __init__(self, grid: Grid, row: GridRow) -> None:
        if len(row.cells) > len(grid.keys):
            grid.widen(len(row.cells))
        self._grid = grid
        self._row = row
        self._cells = row.cells
        self.number = row.number

    @property
    def values(self) -> dict[str, CellValue]:
        """Column key -> what the cell holds, empty cells left out."""
        keys, cells = self._grid.keys, self._cells
        found = {keys[index]: cells[index] for index in filled_at(cells)}
        if self._row.beside:
            found.update({key: one.value for key, one in self._row.beside.items()})
        return found

    @property
    def origin(self) -> Origin:
        """Of the row: its first filled cell."""
        filled = self._row.filled()
        return self._grid.origin(self.number, filled[0] if filled else 0)

    @property
    def remark(self) -> str:
        """What the sheet says of the row beside its cells: "the row is hidden in the sheet"."""
        return self._row.marks.remark if self._row.marks is not None else ""

    @property
    def doubt(self) -> str:
        """Why no value of the row is sure; "" where nothing is said against them."""
        wide = self._row.marks.wide if self._row.marks is not None else None
        return wide.doubt if wide is not None else ""

    def cell(self, key: str, /) -> Origin:
        """Of one cell; of the top one where cells are merged. Raises KeyError for an unknown column."""
        if self._row.beside and (beside := self._row.beside.get(key)) is not None:
            return self._grid.origin(beside.number, beside.column)
        index = self._grid.indexes[key]
        if index < 0:
            return self.origin
        anchors = self._row.anchors
        number = anchors.get(index, self.number) if anchors else self.number
        source, sheet = self._grid.source, self._grid.sheet
        return Origin(
            file=source.name, sha256=source.sha256, sheet=sheet, cell=f"{self._grid.letters[index]}{number}"
        )

    def text(self, key: str, /) -> str:
        """The cell as the supplier wrote it, "" where it is empty."""
        if self._row.beside and (beside := self._row.beside.get(key)) is not None:
            return str(beside.value)
        index = self._grid.indexes[key]
        if not 0 <= index < len(self._cells):
            return ""
        value = self._cells[index]
        return value if type(value) is str else str(text_of(value))

    def currency_shown(self, key: str, /) -> str | None:
        """The currency sign that the number format of the cell shows."""
        return self._row.signs.get(self._grid.indexes.get(key, -1)) if self._row.signs else None

    def unit_shown(self, key: str, /) -> str | None:
        """The unit that the number format of the cell shows."""
        return self._row.units.get(self._grid.indexes.get(key, -1)) if self._row.units else None


_NONE: Mapping[str, str] = {}


class ItemRow:
    """A row of an item with paths (JSON, XML, Parquet); satisfies `ports.Row`."""

    __slots__ = (
        *("_elsewhere", "_line", "_path", "_paths", "_source", "_texts", "_units", "_values"),
        *("change", "number"),
    )

    def __init__(
        self,
        *,
        source: SourceFile,
        number: int,
        values: Mapping[str, CellValue],
        paths: Mapping[str, str],
        path: str | None,
        line: int | None,
        units: Mapping[str, str] = _NONE,
        texts: Mapping[str, str] = _NONE,
        elsewhere: Mapping[str, str] = _NONE,
        change: RowChange | None = None,
    ) -> None:
        """`paths`: key -> path within the item. `path` and `line`: of the item itself. `units`: key -> unit beside the
        value. `texts`: as written, where the value is typed. `elsewhere`: key -> path in the file of a value that
        stands outside the item, such as its group's name. `change`: what it does to an offer of the record, where it is
        none of its own."""
        self._source = source
        self._values = values
        self._paths = paths
        self._path = path
        self._line = line
        self._units = units
        self._texts = texts
        self._elsewhere = elsewhere
        self.number = number
        self.change = change

    @property
    def values(self) -> Mapping[str, CellValue]:
        """Flattened key -> value, empty ones left out."""
        return self._values

    @property
    def origin(self) -> Origin:
        """Of the item."""
        return item_origin(self._source, line=self._line, path=self._path)

    def cell(self, key: str, /) -> Origin:
        """Of one value. Raises KeyError for a key that this item does not have."""
        elsewhere = self._elsewhere.get(key)
        path = elsewhere if elsewhere is not None else (self._path or "") + self._paths[key]
        return item_origin(self._source, line=self._line, path=path)

    def text(self, key: str, /) -> str:
        """The value as the supplier wrote it, "" where there is none."""
        return self._texts.get(key) or text_of(self._values.get(key))

    def currency_shown(self, key: str, /) -> str | None:
        """None: items have no number formats."""
        del key
        return None

    def unit_shown(self, key: str, /) -> str | None:
        """The unit beside a value, where the format has a place for it."""
        return self._units.get(key)


def item_origin(source: SourceFile, /, *, line: int | None = None, path: str | None = None) -> Origin:
    """The Origin of a line or a path of a file."""
    return Origin(file=source.name, sha256=source.sha256, line=line, path=path)


def row_problem(origin: Origin, /, *, kind: ProblemKind, value: str, expected: str, advice: str) -> Problem:
    """A row that cannot be read, in its place."""
    return Problem(
        kind=kind, origin=origin, value=value[:200], expected=expected, advice=advice, severity="error"
    )
