"""When an exchange rate is too old to convert a price without a word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from dragoman.errors import RateMissing
from dragoman.model import Currency
from dragoman.ports import ExchangeRates
from dragoman.trade.journey import EXCHANGE_RATE
from dragoman.trade.landed_cost import LandedCost

OLD_AFTER_DAYS = 30
"""Currencies of trade move by a few percent a month: as much as parts one offer from the next."""


def oldest(days: Iterable[date], today: date, /) -> date | None:
    """The oldest of the days that rates are of, where it is more than OLD_AFTER_DAYS ago."""
    first = min(days, default=today)
    return first if (today - first).days > OLD_AFTER_DAYS else None


def days_of(pairs: Iterable[tuple[Currency, Currency]], rates: ExchangeRates, /) -> Iterator[date]:
    """That the rates between currencies are of; a pair without a rate is passed over."""
    for base, quote in set(pairs):
        if base == quote:
            continue
        try:
            yield rates.rate(base, quote).as_of
        except RateMissing:
            continue


def days_within(cost: LandedCost, /) -> Iterator[date]:
    """That the rates which a landed cost was converted by are of."""
    for line in cost.lines:
        for one in line.inputs:
            if one.name == EXCHANGE_RATE and one.as_of is not None:
                yield one.as_of
    if cost.presented_by is not None and cost.presented_by.base != cost.presented_by.quote:
        yield cost.presented_by.as_of


def with_age_told(cost: LandedCost, today: date, /) -> LandedCost:
    """The same with a warning where a rate in it is old."""
    day = oldest(days_within(cost), today)
    if day is None:
        return cost
    told = (
        f"Converted with an exchange rate of {day}, {(today - day).days} days ago: "
        "take in newer ones with `dragoman rates import`."
    )
    return replace(cost, warnings=(*cost.warnings, told))
