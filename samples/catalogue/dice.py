"""Seeded chance that gives the same throws on every Python.

Only `Random.random()` is promised to stay the same between Python versions, so everything is made of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")

SEED = "dragoman samples, November 2026"


class Dice:
    """Throws for one purpose, named by `key`; a change of one supplier leaves the others as they are."""

    def __init__(self, *key: str) -> None:
        self._random = Random("/".join((SEED, *key)))

    def pick(self, choices: Sequence[T]) -> T:
        return choices[int(self._random.random() * len(choices))]

    def chance(self, probability: float) -> bool:
        return self._random.random() < probability

    def between(self, low: int, high: int) -> int:
        """Both ends included."""
        return low + int(self._random.random() * (high - low + 1))

    def spread(self, low: float, high: float) -> float:
        return low + self._random.random() * (high - low)

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """The same items in another order (Fisher and Yates)."""
        mixed = list(items)
        for last in range(len(mixed) - 1, 0, -1):
            other = self.between(0, last)
            mixed[last], mixed[other] = mixed[other], mixed[last]
        return mixed

    def some(self, items: Sequence[T], count: int) -> list[T]:
        """`count` of them (all, where there are fewer), each at most once."""
        return self.shuffled(items)[:count]
