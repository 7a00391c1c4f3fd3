"""What was reckoned lately: a search asks an index several times over, with the same filters and the same vector.

Told apart by being the same objects, which is what `dataclasses.replace` leaves a request's parts as.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence

from dragoman.indexes.local.columns import Mask, Rows
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
