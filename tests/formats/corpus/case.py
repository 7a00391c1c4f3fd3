"""What a file of the corpus is, and what an offer says in the few words that a case compares."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from dragoman.model import Offer, PriceTier, Quantity

Facts = Mapping[str, str]
"""What an offer must say: "id", "title", "prices", "moq", ...; an attribute under its own name behind "@"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A small file as suppliers send it, with the offers that it must give."""

    about: str
    """What is nasty in it; unique, used as the test's name."""
    name: str
    """Of the file."""
    format_name: str
    """Of the reader that must take it; of an archive or e-mail, of what lies in it."""
    make: Callable[[], bytes]
    offers: Sequence[Facts]
    """Every offer of the file, in any order; a case names the facts that matter to it."""
    earlier: Sequence[tuple[str, Callable[[], bytes]]] = ()
    """Files, by name, of the same supplier that were loaded before; `offers` are all that the record has then."""
    problems: Sequence[str] = ()
    """Kinds of the problems that must be told, each as often as it comes."""


def plain(value: Decimal) -> str:
    """
    >>> plain(Decimal("2.50"))
    '2.5'
    """
    return f"{value.normalize():f}"


def facts(offer: Offer) -> dict[str, str]:
    """All that a case may compare; what the offer does not say is left out."""
    texts = ("title", "description", "brand", "category", "gtin", "mpn", "hs_code", "made_in")
    said = {"id": offer.external_id, "language": offer.language, "supplier": offer.supplier.name}
    said["country"] = offer.supplier.country or ""
    for name in (*texts, "material", "colour", "url", "valid_until"):
        sourced = getattr(offer, name)
        if sourced is not None:
            said[name] = str(sourced.value)
    said["note"] = offer.title.note
    said["prices"] = "; ".join(_tier(one.value) for one in offer.prices)
    said["prices from"] = ", ".join(dict.fromkeys(one.origin.file for one in offer.prices))
    said["title from"] = offer.title.origin.file
    said["on_request"] = "yes" if offer.price_on_request is not None else ""
    for name in ("moq", "weight"):
        sourced = getattr(offer, name)
        if sourced is not None:
            said[name] = _quantity(sourced.value)
    if offer.pack is not None:
        said["pack"] = f"{offer.pack.value.unit} of {_quantity(offer.pack.value.contains)}"
    if offer.lead_time is not None:
        days = offer.lead_time.value
        said["lead_time"] = f"{days.min_days}-{days.max_days} days"
    if offer.delivery is not None:
        way = offer.delivery.value
        said["delivery"] = " ".join(filter(None, (way.incoterm, way.place)))
    said["certificates"] = ", ".join(one.value for one in offer.certificates)
    said["images"] = ", ".join(str(one.value) for one in offer.images)
    for attribute in offer.attributes:
        typed = attribute.quantity
        said[f"@{attribute.name}"] = _quantity(typed) if typed is not None else attribute.value
    return {name: value for name, value in said.items() if value}


def _quantity(quantity: Quantity) -> str:
    return f"{plain(quantity.value)} {quantity.unit}"


def _tier(tier: PriceTier) -> str:
    money, per = tier.price.money, tier.price.per
    high = f"-{plain(tier.price_high.money.amount)}" if tier.price_high is not None else ""
    share = per.unit if per.value == 1 else _quantity(per)
    return f"{plain(tier.from_quantity.value)}+ {plain(money.amount)}{high} {money.currency}/{share}"
