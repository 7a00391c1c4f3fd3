"""Sheets with hidden rows and columns, lines through cells and number formats, written as XLS and as ODS."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any  # odfpy and xlwt have no types

import xlwt
from odf.number import CurrencyStyle, CurrencySymbol, Number, NumberStyle
from odf.number import Text as NumberText
from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import Style, TableProperties, TextProperties
from odf.table import Table as OdfTable
from odf.table import TableCell, TableColumn, TableRow
from odf.text import P

from corpus.case import Case

HEADER = ["SKU", "Product", "Price USD", "MOQ"]
ROWS: list[list[Any]] = [
    ["A-1", "Steel bottle", 4.5, 100],
    ["A-2", "Steel cup", 3.25, 200],
    ["A-3", "Steel lid", 1.25, 300],
]


class Sheet:
    """A sheet in the making, the same for every format: cells, and what is done to rows, columns and cells."""

    def __init__(self, name: str = "P", rows: Sequence[Sequence[Any]] = (HEADER, *ROWS)) -> None:
        self.name = name
        self.rows = [list(row) for row in rows]
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.struck: set[tuple[int, int]] = set()
        self.formats: dict[tuple[int, int], str] = {}
        """Cell -> "zeros", "euro" or "grams"."""
        self.hidden = False

    def strike(self, row: int, *columns: int) -> None:
        self.struck |= {(row, column) for column in columns or range(len(self.rows[row]))}


Write = Callable[..., bytes]
CODES = {"zeros": "00000", "euro": '#,##0.00 "€"', "grams": '0 "g"'}


def xls(*sheets: Sheet) -> bytes:
    book = xlwt.Workbook()
    styles: dict[tuple[bool, str], Any] = {}
    for one in sheets:
        made = book.add_sheet(one.name)
        made.visibility = 1 if one.hidden else 0
        for number, row in enumerate(one.rows):
            made.row(number).hidden = number in one.hidden_rows
            for column, value in enumerate(row):
                key = (
                    (number, column) in one.struck,
                    CODES.get(one.formats.get((number, column), ""), "General"),
                )
                if key not in styles:
                    styles[key] = xlwt.easyxf(
                        f"font: struck_out {'on' if key[0] else 'off'}", num_format_str=key[1]
                    )
                if value is not None:
                    made.write(number, column, value, styles[key])
        for column in one.hidden_columns:
            made.col(column).hidden = True
    book.active_sheet = next(at for at, one in enumerate(sheets) if not one.hidden)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _odf_formats(book: Any) -> None:
    zeros = NumberStyle(name="zeros")
    zeros.addElement(Number(decimalplaces="0", minintegerdigits="5"))
    grams = NumberStyle(name="grams")
    grams.addElement(Number(decimalplaces="0", minintegerdigits="1"))
    grams.addElement(NumberText(text=" g"))
    euro = CurrencyStyle(name="euro")
    euro.addElement(Number(decimalplaces="2", minintegerdigits="1"))
    euro.addElement(CurrencySymbol(text="€"))
    for one in (zeros, grams, euro):
        book.automaticstyles.addElement(one)


def ods(*sheets: Sheet) -> bytes:
    book = OpenDocumentSpreadsheet()
    _odf_formats(book)
    parent = Style(name="OldPrice", family="table-cell")
    parent.addElement(TextProperties(textlinethroughstyle="solid"))
    book.styles.addElement(parent)
    shut = Style(name="shut", family="table")
    shut.addElement(TableProperties(display="false"))
    book.automaticstyles.addElement(shut)
    for through in (False, True):
        for form in ("", *CODES):
            said = {"parentstylename": parent} if through else {}
            said |= {"datastylename": form} if form else {}
            book.automaticstyles.addElement(Style(name=f"c{form}{int(through)}", family="table-cell", **said))
    for one in sheets:
        made = OdfTable(name=one.name, **({"stylename": "shut"} if one.hidden else {}))
        for column in range(max(len(row) for row in one.rows)):
            made.addElement(
                TableColumn(**({"visibility": "collapse"} if column in one.hidden_columns else {}))
            )
        for number, row in enumerate(one.rows):
            line = TableRow(**({"visibility": "filter"} if number in one.hidden_rows else {}))
            for column, value in enumerate(row):
                line.addElement(
                    _odf_cell(
                        value,
                        f"c{one.formats.get((number, column), '')}{int((number, column) in one.struck)}",
                    )
                )
            made.addElement(line)
        book.spreadsheet.addElement(made)
    out = io.BytesIO()
    book.write(out)
    return out.getvalue()


def _odf_cell(value: Any, style: str) -> Any:
    if value is None:
        return TableCell(stylename=style)
    if isinstance(value, str):
        cell = TableCell(valuetype="string", stylename=style)
    else:
        cell = TableCell(valuetype="float", value=value, stylename=style)
    cell.addElement(P(text=str(value)))
    return cell


# ------------------------------------------------------------------------------ the cases

_HIDDEN = "the row is hidden in the sheet"


def _hidden_row() -> list[Sheet]:
    sheet = Sheet()
    sheet.hidden_rows = {2}
    return [sheet]


def _hidden_sheet() -> list[Sheet]:
    old = Sheet("Old", rows=[HEADER, ["X-1", "Old jug", 9.5, 10]])
    old.hidden = True
    return [old, Sheet("Now")]


def _hidden_column() -> list[Sheet]:
    sheet = Sheet(
        rows=[
            ["SKU", "Product", "Price USD", "Price USD"],
            ["A-1", "Bottle", 9.0, 4.5],
            ["A-2", "Cup", 8.0, 3.5],
        ]
    )
    sheet.hidden_columns = {2}
    return [sheet]


def _struck_row() -> list[Sheet]:
    sheet = Sheet()
    sheet.strike(2)
    return [sheet]


def _struck_cell() -> list[Sheet]:
    sheet = Sheet()
    sheet.strike(1, 3)
    return [sheet]


def _formats() -> list[Sheet]:
    sheet = Sheet(
        rows=[
            ["SKU", "Product", "Price", "Weight"],
            [123, "Bottle", 4.5, 350],
            [124, "Cup", 3, 250],
            [125, "Lid", 2, 90],
        ]
    )
    for row in (1, 2, 3):
        sheet.formats |= {(row, 0): "zeros", (row, 2): "euro", (row, 3): "grams"}
    return [sheet]


def _cases(kind: str, word: str, write: Callable[..., bytes]) -> list[Case]:
    def case(
        about: str, sheets: Callable[[], list[Sheet]], *offers: dict[str, str], problems: tuple[str, ...] = ()
    ) -> Case:
        return Case(
            about=f"{word} with {about}",
            name=f"list.{kind}",
            format_name=kind,
            make=lambda: write(*sheets()),
            offers=offers,
            problems=problems,
        )

    bottle = {
        "id": "A-1",
        "title": "Steel bottle",
        "prices": "1+ 4.5 USD/piece",
        "moq": "100 piece",
        "note": "",
    }
    cup = {"id": "A-2", "title": "Steel cup", "prices": "1+ 3.25 USD/piece", "note": ""}
    lid = {"id": "A-3", "title": "Steel lid", "prices": "1+ 1.25 USD/piece", "note": ""}
    return [
        case("a hidden row", _hidden_row, bottle, {**cup, "note": _HIDDEN}, lid),
        case(
            "a hidden sheet that is a price list",
            _hidden_sheet,
            bottle,
            cup,
            lid,
            {"id": "X-1", "note": "the sheet is hidden"},
        ),
        case(
            "a hidden column of old prices",
            _hidden_column,
            {"id": "A-1", "prices": "1+ 4.5 USD/piece"},
            {"id": "A-2", "prices": "1+ 3.5 USD/piece"},
        ),
        case("a row that is struck through", _struck_row, bottle, lid, problems=("withdrawn",)),
        case(
            "a cell that is struck through",
            _struck_cell,
            {**bottle, "moq": ""},
            cup,
            lid,
            problems=("withdrawn",),
        ),
        case(
            "leading zeros, euros and grams in number formats",
            _formats,
            {"id": "00123", "prices": "1+ 4.5 EUR/piece", "weight": "350 g"},
            {"id": "00124", "prices": "1+ 3 EUR/piece", "weight": "250 g"},
            {"id": "00125", "prices": "1+ 2 EUR/piece", "weight": "90 g"},
        ),
    ]


CASES: tuple[Case, ...] = (
    *_cases("xls", "an old workbook", xls),
    *_cases("ods", "an OpenDocument sheet", ods),
)
