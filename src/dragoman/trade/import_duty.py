"""The duties of an import: which tariff lines the goods may be, and what those come to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from dragoman.errors import RateMissing
from dragoman.model import Country
from dragoman.ports import DutyMeasure, DutyQuestion, ImportRules
from dragoman.trade import landed_words, words
from dragoman.trade.duty import AmountUnknown, Dutiable, LineDuty, duty_on, rate_words, widest
from dragoman.trade.guessed import codes_of_own, own_is_older
from dragoman.trade.import_case import Case, Known, down
from dragoman.trade.interval import Interval
from dragoman.trade.landed_cost import Input, LandedRates, LandedRequest, Line
from dragoman.trade.sheet import Sheet
from dragoman.vocabulary.hs import EDITION, OLDER_EDITION, dotted


def duty_lines(case: Case, value: Known, /) -> tuple[Known, Known]:
    """Write the lines of duty and additional duty; what they come to. Without a rate the line stays open."""
    try:
        found, unknown_codes = _found(case, value)
    except (AmountUnknown, RateMissing) as unknown:
        if case.exempt("duty", value) and not value.missing:
            reason = case.relief_words("duty", value)
            case.sheet.add(
                Line(
                    key="duty",
                    text="Duty",
                    formula="free",
                    amount=case.zero,
                    reason=reason,
                    inputs=_relief_inputs(case),
                )
            )
            return Known(amount=case.zero), Known(amount=case.zero)
        case.sheet.unknown("duty", "Duty", str(unknown))
        return (
            Known(amount=case.zero, missing=(*value.missing, "the duty")),
            Known(amount=case.zero, missing=value.missing),
        )
    step = case.rules.duty_step
    duty, additional = widest(found, lambda one: one.duty), widest(found, lambda one: one.additional)
    of = value
    if unknown_codes and not case.exempt("duty", value):
        duty, additional = (replace(one, low=case.zero.low) for one in (duty, additional))
        of = replace(value, missing=(*value.missing, f"the duty of {', '.join(unknown_codes)}"))
    duty, additional = (case.relieved(down(one, step), "duty", value) for one in (duty, additional))
    case.sheet.add(_line(case, "duty", "Duty", found, duty, of))
    if any(one.on_top for one in found):
        case.sheet.add(_line(case, "additional_duty", "Additional duty", found, additional, of))
    _ask_about_duties(found, case.sheet)
    return Known(amount=duty, missing=of.missing), Known(amount=additional, missing=value.missing)


def _relief_inputs(case: Case) -> tuple[Input, ...]:
    return tuple(
        Input(name="relief", value=words.money(one.limit), source=one.source, as_of=one.as_of)
        for one in case.reliefs("duty")
    )


def ask_for_duty(request: LandedRequest, rates: LandedRates, sheet: Sheet, /) -> None:
    """Where a destination's rules are not known, whether at least its tariff is."""
    sheet.made_in = _made_in(request, sheet)
    sheet.hs_codes = _hs_codes(request, sheet)
    if sheet.made_in is None:
        return
    for code in sheet.hs_codes:
        try:
            rates.duties.lines(_question(code, sheet.made_in, request))
        except RateMissing as missing:
            sheet.ask("duty", str(missing))


def _question(code: str, origin: Country, request: LandedRequest) -> DutyQuestion:
    return DutyQuestion(code=code, origin=origin, destination=request.destination, on=request.on)


def _found(case: Case, value: Known) -> tuple[list[LineDuty], list[str]]:
    """The duty of every line that the goods may be: by the order of the codes, the dearest of each first. And those
    of guessed codes that no rate is known for: the goods may be in them, so what is found is not all."""
    request, sheet = case.request, case.sheet
    sheet.made_in = _made_in(request, sheet)
    sheet.hs_codes = _hs_codes(request, sheet)
    if not sheet.hs_codes:
        raise AmountUnknown("Which HS code have the goods? Without it no duty can be told.")
    if sheet.made_in is None:
        raise AmountUnknown("In which country are the goods made? The duty depends on it.")
    of = Dutiable(
        value=down(value.amount, case.rules.value_step),
        quantities=case.parcel.dutiable(case.rules.duty_weight),
        exchange=case.rates.exchange,
        margin=request.exchange_margin,
    )
    found: list[LineDuty] = []
    unknown: list[str] = []
    own = None if request.hs_codes else request.offer.hs_code
    guessed = not _given_codes(request) or (own is not None and own_is_older(own.value))
    for place, code in enumerate(sheet.hs_codes):
        try:
            lines = case.rates.duties.lines(_question(code, sheet.made_in, request))
        except RateMissing as missing:
            if not guessed or place == 0:
                raise
            sheet.ask("duty", f"{missing} (the goods may be in {code})")
            unknown.append(code)
            continue
        of_code = [duty_on(line, of, claim_preference=request.claim_preference) for line in lines]
        found.extend(sorted(of_code, key=lambda one: (one.duty + one.additional).likely.amount, reverse=True))
    return found, unknown


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
    """The request's; of the supplier's own code only the six digits that all countries share; else the likely ones."""
    given = _given_codes(request)
    if not given:
        return _guessed_codes(request, sheet)
    if request.hs_codes:
        return given
    if request.code_doubt:
        sheet.ask("duty", request.code_doubt)
    assert request.offer.hs_code is not None  # nothing else was given
    own = request.offer.hs_code.value
    if sum(map(str.isdigit, own)) > 6:
        sheet.assume(
            f"Of the supplier's code {own} the first six digits are used: "
            "the others are of another country's tariff."
        )
    if own_is_older(own):
        now = " or ".join(map(dotted, given))
        sheet.assume(f"The supplier's code {own} is of {OLDER_EDITION}; its goods are in {now} of {EDITION}.")
    return given


def _given_codes(request: LandedRequest) -> tuple[str, ...]:
    """Digits only, not guessed."""
    asked = tuple("".join(filter(str.isdigit, code)) for code in request.hs_codes)
    if request.hs_codes or request.offer.hs_code is None:
        return tuple(code for code in asked if code)
    return codes_of_own(request.offer.hs_code.value)


def _guessed_codes(request: LandedRequest, sheet: Sheet) -> tuple[str, ...]:
    """Those that the goods' texts make likely, with what is guessed said."""
    likely = request.likely_codes
    if not likely:
        return ()
    said = ", ".join(f"{dotted(one.code)} ({one.probability:.0%})" for one in likely)
    together = sum(one.probability for one in likely)
    sheet.assume(
        f"No HS code is given; it is guessed from the offer's texts: {said}, together {together:.0%}. "
        "--hs CODE settles it."
    )
    sheet.ask("duty", f"Which HS code have the goods? By their texts most likely {likely[0].code}.")
    return tuple(one.code for one in likely)


def _line(case: Case, key: str, text: str, found: Sequence[LineDuty], amount: Interval, value: Known) -> Line:
    measures = [m for one in found for m in (one.used if key == "duty" else one.on_top)]
    named = list(dict.fromkeys(rate_words(measure.rate) for measure in measures))
    joint = " or " if key == "duty" or len(found) > 1 else " + "
    shown = joint.join(named[:6]) + (f" (of {len(named)} rates)" if len(named) > 6 else "")
    reasons = [value.reason, case.relief_words("duty", value)]
    if not amount.is_exact:
        if len(found) > 1:
            reasons.append(f"which of {len(found)} tariff lines it is, is not known")
        if len(measures) > len(found):
            reasons.append("several rates may hold")
    return Line(
        key=key,
        text=text,
        formula=f"{shown} of {landed_words.interval(value.amount)}{_steps(case.rules)}",
        amount=amount,
        inputs=tuple(_measure_input(measure) for measure in dict.fromkeys(measures)),
        complete=not value.missing,
        reason="; ".join(reason for reason in reasons if reason),
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
