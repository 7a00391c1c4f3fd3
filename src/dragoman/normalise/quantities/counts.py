"""Counts with their unit: "20 cartons", "≥ 1000个", "500 Stk."."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise

from dragoman.model import Quantity
from dragoman.normalise.quantities.dates import is_date_alone
from dragoman.normalise.quantities.found import Found
from dragoman.normalise.quantities.numbers import DecimalMark
from dragoman.normalise.quantities.tokens import Token, tokens
from dragoman.remembered import remembered
from dragoman.vocabulary.folding import fold_keeping_places
from dragoman.vocabulary.units import is_counting

_WITHIN_A_WORD = re.compile(r"(?!(?<!\w)[xXхХ]$)[A-Za-zА-Яа-яЁё]-?$")
_WHOLE = frozenset({"piece", "pair", "set", "carton", "box", "pack", "pallet"})
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


@remembered(20_000)
def parse_count(
    text: str, /, *, default_unit: str = "piece", decimal: DecimalMark | None = None
) -> Found[Quantity] | None:
    """The count that a cell is; None for zero, a negative or anything else.

    "1 Karton (24 Stück)" is one carton; what it holds, `parse_pack` reads.
    """
    stripped = text.strip()
    if stripped.startswith(("-", "−", "–")) or is_date_alone(stripped):
        return None
    items = [one for one in tokens(stripped, decimal) if one.text.rstrip(".") not in _LABELS]
    at = next((n for n, one in enumerate(items) if one.number is not None), None)
    if at is None:
        return None
    number = _whole(items[at])
    value = number.number
    if value is None or value <= 0:
        return None
    before, after = items[:at], items[at + 1 :]
    if any(one.unit is None or not (is_counting(one.unit) or len(one.text) > 1) for one in before):
        return None  # "A4" is no count of ampere
    if after and after[0].text == "k" and after[0].start - number.end <= 1:  # "5k"
        number, value = number._replace(end=after[0].end), value * 1000
        after = after[1:]
    unit = _unit(before, after)
    doubt = _doubt(stripped, number, after, unit, default_unit)
    if doubt is None or (value % 1 and (unit or default_unit) in _WHOLE):
        return None
    end = after[0].end if after and after[0].unit is not None else number.end
    return Found(
        value=Quantity(value=value, unit=unit or default_unit),
        start=number.start,
        end=end,
        confidence=doubt[0],
        note=doubt[1],
    )


def _doubt(
    text: str, number: Token, after: list[Token], unit: str | None, default_unit: str
) -> tuple[float, str] | None:
    """(confidence, note) of a count with more behind it; None where it is no count at all."""
    strangers = [one for one in after if one.unit is None and one.number is None]
    numbers = [one for one in after if one.number is not None]
    if strangers and re.fullmatch(r"e\d*", strangers[0].text) and strangers[0].start == number.end:
        return None  # "1e3": a computer's writing, whose digits may be lost
    if unit is None and strangers:
        if len(strangers) > 1:
            return None
        return 0.6, f"{strangers[0].text!r} is no unit that is known; read as {default_unit}"
    if numbers:
        between = fold_keeping_places(text[number.end : numbers[0].start])[0]
        if re.search(r"[-~]|\b(?:to|bis|a|до)\b|至|から|到", between):
            return 0.9, "the low end of a range"
        if not re.search(r"[(\[/=]|\b(?:of|de|a|à|von|x|per|with|mit|по)\b", between):
            return 0.5, "more than one number; the first is taken"
        return 1.0, ""
    if strangers:
        return 0.8, f"{' '.join(one.text for one in strangers)!r} beside the count is not understood"
    return 1.0, ""


def _whole(token: Token) -> Token:
    """Counts are whole: "1.000" is a thousand whatever the table's decimal mark."""
    if token.number is not None and token.number.as_tuple().exponent == -3:
        return token._replace(number=token.number.scaleb(3).quantize(Decimal(1)))
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
        if _WITHIN_A_WORD.search(text[: one.start]):
            continue  # "ps4 pr", "A4 st"
        if one.number > 0 and following.start - one.end <= 1:
            found.append(
                Found(
                    value=Quantity(value=Decimal(one.number), unit=following.unit),
                    start=one.start,
                    end=following.end,
                )
            )
    return found
