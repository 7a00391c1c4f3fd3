"""Where the columns of a table on a page part: at its vertical rules, else at white space that goes through all rows."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import ceil, floor
from statistics import median

from dragoman.formats.pdf_lines import Line
from dragoman.formats.pdf_page import Rule, Word

_BIN = 0.5
"""Points; the grain of the search for white space."""
_SNAP = 2.5
_NARROW, _WIDE = 0.4, 0.9
"""White space that parts columns, as a share of the text's height: of many rows, and of few."""
_SPACED, _SPACED_FEW = 0.2, 0.35
"""The same where printed spaces tell the words of one cell."""
_MANY_ROWS = 8
_STRAY, _MISREAD = 60, 25
"""One line in so many may go over the white space between columns; and of a scan, where the places of words are rough."""


def ruled_parts(lines: Sequence[Line], rules: Sequence[Rule], /) -> list[float]:
    """Places of the vertical rules that stand between or around the words of most of the lines; rising."""
    if not lines:
        return []
    top, bottom = lines[0].box[1], lines[-1].box[3]
    down = sorted(
        (rule for rule in rules if not rule.across and rule.bottom > top and rule.top < bottom),
        key=lambda rule: rule.x0,
    )
    groups: list[list[Rule]] = []
    for rule in down:
        if groups and rule.x0 - groups[-1][-1].x0 <= _SNAP:
            groups[-1].append(rule)
        else:
            groups.append([rule])
    middles = [line.base - 0.3 * line.size for line in lines]
    places = [
        (
            median(rule.x0 for rule in group),
            sum(any(rule.top <= middle <= rule.bottom for rule in group) for middle in middles),
        )
        for group in groups
    ]
    most = max((count for _, count in places), default=0)
    if most < 0.5 * len(lines):
        return []
    kept = [place for place, count in places if count >= 0.5 * most]
    crossed = sum(any(crosses(word, kept) for word in line.words) for line in lines)
    return kept if crossed <= 0.05 * len(lines) and _used(kept, lines) else []


def crosses(word: Word, parts: Sequence[float], /) -> bool:
    """Whether a word goes over a place where columns part, by more than a stray point."""
    slack = min(2.0, (word.x1 - word.x0) / 4)
    return any(word.x0 + slack < part < word.x1 - slack for part in parts)


def white_parts(lines: Sequence[Line], /, *, narrow: float = _NARROW) -> list[tuple[float, float]]:
    """Stretches of white space between words that go through (nearly) all of the lines; rising."""
    words = [word for line in lines for word in line.words]
    if not words:
        return []
    left, right = min(word.x0 for word in words), max(word.x1 for word in words)
    size = median(word.size for word in words)
    bins = ceil((right - left) / _BIN) + 1
    covered = [0] * (bins + 1)
    for line in lines:
        for x0, x1 in _stretches(line.words):
            covered[floor((x0 - left) / _BIN)] += 1
            covered[min(bins, ceil((x1 - left) / _BIN))] -= 1
    allowed = len(lines) // (_MISREAD if any(line.page.read for line in lines) else _STRAY)
    few = len(lines) < _MANY_ROWS
    if narrow == _NARROW and all(line.page.spaced for line in lines):
        wanted = (_SPACED_FEW if few else _SPACED) * size
    else:
        wanted = (_WIDE if few else narrow) * size
    found: list[tuple[float, float]] = []
    depth = 0
    start: int | None = None
    for at in range(bins):
        depth += covered[at]
        if depth <= allowed:
            start = at if start is None else start
        elif start is not None:
            low, high = left + start * _BIN, left + at * _BIN
            if high - low >= wanted and low > left:
                found.append((low, high))
            start = None
    return found


def _stretches(words: Sequence[Word]) -> list[tuple[float, float]]:
    """What a line covers, overlaps joined."""
    found: list[tuple[float, float]] = []
    for word in sorted(words, key=lambda word: word.x0):
        if found and (word.x0 <= found[-1][1] + _BIN or (word.glued and word.x0 - found[-1][1] < word.size)):
            found[-1] = (found[-1][0], max(found[-1][1], word.x1))
        else:
            found.append((word.x0, word.x1))
    return found


def parts_of(lines: Sequence[Line], ruled: Sequence[float], rest: Sequence[Line] = (), /) -> list[float]:
    """Where columns part, from vertical rules and white space; rising, outer edges left out.

    Args:
        lines: That have cells in most of their columns.
        ruled: From `ruled_parts`; empty where there are none.
        rest: Lines of few cells: a wrapped one is often the longest of its column.
    """
    white = white_parts(lines, narrow=_NARROW if not ruled else _WIDE)
    white = _narrowed(white, rest)
    if not ruled:
        return [(low + high) / 2 for low, high in white]
    inner = list(ruled)
    for low, high in white:
        if not any(low - _SNAP <= rule <= high + _SNAP for rule in ruled):
            inner.append((low + high) / 2)
    inner.sort()
    return _used(inner, lines)


def _narrowed(white: Sequence[tuple[float, float]], rest: Sequence[Line]) -> list[tuple[float, float]]:
    """White space less what the wrapped lines of the columns beside it take of it, on the left, then on the right."""
    runs = [run for line in rest for run in line.runs()]
    found: list[tuple[float, float]] = []
    for index, (low, high) in enumerate(white):
        before = white[index - 1][1] if index else float("-inf")
        after = white[index + 1][0] if index + 1 < len(white) else float("inf")
        ends = [run[-1].x1 for run in runs if before - 1 <= run[0].x0 <= low < run[-1].x1 < high - 1]
        left = max(ends, default=low)
        starts = [run[0].x0 for run in runs if left < run[0].x0 < high <= run[-1].x1 <= after + 1]
        found.append((left, min(starts, default=high)))
    return found


def _used(parts: list[float], lines: Sequence[Line]) -> list[float]:
    """Without those that have no words on one of their sides (the outer lines of a box, the lines of a gutter)."""
    edges = [float("-inf"), *parts, float("inf")]
    middles = [word.middle for line in lines for word in line.words]
    filled = [any(low < middle <= high for middle in middles) for low, high in pairwise(edges)]
    kept: list[float] = []
    pending: float | None = None
    started = False
    for index, part in enumerate(parts):
        started = started or filled[index]
        if started and filled[index]:
            pending = part
        if pending is not None and any(filled[index + 1 :]) and filled[index + 1]:
            kept.append(pending)
            pending = None
    return kept


def column_of(middle: float, parts: Sequence[float], /) -> int:
    """0-based index of the column that a place across belongs to."""
    for index, part in enumerate(parts):
        if middle <= part:
            return index
    return len(parts)
