"""The content of a file decides how it is read; what cannot be read is told by what it looks like."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import zipfile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.errors import FileUnreadable
from dragoman.formats import READERS
from dragoman.ingest.detect import looks_like, open_tables
from dragoman.model import Problem
from dragoman.ports import ReadOptions
from dragoman.testing.format_reader import source_of
from dragoman.testing.outlook_files import ole_file

CSV = b"sku;name;price\nA-1;Cup;3,50\nA-2;Box;4,50\n"


def opened(data: bytes, name: str) -> tuple[str, int]:
    """(format, number of rows)."""
    format_name, tables = open_tables(source_of(data, name), READERS, ReadOptions())
    return format_name, sum(len(list(table.rows)) for table in tables)


def xlsx() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["SKU", "Price"])
    sheet.append(["A-1", 3.5])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def zipped(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    return out.getvalue()


@pytest.mark.parametrize("name", ["list.csv", "list.xlsx", "list.json", "list", "LIST.TXT", "list.csv.gz"])
def test_a_csv_is_a_csv_under_any_name(name: str) -> None:
    assert opened(CSV, name) == ("csv", 2)


@pytest.mark.parametrize("name", ["list.xlsx", "list.csv", "list.xls", "list"])
def test_an_xlsx_is_an_xlsx_under_any_name(name: str) -> None:
    assert opened(xlsx(), name) == ("xlsx", 1)


@pytest.mark.parametrize("name", ["list.jsonl", "list.json", "list.csv", "list"])
def test_json_lines_are_told_from_json_under_any_name(name: str) -> None:
    assert opened(b'{"id": 1}\n{"id": 2}\n', name) == ("jsonl", 2)
    assert opened(b'[{"id": 1},\n {"id": 2}]\n', name) == ("json", 2)
    assert opened(json.dumps({"products": [{"id": 1}]}, indent=2).encode(), name) == ("json", 1)


def test_json_lines_with_a_first_line_beyond_the_head_are_read_in_full() -> None:
    line = json.dumps({"id": 1, "text": "x" * 100_000}).encode()
    for name in ("list.jsonl", "list.json"):
        assert opened(line + b"\n" + line + b"\n", name)[1] == 2


def test_one_json_object_on_one_line_is_one_row() -> None:
    assert opened(b'{"id": 1}\n', "list.jsonl") == ("jsonl", 1)
    assert opened(b'{"id": 1}\n', "list.json") == ("json", 1)


def test_json_lines_that_begin_with_a_broken_line_are_read() -> None:
    assert opened(b'{"id": 1\n{"id": 2}\n{"id": 3}\n', "list.jsonl") == ("jsonl", 3)


SIGNS = [
    (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "a PNG image"),
    (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", "a JPEG image"),
    (b"MZ\x90\x00\x03\x00\x00\x00", "a Windows program"),
    (b"\x7fELF\x02\x01\x01\x00", "a Linux program"),
    (b"Rar!\x1a\x07\x01\x00", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c\x00\x04", "a 7-Zip archive"),
    (b"SQLite format 3\x00\x10\x00", "an SQLite database"),
    (b"{\\rtf1\\ansi price,list\n1,2\n", "an RTF document"),
    (b"<!DOCTYPE html>\n<html><body><table><tr><td>1,2</td></tr>", "a web page (HTML)"),
    (b"\xef\xbb\xbf\r\n<html xmlns:x='urn:schemas-microsoft-com:office:excel'>", "a web page (HTML)"),
    (b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n", "a web archive"),
    (bytes(range(256)) * 8, "binary data"),
]


@pytest.mark.parametrize(("data", "words"), SIGNS)
def test_a_file_renamed_csv_is_told_by_what_it_looks_like(data: bytes, words: str) -> None:
    with pytest.raises(FileUnreadable) as caught:
        opened(data + bytes(200) if words.startswith("a Win") else data, "list.csv")
    assert str(caught.value).startswith("list.csv: expected a table of offers")
    assert words in str(caught.value)
    assert "save the table as CSV or XLSX" in str(caught.value)


def test_an_xml_spreadsheet_of_2003_is_told() -> None:
    head = b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'
    assert looks_like(head) == "an XML spreadsheet of 2003"


def test_a_tar_archive_is_told() -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("x.csv"))
    with pytest.raises(FileUnreadable, match=r"list\.csv.*a tar archive"):
        opened(out.getvalue(), "list.csv")


@pytest.mark.parametrize("names", [("[Content_Types].xml", "word2/x.xml"), ("x.txt",)])
def test_a_document_that_is_no_spreadsheet_is_told(names: tuple[str, ...]) -> None:
    with pytest.raises(FileUnreadable, match="a zip archive, or a document made as one"):
        opened(zipped(*names), "list.csv")


def ole(*streams: str) -> bytes:
    return ole_file(dict.fromkeys(streams, b"x" * 5000))


def oasis(kind: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        package.writestr("content.xml", "<office:document-content/>")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (ole("WordDocument", "1Table"), "list.doc", r"an old Word document .*save it as DOCX"),
        (ole("WordDocument", "1Table"), "list.xls", r"an old Word document"),
        (ole("PowerPoint Document"), "list.ppt", "an old PowerPoint presentation"),
        (
            ole("EncryptedPackage", "EncryptionInfo"),
            "list.xlsx",
            r"with a password; open it, save it without",
        ),
        (oasis("text"), "list.odt", r"an OpenDocument text .*save it as DOCX"),
        (oasis("presentation"), "list.odp", "an OpenDocument presentation"),
        (zipped("[Content_Types].xml", "ppt/presentation.xml"), "list.pptx", "a PowerPoint presentation"),
        (zipped("Index/Document.iwa", "Index/Tables/x.iwa"), "list.numbers", r"Numbers.*export it as XLSX"),
    ],
)
def test_a_document_that_is_not_read_is_called_what_it_is(data: bytes, name: str, words: str) -> None:
    with pytest.raises(FileUnreadable, match=f"{name}: expected a table of offers .*got .*{words}"):
        opened(data, name)


@pytest.mark.parametrize("data", [b"", b"\n\n  \r\n\t", b"\xef\xbb\xbf", b"\xff\xfe", bytes(500)])
@pytest.mark.parametrize("name", ["list.csv", "list.xlsx", "list.json"])
def test_an_empty_file_is_told(data: bytes, name: str) -> None:
    with pytest.raises(FileUnreadable, match=f"{name}: expected a table of offers, got an empty file"):
        opened(data, name)


@pytest.mark.parametrize("name", ["README.md", "notes.txt", "LICENSE"])
def test_prose_is_no_table(name: str) -> None:
    text = b"Dear customer,\n\nplease find, as promised, our new list.\nIt is valid from May.\n\nKind regards, Ann\n"
    with pytest.raises(FileUnreadable, match="text without a table"):
        opened(text, name)


def test_a_single_column_is_a_table_only_where_the_name_says_so() -> None:
    assert opened(b"title\nSteel bottle\nSteel cup\n", "list.csv") == ("csv", 2)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (xlsx()[:2_000], "cut.xlsx"),
        (b"PAR1" + bytes(100), "cut.parquet"),
        (b'[{"id": 1', "cut.json"),
        (b"<rss><channel>", "cut.xml"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000), "cut.xls"),
        (gzip.compress(CSV)[:20], "cut.csv"),
    ],
    ids=("xlsx", "parquet", "json", "xml", "xls", "gzip"),
)
def test_a_file_cut_off_names_itself_and_what_to_do(data: bytes, name: str) -> None:
    with pytest.raises(FileUnreadable, match=rf"^{name}: expected"):
        opened(data, name)


def test_a_ten_megabyte_line_is_refused() -> None:
    with pytest.raises(FileUnreadable, match=r"line\.csv"):
        opened(b"a" * 10_000_000, "line.csv")


@given(
    st.binary(min_size=1, max_size=500),
    st.sampled_from(["x.csv", "x.jsonl", "x.json", "x.xml", "x.parquet", "x"]),
)
def test_any_bytes_are_rows_or_an_error_that_names_the_file(data: bytes, name: str) -> None:
    try:
        _, tables = open_tables(
            source_of(data, name), [r for r in READERS if r.name not in ("xlsx", "xls", "ods")], ReadOptions()
        )
        for table in tables:
            for row in table.rows:
                assert (row.origin.file) == name
                assert not isinstance(row, Problem) or row.message()
    except FileUnreadable as error:
        assert str(error).startswith(name)  # noqa: PT017 - some inputs are read
