"""Talks to the process that parses a spreadsheet (`spreadsheet_child`) and hands out its sheets and rows."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import tempfile
from array import array
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

import msgspec

from dragoman.child_process import end
from dragoman.errors import FileTooLarge, FileUnreadable
from dragoman.formats.header import Merged
from dragoman.formats.limits import ReadLimits
from dragoman.formats.merged import MergedDown
from dragoman.formats.number_formats import Format, format_of
from dragoman.formats.rows import GridRow
from dragoman.formats.sheet_marks import SheetMarks
from dragoman.ports import CellValue, SourceFile

_CHILD = Path(__file__).with_name("spreadsheet_child.py")
_BYTES_A_SECOND = 256 * 1024
_MAX_MESSAGE = 256 * 1024 * 1024

_Cell = None | bool | int | float | str | list[str]


class _Marks(msgspec.Struct):
    """Of a sheet, as `xls_marks` gives them."""

    hidden_columns: list[int] = []
    patterns: list[tuple[bool, tuple[tuple[int, int, int], ...]]] = []
    rows_marked: bytes = b""


class _Message(msgspec.Struct):
    """Any message of the child; which fields are set tells its kind."""

    sheets: list[str] | None = None
    visible: list[str] | None = None
    styles: list[tuple[bool, str]] = []
    marks: _Marks | None = None
    sheet: str | None = None
    left: int = 0
    merged: list[tuple[int, int, int, int]] = []
    rows: list[list[_Cell]] | None = None
    end: bool = False
    error: str | None = None
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetStart:
    """A sheet whose rows come next."""

    name: str
    left: int
    """0-based index of the column that the rows begin at."""
    hidden: bool
    """Not shown in the workbook."""
    merged: Sequence[Merged]
    marks: SheetMarks | None = None
    """Of an XLS."""


class Workbook:
    """A spreadsheet being parsed; opened and closed like a file."""

    def __init__(self, source: SourceFile, stream: BinaryIO, sheet: str | None, limits: ReadLimits) -> None:
        """`sheet`: the only one to read; None reads all, the visible ones first."""
        self._source = source
        self._stream = stream
        self._wanted = sheet
        self._limits = limits
        self._stack = ExitStack()
        self._ahead: _Message | None = None
        self._seconds = limits.max_sheet_seconds
        self._decoder = msgspec.msgpack.Decoder(_Message)
        self.names: list[str] = []
        self.visible: list[str] = []
        self.formats: list[Format | None] = []
        """What the styles of an XLS show."""

    def __enter__(self) -> Self:
        spool = self._stack.enter_context(tempfile.TemporaryFile())
        shutil.copyfileobj(self._stream, spool, 1024 * 1024)
        self._seconds = self._limits.max_sheet_seconds + spool.tell() // _BYTES_A_SECOND
        spool.seek(0)
        arguments = [
            str(self._limits.max_sheet_memory_bytes),
            str(self._seconds),
            *([self._wanted] if self._wanted is not None else []),
        ]
        self._process = subprocess.Popen(  # noqa: S603 - our own program, no shell
            [sys.executable, "-I", str(_CHILD), *arguments],
            stdin=spool,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._stack.callback(end, self._process)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.close()

    def sheets(self) -> Iterator[SheetStart]:
        """Each sheet in turn; its rows are to be read before the next. Raises FileUnreadable, FileTooLarge."""
        first = self._receive()
        self.names, self.visible = first.sheets or [], first.visible or []
        self.formats = [format_of(code, struck=struck) for struck, code in first.styles]
        if self._wanted is not None and self._wanted not in self.names:
            raise FileUnreadable(
                f"{self._source.name}: expected a sheet called {self._wanted!r}, got the sheets "
                f"{', '.join(map(repr, self.names))}; name one of these with --sheet"
            )
        while not (message := self._receive()).end:
            if message.sheet is None:
                continue
            merged = [
                Merged(top=top + 1, left=left, bottom=bottom + 1, right=right)
                for top, left, bottom, right in message.merged
            ]
            hidden = message.sheet not in self.visible
            marks = _sheet_marks(message.marks) if message.marks is not None else None
            yield SheetStart(name=message.sheet, left=message.left, hidden=hidden, merged=merged, marks=marks)

    def rows(self, start: SheetStart, /) -> Iterator[GridRow]:
        """The rows of the sheet that was just started, cells of vertically merged ones filled in."""
        fill = MergedDown(start.merged)
        number = 0
        while (message := self._receive()).rows is not None:
            for cells in message.rows:
                number += 1
                yield fill.row(number, [None] * start.left + [_value(cell) for cell in cells])
        self._ahead = message

    def _receive(self) -> _Message:
        if self._ahead is not None:
            message, self._ahead = self._ahead, None
            return message
        stdout = self._process.stdout
        size = stdout.read(4) if stdout is not None else b""
        length = int.from_bytes(size, "big")
        if stdout is None or len(size) < 4 or length > _MAX_MESSAGE:
            raise self._died()
        data = stdout.read(length)
        if len(data) < length:
            raise self._died()
        message = self._decoder.decode(data)
        if message.error is not None:
            raise self._told(message.error, message.text)
        return message

    def _told(self, kind: str, text: str) -> FileUnreadable:
        if kind == "memory":
            return self._too_large()
        if kind == "password":
            return FileUnreadable(
                f"{self._source.name}: expected a spreadsheet that opens, got one with a password; "
                "open it, save it without a password, and load it again"
            )
        return FileUnreadable(
            f"{self._source.name}: expected a whole spreadsheet, got one that is cut off or damaged ({text}); "
            "fetch it again, or open and save it anew"
        )

    def _died(self) -> FileUnreadable:
        code = self._process.wait()
        if code == -signal.SIGXCPU:
            return FileUnreadable(
                f"{self._source.name}: expected a spreadsheet that is read in {self._seconds} seconds, got one that takes "
                "longer or is damaged; open and save it anew, or save it as CSV"
            )
        return self._too_large() if code else self._told("broken", "it ends too early")

    def _too_large(self) -> FileTooLarge:
        return FileTooLarge(
            f"{self._source.name}: expected a spreadsheet that opens in {self._limits.max_sheet_memory_bytes:,} bytes of "
            "memory, got one that needs more or is damaged; delete stray cells far from the table, or save it as CSV"
        )


def _sheet_marks(told: _Marks) -> SheetMarks:
    rows = array("I")
    rows.frombytes(told.rows_marked)
    return SheetMarks(hidden_columns=set(told.hidden_columns), patterns=told.patterns, rows=rows)


def _value(cell: _Cell) -> CellValue:
    if isinstance(cell, float):
        return float(
            f"{cell:.15g}"
        )  # a spreadsheet keeps and shows fifteen digits: 0.3, not 0.30000000000000004
    if not isinstance(cell, list):
        return cell
    kind, text = cell
    if kind == "date":
        return date.fromisoformat(text)
    if kind == "datetime":
        return datetime.fromisoformat(text)
    return text
