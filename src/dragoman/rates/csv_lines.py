"""The lines of a table that people write by hand: one entry a line, with its number, comments left out."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from dragoman.errors import InputError

LONGEST_LINE = 10_000
"""Characters."""


def cells_by_line(text: str, /, *, name: str) -> Iterator[tuple[int, list[str]]]:
    """(number, 1-based; cells, trimmed) of each line that is neither blank nor begins with "#".

    Raises:
        InputError: a line is too long, ends within quotes, or is no CSV; the message names it.
    """
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        if len(line) > LONGEST_LINE:
            raise InputError(
                f"{name}, line {number}: expected one entry on one line, got {len(line):,} characters "
                f"({LONGEST_LINE:,} at most); mend the line"
            )
        try:
            cells = next(csv.reader([line], strict=True), [])
        except csv.Error as error:
            raise InputError(
                f"{name}, line {number}: expected one entry on one line, got {line[:60]!r} ({error}); mend its quotes"
            ) from error
        yield number, [cell.strip() for cell in cells]
