"""What a column's values say: how many of them are an amount, a GTIN, a term of delivery ..."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from dragoman.model import Country
from dragoman.normalise.quantities.counts import parse_count
from dragoman.normalise.quantities.dates import parse_date
from dragoman.normalise.quantities.identifiers import parse_gtin, parse_hs
from dragoman.normalise.quantities.incoterm import parse_incoterm
from dragoman.normalise.quantities.lead_time import parse_lead_time
from dragoman.normalise.quantities.money import is_on_request, parse_money
from dragoman.normalise.quantities.numbers import parse_number
from dragoman.normalise.quantities.packs import parse_pack
from dragoman.normalise.quantities.physical import parse_physical
from dragoman.normalise.quantities.places import parse_country
from dragoman.normalise.quantities.tiers import parse_tiers
from dragoman.vocabulary.certificates import find_certificates
from dragoman.vocabulary.countries import country_named
from dragoman.vocabulary.currencies import codes as currency_codes
from dragoman.vocabulary.currencies import currency_in
from dragoman.vocabulary.field_names import Field
from dragoman.vocabulary.materials import find_materials

MOST_VALUES = 60
"""Values of a column that are looked at."""
_URL = re.compile(r"https?://\S+$", re.IGNORECASE)
_IMAGE = re.compile(r"https?://\S+\.(?:jpe?g|png|webp|gif)(?:\?\S*)?$", re.IGNORECASE)
_INSIDE = re.compile(r"[^\n]+!/[^\n]+\.(?:jpe?g|png|webp|gif|bmp|tiff?|svg|emf|wmf)$", re.IGNORECASE)
"""The name of a picture inside a supplier's file."""
_LONGEST_INSIDE = 500
_MOST_AMOUNT = 12


def _price(text: str) -> bool:
    return (
        parse_money(text, currency="XXX") is not None
        or is_on_request(text)
        or bool(parse_tiers(text, currency="XXX"))
    )


def _basis(text: str) -> bool:
    """Whether a price can be for it: "kg", "100", not 2.50."""
    number = parse_number(text)
    return number is None or number % 1 == 0


def _is_inside(text: str) -> bool:
    return len(text) <= _LONGEST_INSIDE and _INSIDE.match(text) is not None


CHECKS: dict[Field, Callable[[str], bool]] = {
    "price": _price,
    "price_high": _price,
    "price_basis": _basis,
    "gtin": lambda text: (found := parse_gtin(text)) is not None and found.confidence == 1.0,
    "hs_code": lambda text: parse_hs(text) is not None,
    "moq": lambda text: parse_count(text) is not None,
    "tier_quantity": lambda text: parse_count(text) is not None,
    "pack": lambda text: parse_pack(text) is not None,
    "weight": lambda text: parse_physical(text, unit="kg") is not None,
    "lead_time": lambda text: parse_lead_time(text) is not None,
    "delivery": lambda text: parse_incoterm(text) is not None,
    "made_in": lambda text: parse_country(text) is not None,
    "supplier_country": lambda text: parse_country(text) is not None,
    "currency": lambda text: text.strip().upper() in currency_codes() or currency_in(text) is not None,
    "valid_until": lambda text: parse_date(text) is not None,
    "url": lambda text: _URL.match(text.strip()) is not None,
    "image": lambda text: _URL.match(text.strip()) is not None or _is_inside(text),
}
"""Fields whose values can be told from others'."""


def share(field: Field, texts: Sequence[str], /) -> float | None:
    """The share of values that fit a field; None for a field of free text, or without values."""
    check = CHECKS.get(field)
    chosen = texts[:MOST_VALUES]
    if check is None or not chosen:
        return None
    return sum(check(text) for text in chosen) / len(chosen)


def told_by_values(texts: Sequence[str], country: Country | None, /) -> tuple[Field, float, str] | None:
    """The field that values alone tell, with (confidence, why); None where they could be anything.

    Plain numbers are left alone: they could be prices, weights or stock.
    """
    chosen = [text for text in texts[:MOST_VALUES] if text.strip()]
    if len(chosen) < 3:
        return None
    tests: tuple[tuple[Field, Callable[[str], bool], str], ...] = (
        ("image", lambda text: _IMAGE.match(text.strip()) is not None, "addresses of images"),
        ("image", _is_inside, "pictures"),
        ("url", lambda text: _URL.match(text.strip()) is not None, "addresses of pages"),
        ("gtin", CHECKS["gtin"], "GTINs with a right check digit"),
        ("delivery", lambda text: len(text) < 60 and parse_incoterm(text) is not None, "terms of delivery"),
        (
            "lead_time",
            lambda text: parse_number(text) is None and len(text) < 30 and parse_lead_time(text) is not None,
            "spans of time",
        ),
        ("price", lambda text: _money_with_currency(text, country), "amounts with a currency"),
        ("made_in", lambda text: len(text) > 2 and country_named(text) is not None, "countries"),
        ("certificates", lambda text: len(text) < 120 and bool(find_certificates(text)), "certificates"),
        ("material", lambda text: len(text) < 40 and bool(find_materials(text, running=False)), "materials"),
    )
    for field, test, words in tests:
        fitting = sum(test(text) for text in chosen) / len(chosen)
        if fitting >= 0.8:
            return field, round(0.75 * fitting, 2), f"{fitting:.0%} of its values are {words}"
    return None


def _money_with_currency(text: str, country: Country | None) -> bool:
    return (
        len(text) <= 3 * _MOST_AMOUNT
        and currency_in(text, country=country) is not None
        and parse_money(text, country=country) is not None
    )
