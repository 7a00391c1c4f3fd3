"""Single cells -> values of an offer; each function gives the value, or a Problem that says what is wrong."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from dragoman.model import (
    Attribute,
    Country,
    DayRange,
    Delivery,
    Pack,
    Problem,
    Quantity,
    Sourced,
)
from dragoman.normalise.cells import Cell, Cells
from dragoman.normalise.quantities.counts import parse_count
from dragoman.normalise.quantities.dates import is_date_alone, parse_date
from dragoman.normalise.quantities.identifiers import parse_gtin, parse_hs
from dragoman.normalise.quantities.incoterm import parse_incoterm
from dragoman.normalise.quantities.lead_time import DAYS, Unit, parse_lead_time
from dragoman.normalise.quantities.numbers import parse_number
from dragoman.normalise.quantities.packs import parse_pack
from dragoman.normalise.quantities.physical import find_physical, parse_physical
from dragoman.normalise.quantities.places import parse_country
from dragoman.normalise.quantities.terms import parse_certificates, parse_colour, parse_material
from dragoman.ports import PictureName
from dragoman.vocabulary.places import country_of_place
from dragoman.vocabulary.unit_codes import PACKING_UNITS, comparable, unit_of_code
from dragoman.vocabulary.units import PHYSICAL, is_counting, unit_named

_LONGEST_TEXT = 20_000
_LONGEST_NAME = 300
_NOTHING = re.compile(r"(?:-+|–|—|n/?a|n\.a\.|null|none|无|/)", re.IGNORECASE)
_LONGEST_NOTHING = 4
"""Characters of what says nothing, but for a row of dashes."""
_MOST_COUNT = Decimal(10) ** 9
_CHECKED = 0.5
_SCIENTIFIC = re.compile(r"\de[+-]?\d", re.IGNORECASE)
_URL = re.compile(r"https?://\S{3,2000}$", re.IGNORECASE)
_UNITS: dict[str, Unit] = {name: name for name in DAYS}


def is_nothing(cell: Cell, /) -> bool:
    """Whether a cell says that it says nothing: "-", "n/a"."""
    written = cell.text
    if len(written) > _LONGEST_NOTHING and written[0] != "-":
        return False
    return _NOTHING.fullmatch(written) is not None


def text(cell: Cell | None, /, *, longest: int = _LONGEST_NAME) -> Sourced[str] | None:
    """Free text, spaces tidied, cut at `longest`."""
    if cell is None or is_nothing(cell):
        return None
    words = " ".join(cell.text[: longest + 1].split()) if longest <= _LONGEST_NAME else cell.text
    return cell.sourced(words[:longest])


def mpn(cell: Cell | None, /) -> Sourced[str] | Problem | None:
    """The maker's part number; a Problem where a spreadsheet made a date of it."""
    found = text(cell)
    if found is None or cell is None or not is_date_alone(cell.text):
        return found
    if cell.day is None and not cell.text[-4:].isdecimal() and not cell.text[:4].isdecimal():
        note = "it may be a date that a spreadsheet made of it"
        return cell.sourced(found.value, confidence=_CHECKED, note=note)  # "3-May" can be a number as well
    return cell.problem("bad_identifier", "a part number, not a date", "correct the number in the file")


def description(cells: list[Cell], /) -> Sourced[str] | None:
    """The longest of the descriptions."""
    longest = max(cells, key=lambda cell: len(cell.text), default=None)
    return text(longest, longest=_LONGEST_TEXT)


def gtin(cells: list[Cell], /) -> Sourced[str] | Problem | None:
    """The first GTIN whose check digit fits; without one, a Problem. The cell stays as an attribute then."""
    filled = [cell for cell in cells if not is_nothing(cell)]
    found = [(cell, one) for cell in filled if (one := parse_gtin(cell.text)) is not None]
    if found:
        cell, best = max(found, key=lambda pair: pair[1].confidence)
        if best.confidence >= _CHECKED:
            return cell.found(best)
        return cell.problem(
            "bad_identifier",
            "a GTIN whose check digit fits",
            "one digit is mistyped: compare it with the packaging, correct the file; the number is kept as an attribute",
        )
    if not filled:
        return None
    return filled[0].problem(
        "bad_identifier",
        "a GTIN of 8, 12, 13 or 14 digits",
        "digits are lost: format the column as text before typing or pasting the numbers"
        if _SCIENTIFIC.search(filled[0].text)
        else "correct the number in the file, or map the column to another field",
    )


def hs_code(cell: Cell | None, /) -> Sourced[str] | Problem | None:
    if cell is None or is_nothing(cell):
        return None
    found = parse_hs(cell.text)
    if found is None:
        return cell.problem(
            "bad_identifier",
            "an HS code of 6, 8 or 10 digits, such as 7323.93",
            "correct the code in the file",
        )
    return cell.found(found)


def country(cell: Cell | None, /) -> Sourced[Country] | Problem | None:
    if cell is None or is_nothing(cell):
        return None
    found = parse_country(cell.text)
    if found is None:
        return cell.problem(
            "bad_country", "a country by name or ISO 3166 code", "write the country's name or its two letters"
        )
    return cell.found(found)


def moq(cell: Cell | None, cells: Cells, /) -> Sourced[Quantity] | Problem | None:
    """The minimum order quantity, in the unit of the cell, of the header, else pieces."""
    if cell is None or is_nothing(cell):
        return None
    unit = _unit_beside(cell, cells) or cell.role.unit or "piece"
    if cell.number is not None:
        number = cell.number
        if 0 < number <= _MOST_COUNT:
            beside = cell.unit is not None
            return cell.sourced(cell.counted(number) if beside else Quantity(value=number, unit=unit))
    else:
        found = parse_count(cell.text, default_unit=unit, decimal=cells.mapping.decimal)
        if found is not None and found.value.value <= _MOST_COUNT:
            return cell.found(found)
    return cell.problem(
        "bad_quantity",
        "a minimum order quantity above zero, such as 500 or 20 cartons",
        "correct the quantity in the file",
    )


def _unit_beside(cell: Cell, cells: Cells) -> str | None:
    """The unit of a nested value: {"moq": {"value": 2, "unit": "ctn"}}."""
    parent, dot, _ = cell.key.rpartition(".")
    beside = cells.named(*(f"{parent}.{name}" for name in ("unit", "uom", "unitCode"))) if dot else None
    return unit_named(beside.text) if beside is not None else None


def pack(cell: Cell | None, /) -> Sourced[Pack] | Problem | None:
    """What a packing unit holds. A unit in the column's name is the packing ("Pcs per case") or what is
    in it ("Inhalt Karton (Stk.)")."""
    if cell is None or is_nothing(cell):
        return None
    unit = cell.role.unit or "carton"
    packing, inner = (unit, "piece") if unit in PACKING_UNITS else ("carton", unit)
    coded = cell.row.unit_shown(cell.key)
    if cell.number is not None:
        if coded is not None and cell.number > 0:
            return _coded_pack(cell, cell.number, coded)
        if cell.number > 0:
            packed = Pack(unit=packing, contains=Quantity(value=cell.number, unit=inner))
            return cell.sourced(packed)
    else:
        found = parse_pack(cell.text, unit=packing) if not is_date_alone(cell.text) else None
        if found is not None:
            return cell.found(found)
        if not any(char.isdigit() for char in cell.text):
            return None  # "polybag": a kind of packing, not how much it holds
    return cell.problem(
        "bad_quantity",
        "what a packing unit holds, such as 24 or 24 pcs/ctn",
        "correct the quantity in the file",
    )


def _coded_pack(cell: Cell, number: Decimal, coded: str) -> Sourced[Pack] | None:
    """What "PCE/BOX" says of a number: one box holds so many pieces. None where the units are not understood, or one
    is no packing of the other."""
    inner, _, outer = (unit_of_code(part) for part in coded.rpartition("/"))
    if inner is None or outer is None or outer.unit not in PACKING_UNITS or outer.times != 1:
        return None
    if not comparable(inner.unit) or inner.unit == outer.unit:
        return None
    held = Quantity(value=number * inner.times, unit=inner.unit)
    return cell.sourced(Pack(unit=outer.unit, contains=held))


def weight(cell: Cell | None, cells: Cells, /) -> Sourced[Quantity] | Problem | None:
    if cell is None or is_nothing(cell):
        return None
    beside = cell.unit
    unit = (beside.unit if beside is not None else _unit_beside(cell, cells)) or cell.role.unit
    if cell.number is not None:
        if unit is not None and cell.number > 0:
            return cell.sourced(Quantity(value=cell.number, unit=unit))
        if unit is None and cell.number > 0:
            return cell.sourced(
                Quantity(value=cell.number, unit="kg"), confidence=0.5, note="no unit is given; read as kg"
            )
    else:
        found = parse_physical(cell.text, unit=unit, decimal=cells.mapping.decimal)
        if found is not None:
            doubt = cell.mark_doubt(cells.mapping)
            return cell.sourced(
                found.value, confidence=min(found.confidence, doubt[0]), note=found.note or doubt[1]
            )
    return cell.problem(
        "bad_value",
        "a weight with its unit, such as 350 g",
        "write the unit in the cell or in the column's name",
    )


def lead_time(cell: Cell | None, /) -> Sourced[DayRange] | Problem | None:
    if cell is None or is_nothing(cell):
        return None
    unit = _UNITS.get(cell.role.unit or "", "day")
    beside = cell.row.unit_shown(cell.key)
    coded = cell.unit
    span = f"{cell.text} {coded.symbol if coded is not None else beside}" if beside is not None else cell.text
    found = parse_lead_time(span.removesuffix(".0"), unit=unit) if not is_date_alone(cell.text) else None
    if found is None:
        return cell.problem(
            "bad_lead_time", "a span of time, such as 15 days or 3-4 weeks", "correct the cell in the file"
        )
    return cell.found(found)


def delivery(cells: Cells, /) -> Sourced[Delivery] | Problem | None:
    """The term of the row with its place; else what holds for the whole table."""
    cell, place = cells.first("delivery"), cells.first("delivery_place")
    if cell is None or is_nothing(cell):
        return cells.mapping.delivery
    found = parse_incoterm(cell.text)
    if found is None:
        return cell.problem(
            "bad_delivery",
            "one of the Incoterms 2020 with its place, such as FOB Ningbo",
            "correct the cell in the file",
        )
    term = found.value
    if term.place is None and place is not None and not is_nothing(place):
        named = " ".join(place.text.split())[:80]
        term = Delivery(incoterm=term.incoterm, place=named, country=country_of_place(named))
    return cell.sourced(term, confidence=found.confidence, note=found.note)


def certificates(cells: list[Cell], /) -> tuple[Sourced[str], ...]:
    found: dict[str, Sourced[str]] = {}
    for cell in cells:
        for one in parse_certificates(cell.text):
            found.setdefault(one.value, cell.found(one))
    return tuple(found.values())


def material(cell: Cell | None, /) -> Sourced[str] | None:
    found = parse_material(cell.text) if cell is not None else None
    return cell.found(found) if cell is not None and found is not None else None


def colour(cell: Cell | None, /) -> Sourced[str] | None:
    found = parse_colour(cell.text) if cell is not None else None
    return cell.found(found) if cell is not None and found is not None else None


def valid_until(cell: Cell | None, /) -> Sourced[date] | Problem | None:
    if cell is None or is_nothing(cell):
        return None
    if cell.day is not None:
        return cell.sourced(cell.day)
    found = parse_date(cell.text)
    if found is None:
        return cell.problem("bad_date", "a date, such as 2026-12-31", "write the date as year-month-day")
    return cell.found(found)


def url(cell: Cell | None, /) -> Sourced[str] | None:
    """An address of the web; anything else (javascript:, file:) is not one."""
    if cell is None or _URL.match(cell.text) is None:
        return None
    return cell.sourced(cell.text)


def image(cell: Cell, /) -> Sourced[str] | None:
    """A picture: an address of the web, or the name that a reader gives to one inside the file."""
    if isinstance(cell.value, PictureName):
        return cell.sourced(str(cell.value))
    return url(cell)


def attribute(cell: Cell, cells: Cells, /) -> Attribute:
    """A property under the supplier's name for it, as a quantity where it is one."""
    if (shown := cell.row.unit_shown(cell.key)) is not None:
        return _coded_attribute(cell, cells, shown)
    measured: Quantity | None = None
    unit = cell.role.unit if cell.role.unit in PHYSICAL or is_counting(cell.role.unit or "") else None
    if cell.number is not None:
        if unit is not None and cell.number > 0:
            measured = Quantity(value=cell.number, unit=unit)
    elif len(cell.text) <= 40 and any(char.isdigit() for char in cell.text):
        found = parse_physical(cell.text, unit=unit, decimal=cells.mapping.decimal)
        if found is None and not cell.text.isdecimal():  # a number alone measures nothing
            first = find_physical(cell.text, decimal=cells.mapping.decimal)
            found = first[0] if len(first) == 1 else None
        measured = found.value if found is not None else None
    return Attribute(name=cell.key, value=cell.text[:2000], origin=cell.row.cell(cell.key), quantity=measured)


def _coded_attribute(cell: Cell, cells: Cells, shown: str) -> Attribute:
    """A property with a unit beside its value; the unit joins the text, so that it is read and found."""
    unit = cell.unit
    number = (
        cell.number if cell.number is not None else parse_number(cell.text, decimal=cells.mapping.decimal)
    )
    symbol = unit.symbol if unit is not None and unit.times == 1 else shown
    return Attribute(
        name=cell.key,
        value=f"{cell.text[:2000]} {symbol}".strip(),
        origin=cell.row.cell(cell.key),
        quantity=Quantity(value=number * unit.times, unit=unit.unit)
        if number is not None and unit is not None
        else None,
    )
