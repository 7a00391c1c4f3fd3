"""What a cell shows a person, and the letters that columns are called by."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache

from dragoman.ports import CellValue

_LONGEST_PLAIN_EXPONENT = 40
"""Beyond it a number is left in scientific notation: 1E+9999 must not become ten thousand zeros."""


@lru_cache(maxsize=20_000)
def letters(index: int, /) -> str:
    """The name of the column at a 0-based index.

    >>> letters(0), letters(25), letters(26), letters(16383)
    ('A', 'Z', 'AA', 'XFD')
    """
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def is_empty(value: CellValue, /) -> bool:
    """Nothing, white space only, or a number that is not one.

    >>> is_empty(None), is_empty("  "), is_empty(float("nan")), is_empty(0), is_empty(False)
    (True, True, True, False, False)
    """
    if value is None:
        return True
    if isinstance(value, str):
        return not value or value.isspace()
    return isinstance(value, float) and math.isnan(value)


def filled_at(cells: Sequence[CellValue], /) -> list[int]:
    """Indexes of the cells that hold something: those that `is_empty` denies, asked at once for a whole row.

    >>> filled_at(["a", "", None, "  ", 0, float("nan")])
    [0, 4]
    """
    return [
        index
        for index, value in enumerate(cells)
        if (not value.isspace() if value and isinstance(value, str) else not is_empty(value))
    ]


def text_of(value: CellValue, /) -> str:
    """The cell as a person sees it: whole numbers without ".0", no exponent, dates as ISO 8601.

    >>> text_of(4006381333931.0), text_of(4.5), text_of("00123"), text_of(Decimal("4.50")), text_of(True)
    ('4006381333931', '4.5', '00123', '4.50', 'true')
    """
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float | Decimal):
        return _float_text(value) if isinstance(value, float) else _decimal_text(value)
    if isinstance(value, date):
        return _moment_text(value) if isinstance(value, datetime) else value.isoformat()
    return str(value)


def _float_text(value: float) -> str:
    if not math.isfinite(value):
        return "" if math.isnan(value) else str(value)
    text = _decimal_text(Decimal(repr(value)))
    return text.removesuffix(".0")


def _decimal_text(value: Decimal) -> str:
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and abs(exponent) <= _LONGEST_PLAIN_EXPONENT:
        return f"{value:f}"
    return str(value)


def _moment_text(value: datetime) -> str:
    if value.time() == time() and value.tzinfo is None:
        return value.date().isoformat()
    return value.isoformat(sep=" ")
