"""Values of the trade in the visitor's language: quantities, prices, lead times, what was asked for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import assert_never

from dragoman.faces.web.interface import Interface, marked, marked_plural
from dragoman.faces.web.labels import DIMENSIONS, REQUIREMENT_KINDS, code_name
from dragoman.model import DayRange, Delivery, Money, Pack, PriceTier, Quantity, UnitPrice
from dragoman.search.request import (
    Budget,
    CertificateWanted,
    ColourWanted,
    Deadline,
    Destination,
    DimensionWanted,
    IncotermWanted,
    MaterialWanted,
    OriginWanted,
    QuantityWanted,
    Requirement,
    WordWanted,
)
from dragoman.vocabulary.places import place_name

_UNITS: Mapping[str, tuple[str, str]] = {
    "piece": marked_plural("%(num)s piece", "%(num)s pieces"),
    "pair": marked_plural("%(num)s pair", "%(num)s pairs"),
    "set": marked_plural("%(num)s set", "%(num)s sets"),
    "carton": marked_plural("%(num)s carton", "%(num)s cartons"),
    "box": marked_plural("%(num)s box", "%(num)s boxes"),
    "pack": marked_plural("%(num)s pack", "%(num)s packs"),
    "pallet": marked_plural("%(num)s pallet", "%(num)s pallets"),
    "roll": marked_plural("%(num)s roll", "%(num)s rolls"),
    "bag": marked_plural("%(num)s bag", "%(num)s bags"),
    "container": marked_plural("%(num)s container", "%(num)s containers"),
}
_ONE: Mapping[str, str] = {
    "piece": marked("piece"),
    "pair": marked("pair"),
    "set": marked("set"),
    "carton": marked("carton"),
    "box": marked("box"),
    "pack": marked("pack"),
    "pallet": marked("pallet"),
    "roll": marked("roll"),
    "bag": marked("bag"),
    "container": marked("container"),
}
_SYMBOLS: Mapping[str, str] = {
    "mL": "ml",
    "L": "l",
    "m2": "m²",
    "m3": "m³",
    "cm2": "cm²",
    "[in_i]": "in",
    "[ft_i]": "ft",
    "[lb_av]": "lb",
    "[oz_av]": "oz",
    "Cel": "°C",
}
"""UCUM code -> the symbol people write, where they differ."""


def quantity(ui: Interface, amount: Quantity, /) -> str:
    """ "500 pieces", "750 ml"."""
    if amount.unit in _UNITS:
        return ui.count(*_UNITS[amount.unit], amount.value)
    return ui.apart(f"{ui.number(amount.value)}\u00a0{_SYMBOLS.get(amount.unit, amount.unit)}")


def symbols(text: str, /) -> str:
    """A quantity said in UCUM, with the symbols people write: "750 mL" -> "750 ml"; other text as it is."""
    number, _, unit = text.rpartition(" ")
    return f"{number}\u00a0{_SYMBOLS[unit]}" if number and unit in _SYMBOLS else text


def per(ui: Interface, amount: Quantity, /) -> str:
    """What a price buys: "piece", "100 pieces", "kg"."""
    if amount.value != 1:
        return quantity(ui, amount)
    return ui.say(_ONE[amount.unit]) if amount.unit in _ONE else _SYMBOLS.get(amount.unit, amount.unit)


def ends(ui: Interface, low: Decimal, high: Decimal, currency: str, /, *, complete: bool) -> str:
    """Between what an amount lies; "" where it is known to the cent. Of one that a part is not known of only the low end."""
    if low == high:
        return ""
    if not complete:
        return ui.say("in any case at least %(amount)s", amount=ui.amount(low, currency))
    return f"{ui.amount(low, currency)} – {ui.amount(high, currency)}"


def unit_price(ui: Interface, price: UnitPrice, /, *, exact: bool = True) -> str:
    """ "2.10 USD / piece"."""
    return f"{ui.money(price.money, exact=exact)} / {per(ui, price.per)}"


def days(ui: Interface, number: int, /) -> str:
    return ui.count("%(num)s day", "%(num)s days", number)


def lead_time(ui: Interface, range_: DayRange, /) -> str:
    """ "20–30 days"."""
    if range_.min_days == range_.max_days:
        return days(ui, range_.max_days)
    return ui.say("%(low)s–%(high)s days", low=ui.number(range_.min_days), high=ui.number(range_.max_days))


def tier(ui: Interface, price_tier: PriceTier, /) -> str:
    """ "from 500 pieces: 2.10 USD / piece"."""
    price = unit_price(ui, price_tier.price)
    if price_tier.price_high is not None:
        price = f"{ui.money(price_tier.price.money, exact=True)} – {unit_price(ui, price_tier.price_high)}"
    return ui.say(
        "from %(quantity)s: %(price)s", quantity=quantity(ui, price_tier.from_quantity), price=price
    )


def delivery(place: Delivery, /) -> str:
    """ "FOB Ningbo"."""
    return f"{place.incoterm} {place.place}" if place.place else place.incoterm


def value(ui: Interface, field: str, thing: object, /) -> str:  # noqa: PLR0911 - one line per kind of value
    """A value of an Offer field in words."""
    match thing:
        case PriceTier():
            return tier(ui, thing)
        case Quantity():
            return quantity(ui, thing)
        case Money():
            return ui.money(thing, exact=True)
        case Pack():
            return ui.say(
                "1 %(unit)s = %(contents)s",
                unit=per(ui, Quantity(value=Decimal(1), unit=thing.unit)),
                contents=quantity(ui, thing.contains),
            )
        case DayRange():
            return lead_time(ui, thing)
        case Delivery():
            return delivery(thing)
        case bool():
            return ui.say("yes") if thing else ui.say("no")
        case datetime():
            return ui.moment(thing)
        case date():
            return ui.day(thing)
        case _ if field == "made_in":
            return ui.country(str(thing))
        case _ if field in {"material", "colour", "certificates"}:
            return code_name(ui, str(thing))
        case _:
            return str(thing)


def asked_name(ui: Interface, requirement: Requirement, /) -> str:
    """What kind of thing is asked for: "Budget", "Volume"."""
    if isinstance(requirement, DimensionWanted) and requirement.dimension in DIMENSIONS:
        return ui.say(DIMENSIONS[requirement.dimension])
    return ui.say(REQUIREMENT_KINDS[type(requirement).__name__])


def asked_whole(ui: Interface, requirement: Requirement, /) -> str:
    """Both, and that it must not be: "Material not plastic"."""
    refused = (ui.say("not"),) if requirement.strength == "not" else ()
    return " ".join((asked_name(ui, requirement), *refused, asked(ui, requirement)))


def asked(ui: Interface, requirement: Requirement, /) -> str:  # noqa: PLR0911 - one line per kind of requirement
    """What is asked for: "at most 4.00 USD / piece"."""
    match requirement:
        case QuantityWanted():
            return quantity(ui, requirement.quantity)
        case Budget():
            return _budget(ui, requirement)
        case Destination(country=country, place=place):
            if not place:
                return ui.country(country)
            city = place_name(place, country, ui.language)
            return ui.say("%(place)s, %(country)s", place=city, country=ui.country(country))
        case Deadline(days=number, on=on):
            within = ui.say("within %(days)s", days=days(ui, number))
            return f"{within} ({ui.day(on)})" if on is not None else within
        case IncotermWanted(incoterm=incoterm, place=place):
            return f"{incoterm} {place}" if place else incoterm
        case CertificateWanted(code=code) | MaterialWanted(code=code) | ColourWanted(code=code):
            return code_name(ui, code)
        case DimensionWanted():
            return _dimension(ui, requirement)
        case OriginWanted(country=country):
            return ui.country(country)
        case WordWanted(word=word):
            return word
        case _:
            assert_never(requirement)


def _budget(ui: Interface, budget: Budget) -> str:
    if budget.total:
        return ui.say("at most %(amount)s in total", amount=ui.money(budget.limit.money, exact=True))
    if budget.low is not None:
        return f"{ui.money(budget.low.money, exact=True)} – {unit_price(ui, budget.limit)}"
    return ui.say("at most %(amount)s", amount=unit_price(ui, budget.limit))


def _dimension(ui: Interface, wanted: DimensionWanted) -> str:
    amount = quantity(ui, wanted.quantity)
    match wanted.comparison:
        case "about":
            return amount
        case "at_least":
            return ui.say("at least %(amount)s", amount=amount)
        case "at_most":
            return ui.say("at most %(amount)s", amount=amount)
        case _:
            assert_never(wanted.comparison)
