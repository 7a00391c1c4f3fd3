"""What the number formats of an XLSX add to its cells: leading zeros (00123), the currency they show (€).

The parser gives bare numbers. A code stored as 123 under the format "00000" is 00123 to everybody who looks
at the sheet, and a price of 4.5 under '#,##0.00 "€"' is in euro. The sheet is scanned as a stream beside the parser.
"""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

from dragoman.formats.rows import GridRow
from dragoman.ports import CellValue

_MAX_PART_BYTES = 16 * 1024 * 1024
_CHUNK = 262_144
_LONGEST_TAG = 65_536

_BUILT_IN = {5: '"$"', 6: '"$"', 7: '"$"', 8: '"$"', 42: '"$"', 44: '"$"'}
"""Formats that every workbook has without naming them and that show a currency. Source: ECMA-376, 18.8.30."""
_TAG = re.compile(rb"<(?:\w+:)?(numFmt|cellXfs|xf|sheet|Relationship)\b([^>]*)>|</(?:\w+:)?(cellXfs)>")
_ATTRIBUTE = re.compile(rb'([\w:]+)\s*=\s*(?:"([^"]*)"|\'([^\']*)\')')
_ZEROS = re.compile(r"0{2,}")
_LOCALE = {
    "409": {"$": "US$"},
    "1009": {"$": "CA$"},
    "c09": {"$": "AU$"},
    "1409": {"$": "NZ$"},
    "80a": {"$": "MX$"},
    "4809": {"$": "S$"},
    "c04": {"$": "HK$"},
    "804": {"¥": "CN¥", "￥": "CN¥"},
    "411": {"¥": "JP¥", "￥": "JP¥"},
}
"""Windows locale of a sign, hex -> what the sign means there: "[$$-409]" is the United States' dollar."""
_SIGN = re.compile(r'\[\$([^\]\-]+)(?:-(\w+))?[^\]]*\]|"\s*([^"\d]{1,4}?)\s*"|([$€£¥₩₽₹])')
_CURRENCY = re.compile(r"[$€£¥₩₽₹₺₫฿₴]|[A-Z]{3}|US\$|R\$|元|円|kr\.?|zł|Kč|Ft|lei|руб\.?|د\.إ|ر\.س\.?")
_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*)>")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Format:
    width: int = 0
    """Digits that the number is filled up to with zeros; 0: none."""
    sign: str = ""


@dataclass(slots=True, kw_only=True)
class NumberFormats:
    """The formats of one sheet, applied row by row as the parser gives them."""

    cells: Iterator[tuple[int, int, _Format]]
    """(row number, column index, format) of the cells that have one, by rising row."""
    signs: dict[int, Counter[str]] = field(default_factory=dict)
    """Column index -> currency signs that its cells show, as far as rows have been read."""
    _ahead: tuple[int, int, _Format] | None = None

    def apply(self, row: GridRow, /) -> GridRow:
        """The row with its codes filled up with zeros and the currencies that its cells show."""
        shown: dict[int, CellValue] = {}
        signs: dict[int, str] = {}
        cell = self._ahead or next(self.cells, None)
        while cell is not None and cell[0] <= row.number:
            number, column, form = cell
            value = row.cells[column] if number == row.number and column < len(row.cells) else None
            if isinstance(value, int | float) and not isinstance(value, bool):
                if form.sign:
                    self.signs.setdefault(column, Counter())[form.sign] += 1
                    signs[column] = form.sign
                if form.width and value >= 0 and float(value).is_integer():
                    shown[column] = f"{int(value):0{form.width}d}"
            cell = next(self.cells, None)
        self._ahead = cell
        if signs:
            row = row._replace(signs=signs)
        if not shown:
            return row
        return row._replace(cells=[shown.get(index, value) for index, value in enumerate(row.cells)])


def number_formats(package: zipfile.ZipFile, sheet: str, /) -> NumberFormats:
    """The formats of a sheet by its name; none where the package does not say.

    Raises zipfile.BadZipFile, zlib.error or EOFError, at once or while rows are read, where the package is damaged.
    """
    formats = _by_style(_part(package, "xl/styles.xml"))
    path = _sheet_path(package, sheet)
    if not formats or path is None:
        return NumberFormats(cells=iter(()))
    return NumberFormats(cells=_formatted_cells(package, path, formats))


def _part(package: zipfile.ZipFile, path: str) -> bytes:
    """A small part of the package; empty where there is none or it is not small."""
    try:
        if package.getinfo(path).file_size > _MAX_PART_BYTES:
            return b""
    except KeyError:
        return b""
    return package.read(path)


def _attributes(text: bytes) -> dict[str, str]:
    return {
        name.decode("ascii", "replace"): unescape((double or single).decode("utf-8", "replace"))
        for name, double, single in _ATTRIBUTE.findall(text)
    }


def _by_style(styles: bytes) -> dict[int, _Format]:
    """Index of a cell style -> its format, where that shows more than the number."""
    codes = dict(_BUILT_IN)
    found: dict[int, _Format] = {}
    inside = False
    index = 0
    for tag, text, closed in _TAG.findall(styles):
        if closed or tag == b"cellXfs":
            inside = not closed
        elif tag == b"numFmt":
            attributes = _attributes(text)
            codes[_number(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
        elif tag == b"xf" and inside:
            form = _format(codes.get(_number(_attributes(text).get("numFmtId")), ""))
            if form is not None:
                found[index] = form
            index += 1
    return found


def _number(text: str | None) -> int:
    return int(text) if text is not None and text.isdecimal() and len(text) < 9 else -1


def _format(code: str) -> _Format | None:
    """What a format code shows beside the number.

    >>> _format("00000"), _format('#,##0.00 "€"'), _format("0.00")
    (_Format(width=5, sign=''), _Format(width=0, sign='€'), None)
    """
    positive = code.split(";", 1)[0]
    if _ZEROS.fullmatch(positive) and len(positive) <= 40:
        return _Format(width=len(positive))
    for bracket, locale, quoted, bare in _SIGN.findall(positive):
        sign = (bracket or quoted or bare).strip()
        if _CURRENCY.fullmatch(sign):
            return _Format(sign=_LOCALE.get(locale.lower().lstrip("0"), {}).get(sign, sign))
    return None


def _sheet_path(package: zipfile.ZipFile, sheet: str) -> str | None:
    """The part that holds a sheet."""
    relation = None
    for tag, text, _ in _TAG.findall(_part(package, "xl/workbook.xml")):
        if tag == b"sheet" and (attributes := _attributes(text)).get("name") == sheet:
            relation = next((value for key, value in attributes.items() if key.endswith(":id")), None)
    for tag, text, _ in _TAG.findall(_part(package, "xl/_rels/workbook.xml.rels")):
        if tag == b"Relationship" and (attributes := _attributes(text)).get("Id") == relation:
            target = attributes.get("Target", "")
            path = target[1:] if target.startswith("/") else f"xl/{target}"
            return path if path in package.namelist() else None
    return None


def _formatted_cells(
    package: zipfile.ZipFile, path: str, formats: dict[int, _Format]
) -> Iterator[tuple[int, int, _Format]]:
    with package.open(path) as stream:
        rest = b""
        while chunk := stream.read(_CHUNK):
            text = rest + chunk
            cut = text.rfind(b"<")
            cut = len(text) if cut < 0 or len(text) - cut > _LONGEST_TAG else cut
            yield from _cells(text[:cut], formats)
            rest = text[cut:]
        yield from _cells(rest, formats)


def _cells(text: bytes, formats: dict[int, _Format]) -> Iterator[tuple[int, int, _Format]]:
    for found in _CELL.finditer(text):
        style = _STYLE.search(found.group(1))
        form = formats.get(int(style.group(1))) if style else None
        if form is not None and (place := _PLACE.search(found.group(1))):
            yield int(place.group(2)), _column(place.group(1)), form


_STYLE = re.compile(rb"\bs\s*=\s*[\"'](\d{1,6})[\"']")
_PLACE = re.compile(rb"\br\s*=\s*[\"']([A-Z]{1,3})(\d{1,7})[\"']")


def _column(letters: bytes) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + letter - 64
    return index - 1
