"""Days that are said by the week: "by Friday", "KW 7", "semaine 3", "下周五之前", "来週金曜まで", "next month".

A weekday is its next one from today, also behind "next"; a week is over on its Sunday, a month on its last day.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from dragoman.vocabulary.folding import fold_keeping_places

_WEEKDAYS = (
    "monday|montag|lundi|lunes|segunda-feira|понедельник[ау]?|الاثنين|الإثنين",
    "tuesday|dienstag|mardi|martes|terça-feira|вторник[ау]?|الثلاثاء",
    "wednesday|mittwoch|mercredi|miércoles|quarta-feira|сред[уые]|الأربعاء",
    "thursday|donnerstag|jeudi|jueves|quinta-feira|четверг[ау]?|الخميس",
    "friday|freitag|vendredi|viernes|sexta-feira|sexta|пятниц[аыуе]|الجمعة",
    "saturday|samstag|sonnabend|samedi|sábado|суббот[аыуе]|السبت",
    "sunday|sonntag|dimanche|domingo|воскресень[еяю]|الأحد",
)
"""Monday is the first."""
_CUE = (
    r"(?:by|before|until|till|on|no later than|not later than|bis(?: spatestens| zum)?|spatestens(?: am)?|am|vor|zum|avant|d'ici|pour|au plus tard|a mas tardar(?: el)?|antes del?|para(?: el)?|hasta(?: el)?"
    r"|ate(?: a)?|antes d[ea]|para a|na|no|ate o|до|к|ко|не позднее|قبل|حتي|يوم|بحلول)"
)
_NEXT = r"(?:next|this|coming|nachste[nrms]?|kommende[nrms]?|diese[nrms]?|proximo|proxima|este|esta|prochaine?|cette|ce|следующ\w+|ближаиш\w+|этои|эту|этот)"
_NEXT_BEHIND = r"(?:next week|prochaine?|que viene|proximo|proxima|القادم|المقبل|القادمه|المقبله)"
_WEEK = r"(?:calendar week|week no\.?|week|wk\.?|kalenderwoche|kw|woche|semaine|semana|sem\.?|неделя|недели|неделе|неделю|الاسبوع(?: رقم)?)"
_NEXT_WEEK = r"next week|nachste[rn]? woche|kommende[rn]? woche|la semaine prochaine|semaine prochaine|la semana que viene|la proxima semana|proxima semana|semana que vem|na proxima semana|(?:на )?следующ\w+ недел\w+|الاسبوع (?:القادم|المقبل)"
_THIS_WEEK = r"this week|diese[rn]? woche|cette semaine|esta semana|(?:на )?этои недел\w+|هذا الاسبوع"
_NEXT_MONTH = r"(?:the )?(?:end of )?next month|(?:ende )?nachste[nrs]? monats?|(?:ende )?kommende[nrs]? monats?|(?:fin du |le )?mois prochain|(?:el |fin del |a fin del )?(?:proximo mes|mes que viene|mes proximo)|(?:o |no |fim do )?(?:proximo mes|mes que vem)|(?:конц[еау] )?следующ\w+ месяц\w*|(?:نهايه )?الشهر (?:القادم|المقبل)"
_YEAR_END = r"(?:christmas|xmas|weihnachten|noel|navidad(?:es)?|natal|рождеств[ао]|圣诞节?|クリスマス)"
_HAN_DAYS = {day: n for n, day in enumerate("一二三四五六日")} | {"天": 6}
_KANA_DAYS = {day: n for n, day in enumerate("月火水木金土日")}
_HAN = re.compile(
    r"(?P<which>下下?|本|这|這)?(?:个|個)?(?:周|星期|礼拜|週)(?P<day>[一二三四五六日天])(?![\u4e00-\u9fff]*班)"
)
_KANA = re.compile(r"(?P<which>来週|再来週|今週|次|翌週)?(?:の)?(?P<day>[月火水木金土日])曜日?")
_HAN_WEEK = re.compile(r"第\s?(?P<week>\d{1,2})\s?(?:周|週)")
_WEEKS = {"下": 1, "下下": 2, "来週": 1, "翌週": 1, "再来週": 2}


@cache
def _said() -> re.Pattern[str]:
    days = "|".join(
        f"(?P<d{number}>{fold_keeping_places(names)[0]})" for number, names in enumerate(_WEEKDAYS)
    )
    article = r"(?:(?:the|den|dem|der|le|el|o|a|на|в|во|يوم)\s)?"
    return re.compile(
        rf"(?<!\w)(?:(?:(?P<cue>{_CUE}\s(?:{_CUE}\s)?{article})?(?P<next>{_NEXT}\s)?(?:{days})(?P<behind>\s{_NEXT_BEHIND})?)"
        rf"|{_WEEK}\s?(?P<week>\d{{1,2}})(?![\d.,]|\s?[-–x×]\s?\d|\s?%)"
        rf"|(?P<ordinal>\d{{1,2}})(?:-?(?:и|я|ои|ю|еи))\s(?:недел[яеию]))(?!\w)"
    )


_RELATIVE = re.compile(
    rf"(?<!\w)(?:(?P<next_week>{_NEXT_WEEK})|(?P<this_week>{_THIS_WEEK})|(?P<next_month>{_NEXT_MONTH})|(?P<christmas>{_YEAR_END}))(?![a-zа-я\u0621-\u064a])"
    rf"|(?P<han_next_week>下个?(?:周|星期|礼拜)(?![一二三四五六日天])|来週(?![月火水木金土日]曜))"
    rf"|(?P<han_this_week>本周(?![一二三四五六日天])|这周(?![一二三四五六日天])|今週(?![月火水木金土日]曜))"
    rf"|(?P<han_next_month>下个?月(?:底|末)?|来月末?(?!\d))|(?P<han_christmas>圣诞节?前|クリスマス(?:まで|前))"
)
_TIMED = re.compile(
    rf"(?:(?<!\w){_CUE}(?:\s(?:the|den|dem|der|le|la|el|o|a))?|in|en|em|на|в|within|nachste\w*|pour|delivery|delivered|lieferung|livraison|entrega|доставка|التسليم)\s?$"
)
"""Before a day that falls on a feast's name: "before Christmas", and not "Christmas trees"."""
_ALONE = re.compile(r"\s*(?:$|[,;.!?，、。)]|(?:delivery|delivered|geliefert|livraison|entrega)(?!\w))")


_OF_MONTH = re.compile(
    r"(?:(?<!\w)(?:by|before|until|till|no later than) the (?P<en>\d{1,2})(?:st|nd|rd|th)(?! (?:of )?[a-z]{3})|(?<!\w)bis zum (?P<de>\d{1,2})\.(?=\s*(?:$|[,;]))"
    r"|(?<!\w)до (?P<ru>\d{1,2})(?:-?го|\s?числа)|(?<![\d月])(?P<zh>\d{1,2})号(?:之?前|以前)"
    r"|(?P<next>来月|下个?月)の?(?P<in_next>\d{1,2})[日号]|(?:今月|本月|这个?月)の?(?P<in_this>\d{1,2})[日号])"
)
""" "by the 15th", "до 15 числа", "来月15日": the next such day, or that of the month told."""


def _of_month(folded: str, today: date) -> Iterator[tuple[int, int, date]]:
    for one in _OF_MONTH.finditer(folded):
        number = next(int(one[name]) for name in ("en", "de", "ru", "zh", "in_next", "in_this") if one[name])
        this = today.replace(day=1)
        following = (this + timedelta(days=32)).replace(day=1)
        first = following if one["next"] or (number < today.day and not one["in_this"]) else this
        if 1 <= number <= monthrange(first.year, first.month)[1]:
            made = first.replace(day=number)
            if made >= today:
                yield one.start(), one.end(), made


def find_weeks(folded: str, today: date, /) -> Iterator[tuple[int, int, date]]:
    """(start, end, day) of days said by the week, of text that is folded."""
    for one in _said().finditer(folded):
        number = one["week"] or one["ordinal"]
        if number is not None:
            made = _of_week(today, int(number))
            if made is not None:
                yield one.start(), one.end(), made
            continue
        told = one["cue"] or one["next"] or one["behind"]
        begins = re.search(r"(?:^|[,;.!?(]\s?)$", folded[: one.start()]) is not None
        if told or (begins and _ALONE.match(folded[one.end() :])):
            weekday = next(n for n in range(len(_WEEKDAYS)) if one[f"d{n}"])
            start = one.start("next") if one["next"] else one.start(f"d{weekday}")
            yield start, one.end(), _coming(today, weekday)
    yield from _of_month(folded, today)
    yield from _relative(folded, today)
    if not folded.isascii():
        yield from _in_han(folded, today)


def _relative(folded: str, today: date) -> Iterator[tuple[int, int, date]]:
    sunday = today + timedelta(days=6 - today.weekday())
    for one in _RELATIVE.finditer(folded):
        kind = (one.lastgroup or "").removeprefix("han_")
        if kind == "next_week":
            yield one.start(), one.end(), sunday + timedelta(days=7)
        elif kind == "this_week":
            yield one.start(), one.end(), sunday
        elif kind == "next_month":
            first = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
            yield one.start(), one.end(), first.replace(day=monthrange(first.year, first.month)[1])
        elif one.lastgroup == "han_christmas" or _TIMED.search(folded[: one.start()]):
            eve = date(today.year, 12, 24)
            yield one.start(), one.end(), eve if eve >= today else date(today.year + 1, 12, 24)


def _in_han(folded: str, today: date) -> Iterator[tuple[int, int, date]]:
    for expression, days in ((_HAN, _HAN_DAYS), (_KANA, _KANA_DAYS)):
        for one in expression.finditer(folded):
            weekday = days[one["day"]]
            weeks = _WEEKS.get(one["which"] or "", 0)
            monday = today - timedelta(days=today.weekday()) + timedelta(weeks=weeks)
            made = monday + timedelta(days=weekday) if weeks or one["which"] else _coming(today, weekday)
            if made >= today:
                yield one.start(), one.end(), made
    for one in _HAN_WEEK.finditer(folded):
        made_week = _of_week(today, int(one["week"]))
        if made_week is not None:
            yield one.start(), one.end(), made_week


def _coming(today: date, weekday: int) -> date:
    """The next such day behind today."""
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def _of_week(today: date, week: int) -> date | None:
    """The Sunday of an ISO week, of this year or the next."""
    for year in (today.year, today.year + 1):
        try:
            sunday = date.fromisocalendar(year, week, 7)
        except ValueError:
            continue
        if sunday >= today:
            return sunday
    return None
