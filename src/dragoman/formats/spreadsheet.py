"""Reads XLSX, XLS, XLSB and ODS: every table of every sheet, hidden ones last, cells typed as the file stores them.

The parser (calamine) runs in a process of its own with bounded memory, see `spreadsheet_child`.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, islice
from typing import BinaryIO, Literal

from dragoman.broken_zip import BROKEN_ZIP
from dragoman.errors import FileTooLarge, FileUnreadable
from dragoman.formats.cells import letters
from dragoman.formats.held import rows_hold_the_file
from dragoman.formats.layout import Sheet
from dragoman.formats.limits import DEFAULT_LIMITS, ReadLimits
from dragoman.formats.ods_marks import OdsMarks
from dragoman.formats.regions import find_tables, is_header
from dragoman.formats.rows import GridRow, grid_origin, row_problem
from dragoman.formats.sheet_marks import SheetMarks
from dragoman.formats.sheet_scan import SheetScan, scan_sheet
from dragoman.formats.signs import OLE, ZIP
from dragoman.formats.spreadsheet_process import SheetStart, Workbook
from dragoman.formats.text import opened
from dragoman.formats.xlsb_marks import scan_binary_sheet
from dragoman.formats.xlsx_text_boxes import text_boxes
from dragoman.model import Origin, Problem
from dragoman.ports import ReadOptions, SourceFile, Table

Kind = Literal["xlsx", "xls", "ods"]
_MAX_MEMBERS = 10_000
_LOOK_AT = 60
_SHEET_REMARK = "the sheet is hidden"


class SpreadsheetReader:
    """Sheets of one kind of workbook; satisfies `ports.FormatReader`."""

    def __init__(self, name: Kind, suffixes: tuple[str, ...], limits: ReadLimits = DEFAULT_LIMITS) -> None:
        self._kind: Kind = name
        self._suffixes = suffixes
        self._limits = limits

    @property
    def name(self) -> str:
        """ "xlsx", "xls" or "ods"."""
        return self._kind

    @property
    def suffixes(self) -> tuple[str, ...]:
        return self._suffixes

    def sniff(self, head: bytes, /, *, name: str) -> float:
        """The package's first members for XLSX and ODS; for XLS the name too, as Word shares its container."""
        named = name.lower().endswith(self._suffixes)
        if self._kind == "xls":
            workbook = "Workbook".encode("utf-16-le") in head or "Book".encode("utf-16-le") in head
            return (0.95 if named or workbook else 0.5) if head.startswith(OLE) else 0.0
        if not head.startswith(ZIP):
            return 0.0
        if self._kind == "ods":
            sure = b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet" in head[:200]
            return 0.98 if sure else (0.6 if named else 0.0)
        if b"mimetypeapplication/vnd.oasis" in head[:200] or b"word/document" in head or b"ppt/" in head:
            return 0.0
        if b"xl/" in head and (b"[Content_Types].xml" in head or b"_rels/" in head):
            return 0.97
        return 0.6 if named else 0.0

    @rows_hold_the_file
    def read(self, source: SourceFile, options: ReadOptions, /) -> Iterator[Table]:
        """The tables of each sheet, those of hidden ones last, or of the one asked for.

        Raises FileUnreadable, FileTooLarge.
        """
        self._check_size(source)
        found = False
        ods = OdsMarks()
        with (
            opened(source) as stream,
            Workbook(source, stream, options.sheet, self._limits) as workbook,
            opened(source) as again,
        ):
            for start in workbook.sheets():
                unasked = start.hidden and options.sheet is None
                for table in self._tables(source, workbook, start, again, ods, options, unasked=unasked):
                    found = True
                    yield table
                    for _unread in table.rows:
                        pass
        if not found:
            raise FileUnreadable(
                f"{source.name}: expected a sheet with cells, got only empty ones; "
                "check that the table is in the file, or name its sheet with --sheet"
            )

    def _tables(
        self,
        source: SourceFile,
        workbook: Workbook,
        start: SheetStart,
        stream: BinaryIO,
        ods: OdsMarks,
        options: ReadOptions,
        *,
        unasked: bool,
    ) -> Iterator[Table]:
        """A hidden sheet that nobody asked for is read where one of its first rows heads a price list; helper
        sheets (lists of countries, rates) are not offers."""
        scan = self._scan(source, workbook, start, stream, ods)
        rows: Iterator[GridRow | Problem] = self._shown(source, workbook.rows(start), scan)
        if unasked:
            first = list(islice(rows, _LOOK_AT))
            if not any(isinstance(row, GridRow) and is_header(row) for row in first):
                if any(isinstance(row, GridRow) and row.filled() for row in first):
                    yield _not_read(source, start)
                return
            rows = chain(first, rows)
        detected = {"sheet": start.name}
        hidden = [name for name in workbook.names if name not in workbook.visible]
        if start.hidden:
            detected["hidden"] = "the sheet is hidden"
        elif hidden:
            detected["hidden sheets"] = ", ".join(hidden)
        if scan.cut_off:
            detected["marks"] = (
                "more of its cells are marked than are held; further rows are read without their marks"
            )
        if scan.hidden_columns:
            detected["hidden columns"] = ", ".join(
                letters(index) for index in sorted(scan.hidden_columns)[:20]
            )
        sheet = Sheet(
            source=source,
            name=start.name,
            rows=rows,
            merged=start.merged,
            detected=detected,
            hidden=scan.hidden_columns,
        )
        boxes = self._text_boxes(source, start, stream)
        for table in find_tables(sheet, options):
            yield replace(table, notes=(*table.notes, *boxes)) if boxes else table

    def _text_boxes(
        self, source: SourceFile, start: SheetStart, stream: BinaryIO
    ) -> list[tuple[str, Origin]]:
        """What text boxes on the sheet say."""
        if self._kind != "xlsx":
            return []
        try:
            found = text_boxes(zipfile.ZipFile(stream), start.name)
        except BROKEN_ZIP as error:
            raise self._broken(source, error) from error
        return [(one.text, grid_origin(source, start.name, one.row, one.column)) for one in found]

    def _scan(
        self, source: SourceFile, workbook: Workbook, start: SheetStart, stream: BinaryIO, ods: OdsMarks
    ) -> SheetScan:
        remark = _SHEET_REMARK if start.hidden else ""
        try:
            if self._kind == "xlsx":
                package = zipfile.ZipFile(stream)
                binary = scan_binary_sheet(package, start.name, source.name, remark=remark)
                return binary or scan_sheet(package, start.name, source.name, remark=remark)
            if self._kind == "ods":
                ods.read(zipfile.ZipFile(stream))
        except BROKEN_ZIP as error:
            raise self._broken(source, error) from error
        marks = ods.sheets.get(start.name) if self._kind == "ods" else start.marks
        formats = ods.formats if self._kind == "ods" else workbook.formats
        return (marks or SheetMarks()).scan(formats, source.name, remark=remark)

    def _shown(
        self, source: SourceFile, rows: Iterator[GridRow], scan: SheetScan
    ) -> Iterator[GridRow | Problem]:
        """Rows as the sheet shows them."""
        try:
            yield from map(scan.apply, rows)
        except BROKEN_ZIP as error:
            raise self._broken(source, error) from error

    def _broken(self, source: SourceFile, error: Exception) -> FileUnreadable:
        return FileUnreadable(
            f"{source.name}: expected a whole {self._kind.upper()} file, got one that is cut off or damaged "
            f"({error}); fetch it again, or open and save it anew"
        )

    def _check_size(self, source: SourceFile) -> None:
        if source.size > self._limits.max_sheet_file_bytes:
            raise FileTooLarge(
                f"{source.name}: expected a spreadsheet of at most {self._limits.max_sheet_file_bytes:,} bytes, got "
                f"{source.size:,}; save it as CSV, which has no such limit"
            )
        if self._kind == "xls":
            return
        try:
            with opened(source) as stream, zipfile.ZipFile(stream) as package:
                members = package.infolist()
        except BROKEN_ZIP as error:
            raise self._broken(source, error) from error
        unpacked = sum(member.file_size for member in members)
        if unpacked > self._limits.max_sheet_unpacked_bytes or len(members) > _MAX_MEMBERS:
            raise FileTooLarge(
                f"{source.name}: expected a spreadsheet that unpacks to at most "
                f"{self._limits.max_sheet_unpacked_bytes:,} bytes, got {unpacked:,} in {len(members):,} parts; "
                "if it is a real price list, save it as CSV"
            )


def _not_read(source: SourceFile, start: SheetStart) -> Table:
    """A hidden sheet that is no price list, told without its rows."""
    origin = Origin(file=source.name, sha256=source.sha256, sheet=start.name)
    problem = row_problem(
        origin,
        kind="unreadable_row",
        value=start.name,
        expected="a price list in the hidden sheet",
        advice="no row of it looks like a header, so it is left out; name it with --sheet if it holds offers",
    )
    return Table(
        source=source,
        columns=(),
        sheet=start.name,
        rows=iter([replace(problem, severity="warning")]),
        detected={"sheet": start.name, "hidden": "the sheet is hidden; it is no price list and left out"},
    )
