"""Cells of which a part is struck through or hidden, and text boxes on sheets: XLSX and DOCX."""

from __future__ import annotations

import io

import openpyxl
import pytest
import xlsxwriter
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from dragoman.formats.docx import DocxReader
from dragoman.formats.spreadsheet import SpreadsheetReader
from dragoman.model import Problem
from dragoman.ports import FormatReader, ReadOptions, Row, Table
from dragoman.testing.format_reader import source_of
from dragoman.testing.word_files import cell, docx, row, table

HEADER = ("SKU", "Product", "MOQ", "Price USD")


def read(reader: FormatReader, data: bytes) -> tuple[Table, list[Row], list[Problem]]:
    tables = iter(reader.read(source_of(data, f"list.{reader.name}"), ReadOptions()))
    found = next(tables)
    every = list(found.rows)
    return (
        found,
        [one for one in every if not isinstance(one, Problem)],
        [one for one in every if isinstance(one, Problem)],
    )


def in_cells() -> bytes:
    """A workbook whose texts stand in their cells, as openpyxl writes rich ones."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEADER)
    old = InlineFont(strike=True)
    sheet.append(["A-1", CellRichText("Steel ", TextBlock(old, "mug "), "cup"), 100, None])
    sheet["D2"] = CellRichText(TextBlock(old, "12.50"), " ", "10.90")
    sheet.append(["A-2", "Lunch box", 100, None])
    sheet["D3"] = CellRichText(TextBlock(old, "7.50"))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def shared() -> bytes:
    """The same with the texts in a part of their own, as Excel writes them."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        old, plain = book.add_format({"font_strikeout": True}), book.add_format({"bold": True})
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        sheet.write(1, 0, "A-1")
        sheet.write_rich_string(1, 1, "Steel ", old, "mug ", plain, "cup")
        sheet.write(1, 2, 100)
        sheet.write_rich_string(1, 3, old, "12.50", plain, " 10.90")
        sheet.write_row(2, 0, ["A-2", "Lunch box", 100])
        sheet.write(2, 3, "7.50", old)
    return out.getvalue()


@pytest.mark.parametrize("made", [in_cells, shared])
def test_a_struck_price_beside_a_new_one_in_a_cell_is_left_out_and_told(made: object) -> None:
    assert callable(made)
    _, rows, problems = read(SpreadsheetReader("xlsx", (".xlsx",)), made())
    assert [one.text("Product") for one in rows] == ["Steel cup", "Lunch box"]
    assert [one.text("Price USD") for one in rows] == ["10.90", ""]
    told = {(one.origin.cell, one.value) for one in problems}
    assert told == {("B2", "mug"), ("D2", "12.50"), ("D3", "7.50")}
    assert {one.kind for one in problems} == {"withdrawn"}


def test_what_a_text_box_on_the_sheet_says_is_a_note_with_its_place() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("Prices")
        sheet.write_row(0, 0, ("SKU", "Product", "MOQ", "Price"))
        sheet.write_row(1, 0, ("A-1", "Hex bolt", 100, 45))
        sheet.insert_textbox(3, 5, "All prices in USD\nper 1000 pcs")
    found, _, _ = read(SpreadsheetReader("xlsx", (".xlsx",)), out.getvalue())
    assert [(text, origin.sheet, origin.cell) for text, origin in found.notes] == [
        ("All prices in USD per 1000 pcs", "Prices", "F4")
    ]


def run(text: str, mark: str = "") -> str:
    return f"<w:r><w:rPr>{mark}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"


def in_word(price: str) -> bytes:
    paragraphs = f"<w:tc><w:p>{price}</w:p></w:tc>"
    return docx(
        table(HEADER, ["A-0", "Lunch box", "100", "5.00"]).replace(
            "</w:tbl>", f"{row(cell('A-1'), cell('Steel cup'), cell('100'), paragraphs)}</w:tbl>"
        )
    )


@pytest.mark.parametrize(
    ("mark", "kind"),
    [("<w:strike/>", "withdrawn"), ("<w:dstrike/>", "withdrawn"), ("<w:vanish/>", "bad_value")],
)
def test_a_struck_or_hidden_price_beside_a_new_one_in_a_word_table_is_left_out_and_told(
    mark: str, kind: str
) -> None:
    _, rows, problems = read(DocxReader(), in_word(run("12.50 ", mark) + run("10.90")))
    assert rows[1].text("Price USD") == "10.90"
    assert [(one.kind, one.value) for one in problems] == [(kind, "12.50")]
