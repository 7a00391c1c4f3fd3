"""A row that reads another one otherwise in part."""

from __future__ import annotations

from dragoman.model import Origin
from dragoman.ports import Row


class RowOver:
    """All that `ports.Row` asks for but the values, of the row beneath; what is read otherwise is overridden."""

    __slots__ = ("_row",)

    def __init__(self, row: Row) -> None:
        self._row = row

    @property
    def number(self) -> int:
        """Of the row."""
        return self._row.number

    @property
    def origin(self) -> Origin:
        """Of the row."""
        return self._row.origin

    def cell(self, key: str, /) -> Origin:
        """Of a cell, where it stands; of one that came empty the row's."""
        return self._row.cell(key)

    def text(self, key: str, /) -> str:
        """A cell as written."""
        return self._row.text(key)

    def currency_shown(self, key: str, /) -> str | None:
        """By the number format of the cell."""
        return self._row.currency_shown(key)

    def unit_shown(self, key: str, /) -> str | None:
        """Beside the cell."""
        return self._row.unit_shown(key)
