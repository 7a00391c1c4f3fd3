"""Tables of Word documents, as suppliers write them and as attackers might."""

from __future__ import annotations

import io
import tracemalloc
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.errors import FileTooLarge, FileUnreadable
from dragoman.formats.docx import DocxReader
from dragoman.formats.limits import ReadLimits
from dragoman.model import Problem
from dragoman.ports import ReadOptions, Row, Table
from dragoman.testing.format_reader import rows_of, source_of
from dragoman.testing.word_files import cell, docx, paragraph, row, table

READER = DocxReader()
PRICES = (
    ("SKU", "Product", "Price USD", "MOQ"),
    ("00123", "Steel bottle", "4.50", "500"),
    ("A-2", "Steel cup", "3.25", "300"),
)


def read(data: bytes, options: ReadOptions | None = None) -> list[tuple[Table, list[Row]]]:
    source = source_of(data, "list.docx")
    return [(one, rows_of(one)) for one in READER.read(source, options or ReadOptions())]


def test_a_table_is_read_with_the_cell_of_each_value() -> None:
    ((found, rows),) = read(docx(table(*PRICES)))
    assert [column.key for column in found.columns] == list(PRICES[0])
    assert [row.text("SKU") for row in rows] == ["00123", "A-2"]
    assert rows[1].cell("Price USD").where() == "list.docx, sheet table 1, cell C3"


def test_what_stands_above_a_table_is_its_title_and_the_letterhead_of_the_pages_is_noted() -> None:
    data = docx(
        paragraph("Nordwind Trading GmbH"),
        paragraph("Bottles", style="Heading1"),
        table(*PRICES),
        paragraph("Prices FOB Ningbo"),
        parts={
            "word/header1.xml": paragraph("Hamburg, Germany"),
            "word/header2.xml": table(["Tel.", "1234"]),
        },
    )
    ((found, _),) = read(data)
    assert found.detected["title"] == "Bottles"
    assert [(text, origin.path) for text, origin in found.notes] == [
        ("Hamburg, Germany", "word/header1.xml"),
        ("Tel.", "word/header2.xml"),
        ("1234", "word/header2.xml"),
        ("Nordwind Trading GmbH", "paragraph 1"),
        ("Bottles", "paragraph 2"),
        ("Prices FOB Ningbo", "paragraph 3"),
    ]


def test_each_table_is_a_table_of_its_own() -> None:
    data = docx(
        paragraph("Bottles"),
        table(*PRICES),
        paragraph("Boxes"),
        table(["Code", "Name", "Price"], ["B-1", "Box", "2.00"], ["B-2", "Crate", "3.00"]),
    )
    (first, _), (second, rows) = read(data)
    assert (first.sheet, second.sheet) == ("table 1", "table 2")
    assert second.detected["title"] == "Boxes"
    assert rows[0].cell("Name").cell == "B2"
    assert [one.sheet for one, _ in read(data, ReadOptions(sheet="table 2"))] == ["table 2"]


def test_merged_cells_name_all_that_they_cover() -> None:
    data = docx(
        table(
            row(cell("Product", merge="restart"), cell("Size", merge="restart"), cell("Price USD", span=2)),
            row(cell("", merge="continue"), cell("", merge="continue"), cell("1-99"), cell("100+")),
            row(cell("Bottle", merge="restart"), cell("S"), cell("3"), cell("2")),
            row(cell("", merge="continue"), cell("M"), cell("4"), cell("3")),
            row(cell("Cup"), cell("S"), cell("1"), cell("0.5")),
        )
    )
    ((found, rows),) = read(data)
    assert [column.key for column in found.columns] == ["Product", "Size", "Price USD 1-99", "Price USD 100+"]
    assert [one.text("Product") for one in rows] == ["Bottle", "Bottle", "Cup"]
    assert [one.cell("Product").cell for one in rows] == ["A3", "A3", "A5"]
    assert rows[1].cell("Price USD 100+").cell == "D4"


def test_the_row_that_the_document_repeats_on_each_page_is_the_header() -> None:
    data = docx(
        table(
            row(cell("alpha"), cell("beta"), cell("gamma"), header=True),
            row(cell("Name"), cell("Price"), cell("MOQ")),
            row(cell("Cup"), cell("3"), cell("10")),
        )
    )
    ((found, rows),) = read(data)
    assert [column.key for column in found.columns] == ["alpha", "beta", "gamma"]
    assert len(rows) == 2


def test_a_table_within_a_cell_is_a_table_of_its_own() -> None:
    inner = table(*PRICES)
    data = docx(
        table(row(cell("Dear customer, here are our prices of this year.")), row(cell("", inner=inner)))
    )
    tables = read(data)
    assert [one.text("SKU") for one in tables[-1][1]] == ["00123", "A-2"]
    assert tables[-1][0].sheet == "table 2"


def test_deleted_text_is_left_out_and_inserted_text_is_read() -> None:
    changed = (
        "<w:tc><w:p><w:del><w:r><w:delText>9.99</w:delText></w:r></w:del><w:ins><w:r><w:t>4.5</w:t></w:r></w:ins>"
        "<w:r><w:t>0</w:t></w:r></w:p></w:tc>"
    )
    data = docx(
        table(["SKU", "Product", "Price"], row(cell("A-1"), cell("Cup"), changed), ["A-2", "Lid", "1.00"])
    )
    ((_, rows),) = read(data)
    assert rows[0].text("Price") == "4.50"


def test_lines_of_a_cell_stay_apart_and_runs_of_a_word_together() -> None:
    split = "<w:tc><w:p><w:r><w:t>Steel </w:t></w:r><w:r><w:t>bot</w:t></w:r><w:r><w:t>tle</w:t></w:r></w:p></w:tc>"
    data = docx(
        table(["SKU", "Product", "Notes"], row(cell("A-1"), split, cell("two\nlines")), ["A-2", "Lid", "x"])
    )
    ((_, rows),) = read(data)
    assert rows[0].text("Product") == "Steel bottle"
    assert rows[0].text("Notes") == "two\nlines"


def test_a_row_that_is_struck_through_is_withdrawn_and_a_struck_price_is_left_out() -> None:
    data = docx(
        table(
            PRICES[0],
            PRICES[1],
            row(*(cell(text, struck=True) for text in ("A-2", "Steel cup", "3.25", "300"))),
            row(cell("A-3"), cell("Lid"), cell("9.99", struck=True), cell("100")),
        )
    )
    source = source_of(data, "list.docx")
    ((first, withdrawn, left_out, last),) = (list(found.rows) for found in READER.read(source, ReadOptions()))
    assert not isinstance(first, Problem)
    assert not isinstance(last, Problem)
    assert isinstance(withdrawn, Problem)
    assert isinstance(left_out, Problem)
    assert (withdrawn.kind, withdrawn.origin.cell, withdrawn.severity) == ("withdrawn", "A3", "error")
    assert (left_out.kind, left_out.origin.cell, left_out.value) == ("withdrawn", "C4", "9.99")
    assert last.values == {"SKU": "A-3", "Product": "Lid", "MOQ": "100"}


def test_a_document_without_a_table_says_so() -> None:
    with pytest.raises(FileUnreadable, match=r"list\.docx: expected a Word document with a table"):
        read(docx(paragraph("Dear customer")))


@pytest.mark.parametrize(
    "start",
    [
        '<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE d SYSTEM "http://127.0.0.1:9/x.dtd">',
    ],
)
def test_a_document_with_entities_is_refused(start: str) -> None:
    with pytest.raises(FileUnreadable, match=r"list\.docx.*DOCTYPE"):
        read(docx(table(*PRICES), start=start))


def test_a_bomb_of_empty_elements_is_read_in_bounded_memory() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        with package.open("word/document.xml", "w") as part:
            part.write(b"<x>")
            for _ in range(40):
                part.write(b"<a/><!--b--><?c?>" * 5_000)
            part.write(b"</x>")
    tracemalloc.start()
    with pytest.raises(FileUnreadable, match="without one"):
        read(out.getvalue())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5_000_000


def test_tables_nested_too_deep_and_text_too_long_are_refused() -> None:
    deep = "".join("<w:tbl><w:tr><w:tc>" for _ in range(50))
    with pytest.raises(FileTooLarge, match=r"list\.docx"):
        read(docx(deep + "</w:tc></w:tr></w:tbl>" * 50))
    with pytest.raises(FileTooLarge, match=r"list\.docx"):
        read(docx(table(row(cell("x" * 9_000_000) * 8))))


def test_a_document_that_unpacks_to_more_than_the_limit_is_refused() -> None:
    reader = DocxReader(ReadLimits(max_sheet_unpacked_bytes=1_000))
    with pytest.raises(FileTooLarge, match="save the table as CSV"):
        list(reader.read(source_of(docx(table(*PRICES * 9)), "list.docx"), ReadOptions()))


pieces = st.sampled_from(
    [
        *(
            "<w:tbl>",
            "</w:tbl>",
            "<w:tr>",
            "</w:tr>",
            "<w:tc>",
            "</w:tc>",
            "<w:p>",
            "</w:p>",
            "<w:r><w:t>A-1</w:t></w:r>",
        ),
        *(
            "<w:r><w:t>Price</w:t></w:r>",
            '<w:tcPr><w:vMerge w:val="restart"/></w:tcPr>',
            "<w:tcPr><w:vMerge/></w:tcPr>",
        ),
        *('<w:tcPr><w:gridSpan w:val="99999999999"/></w:tcPr>', '<w:tcPr><w:gridSpan w:val="-1"/></w:tcPr>'),
        '<w:trPr><w:gridBefore w:val="3"/></w:trPr>',
    ]
)


@given(st.lists(pieces, max_size=40))
@settings(max_examples=60)
def test_any_document_is_tables_or_an_error_that_names_it(body: list[str]) -> None:
    try:
        for found, rows in read(docx("".join(body))):
            assert found.sheet
            assert all(one.cell(key).cell for one in rows for key in one.values)
    except FileUnreadable as error:
        assert "list.docx" in str(error)  # noqa: PT017 - many are broken
