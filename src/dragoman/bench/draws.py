"""Chance that can be called up again: a block of draws depends on the seed, its stream and its number alone."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from hashlib import blake2b
from itertools import accumulate
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

BLOCK = 1024
"""Rows drawn at once."""

Draws = npt.NDArray[np.float64]

_STEPS = 4096


def draws(seed: int, stream: str, block: int, columns: int, /, *, rows: int = BLOCK) -> Draws:
    """Even draws in [0, 1), shape (columns, rows): 53 bits of Philox, whose raw bits NumPy never changes."""
    name = int.from_bytes(blake2b(f"{seed} {stream}".encode(), digest_size=8).digest(), "big")
    raw = np.random.Philox(key=np.array([name, block], dtype=np.uint64)).random_raw(columns * rows)
    return (raw >> np.uint64(11)).astype(np.float64).reshape(columns, rows) * 2.0**-53


def choices(column: Draws, cumulated: Draws, /) -> list[int]:
    """A place for each draw, as likely as its weight."""
    found: list[int] = np.searchsorted(cumulated, column, side="right").tolist()
    return found


def cumulative(weights: Sequence[float], /) -> Draws:
    """For `choices`; ends with exactly 1."""
    summed = np.array(list(accumulate(weights)))
    summed /= summed[-1]
    summed[-1] = 1.0
    return summed


@cache
def zipf(count: int, exponent: float, /) -> Draws:
    """Weights (rank + 2) ** -exponent of `count` ranks, for `choices`: the first are common, the tail is long."""
    return cumulative([(rank + 2.0) ** -exponent for rank in range(count)])


def normal(column: Draws, /) -> list[float]:
    """Standard normal numbers, by table: the same on every processor."""
    found: list[float] = _normal_table()[(column * _STEPS).astype(np.int64)].tolist()
    return found


@cache
def _normal_table() -> Draws:
    curve = NormalDist()
    return np.array([curve.inv_cdf((step + 0.5) / _STEPS) for step in range(_STEPS)])
