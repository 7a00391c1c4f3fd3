"""Which rows of a sheet are the header: told by content, in any language.

A header row is of words, is about as wide as the rows below, and the rows below hold other kinds of
things in the same columns (numbers, codes). Words that head columns in the nine languages add to that.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dragoman.formats.cells import letters, text_of
from dragoman.formats.header_words import is_header_word
from dragoman.formats.rows import GridRow
from dragoman.formats.shapes import Shape, shape
from dragoman.ports import CellValue
from dragoman.vocabulary.unit_texts import is_unit, says_no_unit

_LOOK_AT = 60
"""Rows among which the header is looked for."""
_BELOW = 20
_MAX_HEADER_ROWS = 3
_UNIT_CHARS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """Cells merged into one; all inclusive, rows 1-based, columns 0-based."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderRequest:
    """The filled rows of a sheet's beginning, and what is known about them."""

    rows: Sequence[GridRow]
    merged: Sequence[Merged] = ()
    wanted: int | None = None
    """Number of the row that the user says is the header; 0: there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A column's name and the row where its last part stands."""

    text: str
    row: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The header's rows, and the column names by 0-based index."""

    first: int
    last: int
    """0 and 0 where the sheet has no header."""
    names: Mapping[int, Name]

    def show(self) -> str:
        """For a person: "row 5", "rows 5-6", "none"."""
        if not self.names:
            return f"none; columns are called {letters(0)}, {letters(1)}, ..."
        return f"row {self.first}" if self.first == self.last else f"rows {self.first}-{self.last}"


_NO_HEADER = Header(first=0, last=0, names={})


def find_header(request: HeaderRequest, /) -> Header | None:
    """The header; one without names where there is none; None where the wanted row is not there."""
    rows = request.rows
    if request.wanted is not None:
        if request.wanted < 1:
            return _NO_HEADER
        at = next((i for i, row in enumerate(rows) if row.number == request.wanted), None)
        return (
            None
            if at is None
            else _joined(rows, at, _end(rows, at, request.merged, alone=True), request.merged)
        )
    at = _best(rows)
    if at is None:
        return _NO_HEADER
    end = _end(rows, at, request.merged)
    return _joined(rows, _start(rows, at, request.merged), end, request.merged)


# ------------------------------------------------------------------------------ the row of names


def _best(rows: Sequence[GridRow]) -> int | None:
    """Index of the likeliest header row among the first."""
    scored = [(score, -i) for i in range(min(_LOOK_AT, len(rows))) if (score := _score(rows, i)) is not None]
    if not scored:
        return None
    return -max(scored)[1]


def _score(rows: Sequence[GridRow], at: int) -> float | None:
    """How much a row looks like the header of those below; None where it cannot be."""
    row = rows[at]
    filled = row.filled()
    shapes = {index: shape(row.cells[index]) for index in filled}
    known = sum(is_header_word(text_of(row.cells[index])) for index in filled)
    if not _possible(row, filled, shapes, known):
        return None
    below = [other for other in rows[at + 1 : at + 1 + _BELOW] if len(other.filled()) > 1 or len(filled) == 1]
    if not below:
        return known * 2.0 if known * 2 > len(filled) else None
    width = max(Counter(len(other.filled()) for other in below).most_common(1)[0][0], 1)
    if len(filled) * 2 < width:
        return None
    return _likeness(row, shapes, known, below, first=at == 0, covered=min(len(filled) / width, 1.0))


def _likeness(
    row: GridRow,
    shapes: Mapping[int, Shape],
    known: int,
    below: Sequence[GridRow],
    *,
    first: bool,
    covered: float,
) -> float | None:
    usual = {index: _commonest(below, index) for index in shapes}
    words = sum(kind in ("words", "mixed") for kind in shapes.values())
    values = [
        index
        for index, kind in shapes.items()
        if kind == "number" or (kind == "code" and usual[index] == "code")
    ]
    if _are_steps([text_of(row.cells[index]) for index in values]):
        values = []
    values = [index for index in values if not _is_damaged(row.cells[index], index, below)]
    like_below = any(usual[index] == shapes[index] for index in values)
    if len(values) > words + known or (like_below and known * 2 <= len(shapes)):
        return None
    contrast = sum(_differs(shapes[index], usual[index]) for index in shapes)
    plain = first and not values and "mixed" not in shapes.values()
    if known + contrast == 0 and not plain:
        return None
    return known * 2.0 + contrast * 1.5 + words * 0.2 - len(values) * 1.5 + covered * 2.0


def _differs(name: Shape, usual: Shape) -> bool:
    """Whether a cell may be the name of a column of values: words over numbers or codes, "price1" over numbers."""
    if name == "words":
        return usual in ("number", "code", "range")
    return name in ("code", "mixed") and usual == "number"


def _is_damaged(value: CellValue, index: int, below: Sequence[GridRow]) -> bool:
    """Whether a cell is a date over a column that has none: a spreadsheet made it of a name such as "1-9"."""
    return isinstance(value, date) and not any(
        index < len(row.cells) and isinstance(row.cells[index], date) for row in below
    )


def _are_steps(texts: Sequence[str]) -> bool:
    """Whether numbers are the quantities that tiers begin at: 100, 500, 1000."""
    if len(texts) < 2 or not all(text.isdecimal() and len(text) < 8 for text in texts):
        return False
    steps = [int(text) for text in texts]
    return steps == sorted(set(steps))


def _commonest(below: Sequence[GridRow], index: int) -> Shape:
    """The kind of thing that a column mostly holds."""
    counts = Counter(shape(row.cells[index]) for row in below if index < len(row.cells))
    del counts["empty"]
    return counts.most_common(1)[0][0] if counts else "empty"


def _possible(row: GridRow, filled: Sequence[int], shapes: Mapping[int, Shape], known: int) -> bool:
    texts = [text_of(row.cells[index]).strip().casefold() for index in filled]
    if "prose" in shapes.values() or not any(kind in ("words", "mixed", "code") for kind in shapes.values()):
        return False
    repeated = len(texts) - len(set(texts))
    return repeated * 2 <= len(texts) or known > 0


# -------------------------------------------------------------------------- more than one row


def _end(rows: Sequence[GridRow], at: int, merged: Sequence[Merged], *, alone: bool = False) -> int:
    """Index of the last header row, from the row of names down.

    `alone`: the user named this row, so only what cannot be read without it (parts of groups, units) follows.
    """
    end = at
    while end + 1 < len(rows) and end - at + 1 < _MAX_HEADER_ROWS:
        if not _continues(rows, at, end, merged, alone=alone):
            return end
        end += 1
    return end


def _continues(rows: Sequence[GridRow], at: int, end: int, merged: Sequence[Merged], *, alone: bool) -> bool:
    upper, lower = rows[end], rows[end + 1]
    if lower.number <= upper.number + 2 and _is_row_of_units(
        lower, upper.filled(), rows[end + 2 : end + 2 + _BELOW]
    ):
        return True
    if lower.number != upper.number + 1:
        return False
    if any(
        m.top <= upper.number < m.bottom and m.bottom <= rows[at].number + 2
        for m in merged
        if m.top >= rows[at].number
    ):
        return True
    names, parts = upper.filled(), lower.filled()
    shapes = {index: shape(lower.cells[index]) for index in parts}
    if "prose" in shapes.values():
        return False
    return (
        _splits_groups(names, parts, rows[end + 2 : end + 12])
        or _are_units(lower, parts, names)
        or (not alone and end + 2 < len(rows) and _says_it_again(lower, parts, shapes, names))
    )


def _splits_groups(names: Sequence[int], parts: Sequence[int], below: Sequence[GridRow]) -> bool:
    """Sub-headings fill what the row above leaves empty, and leave empty what is filled there and below."""
    groups = [index for index in parts if index not in names]
    if not groups or len(below) < 1:
        return False
    free = [index for index in names if index not in parts]
    if not free:
        return False
    used = sum(1 for index in free if any(index < len(row.cells) and index in row.filled() for row in below))
    inside = all(any(name < index for name in names) for index in groups)
    return inside and used * 2 >= len(free)


def _are_units(lower: GridRow, parts: Sequence[int], names: Sequence[int]) -> bool:
    """Units or currencies in brackets under the names: "(mm)", "[USD]"."""
    texts = [text_of(lower.cells[index]).strip() for index in parts]
    return (
        bool(texts)
        and set(parts) <= set(names)
        and all(
            len(text) <= _UNIT_CHARS and text[0] in "([（［" and text[-1] in ")]）］"
            for text in texts
            if text
        )
    )


def _is_row_of_units(lower: GridRow, names: Sequence[int], below: Sequence[GridRow]) -> bool:
    """Units under the names, and under most of these the values that they are of: "mm", "kg", "USD/pc"."""
    parts = lower.filled()
    texts = {index: text_of(lower.cells[index]).strip() for index in parts}
    units = [index for index, text in texts.items() if is_unit(text)]
    if not units or len(units) >= len(names) or not set(parts) <= set(names):
        return False
    if any(index not in units and not says_no_unit(text) for index, text in texts.items()):
        return False
    valued = sum(_commonest(below, index) in ("number", "range", "mixed") for index in units)
    return valued * 2 > len(units)


def _says_it_again(
    lower: GridRow, parts: Sequence[int], shapes: Mapping[int, Shape], names: Sequence[int]
) -> bool:
    """The same names in a second language."""
    if any(kind not in ("words", "mixed") for kind in shapes.values()):
        return False
    texts = {text_of(lower.cells[index]) for index in parts}
    known = sum(is_header_word(text) for text in texts)
    return (
        known >= 2
        and known * 3 >= len(parts) * 2
        and len(texts) == len(parts)
        and len(parts) * 5 >= len(names) * 4
    )


def _start(rows: Sequence[GridRow], at: int, merged: Sequence[Merged]) -> int:
    """Index of the first header row: a row of group names may stand above the row of names."""
    if at == 0 or rows[at - 1].number != rows[at].number - 1:
        return at
    upper, names = rows[at - 1], rows[at].filled()
    groups = upper.filled()
    wide = [m for m in merged if m.top <= upper.number <= m.bottom and m.right > m.left and m.left in groups]
    if wide:
        inner = all(m.right - m.left + 1 < len(names) for m in wide)
        return at - 1 if inner and len(groups) >= len(wide) and groups[0] >= names[0] else at
    spread = [index for index in groups if index in names and index + 1 in names and index + 1 not in groups]
    if groups and len(spread) == len(groups) and groups[0] > names[0] and len(names) > 2:
        return at - 1
    return at


def _joined(rows: Sequence[GridRow], start: int, end: int, merged: Sequence[Merged]) -> Header:
    """Column names from the header's rows, a group's name before each of its parts."""
    span = rows[start : end + 1]
    texts = [_spread(span, level, merged) for level in range(len(span))]
    names: dict[int, Name] = {}
    for index in sorted({index for level in texts for index in level}):
        parts: list[str] = []
        row = span[0].number
        for level, line in zip(texts, span, strict=True):
            text = level.get(index)
            if text and text not in parts:
                parts.append(text)
                row = line.number
        names[index] = Name(text=" ".join(parts), row=row)
    return Header(first=span[0].number, last=span[-1].number, names=names)


def _spread(span: Sequence[GridRow], level: int, merged: Sequence[Merged]) -> dict[int, str]:
    """The texts of one header row, a group's text repeated over the columns it covers."""
    row = span[level]
    texts = {index: " ".join(text_of(row.cells[index]).split()) for index in row.filled()}
    spread = dict(texts)
    covering = {m.left: m.right for m in merged if m.top <= row.number <= m.bottom and m.right > m.left}
    if covering:
        for left, right in covering.items():
            for index in range(left, min(right, left + 500) + 1):
                if left in texts:
                    spread.setdefault(index, texts[left])
        return spread
    return spread if level + 1 >= len(span) else _spread_by_parts(texts, span[level + 1])


def _spread_by_parts(texts: Mapping[int, str], lower: GridRow) -> dict[int, str]:
    """Without merged cells: over the empty columns to the right whose parts are of the same kind."""
    parts = {index: shape(lower.cells[index]) for index in lower.filled()}
    spread = dict(texts)
    for left, text in texts.items():
        index = left + 1
        while left in parts and index in parts and index not in texts and parts[index] == parts[left]:
            spread[index] = text
            index += 1
    return spread
