"""The part of a sheet below its header: rows, titles of groups, notes, and what the sheet says against a row."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from statistics import median

from dragoman.formats.cells import is_empty, text_of
from dragoman.formats.header import Header, Merged
from dragoman.formats.price_titles import PricesSaid, PriceTitle, price_title
from dragoman.formats.rows import Beside, CellRow, Grid, GridRow, Marks, row_problem
from dragoman.formats.shapes import shape
from dragoman.model import Problem
from dragoman.ports import CellValue, PictureName, Row

_DECORATION = " \t-–—=*#~_•·►▶■●◆▪<>»«|:：【】[]「」『』§"
_ENDS = (".", "。", "!", "！", ";", "；", "؛", "?", "？")
_LABEL = re.compile(r"[^:：]{2,40}[:：]\s*\S")
_LONGEST_TITLE = 80
_MOST_WORDS = 7
_LONG_NUMBER = re.compile(r"\d{3}")
"""A year, an amount, a telephone: notes have them."""
_MOST_PICTURES = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Typical:
    """What the rows of a table look like."""

    filled: float
    """Median number of filled cells, of rows with more than two where there are any."""
    shapes: Mapping[int, str]
    """Column index -> the commonest shape of its cells."""

    @classmethod
    def of(cls, body: Sequence[GridRow]) -> Typical:
        widths = [len(row.filled()) for row in body]
        counts: dict[int, Counter[str]] = {}
        for row in body[:200]:
            for index in row.filled():
                counts.setdefault(index, Counter())[shape(row.cells[index])] += 1
        return cls(
            filled=median([one for one in widths if one > 2] or widths) if widths else 0,
            shapes={index: shapes.most_common(1)[0][0] for index, shapes in counts.items()},
        )


def title_of(text: str, /) -> str | None:
    """The title of a group without its decoration; None where a text is a sentence or a note.

    >>> title_of("-- Bottles --"), title_of("* prices without tax"), title_of("Payment: 30% deposit")
    ('Bottles', None, None)
    """
    text = " ".join(text.split())
    bare = text.strip(_DECORATION)
    if not bare or len(bare) > _LONGEST_TITLE or not any(char.isalpha() for char in bare):
        return None
    if text.endswith(_ENDS) or (text[0] == "*" and text[-1] != "*"):
        return None
    if len(bare.split()) > _MOST_WORDS or _LONG_NUMBER.search(bare):
        return None
    said = _LABEL.match(bare)
    return None if said is not None and any(char.isdigit() for char in bare) else bare


def _is_decorated(text: str) -> bool:
    """ "-- Bottles --": what no offer is called."""
    text = text.strip()
    bare = text.strip(_DECORATION)
    return bool(bare) and text[0] != bare[0] and text[-1] != bare[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The part of a sheet below the header."""

    grid: Grid
    header: Header
    typical: Typical
    merged: Sequence[Merged]
    group: Beside | None = None
    """Title of the group that the first rows belong to, where one stands above the header."""
    group_key: str
    """Name of the column that the titles of groups are read into."""
    picture_key: str
    """And of that for pictures that lie on no named, empty cell."""
    said_keys: Mapping[str, str]
    """And of those for what titles say of prices: their currency, what they are for."""

    def aside(self, body: Sequence[GridRow], *, ended: bool) -> set[int]:
        """Numbers of the rows that are titles of groups, or notes below the table."""
        found = {row.number for row in body if self._stands_alone(row)}
        if ended:
            found |= self._tail(body)
        return found

    def _stands_alone(self, row: GridRow) -> bool:
        """One cell of words in a table of at least three: a title or a note.

        What looks like the column's other cells (a number, a short code) is a row whose other cells are missing,
        unless it is decorated, or merged over other columns.
        """
        filled = row.filled()
        if len(filled) != 1 or self.typical.filled < 2:
            return False
        value = row.cells[filled[0]]
        kind = shape(value)
        if kind in ("words", "mixed", "prose") and (
            self._spreads(row.number, filled[0]) or _is_decorated(str(value))
        ):
            return True
        if self.typical.filled < 3:
            return False
        if kind == self.typical.shapes.get(filled[0]):
            return kind == "words" and self.typical.filled >= 4 and len(str(value).strip()) > 3
        return kind in ("words", "mixed", "prose")

    def _spreads(self, number: int, index: int) -> bool:
        """Whether a cell is merged over at least half of the table's columns."""
        return any(
            m.top == number and m.left == index and (m.right - m.left + 1) * 2 >= max(4, self.typical.filled)
            for m in self.merged
        )

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

    def has_groups(self, body: Sequence[GridRow], aside: set[int]) -> bool:
        """Whether a title stands above some of the rows."""
        rows = [row for row in body if row.number not in aside]
        last = rows[-1].number if rows else 0
        return self.group is not None or any(
            self._is_of_goods(row) for row in body if row.number in aside and row.number < last
        )

    def _is_of_goods(self, row: GridRow) -> bool:
        said = self._said(row)
        return self._title(row) is not None and (said is None or said.of_goods)

    def price_titles(self, body: Sequence[GridRow], aside: set[int]) -> dict[int, PriceTitle]:
        """Number of each row between others that says what prices are in -> what it says."""
        rows = [row for row in body if row.number not in aside]
        last = rows[-1].number if rows else 0
        said = {row.number: self._said(row) for row in body if row.number in aside and row.number < last}
        return {number: title for number, title in said.items() if title is not None}

    def _said(self, row: GridRow) -> PriceTitle | None:
        filled = row.filled()
        if len(filled) != 1 or not self.header.names:
            return None
        text = " ".join(text_of(row.cells[filled[0]]).split())
        return price_title(text) if len(text) <= _LONGEST_TITLE else None

    def has_pictures_aside(self, body: Sequence[GridRow]) -> bool:
        """Whether a picture lies on no named, empty cell."""
        return any(
            row.marks is not None and any(not self._takes(row, index) for index, _ in row.marks.pictures)
            for row in body
        )

    def rows(
        self, window: Iterable[GridRow | Problem], rest: Iterator[GridRow | Problem], *, aside: set[int]
    ) -> Iterator[Row | Problem]:
        """The rows below the header, each with the title of its group; Problems in the place of what is left out."""
        group, beyond = self.group, False
        said: PricesSaid[tuple[int, int]] = PricesSaid()
        lone: GridRow | None = None
        for row in chain(window, [None], rest):
            if row is None:
                beyond = True
            elif isinstance(row, Problem):
                yield row
            elif row.number <= self.header.last or not ((filled := row.filled()) or row.marks):
                continue
            elif row.number in aside:
                _, group = self._begun(row, group, said)
            elif not self._repeats_header(row, filled):
                alone = beyond and len(filled) == 1 and self._stands_alone(row)
                if lone is not None:
                    understood = False
                    if not alone:
                        understood, group = self._begun(lone, group, said)
                    if not understood:
                        yield self._left_out(lone)
                    lone = None
                if alone:
                    lone = row
                else:
                    yield from self._row(row, group, said)
        if lone is not None:
            yield self._left_out(lone)

    def _begun(
        self, row: GridRow, group: Beside | None, said: PricesSaid[tuple[int, int]]
    ) -> tuple[bool, Beside | None]:
        """(whether a row that stands alone is a title, the group of the rows below it)."""
        filled = row.filled()
        title = self._title(row)
        if self._said(row) is None and title is None:
            return False, group
        text = " ".join(text_of(row.cells[filled[0]]).split())
        prices = said.take(text, (row.number, filled[0]))
        return True, group if prices is not None and not prices.of_goods else title or group

    def _row(
        self, row: GridRow, group: Beside | None, said: PricesSaid[tuple[int, int]]
    ) -> Iterator[Row | Problem]:
        beside = {self.group_key: group} if group is not None else {}
        for key, (text, place) in said.now().items():
            beside[self.said_keys[key]] = Beside(text, *place)
        if row.marks is not None:
            if self._is_struck(row, row.marks):
                yield self._struck(row)
                return
            yield from self._problems(row, row.marks)
            row = self._without_struck(row, row.marks)
            row = self._with_pictures(row, row.marks or Marks(), beside)
        if row.filled():
            yield CellRow(self.grid, row._replace(beside=beside) if beside else row)

    def _title(self, row: GridRow) -> Beside | None:
        filled = row.filled()
        named = len(filled) == 1 and bool(self.header.names)
        title = title_of(text_of(row.cells[filled[0]])) if named else None
        return Beside(title, row.number, filled[0]) if title is not None else None

    def _repeats_header(self, row: GridRow, filled: Sequence[int]) -> bool:
        """Whether a row says the header again, as on each page of a printed list."""
        names = self.header.names
        if len(filled) != len(names) or not all(
            index in names and names[index].text == " ".join(text_of(row.cells[index]).split())
            for index in filled
        ):
            return False
        return bool(names) and all(name.row == self.header.first for name in names.values())

    # ---------------------------------------------------------------- what is said against a row

    def _is_struck(self, row: GridRow, marks: Marks) -> bool:
        filled = row.filled()
        return bool(filled) and 2 * sum(index in marks.struck for index in filled) > len(filled)

    def _struck(self, row: GridRow) -> Problem:
        return row_problem(
            self.grid.origin(row.number, row.filled()[0]),
            kind="withdrawn",
            value=_joined(row),
            expected="a row that still holds",
            advice="it is struck through and gives no offer; take the line through it away if the offer stands",
        )

    def _problems(self, row: GridRow, marks: Marks) -> Iterator[Problem]:
        """Cells of the row that cannot be taken as they stand."""
        if (wide := marks.wide) is not None:
            yield Problem(
                kind=wide.kind,
                origin=self.grid.origin(row.number, wide.column),
                value=wide.value[:200],
                expected=wide.expected,
                advice=wide.advice,
                severity="error" if wide.kind == "unreadable_row" else "warning",
            )
        struck = {
            index: text_of(row.cells[index])
            for index in marks.struck
            if index < len(row.cells) and not is_empty(row.cells[index])
        }
        for index, text in sorted({**struck, **marks.struck_parts}.items()):
            if text:
                yield self._cell_problem(
                    row.number,
                    index,
                    text,
                    "a value that still holds",
                    "it is struck through and left out; take the line through it away if it holds",
                    withdrawn=True,
                )
        for index, text in marks.hidden_parts.items():
            expected = "text that the document shows"
            advice = "it is formatted as hidden and left out; show it in the file if it holds"
            yield self._cell_problem(row.number, index, text, expected, advice)
        for index, text in marks.unread.items():
            if text.startswith("="):
                expected = "a formula with its result stored beside it"
                advice = "open the file in a spreadsheet program, save it there, and load it again"
            else:
                expected, advice = "a value", "mend the formula in the file"
            yield self._cell_problem(row.number, index, text, expected, advice)

    def _cell_problem(
        self, number: int, index: int, value: str, expected: str, advice: str, *, withdrawn: bool = False
    ) -> Problem:
        return Problem(
            kind="withdrawn" if withdrawn else "bad_value",
            origin=self.grid.origin(number, index),
            value=value[:200],
            expected=expected,
            advice=advice,
        )

    def _without_struck(self, row: GridRow, marks: Marks) -> GridRow:
        if not marks.struck:
            return row
        cells: list[CellValue] = [
            None if index in marks.struck else value for index, value in enumerate(row.cells)
        ]
        return row._replace(cells=cells)

    # ---------------------------------------------------------------- pictures

    def _takes(self, row: GridRow, index: int) -> bool:
        """Whether a picture's own cell can hold it: it is empty, in a column with a name."""
        return index in self.header.names and (index >= len(row.cells) or is_empty(row.cells[index]))

    def _with_pictures(self, row: GridRow, marks: Marks, beside: dict[str, Beside]) -> GridRow:
        if not marks.pictures or not row.filled():
            return row
        cells = list(row.cells)
        for index, name in marks.pictures[:_MOST_PICTURES]:
            if self._takes(row._replace(cells=cells), index):
                cells.extend([None] * (index + 1 - len(cells)))
                cells[index] = PictureName(name)
            else:
                key = self.picture_key
                count = 1
                while key in beside:
                    count += 1
                    key = f"{self.picture_key} ({count})"
                self.grid.set_beside(key)
                beside[key] = Beside(PictureName(name), row.number, index)
        return row._replace(cells=cells)

    def _left_out(self, row: GridRow) -> Problem:
        return row_problem(
            self.grid.origin(row.number, row.filled()[0]),
            kind="unreadable_row",
            value=_joined(row),
            expected="a row of values",
            advice="it was taken for a title or a note; if it is an offer, fill in its other cells",
        )


def _joined(row: GridRow) -> str:
    return " ".join(" ".join(text_of(row.cells[index]).split()) for index in row.filled())
