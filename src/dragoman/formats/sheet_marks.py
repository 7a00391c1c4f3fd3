"""What a whole sheet's cells are marked with, in little memory: most rows of a list are marked alike.

For workbooks whose marks cannot be read row by row beside the parser: XLS, whose parser runs elsewhere, and ODS, whose
sheets all lie in one part.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from dragoman.formats.number_formats import Format
from dragoman.formats.sheet_scan import Columns, Found, SheetScan

MOST_RUNS = 1_000_000
_KEPT = 64
"""Patterns that are held ready."""
Run = tuple[int, int, int]
"""First column (0-based), how many columns, style."""


@dataclass(slots=True)
class SheetMarks:
    """Of one sheet."""

    hidden_columns: set[int] = field(default_factory=set)
    patterns: list[tuple[bool, tuple[Run, ...]]] = field(default_factory=list)
    """(whether the row is hidden, styles of its cells), each once."""
    rows: array[int] = field(default_factory=lambda: array("I"))
    """Row (1-based), how many rows, pattern; of marked rows only, by rising row."""
    runs: int = 0
    """Held in all patterns."""
    _known: dict[tuple[bool, tuple[Run, ...]], int] = field(default_factory=dict)

    def add(self, row: int, times: int, pattern: tuple[bool, tuple[Run, ...]], /) -> None:
        """Mark some rows that follow each other; nothing is kept of a pattern without marks."""
        if not (pattern[0] or pattern[1]) or self.full:
            return
        at = self._known.setdefault(pattern, len(self.patterns))
        if at == len(self.patterns):
            self.patterns.append(pattern)
            self.runs += 1 + len(pattern[1])
        self.rows.extend((row, times, at))

    @property
    def full(self) -> bool:
        """Whether more is marked than is held."""
        return self.runs > MOST_RUNS

    def found(self, formats: Sequence[Format | None], /) -> Iterator[Found]:
        """Row by row. `formats`: what each style shows."""
        made: dict[int, Found] = {}
        for at in range(0, len(self.rows) - 2, 3):
            first, times, which = self.rows[at : at + 3]
            if which not in made:
                if len(made) >= _KEPT:
                    made.clear()
                made[which] = self._found(which, formats)
            for number in range(first, first + times):
                yield replace(made[which], number=number)

    def _found(self, which: int, formats: Sequence[Format | None]) -> Found:
        hidden, runs = self.patterns[which]
        cells = {
            column: form
            for start, count, style in runs
            if (form := formats[style]) is not None
            for column in range(start, start + count)
        }
        struck = {column for column, form in cells.items() if form.struck}
        return Found(0, hidden=hidden, formats=cells, struck=struck)

    def scan(self, formats: Sequence[Format | None], file: str, /, *, remark: str = "") -> SheetScan:
        """For applying the marks. `remark`: of every row."""
        columns = Columns(hidden=frozenset(self.hidden_columns), cut_off=self.full)
        return SheetScan(self.found(formats), file, columns=columns, remark=remark)
