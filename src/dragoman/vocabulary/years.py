"""Years and days in texts that speak of prices: what a price list is of, and nothing that a price is for."""

from __future__ import annotations

import re

_YEAR = r"(?:199\d|20[1-9]\d)"
_DAYS = re.compile(
    rf"(?<![\d.,/])(?:{_YEAR}\s?[/-]\s?(?:{_YEAR}|\d{{2}})|(?:\d{{1,2}}\s?[./-]\s?){{1,2}}{_YEAR}|{_YEAR}(?!\s?[^\W\d_]))(?![\d.,/])"
)


def without_days(text: str, /) -> str:
    """The text with a blank for each year and each day.

    >>> without_days("Preise 2026/27 in EUR").split(), without_days("Prices (2027)"), without_days("per 2050 pcs")
    (['Preise', 'in', 'EUR'], 'Prices ( )', 'per 2050 pcs')
    """
    return _DAYS.sub(" ", text)
