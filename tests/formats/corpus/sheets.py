"""Workbooks as people keep them: letterheads, merged headers, several tables, hidden and struck rows, formulas."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

import openpyxl
import xlsxwriter
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table as OdfTable
from odf.table import TableCell, TableRow
from odf.text import P

from corpus.case import Case

Cells = Sequence[Sequence[object]]
HEADER = ("SKU", "Product", "Price USD", "MOQ")
ROWS = (("A-1", "Steel bottle", 4.5, 100), ("A-2", "Steel cup", 3.25, 200))
_A1 = {"id": "A-1", "title": "Steel bottle", "prices": "1+ 4.5 USD/piece", "moq": "100 piece"}
_A2 = {"id": "A-2", "title": "Steel cup", "prices": "1+ 3.25 USD/piece", "moq": "200 piece"}


def _book(write: Callable[[xlsxwriter.Workbook], None]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        write(made)
    return out.getvalue()


def _put(sheet: xlsxwriter.worksheet.Worksheet, rows: Cells, *, top: int = 0, left: int = 0) -> None:
    for number, row in enumerate(rows, top):
        for column, value in enumerate(row, left):
            if value is not None:
                sheet.write(number, column, value)


def sheet(*rows: Sequence[object]) -> bytes:
    """An XLSX of one sheet."""
    return _book(lambda made: _put(made.add_worksheet("Prices"), rows))


def _letterhead(made: xlsxwriter.Workbook) -> None:
    page = made.add_worksheet("Offer")
    page.merge_range("A1:D1", "Ningbo Example Trading Co., Ltd.")
    _put(
        page,
        [
            ["Zhongshan Road 1, Ningbo, China"],
            ["Prices in USD, FOB Ningbo"],
            [],
            ["Valid until 2027-03-31"],
            [],
        ],
        top=1,
    )
    _put(
        page,
        [["Item No.", "Description", "Unit price", "MOQ"], ["N-1", "Bamboo board", 2.4, 500]],
        top=7,
        left=1,
    )


def _merged_header(made: xlsxwriter.Workbook) -> None:
    page = made.add_worksheet("Prices")
    page.merge_range("A1:A2", "SKU")
    page.merge_range("B1:B2", "Product")
    page.merge_range("C1:E1", "Price EUR")
    _put(page, [["100+", "500+", "1000+"], [4.5, 4.1, 3.8], [2, 1.8, 1.6]], top=1, left=2)
    _put(page, [["M-1", "Mug"], ["M-2", "Cup"]], top=2)


def _merged_body(made: xlsxwriter.Workbook) -> None:
    page = made.add_worksheet("Prices")
    _put(
        page,
        [
            ["Product", "Size", "SKU", "Price USD"],
            [None, "S", "T-S", 5],
            [None, "M", "T-M", 5.5],
            ["Cap", "one", "C-1", 3],
        ],
    )
    page.merge_range("A2:A3", "T-shirt organic cotton")


def _below(made: xlsxwriter.Workbook) -> None:
    page = made.add_worksheet("Prices")
    _put(page, [HEADER, *ROWS])
    _put(
        page,
        [["Lids"], ["SKU", "Product", "Price EUR"], ["L-1", "Steel lid", 1.1], ["L-2", "Cork lid", 0.9]],
        top=5,
    )


def _beside(made: xlsxwriter.Workbook) -> None:
    page = made.add_worksheet("Prices")
    _put(page, [HEADER, *ROWS])
    _put(page, [HEADER, ("B-1", "Glass bottle", 2.5, 50), ("B-2", "Glass cup", 1.5, 60)], left=5)


def _groups(made: xlsxwriter.Workbook) -> None:
    page = made.add_worksheet("Prices")
    _put(page, [HEADER, ["Bottles"], ROWS[0], ["Cups"], ROWS[1]])


def _hidden(made: xlsxwriter.Workbook) -> None:
    page = made.add_worksheet("Prices")
    _put(page, [HEADER, *ROWS])
    page.set_row(2, None, None, {"hidden": True})


def _hidden_column(made: xlsxwriter.Workbook) -> None:
    sheet = made.add_worksheet("P")
    _put(
        sheet,
        [["SKU", "Product", "Price USD", "Price USD"], ["A-1", "Bottle", 9.0, 4.5], ["A-2", "Cup", 8.0, 3.5]],
    )
    sheet.set_column(2, 2, None, None, {"hidden": True})


def _hidden_sheet(made: xlsxwriter.Workbook) -> None:
    _put(made.add_worksheet("Prices"), [HEADER, ROWS[0]])
    old = made.add_worksheet("Old")
    _put(old, [HEADER, ROWS[1]])
    old.hide()


def _helper_sheet(made: xlsxwriter.Workbook) -> None:
    _put(made.add_worksheet("Prices"), [HEADER, *ROWS])
    lists = made.add_worksheet("Lists")
    _put(lists, [["DE"], ["FR"], ["PL"]])
    lists.hide()


def _struck(made: xlsxwriter.Workbook) -> None:
    page = made.add_worksheet("Prices")
    _put(page, [HEADER, ROWS[0]])
    gone = made.add_format({"font_strikeout": True})
    for column, value in enumerate(ROWS[1]):
        page.write(2, column, value, gone)


def _formats(made: xlsxwriter.Workbook) -> None:
    page = made.add_worksheet("Prices")
    _put(page, [["SKU", "Product", "Price", "Weight"]])
    euro, grams, zeros = (
        made.add_format({"num_format": code}) for code in ('#,##0.00 "€"', '0 "g"', "00000")
    )
    for number, (sku, title, price, weight) in enumerate(
        [(123, "Bottle", 4.5, 350), (124, "Cup", 3.25, 120)], 1
    ):
        page.write(number, 0, sku, zeros)
        page.write(number, 1, title)
        page.write(number, 2, price, euro)
        page.write(number, 3, weight, grams)


def _stored(made: xlsxwriter.Workbook) -> None:
    page = made.add_worksheet("Prices")
    _put(page, [HEADER, ["A-1", "Steel bottle", None, 100]])
    page.write_formula("C2", "=VLOOKUP(A2,X!A:B,2)", None, 4.5)


def _computed() -> bytes:
    book = openpyxl.Workbook()
    for row in [
        ["SKU", "Product", "Works", "Price USD"],
        ["A-1", "Bottle", 4, "=ROUND(C2*1.25,2)"],
        ["A-2", "Cup", 3, "=C3+0.5"],
    ]:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _error(made: xlsxwriter.Workbook) -> None:
    page = made.add_worksheet("Prices")
    _put(page, [HEADER, ROWS[0], ["A-2", "Steel cup", None, 200]])
    page.write_formula("C3", "=1/0", None, "#DIV/0!")


def _picture(made: xlsxwriter.Workbook) -> None:
    page = made.add_worksheet("Prices")
    _put(page, [["Photo", *HEADER], [None, *ROWS[0]], [None, *ROWS[1]]])
    page.set_row(1, 60)
    page.set_row(2, 60)
    page.insert_image("A2", "one.png", {"image_data": io.BytesIO(_png())})


def _png() -> bytes:
    import zlib

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head, data = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0), zlib.compress(bytes(4))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def _dates(made: xlsxwriter.Workbook) -> None:
    page = made.add_worksheet("Prices")
    _put(page, [["SKU", "Product", "Price USD", "Valid until"], ["A-1", "Steel bottle", 4.5]])
    page.write_datetime("D2", date(2027, 3, 31), made.add_format({"num_format": "dd.mm.yyyy"}))


def _numbers_as_text(made: xlsxwriter.Workbook) -> None:
    page = made.add_worksheet("Preise")
    _put(page, [["Art.-Nr.", "Bezeichnung", "Preis EUR", "Mindestmenge"]])
    for column, text in enumerate(["0815", "Zange", "1.299,00", "1.000"]):
        page.write_string(1, column, text)


def _struck_price(made: xlsxwriter.Workbook) -> None:
    page = made.add_worksheet("Prices")
    _put(
        page,
        [
            ["SKU", "Product", "Price USD", "New price USD"],
            ["A-1", "Steel bottle", None, 4.1],
            ["A-2", "Steel cup", None, 3.1],
        ],
    )
    old = made.add_format({"font_strikeout": True})
    page.write(1, 2, 4.5, old)
    page.write(2, 2, 3.5, old)


def _two_sheets(made: xlsxwriter.Workbook) -> None:
    _put(made.add_worksheet("Cover"), [["Price list 2027"]])
    _put(made.add_worksheet("Bottles"), [HEADER, ROWS[0]])
    _put(made.add_worksheet("Becher"), [["Art.-Nr.", "Bezeichnung", "Preis EUR"], ["D-1", "Becher", 3.1]])


def _xls(rows: Cells) -> bytes:
    book = xlwt.Workbook()
    page = book.add_sheet("Prices")
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if value is not None:
                page.write(number, column, value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _ods(rows: Cells) -> bytes:
    book = OpenDocumentSpreadsheet()
    page = OdfTable(name="Prices")
    for row in rows:
        line = TableRow()
        for value in row:
            if isinstance(value, str):
                cell = TableCell(valuetype="string")
                cell.addElement(P(text=value))
            else:
                cell = TableCell(valuetype="float", value=value)
            line.addElement(cell)
        page.addElement(line)
    book.spreadsheet.addElement(page)
    out = io.BytesIO()
    book.write(out)
    return out.getvalue()


def _xlsb(rows: Cells) -> bytes:
    """A workbook in the binary format. Source: MS-XLSB 2.1.4."""
    body = (
        _record(129) + _record(148, struct.pack("<4I", 0, len(rows) - 1, 0, len(rows[0]) - 1)) + _record(145)
    )
    for number, row in enumerate(rows):
        body += _record(0, struct.pack("<IIHBBBI", number, 0, 300, 0, 0, 0, 0))
        for column, value in enumerate(row):
            cell = struct.pack("<II", column, 0)
            body += (
                _record(6, cell + _wide(value))
                if isinstance(value, str)
                else _record(5, cell + struct.pack("<d", value))
            )
    body += _record(146) + _record(130)
    workbook = (
        _record(131) + _record(143) + _record(156, struct.pack("<II", 0, 1) + _wide("rId1") + _wide("P"))
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("xl/workbook.bin", workbook + _record(144) + _record(132))
        package.writestr("xl/worksheets/sheet1.bin", body)
        package.writestr(
            "xl/_rels/workbook.bin.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
            'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
            'Target="worksheets/sheet1.bin"/></Relationships>',
        )
    return out.getvalue()


def _record(kind: int, data: bytes = b"") -> bytes:
    kinds = bytes([kind & 0x7F | 0x80, kind >> 7]) if kind >= 0x80 else bytes([kind])
    return kinds + bytes([len(data)]) + data


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _case(
    about: str,
    write: Callable[[xlsxwriter.Workbook], None],
    *offers: dict[str, str],
    problems: Sequence[str] = (),
) -> Case:
    return Case(
        about=about,
        name="list.xlsx",
        format_name="xlsx",
        make=partial(_book, write),
        offers=offers,
        problems=problems,
    )


_TIERS = (
    ("SKU", "Product", "Price EUR 100+", "Price EUR 500+", "Image"),
    ("V-1", "Vase", 7.5, 6.9, "https://x.example/v1.jpg"),
    ("V-2", "Bowl", 3.5, 2.9, "https://x.example/v2.jpg"),
)
_TIERED = (
    {
        "id": "V-1",
        "title": "Vase",
        "prices": "100+ 7.5 EUR/piece; 500+ 6.9 EUR/piece",
        "images": "https://x.example/v1.jpg",
    },
    {
        "id": "V-2",
        "title": "Bowl",
        "prices": "100+ 3.5 EUR/piece; 500+ 2.9 EUR/piece",
        "images": "https://x.example/v2.jpg",
    },
)

CASES: tuple[Case, ...] = (
    _case(
        "a workbook with a letterhead, its table further right",
        _letterhead,
        {
            "id": "N-1",
            "title": "Bamboo board",
            "prices": "1+ 2.4 USD/piece",
            "moq": "500 piece",
            "supplier": "Ningbo Example Trading Co., Ltd.",
            "country": "CN",
            "delivery": "FOB Ningbo",
        },
    ),
    _case(
        "tiers under a merged header",
        _merged_header,
        {
            "id": "M-1",
            "title": "Mug",
            "prices": "100+ 4.5 EUR/piece; 500+ 4.1 EUR/piece; 1000+ 3.8 EUR/piece",
        },
        {"id": "M-2", "title": "Cup", "prices": "100+ 2 EUR/piece; 500+ 1.8 EUR/piece; 1000+ 1.6 EUR/piece"},
    ),
    _case(
        "a name merged over its sizes",
        _merged_body,
        {"id": "T-S", "title": "T-shirt organic cotton", "prices": "1+ 5 USD/piece"},
        {"id": "T-M", "title": "T-shirt organic cotton", "prices": "1+ 5.5 USD/piece"},
        {"id": "C-1", "title": "Cap"},
    ),
    _case(
        "two tables below each other in two currencies",
        _below,
        _A1,
        _A2,
        {"id": "L-1", "title": "Steel lid", "prices": "1+ 1.1 EUR/piece", "category": "Lids"},
        {"id": "L-2", "title": "Cork lid", "prices": "1+ 0.9 EUR/piece"},
    ),
    _case(
        "two tables beside each other",
        _beside,
        _A1,
        _A2,
        {"id": "B-1", "title": "Glass bottle", "prices": "1+ 2.5 USD/piece", "moq": "50 piece"},
        {"id": "B-2", "title": "Glass cup"},
    ),
    _case(
        "rows that are titles of groups", _groups, {**_A1, "category": "Bottles"}, {**_A2, "category": "Cups"}
    ),
    _case("a hidden row", _hidden, _A1, {**_A2, "note": "the row is hidden in the sheet"}),
    _case(
        "a hidden column of old prices beside one of the same name",
        _hidden_column,
        {"id": "A-1", "prices": "1+ 4.5 USD/piece"},
        {"id": "A-2", "prices": "1+ 3.5 USD/piece"},
    ),
    _case("a hidden sheet that is a price list", _hidden_sheet, _A1, {**_A2, "note": "the sheet is hidden"}),
    _case("a hidden sheet of countries", _helper_sheet, _A1, _A2, problems=("unreadable_row",)),
    _case("a row that is struck through", _struck, _A1, problems=("withdrawn",)),
    _case(
        "currency, unit and zeros only in number formats",
        _formats,
        {"id": "00123", "title": "Bottle", "prices": "1+ 4.5 EUR/piece", "weight": "350 g"},
        {"id": "00124", "title": "Cup", "prices": "1+ 3.25 EUR/piece", "weight": "120 g"},
    ),
    _case("a formula with its result", _stored, _A1),
    Case(
        about="formulas that no program has computed",
        name="list.xlsx",
        format_name="xlsx",
        make=_computed,
        offers=({"id": "A-1", "prices": "1+ 5 USD/piece"}, {"id": "A-2", "prices": "1+ 3.5 USD/piece"}),
    ),
    _case(
        "an error in a price's cell",
        _error,
        _A1,
        {"id": "A-2", "title": "Steel cup", "moq": "200 piece"},
        problems=("bad_value",),
    ),
    _case("a picture on a row", _picture, {**_A1, "images": "list.xlsx!/xl/media/image1.png"}, _A2),
    _case("a date that is a number with a format", _dates, {"id": "A-1", "valid_until": "2027-03-31"}),
    _case(
        "German numbers stored as text",
        _numbers_as_text,
        {"id": "0815", "title": "Zange", "prices": "1+ 1299 EUR/piece", "moq": "1000 piece"},
    ),
    _case(
        "old prices struck beside new ones",
        _struck_price,
        {"id": "A-1", "prices": "1+ 4.1 USD/piece"},
        {"id": "A-2", "prices": "1+ 3.1 USD/piece"},
        problems=("withdrawn", "withdrawn"),
    ),
    _case(
        "a cover, then sheets in two languages",
        _two_sheets,
        _A1,
        {"id": "D-1", "title": "Becher", "prices": "1+ 3.1 EUR/piece"},
    ),
    Case(
        about="an old workbook with titles of groups",
        name="list.xls",
        format_name="xls",
        make=partial(_xls, [HEADER, ["Bottles"], ROWS[0], ["Cups"], ROWS[1]]),
        offers=({**_A1, "category": "Bottles"}, {**_A2, "category": "Cups"}),
    ),
    Case(
        about="an OpenDocument sheet",
        name="list.ods",
        format_name="ods",
        make=partial(_ods, [HEADER, *ROWS]),
        offers=(_A1, _A2),
    ),
    Case(
        about="a binary workbook",
        name="list.xlsb",
        format_name="xlsx",
        make=partial(_xlsb, [HEADER, *ROWS]),
        offers=(_A1, _A2),
    ),
    Case(
        about="an old workbook with tiers and pictures",
        name="list.xls",
        format_name="xls",
        make=partial(_xls, _TIERS),
        offers=_TIERED,
    ),
    Case(
        about="an OpenDocument sheet with tiers and pictures",
        name="list.ods",
        format_name="ods",
        make=partial(_ods, _TIERS),
        offers=_TIERED,
    ),
)
