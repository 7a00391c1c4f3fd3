"""Judged questions -> examples that a ranking model learns from: what a reranker would look at, with its ratings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np

from dragoman.errors import InputError
from dragoman.evaluate.evaluation import SearchFunction
from dragoman.evaluate.judgments import Case
from dragoman.ports import Features
from dragoman.search.rank import LookedAt
from dragoman.search.request import SearchRequest, SearchResult

LookFunction = Callable[[str], LookedAt]
"""Question text -> the best candidates with their features."""
SEED = 20261125
FOLDS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Examples:
    """Candidates of many questions, one question after another."""

    rows: Features
    """Shape (n, number of features)."""
    ratings: tuple[int, ...]
    """0 to 3, of each row; 0 where nobody judged."""
    groups: tuple[int, ...]
    """Rows of each question."""
    queries: tuple[str, ...]
    """Of each group: the judged query, the same for its translations."""

    def of(self, queries: frozenset[str], /) -> Examples:
        """Only those questions."""
        ends = np.cumsum(self.groups)
        chosen = [place for place, query in enumerate(self.queries) if query in queries]
        spans = [slice(int(ends[place]) - self.groups[place], int(ends[place])) for place in chosen]
        return Examples(
            rows=np.concatenate([self.rows[span] for span in spans])
            if spans
            else np.empty((0, self.rows.shape[1])),
            ratings=tuple(rating for span in spans for rating in self.ratings[span]),
            groups=tuple(self.groups[place] for place in chosen),
            queries=tuple(self.queries[place] for place in chosen),
        )


def examples(cases: Sequence[Case], look: LookFunction, /) -> Examples:
    """Each question that something is right for. Raises InputError where there is none that finds anything."""
    seen = [(case, look(case.text)) for case in cases if case.relevant]
    found = [(case, looked) for case, looked in seen if looked.found]
    if not found:
        raise InputError(
            f"expected judged questions that find offers of this catalogue, got {len(cases)} that do not; "
            "docid must be the supplier's own id of the row (external_id)"
        )
    return Examples(
        rows=np.concatenate([looked.rows for _, looked in found]),
        ratings=tuple(
            case.ratings.get(glance.external_id, 0) for case, looked in found for glance in looked.seen
        ),
        groups=tuple(len(looked.found) for _, looked in found),
        queries=tuple(case.query for case, _ in found),
    )


def folds(cases: Sequence[Case], count: int, /) -> list[frozenset[str]]:
    """The judged queries in `count` parts of about equal size, drawn by a fixed seed. A query and its translations
    stay together, and so do queries that are the same in some language ("speaker" and "speakers")."""
    drawn = sorted(map(sorted, _alike(cases)))
    Random(SEED).shuffle(drawn)  # noqa: S311 - a split of judgments is no secret
    parts: list[list[str]] = [[] for _ in range(count)]
    for group in drawn:
        min(parts, key=len).extend(group)
    return [frozenset(part) for part in parts]


def _alike(cases: Sequence[Case]) -> list[set[str]]:
    groups: list[set[str]] = []
    by_text: dict[str, set[str]] = {}
    for case in cases:
        by_text.setdefault(case.text.casefold(), set()).add(case.query)
    for queries in by_text.values():
        joined = set(queries)
        apart = [group for group in groups if not group & queries]
        for group in groups:
            if group & queries:
                joined |= group
        groups = [*apart, joined]
    return groups


def unseen(
    cases: Sequence[Case], learned: Examples, search_of: Callable[[Examples], SearchFunction], /
) -> SearchFunction:
    """A search that asks each question of a model trained on the others: what a model is worth on questions that
    it has not seen.

    Args:
        search_of: Trains a model and gives the search with it.
    """
    by_text: dict[str, SearchFunction] = {}
    for part in folds(cases, FOLDS):
        trained = search_of(learned.of(frozenset(learned.queries) - part))
        by_text |= {case.text: trained for case in cases if case.query in part}

    def search(request: SearchRequest, /) -> SearchResult:
        return by_text[request.text](request)

    return search
