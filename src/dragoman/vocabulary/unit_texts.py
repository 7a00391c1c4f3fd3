"""Short texts that are a unit and no more: "mm", "(kg)", "USD/pc", "EUR per 100 pcs", "元/个"."""

from __future__ import annotations

import re

from dragoman.remembered import remembered
from dragoman.vocabulary.currencies import find_currencies
from dragoman.vocabulary.folding import fold_keeping_places
from dragoman.vocabulary.units import MULTIPLES, unit_named

_LONGEST = 24
_PARTS = re.compile(r"\s*(?:/|(?<!\w)(?:per|je|pro|par|por|за|لكل)(?!\w)|每)\s*", re.IGNORECASE)
_MORE = frozenset(
    [
        *("%", "‰", "days", "day", "tage", "weeks", "wochen", "week", "jours", "días", "dias", "semaines", "天", "日"),
        *("дней", "дн", "یوم", "أيام", "no", "nr", "#", "mm²", "mm2", "cm²", "cm2", "gsm", "g/m²", "inch", "zoll", "bar"),
    ]
)  # fmt: skip
_NOTHING = frozenset({"", "-", "–", "—", "/", "n/a"})


@remembered(4_096)
def is_unit(text: str, /) -> bool:
    """Whether a text is a unit, a currency, or one of them per another.

    >>> [is_unit(text) for text in ("mm", "(kg)", "USD/pc", "EUR/100 Stk", "元/个", "Steel", "12 mm", "")]
    [True, True, True, True, True, False, False, False]
    """
    bare = text.strip().strip("()[]（）［］").strip()
    if not bare or len(bare) > _LONGEST:
        return False
    first, *others = _PARTS.split(bare)
    if not first:
        return bool(others) and all(map(_is_counted_unit, others))
    return _is_one(first) and all(map(_is_counted_unit, others))


def says_no_unit(text: str, /) -> bool:
    """Whether a cell of a row of units stands for none: "-"."""
    return text.strip() in _NOTHING


def _is_counted_unit(text: str) -> bool:
    """A unit, or how many of one: "100 pcs", "1000"."""
    return _is_one(re.sub(r"^\d{1,5}\s*", "", text)) or text.isdecimal()


def _is_one(text: str) -> bool:
    folded = fold_keeping_places(text.strip())[0].rstrip(".")
    if unit_named(text) is not None or folded in _MORE or folded in MULTIPLES:
        return True
    found = find_currencies(text)
    return len(found) == 1 and not (text[: found[0].start] + text[found[0].end :]).strip(" .")
