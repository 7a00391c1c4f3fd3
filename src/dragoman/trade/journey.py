"""The way from the supplier to the buyer: who pays which leg, and what the user's rate cards make of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeGuard

from dragoman.errors import RateMissing
from dragoman.model import Country, Incoterm
from dragoman.ports import (
    FreightCard,
    FreightQuestion,
    ImportQuestion,
    ImportRules,
    Leg,
    Mode,
    Rate,
)
from dragoman.trade import landed_words, words
from dragoman.trade.duty import AmountUnknown
from dragoman.trade.freight import Shipment, card_cost, card_words, choose
from dragoman.trade.incoterms import RULES
from dragoman.trade.interval import Interval, total
from dragoman.trade.landed_cost import Input, LandedRates, LandedRequest, Line
from dragoman.trade.measures import Measured
from dragoman.trade.sheet import LegCost, Sheet

OPTIONAL: frozenset[Leg] = frozenset({"loading", "insurance", "unloading", "payment"})
"""Legs that often cost nothing or are not bought: reckoned where a card has them, not asked for where none does."""
AT_BORDERS: frozenset[Leg] = frozenset({"export_clearance", "import_clearance"})
"""Not needed within one customs territory."""
DOOR_TO_DOOR: frozenset[Leg] = frozenset({"main_carriage"})
"""All that has to be paid within one customs territory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    incoterm: Incoterm
    ship_from: Country | None
    mode: Mode | None
    within: bool
    """Both ends lie in one customs territory."""


def journey(
    request: LandedRequest, rules: ImportRules | None, rates: LandedRates, sheet: Sheet, /
) -> Journey:
    incoterm = _incoterm(request, sheet)
    ship_from = _ship_from(request)
    if (elsewhere := _ends_elsewhere(incoterm, request, rules, rates)) is not None:
        sheet.ask(
            "main_carriage",
            f"The price is {incoterm} with a place in {elsewhere}, not in {request.destination}: "
            f"what is it delivered to {request.destination}?",
        )
        sheet.assume(
            f"The price ends in {elsewhere}: from there on the way is reckoned as yours, as under EXW."
        )
        incoterm, ship_from = "EXW", elsewhere
    if ship_from is None:
        sheet.ask("main_carriage", "From which country are the goods sent?")
    mode = request.mode or _mode(incoterm, ship_from, request, rates, sheet)
    rule = RULES[incoterm]
    if mode is not None and mode not in rule.modes:
        sheet.warnings.append(
            f"{incoterm} is a rule for ships alone; by {mode} FCA, CPT or CIP are meant. Reckoned as written."
        )
    return Journey(
        incoterm=incoterm,
        ship_from=ship_from,
        mode=mode,
        within=_within(ship_from, request, rules, rates),
    )


def _incoterm(request: LandedRequest, sheet: Sheet) -> Incoterm:
    if request.incoterm is not None:
        return request.incoterm
    if request.offer.delivery is not None:
        return request.offer.delivery.value.incoterm
    sheet.ask("goods", "Which Incoterm with which named place does the price hold for?")
    sheet.assume("No Incoterm is given: the price is taken as EXW, so that you pay every leg.")
    return "EXW"


def _ship_from(request: LandedRequest) -> Country | None:
    """Behind EXW and the F rules stands a place at the seller's end; behind the others one at the buyer's."""
    if request.ship_from is not None:
        return request.ship_from
    delivery = request.offer.delivery
    if (
        delivery is not None
        and delivery.value.incoterm in ("EXW", "FCA", "FAS", "FOB")
        and delivery.value.country
    ):
        return delivery.value.country
    return request.offer.supplier.country


def _ends_elsewhere(
    incoterm: Incoterm, request: LandedRequest, rules: ImportRules | None, rates: LandedRates
) -> Country | None:
    """The country that the offer's price ends in where that is not the buyer's: of a delivery (D rules) any other, of
    paid carriage (C rules) one of another customs territory, since from Rotterdam a carrier goes on to Hamburg."""
    delivery = request.offer.delivery
    if request.incoterm is not None or delivery is None:
        return None
    country = delivery.value.country
    if country is None or country == request.destination or incoterm in ("EXW", "FCA", "FAS", "FOB"):
        return None
    delivered = incoterm in ("DAP", "DPU", "DDP")
    return country if delivered or not _within(country, request, rules, rates) else None


def _mode(
    incoterm: Incoterm, ship_from: Country | None, request: LandedRequest, rates: LandedRates, sheet: Sheet
) -> Mode | None:
    if RULES[incoterm].modes == ("sea",):
        return "sea"
    asked = FreightQuestion(origin=ship_from, destination=request.destination, on=request.on)
    for card in rates.freight.cards(asked):
        if "main_carriage" in card.legs and card.modes:
            sheet.assume(
                f"The way of transport is not given: by {card.modes[0]}, as the rate card {card.name!r}."
            )
            return card.modes[0]
    return None


def _within(
    ship_from: Country | None, request: LandedRequest, rules: ImportRules | None, rates: LandedRates
) -> bool:
    if ship_from is None:
        return False
    if ship_from == request.destination:
        return True
    try:
        other = rates.taxes.rules(ImportQuestion(destination=ship_from, on=request.on))
    except RateMissing:
        return False
    return rules is not None and other.territory == rules.territory


def carriage_lines(
    way: Journey,
    parcel: Measured,
    goods: Interval,
    request: LandedRequest,
    rates: LandedRates,
    sheet: Sheet,
    /,
) -> None:
    """One line for each card that is used, and one open line for each leg that has to be paid and has no card."""
    rule = RULES[way.incoterm]
    needed = needed_legs(way)
    for leg in needed:
        if rule.payer(leg) == "depends" and not way.within:
            sheet.assume(
                f"{landed_words.LEG_WORDS[leg]}: under {way.incoterm} the named place or the contract of carriage says "
                "who pays; reckoned as yours."
            )
    asked = FreightQuestion(
        origin=way.ship_from, destination=request.destination, on=request.on, mode=way.mode
    )
    cards, uncovered = choose(rates.freight.cards(asked), needed)
    for card in cards:
        _card_line(card, parcel, goods, request, rates, sheet)
    for leg in uncovered:
        if not has_to_be_paid(leg, way):
            continue
        sheet.legs.append(LegCost(legs=(leg,), amount=None))
        sheet.unknown(leg, landed_words.LEG_WORDS[leg], _no_card(leg, way, request))
    if "insurance" in uncovered:
        sheet.assume("No insurance is reckoned: no rate card covers it, and the buyer bears the risk.")
    sheet.lines.sort(key=_place)


def needed_legs(way: Journey, /) -> list[Leg]:
    """What the Incoterm leaves to the buyer on this way."""
    return [leg for leg in RULES[way.incoterm].by_buyer if not (way.within and leg in AT_BORDERS)]


def has_to_be_paid(leg: Leg, way: Journey, /) -> bool:
    """Whether a leg that no rate card covers has to be asked about."""
    return leg not in OPTIONAL and not (way.within and leg not in DOOR_TO_DOOR)


def _place(line: Line) -> int:
    """Goods first, then the legs in the order of the way, then what is open of the import."""
    legs = list(landed_words.LEG_WORDS)
    first = line.key.split("+")[0]
    if line.key == "goods":
        return -1
    return next((at for at, leg in enumerate(legs) if leg == first), len(legs))


def _no_card(leg: Leg, way: Journey, request: LandedRequest) -> str:
    lane = f"{way.ship_from or 'the supplier'} to {request.destination}"
    by = f" by {way.mode}" if way.mode is not None else ""
    return (
        f"What does {landed_words.LEG_WORDS[leg].lower()} cost, {lane}{by}? No rate card covers it; "
        "import one with `dragoman rates import FILE`"
    )


def _card_line(
    card: FreightCard,
    parcel: Measured,
    goods: Interval,
    request: LandedRequest,
    rates: LandedRates,
    sheet: Sheet,
) -> None:
    key = "+".join(card.legs)
    text = landed_words.legs(card.legs)
    inputs = [Input(name="rate card", value=card.name, source=card.source, as_of=card.as_of)]
    currency = goods.currency
    try:
        shipment = _shipment(card, parcel, goods, rates, sheet)
        amount = card_cost(card, shipment)
        formula = card_words(card, shipment)
        if card.currency != currency:
            rate = rates.exchange.rate(card.currency, currency)
            amount = amount.converted(rate, request.exchange_margin)
            inputs.append(exchange_input(rate, words.number(rate.value, digits=6)))
            formula = f"({formula}) x {words.number(rate.value, digits=6)} {currency} per {card.currency}"
    except (AmountUnknown, RateMissing) as unknown:
        sheet.legs.append(LegCost(legs=card.legs, amount=None))
        sheet.unknown(key, text, str(unknown), tuple(inputs))
        return
    sheet.legs.append(LegCost(legs=card.legs, amount=amount))
    sheet.add(
        Line(
            key=key,
            text=text,
            formula=formula,
            amount=amount,
            inputs=(*inputs, *_weight_inputs(card, parcel)),
            reason="; ".join(parcel.reasons) if not amount.is_exact and by_measure(card) else "",
        )
    )


def by_measure(card: FreightCard, /) -> bool:
    """Whether weight or volume decides what the card costs."""
    return any(charge.per not in ("shipment", "piece", "percent") for charge in card.charges)


def _weight_inputs(card: FreightCard, parcel: Measured) -> tuple[Input, ...]:
    if not by_measure(card) or parcel.weight_origin is None:
        return ()
    return (Input(name="weight", value="of one piece", origin=parcel.weight_origin),)


EXCHANGE_RATE = "exchange rate"
"""Name of the input that an amount was converted by."""


def exchange_input(rate: Rate, value: str, /) -> Input:
    """`value`: the rate as the formula shows it."""
    return Input(
        name=EXCHANGE_RATE,
        value=f"{value} {rate.quote} per {rate.base}",
        source=rate.source,
        as_of=rate.as_of,
    )


def _shipment(
    card: FreightCard, parcel: Measured, goods: Interval, rates: LandedRates, sheet: Sheet
) -> Shipment:
    """In the card's currency; converted only where a share of the value is asked for."""
    carriage = total((leg.amount for leg in sheet.legs if _known(leg.amount)), goods.currency)
    if card.currency != goods.currency:
        if any(charge.per == "percent" for charge in card.charges):
            rate = rates.exchange.rate(goods.currency, card.currency)
            goods, carriage = goods.converted(rate), carriage.converted(rate)
        else:
            goods = carriage = Interval.zero(card.currency)
    return Shipment(
        ordered=parcel.quantity.value,
        unit=parcel.quantity.unit,
        gross_kg=parcel.gross_kg,
        m3=parcel.m3,
        goods=goods,
        carriage=carriage,
    )


def _known(amount: Interval | None) -> TypeGuard[Interval]:
    return amount is not None
