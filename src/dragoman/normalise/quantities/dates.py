"""Dates in cells: ISO, day first, month names in nine languages, 2026年3月15日."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from babel import Locale

from dragoman.model import LANGUAGES
from dragoman.normalise.quantities.found import Found
from dragoman.remembered import remembered
from dragoman.vocabulary.folding import fold_keeping_places
from dragoman.vocabulary.units import unit_named

_ISO = re.compile(r"(?<!\d)(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?!\d)")
_COMPACT = re.compile(r"(?<!\d)(20\d{2})(0[1-9]|1[0-2])([0-2]\d|3[01])(?!\d)")
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?!\d)")
_HAN = re.compile(r"(?<![\d.年])(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号]")
_CENTURY = 100


@cache
def month_names() -> dict[str, int]:
    """Folded name -> number, in the nine languages; Chinese and Japanese number theirs ("3月")."""
    names: dict[str, int] = {}
    for language in LANGUAGES:
        locale = Locale.parse(language)
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in locale.months[context][width].items():
                    folded = fold_keeping_places(str(name).rstrip("."))[0]
                    if not folded[:1].isdigit():
                        names[folded] = int(number)
    return names


@cache
def _named() -> re.Pattern[str]:
    months = "|".join(re.escape(name) for name in sorted(month_names(), key=len, reverse=True))
    return re.compile(
        rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|\.)?[\s\-/]*(?:de\s+|of\s+)?(?P<month>{months})\.?(?!\w)(?:[\s\-/]*(?:de\s+|,\s*)?(?P<year>\d{{4}}|(?<=[\-/])\d{{2}}(?!\d)))?"
        rf"|(?<!\w)(?P<month2>{months})\.?\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:,?\s*(?P<year2>\d{{4}}))?"
    )


_WHOLE_DATE = re.compile(
    r"(?:\d{4}([-/.])\d{1,2}\1\d{1,2}|\d{1,2}([-/.])\d{1,2}\2\d{4}|(?:\d{4}年)?\d{1,2}月\d{1,2}日)(?:[ t]\d.*)?"
)
_SHORT_DATE = re.compile(r"\d{1,2}(?:-|\. ?)(?P<after>[^\W\d_]{3,})\.?|(?P<before>[^\W\d_]{3,})\.?-\d{2}")
_LONGEST_DATE = 30


@remembered(20_000)
def is_date_alone(text: str, /) -> bool:
    """Whether a text is a date and nothing else, such as a spreadsheet makes of "10-20" and "3-5"; "12-set" is not.

    >>> [is_date_alone(text) for text in ("2026-10-20", "20-Oct", "Mar-05", "10-20", "12-set", "5-day")]
    [True, True, True, False, False, False]
    """
    if len(text) > _LONGEST_DATE:
        return False
    folded = fold_keeping_places(text.strip())[0]
    if _WHOLE_DATE.fullmatch(folded) is not None:
        return True
    short = _SHORT_DATE.fullmatch(folded)
    month = (short["after"] or short["before"]) if short is not None else ""
    return month in month_names() and unit_named(month) is None


@remembered(20_000)
def parse_date(text: str, /) -> Found[date] | None:
    """The one date that a cell names; "03/04/2026" is read day first, less surely."""
    compact = _COMPACT.fullmatch(fold_keeping_places(text.strip())[0])
    if compact is not None:
        day = _date(int(compact[1]), int(compact[2]), int(compact[3]))
        return Found(value=day, start=0, end=len(text)) if day is not None else None
    found = find_dates(text, today=None)
    return found[0] if len(found) == 1 else None


def find_dates(text: str, /, *, today: date | None) -> list[Found[date]]:
    """Dates in running text.

    Args:
        today: A day without a year is the next one from today; None: such a day is no date.
    """
    folded, places = fold_keeping_places(text)
    found: list[Found[date]] = []

    def add(match: re.Match[str], made: date | None, confidence: float = 1.0, note: str = "") -> None:
        if made is not None:
            found.append(
                Found(
                    value=made,
                    start=places[match.start()],
                    end=places[match.end() - 1] + 1,
                    confidence=confidence,
                    note=note,
                )
            )

    for one in _ISO.finditer(folded):
        add(one, _date(int(one[1]), int(one[2]), int(one[3])))
    for one in _DAY_FIRST.finditer(folded):
        year = int(one[4]) if len(one[4]) == 4 else 2000 + int(one[4])
        first, second = int(one[1]), int(one[3])
        unsure = one[2] == "/" and first <= 12 and second <= 12 and first != second
        made = _date(year, second, first) or _date(year, first, second)
        add(one, made, 0.7 if unsure else 1.0, "day and month could be the other way round" if unsure else "")
    for one in _HAN.finditer(folded):
        add(one, _next(today, int(one["month"]), int(one["day"])))
    for one in _named().finditer(folded):
        day = int(one["day"] or one["day2"])
        month = month_names()[one["month"] or one["month2"]]
        year_text = one["year"] or one["year2"]
        if year_text and len(year_text) == 2:
            year_text = f"20{year_text}"
        add(one, _date(int(year_text), month, day) if year_text else _next(today, month, day))
    return sorted(found, key=lambda one: one.start)


def _next(today: date | None, month: int, day: int) -> date | None:
    if today is None:
        return None
    made = _date(today.year, month, day)
    return made if made is not None and made >= today else _date(today.year + 1, month, day)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
