"""Questions drawn from the same words as the offers."""

from __future__ import annotations

import pytest

from dragoman.bench.generator import offers
from dragoman.bench.questions import QUESTION_KINDS, QuestionKind, questions, shares

SEED = 3


@pytest.mark.parametrize("kind", QUESTION_KINDS)
def test_the_first_questions_are_the_same_however_many_are_asked(kind: QuestionKind) -> None:
    few = questions(kind, 5, SEED, size=2000)
    assert questions(kind, 12, SEED, size=2000)[:5] == few
    assert all(one.kind == kind and (one.request.text or one.prefix) for one in few)


def test_hybrid_questions_have_two_filters_and_three_facets() -> None:
    for one in questions("hybrid", 50, SEED, size=2000):
        assert len(one.request.filters) == 2
        assert len(one.request.facets) == 3


def test_filters_are_those_of_offers_that_are_there() -> None:
    rows = list(offers(SEED, 0, 2000))
    for one in questions("filtered_01", 10, SEED, size=2000):
        wanted = [filter_.split("=", 1)[1] for filter_ in one.request.filters]
        assert any(all(value in row.values() for value in wanted) for row in rows)


def test_identifiers_are_those_of_offers_that_are_there() -> None:
    known = {str(row.get(name)) for row in offers(SEED, 0, 500) for name in ("sku", "mpn", "gtin")}
    assert {one.request.text for one in questions("identifier", 40, SEED, size=500)} <= known


@pytest.mark.parametrize(
    ("kind", "share"), [("filtered_10", 0.1), ("filtered_1", 0.01), ("filtered_01", 0.001)]
)
def test_filters_leave_about_the_share_that_they_are_named_for(kind: QuestionKind, share: float) -> None:
    rows = list(offers(SEED, 50_000, 70_000))
    names = {"country": "supplier_country", "supplier": "supplier", "brand": "brand"}
    left = []
    for filters, goods in shares(SEED)[kind][:10]:
        assert goods
        wanted = [tuple(one.split("=", 1)) for one in filters]
        left.append(sum(all(row.get(names[field]) == value for field, value in wanted) for row in rows))
    assert share / 2 < sum(left) / len(left) / len(rows) < share * 2
