"""Money that is not known to the cent: low, likely and high of one currency, and plain numbers likewise.

Every operation here grows with each of its inputs, so that the ends of a sum are the sums of the ends.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from dragoman.errors import Incomparable
from dragoman.model import Currency, Money
from dragoman.ports import Rate
from dragoman.trade.money import convert, rounded


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A plain number, not below zero, between `low` and `high`: a weight in kg, a volume in m3, a factor."""

    low: Decimal
    likely: Decimal
    high: Decimal

    def __post_init__(self) -> None:
        if not Decimal(0) <= self.low <= self.likely <= self.high:
            raise ValueError(
                f"expected 0 <= low <= likely <= high, got {self.low}, {self.likely}, {self.high}"
            )

    @classmethod
    def exact(cls, value: Decimal | int, /) -> Span:
        number = Decimal(value)
        return cls(low=number, likely=number, high=number)

    @property
    def is_exact(self) -> bool:
        return self.low == self.high

    def map(self, function: Callable[[Decimal], Decimal], /) -> Span:
        """By a function that grows with its input."""
        return Span(low=function(self.low), likely=function(self.likely), high=function(self.high))

    def times(self, other: Span | Decimal | int, /) -> Span:
        by = other if isinstance(other, Span) else Span.exact(other)
        return Span(low=self.low * by.low, likely=self.likely * by.likely, high=self.high * by.high)

    def greatest(self, other: Span, /) -> Span:
        return Span(
            low=max(self.low, other.low),
            likely=max(self.likely, other.likely),
            high=max(self.high, other.high),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """An amount between `low` and `high`, with the likeliest; all three of one currency."""

    low: Money
    likely: Money
    high: Money

    def __post_init__(self) -> None:
        if not self.low <= self.likely <= self.high:
            raise ValueError(
                f"expected low <= likely <= high, got {self.low.amount}, {self.likely.amount}, {self.high.amount}"
            )

    @classmethod
    def exact(cls, money: Money, /) -> Interval:
        return cls(low=money, likely=money, high=money)

    @classmethod
    def zero(cls, currency: Currency, /) -> Interval:
        return cls.exact(Money(amount=Decimal(0), currency=currency))

    @property
    def currency(self) -> Currency:
        return self.likely.currency

    @property
    def is_exact(self) -> bool:
        return self.low == self.high

    def __add__(self, other: Interval | Money, /) -> Interval:
        """Raises Incomparable for two currencies."""
        if not isinstance(other, Interval | Money):
            return NotImplemented
        by = other if isinstance(other, Interval) else Interval.exact(other)
        return Interval(low=self.low + by.low, likely=self.likely + by.likely, high=self.high + by.high)

    def times(self, factor: Span | Decimal | int, /) -> Interval:
        """By a factor that is not below zero."""
        by = factor if isinstance(factor, Span) else Span.exact(factor)
        return Interval(low=self.low * by.low, likely=self.likely * by.likely, high=self.high * by.high)

    def map(self, function: Callable[[Money], Money], /) -> Interval:
        """By a function that grows with its input."""
        return Interval(low=function(self.low), likely=function(self.likely), high=function(self.high))

    def greatest(self, other: Interval, /) -> Interval:
        return Interval(
            low=max(self.low, other.low),
            likely=max(self.likely, other.likely),
            high=max(self.high, other.high),
        )

    def least(self, other: Interval, /) -> Interval:
        return Interval(
            low=min(self.low, other.low),
            likely=min(self.likely, other.likely),
            high=min(self.high, other.high),
        )

    def hull(self, other: Interval, /) -> Interval:
        """From the lower low to the higher high; this one's likeliest."""
        return Interval(low=min(self.low, other.low), likely=self.likely, high=max(self.high, other.high))

    def converted(self, rate: Rate, margin: Decimal = Decimal(0), /) -> Interval:
        """By a dated rate that may turn out `margin` (0.02: two of a hundred) lower or higher."""
        low, high = rate_with(rate, 1 - margin), rate_with(rate, 1 + margin)
        return Interval(
            low=convert(self.low, low), likely=convert(self.likely, rate), high=convert(self.high, high)
        )

    def rounded(self, digits: int, /) -> Interval:
        """Half-even, for showing: last."""
        return self.map(lambda money: rounded(money, digits))


def rate_with(rate: Rate, factor: Decimal, /) -> Rate:
    """The rate times a factor above zero."""
    if factor <= 0:
        raise Incomparable(
            f"expected a margin below 1 for the rate {rate.base}->{rate.quote}, got {1 - factor}"
        )
    return Rate(
        base=rate.base, quote=rate.quote, value=rate.value * factor, as_of=rate.as_of, source=rate.source
    )


def total(parts: Iterable[Interval], currency: Currency, /) -> Interval:
    """The sum; zero of the currency where there is nothing. Raises Incomparable for another currency."""
    result = Interval.zero(currency)
    for part in parts:
        result += part
    return result
