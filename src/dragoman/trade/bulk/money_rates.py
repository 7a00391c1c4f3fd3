"""Exchange rates as floats, each looked up once."""

from __future__ import annotations

import math

from dragoman.errors import RateMissing
from dragoman.model import Currency, Money
from dragoman.ports import ExchangeRates


class MoneyRates:
    """Into and out of one currency; NaN where no rate is known."""

    def __init__(self, exchange: ExchangeRates, currency: Currency, /) -> None:
        self.currency = currency
        self._exchange = exchange
        self._known: dict[tuple[Currency, Currency], float] = {}

    def into(self, base: Currency, /) -> float:
        return self._rate(base, self.currency)

    def out_of(self, quote: Currency, /) -> float:
        return self._rate(self.currency, quote)

    def amount(self, money: Money | None, /) -> float | None:
        """In the currency; None stays None."""
        return None if money is None else float(money.amount) * self.into(money.currency)

    def _rate(self, base: Currency, quote: Currency) -> float:
        if base == quote:
            return 1.0
        key = (base, quote)
        if key not in self._known:
            try:
                self._known[key] = float(self._exchange.rate(base, quote).value)
            except RateMissing:
                self._known[key] = math.nan
        return self._known[key]
