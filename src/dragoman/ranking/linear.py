"""A weighted sum of features: no model, no library, and what everything learned is compared with."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from dragoman.ports import Features, Scores

WEIGHTS: Mapping[str, float] = {"lexical": 1.0, "meaning": 0.4, "kind": 0.1}
"""Chosen on judged questions in nine languages (docs/decisions/0006-ranking.md)."""


class LinearReranker:
    """Features by name times weights; a feature without one counts nothing."""

    def __init__(self, features: tuple[str, ...], weights: Mapping[str, float] = WEIGHTS) -> None:
        self._features = features
        self._weights = np.array([weights.get(name, 0.0) for name in features])

    @property
    def name(self) -> str:
        return "linear"

    @property
    def features(self) -> tuple[str, ...]:
        return self._features

    def score(self, rows: Features, /) -> Scores:
        scores: Scores = rows @ self._weights
        return scores
