"""Bar 6: offers of one product, on the validation files of four public sets and on the samples."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.bars_1.bar import Bar
from benchmarks.matching_pairs import Rows
from benchmarks.matching_samples import SamplePairs, sample_pairs
from benchmarks.matching_training import (
    calibration_error,
    examples,
    f1_at,
    precision_at,
    public_sets,
    unseen_sample_scores,
    unseen_scores,
)
from benchmarks.train_matcher import MODEL
from dragoman.language.encode import SentenceEncoder
from dragoman.matching.features import FEATURES
from dragoman.ranking.pairs import LearnedPairs, calibration

MOST_ERROR = 0.05
PRECISION, RECALL = 0.98, 0.85


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """F1 that others reached on the set's test file, trained on its train file."""

    magellan: str
    deepmatcher: str
    ditto: str

    def __str__(self) -> str:
        return f"Magellan {self.magellan}, DeepMatcher {self.deepmatcher}, Ditto {self.ditto}"


PUBLISHED: Mapping[str, Published] = {
    "Abt-Buy": Published(magellan=".436", deepmatcher=".628", ditto=".893"),
    "Amazon-Google": Published(magellan=".491", deepmatcher=".693", ditto=".756"),
    "Walmart-Amazon": Published(magellan=".719", deepmatcher=".676", ditto=".868"),
    "WDC all, small": Published(magellan="not given", deepmatcher=".763", ditto=".844"),
}
"""Source: Mudgal et al., SIGMOD 2018, table 2 (Magellan, DeepMatcher); Li et al., PVLDB 14(1), tables 5 and 6 (Ditto; both
on WDC). On the test files, which are not used here."""


def measure(work: Path) -> Iterator[Bar]:
    judge = LearnedPairs.shipped()
    thresholds: dict[str, float] = json.loads(MODEL.read_text(encoding="utf-8"))["thresholds"]
    public = public_sets(SentenceEncoder())
    for name, (_, valid) in public.items():
        yield _of_set(name, valid, judge, thresholds[name])
    samples = sample_pairs(work / "matching")
    yield from _of_samples(public, samples)


def _of_set(name: str, valid: Rows, judge: LearnedPairs, threshold: float) -> Bar:
    columns = [FEATURES.index(feature) for feature in judge.features]
    confidences = judge.confidence(valid.features[:, columns])
    f1 = f1_at(confidences, valid.same, threshold)
    error = calibration_error(confidences, valid.same)
    return Bar(
        number="6",
        name=f"{name}, validation file ({len(valid.same):,} pairs)",
        figure=f"F1 {f1:.3f} (test file, published: {PUBLISHED[name]}), calibration error {error:.3f} (< {MOST_ERROR})",
        passed=error < MOST_ERROR,
    )


def _of_samples(public: Mapping[str, tuple[Rows, Rows]], samples: SamplePairs) -> Iterator[Bar]:
    """Judged by models that saw none of a pair's products; and, harder, none of its kinds of product."""
    for by, asked in (("product", True), ("kind", False)):
        some = examples(dict(public), samples, by=by)
        curve = calibration(unseen_scores(some), some.same.tolist(), some.weights.tolist())
        confidences = np.interp(unseen_sample_scores(some, samples, by=by), curve[0], curve[1])
        precision, threshold = precision_at(confidences, samples.same, recall=RECALL, of=samples.of)
        error = calibration_error(confidences, samples.same)
        wanted = f" (>= {PRECISION})" if asked else " (no bar)"
        yield Bar(
            number="6",
            name=f"samples, {len(samples.same):,} candidate pairs, {samples.of:,} true, each {by} unseen",
            figure=f"precision {precision:.3f} at recall {RECALL}{wanted}, confidence {threshold:.2f} there, "
            f"calibration error {error:.3f} (< {MOST_ERROR})",
            passed=not asked or (precision >= PRECISION and error < MOST_ERROR),
        )
