"""The measures of a ranking. ir-measures (trec_eval) computes them.

trec_eval's nDCG takes the rating itself as gain; here the gain is 2^rating - 1, so ratings are mapped to their
gains before. Recall and the reciprocal rank take any rating above 0 as right.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dragoman.errors import InputError
from dragoman.evaluate.judgments import HIGHEST_RATING, Case
from dragoman.evaluate.report import Measure
from dragoman.evaluate.runs import QuestionId, Run

DEPTH = 50
"""Hits of a case that count."""
GAINS = {rating: 2**rating - 1 for rating in range(HIGHEST_RATING + 1)}

Values = Mapping[Measure, float]


def measure(cases: Sequence[Case], run: Run, /) -> list[Values | None]:
    """The measures of each case; None where no offer is rated above 0. A case that the run lacks counts 0.

    Raises InputError where the library that measures is not installed.
    """
    wanted = {str(place): case for place, case in enumerate(cases) if case.relevant}
    ranked = {
        number: run.get(QuestionId(query=case.query, language=case.language), ())[:DEPTH]
        for number, case in wanted.items()
    }
    values = _computed(
        {number: dict(case.ratings) for number, case in wanted.items()},
        {number: _scores(ids) for number, ids in ranked.items() if ids},
    )
    return [values.get(str(place)) for place in range(len(cases))]


def _computed(
    judged: Mapping[str, dict[str, int]], ranked: Mapping[str, dict[str, float]]
) -> dict[str, dict[Measure, float]]:
    try:
        import ir_measures as library
    except ImportError as error:
        raise InputError(
            "expected the package ir-measures, which computes the measures, and it is not installed (it has no "
            "wheel for Linux on ARM); install a C++ compiler and then: pip install ir-measures"
        ) from error
    names: dict[library.Measure, Measure] = {
        library.nDCG(cutoff=10, gains=GAINS): "ndcg@10",
        library.nDCG(cutoff=10, gains=GAINS, judged_only=True): "condensed_ndcg@10",
        library.Judged @ 10: "judged@10",
        library.RR: "mrr",
        library.R @ DEPTH: "recall@50",
    }
    values: dict[str, dict[Measure, float]] = {
        number: dict.fromkeys(names.values(), 0.0) for number in judged
    }
    # Cases that found nothing are kept from the library, whose Judged divides by what was found; they count 0.
    for one in library.iter_calc(list(names), judged, ranked) if ranked else ():
        values[one.query_id][names[one.measure]] = float(one.value)
    return values


def _scores(ids: Sequence[str]) -> dict[str, float]:
    """Strictly falling, so that trec_eval, which orders by score and then by id, keeps our order."""
    return {found: float(len(ids) - place) for place, found in enumerate(ids)}
