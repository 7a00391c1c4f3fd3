"""Learned trees: LambdaMART by LightGBM, kept as its text model with the names of the features it was trained on.

Source:
    Burges, MSR-TR-2010-82, "From RankNet to LambdaRank to LambdaMART: An Overview".
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

import lightgbm
import numpy as np

from dragoman.errors import RankingModelUnusable
from dragoman.ports import Features, Scores

GAINS = (0, 1, 3, 7)
"""What a rating of 0 to 3 is worth: 2^rating - 1."""
PARAMETERS = {
    "objective": "lambdarank",
    "label_gain": list(GAINS),
    "lambdarank_truncation_level": 15,
    "num_leaves": 7,
    "min_data_in_leaf": 40,
    "learning_rate": 0.05,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 1,
    "verbosity": -1,
}
"""Every tree sees all of the data and features: samples of them made figures move by .007 with the seed, and no better."""
ROUNDS = 150


class LightGbmReranker:
    """Trees of a model file."""

    def __init__(self, model: str, /, *, name: str) -> None:
        """Raises RankingModelUnusable for a text that is no model."""
        try:
            self._trees = lightgbm.Booster(model_str=model)
        except (lightgbm.basic.LightGBMError, ValueError) as error:
            raise RankingModelUnusable(
                f"{name}: expected a ranking model, got a text that LightGBM does not read ({error}); "
                "train it anew with `dragoman train`, or remove the file"
            ) from error
        self._name = name
        self._features = tuple(self._trees.feature_name())

    @classmethod
    def shipped(cls) -> LightGbmReranker:
        """The model inside the package; `models/README.md` says what it was trained on."""
        text = files(__package__).joinpath("models/default.txt").read_text(encoding="utf-8")
        return cls(text, name="shipped")

    @classmethod
    def of_file(cls, path: Path, /) -> LightGbmReranker:
        """A model of the user's own. Raises RankingModelUnusable."""
        try:
            return cls(path.read_text(encoding="utf-8"), name=str(path))
        except (OSError, UnicodeDecodeError) as error:
            raise RankingModelUnusable(
                f"{path}: expected a ranking model, got {error}; train it anew with `dragoman train`"
            ) from error

    @property
    def name(self) -> str:
        return f"LambdaMART, {self._name}"

    @property
    def features(self) -> tuple[str, ...]:
        return self._features

    def score(self, rows: Features, /) -> Scores:
        if not len(rows):
            return np.zeros(0)
        return np.asarray(self._trees.predict(rows, num_threads=1), dtype=np.float64)


def train(
    rows: Features, ratings: Sequence[int], groups: Sequence[int], /, *, features: tuple[str, ...]
) -> str:
    """A model as text; the same input gives the same model.

    Args:
        rows: shape (n, len(features)), the candidates of each question after those of the one before.
        ratings: 0 to 3, of each row.
        groups: how many rows each question has; they add up to n.
    """
    data = lightgbm.Dataset(rows, np.array(ratings), group=np.array(groups), feature_name=list(features))
    trees = lightgbm.train(PARAMETERS, data, num_boost_round=ROUNDS)
    model: str = trees.model_to_string()
    return model
