"""What is known of an offer as an answer to a question, as numbers: the features that an order is learned on.

Each feature means something for any catalogue; none knows a question, a product or a supplier. The words compared are
those of the question, or, for an offer in another language, the usual names there of what the question names.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from dragoman.model import Language
from dragoman.normalise.kinds import find_concepts, languages_to_try, with_ancestors
from dragoman.normalise.text import fold, stem, words_of
from dragoman.ports import Features, Glance
from dragoman.search.request import Query
from dragoman.search.retrieve import Found, Retrieved
from dragoman.vocabulary.lexicon import concepts

FEATURES: tuple[str, ...] = (
    "identifier",
    "lexical",
    "lexical_place",
    "coverage",
    "meaning",
    "near",
    "kind",
    "kind_itself",
    "kind_asked",
    "kind_known",
    "title_words",
    "title_stems",
    "title_phrase",
    "title_first",
    "title_last",
    "title_length",
    "description_words",
    "brand_words",
    "category_words",
)
"""identifier: 1.0 where an identifier asked for is the offer's.
lexical: root of BM25 over the question's best, times the share of words carried.
lexical_place: 1 / place in the order of BM25.
coverage: share of the words the offer is known to carry.
meaning: cosine of question and offer; near: among the nearest by it.
kind: 1.0 of the kind asked for or a special one of it, 0.0 of another, 0.5 unknown; kind_itself: exactly that kind.
kind_asked, kind_known: whether the question's, the offer's kind is known.
title_words, title_stems: share of the question's words in the title, as written, as stems; title_phrase: all in a row.
title_first, title_last: place of the first and last of them, 0.0 the title's beginning, 1.0 its end or none.
title_length: logarithm of the title's words.
description_words, brand_words, category_words: share of the question's words in that field.
"""
_DESCRIPTION = 400
"""Characters of a description that are looked at."""


@dataclass(slots=True)
class Asked:
    """The question's words in the language of each offer."""

    query: Query
    _by_language: dict[Language, tuple[str, ...]] = field(default_factory=dict)

    def words(self, language: Language, /) -> tuple[str, ...]:
        found = self._by_language.get(language)
        if found is None:
            found = self._by_language[language] = self._read(language)
        return found

    def _read(self, language: Language) -> tuple[str, ...]:
        text = self.query.product
        if language == self.query.language:
            return words_of(text)
        parts: list[str] = []
        at = 0
        for one in find_concepts(text, languages_to_try(self.query.language)):
            names = concepts()[one.codes[0]].names.get(language)
            parts += (text[at : one.start], names[0] if names else text[one.start : one.end])
            at = one.end
        return words_of(" ".join([*parts, text[at:]]))


def feature_rows(
    query: Query, retrieved: Retrieved, found: Sequence[Found], seen: Sequence[Glance], /
) -> Features:
    """Shape (len(found), len(FEATURES)), float64.

    Args:
        found: candidates, by falling lexical score.
        seen: of the candidates, in the same order.
    """
    asked = Asked(query)
    rows = np.zeros((len(found), len(FEATURES)))
    for row, (one, glance) in enumerate(zip(found, seen, strict=True)):
        rows[row] = (*_of_retrieval(one, retrieved, row), *_of_text(asked.words(glance.language), glance))
    return rows


def lexical_share(found: Found, retrieved: Retrieved, /) -> float:
    """Root of BM25 over the question's best, times the share of words carried; in [0, 1]. The root brings near-equal
    matches together, so that requirements can order them."""
    if retrieved.best_lexical <= 0:
        return 0.0
    share = min(max(found.candidate.lexical / retrieved.best_lexical, 0.0), 1.0)
    return math.sqrt(share) * found.coverage


@lru_cache(maxsize=4_096)
def kind_match(offered: tuple[str, ...], asked: tuple[str, ...], /) -> float:
    """1.0 of the kind asked for or a special one of it, 0.0 of another, 0.5 where either is not known, or what is offered
    is only known as something more general: a case may be the phone case asked for."""
    if not offered or not asked:
        return 0.5
    if any(code in asked for one in offered for code in with_ancestors(one)):
        return 1.0
    return 0.5 if any(code in offered for one in asked for code in with_ancestors(one)) else 0.0


def _of_retrieval(found: Found, retrieved: Retrieved, place: int) -> tuple[float, ...]:
    candidate = found.candidate
    offered, asked = candidate.facets.get("kind", ()), retrieved.wanted.kinds
    return (
        float(candidate.identifier),
        lexical_share(found, retrieved),
        1.0 / (1 + place),
        found.coverage,
        min(max(candidate.cosine or 0.0, 0.0), 1.0),
        float(candidate.near),
        kind_match(offered, asked),
        float(bool(set(offered).intersection(asked))),
        float(bool(asked)),
        float(bool(offered)),
    )


def _of_text(asked: tuple[str, ...], glance: Glance) -> tuple[float, ...]:
    title = words_of(glance.title)
    if not asked:
        return (0.0, 0.0, 0.0, 1.0, 1.0, math.log1p(len(title)), 0.0, 0.0, 0.0)
    places = [title.index(word) for word in asked if word in title]
    count = len(asked)
    return (
        len(places) / count,
        1.0 if len(places) == count else share_of_stems(asked, title, glance.language),
        float(f" {' '.join(asked)} " in f" {' '.join(title)} "),
        min(places) / len(title) if places else 1.0,
        max(places) / len(title) if places else 1.0,
        math.log1p(len(title)),
        _share(asked, glance.description[:_DESCRIPTION]),
        _share(asked, glance.brand),
        _share(asked, glance.category),
    )


def share_of_stems(asked: tuple[str, ...], title: tuple[str, ...], language: Language, /) -> float:
    """Share of some folded words whose stem a word of a title has, in [0, 1]."""
    wanted = [_stem(word, language) for word in asked]
    if (
        language != "ar"
    ):  # the other stemmers take away endings alone: only words of one beginning share a stem
        beginnings = {word[0] for word in asked}
        title = tuple(word for word in title if word[0] in beginnings)
    stems = {_stem(word, language) for word in title}
    return sum(word in stems for word in wanted) / len(asked)


def _share(asked: tuple[str, ...], text: str) -> float:
    """Most texts have none of the words, which is told without parting them into words."""
    folded = fold(text)
    there = [word for word in asked if word in folded]
    if not there:
        return 0.0
    words = set(words_of(text))
    return sum(word in words for word in there) / len(asked)


def _stem(word: str, language: Language) -> str:
    return stem(word, language) or word
