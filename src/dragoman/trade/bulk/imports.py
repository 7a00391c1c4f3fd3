"""Customs value, duty, fees and taxes of many orders at once, as `trade.customs` and its neighbours reckon one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from dragoman.ports import LEGS, ImportCharge, ImportRules, Leg, Relief
from dragoman.trade.bulk.carriage import Carriage, LegsWanted
from dragoman.trade.bulk.duties import DutyPlan, amount_of, duties
from dragoman.trade.bulk.ends import HIGH, LIKELY, LOW, Codes, Ends, Mask, floored, known, or_nothing
from dragoman.trade.bulk.lanes import LanePlan
from dragoman.trade.bulk.money_rates import MoneyRates
from dragoman.trade.bulk.rows import Rows

Levied = Literal["duty", "charge"]
_ALL_BUT_PAYMENT = frozenset(LEGS) - {"payment"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Levies:
    """What the destination asks for; what is not known counts as nothing."""

    total: Ends
    complete: Mask


@dataclass(frozen=True, slots=True, kw_only=True)
class _Import:
    rules: ImportRules
    rows: Rows
    lanes: Sequence[LanePlan]
    lane_of: Codes
    money: MoneyRates
    value: Ends
    value_missing: Mask

    def counted(self, unit: str, some: Codes | None = None, /) -> Ends:
        amount = self.rows.measured(unit, self.rules.duty_weight)
        return amount if some is None else amount[:, some]

    def on_lanes(self, held: Sequence[bool], /) -> Mask:
        return np.array(held, dtype=np.bool_)[self.lane_of]


def legs_wanted(rules: ImportRules, /) -> list[LegsWanted]:
    """Of the customs value, of every charge's base, and of the base within one territory, in this order."""
    added = frozenset(rules.added_legs)
    bases = [LegsWanted(legs=_legs_of(charge), without=added) for charge in rules.charges]
    return [LegsWanted(legs=added), *bases, LegsWanted(legs=_ALL_BUT_PAYMENT)]


def _legs_of(charge: ImportCharge) -> frozenset[Leg]:
    return frozenset(
        leg for leg in LEGS if leg in charge.base or ("carriage" in charge.base and leg != "payment")
    )


def levies(
    rules: ImportRules,
    rows: Rows,
    lanes: Sequence[LanePlan],
    lane_of: Codes,
    plans: Sequence[DutyPlan],
    plan_of: Codes,
    way: Carriage,
    money: MoneyRates,
    /,
) -> Levies:
    """Args:
    way: Its sums are those of `legs_wanted`.
    """
    case = _Import(
        rules=rules,
        rows=rows,
        lanes=lanes,
        lane_of=lane_of,
        money=money,
        value=rows.goods + way.sums[0],
        value_missing=_value_missing(rules, lanes, lane_of, way),
    )
    duty, additional, complete = _duties(case, plans, plan_of)
    total = duty + additional
    amounts: dict[str, Ends] = {"customs_value": case.value, "duty": duty, "additional_duty": additional}
    for charge, legs in zip(rules.charges, way.sums[1:-1], strict=True):
        base = _base(case, charge, amounts, legs)
        amount = _asked_for(case, charge, _relieved(case, _charged(case, charge, base), "charge"))
        complete = complete & known(amount)
        amounts[charge.name] = or_nothing(amount)
        total = total + amounts[charge.name]
    within = case.on_lanes([lane.within for lane in lanes])
    if within.any():
        domestic, all_known = _domestic(case, way.sums[-1])
        total = np.where(within, domestic, total)
        complete = np.where(within, all_known, complete)
    paid = case.on_lanes([lane.duty_paid for lane in lanes])
    return Levies(total=np.where(paid, 0.0, total), complete=complete | paid)


def _value_missing(rules: ImportRules, lanes: Sequence[LanePlan], lane_of: Codes, way: Carriage) -> Mask:
    """Rows in which a leg of the customs value is not known."""
    uncovered = [bool(lane.open_legs & set(rules.added_legs)) for lane in lanes]
    return np.array(uncovered, dtype=np.bool_)[lane_of] | way.unknown_in[0]


def _duties(case: _Import, plans: Sequence[DutyPlan], plan_of: Codes) -> tuple[Ends, Ends, Mask]:
    value = floored(case.value, _step(case.rules.value_step))
    duty, additional = duties(plans, plan_of, value, case.counted, case.money)
    is_known = known(duty)
    step = _step(case.rules.duty_step)
    duty = _relieved(case, floored(or_nothing(duty), step), "duty")
    additional = _relieved(case, floored(or_nothing(additional), step), "duty")
    free = _exempt(case) & ~case.value_missing
    all_codes = np.array([plan.complete for plan in plans], dtype=np.bool_)[plan_of]
    return duty * is_known, additional * is_known, (is_known & all_codes) | free


def _step(step: object) -> float | None:
    return None if step is None else float(str(step))


def _reliefs(case: _Import, levied: Levied) -> list[tuple[Relief, Mask]]:
    """Those that may hold, and for which rows by their way."""
    found = []
    for relief in case.rules.reliefs:
        if levied == "charge" and relief.what != "all":
            continue
        here = [
            (not relief.modes or lane.mode in relief.modes)
            and (not relief.origins or lane.ship_from in relief.origins)
            for lane in case.lanes
        ]
        found.append((relief, case.on_lanes(here)))
    return found


def _against(case: _Import, relief: Relief) -> tuple[Ends, float]:
    """What is held against the limit, and the limit; NaN where no rate brings it into the currency."""
    limit = float(relief.limit.amount) * case.money.into(relief.limit.currency)
    return (case.rows.goods if relief.of == "goods" else case.value), limit


def _relieved(case: _Import, amount: Ends, levied: Levied) -> Ends:
    """Nothing where the consignment is small enough; down to nothing where it may be."""
    settled = np.zeros(amount.shape[1], dtype=np.bool_)
    for relief, on_way in _reliefs(case, levied):
        measured, limit = _against(case, relief)
        here = on_way & ~settled
        if np.isnan(limit):
            free, likely_free, may_be = here & False, here & False, here
        else:
            free = here & (measured[HIGH] <= _with_hair(limit))
            likely_free = here & (measured[LIKELY] <= _with_hair(limit))
            may_be = here & (measured[LOW] <= _with_hair(limit))
        settled |= free
        unknown = np.isnan(amount[LIKELY])
        amount = np.stack(
            [
                np.where(free | (may_be & ~unknown), 0.0, amount[LOW]),
                np.where(free | (likely_free & ~unknown), 0.0, amount[LIKELY]),
                np.where(free, 0.0, amount[HIGH]),
            ]
        )
    return amount


def _with_hair(limit: float) -> float:
    return limit * (1 + 1e-12)


def _exempt(case: _Import) -> Mask:
    free = np.zeros(len(case.rows), dtype=np.bool_)
    for relief, here in _reliefs(case, "duty"):
        measured, limit = _against(case, relief)
        if not np.isnan(limit):
            free |= here & (measured[HIGH] <= _with_hair(limit))
    return free


def _base(case: _Import, charge: ImportCharge, amounts: dict[str, Ends], legs: Ends) -> Ends:
    base = legs
    for element in charge.base:
        if element in amounts:
            base = base + amounts[element]
        elif element == "goods":
            base = base + case.rows.goods
    if charge.uplift:
        base = base + case.value * float(charge.uplift)
    return floored(base, _step(charge.base_step))


def _charged(case: _Import, charge: ImportCharge, base: Ends) -> Ends:
    amount = amount_of(charge.rate, base, case.counted, case.money)
    if (least := case.money.amount(charge.minimum)) is not None:
        amount = np.maximum(amount, least)
    if (most := case.money.amount(charge.maximum)) is not None:
        amount = np.minimum(amount, most)
    amount = floored(amount, _step(charge.amount_step))
    if (limit := case.money.amount(charge.waived_up_to)) is not None:
        amount = np.where(amount <= limit, 0.0, amount) if not np.isnan(limit) else amount * np.nan
    return amount


def _asked_for(case: _Import, charge: ImportCharge, amount: Ends) -> Ends:
    """Nothing where the charge is of another way of transport or another value; from nothing on where that may be."""
    asked = np.ones(case.value.shape, dtype=np.bool_)
    may_be = np.ones(len(case.rows), dtype=np.bool_)
    for bound, above in ((charge.above, True), (charge.up_to, False)):
        limit = case.money.amount(bound)
        if limit is None:
            continue
        if np.isnan(limit):
            amount = amount * np.nan
        else:
            within = case.value > _with_hair(limit)
            asked &= within if above else ~within
            may_be &= within[HIGH] if above else ~within[LOW]
    always = asked[LOW] & asked[HIGH]
    asked = np.stack([always, asked[LIKELY], may_be])
    if charge.modes:
        not_said = case.on_lanes([lane.mode is None for lane in case.lanes])
        amount = np.where(not_said & known(amount) & (np.arange(3) == LOW)[:, None], 0.0, amount)
        asked = asked & case.on_lanes([lane.mode is None or lane.mode in charge.modes for lane in case.lanes])
    return np.where(asked, amount, 0.0)


def _domestic(case: _Import, legs: Ends) -> tuple[Ends, Mask]:
    total, complete = np.zeros_like(legs), np.ones(legs.shape[1], dtype=np.bool_)
    base = case.rows.goods + legs
    for charge in case.rules.charges:
        if charge.kind == "tax" and "customs_value" in charge.base:
            amount = _charged(case, charge, base)
            complete &= known(amount)
            total = total + or_nothing(amount)
    return total, complete
