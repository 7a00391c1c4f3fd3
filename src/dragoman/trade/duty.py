"""What a tariff's rate comes to for goods, and which of a line's measures hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from typing import assert_never

from dragoman.errors import InputError
from dragoman.model import Quantity, UnitPrice
from dragoman.ports import (
    AllOf,
    DutyLine,
    DutyMeasure,
    ExchangeRates,
    GreatestOf,
    LeastOf,
    NotUnderstood,
    Percent,
    RateExpression,
)
from dragoman.trade import words
from dragoman.trade.interval import Interval, Span, total
from dragoman.trade.money import in_base_units


class AmountUnknown(InputError):
    """A rate whose amount cannot be told; the message is the question that would settle it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dutiable:
    """What a rate is applied to."""

    value: Interval
    """The customs value, or the base of a tax; its currency is that of the result."""
    quantities: Mapping[str, Span]
    """Base unit -> how many: {"piece": 500, "kg": 120}."""
    exchange: ExchangeRates
    margin: Decimal = Decimal(0)
    """Of the exchange rate of a specific rate in another currency."""


def amount_of(rate: RateExpression, of: Dutiable, /) -> Interval:
    """Exact. Raises AmountUnknown where a quantity or the rate's meaning is missing, RateMissing for a currency."""
    match rate:
        case Percent():
            return of.value.times(rate.value / 100)
        case UnitPrice():
            return _specific(rate, of)
        case AllOf():
            return total((amount_of(part, of) for part in rate.parts), of.value.currency)
        case GreatestOf():
            return reduce(Interval.greatest, (amount_of(part, of) for part in rate.parts))
        case LeastOf():
            return reduce(Interval.least, (amount_of(part, of) for part in rate.parts))
        case NotUnderstood():
            raise AmountUnknown(
                f"What does the rate {rate.text!r} come to? It is not one that can be read here."
            )
        case _:
            assert_never(rate)


def _specific(rate: UnitPrice, of: Dutiable) -> Interval:
    per = in_base_units(rate.per, None)
    known = of.quantities.get(per.unit)
    if known is None:
        what = "kg (net)" if per.unit == "kg" else words.unit_word(per.unit, many=True)
        raise AmountUnknown(
            f"How many {what} is the order? The rate is {words.unit_price(rate)}, and that is not given."
        )
    one = Interval.exact(rate.money).times(known.map(lambda many: many / per.value))
    currency = of.value.currency
    if rate.money.currency == currency:
        return one
    return one.converted(of.exchange.rate(rate.money.currency, currency), of.margin)


def rate_words(rate: RateExpression, /) -> str:
    """ "6.7%", "0.015 USD per kg + 7%", "9%, at least 1.60 EUR per 100 kg"."""
    match rate:
        case Percent():
            return "free" if rate.value == 0 else f"{words.number(rate.value)}%"
        case UnitPrice():
            return words.unit_price(rate)
        case AllOf():
            return " + ".join(rate_words(part) for part in rate.parts)
        case GreatestOf():
            return ", at least ".join(rate_words(part) for part in rate.parts)
        case LeastOf():
            return ", at most ".join(rate_words(part) for part in rate.parts)
        case NotUnderstood():
            return repr(rate.text)
        case _:
            assert_never(rate)


@dataclass(frozen=True, slots=True, kw_only=True)
class LineDuty:
    """The duty on one tariff line."""

    line: DutyLine
    duty: Interval
    used: tuple[DutyMeasure, ...]
    """Of several, one holds and which is not known."""
    additional: Interval
    on_top: tuple[DutyMeasure, ...]
    better: tuple[DutyMeasure, ...]
    """Measures that would lower the duty if their condition were met."""


def duty_on(line: DutyLine, of: Dutiable, /, *, claim_preference: bool) -> LineDuty:
    """The duty of a line: the general rate, or the lowest preference where proof of origin is there to claim it.

    Raises AmountUnknown, RateMissing.
    """
    general = [measure for measure in line.measures if measure.kind == "mfn"]
    base = _alternatives(general, of)
    used = tuple(general)
    better: list[DutyMeasure] = []
    for measure in line.measures:
        if measure.kind in ("mfn", "additional") or isinstance(measure.rate, NotUnderstood):
            continue
        offered = amount_of(measure.rate, of)
        if offered.likely >= base.likely:
            continue
        if claim_preference and measure.kind == "preferential":
            base, used = offered, (measure,)
        else:
            better.append(measure)
    on_top = tuple(measure for measure in line.measures if measure.kind == "additional")
    return LineDuty(
        line=line,
        duty=base,
        used=used,
        additional=_on_top(on_top, of),
        on_top=on_top,
        better=tuple(better),
    )


def _alternatives(measures: Sequence[DutyMeasure], of: Dutiable) -> Interval:
    """One of them holds: from the lowest to the highest, likeliest the highest."""
    amounts = [amount_of(measure.rate, of) for measure in measures]
    return reduce(Interval.hull, sorted(amounts, key=lambda one: one.likely.amount, reverse=True))


def _on_top(measures: Sequence[DutyMeasure], of: Dutiable) -> Interval:
    """All of them together; of those that differ by their variant alone, one."""
    groups: dict[tuple[str, ...], list[DutyMeasure]] = {}
    for position, measure in enumerate(measures):
        key = (measure.code, measure.label) if measure.variant else (str(position),)
        groups.setdefault(key, []).append(measure)
    return total((_alternatives(group, of) for group in groups.values()), of.value.currency)


def widest(duties: Sequence[LineDuty], pick: Callable[[LineDuty], Interval], /) -> Interval:
    """Over several lines that the goods may be: the ends of all, likeliest of the first."""
    return reduce(Interval.hull, (pick(one) for one in duties))


def net_quantities(ordered: Quantity, net_kg: Span | None, /) -> dict[str, Span]:
    """What the order is in base units, for specific rates."""
    known = {ordered.unit: Span.exact(ordered.value)}
    if net_kg is not None:
        known.setdefault("kg", net_kg)
    if ordered.unit == "pair":
        known.setdefault("piece", Span.exact(ordered.value * 2))
    return known
