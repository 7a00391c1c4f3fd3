"""What was reckoned lately: a search asks an index several times over, with the same filters and the same vector.

Told apart by being the same objects, which is what `dataclasses.replace` leaves a request's parts as.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence

import numpy as np

from dragoman.indexes.local.columns import Mask, Rows
from dragoman.indexes.local.words import Matches
from dragoman.ports import Filter, IndexRequest, Vector, Vectors

_KEPT = 4
"""Moments of reckoning; a mask is a byte a row."""
_KEPT_FILTERS = 24
"""Values that are chosen again and again; a mask is a byte a row."""
Compared = tuple[Rows, Vectors]
"""Rows and the cosine of each."""


class Lately:
    """Of one moment of the index; safe to share between threads, which at worst reckon anew."""

    def __init__(self) -> None:
        self._filters: dict[Filter, Mask] = {}
        self._passing: deque[tuple[Sequence[object], Mask]] = deque(maxlen=_KEPT)
        self._compared: deque[tuple[IndexRequest, Compared]] = deque(maxlen=_KEPT)
        self._cosines: deque[tuple[Vector, dict[int, float]]] = deque(maxlen=_KEPT)
        self._matches: deque[tuple[IndexRequest, Matches]] = deque(maxlen=_KEPT)
        self._scored: deque[tuple[Matches, frozenset[int], dict[int, float]]] = deque(maxlen=_KEPT)

    def passing(self, request: IndexRequest, reckon: Callable[[], Mask], /) -> Mask:
        """The rows that a request's filters let through; not to be written to."""
        for filters, mask in tuple(self._passing):
            if filters is request.filters:
                return mask
        mask = reckon()
        mask.flags.writeable = False
        self._passing.append((request.filters, mask))
        return mask

    def filtered(self, one: Filter, reckon: Callable[[], Mask], /) -> Mask:
        """The rows that a filter of its own lets through, dead ones too; not to be written to."""
        mask = self._filters.pop(one, None)
        if mask is None:
            mask = reckon()
            mask.flags.writeable = False
            while len(self._filters) >= _KEPT_FILTERS:
                self._filters.pop(next(iter(self._filters)), None)
        self._filters[one] = mask
        return mask

    def compared(self, request: IndexRequest, passing: Mask, reckon: Callable[[], Compared], /) -> Compared:
        """The rows near the request's vector among those that pass, as far as its floor.

        Of the nearest without filters those that pass are the nearest with them, down to the last that was found.
        """
        for asked, (rows, cosines) in tuple(self._compared):
            if asked.vector is not request.vector:
                continue
            if asked.dense_limit != request.dense_limit:
                continue
            if asked.filters is request.filters:
                return rows, cosines
            if not asked.filters and request.dense_floor >= _last(cosines, request.dense_limit):
                kept = passing[rows]
                return rows[kept], cosines[kept]
        found = reckon()
        self._compared.append((request, found))
        return found

    def cosines(self, vector: Vector, /) -> dict[int, float]:
        """By row, of the rows that were compared with a vector so far; whoever compares more adds them."""
        for asked, known in tuple(self._cosines):
            if asked is vector:
                return known
        fresh: dict[int, float] = {}
        self._cosines.append((vector, fresh))
        return fresh

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


def _last(cosines: Vectors, limit: int) -> float:
    """The cosine down to which all are known where `limit` were looked for."""
    if len(cosines) < limit:
        return -1.0
    return float(np.partition(cosines, len(cosines) - limit)[len(cosines) - limit])


def _same_words(one: IndexRequest, other: IndexRequest) -> bool:
    return (
        one.terms is other.terms
        and one.field_weights is other.field_weights
        and one.minimum_groups == other.minimum_groups
    )
