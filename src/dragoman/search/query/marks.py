"""How numbers are set, made plain: thousands, scales, fractions, sides of a box, ranges, containers, grammage.

Each rule yields (start, end, new text) of the stretches that it writes anew; `spelled.plain` applies them in turn.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from dragoman.model import Language
from dragoman.vocabulary.currencies import find_currencies
from dragoman.vocabulary.folding import fold_keeping_places
from dragoman.vocabulary.units import is_counting, unit_named

Rewrite = tuple[int, int, str]

_DOT_PARTS_THOUSANDS = frozenset({"de", "es", "pt", "fr", "ru"})
_THOUSANDS = re.compile(r"(?<![\w.,/-])[1-9]\d{0,2}(?:\.\d{3})+(?![\d.,]*\d)")
_UNIT_BEHIND = re.compile(r"\s?(?P<unit>[^\W\d_]{1,12})")
_MIL = re.compile(
    r"(?<![\w.,])(?P<number>\d{1,3}(?:[.,]\d{1,2})?) ?(?P<scale>mil|million(?:s|en)?|millones|milh[oã]o|milh[oõ]es|mio\.?|mln|млн\.?|مليون|тыс\.?|tsd\.?|الف|الاف|k(?=\s?(?:usd|eur|gbp|cny|rmb|aed|sar|dollars?|euros?|us\$)(?!\w)))(?!\w)"
)
_MONEY_K = re.compile(r"(?<=[$€£])(?P<number>\d{1,3}(?:[.,]\d{1,2})?)(?P<scale>k)(?!\w)")
""" "$10k"."""
_HAN_SCALE = re.compile(r"(?<![\d.,])(?P<number>\d{1,4}(?:\.\d{1,3})?)(?P<scale>万|千|億|亿)")
_SCALES = {
    "mil": 1000,
    "тыс": 1000,
    "tsd": 1000,
    "الف": 1000,
    "الاف": 1000,
    "k": 1000,
    "万": 10_000,
    "千": 1000,
    "億": 100_000_000,
    "亿": 100_000_000,
}
_INCH = r"(?:\"|″|''|inch(?:es)?|in\b|zoll|pulgadas?|pouces?|polegadas?|дюим\w*|بوصه|英寸|インチ|吋)"
_FRACTION = re.compile(
    rf"(?<![\w./])(?:(?P<whole>\d{{1,2}})[ -])?(?P<top>\d{{1,2}})\s?/\s?(?P<bottom>2|4|8|16|32|64)(?=\s?-?{_INCH})"
)
_SIDES = re.compile(
    r"(?<![^\W\u3040-\u30ff\u4e00-\u9fff])(?<![\d.])(?<!\d,)(?P<sides>\d{1,5}(?:[.,]\d{1,2})?(?:(?:\s?[x×х*]\s?|\s(?:by|mal|por|par|na|на)\s)\d{1,5}(?:[.,]\d{1,2})?){1,3})\s?(?P<unit>mm|cm|m|in|inch|inches|ft|мм|см|м|مم|ملم|سم|متر|م|毫米|厘米|公分|米|センチ|ミリ|zoll|pulgadas?|pouces?|polegadas?|\"|″)(?![^\W\u3040-\u30ff\u4e00-\u9fff])",
)
_SIDE = re.compile(r"\d+(?:[.,]\d+)?")
_BETWEEN = re.compile(
    r"(?<!\w)(?:between|from|entre|zwischen|de|von|от|من|بين) (?P<low>[^\W\d_$€£]{0,3}[$€£]? ?\d{1,6}(?:[.,]\d{1,3})?)(?P<joint> (?:and|to|und|bis|et|y|e|a|à|до|и|و|الي|إلى) | و)(?=[$€£]?\d)"
)
_CONTAINER_WORD = r"(?:containers?|contenedor(?:es)?|conteneurs?|contentor(?:es)?|контеинер\w*|حاوي\w+|コンテナ|货柜|柜|集装箱)"
_CONTAINER = re.compile(
    rf"(?:(?<![\da-zа-я.,])(?P<count>\d{{1,3}}|[一两二三]|(?:one|an?|ein(?:en)?|une?|una|uma?|один)(?=\s))\s?(?:x|×|х|个|個|台)?\s?)?(?<!\d)(?:20|40|45)\s?-?\s?(?:ft|feet|foot|'|фут\w*|pieds|pies|pes|قدم\w*|尺|英尺|フィート|fuss|hq|hc)\s?-?(?:hq|hc|high cube)?\s?高?(?P<word>{_CONTAINER_WORD})(?:\s?(?P<behind>\d{{1,3}})\s?(?:本|台|基|个))?"
)
_COUNTS = {"两": "2", "二": "2", "三": "3"}
_ONE_LOAD = re.compile(
    r"(?<!\w)(?:one|a|full|ein(?:en)?|un|um|один) (?P<word>containers?|conteneur|contenedor|contentor|контеинер)(?= (?:load|completo?|complet|de \d|of \d)|s? ?[,;.]|$)(?: load(?: of)?| complet[oe]?)?"
)
_CONTAINER_SIZE = re.compile(
    rf"{_CONTAINER_WORD}(?P<size>\s?(?:de\s|à\s)?(?:20|40|45)\s?(?:ft|feet|'|фут\w*|pieds|pies|pes|قدم\w*|hq|hc)(?!\w))"
)
_POUNDS = re.compile(
    r"\d\s?(?P<name>pounds?|quid|libras(?: esterlinas)?)(?=\s(?:each|apiece|per|a|total|in total|max|or less|cada|c/u|por)(?!\w))",
    re.IGNORECASE,
)
_GRAMMAGE = re.compile(
    r"(?<=\d)\s?(?:克/平方米|克每平方米|克/平米|g/平米|г/м[2²]|г/кв\.?\s?м|gr?/qm|gr?/m[2²]|gr?/sqm|جم/م2|غ/م2|جرام/متر مربع)(?![^\W\u3040-\u30ff\u4e00-\u9fff])"
)
_POWERS = {
    "m2": r"(?:square|sq\.?) ?(?:metres?|meters?|m)|quadratmetern?|metros? (?:cuadrados?|quadrados?)|metres? carres?|квадратн\w+ метр\w*|кв\.? ?м(?:етр\w*)?|م(?:تر|تار) مربع\w*|امتار مربع\w*",
    "m3": r"(?:cubic|cu\.?) ?(?:metres?|meters?)|kubikmetern?|metros? cubicos?|metres? cubes?|кубическ\w+ метр\w*|куб\.? ?м(?:етр\w*)?|متر مكعب\w*",
    "m": r"(?:linear|running) (?:metres?|meters?)|lfm\.?|lfd\.? ?m|laufende[nr]? meter|laufmetern?|metros? lineal(?:es)?|metros? linear(?:es)?|metres? lineaires?|погонн\w+ метр\w*|пог\.? ?м|п\. ?м|متر طولي",
}
_POWER = re.compile(
    r"(?<=\d) ?(?:" + "|".join(f"(?P<{unit}>{names})" for unit, names in _POWERS.items()) + r")(?!\w)"
)
_DESIGNATION = re.compile(r"(?:(?<=[A-Za-z])|(?<=[A-Za-z]-))\d{1,3}(?P<gap> )(?=\d{3}(?!\d))")
_HYPHENATED_LIMIT = re.compile(
    r"(?<=\d)-(?P<joint>or|and|oder|und|o|y|ou|e|et)-(?P<limit>more|less|fewer|up|above|over|mehr|weniger|más|menos|plus|moins|mais)(?!\w)",
    re.IGNORECASE,
)
_LISTED = re.compile(r"[和与及、/・]|と")
_EACH_OF = re.compile(
    r"(?P<listed>[^\s，,、。;；\d和与及/・と]{1,8}(?:[和与及、/・と][^\s，,、。;；\d和与及/・と]{1,8})+)\s?(?P<each>各\s?)(?P<number>\d{1,6})(?![\d.,])"
)
_DUAL = re.compile(
    r"(?<!\w)(?P<word>قطعتان|قطعتين|حاويتان|حاويتين|زوجان|زوجين|طنان|طنين|كرتونتان|كرتونتين)(?!\w)"
)
_DUALS = {
    "قطع": "قطعة",
    "حاوي": "حاوية",
    "زوج": "زوج",
    "طن": "طن",
    "كرتون": "كرتون",
}


def thousands_by_dots(text: str, language: Language, /) -> Iterator[Rewrite]:
    """ "1.500" is fifteen hundred where dots part thousands, and everywhere before a unit that is counted."""
    for found in _THOUSANDS.finditer(text):
        unit = _UNIT_BEHIND.match(text, found.end())
        named = unit_named(unit["unit"]) if unit is not None else None
        counted = (named is not None and is_counting(named)) or _counts(text, found, named)
        if language in _DOT_PARTS_THOUSANDS or counted:
            yield found.start(), found.end(), found.group().replace(".", "")


def _counts(text: str, found: re.Match[str], unit: str | None) -> bool:
    """Whether goods follow, which are whole: "10.000 mugs" is no measure and no amount of money."""
    goods = _WORD_BEHIND.match(text, found.end())
    if unit is not None or goods is None or re.search(r"[$€£¥]\s?$", text[: found.start()]):
        return False
    return not find_currencies(goods["word"]) and not find_currencies(
        text[max(0, found.start() - 4) : found.start()]
    )


_WORD_BEHIND = re.compile(r"\s(?P<word>[^\W\d_]{3,})")


def scales(text: str, language: Language, /) -> Iterator[Rewrite]:
    """ "2万" and "1,2 млн" in digits; "mil" is a thousand in Spanish and Portuguese only."""
    folded, places = fold_keeping_places(text)
    for found in [*_MIL.finditer(folded), *_HAN_SCALE.finditer(folded), *_MONEY_K.finditer(folded)]:
        scale = found["scale"].rstrip(".")
        if scale == "mil" and language not in {"es", "pt"}:
            continue
        value = Decimal(found["number"].replace(",", ".")) * _SCALES.get(scale, 1_000_000)
        yield places[found.start()], places[found.end() - 1] + 1, f"{value.normalize():f}"


def fractions(text: str, /) -> Iterator[Rewrite]:
    """ "1 1/2 inch" -> "1.5 inch"."""
    folded, places = fold_keeping_places(text)
    for found in _FRACTION.finditer(folded):
        value = Decimal(found["whole"] or 0) + Decimal(found["top"]) / Decimal(found["bottom"])
        yield places[found.start()], places[found.end() - 1] + 1, f"{value.normalize():f}"


def sides(text: str, /) -> Iterator[Rewrite]:
    """ "30x20x15 cm" -> "30 cm x 20 cm x 15 cm": each side with its unit."""
    folded, places = fold_keeping_places(text)
    for found in _SIDES.finditer(folded):
        numbers = list(_SIDE.finditer(found["sides"]))
        for one in numbers[:-1]:
            start, end = found.start() + one.start(), found.start() + one.end()
            yield places[start], places[end - 1] + 1, f"{one.group()} {found['unit']} "


def between(text: str, /) -> Iterator[Rewrite]:
    """ "between 3 and 4 EUR" -> "3 - 4 EUR"."""
    folded, places = fold_keeping_places(text)
    for found in _BETWEEN.finditer(folded):
        yield places[found.start()], places[found.end() - 1] + 1, f"{found['low']} - "


def containers(text: str, /) -> Iterator[Rewrite]:
    """ "2 x 40ft containers" -> "2 containers": the size of a container is no measure of the goods."""
    folded, places = fold_keeping_places(text)
    for found in _CONTAINER.finditer(folded):
        written = found["count"] or found["behind"]
        count = _COUNTS.get(written, written if written is None or written.isdigit() else "1")
        yield (
            places[found.start()],
            places[found.end() - 1] + 1,
            f"{count} {found['word']}" if count else found["word"],
        )
    for found in _ONE_LOAD.finditer(folded):
        yield places[found.start()], places[found.end() - 1] + 1, f"1 {found['word']}"
    for found in _CONTAINER_SIZE.finditer(folded):
        yield places[found.start("size")], places[found.end("size") - 1] + 1, " "


def pounds(text: str, /) -> Iterator[Rewrite]:
    """ "7 pounds each" are money."""
    for found in _POUNDS.finditer(text):
        yield found.start("name"), found.end("name"), "GBP"


def grammage(text: str, /) -> Iterator[Rewrite]:
    folded, places = fold_keeping_places(text)
    for found in _GRAMMAGE.finditer(folded):
        yield places[found.start()], places[found.end() - 1] + 1, " gsm"


def powers(text: str, /) -> Iterator[Rewrite]:
    """ "450 кв. м" -> "450 m2", "200 lfm" -> "200 m": metres of several words."""
    folded, places = fold_keeping_places(text)
    for found in _POWER.finditer(folded):
        yield places[found.start()], places[found.end() - 1] + 1, f" {found.lastgroup}"


def designations(text: str, /) -> Iterator[Rewrite]:
    """ "EN71 300 sets" are no 71,300 sets, nor are "AB-12 500 pcs" 12,500."""
    for found in _DESIGNATION.finditer(text):
        yield found.start("gap"), found.end("gap"), ", "


def hyphenated_limits(text: str, /) -> Iterator[Rewrite]:
    """ "500-or-more" is no identifier."""
    for found in _HYPHENATED_LIMIT.finditer(text):
        yield found.start(), found.end(), f" {found['joint']} {found['limit']}"


def each_of(text: str, /) -> Iterator[Rewrite]:
    """ "粉色和蓝色各500个" are a thousand."""
    for found in _EACH_OF.finditer(text) if "各" in text else ():
        many = len(_LISTED.split(found["listed"]))
        yield found.start("each"), found.end(), str(many * int(found["number"]))


def duals(text: str, /) -> Iterator[Rewrite]:
    """Arabic has a form for two: "قطعتان" is two pieces."""
    for found in _DUAL.finditer(text):
        stem = next(stem for stem in _DUALS if found["word"].startswith(stem))
        yield found.start(), found.end(), f"2 {_DUALS[stem]}"
