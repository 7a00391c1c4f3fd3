"""What an ODS says of its cells that the parser does not give: hidden rows and columns, struck text, currencies, units.

All sheets lie in one part, which is read once as a stream; only the tags that matter are looked at.
Source: OASIS OpenDocument 1.3, part 3, 9 (tables), 16 (styles), 20.
"""

from __future__ import annotations

import re
import zipfile
from bisect import bisect_right
from dataclasses import dataclass, field
from html import unescape

from dragoman.formats.number_formats import Format, format_of
from dragoman.formats.sheet_marks import Run, SheetMarks
from dragoman.formats.sheet_scan import chunks
from dragoman.formats.xlsx_package import small_part

MOST_COLUMNS = 16_384
_MOST_ROWS = 1_048_576
_MOST_STYLES = 100_000
_MOST_SHEETS = 10_000
_DEEPEST = 20
_STYLE = re.compile(
    rb"<(/?)(?:(style:style|style:text-properties|style:map)\b([^>]*)"
    rb"|number:((?:number|currency|percentage|date|time|text|boolean)-style|number|currency-symbol|text)\b([^>]*))>([^<]*)"
)
_BODY = re.compile(
    rb"<(/?)(table:table-row|table:table-cell|table:covered-table-cell|table:table-column|table:table|text:span|office:annotation)"
    rb"(?=[\s/>])([^>]*)>"
)
_ATTRIBUTE = re.compile(rb'([\w:.-]+)\s*=\s*(?:"([^"]*)"|\'([^\']*)\')')
_TAGS = re.compile(rb"<[^>]*>?")


@dataclass(slots=True)
class _Style:
    """A style of cells or of text."""

    parent: str = ""
    data: str = ""
    struck: bool | None = None
    """None where it says nothing."""


@dataclass(slots=True)
class _Styles:
    """By (family, name), and the number formats as codes of XLSX by name."""

    named: dict[tuple[str, str], _Style] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    _now: _Style | None = None
    _code: str = ""

    def read(self, text: bytes) -> None:
        """Take the styles of a piece of a part."""
        for closes, tag, said, number, of_number, content in _STYLE.findall(text):
            if tag == b"style:style":
                self._begin(attributes(said), ends=bool(closes) or said.endswith(b"/"), begins=not closes)
            elif tag == b"style:text-properties" and self._now is not None:
                self._struck(attributes(said))
            elif number.endswith(b"-style"):
                self._code = "" if closes else attributes(of_number).get("style:name", "")
                if self._code and len(self.codes) < _MOST_STYLES:
                    self.codes[self._code] = ""
            elif number and not closes and self._code in self.codes:
                self._number(number, attributes(of_number), content)

    def _begin(self, said: dict[str, str], *, begins: bool, ends: bool) -> None:
        if begins:
            self._now = _Style(
                parent=said.get("style:parent-style-name", ""), data=said.get("style:data-style-name", "")
            )
            if len(self.named) < _MOST_STYLES:
                self.named[said.get("style:family", ""), said.get("style:name", "")] = self._now
        if ends:
            self._now = None

    def _struck(self, said: dict[str, str]) -> None:
        kinds = [said.get(f"style:text-line-through-{name}") for name in ("style", "type")]
        if self._now is not None and any(kinds):
            self._now.struck = not any(kind == "none" for kind in kinds)

    def _number(self, tag: bytes, said: dict[str, str], content: bytes) -> None:
        """A part of a number format, as XLSX writes it."""
        if len(self.codes[self._code]) > 100:
            return
        text = unescape(content.decode("utf-8", "replace")).replace('"', "")
        if tag == b"number":
            whole = said.get("number:min-integer-digits", "1")
            places = said.get("number:decimal-places", "0")
            zeros = "0" * min(int(whole), 40) if whole.isdecimal() and len(whole) < 4 else "0"
            self.codes[self._code] += (zeros or "#") + (".00" if places not in ("", "0") else "")
        elif tag == b"currency-symbol" or text.strip():
            self.codes[self._code] += f'"{text}"'

    def struck(self, family: str, name: str) -> bool:
        """Whether a style, or one that it is made from, strikes text through."""
        for _ in range(_DEEPEST):
            style = self.named.get((family, name))
            if style is None:
                return False
            if style.struck is not None:
                return style.struck
            name = style.parent
        return False

    def code(self, name: str) -> str:
        """The number format of a style of cells."""
        for _ in range(_DEEPEST):
            style = self.named.get(("table-cell", name))
            if style is None:
                return ""
            if style.data:
                return self.codes.get(style.data, "")
            name = style.parent
        return ""


class OdsMarks:
    """The marks of all sheets, by name."""

    def __init__(self) -> None:
        self.formats: list[Format | None] = []
        """What each style shows, by its number."""
        self.sheets: dict[str, SheetMarks] = {}
        self._styles = _Styles()
        self._numbers: dict[tuple[str, str, bool], int] = {}
        self._struck_texts: set[str] | None = None
        self._done = False

    def read(self, package: zipfile.ZipFile, /) -> None:
        """All of a package; a second time does nothing. Raises zipfile.BadZipFile, zlib.error or EOFError where it is
        damaged."""
        if self._done:
            return
        self._done = True
        self._styles.read(small_part(package, "styles.xml"))
        if "content.xml" not in package.namelist():
            return
        reading = _Reading(self)
        with package.open("content.xml") as stream:
            for piece in chunks(stream, b"<"):
                reading.take(piece)

    def style(self, name: str, currency: str, *, struck: bool) -> int | None:
        """Number of what a cell's style shows; None where that is nothing.

        Args:
            currency: That the cell itself says.
            struck: All of its text is struck through.
        """
        key = (name, currency, struck)
        if key not in self._numbers and len(self._numbers) < _MOST_STYLES:
            through = struck or self._styles.struck("table-cell", name)
            form = format_of(f'0.00 "{currency}"' if currency else self._styles.code(name), struck=through)
            self._numbers[key] = len(self.formats)
            self.formats.append(form)
        at = self._numbers.get(key)
        return at if at is not None and self.formats[at] is not None else None

    @property
    def styles(self) -> _Styles:
        return self._styles

    def struck_texts(self) -> set[str]:
        """Styles of text within cells that strike it through; asked once all styles are read."""
        if self._struck_texts is None:
            self._struck_texts = {
                name
                for family, name in self._styles.named
                if family == "text" and self._styles.struck(family, name)
            }
        return self._struck_texts


class _Reading:
    """The body of the document, as far as it is read."""

    def __init__(self, marks: OdsMarks) -> None:
        self._marks = marks
        self._in_styles = True
        self._sheet: SheetMarks | None = None
        self._columns: list[int] = [0]
        """First column of each run of columns that are alike, and the column after all."""
        self._usual: list[str] = []
        """Default style of their cells."""
        self._row = 0
        self._column = 0
        self._runs: list[Run] = []
        self._times = 1
        self._hidden = False
        self._row_style = ""
        self._cell: tuple[int, int, str, str] | None = None
        """(first column, how many, style, currency) of the cell that is open."""
        self._spans: list[bool] = []
        self._notes = 0
        self._struck = self._plain = False

    def take(self, piece: bytes, /) -> None:
        if self._in_styles:
            at = piece.find(b"<office:body")
            self._marks.styles.read(piece if at < 0 else piece[:at])
            if at < 0:
                return
            self._in_styles = False
            piece = piece[at:]
        looks_into = bool(self._marks.struck_texts())
        last = 0
        for token in _BODY.finditer(piece):
            if looks_into and self._cell is not None:
                self._text(piece[last : token.start()])
            last = token.end()
            closes, tag, said = token.groups()
            ends = bool(closes)
            alone = said.endswith(b"/")
            if tag == b"table:table-row":
                self._end_row() if ends else self._begin_row(attributes(said), alone=alone)
            elif tag in (b"table:table-cell", b"table:covered-table-cell"):
                self._end_cell() if ends else self._begin_cell(attributes(said), alone=alone)
            elif tag == b"text:span" and not alone:
                self._span(attributes(said), ends=ends)
            elif tag == b"office:annotation" and not alone:
                self._notes = max(0, self._notes + (-1 if ends else 1))
            elif tag == b"table:table-column" and not ends:
                self._add_columns(attributes(said))
            elif tag == b"table:table" and not ends:
                self._begin_sheet(attributes(said))
        if looks_into and self._cell is not None:
            self._text(piece[last:])

    def _begin_sheet(self, said: dict[str, str]) -> None:
        name = said.get("table:name", "")
        known = name in self._marks.sheets or len(self._marks.sheets) >= _MOST_SHEETS
        self._sheet = None if known else self._marks.sheets.setdefault(name, SheetMarks())
        self._columns, self._usual = [0], []
        self._row = self._column = 0

    def _add_columns(self, said: dict[str, str]) -> None:
        first = self._columns[-1]
        count = min(_times(said.get("table:number-columns-repeated")), MOST_COLUMNS - first)
        if count <= 0:
            return
        self._columns.append(first + count)
        self._usual.append(said.get("table:default-cell-style-name", ""))
        if self._sheet is not None and said.get("table:visibility") in ("collapse", "filter"):
            self._sheet.hidden_columns.update(range(first, first + count))

    def _begin_row(self, said: dict[str, str], *, alone: bool) -> None:
        self._times = _times(said.get("table:number-rows-repeated"))
        self._hidden = said.get("table:visibility") in ("collapse", "filter")
        self._row_style = said.get("table:default-cell-style-name", "")
        self._runs, self._column, self._cell = [], 0, None
        if alone:
            self._end_row()

    def _end_row(self) -> None:
        times = min(self._times, _MOST_ROWS - self._row)
        if self._sheet is not None and times > 0:
            self._sheet.add(self._row + 1, times, (self._hidden, tuple(self._runs)))
        self._row += max(times, 0)
        self._runs = []

    def _begin_cell(self, said: dict[str, str], *, alone: bool) -> None:
        count = min(_times(said.get("table:number-columns-repeated")), MOST_COLUMNS - self._column)
        first, self._column = self._column, self._column + max(count, 0)
        self._cell = (first, count, said.get("table:style-name", ""), said.get("office:currency", "")[:3])
        self._spans, self._notes, self._struck, self._plain = [], 0, False, False
        if alone and "office:value-type" in said:
            self._end_cell()
        elif alone:
            self._cell = None  # it holds nothing that could be marked

    def _end_cell(self) -> None:
        if self._cell is None:
            return
        first, count, name, currency = self._cell
        self._cell = None
        name = name or self._row_style or self._of_column(first)
        style = self._marks.style(name, currency, struck=self._struck and not self._plain)
        if style is not None and count > 0:
            self._runs.append((first, count, style))

    def _of_column(self, column: int) -> str:
        """Style of a column's cells that say none."""
        at = bisect_right(self._columns, column) - 1
        return self._usual[at] if 0 <= at < len(self._usual) else ""

    def _span(self, said: dict[str, str], *, ends: bool) -> None:
        if self._cell is None:
            return
        if not ends:
            above = bool(self._spans) and self._spans[-1]
            self._spans.append(above or said.get("text:style-name", "") in self._marks.struck_texts())
        elif self._spans:
            self._spans.pop()

    def _text(self, between: bytes) -> None:
        """Text of the cell that is open, struck through or not."""
        if self._notes or not _TAGS.sub(b"", between).strip():
            return
        if self._spans and self._spans[-1]:
            self._struck = True
        else:
            self._plain = True


def attributes(text: bytes, /) -> dict[str, str]:
    """The attributes of a tag."""
    return {
        name.decode("ascii", "replace"): unescape((double or single).decode("utf-8", "replace"))
        for name, double, single in _ATTRIBUTE.findall(text)
    }


def _times(text: str | None) -> int:
    return int(text) if text is not None and text.isdecimal() and len(text) < 8 else 1
