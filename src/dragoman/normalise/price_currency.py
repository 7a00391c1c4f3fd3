"""The currency of a price cell that names none, from the nearest place that says it."""

from __future__ import annotations

from collections.abc import Iterator

from dragoman.model import Currency, Problem
from dragoman.normalise.cells import Cell, Cells, own_item
from dragoman.normalise.fields import is_nothing
from dragoman.normalise.mapping.misfits import GIVE_CURRENCY
from dragoman.normalise.quantities.money import currency_of
from dragoman.vocabulary.currencies import CurrencyFound, codes, same_sign


def currency_said(cell: Cell, cells: Cells, /) -> tuple[Currency | None, float, str]:
    """The currency of a cell that names none, from the nearest place that says it: the cell's number format, the
    row's currency column, the column's name, the table. Where two disagree, the nearer one holds, less surely."""
    role = cell.role
    if role.currency is not None and not cells.all("currency") and not cell.row.currency_shown(cell.key):
        return role.currency, role.currency_confidence, role.currency_note  # only the column's name says it
    said = [one for one in _said(cell, cells) if one is not None]
    held = cells.mapping.currency
    if not said:
        if held is None:
            return None, 1.0, ""
        return held.value, held.confidence, held.note if held.confidence < 1 else ""
    nearest = said[0]
    alike = (one for one in said if one.confidence == 1.0 and same_sign(one.currency, nearest.currency))
    best = nearest if nearest.confidence == 1.0 else next(alike, nearest)
    other = next((one for one in said if one.currency != best.currency and _contradict(one, best)), None)
    if other is None:
        return best.currency, best.confidence, best.note
    both = f"{best.currency} is said, and {other.currency} too, in its number format, column or row"
    return best.currency, min(0.6, best.confidence), "; ".join(filter(None, (best.note, both)))


def _contradict(one: CurrencyFound, best: CurrencyFound) -> bool:
    """A bare "$" beside "CAD" does not."""
    return one.confidence == 1.0 or not same_sign(one.currency, best.currency)


def _said(cell: Cell, cells: Cells) -> Iterator[CurrencyFound | None]:
    """What says the currency of a cell, the nearest first."""
    country = cells.mapping.country
    shown = cell.row.currency_shown(cell.key)
    if shown is not None:
        yield currency_of(shown, country=country)
    yield _beside(cell, cells)
    role = cell.role
    if role.currency is not None:
        yield CurrencyFound(
            currency=role.currency,
            start=0,
            end=0,
            confidence=role.currency_confidence,
            note=role.currency_note,
        )


def _beside(cell: Cell, cells: Cells) -> CurrencyFound | None:
    """What the row's currency column says; of nested prices the item's own."""
    beside = own_item(cell, cells.all("currency"))
    if not beside:
        return None
    written = beside[0].text.strip()
    if written.upper() in codes():
        return CurrencyFound(currency=written.upper(), start=0, end=0)
    return currency_of(written, country=cells.mapping.country)


def no_currency(cell: Cell, cells: Cells, /) -> Problem:
    """What is told of a price, of which nothing says the currency."""
    beside = own_item(cell, cells.all("currency"))
    if beside and not is_nothing(beside[0]):
        return beside[0].problem(
            "bad_currency", "a currency, ISO 4217 such as EUR", "correct the cell in the file"
        )
    return cell.problem(
        "bad_currency",
        "a price with its currency in the cell, the column's name, a currency column or above the table",
        GIVE_CURRENCY,
    )


def says_no_currency(problem: Problem, /) -> bool:
    """Whether it is of a price, of which nothing says the currency."""
    return problem.kind == "bad_currency" and problem.field_name == "price"
