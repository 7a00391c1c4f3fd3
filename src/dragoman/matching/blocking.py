"""Which pairs are worth a look: offers of other suppliers with an identifier, rare words or a meaning in common.

The search index finds them, so that an offer that is new is compared with its like and not with the whole catalogue.
"""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.matching.profile import Corpus, Profile
from dragoman.normalise.text import analyse, query_terms
from dragoman.ports import (
    Candidate,
    FacetFilter,
    Filter,
    IndexRequest,
    SearchIndex,
    Term,
    Vector,
)

BY_WORDS = 30
"""Candidates by words that go on, and as many by kind and measures."""
BY_MEANING = 20
_TERMS = 12
"""Of a title the rarest groups of words."""


def near(
    one: Profile,
    vector: Vector | None,
    /,
    *,
    title: str,
    index: SearchIndex,
    corpus: Corpus,
    suppliers: Sequence[str],
) -> dict[str, float | None]:
    """Offer id -> cosine of the candidates for one offer.

    Args:
        title: As the supplier wrote it.
        suppliers: Names of the others; an offer of the same supplier is the same product only by its identifiers.
    """
    elsewhere = FacetFilter(field="supplier", any_of=tuple(suppliers))
    gtins = one.gtins or one.untrusted_gtins
    identifiers = tuple({*gtins, *(gtin.lstrip("0") for gtin in gtins), *((one.mpn,) if one.mpn else ())})
    found: dict[str, float | None] = {}
    if identifiers:
        by_number = IndexRequest(identifiers=identifiers, vector=vector, dense_limit=0, limit=BY_WORDS)
        _add(found, index, by_number, vector)
    by_words = IndexRequest(
        terms=_rarest(title, one.language, corpus),
        vector=vector,
        dense_limit=BY_MEANING,
        filters=(elsewhere,),
        limit=BY_WORDS,
    )
    _add(found, index, by_words, vector)
    marks = _marks(one, title)
    kinds = tuple(sorted(one.kinds))
    if kinds and marks:
        same_kind: tuple[Filter, ...] = (elsewhere, FacetFilter(field="kind", any_of=kinds))
        terms = tuple(Term(token=mark, group=n) for n, mark in enumerate(marks))
        request = IndexRequest(
            terms=terms, vector=vector, dense_limit=BY_MEANING, filters=same_kind, limit=BY_WORDS
        )
        _add(found, index, request, vector)
    found.pop(one.offer_id, None)
    return found


def _add(
    found: dict[str, float | None], index: SearchIndex, request: IndexRequest, vector: Vector | None
) -> None:
    if not request.terms and not request.identifiers and vector is None:
        return
    candidates: tuple[Candidate, ...] = index.search(request).candidates
    for one in candidates:
        if found.get(one.offer_id) is None:
            found[one.offer_id] = one.cosine


def _rarest(title: str, language: str, corpus: Corpus) -> tuple[Term, ...]:
    terms = query_terms(title, language)
    rarity: dict[int, float] = {}
    for term in terms:
        rarity[term.group] = max(rarity.get(term.group, 0.0), corpus.rarity(term.token.lstrip("~")))
    kept = sorted(rarity, key=lambda group: (-rarity[group], group))[:_TERMS]
    return tuple(term for term in terms if term.group in set(kept))


def _marks(one: Profile, title: str) -> tuple[str, ...]:
    """What titles of all languages write alike: numbers, measures, names."""
    tokens = dict.fromkeys(analyse(title, None))
    return tuple(
        token
        for token in tokens
        if not token.startswith("~") and (any(c.isdigit() for c in token) or token in one.names)
    )[:24]
