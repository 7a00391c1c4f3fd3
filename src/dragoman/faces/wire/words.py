"""Values in short language-neutral words, as JSON and the command line show them."""

from __future__ import annotations

from decimal import Decimal

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


def number_text(value: Decimal) -> str:
    """Shortest plain form: 2.10 -> "2.1", 1E+3 -> "1000"."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def quantity_text(quantity: Quantity) -> str:
    return f"{number_text(quantity.value)} {quantity.unit}"


def per_text(per: Quantity) -> str:
    """ "piece" for one piece, "100 piece" for a hundred."""
    return per.unit if per.value == 1 else quantity_text(per)


def unit_price_text(price: UnitPrice) -> str:
    return f"{number_text(price.money.amount)} {price.money.currency} per {per_text(price.per)}"


def wanted_text(requirement: Requirement) -> str:  # noqa: PLR0911 - one line per kind of requirement
    """What is asked for, language-neutral, for JSON and the command line."""
    match requirement:
        case QuantityWanted(quantity=quantity):
            return quantity_text(quantity)
        case Budget(limit=limit, total=True):
            return f"<= {number_text(limit.money.amount)} {limit.money.currency} in total"
        case Budget(limit=limit):
            return f"<= {unit_price_text(limit)}"
        case Destination(country=country, place=place):
            return f"{place}, {country}" if place else country
        case Deadline(days=days):
            return f"<= {days} days"
        case IncotermWanted(incoterm=incoterm, place=place):
            return f"{incoterm} {place}" if place else incoterm
        case CertificateWanted(code=code) | MaterialWanted(code=code) | ColourWanted(code=code):
            return code
        case DimensionWanted(quantity=quantity, comparison=comparison):
            sign = {"about": "=", "at_least": ">=", "at_most": "<="}[comparison]
            return f"{sign} {quantity_text(quantity)}"
        case OriginWanted(country=country):
            return f"made in {country}"
        case WordWanted(word=word):
            return word


def value_text(value: object) -> str:  # noqa: PLR0911 - one line per kind of value
    """A field's value in words, language-neutral."""
    match value:
        case PriceTier(from_quantity=from_quantity, price=price, price_high=high):
            upper = f" to {unit_price_text(high)}" if high is not None else ""
            return f"from {quantity_text(from_quantity)}: {unit_price_text(price)}{upper}"
        case Quantity():
            return quantity_text(value)
        case Money(amount=amount, currency=currency):
            return f"{number_text(amount)} {currency}"
        case Pack(unit=unit, contains=contains):
            return f"{unit} of {quantity_text(contains)}"
        case DayRange(min_days=low, max_days=high):
            return f"{low} days" if low == high else f"{low} to {high} days"
        case Delivery(incoterm=incoterm, place=place):
            return f"{incoterm} {place}" if place else incoterm
        case bool():
            return "yes" if value else "no"
        case Decimal():
            return number_text(value)
        case _:
            return str(value)
