"""Lead times as days: "3-4 Wochen", "15天", "15 working days", "in stock"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from dragoman.model import DayRange
from dragoman.normalise.quantities.found import Found
from dragoman.remembered import remembered
from dragoman.vocabulary.folding import fold_keeping_places

Unit = Literal["hour", "day", "week", "month", "year"]
DAYS: dict[Unit, int] = {"hour": 1, "day": 1, "week": 7, "month": 30, "year": 365}
"""Days in one; hours are rounded up to whole days."""
_LONGEST = 3 * 365

_NAMES: dict[Unit, str] = {
    "hour": r"(?:hours?|hrs?|h\b|stunden?|std|heures?|horas?|小时|小時|時間|ساعه|ساعات|час(?:а|ов)?)",
    "year": r"(?:years?|jahre?n?|ans?|annees?|anos?|年|год(?:а)?|лет|سنه|سنوات)",
    "day": r"(?:calendar |kalender|jours calendaires|días naturales)?(?:days?|d\b|天|日(?:間)?|dias?|jours?|tag(?:e|en)?s?|يوم(?:ا|ًا)?|ايام|дн(?:е[ий]|я|и|\.)?|день|сут(?:ок|ки)?)",
    "week": r"(?:weeks?|wks?|wk|周|个?星期|礼拜|週間?|semanas?|sem\b|wochen?|wo\b|semaines?|اسبوع|اسابيع|أسابيع|недел[ьяиею]+|нед\.?)",
    "month": r"(?:months?|mths?|个?月|ヶ月|か月|カ月|箇月|mes(?:es)?|monat(?:e|en)?|mois|mese?s?|شهر(?:ين)?|اشهر|месяц(?:а|ев)?|мес\.?)",
}
_WORKING = r"(?:working|business|work|werk|arbeits|个?工作|営業|营业|laborables|h[aá]biles|ouvr[eé]s?|ouvrables|[uú]teis|рабочих|раб\.?|عمل)"


def _expression(*units: Unit) -> re.Pattern[str]:
    named = "|".join(f"(?P<{name}>{_NAMES[name]})" for name in units)
    return re.compile(
        rf"(?P<low>\d{{1,3}})(?:\s*(?:-|~|to|bis|a|à|до|至|到|из|/|الى|إلى|و|y|et|und)\s*(?P<high>\d{{1,3}}))?\s*(?:\+)?\s*"
        rf"(?P<working1>{_WORKING}\s*-?\s*)?(?:{named})(?![A-Za-zÀ-ɏа-яё\u0621-\u064a])(?:\s*(?P<working2>{_WORKING}))?"
    )


_IN_TEXT = _expression("day", "week", "month")
_IN_CELLS = _expression("hour", "day", "week", "month", "year")
"""A question's hours and years are a battery's or a guarantee's; those of a cell for lead times are lead times."""
_CJK_NUMBER = re.compile(
    r"[一二两兩三四五六七八九十]{1,3}(?=个?(?:天|日|周|週|星期|工作日|月|か月|ヶ月|カ月))"
)
_CJK_DIGITS = {one: n for n, one in enumerate("一二三四五六七八九", 1)} | {"两": 2, "兩": 2}
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
_NO_STOCK = re.compile(
    r"(?:\bout of stock\b|\bnot in stock\b|\bno stock\b|\bnicht (?:auf|ab) lager\b|\bnicht lagernd\b|\bnicht (?:sofort )?lieferbar\b|缺货|无现货|没有现货|无库存|\bsin (?:stock|existencia)|\bagotado|\brupture\b|\bpas en stock\b|\besgotado|\bsem estoque\b|\bsem stock\b|在庫(?:切れ|なし|無し|無)|غير متوفر|нет в наличии|не в наличии|нет на складе|sold out|\bausverkauft\b|\bepuise\b)"
)
_AT_ONCE = {
    "same day": 0,
    "next day": 1,
    "overnight": 1,
    "am selben tag": 0,
    "当天": 0,
    "当日": 0,
    "即日": 0,
    "翌日": 1,
    "次日": 1,
}
_STOCK = re.compile(
    r"(?:\bin stock\b|\bex stock\b|\bfrom stock\b|\bab lager\b|\bauf lager\b|\bsofort\b|\blagernd\b|现货|有现货|\ben stock\b|\ben existencia\b|\bem estoque\b|\bem stock\b|\bpronta entrega\b|\bimmediate(?:ly)?\b|\bprompt\b|\bimediat[oa]\b|\binmediato\b|\bimmediat\b|\bdisponible\b|\bdisponivel\b|\bvorratig\b|\bsur stock\b|немедленно|в наявности|فوري|\binmediata\b|在庫あり|即納|即日|متوفر|متاح في المخزون|в наличии|со склада)"
)
_STOCK_DAYS = 7
_NUMBER = re.compile(r"(\d{1,3})(?:\s*(?:-|~|to|bis|a|à|до|至)\s*(\d{1,3}))?")


@remembered(20_000)
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
    found = _find(text, _IN_CELLS)
    if found:
        return _doubtful(folded, found)
    if _NO_STOCK.search(folded) is not None:
        return None
    at_once = _AT_ONCE.get(folded)
    if at_once is not None:
        return Found(value=DayRange(min_days=at_once, max_days=at_once), start=0, end=len(text))
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


def _doubtful(folded: str, found: Sequence[Found[DayRange]]) -> Found[DayRange]:
    """The first of several spans, or one without an upper end, is less sure."""
    first = found[0]
    if any(one.value != first.value for one in found[1:]):
        note = "; ".join(filter(None, (first.note, "several spans are named; the first is taken")))
        return replace(first, confidence=0.7, note=note)
    if _OPEN.search(folded) is not None:
        note = "; ".join(filter(None, (first.note, "no longest time is named")))
        return replace(first, confidence=0.8, note=note)
    return first


_OPEN = re.compile(
    r"\d\s*\+|\d\s*(?:天|日|周)以上|\b(?:at least|mindestens|mind|al menos|au moins|pelo menos|min)\b|не менее|^(?:от|>|≥)"
)


@remembered(20_000)
def _find(text: str, expression: re.Pattern[str]) -> tuple[Found[DayRange], ...]:
    folded, places = _with_digits(*fold_keeping_places(text))
    found: list[Found[DayRange]] = []
    for one in expression.finditer(folded):
        if re.search(r"\d[.,]?$|\d-$", folded[: one.start()]) is not None:
            continue
        if one["low"] is None or (
            one.start() and folded[one.start() - 1].isascii() and folded[one.start() - 1].isalpha()
        ):
            continue
        groups = one.groupdict()
        unit = next(name for name in DAYS if groups.get(name))
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


def _with_digits(folded: str, places: Sequence[int]) -> tuple[str, Sequence[int]]:
    """Chinese numerals before a unit of time as digits: "十五天" is "15天"."""
    at = 0
    text, kept = "", list[int]()
    for one in _CJK_NUMBER.finditer(folded):
        tens, ten, ones = one.group().rpartition("十")
        value = 10 * _CJK_DIGITS.get(tens, 1) if ten else 0
        digits = str(value + _CJK_DIGITS.get(ones, 0))
        text += folded[at : one.start()] + digits
        kept += [*places[at : one.start()], *[places[one.start()]] * len(digits)]
        at = one.end()
    return text + folded[at:], (*kept, *places[at:])


def find_lead_times(text: str, /) -> list[Found[DayRange]]:
    """Spans of time in running text, in order."""
    return list(_find(text, _IN_TEXT))


def _found(low: int, high: int, unit: Unit, working: bool, start: int, end: int) -> Found[DayRange] | None:
    low, high = low * DAYS[unit], max(low, high) * DAYS[unit]
    note = ""
    if unit == "hour":
        low, high = -(-low // 24), -(-high // 24)
        note = "hours, rounded up to whole days"
    if working and unit == "day":
        low, high = -(-low * 7 // 5), -(-high * 7 // 5)
        note = "working days, five to the week, turned to calendar days"
    if high > _LONGEST:
        return None
    return Found(value=DayRange(min_days=low, max_days=high), start=start, end=end, note=note)
