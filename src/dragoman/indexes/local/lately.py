"""What was reckoned lately: a search asks an index several times over, with the same filters and the same vector.

Told apart by being the same objects, which is what `dataclasses.replace` leaves a request's parts as.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence

from dragoman.indexes.local.columns import Mask, Rows
from dragoman.indexes.local.words import Matches
from dragoman.ports import IndexRequest, Vector, Vectors

_KEPT = 4
"""Moments of reckoning; a mask is a byte a row."""
Compared = tuple[Rows, Vectors]
"""Rows and the cosine of each."""


class Lately:
    """Of one moment of the index; safe to share between threads, which at worst reckon anew."""

    def __init__(self) -> None:
        self._passing: deque[tuple[Sequence[object], Sequence[str], Mask]] = deque(maxlen=_KEPT)
        self._compared: deque[tuple[Vector, Mask, int, Compared]] = deque(maxlen=_KEPT)
        self._matches: deque[tuple[IndexRequest, Matches]] = deque(maxlen=_KEPT)
        self._scored: deque[tuple[Matches, frozenset[int], dict[int, float]]] = deque(maxlen=_KEPT)

    def passing(self, request: IndexRequest, reckon: Callable[[], Mask], /) -> Mask:
        """The rows that a request's filters and what it excludes let through; not to be written to."""
        for filters, excluded, mask in tuple(self._passing):
            if filters is request.filters and excluded is request.excluded:
                return mask
        mask = reckon()
        mask.flags.writeable = False
        self._passing.append((request.filters, request.excluded, mask))
        return mask

    def compared(
        self, vector: Vector, passing: Mask, limit: int, reckon: Callable[[], Compared], /
    ) -> Compared:
        """The rows near a vector among those that pass."""
        for known, among, reach, found in tuple(self._compared):
            if known is vector and among is passing and reach == limit:
                return found
        found = reckon()
        self._compared.append((vector, passing, limit, found))
        return found

    # ------------------------------------------------------------------------ words

    def matches(self, request: IndexRequest, /) -> Matches | None:
        """What a request's words match, whatever its filters; None where that was not asked lately."""
        for asked, found in tuple(self._matches):
            if _same_words(asked, request):
                return found
        return None

    def keep_matches(self, request: IndexRequest, found: Matches, /) -> None:
        """Of a request without filters."""
        self._matches.append((request, found))

    def scored(
        self, matches: Matches, rows: Rows, reckon: Callable[[], dict[int, float]], /
    ) -> dict[int, float]:
        """BM25 of those of the rows that match."""
        wanted = frozenset(rows.tolist())
        for known, among, scores in tuple(self._scored):
            if known is matches and wanted <= among:
                return {row: score for row, score in scores.items() if row in wanted}
        scores = reckon()
        self._scored.append((matches, wanted, scores))
        return scores


def _same_words(one: IndexRequest, other: IndexRequest) -> bool:
    return (
        one.terms is other.terms
        and one.excluded is other.excluded
        and one.field_weights is other.field_weights
        and one.minimum_groups == other.minimum_groups
    )
