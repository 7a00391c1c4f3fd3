"""What a price is for: per piece, per 100, per kg, per carton of 24."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from dragoman.model import Quantity
from dragoman.normalise.quantities.found import Found
from dragoman.normalise.quantities.tokens import Token, tokens
from dragoman.remembered import remembered
from dragoman.vocabulary.units import is_counting

PACKING = frozenset({"carton", "box", "pack", "pallet", "roll", "bag", "container", "set", "pair"})
"""Counting units that hold other units."""
_PERCENT = re.compile(r"(?<![\d\s])\s*[%‰]|^\s*[%‰]")
"""German lists write "% Stk" for a hundred pieces."""
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
        "für",
        "fur",
        "fuer",
        "pour",
        "para",
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


@remembered(20_000)
def parse_basis(text: str, /) -> Found[Basis] | None:
    """The basis that a text is, with or without its "per".

    >>> parse_basis("per 100 pcs").value.per, parse_basis("Karton à 24 Stück").value.contains
    (Quantity(value=Decimal('100'), unit='piece'), Quantity(value=Decimal('24'), unit='piece'))
    """
    every = tokens(_PERCENT.sub(_hundreds, text))
    if len(every) == 1 and every[0].unit is not None:  # "un" alone is a unit, beside others "a"
        items = list(every)
    else:
        items = [one for one in every if one.text.rstrip(".") not in _CONNECTORS or one.number is not None]
    if not items or any(one.number is None and one.unit is None for one in items):
        return None
    basis = _of(items, slash="/" in text)
    if basis is None or not _possible(basis):
        return None
    if text.split()[-1:] == ["M"]:
        return Found(value=basis, end=len(text), confidence=0.5, note="'M' read as metre; it can mean 1,000")
    return Found(value=basis, start=items[0].start, end=min(items[-1].end, len(text)))


def _hundreds(sign: re.Match[str]) -> str:
    return "100" if "%" in sign.group() else "1000"


def _possible(basis: Basis) -> bool:
    """Pieces and cartons come whole."""
    return basis.per.value > 0 and (
        not is_counting(basis.per.unit) or basis.per.value == basis.per.value.to_integral_value()
    )


def _of(items: list[Token], *, slash: bool) -> Basis | None:
    match items:
        case [Token(number=Decimal() as number), Token(unit=str() as unit)] if unit in PACKING and slash:
            return _holding(Decimal(1), unit, number, [])  # "24/ctn"
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
