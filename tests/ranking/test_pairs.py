"""The model of pairs: calibrated, capped, the same for the same data, and refused where it is none."""

from __future__ import annotations

import json

import numpy as np
import pytest

from dragoman.errors import RankingModelUnusable
from dragoman.matching.features import FEATURES
from dragoman.ranking.pairs import (
    MOST_SURE,
    LearnedPairs,
    calibration,
    model_text,
    raw_scores,
    train_pairs,
)

CHANCE = np.random.default_rng(7)
ROWS = CHANCE.random((2000, 2))
SAME = (ROWS[:, 0] + CHANCE.normal(0, 0.2, 2000) > 0.6).tolist()
ONES = [1.0] * 2000


def learned() -> str:
    trees = train_pairs(ROWS[:1000], SAME[:1000], ONES[:1000], features=("alike", "noise"))
    curve = calibration(raw_scores(trees, ROWS[1000:]), SAME[1000:], ONES[1000:])
    return model_text(trees, curve, threshold=0.7, thresholds={"made up": 0.5})


def test_the_model_that_is_shipped_knows_every_feature_and_is_sure_of_nothing() -> None:
    judge = LearnedPairs.shipped()
    assert judge.features == FEATURES
    rows = CHANCE.random((500, len(FEATURES)))
    confidences = judge.confidence(rows)
    assert ((confidences >= 0) & (confidences <= MOST_SURE)).all()
    assert 0.5 < judge.threshold < 1


def test_a_confidence_is_as_often_right_as_it_says() -> None:
    judge = LearnedPairs(learned(), name="test")
    confidences = judge.confidence(ROWS[1000:])
    for low in (0.0, 0.25, 0.5, 0.75):
        mine = (confidences >= low) & (confidences < low + 0.25)
        if mine.sum() >= 30:
            assert np.mean(np.array(SAME[1000:])[mine]) == pytest.approx(confidences[mine].mean(), abs=0.08)


def test_the_same_data_give_the_same_model_and_another_model_has_another_name() -> None:
    one, same = LearnedPairs(learned(), name="test"), LearnedPairs(learned(), name="test")
    other = LearnedPairs(learned().replace('"threshold": 0.7', '"threshold": 0.8'), name="test")
    assert one.name == same.name != other.name
    assert (one.threshold, other.threshold) == (0.7, 0.8)


def test_no_rows_give_no_confidences() -> None:
    assert len(LearnedPairs.shipped().confidence(np.zeros((0, len(FEATURES))))) == 0


@pytest.mark.parametrize("text", ["", "{}", json.dumps({"trees": "none", "threshold": 1}), "[1]"])
def test_a_text_that_is_no_model_is_refused(text: str) -> None:
    with pytest.raises(RankingModelUnusable, match="expected a model of pairs"):
        LearnedPairs(text, name="broken")
