"""How many are ordered: a count with its unit, a number beside the goods, a limit said of either."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from dragoman.model import Language, Quantity
from dragoman.normalise.kinds import find_concepts
from dragoman.normalise.quantities.counts import find_counts
from dragoman.normalise.quantities.found import Found
from dragoman.normalise.quantities.tokens import Token, tokens
from dragoman.normalise.text import looks_like_identifier
from dragoman.search.query import cues
from dragoman.search.query.orders import is_a_property, measured
from dragoman.search.query.spans import Question
from dragoman.search.request import QuantityWanted, Requirement, Span
from dragoman.vocabulary.materials import find_materials

_LIMIT = "a least or most, read as the amount ordered"
_LEAST_BARE = 10
"""A bare number below this, at the beginning, is rather part of a name ("3 in 1 charger")."""
_NAMES_TOO = frozenset({"case", "set", "kit", "pack", "box", "bag", "roll", "lot", "u", "un", "st", "no"})
"""Counting units that are words of product names as well."""
_PART_OF_A_NAME = re.compile(
    r"\s*(?:in\s*1\b|in\s+one|-?ply\b|way\b|%|°|x\s*\d|×\s*\d|/|-\w|er\b|k\b|p\b|['’]|［)", re.IGNORECASE
)


def quantity(question: Question, /) -> list[Requirement]:
    """The count with its unit; else a bare number of goods; else a measure far larger than one piece of the goods."""
    labelled = _labelled_quantity(question)
    if labelled is not None:
        return [labelled]
    counts = find_counts(question.text)
    for found in counts:
        if not question.free(found.start, found.end) or not _is_whole(found.value.value):
            continue
        if _is_part_of_a_name(question, found) or _holds(question, found, counts):
            continue
        if _IN_A_PACK.match(question.text, found.end):
            continue  # "500 mugs, 24 pcs per carton"
        if _is_the_goods(question, found):
            digits = re.match(r"[\d.,]+", question.text[found.start : found.end])
            end = found.start + digits.end() if digits is not None else found.end
            note = "the packing is what is bought, read as pieces"
            return [_quantity(question, Quantity(value=found.value.value), found.start, end, 0.8, note)]
        first, end, limited = question.with_limits(found.start, found.end)
        start, end, _ = question.widened(first, end, cues.QUANTITY_BEFORE, None)
        start = max(start, found.start) if question.text[start : found.start].strip() == "" else start
        behind = None if limited else _limit_behind_goods(question, end)
        note = behind.note if behind is not None else _LIMIT if limited else ""
        confidence = 0.9 if note else 1.0
        return [_quantity(question, found.value, start, end, confidence, note, behind)]
    bare = _bare_quantity(question) or _behind_the_goods(question)
    if bare is not None:
        return [bare]
    order = measured(question)
    if order is not None:
        found, start, end = order
        return [_quantity(question, found.value, start, end, 0.9, "a measure, read as the amount ordered")]
    return []


def further_orders(question: Question, /) -> tuple[Span, ...]:
    """Counts of other goods than those that the quantity was read of: a question that asks for several items.

    Asked once everything else is read, of what is left.
    """
    counts = find_counts(question.text)
    held = [one for one in counts if _holds(question, one, counts) or _is_part_of_a_name(question, one)]
    counted = {(one.start, one.end): one.value.value for one in counts if one not in held}
    bare = {
        (one.start, one.end): one.number
        for one in tokens(question.text)
        if one.number is not None and not any(count.start <= one.start < count.end for count in counts)
    }
    return tuple(
        question.shown(start, end)
        for (start, end), value in sorted((counted | bare).items())
        if value >= _LEAST_BARE
        and _is_whole(value)
        and question.free(start, end)
        and _is_a_further_order(question, start, end, counted=(start, end) in counted)
    )


_BULLET = re.compile(r"\W*(?:[^\W\d_]{1,10}\W{0,2})?(?:\d{1,2}\s?[:.)]\W*)?")
"""Before the count that begins a line of a list: "-", "2)", "Item 2:"."""
_NUMBERED = re.compile(r"\s\d{1,2}[.)]\s*$")
_OF_A_PACK = re.compile(
    r"(?<!\w)(?:per|each|pack(?:ed|s|ing)?|inner|carton|box|case|set|pro|je|verpackt|karton|packung|por|cada|caja|par|chaque|carton|boîte|caixa|упаковк\w*|коробк\w*|в|لكل|كرتون)(?!\w)|[/每毎装入箱盒]",
    re.IGNORECASE,
)
"""In a clause whose count is what a pack holds."""


_IN_A_PACK = re.compile(
    r"\s?(?:per|/|in (?:an?|each|one)|to (?:an?|the)|pro|je|im|in einem|por|par|en cada|dans un|в|на|لكل|[每毎/])\s?(?:(?:inner|master|export)\s)?"
    r"(?:cartons?|box|case|pack|bag|ctn|carton|crate|karton|packung|beutel|kiste|caja|bolsa|paquete|boîte|sac|paquet|caixa|saco|pacote|коробк\w|упаковк\w|мешок|كرتون\w?|علبة|صندوق|箱|盒|包|ケース)(?![A-Za-z])",
    re.IGNORECASE,
)
"""Behind a count: of what a pack holds."""


def _is_a_further_order(question: Question, start: int, end: int, *, counted: bool) -> bool:
    """Whether a count begins a clause that names goods, or ends one that names them."""
    begin, last = question.clause(start)
    before, behind = question.not_asking(begin, start), question.text[end:last]
    if _OF_A_PACK.search(before) or _OF_A_PACK.search(behind):
        return False
    if (
        (_BULLET.fullmatch(before) or _NUMBERED.search(before))
        and _names_kind(question, behind)
        and _PART_OF_A_NAME.match(behind) is None
    ):
        return True
    goods = any(not one.modifier for one in find_concepts(before, question.names_in))
    return counted and goods and not re.search(r"\w", behind)


def _names_kind(question: Question, text: str) -> bool:
    """Whether goods that are known by name are among words, up to the next number."""
    words = re.match(r"\D*", text)
    named = find_concepts(words.group(), question.names_in) if words is not None else ()
    return any(not one.modifier for one in named)


def _holds(question: Question, found: Found[Quantity], counts: list[Found[Quantity]]) -> bool:
    """Whether pieces are what a set of the same clause holds: "100 piece puzzle 3000 sets", "100片拼图 3000套"."""
    if found.value.unit != "piece" or not _GOODS.match(question.text[found.end :]):
        return False
    end = question.clause(found.start)[1]
    return any(
        found.end < other.start < end
        and other.value.unit in _HOLDING
        and re.match(r"\s*(?:$|[,;，；、。])", question.text[other.end :])
        for other in counts
    )


_MADE_OF = re.compile(r"\s(?:of|de|d['’]|en|aus|из|من)\s?", re.IGNORECASE)
_PACKING_OF: Mapping[str, frozenset[str]] = {
    "bag": frozenset(
        [
            "paper",
            "kraft_paper",
            "cotton",
            "organic_cotton",
            "canvas",
            "non_woven",
            "plastic",
            "polyethylene",
            "polypropylene",
            "ldpe",
            "hdpe",
            "linen",
        ]
    ),
    "carton": frozenset(["corrugated_cardboard", "wood", "plastic", "kraft_paper", "polypropylene"]),
    "box": frozenset(["corrugated_cardboard", "wood", "plastic", "kraft_paper", "aluminium"]),
}
"""What bags and boxes are made of, rather than what is in them: "15.000 bolsas de papel kraft"."""


_WITH = re.compile(r"\s(?:with|mit|avec|con|com|с|со|مع|for|für|para|pour)\s|\d")


def _is_the_goods(question: Question, found: Found[Quantity]) -> bool:
    """Whether a packing unit is the goods: what they are made of follows, and no other goods are named."""
    made_of = _PACKING_OF.get(found.value.unit)
    joint = _MADE_OF.match(question.text, found.end)
    if made_of is None or joint is None:
        return False
    end = question.clause(found.start)[1]
    material = next((one for one in find_materials(question.text) if one.start == joint.end()), None)
    if material is None or material.code not in made_of:
        return False
    of_it = _WITH.split(question.text[material.end : end], maxsplit=1)[0]
    named = find_concepts(of_it, question.names_in)
    return all(one.modifier for one in named)


_HOLDING = frozenset({"set", "box", "pack"})


def _bare_quantity(question: Question) -> QuantityWanted | None:
    """A number that begins the question, a wish or a clause, right before words that are no unit."""
    items = tokens(question.text)
    for number, one in enumerate(items):
        if one.number is None or not question.free(one.start, one.end):
            continue
        if not _is_whole(one.number):
            continue
        counted = _counted(question, one)
        if counted is not None:
            behind = _limit_behind_goods(question, counted[1])
            note = "counted by a word that is no unit, read as pieces"
            return _quantity(question, Quantity(value=one.number), *counted, 0.8, note, behind)
        if one.number < _LEAST_BARE and not _a_few(question, one):
            continue
        if _PACKED_BY.search(_near_before(question, one.start)):
            continue  # "box of 12 mugs"
        following = items[number + 1] if number + 1 < len(items) else None
        if following is not None and _is_its_unit(question, one, following):
            continue
        start, end, limited = _with_limits(question, one)
        if not _begins(question, start) or not _names_goods(question.text[end:]):
            continue
        if limited and not _named_next(question, end):
            continue  # "at least 12 ports"
        behind = None if limited else _limit_behind_goods(question, end)
        note = "a number before the goods, read as pieces" + (f"; {_LIMIT}" if limited else "")
        return _quantity(question, Quantity(value=one.number), start, end, 0.8, note, behind)
    return None


_PLUS = re.compile(r"\s?\+(?=\s|$|[,;.)])")
_LEAST_PLUS = 20
"""A smaller number with a plus before goods is an age or a version: "18+"."""


def _with_limits(question: Question, one: Token) -> tuple[int, int, bool]:
    """A number's stretch with the limits around it, "500+" among them."""
    plus = _PLUS.match(question.text, one.end)
    if plus is not None and one.number is not None and one.number >= _LEAST_PLUS:
        return one.start, plus.end(), True
    return question.with_limits(one.start, one.end)


class _Limit(NamedTuple):
    """A limit that stands apart from its number, and what to say of it."""

    start: int
    end: int
    note: str


_MOST_GOODS = 60
"""Characters of goods between their number and the limit behind them."""


def _limit_behind_goods(question: Question, end: int) -> _Limit | None:
    """The stretch of "or more" at the end of the goods that a number stands before: "500 mugs or more"."""
    found = cues.ORDER_LIMIT_BEHIND_GOODS.search(question.text, end, end + _MOST_GOODS)
    if found is None or not question.free(found.start(), found.end()):
        return None
    goods = question.text[end : found.start()]
    if not re.search(r"[^\W\d_]{2}|[\u3040-\u30ff\u4e00-\u9fff]", goods) or re.search(
        r"[\d,;.!?，；、。\n]", goods
    ):
        return None  # "500 mugs, 300 ml or more": a limit of another number
    start = found.end() - len(found.group().lstrip())
    if not _ends(question, found.end()):
        return None
    return _Limit(start, found.end(), "about so many" if found["about"] else _LIMIT)


_GOES_ON = re.compile(
    r"\s*(?:$|[,;.!?)，；、。！？\n]|(?:to|into|for|in|within|by|at|under|up to|delivered|nach|für|bis|zu|unter|a|para|en|por|à|pour|sous|em|até|в|на|для|до|за|по|إلى|في|بسعر|خلال)\s)",
    re.IGNORECASE,
)


def _ends(question: Question, end: int) -> bool:
    """Whether no more of the goods follows a place: the end, a comma, another term of trade."""
    return not question.free(end, end + 2) or _GOES_ON.match(question.text, end) is not None


def _behind_the_goods(question: Question) -> QuantityWanted | None:
    """A number with a limit behind the goods: "mugs, 500 or more", "mugs up to 500", "SKU AB-12 500+"."""
    for one in tokens(question.text):
        if one.number is None or one.number < _LEAST_BARE or not _is_whole(one.number):
            continue
        start, end, limited = _with_limits(question, one)
        if not limited or not question.free(start, end) or not _ends(question, end):
            continue
        if cues.OF_A_PRICE.search(question.text[start : one.start]):
            continue  # "mugs, under 500"
        if re.search(r"[^\W\u3040-\u30ff\u4e00-\u9fff]$", question.text[:start]):
            continue  # "IP67以上"
        if _goods_end(question, start):
            note = f"a number behind the goods, read as pieces; {_LIMIT}"
            return _quantity(question, Quantity(value=one.number), start, end, 0.8, note)
    return None


_JOINT = re.compile(
    r"[\s:：()\-–—]*(?:(?:qty|quantity|menge|cantidad|quantité|quantidade|количество|数量)\W*)?",
    re.IGNORECASE,
)
"""Between goods and how many of them."""


def _goods_end(question: Question, start: int) -> bool:
    """Whether goods stand before a place: their name or number right there, or all of an earlier clause."""
    begin = question.clause(start)[0]
    before = question.not_asking(begin, start)
    if not re.search(r"\w", before):
        return re.search(r"[^\W\d_]{2}|[\u3040-\u30ff\u4e00-\u9fff]", question.text[:begin]) is not None
    if is_a_property(before):
        return False
    if any(looks_like_identifier(word) for word in before.split()):
        return True
    named = find_concepts(question.text, question.names_in)
    return any(
        not goods.modifier and _JOINT.fullmatch(question.text, goods.end, start)
        for goods in named
        if goods.end <= start
    )


_NEAR = 80
"""Characters beside a number that are looked at for words that tell what it is."""


def _near_before(question: Question, start: int) -> str:
    return question.text[max(0, start - _NEAR) : start]


def _counted(question: Question, one: Token) -> tuple[int, int] | None:
    """The stretch of a number with "48x" or "x 48" or a counter ("3000 бутылок") beside it."""
    before, behind = _near_before(question, one.start), question.text[one.end : one.end + _NEAR]
    times = re.match(r"\s?[x×х]\s(?=[^\W\d_]{2})", behind, re.IGNORECASE)
    begins = re.search(r"(?:^|[,;:.，；、。]\s*|\n)$", before) is not None
    if times is not None and (begins or _begins(question, one.start)):
        return one.start, one.end + times.end()
    sign = re.search(r"(?<=[^\d\s])\s[x×х]\s?$", before, re.IGNORECASE)
    if sign is not None and re.match(r"\s*(?:$|[,;，；、])", behind):
        return sign.start(), one.end
    counter = cues.COUNTERS.match(behind)
    if counter is None or one.number is None or one.number < _LEAST_COUNTED:
        return None
    if re.search(r"[A-Za-z\d.,/×x-]$", before) or cues.INSIDE_BEHIND.match(behind[counter.end() :]):
        return None
    latin = counter.group().strip()[0] < "\u3040"
    return (one.start, one.end) if latin else (one.start, one.end + counter.end())


_PACKED_BY = re.compile(
    r"(?<!\w)(?:box|pack|set|case|carton|bag|lot|packung|karton|kiste|caja|paquete|juego|boîte|carton|paquet|caixa|pacote|conjunto|jogo|коробк\w+|упаковк\w+|набор)\s(?:of|of the|von|mit|zu|à|a|de|по|из|на)\s$",
    re.IGNORECASE,
)
"""Before what one packing unit holds."""
_LEAST_COUNTED = 2
_PLURAL: Mapping[Language, str] = {
    "en": r"\w{2,}(?<!s)s",
    "es": r"\w{2,}s",
    "pt": r"\w{2,}s",
    "fr": r"\w{2,}[sx]",
    "de": r"\w{3,}[ners]",
    "ru": r"\w{3,}",
    "ar": r"\w{3,}",
}
"""How a word that is counted ends: "need 5 presses", and not "need 5 port switch"."""


def _named_next(question: Question, end: int) -> bool:
    """Whether goods that are known by name stand right behind a place."""
    named = find_concepts(question.text[end : end + _NEAR_GOODS], question.names_in)
    return any(goods.start <= 1 and not goods.modifier for goods in named)


def _a_few(question: Question, one: Token) -> bool:
    """Whether fewer than ten are asked for, by words of asking before and goods behind, in the plural but for one."""
    if one.number == 1:
        return _named_next(question, one.end) and question.asked_right_before(one.start)
    plural = _PLURAL.get(question.language)
    if plural is None or one.number is None or one.number < _LEAST_COUNTED:
        return False
    if re.match(rf"\s{plural}(?![\w-])", question.text[one.end :], re.IGNORECASE) is None:
        return False
    return question.asked_right_before(one.start)


def _is_its_unit(question: Question, number: Token, unit: Token) -> bool:
    """Whether a unit belongs to the number before it: "T" of "T-Shirts" is no tonne."""
    if unit.unit is None or unit.start - number.end > 1:
        return False
    return re.match(r"-[^\W\d_]", question.text[unit.end :]) is None


def _begins(question: Question, start: int) -> bool:
    begin = question.clause(start)[0]
    before = question.text[begin:start]
    if cues.QUANTITY_BEFORE.search(before) or re.search(r"[:：]\s*$", before):
        return True
    if question.asked_right_before(start):
        return True
    begin = max((end for left, end in question.taken if begin <= left and end <= start), default=begin)
    if re.sub(r"[\W_]", "", question.not_asking(begin, start)):
        return False
    if not re.search(r"\w", question.text[:begin]):
        return True
    # a later clause: only goods that are known by name, or a word alone with its number
    alone = _ALONE.match(question.text[start : question.clause(start)[1]])
    if alone is not None and not cues.NO_COUNT.match(f" {alone['word']}"):
        return True
    named = find_concepts(question.text, question.names_in)
    return any(not one.modifier and 0 < one.start - start <= _NEAR_GOODS for one in named)


_ALONE = re.compile(r"(?:[2-9]\d|[1-9]\d{2,6})\s(?P<word>[^\W\d_]{4,})\s*$")
_NEAR_GOODS = 24
"""Characters between a number in a later clause and the name of the goods."""
_GOODS = re.compile(r"\s*(?:[^\W\d_]{2,}|[^\W\d_]-[^\W\d_]{2,})|\s*[\u3040-\u30ff\u4e00-\u9fff]")


def _names_goods(after: str) -> bool:
    glued = bool(after[:1]) and after[0].isascii() and after[0].isalnum()
    return _GOODS.match(after) is not None and not glued and _PART_OF_A_NAME.match(after) is None


def _labelled_quantity(question: Question) -> QuantityWanted | None:
    """A number behind a word like "quantity", with its unit where one follows."""
    items = tokens(question.text)
    for number, one in enumerate(items):
        if one.number is None or one.number <= 0 or not question.free(one.start, one.end):
            continue
        label = cues.QUANTITY_LABEL.search(question.before(one.start))
        if label is None:
            continue
        following = items[number + 1] if number + 1 < len(items) else None
        value, end = Quantity(value=one.number), one.end
        if following is not None and following.unit is not None and following.start - one.end <= 1:
            value, end = Quantity(value=one.number, unit=following.unit), following.end
        elif not _is_whole(one.number):
            continue
        start = one.start - len(question.before(one.start)) + label.start()
        return _quantity(question, value, start, end, 1.0, "")
    return None


def _is_whole(number: Decimal) -> bool:
    return number == number.to_integral_value()


def _is_part_of_a_name(question: Question, found: Found[Quantity]) -> bool:
    """ "24瓶装", "100-piece set", "24本用", "6-pack" count what is inside. "iPhone 13 case" asks for no cartons: such a
    count begins its clause, or ends it, or goes on with "of"."""
    written, behind = question.text[found.start : found.end], question.text[found.end :]
    if re.search(r"\d-", written) or cues.INSIDE_BEHIND.match(behind):
        return True
    if written.split()[-1].lower() not in _NAMES_TOO:
        return False
    begin = question.clause(found.start)[0]
    before = question.text[begin : found.start]
    if not re.search(r"\w", question.not_asking(begin, found.start)) or cues.QUANTITY_BEFORE.search(before):
        return False
    return re.match(r"\s*(?:$|[,;.)]|of\b)", behind) is None


def _quantity(
    question: Question,
    value: Quantity,
    start: int,
    end: int,
    confidence: float,
    note: str,
    behind: _Limit | None = None,
) -> QuantityWanted:
    stretches = [(start, end)]
    if behind is not None:
        stretches.append((behind.start, behind.end))
        note = "; ".join(dict.fromkeys(filter(None, (note, behind.note))))
    return QuantityWanted(
        requirement_id="quantity",
        spans=tuple(question.take(*stretch, cut=True) for stretch in stretches),
        confidence=confidence,
        note=note,
        quantity=value,
    )
