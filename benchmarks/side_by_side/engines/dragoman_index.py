"""Dragoman's own index, through the SearchIndex port."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

from benchmarks.side_by_side.corpus import FIELD, Corpus
from benchmarks.side_by_side.engine import ALL_VALUES, Answer, Asked, Conditions, Counts, Rung, fused
from dragoman.indexes.local import LocalIndex
from dragoman.ports import (
    TEXT_FIELDS,
    Candidate,
    FacetField,
    FacetFilter,
    Filter,
    IndexChanges,
    IndexRequest,
    NumberFilter,
    Term,
    TextField,
)

_WEIGHTS: dict[TextField, float] = {name: float(name == FIELD) for name in TEXT_FIELDS}
_FACETS: tuple[FacetField, ...] = ("supplier", "country", "category")


class DragomanIndex:
    name = "dragoman"
    rungs: tuple[Rung, ...] = ({},)

    def __init__(self) -> None:
        self._index: LocalIndex | None = None
        self._row_of: dict[str, int] = {}

    def build(self, corpus: Corpus, folder: Path, /) -> None:
        index = self._opened(corpus, folder)
        for generation, batch in enumerate(corpus.documents(), start=1):
            index.apply(IndexChanges(upserts=tuple(batch), deletes=(), generation=generation))
        index.tidy()  # as after every load
        index.close()

    def open(self, corpus: Corpus, folder: Path, /) -> None:
        self._index = self._opened(corpus, folder)
        ids = (one.offer_id for batch in corpus.documents() for one in batch)
        self._row_of = {offer_id: row for row, offer_id in enumerate(ids)}

    @staticmethod
    def _opened(corpus: Corpus, folder: Path) -> LocalIndex:
        return LocalIndex(
            folder / "index",
            encoder_name=str(corpus.facts["encoder"]),
            dimensions=int(corpus.vectors.shape[1]),
        )

    def search(self, asked: Asked, _rung: Rung, /) -> Answer:
        assert self._index is not None  # opened before
        response = self._index.search(
            IndexRequest(
                terms=tuple(Term(token=token, group=group) for group, token in enumerate(asked.tokens)),
                vector=asked.vector,
                dense_limit=asked.limit,
                dense_floor=-1.0,
                field_weights=_WEIGHTS,
                filters=_filters(asked.conditions),
                facets=_FACETS if asked.facet_values else (),
                facet_values=asked.facet_values if asked.facet_values < ALL_VALUES else None,
                limit=asked.limit,
            )
        )
        lexical = sorted((one for one in response.candidates if one.lexical > 0), key=_by_words)
        near = sorted((one for one in response.candidates if one.near), key=_by_meaning)
        runs = [[self._row_of[one.offer_id] for one in leg[: asked.limit]] for leg in (lexical, near)]
        facets: Counts | None = None
        if asked.facet_values:
            facets = {name: {one.value: one.count for one in response.facets[name]} for name in _FACETS}
        return Answer(rows=fused(runs, asked.limit), facets=facets)

    def versions(self) -> dict[str, str]:
        return {"dragoman": version("dragoman")}

    def settings(self) -> str:
        return "LocalIndex as it comes: words and meaning in two threads; counts every match; all seven text fields are held, one is asked"

    def close(self) -> None:
        if self._index is not None:
            self._index.close()


def _by_words(one: Candidate) -> tuple[float, str]:
    return (-one.lexical, one.offer_id)


def _by_meaning(one: Candidate) -> tuple[float, str]:
    return (-(one.cosine or 0.0), one.offer_id)


def _filters(conditions: Conditions) -> tuple[Filter, ...]:
    filters: list[Filter] = []
    if conditions.countries:
        filters.append(FacetFilter(field="country", any_of=conditions.countries))
    if conditions.moq_high is not None:
        filters.append(NumberFilter(field="moq", high=conditions.moq_high))
    if conditions.changed_since is not None:
        filters.append(NumberFilter(field="updated_at", low=float(conditions.changed_since)))
    return tuple(filters)


def make() -> DragomanIndex:
    return DragomanIndex()
