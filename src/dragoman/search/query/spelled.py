"""A question made plain before it is read: numbers said in words become digits, dozens become pieces.

Readers then see "6 weeks" where the buyer wrote "six weeks". Every letter of the plain text knows its place in
the question as it was written, so that what was understood is shown in the buyer's own words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial

from dragoman.model import Language
from dragoman.normalise.quantities.tokens import tokens
from dragoman.search.query import marks
from dragoman.search.query.marks import Rewrite
from dragoman.vocabulary.folding import fold_keeping_places
from dragoman.vocabulary.units import is_counting

_ONES = (
    "2 two zwei dos deux dois duas два две двух اثنان اثنين|3 three drei tres trois três три трех ثلاثة ثلاث|4 four vier cuatro quatre quatro четыре четырех أربعة أربع"
    "|5 five fünf cinco cinq пять пяти خمسة خمس|6 six sechs seis шесть шести ستة ست|7 seven sieben siete sept sete семь семи سبعة سبع"
    "|8 eight acht ocho huit oito восемь восьми ثمانية ثماني|9 nine neun nueve neuf nove девять девяти تسعة تسع|10 ten zehn diez dix dez десять десяти عشرة عشر"
    "|11 eleven elf once onze одиннадцать|12 twelve zwölf doce douze doze двенадцать|15 fifteen fünfzehn quince quinze пятнадцать|20 twenty zwanzig veinte vingt vinte двадцать عشرون عشرين"
    "|24 vierundzwanzig veinticuatro vingt-quatre|30 thirty dreißig treinta trente trinta тридцать ثلاثون ثلاثين|40 forty vierzig cuarenta quarante quarenta сорок أربعين|45 forty-five quarante-cinq"
    "|50 fifty fünfzig cincuenta cinquante cinquenta пятьдесят خمسون خمسين|60 sixty sechzig sesenta soixante sessenta шестьдесят ستين|90 ninety neunzig noventa девяносто تسعين"
)
_LARGE = (
    "100 hundred a_hundred one_hundred hundert einhundert cien cem сто مئة مائة|200 two_hundred zweihundert doscientos doscientas deux_cents duzentos duzentas двести مئتان مئتي مائتي"
    "|250 two_hundred_and_fifty zweihundertfünfzig doscientos_cincuenta doscientas_cincuenta deux_cent_cinquante duzentos_e_cinquenta duzentas_e_cinquenta двести_пятьдесят"
    "|300 three_hundred dreihundert trescientos trescientas trois_cents trezentos trezentas триста ثلاثمئة ثلاثمائة|400 four_hundred vierhundert cuatrocientos cuatrocientas quatre_cents quatrocentos quatrocentas четыреста أربعمئة أربعمائة"
    "|500 five_hundred fünfhundert quinientos quinientas cinq_cents quinhentos quinhentas пятьсот خمسمئة خمسمائة|600 six_hundred sechshundert seiscientos seiscientas six_cents seiscentos seiscentas шестьсот ستمئة ستمائة"
    "|700 seven_hundred siebenhundert setecientos setecientas sept_cents setecentos setecentas семьсот سبعمئة سبعمائة|800 eight_hundred achthundert ochocientos ochocientas huit_cents oitocentos oitocentas восемьсот ثمانمئة ثمانمائة"
    "|900 nine_hundred neunhundert novecientos novecientas neuf_cents novecentos novecentas девятьсот تسعمئة تسعمائة|1200 mil_e_duzentos mil_e_duzentas mil_doscientos mil_doscientas mille_deux_cents|1500 mil_e_quinhentos mil_e_quinhentas mil_quinientos mil_quinientas mille_cinq_cents|1000 a_thousand one_thousand tausend eintausend тысяча тысячу ألف|2000 two_thousand zweitausend dos_mil deux_mille dois_mil duas_mil две_тысячи ألفان ألفي"
    "|3000 three_thousand dreitausend tres_mil trois_mille três_mil три_тысячи ثلاثة_آلاف|5000 five_thousand fünftausend cinco_mil cinq_mille пять_тысяч خمسة_آلاف|10000 ten_thousand zehntausend diez_mil dix_mille dez_mil десять_тысяч عشرة_آلاف"
)
_HAN_NUMBER = r"[一二两三四五六七八九十百千万〇零]+"
_HAN_TIME = r"周|週|个?星期|個?星期|天|日間|日|个?月|個?月|ヶ月|か月|年|美元|欧元|美金|元|円|ドル|ユーロ"
_HAN_COUNTER = r"个|個|件|只|支|瓶|本|枚|条|台|把|张|双|套|箱|包|盒"
_HAN = re.compile(
    rf"(?<![\d.])(?P<number>{_HAN_NUMBER})(?:(?P<time>{_HAN_TIME})|(?P<counter>{_HAN_COUNTER}))"
)
_HAN_DIGITS = {char: n for n, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_HAN_SCALES = {"十": 10, "百": 100, "千": 1000}
_DOZEN = re.compile(
    r"(?<![\w.,])(?:(?P<number>\d{1,5})\s*|(?P<half>half an?|half|a half|ein halbes|halbes|media|une demi|demi|meia|半|نصف|пол)[\s-]?|(?P<one>an?|one|ein|eine|una?|une|uma?|один|одну)\s)?(?P<word>dozens?|doz\.?|dutzend|docenas?|douzaines?|duzias?|дюжин\w*|打|ダース|دزين\w*)(?!\w)(?:\s+(?:of|de|d')(?!\w))?"
)
_DOZENS_BEHIND = re.compile(r"\s(?:dozens?|dutzend|docenas?|douzaines?|duzias?|дюжин\w*|دزين\w*)(?!\w)")
_K = re.compile(
    r"(?<![\w.,/-])(?P<number>\d{1,4})k(?=\s(?!resistors|ohms|runs|steps|monitors|tvs)[^\W\d_]{2,}s(?!\w))"
)
_PICTURES = frozenset({2, 4, 5, 6, 8, 12, 16})
""" "4k monitors": lines of a picture."""
_THOUSAND = re.compile(
    r"(?<![\w.,])(?P<number>\d{1,4})\s?(?:thousand|tausend|mille|тысяч\w*|الاف|k(?=\s?(?:pcs|pieces|units|stk|шт)(?!\w))|mil(?=\s+(?:de|unidades|piezas|pecas|uds)(?!\w)))(?!\w)"
)
_TWO_NUMBERS = re.compile(
    r"(?<![\w.,/-])(?P<count>[1-9]\d{1,4}) (?=(?P<size>[1-9]\d{0,3}) ?(?P<unit>[^\W\d_]{1,3})(?!\w))"
)
_TIME = re.compile(
    r"\s?-?(?:(?:working|business|рабочих|календарных)\s)?(?:days?|weeks?|months?|tage?n?|wochen?|monate?n?|arbeitstage?n?|werktage?n?|dias?|semanas?|mes(?:es)?|jours?|semaines?|mois|д(?:неи|ня)|недел[ьяи]|месяц\w*|ايام|اسابيع|اشهر|يوم\w*|dollars?|dolares|dollar|euros?|usd|eur|долл\w*|евро|دولار\w*|يورو)(?!\w)"
)
_ONE_TIME = re.compile(
    r"(?<!\w)(?:in|within|(?:in )?(?:less than|under)|innerhalb|(?:in )?weniger als|binnen|dans|(?:en )?moins d'|sous|en|em|(?:en|em) menos de|dentro de|menos de|через|меньше чем за|менее чем за|за|в течение|خلال|في غضون|بعد) (?P<one>(?:a|an|one|einem|einer|eines|un|une|una|um|uma|один|одну|одного)\s)?(?P<time>month|week|monats?|wochen?|mois|semaine|semana|mes|месяца?|недел[юяи]|شهر|اسبوع)(?!\w)"
)
_SMALLEST_BARE = 100
"""A number in words below this counts only before a unit: "three piece suit", "seven seas"."""


Rule = Callable[[str], Iterator[Rewrite]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plain:
    """The plain text; its letter n stands for source[places[n]:places[n + 1]]."""

    source: str
    """As written."""
    text: str
    places: tuple[int, ...]
    """One more than letters: the last is the end."""

    def written(self, start: int, end: int, /) -> tuple[int, int]:
        """A stretch of the plain text as a stretch of what was written; never half of a rewritten word."""
        while end < len(self.text) and self.places[end] == self.places[end - 1]:
            end += 1
        return self.places[start], self.places[end]


def plain(text: str, /, *, language: Language = "en") -> Plain:
    """
    Args:
        language: Decides whether "1.500" is fifteen hundred, and what "mil" is.

    >>> plain("in  six weeks").text, plain("我要五百个").text, plain("10 dozen mugs").text
    ('in 6 weeks', '我要500个', '120 pcs mugs')
    >>> plain("1.500 Becher 30x20 cm", language="de").text
    '1500 Becher 30 cm x20 cm'
    """
    made = Plain(source=text, text=text, places=tuple(range(len(text) + 1)))
    rules: tuple[Rule, ...] = (
        _spaces,
        marks.designations,
        marks.hyphenated_limits,
        marks.pounds,
        marks.grammage,
        marks.powers,
        partial(_by_language, marks.thousands_by_dots, language),
        partial(_by_language, marks.scales, language),
        _words,
        _single,
        marks.duals,
        _han,
        marks.each_of,
        _thousands,
        _dozens,
        marks.containers,
        marks.fractions,
        marks.sides,
        marks.between,
        _two_numbers,
    )
    for rule in rules:
        made = _rewritten(made, rule)
    return made


def _by_language(
    rule: Callable[[str, Language], Iterator[Rewrite]], language: Language, text: str
) -> Iterator[Rewrite]:
    return rule(text, language)


def _rewritten(before: Plain, rule: Rule) -> Plain:
    parts: list[str] = []
    places: list[int] = []
    at = 0
    for start, end, new in sorted(rule(before.text)):
        if start < at:
            continue
        parts += (before.text[at:start], new)
        places.extend(before.places[at:start])
        # all letters of a rewritten stretch begin where it begins, so that it is taken whole or not at all
        places.extend([before.places[start]] * len(new))
        at = end
    if not parts:
        return before
    parts.append(before.text[at:])
    places.extend(before.places[at:])
    return Plain(source=before.source, text="".join(parts), places=tuple(places))


def _spaces(text: str) -> Iterator[Rewrite]:
    for run in re.finditer(r"\s{2,}|[^\S \n]", text):
        yield run.start(), run.end(), "\n" if "\n" in run.group() else " "


@cache
def _spelled() -> tuple[re.Pattern[str], dict[str, int]]:
    values: dict[str, int] = {}
    for listed in f"{_ONES}|{_LARGE}".split("|"):
        number, *names = listed.split()
        for name in names:
            values[fold_keeping_places(name.replace("_", " "))[0]] = int(number)
    names_by_length = sorted(values, key=len, reverse=True)
    return re.compile(rf"(?<![\w\d])(?:{'|'.join(map(re.escape, names_by_length))})(?!\w)"), values


def _words(text: str) -> Iterator[Rewrite]:
    folded, places = fold_keeping_places(text)
    for start, end, value in _composed(folded):
        behind = folded[end : end + 30]
        if re.search(r"\d[\s-]?$", folded[:start]):
            continue
        if (
            _TIME.match(behind)
            or _DOZENS_BEHIND.match(behind)
            or _before_unit(behind)
            or (value >= _SMALLEST_BARE and re.match(r"\s[^\W\d_]{3}", behind))
        ):
            yield places[start], places[end - 1] + 1, str(value)


_JOINT = re.compile(r"(?:\s|-|\s(?:and|und|et|y|e)\s|\sو)")
"""Between the words of one number: "two thousand and five hundred", "mil e duzentas"."""


def _composed(folded: str) -> Iterator[tuple[int, int, int]]:
    """(start, end, value) of numbers in words; a smaller one behind a round one is added: "two thousand five hundred"."""
    expression, values = _spelled()
    made: tuple[int, int, int] | None = None
    for found in expression.finditer(folded):
        value = values[found.group()]
        if made is not None and _JOINT.fullmatch(folded, made[1], found.start()):
            start, _, sofar = made
            digits = 10 ** len(str(value))
            if value < sofar and sofar % digits == 0:
                made = (start, found.end(), sofar + value)
                continue
        if made is not None:
            yield made
        made = (found.start(), found.end(), value)
    if made is not None:
        yield made


def _single(text: str) -> Iterator[Rewrite]:
    """ "in a month", "через месяц": one of it."""
    folded, places = fold_keeping_places(text)
    for found in _ONE_TIME.finditer(folded):
        start = places[found.start("one") if found["one"] else found.start("time")]
        yield start, places[found.end() - 1] + 1, f"1 {found['time']}"


def _before_unit(behind: str) -> bool:
    """Whether a counting unit follows; "piece" in the singular is part of a name ("three piece suit")."""
    following = tokens(behind)
    if not following or following[0].start > 1 or following[0].unit is None:
        return False
    return is_counting(following[0].unit) and following[0].text not in {
        "piece",
        "pack",
        "set",
        "case",
        "box",
        "in",
    }


def _han(text: str) -> Iterator[Rewrite]:
    for found in _HAN.finditer(text):
        value = _han_value(found["number"])
        if value is not None and (found["time"] is not None or value >= 10):
            yield found.start("number"), found.end("number"), str(value)


def _han_value(written: str) -> int | None:
    """
    >>> _han_value("五百"), _han_value("二十四"), _han_value("一万二千"), _han_value("十")
    (500, 24, 12000, 10)
    """
    total, section, digit = 0, 0, 0
    for char in written:
        if char in _HAN_DIGITS:
            digit = _HAN_DIGITS[char]
        elif char in _HAN_SCALES:
            section += (digit or 1) * _HAN_SCALES[char]
            digit = 0
        else:
            total += (section + digit or 1) * 10_000
            section, digit = 0, 0
    return total + section + digit or None


def _thousands(text: str) -> Iterator[Rewrite]:
    folded, places = fold_keeping_places(text)
    for found in _THOUSAND.finditer(folded):
        yield places[found.start()], places[found.end() - 1] + 1, f"{found['number']}000"
    for found in _K.finditer(folded):
        if int(found["number"]) not in _PICTURES:
            yield places[found.start()], places[found.end() - 1] + 1, f"{found['number']}000"


def _dozens(text: str) -> Iterator[Rewrite]:
    folded, places = fold_keeping_places(text)
    for found in _DOZEN.finditer(folded):
        alone = found["number"] is None and found["half"] is None and found["one"] is None
        if alone and re.search(r"(?:\w\s|\d)$", folded[: found.start()]):
            continue
        pieces = 6 if found["half"] else 12 * int(found["number"] or 1)
        yield places[found.start()], places[found.end() - 1] + 1, f"{pieces} pcs"


def _two_numbers(text: str) -> Iterator[Rewrite]:
    """ "500 750 ml bottles" is a count and a measure; "10 000 ml" is one number."""
    for found in _TWO_NUMBERS.finditer(text):
        following = tokens(found["unit"])
        measure = bool(following) and following[0].unit is not None and not is_counting(following[0].unit)
        if measure and not (found["size"].endswith("00") and len(found["count"]) <= 2):
            yield found.end("count"), found.end("count") + 1, ", "
