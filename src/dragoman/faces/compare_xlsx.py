"""A comparison as a workbook whose totals are formulas: change a quantity, a price or a rate and all follows.

No text of a supplier's is ever part of a formula: formulas are made of numbers and addresses, sheets are named by
letters, and every text cell is written as text and guarded as in CSV.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import IO, Any

from babel.numbers import get_currency_precision

from dragoman.compare.expression import half_even
from dragoman.compare.formulas import ASKED, Sheetful, Worked
from dragoman.compare.side_by_side import Cell, Compared, Comparison, Row, UnitCost
from dragoman.faces.compare_words import cell_text, letters, part_text, row_name
from dragoman.faces.export import safe_cell
from dragoman.trade.interval import Interval
from dragoman.trade.landed_cost import UNIT_DIGITS, Line

_FIRST = 4
"""First row of an offer's inputs, counted from 0."""


def write_compare_xlsx(
    comparison: Comparison,
    sheets: Sequence[Sheetful | None],
    target: IO[bytes],
    letter: Callable[[int], str],
    /,
) -> None:
    """Args:
    sheets: Of each offer, as the comparison has them; None without a price.
    letter: Position of an offer -> the text to its supplier.
    """
    from xlsxwriter import Workbook

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(target, options) as book:
        _Writer(book, comparison, sheets, letter).write()


class _Writer:
    """Writes one workbook. `Any`: xlsxwriter has no types."""

    def __init__(
        self,
        book: Any,
        comparison: Comparison,
        sheets: Sequence[Sheetful | None],
        letter: Callable[[int], str],
    ) -> None:
        self._book = book
        self._comparison = comparison
        self._sheets = sheets
        self._letter = letter
        self._bold = book.add_format({"bold": True})
        self._title = book.add_format({"bold": True, "font_size": 14})
        self._input = book.add_format({"bg_color": "#fff6d6", "num_format": "0.########"})
        self._exact = book.add_format({"num_format": "0.00######"})
        self._money = book.add_format({"num_format": "#,##0.00##", "bold": True})
        self._at_least = book.add_format({"num_format": '"≥ "#,##0.00##', "bold": True})
        self._likely_at_least = book.add_format({"num_format": '"likely ≥ "#,##0.00##', "bold": True})
        self._plain = book.add_format({"num_format": "0.########"})
        self._wrap = book.add_format({"text_wrap": True, "valign": "top"})

    def write(self) -> None:
        summary = self._book.add_worksheet("Compare")
        offers = [self._book.add_worksheet(_name(position)) for position in range(len(self._sheets))]
        totals = [
            None if sheet is None else self._offer(page, one, sheet)
            for page, one, sheet in zip(offers, self._comparison.offers, self._sheets, strict=True)
        ]
        self._summary(summary, totals)
        self._sources(self._book.add_worksheet("Sources"))
        self._questions(self._book.add_worksheet("Questions"))

    # ------------------------------------------------------------------------------ the first sheet

    def _summary(self, page: Any, totals: Sequence[dict[str, str] | None]) -> None:
        terms, comparison = self._comparison.terms, self._comparison
        page.set_column(0, 0, 34)
        page.set_column(1, len(totals), 26)
        page.write_string(0, 0, "Offers side by side, at your door", self._title)
        for row, (name, text) in enumerate(
            (
                ("Deliver to", terms.destination),
                ("Day of import", terms.on.isoformat()),
                ("Currency", comparison.currency),
            ),
            start=1,
        ):
            page.write_string(row, 0, name)
            page.write_string(row, 1, text)
        page.write_string(4, 0, "Quantity asked for", self._bold)
        page.write_number(4, 1, float(self._asked()), self._input)
        if comparison.moved:
            page.write_string(5, 0, f"What if: other currencies {comparison.moved:+f} %")
        page.write_string(7, 0, "Offer", self._bold)
        for column, one in enumerate(comparison.offers, start=1):
            page.write_string(6, column, _name(column - 1), self._bold)
            page.write_string(7, column, safe_cell(one.offer.title.value), self._wrap)
            page.write_string(8, column, safe_cell(one.offer.supplier.name))
        page.write_string(8, 0, "Supplier")
        for row, line in enumerate(comparison.rows, start=9):
            page.write_string(
                row, 0, safe_cell(row_name(line)) + (" *" if line.differs and line.kind != "cost" else "")
            )
            for column, cell in enumerate(line.cells, start=1):
                self._summary_cell(page, row, column, line, cell, totals[column - 1])
        page.write_string(
            10 + len(comparison.rows), 0, "* the offers differ here; ? ask the supplier; ≥ at least"
        )
        page.freeze_panes(9, 1)

    def _summary_cell(
        self, page: Any, row: int, column: int, line: Row, cell: Cell, totals: dict[str, str] | None
    ) -> None:
        address = totals.get(line.key) if totals is not None else None
        if address is not None and isinstance(cell.value, Interval | UnitCost):
            shown_as = self._money_of(cell.complete, exact=cell.value.low == cell.value.high)
            page.write_formula(
                row, column, f"='{_name(column - 1)}'!{address}", shown_as, float(_likely(cell.value))
            )
        else:
            page.write_string(row, column, safe_cell(cell_text(cell)), self._wrap)

    def _money_of(self, complete: bool, *, exact: bool) -> Any:
        """How an amount is shown: one that is not known in full with "≥" before it, and a number all the same."""
        if complete:
            return self._money
        return self._at_least if exact else self._likely_at_least

    def _asked(self) -> Decimal:
        quantity = self._comparison.terms.quantity
        return quantity.value if quantity is not None else Decimal(0)

    # ------------------------------------------------------------------------------ an offer's sheet

    def _offer(self, page: Any, one: Compared, sheet: Sheetful) -> dict[str, str]:
        """Address of each cost on the sheet, by its key in the comparison."""
        page.set_column(0, 0, 38)
        page.set_column(1, 1, 44)
        page.set_column(2, 6, 16)
        page.write_string(0, 0, safe_cell(one.offer.title.value), self._title)
        page.write_string(1, 0, safe_cell(f"{one.offer.supplier.name}, {one.offer.external_id}"))
        for column, name in enumerate(("Input", "Source", "Value", "Unit")):
            page.write_string(_FIRST - 1, column, name, self._bold)
        address = {ASKED: "Compare!$B$5"}
        for row, given in enumerate(sheet.inputs.values(), start=_FIRST):
            page.write_string(row, 0, safe_cell(given.text))
            page.write_string(row, 1, safe_cell(given.source))
            page.write_string(row, 3, safe_cell(given.unit))
            address[given.name] = f"$C${row + 1}"
        for row, given in enumerate(sheet.inputs.values(), start=_FIRST):
            if given.name == "ordered" and sheet.ordered is not None:
                formula = f"={sheet.ordered.formula(address.__getitem__)}"
                page.write_formula(row, 2, formula, self._plain, float(given.value))
            else:
                page.write_number(row, 2, float(given.value), self._input)
        return self._lines(page, _FIRST + len(sheet.inputs) + 1, one, sheet, address)

    def _lines(
        self, page: Any, first: int, one: Compared, sheet: Sheetful, address: dict[str, str]
    ) -> dict[str, str]:
        cost = one.cost
        assert cost is not None  # a sheet is made of offers with a price
        by = cost.presented_by
        rate_row = first
        if by is not None:
            page.write_string(rate_row, 0, f"1 {by.base} in {by.quote}")
            page.write_string(rate_row, 1, safe_cell(f"{by.source}, {by.as_of.isoformat()}"))
            page.write_number(rate_row, 2, float(by.value), self._input)
        header = (
            "Line",
            "How",
            f"Exact, {sheet.cost.currency}",
            f"Likely, {cost.currency}",
            f"Low, {cost.currency}",
            f"High, {cost.currency}",
            "Note",
        )
        for column, name in enumerate(header):
            page.write_string(first + 1, column, name, self._bold)
        digits = get_currency_precision(cost.currency)
        start = first + 2
        shown_lines = {line.key: line for line in cost.lines}
        for row, worked in enumerate(sheet.lines, start=start):
            shown = shown_lines.get(worked.line.key, worked.line)
            address[worked.line.key] = f"$C${row + 1}"
            self._line(page, row, worked, shown, address, "" if by is None else f"*$C${rate_row + 1}", digits)
        return self._totals(page, start, one, sheet, address)

    def _line(
        self,
        page: Any,
        row: int,
        worked: Worked,
        shown: Line,
        address: dict[str, str],
        presented: str,
        digits: int,
    ) -> None:
        line = worked.line
        page.write_string(row, 0, safe_cell(line.text if line.counted else f"({line.text})"))
        page.write_string(row, 1, safe_cell(line.formula))
        amount, in_shown = line.amount, shown.shown()
        notes = [line.reason] if line.reason else []
        if amount is None or in_shown is None:
            page.write_string(row, 3, "?")
        else:
            exact = float(amount.likely.amount)
            if worked.expression is not None:
                page.write_formula(
                    row, 2, f"={worked.expression.formula(address.__getitem__)}", self._exact, exact
                )
            else:
                page.write_number(row, 2, exact, self._exact)
                notes.append("a fixed amount: it does not follow the inputs")
            rounded = f"={half_even(f'($C${row + 1}{presented})', digits)}"
            shown_as = self._money_of(shown.complete, exact=in_shown.is_exact)
            page.write_formula(row, 3, rounded, shown_as, float(in_shown.likely.amount))
            page.write_number(row, 4, float(in_shown.low.amount), self._plain)
            page.write_number(row, 5, float(in_shown.high.amount), self._plain)
        page.write_string(row, 6, safe_cell("; ".join(notes)))

    def _totals(
        self, page: Any, start: int, one: Compared, sheet: Sheetful, address: dict[str, str]
    ) -> dict[str, str]:
        cost = one.cost
        assert cost is not None
        end = start + len(sheet.lines)
        counted = [row for row, worked in enumerate(sheet.lines, start=start) if worked.line.counted]
        back = [
            row
            for row, worked in enumerate(sheet.lines, start=start)
            if worked.line.counted and worked.line.recoverable
        ]
        ordered = address.get("ordered", f"{float(cost.quantity.value)!r}")
        least = "" if cost.complete else " (at least)"
        lines = (
            ("total", f"Total{least}", _added(counted), cost.total.likely.amount),
            (
                "after",
                f"Without recoverable tax{least}",
                f"$D${end + 2}-{_added(back)}",
                cost.after_recovery.likely.amount,
            ),
            (
                "unit_cost",
                f"Per {cost.quantity.unit}{least}",
                _each(f"$D${end + 2}", ordered),
                _each_of(one, recovered=False),
            ),
            (
                "unit_cost_after_recovery",
                f"Per {cost.quantity.unit}, without recoverable tax{least}",
                _each(f"$D${end + 3}", ordered),
                _each_of(one, recovered=True),
            ),
        )
        found: dict[str, str] = {}
        for row, (key, text, formula, value) in enumerate(lines, start=end + 1):
            page.write_string(row, 0, text, self._bold)
            page.write_string(row, 1, cost.currency)
            shown_as = self._money_of(cost.complete, exact=cost.total.is_exact)
            page.write_formula(row, 3, f"={formula}", shown_as, float(value))
            found[key] = f"$D${row + 1}"
        return found

    # ------------------------------------------------------------------------------ the others

    def _sources(self, page: Any) -> None:
        names = ("Offer", "Line", "Input", "Value", "File, sheet, cell; or table, line, publisher", "As of")
        for column, (name, width) in enumerate(zip(names, (10, 28, 24, 34, 80, 12), strict=True)):
            page.set_column(column, column, width)
            page.write_string(0, column, name, self._bold)
        page.freeze_panes(1, 0)
        row = 1
        for position, one in enumerate(self._comparison.offers):
            for line in one.cost.lines if one.cost is not None else ():
                for used in line.inputs:
                    where = used.origin.where() if used.origin is not None else used.source
                    as_of = used.as_of.isoformat() if used.as_of is not None else ""
                    cells = (_name(position), line.text, used.name, used.value, where, as_of)
                    for column, text in enumerate(cells):
                        page.write_string(row, column, safe_cell(text))
                    row += 1
        for held in self._comparison.rows:
            for position, cell in enumerate(held.cells):
                for part, origin in cell.parts() if held.kind != "cost" else ():
                    if origin is None:
                        continue
                    cells = (_name(position), row_name(held), "", part_text(part), origin.where(), "")
                    for column, text in enumerate(cells):
                        page.write_string(row, column, safe_cell(text))
                    row += 1

    def _questions(self, page: Any) -> None:
        page.set_column(0, 0, 10)
        page.set_column(1, 1, 110)
        row = 0
        for position, one in enumerate(self._comparison.offers):
            page.write_string(row, 0, _name(position), self._bold)
            page.write_string(row, 1, safe_cell(self._letter(position) or "Nothing to ask."), self._wrap)
            row += 1
            for question in one.cost.questions if one.cost is not None else ():
                page.write_string(row, 1, safe_cell(question.text), self._wrap)
                row += 1
            row += 1


def _name(position: int) -> str:
    return f"Offer {letters(position)}"


def _added(rows: Sequence[int]) -> str:
    return f"SUM({','.join(f'$D${row + 1}' for row in rows)})" if rows else "0"


def _each(total: str, ordered: str) -> str:
    return half_even(f"({total}/{ordered})", UNIT_DIGITS)


def _each_of(one: Compared, *, recovered: bool) -> Decimal:
    cost = one.cost
    assert cost is not None
    return cost.per_unit(cost.after_recovery if recovered else cost.total)[1].money.amount


def _likely(value: Interval | UnitCost) -> Decimal:
    return value.likely.amount if isinstance(value, Interval) else value.likely.money.amount
