"""Fewer and longer segments of Tantivy: a question opens each of its words in each segment, however few offers match.

Tantivy merges eight segments of about one size, and Python cannot ask it for more. After a load of a million offers six of
65,000 may stand beside some small ones. What is missing of eight is made up by segments of empty documents, which are
taken out again once they have been merged.

Source:
    Tantivy's `LogMergePolicy` with its defaults, as the Python package 0.27 has it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from pathlib import Path

from dragoman.errors import IndexDamaged

_TOGETHER = 8
_SMALLEST = 10_000
"""Smaller segments count as so large."""
_LEVEL = 0.75
"""Segments of one level differ by no more, in binary logarithms."""
_MOST_EMPTY = 0.5
"""Empty documents made for a merge, of the documents merged; where what becomes of them joins the next larger level, of those
of both: the next merge leaves the empty ones behind."""
_FEWEST = 2
"""Segments worth merging."""


def sizes(meta: Path, /) -> list[int]:
    """Documents of each segment, by Tantivy's own table of contents. Raises IndexDamaged."""
    try:
        segments = json.loads(meta.read_bytes())["segments"]
        return [one["max_doc"] - (one["deletes"] or {}).get("num_deleted_docs", 0) for one in segments]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise IndexDamaged(
            f"{meta}: expected Tantivy's table of contents, got {error!r}; run `dragoman reindex`"
        ) from error


def missing(of: Sequence[int], /) -> list[int]:
    """Documents of each empty segment that brings about the merge of the smallest segments that are worth it, so that what
    becomes of them can be merged with larger ones; none where none is worth it.

    >>> missing([520_024, *[65_536] * 6, 29_246, 18_682]), missing([520_024, *[65_536] * 6, 47_928]), missing([520_024, 8_192])
    ([17391, 17391, 17391, 17391, 17391, 17391], [38969], [])
    """
    larger: list[int] = []
    found: list[int] = []
    for level in _levels(of):
        merged = sum(level)
        joined = larger if larger and merged >= max(larger) * 2**-_LEVEL else []
        count = _TOGETHER - len(level)
        size = 1 if max(level) <= _SMALLEST else math.ceil(max(level) * 2**-_LEVEL) + 1
        most = max(_MOST_EMPTY * (merged + sum(joined)), count)
        if count > 0 and len(level) >= _FEWEST and count * size <= most:
            found = [size] * count
        larger = level
    return found


def _levels(of: Sequence[int]) -> Iterator[list[int]]:
    level: list[int] = []
    for size in sorted(of, reverse=True):
        if level and math.log2(max(size, _SMALLEST)) < math.log2(max(level[0], _SMALLEST)) - _LEVEL:
            yield level
            level = []
        level.append(size)
    if level:
        yield level
