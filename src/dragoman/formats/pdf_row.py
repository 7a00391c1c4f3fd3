"""A row of a table on a page, as the rest of Dragoman sees it."""

from __future__ import annotations

from collections.abc import Mapping

from dragoman.model import Origin


class PageRow:
    """A row whose cells have a page and a box; satisfies `ports.Row`."""

    __slots__ = ("_known", "_origins", "_row_origin", "_texts", "number")

    def __init__(
        self,
        number: int,
        texts: Mapping[str, str],
        origins: Mapping[str, Origin],
        row_origin: Origin,
        known: frozenset[str],
    ) -> None:
        """`known`: all columns of the table."""
        self.number = number
        self._texts = texts
        self._origins = origins
        self._row_origin = row_origin
        self._known = known

    @property
    def values(self) -> Mapping[str, str]:
        """Column key -> text, empty cells left out."""
        return self._texts

    @property
    def origin(self) -> Origin:
        """Of the row: the box around all its cells."""
        return self._row_origin

    def cell(self, key: str, /) -> Origin:
        """Of one cell; of an empty one the row's. Raises KeyError for an unknown column."""
        if key in self._origins:
            return self._origins[key]
        if key in self._known:
            return self._row_origin
        raise KeyError(key)

    def text(self, key: str, /) -> str:
        """The cell as printed, its lines joined; "" where it is empty."""
        return self._texts.get(key, "")

    def currency_shown(self, key: str, /) -> str | None:
        """None: a page has no number formats."""
        del key
        return None

    def unit_shown(self, key: str, /) -> str | None:
        """None: a unit stands in the cell, in the header or in a column of its own."""
        del key
        return None
