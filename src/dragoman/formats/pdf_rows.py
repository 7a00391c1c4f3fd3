"""The lines of a table's regions -> its rows: by the rules between them, by the gaps between them, or by what stands in them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from dragoman.formats.header_words import is_header_word
from dragoman.formats.pdf_columns import column_of, crosses
from dragoman.formats.pdf_lines import Line, hangs_on, has_values, joined, looks_like_header, wrapped
from dragoman.formats.pdf_page import Box, Page, Rule, Word, around, box_of
from dragoman.formats.pdf_regions import Family, Region, crossing
from dragoman.formats.shapes import shape
from dragoman.vocabulary.raised import LIFTED

_VALUES = ("number", "code", "range")
_HEADER_TIGHT = 1.45
"""Lines of a header's cell are no further apart, in heights of the text."""
_MOST_TIGHT = 1.75
"""Lines of one cell are no further apart."""
_SEPARATOR = 0.55
"""A rule between rows goes over this share of the table's width."""


@dataclass(slots=True)
class PdfCell:
    """What stands in one cell, line by line."""

    lines: list[tuple[Word, ...]] = field(default_factory=list)
    listed: bool = False
    """Each line is a value of its own: of a tier."""

    @property
    def box(self) -> Box:
        return around([box_of(word) for line in self.lines for word in line])

    @property
    def confidence(self) -> float:
        """Of its least sure word, raised marks left out."""
        words = [word for line in self.lines for word in line if word not in _raised(line)]
        return min((word.confidence for word in words), default=1.0)

    def struck(self) -> str:
        """Its words that a line goes through."""
        return " ".join(word.text for line in self.lines for word in line if word.struck)

    def without_struck(self) -> PdfCell:
        """What still holds of it."""
        lines = [tuple(word for word in line if not word.struck) for line in self.lines]
        return PdfCell([line for line in lines if line], self.listed)

    def marks(self) -> list[str]:
        """Small raised marks that point to footnotes."""
        return [word.text.strip("()") for line in self.lines for word in line if word in _raised(line)]

    def text(self, footnotes: Mapping[str, object] | None = None) -> str:
        """As printed; raised marks of known footnotes left out, other raised figures as superscripts (m²)."""
        texts = [_plain(line, footnotes or {}) for line in self.lines]
        return "\n".join(texts) if self.listed else wrapped(texts)


def _raised(line: Sequence[Word]) -> list[Word]:
    return [word for last, word in pairwise(line) if hangs_on(word, last)]


def _plain(line: Sequence[Word], footnotes: Mapping[str, object]) -> str:
    raised = _raised(line)
    if not raised:
        return joined(line)
    kept = [
        word._replace(text=word.text.translate(LIFTED)) if word in raised else word
        for word in line
        if not (word in raised and word.text.strip("()") in footnotes)
    ]
    return joined(kept)


@dataclass(slots=True)
class PdfRow:
    """A row of a table, its columns not yet named; or a line that stands alone (a title, a note)."""

    page: Page
    cells: dict[int, PdfCell]
    """By column."""
    spans: list[tuple[int, int]] = field(default_factory=list)
    """First and last column of cells that go over several."""
    alone: bool = False
    outside: bool = False
    """It stands above the box of lines that the table is in."""
    doubts: list[tuple[int, str]] = field(default_factory=list)
    """Column and why its cell may be wrong."""

    @property
    def box(self) -> Box:
        return around([cell.box for cell in self.cells.values()])

    @property
    def size(self) -> float:
        return max(word.size for cell in self.cells.values() for line in cell.lines for word in line)


@dataclass(slots=True)
class _Piece:
    """Words of one line in one column, or over several."""

    column: int
    last: int
    words: tuple[Word, ...]
    base: float
    size: float
    torn: bool = False
    """Whether a word goes over a place where columns part."""


@dataclass(frozen=True, slots=True)
class _Style:
    """How the rows of a table are told apart."""

    by_rules: bool
    anchors: frozenset[int]
    """Columns whose cells are values of one line."""
    pitch: float
    """Least distance of two rows, in heights of the text."""
    tight: float | None
    """Lines nearer than this are of one cell; None where lines of a cell are as far apart as rows."""
    rights: Mapping[int, float]
    """Column -> how far right its words go."""


def rows_of(family: Family, /) -> list[PdfRow]:
    """All rows of a table in order, its header's among them, and the lines around it."""
    laid = [_Laid(region) for region in family.regions]
    style = _style(laid)
    return [row for one in laid for row in one.rows(style)]


class _Laid:
    """A region with its lines cut into pieces."""

    def __init__(self, region: Region) -> None:
        self.region = region
        self.page = region.lines[0].page
        self.lines = region.lines
        self.bases = [line.base for line in self.lines]
        first = next(
            (
                index
                for index, line in enumerate(self.lines)
                if region.wide[index] and looks_like_header(line, region.down)
            ),
            None,
        )
        self.header = first if region.header else None
        words = [word for line in region.wide_lines() for word in line.words]
        self.left = min((word.x0 for word in words), default=0.0)
        self.right = max((word.x1 for word in words), default=self.page.width)
        self.reaches = _reaches(region)
        self.pieces = [self._pieces(index) for index in range(len(self.lines))]
        self.separators = self._separators()

    # ------------------------------------------------------------------------------ pieces of lines

    def _pieces(self, index: int) -> list[_Piece]:
        line, parts = self.lines[index], self.region.parts
        runs = line.runs(self.region.down)
        near_header = (
            self.header is not None
            and -3 <= index - self.header <= 2
            and not has_values([text for run in runs for text in self._cell_texts(run)])
        )
        pieces: list[_Piece] = []
        for run in runs:
            over = crossing(run, parts)
            if near_header and (self.region.wide[index] or (not over and index < (self.header or 0))):
                pieces.append(self._group(line, run, runs))
            elif over and self.region.wide[index]:
                pieces.extend(self._torn(line, run))
            else:
                pieces.append(self._piece(line, run, over=over))
        return _merged(pieces)

    def _cell_texts(self, run: Sequence[Word]) -> list[str]:
        """The texts of a run by column: cells of two columns may stand so near that they look like one."""
        by_column: dict[int, list[Word]] = defaultdict(list)
        for word in run:
            by_column[column_of(word.middle, self.region.parts)].append(word)
        return [joined(words) for words in by_column.values()]

    def _piece(self, line: Line, run: Sequence[Word], *, over: bool) -> _Piece:
        low, high = run[0].x0, run[-1].x1
        parts = self.region.parts
        if over:
            reach = self._reach(line, run)
            low, high = min(low, reach[0]), max(high, reach[1])
            column, last = column_of(low + 3, parts), column_of(high - 3, parts)
        else:
            column = last = column_of((low + high) / 2, parts)
        return _Piece(column, last, tuple(run), line.base, line.size)

    def _torn(self, line: Line, run: Sequence[Word]) -> Iterator[_Piece]:
        """A run that goes over columns in a row of many cells: each word to its column."""
        parts = self.region.parts
        by_column: dict[int, list[Word]] = defaultdict(list)
        for word in run:
            by_column[column_of(word.middle, parts)].append(word)
        for column, words in by_column.items():
            torn = any(crosses(word, parts) for word in words)
            yield _Piece(column, column, tuple(words), line.base, line.size, torn)

    def _group(self, line: Line, run: Sequence[Word], runs: Sequence[Sequence[Word]]) -> _Piece:
        """A header's name, over the columns that its cell covers and no other name of the line stands in."""
        parts = self.region.parts
        low, high = self._reach(line, run)
        taken = {self._own_column(one) for one in runs}
        first = last = self._own_column(run)
        while first > 0 and first - 1 not in taken and low < self._middle(first - 1):
            first -= 1
        while last < len(parts) and last + 1 not in taken and high > self._middle(last + 1):
            last += 1
        return _Piece(first, last, tuple(run), line.base, line.size)

    def _own_column(self, run: Sequence[Word]) -> int:
        """The column whose cells a name stands over most; a name may be wider than they are."""
        low, high = run[0].x0, run[-1].x1
        plain = column_of((low + high) / 2, self.region.parts)

        def over(column: int) -> float:
            start, end = self.reaches.get(column, (0.0, 0.0))
            return (min(high, end) - max(low, start)) / max(1.0, min(high - low, end - start))

        best = max(self.reaches, key=over, default=plain)
        return best if over(best) > max(0.0, over(plain)) + 0.2 else plain

    def _middle(self, column: int) -> float:
        """Of what stands in a column, across."""
        if column in self.reaches:
            return sum(self.reaches[column]) / 2
        edges = [self.left, *self.region.parts, self.right]
        return (edges[column] + edges[column + 1]) / 2

    def _reach(self, line: Line, run: Sequence[Word]) -> tuple[float, float]:
        """How far a header's cell goes: to the rules beside it, or as far as the rule below it."""
        low, high = run[0].x0, run[-1].x1
        middle = line.base - 0.3 * line.size
        if self.page.read:
            return low, high  # the rules of a scan have holes
        if self.region.ruled:
            at = [rule.x0 for rule in self.region.down if rule.top <= middle <= rule.bottom]
            left = [x for x in at if x <= low + 1]
            right = [x for x in at if x >= high - 1]
            if left and right:
                return max(left), min(right)
            return low, high
        for rule in self.page.rules:
            below = 0 < rule.top - line.base < 0.9 * line.size
            if rule.across and below and rule.x0 <= low + 2 and rule.x1 >= high - 2:
                width = max(self.region.parts, default=0) - min(self.region.parts, default=0)
                if rule.x1 - rule.x0 < max(width, 1):
                    return rule.x0, rule.x1
        return low, high

    # -------------------------------------------------------------------------------- rules between

    def _separators(self) -> list[float]:
        """Heights of the rules that go over most of the table; rising."""
        top, bottom = self.lines[0].box[1] - 30, self.lines[-1].box[3] + 30
        across = sorted(
            (rule for rule in self.page.rules if rule.across and top <= rule.top <= bottom),
            key=lambda rule: rule.top,
        )
        groups: list[list[Rule]] = []
        for rule in across:
            if groups and rule.top - groups[-1][0].top <= 1.5:
                groups[-1].append(rule)
            else:
                groups.append([rule])
        width = max(1.0, self.right - self.left)
        return [
            group[0].top for group in groups if _covered(group, self.left, self.right) >= _SEPARATOR * width
        ]

    def rule_between(self, upper: float, lower: float) -> bool:
        """Whether a separator stands between two baselines."""
        return any(upper - 1 < at < lower - 2 for at in self.separators)

    def band(self, index: int) -> int:
        """Number of separators above a line."""
        middle = self.bases[index] - 0.3 * self.lines[index].size
        return sum(at < middle for at in self.separators)

    # ----------------------------------------------------------------------------------------- rows

    def rows(self, style: _Style) -> list[PdfRow]:
        if style.by_rules and len(self.separators) >= 2:
            groups = self._by_bands(style)
        else:
            groups = self._by_gaps(list(range(len(self.lines))), style)
        rows = [self._row(group) for group in groups]
        for row, group in zip(rows, groups, strict=True):
            row.outside = style.by_rules and self._is_above(group)
        return rows

    def _is_above(self, group: Sequence[int]) -> bool:
        """Whether lines stand above the first line of a table that has lines on its sides too."""
        if not self.region.ruled or not self.separators or self.band(group[-1]) > 0:
            return False
        top = self.separators[0]
        return not any(rule.top < top - 3 and rule.bottom > top for rule in self.region.down)

    def _by_bands(self, style: _Style) -> list[list[int]]:
        bands: dict[int, list[int]] = defaultdict(list)
        for index in range(len(self.lines)):
            bands[self.band(index)].append(index)
        groups: list[list[int]] = []
        for band, members in sorted(bands.items()):
            if band in (0, len(self.separators)):
                groups.extend(self._by_gaps(members, style))
            else:
                groups.append(members)
        return groups

    def _by_gaps(self, members: list[int], style: _Style) -> list[list[int]]:
        zone = [index for index in self._header_zone(style) if index in members]
        rest = [index for index in members if index not in zone]
        groups = self._linked(rest, style) if style.tight is not None else self._by_cores(rest, style)
        if zone:
            groups.append(zone)
        return sorted(groups, key=lambda group: self.bases[group[0]])

    def _header_zone(self, style: _Style) -> list[int]:
        """The header's line and those of its cells that are wrapped, or its groups of columns."""
        if self.header is None:
            return []
        zone = [self.header]
        filled = {piece.column for piece in self.pieces[self.header]}
        for step in (-1, 1):
            at = self.header + step
            while 0 <= at < len(self.lines) and self._continues_header(at, zone, filled, style):
                zone.append(at)
                at += step
        return sorted(zone)

    def _continues_header(self, at: int, zone: Sequence[int], filled: set[int], style: _Style) -> bool:
        near = min(zone, key=lambda index: abs(self.bases[index] - self.bases[at]))
        upper, lower = sorted((self.bases[at], self.bases[near]))
        size = min(self.lines[at].size, self.lines[near].size)
        pieces = self.pieces[at]
        if (lower - upper) > _HEADER_TIGHT * size or self.rule_between(upper, lower):
            return False
        if any(shape(joined(piece.words)) in ("number", "prose") for piece in pieces):
            return {piece.column for piece in pieces}.isdisjoint(filled) and len(pieces) > 1
        if at < min(zone):
            return all(piece.column > 0 for piece in pieces)  # a title of the table begins at its left
        own = {piece.column for piece in pieces}
        if any(piece.last > piece.column for piece in pieces):
            return False  # a title of rows
        if own - filled and len(own & filled) <= 0.4 * len(filled):
            return True  # names under a name of a group of columns
        texts = [joined(piece.words) for piece in pieces]
        goes_on = all(text[0].islower() or text[0] in "([/" or is_header_word(text) for text in texts)
        near = (lower - upper) < 0.95 * style.pitch * size
        return (goes_on or (near and 0 not in own)) and len(own) <= 0.6 * len(filled)

    def _is_core(self, index: int, style: _Style) -> bool:
        columns = {piece.column for piece in self.pieces[index] if piece.column == piece.last}
        if columns & style.anchors:
            return True
        return self.region.wide[index] and len(columns) * 2 > len(self.region.parts) + 1

    def _linked(self, members: Sequence[int], style: _Style) -> list[list[int]]:
        """Lines joined where a cell goes on from one to the next, or where one stands beside the middle of a cell."""
        tight = style.tight or 0.0
        owner = {index: index for index in members}

        def root(index: int) -> int:
            while owner[index] != index:
                index = owner[index]
            return index

        for column in range(len(self.region.parts) + 1):
            run: list[int] = []
            inside = [
                index
                for index in members
                if any(piece.column == column == piece.last for piece in self.pieces[index])
            ]
            for upper, lower in pairwise([*inside, -1]):
                run.append(upper)
                if lower < 0 or not self._near(upper, lower, tight):
                    self._join_beside(run, members, owner, root)
                    run = []
        groups: dict[int, list[int]] = defaultdict(list)
        for index in members:
            groups[root(index)].append(index)
        return [part for group in groups.values() for part in self._split(sorted(group), style)]

    def _near(self, upper: int, lower: int, tight: float) -> bool:
        size = min(self.lines[upper].size, self.lines[lower].size)
        apart = self.bases[lower] - self.bases[upper]
        return apart <= tight * size and not self.rule_between(self.bases[upper], self.bases[lower])

    def _join_beside(
        self, run: Sequence[int], members: Sequence[int], owner: dict[int, int], root: Callable[[int], int]
    ) -> None:
        """All lines from a cell's first to its last belong to its row."""
        slack = 0.2 * self.lines[run[0]].size
        low, high = self.bases[run[0]] - slack, self.bases[run[-1]] + slack
        for index in members:
            if low <= self.bases[index] <= high and not self._goes_over(index):
                owner[root(index)] = root(run[0])

    def _goes_over(self, index: int) -> bool:
        return any(piece.last > piece.column for piece in self.pieces[index])

    def _split(self, group: list[int], style: _Style) -> list[list[int]]:
        """A group apart again where it holds the values of two rows."""
        cores = [index for index in group if self._is_core(index, style)]
        far = [
            lower
            for upper, lower in pairwise(cores)
            if self.bases[lower] - self.bases[upper] >= 0.92 * style.pitch * self.lines[lower].size
            and {p.column for p in self.pieces[lower]}
            & {p.column for p in self.pieces[upper]}
            & style.anchors
        ]
        if not far:
            return [group]
        starts = [group[0], *far]
        return [
            [index for index in group if start <= index and (end is None or index < end)]
            for start, end in zip(starts, [*far, None], strict=True)
        ]

    def _by_cores(self, members: Sequence[int], style: _Style) -> list[list[int]]:
        """A row begins at each line that holds values; a line without is its cell's next where its first word had no
        room on the line before."""
        groups: list[list[int]] = []
        open_row = False
        for index in members:
            if self._is_core(index, style):
                groups.append([index])
                open_row = True
            elif open_row and self._had_no_room(groups[-1], index, style):
                groups[-1].append(index)
            else:
                groups.append([index])
                open_row = False
        return groups

    def _had_no_room(self, group: Sequence[int], index: int, style: _Style) -> bool:
        size = self.lines[index].size
        apart = self.bases[index] - self.bases[group[-1]]
        if apart > max(1.4, 1.15 * style.pitch) * size or self.rule_between(
            self.bases[group[-1]], self.bases[index]
        ):
            return False
        for piece in self.pieces[index]:
            before = [one for at in group for one in self.pieces[at] if one.column == piece.column]
            if piece.last > piece.column or not before:
                return False
            first = piece.words[0]
            room = style.rights.get(piece.column, before[-1].words[-1].x1) - before[-1].words[-1].x1
            if first.x1 - first.x0 + 0.2 * size <= room - 1:
                return False
        return True

    def _row(self, group: Sequence[int]) -> PdfRow:
        row = PdfRow(page=self.page, cells={})
        covered = self._groups_of_columns(group) if self.header in group else {}
        for index in group:
            for piece in self.pieces[index]:
                for column in covered.get(id(piece), (piece.column,)):
                    row.cells.setdefault(column, PdfCell()).lines.append(piece.words)
                if piece.last > piece.column and id(piece) not in covered:
                    row.spans.append((piece.column, piece.last))
                if piece.torn:
                    row.doubts.append((piece.column, "a word goes over the edge of its column"))
        single = len(row.cells) == 1
        row.alone = single and not any(self.region.wide[index] for index in group)
        if self.header not in group and len(group) > 1:
            _tell_lists(row)
        return row

    def _groups_of_columns(self, group: Sequence[int]) -> dict[int, range]:
        """Which columns each piece of a header stands over: "Price EUR" over 100+, 500+ and 1000+."""
        covered: dict[int, range] = {}
        filled: dict[int, set[int]] = defaultdict(set)
        for index in group:
            for piece in self.pieces[index]:
                filled[piece.column].add(index)
        for upper in group:
            for piece in self.pieces[upper]:
                lower = {index for index in filled[piece.column] if index > upper}
                if piece.last > piece.column:
                    covered[id(piece)] = range(piece.column, piece.last + 1)
                elif len(lower) == 1 and filled[piece.column] == {upper, *lower}:
                    first = last = piece.column
                    while filled.get(first - 1) == lower:
                        first -= 1
                    while filled.get(last + 1) == lower:
                        last += 1
                    if last > first:
                        covered[id(piece)] = range(first, last + 1)
        return covered


_LISTED = re.compile(r"\D{0,4}\d[\d.,]*\s*\+?(?:\s*[-–~]\s*\d[\d.,]*)?\D{0,6}")
_PAIRED = re.compile(r"\D{0,4}\d[\d.,]*\D{0,12}\s\D{0,4}\d[\d.]*[.,]\d{2,4}\D{0,6}")


def _tell_lists(row: PdfRow) -> None:
    """Mark the cells whose lines are tiers: as many values in one column as in another, or a quantity and a price on
    each line."""
    values: dict[int, list[PdfCell]] = defaultdict(list)
    for cell in row.cells.values():
        if len(cell.lines) < 2:
            continue
        first = joined(cell.lines[0])
        if not (_LISTED.fullmatch(first) or _PAIRED.fullmatch(first)):
            continue
        texts = [first, *(joined(line) for line in cell.lines[1:])]
        if all(map(_PAIRED.fullmatch, texts)):
            cell.listed = True
        elif all(map(_LISTED.fullmatch, texts)):
            values[len(texts)].append(cell)
    for cells in values.values():
        for cell in cells if len(cells) > 1 else ():
            cell.listed = True


def _reaches(region: Region) -> dict[int, tuple[float, float]]:
    """Column -> from where to where its words go, in the lines that fill most columns."""
    found: dict[int, tuple[float, float]] = {}
    for line in region.body_lines():
        if looks_like_header(line, region.down):
            continue
        for word in line.words:
            column = column_of(word.middle, region.parts)
            low, high = found.get(column, (word.x0, word.x1))
            found[column] = min(low, word.x0), max(high, word.x1)
    return found


def _merged(pieces: list[_Piece]) -> list[_Piece]:
    """Pieces of one column as one."""
    merged: list[_Piece] = []
    for piece in pieces:
        last = merged[-1] if merged else None
        if last is not None and last.column == piece.column and last.last == piece.last:
            last.words = (*last.words, *piece.words)
            last.torn = last.torn or piece.torn
        else:
            merged.append(piece)
    return merged


def _covered(rules: Sequence[Rule], left: float, right: float) -> float:
    """Length of what rules at one height cover of a stretch."""
    total, reach = 0.0, left
    for rule in sorted(rules, key=lambda rule: rule.x0):
        start, end = max(rule.x0, reach), min(rule.x1, right)
        if end > start:
            total += end - start
            reach = end
    return total


# ---------------------------------------------------------------------------------------- the style


def _style(laid: Sequence[_Laid]) -> _Style:
    anchors = _anchors(laid)
    apart: list[float] = []
    within: list[float] = []
    rights: dict[int, float] = {}
    for one in laid:
        for column in range(len(one.region.parts) + 1):
            inside = [
                (index, piece)
                for index, pieces in enumerate(one.pieces)
                for piece in pieces
                if piece.column == column == piece.last and (one.header is None or index > one.header)
            ]
            for _, piece in inside:
                rights[column] = max(rights.get(column, 0.0), piece.words[-1].x1)
            steps = [
                (one.bases[low[0]] - one.bases[up[0]]) / max(1.0, low[1].size) for up, low in pairwise(inside)
            ]
            (apart if column in anchors else within).extend(steps)
    pitch = sorted(apart)[len(apart) // 10] if apart else 1.2
    tight = _tight(within, pitch, scanned=any(one.page.read for one in laid))
    return _Style(
        by_rules=_by_rules(laid),
        anchors=anchors,
        pitch=pitch,
        tight=tight,
        rights=rights,
    )


def _tight(steps: Sequence[float], pitch: float, *, scanned: bool) -> float | None:
    """How near lines of one cell are at most: within the first gap above the smallest steps from line to line, where
    these are smaller than the step from row to row; None where no step is."""
    small = sorted(step for step in steps if 0.7 < step <= 1.02 * pitch)
    fewest = max(2, len(small) // 20) if scanned else max(1, len(steps) // 500)
    least = 1.12 if scanned else 1.035
    for count, (low, high) in enumerate(pairwise([*small, pitch]), start=1):
        if count >= fewest and low < _MOST_TIGHT and high > least * low:
            return (low + high) / 2
    return None


def _anchors(laid: Sequence[_Laid]) -> frozenset[int]:
    """Columns that mostly hold values, and are filled about as often as the best of these."""
    filled: Counter[int] = Counter()
    values: Counter[int] = Counter()
    for one in laid:
        for index, pieces in enumerate(one.pieces):
            if one.header is not None and index <= one.header:
                continue
            for piece in pieces:
                if piece.column == piece.last:
                    filled[piece.column] += 1
                    values[piece.column] += shape(joined(piece.words)) in _VALUES
    likely = {column for column, count in filled.items() if values[column] >= 0.7 * count}
    most = max((filled[column] for column in likely), default=0)
    return frozenset(column for column in likely if filled[column] >= 0.6 * most)


def _by_rules(laid: Sequence[_Laid]) -> bool:
    """Whether the rules across part row from row: some column that most bands fill has one line in (nearly) each."""
    bands = 0
    filled: Counter[int] = Counter()
    once: Counter[int] = Counter()
    for one in laid:
        if len(one.separators) < 2:
            continue
        counts: dict[int, Counter[int]] = defaultdict(Counter)
        for index, pieces in enumerate(one.pieces):
            band = one.band(index)
            if band not in (0, len(one.separators)):
                counts[band].update(piece.column for piece in pieces)
        for columns in counts.values():
            bands += 1
            filled.update(columns.keys())
            once.update(column for column, count in columns.items() if count == 1)
    rows = sum(len(one.separators) > 1 for one in laid)
    if bands < 2 or not rows:
        return False
    return any(count >= 0.6 * bands and once[column] >= 0.92 * count for column, count in filled.items())
