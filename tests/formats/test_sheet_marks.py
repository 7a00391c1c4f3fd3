"""Old workbooks and OpenDocument sheets: what is hidden, struck through, or shown by number formats, as in XLSX."""

from __future__ import annotations

import io
import struct
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any  # names of formats come from parameters

import olefile
import pytest
from corpus.marked_sheets import HEADER, Sheet, Write, hidden_column, number_formats, ods, xls, xlsb
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.errors import FileUnreadable
from dragoman.formats import READERS
from dragoman.formats.ods_marks import OdsMarks
from dragoman.formats.rows import GridRow
from dragoman.formats.spreadsheet import SpreadsheetReader
from dragoman.formats.xls_marks import XlsMarks
from dragoman.formats.xlsb_marks import scan_binary_sheet
from dragoman.ingest.load import IngestRequest, ingest
from dragoman.model import Offer, Problem
from dragoman.ports import ProblemFilter, ReadOptions, Remarked, Row, Table
from dragoman.stores.memory import MemoryStore
from dragoman.testing.format_reader import source_of

HIDDEN = "the row is hidden in the sheet"


WRITERS = [
    pytest.param("xls", xls, id="xls"),
    pytest.param("ods", ods, id="ods"),
    pytest.param("xlsb", xlsb, id="xlsb"),
]
each_format = pytest.mark.parametrize(("kind", "write"), WRITERS)


def read(
    kind: Any, data: bytes, options: ReadOptions | None = None
) -> list[tuple[Table, list[Row | Problem]]]:
    source = source_of(data, f"list.{kind}")
    reader = SpreadsheetReader("xlsx" if kind == "xlsb" else kind, (f".{kind}",))
    return [(table, list(table.rows)) for table in reader.read(source, options or ReadOptions())]


def loaded(folder: Path, kind: str, data: bytes) -> tuple[dict[str, Offer], list[Problem]]:
    (folder / f"list.{kind}").write_bytes(data)
    store = MemoryStore()
    request = IngestRequest(paths=(folder / f"list.{kind}",))
    ingest(request, store=store, readers=READERS, reader_version="1", progress=lambda _event: None)
    found = {one.external_id: one for one in store.changes_since(0, limit=100).upserts}
    return found, list(store.problems(ProblemFilter()).problems)


# --------------------------------------------------------------------------- hidden


@each_format
def test_hidden_rows_are_read_and_say_so(tmp_path: Path, kind: str, write: Write) -> None:
    sheet = Sheet()
    sheet.hidden_rows = {2}
    ((_, rows),) = read(kind, write(sheet))
    assert [row.remark for row in rows if isinstance(row, Remarked)] == ["", HIDDEN, ""]
    offers, _ = loaded(tmp_path, kind, write(sheet))
    assert {sku: one.title.note for sku, one in offers.items()} == {"A-1": "", "A-2": HIDDEN, "A-3": ""}


@each_format
def test_a_hidden_price_column_gives_way_to_the_one_that_is_shown(
    tmp_path: Path, kind: str, write: Write
) -> None:
    (sheet,) = hidden_column()
    ((table, _),) = read(kind, write(sheet))
    assert [column.hidden for column in table.columns] == [False, False, True, False]
    assert table.detected["hidden columns"] == "C"
    offers, _ = loaded(tmp_path, kind, write(sheet))
    assert [one.value.price.money.amount for one in offers["A-1"].prices] == [Decimal("4.5")]


@each_format
def test_hidden_sheets_are_read_last_and_their_offers_say_so(tmp_path: Path, kind: str, write: Write) -> None:
    old = Sheet("Old", rows=[HEADER, ["X-1", "Old jug", 9.5, 10]])
    old.hidden = True
    old.hidden_rows = {1}
    data = write(old, Sheet("Now"))
    (now, _), (hidden, _) = read(kind, data)
    assert (now.sheet, now.detected["hidden sheets"]) == ("Now", "Old")
    assert (hidden.sheet, hidden.detected["hidden"]) == ("Old", "the sheet is hidden")
    offers, _ = loaded(tmp_path, kind, data)
    assert (offers["X-1"].title.note, offers["A-1"].title.note) == ("the sheet is hidden", "")


@each_format
def test_the_marks_of_a_sheet_are_its_own(kind: str, write: Write) -> None:
    first, second = Sheet("First"), Sheet("Second")
    first.hidden_rows, second.hidden_rows = {1}, {3}
    found = read(kind, write(first, second))
    remarks = [[row.remark for row in rows if isinstance(row, Remarked)] for _, rows in found]
    assert remarks == [[HIDDEN, "", ""], ["", "", HIDDEN]]


# --------------------------------------------------------------------------- struck through


@each_format
def test_a_struck_row_gives_no_offer_and_a_problem_says_so(tmp_path: Path, kind: str, write: Write) -> None:
    sheet = Sheet()
    sheet.strike(2)
    offers, problems = loaded(tmp_path, kind, write(sheet))
    assert sorted(offers) == ["A-1", "A-3"]
    (problem,) = problems
    assert (problem.kind, problem.origin.cell, problem.value) == ("withdrawn", "A3", "A-2 Steel cup 3.25 200")


@each_format
def test_a_struck_price_is_left_out_and_its_cell_is_told(tmp_path: Path, kind: str, write: Write) -> None:
    sheet = Sheet()
    sheet.strike(1, 2)
    offers, problems = loaded(tmp_path, kind, write(sheet))
    assert offers["A-1"].prices == ()
    assert [one.value.price.money.amount for one in offers["A-2"].prices] == [Decimal("3.25")]
    assert [(one.kind, one.origin.cell, one.value) for one in problems] == [("withdrawn", "C2", "4.5")]


# --------------------------------------------------------------------------- number formats


@each_format
def test_number_formats_show_zeros_currencies_and_units(tmp_path: Path, kind: str, write: Write) -> None:
    (sheet,) = number_formats()
    offers, problems = loaded(tmp_path, kind, write(sheet))
    assert (sorted(offers), problems) == (["00123", "00124", "00125"], [])
    one = offers["00123"]
    assert [(p.value.price.money.amount, p.value.price.money.currency) for p in one.prices] == [
        (Decimal("4.5"), "EUR")
    ]
    assert one.weight is not None
    assert (one.weight.value.value, one.weight.value.unit) == (Decimal(350), "g")


# --------------------------------------------------------------------------- ODS alone


def odf(body: str, styles: str = "") -> bytes:
    """A package of one table."""
    out = io.BytesIO()
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text", "style", "number")
    )
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
        package.writestr(
            "content.xml",
            f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}><office:automatic-styles>{styles}'
            f'</office:automatic-styles><office:body><office:spreadsheet><table:table table:name="P">{body}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return out.getvalue()


STRUCK = (
    '<style:style style:name="T1" style:family="text"><style:text-properties style:text-line-through-style="solid"/></style:style>'
    '<style:style style:name="ce1" style:family="table-cell"><style:text-properties style:text-line-through-type="single"/></style:style>'
    '<style:style style:name="ce2" style:family="table-cell" style:parent-style-name="ce1"><style:text-properties '
    'style:text-line-through-style="none"/></style:style>'
)


def cells(*texts: str, more: str = "") -> str:
    return "".join(
        f'<table:table-cell office:value-type="string"{more}><text:p>{text}</text:p></table:table-cell>'
        for text in texts
    )


def line(*texts: str, more: str = "", of_cells: str = "") -> str:
    return f"<table:table-row{more}>{cells(*texts, more=of_cells)}</table:table-row>"


TOP = line(*HEADER)


def marked(data: bytes) -> list[tuple[bool, list[int]]]:
    """(hidden, struck columns) of each marked row."""
    marks = OdsMarks()
    marks.read(zipfile.ZipFile(io.BytesIO(data)))
    return [(one.hidden, sorted(one.struck)) for one in marks.sheets["P"].found(marks.formats)]


def test_text_that_is_struck_within_its_cell_counts_where_all_of_it_is() -> None:
    whole = '<text:span text:style-name="T1">Steel <text:s/>cup</text:span>'
    part = f"New {whole}"
    assert marked(odf(TOP + line("A-1", whole, "4.5", "1") + line("A-2", part, "4.5", "1"), STRUCK)) == [
        (False, [1])
    ]


def test_a_comment_is_no_text_of_its_cell() -> None:
    note = "<office:annotation><text:p>was 5.10</text:p></office:annotation>"
    cell = f'<table:table-cell office:value-type="string">{note}<text:p><text:span text:style-name="T1">Cup</text:span></text:p></table:table-cell>'
    assert marked(odf(f"{TOP}<table:table-row>{cell}</table:table-row>", STRUCK)) == [(False, [0])]


def test_a_style_that_takes_the_line_away_strikes_nothing() -> None:
    struck = line("A-1", "Cup", of_cells=' table:style-name="ce1"')
    plain = line("A-2", "Lid", of_cells=' table:style-name="ce2"')
    assert marked(odf(TOP + struck + plain, STRUCK)) == [(False, [0, 1])]


def test_a_cell_without_a_style_has_that_of_its_row_else_of_its_column() -> None:
    columns = '<table:table-column table:number-columns-repeated="2"/><table:table-column table:default-cell-style-name="ce1"/>'
    row = line("A-1", "Cup", "5", more=' table:default-cell-style-name="ce2"')
    assert marked(odf(columns + line("A-1", "Cup", "5") + row, STRUCK)) == [(False, [2])]
    row = line("A-1", "Cup", "5", more=' table:default-cell-style-name="ce1"')
    assert marked(odf(columns + row, STRUCK)) == [(False, [0, 1, 2])]


def test_rows_and_cells_that_repeat_are_marked_each() -> None:
    gap = '<table:table-row table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="4"/></table:table-row>'
    many = line("A-1", more=' table:number-rows-repeated="2" table:visibility="collapse"')
    wide = '<table:table-cell office:value-type="string" table:number-columns-repeated="3" table:style-name="ce1"><text:p>x</text:p></table:table-cell>'
    data = odf(f"{TOP}{gap}{many}<table:table-row>{cells('a')}{wide}</table:table-row>", STRUCK)
    marks = OdsMarks()
    marks.read(zipfile.ZipFile(io.BytesIO(data)))
    found = [(one.number, one.hidden, sorted(one.struck)) for one in marks.sheets["P"].found(marks.formats)]
    assert found == [(5, True, []), (6, True, []), (7, False, [1, 2, 3])]


def test_the_currency_that_a_cell_says_itself_is_its_sign(tmp_path: Path) -> None:
    price = '<table:table-cell office:value-type="currency" office:currency="CHF" office:value="4.5"><text:p>4.50</text:p></table:table-cell>'
    body = line("SKU", "Product", "Price") + "".join(
        f"<table:table-row>{cells(f'A-{n}', f'Cup {n}')}{price}</table:table-row>" for n in range(3)
    )
    offers, _ = loaded(tmp_path, "ods", odf(body))
    assert offers["A-1"].prices[0].value.price.money.currency == "CHF"


def test_a_style_of_what_is_no_cell_marks_nothing() -> None:
    other = '<style:default-style style:family="table-cell"><style:text-properties style:text-line-through-style="solid"/></style:default-style>'
    plain = '<style:style style:name="ce1" style:family="table-cell"/>'
    assert marked(odf(TOP + line("A-1", of_cells=' table:style-name="ce1"'), plain + other)) == []


def test_more_marks_than_are_held_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dragoman.formats.sheet_marks.MOST_RUNS", 3)
    sheet = Sheet()
    for row in (1, 2, 3):
        sheet.strike(row, row - 1, 3)
    ((table, _),) = read("ods", ods(sheet))
    assert "further rows are read without their marks" in table.detected["marks"]


def test_a_damaged_package_is_told_by_its_name() -> None:
    data = bytearray(ods(Sheet()))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as package:
        at = package.getinfo("content.xml").header_offset
    data[at + 60 : at + 90] = b"\xff" * 30
    with pytest.raises(FileUnreadable, match=r"list\.ods: expected a whole"):
        read("ods", bytes(data))


BODIES = st.text(st.sampled_from('<>/="abc: ')).map(lambda text: text.encode())
PIECES = st.lists(
    st.one_of(
        BODIES,
        st.sampled_from(
            [
                b"<table:table-row>", b"</table:table-row>", b"<table:table-cell>", b"</table:table-cell>", b"<text:span>",
                b"</text:span>", b"<table:table-column table:number-columns-repeated='99999'/>", b"<office:annotation>",
                b"<table:table-row table:number-rows-repeated='9999999' table:visibility='filter'/>", b"<table:table>",
                b"<office:body>", b"<style:style style:name='a' style:family='text'>", b"<style:text-properties/>",
                b"<number:number-style style:name='a'>", b"<number:number number:min-integer-digits='x'/>", b"</style:style>",
            ]
        ),
    ),
    max_size=30,
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(pieces=PIECES)
def test_any_content_is_read_to_its_end(pieces: list[bytes]) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("content.xml", b"<office:body>" + b"".join(pieces))
    marks = OdsMarks()
    marks.read(zipfile.ZipFile(out))
    for sheet in marks.sheets.values():
        for count, one in enumerate(sheet.found(marks.formats)):
            assert one.number == sheet.rows[0] + count or count
            if count > 50:
                break


# --------------------------------------------------------------------------- XLS alone


def records(*each: tuple[int, bytes]) -> bytes:
    return b"".join(struct.pack("<2H", kind, len(data)) + data for kind, data in each)


def marks_of_stream(data: bytes, monkeypatch: pytest.MonkeyPatch, part: str = "Workbook") -> XlsMarks:
    class Package:
        def __init__(self, _stream: object) -> None: ...

        def __enter__(self) -> Package:
            return self

        def __exit__(self, *_: object) -> None: ...

        def exists(self, name: str) -> bool:
            return name == part

        def openstream(self, _name: str) -> io.BytesIO:
            return io.BytesIO(data)

    monkeypatch.setattr(olefile, "OleFileIO", Package)
    return XlsMarks(io.BytesIO())


def test_an_excel_95_workbook_says_the_same_in_other_records(monkeypatch: pytest.MonkeyPatch) -> None:
    old = struct.pack("<2H", 0x0500, 5)
    start = records(
        (0x0809, old),
        *[(0x0031, struct.pack("<2H", 200, 0))] * 4,
        (0x0031, struct.pack("<2H", 200, 8)),
        (0x041E, struct.pack("<H", 164) + bytes([5]) + b"00000"),
        (0x00E0, struct.pack("<2H", 0, 0)),
        (0x00E0, struct.pack("<2H", 5, 164)),  # fonts are counted without a fourth
    )
    place = len(start) + 4 + 10 + 4
    sheet = records(
        (0x0809, old),
        (0x0809, old), (0x0203, struct.pack("<3H", 9, 9, 1)), (0x000A, b""),  # a chart on the sheet
        (0x0208, struct.pack("<8H", 2, 0, 3, 0, 0, 0, 0x20, 0)),
        (0x00BD, struct.pack("<2H", 1, 2) + struct.pack("<HI", 1, 0) * 2 + struct.pack("<H", 3)),
        (0x000A, b""),
    )  # fmt: skip
    data = start + records((0x0085, struct.pack("<IBBB", place, 0, 0, 3) + b"Old"), (0x000A, b"")) + sheet
    marks = marks_of_stream(data, monkeypatch, "Book")
    assert marks.styles == [(False, ""), (True, "00000")]
    told = marks.sheet(0)
    assert told["patterns"] == [(False, ((2, 2, 1),)), (True, ())]
    assert struct.unpack("<6I", told["rows_marked"]) == (2, 1, 0, 3, 1, 1)  # type: ignore[arg-type]  # bytes
    assert marks.sheet(7)["patterns"] == []


@settings(max_examples=60, deadline=None)
@given(
    each=st.lists(
        st.tuples(
            st.sampled_from(
                [
                    0x0809,
                    0x000A,
                    0x0031,
                    0x041E,
                    0x00E0,
                    0x0085,
                    0x007D,
                    0x0208,
                    0x00BD,
                    0x0203,
                    0x0006,
                    0x00FD,
                ]
            ),
            st.binary(max_size=24),
        ),
        max_size=20,
    )
)
def test_any_records_are_read_or_refused(each: list[tuple[int, bytes]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        try:
            marks = marks_of_stream(records(*each), patch)
            marks.sheet(0)
        except (ValueError, IndexError, struct.error):
            return


# --------------------------------------------------------------------------- XLSB alone


@settings(max_examples=60, deadline=None)
@given(sheet=st.binary(max_size=200), styles=st.binary(max_size=80), cut=st.integers(0, 60))
def test_any_binary_parts_are_read_to_their_end(sheet: bytes, styles: bytes, cut: int) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsb(Sheet()))) as whole, zipfile.ZipFile(out, "w") as package:
        for name in whole.namelist():
            part = whole.read(name)
            if name.endswith("sheet1.bin"):
                part = part[:cut] + sheet
            package.writestr(name, styles if name.endswith("styles.bin") else part)
    scan = scan_binary_sheet(zipfile.ZipFile(out), "P", "list.xlsb")
    assert scan is not None
    for number in range(1, 5):
        scan.apply(GridRow(number, ["a", 1.0]))
