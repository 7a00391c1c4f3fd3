"""Whether two offers are one product: learned trees with calibrated probabilities, kept as one JSON file.

Source:
    Friedman, Annals of Statistics 2001, "Greedy Function Approximation: A Gradient Boosting Machine"; Zadrozny & Elkan,
    KDD 2002, "Transforming Classifier Scores into Accurate Multiclass Probability Estimates" (isotonic calibration).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from importlib.resources import files

import lightgbm
import numpy as np

from dragoman.errors import RankingModelUnusable
from dragoman.ports import Features, Scores

PARAMETERS = {
    "objective": "binary",
    "num_leaves": 15,
    "min_data_in_leaf": 20,
    "learning_rate": 0.08,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "feature_fraction": 0.6,
    "lambda_l2": 5.0,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 1,
    "seed": 20261126,
    "verbosity": -1,
}
ROUNDS = 250
MOST_SURE = 0.995
"""Nothing learned from some thousand pairs is surer."""
_STEPS = 60
"""Steps of the calibration kept, at most."""


class LearnedPairs:
    """Trees and their calibration."""

    def __init__(self, model: str, /, *, name: str) -> None:
        """Raises RankingModelUnusable for a text that is no model."""
        try:
            held = json.loads(model)
            self._trees = lightgbm.Booster(model_str=held["trees"])
            self._scores = np.array(held["calibration"]["scores"], dtype=np.float64)
            self._probabilities = np.array(held["calibration"]["probabilities"], dtype=np.float64)
            self._threshold = float(held["threshold"])
        except (lightgbm.basic.LightGBMError, ValueError, KeyError, TypeError) as error:
            raise RankingModelUnusable(
                f"{name}: expected a model of pairs, got a text that is none ({error}); "
                "install Dragoman anew, or make it with `python -m benchmarks.train_matcher --write`"
            ) from error
        self._name = f"{name} {sha256(model.encode()).hexdigest()[:8]}"
        self._features = tuple(self._trees.feature_name())

    @classmethod
    def shipped(cls) -> LearnedPairs:
        """The model inside the package; `models/README.md` says what it was trained on."""
        text = files(__package__).joinpath("models/same_product.json").read_text(encoding="utf-8")
        return cls(text, name="shipped")

    @property
    def name(self) -> str:
        return f"boosted trees, {self._name}"

    @property
    def features(self) -> tuple[str, ...]:
        return self._features

    @property
    def threshold(self) -> float:
        return self._threshold

    def confidence(self, rows: Features, /) -> Scores:
        if not len(rows):
            return np.zeros(0)
        raw = np.asarray(self._trees.predict(rows, num_threads=1), dtype=np.float64)
        learned = np.interp(raw, self._scores, self._probabilities)
        return np.asarray(np.minimum(learned, MOST_SURE), dtype=np.float64)


def train_pairs(
    rows: Features, same: Sequence[bool], weights: Sequence[float], /, *, features: tuple[str, ...]
) -> str:
    """Trees as text; the same input gives the same trees."""
    data = lightgbm.Dataset(
        rows, np.array(same, dtype=np.float64), weight=np.array(weights), feature_name=list(features)
    )
    trees: str = lightgbm.train(PARAMETERS, data, num_boost_round=ROUNDS).model_to_string()
    return trees


def raw_scores(trees: str, rows: Features, /) -> Scores:
    """What trees say, before calibration."""
    model = lightgbm.Booster(model_str=trees)
    return np.asarray(model.predict(rows, num_threads=1), dtype=np.float64)


def calibration(
    scores: Scores, same: Sequence[bool], weights: Sequence[float], /
) -> tuple[list[float], list[float]]:
    """(scores, probabilities): a rising curve through what was so at each score, by isotonic regression.

    Args:
        scores: of pairs that the trees had not seen.
    """
    from scipy.optimize import isotonic_regression  # half a second, and only for training

    order = np.argsort(scores, kind="stable")
    x, y, w = scores[order], np.array(same, dtype=np.float64)[order], np.array(weights)[order]
    fitted = isotonic_regression(y, weights=w).x
    starts = np.flatnonzero(np.r_[True, np.diff(fitted) > 0])
    ends = np.r_[starts[1:] - 1, len(fitted) - 1]
    points: dict[float, float] = {}
    for start, end in zip(starts, ends, strict=True):
        points[float((x[start] + x[end]) / 2)] = float(fitted[start])
    chosen = sorted(points.items())
    if len(chosen) > _STEPS:
        places = np.unique(np.linspace(0, len(chosen) - 1, _STEPS).round().astype(int))
        chosen = [chosen[place] for place in places]
    return [round(a, 6) for a, _ in chosen], [round(b, 6) for _, b in chosen]


def model_text(
    trees: str,
    curve: tuple[list[float], list[float]],
    /,
    *,
    threshold: float,
    thresholds: Mapping[str, float],
) -> str:
    """The model as it is kept.

    Args:
        threshold: from which on offers are put together.
        thresholds: name of a set that was learned from -> where its F1 is highest, unseen; for measuring.
    """
    held = {
        "threshold": threshold,
        "thresholds": dict(thresholds),
        "calibration": {"scores": curve[0], "probabilities": curve[1]},
        "trees": trees,
    }
    return json.dumps(held, indent=1) + "\n"
