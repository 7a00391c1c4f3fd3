"""Every reader keeps the contract of its port."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from xml.sax.saxutils import escape

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table as OdfTable
from odf.table import TableCell, TableRow
from odf.text import P

from dragoman.formats import READERS
from dragoman.ports import FormatReader
from dragoman.testing.format_reader import COLUMNS, FormatReaderContract
from dragoman.testing.word_files import docx, table

Place = tuple[str | None, int | None, str | None]


def reader(name: str) -> FormatReader:
    """The registered reader of a format."""
    return next(reader for reader in READERS if reader.name == name)


class OfRegistered(FormatReaderContract):
    """A registered reader among the others."""

    format_name: str

    def reader(self) -> FormatReader:
        return reader(self.format_name)

    def others(self) -> Sequence[FormatReader]:
        return READERS


def a1(row: int, column: int) -> Place:
    """Under one header row, from column A on."""
    return f"{'ABCD'[column]}{row + 2}", None, None


def items(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> list[dict[str, str | int | float]]:
    """Rows as objects, the price a number."""
    return [
        {
            key: (float(value) if "." in value else int(value)) if key == "price" else value
            for key, value in zip(columns, row, strict=True)
            if value
        }
        for row in rows
    ]


class CsvContract(OfRegistered):
    format_name = "csv"
    tells_truncation = False

    def place(self, row: int, column: int, /) -> Place:
        return a1(row, column)


class TestCsv(CsvContract):
    def write(self, columns: Sequence[str], rows: Sequence[Sequence[str]], /) -> bytes:
        out = io.StringIO()
        csv.writer(out).writerows([columns, *rows])
        return out.getvalue().encode()


class TestTsvInUtf16(CsvContract):
    def write(self, columns: Sequence[str], rows: Sequence[Sequence[str]], /) -> bytes:
        out = io.StringIO()
        csv.writer(out, delimiter="\t").writerows([columns, *rows])
        return out.getvalue().encode("utf-16")


class TestJsonLines(OfRegistered):
    format_name = "jsonl"
    tells_truncation = False

    def write(self, columns: Sequence[str], rows: Sequence[Sequence[str]], /) -> bytes:
        return "".join(json.dumps(item, ensure_ascii=False) + "\n" for item in items(columns, rows)).encode()

    def place(self, row: int, column: int, /) -> Place:
        return None, row + 1, f"/{COLUMNS[column]}"


class TestJsonArray(OfRegistered):
    format_name = "json"

    def write(self, columns: Sequence[str], rows: Sequence[Sequence[str]], /) -> bytes:
        return json.dumps(items(columns, rows)).encode()

    def place(self, row: int, column: int, /) -> Place:
        return None, None, f"/{row}/{COLUMNS[column]}"


class TestJsonUnderAKey(OfRegistered):
    format_name = "json"

    def write(self, columns: Sequence[str], rows: Sequence[Sequence[str]], /) -> bytes:
        document = {"supplier": "Muster", "data": {"products": items(columns, rows)}}
        return json.dumps(document, indent=1).encode()

    def place(self, row: int, column: int, /) -> Place:
        return None, None, f"/data/products/{row}/{COLUMNS[column]}"


class TestParquet(OfRegistered):
    format_name = "parquet"

    def write(self, columns: Sequence[str], rows: Sequence[Sequence[str]], /) -> bytes:
        table = pa.table({key: [row[i] for row in rows] for i, key in enumerate(columns)})
        out = io.BytesIO()
        pq.write_table(table, out, row_group_size=5_000)
        return out.getvalue()

    def place(self, row: int, column: int, /) -> Place:
        return None, row + 1, f"/{COLUMNS[column]}"


class TestRss(OfRegistered):
    format_name = "google-merchant"

    def write(self, columns: Sequence[str], rows: Sequence[Sequence[str]], /) -> bytes:
        return rss(
            "".join(f"<g:{key}>{escape(value)}</g:{key}>" for key, value in zip(columns, row, strict=True))
            for row in rows
        )

    def place(self, row: int, column: int, /) -> Place:
        return None, None, f"/rss/channel/item[{row + 1}]/g:{COLUMNS[column]}"


def rss(inner: object) -> bytes:
    """A feed of items."""
    body = "".join(f"<item>{item}</item>\n" for item in inner)  # type: ignore[attr-defined] # any iterable of text
    start = '<?xml version="1.0"?><rss xmlns:g="http://base.google.com/ns/1.0" version="2.0"><channel>'
    return f"{start}<title>Muster</title>{body}</channel></rss>".encode()


class TestAtom(OfRegistered):
    format_name = "google-merchant"

    def write(self, columns: Sequence[str], rows: Sequence[Sequence[str]], /) -> bytes:
        start = '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:g="http://base.google.com/ns/1.0">'
        body = "".join(
            "<entry>"
            + "".join(f"<g:{key}>{escape(value)}</g:{key}>" for key, value in zip(columns, row, strict=True))
            + "</entry>"
            for row in rows
        )
        return f"{start}{body}</feed>".encode("utf-16")

    def place(self, row: int, column: int, /) -> Place:
        return None, None, f"/feed/entry[{row + 1}]/g:{COLUMNS[column]}"


class SheetContract(OfRegistered):
    streams = False

    def place(self, row: int, column: int, /) -> Place:
        return a1(row, column)


def typed(value: str, column: int) -> str | float | None:
    """A price as a number, the rest as text."""
    return float(value) if column == 2 and value[:1].isdigit() else value or None


class TestXlsx(SheetContract):
    format_name = "xlsx"

    def write(self, columns: Sequence[str], rows: Sequence[Sequence[str]], /) -> bytes:
        book = openpyxl.Workbook(write_only=True)
        sheet = book.create_sheet("Prices")
        sheet.append(columns)
        for row in rows:
            sheet.append([typed(value, column) for column, value in enumerate(row)])
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()


class TestXls(SheetContract):
    format_name = "xls"

    def write(self, columns: Sequence[str], rows: Sequence[Sequence[str]], /) -> bytes:
        book = xlwt.Workbook()
        sheet = book.add_sheet("Prices")
        for number, row in enumerate([columns, *rows]):
            for column, value in enumerate(row):
                if value:
                    sheet.write(number, column, typed(value, column))
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()


class TestOds(SheetContract):
    format_name = "ods"

    def write(self, columns: Sequence[str], rows: Sequence[Sequence[str]], /) -> bytes:
        book = OpenDocumentSpreadsheet()
        sheet = OdfTable(name="Prices")
        for row in [columns, *rows]:
            line = TableRow()
            for column, value in enumerate(row):
                kind = typed(value, column)
                if isinstance(kind, float):
                    cell = TableCell(valuetype="float", value=kind)
                else:
                    cell = TableCell(valuetype="string")
                    cell.addElement(P(text=value))
                line.addElement(cell if value else TableCell())
            sheet.addElement(line)
        book.spreadsheet.addElement(sheet)
        out = io.BytesIO()
        book.write(out)
        return out.getvalue()


class TestDocx(SheetContract):
    format_name = "docx"

    def write(self, columns: Sequence[str], rows: Sequence[Sequence[str]], /) -> bytes:
        return docx(table(columns, *rows))
