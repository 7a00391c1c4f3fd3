"""Which duties hold for which goods: looked up once for each code and origin, reckoned for all their rows at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import assert_never

import numpy as np

from dragoman.errors import RateMissing
from dragoman.model import UnitPrice
from dragoman.order_terms import Goods
from dragoman.ports import (
    AllOf,
    DutyLine,
    DutyMeasure,
    DutyQuestion,
    DutyRates,
    GreatestOf,
    LeastOf,
    NotUnderstood,
    Percent,
    RateExpression,
)
from dragoman.trade.bulk.ends import LIKELY, LOW, Codes, Ends
from dragoman.trade.bulk.money_rates import MoneyRates
from dragoman.trade.landed_cost import LandedTerms
from dragoman.trade.money import in_base_units

Counted = Callable[[str], Ends]
"""Base unit -> how many of it the orders are, NaN where not known."""


def amount_of(rate: RateExpression, value: Ends, counted: Counted, money: MoneyRates | None, /) -> Ends:
    """As `trade.duty.amount_of`; NaN where a quantity, a rate or its meaning is missing."""
    match rate:
        case Percent():
            return value * float(rate.value / 100)
        case UnitPrice():
            assert money is not None
            per = in_base_units(rate.per, None)
            each = float(rate.money.amount) * money.into(rate.money.currency) / float(per.value)
            return counted(per.unit) * each
        case AllOf():
            summed: Ends = np.sum([amount_of(part, value, counted, money) for part in rate.parts], axis=0)
            return summed
        case GreatestOf():
            greatest: Ends = np.max([amount_of(part, value, counted, money) for part in rate.parts], axis=0)
            return greatest
        case LeastOf():
            least: Ends = np.min([amount_of(part, value, counted, money) for part in rate.parts], axis=0)
            return least
        case NotUnderstood():
            return value * np.nan
        case _:
            assert_never(rate)


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyPlan:
    """The tariff lines that goods may be, by the order of their codes."""

    by_code: tuple[tuple[DutyLine, ...], ...]
    """Empty: no duty can be told."""
    shares: tuple[tuple[float, float, float], tuple[float, float, float]] | None
    """Duty and additional duty as shares of the value, low, likely, high: where all rates are percentages."""
    complete: bool = True
    """False: of some guessed codes no rate is known, so that the duty is from nothing on and not known in full."""


NO_DUTY_KNOWN = DutyPlan(by_code=(), shares=None)


def plan_duty(goods: Goods, terms: LandedTerms, duties: DutyRates, /) -> DutyPlan:
    """As `trade.import_duty` finds them."""
    asked = tuple("".join(filter(str.isdigit, code)) for code in terms.hs_codes)
    given = tuple(code for code in asked if code)
    codes = given or goods.codes
    made_in = terms.made_in or goods.made_in or terms.ship_from or goods.supplier
    if not codes or not made_in:
        return NO_DUTY_KNOWN
    by_code: list[tuple[DutyLine, ...]] = []
    complete = True
    for place, code in enumerate(codes):
        question = DutyQuestion(code=code, origin=made_in, destination=terms.destination, on=terms.on)
        try:
            by_code.append(duties.lines(question))
        except RateMissing:
            if given or place == 0:  # of codes that are guessed the first has to be known
                return NO_DUTY_KNOWN
            complete = False
    return DutyPlan(by_code=tuple(by_code), shares=_shares(by_code), complete=complete)


def _shares(
    by_code: Sequence[Sequence[DutyLine]],
) -> tuple[tuple[float, float, float], tuple[float, float, float]] | None:
    if not all(_in_percent(line) for lines in by_code for line in lines):
        return None
    value = np.ones((3, 1))
    duty, additional = widest(by_code, value, _nothing_counted, None)
    low, likely, high = duty[:, 0].tolist()
    on_top = additional[:, 0].tolist()
    return (low, likely, high), (on_top[0], on_top[1], on_top[2])


def _nothing_counted(_unit: str) -> Ends:
    return np.full((3, 1), np.nan)


def _in_percent(line: DutyLine) -> bool:
    return all(
        isinstance(one.rate, Percent)
        or (isinstance(one.rate, NotUnderstood) and one.kind not in ("mfn", "additional"))
        for one in line.measures
    )


def widest(
    by_code: Sequence[Sequence[DutyLine]], value: Ends, counted: Counted, money: MoneyRates | None, /
) -> tuple[Ends, Ends]:
    """Duty and additional duty over all the lines: the ends of all, likeliest those of the dearest line of the first
    code. `money` may be None where all rates are percentages."""
    found = [[_on_line(line, value, counted, money) for line in lines] for lines in by_code]
    first = found[0]
    dearest = np.argmax(np.nan_to_num([(duty + extra)[LIKELY] for duty, extra in first]), axis=0)
    rows = np.arange(value.shape[1])
    result = []
    for part in (0, 1):
        every = np.array([line[part] for lines in found for line in lines])
        likely = np.array([line[part][LIKELY] for line in first])[dearest, rows]
        result.append(np.stack([every[:, 0].min(axis=0), likely, every[:, 2].max(axis=0)]))
    unknown = np.isnan(result[0]).any(axis=0) | np.isnan(result[1]).any(axis=0)
    return np.where(unknown, np.nan, result[0]), np.where(unknown, np.nan, result[1])


def _on_line(line: DutyLine, value: Ends, counted: Counted, money: MoneyRates | None) -> tuple[Ends, Ends]:
    """As `trade.duty.duty_on` without a claim of preference: other rates lower nothing, but they have to be known."""
    duty = _alternatives([one for one in line.measures if one.kind == "mfn"], value, counted, money)
    for measure in line.measures:
        if measure.kind not in ("mfn", "additional") and not isinstance(measure.rate, NotUnderstood):
            duty = np.where(np.isnan(amount_of(measure.rate, value, counted, money)), np.nan, duty)
    groups: dict[tuple[str, ...], list[DutyMeasure]] = {}
    on_top = [measure for measure in line.measures if measure.kind == "additional"]
    for position, measure in enumerate(on_top):
        key = (measure.code, measure.label) if measure.variant else (str(position),)
        groups.setdefault(key, []).append(measure)
    extra = np.zeros_like(value)
    for group in groups.values():
        extra = extra + _alternatives(group, value, counted, money)
    return duty, extra


def _alternatives(
    measures: Sequence[DutyMeasure], value: Ends, counted: Counted, money: MoneyRates | None
) -> Ends:
    amounts = np.array([amount_of(one.rate, value, counted, money) for one in measures])
    return np.stack([amounts[:, 0].min(axis=0), amounts[:, LIKELY].max(axis=0), amounts[:, 2].max(axis=0)])


def duties(
    plans: Sequence[DutyPlan],
    plan_of: Codes,
    value: Ends,
    counted: Callable[[str, Codes], Ends],
    money: MoneyRates,
    /,
) -> tuple[Ends, Ends]:
    """Duty and additional duty of every row; NaN where it cannot be told.

    Args:
        plan_of: Position in `plans` of each row.
        counted: How many of a base unit the orders in some rows are.
    """
    no_share = (np.nan, np.nan, np.nan)
    shares = np.array([plan.shares or (no_share, no_share) for plan in plans]).reshape(-1, 2, 3)
    of_row = shares[plan_of]
    duty, additional = of_row[:, 0].T * value, of_row[:, 1].T * value
    for position, plan in enumerate(plans):
        if plan.shares is not None or not plan.by_code:
            continue
        some = np.flatnonzero(plan_of == position)
        if len(some):
            both = widest(plan.by_code, value[:, some], _of_rows(counted, some), money)
            duty[:, some], additional[:, some] = both
    open_to_less = np.array([not plan.complete for plan in plans], dtype=np.bool_)[plan_of]
    for amount in (duty, additional):
        amount[LOW] = np.where(open_to_less & ~np.isnan(amount[LOW]), 0.0, amount[LOW])
    return duty, additional


def _of_rows(counted: Callable[[str, Codes], Ends], some: Codes) -> Counted:
    return lambda unit: counted(unit, some)
