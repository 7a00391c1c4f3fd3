"""Finds the table inside a sheet of cells: letterhead above, header of one to three rows, notes below.

Works on a window of the first rows and then streams. Nothing that is filled gets lost without a word: lines
above, titles of groups and notes below become `Table.notes`; past the window, where the table has already been
handed out, notes come as Problems in their place. A title of a group is the category of the rows below it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dragoman.errors import FileUnreadable
from dragoman.formats.body import Body, Typical, title_of
from dragoman.formats.cells import letters, text_of
from dragoman.formats.header import Header, HeaderRequest, Merged, find_header
from dragoman.formats.price_titles import CURRENCY_KEY, PER_KEY
from dragoman.formats.rows import Beside, Grid, GridRow, grid_origin, unique
from dragoman.formats.shapes import shape
from dragoman.formats.wide_rows import Widths
from dragoman.model import Origin, Problem
from dragoman.ports import Column, ReadOptions, SourceFile, Table

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
    hidden: frozenset[int] = frozenset()
    """Columns that the sheet does not show."""
    is_one_of_many: bool = False
    """The sheet holds other tables too: a title right above the header tells this one from the others."""
    delimiter: str | None = None
    """Of a text, whose cells it parts; None where cells cannot run into each other."""


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
    rows = sheet.rows
    if sheet.delimiter is not None and header.names:
        names = [row for row in filled if header.first <= row.number <= header.last]
        widths = Widths(sheet.delimiter, names, [row for row in filled if row.number > header.last])
        window = [row if _is_above(row, header) else widths.mended(row) for row in window]
        filled = [row for row in window if isinstance(row, GridRow) and row.filled()]
        rows = map(widths.mended, rows)
    body = [row for row in filled if row.number > header.last]
    above = [row for row in filled if row.number < header.first]
    grid = _grid(sheet, header, body)
    reading = Body(
        grid=grid,
        header=header,
        typical=Typical.of(body),
        merged=sheet.merged,
        group=_title_above(above, header) if sheet.is_one_of_many else None,
        group_key=unique("Category", grid.indexes),
        picture_key=unique("Picture", grid.indexes),
        said_keys={key: unique(key, grid.indexes) for key in (CURRENCY_KEY, PER_KEY)},
    )
    aside = reading.aside(body, ended=ended)
    beside = [reading.group_key] if reading.has_groups(body, aside) else []
    titles = reading.price_titles(body, aside)
    beside += [reading.said_keys[CURRENCY_KEY]] if any(one.currency for one in titles.values()) else []
    beside += [reading.said_keys[PER_KEY]] if any(one.per for one in titles.values()) else []
    beside += [reading.picture_key] if reading.has_pictures_aside(body) else []
    for key in beside:
        grid.set_beside(key)
    return Table(
        source=sheet.source,
        sheet=sheet.name,
        columns=(*grid.columns, *(Column(key=key) for key in beside)),
        rows=reading.rows(window, rows, aside=aside),
        detected={**sheet.detected, "header": header.show()},
        notes=tuple(
            _note(sheet, row)
            for row in (*above, *(row for row in body if row.number in aside and row.number not in titles))
        ),
    )


def _is_above(row: GridRow | Problem, header: Header) -> bool:
    return isinstance(row, GridRow) and row.number <= header.last


def _title_above(above: Sequence[GridRow], header: Header) -> Beside | None:
    """The title that stands alone right above the header."""
    filled = above[-1].filled() if above and above[-1].number >= header.first - 2 else []
    title = title_of(text_of(above[-1].cells[filled[0]])) if len(filled) == 1 else None
    return Beside(title, above[-1].number, filled[0]) if title is not None else None


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
                    currency_shown=_sign(index, body),
                    hidden=index in sheet.hidden,
                )
            )
    return Grid(sheet.source, sheet.name, columns, keys)


def _sign(index: int, body: Sequence[GridRow]) -> str | None:
    """The currency sign that more than half of a column's filled cells show."""
    signs = Counter(row.signs[index] for row in body if row.signs is not None and index in row.signs)
    if not signs:
        return None
    sign, count = signs.most_common(1)[0]
    return sign if count * 2 > sum(index in row.filled() for row in body) else None
