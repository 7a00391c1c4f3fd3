"""The JSON of an evaluation: `dragoman evaluate --json`, what `--save` keeps under HOME/evaluations/, and two of them
set side by side. What is kept is read again, so that every shape here goes both ways."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from pydantic import ConfigDict, Field

from dragoman.evaluate import CaseFigures, Comparison, Evaluation, Figures, Part
from dragoman.evaluate.classes import QueryClass
from dragoman.evaluate.compare import Changed, Difference
from dragoman.evaluate.report import Interval, LanguageFigures, Measure
from dragoman.faces.wire.shapes import Wire

_DIGITS = 4
_INTERVAL = "95 % bootstrap interval of the mean; null below two queries"


class _Kept(Wire):
    """Read by the names that it is written by, and made by those of the fields."""

    model_config = ConfigDict(frozen=True, populate_by_name=True)


class FiguresWire(_Kept):
    """Means over the measured queries of a group; null where there is none."""

    queries: int = Field(description="measured: at least one offer is rated above 0")
    ndcg: float | None = Field(alias="ndcg@10", description="gain 2^rating - 1, unjudged 0")
    ndcg_ci: tuple[float, float] | None = Field(alias="ndcg@10_ci", description=_INTERVAL)
    condensed_ndcg: float | None = Field(
        alias="condensed_ndcg@10", description="unjudged offers taken out of the list first"
    )
    condensed_ndcg_ci: tuple[float, float] | None = Field(alias="condensed_ndcg@10_ci")
    judged: float | None = Field(alias="judged@10", description="share of the first ten that somebody rated")
    judged_ci: tuple[float, float] | None = Field(alias="judged@10_ci")
    mrr: float | None = Field(description="1 / place of the first offer rated above 0")
    mrr_ci: tuple[float, float] | None
    recall: float | None = Field(
        alias="recall@50", description="share of the offers rated above 0 in the first 50"
    )
    recall_ci: tuple[float, float] | None = Field(alias="recall@50_ci")


class LanguageFiguresWire(FiguresWire):
    own_ndcg: float | None = Field(
        alias="own_ndcg@10",
        description="of the judgments' own language on the same queries",
    )
    share: float | None = Field(description="ndcg@10 / own_ndcg@10")


class TookWire(_Kept):
    p50: float
    p95: float


class FoundWire(_Kept):
    external_id: str
    title: str
    rating: int | None = Field(description="null: nobody judged it")


class MissedWire(_Kept):
    """An offer rated above 0 that is not among the first ten."""

    external_id: str
    title: str | None = Field(description="null where no question of the evaluation found it")
    rating: int
    place: int | None = Field(description="null: not found at all")


class CaseWire(_Kept):
    """One question in one language."""

    query: str
    language: str
    text: str
    query_class: QueryClass = Field(alias="class")
    judged_offers: int
    relevant: int = Field(description="rated above 0")
    found: int
    ndcg: float | None = Field(alias="ndcg@10", description="null where nothing is relevant")
    condensed_ndcg: float | None = Field(alias="condensed_ndcg@10")
    judged: float | None = Field(alias="judged@10")
    mrr: float | None
    recall: float | None = Field(alias="recall@50")
    took_ms: float
    top: list[FoundWire]
    missed: list[MissedWire] = Field(default_factory=list, description="the best rated, at most ten")


class DifferenceWire(_Kept):
    before: float
    after: float
    difference: float
    difference_ci: tuple[float, float] | None
    p_value: float = Field(description="paired two-sided randomisation test")


class ChangedWire(_Kept):
    query: str
    before: float
    after: float


class ComparisonWire(_Kept):
    """An earlier run beside this one, on the queries both have."""

    language: str
    queries: int
    better: int
    worse: int
    measures: dict[str, DifferenceWire]
    changed: list[ChangedWire] = Field(description="by falling size of the change in nDCG@10")


class EvaluationWire(FiguresWire):
    language: str = Field(description="that the judgments are written in; the figures here are of it")
    queries_judged: int
    queries_without_relevant: int = Field(description="asked, and in no mean")
    by_language: dict[str, LanguageFiguresWire]
    by_class: dict[str, FiguresWire]
    took_ms: TookWire
    worst: list[CaseWire]
    compared_with: str | None = Field(
        default=None, description="the saved evaluation or run of before; 'everything on' beside --without"
    )
    comparison: list[ComparisonWire]
    per_query: list[CaseWire] | None = Field(description="with --per-query")
    notices: list[str]


class SavedEvaluationWire(_Kept):
    """A file of HOME/evaluations/."""

    name: str
    made_at: datetime
    version: str
    judgments: str = Field(description="file name")
    judgments_sha256: str
    offers: int
    generation: int = Field(description="of the index that was asked")
    without: list[Part] = Field(default_factory=list, description="parts of the search that were turned off")
    ranker: str | None = Field(default=None, description="file of the user's own ranking model; null: none")
    evaluation: EvaluationWire = Field(description="with per_query")


class EvaluationSummaryWire(_Kept):
    """A saved evaluation in one line; the figures are of the judgments' own language."""

    name: str
    made_at: datetime
    version: str
    judgments: str
    offers: int
    without: list[Part]
    ranker: str | None
    language: str
    languages: list[str]
    queries: int
    ndcg: float | None = Field(alias="ndcg@10")
    ndcg_ci: tuple[float, float] | None = Field(alias="ndcg@10_ci")


class UnreadableEvaluationWire(Wire):
    name: str
    detail: str


class SavedEvaluationsWire(Wire):
    evaluations: list[EvaluationSummaryWire] = Field(description="newest first")
    unreadable: list[UnreadableEvaluationWire] = Field(description="files that are none, and why")


class EvaluationChangeWire(Wire):
    """What changed between two saved evaluations, on the questions both have."""

    name: str
    against: str = Field(description="that of before")
    comparison: list[ComparisonWire]
    notices: list[str]


def evaluation_wire(
    evaluation: Evaluation,
    /,
    *,
    worst: int,
    comparison: Sequence[Comparison] = (),
    compared_with: str | None = None,
    per_query: bool = False,
) -> EvaluationWire:
    overall = evaluation.overall
    return EvaluationWire.model_validate(
        {
            **_figures(overall),
            "language": evaluation.language,
            "queries_judged": overall.queries + evaluation.without_relevant,
            "queries_without_relevant": evaluation.without_relevant,
            "by_language": {name: _language(found) for name, found in evaluation.by_language.items()},
            "by_class": {
                name: FiguresWire.model_validate(_figures(found))
                for name, found in evaluation.by_class.items()
            },
            "took_ms": TookWire(p50=round(evaluation.took_p50_ms, 2), p95=round(evaluation.took_p95_ms, 2)),
            "worst": _cases(evaluation.worst(worst)),
            "compared_with": compared_with,
            "comparison": comparisons_wire(comparison),
            "per_query": _cases(evaluation.cases) if per_query else None,
            "notices": list(evaluation.notices),
        }
    )


def comparisons_wire(found: Sequence[Comparison], /) -> list[ComparisonWire]:
    return [_comparison(one) for one in found]


def summary_wire(saved: SavedEvaluationWire, /) -> EvaluationSummaryWire:
    return EvaluationSummaryWire.model_validate(
        {
            "name": saved.name,
            "made_at": saved.made_at,
            "version": saved.version,
            "judgments": saved.judgments,
            "offers": saved.offers,
            "without": saved.without,
            "ranker": saved.ranker,
            "language": saved.evaluation.language,
            "languages": list(saved.evaluation.by_language),
            "queries": saved.evaluation.queries,
            "ndcg": saved.evaluation.ndcg,
            "ndcg_ci": saved.evaluation.ndcg_ci,
        }
    )


def case_figures(case: CaseWire, /) -> CaseFigures:
    """A question as it was kept, to be compared; its figures have the digits that are written."""
    values = {measure: getattr(case, name) for name, measure in _NAMES.items()}
    return CaseFigures(
        query=case.query,
        language=case.language,
        text=case.text,
        query_class=case.query_class,
        judged=case.judged_offers,
        relevant=case.relevant,
        found=case.found,
        values=None if None in values.values() else values,
        took_ms=case.took_ms,
    )


_NAMES: dict[str, Measure] = {
    "ndcg": "ndcg@10",
    "condensed_ndcg": "condensed_ndcg@10",
    "judged": "judged@10",
    "mrr": "mrr",
    "recall": "recall@50",
}
"""Field -> measure."""


def _figures(figures: Figures) -> dict[str, object]:
    found: dict[str, object] = {"queries": figures.queries}
    for name, measure in _NAMES.items():
        found[name] = _rounded(figures.means.get(measure))
        found[f"{name}_ci"] = _interval(figures.intervals.get(measure))
    return found


def _language(found: LanguageFigures) -> LanguageFiguresWire:
    return LanguageFiguresWire.model_validate(
        {
            **_figures(found.figures),
            "own_ndcg": _rounded(found.own.means.get("ndcg@10")),
            "share": _rounded(found.share),
        }
    )


def _cases(cases: Iterable[CaseFigures]) -> list[CaseWire]:
    return [_case(case) for case in cases]


def _case(case: CaseFigures) -> CaseWire:
    values = case.values or {}
    return CaseWire.model_validate(
        {
            **{name: _rounded(values.get(measure)) for name, measure in _NAMES.items()},
            "query": case.query,
            "language": case.language,
            "text": case.text,
            "query_class": case.query_class,
            "judged_offers": case.judged,
            "relevant": case.relevant,
            "found": case.found,
            "took_ms": round(case.took_ms, 2),
            "top": [
                FoundWire(external_id=hit.external_id, title=hit.title, rating=hit.rating) for hit in case.top
            ],
            "missed": [
                MissedWire(external_id=one.external_id, title=one.title, rating=one.rating, place=one.place)
                for one in case.missed
            ],
        }
    )


def _comparison(found: Comparison) -> ComparisonWire:
    return ComparisonWire(
        language=found.language,
        queries=found.queries,
        better=found.better,
        worse=found.worse,
        measures={measure: _difference(one) for measure, one in found.differences.items()},
        changed=[_changed(one) for one in found.changed],
    )


def _difference(one: Difference) -> DifferenceWire:
    return DifferenceWire(
        before=round(one.before, _DIGITS),
        after=round(one.after, _DIGITS),
        difference=round(one.difference, _DIGITS),
        difference_ci=_interval(one.difference_ci),
        p_value=round(one.p_value, _DIGITS),
    )


def _changed(one: Changed) -> ChangedWire:
    return ChangedWire(
        query=one.question.query, before=round(one.before, _DIGITS), after=round(one.after, _DIGITS)
    )


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, _DIGITS)


def _interval(interval: Interval | None) -> Interval | None:
    return None if interval is None else (round(interval[0], _DIGITS), round(interval[1], _DIGITS))
