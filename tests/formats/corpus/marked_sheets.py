"""Sheets with hidden rows and columns, lines through cells and number formats, written as XLS and as ODS."""

from __future__ import annotations

import io
import struct
import zipfile
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


def xlsb(*sheets: Sheet) -> bytes:
    """A workbook in the binary format. Source: MS-XLSB 2.1.4, 2.4."""
    codes = list(CODES)
    styles = [(through, form) for through in (False, True) for form in ("", *codes)]
    fonts = b"".join(_record(43, struct.pack("<2H", 220, 8 * through) + bytes(21)) for through in (0, 1))
    kinds = b"".join(
        _record(44, struct.pack("<H", 164 + at) + _wide(CODES[one])) for at, one in enumerate(codes)
    )
    cells = b"".join(
        _record(
            47,
            struct.pack(
                "<3H", 0xFFFF if form == "" else 0, 164 + codes.index(form) if form else 0, int(through)
            )
            + bytes(10),
        )
        for through, form in styles
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        bundle = b"".join(
            _record(156, struct.pack("<2I", int(one.hidden), at) + _wide(f"rId{at}") + _wide(one.name))
            for at, one in enumerate(sheets, 1)
        )
        package.writestr(
            "xl/workbook.bin", _record(131) + _record(143) + bundle + _record(144) + _record(132)
        )
        package.writestr(
            "xl/styles.bin",
            _record(278)
            + _record(615, struct.pack("<I", len(codes)))
            + kinds
            + _record(616)
            + fonts
            + _record(617, struct.pack("<I", len(styles)))
            + cells
            + _record(618)
            + _record(279),
        )
        for at, one in enumerate(sheets, 1):
            package.writestr(f"xl/worksheets/sheet{at}.bin", _xlsb_sheet(one, styles))
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
        package.writestr(
            "xl/_rels/workbook.bin.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            + "".join(
                f'<Relationship Id="rId{at}" Type="{kind}" Target="worksheets/sheet{at}.bin"/>'
                for at in range(1, len(sheets) + 1)
            )
            + "</Relationships>",
        )
    return out.getvalue()


def _xlsb_sheet(sheet: Sheet, styles: list[tuple[bool, str]]) -> bytes:
    wide = max(len(row) for row in sheet.rows)
    body = _record(129) + _record(148, struct.pack("<4I", 0, len(sheet.rows) - 1, 0, wide - 1))
    body += b"".join(
        _record(60, struct.pack("<4IH", one, one, 2340, 0, 1)) for one in sorted(sheet.hidden_columns)
    )
    body += _record(145)
    for number, row in enumerate(sheet.rows):
        hidden = 0x10 if number in sheet.hidden_rows else 0
        body += _record(0, struct.pack("<IIHBBBI", number, 0, 300, 0, hidden, 0, 0))
        for column, value in enumerate(row):
            style = styles.index(((number, column) in sheet.struck, sheet.formats.get((number, column), "")))
            cell = struct.pack("<2I", column, style)
            if isinstance(value, str):
                body += _record(6, cell + _wide(value))
            elif value is not None:
                body += _record(5, cell + struct.pack("<d", value))
    return body + _record(146) + _record(130)


def _record(kind: int, data: bytes = b"") -> bytes:
    kinds = bytes([kind & 0x7F | 0x80, kind >> 7]) if kind >= 0x80 else bytes([kind])
    return kinds + bytes([len(data)]) + data


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


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


def hidden_column() -> list[Sheet]:
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


def number_formats() -> list[Sheet]:
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
            format_name="xlsx" if kind == "xlsb" else kind,
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
            hidden_column,
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
            number_formats,
            {"id": "00123", "prices": "1+ 4.5 EUR/piece", "weight": "350 g"},
            {"id": "00124", "prices": "1+ 3 EUR/piece", "weight": "250 g"},
            {"id": "00125", "prices": "1+ 2 EUR/piece", "weight": "90 g"},
        ),
    ]


CASES: tuple[Case, ...] = (
    *_cases("xls", "an old workbook", xls),
    *_cases("ods", "an OpenDocument sheet", ods),
    *_cases("xlsb", "a binary workbook", xlsb),
)
