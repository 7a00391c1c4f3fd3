"""Sale prices that hold for a span of time only."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


def sale_holds(starts: str, ends: str, /, *, today: date | None = None) -> tuple[bool, date | None]:
    """Whether a sale of these two days holds, and its last day where it has one.

    What is no date is taken for none: the sale holds.

    Args:
        today: As of UTC where it is not given.

    >>> sale_holds("2026-01-01", "2026-02-01T00:00", today=date(2026, 1, 15))
    (True, datetime.date(2026, 2, 1))
    >>> sale_holds("", "2026-02-01", today=date(2026, 3, 1))[0], sale_holds("", "", today=date(2026, 3, 1))
    (False, (True, None))
    """
    today = today or datetime.now(UTC).date()
    first, last = day_in(starts), day_in(ends)
    return (first is None or first <= today) and (last is None or today <= last), last


def day_in(text: str, /) -> date | None:
    """The day of an ISO 8601 date or moment; None where there is none."""
    found = _DAY.search(text)
    try:
        return date(*map(int, found.groups())) if found is not None else None
    except ValueError:
        return None
