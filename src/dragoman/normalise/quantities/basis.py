"""What a price is for: per piece, per 100, per kg, per carton of 24."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from dragoman.model import Quantity
from dragoman.normalise.quantities.found import Found
from dragoman.normalise.quantities.tokens import Token, tokens

PACKING = frozenset({"carton", "box", "pack", "pallet", "roll", "bag", "container", "set", "pair"})
"""Counting units that hold other units."""
_CONNECTORS = frozenset(
    [
        "per",
        "je",
        "pro",
        "a",
        "of",
        "de",
        "von",
        "with",
        "x",
        "×",
        "for",
        "each",
        "by",
        "the",
        "d",
        "por",
        "par",
        "за",
        "по",
        "в",
        "на",
        "لكل",
        "لل",
        "بكل",
        "每",
        "毎",
        "あたり",
        "当たり",
        "につき",
        "入",
        "入り",
        "装",
        "价",
        "单价",
        "1",
        "mit",
        "zu",
        "с",
        "из",
        "à",
        "c/",
        "containing",
        "contains",
        "inhalt",
        "cont",
        "mit",
        "con",
        "com",
        "avec",
        "le",
        "la",
        "el",
        "o",
        "un",
        "une",
        "uno",
        "por",
        "cada",
        "cada",
        "chaque",
        "все",
        "في",
        "قطعة/",
        "preis",
        "price",
        "precio",
        "prix",
        "的",
        "/",
        "本入",
        "枚入",
        "個入り",
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """A price per `per`; `contains` where the text says what one packing unit holds."""

    per: Quantity
    contains: Quantity | None = None


@lru_cache(maxsize=20_000)
def parse_basis(text: str, /) -> Found[Basis] | None:
    """The basis that a text is, with or without its "per".

    >>> parse_basis("per 100 pcs").value.per, parse_basis("Karton à 24 Stück").value.contains
    (Quantity(value=Decimal('100'), unit='piece'), Quantity(value=Decimal('24'), unit='piece'))
    """
    items = [one for one in tokens(text) if one.text.rstrip(".") not in _CONNECTORS or one.number is not None]
    if not items or any(one.number is None and one.unit is None for one in items):
        return None
    basis = _of(items)
    if basis is None or basis.per.value <= 0:
        return None
    return Found(value=basis, start=items[0].start, end=items[-1].end)


def _of(items: list[Token]) -> Basis | None:
    match items:
        case [Token(unit=str() as unit)]:
            return Basis(per=_quantity(Decimal(1), unit))
        case [Token(number=Decimal() as number)]:
            return Basis(per=_quantity(number, "piece"))
        case [Token(number=Decimal() as number), Token(unit=str() as unit)]:
            return Basis(per=_quantity(number, unit))
        case [Token(unit=str() as unit), Token(number=Decimal() as inside), *rest] if unit in PACKING:
            return _holding(Decimal(1), unit, inside, rest)
        case [Token(number=Decimal() as number), Token(unit=str() as inner), Token(unit=str() as outer)] if (
            outer in PACKING
        ):
            return Basis(per=_quantity(Decimal(1), outer), contains=_quantity(number, inner))
        case [
            Token(number=Decimal() as number),
            Token(unit=str() as unit),
            Token(number=Decimal() as inside),
            *rest,
        ] if unit in PACKING:
            return _holding(number, unit, inside, rest)
        case _:
            return None


def _holding(number: Decimal, unit: str, inside: Decimal, rest: list[Token]) -> Basis | None:
    if inside <= 0 or len(rest) > 1:
        return None
    inner = rest[0].unit if rest and rest[0].unit is not None else "piece"
    return Basis(per=_quantity(number, unit), contains=_quantity(inside, inner))


def _quantity(value: Decimal, unit: str) -> Quantity:
    return Quantity(value=value, unit=unit)
