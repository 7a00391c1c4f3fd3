"""Rates as tariffs write them -> `ports.RateExpression`: "6.9¢/kg + 7%", "9.00 % MIN 1.60 EUR / DTN".

Read are ad valorem, specific, compound (+) and mixed (MIN, MAX, "but not less than") rates in the spellings of
the US, UK and EU tariffs. Whatever holds a word that is not known here is `NotUnderstood`, whole: half a rate
would be a wrong rate. Agricultural components (EA, AD S/Z, AD F/M) and rates per % vol are of that kind.
"""

from __future__ import annotations

import re
from decimal import Decimal

from dragoman.model import Currency, Money, Quantity, UnitPrice
from dragoman.ports import AllOf, GreatestOf, LeastOf, NotUnderstood, Percent, RateExpression

FREE = re.compile(r"(?i)\s*(free|nil|exempt(ion)?|zollfrei)\s*\.?\s*")

UNITS: dict[str, tuple[str, Decimal]] = {
    "kg": ("kg", Decimal(1)),
    "kgm": ("kg", Decimal(1)),
    "kilogram": ("kg", Decimal(1)),
    "g": ("g", Decimal(1)),
    "grm": ("g", Decimal(1)),
    "dtn": ("kg", Decimal(100)),
    "100 kg": ("kg", Decimal(100)),
    "tne": ("kg", Decimal(1000)),
    "t": ("kg", Decimal(1000)),
    "tonne": ("kg", Decimal(1000)),
    "1000 kg": ("kg", Decimal(1000)),
    "lb": ("[lb_av]", Decimal(1)),
    "l": ("L", Decimal(1)),
    "ltr": ("L", Decimal(1)),
    "liter": ("L", Decimal(1)),
    "litre": ("L", Decimal(1)),
    "hl": ("L", Decimal(100)),
    "hlt": ("L", Decimal(100)),
    "m": ("m", Decimal(1)),
    "mtr": ("m", Decimal(1)),
    "m2": ("m2", Decimal(1)),
    "m²": ("m2", Decimal(1)),
    "mtk": ("m2", Decimal(1)),
    "m3": ("m3", Decimal(1)),
    "m³": ("m3", Decimal(1)),
    "mtq": ("m3", Decimal(1)),
    "nar": ("piece", Decimal(1)),
    "piece": ("piece", Decimal(1)),
    "item": ("piece", Decimal(1)),
    "unit": ("piece", Decimal(1)),
    "no": ("piece", Decimal(1)),
    "each": ("piece", Decimal(1)),
    "head": ("piece", Decimal(1)),
    "p/st": ("piece", Decimal(1)),
    "cen": ("piece", Decimal(100)),
    "100 p/st": ("piece", Decimal(100)),
    "100 items": ("piece", Decimal(100)),
    "mil": ("piece", Decimal(1000)),
    "1000 p/st": ("piece", Decimal(1000)),
    "1000 items": ("piece", Decimal(1000)),
    "doz": ("piece", Decimal(12)),
    "gross": ("piece", Decimal(144)),
    "npr": ("pair", Decimal(1)),
    "pr": ("pair", Decimal(1)),
    "pa": ("pair", Decimal(1)),
    "pair": ("pair", Decimal(1)),
}
"""Unit of a tariff -> (our unit, how many of it). Sources: TARIC measurement units; HTSUS abbreviations."""

_SIGNS = {"$": "USD", "£": "GBP", "€": "EUR"}
_UNIT = "|".join(re.escape(unit) for unit in sorted(UNITS, key=len, reverse=True))
_NUMBER = r"(?P<{0}>\d+(?:\.\d+|,\d{{1,2}}(?!\d))?)"
"""A comma before three digits may part thousands or decimals: such a text is not understood."""
_TERM = re.compile(
    rf"""(?ix)\s*(?:
        {_NUMBER.format("percent")}\s*%(?:\s*ad\s*val(?:orem|\.))?(?!\s*vol)
      | (?P<sign>[$£€])\s*{_NUMBER.format("signed")}\s*(?:/|per)?\s*(?P<unit1>{_UNIT})(?![a-z0-9/%])\.?
      | {_NUMBER.format("cents")}\s*(?:¢|cents?)\s*(?:/|per)?\s*(?P<unit2>{_UNIT})(?![a-z0-9/%])\.?
      | {_NUMBER.format("coded")}\s*(?P<currency>[A-Z]{{3}})\s*(?:/|per)?\s*(?P<unit3>{_UNIT})(?![a-z0-9/%])\.?
    )\s*"""
)
_JOIN = re.compile(
    r"(?i)\s*(?:(?P<plus>\+|plus)|(?P<least>,?\s*but\s+not\s+less\s+than|min\.?)"
    r"|(?P<most>,?\s*but\s+not\s+more\s+than|max\.?))\s*"
)
_ON_TOP = re.compile(
    r"(?i)\s*the\s+(?:rate\s+of\s+)?duty\s+provided\s+(?:for\s+)?in\s+the\s+applicable\s+subheading\s*"
)


def read_rate(text: str, /) -> RateExpression:
    """The rate that a text says.

    >>> read_rate("6.9¢/kg + 7%").parts[1]
    Percent(value=Decimal('7'))
    >>> read_rate("Free")
    Percent(value=Decimal('0'))
    >>> read_rate("9 % + EA MAX 24.2 % + AD S/Z")
    NotUnderstood(text='9 % + EA MAX 24.2 % + AD S/Z')
    """
    written = text.strip()
    if FREE.fullmatch(written):
        return Percent(value=Decimal(0))
    on_top = _ON_TOP.match(written)
    if on_top is not None:
        rest = re.sub(r"^(?:\+|plus)\s*", "", written[on_top.end() :])
        return read_rate(rest) if rest else Percent(value=Decimal(0))
    return _whole(written) or NotUnderstood(text=written)


def _whole(text: str) -> RateExpression | None:
    """Terms and joints by turns, to the end of the text; a MIN or MAX binds all that stands before it."""
    at = 0
    result: RateExpression | None = None
    joint = ""
    sums: list[RateExpression] = []
    while True:
        term = _TERM.match(text, at)
        value = _term(term) if term is not None else None
        if term is None or value is None:
            return None
        sums.append(value)
        at = term.end()
        joined = _JOIN.match(text, at)
        if at < len(text) and joined is None:
            return None
        if joined is not None and joined.lastgroup == "plus":
            at = joined.end()
            continue
        result = _bound(result, joint, sums[0] if len(sums) == 1 else AllOf(parts=tuple(sums)))
        if joined is None:
            return result
        joint, sums, at = joined.lastgroup or "", [], joined.end()


def _bound(before: RateExpression | None, joint: str, after: RateExpression) -> RateExpression:
    if before is None:
        return after
    return (GreatestOf if joint == "least" else LeastOf)(parts=(before, after))


def _term(found: re.Match[str]) -> RateExpression | None:
    if found["percent"]:
        return Percent(value=_number(found["percent"]))
    if found["signed"]:
        return _specific(_number(found["signed"]), _SIGNS[found["sign"]], found["unit1"])
    if found["cents"]:
        return _specific(_number(found["cents"]) / 100, "USD", found["unit2"])
    return _specific(_number(found["coded"]), found["currency"].upper(), found["unit3"])


def _specific(amount: Decimal, currency: Currency, unit: str) -> UnitPrice:
    name, value = UNITS[unit.lower()]
    return UnitPrice(money=Money(amount=amount, currency=currency), per=Quantity(value=value, unit=name))


def _number(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))
