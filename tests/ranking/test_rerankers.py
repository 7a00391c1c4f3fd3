"""Every reranker keeps the contract; the learned one is reproducible and says what is wrong with a bad model."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from dragoman.errors import RankingModelUnusable
from dragoman.ports import Reranker
from dragoman.ranking.lightgbm import LightGbmReranker, train
from dragoman.ranking.linear import LinearReranker
from dragoman.search.features import FEATURES
from dragoman.testing.reranker import RerankerContract


class TestLinear(RerankerContract):
    @pytest.fixture
    def reranker(self) -> Reranker:
        return LinearReranker(FEATURES)


class TestShippedModel(RerankerContract):
    @pytest.fixture
    def reranker(self) -> Reranker:
        return LightGbmReranker.shipped()


def test_the_shipped_model_knows_only_features_that_the_search_has() -> None:
    assert set(LightGbmReranker.shipped().features) <= set(FEATURES)


def _examples() -> tuple[np.ndarray[tuple[int, int], np.dtype[np.float64]], list[int], list[int]]:
    drawn = np.random.default_rng(3).random((600, 2))
    return drawn, [int(value * 3.99) for value in drawn[:, 0]], [30] * 20


def test_the_same_examples_give_the_same_model() -> None:
    rows, ratings, groups = _examples()
    assert train(rows, ratings, groups, features=("good", "noise")) == train(
        rows, ratings, groups, features=("good", "noise")
    )


def test_a_model_puts_first_what_people_rated_high() -> None:
    rows, ratings, groups = _examples()
    reranker = LightGbmReranker(train(rows, ratings, groups, features=("good", "noise")), name="test")
    low, high = reranker.score(np.array([[0.1, 0.9], [0.9, 0.1]]))
    assert high > low


def test_a_text_that_is_no_model_is_told_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "ranker.txt"
    path.write_text("not a model")
    with pytest.raises(RankingModelUnusable, match="dragoman train"):
        LightGbmReranker.of_file(path)
