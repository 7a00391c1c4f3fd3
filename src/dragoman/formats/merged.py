"""Cells merged downwards: what stands in the top one holds for those that it covers."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.formats.header import Merged
from dragoman.formats.rows import GridRow
from dragoman.ports import CellValue


class MergedDown:
    """Fills the cells that a merged one above covers: "Bottle" merged over three rows names all three."""

    def __init__(self, merged: Sequence[Merged]) -> None:
        down = [m for m in merged if m.bottom > m.top and m.left == m.right]
        self._starts = {(m.top, m.left): m for m in down}
        self._last = max((m.bottom for m in down), default=0)
        self._open: dict[int, tuple[Merged, CellValue]] = {}

    def row(self, number: int, cells: list[CellValue]) -> GridRow:
        """The row, to be called in order; a row that is empty stays so."""
        if number > self._last:
            return GridRow(number, cells)
        anchors: dict[int, int] = {}
        for left, (merge, value) in list(self._open.items()):
            if number > merge.bottom:
                del self._open[left]
            elif any(cell is not None for cell in cells):
                cells.extend([None] * (left + 1 - len(cells)))
                cells[left] = value
                anchors[left] = merge.top
        for left, value in enumerate(cells):
            if (number, left) in self._starts:
                self._open[left] = (self._starts[number, left], value)
        return GridRow(number, cells, anchors or None)
