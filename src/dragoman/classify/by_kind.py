"""Codes of goods by the kind that their title names and nothing else: microseconds where `classifier` takes tens of
thousands of them, for what is reckoned of every offer that an index holds."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from dragoman.classify.evidence import weighted_codes
from dragoman.classify.weighing import COVERED
from dragoman.model import LANGUAGES, Language
from dragoman.normalise.kinds import find_concepts, head
from dragoman.vocabulary.hs import vague_kinds


class KindCode(NamedTuple):
    code: str
    """Six digits."""
    probability: float


def by_kind(
    title: str, category: str, language: Language, /, *, materials: tuple[str, ...] = ()
) -> tuple[KindCode, ...]:
    """Likeliest first, COVERED together. None where title and category name no kind, or a vague one: what an "accessory"
    is worth at customs depends on what it belongs to.

    Args:
        materials: Codes of `vocabulary.materials` that the goods are of.
    """
    if language not in LANGUAGES:
        return ()
    for text in (title, category):
        sold = head(find_concepts(text, (language, "en")), text, language) if text else None
        if sold is not None:
            return _codes(sold.codes, materials)
    return ()


@lru_cache(maxsize=10_000)
def _codes(meanings: tuple[str, ...], materials: tuple[str, ...]) -> tuple[KindCode, ...]:
    """Of a name that may have several meanings, each as likely as the other."""
    if vague_kinds().issuperset(meanings):
        return ()
    weights: dict[str, float] = {}
    for kind in meanings:
        of_kind = dict(weighted_codes(kind, materials))
        for code, weight in of_kind.items():
            weights[code] = weights.get(code, 0.0) + weight / sum(of_kind.values())
    total = sum(weights.values())
    ordered = sorted(weights.items(), key=lambda one: -one[1])
    return tuple(KindCode(code, float(COVERED) * weight / total) for code, weight in ordered)
