"""Rows of a text table with more cells than its header: a decimal comma, or a comma in a name, that no quotes keep.

Where only one way to join "1" and "50" gives as many cells as the header has, they are joined and the row is doubted;
where there are several, what stands from there on is left out. Neither happens without a word.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import combinations, pairwise

from dragoman.formats.cells import is_empty, text_of
from dragoman.formats.rows import GridRow, Marks, Wide
from dragoman.formats.shapes import shape
from dragoman.model import Problem

_HEAD = re.compile(r"\s*(?:[^\W\d_]{0,3}|[$€£¥₽])\s?(?:0|[1-9]\d{0,5})")
"""What may stand before a comma of a number: "1", "USD 12"."""
_GROUP = re.compile(r"(?:\D*[^\d.,])?[1-9]\d{0,2}|\d{3}")
_BEHIND = r"(?:\s?(?:[$€£¥₽%元円]|[A-Z]{3}|kg|g|mm|cm|m|l|ml))?"
"""What may stand behind a number with decimals; "10 pcs" and "15 days" begin anew."""
_DECIMALS = re.compile(rf"\d{{1,2}}{_BEHIND}")
_THOUSAND = re.compile(rf"\d{{3}}(?:\.\d{{1,4}})?{_BEHIND}")
_MOST_EXTRA = 3
_MOST_PLACES = 8
_MINORITY = 3
"""Rows as wide as the header for each wider one, where the wider ones are mistakes and no column without a name."""
_QUOTE = "put values that hold the delimiter in quotes, or export the list with semicolons"


class Widths:
    """How wide the rows of a table are, and what its columns hold."""

    def __init__(self, delimiter: str, header: Sequence[GridRow], body: Sequence[GridRow]) -> None:
        """`header`, `body`: the rows of a table's names, and of its values as far as they are looked at."""
        self._delimiter = delimiter
        self._width = max((len(row.cells) for row in header), default=0)
        lengths = Counter(len(row.cells) for row in body)
        self._is_usual = bool(lengths) and lengths.most_common(1)[0][0] == self._width
        wide = sum(self._extra(row) > 0 for row in body)
        self._is_mistake = 0 < wide * _MINORITY <= len(body) - wide
        self._shapes: dict[int, set[str]] = {}
        for row in body:
            if len(row.cells) == self._width:
                for index in row.filled():
                    self._shapes.setdefault(index, set()).add(shape(row.cells[index]))

    def _extra(self, row: GridRow) -> int:
        """How many cells a row has beyond the header; empty ones at its end count where no other row has them."""
        cells = len(row.cells)
        if not self._width or cells <= self._width:
            return 0
        filled = row.filled()
        last = filled[-1] + 1 if filled else 0
        return cells - self._width if last <= self._width and self._is_usual else max(0, last - self._width)

    def mended(self, row: GridRow | Problem, /) -> GridRow | Problem:
        """The row with its numbers whole again; unchanged where it is no wider than the header."""
        if isinstance(row, Problem) or not (extra := self._extra(row)):
            return row
        texts = [text_of(value) for value in row.cells]
        is_padded = row.filled()[-1] < self._width
        places = self._places(texts) if self._delimiter == "," and extra <= _MOST_EXTRA else []
        ways = list(combinations(places, extra)) if len(places) <= _MOST_PLACES else []
        if len(ways) > 1:
            ways = [way for way in ways if self._fits(_joined(texts, way))] or ways
        if len(ways) == 1:
            return self._one_way(row, texts, ways[0])
        if ways and not is_padded:
            return self._several(row, texts, min(place for way in ways for place in way))
        return self._doubted(row, texts) if self._is_mistake and not is_padded else row

    @staticmethod
    def _places(texts: Sequence[str]) -> list[int]:
        """Indexes of cells that may be the beginning of a number which the next cell goes on with."""
        return [
            index
            for index, (one, following) in enumerate(pairwise(texts))
            if (_HEAD.fullmatch(one) and _DECIMALS.fullmatch(following))
            or (_GROUP.fullmatch(one) and _THOUSAND.fullmatch(following))
        ]

    def _fits(self, texts: Sequence[str]) -> bool:
        """Whether each cell holds what its column holds in rows that are as wide as the header."""
        return all(
            is_empty(text) or index not in self._shapes or shape(text) in self._shapes[index]
            for index, text in enumerate(texts)
        )

    def _one_way(self, row: GridRow, texts: Sequence[str], way: Sequence[int]) -> GridRow:
        cells = _joined(texts, way)
        first = way[0]
        told = Wide(
            column=first,
            value=cells[first],
            kind="doubtful_value",
            expected=f"as many cells in the row as the header has ({self._width})",
            advice=f"{texts[first]!r} and {texts[first + 1]!r} were read as one number, {cells[first]!r}; {_QUOTE}",
            doubt=f"its row has more cells than the header: {cells[first]!r} stood in two of them",
        )
        return row._replace(cells=cells, marks=_marked(row, told))

    def _several(self, row: GridRow, texts: Sequence[str], first: int) -> GridRow:
        told = Wide(
            column=first,
            value=self._delimiter.join(texts[first:]),
            kind="bad_value" if first else "unreadable_row",
            expected=f"as many cells in the row as the header has ({self._width})",
            advice=f"its values from here on are left out, since nothing tells which belong together; {_QUOTE}",
        )
        return row._replace(cells=texts[:first], marks=_marked(row, told))

    def _doubted(self, row: GridRow, texts: Sequence[str]) -> GridRow:
        told = Wide(
            column=self._width,
            value=self._delimiter.join(texts),
            kind="doubtful_value",
            expected=f"as many cells in the row as the header has ({self._width})",
            advice=f"its values may stand in the wrong columns; {_QUOTE}",
            doubt="its row has more cells than the header",
        )
        return row._replace(marks=_marked(row, told))


def _marked(row: GridRow, told: Wide) -> Marks:
    return (row.marks or Marks())._replace(wide=told)


def _joined(texts: Sequence[str], way: Sequence[int]) -> list[str]:
    joined: list[str] = []
    for index, text in enumerate(texts):
        if index - 1 in way:
            joined[-1] = f"{joined[-1]},{text}"
        else:
            joined.append(text)
    return joined
