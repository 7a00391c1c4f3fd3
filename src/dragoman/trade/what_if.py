"""What if another currency cost more: a table of exchange rates with one currency moved against all others."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from dragoman.errors import QueryError
from dragoman.model import Currency
from dragoman.ports import ExchangeRates, Rate
from dragoman.trade.interval import rate_with

MOST = 90
"""Percent that a rate may be moved by."""


class MovedRates:
    """`ports.ExchangeRates` in which every other currency costs `percent` of a hundred more in `home`."""

    def __init__(self, rates: ExchangeRates, /, *, home: Currency, percent: Decimal) -> None:
        """Raises QueryError for a move that leaves nothing of a rate."""
        if not -MOST <= percent <= MOST:
            raise QueryError(
                f"expected exchange rates moved by -{MOST} to {MOST} percent, got {percent}; move them less"
            )
        self._rates = rates
        self._home = home
        self._factor = 1 + percent / 100
        self._said = f"what if: {'+' if percent > 0 else ''}{percent.normalize():f} %, "

    @property
    def as_of(self) -> date | None:
        return self._rates.as_of

    @property
    def source(self) -> str:
        return f"{self._said}{self._rates.source}"

    def rate(self, base: Currency, quote: Currency, /) -> Rate:
        """Raises RateMissing where the table has none."""
        rate = self._rates.rate(base, quote)
        if base == quote or self._home not in (base, quote):
            return rate
        moved = rate_with(rate, self._factor if quote == self._home else 1 / self._factor)
        return Rate(
            base=base, quote=quote, value=moved.value, as_of=rate.as_of, source=f"{self._said}{rate.source}"
        )

    def currencies(self) -> tuple[Currency, ...]:
        return self._rates.currencies()
