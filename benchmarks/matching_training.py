"""What the matcher learns from, and how it is cross-validated: pairs of the public train files and of the samples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
import numpy.typing as npt

from benchmarks.matching_pairs import SETS, JudgedSet, Rows, read_pairs, rows_of
from benchmarks.matching_samples import SamplePairs
from dragoman.matching.features import FEATURES
from dragoman.ports import Encoder, Features, Scores
from dragoman.ranking.pairs import calibration, model_text, raw_scores, train_pairs

FOLDS = 4
EASY_SHARE = 0.1
"""Of the samples' pairs that plainly conflict so many are learned from, each counting ten times."""
GROUPED_PRECISION = 0.95
"""Pairs are put together from the confidence on at which so many of those above were right, unseen."""

Booleans = npt.NDArray[np.bool_]
Weights = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Examples:
    """Rows of several sources under one another."""

    features: Features
    same: Booleans
    weights: Weights
    sources: tuple[str, ...]
    """Name of the set of each row."""
    folds: tuple[frozenset[int], ...]
    """The folds that a row belongs to: it is learned from only where none of them is held out."""


def public_sets(encoder: Encoder) -> dict[str, tuple[Rows, Rows]]:
    """Name -> (train, validation)."""
    return {one.name: _both(one, encoder) for one in SETS}


def _both(one: JudgedSet, encoder: Encoder) -> tuple[Rows, Rows]:
    files = [read_pairs(path, name=one.name) for path in (one.train, one.valid)]
    train, valid = rows_of(files, encoder=encoder, factors={"USD": 1.0})
    return train, valid


def fold_of(key: str) -> int:
    return crc32(key.encode()) % FOLDS


def examples(public: dict[str, tuple[Rows, Rows]], samples: SamplePairs, /, *, by: str) -> Examples:
    """Everything to learn from.

    Args:
        by: "product" or "kind": what of the samples never stands on both sides of a fold.
    """
    features, same, weights = [], [], []
    sources: list[str] = []
    folds: list[frozenset[int]] = []
    for name, (train, _) in public.items():
        features.append(train.features)
        same.append(train.same)
        weights.append(np.ones(len(train.same)))
        sources += [name] * len(train.same)
        folds += [frozenset({fold_of(f"{name} {group}")}) for group in train.groups]
    kept = _learned(samples)
    features.append(samples.features[kept])
    same.append(samples.same[kept])
    weights.append(np.where(_hard(samples)[kept], 1.0, 1 / EASY_SHARE))
    sources += ["samples"] * int(kept.sum())
    keys = samples.products if by == "product" else samples.kinds
    folds += [
        frozenset({fold_of(keys[left]), fold_of(keys[right])})
        for (left, right), learned in zip(samples.pairs, kept, strict=True)
        if learned
    ]
    return Examples(
        features=np.vstack(features),
        same=np.concatenate(same),
        weights=np.concatenate(weights),
        sources=tuple(sources),
        folds=tuple(folds),
    )


def _hard(samples: SamplePairs) -> Booleans:
    """True pairs, and those that no number and no colour tells apart."""
    column = {name: samples.features[:, place] for place, name in enumerate(FEATURES)}
    undecided = (column["numbers_least_own"] == 0) & (np.nan_to_num(column["colour"], nan=1.0) > 0)
    hard: Booleans = samples.same | undecided
    return hard


def _learned(samples: SamplePairs) -> Booleans:
    """All hard pairs and a share of the others, by their ids, so that the order does not matter."""
    chosen = np.array(
        [crc32(f"{left} {right}".encode()) % 1000 < EASY_SHARE * 1000 for left, right in samples.pairs]
    )
    kept: Booleans = _hard(samples) | chosen
    return kept


def trained(some: Examples, where: Booleans | None = None) -> str:
    """Trees of all rows, or of some."""
    rows = np.ones(len(some.same), dtype=np.bool_) if where is None else where
    return train_pairs(
        some.features[rows], some.same[rows].tolist(), some.weights[rows].tolist(), features=FEATURES
    )


def unseen_scores(some: Examples) -> Scores:
    """Of each row by trees that learned from none of its folds; the highest where it has several."""
    scores = np.zeros(len(some.same))
    for fold in range(FOLDS):
        held = np.array([fold in folds for folds in some.folds])
        scores[held] = np.maximum(scores[held], raw_scores(trained(some, ~held), some.features[held]))
    return scores


def unseen_sample_scores(some: Examples, samples: SamplePairs, /, *, by: str) -> Scores:
    """Of every pair of the samples, learned from or not, by trees that saw none of its products (or kinds)."""
    keys = samples.products if by == "product" else samples.kinds
    folds = [{fold_of(keys[left]), fold_of(keys[right])} for left, right in samples.pairs]
    scores = np.zeros(len(samples.pairs))
    for fold in range(FOLDS):
        held = np.array([fold in mine for mine in some.folds])
        asked = np.array([fold in mine for mine in folds])
        scores[asked] = np.maximum(scores[asked], raw_scores(trained(some, ~held), samples.features[asked]))
    return scores


def best_threshold(confidences: Scores, same: Booleans) -> tuple[float, float]:
    """(confidence from which on F1 is highest, F1)."""
    order = np.argsort(-confidences, kind="stable")
    hits = np.cumsum(same[order])
    f1 = 2 * hits / (np.arange(1, len(same) + 1) + same.sum())
    best = int(f1.argmax())
    return float(confidences[order][best]), float(f1[best])


def f1_at(confidences: Scores, same: Booleans, threshold: float) -> float:
    said = confidences >= threshold
    return float(2 * (said & same).sum() / max(1, said.sum() + same.sum()))


def calibration_error(confidences: Scores, same: Booleans, *, bins: int = 10) -> float:
    """Expected calibration error: mean distance of confidence and truth in bins of equal width, by their size.

    Source:
        Naeini, Cooper & Hauskrecht, AAAI 2015, "Obtaining Well Calibrated Probabilities Using Bayesian Binning".
    """
    places = np.minimum((confidences * bins).astype(int), bins - 1)
    error = 0.0
    for one in range(bins):
        mine = places == one
        if mine.any():
            error += mine.mean() * abs(confidences[mine].mean() - same[mine].mean())
    return float(error)


def precision_at(confidences: Scores, same: Booleans, *, recall: float, of: int) -> tuple[float, float]:
    """(precision, confidence) where `recall` of all `of` true pairs is reached; (0, 0) where it never is."""
    order = np.argsort(-confidences, kind="stable")
    hits = np.cumsum(same[order])
    place = int(np.searchsorted(hits, recall * of))
    if place >= len(hits):
        return 0.0, 0.0
    reached = confidences[order][place]
    above = confidences >= reached
    return float(same[above].mean()), float(reached)


def model(some: Examples, scores: Scores) -> str:
    """The model as it is shipped: trees of everything, calibrated by what unseen trees said."""
    curve = calibration(scores, some.same.tolist(), some.weights.tolist())
    confidences = np.interp(scores, curve[0], curve[1])
    return model_text(
        trained(some),
        curve,
        threshold=_grouping_threshold(confidences, some),
        thresholds={
            name: round(best_threshold(confidences[mine], some.same[mine])[0], 4)
            for name in dict.fromkeys(some.sources)
            if (mine := np.array([source == name for source in some.sources])).any()
        },
    )


def _grouping_threshold(confidences: Scores, some: Examples) -> float:
    order = np.argsort(-confidences, kind="stable")
    weights = some.weights[order]
    precision = np.cumsum(some.same[order] * weights) / np.cumsum(weights)
    enough = np.flatnonzero(precision >= GROUPED_PRECISION)
    return round(float(confidences[order][enough[-1]]), 4) if len(enough) else 1.0


def row_numbers(names: Sequence[str], wanted: str) -> Booleans:
    return np.array([name == wanted for name in names])
