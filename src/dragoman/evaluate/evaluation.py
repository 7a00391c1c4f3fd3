"""Ask a search every case, and measure what it found."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from time import perf_counter

from dragoman.evaluate.classes import QUERY_CLASSES, brand_names, classify
from dragoman.evaluate.judgments import Case
from dragoman.evaluate.measures import DEPTH, measure
from dragoman.evaluate.report import (
    CaseFigures,
    Evaluation,
    Found,
    LanguageFigures,
    Missed,
)
from dragoman.evaluate.runs import QuestionId, Run
from dragoman.evaluate.statistics import percentile, summary
from dragoman.model import Language
from dragoman.search.request import SearchRequest, SearchResult

SearchFunction = Callable[[SearchRequest], SearchResult]
"""What is measured: `Dragoman.search`, or an engine with a part turned off."""

SHOWN = 10
"""Hits kept of each case with their titles."""
MISSED = 10
"""Of the offers rated above 0 that are not among those."""
WARM_UP = 20
"""Cases asked once before, untimed, so that no figure holds the time of opening things."""

Progress = Callable[[int, int], None]
"""(cases asked so far, cases in all)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What one case gave."""

    found: tuple[Found, ...]
    took_ms: float


def evaluate(
    cases: Sequence[Case],
    search: SearchFunction,
    /,
    *,
    language: Language,
    brands: Collection[str] = (),
    progress: Progress = lambda _done, _total: None,
) -> Evaluation:
    """Ask `search` every case for DEPTH hits and measure the answers.

    An offer is known by its `external_id`; where two suppliers share one, the better placed counts.

    Args:
        cases: of one set of judgments; `judgments.cases` makes them.
        search: see SearchFunction.
        language: Of the judgments.
        brands: Of the catalogue, for the class of a query.
    Raises:
        InputError: the library that measures is not installed.
    """
    for case in cases[:WARM_UP]:
        search(_request(case))
    asked: list[_Asked] = []
    for case in cases:
        asked.append(_ask(case, search))
        progress(len(asked), len(cases))
    run = {
        QuestionId(query=case.query, language=case.language): tuple(hit.external_id for hit in one.found)
        for case, one in zip(cases, asked, strict=True)
    }
    measured = measure(cases, run)
    names = brand_names(brands)
    titles = {hit.external_id: hit.title for one in asked for hit in one.found}
    figures = tuple(
        CaseFigures(
            query=case.query,
            language=case.language,
            text=case.text,
            query_class=classify(case.query, brands=names),
            judged=len(case.ratings),
            relevant=case.relevant,
            found=len(one.found),
            values=values,
            top=one.found[:SHOWN],
            missed=_missed(case, [hit.external_id for hit in one.found], titles),
            took_ms=one.took_ms,
        )
        for case, one, values in zip(cases, asked, measured, strict=True)
    )
    return _evaluation(figures, run, language)


def _request(case: Case) -> SearchRequest:
    return SearchRequest(text=case.text, limit=DEPTH)


def _ask(case: Case, search: SearchFunction) -> _Asked:
    started = perf_counter()
    result = search(_request(case))
    took = (perf_counter() - started) * 1000
    first = {hit.offer.external_id: hit for hit in reversed(result.hits)}
    ids = dict.fromkeys(hit.offer.external_id for hit in result.hits)
    return _Asked(
        found=tuple(
            Found(external_id=found, title=first[found].offer.title.value, rating=case.ratings.get(found))
            for found in ids
        ),
        took_ms=took,
    )


def _missed(case: Case, found: Sequence[str], titles: Mapping[str, str]) -> tuple[Missed, ...]:
    """By falling rating, then as they were found, then by id."""
    places = {external_id: place for place, external_id in enumerate(found, start=1)}
    missed = [
        Missed(
            external_id=external_id,
            title=titles.get(external_id),
            rating=rating,
            place=places.get(external_id),
        )
        for external_id, rating in case.ratings.items()
        if rating > 0 and places.get(external_id, SHOWN + 1) > SHOWN
    ]
    missed.sort(key=lambda one: (-one.rating, one.place or DEPTH + 1, one.external_id))
    return tuple(missed[:MISSED])


def _evaluation(figures: tuple[CaseFigures, ...], run: Run, language: Language) -> Evaluation:
    own = {case.query: case for case in figures if case.language == language}
    languages = dict.fromkeys(case.language for case in figures)
    took = [case.took_ms for case in figures]
    return Evaluation(
        language=language,
        overall=summary(list(own.values())),
        without_relevant=sum(case.values is None for case in own.values()),
        by_language={
            one: _of_language([case for case in figures if case.language == one], own) for one in languages
        },
        by_class={
            kind: summary(cases)
            for kind in QUERY_CLASSES
            if (cases := [case for case in own.values() if case.query_class == kind])
        },
        cases=figures,
        run=run,
        took_p50_ms=percentile(took, 0.5),
        took_p95_ms=percentile(took, 0.95),
        notices=tuple(_notices(figures)),
    )


def _of_language(cases: Sequence[CaseFigures], own: Mapping[str, CaseFigures]) -> LanguageFigures:
    return LanguageFigures(figures=summary(cases), own=summary([own[case.query] for case in cases]))


def _notices(figures: Sequence[CaseFigures]) -> list[str]:
    hits = list(chain.from_iterable(case.top for case in figures))
    if hits and all(hit.rating is None for hit in hits):
        return [
            "none of the hits shown is judged; docid must be the supplier's own id of the row "
            f"(external_id, such as {hits[0].external_id!r})"
        ]
    if not hits:
        return ["nothing was found for any query; is the catalogue loaded in this home?"]
    return []
