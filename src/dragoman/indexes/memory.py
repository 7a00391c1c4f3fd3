"""The slow, obvious index: the oracle that every other index is compared with. Nothing is kept on disk."""

from __future__ import annotations

import math
import threading
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

from dragoman.indexes.scoring import K1, TIE_BREAKER, B, grouped, named_values, price_at, weights
from dragoman.order_terms import Reckoning, TermColumns
from dragoman.ports import (
    ByNumber,
    ByRelevance,
    ByTerms,
    ByUnitPrice,
    Candidate,
    FacetCount,
    FacetField,
    FacetFilter,
    Filter,
    IndexCapabilities,
    IndexChanges,
    IndexDocument,
    IndexRequest,
    IndexResponse,
    NumberFilter,
    PriceFilter,
    Sort,
    Term,
    TermsFilter,
    TextField,
)

_LAST = math.inf


class MemoryIndex:
    """Scans every document for every request."""

    def __init__(self) -> None:
        self._documents: dict[str, IndexDocument] = {}
        self._generation = 0
        self._lock = threading.Lock()

    @property
    def capabilities(self) -> IndexCapabilities:
        return IndexCapabilities(name="memory", persistent=False, dimensions=None)

    def generation(self) -> int:
        return self._generation

    def apply(self, changes: IndexChanges, /) -> None:
        with self._lock:
            documents = dict(self._documents)
            for offer_id in changes.deletes:
                documents.pop(offer_id, None)
            for document in changes.upserts:
                documents.pop(document.offer_id, None)
                documents[document.offer_id] = document
            self._documents = documents
            self._generation = changes.generation

    def search(self, request: IndexRequest, /) -> IndexResponse:
        documents = self._documents
        passing = {
            offer_id: document
            for offer_id, document in documents.items()
            if all(_passes(document, one) for one in request.filters)
        }
        scores = _lexical(request, documents.values())
        words = {offer_id for offer_id in scores if offer_id in passing}
        identified = {
            offer_id
            for offer_id, document in passing.items()
            if set(document.identifiers) & set(request.identifiers)
        }
        cosines = _cosines(request, passing)
        near = _nearest(cosines, request)
        asked = bool(request.terms or request.identifiers or request.vector is not None)
        matching = words | identified | set(near) if asked else set(passing)
        if isinstance(request.sort, ByRelevance):
            ordered = _legs(request, scores, words, identified, near, matching)
        else:
            ordered = _sorted(request.sort, [passing[offer_id] for offer_id in matching])
            ordered = ordered[request.offset : request.offset + request.limit]
        return IndexResponse(
            candidates=tuple(
                Candidate(
                    offer_id=offer_id,
                    lexical=scores.get(offer_id, 0.0),
                    cosine=cosines.get(offer_id),
                    near=offer_id in near,
                    identifier=offer_id in identified,
                    facets=_reported(passing[offer_id], request.report),
                )
                for offer_id in ordered
            ),
            total=len(matching),
            facets={
                field: _facet(request, field, (passing[offer_id] for offer_id in matching))
                for field in request.facets
            },
            generation=self._generation,
        )

    def vocabulary(
        self, prefix: str, /, *, limit: int = 10, field: TextField = "title"
    ) -> list[tuple[str, int]]:
        counts: Counter[str] = Counter()
        for document in self._documents.values():
            counts.update({token for token in document.text.get(field, ()) if token.startswith(prefix)})
        return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:limit]

    def offer_ids(self) -> set[str]:
        return set(self._documents)

    def damage(self) -> tuple[str, ...]:
        return ()

    def refresh(self) -> None:
        """Nobody else can write here."""

    def tidy(self) -> None:
        """There is nothing to be put in order."""

    def clear(self) -> None:
        with self._lock:
            self._documents = {}
            self._generation = 0

    def close(self) -> None:
        """Nothing is open."""


def _passes(document: IndexDocument, one: Filter) -> bool:
    match one:
        case FacetFilter(field=field, any_of=any_of):
            return bool(set(document.facets.get(field, ())) & set(any_of))
        case NumberFilter(field=number, low=low, high=high, keep_unknown=keep_unknown):
            value = document.numbers.get(number)
        case PriceFilter(quantity=quantity, factors=factors, low=low, high=high, keep_unknown=keep_unknown):
            curve = document.price
            factor = factors.get(curve.currency) if curve is not None else None
            value = price_at(curve, quantity) * factor if curve is not None and factor is not None else None
        case TermsFilter(reckon=reckon, low=low, high=high, keep_unknown=keep_unknown):
            value = _reckoned(document, reckon)[0]
    if value is None:
        return keep_unknown
    return (low is None or value >= low) and (high is None or value <= high)


def _reckoned(document: IndexDocument, reckon: Reckoning) -> list[float | None]:
    """What the document alone comes to; None for what cannot be told."""
    keys = reckon(TermColumns.of([document.terms]))[:, 0].tolist()
    return [None if math.isnan(key) else key for key in keys]


def _lexical(request: IndexRequest, documents: Iterable[IndexDocument]) -> dict[str, float]:
    """BM25 of the documents that match enough groups."""
    everything = list(documents)
    groups = grouped(request.terms)
    fields = weights(request.field_weights)
    averages: dict[TextField, float] = {
        field: sum(len(document.text.get(field, ())) for document in everything) / max(1, len(everything))
        for field in fields
    }
    rarity = {
        (field, term.token): _idf(field, term.token, everything) for field in fields for term in request.terms
    }
    scores: dict[str, float] = {}
    for document in everything:
        matched = [
            one for group in groups if (one := _group(document, group, fields, averages, rarity)) is not None
        ]
        if groups and len(matched) >= max(1, request.minimum_groups):
            scores[document.offer_id] = sum(matched)
    return scores


def _idf(field: TextField, token: str, documents: Sequence[IndexDocument]) -> float:
    holding = sum(token in document.text.get(field, ()) for document in documents)
    return math.log(1 + (len(documents) - holding + 0.5) / (holding + 0.5))


def _group(
    document: IndexDocument,
    group: Sequence[Term],
    fields: dict[TextField, float],
    averages: dict[TextField, float],
    rarity: dict[tuple[TextField, str], float],
) -> float | None:
    """The group's score in a document; None where no form of it is there."""
    parts: list[float] = []
    for field, weight in fields.items():
        tokens = document.text.get(field, ())
        for term in group:
            count = tokens.count(term.token)
            if count:
                norm = K1 * (1 - B + B * len(tokens) / averages[field])
                parts.append(
                    weight * term.weight * rarity[field, term.token] * count * (K1 + 1) / (count + norm)
                )
    if not parts:
        return None
    best = max(parts)
    return best + TIE_BREAKER * (sum(parts) - best)


def _cosines(request: IndexRequest, documents: dict[str, IndexDocument]) -> dict[str, float]:
    if request.vector is None:
        return {}
    return {
        offer_id: float(np.dot(document.vector, request.vector))
        for offer_id, document in documents.items()
        if document.vector is not None
    }


def _nearest(cosines: dict[str, float], request: IndexRequest) -> list[str]:
    ordered = sorted(cosines, key=lambda offer_id: (-cosines[offer_id], offer_id))[: request.dense_limit]
    return [offer_id for offer_id in ordered if cosines[offer_id] >= request.dense_floor]


def _legs(
    request: IndexRequest,
    scores: dict[str, float],
    words: set[str],
    identified: set[str],
    near: list[str],
    matching: set[str],
) -> list[str]:
    lexical = sorted(words, key=lambda offer_id: (-scores[offer_id], offer_id))[: request.limit]
    ordered = [*sorted(identified)[: request.limit], *lexical, *near[: request.limit]]
    if not (request.terms or request.identifiers or request.vector is not None):
        ordered = sorted(matching)[: request.limit]
    return list(dict.fromkeys(ordered))


def _sorted(sort: Sort, documents: list[IndexDocument]) -> list[str]:
    def key(document: IndexDocument) -> tuple[float | str, ...]:
        value: float | None = None
        match sort:
            case ByNumber(field=field, descending=descending):
                value = document.numbers.get(field)
                value = -value if value is not None and descending else value
            case ByUnitPrice(quantity=quantity, factors=factors, unit=unit):
                curve = document.price
                if curve is not None and curve.unit == unit and curve.currency in factors:
                    value = price_at(curve, quantity) * factors[curve.currency]
            case ByTerms(reckon=reckon):
                keys = _reckoned(document, reckon)
                return (*(_LAST if one is None else one for one in keys), document.offer_id)
            case ByRelevance():
                pass
        return (_LAST if value is None else value, document.offer_id)

    return [document.offer_id for document in sorted(documents, key=key)]


def _reported(document: IndexDocument, fields: Sequence[FacetField]) -> dict[FacetField, tuple[str, ...]]:
    return {field: tuple(dict.fromkeys(values)) for field in fields if (values := document.facets.get(field))}


def _facet(
    request: IndexRequest, field: FacetField, documents: Iterable[IndexDocument]
) -> tuple[FacetCount, ...]:
    counts: Counter[str] = Counter()
    for document in documents:
        counts.update(set(document.facets.get(field, ())))
    told = len(counts) if request.facet_values is None else request.facet_values
    named = named_values(request, field)
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(
        FacetCount(value=value, count=count)
        for place, (value, count) in enumerate(ordered)
        if place < told or value in named
    )
