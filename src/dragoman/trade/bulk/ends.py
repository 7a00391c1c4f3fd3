"""Amounts with a low, a likely and a high end as arrays of shape (3, rows); NaN in a row that is not known."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Ends = npt.NDArray[np.float64]
"""Shape (3, rows): low, likely, high."""
Floats = npt.NDArray[np.float64]
"""Shape (rows,)."""
Mask = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.int64]
"""Row numbers, or positions in a list."""
LOW, LIKELY, HIGH = 0, 1, 2
HAIR = 1e-9
"""What a float may lack to the whole number that the exact amount is."""


def exact(values: Floats, /) -> Ends:
    """The same at all three ends."""
    return np.broadcast_to(values, (3, len(values))).copy()


def unknown(rows: int, /) -> Ends:
    return np.full((3, rows), np.nan)


def known(ends: Ends, /) -> Mask:
    """Rows that are known."""
    result: Mask = ~np.isnan(ends[LIKELY])
    return result


def or_nothing(ends: Ends, /) -> Ends:
    """What is not known counted as nothing, as a sheet's total does; whoever does so says that it is incomplete."""
    return np.where(np.isnan(ends), 0.0, ends)


def floored(values: Ends, step: float | None, /) -> Ends:
    """Down to a multiple of the step."""
    if step is None:
        return values
    result: Ends = np.floor(values / step + HAIR) * step
    return result


def ceiled(values: Floats, /) -> Floats:
    result: Floats = np.ceil(values - HAIR)
    return result
