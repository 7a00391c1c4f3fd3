"""Rows whose cells list tiers line by line ("100", "500", "1000" beside "2.50", "2.20", "2.00") -> a row for each line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

from dragoman.model import Problem
from dragoman.normalise.quantities.numbers import NUMBER, read_number
from dragoman.normalise.row_over import RowOver
from dragoman.ports import CellValue, Row

_LINE = re.compile(
    rf"\s*(?:[^\W\d_]{{1,4}}\.?|[^\w\s]{{1,3}}|≥|>=|>)?\s*(?P<number>{NUMBER})\s*\+?(?:\s*[-–~]\s*(?:{NUMBER}))?\s*(?:[^\W\d_]{{1,8}}\.?|[€$£¥₽%])?\s*"
)
"""A quantity or an amount, alone on its line."""
_MOST_LINES = 20
_LONGEST = 400


def with_line_rows(rows: Iterator[Row | Problem], /) -> Iterator[Row | Problem]:
    """The rows; one whose cells list tiers as its lines, a column rising and another falling, is as many rows, of which
    the first alone has the other cells."""
    for row in rows:
        if isinstance(row, Problem) or not (several := _several_lines(row)):
            yield row
        else:
            yield from _of_lines(row, several)


def _several_lines(row: Row) -> dict[str, list[str]]:
    """Column -> its lines, of cells that have several."""
    found: dict[str, list[str]] = {}
    for key, value in row.values.items():
        if type(value) is str and "\n" in value and len(value) <= _LONGEST:
            lines = [line for line in value.split("\n") if line.strip()]
            if 1 < len(lines) <= _MOST_LINES:
                found[key] = lines
    return found


def _of_lines(row: Row, several: Mapping[str, Sequence[str]]) -> Iterator[Row]:
    for count in dict.fromkeys(map(len, several.values())):
        numbers = {
            key: read for key, lines in several.items() if len(lines) == count and (read := _numbers(lines))
        }
        rising = any(all(low < high for low, high in pairwise(one)) for one in numbers.values())
        falling = any(all(high > low for high, low in pairwise(one)) for one in numbers.values())
        if rising and falling:
            for at in range(count):
                yield LineRow(row, {key: several[key][at].strip() for key in numbers}, first=at == 0)
            return
    yield row


def _numbers(lines: Sequence[str]) -> list[Decimal]:
    """The number of each line; none where a line is anything else."""
    found: list[Decimal] = []
    for line in lines:
        match = _LINE.fullmatch(line)
        value = read_number(match["number"]) if match is not None else None
        if value is None:
            return []
        found.append(value)
    return found


class LineRow(RowOver):
    """A line of a row's cells; satisfies `ports.Row`."""

    __slots__ = ("_lines", "_values")

    def __init__(self, row: Row, lines: Mapping[str, str], *, first: bool) -> None:
        """`first`: it has the row's other cells too."""
        super().__init__(row)
        self._lines = lines
        self._values: Mapping[str, CellValue] = {**row.values, **lines} if first else lines

    @property
    def values(self) -> Mapping[str, CellValue]:
        """Of the line; of the first one the row's other cells too."""
        return self._values

    @property
    def remark(self) -> str:
        """Of the row."""
        return str(getattr(self._row, "remark", ""))

    @property
    def doubt(self) -> str:
        """Of the row."""
        return str(getattr(self._row, "doubt", ""))

    def text(self, key: str, /) -> str:
        """The line as written."""
        line = self._lines.get(key)
        if line is not None:
            return line
        return self._row.text(key) if key in self._values else ""
