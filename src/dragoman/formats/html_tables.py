"""The tables of a web page: spans laid out, layout tables left aside, each cell with its XPath.

A table is laid out as a grid, and what is its header is found as in a sheet (`layout`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from lxml import etree

from dragoman.formats.header import Merged
from dragoman.formats.layout import Sheet, find_table
from dragoman.formats.limits import ReadLimits
from dragoman.formats.microdata import shown_text
from dragoman.formats.rows import GridRow, row_problem
from dragoman.formats.schema_org import whole_address
from dragoman.formats.web_page import Page
from dragoman.model import Origin, Problem
from dragoman.ports import CellValue, ReadOptions, Row, Table

_WIDEST = 1_000
"""Columns of a table; a span beyond is cut."""
_MERGED_ROWS = 100
"""Rows among which a header's spans are told."""
_A1 = re.compile(r"([A-Z]+)(\d+)")
_STRUCK = frozenset({"del", "s", "strike"})
_LEADS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "p", "address"})
_MOST_LEADS = 12
_LOOK_BACK = 2_000
"""Elements."""
_LEAD_CHARS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class PageTable:
    """A table of a page that holds data."""

    number: int
    """1-based among the page's tables of data."""
    element: etree._Element

    @property
    def name(self) -> str:
        """As `--sheet` names it."""
        return f"table {self.number}"


def tables_in(page: Page, /) -> list[PageTable]:
    """The tables that hold data, in the page's order; those that only lay out the page, or list one thing's
    properties, are left out."""
    found: list[PageTable] = []
    inside: set[etree._Element] = set()
    for element in page.root.iter("table"):
        if element in inside or not _holds_data(element):
            continue
        inside.update(element.iter("table"))
        found.append(PageTable(number=len(found) + 1, element=element))
    return found


def read_table(page: Page, table: PageTable, options: ReadOptions, limits: ReadLimits, /) -> Table | None:
    """A table with its columns; None where its cells are empty or hold sentences. Raises FileUnreadable."""
    grid = _Grid(page=page, element=table.element, limits=limits)
    rows = grid.lay_out()
    sheet = Sheet(
        source=page.source,
        rows=iter(rows),
        name=table.name,
        merged=grid.merged,
        detected={"encoding": page.encoding, "table": f"{table.number} of the page"},
    )
    made = find_table(sheet, options)
    if made is None or not made.columns:
        return None
    return replace(
        made,
        columns=tuple(
            replace(one, header_origin=grid.located(one.header_origin), letter=None) for one in made.columns
        ),
        rows=_located(grid, made.rows),
        notes=(*_leads(page, table.element), *((text, grid.located(origin)) for text, origin in made.notes)),
    )


def _located(grid: _Grid, rows: Iterator[Row | Problem]) -> Iterator[Row | Problem]:
    for row in rows:
        yield (
            replace(row, origin=grid.located(row.origin)) if isinstance(row, Problem) else _PageRow(row, grid)
        )


class _PageRow:
    """A row whose cells are elements of a page; satisfies `ports.Row`."""

    __slots__ = ("_grid", "_row", "number")

    def __init__(self, row: Row, grid: _Grid) -> None:
        self._row = row
        self._grid = grid
        self.number = row.number

    @property
    def values(self) -> Mapping[str, CellValue]:
        """Column -> text of the cell, empty ones left out."""
        return self._row.values

    @property
    def origin(self) -> Origin:
        """Of the row: its first filled cell."""
        return self._grid.located(self._row.origin)

    def cell(self, key: str, /) -> Origin:
        """Of one cell. Raises KeyError for an unknown column."""
        return self._grid.located(self._row.cell(key))

    def text(self, key: str, /) -> str:
        """The cell as the page shows it."""
        return self._row.text(key)

    def currency_shown(self, key: str, /) -> str | None:
        """None: cells of a page are text."""
        del key
        return None

    def unit_shown(self, key: str, /) -> str | None:
        """None: cells of a page are text."""
        del key
        return None


# ------------------------------------------------------------------------------------- which tables


def _holds_data(table: etree._Element) -> bool:
    """At least two rows of two cells; not for layout, and not the properties of one thing."""
    if (table.get("role") or "").lower() in ("presentation", "none"):
        return False
    rows = [_cells(row) for row in _rows(table)]
    wide = [cells for cells in rows if len(cells) > 1]
    if len(rows) < 2 or len(wide) < 2:
        return False
    if all(len(cells) == 2 and cells[0].tag == "th" and cells[1].tag == "td" for cells in rows):
        return False
    inner = next(table.iterdescendants("table"), None)
    return inner is None or _is_data_around(rows)


def _is_data_around(rows: Sequence[Sequence[etree._Element]]) -> bool:
    """Whether a table that holds others is data itself: most of its cells hold none, in three rows or under a header."""
    cells = [cell for row in rows for cell in row]
    plain = [cell for cell in cells if next(cell.iterdescendants("table"), None) is None]
    headed = any(row and all(cell.tag == "th" for cell in row) for row in rows)
    filled = sum(
        1 for row in rows if sum(bool("".join(map(str, cell.itertext())).strip()) for cell in row) > 1
    )
    return len(plain) * 4 >= len(cells) * 3 and filled >= (2 if headed else 3)


def _rows(table: etree._Element) -> list[etree._Element]:
    """The rows of a table and of its sections, a foot's last."""
    rows: list[etree._Element] = []
    foot: list[etree._Element] = []
    for child in table:
        if child.tag == "tr":
            rows.append(child)
        elif child.tag in ("thead", "tbody"):
            rows.extend(child.iterchildren("tr"))
        elif child.tag == "tfoot":
            foot.extend(child.iterchildren("tr"))
    return rows + foot


def _cells(row: etree._Element) -> list[etree._Element]:
    return [cell for cell in row if cell.tag in ("td", "th")]


# --------------------------------------------------------------------------------------- the grid


@dataclass(slots=True)
class _Down:
    """A cell that spans rows below its own."""

    left: int
    until: int
    """Number of the last row."""
    top: int
    text: str


@dataclass(slots=True, kw_only=True)
class _Grid:
    page: Page
    element: etree._Element
    limits: ReadLimits
    merged: list[Merged] = field(default_factory=list)
    elements: dict[int, dict[int, etree._Element]] = field(default_factory=dict)
    """Row number -> column index -> the cell that begins there."""

    def lay_out(self) -> list[GridRow | Problem]:
        """The rows with spans filled in as in a spreadsheet: down over each row, across at the left end only."""
        rows = _rows(self.element)
        made: list[GridRow | Problem] = []
        down: dict[int, _Down] = {}
        for number, row in enumerate(rows, 1):
            made.append(self._row(number, row, down, last=len(rows)))
        return made

    def _row(
        self, number: int, row: etree._Element, down: dict[int, _Down], *, last: int
    ) -> GridRow | Problem:
        texts: dict[int, str] = {}
        anchors: dict[int, int] = {}
        places = self.elements.setdefault(number, {})
        for column in [column for column, one in down.items() if one.until < number]:
            del down[column]
        for column, one in down.items():
            anchors[column] = one.top
            if column == one.left:
                texts[column] = one.text
        column = 0
        taken = set(down)
        for cell in _cells(row):
            while column in taken:
                column += 1
            if column >= _WIDEST:
                return row_problem(
                    self.page.origin(row),
                    kind="limit",
                    value="",
                    expected=f"at most {_WIDEST:,} columns",
                    advice="split the table, or ask for it as CSV",
                )
            text = self._text(cell)
            if len(text) > self.limits.max_cell_chars:
                return row_problem(
                    self.page.origin(cell),
                    kind="limit",
                    value=text[:200],
                    expected=f"cells of at most {self.limits.max_cell_chars:,} characters",
                    advice="shorten the cell",
                )
            right = min(column + _span(cell, "colspan") - 1, _WIDEST - 1)
            height = _span(cell, "rowspan")
            bottom = last if height == 0 else min(number + height - 1, last)
            texts[column] = text
            places[column] = cell
            if bottom > number:
                down.update(
                    {index: _Down(column, bottom, number, text) for index in range(column, right + 1)}
                )
            if (bottom > number or right > column) and number <= _MERGED_ROWS:
                self.merged.append(Merged(top=number, left=column, bottom=bottom, right=right))
            taken.update(range(column, right + 1))
            column = right + 1
        width = max([*texts, *taken], default=-1) + 1
        return GridRow(number, [texts.get(index, "") for index in range(width)], anchors or None)

    def _text(self, cell: etree._Element) -> str:
        """What a cell shows; of a struck price and a new one the new one; of a picture alone its address."""
        text = shown_text(cell, leave=_STRUCK) or shown_text(cell)
        if text:
            return text
        picture = next(cell.iterdescendants("img"), None)
        return (
            whole_address((picture.get("src") or "").strip(), self.page.base) if picture is not None else ""
        )

    def located(self, origin: Origin | None, /) -> Origin:
        """The element that stands where a grid's address points; the table itself where none does."""
        found = _A1.fullmatch(origin.cell or "") if origin is not None else None
        element = self.element
        if found is not None:
            index = 0
            for letter in found.group(1):
                index = index * 26 + ord(letter) - 64
            row = self.elements.get(int(found.group(2)), {})
            within = [column for column in row if column <= index - 1]
            if within:
                element = row[max(within)]
        return self.page.origin(element)


def _span(cell: etree._Element, name: str) -> int:
    """Columns or rows that a cell spans; of rows 0 says all that follow."""
    text = (cell.get(name) or "").strip()
    least = 0 if name == "rowspan" else 1
    if not text.isascii() or not text.isdecimal() or len(text) > 9:
        return 1
    return max(int(text), least)


# ---------------------------------------------------------------------------- text before the table


def _leads(page: Page, table: etree._Element) -> list[tuple[str, Origin]]:
    """The page's title, and headings and short paragraphs before the table: whose it is, in which currency."""
    found: list[etree._Element] = []
    caption = next(table.iterchildren("caption"), None)
    if caption is not None:
        found.append(caption)
    around = set(table.iterancestors("table"))
    for one in islice(_before(table), _LOOK_BACK):
        if one.tag == "table" or len(found) >= _MOST_LEADS:
            break
        if one.tag in _LEADS and around.issuperset(one.iterancestors("table")):
            found.append(one)
    title = next(page.root.iter("title"), None)
    if title is not None:
        found.append(title)
    notes = [(" ".join(shown_text(one).split()), page.origin(one)) for one in reversed(found)]
    return [(text, origin) for text, origin in notes if 0 < len(text) <= _LEAD_CHARS]


def _before(element: etree._Element) -> Iterator[etree._Element]:
    """Elements before one, the nearest first; what is in a table before it is left out."""
    at: etree._Element | None = element
    while at is not None:
        sibling = at.getprevious()
        while sibling is not None:
            stack = [(sibling, False)]
            while stack:
                one, opened = stack.pop()
                if opened or one.tag == "table":
                    yield one
                else:
                    stack.append((one, True))
                    stack.extend((child, False) for child in one)
            sibling = sibling.getprevious()
        at = at.getparent()
