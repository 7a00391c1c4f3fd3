"""What an XLSX says of a sheet's cells that the parser does not give, read as a stream beside it.

Number formats, text that is struck through, hidden rows and columns, formulas without a stored result, errors,
pictures. Only the tags that matter are looked at, so this costs little beside the parsing.
"""

from __future__ import annotations

import re
import zipfile
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape
from typing import IO, NamedTuple

from dragoman.formats.cells import letters
from dragoman.formats.formulas import Unknown, compute
from dragoman.formats.number_formats import Format, formats_of
from dragoman.formats.rows import GridRow, Marks
from dragoman.formats.xlsx_package import attributes, sheet_path, small_part
from dragoman.formats.xlsx_pictures import Anchored, Pictures, pictures_of
from dragoman.ports import CellValue

_CHUNK = 262_144
_LONGEST_CELL = 262_144
_LONGEST_FORMULA = 600
_HEAD_BYTES = 1_048_576
_COLUMN_TAG = re.compile(rb"<(?:\w+:)?col\b([^>]*)>")
_TOKEN = re.compile(rb"<(?:\w+:)?(?:(row)\b([^>]*)>|c\b([^>]*)>|f\b([^>]*)>([^<]*))")
_RESULT = re.compile(rb"\s*(?:</(?:\w+:)?f>)?\s*<(?:\w+:)?v\b[^>/]*>([^<]+)")
_ERROR = re.compile(
    rb"[^<]{0,200}(?:<(?:\w+:)?f\b[^>]*>[^<]{0,8192}(?:</(?:\w+:)?f>)?)?\s*<(?:\w+:)?v\b[^>]*>([^<]{1,40})"
)
_TEXT_INDEX = re.compile(rb"[^<]{0,40}<(?:\w+:)?v\b[^>]*>\s*(\d{1,9})")
_STYLE = re.compile(rb"\bs\s*=\s*[\"'](\d{1,6})[\"']")
_PLACE = re.compile(rb"\br\s*=\s*[\"']([A-Z]{1,3})(\d{1,7})[\"']")
_NUMBER = re.compile(rb"\br\s*=\s*[\"'](\d{1,7})[\"']")
_HEIGHT = re.compile(rb"\bht\s*=\s*[\"']([\d.]{1,12})[\"']")
_USUAL_HEIGHT = re.compile(rb"\bdefaultRowHeight\s*=\s*[\"']([\d.]{1,12})[\"']")
_HIDDEN = re.compile(rb"\bhidden\s*=\s*[\"'](?:1|true)[\"']")
_VALUE_METADATA = re.compile(rb"\bvm\s*=\s*[\"'](\d{1,9})[\"']")
_KIND = re.compile(rb"\bt\s*=\s*[\"'](e|s|str|inlineStr)[\"']")
_WPS_PICTURE = re.compile(r'DISPIMG\(\s*"([^"]{1,200})"')
_SHARED = re.compile(rb"<(/?)(?:\w+:)?(si|is|r|t|strike)\b([^>]*)>([^<]*)")
_INLINE = re.compile(rb"[^<]{0,40}(<(?:\w+:)?is\b.{0,262144}?</(?:\w+:)?is>)", re.DOTALL)
_REMEMBERED_ROWS = 500
_REMEMBERED_CELLS = 20_000
_ROW_REMARK = "the row is hidden in the sheet"


class StruckPart(NamedTuple):
    """A text of which a part is struck through: an old price beside the new one."""

    live: str
    struck: str


@dataclass(slots=True)
class Found:
    """What was found of one row."""

    number: int
    hidden: bool = False
    formats: dict[int, Format] = field(default_factory=dict)
    struck: set[int] = field(default_factory=set)
    parts: dict[int, StruckPart] = field(default_factory=dict)
    unread: dict[int, str] = field(default_factory=dict)
    pictures: list[tuple[int, str]] = field(default_factory=list)
    height: int = 0
    """In English Metric Units, where the row says it; only looked for where pictures lie on the sheet."""

    def __bool__(self) -> bool:
        return bool(
            self.hidden
            or self.formats
            or self.struck
            or self.parts
            or self.unread
            or self.pictures
            or self.height
        )


class SheetScan:
    """The marks of one sheet, applied row by row as the parser gives them."""

    def __init__(
        self,
        found: Iterator[Found],
        file: str,
        *,
        pictures: Pictures | None = None,
        columns: Columns | None = None,
        remark: str = "",
    ) -> None:
        columns = columns or Columns()
        self.hidden_columns = columns.hidden
        self.cut_off = columns.cut_off
        self._found = found
        self._waiting = deque(pictures.anchored if pictures is not None else ())
        self._lower: list[Anchored] = []
        self._height = columns.row_height
        self._file = file
        self._remark = remark
        self._ahead: Found | None = None
        self._above: dict[tuple[int, int], str | float] = {}

    def apply(self, row: GridRow, /) -> GridRow:
        """The row as the sheet shows it: zeros filled up, currencies, units and marks beside the values."""
        row = self._marked(row)
        self._remember(row)
        return row

    def _marked(self, row: GridRow) -> GridRow:
        found = self._of(row.number)
        pictures = self._pictures(row, found)
        if found is None:
            if not pictures and not self._remark:
                return row
            return row._replace(marks=Marks(remark=self._remark, pictures=pictures))
        row = _formatted(_without_picture_formulas(row, found), found.formats)
        row, parts = _without_struck_parts(row, found.parts)
        struck = frozenset(index for index in found.struck if index < len(row.cells))
        unread = {index: text for index, text in found.unread.items() if _is_unread(row, index)}
        row, computed = self._computed(row, unread)
        remark = "; ".join(filter(None, (self._remark or (_ROW_REMARK if found.hidden else ""), computed)))
        if not (struck or parts or unread or pictures or remark):
            return row
        marks = Marks(remark=remark, struck=struck, struck_parts=parts, unread=unread, pictures=pictures)
        return row._replace(marks=marks)

    def _computed(self, row: GridRow, unread: dict[int, str]) -> tuple[GridRow, str]:
        """The row with the formulas computed that can be, and a remark that names them; these leave `unread`."""
        formulas = {index: text for index, text in unread.items() if text.startswith("=")}
        if not formulas:
            return row, ""
        cells = list(row.cells)
        done: list[str] = []
        for _again in range(min(len(formulas), 4)):  # a formula may need the result of another of its row
            for index, text in formulas.items():
                if index not in unread:
                    continue
                try:
                    value = compute(
                        text, lambda number, column: self._value(row.number, cells, number, column)
                    )
                except Unknown:
                    continue
                cells.extend([None] * (index + 1 - len(cells)))
                cells[index] = value
                del unread[index]
                done.append(f"{letters(index)}{row.number}: {text[:60]}")
        if not done:
            return row, ""
        remark = f"computed, since the file stores no result: {', '.join(done[:5])}"
        return row._replace(cells=cells), remark

    def _value(self, now: int, cells: Sequence[CellValue], number: int, column: int) -> float | str | None:
        """A cell of this row, or of one above that is remembered."""
        value = cells[column] if number == now and column < len(cells) else self._above.get((number, column))
        if isinstance(value, bool):
            return None
        return float(value) if isinstance(value, int | float) else (value if isinstance(value, str) else None)

    def _remember(self, row: GridRow) -> None:
        """Keep the values of the first rows: rates and discounts that formulas further down refer to."""
        if row.number <= _REMEMBERED_ROWS and len(self._above) < _REMEMBERED_CELLS:
            for index, value in enumerate(row.cells):
                if isinstance(value, str | int | float):
                    self._above[row.number, index] = value

    def _of(self, number: int) -> Found | None:
        found = self._ahead or next(self._found, None)
        while found is not None and found.number < number:
            found = next(self._found, None)
        self._ahead = found
        return found if found is not None and found.number == number else None

    def _pictures(self, row: GridRow, found: Found | None) -> tuple[tuple[int, str], ...]:
        """Those inside the row's cells, and those that lie on it; one over several rows is the first filled one's."""
        names = list(found.pictures) if found is not None else []
        if (self._lower or self._waiting) and row.filled():
            height = (found.height if found is not None else 0) or self._height
            on_row, self._lower = self._lower, []
            while self._waiting and self._waiting[0].top <= row.number:
                on_row.append(self._waiting.popleft())
            for one in on_row:
                if one.top == row.number and one.lies_mostly_lower(height):
                    self._lower.append(one)
                elif one.bottom >= row.number:
                    names.append((one.column, one.name))
        return tuple((column, name if "://" in name else f"{self._file}!/{name}") for column, name in names)


def _without_picture_formulas(row: GridRow, found: Found) -> GridRow:
    """A cell that holds a picture shows no text."""
    if not found.pictures:
        return row
    inside = {column for column, _ in found.pictures}
    return row._replace(
        cells=[
            None if index in inside and isinstance(value, str) else value
            for index, value in enumerate(row.cells)
        ]
    )


def _without_struck_parts(row: GridRow, parts: dict[int, StruckPart]) -> tuple[GridRow, dict[int, str]]:
    """The row with what still holds of its cells, and what is struck through in them."""
    held = {index: part for index, part in parts.items() if index < len(row.cells)}
    if not held:
        return row, {}
    cells = [held[index].live if index in held else value for index, value in enumerate(row.cells)]
    return row._replace(cells=cells), {index: part.struck for index, part in held.items()}


def _formatted(row: GridRow, formats: dict[int, Format]) -> GridRow:
    shown: dict[int, CellValue] = {}
    signs: dict[int, str] = {}
    units: dict[int, str] = {}
    for column, form in formats.items():
        value = row.cells[column] if column < len(row.cells) else None
        if isinstance(value, int | float) and not isinstance(value, bool):
            if form.sign:
                signs[column] = form.sign
            if form.unit:
                units[column] = form.unit
            if form.width and value >= 0 and float(value).is_integer():
                shown[column] = f"{int(value):0{form.width}d}"
    if signs or units:
        row = row._replace(signs=signs or None, units=units or None)
    if not shown:
        return row
    return row._replace(cells=[shown.get(index, value) for index, value in enumerate(row.cells)])


def _is_unread(row: GridRow, index: int) -> bool:
    return index >= len(row.cells) or row.cells[index] in (None, "")


def scan_sheet(package: zipfile.ZipFile, sheet: str, file: str, /, *, remark: str = "") -> SheetScan:
    """The marks of a sheet by its name; none where the package does not say.

    Args:
        file: Name of the file, for the names of its pictures.
        remark: Of every row: "the sheet is hidden".

    Raises zipfile.BadZipFile, zlib.error or EOFError, at once or while rows are read, where the package is damaged.
    """
    path = sheet_path(package, sheet)
    if path is None:
        return SheetScan(iter(()), file, remark=remark)
    pictures = pictures_of(package, path)
    reading = _Reading(
        formats=formats_of(small_part(package, "xl/styles.xml")),
        struck_texts=_struck_texts(package),
        pictures=pictures,
    )
    return SheetScan(
        reading.rows(package, path), file, pictures=pictures, columns=_columns(package, path), remark=remark
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """What a sheet says before its first row."""

    hidden: frozenset[int] = frozenset()
    cut_off: bool = False
    """More is marked than is held."""
    row_height: int = 190_500
    """Of rows that say nothing else, in English Metric Units."""


def _columns(package: zipfile.ZipFile, path: str) -> Columns:
    with package.open(path) as stream:
        head = stream.read(_HEAD_BYTES)
    head = head[:at] if (at := head.find(b"sheetData>")) >= 0 else head
    hidden: set[int] = set()
    for tag in _COLUMN_TAG.findall(head)[:16_384]:
        said = attributes(tag)
        first, last = said.get("min", ""), said.get("max", "")
        if said.get("hidden") in ("1", "true") and first.isdecimal() and len(first) < 6:
            high = int(last) if last.isdecimal() and len(last) < 6 else 16_384
            hidden.update(range(max(0, int(first) - 1), min(high, 16_384)))
    usual = _USUAL_HEIGHT.search(head)
    height = _emu(usual[1]) if usual is not None else 0
    return Columns(hidden=frozenset(hidden), row_height=height or Columns().row_height)


def _emu(points: bytes) -> int:
    """Points as English Metric Units; 0 where they are no number."""
    try:
        return min(int(float(points) * 12_700), 10_000_000)
    except (ValueError, OverflowError):
        return 0


def _struck_texts(package: zipfile.ZipFile) -> dict[int, StruckPart]:
    """Index of each shared text of which a run is struck through -> what of it is; `live` is empty where all is."""
    path = "xl/sharedStrings.xml"
    if path not in package.namelist():
        return {}
    with package.open(path) as stream:
        if not any(b"strike" in chunk for chunk in chunks(stream, b"<")):
            return {}
    found: dict[int, StruckPart] = {}
    runs = _Runs()
    index = -1
    with package.open(path) as stream:
        for chunk in chunks(stream, b"<"):
            for closes, tag, text, behind in _SHARED.findall(chunk):
                if tag == b"si" and not closes:
                    index += 1
                    runs = _Runs()
                elif tag == b"si":
                    if (part := runs.part()) is not None:
                        found[index] = part
                else:
                    runs.take(closes, tag, text, behind)
    return found


@dataclass(slots=True)
class _Runs:
    """The runs of one text, as its tags come."""

    live: list[str] = field(default_factory=list)
    struck: list[str] = field(default_factory=list)
    now: bool = False

    def take(self, closes: bytes, tag: bytes, said: bytes, behind: bytes) -> None:
        if tag == b"r":
            self.now = False
        elif tag == b"strike" and not closes:
            self.now = attributes(said).get("val", "1") not in ("0", "false")
        elif tag == b"t" and not closes and behind:
            (self.struck if self.now else self.live).append(unescape(behind.decode("utf-8", "replace")))

    def part(self) -> StruckPart | None:
        """None where nothing is struck through."""
        struck = "".join(self.struck).strip()
        return StruckPart(" ".join("".join(self.live).split(" ")).strip(), struck) if struck else None


def _struck_inline(text: bytes) -> StruckPart | None:
    """Of a text that stands in its cell."""
    runs = _Runs()
    for closes, tag, said, behind in _SHARED.findall(text):
        runs.take(closes, tag, said, behind)
    return runs.part()


def chunks(stream: IO[bytes], *starts: bytes) -> Iterator[bytes]:
    """A stream in pieces that end before one of the beginnings, so that no tag or cell is torn apart."""
    rest = b""
    while chunk := stream.read(_CHUNK):
        text = rest + chunk
        cut = max(text.rfind(start) for start in starts)
        cut = len(text) if cut <= 0 or len(text) - cut > _LONGEST_CELL else cut
        yield text[:cut]
        rest = text[cut:]
    yield rest


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    formats: dict[int, Format]
    struck_texts: dict[int, StruckPart]
    pictures: Pictures

    def rows(self, package: zipfile.ZipFile, path: str) -> Iterator[Found]:
        """What is found, by rising row; rows without anything are left out."""
        now = Found(0)
        column = -1
        kind = b""
        with package.open(path) as stream:
            for text in chunks(stream, b"<c ", b"<c>", b"<row", b":c ", b":row"):
                for token in _TOKEN.finditer(text):
                    row, of_row, of_cell, _of_formula, formula = token.groups()
                    if row:
                        if now:
                            yield now
                        number = _NUMBER.search(of_row)
                        now = Found(int(number[1]) if number else now.number + 1)
                        now.hidden = _HIDDEN.search(of_row) is not None
                        if self.pictures.anchored and (height := _HEIGHT.search(of_row)):
                            now.height = _emu(height[1])
                        column = -1
                    elif of_cell is not None:
                        place = _PLACE.search(of_cell)
                        column = _column(place[1]) if place else column + 1
                        kind = self._cell(now, column, of_cell, text, token.end())
                    elif formula is not None and column >= 0:
                        self._formula(now, column, formula, kind, text, token.end())
        if now:
            yield now

    def _cell(self, now: Found, column: int, said: bytes, text: bytes, end: int) -> bytes:
        """Take what a cell's tag says; returns its kind, "e" for an error."""
        style = _STYLE.search(said)
        form = self.formats.get(int(style[1])) if style else None
        if form is not None:
            now.formats[column] = form
            if form.struck:
                now.struck.add(column)
        if self.pictures.by_value and (value := _VALUE_METADATA.search(said)):
            name = self.pictures.by_value.get(int(value[1]))
            if name is not None:
                now.pictures.append((column, name))
                return b"picture"
        found = _KIND.search(said)
        kind = found[1] if found else b""
        if kind == b"e" and (error := _ERROR.match(text, end)):
            now.unread[column] = error[1].decode("utf-8", "replace").strip()
        elif kind == b"s" and self.struck_texts:
            index = _TEXT_INDEX.match(text, end)
            if index is not None:
                self._struck(now, column, self.struck_texts.get(int(index[1])))
        elif kind == b"inlineStr" and (inline := _INLINE.match(text, end)) and b"strike" in inline[1]:
            self._struck(now, column, _struck_inline(inline[1]))
        return kind

    @staticmethod
    def _struck(now: Found, column: int, part: StruckPart | None) -> None:
        if part is not None and part.live:
            now.parts[column] = part
        elif part is not None:
            now.struck.add(column)

    def _formula(self, now: Found, column: int, formula: bytes, kind: bytes, text: bytes, end: int) -> None:
        said = unescape(formula.decode("utf-8", "replace"))
        if self.pictures.by_id and (picture := _WPS_PICTURE.search(said)):
            name = self.pictures.by_id.get(picture[1])
            if name is not None:
                now.pictures.append((column, name))
                now.unread.pop(column, None)
                return
        if kind not in (b"e", b"str", b"picture") and not _RESULT.match(text, end):
            now.unread[column] = f"={said}"[:_LONGEST_FORMULA]


def _column(letters: bytes) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + letter - 64
    return index - 1
