"""A Word document as a stream of paragraphs and tables; no tree is built, so its size costs no memory.

Deleted text (tracked changes) is left out, struck text is marked. Source: ECMA-376, part 1, 17.3 and 17.4.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO

from lxml import etree

from dragoman.errors import FileTooLarge, FileUnreadable
from dragoman.formats.limits import ReadLimits

_CHUNK = 65_536
_MAX_CELLS = 2_000_000
"""Most cells of one table, which is held until its last row says what is merged."""
_MAX_CHARS = 64 * 1024 * 1024
_MAX_SPAN = 512
_MAX_NESTED = 20
_MOST_NOTE = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph outside the tables."""

    number: int
    """1-based, of those that hold text."""
    text: str
    heading: bool
    """Formatted as a heading."""


@dataclass(slots=True)
class WordCell:
    """A cell of a table."""

    text: str = ""
    left: int = 0
    """0-based column."""
    span: int = 1
    goes_on: bool = False
    """Merged with the one above."""
    starts: bool = False
    """Merged with those below."""
    struck: bool = False
    """All of its text is struck through."""
    struck_part: str = ""
    """What is struck through beside text that holds; it is no part of `text`."""
    hidden: str = ""
    """Text that is formatted as hidden, which is no part of it either."""


@dataclass(slots=True)
class WordRow:
    cells: list[WordCell] = field(default_factory=list)
    is_header: bool = False
    """Repeated on each page."""


@dataclass(slots=True)
class WordTable:
    number: int
    """1-based, by where they begin."""
    rows: list[WordRow] = field(default_factory=list)


@dataclass(slots=True)
class _OpenCell:
    cell: WordCell
    parts: list[tuple[str, bool]] = field(default_factory=list)
    """Text, and whether it is struck through."""
    hidden: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _OpenTable:
    table: WordTable
    row: WordRow | None = None
    cell: _OpenCell | None = None
    column: int = 0


class _Target:
    """Takes the parser's events; satisfies what lxml asks of a target."""

    def __init__(self, name: str, limits: ReadLimits) -> None:
        self.found: list[Paragraph | WordTable] = []
        self._name = name
        self._limits = limits
        self._tables: list[_OpenTable] = []
        self._inner: list[WordTable] = []
        self._count = 0
        self._number = 0
        self._words: list[str] = []
        self._heading = False
        self._in_text = False
        self._struck = False
        self._hidden = False
        self._skipping = 0
        self._cells = 0
        self._chars = 0
        self._local: dict[str, str] = {}

    # -------------------------------------------------------------------- what lxml calls

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = self._name_of(tag)
        if self._skipping or name == "Fallback":
            self._skipping += 1
            return
        if name in {"tbl", "tr", "tc"}:
            self._open(name)
        elif name == "t":
            self._in_text = True
        elif name in {"tab", "br", "cr", "noBreakHyphen"}:
            self.text({"tab": " ", "noBreakHyphen": "-"}.get(name, "\n"))
        elif name == "r":
            self._struck = self._hidden = False
        elif name == "vanish":
            self._hidden = _value(attributes) not in {"0", "false", "off"}
        elif name in {"strike", "dstrike"}:
            self._struck = _value(attributes) not in {"0", "false", "off"}
        else:
            self._property(name, attributes)

    def end(self, tag: str) -> None:
        if self._skipping:
            self._skipping -= 1
            return
        name = self._name_of(tag)
        if name == "t":
            self._in_text = False
        elif name == "p":
            self._end_paragraph()
        elif name in {"tbl", "tr", "tc"}:
            self._close(name)

    def data(self, data: str) -> None:
        if self._in_text and not self._skipping:
            self.text(data)

    def doctype(self, name: str, public: str | None, system: str | None) -> None:
        del name, public, system
        raise FileUnreadable(
            f"{self._name}: expected a Word document, got one with a DOCTYPE, which Word never writes and attacks "
            "use; open it and save it anew"
        )

    def comment(self, text: str) -> None: ...

    def pi(self, target: str, data: str | None = None) -> None: ...

    def close(self) -> None: ...

    # -------------------------------------------------------------------- what it makes of them

    def text(self, text: str) -> None:
        """Text of the paragraph or cell that is open."""
        self._chars += len(text)
        if self._chars > _MAX_CHARS:
            raise self._too_large(f"more than {_MAX_CHARS:,} characters")
        inside = self._tables[-1].cell if self._tables else None
        if self._tables:
            if inside is None:
                return
            if self._hidden:
                inside.hidden.append(text)
            else:
                inside.parts.append((text, self._struck))
        elif not (self._struck or self._hidden):
            self._words.append(text)

    def _property(self, name: str, attributes: Mapping[str, str]) -> None:
        if name in {"pStyle", "outlineLvl"} and not self._tables:
            self._heading = (
                self._heading or name == "outlineLvl" or _HEADINGS.match(_value(attributes)) is not None
            )
        if not self._tables or self._tables[-1].row is None:
            return
        now = self._tables[-1]
        if name == "tblHeader" and now.row is not None:
            now.row.is_header = _value(attributes) not in {"0", "false", "off"}
        elif name == "gridBefore" and now.cell is None:
            now.column += _number(_value(attributes))
        elif now.cell is not None and name == "gridSpan":
            now.cell.cell.span = max(1, _number(_value(attributes)))
        elif now.cell is not None and name == "vMerge":
            now.cell.cell.starts = _value(attributes) == "restart"
            now.cell.cell.goes_on = not now.cell.cell.starts

    def _open(self, name: str) -> None:
        if name == "tbl":
            if len(self._tables) >= _MAX_NESTED:
                raise self._too_large(f"tables within tables deeper than {_MAX_NESTED}")
            self._count += 1
            self._tables.append(_OpenTable(WordTable(self._count)))
            return
        now = self._tables[-1] if self._tables else None
        if now is None:
            return
        if name == "tr":
            now.row, now.column = WordRow(), 0
        elif now.row is not None:
            now.cell = _OpenCell(WordCell(left=now.column))

    def _close(self, name: str) -> None:
        now = self._tables[-1] if self._tables else None
        if now is None:
            return
        if name == "tbl":
            self._tables.pop()
            self._inner.append(now.table)
            if not self._tables:
                self.found += sorted(self._inner, key=lambda table: table.number)
                self._inner, self._cells, self._chars = [], 0, 0
        elif name == "tr" and now.row is not None:
            now.table.rows.append(now.row)
            now.row = None
        elif name == "tc" and now.cell is not None and now.row is not None:
            self._end_cell(now, now.cell, now.row)

    def _end_cell(self, now: _OpenTable, opened: _OpenCell, row: WordRow) -> None:
        cell = opened.cell
        longest = self._limits.max_cell_chars
        live = "".join(text for text, struck in opened.parts if not struck).strip()[:longest]
        gone = "".join(text for text, struck in opened.parts if struck).strip()[:longest]
        cell.struck = bool(gone) and not live
        cell.text = live or gone
        cell.struck_part = gone if live else ""
        cell.hidden = "".join(opened.hidden).strip()[:longest]
        row.cells.append(cell)
        now.column += cell.span
        now.cell = None
        self._cells += 1
        if self._cells > _MAX_CELLS or now.column > self._limits.max_columns:
            raise self._too_large(f"more than {_MAX_CELLS:,} cells, or {self._limits.max_columns:,} columns")

    def _end_paragraph(self) -> None:
        if self._tables:
            inside = self._tables[-1].cell
            if inside is not None and inside.parts:
                inside.parts.append(("\n", False))
            return
        text = " ".join("".join(self._words).split())[:_MOST_NOTE]
        if text:
            self._number += 1
            self.found.append(Paragraph(number=self._number, text=text, heading=self._heading))
        self._words, self._heading = [], False
        self._chars = 0

    def _name_of(self, tag: str) -> str:
        name = self._local.get(tag)
        if name is None:
            space, _, local = tag.rpartition("}")
            known = "wordprocessingml" in space or (local == "Fallback" and "markup-compatibility" in space)
            name = local if known else ""
            if len(self._local) < 10_000:
                self._local[tag] = name
        return name

    def _too_large(self, what: str) -> FileTooLarge:
        return FileTooLarge(
            f"{self._name}: expected a Word document with tables of a usual size, got {what}; save the table as CSV"
        )


_HEADINGS = re.compile(
    r"heading|überschrift|berschrift|titre|t[ií]tulo|title|标题|見出し|заголовок|[1-9]$", re.IGNORECASE
)
"""Names of styles; where Word speaks Chinese they are called by their level."""


def _value(attributes: Mapping[str, str]) -> str:
    return next((value for key, value in attributes.items() if key.rpartition("}")[2] == "val"), "")


def _number(text: str) -> int:
    return min(int(text), _MAX_SPAN) if text.isdecimal() and len(text) < 9 else 0


def events(stream: IO[bytes], name: str, limits: ReadLimits, /) -> Iterator[Paragraph | WordTable]:
    """Paragraphs and tables of a document part, in order; tables within tables come after the one around them.

    Raises FileUnreadable, FileTooLarge; and what zipfile raises for a damaged package.
    """
    target = _Target(name, limits)
    parser = etree.XMLParser(
        target=target,  # type: ignore[arg-type] # the stubs say that tags may be bytes; a parser gives text
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    try:
        while chunk := stream.read(_CHUNK):
            parser.feed(chunk)
            yield from target.found
            target.found = []
        parser.close()
    except etree.XMLSyntaxError as error:
        raise FileUnreadable(
            f"{name}: expected a whole Word document, got one that is cut off or damaged ({error.msg}); "
            "fetch it again, or open and save it anew"
        ) from error
    yield from target.found
