"""Tables and items -> the bytes of files, the same ones every time."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from writers.breaks import Broken
from writers.cells import CellValue
from writers.truth import Found, Planted

_EPOCH = (2026, 11, 20, 8, 0, 0)
_STAMP = "2026-11-20T08:00:00Z"

Columns = Sequence[tuple[str, str]]
"""(header as the supplier names it, field of the cells)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table with what stands around it."""

    columns: Columns
    rows: Sequence[Broken]
    above: Sequence[str] = ()
    below: Sequence[str] = ()
    sheet: str | None = None
    groups: Sequence[tuple[str, int, int]] = ()
    """Headings merged over columns: (text, first, last), 0-based; the others are merged with the row below."""
    right_to_left: bool = False
    sections: Mapping[int, str] = field(default_factory=dict)
    """Titles that stand alone in a row, after an empty one: index of the article that follows -> title."""

    @property
    def first_row(self) -> int:
        """1-based row of the first article."""
        return (len(self.above) + 1 if self.above else 0) + (2 if self.groups else 1) + 1

    def body(self) -> list[list[CellValue]]:
        """The rows below the header, those of sections included."""
        lines: list[list[CellValue]] = []
        for index, row in enumerate(self.rows):
            if index in self.sections:
                lines += [[], [self.sections[index]]]
            cells = [row.cells.get(name) for _, name in self.columns]
            lines.append(cells if row.cells_kept is None else cells[: row.cells_kept])
        return lines

    def placed(self) -> Iterator[tuple[int, Broken]]:
        """The articles with their rows, 1-based."""
        at = self.first_row
        for index, row in enumerate(self.rows):
            at += 2 if index in self.sections else 0
            yield at, row
            at += 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A file with what a reader must find in it."""

    name: str
    """Below samples/catalogues."""
    data: bytes
    found: tuple[Found, ...]
    planted: tuple[Planted, ...]


def written(name: str, data: bytes, tables: Sequence[Table], *, member: str = "") -> Written:
    """Join bytes with the truth of the tables in them."""
    file = name + member
    found, planted = [], []
    for table in tables:
        for row, broken in table.placed():
            found.append(Found(file=file, sheet=table.sheet, row=row, truth=broken.truth))
            planted += [Planted(file=file, sheet=table.sheet, row=row, kind=kind) for kind in broken.kinds]
    return Written(name=name, data=data, found=tuple(found), planted=tuple(planted))


# ------------------------------------------------------------------------------------------ text


def delimited(table: Table, *, delimiter: str, encoding: str, line_end: str = "\r\n") -> bytes:
    """CSV or TSV; lines above the table have one cell, and a blank line follows them."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter, lineterminator=line_end)
    for line in table.above:
        writer.writerow([line])
    if table.above:
        writer.writerow([])
    writer.writerow([header for header, _ in table.columns])
    writer.writerows(["" if cell is None else cell for cell in row] for row in table.body())
    if table.below:
        writer.writerow([])
        writer.writerows([line] for line in table.below)
    return stream.getvalue().encode(encoding)


def json_lines(items: Sequence[Mapping[str, object]]) -> bytes:
    return b"".join(json.dumps(item, ensure_ascii=False).encode() + b"\n" for item in items)


def feed(title: str, link: str, description: str, items: Sequence[Sequence[tuple[str, str]]]) -> bytes:
    """A Google Merchant feed, RSS 2.0."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<rss xmlns:g="http://base.google.com/ns/1.0" xmlns:c="http://base.google.com/cns/1.0" version="2.0">',
        "<channel>",
        f"<title>{escape(title)}</title>",
        f"<link>{escape(link)}</link>",
        f"<description>{escape(description)}</description>",
    ]
    for item in items:
        lines.append("<item>")
        lines += [f"  <{name}>{escape(value)}</{name}>" for name, value in item]
        lines.append("</item>")
    return "\n".join([*lines, "</channel>", "</rss>", ""]).encode()


# ------------------------------------------------------------------------------------------ packed


def gzipped(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)


def zipped(members: Mapping[str, bytes]) -> bytes:
    """A zip whose bytes tell no time and no system."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in members.items():
            info = zipfile.ZipInfo(name, date_time=_EPOCH)
            info.create_system = 3
            info.external_attr = 0o644 << 16
            stored = name == "mimetype"
            info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return stream.getvalue()


def unzipped(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def _timeless(data: bytes) -> bytes:
    """A workbook again, without the hour it was made at."""
    members = unzipped(data)
    core = members["docProps/core.xml"].decode()
    members["docProps/core.xml"] = re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", _STAMP, core).encode()
    return zipped(members)


# ------------------------------------------------------------------------------------------ spreadsheets


def xlsx(tables: Sequence[Table], *, prose: Mapping[str, Sequence[str]] | None = None) -> bytes:
    """
    Args:
        prose: Sheets of text that hold no table, behind the others.
    """
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    book.remove(book.active)
    for table in tables:
        sheet = book.create_sheet(table.sheet)
        sheet.sheet_view.rightToLeft = table.right_to_left
        for number, line in enumerate(table.above, start=1):
            sheet.cell(number, 1, line).font = Font(bold=number == 1, size=14 if number == 1 else 10)
        head = table.first_row - (2 if table.groups else 1)
        grouped = {at for _, first, last in table.groups for at in range(first, last + 1)}
        for at, (header, _) in enumerate(table.columns):
            row = head + 1 if at in grouped else head
            sheet.cell(row, at + 1, header).font = Font(bold=True)
            if table.groups and at not in grouped:
                sheet.merge_cells(start_row=head, end_row=head + 1, start_column=at + 1, end_column=at + 1)
            sheet.column_dimensions[get_column_letter(at + 1)].width = 40 if at == 1 else 14
        for text, first, last in table.groups:
            cell = sheet.cell(head, first + 1, text)
            cell.font, cell.alignment = Font(bold=True), Alignment(horizontal="center")
            sheet.merge_cells(start_row=head, end_row=head, start_column=first + 1, end_column=last + 1)
        for number, values in enumerate(table.body(), start=table.first_row):
            for at, value in enumerate(values):
                if value is not None and value != "":
                    sheet.cell(number, at + 1, value)
        for number, line in enumerate(table.below, start=table.first_row + len(table.body()) + 1):
            sheet.cell(number, 1, line)
    for title, lines in (prose or {}).items():
        sheet = book.create_sheet(title)
        for number, line in enumerate(lines, start=1):
            sheet.cell(number, 1, line)
    stream = io.BytesIO()
    book.save(stream)
    return _timeless(stream.getvalue())


def xls(tables: Sequence[Table]) -> bytes:
    """Excel 97, as old accounting programs write it."""
    import xlwt

    book = xlwt.Workbook(encoding="utf-8")
    for table in tables:
        sheet = book.add_sheet(table.sheet)
        for number, line in enumerate(table.above):
            sheet.write(number, 0, line)
        for at, (header, _) in enumerate(table.columns):
            sheet.write(table.first_row - 2, at, header)
        for number, values in enumerate(table.body(), start=table.first_row - 1):
            for at, value in enumerate(values):
                if value is not None and value != "":
                    sheet.write(number, at, value)
        for number, line in enumerate(table.below, start=table.first_row + len(table.body())):
            sheet.write(number, 0, line)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


_ODS = "application/vnd.oasis.opendocument.spreadsheet"
_OASIS = "urn:oasis:names:tc:opendocument:xmlns"


def ods(tables: Sequence[Table]) -> bytes:
    """OpenDocument, written by hand: odfpy names more namespaces the more documents a process has made."""
    sheets = []
    for table in tables:
        lines: list[Sequence[CellValue]] = [[line] for line in table.above]
        lines += [[]] if table.above else []
        lines += [[header for header, _ in table.columns], *table.body()]
        lines += [[], *([line] for line in table.below)] if table.below else []
        rows = "\n".join(_ods_row(line) for line in lines)
        sheets.append(f'<table:table table:name="{escape(table.sheet or "")}">\n{rows}\n</table:table>')
    content = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<office:document-content xmlns:office="{_OASIS}:office:1.0" xmlns:table="{_OASIS}:table:1.0" '
        f'xmlns:text="{_OASIS}:text:1.0" office:version="1.2"><office:body><office:spreadsheet>\n'
        + "\n".join(sheets)
        + "\n</office:spreadsheet></office:body></office:document-content>\n"
    )
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<manifest:manifest xmlns:manifest="{_OASIS}:manifest:1.0" manifest:version="1.2">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_ODS}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
        "</manifest:manifest>\n"
    )
    return zipped(
        {
            "mimetype": _ODS.encode(),
            "content.xml": content.encode(),
            "META-INF/manifest.xml": manifest.encode(),
        }
    )


def _ods_row(values: Sequence[CellValue]) -> str:
    cells = []
    for value in values:
        if isinstance(value, int | float):
            kind = f' office:value-type="float" office:value="{value}"'
        elif value:
            kind = ' office:value-type="string"'
        else:
            cells.append("<table:table-cell/>")
            continue
        cells.append(f"<table:table-cell{kind}><text:p>{escape(str(value))}</text:p></table:table-cell>")
    return f"<table:table-row>{''.join(cells) or '<table:table-cell/>'}</table:table-row>"


def parquet(columns: Mapping[str, Sequence[object]]) -> bytes:
    import pyarrow
    from pyarrow import parquet as arrow_parquet

    sink = pyarrow.BufferOutputStream()
    arrow_parquet.write_table(pyarrow.table(dict(columns)), sink, compression="zstd")
    return bytes(sink.getvalue())
