"""Pages -> the tables of a document, with names for their columns, groups of rows as a column, and footnotes beside their rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from dragoman.errors import FileUnreadable
from dragoman.formats.cells import letters
from dragoman.formats.header import Header, HeaderRequest, Merged, Name, find_header
from dragoman.formats.pdf_checks import Checked, CheckedCell, doubts
from dragoman.formats.pdf_lines import Line, alike, furniture, lines_of
from dragoman.formats.pdf_page import Page, around
from dragoman.formats.pdf_regions import families_of
from dragoman.formats.pdf_rows import PdfCell, PdfRow, rows_of
from dragoman.formats.price_titles import CURRENCY_KEY, PER_KEY, PricesSaid
from dragoman.formats.rows import GridRow, unique
from dragoman.formats.shapes import shape
from dragoman.model import Origin, Problem
from dragoman.ports import Column, ReadOptions, Row, SourceFile, Table
from dragoman.vocabulary.raised import LOWERED

_HEADER_ROWS = 80
"""Rows among which a header is looked for."""
_FOOTNOTE = re.compile(
    r"^(?P<mark>\*{1,4}|[†‡§]{1,2}|[¹²³⁴-⁹⁰]{1,2}|\(?\d{1,2}\)|\(?[a-e]\))\s*(?P<text>\S.*)$"
)
_TRAILING = re.compile(r"^(?P<text>.*[^\s*†‡])\s?(?P<mark>\*{1,4}|[†‡]{1,2}|[¹²³⁴-⁹⁰]{1,2})$")
_LONGEST_TITLE = 80
_CONTINUED = re.compile(
    r"\s*[(\[]?\s*(?:continued|cont\.?|cont'd|fortsetzung|forts\.?|suite|continuación|continuação|продолжение|续|續|続き)\s*[)\]]?\s*$",
    re.IGNORECASE,
)
_SENTENCE_ENDS = (".", "。", "!", ";", "；", "؛", ":")
_SHORT_UNIT = re.compile(r"^(?:[A-Z]{3}|US\$|[€$£¥₽₹₩]|元|円|[^\W\d_]{1,4}\.?)$")


def tables_of(
    source: SourceFile, pages: Sequence[Page], options: ReadOptions, detected: Mapping[str, str], /
) -> Iterator[Table]:
    """The tables of a document, in order. Raises FileUnreadable where the header row asked for is not there."""
    kept, repeated = furniture([lines_of(page) for page in pages])
    tables = [_Assembly(source, rows_of(family)) for family in families_of(kept)]
    notes = [_note(source, line) for line in repeated]
    footnotes = dict(one for text, origin in notes if (one := _footnote(text, origin)) is not None)
    for table in tables:
        footnotes.update(table.footnotes())
    wanted = options.header_row
    start = 0
    waiting: list[tuple[str, Origin]] = []
    for table in tables:
        if not table.is_table():
            waiting += table.all_notes()
            continue
        found = table.table(footnotes, start=start, wanted=wanted, detected=detected)
        start += len(table.rows)
        wanted = None
        yield Table(
            source=source,
            columns=found.columns,
            rows=iter(found.rows),
            detected=found.detected,
            notes=(*notes, *waiting, *found.notes),
        )
        waiting = []


def _note(source: SourceFile, line: Line) -> tuple[str, Origin]:
    return line.text, line.page.origin(source, line.box)


def _footnote(text: str, origin: Origin) -> tuple[str, tuple[str, Origin]] | None:
    """(mark, (text, its place)) of a line that begins with a mark."""
    match = _FOOTNOTE.match(text)
    return (match["mark"].strip("()").translate(LOWERED), (match["text"], origin)) if match else None


@dataclass(slots=True)
class _Found:
    """A table being put together."""

    columns: tuple[Column, ...]
    rows: list[Row | Problem]
    notes: list[tuple[str, Origin]]
    detected: Mapping[str, str]


@dataclass(slots=True)
class _Group:
    """A title of rows that is in force."""

    text: str
    row: PdfRow
    used: bool = False


@dataclass(slots=True)
class _Groups:
    """The titles in force, the widest first."""

    stack: list[_Group] = field(default_factory=list)
    unused: list[PdfRow] = field(default_factory=list)

    def begin(self, row: PdfRow, text: str) -> None:
        """A title ends those that are printed no larger and stand no further out."""
        while self.stack and not self._above(self.stack[-1].row, row):
            ended = self.stack.pop()
            if not ended.used:
                self.unused.append(ended.row)
        self.stack.append(_Group(text, row))

    @staticmethod
    def _above(upper: PdfRow, lower: PdfRow) -> bool:
        slack = 0.25 * lower.size if lower.page.read else 0.4
        if upper.size > lower.size + slack:
            return True
        indent = lower.box[0] - upper.box[0]
        centred = abs(sum(upper.box[::2]) - sum(lower.box[::2])) < 6
        return abs(upper.size - lower.size) <= slack and 3 < indent < 3 * lower.size and not centred

    def text(self) -> str:
        for group in self.stack:
            group.used = True
        return " > ".join(group.text for group in self.stack)


class _Assembly:
    """The rows of one table, before and while its columns get their names."""

    def __init__(self, source: SourceFile, rows: list[PdfRow]) -> None:
        self.source = source
        self.rows = rows

    def is_table(self) -> bool:
        """Whether there is at least one row of several cells."""
        return any(not row.alone and len(row.cells) > 1 for row in self.rows)

    def all_notes(self) -> list[tuple[str, Origin]]:
        return [self._note(row) for row in self.rows]

    def _note(self, row: PdfRow) -> tuple[str, Origin]:
        text = " ".join(row.cells[column].text() for column in sorted(row.cells))
        return text, row.page.origin(self.source, row.box)

    def footnotes(self) -> dict[str, tuple[str, Origin]]:
        """Mark -> its text, of the lines that begin with one."""
        found: dict[str, tuple[str, Origin]] = {}
        for row in self.rows:
            if len(row.cells) > 2:
                continue
            text, origin = self._note(row)
            one = _footnote(text, origin)
            if one is not None and (row.alone or text[0] in "*†‡¹²³"):
                found[one[0]] = one[1]
        return found

    # ------------------------------------------------------------------------------------- header

    def table(
        self,
        footnotes: Mapping[str, tuple[str, Origin]],
        *,
        start: int,
        wanted: int | None,
        detected: Mapping[str, str],
    ) -> _Found:
        """The table. `start`: rows of the document before it; `wanted`: its header row, as the user says."""
        header = self._header(wanted, start)
        names = {index: name.text for index, name in header.names.items()}
        body = self.rows[header.last :] if header.names else self.rows
        self._join_units(names, body)
        keys = self._keys(names, body)
        found = _Found(self._columns(header, keys), [], [], {})
        if header.names:
            found.notes += [self._note(row) for row in self.rows[: header.first - 1]]
        built = _Build(self.source, keys, footnotes, self._header_texts(header))
        checked = built.rows(body, start + (header.last if header.names else 0))
        found.notes += [self._note(row) for row in built.notes]
        found.columns = (*found.columns, *built.columns())
        for one in doubts(checked, self.source):
            found.rows.append(one)
        shown = "none" if not header.names else f"page {self.rows[header.first - 1].page.number}"
        found.detected = {**detected, "header": shown}
        return found

    def _header(self, wanted: int | None, start: int) -> Header:
        rows: list[GridRow] = []
        places: dict[int, int] = {}
        merged: list[Merged] = []
        width = max((max(row.cells) for row in self.rows if row.cells), default=0) + 1
        number = 0
        for at, row in enumerate(self.rows[:_HEADER_ROWS]):
            number += 1 if at == 0 or _follows(row, self.rows[at - 1]) else 2
            places[number] = at + 1
            if row.alone and wanted is None:
                continue
            cells: list[str | None] = [None] * width
            for column, cell in row.cells.items():
                cells[column] = cell.text()
            rows.append(GridRow(number, cells))
            merged += [Merged(top=number, left=a, bottom=number, right=b) for a, b in row.spans]
        numbers = {at: number for number, at in places.items()}
        own = numbers.get(wanted - start, number + 1) if wanted is not None and wanted > 0 else wanted
        header = find_header(HeaderRequest(rows=rows, merged=merged, wanted=own))
        if header is None:
            raise FileUnreadable(
                f"{self.source.name}: expected the header in row {wanted}, which is beyond the first {_HEADER_ROWS} rows "
                "of the first table; give the number of the row of text that holds the column names"
            )
        return Header(
            first=places.get(header.first, 0),
            last=places.get(header.last, 0),
            names={index: Name(text=name.text, row=places[name.row]) for index, name in header.names.items()},
        )

    def _header_texts(self, header: Header) -> set[str]:
        """What repeated headers are known by."""
        if not header.names:
            return set()
        return {_packed(row) for row in self.rows[header.first - 1 : header.last]}

    def _join_units(self, names: dict[int, str], body: Sequence[PdfRow]) -> None:
        """A column without a name that holds only currencies or units is part of the price beside it."""
        width = max((max(row.cells) for row in body if row.cells), default=0) + 1
        for column in range(width):
            if column in names or not names:
                continue
            texts = {row.cells[column].text() for row in body if column in row.cells and not row.alone}
            beside = next((one for one in (column + 1, column - 1) if one in names), None)
            if beside is None or not 0 < len(texts) <= 5 or not all(map(_SHORT_UNIT.match, texts)):
                continue
            for row in body:
                if column in row.cells and beside in row.cells and not row.alone:
                    row.cells[beside] = _beside(row.cells.pop(column), row.cells[beside])

    @staticmethod
    def _keys(names: Mapping[int, str], body: Sequence[PdfRow]) -> dict[int, str]:
        """Column -> its key."""
        used = {column for row in body if not row.alone for column in row.cells} | set(names)
        taken: set[str] = set()
        keys: dict[int, str] = {}
        for column in sorted(used):
            keys[column] = unique(names.get(column) or letters(column), taken)
            taken.add(keys[column])
        return keys

    def _columns(self, header: Header, keys: Mapping[int, str]) -> tuple[Column, ...]:
        columns: list[Column] = []
        for column, key in keys.items():
            name = header.names.get(column)
            origin = None
            if name is not None:
                row = self.rows[name.row - 1]
                cell = row.cells.get(column)
                origin = row.page.origin(self.source, cell.box if cell is not None else row.box)
            columns.append(Column(key=key, header_origin=origin))
        return tuple(columns)


def _follows(row: PdfRow, before: PdfRow) -> bool:
    """Whether a row stands directly below another, so that both can be of one header."""
    if before.outside and not row.outside:
        return False
    gap = row.box[1] - before.box[3]
    return row.page.number == before.page.number and gap <= 0.6 * min(row.size, before.size)


def _packed(row: PdfRow) -> str:
    return "".join("".join(row.cells[column].text().split()) for column in sorted(row.cells)).casefold()


def _beside(one: PdfCell, other: PdfCell) -> PdfCell:
    """Two cells of one line as one."""
    left, right = sorted((one, other), key=lambda cell: cell.box[0])
    if len(left.lines) == len(right.lines):
        return PdfCell([(*a, *b) for a, b in zip(left.lines, right.lines, strict=True)])
    return PdfCell([*left.lines, *right.lines])


# ------------------------------------------------------------------------------------------ the body


class _Build:
    """Goes through a table's rows: groups, footnotes, repeated headers."""

    def __init__(
        self,
        source: SourceFile,
        keys: Mapping[int, str],
        footnotes: Mapping[str, tuple[str, Origin]],
        header: set[str],
    ) -> None:
        self.source = source
        self.keys = keys
        self.footnotes = footnotes
        self.header = header
        self.groups = _Groups()
        self.notes: list[PdfRow] = []
        taken = set(keys.values())
        self.group_key = unique("Category", taken)
        self.note_key = unique("Footnote", taken)
        self.has_groups = self.has_footnotes = False
        self.said: PricesSaid[Origin] = PricesSaid()
        self.said_keys = {key: unique(key, taken) for key in (CURRENCY_KEY, PER_KEY)}
        self.said_used: set[str] = set()

    def columns(self) -> list[Column]:
        """Those that no printed column is: of groups and footnotes, where there are any."""
        return [
            Column(key=key)
            for key, used in (
                (self.group_key, self.has_groups),
                (self.note_key, self.has_footnotes),
                *((self.said_keys[key], key in self.said_used) for key in self.said_keys),
            )
            if used
        ]

    def rows(self, body: Sequence[PdfRow], before: int) -> list[Checked]:
        """The rows with their cells named. `before`: rows of the document above them."""
        last = max((at for at, row in enumerate(body) if not row.alone and len(row.cells) > 1), default=-1)
        checked: list[Checked] = []
        for at, row in enumerate(body):
            if self._is_header_again(row):
                continue
            if row.alone:
                self._alone(row, checked, inside=at < last)
            elif self._is_footnote(row):
                self.notes.append(row)
            else:
                checked.append(self._checked(row, before + at + 1))
        self.notes += [*self.groups.unused, *(one.row for one in self.groups.stack if not one.used)]
        self.notes.sort(key=lambda row: (row.page.number, row.box[1]))
        return checked

    def _is_header_again(self, row: PdfRow) -> bool:
        packed = _packed(row)
        if packed in self.header:
            return True
        return row.page.read and len(row.cells) > 2 and any(alike(packed, one) for one in self.header)

    def _is_footnote(self, row: PdfRow) -> bool:
        if len(row.cells) > 2:
            return False
        text = " ".join(cell.text() for _, cell in sorted(row.cells.items()))
        return _FOOTNOTE.match(text) is not None and len(text) > 20

    def _alone(self, row: PdfRow, checked: list[Checked], *, inside: bool) -> None:
        """A line of one cell: the rest of a row from the page before, a title of the rows below, or a note."""
        (column,) = row.cells
        text = row.cells[column].text()
        if inside and checked and self._goes_on(row, column, text, checked[-1]):
            return
        if inside and len(text) <= _LONGEST_TITLE:
            said = self.said.take(text, row.page.origin(self.source, row.box))
            if said is not None and not said.of_goods:
                return
        prose = shape(text) == "prose" or (" " in text and text.endswith(_SENTENCE_ENDS[:6]))
        if not inside or prose or _FOOTNOTE.match(text) or shape(text) not in ("words", "mixed", "code"):
            self.notes.append(row)
            return
        self.has_groups = True
        self.groups.begin(row, _CONTINUED.sub("", text).strip().rstrip(":：").strip() or text)

    def _goes_on(self, row: PdfRow, column: int, text: str, last: Checked) -> bool:
        """Whether the line is what a page's end cut off the last row; it is put back, with a doubt."""
        key = self.keys.get(column)
        if key is None or not text[0].islower() or row.page.number != last.page.number + 1:
            return False
        cell = last.cells.get(key)
        if cell is None:
            return False
        last.cells[key] = CheckedCell(
            text=f"{cell.text} {text}", origin=cell.origin, confidence=cell.confidence, number=cell.number
        )
        last.doubts.append((key, "it was joined with a line of the next page"))
        return True

    def _checked(self, row: PdfRow, number: int) -> Checked:
        cells: dict[str, CheckedCell] = {}
        struck: dict[str, CheckedCell] = {}
        marks: list[str] = []
        for column in sorted(row.cells):
            cell = row.cells[column]
            if row.page.has_struck and (gone := cell.struck()):
                struck[self.keys[column]] = CheckedCell(
                    text=gone, origin=row.page.origin(self.source, cell.box), number=column
                )
                cell = cell.without_struck()
                if not cell.lines:
                    continue
            text = cell.text(self.footnotes)
            marks += [mark for mark in cell.marks() if mark in self.footnotes]
            match = _TRAILING.match(text)
            if match is not None and (mark := match["mark"].translate(LOWERED)) in self.footnotes:
                text = match["text"]
                marks.append(mark)
            if text.strip():
                cells[self.keys[column]] = CheckedCell(
                    text=text,
                    origin=row.page.origin(self.source, cell.box),
                    confidence=cell.confidence,
                    number=column,
                )
        checked = Checked(
            number=number,
            page=row.page,
            cells=cells,
            origin=row.page.origin(self.source, around([cell.box for cell in row.cells.values()])),
            doubts=[(self.keys[column], why) for column, why in row.doubts if column in self.keys],
            struck=struck,
            withdrawn=2 * len(struck.keys() - cells.keys()) > len(row.cells),
        )
        self._say_groups(checked, marks)
        return checked

    def _say_groups(self, checked: Checked, marks: Sequence[str]) -> None:
        if self.groups.stack:
            inner = self.groups.stack[-1].row
            checked.cells[self.group_key] = CheckedCell(
                text=self.groups.text(), origin=inner.page.origin(self.source, inner.box)
            )
        for key, (text, place) in self.said.now().items():
            self.said_used.add(key)
            checked.cells[self.said_keys[key]] = CheckedCell(text=text, origin=place)
        said = [self.footnotes[mark] for mark in dict.fromkeys(marks)]
        if said:
            self.has_footnotes = True
            checked.cells[self.note_key] = CheckedCell(
                text="; ".join(text for text, _ in said), origin=said[0][1]
            )
