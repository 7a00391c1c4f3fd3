"""What the destination's customs ask for: value, duty, additional duty, fees and taxes, each by its law."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from dragoman.errors import RateMissing
from dragoman.model import Money
from dragoman.ports import ImportRules, Leg
from dragoman.trade import landed_words
from dragoman.trade.import_case import Case, Known
from dragoman.trade.import_charges import charge_lines, domestic_taxes
from dragoman.trade.import_duty import duty_lines
from dragoman.trade.incoterms import RULES
from dragoman.trade.interval import Interval, total
from dragoman.trade.landed_cost import Input, Line

BEFORE_EXPORT: frozenset[Leg] = frozenset({"loading", "pre_carriage", "export_clearance", "origin_handling"})
"""Legs that stay in the price where the customs value is without international carriage."""


def import_lines(case: Case, /) -> None:
    """Write the lines of the import onto the sheet, behind those of goods and carriage."""
    if case.way.within:
        domestic_taxes(case)
        return
    for note in case.rules.notes:
        if note.up_to is None or _at_most(case, note.up_to):
            case.sheet.warnings.append(f"{case.rules.destination}: {note.text}")
    apart = _shown_apart(case)
    case = replace(case, apart=apart)
    value = _customs_value(case)
    duty, additional = duty_lines(case, value)
    charge_lines(case, value, duty, additional)


def _at_most(case: Case, limit: Money) -> bool:
    """Whether the price may be so low; where no rate tells it, it may."""
    try:
        return case.goods.low <= case.in_currency(limit)
    except RateMissing:
        return True


def _shown_apart(case: Case) -> Money | None:
    """Carriage behind the customs value's place: taken off where the invoice shows it, asked about where not."""
    beyond = RULES[case.way.incoterm].seller_pays - set(case.rules.added_legs) - BEFORE_EXPORT
    if not beyond:
        return None
    if case.request.shown_apart is not None:
        try:
            return case.in_currency(case.request.shown_apart)
        except RateMissing as missing:
            case.sheet.ask("customs_value", str(missing))
            return None
    case.sheet.ask(
        "customs_value",
        f"How much of the {case.way.incoterm} price is carriage and insurance beyond what the customs value of "
        f"{case.rules.destination} holds ({case.rules.customs_value})? Shown apart on the invoice, it is taken off.",
    )
    case.sheet.assume("Nothing is taken off the price for the customs value: no carriage is shown apart.")
    return None


def _customs_value(case: Case) -> Known:
    rules, sheet = case.rules, case.sheet
    parts, named, missing = [case.goods], ["price"], []
    for leg in sheet.legs:
        inside = set(leg.legs) & set(rules.added_legs)
        if not inside:
            continue
        name = landed_words.legs(leg.legs).lower()
        if leg.amount is None:
            missing.append(name)
            continue
        if inside != set(leg.legs):
            sheet.assume(
                f"The rate card for {name} is one sum: all of it is reckoned into the customs value, "
                "as no part of it is shown apart."
            )
        parts.append(leg.amount)
        named.append(name)
    amount = total(parts, case.goods.currency)
    formula = " + ".join(named)
    if case.apart is not None:
        amount = _less(amount, case.apart)
        formula += " - carriage shown apart"
    known = Known(amount=amount, missing=tuple(missing))
    sheet.add(_value_line(rules, formula, known))
    return known


def _less(amount: Interval, apart: Money) -> Interval:
    zero = Money(amount=Decimal(0), currency=apart.currency)
    return amount.map(lambda money: max(money - apart, zero))


def _value_line(rules: ImportRules, formula: str, value: Known) -> Line:
    return Line(
        key="customs_value",
        text=f"Customs value ({rules.customs_value})",
        formula=formula,
        amount=value.amount,
        inputs=(Input(name="rule", value=rules.customs_value, source=rules.source, as_of=rules.as_of),),
        counted=False,
        complete=not value.missing,
        reason=value.reason,
    )
