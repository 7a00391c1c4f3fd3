"""Rows read from a page, looked at together: what differs from its column's other cells is handed on with a doubt."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from itertools import combinations, pairwise
from typing import TypeVar

from dragoman.formats.pdf_page import Page
from dragoman.formats.pdf_row import PageRow
from dragoman.formats.shapes import shape
from dragoman.model import Origin, Problem
from dragoman.ports import Row, SourceFile

T = TypeVar("T")

_ENOUGH = 12
"""Rows from which on a column's habit means something."""
_FEW = 4
"""Rows of a scan from which on an empty cell is told from one that was passed over."""
_HABIT, _SELDOM = 0.93, 0.04
_UNSURE = 0.90
"""OCR less sure than this of a cell's weakest word asks for a look."""
_STEP = re.compile(r"(?<!\d)(\d{1,7}(?:[.,' ]\d{3})*)(?!\d)")
_NUMBER = re.compile(r"\d[\d.,'\u00a0\u202f ]*\d|\d")


@dataclass(slots=True)
class CheckedCell:
    text: str
    origin: Origin
    confidence: float = 1.0
    number: int | None = None
    """Of its printed column; None for what a title or a footnote says."""


@dataclass(slots=True)
class Checked:
    """A row with its cells by column key, and what is doubtful of them."""

    number: int
    page: Page
    cells: dict[str, CheckedCell]
    origin: Origin
    doubts: list[tuple[str, str]] = field(default_factory=list)
    """Column key and why."""
    struck: dict[str, CheckedCell] = field(default_factory=dict)
    """By column key, what a line goes through."""
    withdrawn: bool = False
    """A line goes through most of its cells."""


def doubts(rows: Sequence[Checked], source: SourceFile, /) -> Iterator[Row | Problem]:
    """Each row, and after it a Problem for each of its cells that is doubtful or struck through; a Problem for a row that
    is struck through."""
    every, rows = rows, [row for row in rows if not row.withdrawn]
    known = frozenset(key for row in rows for key in row.cells)
    keys = sorted(
        {(cell.number, key) for row in rows for key, cell in row.cells.items() if cell.number is not None}
    )
    columns = {key: _Column.of(key, rows) for _, key in keys}
    _add_sums(rows, columns)
    _add_steps(rows, columns)
    for row in every:
        if row.withdrawn:
            yield _withdrawn(row)
            continue
        yield PageRow(
            row.number,
            {key: cell.text for key, cell in row.cells.items()},
            {key: cell.origin for key, cell in row.cells.items()},
            row.origin,
            known,
        )
        yield from _problems(row, columns, source)
        yield from map(_struck, row.struck.values())


def _withdrawn(row: Checked) -> Problem:
    return Problem(
        kind="withdrawn",
        origin=row.origin,
        value=" ".join(cell.text for cell in (row.struck | row.cells).values())[:200],
        expected="a row that still holds",
        advice="it is struck through and gives no offer; if it stands, ask the supplier for a list without the line",
        severity="error",
    )


def _struck(cell: CheckedCell) -> Problem:
    return Problem(
        kind="withdrawn",
        origin=cell.origin,
        value=cell.text[:200],
        expected="a value that still holds",
        advice="it is struck through and left out; if it holds, correct the offer",
    )


@dataclass(frozen=True, slots=True)
class _Column:
    """What the cells of a column have in common."""

    key: str
    rows: int
    """Of the table."""
    seldom_empty: bool
    """Whether (nearly) every row fills it."""
    shape: str | None
    """Of nearly all of its cells."""
    decimals: int | None
    """Digits after the decimal mark of nearly all of its numbers."""
    pattern: str | None
    """Of nearly all of its codes: "A-9999"."""
    comma: bool
    """Whether its decimal mark is a comma."""
    signs: frozenset[str]
    """What else than letters and figures more than a stray cell holds."""

    @classmethod
    def of(cls, key: str, rows: Sequence[Checked]) -> _Column:
        texts = [row.cells[key].text for row in rows if key in row.cells]
        comma = _decimal_comma(texts)
        enough = len(texts) >= _ENOUGH
        shapes = Counter(shape(text) for text in texts)
        usual = _habit(shapes, len(texts)) if enough else None
        decimals: int | None = None
        if usual == "number":
            decimals = _habit(Counter(_decimals(text, comma=comma) for text in texts), len(texts))
        pattern = _habit(Counter(_pattern(text) for text in texts), len(texts)) if enough else None
        return cls(
            key=key,
            rows=len(rows),
            seldom_empty=len(rows) >= _FEW and len(rows) - len(texts) <= max(1.0, _SELDOM * len(rows)),
            shape=usual,
            decimals=decimals,
            pattern=pattern if pattern is not None and usual == "code" else None,
            comma=comma,
            signs=_signs(texts),
        )


def _signs(texts: Sequence[str]) -> frozenset[str]:
    """Signs that are in at least two cells, and in more than one of a hundred."""
    held = Counter(char for text in texts for char in set(text) if not char.isalnum())
    return frozenset(sign for sign, count in held.items() if count > max(1.0, 0.01 * len(texts)))


def _habit(counts: Counter[T], total: int) -> T | None:
    if not counts:
        return None
    value, count = counts.most_common(1)[0]
    return value if count >= _HABIT * total else None


def _pattern(text: str) -> str:
    return re.sub(r"\d", "9", re.sub(r"[^\W\d_]", "A", text))


def _decimal_comma(texts: Sequence[str]) -> bool:
    commas = sum(bool(re.search(r"\d,\d{1,2}(?!\d)", text)) for text in texts)
    points = sum(bool(re.search(r"\d\.\d{1,2}(?!\d)", text)) for text in texts)
    return commas > points


def _decimals(text: str, *, comma: bool) -> int:
    found = _NUMBER.search(text)
    mark = "," if comma else "."
    return len(found.group().rpartition(mark)[2]) if found is not None and mark in found.group() else 0


def _value(text: str, *, comma: bool) -> Decimal | None:
    found = _NUMBER.search(text)
    if found is None:
        return None
    plain = re.sub(r"['\u00a0\u202f ]", "", found.group())
    plain = plain.replace(".", "").replace(",", ".") if comma else plain.replace(",", "")
    try:
        return Decimal(plain)
    except InvalidOperation:
        return None


# --------------------------------------------------------------------------- between the cells of a row


def _add_sums(rows: Sequence[Checked], columns: Mapping[str, _Column]) -> None:
    """Where one column is the product of two others in nearly all rows, it should be in all."""
    numeric = [column for column in columns.values() if column.shape in ("number", "range")]
    if len(rows) < _ENOUGH or not 3 <= len(numeric) <= 8:
        return
    values = {column.key: _values(rows, column) for column in numeric}
    for one, other in combinations(numeric, 2):
        if any(set(values[side.key]) <= {None, Decimal(1)} for side in (one, other)):
            continue
        for total in numeric:
            if total.key not in (one.key, other.key):
                fits = [
                    _fits(*each) for each in zip(*(values[c.key] for c in (one, other, total)), strict=True)
                ]
                _add_misfits(
                    rows, fits, total.key, f"it is not {one.key!r} times {other.key!r}, as in other rows"
                )


def _values(rows: Sequence[Checked], column: _Column) -> list[Decimal | None]:
    return [
        _value(row.cells[column.key].text, comma=column.comma) if column.key in row.cells else None
        for row in rows
    ]


def _fits(one: Decimal | None, other: Decimal | None, total: Decimal | None) -> bool | None:
    """Whether the product is right, to rounding; None where a number is missing."""
    if one is None or other is None or total is None:
        return None
    return abs(one * other - total) <= abs(total) / 500


def _add_misfits(rows: Sequence[Checked], fits: Sequence[bool | None], key: str, why: str) -> None:
    told = [fit for fit in fits if fit is not None]
    if len(told) < _ENOUGH or sum(told) < _HABIT * len(told):
        return
    for row, fit in zip(rows, fits, strict=True):
        if fit is False:
            row.doubts.append((key, why))


def _add_steps(rows: Sequence[Checked], columns: Mapping[str, _Column]) -> None:
    """Prices of rising quantities fall or stay."""
    steps: list[tuple[Decimal, str]] = []
    for column in columns.values():
        found = _STEP.search(column.key)
        if found is not None and column.shape == "number":
            steps.append((Decimal(re.sub(r"\D", "", found.group(1))), column.key))
    if len(steps) < 2 or any(low >= high for (low, _), (high, _) in pairwise(steps)):
        return
    fallen = [_rising(row, steps, columns) for row in rows]
    if sum(one is None for one in fallen) < _HABIT * len(rows):
        return
    for row, key in zip(rows, fallen, strict=True):
        if key is not None:
            row.doubts.append((key, "a price for more pieces is higher than the one for fewer"))


def _rising(row: Checked, steps: Sequence[tuple[Decimal, str]], columns: Mapping[str, _Column]) -> str | None:
    last: Decimal | None = None
    for _, key in steps:
        value = _value(row.cells[key].text, comma=columns[key].comma) if key in row.cells else None
        if value is not None and last is not None and value > last:
            return key
        last = value if value is not None else last
    return None


# ----------------------------------------------------------------------------------------- problems


def _problems(row: Checked, columns: Mapping[str, _Column], source: SourceFile) -> Iterator[Problem]:
    told: set[str] = set()
    for key, why in [*row.doubts, *_odd(row, columns)]:
        if key in told:
            continue
        told.add(key)
        cell = row.cells.get(key)
        yield Problem(
            kind="doubtful_value",
            origin=cell.origin if cell is not None else row.origin,
            value=cell.text[:200] if cell is not None else "",
            expected=f"a cell of column {key!r} that is surely read right",
            advice=f"{why}; compare it with page {row.page.number} of {source.name} and correct the offer if it differs",
            column=key,
        )


def _odd(row: Checked, columns: Mapping[str, _Column]) -> Iterator[tuple[str, str]]:
    for key, column in columns.items():
        cell = row.cells.get(key)
        if cell is None:
            if column.seldom_empty and (column.rows >= _ENOUGH or row.page.read):
                yield key, "the cell is empty, and nearly every other row fills it"
            continue
        if cell.confidence < _UNSURE:
            yield key, f"the scan is read with a sureness of {cell.confidence:.0%}"
        kind = shape(cell.text)
        if column.shape == "number" and kind not in ("number", "range", "words"):
            yield key, "the column's other cells are numbers"
        elif (
            column.decimals is not None
            and kind == "number"
            and _decimals(cell.text, comma=column.comma) != column.decimals
        ):
            yield key, f"the column's other numbers have {column.decimals} digits after the decimal mark"
        elif column.pattern is not None and _pattern(cell.text) != column.pattern:
            yield key, f"the column's other codes look like {column.pattern!r}"
        elif row.page.read and column.shape == "number" and (stray := _stray(cell.text, column)):
            yield key, f"the column's other cells have no {stray!r}"


def _stray(text: str, column: _Column) -> str:
    """A sign that hardly another cell of the column has; "" where there is none."""
    return next(
        (char for char in text if not (char.isalnum() or char.isspace()) and char not in column.signs), ""
    )
