"""What an evaluation gives: figures of each case, and their means with intervals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from dragoman.evaluate.classes import QueryClass
from dragoman.evaluate.runs import QuestionId, Run
from dragoman.model import Language

Measure = Literal["ndcg@10", "condensed_ndcg@10", "judged@10", "mrr", "recall@50"]
MEASURES: tuple[Measure, ...] = ("ndcg@10", "condensed_ndcg@10", "judged@10", "mrr", "recall@50")

Interval = tuple[float, float]
"""95 % bootstrap interval of a mean, over the queries."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One hit of a case."""

    external_id: str
    title: str
    rating: int | None
    """None: nobody judged it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """An offer rated above 0 that is not among the hits shown."""

    external_id: str
    title: str | None
    """None where no question of the evaluation found it."""
    rating: int
    place: int | None
    """1 is the first; None: not found at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFigures:
    """One question in one language, measured."""

    query: str
    language: Language
    text: str
    query_class: QueryClass
    judged: int
    """Offers that somebody rated."""
    relevant: int
    """Of those, rated above 0."""
    found: int
    """Ids that the search gave, at most DEPTH."""
    values: Mapping[Measure, float] | None
    """Each 0 to 1; None where no offer is relevant."""
    top: tuple[Found, ...] = ()
    """The first ten hits."""
    missed: tuple[Missed, ...] = ()
    """The best rated offers that are not among them, at most ten."""
    took_ms: float = 0.0

    @property
    def question(self) -> QuestionId:
        return QuestionId(query=self.query, language=self.language)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Means over the measured queries of a group."""

    queries: int
    """Measured: at least one offer is rated above 0."""
    means: Mapping[Measure, float]
    """Empty where `queries` is 0."""
    intervals: Mapping[Measure, Interval]
    """Empty where `queries` is below 2."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageFigures:
    """Figures of one language, beside the judgments' own language on the same queries."""

    figures: Figures
    own: Figures
    """Of the judgments' own language on the queries that this language has."""

    @property
    def share(self) -> float | None:
        """nDCG@10 here / nDCG@10 in the judgments' own language, same queries; None where that is 0."""
        if not self.own.means or not self.own.means["ndcg@10"]:
            return None
        return self.figures.means["ndcg@10"] / self.own.means["ndcg@10"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """One engine measured on one set of judgments."""

    language: Language
    """Of the judgments."""
    overall: Figures
    """Of the queries as the judgments have them; translations count in `by_language` only."""
    without_relevant: int
    """Queries of the judgments with no offer rated above 0: asked, and in no mean."""
    by_language: Mapping[Language, LanguageFigures]
    by_class: Mapping[QueryClass, Figures]
    """In the judgments' own language."""
    cases: tuple[CaseFigures, ...]
    run: Run
    took_p50_ms: float
    took_p95_ms: float
    notices: tuple[str, ...] = field(default=())
    """Said to the user: judgments that nothing found, translations of unknown queries."""

    def worst(self, count: int, /, *, language: Language | None = None) -> list[CaseFigures]:
        """The measured cases of a language (default: the judgments') by rising nDCG@10, then by query."""
        wanted = language or self.language
        measured = [
            (case.values["ndcg@10"], case.query, case)
            for case in self.cases
            if case.values is not None and case.language == wanted
        ]
        return [case for _, _, case in sorted(measured, key=lambda entry: entry[:2])[:count]]
