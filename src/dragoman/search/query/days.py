"""Days that are said by the month: "end of February", "Mitte März", "1月末", "年底", and "31.12." behind "until".

A month's end is its last day, its middle the 15th, its beginning the 1st: the strictest reading of each.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from functools import cache

from dragoman.normalise.quantities.dates import find_dates, month_names
from dragoman.normalise.quantities.found import Found
from dragoman.search.query.weeks import find_weeks
from dragoman.vocabulary.folding import fold_keeping_places

_END = r"end|late|ende|fin|finales|fines|final|finals|a finales|fim|finais|конец|конца|концу|конце|نهايه|اخر|اواخر"
_MIDDLE = r"mid|middle|mitte|mediados|mi|milieu|meados|meado|середина|середины|середине|середину|منتصف"
_BEGIN = (
    r"beginning|start|early|anfang|beginn|principios|comienzos|inicios|debut|inicio|comeco"
    r"|начало|начала|начале|началу|بدايه|اوائل|مطلع"
)
_JOINT = r"[\s\-]{1,2}(?:(?:of|de|del|du|des|d'|do|da|la|l'|the|dem|der|this|this\s|شهر)\s?){0,2}"
_THIS_MONTH = (
    r"month|monats?|mes|mois|mês|месяца|الشهر",
    r"year|jahres?|año|ano|annee|года|السنه|العام",
)
_COMPOUNDS = r"(?P<month_end>monatsende|月底|月末)|(?P<year_end>jahresende|年底|年末)"
_HAN_PART = r"(?P<han>\d{1,2})月(?:の)?(?P<han_part>末|底|下旬|半ば|中旬|中|初め|初|頭|上旬)"
_NUMERIC = re.compile(
    r"(?:(?<!\w)(?:by|before|until|bis|bis zum|bis spatestens|spatestens|spatestens am|am|vor|vor dem|zum|antes del|antes de|para el|avant le|pour le|au plus tard le|a mas tardar el|o mais tardar(?: a| em| no dia)?|d'ici le|ate|ate o dia|до|к|не позднее|قبل|قبل يوم)\s)"
    r"(?P<day>\d{1,2})[./](?P<month>\d{1,2})(?:\.(?!\d)|(?![\d.,/]))"
)
_HAN_PARTS = {"末": "end", "底": "end", "下旬": "end", "半ば": "middle", "中旬": "middle", "中": "middle"}


@cache
def _said() -> re.Pattern[str]:
    months = "|".join(re.escape(name) for name in sorted(month_names(), key=len, reverse=True))
    month, year = (fold_keeping_places(names)[0] for names in _THIS_MONTH)
    return re.compile(
        rf"(?<!\w)(?:(?P<end>{_END})|(?P<middle>{_MIDDLE})|(?P<begin>{_BEGIN}))(?:{_JOINT})"
        rf"(?:(?P<name>{months})|(?P<this_month>{month})|(?P<this_year>{year}))(?!\w)\.?(?:\s(?:de\s)?(?P<year>20\d\d)(?!\d))?"
        rf"|{_COMPOUNDS}|{_HAN_PART}"
    )


def find_days(text: str, /, *, today: date) -> list[Found[date]]:
    """All days named in running text: dates, and those said by the month; those without a year are the next."""
    folded, places = fold_keeping_places(text)
    found = find_dates(text, today=today)
    for start, end, day in (*_by_month(folded, today), *find_weeks(folded, today)):
        note = f"{folded[start:end].strip()!r} read as {day:%d %B}"
        found.append(
            Found(value=day, start=places[start], end=places[end - 1] + 1, confidence=0.9, note=note)
        )
    return sorted(found, key=lambda one: one.start)


def _by_month(folded: str, today: date) -> Iterator[tuple[int, int, date]]:
    for one in _said().finditer(folded):
        made = _day(one, today)
        if made is not None:
            yield one.start(), one.end(), made
    for one in _NUMERIC.finditer(folded):
        month, day = int(one["month"]), int(one["day"])
        if 1 <= month <= 12 and 1 <= day <= monthrange(today.year, month)[1]:
            yield one.start("day"), one.end(), _next(today, month, day)


def _day(one: re.Match[str], today: date) -> date | None:
    if one["year_end"]:
        return _next(today, 12, 31)
    if one["month_end"]:
        return _next(today, today.month, monthrange(today.year, today.month)[1])
    if one["han"]:
        month = int(one["han"])
        return _in(today, month, _HAN_PARTS.get(one["han_part"], "begin")) if 1 <= month <= 12 else None
    part = "end" if one["end"] else "middle" if one["middle"] else "begin"
    if one["this_year"]:
        month = {"end": 12, "middle": 6, "begin": 1}[part]
        return _in(today, month, part)
    month = month_names()[one["name"]] if one["name"] else today.month
    if one["year"]:
        return _of(int(one["year"]), month, part)
    made = _in(today, month, part)
    if one["this_month"] and part != "end" and made.year > today.year:
        following = today.month % 12 + 1
        return _in(today, following, part)
    return made


def _in(today: date, month: int, part: str) -> date:
    made = _of(today.year, month, part)
    return made if made >= today else _of(today.year + 1, month, part)


def _of(year: int, month: int, part: str) -> date:
    return date(year, month, {"end": monthrange(year, month)[1], "middle": 15, "begin": 1}[part])


def _next(today: date, month: int, day: int) -> date:
    made = date(today.year, month, day)
    return (
        made if made >= today else date(today.year + 1, month, min(day, monthrange(today.year + 1, month)[1]))
    )
