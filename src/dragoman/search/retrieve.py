"""Query -> the offers that may answer it: one leg by words, one by meaning, and identifiers.

Two requests to the index. The first asks for offers with *every* word and for the one nearest in meaning;
what it finds sets how strict the second can be, whose matches are the result's total, facets and order. The first
leaves filters out, so that choosing a facet's value gives as many offers as it was said to have; only where nothing is
left does what the filters let through set the measure.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from dragoman.normalise.text import identifier_key
from dragoman.ports import (
    ByRelevance,
    Candidate,
    FacetField,
    Filter,
    IndexRequest,
    IndexResponse,
    SearchIndex,
    Sort,
    TextField,
    Vector,
)
from dragoman.search.bridge import Bridge
from dragoman.search.request import Query
from dragoman.search.spelling import Words
from dragoman.search.wanted import Wanted, wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class Retrieval:
    """How wide the net is cast. Calibrated on 19,406 product titles with 78 judged queries in nine
    languages (docs/decisions/0006-ranking.md)."""

    pool: int = 200
    """Candidates of each leg that relevance is decided among."""
    reranked: int = 60
    """The best of those, whose texts are looked at."""
    enough: int = 20
    """From so many offers with every word on, offers with only some of the words stay out."""
    some_words: float = 0.6
    """Share of the words that must match where few offers have them all."""
    dense_limit: int = 100
    dense_floor: float = 0.35
    """Cosine below which nothing is near: the 99th percentile of unrelated pairs is 0.32."""
    dense_share: float = 0.8
    """Of the best cosine: what falls further behind the nearest offer is left out."""
    field_weights: tuple[tuple[TextField, float], ...] = (
        ("summary", 1.0),
        ("title", 0.0),
        ("attributes", 0.25),
        ("concepts", 1.0),
    )


RETRIEVAL = Retrieval()
SHORTEST_GTIN = 8
SHORTEST_JOINED = 4
LONGEST_JOINED = 24
"""Letters and digits of an identifier written with blanks."""
MOST_JOINED = 5
MOST_WORDS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A candidate with the share of the asked words it is known to carry."""

    candidate: Candidate
    coverage: float
    """1.0: every word; 0.0: found by meaning or identifier alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Retrieved:
    found: tuple[Found, ...]
    """In the index's order: with ByRelevance unfused, else the page asked for."""
    response: IndexResponse
    best_lexical: float
    """BM25 of the best match by words among all matches; 0.0 where no word matched."""
    best_cosine: float | None
    relaxed: bool
    """No offer carries enough of the words; offers with any of them are in."""
    wanted: Wanted
    unfiltered: IndexResponse
    """Offers with every word on and the one nearest in meaning, whatever the filters."""


def base_request(
    query: Query, asked: Wanted, vector: Vector | None, filters: Sequence[Filter], how: Retrieval, /
) -> IndexRequest:
    """What both requests share."""
    return IndexRequest(
        terms=asked.terms,
        minimum_groups=max(asked.groups, 1),
        identifiers=asked_identifiers(query),
        vector=None if _only_identifiers(query) else vector,
        dense_limit=how.dense_limit,
        dense_floor=how.dense_floor,
        field_weights=dict(how.field_weights),
        filters=tuple(filters),
    )


def asked_identifiers(query: Query, /) -> tuple[str, ...]:
    """Keys of the words that look like identifiers, and of up to MOST_JOINED words in a row that could be one
    written with blanks ("5032 0370 41478", "27 B2H"); one that no offer carries costs nothing."""
    keys = [identifier_key(word) for word in query.identifiers]
    keys += [key.lstrip("0") for key in keys if key.isdecimal() and len(key.lstrip("0")) >= SHORTEST_GTIN]
    words = query.text.split()[:MOST_WORDS]
    for first in range(len(words)):
        for count in range(2, MOST_JOINED + 1):
            key = identifier_key("".join(words[first : first + count]))
            if SHORTEST_JOINED <= len(key) <= LONGEST_JOINED and any(char.isdigit() for char in key):
                keys.append(key)
    return tuple(dict.fromkeys(keys))


def sought(query: Query, words: Words, bridge: Bridge | None, /) -> Wanted:
    """What a query looks for, in the catalogue's words.

    Args:
        bridge: To the kinds of product that the catalogue has; None where nothing is looked for by meaning.
        words: That are in use, and the languages that offers are written in.
    """
    told = partial(
        wanted,
        query.product,
        query.language,
        catalogue=words.languages,
        count=words.carried,
        synonyms=words.synonyms,
    )
    if bridge is None:
        return told()
    return told(guess=lambda text: bridge.nearest(text, words.kinds), closeness=bridge.closeness)


def retrieve(
    query: Query,
    asked: Wanted,
    vector: Vector | None,
    /,
    *,
    index: SearchIndex,
    filters: Sequence[Filter],
    facets: tuple[FacetField, ...],
    facet_values: int | None,
    sort: Sort,
    limit: int,
    offset: int = 0,
    before: Retrieved | None = None,
    how: Retrieval = RETRIEVAL,
) -> Retrieved:
    """The matches of a query.

    Args:
        asked: What `sought` found.
        before: Those of the same query with other filters: what does not hang on filters is not looked for again.
        vector: To look for offers near to; None leaves the dense leg out.
        limit: With ByRelevance the candidates wanted of each leg (at least `how.pool` are asked for), else
            the page's length.
        offset: Of the page; only where sorted otherwise than by relevance.
    """
    base = base_request(query, asked, vector, filters, how)
    unfiltered = before.unfiltered if before is not None else index.search(_strict(base, (), how))

    def measured_by(some: Sequence[Filter]) -> Retrieved:
        return _retrieve(
            base,
            strict=unfiltered if not some else index.search(_strict(base, some, how)),
            unfiltered=unfiltered,
            index=index,
            asked=asked,
            facets=facets,
            facet_values=facet_values,
            sort=sort,
            limit=limit,
            offset=offset,
            how=how,
        )

    retrieved = measured_by(())
    return measured_by(filters) if filters and retrieved.response.total == 0 else retrieved


def _strict(base: IndexRequest, filters: Sequence[Filter], how: Retrieval) -> IndexRequest:
    """For offers with every word, and the nearest in meaning, of those that set how strict the search can be. An index
    that looks for the same nearest again has them at hand."""
    chosen = tuple(filters)
    limit = how.enough if chosen == base.filters else max(how.enough, how.dense_limit)
    return replace(base, filters=chosen, limit=limit)


def _retrieve(
    base: IndexRequest,
    /,
    *,
    strict: IndexResponse,
    unfiltered: IndexResponse,
    index: SearchIndex,
    asked: Wanted,
    facets: tuple[FacetField, ...],
    facet_values: int | None,
    sort: Sort,
    limit: int,
    offset: int,
    how: Retrieval,
) -> Retrieved:
    """Args:
    strict: Sets how strict the search can be.
    """
    count = base.minimum_groups
    carrying_all = {c.offer_id for c in strict.candidates if c.lexical > 0}
    cosines = sorted((c.cosine for c in strict.candidates if c.near and c.cosine is not None), reverse=True)
    best_cosine = max((c.cosine for c in strict.candidates if c.cosine is not None), default=None)
    last_near = cosines[how.dense_limit - 1] if len(cosines) >= how.dense_limit else 0.0
    some = max(1, math.ceil(how.some_words * count))
    chosen = replace(
        base,
        minimum_groups=count if len(carrying_all) >= how.enough else some,
        dense_floor=max(how.dense_floor, how.dense_share * (best_cosine or 0.0), last_near),
        facets=facets,
        facet_values=facet_values,
        report=("kind", "brand"),
        sort=sort,
        limit=max(limit, how.pool) if isinstance(sort, ByRelevance) else limit,
        offset=offset,
    )
    response = index.search(chosen)
    relaxed = False
    if chosen.minimum_groups > 1 and not carrying_all and not _any_words(response, sort):
        wider = index.search(replace(chosen, minimum_groups=1))
        relaxed, response = wider.total > response.total, wider
    floor = 1.0 if chosen.minimum_groups == count else (1 / count if relaxed else some / count)
    return Retrieved(
        found=tuple(_found(c, carrying_all, floor) for c in response.candidates),
        response=response,
        best_lexical=max((c.lexical for c in (*strict.candidates, *response.candidates)), default=0.0),
        best_cosine=best_cosine,
        relaxed=relaxed,
        wanted=asked,
        unfiltered=unfiltered,
    )


def _any_words(response: IndexResponse, sort: Sort) -> bool:
    return any(c.lexical > 0 for c in response.candidates) or not isinstance(sort, ByRelevance)


def _found(candidate: Candidate, carrying_all: set[str], floor: float) -> Found:
    if candidate.lexical <= 0:
        return Found(candidate=candidate, coverage=0.0)
    return Found(candidate=candidate, coverage=1.0 if candidate.offer_id in carrying_all else floor)


def _only_identifiers(query: Query) -> bool:
    """Whether every word is an identifier: a number has no neighbours in meaning."""
    return bool(query.identifiers) and set(query.product.split()) <= set(query.identifiers)
