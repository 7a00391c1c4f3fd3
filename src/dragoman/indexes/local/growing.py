"""Arrays that only grow: a later moment of the index shares the memory of an earlier one."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt

_SPARE = 1.5
"""Room taken, of what is needed, where an array has to move."""
_SPARE_AT_FIRST = 1.02
"""Where it is made: most indexes are opened to be searched, but the first change need not move all of a million offers, which
takes half a second."""
Name = TypeVar("Name", bound=Hashable)
Array = npt.NDArray[np.generic]


class Growing:
    """Rows of one kind. What was handed out is never written again: rows are only put behind it."""

    def __init__(self, dtype: npt.DTypeLike, width: int = 0) -> None:
        """Args:
        width: Values in a row of two dimensions; 0 for one value a row.
        """
        self._rows = np.empty((0, width) if width else 0, dtype=dtype)

    def put(self, added: Array, /, *, behind: int) -> Array:
        """The first `behind` rows and then `added`; whatever an attempt that failed had put there is lost."""
        size = behind + len(added)
        if size > len(self._rows):
            room = int(size * (_SPARE if behind else _SPARE_AT_FIRST))
            moved = np.empty((room, *self._rows.shape[1:]), dtype=self._rows.dtype)
            moved[:behind] = self._rows[:behind]
            self._rows = moved
        self._rows[behind:size] = added
        view = self._rows[:size]
        view.flags.writeable = False
        return view


class Names(Generic[Name]):
    """Names by their codes, which are positions, and codes by names."""

    def __init__(self) -> None:
        self._names: list[Name] = []
        self._codes: dict[Name, int] = {}
        self._places: npt.NDArray[np.int64] = np.empty(0, dtype=np.int64)

    def put(self, added: Sequence[Name], /, *, behind: int) -> int:
        """Names after the first `behind`; how many there are then."""
        if behind < len(self._names):
            self._places = self._places[:0]
        for surplus in self._names[behind:]:
            del self._codes[surplus]
        del self._names[behind:]
        for name in added:
            self._codes[name] = len(self._names)
            self._names.append(name)
        return len(self._names)

    def code(self, name: Name, /) -> int | None:
        return self._codes.get(name)

    def name(self, code: int, /) -> Name:
        return self._names[code]

    def of(self, codes: Sequence[int], /) -> list[Name]:
        """The name of each."""
        names = self._names
        return [names[code] for code in codes]

    def places(self, count: int, /) -> npt.NDArray[np.int64]:
        """Shape (count,): of each of the first names, by code, its place among them in their order; kept for the next time."""
        places = self._places
        if len(places) != count:
            names = self._names[:count]
            places = np.empty(count, dtype=np.int64)
            places[sorted(range(count), key=lambda code: str(names[code]))] = np.arange(count)
            self._places = places
        return places

    def first(self, count: int, /) -> tuple[Name, ...]:
        return tuple(self._names[:count])
