"""What a worked example is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from benchmarks.bars_5.landed_case import amounts
from dragoman.trade.landed_cost import LandedCost


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    name: str
    source: str
    """Who published the amounts, or the rule that they were derived by."""
    working: str
    cost: Callable[[], LandedCost]
    expected: Mapping[str, str]
    """Key of a line -> what it shows; "total" too."""
    published: bool = False
    """The very amounts stand in the source."""

    def differences(self) -> list[str]:
        """What came out otherwise; empty where all is exact to the minor unit."""
        cost = self.cost()
        found = amounts(cost)
        wrong = [
            f"{key}: expected {value}, got {found.get(key)}"
            for key, value in self.expected.items()
            if found.get(key) != value
        ]
        if not cost.complete:
            wrong.append(f"not complete: {[question.text for question in cost.questions]}")
        return wrong
