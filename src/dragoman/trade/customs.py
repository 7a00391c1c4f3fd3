"""What the destination's customs ask for: value, duty, additional duty, fees and taxes, each by its law."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

from dragoman.errors import RateMissing
from dragoman.model import Country, Money
from dragoman.ports import (
    DutyMeasure,
    DutyQuestion,
    ImportCharge,
    ImportRules,
    Leg,
    Mode,
    Relief,
)
from dragoman.trade import landed_words, words
from dragoman.trade.duty import AmountUnknown, Dutiable, LineDuty, amount_of, duty_on, rate_words, widest
from dragoman.trade.incoterms import RULES
from dragoman.trade.interval import Interval, total
from dragoman.trade.journey import Journey
from dragoman.trade.landed_cost import Input, LandedRates, LandedRequest, Line
from dragoman.trade.measures import Measured
from dragoman.trade.money import convert
from dragoman.trade.sheet import Sheet

BEFORE_EXPORT: frozenset[Leg] = frozenset({"loading", "pre_carriage", "export_clearance", "origin_handling"})
"""Legs that stay in the price where the customs value is without international carriage."""
FREIGHT_IN_BASE = frozenset({"carriage", "main_carriage", "insurance"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """An amount, and what of it is missing."""

    amount: Interval
    missing: tuple[str, ...] = ()

    @property
    def reason(self) -> str:
        return f"without {', '.join(self.missing)}, which is not known" if self.missing else ""


def import_lines(
    request: LandedRequest,
    rules: ImportRules,
    way: Journey,
    parcel: Measured,
    rates: LandedRates,
    sheet: Sheet,
    /,
) -> None:
    """Write the lines of the import onto the sheet, behind those of goods and carriage."""
    for note in rules.notes:
        if not way.within:
            sheet.warnings.append(f"{request.destination}: {note}")
    if way.within:
        _domestic_taxes(rules, way, rates, sheet)
        return
    value = _customs_value(request, rules, way, rates, sheet)
    free = [relief for relief in rules.reliefs if _may_hold(relief, way)]
    duty, additional = _duties(request, rules, parcel, value, free, rates, sheet)
    _charges(request, rules, way, parcel, value, duty, additional, free, rates, sheet)


def ask_for_duty(request: LandedRequest, rates: LandedRates, sheet: Sheet, /) -> None:
    """Where a destination's rules are not known, whether at least its tariff is."""
    sheet.made_in = _made_in(request, sheet)
    sheet.hs_codes = _hs_codes(request, sheet)
    if sheet.made_in is None:
        return
    for code in sheet.hs_codes:
        asked = DutyQuestion(code=code, origin=sheet.made_in, destination=request.destination, on=request.on)
        try:
            rates.duties.lines(asked)
        except RateMissing as missing:
            sheet.ask("duty", str(missing))


def _customs_value(
    request: LandedRequest, rules: ImportRules, way: Journey, rates: LandedRates, sheet: Sheet
) -> _Known:
    goods = sheet.lines[0]
    assert goods.amount is not None
    parts = [goods.amount]
    named = ["price"]
    missing: list[str] = []
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
    amount = total(parts, goods.amount.currency)
    amount = _shown_apart(request, rules, way, amount, rates, sheet, named)
    known = _Known(amount=amount, missing=tuple(missing))
    sheet.add(
        Line(
            key="customs_value",
            text=f"Customs value ({rules.customs_value})",
            formula=" + ".join(named),
            amount=amount,
            inputs=(Input(name="rule", value=rules.customs_value, source=rules.source, as_of=rules.as_of),),
            counted=False,
            complete=not missing,
            reason=known.reason,
        )
    )
    return known


def _shown_apart(
    request: LandedRequest,
    rules: ImportRules,
    way: Journey,
    amount: Interval,
    rates: LandedRates,
    sheet: Sheet,
    named: list[str],
) -> Interval:
    """Carriage behind the customs value's place is taken off where the invoice shows it."""
    beyond = RULES[way.incoterm].seller_pays - set(rules.added_legs) - BEFORE_EXPORT
    if not beyond:
        return amount
    if request.shown_apart is None:
        sheet.ask(
            "customs_value",
            f"How much of the {way.incoterm} price is carriage and insurance beyond what the customs value of "
            f"{rules.destination} holds ({rules.customs_value})? Shown apart on the invoice, it is taken off.",
        )
        sheet.assume("Nothing is taken off the price for the customs value: no carriage is shown apart.")
        return amount
    apart = _in_currency(request.shown_apart, amount, rates)
    named.append("less the carriage shown apart")
    return amount.map(lambda money: max(money - apart, Money(amount=Decimal(0), currency=money.currency)))


def _in_currency(money: Money, like: Interval, rates: LandedRates) -> Money:
    if money.currency == like.currency:
        return money
    return convert(money, rates.exchange.rate(money.currency, like.currency))


# ------------------------------------------------------------------------------------------- duties


def _duties(
    request: LandedRequest,
    rules: ImportRules,
    parcel: Measured,
    value: _Known,
    free: Sequence[Relief],
    rates: LandedRates,
    sheet: Sheet,
) -> tuple[_Known, _Known]:
    try:
        found = _found_duties(request, rules, parcel, value, rates, sheet)
    except (AmountUnknown, RateMissing) as unknown:
        sheet.unknown("duty", "Duty", str(unknown))
        nothing = Interval.zero(value.amount.currency)
        missing = (*value.missing, "the duty")
        return _Known(amount=nothing, missing=missing), _Known(amount=nothing, missing=value.missing)
    duty = _relieved(
        widest(found, lambda one: one.duty), "duty", value, free, rates, sheet, step=rules.duty_step
    )
    additional = _relieved(
        widest(found, lambda one: one.additional), "duty", value, free, rates, sheet, step=rules.duty_step
    )
    sheet.add(_duty_line("duty", "Duty", found, duty, rules, value, free, rates, sheet))
    if any(one.on_top for one in found):
        sheet.add(
            _duty_line(
                "additional_duty", "Additional duty", found, additional, rules, value, free, rates, sheet
            )
        )
    _ask_about_duties(found, sheet)
    return _Known(amount=duty, missing=value.missing), _Known(amount=additional, missing=value.missing)


def _found_duties(
    request: LandedRequest,
    rules: ImportRules,
    parcel: Measured,
    value: _Known,
    rates: LandedRates,
    sheet: Sheet,
) -> list[LineDuty]:
    sheet.made_in = _made_in(request, sheet)
    sheet.hs_codes = _hs_codes(request, sheet)
    if not sheet.hs_codes:
        raise AmountUnknown("Which HS code have the goods? Without it no duty can be told.")
    if sheet.made_in is None:
        raise AmountUnknown("In which country are the goods made? The duty depends on it.")
    of = Dutiable(
        value=value.amount.map(lambda money: _down(money, rules.value_step)),
        quantities=parcel.dutiable(rules.duty_weight),
        exchange=rates.exchange,
        margin=request.exchange_margin,
    )
    found: list[LineDuty] = []
    for code in sheet.hs_codes:
        asked = DutyQuestion(code=code, origin=sheet.made_in, destination=request.destination, on=request.on)
        of_code = [
            duty_on(line, of, claim_preference=request.claim_preference) for line in rates.duties.lines(asked)
        ]
        found.extend(sorted(of_code, key=lambda one: (one.duty + one.additional).likely.amount, reverse=True))
    return found


def _made_in(request: LandedRequest, sheet: Sheet) -> Country | None:
    if request.made_in is not None:
        return request.made_in
    if request.offer.made_in is not None:
        return request.offer.made_in.value
    country = request.ship_from or request.offer.supplier.country
    if country is not None:
        sheet.ask("duty", "In which country are the goods made? The duty depends on it.")
        sheet.assume(f"The country of origin is not given: {country}, the supplier's, is reckoned with.")
    return country


def _hs_codes(request: LandedRequest, sheet: Sheet) -> tuple[str, ...]:
    """The request's; of the supplier's own code only the six digits that all countries share."""
    given = tuple("".join(filter(str.isdigit, code)) for code in request.hs_codes)
    if given or request.offer.hs_code is None:
        return tuple(code for code in given if code)
    digits = "".join(filter(str.isdigit, request.offer.hs_code.value))
    if len(digits) > 6:
        sheet.assume(
            f"Of the supplier's code {request.offer.hs_code.value} the first six digits are used: "
            "the others are of another country's tariff."
        )
    return (digits[:6],) if len(digits) >= 4 else ()


def _duty_line(
    key: str,
    text: str,
    found: Sequence[LineDuty],
    amount: Interval,
    rules: ImportRules,
    value: _Known,
    free: Sequence[Relief],
    rates: LandedRates,
    sheet: Sheet,
) -> Line:
    measures = [m for one in found for m in (one.used if key == "duty" else one.on_top)]
    named = list(dict.fromkeys(rate_words(measure.rate) for measure in measures))
    joint = " or " if key == "duty" or len(found) > 1 else " + "
    shown = joint.join(named[:6]) + (f" (of {len(named)} rates)" if len(named) > 6 else "")
    reasons = [value.reason] if value.missing else []
    if not amount.is_exact:
        if len(found) > 1:
            reasons.append(f"which of {len(found)} tariff lines it is, is not known")
        if len(measures) > len(found):
            reasons.append("several rates may hold")
    relief = _relief_words(value, free, rates, sheet)
    if relief:
        reasons.append(relief)
    return Line(
        key=key,
        text=text,
        formula=f"{shown} of {landed_words.interval(value.amount)}{_steps(rules)}",
        amount=amount,
        inputs=tuple(_measure_input(measure) for measure in dict.fromkeys(measures)),
        complete=not value.missing,
        reason="; ".join(reasons),
    )


def _steps(rules: ImportRules) -> str:
    """How the law rounds on the way."""
    if rules.value_step is None and rules.duty_step is None:
        return ""
    value, duty = (words.number(step or Decimal(0)) for step in (rules.value_step, rules.duty_step))
    return f", value rounded down to {value}, duty to {duty}"


def _measure_input(measure: DutyMeasure) -> Input:
    origin = f" from {'/'.join(measure.origins)}" if measure.origins else ""
    return Input(
        name=measure.label or measure.kind,
        value=f"{measure.code}{origin}: {measure.text}",
        source=measure.source,
        as_of=measure.as_of,
    )


def _ask_about_duties(found: Sequence[LineDuty], sheet: Sheet) -> None:
    if len(found) > 1:
        some = ", ".join(f"{one.line.code} ({_rates_of(one)})" for one in found[:5])
        more = f" and {len(found) - 5} more" if len(found) > 5 else ""
        sheet.ask("duty", f"Which tariff line is it: {some}{more}?")
    for measure in dict.fromkeys(m for one in found for m in one.better):
        quota = f", quota {measure.quota}" if measure.quota else ""
        sheet.ask(
            "duty",
            f"Is this met: {measure.condition or measure.label or measure.kind}{quota}? "
            f"The duty would be {rate_words(measure.rate)} ({measure.code}).",
        )
    for one in found:
        for measure in one.used:
            if measure.quota:
                sheet.ask("duty", f"Is the quota {measure.quota} of {measure.code} still open?")
        variants = sorted({measure.variant for measure in (*one.used, *one.on_top) if measure.variant})
        if len(variants) > 1:
            sheet.ask(
                "additional_duty",
                f"Which additional code has the producer: {', '.join(variants[:12])}? The duty differs by it.",
            )


def _rates_of(one: LineDuty) -> str:
    return " + ".join(rate_words(measure.rate) for measure in (*one.used[:1], *one.on_top))


# ------------------------------------------------------------------------------------------- relief


def _may_hold(relief: Relief, way: Journey) -> bool:
    by = not relief.modes or way.mode in relief.modes
    return by and (not relief.origins or way.ship_from in relief.origins)


def _relieved(
    amount: Interval,
    what: str,
    value: _Known,
    free: Sequence[Relief],
    rates: LandedRates,
    sheet: Sheet,
    *,
    step: Decimal | None = None,
) -> Interval:
    """Nothing where the consignment is small enough; down to nothing where it may be."""
    if step is not None:
        amount = amount.map(lambda money: _down(money, step))
    zero = Money(amount=Decimal(0), currency=amount.currency)
    for relief in free:
        if what == "charge" and relief.what != "all":
            continue
        measured, limit = _against(relief, value, rates, sheet)
        if measured.high <= limit:
            return Interval.exact(zero)
        if measured.low <= limit:
            amount = Interval(
                low=zero, likely=zero if measured.likely <= limit else amount.likely, high=amount.high
            )
    return amount


def _against(relief: Relief, value: _Known, rates: LandedRates, sheet: Sheet) -> tuple[Interval, Money]:
    goods = sheet.lines[0].amount
    assert goods is not None
    return (goods if relief.of == "goods" else value.amount), _in_currency(relief.limit, goods, rates)


def _relief_words(value: _Known, free: Sequence[Relief], rates: LandedRates, sheet: Sheet) -> str:
    for relief in free:
        measured, limit = _against(relief, value, rates, sheet)
        if measured.low <= limit:
            of = "price" if relief.of == "goods" else "customs value"
            free_words = "free" if measured.high <= limit else "may be free"
            return f"{free_words}: the {of} is at most {landed_words.limit(limit)} ({relief.source})"
    return ""


# ------------------------------------------------------------------------------------------- fees and taxes


def _charges(
    request: LandedRequest,
    rules: ImportRules,
    way: Journey,
    parcel: Measured,
    value: _Known,
    duty: _Known,
    additional: _Known,
    free: Sequence[Relief],
    rates: LandedRates,
    sheet: Sheet,
) -> None:
    known: dict[str, _Known] = {"customs_value": value, "duty": duty, "additional_duty": additional}
    for charge in rules.charges:
        if not _asked_for(charge, way.mode, value):
            continue
        base = _base(charge, rules, request, known, rates, sheet)
        try:
            amount = _charged(charge, base, request, rules, parcel, rates)
        except (AmountUnknown, RateMissing) as unknown:
            sheet.unknown(charge.name, charge.name, str(unknown))
            known[charge.name] = _Known(
                amount=Interval.zero(value.amount.currency), missing=(*base.missing, charge.name)
            )
            continue
        reasons = [base.reason] if base.missing else []
        amount = _relieved(amount, "charge", value, free, rates, sheet)
        relief = _relief_words(value, [one for one in free if one.what == "all"], rates, sheet)
        if relief:
            reasons.append(relief)
        if charge.modes and way.mode is None:
            zero = Money(amount=Decimal(0), currency=amount.currency)
            amount = Interval(low=zero, likely=amount.likely, high=amount.high)
            reasons.append(f"only by {'/'.join(charge.modes)}, and the way of transport is not given")
            sheet.ask(charge.name, f"Do the goods come by {'/'.join(charge.modes)}?")
        if charge.note:
            reasons.append(charge.note)
        known[charge.name] = _Known(amount=amount, missing=base.missing)
        sheet.add(
            _charge_line(charge, charge_formula(charge, base.amount), amount, not base.missing, reasons)
        )


def _charge_line(
    charge: ImportCharge, formula: str, amount: Interval, complete: bool, reasons: Sequence[str]
) -> Line:
    return Line(
        key=charge.name,
        text=charge.name,
        formula=formula,
        amount=amount,
        inputs=(
            Input(name=charge.name, value=rate_words(charge.rate), source=charge.source, as_of=charge.as_of),
        ),
        complete=complete,
        recoverable=charge.recoverable,
        reason="; ".join(reasons),
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


def _asked_for(charge: ImportCharge, mode: Mode | None, value: _Known) -> bool:
    if charge.modes and mode is not None and mode not in charge.modes:
        return False
    likely = value.amount.likely
    above = charge.above is None or likely > charge.above
    return above and (charge.up_to is None or likely <= charge.up_to)


def _base(
    charge: ImportCharge,
    rules: ImportRules,
    request: LandedRequest,
    known: Mapping[str, _Known],
    rates: LandedRates,
    sheet: Sheet,
) -> _Known:
    parts: list[_Known] = []
    legs: set[Leg] = set()
    for element in charge.base:
        if element in known:
            parts.append(known[element])
        elif element == "carriage":
            legs |= {leg for leg in landed_words.LEG_WORDS if leg != "payment"}
        elif element == "goods":
            goods = sheet.lines[0].amount
            assert goods is not None
            parts.append(_Known(amount=goods))
        else:
            legs |= {leg for leg in landed_words.LEG_WORDS if leg == element}
    parts.extend(_legs_in_base(legs, rules, sheet, known["customs_value"]))
    currency = known["customs_value"].amount.currency
    amount = total((part.amount for part in parts), currency)
    if request.shown_apart is not None and FREIGHT_IN_BASE & set(charge.base) and _was_apart(sheet):
        amount += _in_currency(request.shown_apart, amount, rates)
    if charge.uplift:
        amount += known["customs_value"].amount.times(charge.uplift)
    if charge.base_step is not None:
        amount = amount.map(lambda money: _down(money, charge.base_step))
    missing = tuple(dict.fromkeys(name for part in parts for name in part.missing))
    return _Known(amount=amount, missing=missing)


def _was_apart(sheet: Sheet) -> bool:
    return any(line.key == "customs_value" and "shown apart" in line.formula for line in sheet.lines)


def _legs_in_base(legs: set[Leg], rules: ImportRules, sheet: Sheet, value: _Known) -> Iterable[_Known]:
    """Legs that the customs value does not hold already."""
    for leg in sheet.legs:
        if not set(leg.legs) & legs or set(leg.legs) & set(rules.added_legs):
            continue
        if leg.amount is None:
            name = landed_words.legs(leg.legs).lower()
            yield _Known(amount=Interval.zero(value.amount.currency), missing=(name,))
        else:
            yield _Known(amount=leg.amount)


def _charged(
    charge: ImportCharge,
    base: _Known,
    request: LandedRequest,
    rules: ImportRules,
    parcel: Measured,
    rates: LandedRates,
) -> Interval:
    amount = amount_of(
        charge.rate,
        Dutiable(
            value=base.amount,
            quantities=parcel.dutiable(rules.duty_weight),
            exchange=rates.exchange,
            margin=request.exchange_margin,
        ),
    )
    return amount.map(lambda money: _bounded(money, charge))


def _bounded(money: Money, charge: ImportCharge) -> Money:
    if charge.minimum is not None:
        money = max(money, charge.minimum)
    if charge.maximum is not None:
        money = min(money, charge.maximum)
    money = _down(money, charge.amount_step)
    if charge.waived_up_to is not None and money <= charge.waived_up_to:
        return Money(amount=Decimal(0), currency=money.currency)
    return money


def _down(money: Money, step: Decimal | None) -> Money:
    """To a multiple of the step, as the law of the destination rounds; not a rounding for showing."""
    if step is None:
        return money
    steps = (money.amount / step).to_integral_value(rounding=ROUND_FLOOR)
    return Money(amount=steps * step, currency=money.currency)


def _domestic_taxes(rules: ImportRules, way: Journey, rates: LandedRates, sheet: Sheet) -> None:
    """Within one customs territory there is no import; value added tax is due all the same."""
    sheet.assume(
        f"Sent from {way.ship_from}, within one customs territory with {rules.destination}: no duty, provided that the "
        "goods are in free circulation. Prices are taken to be without value added tax."
    )
    goods = sheet.lines[0].amount
    assert goods is not None
    missing = tuple(
        landed_words.legs(leg.legs).lower()
        for leg in sheet.legs
        if leg.amount is None and leg.legs != ("payment",)
    )
    base = total(
        (goods, *(leg.amount for leg in sheet.legs if leg.amount is not None and leg.legs != ("payment",))),
        goods.currency,
    )
    reason = [f"without {', '.join(missing)}, which is not known"] if missing else []
    for charge in rules.charges:
        if charge.kind != "tax" or "customs_value" not in charge.base:
            continue
        try:
            amount = amount_of(charge.rate, Dutiable(value=base, quantities={}, exchange=rates.exchange))
        except AmountUnknown:
            continue
        formula = f"{rate_words(charge.rate)} of {landed_words.interval(base)} (price, carriage)"
        sheet.add(_charge_line(charge, formula, amount, not missing, reason))
