"""What an XLSB says of its cells that the parser does not give: hidden rows and columns, struck text, number formats.

The part that holds the sheet is read as a stream of records. Text that is struck through in parts of a cell only, and formulas,
are not looked for. Source: [MS-XLSB], 2.1.4 (records), 2.4.
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator
from typing import IO

from dragoman.formats.number_formats import BUILT_IN, Format, format_of
from dragoman.formats.sheet_scan import Columns, Found, SheetScan
from dragoman.formats.xlsx_package import relations, small_part

_CHUNK = 262_144
_LONGEST = 16 * 1024 * 1024
_ROW, _COLUMN, _DATA, _SHEET = 0, 60, 145, 156
_FONT, _FORMAT, _STYLE, _STYLES, _STYLES_END = 43, 44, 47, 617, 618
_CELLS = frozenset((*range(2, 12), 62))
"""Numbers, errors, truths, texts and formulas; rich text."""
_MOST_COLUMNS = 16_384
_NULL = 0xFFFFFFFF

Record = tuple[int, bytes]


def scan_binary_sheet(
    package: zipfile.ZipFile, sheet: str, file: str, /, *, remark: str = ""
) -> SheetScan | None:
    """The marks of a sheet by its name; None where the package is no XLSB or does not say.

    Raises zipfile.BadZipFile, zlib.error or EOFError, at once or while rows are read, where the package is damaged.
    """
    path = _path(package, sheet)
    if path is None:
        return None
    formats = _formats(small_part(package, "xl/styles.bin"))
    records = _part(package, path)
    hidden: set[int] = set()
    for kind, data in records:
        if kind == _DATA:
            break
        if kind == _COLUMN and len(data) >= 18 and data[16] & 1:
            first, last = struct.unpack_from("<2I", data)
            hidden.update(range(min(first, _MOST_COLUMNS), min(last + 1, _MOST_COLUMNS)))
    return SheetScan(_rows(records, formats), file, columns=Columns(hidden=frozenset(hidden)), remark=remark)


def _path(package: zipfile.ZipFile, sheet: str) -> str | None:
    """The part that holds a sheet."""
    names = package.namelist()
    if "xl/workbook.bin" not in names:
        return None
    for kind, data in _records(iter([small_part(package, "xl/workbook.bin")])):
        if kind != _SHEET:
            continue
        relation, at = _text(data, 8)
        name, _ = _text(data, at)
        if name == sheet:
            found = relations(package, "xl/workbook.bin").get(relation)
            return found.target if found is not None and found.target in names else None
    return None


def _formats(styles: bytes) -> dict[int, Format]:
    """Index of a cell style -> what it shows, where that is more than the number."""
    codes = dict(BUILT_IN)
    struck: list[bool] = []
    found: dict[int, Format] = {}
    inside, index = False, 0
    for kind, data in _records(iter([styles])):
        if kind == _FORMAT and len(data) >= 6:
            codes[data[0] | data[1] << 8] = _text(data, 2)[0]
        elif kind == _FONT and len(data) >= 4:
            struck.append(bool(data[2] & 0x08))
        elif kind in (_STYLES, _STYLES_END):
            inside = kind == _STYLES
        elif kind == _STYLE and inside and len(data) >= 6:
            _parent, form, font = struct.unpack_from("<3H", data)
            shown = format_of(codes.get(form, ""), struck=font < len(struck) and struck[font])
            if shown is not None:
                found[index] = shown
            index += 1
    return found


def _rows(records: Iterator[Record], formats: dict[int, Format]) -> Iterator[Found]:
    """What is found, by rising row; rows without anything are left out."""
    now = Found(0)
    for kind, data in records:
        if kind == _ROW and len(data) >= 12:
            if now:
                yield now
            now = Found(int.from_bytes(data[:4], "little") + 1, hidden=bool(data[11] & 0x10))
        elif kind in _CELLS and len(data) >= 8:
            column = int.from_bytes(data[:4], "little")
            form = formats.get(int.from_bytes(data[4:7], "little"))
            if form is not None and column < _MOST_COLUMNS:
                now.formats[column] = form
                if form.struck:
                    now.struck.add(column)
    if now:
        yield now


def _text(data: bytes, at: int) -> tuple[str, int]:
    """A text with its length before it, and where it ends."""
    if len(data) < at + 4:
        return "", len(data)
    count = int.from_bytes(data[at : at + 4], "little")
    if count == _NULL:
        return "", at + 4
    end = min(at + 4 + 2 * count, len(data))
    return data[at + 4 : end].decode("utf-16-le", "replace"), end


def _part(package: zipfile.ZipFile, path: str) -> Iterator[Record]:
    with package.open(path) as stream:
        yield from _records(_chunks(stream))


def _chunks(stream: IO[bytes]) -> Iterator[bytes]:
    while chunk := stream.read(_CHUNK):
        yield chunk


def _records(chunks: Iterator[bytes]) -> Iterator[Record]:
    """The records of a part, to the first that is cut off or too long."""
    data, at = b"", 0
    while True:
        found = _record(data, at)
        if found is not None:
            kind, start, end = found
            if end - start > _LONGEST:
                return
            if end <= len(data):
                yield kind, data[start:end]
                at = end
                continue
        more = next(chunks, b"")
        if not more:
            return
        data, at = data[at:] + more, 0


def _record(data: bytes, at: int) -> tuple[int, int, int] | None:
    """(kind, start, end) of a record's bytes; None where its head is cut off."""
    kind, at = _number(data, at, most=2)
    size, at = _number(data, at, most=4)
    return (kind, at, at + size) if at >= 0 else None


def _number(data: bytes, at: int, *, most: int) -> tuple[int, int]:
    """A number of seven bits a byte, and where it ends; -1 where it is cut off."""
    number = 0
    for turn in range(most):
        if not 0 <= at < len(data):
            return 0, -1
        byte = data[at]
        at += 1
        number |= (byte & 0x7F) << (7 * turn)
        if byte < 0x80:
            break
    return number, at
