"""What both indexes agree on: the BM25 parameters, how a term group is scored, what a price is at a quantity."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dragoman.ports import TEXT_FIELDS, FacetField, FacetFilter, IndexRequest, PriceCurve, Term, TextField

K1 = 1.2
B = 0.75
TIE_BREAKER = 0.3
"""A group's score is that of its best (field, form) plus this share of the others': a word found in title
and attributes counts more than in the title alone, but forms of one word do not add up."""


def grouped(terms: Sequence[Term], /) -> list[list[Term]]:
    """Terms by their group, in order of first appearance."""
    groups: dict[int, list[Term]] = {}
    for term in terms:
        groups.setdefault(term.group, []).append(term)
    return list(groups.values())


def weights(field_weights: Mapping[TextField, float], /) -> dict[TextField, float]:
    """The fields to search with their weights; 1.0 where none was given, fields of weight 0 left out."""
    return {field: weight for field in TEXT_FIELDS if (weight := field_weights.get(field, 1.0)) > 0}


def named_values(request: IndexRequest, facet: FacetField, /) -> frozenset[str]:
    """Values of a facet that the request's filters name: they are told however rare."""
    filters = (one for one in request.filters if isinstance(one, FacetFilter) and one.field == facet)
    return frozenset(value for one in filters for value in one.any_of)


def price_at(curve: PriceCurve, quantity: float, /) -> float:
    """Price per base unit at a quantity; below the first step the first step's price."""
    price = curve.steps[0][1]
    for start, at_step in curve.steps:
        if start <= quantity:
            price = at_step
    return price
