"""Readers of what the product shall be: certificates, dimensions, materials, colours, insisted and refused words."""

from __future__ import annotations

import re

from dragoman.normalise.quantities.physical import find_physical
from dragoman.search.query import cues
from dragoman.search.query.spans import Question
from dragoman.search.request import (
    CertificateWanted,
    ColourWanted,
    DimensionWanted,
    MaterialWanted,
    Requirement,
    Span,
    Strength,
    WordWanted,
)
from dragoman.vocabulary.certificates import find_certificates
from dragoman.vocabulary.colours import find_colours
from dragoman.vocabulary.materials import find_materials
from dragoman.vocabulary.phrases import Match
from dragoman.vocabulary.units import dimension_of

NAMED = 0.9
"""A material or colour may be another thing's: "glass" in "wine glass"."""
_REFUSED_WORD = re.compile(
    r"(?<!\w)(?:no|not|without|but not|kein|keine|keinen|ohne|sin|sans|pas de|sem|без|بدون|من دون)\s+(?P<words>[^\W\d_][\w-]*(?:\s+[^\W\d_][\w-]*)?)|(?:不要|不含|无)(?P<cjk>[\u4e00-\u9fff]{1,6})|(?P<kana>[\u30a0-\u30ff\u4e00-\u9fff]{1,8})(?:なし|抜き|以外)",
    re.IGNORECASE,
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
        "mehr",
        "más",
        "plus",
        "mais",
        "более",
        "больше",
    ]
)


def certificates(question: Question, /) -> list[Requirement]:
    found: dict[str, Requirement] = {}
    for one in find_certificates(question.text):
        if question.free(one.start, one.end) and one.code not in found:
            strength = question.strength(one.start, one.end)
            span = question.take(one.start, one.end, cut=True)
            found[one.code] = CertificateWanted(
                requirement_id=f"certificate:{one.code}", spans=(span,), strength=strength, code=one.code
            )
    return list(found.values())


def dimensions(question: Question, /) -> list[Requirement]:
    """Measures; they stay among the product's words."""
    found: list[Requirement] = []
    seen: dict[str, int] = {}
    for one in find_physical(question.text):
        dimension = dimension_of(one.value.unit)
        if dimension is None or not question.free(one.start, one.end):
            continue
        seen[dimension] = seen.get(dimension, 0) + 1
        suffix = f":{seen[dimension]}" if seen[dimension] > 1 else ""
        before, behind = question.before(one.start), question.behind(one.end)
        found.append(
            DimensionWanted(
                requirement_id=f"dimension:{dimension}{suffix}",
                strength=question.strength(one.start, one.end),
                spans=(question.take(one.start, one.end, cut=False),),
                quantity=one.value,
                dimension=dimension,
                comparison=(
                    "at_least"
                    if cues.LEAST_BEFORE.search(before) or cues.LEAST_BEHIND.match(behind)
                    else "at_most"
                    if cues.MOST_BEFORE.search(before) or cues.MOST_BEHIND.match(behind)
                    else "about"
                ),
            )
        )
    return found


def materials(question: Question, /) -> list[Requirement]:
    found: dict[str, Requirement] = {}
    for one in find_materials(question.text):
        if question.free(one.start, one.end) and one.code not in found:
            span, strength = _stretch(question, one)
            found[one.code] = MaterialWanted(
                requirement_id=f"material:{one.code}",
                spans=(span,),
                strength=strength,
                confidence=NAMED,
                code=one.code,
            )
    return list(found.values())


def colours(question: Question, /) -> list[Requirement]:
    found: dict[str, Requirement] = {}
    for one in find_colours(question.text):
        if question.free(one.start, one.end) and one.code not in found:
            span, strength = _stretch(question, one)
            found[one.code] = ColourWanted(
                requirement_id=f"colour:{one.code}",
                spans=(span,),
                strength=strength,
                confidence=NAMED,
                code=one.code,
            )
    return list(found.values())


def _stretch(question: Question, one: Match) -> tuple[Span, Strength]:
    """Where a material or colour is named, and how strongly; a refused one is cut out of the product's words."""
    strength = question.strength(one.start, one.end)
    start, end = one.start, one.end
    if strength == "not":
        start, end, _ = question.widened(start, end, cues.NOT_BEFORE, cues.NOT_BEHIND)
    return question.take(start, end, cut=strength == "not"), strength


def words(question: Question, /) -> list[Requirement]:
    """Words that are refused ("no lids") or insisted on ("must be dishwasher-safe") and are nothing else."""
    found: list[Requirement] = []
    for pattern, strength in ((_REFUSED_WORD, "not"), (_INSISTED_WORD, "must")):
        for one in pattern.finditer(question.text):
            name = next((name for name in one.groupdict() if one[name]), None)
            if name is None or not question.free(one.start(name), one.end(name)):
                continue
            word = " ".join(one[name].split())
            if word.split()[0].lower() in _NOT_A_WORD or _is_named(word):
                continue
            found.append(
                WordWanted(
                    requirement_id=f"word:{word.lower()}",
                    spans=(question.take(one.start(), one.end(name), cut=strength == "not"),),
                    strength="not" if strength == "not" else "must",
                    confidence=0.8,
                    word=word,
                )
            )
    return found


def _is_named(words: str) -> bool:
    """Whether the words are one material or colour, which is refused as such; "plastic lids" are more than that."""
    named = [*find_materials(words), *find_colours(words)]
    return any(one.end - one.start == len(words) for one in named)
