"""One cell of a row with what its column means: the place where values get their Origin and problems are named."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar

from dragoman.model import Problem, ProblemKind, Quantity, Sourced
from dragoman.normalise.mapping.roles import ColumnRole, TableMapping
from dragoman.normalise.quantities.dates import is_date_alone
from dragoman.normalise.quantities.found import Found
from dragoman.normalise.quantities.marks import bare_number, bare_text
from dragoman.normalise.quantities.numbers import NUMBER, mark_doubt
from dragoman.ports import CellValue, Row
from dragoman.vocabulary.field_names import Field
from dragoman.vocabulary.folding import fold_keeping_places
from dragoman.vocabulary.unit_codes import CodedUnit, comparable, unit_of_code

T = TypeVar("T")
ITEM = re.compile(r"^(.*\[\d+\])")
"""The item that a nested key is of: "prices[1]" of "prices[1].amount"."""
_LONGEST = 200
_EXACT = 2**53
_MADE_A_DATE = (
    "if a spreadsheet made a date of what was typed, such as 10-20, format the cell as text and type it anew; "
    "the offer is in without this value"
)


@dataclass(slots=True, kw_only=True, eq=False)
class Cell:
    """A filled cell. Not frozen: there are a dozen in each row, and a frozen one takes four times as long to make."""

    row: Row
    key: str
    """As the row names it, positions included: "images[0]"."""
    role: ColumnRole
    value: CellValue
    text: str
    """As the supplier wrote it, outer spaces cut, and marks of footnotes."""
    written: str = ""
    """With the marks, where there were any."""
    footnotes: str = ""
    """What the marks stand for: "* on full pallets only"."""

    @property
    def number(self) -> Decimal | None:
        """The value where the file itself types it as a number: no text to misread."""
        if isinstance(self.value, str | bool):  # the first of them by far the commonest
            return None
        if isinstance(self.value, Decimal):
            return self.value if self.value.is_finite() else None
        if isinstance(self.value, int):
            return Decimal(self.value)
        if isinstance(self.value, float):
            if self.value.is_integer() and abs(self.value) < _EXACT:
                return Decimal(int(self.value))
            number = Decimal(repr(self.value))
            return number if number.is_finite() else None
        return None

    @property
    def unit(self) -> CodedUnit | None:
        """Of the unit that stands beside the value, where it is understood."""
        shown = self.row.unit_shown(self.key)
        return unit_of_code(shown) if shown is not None else None

    def counted(self, number: Decimal, /) -> Quantity:
        """A number in the unit beside it, else in that of its column, else in pieces."""
        unit = self.unit
        if unit is None or not comparable(unit.unit):
            return Quantity(value=number, unit=self.role.unit or "piece")
        return Quantity(value=number * unit.times, unit=unit.unit)

    @property
    def day(self) -> date | None:
        """The value where the file types it as a date."""
        if isinstance(self.value, datetime):
            return self.value.date()
        return self.value if isinstance(self.value, date) else None

    def mark_doubt(self, mapping: TableMapping, /) -> tuple[float, str]:
        """(confidence, note) of a number read with a decimal mark that only the table's language suggests."""
        if not mapping.decimal_guessed or mapping.decimal is None:
            return 1.0, ""
        written = re.findall(NUMBER, fold_keeping_places(self.text)[0])
        doubts = (mark_doubt(number, mapping.decimal) for number in written)
        return next((one for one in doubts if one[0] < 1), (1.0, ""))

    def sourced(self, value: T, /, *, confidence: float = 1.0, note: str = "") -> Sourced[T]:
        """A value with this cell as its Origin; a doubtful column makes it doubtful too."""
        column = self.role.confidence
        if column < 0.6:
            confidence = min(confidence, column)
            note = "; ".join(part for part in (note, f"the column is a guess: {self.role.why}") if part)
        if self.footnotes:
            note = "; ".join(part for part in (note, self.footnotes) if part)
        return Sourced(
            value=value,
            origin=self.row.cell(self.key),
            raw=self.written or self.text,
            confidence=confidence,
            note=note,
        )

    def found(self, found: Found[T], /) -> Sourced[T]:
        return self.sourced(found.value, confidence=found.confidence, note=found.note)

    def problem(self, kind: ProblemKind, expected: str, advice: str, /) -> Problem:
        """What is wrong with this cell; the offer goes in without the value."""
        return Problem(
            kind=kind,
            origin=self.row.cell(self.key),
            value=(self.written or self.text)[:_LONGEST],
            expected=expected,
            advice=_MADE_A_DATE if kind != "bad_date" and is_date_alone(self.text) else advice,
            field_name=self.role.field,
        )


@dataclass(slots=True, kw_only=True, eq=False)
class Cells:
    """A row's filled cells, by the field they are for."""

    row: Row
    mapping: TableMapping
    by_field: dict[Field, list[Cell]]

    def first(self, field: Field, /) -> Cell | None:
        found = self.by_field.get(field)
        return found[0] if found else None

    def named(self, *keys: str) -> Cell | None:
        """The first filled cell of one of these keys, whatever it is for."""
        return next((one for cells in self.by_field.values() for one in cells if one.key in keys), None)

    def all(self, field: Field, /) -> list[Cell]:
        return self.by_field.get(field, [])


def cells_of(row: Row, mapping: TableMapping, /) -> Cells:
    """Sort a row's cells by field."""
    by_field: dict[Field, list[Cell]] = {}
    footnotes = mapping.footnotes
    for key, value in row.values.items():
        text = row.text(key).strip()
        if not text:
            continue
        role = mapping.role(key)
        cell = Cell(row=row, key=key, role=role, value=value, text=text)
        if type(value) is str and (role.field in _COUNTED or (footnotes and role.field in _NAMED)):
            _take_off_marks(cell, footnotes)
        there = by_field.get(role.field)
        if there is None:
            by_field[role.field] = [cell]
        else:
            there.append(cell)
    return Cells(row=row, mapping=mapping, by_field=by_field)


_COUNTED: frozenset[Field] = frozenset({"price", "price_high", "moq", "tier_quantity", "pack"})
_NAMED: frozenset[Field] = frozenset({"title", "external_id", "mpn", "brand", "lead_time"})


def _take_off_marks(cell: Cell, footnotes: Mapping[str, str]) -> None:
    """Take the marks of footnotes off a cell; what they stand for is kept beside its value."""
    known = frozenset(footnotes)
    bare = bare_number(cell.text, known) if cell.role.field in _COUNTED else bare_text(cell.text, known)
    if bare.text == cell.text or not bare.text:
        return
    cell.written, cell.text = cell.text, bare.text
    cell.footnotes = "; ".join(f"{mark} {footnotes[mark]}" for mark in bare.marks if mark in footnotes)


def own_item(cell: Cell, beside: list[Cell], /) -> list[Cell]:
    """Of cells beside a nested price, those of its own item where there are any."""
    if not beside:
        return beside
    item = ITEM.match(cell.key)
    if item is None:
        return beside
    return [one for one in beside if one.key.startswith(item.group(1))] or beside
