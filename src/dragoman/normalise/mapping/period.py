"""When the prices of a column hold, as its name says: "Price from 15 Jan 2027", "Preis 01/2027", "Preis bis 31.12.2026"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from dragoman.normalise.quantities.dates import find_dates, month_names
from dragoman.vocabulary.folding import fold_keeping_places
from dragoman.vocabulary.units import unit_named

_YEARLESS = date(2000, 1, 1)
"""Days without a year come out in 2000 or 2001, which no price list of today names."""
_MONTH_YEAR = re.compile(
    r"(?<![\d/.\-])(?P<month>0?[1-9]|1[0-2])[/.\-](?P<year>20\d\d)(?![\d/.\-])"
    r"|(?<![\d/.\-])(?P<year2>20\d\d)[/.\-](?P<month2>0[1-9]|1[0-2])(?![\d/.\-])"
    r"|(?<!\d)(?P<year3>20\d\d)\s?年\s?(?P<month3>1[0-2]|0?[1-9])\s?月"
    r"|(?<!\w)[qк](?P<quarter>[1-4])[\s/.\-]*(?P<year4>20\d\d)(?!\d)"
)
_YEAR = re.compile(r"(?<![\w.,\-≥>])(?P<year>20[23]\d)(?:\s?[年г]\.?)?(?![\w.,+]|以上|起)")
_FROM = re.compile(
    r"(?:(?:valid|gultig|valable|valido|valida|effective|деиств\w*)\s*)?"
    r"(?:(?<!\w)(?:as of|from|since|starting|ab dem|ab|vom|desde|a partir du|a partir de|a partir d|des le|des|с|от|из|من|ابتداء من)\s*|自\s?)\W*$"
)
_UNTIL = re.compile(
    r"(?:(?:valid|gultig|valable|valido|valida|validity|деиств\w*|صالح)\s*)?"
    r"(?:(?<!\w)(?:until|till|to|thru|through|bis zum|bis|hasta|jusqu'?\s?au|jusqu'?\s?a|ate|до|по|حتي)\s*|至\s?|截至\s?|有效期至?\s?)\W*$"
)
_FROM_BEHIND = re.compile(r"\s*(?:起|から|より)")
_UNTIL_BEHIND = re.compile(r"\s*(?:まで|止|为止)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """The days that prices hold in, both inclusive; None where a name leaves an end open or says no year."""

    begins: date | None = None
    ends: date | None = None
    edition: bool = False
    """A month or year alone: the list's own date as likely as the first day of its prices."""

    def is_past(self, today: date, /) -> bool:
        return self.ends is not None and self.ends < today

    def is_to_come(self, today: date, /) -> bool:
        return self.begins is not None and self.begins > today

    def words(self) -> str:
        """Of the reason that a user reads."""
        if self.begins is None:
            return f"until {self.ends}"
        return f"from {self.begins} on" if self.ends is None else f"from {self.begins} until {self.ends}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Named:
    start: int
    end: int
    first: date | None
    last: date | None
    whole_day: bool


def find_period(text: str, /) -> tuple[Period, str] | None:
    """When a name says that its prices hold, and the name without that; None for a name without a date.

    >>> find_period("Preis ab 15.04.2027")[0].begins, find_period("Price 100+")
    (datetime.date(2027, 4, 15), None)
    """
    if not any(char.isdigit() for char in text):
        return None
    folded, places = fold_keeping_places(text)
    rest = folded
    begins: date | None = None
    ends: date | None = None
    edition = True
    found = False
    for one in _dates(folded):
        if rest[one.start : one.end] != folded[one.start : one.end]:
            continue  # within a longer date
        found = True
        before, behind = rest[: one.start], rest[one.end :]
        until, since = _UNTIL.search(before), _FROM.search(before)
        after = _UNTIL_BEHIND.match(behind) or _FROM_BEHIND.match(behind)
        if until is not None or _UNTIL_BEHIND.match(behind) or begins is not None:
            ends = one.last
        else:
            begins = one.first
        edition = edition and not one.whole_day and until is None and since is None and after is None
        start = (
            min(match.start() for match in (until, since, None) if match is not None)
            if until or since
            else one.start
        )
        end = one.end + (after.end() if after is not None else 0)
        rest = rest[:start] + " " * (end - start) + rest[end:]
    if not found:
        return None
    kept = "".join(
        text[at] if rest[number] == folded[number] else " "
        for number, at in enumerate(places)
        if number == 0 or places[number - 1] != at
    )
    return Period(begins=begins, ends=ends, edition=edition), kept


def _dates(folded: str) -> Iterator[_Named]:
    """Whole days first, then months and quarters, then years."""
    for day in find_dates(folded, today=_YEARLESS):
        made = day.value if day.value.year > _YEARLESS.year + 1 else None
        yield _Named(start=day.start, end=day.end, first=made, last=made, whole_day=True)
    for one in _MONTH_YEAR.finditer(folded):
        year = int(one["year"] or one["year2"] or one["year3"] or one["year4"])
        quarter = one["quarter"]
        month = 3 * int(quarter) - 2 if quarter else int(one["month"] or one["month2"] or one["month3"])
        yield _months(one, year, month, 3 if quarter else 1)
    for one in _named_month().finditer(folded):
        yield _months(one, int(one["year"]), month_names()[one["month"]], 1)
    for one in _YEAR.finditer(folded):
        behind = re.match(r"\s*([^\W\d_]+)", folded[one.end() :])
        if behind is None or unit_named(behind[1]) is None:
            yield _months(one, int(one["year"]), 1, 12)


def _months(found: re.Match[str], year: int, month: int, many: int) -> _Named:
    after = year * 12 + month - 1 + many
    return _Named(
        start=found.start(),
        end=found.end(),
        first=date(year, month, 1),
        last=date(after // 12, after % 12 + 1, 1) - timedelta(days=1),
        whole_day=False,
    )


@cache
def _named_month() -> re.Pattern[str]:
    months = "|".join(re.escape(name) for name in sorted(month_names(), key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?P<month>{months})\.?(?:\s+de)?[\s/\-]*(?P<year>20\d\d)(?!\d)")
