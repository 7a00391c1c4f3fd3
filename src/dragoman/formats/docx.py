"""Reads tables of Word documents (DOCX): each table is a sheet "table 2", what stands around it are notes.

Letterheads of pages are read too. A row whose text is struck through is withdrawn and comes as a Problem.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace

from dragoman.broken_zip import BROKEN_ZIP
from dragoman.errors import FileTooLarge, FileUnreadable
from dragoman.formats.docx_events import Paragraph, WordRow, WordTable, events
from dragoman.formats.header import Merged
from dragoman.formats.held import rows_hold_the_file
from dragoman.formats.layout import Sheet, find_table
from dragoman.formats.limits import DEFAULT_LIMITS, ReadLimits
from dragoman.formats.merged import MergedDown
from dragoman.formats.rows import GridRow, Marks
from dragoman.formats.signs import ZIP
from dragoman.formats.text import opened
from dragoman.model import Origin
from dragoman.ports import CellValue, ReadOptions, SourceFile, Table

_BODY = "word/document.xml"
_HEADER = re.compile(r"word/header\d{1,3}\.xml")
_MAX_HEADERS = 10
_MAX_HEADER_BYTES = 4 * 1024 * 1024
_MAX_NOTES = 500
_MAX_MEMBERS = 10_000
_BROKEN = (*BROKEN_ZIP, KeyError)


class DocxReader:
    """Satisfies `ports.FormatReader`."""

    def __init__(self, limits: ReadLimits = DEFAULT_LIMITS) -> None:
        self._limits = limits

    @property
    def name(self) -> str:
        return "docx"

    @property
    def suffixes(self) -> tuple[str, ...]:
        return (".docx", ".docm")

    def sniff(self, head: bytes, /, *, name: str) -> float:
        """The package's first members; a package of another kind that is called .docx is not one."""
        if not head.startswith(ZIP):
            return 0.0
        if b"word/" in head and (b"[Content_Types].xml" in head or b"_rels/" in head):
            return 0.96
        other = b"xl/" in head or b"ppt/" in head or head[30:38] == b"mimetype"
        return 0.6 if name.lower().endswith(self.suffixes) and not other else 0.0

    @rows_hold_the_file
    def read(self, source: SourceFile, options: ReadOptions, /) -> Iterator[Table]:
        """One table for each in the document that holds cells, or the one asked for ("table 2").

        Raises FileUnreadable, FileTooLarge.
        """
        found = False
        try:
            for table in self._tables(source, options):
                found = True
                yield table
                for _unread in table.rows:
                    pass
        except _BROKEN as error:
            raise FileUnreadable(
                f"{source.name}: expected a whole Word document, got one that is cut off or damaged ({error}); "
                "fetch it again, or open and save it anew"
            ) from error
        if not found:
            wanted = f"a table called {options.sheet!r}" if options.sheet else "a table"
            raise FileUnreadable(
                f"{source.name}: expected a Word document with {wanted}, got text without one; "
                "put the offers in a table, or ask the supplier for CSV or XLSX"
            )

    def _tables(self, source: SourceFile, options: ReadOptions) -> Iterator[Table]:
        with opened(source) as stream, zipfile.ZipFile(stream) as package:
            self._check_size(source, package)
            notes = list(self._letterheads(source, package))
            waiting: tuple[WordTable, list[Paragraph]] | None = None
            above: list[Paragraph] = []
            with package.open(_BODY) as body:
                for one in events(body, source.name, self._limits):
                    if isinstance(one, Paragraph):
                        if len(above) < _MAX_NOTES:
                            above.append(one)
                        continue
                    if waiting is not None:
                        yield from self._table(source, options, *waiting, notes)
                        notes = []
                    waiting, above = (one, above), []
            if waiting is not None:
                table, before = waiting
                below = [_note(source, paragraph) for paragraph in above]
                yield from self._table(source, options, table, before, notes, below)

    def _table(
        self,
        source: SourceFile,
        options: ReadOptions,
        table: WordTable,
        above: Sequence[Paragraph],
        letterhead: Sequence[tuple[str, Origin]],
        below: Sequence[tuple[str, Origin]] = (),
    ) -> Iterator[Table]:
        name = f"table {table.number}"
        if options.sheet is not None and options.sheet != name:
            return
        merged = _merged(table)
        detected = {"table": str(table.number)}
        if above:
            detected["title"] = above[-1].text[:120]
        sheet = Sheet(source=source, name=name, rows=_rows(table, merged), merged=merged, detected=detected)
        header_row = options.header_row if options.header_row is not None else _header_row(table)
        found = find_table(sheet, replace(options, header_row=header_row))
        if found is not None:
            around = [*letterhead, *(_note(source, one) for one in above)]
            yield replace(found, notes=(*around, *found.notes, *below))

    def _letterheads(self, source: SourceFile, package: zipfile.ZipFile) -> Iterator[tuple[str, Origin]]:
        """The text of the pages' headers."""
        parts = [one for one in package.infolist() if _HEADER.fullmatch(one.filename)][:_MAX_HEADERS]
        seen: set[str] = set()
        for part in parts:
            if part.file_size > _MAX_HEADER_BYTES:
                continue
            with package.open(part) as stream:
                for one in events(stream, source.name, self._limits):
                    texts = (
                        [one.text]
                        if isinstance(one, Paragraph)
                        else [cell.text for row in one.rows for cell in row.cells]
                    )
                    for text in texts:
                        line = " ".join(text.split())
                        if line and line not in seen and len(seen) < _MAX_NOTES:
                            seen.add(line)
                            yield line, Origin(file=source.name, sha256=source.sha256, path=part.filename)

    def _check_size(self, source: SourceFile, package: zipfile.ZipFile) -> None:
        members = package.infolist()
        if _BODY not in package.namelist():
            raise FileUnreadable(
                f"{source.name}: expected a Word document, got a package without {_BODY}; open it and save it anew"
            )
        unpacked = package.getinfo(_BODY).file_size
        if unpacked > self._limits.max_sheet_unpacked_bytes or len(members) > _MAX_MEMBERS:
            raise FileTooLarge(
                f"{source.name}: expected a Word document that unpacks to at most "
                f"{self._limits.max_sheet_unpacked_bytes:,} bytes, got {unpacked:,} in {len(members):,} parts; "
                "save the table as CSV"
            )


def _note(source: SourceFile, paragraph: Paragraph) -> tuple[str, Origin]:
    place = f"paragraph {paragraph.number}"
    return paragraph.text, Origin(file=source.name, sha256=source.sha256, path=place)


def _header_row(table: WordTable) -> int | None:
    """1 where the document says itself that its first row is the header and the next is none."""
    marked = [row.is_header for row in table.rows[:3]]
    return 1 if marked[:1] == [True] and marked[1:2] == [False] else None


def _merged(table: WordTable) -> list[Merged]:
    """What is merged, over columns and rows."""
    found: list[Merged] = []
    open_cells: dict[int, tuple[int, int, int]] = {}
    for number, row in enumerate(table.rows, 1):
        going_on: set[int] = set()
        for cell in row.cells:
            right = cell.left + cell.span - 1
            if cell.goes_on and cell.left in open_cells:
                top, _, right_above = open_cells[cell.left]
                open_cells[cell.left] = (top, number, right_above)
                going_on.add(cell.left)
            elif cell.starts:
                _finish(found, open_cells, cell.left)
                open_cells[cell.left] = (number, number, right)
                going_on.add(cell.left)
            elif cell.span > 1:
                found.append(Merged(top=number, left=cell.left, bottom=number, right=right))
        for left in [left for left in open_cells if left not in going_on]:
            _finish(found, open_cells, left)
    for left in list(open_cells):
        _finish(found, open_cells, left)
    return found


def _finish(found: list[Merged], open_cells: dict[int, tuple[int, int, int]], left: int) -> None:
    if left in open_cells:
        top, bottom, right = open_cells.pop(left)
        if bottom > top or right > left:
            found.append(Merged(top=top, left=left, bottom=bottom, right=right))


def _rows(table: WordTable, merged: Sequence[Merged]) -> Iterator[GridRow]:
    fill = MergedDown(merged)
    for number, row in enumerate(table.rows, 1):
        made = fill.row(number, _cells(row))
        marks = Marks(
            struck=frozenset(cell.left for cell in row.cells if cell.struck),
            struck_parts={cell.left: cell.struck_part for cell in row.cells if cell.struck_part},
            hidden_parts={cell.left: cell.hidden for cell in row.cells if cell.hidden},
        )
        yield made._replace(marks=marks) if marks.struck or marks.struck_parts or marks.hidden_parts else made


def _cells(row: WordRow) -> list[CellValue]:
    cells: list[CellValue] = []
    for cell in row.cells:
        cells.extend([None] * (cell.left + 1 - len(cells)))
        cells[cell.left] = cell.text or None
    return cells
