"""Fees and taxes of an import, in the order of the law, each of its own base."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dragoman.errors import RateMissing
from dragoman.model import Money
from dragoman.ports import ImportCharge, Leg
from dragoman.trade import landed_words, words
from dragoman.trade.duty import AmountUnknown, Dutiable, amount_of, rate_words
from dragoman.trade.import_case import Case, Known, down
from dragoman.trade.interval import Interval, total
from dragoman.trade.landed_cost import Input, Line

FREIGHT_IN_BASE = frozenset({"carriage", "main_carriage", "insurance"})
"""Elements of a base that hold carriage which was taken off the price for the customs value."""


def charge_lines(case: Case, value: Known, duty: Known, additional: Known, /) -> None:
    """Write a line for each fee and tax that is asked for."""
    known: dict[str, Known] = {"customs_value": value, "duty": duty, "additional_duty": additional}
    for charge in case.rules.charges:
        base = _base(case, charge, known)
        try:
            bounds = _bounds(case, charge)
            if not _asked_for(case, charge) or not bounds.may_hold(value.amount):
                continue
            amount = _charged(case, charge, base)
        except (AmountUnknown, RateMissing) as unknown:
            case.sheet.unknown(charge.name, charge.name, str(unknown))
            known[charge.name] = Known(amount=case.zero, missing=(*base.missing, charge.name))
            continue
        amount = case.relieved(amount, "charge", value)
        amount, doubt = bounds.within(amount, value.amount)
        reasons = [base.reason, case.relief_words("charge", value), charge.note, doubt]
        if charge.modes and case.way.mode is None:
            amount = Interval(low=case.zero.low, likely=amount.likely, high=amount.high)
            reasons.append(f"only by {'/'.join(charge.modes)}, and the way of transport is not given")
            case.sheet.ask(charge.name, f"Do the goods come by {'/'.join(charge.modes)}?")
        known[charge.name] = Known(amount=amount, missing=base.missing)
        case.sheet.add(_charge_line(charge, charge_formula(charge, base.amount), amount, base, reasons))


def domestic_taxes(case: Case, /) -> None:
    """Within one customs territory there is no import; value added tax is due all the same."""
    case.sheet.assume(
        f"Sent from {case.way.ship_from}, within one customs territory with {case.rules.destination}: no duty, provided "
        "that the goods are in free circulation. Prices are taken to be without value added tax."
    )
    parts = [Known(amount=case.goods), *_legs(case, set(landed_words.LEG_WORDS) - {"payment"}, outside=False)]
    base = _sum(case, parts)
    for charge in case.rules.charges:
        if charge.kind != "tax" or "customs_value" not in charge.base:
            continue
        try:
            amount = _charged(case, charge, base)
        except (AmountUnknown, RateMissing) as unknown:
            case.sheet.unknown(charge.name, charge.name, str(unknown))
            continue
        formula = f"{rate_words(charge.rate)} of {landed_words.interval(base.amount)} (price, carriage)"
        case.sheet.add(_charge_line(charge, formula, amount, base, [base.reason]))


def _charge_line(
    charge: ImportCharge, formula: str, amount: Interval, base: Known, reasons: Sequence[str]
) -> Line:
    return Line(
        key=charge.name,
        text=charge.name,
        formula=formula,
        amount=amount,
        inputs=(
            Input(name=charge.name, value=rate_words(charge.rate), source=charge.source, as_of=charge.as_of),
        ),
        complete=not base.missing,
        recoverable=charge.recoverable,
        reason="; ".join(reason for reason in reasons if reason),
    )


def charge_formula(charge: ImportCharge, base: Interval, /) -> str:
    """ "19% of 11724.00 EUR (customs value, duty, carriage)"."""
    named = ", ".join(element.replace("_", " ") for element in charge.base)
    text = f"{rate_words(charge.rate)} of {landed_words.interval(base)} ({named}"
    if charge.uplift:
        text += f", {words.number(charge.uplift * 100)}% of the customs value more"
    text += ")"
    if charge.minimum is not None:
        text += f", at least {words.money(charge.minimum)}"
    if charge.maximum is not None:
        text += f", at most {words.money(charge.maximum)}"
    if charge.amount_step is not None:
        text += f", rounded down to {words.number(charge.amount_step)}"
    return text


def _asked_for(case: Case, charge: ImportCharge) -> bool:
    return not charge.modes or case.way.mode is None or case.way.mode in charge.modes


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bounds:
    """The customs values that a charge is for; None where there is no bound."""

    above: Money | None
    up_to: Money | None

    def may_hold(self, value: Interval, /) -> bool:
        return (self.above is None or value.high > self.above) and (
            self.up_to is None or value.low <= self.up_to
        )

    def within(self, amount: Interval, value: Interval, /) -> tuple[Interval, str]:
        """The amount, down to nothing where the value may lie outside; and why."""
        if all(self.may_hold(Interval.exact(end)) for end in (value.low, value.high)):
            return amount, ""
        nothing = amount.likely * 0
        likely = amount.likely if self.may_hold(Interval.exact(value.likely)) else nothing
        named = [
            f"{word} {words.money(bound)}"
            for word, bound in (("above", self.above), ("up to", self.up_to))
            if bound is not None
        ]
        return (
            Interval(low=nothing, likely=likely, high=amount.high),
            f"only for a customs value {' and '.join(named)}, which it may or may not be",
        )


def _bounds(case: Case, charge: ImportCharge) -> _Bounds:
    above, up_to = (None if one is None else case.in_currency(one) for one in (charge.above, charge.up_to))
    return _Bounds(above=above, up_to=up_to)


def _base(case: Case, charge: ImportCharge, known: Mapping[str, Known]) -> Known:
    parts: list[Known] = []
    legs: set[Leg] = set()
    for element in charge.base:
        if element in known:
            parts.append(known[element])
        elif element == "goods":
            parts.append(Known(amount=case.goods))
        else:
            legs |= {
                leg
                for leg in landed_words.LEG_WORDS
                if leg == element or (element == "carriage" and leg != "payment")
            }
    parts.extend(_legs(case, legs, outside=True))
    if case.apart is not None and FREIGHT_IN_BASE & set(charge.base):
        parts.append(Known(amount=Interval.exact(case.apart)))
    if charge.uplift:
        parts.append(Known(amount=known["customs_value"].amount.times(charge.uplift)))
    summed = _sum(case, parts)
    return Known(amount=down(summed.amount, charge.base_step), missing=summed.missing)


def _sum(case: Case, parts: Sequence[Known]) -> Known:
    return Known(
        amount=total((part.amount for part in parts), case.goods.currency),
        missing=tuple(dict.fromkeys(name for part in parts for name in part.missing)),
    )


def _legs(case: Case, legs: set[Leg], *, outside: bool) -> Iterable[Known]:
    """What the buyer pays for the legs; `outside`: without those that the customs value holds already."""
    for leg in case.sheet.legs:
        held = outside and bool(set(leg.legs) & set(case.rules.added_legs))
        if held or not set(leg.legs) & legs:
            continue
        if leg.amount is None:
            yield Known(amount=case.zero, missing=(landed_words.legs(leg.legs).lower(),))
        else:
            yield Known(amount=leg.amount)


def _charged(case: Case, charge: ImportCharge, base: Known) -> Interval:
    amount = amount_of(
        charge.rate,
        Dutiable(
            value=base.amount,
            quantities=case.parcel.dutiable(case.rules.duty_weight),
            exchange=case.rates.exchange,
            margin=case.request.exchange_margin,
        ),
    )
    bounded = down(amount.map(lambda money: _bounded(case, money, charge)), charge.amount_step)
    if charge.waived_up_to is None:
        return bounded
    limit = case.in_currency(charge.waived_up_to)
    return bounded.map(lambda money: money if money > limit else case.zero.likely)


def _bounded(case: Case, money: Money, charge: ImportCharge) -> Money:
    if charge.minimum is not None:
        money = max(money, case.in_currency(charge.minimum))
    if charge.maximum is not None:
        money = min(money, case.in_currency(charge.maximum))
    return money
