"""Price tiers within one cell: "100+: 2.10; 500+: 1.95", "1-99个 ¥3.5 / ≥100个 ¥3.2"."""

from __future__ import annotations

import re

from dragoman.model import Country, Currency, Quantity
from dragoman.normalise.quantities.counts import parse_count
from dragoman.normalise.quantities.found import Found
from dragoman.normalise.quantities.money import MoneyRange, parse_money
from dragoman.normalise.quantities.numbers import NUMBER, DecimalMark
from dragoman.remembered import remembered
from dragoman.vocabulary.currencies import currency_in
from dragoman.vocabulary.folding import fold_keeping_places

_NEXT = re.compile(r"\s*[;；\n|]\s*|\s*[,，]\s+|\s+/\s+")
_UNIT = r"(?:\s*[^\W\d_.:：=@]{1,10}\.?)?"
_FROM = r"(?:≥|>=|>|ab|from|desde|a partir de|à partir de|dès|от|من|over|qty|min\.?)\s*"
_QUANTITY = rf"(?:{_FROM}(?:{NUMBER}){_UNIT}|(?:{NUMBER}){_UNIT}\s*[-–~～至]\s*(?:{NUMBER}){_UNIT}|(?:{NUMBER}){_UNIT}\s*(?:\+|以上|及以上|起|and up|und mehr|et plus|y más|и более|فأكثر)|(?:{NUMBER}){_UNIT})"
_BEFORE = re.compile(
    rf"\s*(?P<quantity>{_QUANTITY}{_UNIT})\s*(?:[:：=@]|->|→)\s*(?P<price>.+)", re.IGNORECASE
)
_BEHIND = re.compile(rf"\s*(?P<price>.+?)\s*(?:@|\()\s*(?P<quantity>{_QUANTITY})\s*\)?\s*", re.IGNORECASE)
_PAIR = re.compile(
    rf"\s*(?P<quantity>(?:{_FROM})?(?:{NUMBER}){_UNIT}(?:\s*(?:\+|[-–~～]\s*(?:{NUMBER}){_UNIT}))?)\s+(?P<price>(?:[^\W\d_]{{1,3}}\$?|[€$£¥₽])?\s*\d[\d.,'’]*[.,]\d{{2,4}}\s*(?:[^\W\d_]{{1,4}}\.?|[€$£¥₽])?)\s*",
    re.IGNORECASE,
)
"""A quantity and an amount with decimals side by side, one pair a line: "100 2.50"."""
_END = re.compile(rf"\s*[-–~～至]\s*(?:{NUMBER})")
_BARE = re.compile(rf"\s*(?:{NUMBER}){_UNIT}\s*", re.IGNORECASE)
"""In "2.10 (500)" or "2.10 per pack (10 pcs)" the number is something else."""
_LISTS = re.compile(r"[:：=@(→>]")
"""What every list of tiers has somewhere."""
_TIME = re.compile(r"\s*\d{1,2}:\d{2}(?::\d{2})?\s*")
"""Alone, "12:30" is a time that a spreadsheet made of 12.30, or a slip for it."""
_LONGEST = 300

Tier = tuple[Quantity, Found[MoneyRange]]


def parse_tiers(
    text: str,
    /,
    *,
    currency: Currency | None = None,
    country: Country | None = None,
    decimal: DecimalMark | None = None,
) -> tuple[Tier, ...]:
    """The tiers that a cell lists, by rising quantity; none where any part of it is something else.

    Args:
        currency, country, decimal: As for `parse_money`. A currency that one tier names holds for all.

    >>> [(str(q.value), str(p.value.low.amount)) for q, p in parse_tiers("100+: 2.10; 500+: 1.95", currency="USD")]
    [('100', '2.10'), ('500', '1.95')]
    """
    if len(text) > _LONGEST or not (_LISTS.search(text) or "\n" in text) or _TIME.fullmatch(text):
        return ()
    return _parse(text, currency, country, decimal)


@remembered(20_000)
def _parse(
    text: str, currency: Currency | None, country: Country | None, decimal: DecimalMark | None
) -> tuple[Tier, ...]:
    named = currency_in(text, country=country)
    found: list[Tier] = []
    pairs = "\n" in text.strip()
    for part in filter(None, _NEXT.split(text.strip())):
        tier = _tier(part, currency, country, decimal, pairs=pairs)
        if tier is None and named is not None:
            tier = _tier(part, named.currency, country, decimal, pairs=pairs)
        if tier is None:
            return ()
        found.append(tier)
    starts = [quantity.value for quantity, _ in found]
    units = {quantity.unit for quantity, _ in found}
    if len(set(starts)) != len(starts) or len(units) > 1:
        return ()
    return tuple(sorted(found, key=lambda tier: tier[0].value))


def _tier(
    text: str, currency: Currency | None, country: Country | None, decimal: DecimalMark | None, *, pairs: bool
) -> Tier | None:
    match = _BEFORE.fullmatch(text) or _BEHIND.fullmatch(text) or (_PAIR.fullmatch(text) if pairs else None)
    if match is None or ("(" in text and match.re is _BEHIND and _BARE.fullmatch(match["quantity"])):
        return None
    quantity = tier_quantity(match["quantity"])
    price = parse_money(match["price"], currency=currency, country=country, decimal=decimal)
    return (quantity, price) if quantity is not None and price is not None else None


def tier_quantity(text: str, /) -> Quantity | None:
    """The quantity that a tier begins at: of "100-499 pcs", "≥100", "100+".

    >>> tier_quantity("100-499 ctns"), tier_quantity("ab 500")
    (Quantity(value=Decimal('100'), unit='carton'), Quantity(value=Decimal('500'), unit='piece'))
    """
    folded = fold_keeping_places(text.strip())[0]
    start = re.sub(r"^(?:≥|>=|>)\s*", "", _END.sub(" ", folded)).replace("+", " ")
    found = parse_count(start)
    return found.value if found is not None and found.confidence == 1.0 else None
