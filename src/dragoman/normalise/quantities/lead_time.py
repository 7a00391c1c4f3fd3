"""Lead times as days: "3-4 Wochen", "15天", "15 working days", "in stock"."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from dragoman.model import DayRange
from dragoman.normalise.quantities.found import Found
from dragoman.vocabulary.folding import fold_keeping_places

Unit = Literal["day", "week", "month"]
DAYS: dict[Unit, int] = {"day": 1, "week": 7, "month": 30}
_LONGEST = 3 * 365

_NAMES: dict[Unit, str] = {
    "day": r"(?:calendar |kalender|jours calendaires|días naturales)?(?:days?|d\b|天|日(?:間)?|dias?|jours?|tag(?:e|en)?s?|يوم(?:ا|ًا)?|ايام|дн(?:ей|я|и|\.)?|день|сут(?:ок|ки)?)",
    "week": r"(?:weeks?|wks?|wk|周|个?星期|礼拜|週間?|semanas?|sem\b|wochen?|wo\b|semaines?|اسبوع|اسابيع|أسابيع|недел[ьяиею]+|нед\.?)",
    "month": r"(?:months?|mths?|个?月|ヶ月|か月|カ月|箇月|mes(?:es)?|monat(?:e|en)?|mois|mese?s?|شهر(?:ين)?|اشهر|месяц(?:а|ев)?|мес\.?)",
}
_WORKING = r"(?:working|business|work|werk|arbeits|个?工作|営業|营业|laborables|h[aá]biles|ouvr[eé]s?|ouvrables|[uú]teis|рабочих|раб\.?|عمل)"
_UNIT = "|".join(f"(?P<{name}>{pattern})" for name, pattern in _NAMES.items())
_EXPRESSION = re.compile(
    rf"(?P<low>\d{{1,3}})(?:\s*(?:-|~|to|bis|a|à|до|至|到|из|/|الى|إلى|و|y|et|und)\s*(?P<high>\d{{1,3}}))?\s*(?:\+)?\s*"
    rf"(?P<working1>{_WORKING}\s*-?\s*)?(?:{_UNIT})(?![A-Za-zÀ-ɏа-яё\u0621-\u064a])(?:\s*(?P<working2>{_WORKING}))?"
)
_WORDS = (
    ("اسبوعين", 14),
    ("أسبوعين", 14),
    ("شهرين", 60),
    ("يومين", 2),
    ("two weeks", 14),
    ("zwei wochen", 14),
    ("两周", 14),
    ("半个月", 15),
    ("quinze jours", 15),
    ("quinzaine", 15),
)
_STOCK = re.compile(
    r"(?:\bin stock\b|\bex stock\b|\bfrom stock\b|\bab lager\b|\bauf lager\b|\bsofort\b|\blagernd\b|现货|有现货|\ben stock\b|\ben existencia\b|\bem estoque\b|\bem stock\b|\bpronta entrega\b|\bimmediate\b|\binmediata\b|在庫あり|即納|即日|متوفر|متاح في المخزون|в наличии|со склада)"
)
_STOCK_DAYS = 7
_NUMBER = re.compile(r"(\d{1,3})(?:\s*(?:-|~|to|bis|a|à|до|至)\s*(\d{1,3}))?")


@lru_cache(maxsize=20_000)
def parse_lead_time(text: str, /, *, unit: Unit = "day") -> Found[DayRange] | None:
    """The lead time that a cell is, in calendar days, both ends inclusive.

    Args:
        unit: Of a bare number.

    >>> parse_lead_time("3-4 Wochen").value, parse_lead_time("15天").value
    (DayRange(min_days=21, max_days=28), DayRange(min_days=15, max_days=15))
    """
    folded = fold_keeping_places(text.strip())[0]
    bare = _NUMBER.fullmatch(folded)
    if bare is not None:
        return _found(int(bare[1]), int(bare[2] or bare[1]), unit, False, 0, len(text))
    found = find_lead_times(text)
    if found:
        return found[0]
    stock = _STOCK.search(folded)
    if stock is not None:
        return Found(
            value=DayRange(min_days=0, max_days=_STOCK_DAYS),
            start=0,
            end=len(text),
            confidence=0.7,
            note=f"in stock, read as at most {_STOCK_DAYS} days",
        )
    return None


@lru_cache(maxsize=20_000)
def _find(text: str) -> tuple[Found[DayRange], ...]:
    folded, places = fold_keeping_places(text)
    found: list[Found[DayRange]] = []
    for one in _EXPRESSION.finditer(folded):
        if re.search(r"\d[.,]?$|\d-$", folded[: one.start()]) is not None:
            continue
        if one["low"] is None or (
            one.start() and folded[one.start() - 1].isascii() and folded[one.start() - 1].isalpha()
        ):
            continue
        unit: Unit = "day" if one["day"] else "week" if one["week"] else "month"
        working = bool(one["working1"] or one["working2"])
        made = _found(
            int(one["low"]),
            int(one["high"] or one["low"]),
            unit,
            working,
            places[one.start()],
            places[one.end() - 1] + 1,
        )
        if made is not None:
            found.append(made)
    if not found:
        for word, days in _WORDS:
            at = folded.find(fold_keeping_places(word)[0])
            if at >= 0:
                end = places[at + len(fold_keeping_places(word)[0]) - 1] + 1
                found.append(Found(value=DayRange(min_days=days, max_days=days), start=places[at], end=end))
                break
    return tuple(found)


def find_lead_times(text: str, /) -> list[Found[DayRange]]:
    """Spans of time in running text, in order."""
    return list(_find(text))


def _found(low: int, high: int, unit: Unit, working: bool, start: int, end: int) -> Found[DayRange] | None:
    low, high = low * DAYS[unit], max(low, high) * DAYS[unit]
    note = ""
    if working and unit == "day":
        low, high = -(-low * 7 // 5), -(-high * 7 // 5)
        note = "working days, five to the week, turned to calendar days"
    if high > _LONGEST:
        return None
    return Found(value=DayRange(min_days=low, max_days=high), start=start, end=end, note=note)
