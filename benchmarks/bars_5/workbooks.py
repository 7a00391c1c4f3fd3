"""Bar 6: workbooks of comparisons, worked out anew by LibreOffice, against our own totals."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

from benchmarks.bars_1.bar import Bar
from benchmarks.bars_5.priced_catalogue import home
from benchmarks.bars_5.spreadsheet import MISSING, Cells, office, worked_out
from dragoman.app import Dragoman, open_dragoman
from dragoman.compare.side_by_side import Comparison, UnitCost
from dragoman.faces.compare_words import row_name
from dragoman.faces.comparing import workbook
from dragoman.model import Quantity
from dragoman.search.request import SearchRequest
from dragoman.settings import Settings
from dragoman.trade.interval import Interval
from dragoman.trade.landed_cost import LandedTerms

CASES = (
    ("DE", "steel bottle", 500, None),
    ("DE", "running shoe", 40, "JPY"),
    ("GB", "desk lamp", 1200, "USD"),
    ("US", "tea kettle", 90, None),
)
OTHER_QUANTITY = 7301
DAY = date(2026, 11, 26)


def measure(work: Path) -> Iterator[Bar]:
    if office() is None:
        yield Bar(number="6", name="workbooks in LibreOffice", figure=MISSING, passed=False)
        return
    with open_dragoman(Settings(home=home(work))) as dragoman:
        same = follows = lines = live = 0
        wrong: list[str] = []
        for to, question, many, currency in CASES:
            ids = [
                hit.offer.offer_id
                for hit in dragoman.search(
                    SearchRequest(text=question, quantity=many, destination=to, sort="landed", limit=100)
                ).hits[::12][:8]
            ]
            found = _compared(dragoman, ids, to, many, currency)
            book = workbook(dragoman, found)
            counted, differing = agreement(found, worked_out(book))
            same += counted
            wrong += differing
            other = _compared(dragoman, ids, to, OTHER_QUANTITY, currency)
            counted, _ = agreement(other, worked_out(book, changed={("Compare", "B5"): OTHER_QUANTITY}))
            follows += counted
            sheets = [sheet for sheet in dragoman.worked(found) if sheet is not None]
            lines += sum(one.line.amount is not None for sheet in sheets for one in sheet.lines)
            live += sum(one.expression is not None for sheet in sheets for one in sheet.lines)
    everything = same + len(wrong)
    yield Bar(
        number="6",
        name=f"totals and unit costs of {len(CASES)} workbooks, worked out anew by LibreOffice, as ours to the cent",
        figure=f"{same} of {everything}{': ' + '; '.join(wrong[:3]) if wrong else ''}; {live} of {lines} amounts are "
        f"formulas; with another quantity typed in, {follows} of {everything} are those of a comparison at that quantity",
        passed=everything > 0 and not wrong,
    )


def _compared(dragoman: Dragoman, ids: list[str], to: str, many: int, currency: str | None) -> Comparison:
    terms = LandedTerms(destination=to, on=DAY, quantity=Quantity(value=Decimal(many)))
    return dragoman.compare(ids, terms, currency=currency)


def agreement(found: Comparison, cells: Cells, /) -> tuple[int, list[str]]:
    """How many totals and unit costs on the first sheet are ours, and what of those that are not."""
    page = cells["Compare"]
    row_of = {str(page[f"A{row}"]): row for row in range(8, 60) if f"A{row}" in page}
    same, wrong = 0, []
    for row in found.rows:
        if row.kind != "cost" or row.key not in ("unit_cost", "unit_cost_after_recovery", "total"):
            continue
        for position, cell in enumerate(row.cells):
            ours = _likely(cell.value)
            if ours is None:
                continue
            address = f"{'BCDEFGHI'[position]}{row_of[row_name(row)]}"
            theirs = page.get(address)
            if isinstance(theirs, int | float) and round(Decimal(str(theirs)), 6) == round(ours, 6):
                same += 1
            else:
                wrong.append(f"{row.key} {address}: {theirs!r}, ours {ours}")
    return same, wrong


def _likely(value: object) -> Decimal | None:
    match value:
        case Interval(likely=money):
            return money.amount
        case UnitCost(likely=price):
            return price.money.amount
        case _:
            return None
