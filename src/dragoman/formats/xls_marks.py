"""What an XLS says of its cells that the parser does not give: hidden rows and columns, struck text, number formats.

Part of the program that parses spreadsheets (`spreadsheet_child`), so that it imports nothing of Dragoman. Text that is
struck through in parts of a cell only is not looked for. Source: [MS-XLS], 2.4 (records), BIFF 5 and 8.
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterator
from typing import BinaryIO

import olefile

_BOF, _EOF, _PASSWORD = 0x0809, 0x000A, 0x002F
_FONT, _FORMAT, _XF, _SHEET = 0x0031, 0x041E, 0x00E0, 0x0085
_COLUMNS, _ROW, _NUMBERS = 0x007D, 0x0208, 0x00BD
_CELLS = frozenset({0x0203, 0x027E, 0x00FD, 0x0204, 0x0006, 0x0205, 0x00D6})
"""Number, number in short, shared text, text, formula, truth or error, rich text."""
_BIFF8 = 0x0600
_CURRENCIES = frozenset({5, 6, 7, 8, 42, 44})
"""Formats that need not be named and show a currency."""
_PLAIN = frozenset("#0,.%E+-?_() ;*GeneralSTANDRstandr@")
_MOST_COLUMNS = 256
_MOST_ROWS = 65_536


class XlsMarks:
    """The marks of a workbook, read whole."""

    def __init__(self, stream: BinaryIO, /) -> None:
        """Raises OSError or ValueError where it is no such workbook."""
        with olefile.OleFileIO(stream) as package:
            name = next((one for one in ("Workbook", "Book") if package.exists(one)), None)
            if name is None:
                raise ValueError("expected a part called Workbook or Book")
            self._data: bytes = package.openstream(name).read()
        self.styles: list[tuple[bool, str]] = []
        """Of each style of cells: whether it strikes through, number format."""
        self._places: list[int] = []
        """Where each sheet begins, charts left out."""
        self._globals()
        self._marked = frozenset(
            at for at, (struck, code) in enumerate(self.styles) if struck or _shows(code)
        )

    def sheet(self, number: int, /) -> dict[str, object]:
        """Hidden columns, patterns of rows, and (row, how many, pattern) of each marked row, four bytes a number.

        Args:
            number: 0-based, charts left out.
        """
        hidden_columns: set[int] = set()
        hidden_rows: set[int] = set()
        cells: dict[int, list[tuple[int, int]]] = {}
        start = self._places[number] if number < len(self._places) else len(self._data)
        for kind, data in self._of_sheet(start):
            if kind == _COLUMNS and len(data) >= 10:
                first, last, _width, _style, said = struct.unpack_from("<5H", data)
                if said & 1:
                    hidden_columns.update(range(first, min(last + 1, _MOST_COLUMNS)))
            elif kind == _ROW and len(data) >= 14:
                if data[12] & 0x20:
                    hidden_rows.add(data[0] | data[1] << 8)
            else:
                for row, column, style in _cells(kind, data):
                    if style in self._marked:
                        cells.setdefault(row, []).append((column, style))
        return {"hidden_columns": sorted(hidden_columns), **_rows(hidden_rows, cells)}

    def _of_sheet(self, start: int) -> Iterator[tuple[int, bytes]]:
        """The records of a sheet, without those of charts that lie on it."""
        depth = 0
        for kind, data in self._records(start):
            depth += (kind == _BOF) - (kind == _EOF)
            if depth <= 0:
                return
            if depth == 1:
                yield kind, data

    def _globals(self) -> None:
        """Fonts, formats, styles and sheets, from the workbook's beginning."""
        struck: list[bool] = []
        codes: dict[int, str] = dict.fromkeys(_CURRENCIES, '"$"')
        styles: list[tuple[int, int]] = []
        wide = True
        for kind, data in self._records(0):
            if kind == _EOF:
                break
            if kind == _PASSWORD:
                raise ValueError("it is protected by a password")
            if kind == _BOF and len(data) >= 2:
                wide = data[0] | data[1] << 8 >= _BIFF8
            elif kind == _FONT and len(data) >= 4:
                struck.append(bool(data[2] & 0x08))
            elif kind == _FORMAT and len(data) >= 4:
                codes[data[0] | data[1] << 8] = _text(data[2:], wide=wide)
            elif kind == _XF and len(data) >= 4:
                font, form = struct.unpack_from("<2H", data)
                styles.append((font - (font > 4), form))  # there is no font 4
            elif kind == _SHEET and len(data) >= 6 and data[5] in (0, 1):
                self._places.append(int.from_bytes(data[:4], "little"))
        self.styles = [(font < len(struck) and struck[font], codes.get(form, "")) for font, form in styles]

    def _records(self, at: int) -> Iterator[tuple[int, bytes]]:
        data, end = self._data, len(self._data)
        while at + 4 <= end:
            kind, size = struct.unpack_from("<2H", data, at)
            yield kind, data[at + 4 : at + 4 + size]
            at += 4 + size


def _cells(kind: int, data: bytes) -> Iterator[tuple[int, int, int]]:
    """(row, column, style) of the cells of a record."""
    if kind in _CELLS and len(data) >= 6:
        yield struct.unpack_from("<3H", data)
    elif kind == _NUMBERS and len(data) >= 12:
        row, column = struct.unpack_from("<2H", data)
        for at in range(4, len(data) - 6, 6):
            yield row, column, data[at] | data[at + 1] << 8
            column += 1


def _text(data: bytes, *, wide: bool) -> str:
    """A format code: with two bytes of length and one of flags, or with one of length."""
    if not wide:
        return data[1 : 1 + data[0]].decode("cp1252", "replace")
    count = data[0] | data[1] << 8
    if len(data) > 2 and data[2] & 1:
        return data[3 : 3 + 2 * count].decode("utf-16-le", "replace")
    return data[3 : 3 + count].decode("latin-1")


def _shows(code: str) -> bool:
    """Whether a number format may show more than the number."""
    return (bool(code) and not set(code) <= _PLAIN) or code.startswith("00")


def _rows(hidden: set[int], cells: dict[int, list[tuple[int, int]]]) -> dict[str, object]:
    known: dict[tuple[bool, tuple[tuple[int, int, int], ...]], int] = {}
    rows = array("I")
    for row in sorted(hidden | cells.keys()):
        runs: list[tuple[int, int, int]] = []
        for column, style in sorted(cells.get(row, ())):
            if runs and runs[-1][2] == style and runs[-1][0] + runs[-1][1] == column:
                runs[-1] = (runs[-1][0], runs[-1][1] + 1, style)
            else:
                runs.append((column, 1, style))
        if row < _MOST_ROWS:
            rows.extend((row + 1, 1, known.setdefault((row in hidden, tuple(runs)), len(known))))
    return {"patterns": list(known), "rows_marked": rows.tobytes()}
