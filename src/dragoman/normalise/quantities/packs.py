"""What a packing unit holds: "24 pcs/ctn", "Karton à 24 Stück", "24"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from dragoman.model import Pack, Quantity
from dragoman.normalise.quantities.basis import PACKING
from dragoman.normalise.quantities.found import Found
from dragoman.normalise.quantities.tokens import Token, tokens
from dragoman.remembered import remembered

_TIMES = re.compile(r"[^\d]{0,12}[x×*][^\d]{0,3}", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Inside:
    """How much a packing unit holds."""

    number: Decimal
    end: int
    """Where in the text the number ends; its unit follows."""
    sure: float = 1.0
    note: str = ""


@remembered(20_000)
def parse_pack(text: str, /, *, unit: str = "carton") -> Found[Pack] | None:
    """The pack that a cell describes.

    Args:
        unit: The packing unit where the cell names none.

    >>> parse_pack("12 boxes/carton").value
    Pack(unit='carton', contains=Quantity(value=Decimal('12'), unit='box'))
    """
    if text.strip().startswith("-"):
        return None
    parts = [part for part in _PARTS.split(text) if re.search(r"\w", part)]
    if len(parts) > 1:
        return _largest(parts, text, unit)
    items = tokens(text)
    inside = _inside(text, items)
    if inside is None:
        return None
    following = next((one for one in items if one.start >= inside.end), None)
    outer, inner = _units(items, following)
    if outer is None and len(items) > 1 and all(one.unit is None and one.number is None for one in items[1:]):
        return None
    if outer is None and inside.note == _SEVERAL:
        return None  # "6/24": inner and outer, or something else
    sure, note = inside.sure, inside.note
    if outer is None and not note:
        sure, note = 0.9, f"no packing unit is named; read as {unit}"
    return Found(
        value=Pack(unit=outer or unit, contains=Quantity(value=inside.number, unit=inner)),
        start=items[0].start,
        end=items[-1].end,
        confidence=sure,
        note=note,
    )


def _largest(parts: list[str], text: str, unit: str) -> Found[Pack] | None:
    """Of several packings ("1 pc/box, 24 pcs/ctn") the largest, as orders are packed."""
    found = [one for part in parts if (one := parse_pack(part, unit=unit)) is not None]
    if not found:
        return None
    best = max(found, key=lambda one: (one.value.unit == "carton", one.value.contains.value))
    if len(found) == 1 and best.confidence == 1.0:
        return replace(best, start=0, end=len(text))
    note = "; ".join(filter(None, (best.note, "several packings; the largest is taken")))
    return replace(best, start=0, end=len(text), confidence=min(0.8, best.confidence), note=note)


_PARTS = re.compile(r"\s*[;；，、\n]\s*|,\s+")
_SEVERAL = "several packings; the first is taken"


def _inside(text: str, items: tuple[Token, ...]) -> _Inside | None:
    """The number that counts the contents: the second of "1 carton of 24", the product of "12 x 6"."""
    numbers = [(one, one.number) for one in items if one.number is not None]
    if not numbers or any(value <= 0 for _, value in numbers):
        return None
    for (one, first), (other, second) in pairwise(numbers):
        if _TIMES.fullmatch(text[one.end : other.start]):
            if first == 1:
                return _Inside(number=second, end=other.end)
            product = first * second
            note = f"{text.strip()!r} read as {product} in all"
            return _Inside(number=product, end=other.end, sure=0.7, note=note)
    (token, value), *more = numbers
    if not more:
        return _Inside(number=value, end=token.end)
    if value == 1:
        return _Inside(number=more[-1][1], end=more[-1][0].end)
    return _Inside(number=value, end=token.end, sure=0.7, note=_SEVERAL)


def _units(items: tuple[Token, ...], following: Token | None) -> tuple[str | None, str]:
    """(packing unit, unit of what it holds): what follows the number is held, if another unit can hold it."""
    inner = following.unit if following is not None else None
    outer = next((one.unit for one in items if one is not following and one.unit in PACKING), None)
    if outer is None and inner in PACKING:  # "24/ctn"
        return inner, "piece"
    return outer, inner if inner is not None and inner != outer else "piece"
