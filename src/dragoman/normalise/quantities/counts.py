"""Counts with their unit: "20 cartons", "≥ 1000个", "500 Stk."."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from dragoman.model import Quantity
from dragoman.normalise.quantities.found import Found
from dragoman.normalise.quantities.numbers import DecimalMark
from dragoman.normalise.quantities.tokens import Token, tokens
from dragoman.vocabulary.units import is_counting

_LABELS = frozenset(
    [
        "moq",
        "min",
        "mind",
        "minimum",
        "minimo",
        "mindestens",
        "ab",
        "from",
        "at",
        "least",
        "desde",
        "minimal",
        "minimale",
        "от",
        "мин",
        "минимум",
        "من",
        "الحد",
        "الأدنى",
        "ادنى",
        "起订量",
        "最小",
        "最低",
        "起",
        "起订",
        "以上",
        "以上から",
        "より",
        "から",
        "à",
        "partir",
        "dès",
        "order",
        "quantity",
        "pedido",
        "commande",
        "bestellung",
        "menge",
        "заказ",
        "للطلب",
        "and",
        "up",
        "more",
        "plus",
        "y",
        "mas",
        "mais",
        "et",
        "und",
        "mehr",
        "и",
        "более",
        "партия",
        "шт/уп",
        "qty",
        "total",
        "approx",
        "ca",
        "about",
        "circa",
        "etwa",
    ]
)


def parse_count(
    text: str, /, *, default_unit: str = "piece", decimal: DecimalMark | None = None
) -> Found[Quantity] | None:
    """The count that a cell is; None for zero, a negative or anything else.

    "1 Karton (24 Stück)" is one carton; what it holds, `parse_pack` reads.
    """
    stripped = text.strip()
    if stripped.startswith(("-", "−", "–")):
        return None
    items = [one for one in tokens(stripped, decimal) if one.text.rstrip(".") not in _LABELS]
    at = next((n for n, one in enumerate(items) if one.number is not None), None)
    if at is None:
        return None
    number = _whole(items[at])
    if number.number is None or number.number <= 0:
        return None
    before, after = items[:at], items[at + 1 :]
    if any(one.unit is None for one in before):
        return None
    unit = _unit(before, after)
    strangers = [one for one in after if one.unit is None and one.number is None]
    if unit is None and strangers:
        return None if len(strangers) > 1 else Found(
            value=Quantity(value=number.number, unit=default_unit),
            start=number.start,
            end=number.end,
            confidence=0.6,
            note=f"{strangers[0].text!r} is no unit that is known; read as {default_unit}",
        )  # fmt: skip
    end = after[0].end if after and after[0].unit is not None else number.end
    return Found(value=Quantity(value=number.number, unit=unit or default_unit), start=number.start, end=end)


def _whole(token: Token) -> Token:
    """Counts are whole: "1.000" is a thousand whatever the table's decimal mark."""
    if token.number is not None and token.number.as_tuple().exponent == -3:
        return replace(token, number=token.number.scaleb(3).quantize(Decimal(1)))
    return token


def _unit(before: list[Token], after: list[Token]) -> str | None:
    if after and after[0].unit is not None:
        return after[0].unit
    return before[-1].unit if before else None


def find_counts(text: str, /, *, decimal: DecimalMark | None = None) -> list[Found[Quantity]]:
    """Numbers followed by a counting unit, in order."""
    items = tokens(text, decimal)
    found: list[Found[Quantity]] = []
    for one, following in pairwise(items):
        if one.number is None or following.unit is None or not is_counting(following.unit):
            continue
        if one.number > 0 and following.start - one.end <= 1:
            found.append(
                Found(
                    value=Quantity(value=Decimal(one.number), unit=following.unit),
                    start=one.start,
                    end=following.end,
                )
            )
    return found
