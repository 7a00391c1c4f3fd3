"""Trains the model that tells whether two offers are one product; needs ../shared.

    python -m benchmarks.train_matcher            cross-validated figures only
    python -m benchmarks.train_matcher --write    also write src/dragoman/ranking/models/same_product.json

It learns from the train files of the public sets and from the samples. The same data give the same model.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import numpy as np

from benchmarks.matching_samples import sample_pairs
from benchmarks.matching_training import (
    best_threshold,
    calibration_error,
    examples,
    model,
    public_sets,
    row_numbers,
    unseen_scores,
)
from benchmarks.running import ROOT
from dragoman.language.encode import SentenceEncoder
from dragoman.ranking.pairs import calibration

MODEL = ROOT / "src" / "dragoman" / "ranking" / "models" / "same_product.json"


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--write", action="store_true", help="write the model")
    arguments = parser.parse_args()
    public = public_sets(SentenceEncoder())
    with tempfile.TemporaryDirectory() as work:
        samples = sample_pairs(Path(work) / "samples")
    some = examples(public, samples, by="product")
    scores = unseen_scores(some)
    curve = calibration(scores, some.same.tolist(), some.weights.tolist())
    confidences = np.interp(scores, curve[0], curve[1])
    for name in dict.fromkeys(some.sources):
        mine = row_numbers(some.sources, name)
        threshold, f1 = best_threshold(confidences[mine], some.same[mine])
        error = calibration_error(confidences[mine], some.same[mine])
        print(f"{name}: F1 {f1:.3f} from {threshold:.3f} on, calibration error {error:.3f}", flush=True)
    if arguments.write:
        MODEL.write_text(model(some, scores), encoding="utf-8")
        print(f"wrote {MODEL}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
