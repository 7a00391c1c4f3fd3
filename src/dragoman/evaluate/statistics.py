"""Means of measured queries, their bootstrap intervals, and the test of a difference; all seeded."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dragoman.evaluate.report import MEASURES, CaseFigures, Figures, Interval

SEED = 20261125
RESAMPLES = 5000
LEVEL = 0.95


def summary(cases: Sequence[CaseFigures], /) -> Figures:
    """Means with intervals over the cases that have an offer rated above 0."""
    measured = [case.values for case in cases if case.values is not None]
    columns = {measure: [values[measure] for values in measured] for measure in MEASURES}
    return Figures(
        queries=len(measured),
        means={measure: float(np.mean(column)) for measure, column in columns.items() if column},
        intervals={measure: interval(column) for measure, column in columns.items() if len(column) > 1},
    )


def interval(values: Sequence[float], /) -> Interval:
    """The 95 % percentile bootstrap interval of the mean.

    Args:
        values: at least two.

    >>> interval([0.5, 0.5, 0.5])
    (0.5, 0.5)
    """
    from scipy import stats

    found = stats.bootstrap(
        (np.asarray(values),),
        np.mean,
        n_resamples=RESAMPLES,
        confidence_level=LEVEL,
        method="percentile",
        rng=np.random.default_rng(SEED),
    ).confidence_interval
    return float(found.low), float(found.high)


def randomisation_p(differences: Sequence[float], /) -> float:
    """How often chance alone gives a mean difference as large: the paired two-sided randomisation test.

    Each query's two results are swapped or not, by a coin; up to 13 queries every way is tried, beyond that
    10,000 seeded ones.

    Args:
        differences: one a query, at least one.
    Source:
        Smucker, Allan & Carterette, CIKM 2007, "A comparison of statistical significance tests for IR evaluation".

    >>> randomisation_p([0.1, 0.1, 0.1, 0.1]), randomisation_p([0.0, 0.0])
    (0.125, 1.0)
    """
    if len(differences) == 1 or not any(differences):
        return 1.0
    from scipy import stats

    found = stats.permutation_test(
        (np.asarray(differences),),
        np.mean,
        permutation_type="samples",
        n_resamples=10_000,
        alternative="two-sided",
        vectorized=True,
        rng=np.random.default_rng(SEED),
    )
    return float(found.pvalue)


def percentile(values: Sequence[float], share: float, /) -> float:
    """Nearest rank; 0.0 of nothing.

    >>> percentile([4.0, 1.0, 3.0, 2.0], 0.5)
    2.0
    """
    if not values:
        return 0.0
    return float(np.percentile(np.asarray(values), share * 100, method="inverted_cdf"))
