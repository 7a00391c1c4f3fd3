"""What reading somebody's published tariff gives: measures, and what of the file is not in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from dragoman.ports import DutyMeasure


@dataclass(slots=True, kw_only=True)
class Tariff:
    """Filled while a file is read."""

    name: str
    """Under which the measures are kept; importing the name again replaces them."""
    source: str
    as_of: date
    measures: list[DutyMeasure] = field(default_factory=list)
    left_out: dict[str, int] = field(default_factory=dict)
    """Why -> how many rows."""

    def leave_out(self, why: str, /) -> None:
        self.left_out[why] = self.left_out.get(why, 0) + 1

    def note(self) -> str:
        """What is not in, in words: "12 rows left out: a quantity measure"."""
        return "; ".join(f"{count} left out: {why}" for why, count in sorted(self.left_out.items()))
