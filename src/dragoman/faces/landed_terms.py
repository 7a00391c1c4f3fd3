"""The terms of a landed cost as a person or program gives them, read once for every face."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation

from dragoman.classify.given_code import given_code
from dragoman.errors import QueryError
from dragoman.model import INCOTERMS, Country, Currency, Incoterm, Money, Quantity
from dragoman.ports import MODES, Mode
from dragoman.trade.interval import Span
from dragoman.trade.landed_cost import LandedTerms
from dragoman.trade.what_if import MOST

_MONEY = re.compile(r"(\d+(?:\.\d+)?)\s*([A-Za-z]{3})")


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsAsGiven:
    """Texts and numbers of options or parameters; None where nothing was said."""

    destination: str | None
    quantity: int | None = None
    unit: str = "piece"
    incoterm: str | None = None
    mode: str | None = None
    hs: Sequence[str] = field(default=())
    made_in: str | None = None
    ship_from: str | None = None
    weight_kg: str | None = None
    net_kg: str | None = None
    volume_m3: str | None = None
    shown_apart: str | None = None
    preference: bool = False
    tax_category: str = "standard"
    margin: str | None = None
    on: str | None = None


def landed_terms(given: TermsAsGiven, /, *, home: Country | None) -> LandedTerms:
    """The terms. Raises QueryError naming what was expected and what came.

    Args:
        home: Where the goods go if nothing else is said.
    """
    destination = given.destination or home
    if destination is None:
        raise QueryError("expected a destination such as --to DE, got none; give it, or set DRAGOMAN_COUNTRY")
    return LandedTerms(
        destination=_country(destination, "to"),
        on=day_of(given.on) or datetime.now(UTC).date(),
        quantity=None if given.quantity is None else Quantity(value=Decimal(given.quantity), unit=given.unit),
        incoterm=_incoterm(given.incoterm),
        mode=_mode(given.mode),
        hs_codes=tuple(given_code(code) for code in given.hs),
        made_in=_country(given.made_in, "made in") if given.made_in else None,
        ship_from=_country(given.ship_from, "ship from") if given.ship_from else None,
        gross_kg=_span(given.weight_kg, "weight"),
        net_kg=_span(given.net_kg, "net weight"),
        m3=_span(given.volume_m3, "volume"),
        shown_apart=_money(given.shown_apart) if given.shown_apart else None,
        claim_preference=given.preference,
        tax_category=given.tax_category,
        exchange_margin=_number(given.margin, "margin", most=50) / 100 if given.margin else Decimal(0),
    )


def currency_of(text: str | None, /) -> Currency | None:
    if text is None:
        return None
    if not re.fullmatch(r"[A-Za-z]{3}", text):
        raise QueryError(f"expected a currency such as EUR, got {text!r}")
    return text.upper()


def _country(text: str, what: str) -> Country:
    if not re.fullmatch(r"[A-Za-z]{2}", text):
        raise QueryError(f"{what}: expected a country of two letters such as DE, got {text!r}")
    return text.upper()


def _incoterm(text: str | None) -> Incoterm | None:
    if text is None:
        return None
    for incoterm in INCOTERMS:
        if incoterm == text.upper():
            return incoterm
    raise QueryError(f"expected an Incoterm of {', '.join(INCOTERMS)}, got {text!r}")


def _mode(text: str | None) -> Mode | None:
    if text is None:
        return None
    for mode in MODES:
        if mode == text.lower():
            return mode
    raise QueryError(f"expected a way of transport of {', '.join(MODES)}, got {text!r}")


def _span(text: str | None, what: str) -> Span | None:
    """ "2.5", or low, likely and high as "2 2.5 3"."""
    if text is None:
        return None
    numbers = [_number(part, what, most=10**9) for part in text.split()]
    if len(numbers) == 1 and numbers[0] > 0:
        return Span.exact(numbers[0])
    if len(numbers) == 3 and 0 < numbers[0] <= numbers[1] <= numbers[2]:
        return Span(low=numbers[0], likely=numbers[1], high=numbers[2])
    raise QueryError(
        f"{what}: expected one number above 0, or low, likely and high as '2 2.5 3', got {text!r}"
    )


def _number(text: str, what: str, *, most: int) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal(-1)
    if not number.is_finite() or not 0 <= number <= most:
        raise QueryError(f"{what}: expected a number from 0 to {most}, got {text!r}")
    return number


def _money(text: str) -> Money:
    found = _MONEY.fullmatch(text.strip())
    if found is None:
        raise QueryError(f"expected an amount such as '1500 USD', got {text!r}")
    return Money(amount=Decimal(found[1]), currency=found[2].upper())


def moved_of(text: str | None, /) -> Decimal:
    """Percent that other currencies are taken to cost more: "5", "-2.5"."""
    if not text:
        return Decimal(0)
    try:
        percent = Decimal(text)
    except InvalidOperation:
        percent = Decimal("NaN")
    if not percent.is_finite() or abs(percent) > MOST:
        raise QueryError(f"exchange rates: expected a percentage from -{MOST} to {MOST}, got {text[:40]!r}")
    return percent


def day_of(text: str | None, /) -> date | None:
    """ "2026-11-26"; None for none."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise QueryError(f"expected a day such as 2026-11-26, got {text!r}") from error
