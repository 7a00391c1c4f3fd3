"""Stretches of pages that hold a table, those of one table together, each with the places where its columns part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from dragoman.formats.pdf_columns import crosses, parts_of, ruled_parts, white_parts
from dragoman.formats.pdf_lines import Line, alike, joined, lines_of, looks_like_header
from dragoman.formats.pdf_page import Rule, Word

_GAP_PITCHES = 3.5
_GAP_POINTS = 40.0
_MOST_CROSSED = 0.06


@dataclass(slots=True)
class Region:
    """Lines of a page from one table's beginning to its end, what stands above and below it included."""

    lines: list[Line]
    wide: list[bool]
    """Of each line: whether it has cells in many columns."""
    down: Sequence[Rule]
    """The page's vertical rules."""
    header: tuple[str, ...] = ()
    """Texts of its first line that looks like a header; empty where there is none."""
    parts: list[float] = field(default_factory=list)
    ruled: bool = False
    side: int = 0
    """1 for the right half of a page that parts into two tables."""

    def wide_lines(self) -> list[Line]:
        return [line for line, wide in zip(self.lines, self.wide, strict=True) if wide]

    def rest(self) -> list[Line]:
        """The lines of few cells, and the header's: both may be wider than the cells of the rows."""
        return [
            line
            for line, wide in zip(self.lines, self.wide, strict=True)
            if not wide or looks_like_header(line, self.down)
        ]

    def body_lines(self) -> list[Line]:
        """The wide ones with cells in most of the columns."""
        lines = self.wide_lines()
        counts = [len(line.runs(self.down)) for line in lines]
        most = sorted(counts)[len(counts) * 3 // 4] if counts else 0
        return [line for line, count in zip(lines, counts, strict=True) if count >= 0.6 * most]


@dataclass(slots=True)
class Family:
    """The regions of one table, over its pages."""

    regions: list[Region]
    cut: float | None = None
    """Where its pages part into two halves, each with a table of its own."""


def families_of(pages: Sequence[Sequence[Line]], /) -> list[Family]:
    """The tables of a document: regions with the same header, or with the same columns and no header, go together."""
    fewest = _fewest_runs(pages)
    families: list[Family] = []
    for lines in pages:
        for region in _regions(lines, fewest):
            _add(region, families, fewest)
    for family in families:
        _set_parts(family)
    return families


def _fewest_runs(pages: Sequence[Sequence[Line]]) -> int:
    """Runs that a line of a table has at least: three, or two where no table is wider."""
    wide = sum(len(line.runs(_down(line))) >= 3 for lines in pages for line in lines)
    all_lines = sum(len(lines) for lines in pages)
    return 3 if wide >= max(2, 0.1 * all_lines) else 2


def _down(line: Line) -> list[Rule]:
    top, bottom = line.box[1], line.box[3]
    return [rule for rule in line.page.rules if not rule.across and rule.top < bottom and rule.bottom > top]


def _regions(lines: Sequence[Line], fewest: int) -> Iterator[Region]:
    """A page's lines parted where a table ends: at a wide gap, or where another header begins."""
    if not lines:
        return
    down = [rule for rule in lines[0].page.rules if not rule.across]
    wide = [len(line.runs(down)) >= fewest for line in lines]
    bases = [line.base for line, one in zip(lines, wide, strict=True) if one]
    pitches = [low - high for high, low in pairwise(bases)]
    most = max(_GAP_POINTS, _GAP_PITCHES * median(pitches)) if pitches else _GAP_POINTS
    starts = [0]
    headers = [one and looks_like_header(line, down) for line, one in zip(lines, wide, strict=True)]
    last_wide: int | None = None
    for at, line in enumerate(lines):
        if not wide[at]:
            continue
        if last_wide is not None:
            far = line.base - lines[last_wide].base > most and not _bridged(lines, last_wide, at, most)
            if (headers[at] and not headers[last_wide]) or far:
                starts.append(_title_above(lines, last_wide, at))
        last_wide = at
    for start, end in pairwise([*starts, len(lines)]):
        part = list(lines[start:end])
        flags = wide[start:end]
        first = next((i for i in range(start, end) if headers[i]), None)
        header = _runs_text(lines[first], down) if first is not None else ()
        yield Region(part, flags, down, header)


def _bridged(lines: Sequence[Line], upper: int, lower: int, most: float) -> bool:
    """Whether lines bridge the way between two wide ones without a gap: a long cell of many lines."""
    return all(two.base - one.base < most / 2 for one, two in pairwise(lines[upper : lower + 1]))


def _title_above(lines: Sequence[Line], last: int, at: int) -> int:
    """Index of the first line that belongs to the table below: after the widest gap between the two tables."""
    gaps = [(lines[i + 1].base - lines[i].base, i + 1) for i in range(last, at)]
    return max(gaps)[1]


def _runs_text(line: Line, down: Sequence[Rule]) -> tuple[str, ...]:
    return tuple(joined(run).casefold() for run in line.runs(down))


# ---------------------------------------------------------------------------------- one table, many pages


def _add(region: Region, families: list[Family], fewest: int) -> None:
    """Put a region to the table it continues, or begin a new one; two halves of a page one after the other."""
    last = families[-1] if families else None
    cut = _cut_of(region)
    if cut is None and last is not None and last.cut is not None and not region.header:
        crossed = sum(any(crosses(word, [last.cut]) for word in line.words) for line in region.wide_lines())
        cut = last.cut if crossed == 0 else None
    if cut is not None:
        for half in _halves(region, cut, fewest):
            _join(half, families, cut)
    else:
        _join(region, families, None)


def _join(region: Region, families: list[Family], cut: float | None) -> None:
    if not any(region.wide):
        if families and not region.header:
            families[-1].regions.append(region)
        else:
            families.append(Family([region], cut))
        return
    if region.header:
        known = next(
            (one for one in families if any(_same_header(r, region) for r in one.regions)),
            None,
        )
        bare = families[-1] if families else None
        if known is None and bare is not None and not any(any(r.wide) for r in bare.regions):
            known = bare  # only titles so far
        if known is not None:
            known.regions.append(region)
            known.cut = cut if known.cut is None else known.cut
            return
    elif families and (not any(any(r.wide) for r in families[-1].regions) or _fits(region, families[-1])):
        families[-1].regions.append(region)
        return
    families.append(Family([region], cut))


def _same_header(one: Region, other: Region) -> bool:
    """Whether two regions have the same names; those of scans but for a slip of the reading."""
    if one.header == other.header or not one.header:
        return one.header == other.header
    scanned = one.lines[0].page.read or other.lines[0].page.read
    return scanned and alike("|".join(one.header), "|".join(other.header))


def _fits(region: Region, family: Family) -> bool:
    """Whether a region without a header has the columns of the table before it: each keeps its own, or both together
    have as many."""
    before = [one for one in family.regions if any(one.wide)][-1]
    parts = _own_parts(before)[0]
    lines = region.body_lines()
    own = _own_parts(region)[0]
    crossed = sum(any(crosses(word, parts) for word in line.words) for line in lines)
    if crossed <= _MOST_CROSSED * len(lines) and (len(own) >= len(parts) - 1 or len(lines) < 8):
        return True
    together = parts_of([*before.body_lines(), *lines], (), [*before.rest(), *region.rest()])
    return len(together) >= max(len(parts), len(own)) > 0


def _cut_of(region: Region) -> float | None:
    """Where a page parts into two tables side by side: its header says the same names twice."""
    names = region.header
    half = len(names) // 2
    if half < 2 or len(names) % 2 or names[:half] != names[half:]:
        return None
    header = next(line for line in region.lines if _runs_text(line, region.down) == names)
    second = header.runs(region.down)[half][0].x0
    gaps = [gap for gap in white_parts(region.body_lines()) if gap[0] < second]
    if not gaps:
        return second - 2
    low, high = gaps[-1]
    return (low + min(high, second)) / 2


def _halves(region: Region, cut: float, fewest: int) -> Iterator[Region]:
    """The left and the right half as regions; a line over both goes to the left one."""
    page = region.lines[0].page
    over = [line for line in region.lines if any(crosses(word, [cut]) for word in line.words)]
    whole = {id(word) for line in over for word in line.words}
    words = [word for line in region.lines for word in line.words if id(word) not in whole]
    for left in (True, False):
        half = [word for word in words if (word.middle < cut) == left]
        lines = lines_of(page, half)
        if left:
            lines = sorted([*lines, *over], key=lambda line: line.base)
        if not lines:
            continue
        wide = [len(line.runs(region.down)) >= min(fewest, 2) for line in lines]
        first = next(
            (
                line
                for line, one in zip(lines, wide, strict=True)
                if one and looks_like_header(line, region.down)
            ),
            None,
        )
        header = _runs_text(first, region.down) if first is not None else ()
        yield Region(lines, wide, region.down, header, side=0 if left else 1)


# ------------------------------------------------------------------------------------------- columns


def _own_parts(region: Region) -> tuple[list[float], bool]:
    lines = region.body_lines()
    ruled = ruled_parts(lines, region.down)
    return parts_of(lines, ruled, region.rest()), bool(ruled)


def _set_parts(family: Family) -> None:
    """The columns of all regions: found together where the pages agree, else page by page."""
    for side in (0, 1):
        _set_parts_of([region for region in family.regions if region.side == side and any(region.wide)])
    usual = next((region.parts for region in family.regions if any(region.wide)), [])
    for region in family.regions:
        if not any(region.wide):
            region.parts = list(usual)


def _set_parts_of(regions: Sequence[Region]) -> None:
    for region in regions:
        region.parts, region.ruled = _own_parts(region)
    if not regions:
        return
    usual = sorted(len(region.parts) for region in regions)[len(regions) // 2]
    together = [line for region in regions if not region.ruled for line in region.body_lines()]
    rest = [line for region in regions if not region.ruled for line in region.rest()]
    pooled = parts_of(together, (), rest) if together else []
    ruled = next((region.parts for region in regions if region.ruled and len(region.parts) == usual), None)
    for region in regions:
        lines = region.body_lines()
        if not region.ruled and len(pooled) >= usual and _clean(lines, pooled):
            region.parts = list(pooled)
        elif ruled is not None and len(region.parts) != usual and _clean(lines, ruled):
            region.parts = list(ruled)


def _clean(lines: Sequence[Line], parts: Sequence[float]) -> bool:
    crossed = sum(any(crosses(word, parts) for word in line.words) for line in lines)
    return crossed <= _MOST_CROSSED * len(lines)


def crossing(words: Sequence[Word], parts: Sequence[float], /) -> bool:
    """Whether words that belong together go over a place where columns part."""
    return any(words[0].x0 + 2 < part < words[-1].x1 - 2 for part in parts)
