"""Workbooks as people keep them: hidden things, lines through rows, formulas, pictures, units in number formats."""

from __future__ import annotations

import io
import math
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
import xlwt
from hypothesis import given
from hypothesis import strategies as st

from dragoman.formats import READERS
from dragoman.formats.formulas import Unknown, compute
from dragoman.formats.number_formats import format_of
from dragoman.formats.spreadsheet import SpreadsheetReader
from dragoman.ingest.load import IngestRequest, ingest
from dragoman.model import Offer, Problem
from dragoman.ports import PictureName, ProblemFilter, ReadOptions, Remarked, Row, Table
from dragoman.stores.memory import MemoryStore
from dragoman.testing.format_reader import source_of

XLSX = SpreadsheetReader("xlsx", (".xlsx", ".xlsm", ".xlsb"))
HEADER: list[object] = ["SKU", "Product", "Price USD", "MOQ"]
ROWS: list[list[object]] = [
    ["A-1", "Steel bottle", 4.5, 100],
    ["A-2", "Steel cup", 3.25, 200],
    ["A-3", "Steel lid", 1.25, 300],
]


def png(colour: int = 0) -> io.BytesIO:
    """A picture of one pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    data = zlib.compress(bytes([0, colour, colour, colour]))
    return io.BytesIO(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
    )


def book(write: Callable[[xlsxwriter.Workbook], None]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        write(made)
    return out.getvalue()


def put(sheet: xlsxwriter.worksheet.Worksheet, rows: list[list[object]], top: int = 0) -> None:
    for number, row in enumerate(rows, top):
        for column, value in enumerate(row):
            if value is not None:
                sheet.write(number, column, value)


def read(data: bytes, options: ReadOptions | None = None) -> list[tuple[Table, list[Row | Problem]]]:
    source = source_of(data, "list.xlsx")
    return [(table, list(table.rows)) for table in XLSX.read(source, options or ReadOptions())]


def rows_of(rows: list[Row | Problem]) -> list[Row]:
    return [row for row in rows if not isinstance(row, Problem)]


def problems_of(rows: list[Row | Problem]) -> list[Problem]:
    return [row for row in rows if isinstance(row, Problem)]


def offers(folder: Path, data: bytes) -> tuple[list[Offer], MemoryStore]:
    """What a load makes of a workbook."""
    (folder / "list.xlsx").write_bytes(data)
    store = MemoryStore()
    ingest(
        IngestRequest(paths=(folder / "list.xlsx",)),
        store=store,
        readers=READERS,
        reader_version="1",
        progress=lambda _event: None,
    )
    return sorted(store.changes_since(0, limit=100).upserts, key=lambda one: one.external_id), store


# ------------------------------------------------------------------------------------ hidden


def test_hidden_rows_are_read_and_say_so(tmp_path: Path) -> None:
    def write(made: xlsxwriter.Workbook) -> None:
        sheet = made.add_worksheet("P")
        put(sheet, [HEADER, *ROWS])
        sheet.set_row(2, None, None, {"hidden": True})

    data = book(write)
    ((_, rows),) = read(data)
    assert [row.remark for row in rows if isinstance(row, Remarked)] == [
        "",
        "the row is hidden in the sheet",
        "",
    ]
    found, _ = offers(tmp_path, data)
    assert [one.title.note for one in found] == ["", "the row is hidden in the sheet", ""]


def test_hidden_sheets_are_read_last_and_their_offers_say_so(tmp_path: Path) -> None:
    def write(made: xlsxwriter.Workbook) -> None:
        old, now = made.add_worksheet("Old"), made.add_worksheet("Now")
        put(old, [HEADER, ["X-1", "Old jug", 9.5, 10]])
        put(now, [HEADER, *ROWS])
        now.activate()
        old.hide()

    data = book(write)
    (now, _), (old, _) = read(data)
    assert (now.sheet, now.detected["hidden sheets"]) == ("Now", "Old")
    assert (old.sheet, old.detected["hidden"]) == ("Old", "the sheet is hidden")
    found, _ = offers(tmp_path, data)
    assert [(one.external_id, one.title.note) for one in found][-1] == ("X-1", "the sheet is hidden")


def test_a_hidden_sheet_that_is_no_price_list_is_named_and_left_out() -> None:
    def write(made: xlsxwriter.Workbook) -> None:
        put(made.add_worksheet("Prices"), [HEADER, *ROWS])
        lists = made.add_worksheet("Lists")
        put(lists, [["Germany", 1], ["France", 2], ["Spain", 3]])
        lists.very_hidden()

    data = book(write)
    _, (lists, rows) = read(data)
    (problem,) = problems_of(rows)
    assert lists.sheet == "Lists"
    assert (problem.value, problem.origin.sheet, problem.severity) == ("Lists", "Lists", "warning")
    assert "--sheet" in problem.advice
    ((asked, read_rows),) = read(data, ReadOptions(sheet="Lists"))
    assert len(rows_of(read_rows)) == 3
    assert asked.detected["hidden"] == "the sheet is hidden"


def test_a_hidden_price_column_gives_way_to_the_one_that_is_shown(tmp_path: Path) -> None:
    def write(made: xlsxwriter.Workbook) -> None:
        sheet = made.add_worksheet("P")
        put(
            sheet,
            [
                ["SKU", "Product", "Price USD", "Unit price USD"],
                ["A-1", "Bottle", 2.0, 4.5],
                ["A-2", "Cup", 1.0, 3.5],
            ],
        )
        sheet.set_column(2, 2, None, None, {"hidden": True})

    data = book(write)
    ((table, _),) = read(data)
    assert [column.key for column in table.columns if column.hidden] == ["Price USD"]
    assert table.detected["hidden columns"] == "C"
    found, _ = offers(tmp_path, data)
    assert [str(one.prices[0].value.price.money.amount) for one in found] == ["4.5", "3.5"]


def test_a_value_of_a_hidden_column_says_where_it_comes_from(tmp_path: Path) -> None:
    def write(made: xlsxwriter.Workbook) -> None:
        sheet = made.add_worksheet("P")
        put(sheet, [HEADER, *ROWS])
        sheet.set_column(2, 2, None, None, {"hidden": True})

    found, _ = offers(tmp_path, book(write))
    assert "hidden" in found[0].prices[0].note
    assert found[0].prices[0].confidence < 1


# ------------------------------------------------------------------------------------ struck through


def test_a_struck_row_gives_no_offer_and_a_problem_says_so(tmp_path: Path) -> None:
    def write(made: xlsxwriter.Workbook) -> None:
        sheet = made.add_worksheet("P")
        put(sheet, [HEADER, *ROWS])
        struck = made.add_format({"font_strikeout": True})
        for column, value in enumerate(ROWS[1]):
            sheet.write(2, column, value, struck)

    found, store = offers(tmp_path, book(write))
    assert [one.external_id for one in found] == ["A-1", "A-3"]
    (problem,) = store.problems(ProblemFilter(kind="withdrawn")).problems
    assert (problem.origin.cell, problem.severity) == ("A3", "error")
    assert problem.value == "A-2 Steel cup 3.25 200"


def test_a_struck_price_beside_a_new_one_is_left_out() -> None:
    def write(made: xlsxwriter.Workbook) -> None:
        sheet = made.add_worksheet("P")
        put(
            sheet,
            [
                ["SKU", "Product", "Price USD", "New price USD"],
                ["A-1", "Bottle", None, 3.5],
                ["A-2", "Cup", 2, 1.5],
            ],
        )
        sheet.write(1, 2, 4.5, made.add_format({"font_strikeout": True}))

    ((_, rows),) = read(book(write))
    (problem,) = problems_of(rows)
    assert (problem.kind, problem.origin.cell, problem.value) == ("withdrawn", "C2", "4.5")
    assert rows_of(rows)[0].values == {"SKU": "A-1", "Product": "Bottle", "New price USD": 3.5}


def test_text_struck_within_the_cell_is_left_out_of_it_and_told() -> None:
    def write(made: xlsxwriter.Workbook) -> None:
        sheet = made.add_worksheet("P")
        struck, plain = made.add_format({"font_strikeout": True}), made.add_format({"bold": True})
        put(
            sheet,
            [["SKU", "Product", "Colour", "Price"], ["A-1", "Bottle", None, 3], ["A-2", "Cup", None, 4]],
        )
        sheet.write_rich_string(1, 2, struck, "blue", struck, " or red")
        sheet.write_rich_string(2, 2, struck, "blue", plain, " red")

    ((_, rows),) = read(book(write))
    assert [(one.origin.cell, one.value) for one in problems_of(rows)] == [
        ("C2", "blue or red"),
        ("C3", "blue"),
    ]
    assert rows_of(rows)[1].text("Colour").strip() == "red"


# ------------------------------------------------------------------------------------ formulas


def test_a_formula_is_read_by_its_stored_result() -> None:
    def write(made: xlsxwriter.Workbook) -> None:
        sheet = made.add_worksheet("P")
        put(sheet, [HEADER, *ROWS])
        sheet.write_formula(1, 2, "=1.5*3", None, 4.5)

    data = book(write)
    ((_, rows),) = read(data)
    assert [row.text("Price USD") for row in rows_of(rows)] == ["4.5", "3.25", "1.25"]
    assert not problems_of(rows)


def written_by_a_program(*rows: list[object]) -> bytes:
    """A workbook that no spreadsheet program has opened: its formulas have no results."""
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_a_formula_without_a_stored_result_is_computed_where_it_is_arithmetic(tmp_path: Path) -> None:
    data = written_by_a_program(
        ["Discount", 0.5],
        [],
        HEADER,
        ["A-1", "Bottle", 4.5, 100],
        ["A-2", "Cup", "=ROUND(C4*$B$1,2)", "=D4*2"],
        ["A-3", '="Lid "&A5', "=SUM(C4:C5)/D6%", "=50"],
    )
    found, _ = offers(tmp_path, data)
    assert [(one.title.value, str(one.prices[0].value.price.money.amount)) for one in found] == [
        ("Bottle", "4.5"),
        ("Cup", "2.25"),
        ("Lid A-2", "13.5"),
    ]
    assert (
        found[1].title.note == "computed, since the file stores no result: C5: =ROUND(C4*$B$1,2), D5: =D4*2"
    )
    assert found[0].title.note == ""


@pytest.mark.parametrize(
    "formula",
    [
        "=VLOOKUP(A2,Old!A:B,2,0)",
        "=C9*2",
        "=Z2*2",
        "=1/0",
        "=IF(D2>1,3,4)",
        "=C2",
        "=" + "(" * 60 + "1" + ")" * 60,
    ],
)
def test_a_formula_that_cannot_be_computed_is_a_problem_that_says_what_to_do(formula: str) -> None:
    ((_, rows),) = read(
        written_by_a_program(HEADER, ["A-1", "Bottle", formula, 100], ["A-2", "Cup", 3.5, 100])
    )
    (problem,) = problems_of(rows)
    assert (problem.kind, problem.origin.cell, problem.value) == ("bad_value", "C2", formula[:200])
    assert "save it there" in problem.advice
    assert len(rows_of(rows)) == 2


@given(st.text(alphabet='=+-*/^&%(),:"$.0123456789ABCSUMROUND ', max_size=60))
def test_any_formula_is_a_value_or_unknown(text: str) -> None:
    try:
        value = compute(f"={text}", lambda row, column: float(row) if column < 3 else None)
    except Unknown:
        return
    assert isinstance(value, str) or math.isfinite(value)


def test_an_error_in_a_cell_is_a_problem_with_its_cell() -> None:
    def write(made: xlsxwriter.Workbook) -> None:
        sheet = made.add_worksheet("P")
        put(sheet, [HEADER, *ROWS])
        sheet.write_formula(2, 2, "=VLOOKUP(A3,Old!A:B,2,0)", None, "#N/A")

    ((_, rows),) = read(book(write))
    (problem,) = problems_of(rows)
    assert (problem.kind, problem.origin.cell, problem.value) == ("bad_value", "C3", "#N/A")
    assert rows_of(rows)[1].values == {"SKU": "A-2", "Product": "Steel cup", "MOQ": 200}


# ------------------------------------------------------------------------------------ units and currency


@pytest.mark.parametrize(
    ("code", "unit"),
    [
        ('0.0 "kg"', "kg"),
        ('#,##0" pcs"', "pcs"),
        ("0\\ \\g", "g"),
        ('0.00_ "mm"', "mm"),
        ("0.00", ""),
        ('0.00 "€"', ""),
        ('"ca." 0', ""),
        ('0 "2"', ""),
    ],
)
def test_the_unit_that_a_number_format_shows_is_told(code: str, unit: str) -> None:
    form = format_of(code)
    assert (form.unit if form is not None else "") == unit


def test_units_of_number_formats_reach_the_offer(tmp_path: Path) -> None:
    def write(made: xlsxwriter.Workbook) -> None:
        sheet = made.add_worksheet("P")
        put(sheet, [["SKU", "Product", "Price", "Weight", "MOQ"], ["A-1", "Bottle"], ["A-2", "Cup"]])
        for row, weight in ((1, 350), (2, 120.5)):
            sheet.write(row, 2, 4.5, made.add_format({"num_format": '#,##0.00 "€"'}))
            sheet.write(row, 3, weight, made.add_format({"num_format": '0.0 "g"'}))
            sheet.write(row, 4, 20, made.add_format({"num_format": '0 "cartons"'}))

    found, _ = offers(tmp_path, book(write))
    weight, moq = found[1].weight, found[1].moq
    assert weight is not None
    assert moq is not None
    assert (str(weight.value.value), weight.value.unit) == ("120.5", "g")
    assert (str(moq.value.value), moq.value.unit) == ("20", "carton")
    assert found[1].prices[0].value.price.money.currency == "EUR"


# ------------------------------------------------------------------------------------ pictures


def with_pictures(made: xlsxwriter.Workbook) -> None:
    sheet = made.add_worksheet("P")
    put(sheet, [["Picture", *HEADER], *([None, *row] for row in ROWS)])
    for row in (1, 2, 3):
        sheet.set_row(row, 60)
    sheet.insert_image("A2", "one.png", {"image_data": png(1), "x_scale": 40, "y_scale": 40})
    sheet.insert_image("A3", "two.png", {"image_data": png(2), "x_scale": 40, "y_scale": 70, "y_offset": 60})


def test_pictures_that_lie_on_a_row_become_the_pictures_of_its_offer(tmp_path: Path) -> None:
    data = book(with_pictures)
    ((table, rows),) = read(data)
    assert [column.key for column in table.columns] == list(map(str, ["Picture", *HEADER]))
    first, _, third = rows_of(rows)
    assert isinstance(first.values["Picture"], PictureName)
    assert first.text("Picture") == "list.xlsx!/xl/media/image1.png"
    assert third.text("Picture") == "list.xlsx!/xl/media/image2.png", "most of it lies on the lower row"
    found, _ = offers(tmp_path, data)
    assert [[(one.value, one.origin.cell) for one in offer.images] for offer in found] == [
        [("list.xlsx!/xl/media/image1.png", "A2")],
        [],
        [("list.xlsx!/xl/media/image2.png", "A4")],
    ]


def test_a_picture_over_text_or_without_a_column_of_its_own_is_read_too(tmp_path: Path) -> None:
    def write(made: xlsxwriter.Workbook) -> None:
        sheet = made.add_worksheet("P")
        put(sheet, [["ACME Trading Co., Ltd."], [], HEADER, *ROWS])
        sheet.insert_image("A1", "logo.png", {"image_data": png(9)})
        sheet.insert_image("B4", "one.png", {"image_data": png(1)})
        sheet.insert_image("B4", "two.png", {"image_data": png(2), "x_offset": 20})
        sheet.insert_image("H5", "three.png", {"image_data": png(3)})

    data = book(write)
    ((table, rows),) = read(data)
    assert [column.key for column in table.columns] == [*HEADER, "Picture"]
    found, _ = offers(tmp_path, data)
    assert [[one.origin.cell for one in offer.images] for offer in found] == [["B4", "B4"], ["H5"], []]
    assert rows_of(rows)[0].text("Product") == "Steel bottle"


def test_a_picture_inside_a_cell_of_excel_365_is_the_offers_picture() -> None:
    def write(made: xlsxwriter.Workbook) -> None:
        sheet = made.add_worksheet("P")
        put(sheet, [["Picture", *HEADER], *([None, *row] for row in ROWS)])
        sheet.embed_image("A2", "one.png", {"image_data": png(1)})
        sheet.embed_image("A4", "two.png", {"image_data": png(2)})

    ((_, rows),) = read(book(write))
    assert not problems_of(rows)
    assert [row.text("Picture") for row in rows_of(rows)] == [
        "list.xlsx!/xl/media/image1.png",
        "",
        "list.xlsx!/xl/media/image2.png",
    ]


def test_a_picture_inside_a_cell_of_wps_is_the_offers_picture() -> None:
    def write(made: xlsxwriter.Workbook) -> None:
        sheet = made.add_worksheet("P")
        put(sheet, [["图片", "货号", "品名", "单价"], [None, "A-1", "杯子", 3.5], [None, "A-2", "瓶子", 4.5]])
        formula = '=_xlfn.DISPIMG("ID_A1",1)'
        sheet.write_formula(1, 0, formula, None, '=DISPIMG("ID_A1",1)')

    data = book(write)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            new.writestr(member.filename, old.read(member))
        new.writestr("xl/media/image1.png", png().getvalue())
        new.writestr(
            "xl/cellimages.xml",
            '<etc:cellImages xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData" xmlns:a="a" xmlns:r="r" '
            'xmlns:xdr="x"><etc:cellImage><xdr:pic><xdr:nvPicPr><xdr:cNvPr id="2" name="ID_A1"/></xdr:nvPicPr>'
            '<xdr:blipFill><a:blip r:embed="rId1"/></xdr:blipFill></xdr:pic></etc:cellImage></etc:cellImages>',
        )
        new.writestr(
            "xl/_rels/cellimages.xml.rels",
            '<Relationships><Relationship Id="rId1" Type="http://x/image" Target="media/image1.png"/></Relationships>',
        )
    ((_, rows),) = read(out.getvalue())
    assert not problems_of(rows)
    assert [row.text("图片") for row in rows_of(rows)] == ["list.xlsx!/xl/media/image1.png", ""]


def test_no_text_of_a_supplier_is_taken_for_a_picture_inside_a_file(tmp_path: Path) -> None:
    def write(made: xlsxwriter.Workbook) -> None:
        sheet = made.add_worksheet("P")
        put(sheet, [["Picture", *HEADER], *(["../../etc/x!/xl/media/secret.png", *row] for row in ROWS)])

    found, _ = offers(tmp_path, book(write))
    assert [one.images for one in found] == [(), (), ()]


def test_relations_that_lead_nowhere_or_out_of_the_package_are_left_out() -> None:
    data = book(with_pictures)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            text = old.read(member)
            if member.filename == "xl/drawings/_rels/drawing1.xml.rels":
                text = text.replace(b"../media/image1.png", b"../../../../etc/passwd.png")
                text = text.replace(b"../media/image2.png", b"/xl/media/nothing.png")
            new.writestr(member.filename, text)
    ((_, rows),) = read(out.getvalue())
    assert all("Picture" not in row.values for row in rows_of(rows))


# ------------------------------------------------------------------------------------ several tables, other formats


def test_tables_below_and_beside_each_other_in_a_workbook_all_give_offers(tmp_path: Path) -> None:
    def write(made: xlsxwriter.Workbook) -> None:
        sheet = made.add_worksheet("P")
        put(sheet, [HEADER, *ROWS])
        put(
            sheet,
            [["Glasses"], ["Item no.", "Description", "Colour", "Price EUR"], ["G-1", "Glass", "clear", 2.5]],
            6,
        )
        beside = made.add_worksheet("Q")
        put(
            beside,
            [
                ["SKU", "Name", "Price", None, "SKU", "Name", "Price"],
                ["L-1", "Lid", 1, None, "L-2", "Cap", 2],
            ],
        )

    found, _ = offers(tmp_path, book(write))
    assert [one.external_id for one in found] == ["A-1", "A-2", "A-3", "G-1", "L-1", "L-2"]
    category = found[3].category
    assert category is not None
    assert (category.value, category.origin.cell) == ("Glasses", "A7")
    assert found[3].prices[0].value.price.money.currency == "EUR"


def test_an_old_workbook_with_groups_is_read_alike() -> None:
    made = xlwt.Workbook()
    sheet = made.add_sheet("P")
    lines: list[list[object]] = [HEADER, ["-- Bottles --"], *ROWS[:2], ["-- Lids --"], ROWS[2]]
    for number, row in enumerate(lines):
        for column, value in enumerate(row):
            sheet.write(number, column, value)
    out = io.BytesIO()
    made.save(out)
    source = source_of(out.getvalue(), "list.xls")
    reader = SpreadsheetReader("xls", (".xls",))
    (rows,) = (rows_of(list(table.rows)) for table in reader.read(source, ReadOptions()))
    assert [row.text("Category") for row in rows] == ["Bottles", "Bottles", "Lids"]
    assert rows[2].cell("Category").cell == "A5"


def record(kind: int, data: bytes = b"") -> bytes:
    """One record of an XLSB part. Source: MS-XLSB 2.1.4."""
    kinds = bytes([kind & 0x7F | 0x80, kind >> 7]) if kind >= 0x80 else bytes([kind])
    size = len(data)
    sizes = bytes([size & 0x7F | 0x80, size >> 7]) if size >= 0x80 else bytes([size])
    return kinds + sizes + data


def wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def xlsb(rows: list[list[object]]) -> bytes:
    """A workbook of one sheet in the binary format."""
    body = record(129) + record(148, struct.pack("<4I", 0, len(rows) - 1, 0, len(rows[0]) - 1)) + record(145)
    for number, row in enumerate(rows):
        body += record(0, struct.pack("<IIHBBBI", number, 0, 300, 0, 0, 0, 0))
        for column, value in enumerate(row):
            cell = struct.pack("<II", column, 0)
            body += (
                record(6, cell + wide(value))
                if isinstance(value, str)
                else record(5, cell + struct.pack("<d", value))
            )
    body += record(146) + record(130)
    workbook = (
        record(131)
        + record(143)
        + record(156, struct.pack("<II", 0, 1) + wide("rId1") + wide("P"))
        + record(144)
        + record(132)
    )
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("xl/workbook.bin", workbook)
        package.writestr("xl/worksheets/sheet1.bin", body)
        package.writestr(
            "xl/_rels/workbook.bin.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
            f'Type="{relations}/worksheet" Target="worksheets/sheet1.bin"/></Relationships>',
        )
    return out.getvalue()


def test_a_binary_workbook_is_read() -> None:
    data = xlsb([list(HEADER), *ROWS])
    assert XLSX.sniff(data[:65_536], name="list.xlsb") > 0.9
    ((table, rows),) = read(data)
    assert [column.key for column in table.columns] == HEADER
    assert [row.text("Price USD") for row in rows_of(rows)] == ["4.5", "3.25", "1.25"]
    assert rows_of(rows)[2].cell("MOQ").cell == "D4"
