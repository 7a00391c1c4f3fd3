"""Amounts that are written in thousands: "Price (thousand EUR)", "单价（万元）", "Цена, тыс. руб.", "TEUR"."""

from __future__ import annotations

import re
from typing import NamedTuple

from dragoman.remembered import remembered
from dragoman.vocabulary.currencies import find_currencies

_THOUSAND = (
    r"thousands?|tausend|tsd\.?|тыс\.?|тысяч\w*|miles|milliers?|mil|milhares|آلاف|ألف|(?:(?<=in )|(?<=en )|(?<=em )|(?<=в ))1[., ]?000"
    r"|['’]000s?|k|t|千"
)
_BEFORE = re.compile(
    rf"(?<![\w/.,])(?<!/ )(?<!per )(?<!je )(?<!pro )(?<!par )(?<!por )(?<!за )(?<!a )(?P<times>{_THOUSAND}|万|十万|百万)\s*(?:of\s|de\s|d['’]\s?)?$",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"^\s*(?:in\s)?(?P<times>thousands?|tausend|tsd\.?|тыс\.?|'000s?|’000s?|k)(?![\w/])", re.IGNORECASE
)
_GLUED = re.compile(r"(?<!\w)(?P<times>[TkK])(?P<name>EUR|USD|GBP|CHF|CNY|RMB|€|\$|£)(?!\w)")
_CJK = re.compile(
    r"(?<!每)(?<!\d)(?P<times>百万|十万|万|千)(?P<name>元|円|美元|美金|欧元|人民币|日元|港币|卢布)"
)
_TIMES = {"万": 10_000, "十万": 100_000, "百万": 1_000_000, "千": 1_000}


class Scale(NamedTuple):
    """What amounts are to be multiplied by, and the text without the word that says so."""

    times: int
    text: str


@remembered(4_096)
def scale_in(text: str, /) -> Scale | None:
    """The scale of the amounts that a name or a note speaks of; None where it says none. "Price per 1000 EUR" and
    "Price / thousand" are of what prices are for.

    >>> scale_in("Price (thousand EUR)"), scale_in("单价（万元）")
    (Scale(times=1000, text='Price ( EUR)'), Scale(times=10000, text='单价（元）'))
    >>> [scale_in(text) for text in ("Price EUR", "Price EUR per thousand", "EUR / 1000 pcs")]
    [None, None, None]
    """
    for glued in (_GLUED.search(text), _CJK.search(text)):
        if glued is not None:
            start, end = glued.span("times")
            return Scale(_TIMES.get(glued["times"], 1_000), text[:start] + text[end:])
    for currency in find_currencies(text):
        before = _BEFORE.search(text, 0, currency.start)
        if before is not None:
            start, end = before.span("times")
            return Scale(_TIMES.get(before["times"], 1_000), text[:start] + text[end:])
        behind = _BEHIND.match(text[currency.end :])
        if behind is not None:
            start, end = (currency.end + at for at in behind.span("times"))
            return Scale(1_000, text[:start] + text[end:])
    return None
