"""What was read on a page of a printed list, as tables to choose a cell of by its row and column, and to say what is printed there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from dragoman.faces.web.paper import box_text, has_place
from dragoman.ingest.corrections import MOST_CHARS, Corrections
from dragoman.model import Origin, RawRow


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadCell:
    """A cell as the record has it."""

    column: str
    text: str
    """"" where it is empty."""
    kept: str | None
    """What a person said that is printed there, where the file was not loaded since."""
    path: str
    """Of the page with this cell chosen; "" for a cell that cannot be corrected: its text is too long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRow:
    number: int
    """Among the rows of the page, from 1."""
    origin: Origin
    cells: tuple[ReadCell, ...]

    @property
    def name(self) -> str:
        """What a person knows it by: its first texts."""
        return " · ".join([cell.text for cell in self.cells if cell.text][:2])[:60]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadTable:
    columns: tuple[str, ...]
    rows: tuple[ReadRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenCell:
    """The cell that is to be corrected."""

    row: ReadRow
    cell: ReadCell
    box: str
    """Of the row, as a form says it."""


def tables_of(rows: Sequence[RawRow], corrections: Corrections, path: str, /) -> tuple[ReadTable, ...]:
    """Rows of one page, those together that share columns; what is no row of a table is left out.

    Args:
        path: Of the page.
    """
    groups: list[tuple[list[str], list[RawRow]]] = []
    for row in rows:
        keys = [key for key in row.values if key]
        if not keys or not has_place(row.origin):
            continue
        if groups and not set(keys).isdisjoint(groups[-1][0]):
            _merge(groups[-1][0], keys)
            groups[-1][1].append(row)
        else:
            groups.append((keys, [row]))
    made: list[ReadTable] = []
    number = 0
    for columns, members in groups:
        found: list[ReadRow] = []
        for row in members:
            number += 1
            cells = tuple(_cell(row, column, number, corrections, path) for column in columns)
            found.append(ReadRow(number=number, origin=row.origin, cells=cells))
        made.append(ReadTable(columns=tuple(columns), rows=tuple(found)))
    return tuple(made)


def chosen(tables: Sequence[ReadTable], row: int | None, column: str, /) -> ChosenCell | None:
    """The cell of a row and a column; None where there is none that can be corrected."""
    for one in (one for table in tables for one in table.rows if one.number == row):
        for cell in one.cells:
            if cell.column == column and cell.path:
                return ChosenCell(row=one, cell=cell, box=box_text(one.origin))
    return None


def _merge(columns: list[str], keys: Sequence[str]) -> None:
    """Add a row's columns behind those that they follow in it: a row lacks the cells that are empty."""
    at = 0
    for key in keys:
        if key in columns:
            at = columns.index(key) + 1
        else:
            columns.insert(at, key)
            at += 1


def _cell(row: RawRow, column: str, number: int, corrections: Corrections, path: str) -> ReadCell:
    text = row.values.get(column, "")
    place = row.origin.page or 0, row.origin.box or (0.0, 0.0, 0.0, 0.0), column
    said = corrections.cells.get(place)
    can = len(text) <= MOST_CHARS and len(column) <= MOST_CHARS
    return ReadCell(
        column=column,
        text=text,
        kept=said.right if said is not None and said.right != text else None,
        path=f"{path}?{urlencode({'row': number, 'column': column})}#chosen" if can else "",
    )
