"""XLSX, XLS and ODS, as suppliers really send them, and as attackers might."""

from __future__ import annotations

import io
import os
import zipfile
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table as OdfTable
from odf.table import TableCell, TableRow
from odf.text import P
from openpyxl.worksheet.worksheet import Worksheet

from dragoman.errors import FileTooLarge, FileUnreadable
from dragoman.formats.limits import ReadLimits
from dragoman.formats.spreadsheet import SpreadsheetReader
from dragoman.model import Problem
from dragoman.ports import ReadOptions, Row, Table
from dragoman.testing.format_reader import rows_of, source_of

XLSX = SpreadsheetReader("xlsx", (".xlsx",))
XLS = SpreadsheetReader("xls", (".xls",))
ODS = SpreadsheetReader("ods", (".ods",))


def book_of(*sheets: tuple[str, list[list[object]]]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return book


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(
    data: bytes, options: ReadOptions | None = None, reader: SpreadsheetReader = XLSX
) -> list[tuple[Table, list[Row]]]:
    source = source_of(data, "list.xlsx")
    return [(table, rows_of(table)) for table in reader.read(source, options or ReadOptions())]


PRICES: list[list[object]] = [
    ["SKU", "Product", "Price USD", "MOQ"],
    ["00123", "Steel bottle", 4.5, 500],
    ["A-2", "Steel cup", 3.25, 300],
]


def test_cells_come_typed_as_the_file_stores_them_and_show_what_a_person_sees() -> None:
    names: list[object] = ["SKU", "GTIN", "Price", "Valid", "Checked", "Stock", "Hour"]
    stamp = datetime(2026, 3, 1, 9, 30)  # noqa: DTZ001 - a sheet has no zones
    cells: list[object] = ["00123", 4006381333931, 0.1 + 0.2, date(2026, 1, 2), stamp, True, time(9, 30)]
    ((_, (row,)),) = read(saved(book_of(("P", [names, cells]))))
    assert [row.text(str(name)) for name in names] == [
        *(
            "00123",
            "4006381333931",
            "0.3",
            "2026-01-02",
            "2026-03-01 09:30:00",
            "true",
            "09:30:00",
        )
    ]
    assert isinstance(row.values["Price"], float)
    assert row.values["Valid"] == date(2026, 1, 2)


def test_a_computed_number_shows_the_fifteen_digits_that_a_spreadsheet_shows() -> None:
    data = saved(book_of(("P", [["SKU", "Price"], ["A", 123456.75]])))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for member in old.infolist():
            new.writestr(member.filename, old.read(member).replace(b"123456.75", b"0.30000000000000004"))
    ((_, (row,)),) = read(out.getvalue())
    assert row.text("Price") == "0.3"


def test_codes_that_a_format_fills_up_with_zeros_keep_them() -> None:
    book = book_of(
        (
            "P",
            [
                ["SKU", "Name", "Price"],
                [123, "Cup", 3],
                ["A-7", "Box", 4],
                [1234567, "Lid", 5],
                [1.5, "x", 1],
            ],
        )
    )
    for row in range(2, 6):
        book["P"][f"A{row}"].number_format = "00000"
    ((_, rows),) = read(saved(book))
    assert [row.text("SKU") for row in rows] == ["00123", "A-7", "1234567", "1.5"]


def test_zeros_of_a_format_are_kept_to_the_last_of_many_rows_and_in_the_right_sheet() -> None:
    many: list[list[object]] = [["SKU", "Name", "Price"], *[[i, "Cup", i] for i in range(9_000)]]
    book = book_of(("Plain", many), ('A & "B"', many))
    for row in range(2, 9_002):
        book['A & "B"'][f"A{row}"].number_format = "0000000000000"
    (_, plain), (_, padded) = read(saved(book))
    assert [row.text("SKU") for row in plain] == [str(i) for i in range(9_000)]
    assert [row.text("SKU") for row in padded] == [f"{i:013d}" for i in range(9_000)]


@pytest.mark.parametrize(
    ("number_format", "sign"),
    [
        ('#,##0.00 "€"', "€"),
        ("#,##0.00\\ [$€-407]", "€"),
        ('"$"#,##0.00', "$"),
        ("[$USD] #,##0.00", "USD"),
        ("[$¥-804]#,##0.00;[Red]-[$¥-804]#,##0.00", "CN¥"),
        ("[$$-409]#,##0.00", "US$"),
        ("[$$-0C0C]#,##0.00", "$"),
        ("$#,##0", "$"),
        ("0.00", None),
        ('0.0 "kg"', None),
        ("[Red]0.00", None),
    ],
)
def test_the_currency_that_a_price_column_shows_is_told(number_format: str, sign: str | None) -> None:
    book = book_of(("P", PRICES))
    for row in (2, 3):
        book["P"][f"C{row}"].number_format = number_format
    ((table, rows),) = read(saved(book))
    assert [column.currency_shown for column in table.columns] == [None, None, sign, None]
    assert rows[0].values["Price USD"] == 4.5


def test_letterhead_merged_two_row_header_units_tiers_and_notes_in_one_sheet() -> None:
    book = book_of(
        (
            "Prices",
            [
                ["Sunrise Houseware Co., Ltd."],
                ["Ningbo, China", None, None, "valid until 2027-01-31"],
                [],
                ["Item No.", "Description", "FOB price USD", None, None, "Weight (kg)"],
                [None, None, "100-499 pcs", "500-999 pcs", "1000+ pcs", None],
                ["SB-750", "Steel bottle 750 ml", 4.5, 4.2, 3.9, 0.35],
                ["SB-500", "Steel bottle 500 ml", 3.9, 3.6, 3.3, 0.28],
                [],
                ["30% deposit, balance before shipment"],
            ],
        )
    )
    sheet = book["Prices"]
    assert isinstance(sheet, Worksheet)
    for merge in ("A1:F1", "C4:E4", "A4:A5", "B4:B5", "F4:F5"):
        sheet.merge_cells(merge)
    ((table, rows),) = read(saved(book))
    assert [column.key for column in table.columns] == [
        *("Item No.", "Description", "FOB price USD 100-499 pcs", "FOB price USD 500-999 pcs"),
        *("FOB price USD 1000+ pcs", "Weight (kg)"),
    ]
    assert [row.cell("FOB price USD 500-999 pcs").where() for row in rows] == [
        "list.xlsx, sheet Prices, cell D6",
        "list.xlsx, sheet Prices, cell D7",
    ]
    assert [text for text, _ in table.notes] == [
        "Sunrise Houseware Co., Ltd.",
        "Ningbo, China valid until 2027-01-31",
        "30% deposit, balance before shipment",
    ]


def test_a_table_that_does_not_begin_in_a1_has_true_cells() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for column, (name, value) in enumerate([("SKU", "A-1"), ("Name", "Cup"), ("Price", 3)], 3):
        sheet.cell(5, column, name)
        sheet.cell(6, column, value)
    ((table, (row,)),) = read(saved(book))
    assert [column.letter for column in table.columns] == ["C", "D", "E"]
    assert row.cell("Price").cell == "E6"


def test_each_sheet_with_a_table_is_a_table() -> None:
    tables = read(saved(book_of(("Cups", PRICES), ("Empty", []), ("Boxes", PRICES))))
    assert [(table.sheet, len(rows)) for table, rows in tables] == [("Cups", 2), ("Boxes", 2)]


def test_the_user_names_the_sheet_even_a_hidden_one() -> None:
    book = book_of(("Cups", PRICES), ("Lists", PRICES))
    book["Lists"].sheet_state = "hidden"
    assert [table.sheet for table, _ in read(saved(book), ReadOptions(sheet="Lists"))] == ["Lists"]


def test_a_sheet_that_is_not_there_is_told_with_those_that_are() -> None:
    with pytest.raises(
        FileUnreadable, match=r"list\.xlsx: expected a sheet called 'Boxes', got the sheets 'Cups'"
    ):
        read(saved(book_of(("Cups", PRICES))), ReadOptions(sheet="Boxes"))


def test_a_name_merged_over_several_rows_names_them_all_and_points_to_where_it_stands() -> None:
    book = book_of(
        (
            "P",
            [
                ["Product", "Size", "Price"],
                ["Bottle", "S", 3],
                [None, "M", 4],
                [None, "L", 5],
                ["Cup", "S", 1],
            ],
        )
    )
    sheet = book["P"]
    assert isinstance(sheet, Worksheet)
    sheet.merge_cells("A2:A4")
    ((_, rows),) = read(saved(book))
    assert [row.text("Product") for row in rows] == ["Bottle", "Bottle", "Bottle", "Cup"]
    assert [row.cell("Product").cell for row in rows] == ["A2", "A2", "A2", "A5"]


def test_a_workbook_without_cells_is_told() -> None:
    with pytest.raises(FileUnreadable, match=r"list\.xlsx: expected a sheet with cells"):
        read(saved(book_of(("Empty", []))))


def test_rows_go_on_after_many_batches() -> None:
    many: list[list[object]] = [[f"A-{i}", f"Bottle {i}", i / 4, i] for i in range(7_000)]
    ((_, rows),) = read(saved(book_of(("P", [PRICES[0], *many]))))
    assert [row.text("SKU") for row in rows] == [f"A-{i}" for i in range(7_000)]
    assert rows[-1].cell("MOQ").cell == "D7001"


# ---------------------------------------------------------------------------------- hostile files


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.95, 0.999])
def test_a_truncated_xlsx_names_the_file_and_what_to_do(share: float) -> None:
    data = saved(book_of(("P", PRICES)))
    with pytest.raises(FileUnreadable, match=r"list\.xlsx: expected a whole XLSX file.*fetch it again"):
        read(data[: int(len(data) * share)])


def far_cell() -> bytes:
    """An XLSX of 5 kB whose cells span 17 thousand million cells."""
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = "x"
    book.worksheets[0]["XFD1048576"] = "y"
    return saved(book)


def test_two_cells_far_apart_cost_the_file_not_the_process() -> None:
    with pytest.raises(FileTooLarge, match=r"list\.xlsx: .*stray cells"):
        read(far_cell())


def test_a_package_that_unpacks_to_more_than_the_limit_is_refused_before_it_is_parsed() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("xl/workbook.xml", b" " * 5_000_000)
    reader = SpreadsheetReader("xlsx", (".xlsx",), ReadLimits(max_sheet_unpacked_bytes=1_000_000))
    with pytest.raises(FileTooLarge, match="save it as CSV"):
        read(out.getvalue(), reader=reader)


def test_a_sheet_that_its_parser_never_comes_to_the_end_of_is_told() -> None:
    """Found by `benchmarks/fuzz_readers.py`: an ODS whose rows break off inside a whole package."""
    table = (
        '<table:table table:name="Now"><table:table-row><table:table-cell office:value-type="string">'
        "<text:p>SKU</text:p></table:table-cell></table:table-row>"
    )
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "text", "table")
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("META-INF/manifest.xml", "<manifest/>")
        package.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:body><office:spreadsheet>{table}",
        )
    reader = SpreadsheetReader("ods", (".ods",), ReadLimits(max_sheet_seconds=2))
    with pytest.raises(FileUnreadable, match=r"list\.xlsx: expected a spreadsheet that is read in 2 seconds"):
        read(out.getvalue(), reader=reader)


def test_a_package_that_lies_about_its_size_is_refused() -> None:
    data = bytearray(saved(book_of(("P", [["x" * 30_000] * 20] * 20))))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        member = max(package.infolist(), key=lambda member: member.file_size)
    true_size = member.file_size.to_bytes(4, "little")
    at = data.rfind(true_size)
    data[at : at + 4] = (100).to_bytes(4, "little")
    with pytest.raises(FileUnreadable, match=r"list\.xlsx"):
        read(bytes(data))


def test_an_ods_that_repeats_a_row_a_million_times_is_refused() -> None:
    book = OpenDocumentSpreadsheet()
    sheet = OdfTable(name="P")
    line = TableRow(numberrowsrepeated=1_000_000)
    cell = TableCell(valuetype="string", numbercolumnsrepeated=16_000)
    cell.addElement(P(text="x"))
    line.addElement(cell)
    sheet.addElement(line)
    book.spreadsheet.addElement(sheet)
    out = io.BytesIO()
    book.write(out)
    with pytest.raises(FileUnreadable, match=r"list\.xlsx"):
        read(out.getvalue(), reader=ODS)


def test_an_xls_that_claims_four_thousand_million_rows_is_refused() -> None:
    book = xlwt.Workbook()
    book.add_sheet("P").write(0, 0, "x")
    out = io.BytesIO()
    book.save(out)
    data = bytearray(out.getvalue())
    at = data.find(b"\x00\x02\x0e\x00")  # DIMENSIONS: rows from, rows to, columns from, columns to
    assert at > 0
    data[at + 4 : at + 16] = b"\x00\x00\x00\x00\xff\xff\xff\xff\x00\x00\xff\xff"
    try:
        tables = read(bytes(data), reader=XLS)
    except FileUnreadable as error:
        assert "list.xlsx" in str(error)  # noqa: PT017 - either is right
    else:
        assert len(tables) == 1


def test_entities_in_a_sheet_do_not_multiply() -> None:
    laughs = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(10)
    )
    book = saved(book_of(("P", PRICES)))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            text = old.read(member)
            if member.filename.startswith("xl/worksheets/"):
                text = text.replace(b"<worksheet", (laughs + "]><worksheet").encode(), 1).replace(
                    b"4.5", b"&k;", 1
                )
            new.writestr(member.filename, text)
    try:
        read(out.getvalue())
    except FileUnreadable as error:
        assert "list.xlsx" in str(error)  # noqa: PT017 - refused is as right as unexpanded


def test_no_process_is_left_behind_when_rows_are_not_read() -> None:
    tables = XLSX.read(source_of(saved(book_of(("P", PRICES * 4_000))), "list.xlsx"), ReadOptions())
    table = next(tables)
    assert not isinstance(next(table.rows), Problem)
    del table, tables
    assert not _children()


def _children() -> list[str]:
    """Ids of this process's children that run the parser."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
            command = (status.parent / "cmdline").read_bytes()
        except OSError:
            continue
        if fields[1] == str(os.getpid()) and b"spreadsheet_child" in command:
            found.append(status.parent.name)
    return found
