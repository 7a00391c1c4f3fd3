"""Intervals hold the mean and are the same each time; p values are those of the exact test where it is small."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.evaluate.statistics import interval, percentile, randomisation_p


@settings(max_examples=15, deadline=None)
@given(st.lists(st.floats(0, 1), min_size=2, max_size=30))
def test_an_interval_lies_within_the_values_and_is_the_same_each_time(values: list[float]) -> None:
    low, high = interval(values)
    assert min(values) - 1e-9 <= low <= high <= max(values) + 1e-9
    assert interval(values) == (low, high)


def test_more_queries_give_a_narrower_interval() -> None:
    few, many = interval([0.0, 1.0] * 5), interval([0.0, 1.0] * 200)
    assert many[1] - many[0] < (few[1] - few[0]) / 3


@pytest.mark.parametrize(
    ("differences", "p"),
    [
        ([0.2], 1.0),
        ([0.1, 0.3, 0.2], 2 / 8),
        ([0.1] * 10, 2 / 1024),
        ([0.5, -0.5], 1.0),
        ([0.0, 0.0, 0.0], 1.0),
    ],
)
def test_a_small_test_tries_every_way(differences: list[float], p: float) -> None:
    assert randomisation_p(differences) == pytest.approx(p)


def test_a_large_test_tells_a_real_difference_from_noise() -> None:
    assert randomisation_p([0.1] * 40) < 0.001
    assert randomisation_p([0.1, -0.1] * 20) > 0.5


def test_a_percentile_is_one_of_the_values() -> None:
    values = [5.0, 1.0, 9.0, 3.0]
    assert [percentile(values, share) for share in (0.25, 0.5, 0.95)] == [1.0, 3.0, 9.0]
    assert percentile([], 0.5) == 0.0
