"""A comparison in short English words: for the command line, CSV and workbooks."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping

from dragoman.compare.asks import letter
from dragoman.compare.side_by_side import Cell, Comparison, CostKey, FactKey, Row, UnitCost
from dragoman.faces.export import safe_cell
from dragoman.faces.wire.words import number_text, quantity_text, value_text
from dragoman.model import UnitPrice
from dragoman.trade import landed_words, words
from dragoman.trade.interval import Interval

LABELS: Mapping[CostKey | FactKey, str] = {
    "unit_cost": "At your door, per unit",
    "unit_cost_after_recovery": "The same without recoverable tax",
    "total": "Order at your door",
    "goods": "Goods",
    "carriage": "Carriage and handling that you pay",
    "duties": "Duties",
    "taxes": "Taxes and fees",
    "unit_price": "Supplier's price per unit",
    "prices": "Price as written",
    "ordered": "Ordered",
    "moq": "Minimum order",
    "pack": "Packing",
    "delivery": "Incoterm",
    "lead_time": "Lead time",
    "valid_until": "Valid until",
    "made_in": "Made in",
    "hs_code": "HS code",
    "weight": "Weight",
    "certificates": "Certificate",
    "material": "Material",
    "colour": "Colour",
    "brand": "Brand",
    "gtin": "GTIN",
    "mpn": "Manufacturer's number",
}


def letters(position: int, /) -> str:
    """What an offer is called in a comparison: A to H."""
    return chr(ord("A") + position)


def row_name(row: Row, /) -> str:
    """Of a cost or field its English name, of an attribute the suppliers' own."""
    return (
        next((label for key, label in LABELS.items() if key == row.key), row.key)
        if row.kind != "attribute"
        else row.key
    )


def cell_text(cell: Cell, /) -> str:
    """ "?" where it is not known, "≥ 3.10 EUR" where it is at least so much."""
    if cell.value is None:
        return "?"
    match cell.value:
        case Interval(low=low, likely=likely) if not cell.complete:
            return landed_words.at_least(words.money(low), words.money(likely))
        case Interval():
            return landed_words.interval(cell.value)
        case UnitCost(low=low, likely=likely) if not cell.complete:
            return landed_words.at_least(_each(low), _each(likely))
        case UnitCost(low=low, likely=likely, high=high):
            span = (
                ""
                if low == high
                else f" ({number_text(low.money.amount)} to {number_text(high.money.amount)})"
            )
            return f"{_each(likely)}{span}"
        case tuple():
            return "; ".join(value_text(one) for one in cell.value)
        case _:
            return value_text(cell.value)


def _each(price: UnitPrice) -> str:
    return f"{number_text(price.money.amount)} {price.money.currency} per {price.per.unit}"


def part_text(part: object, /) -> str:
    """One of a cell's `parts`."""
    return "; ".join(value_text(one) for one in part) if isinstance(part, tuple) else value_text(part)


def letter_of(comparison: Comparison, position: int, /) -> str:
    """The text to an offer's supplier, in English."""
    one = comparison.offers[position]
    quantity = comparison.terms.quantity
    return letter(
        one.asks,
        title=one.offer.title.value,
        number=one.offer.external_id,
        quantity=quantity_text(quantity) if quantity is not None else "the least that you sell",
        country=comparison.terms.destination,
    )


def compare_csv(comparison: Comparison, /) -> Iterator[str]:
    """The lines of a CSV file: one row each cost, term and property, one column an offer and one for where its value
    stands; with a byte order mark, and formulas made harmless."""
    named = [f"Offer {letters(position)}" for position in range(len(comparison.offers))]
    yield "\ufeff" + _line(["", *(cell for name in named for cell in (name, f"{name}: where"))])
    yield _line(
        [
            "Offer",
            *(
                text
                for one in comparison.offers
                for text in (one.offer.title.value, one.offer.title.origin.where())
            ),
        ]
    )
    yield _line(["Supplier", *(text for one in comparison.offers for text in (one.offer.supplier.name, ""))])
    for row in comparison.rows:
        cells = (
            text
            for cell in row.cells
            for text in (cell_text(cell), "; ".join(at.where() for _, at in cell.parts() if at is not None))
        )
        yield _line([row_name(row), *cells])
    for position, name in enumerate(named):
        if text := letter_of(comparison, position):
            yield _line([f"To ask, {name}", text])


def _line(cells: list[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow([safe_cell(cell) for cell in cells])
    return buffer.getvalue()
