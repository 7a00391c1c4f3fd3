"""Two engines on the same questions: what changed, and whether chance alone could have done it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dragoman.evaluate.judgments import Case
from dragoman.evaluate.measures import Values, measure
from dragoman.evaluate.report import MEASURES, CaseFigures, Evaluation, Interval, Measure
from dragoman.evaluate.runs import QuestionId, Run
from dragoman.evaluate.statistics import interval, randomisation_p
from dragoman.model import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Of one measure, over the queries both have; positive: the new run is better."""

    before: float
    after: float
    difference_ci: Interval | None
    """95 % bootstrap interval of after - before; None below two queries."""
    p_value: float
    """Of the paired two-sided randomisation test."""

    @property
    def difference(self) -> float:
        return self.after - self.before


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """One question whose nDCG@10 differs."""

    question: QuestionId
    before: float
    after: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A paired comparison of one language's questions."""

    language: Language
    queries: int
    """Measured, and in both runs."""
    better: int
    worse: int
    differences: Mapping[Measure, Difference]
    changed: tuple[Changed, ...]
    """By falling size of the change in nDCG@10."""


def compare(cases: Sequence[Case], after: Evaluation, before: Run, /) -> list[Comparison]:
    """Compare an evaluation with an earlier run, language by language; the run is measured on the same judgments.

    Questions that only one of them has are left out: a pair needs both.
    """
    questions = [QuestionId(query=case.query, language=case.language) for case in cases]
    measured = zip(questions, measure(cases, before), strict=True)
    return _paired(after.cases, {question: values for question, values in measured if question in before})


def compare_figures(after: Iterable[CaseFigures], before: Iterable[CaseFigures], /) -> list[Comparison]:
    """The same for two evaluations whose questions are measured already."""
    return _paired(after, {case.question: case.values for case in before})


def _paired(after: Iterable[CaseFigures], before: Mapping[QuestionId, Values | None]) -> list[Comparison]:
    pairs: dict[Language, list[tuple[QuestionId, Values, Values]]] = {}
    for case in after:
        earlier = before.get(case.question)
        if case.values is not None and earlier is not None:
            pairs.setdefault(case.language, []).append((case.question, earlier, case.values))
    return [_comparison(language, found) for language, found in pairs.items()]


def _comparison(language: Language, pairs: Sequence[tuple[QuestionId, Values, Values]]) -> Comparison:
    changed = [
        Changed(question=question, before=earlier["ndcg@10"], after=later["ndcg@10"])
        for question, earlier, later in pairs
        if abs(later["ndcg@10"] - earlier["ndcg@10"]) > 1e-9
    ]
    return Comparison(
        language=language,
        queries=len(pairs),
        better=sum(one.after > one.before for one in changed),
        worse=sum(one.after < one.before for one in changed),
        differences={
            measure: _difference([(earlier[measure], later[measure]) for _, earlier, later in pairs])
            for measure in MEASURES
        },
        changed=tuple(sorted(changed, key=lambda one: (-abs(one.after - one.before), one.question))),
    )


def _difference(pairs: Sequence[tuple[float, float]]) -> Difference:
    before, after = (np.asarray(column) for column in zip(*pairs, strict=True))
    change = (after - before).tolist()
    return Difference(
        before=float(before.mean()),
        after=float(after.mean()),
        difference_ci=interval(change) if len(change) > 1 else None,
        p_value=randomisation_p(change),
    )
