"""The contract of every `Reranker`: subclass it, give the fixture `reranker`."""

from __future__ import annotations

import numpy as np

from dragoman.ports import Features, Reranker


def rows(reranker: Reranker, count: int) -> Features:
    """Rows of numbers between 0 and 1, the same each time."""
    return np.random.default_rng(7).random((count, len(reranker.features)))


class RerankerContract:
    """What callers rely on."""

    def test_each_row_gets_one_finite_score(self, reranker: Reranker) -> None:
        scores = reranker.score(rows(reranker, 40))
        assert scores.shape == (40,)
        assert np.isfinite(scores).all()

    def test_no_rows_give_no_scores(self, reranker: Reranker) -> None:
        assert reranker.score(rows(reranker, 0)).shape == (0,)

    def test_a_row_gets_the_same_score_whatever_stands_beside_it(self, reranker: Reranker) -> None:
        many = rows(reranker, 12)
        alone = np.concatenate([reranker.score(many[place : place + 1]) for place in range(12)])
        assert np.allclose(alone, reranker.score(many))

    def test_its_features_have_names_and_none_twice(self, reranker: Reranker) -> None:
        assert len(set(reranker.features)) == len(reranker.features) > 0
        assert reranker.name
