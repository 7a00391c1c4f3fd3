"""What a thing is for, apart from what it is: "toner compatible with HP LaserJet M404" is no toner of HP's, and a case for
a phone is no phone. The words that say so in the nine languages, and what follows from them for two offers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from dragoman.matching.variants import parted_names

_WITH = (
    "compatible with|compatible for|kompatib\\w* (?:mit|zu|fur)|passend (?:fur|zu)|compatibles? (?:avec|pour)|adaptables? (?:sur|a)|compatibles? con|compatibles? para|compative(?:l|is) (?:com|para)|"
    "совместим\\w* (?:с|со|для)|متوافق\\w* مع|replacement for|replaces|ersatz fur|ersetzt|remplace|en remplacement de|reemplazo (?:para|de)|substituto (?:para|de)|замена для|аналог для|بديل ل|"
    "compatible|kompatib\\w*|compatibles|compative(?:l|is)|совместим\\w*|متوافق\\w*|ersatz"
)
"""What it is behind these words is another maker's."""
_WITH_CJK = "兼容|适用于|适用|适配|替代|互换"
_FOR = "for use (?:with|in)|for|fits|suitable for|designed for|made for|fur|geeignet fur|pour|convient a|para|apto para|adequado para|для|подходит для|подходит к|لـ?(?=\\s?[a-z])|مناسب\\w* ل|مخصص\\w* ل"
"""What it is for; who made it is not said."""
_FOR_CJK = "专为|用于"
_BEHIND_CJK = "対応|に対応|専用|互換|用|专用|通用|适用"
_STRONG_BEHIND_CJK = frozenset({"互換"})
_AFTER = re.compile(
    rf"(?<!\w)(?P<strong>{_WITH})(?!\w)|(?P<strong_cjk>{_WITH_CJK})|(?<!\w)(?P<weak>{_FOR})(?!\w)|(?P<weak_cjk>{_FOR_CJK})"
)
_BEFORE = re.compile(rf"(?P<target>[a-z0-9][a-z0-9 .+/-]*?)\s?(?P<word>{_BEHIND_CJK})")
_END = re.compile(r"[,;()|\[\]{}–—、，；（）【】]|\s-\s|\s(?:with|by|mit|von|avec|par|con|com|с|от)\s")
_TOKEN = re.compile(r"[^\W_]+")
_NO_MODEL = re.compile(r"(?:19|20)\d\d|\d+(?:pcs?|er|x)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """A title parted into the thing and what it is for."""

    thing: frozenset[str]
    """Folded words."""
    target: frozenset[str]
    """Folded words of what the thing is for; empty where it is for nothing in particular."""
    compatible: bool
    """Said to go in the place of another maker's."""
    models: frozenset[str]
    """Model numbers of what it is for."""


def fit(folded: str, /) -> Fit:
    """Parts a folded title.

    >>> found = fit("toner compatible with hp laserjet m404, black")
    >>> sorted(found.thing), sorted(found.target), found.compatible
    (['black', 'toner'], ['hp', 'laserjet', 'm404'], True)
    """
    text = parted_names(folded)
    spans: list[tuple[int, int]] = []
    compatible = False
    place = 0
    while (found := _AFTER.search(text, place)) is not None:
        end = _END.search(text, found.end())
        stop = end.start() if end is not None else len(text)
        strong = bool(found["strong"] or found["strong_cjk"])
        start = (
            found.end() if text[found.end() : stop].strip() or not strong else _clause(text, found.start())
        )
        spans.append((start, stop if start >= found.end() else found.start()))
        compatible = compatible or strong
        place = max(stop, found.end())
    for behind in _BEFORE.finditer(text):
        spans.append(behind.span("target"))
        compatible = compatible or behind["word"] in _STRONG_BEHIND_CJK
    target, thing = "", text
    for start, stop in spans:
        target += f" {text[start:stop]}"
        thing = thing[:start] + " " * (stop - start) + thing[stop:]
    thing = _AFTER.sub(" ", thing)
    targets = frozenset(_TOKEN.findall(target))
    return Fit(
        thing=frozenset(_TOKEN.findall(thing)),
        target=targets,
        compatible=compatible,
        models=frozenset(one for one in targets if _is_model(one)),
    )


def _clause(text: str, end: int) -> int:
    """Where the clause begins that ends there: "Toner HP CF259A compatible"."""
    return max((one.end() for one in _END.finditer(text, 0, end)), default=0)


def _is_model(word: str) -> bool:
    return any(char.isdigit() for char in word) and _NO_MODEL.fullmatch(word) is None


def goes_in_place_of(one: Fit, other: Fit, /, *, brands: frozenset[str]) -> bool:
    """Whether the one says that it goes in the place of what the other is: a compatible toner and the original.

    Args:
        brands: of both offers, folded to letters and digits.
    """
    if not one.compatible or other.compatible:
        return False
    if any(brand in one.thing and brand not in one.target for brand in brands):
        return False
    if any(brand in one.target and (brand in other.thing or brand not in other.target) for brand in brands):
        return True
    return is_made_for(one, other)


def is_made_for(one: Fit, other: Fit, /) -> bool:
    """Whether the one is for a model that the other is: a case for an iPhone 15, and an iPhone 15."""
    if not one.models:
        return False
    theirs = {word for word in other.thing if _is_model(word)} - other.target
    return bool(one.models & theirs - one.thing)


def fit_others(one: Fit, other: Fit, /) -> bool:
    """Whether both say for which models of one name they are, and none of them is the same."""
    names = {word for word in one.target & other.target if word.isalpha() and len(word) > 1}
    return bool(names and one.models and other.models and not one.models & other.models)
