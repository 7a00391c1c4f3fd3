"""Readers of what the product shall be: certificates, dimensions, materials, colours, insisted and refused words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from dragoman.model import Quantity
from dragoman.normalise.kinds import Named, find_concepts
from dragoman.normalise.quantities.physical import find_measures
from dragoman.search.query import cues
from dragoman.search.query.spans import Question
from dragoman.search.request import (
    CertificateWanted,
    ColourWanted,
    Comparison,
    DimensionWanted,
    MaterialWanted,
    Requirement,
    Span,
    Strength,
    WordWanted,
)
from dragoman.vocabulary.axes import axis_beside
from dragoman.vocabulary.certificates import find_asked
from dragoman.vocabulary.colours import find_colours
from dragoman.vocabulary.materials import find_materials, is_a
from dragoman.vocabulary.phrases import Match
from dragoman.vocabulary.units import dimension_of

NAMED = 0.9
"""A material or colour may be another thing's: "glass" in "wine glass"."""
_REFUSED_WORD = re.compile(
    r"(?<!\w)(?:no|not(?:\s+(?:contain|include|have|be|want|use|need|accept))?(?:\s+any)?|without|but not|kein|keine|keinen|ohne|sin|sans|pas de|sem|без|بدون|من دون)\s+(?P<words>[^\W\d_][\w-]*(?:\s+[^\W\d_][\w-]*)?)|(?:不要|不含|不带|无)(?!尽量|最好)(?P<cjk>[\u4e00-\u9fff]{1,6}?(?=的|[^\u4e00-\u9fff]|$)|[\u4e00-\u9fff]{6})|(?:不要|不含|不带)\s?(?P<latin>[A-Za-z]{2,}(?![A-Za-z]))|(?P<kana>[\u30a0-\u30fa\u30fc-\u30ff\u4e00-\u9fff]{1,8}[けりきしみ]?)(?:なし|無し|抜き|以外|不可|不要)",
    re.IGNORECASE,
)
_NO_AS_IN = re.compile(r"no\s", re.IGNORECASE)
_WIRELESS = re.compile(
    r"(?:sans fil|sin cables?|sin hilos|sem fios?|无线|without wires?|без провод\w*|بدون أسلاك|بدون سلك)",
    re.IGNORECASE,
)
"""Words for "wireless" that look like a refusal."""
_AND = re.compile(
    r"\s*(?:[,/+&、،]|and|und|y|et|e|и|和|及|与|および|及び|と|و)?\s*(?:[a-z]{0,3}\s)?", re.IGNORECASE
)
_OR = re.compile(
    r"\s*,?\s*(?:(?:or|nor|oder|noch|o|u|ni|ou|nem|или|ни|أو)\s|ولا\s?|或者?|または|や|/|、|・)\s*(?:de |d['’]|من |из )?",
    re.IGNORECASE,
)
_AND_TOO = re.compile(
    r"\s*,?\s*(?:(?:and|und|y|e|et|и)\s|و|[和及与]|と)\s*(?:de |d['’]|من |из )?", re.IGNORECASE
)
"""Joins what is refused behind "without"; behind "no" it is said less surely."""
_LACKING = re.compile(
    r"(?:(?<!\w)(?:without|free (?:of|from)|ohne|sin|sans|sem|без|بدون|من دون)\s|不[含带要])(?:(?!\s(?:with|mit|con|avec|com|с|مع)\s)[^.;:\d]){0,60}$",
    re.IGNORECASE,
)
_WITHOUT = re.compile(r"frei(?:e[rnms]?)?$", re.IGNORECASE)
"""The end of a German compound: "kunststofffrei"."""
_GRADE = re.compile(
    r"(?<![A-Za-zА-я\d.,])(?:(?:sus|aisi|type|typ|tipo|марк[аи]|grade)?\s?-?(?:(?P<a304>304l?|1\.430[1-7]|a2|v2a|а2|18[/-](?:8|10))|(?P<a316>316(?:l|ti)?|1\.440[14]|1\.4571|a4|v4a|а4)))(?![A-Za-zА-я\d]|[.,]\d)",
    re.IGNORECASE,
)
"""Grades of stainless steel by AISI, EN, ISO 3506 and the German trade names."""
_NEAR_GRADE = 28
_BESIDE = 4
"""Characters between the two names of one material: "bois de bambou"."""
_PART = re.compile(
    r"(?<!\w)(?:with|mit|avec|con|com|с|со|مع)\s(?:an?\s|una?\s|une?\s|uma?\s|einem\s|einer\s)?(?:[^\W\d_]+\s){0,2}$|(?:带|配|附)$",
    re.IGNORECASE,
)
"""Right before a colour of a part: "with golden lid", "avec couvercle doré"."""
_JOINTS = frozenset(
    [
        "or",
        "and",
        "nor",
        "oder",
        "und",
        "noch",
        "o",
        "u",
        "y",
        "ou",
        "et",
        "ni",
        "e",
        "nem",
        "или",
        "и",
        "ни",
        "أو",
        "و",
        "with",
        "mit",
        "con",
        "avec",
        "com",
        "с",
        "for",
        "für",
        "para",
        "pour",
    ]
)
_INSISTED_WORD = re.compile(
    r"(?<!\w)must\s+(?:be|have)\s+(?:an?\s+)?(?P<words>[^\W\d_][\w-]*(?:\s+[^\W\d_][\w-]*)?)", re.IGNORECASE
)
_NOT_A_WORD = frozenset(
    [
        "more",
        "less",
        "later",
        "than",
        "the",
        "a",
        "an",
        "over",
        "under",
        "above",
        "below",
        "máximo",
        "mínimo",
        "menos",
        "máxima",
        "needed",
        "necessary",
        "required",
        "only",
        "problem",
        "minimum",
        "maximum",
        "from",
        "made",
        "moins",
        "mehr",
        "más",
        "plus",
        "mais",
        "более",
        "больше",
    ]
)


def certificates(question: Question, /) -> list[Requirement]:
    """Certificates; those joined by "and" are insisted on together, one named twice is as strong as its strongest."""
    named = [
        one
        for one in find_asked(question.text)
        if question.free(one.start, one.end) and not _within(one, find_materials(question.text))
    ]
    named = [one for one in named if not _may_be_missing(question, one)]
    strengths = [question.strength(one.start, one.end) for one in named]
    for number in range(len(named) - 1, 0, -1):
        between = question.text[named[number - 1].end : named[number].start]
        if strengths[number] == "must" and strengths[number - 1] == "should" and _AND.fullmatch(between):
            strengths[number - 1] = "must"
    for number in range(1, len(named)):
        between = question.text[named[number - 1].end : named[number].start]
        if strengths[number - 1] == "must" and strengths[number] == "should" and _AND.fullmatch(between):
            strengths[number] = "must"
    for number in range(1, len(named)):
        if strengths[number - 1] == "not" and _goes_with(question, named[number - 1].end, named[number]):
            strengths[number] = "not"
    found: dict[str, CertificateWanted] = {}
    for one, strength in zip(named, strengths, strict=True):
        start, end = one.start, one.end
        if strength == "not":
            start, end, _ = question.widened(start, end, cues.NOT_BEFORE, cues.NOT_BEHIND)
        span = question.take(start, end, cut=True)
        known = found.get(one.code)
        if known is None:
            found[one.code] = CertificateWanted(
                requirement_id=f"certificate:{one.code}", spans=(span,), strength=strength, code=one.code
            )
        else:
            kept = strength if known.strength == "should" else known.strength
            found[one.code] = replace(known, spans=(*known.spans, span), strength=kept)
    return list(found.values())


def _may_be_missing(question: Question, one: Match) -> bool:
    """ "CE not needed" asks for none; its words are no words of the product."""
    told = cues.NOT_NEEDED_BEHIND.match(question.text[one.end :])
    if told is None:
        return False
    question.take(one.start, one.end + told.end(), cut=True)
    return True


def _within(one: Match, others: Sequence[Match | Named]) -> bool:
    """Whether a name is part of a longer one: "bio" in "coton bio"."""
    return any(
        other.start <= one.start and one.end <= other.end and other.end - other.start > one.end - one.start
        for other in others
    )


def dimensions(question: Question, /) -> list[Requirement]:
    """Measures; they stay among the product's words, but for the words of a limit and for ranges, which few offers
    carry. Of a range both ends are asked for."""
    found: list[Requirement] = []
    seen: dict[str, int] = {}
    for one in find_measures(question.text):
        dimension = dimension_of(one.value.quantity.unit)
        if dimension is None or not question.free(one.start, one.end):
            continue
        strength = question.strength(one.start, one.end)
        compared, told = _compared(question, one.start, one.end)
        ends: list[tuple[Comparison, Quantity]] = [(compared, one.value.quantity)]
        if one.value.low is not None and compared == "about" and strength != "not":
            ends = [("at_least", one.value.low), ("at_most", one.value.quantity)]
        axis = axis_beside(question.text, told, one.end) if dimension == "length" else None
        between = len(ends) > 1 and _other_words(question, one.start, one.end)
        span = question.take(one.start, one.end, cut=between)
        for comparison, quantity in ends:
            seen[dimension] = seen.get(dimension, 0) + 1
            suffix = f":{seen[dimension]}" if seen[dimension] > 1 else ""
            found.append(
                DimensionWanted(
                    requirement_id=f"dimension:{dimension}{suffix}",
                    strength=strength,
                    spans=(span,),
                    confidence=one.confidence,
                    note=one.note,
                    quantity=quantity,
                    dimension=dimension,
                    comparison=comparison,
                    axis=axis,
                )
            )
    return found


_NEGATED = re.compile(r"(?<!\w)(?:no|not|nicht|non|pas|não|не|ليست?|لا)\s$|[不非]$", re.IGNORECASE)
"""Before a limit that it turns round: "pas plus petit que", "no smaller than"."""


def _other_words(question: Question, start: int, end: int) -> bool:
    """Whether anything is looked for besides a measure."""
    return re.search(r"[^\W\d_]{2}", question.text[:start] + " " + question.text[end:]) is not None


def _compared(question: Question, start: int, end: int) -> tuple[Comparison, int]:
    """Whether a measure is a limit, and where the words that say so begin; of the words before it those that say most:
    "not more than" is no "more than"."""
    before, behind = question.before(start), question.behind(end)
    least, most = cues.LEAST_BEFORE.search(before), cues.MOST_BEFORE.search(before)
    told = min((one for one in (least, most) if one is not None), key=lambda one: one.start(), default=None)
    if told is not None:
        floor = told is least
        refused = _NEGATED.search(before[: told.start()])
        begin = refused.start() if refused is not None else told.start()
        at = start - len(before) + begin
        question.take(at, start, cut=_other_words(question, at, end))
        return "at_least" if floor != (refused is not None) else "at_most", at
    for comparison, cue in _LIMITS_BEHIND:
        after = cue.match(behind)
        if after is not None:
            question.take(end, end + after.end(), cut=_other_words(question, start, end + after.end()))
            return comparison, start
    return "about", start


_LIMITS_BEHIND: tuple[tuple[Comparison, re.Pattern[str]], ...] = (
    ("at_least", cues.LEAST_BEHIND),
    ("at_most", cues.MOST_BEHIND),
)


def materials(question: Question, /) -> list[Requirement]:
    found: dict[str, Requirement] = {}
    refused = -1
    """Where the last refused material ends."""
    for one in find_materials(question.text):
        code = _graded(question, one)
        if not question.free(one.start, one.end) or code in found:
            continue
        span, strength = _stretch(question, one, refused=_goes_with(question, refused, one))
        refused = one.end if strength == "not" else -1
        if strength != "not":
            _drop_general(question, found, code, one)
        found[code] = MaterialWanted(
            requirement_id=f"material:{code}",
            spans=(span,),
            strength=strength,
            confidence=NAMED,
            code=code,
        )
    return list(found.values())


def _goes_with(question: Question, refused: int, one: Match) -> bool:
    """Whether a name is refused with the one that ends at `refused`: "without PVC or latex", "not red, blue or green"."""
    if refused < 0 or refused > one.start:
        return any(  # "without lid or plastic"
            right <= one.start
            and _OR.fullmatch(question.text[right : one.start]) is not None
            and _REFUSED_WORD.match(question.text, left) is not None
            for left, right in question.cut
        )
    between = question.text[refused : one.start]
    if _OR.fullmatch(between) is not None:
        return True
    lacking = _LACKING.search(question.text[:refused]) is not None
    if lacking and (not between or _AND_TOO.fullmatch(between) is not None):
        return True
    listed = _LISTED_TOO if lacking else _LISTED
    return _COMMA.fullmatch(between) is not None and listed.match(question.text, one.end) is not None


_IN_A_LIST = rf"[^\W\d_]+(?:\s*[,、،]\s*[^\W\d_]+)*(?:{_OR.pattern})[^\W\d_]"
_COMMA = re.compile(r"\s*[,、،]\s*")
_LISTED, _LISTED_TOO = (
    re.compile(rf"(?:\s*[,、،]\s*[^\W\d_]+)*(?:{joint})[^\W\d_]", re.IGNORECASE)
    for joint in (_OR.pattern, f"{_OR.pattern}|{_AND_TOO.pattern}")
)
"""Behind a name of a list that ends with "or", and of one that ends with "or" or "and"."""
_REFUSED_LIST = re.compile(
    r"(?P<joint>[・やとか]|または)(?:[\u30a0-\u30fa\u30fc-\u30ff\u4e00-\u9fff]{1,12}?(?:[・やとか]|または))*[\u30a0-\u30fa\u30fc-\u30ff\u4e00-\u9fff]{1,12}?(?:[はがをも]|など)?(?:以外|不可|なし|無し|抜き|ではない|でない|不使用|使わない|使用しない|含まない|禁止|NG)"
)
"""Behind a name in Japanese, whose lists are refused at their end: "ガラスやプラスチックや金属ではない"."""


def _drop_general(question: Question, found: dict[str, Requirement], code: str, one: Match) -> None:
    """ "bois de bambou" is bamboo: a kind right beside its general name says all."""
    for other in [other for other in found if other != code and is_a(code, other)]:
        named = found[other]
        if named.strength == "not" or not named.spans:
            continue
        shown = question.shown(one.start, one.end)
        if 0 <= shown.start - named.spans[0].end <= _BESIDE:
            del found[other]


def _graded(question: Question, one: Match) -> str:
    """Stainless steel with its grade in the same clause: "труба нержавеющая 304", "Edelstahlrohr 1.4301"."""
    if one.code != "stainless_steel":
        return one.code
    near = (
        question.text[max(0, one.start - _NEAR_GRADE) : one.start],
        question.text[one.end : one.end + _NEAR_GRADE],
    )
    for text in near:
        grade = _GRADE.search(text)
        if grade is not None:
            return "stainless_steel_304" if grade["a304"] else "stainless_steel_316"
    return one.code


def colours(question: Question, /) -> list[Requirement]:
    """Colours of the goods; those in the name of a kind of goods ("green tea") or of a part ("with golden lid") are none."""
    found: dict[str, Requirement] = {}
    refused = -1
    named = find_colours(question.text, alone=True)
    kinds = (
        [one for one in find_concepts(question.text, question.names_in) if not one.modifier] if named else []
    )
    for one in named:
        if not question.free(one.start, one.end) or one.code in found:
            continue
        if _within(one, kinds):
            continue
        if _PART.search(question.text[: one.start]):
            continue
        span, strength = _stretch(question, one, refused=_goes_with(question, refused, one))
        refused = one.end if strength == "not" else -1
        found[one.code] = ColourWanted(
            requirement_id=f"colour:{one.code}",
            spans=(span,),
            strength=strength,
            confidence=NAMED,
            code=one.code,
        )
    return list(found.values())


def _stretch(question: Question, one: Match, *, refused: bool = False) -> tuple[Span, Strength]:
    """Where a material or colour is named, and how strongly; a refused one is cut out of the product's words."""
    strength: Strength = "not" if refused else question.strength(one.start, one.end)
    start, end = one.start, one.end
    if _WITHOUT.search(question.text[start:end]):
        strength = "not"
    listed = _REFUSED_LIST.match(question.text, end) if end < len(question.text) else None
    if listed is not None:
        question.cut.append((end, listed.end("joint")))
        strength = "not"
    if strength == "not":
        start, end, _ = question.widened(start, end, cues.NOT_BEFORE, cues.NOT_BEHIND)
    return question.take(start, end, cut=strength == "not"), strength


def words(question: Question, /) -> list[Requirement]:
    """Words that are refused ("no lids") or insisted on ("must be dishwasher-safe") and are nothing else."""
    found: list[Requirement] = []
    for pattern, strength in ((_REFUSED_WORD, "not"), (_INSISTED_WORD, "must")):
        for one in pattern.finditer(question.text):
            if _NO_AS_IN.match(one.group()) and question.language == "pt":
                continue  # "no mínimo" is "at the least"
            name = next((name for name in one.groupdict() if one[name]), None)
            if name == "kana" and question.language == "zh":
                continue  # "尽量不要小厂": what is refused stands behind
            if name is None or not question.free(one.start(name), one.end(name)):
                continue
            word = " ".join(one[name].split())
            end = one.end(name)
            if len(parts := word.split()) > 1 and (
                parts[-1].lower() in _JOINTS  # "PVC or latex"
                or (strength == "not" and _is_the_goods(question, one, name, parts))
            ):
                word, end = parts[0], one.start(name) + len(parts[0])
            if word.split()[0].lower() in _NOT_A_WORD or _is_named(word):
                continue
            if strength == "not" and _names_a_kind(question, one.start(), one.end()):
                continue
            found.append(
                WordWanted(
                    requirement_id=f"word:{word.lower()}",
                    spans=(question.take(one.start(), end, cut=strength == "not"),),
                    strength="not" if strength == "not" else "must",
                    confidence=0.8,
                    word=word,
                )
            )
            if strength == "not":
                found.extend(_refused_too(question, end))
    return found


def _refused_too(question: Question, end: int) -> list[Requirement]:
    """The words that "or" joins to a refused one: "without straw or handle", "sin tapa ni pajita"."""
    found: list[Requirement] = []
    while (one := _NEXT_WORD.match(question.text, end)) is not None:
        word = one["word"]
        if not question.free(one.start("word"), one.end()) or word.lower() in _NOT_A_WORD or _is_named(word):
            break
        end = one.end()
        found.append(
            WordWanted(
                requirement_id=f"word:{word.lower()}",
                spans=(question.take(one.start(), end, cut=True),),
                strength="not",
                confidence=0.8,
                word=word,
            )
        )
    return found


_NEXT_WORD = re.compile(
    rf"(?:{_OR.pattern}|\s*[,،]\s*(?={_IN_A_LIST}))(?P<word>[^\W\d_][\w-]*)", re.IGNORECASE
)


def _is_the_goods(question: Question, refused: re.Match[str], name: str, parts: list[str]) -> bool:
    """Whether the second of two words behind "no" is what is looked for, as nothing else is: "no plastic bottle"."""
    second = refused.end(name) - len(parts[1])
    named = [one for one in find_concepts(question.text, question.names_in) if not one.modifier]
    goods = [one for one in named if one.end > second and one.start < refused.end(name)]
    others = [one for one in named if one.end <= refused.start() or one.start >= refused.end(name)]
    return bool(goods) and not others


def _names_a_kind(question: Question, start: int, end: int) -> bool:
    """Whether the words are part of a name of goods: "souris sans fil", "无线鼠标" refuse no wire."""
    named = find_concepts(question.text, question.names_in)
    if any(one.start <= start < one.end or (start == one.start and one.modifier) for one in named):
        return True
    return _WIRELESS.match(question.text[start:end]) is not None


def _is_named(words: str) -> bool:
    """Whether the words are one material or colour, which is refused as such, or begin with two side by side
    ("玻璃塑料和…"); "plastic lids" are more than that."""
    named = sorted([*find_materials(words), *find_colours(words, alone=True)], key=lambda one: one.start)
    if any(one.end - one.start == len(words) for one in named):
        return True
    return len(named) > 1 and named[0].start == 0 and named[0].end == named[1].start
