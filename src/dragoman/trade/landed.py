"""Landed cost: from any Incoterm to the door, line by line, in the destination's currency.

Goods at the quantity's tier; the legs that the Incoterm leaves to the buyer, by the user's rate cards; the customs
value by the destination's rule; duty and additional duty by its tariff; fees and taxes by its law. What is not
known becomes a question and an open line, never zero; what is estimated is an interval with its reason.
"""

from __future__ import annotations

from decimal import Decimal

from dragoman.errors import Incomparable, RateMissing
from dragoman.model import Currency
from dragoman.ports import ImportQuestion, ImportRules, Rate
from dragoman.trade import words
from dragoman.trade.customs import import_lines
from dragoman.trade.import_case import Case
from dragoman.trade.import_duty import ask_for_duty
from dragoman.trade.incoterms import RULES
from dragoman.trade.interval import Interval
from dragoman.trade.journey import carriage_lines, exchange_input, journey
from dragoman.trade.ladder import ladder_of
from dragoman.trade.landed_cost import Input, LandedCost, LandedRates, LandedRequest, Line
from dragoman.trade.measures import measured
from dragoman.trade.money import price_per_base_unit
from dragoman.trade.sheet import Sheet
from dragoman.trade.unit_price import Order, basis_steps, order_at


def landed_cost(request: LandedRequest, /, *, rates: LandedRates) -> LandedCost:
    """What the order costs at the buyer's door.

    Raises:
        Incomparable: the offer has no price. All else that is missing becomes a question.
    """
    offer = request.offer
    ladder = ladder_of(offer)
    if ladder is None:
        raise Incomparable(
            f"offer {offer.offer_id} has no price; ask {offer.supplier.name} for one before its cost is reckoned"
        )
    order = order_at(offer, ladder, request.quantity)
    sheet = Sheet()
    sheet.warnings.extend((*ladder.warnings, *order.warnings))
    rules, rate, missing = _rules(request, ladder.currency, rates)
    goods = _goods(request, order, rate, sheet)
    way = journey(request, rules, rates, sheet)
    parcel = measured(request, order.quantity)
    carriage_lines(way, parcel, goods, request, rates, sheet)
    if RULES[way.incoterm].seller_pays_duty and not way.within:
        sheet.assume(
            "Duties and taxes are in the price (DDP); who may deduct the tax is the seller's question."
        )
    elif rules is not None:
        import_lines(Case(request=request, rules=rules, way=way, parcel=parcel, rates=rates, sheet=sheet))
    else:
        sheet.unknown("import", "Duties and taxes", missing)
        ask_for_duty(request, rates, sheet)
    return LandedCost(
        offer_id=offer.offer_id,
        destination=request.destination,
        currency=rate.quote,
        quantity=order.quantity,
        lines=tuple(sheet.lines),
        on=request.on,
        incoterm=way.incoterm,
        mode=way.mode,
        made_in=sheet.made_in
        or request.made_in
        or (offer.made_in.value if offer.made_in is not None else None),
        ship_from=way.ship_from,
        hs_codes=sheet.hs_codes,
        questions=tuple(sheet.questions),
        assumptions=tuple(sheet.assumptions),
        warnings=tuple(sheet.warnings),
    )


def _rules(
    request: LandedRequest, native: Currency, rates: LandedRates
) -> tuple[ImportRules | None, Rate, str]:
    """The destination's rules and the rate into its currency; without either no rules, the price's own currency,
    and what is missing."""
    same = Rate(
        base=native, quote=native, value=Decimal(1), as_of=request.on, source="the price's own currency"
    )
    asked = ImportQuestion(destination=request.destination, on=request.on, category=request.tax_category)
    try:
        rules = rates.taxes.rules(asked)
        return rules, rates.exchange.rate(native, rules.currency), ""
    except RateMissing as missing:
        return None, same, str(missing)


def _goods(request: LandedRequest, order: Order, rate: Rate, sheet: Sheet) -> Interval:
    """The price of the order at its tier; a price range is an interval, likeliest its high end."""
    tier = order.rung.tier.value
    pack = request.offer.pack.value if request.offer.pack is not None else None
    high = order.rung.price * order.quantity
    low = price_per_base_unit(tier.price, pack) * order.quantity if tier.price_high is not None else high
    amount = Interval(low=min(low, high), likely=high, high=high)
    formula = f"{words.unit_price(order.rung.price)} x {words.quantity(order.quantity)}"
    steps = [*basis_steps(request.offer, order.rung), *order.steps]
    inputs = [Input(name="price", value=step.text, origin=step.origin, source=step.source) for step in steps]
    if rate.base != rate.quote:
        amount = amount.converted(rate, request.exchange_margin)
        value = words.number(rate.value, digits=6)
        formula += f" x {value} {rate.quote} per {rate.base}"
        inputs.append(exchange_input(rate, value))
    reasons = ["the supplier gives a price range"] if tier.price_high is not None else []
    if request.exchange_margin and rate.base != rate.quote:
        reasons.append(f"the exchange rate may move {words.number(request.exchange_margin * 100)} %")
    sheet.lines.insert(
        0,
        Line(
            key="goods",
            text="Goods",
            formula=formula,
            amount=amount,
            inputs=tuple(inputs),
            reason="; ".join(reasons),
        ),
    )
    return amount
