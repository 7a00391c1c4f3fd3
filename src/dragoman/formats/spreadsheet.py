"""Reads XLSX, XLS, XLSB and ODS: every visible sheet that holds a table, cells typed as the file stores them.

The parser (calamine) runs in a process of its own with bounded memory, see `spreadsheet_child`.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO, Literal

from dragoman.errors import FileTooLarge, FileUnreadable
from dragoman.formats.held import rows_hold_the_file
from dragoman.formats.layout import Sheet, find_table
from dragoman.formats.limits import DEFAULT_LIMITS, ReadLimits
from dragoman.formats.number_formats import NumberFormats, number_formats
from dragoman.formats.rows import GridRow
from dragoman.formats.signs import OLE, ZIP
from dragoman.formats.spreadsheet_process import SheetStart, Workbook
from dragoman.formats.text import opened
from dragoman.ports import ReadOptions, SourceFile, Table

Kind = Literal["xlsx", "xls", "ods"]
_MAX_MEMBERS = 10_000
_BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)
"""What zipfile raises for a damaged, encrypted or exotic package."""


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
        """One table for each visible sheet that has one, or for the sheet asked for.

        Raises FileUnreadable, FileTooLarge.
        """
        self._check_size(source)
        found = False
        with (
            opened(source) as stream,
            Workbook(source, stream, options.sheet, self._limits) as workbook,
            opened(source) as again,
        ):
            for start in workbook.sheets():
                table = find_table(self._sheet(source, workbook, start, again), options)
                if table is not None:
                    found = True
                    yield table
                    for _unread in table.rows:
                        pass
        if not found:
            raise FileUnreadable(
                f"{source.name}: expected a sheet with cells, got only empty ones; "
                "check that the table is in a visible sheet, or name one with --sheet"
            )

    def _sheet(self, source: SourceFile, workbook: Workbook, start: SheetStart, stream: BinaryIO) -> Sheet:
        hidden = ", ".join(name for name in workbook.names if name not in workbook.visible)
        detected = {"sheet": start.name}
        if hidden:
            detected["hidden sheets, not read"] = hidden
        formats = self._number_formats(source, start.name, stream)
        return Sheet(
            source=source,
            name=start.name,
            rows=self._shown(source, workbook.rows(start), formats),
            merged=start.merged,
            detected=detected,
            signs=formats.signs,
        )

    def _number_formats(self, source: SourceFile, sheet: str, stream: BinaryIO) -> NumberFormats:
        if self._kind != "xlsx":
            return NumberFormats(cells=iter(()))
        try:
            return number_formats(zipfile.ZipFile(stream), sheet)
        except _BROKEN_ZIP as error:
            raise self._broken(source, error) from error

    def _shown(
        self, source: SourceFile, rows: Iterator[GridRow], formats: NumberFormats
    ) -> Iterator[GridRow]:
        """Rows as their number formats show them."""
        try:
            yield from map(formats.apply, rows)
        except _BROKEN_ZIP as error:
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
        except _BROKEN_ZIP as error:
            raise self._broken(source, error) from error
        unpacked = sum(member.file_size for member in members)
        if unpacked > self._limits.max_sheet_unpacked_bytes or len(members) > _MAX_MEMBERS:
            raise FileTooLarge(
                f"{source.name}: expected a spreadsheet that unpacks to at most "
                f"{self._limits.max_sheet_unpacked_bytes:,} bytes, got {unpacked:,} in {len(members):,} parts; "
                "if it is a real price list, save it as CSV"
            )
