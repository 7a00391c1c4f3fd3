"""What reading somebody's published tariff gives: measures, and what of the file is not in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache

from dragoman.ports import DutyMeasure

_DAYS = ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y")
_MOST_TOLD = 3
"""Unreadable dates that are shown."""


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
    unread_dates: dict[str, int] = field(default_factory=dict)
    """What stands where a measure's first or last day is expected, and is none -> how many times."""

    def leave_out(self, why: str, /) -> None:
        self.left_out[why] = self.left_out.get(why, 0) + 1

    def day(self, text: str, /) -> date | None:
        """The first or last day of a measure; None where it is open. What is no date is taken as open, and told."""
        if not text.strip():
            return None
        day = _day(text.strip()[:10])
        if day is None:
            self.unread_dates[text] = self.unread_dates.get(text, 0) + 1
        return day

    def note(self) -> str:
        """What is not in or was guessed, in words: "12 left out: a quantity measure"."""
        said = [f"{count} left out: {why}" for why, count in sorted(self.left_out.items())]
        if self.unread_dates:
            some = ", ".join(repr(text[:40]) for text in sorted(self.unread_dates)[:_MOST_TOLD])
            said.append(
                f"{sum(self.unread_dates.values())} days that measures hold from or until are no dates such as "
                f"2026-11-20 or 20-11-2026 and are taken as open: {some}; mend them and import the file again"
            )
        return "; ".join(said)


@lru_cache(maxsize=10_000)
def _day(text: str) -> date | None:
    for form in _DAYS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day, no time
        except ValueError:
            continue
    return None
