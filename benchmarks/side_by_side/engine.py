"""What every engine that is measured can do, and the small things that several of them need."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import nlargest
from operator import itemgetter
from pathlib import Path
from typing import Any, Protocol  # rungs are settings in the engines' own words

import numpy as np
import numpy.typing as npt

from benchmarks.side_by_side.corpus import Corpus

Rung = Mapping[str, Any]
"""One step of an engine's ladder between speed and recall: {"nprobes": 20, "refine_factor": 10}."""

LIMIT = 50
"""Hits asked for, and depth of each leg of a hybrid search."""
RRF_K = 60
FACETS = ("supplier", "country", "category")
VALUES = 100
"""Of each facet: what a search of Dragoman's tells where no other number is asked for."""
ALL_VALUES = 65_000
"""More than any facet has here; Tantivy counts no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """Filters; all must hold."""

    countries: tuple[str, ...] = ()
    """The supplier's country is one of these."""
    moq_high: float | None = None
    """Minimum order at most so many pieces."""
    changed_since: int | None = None
    """Seconds since 1970, UTC."""

    @property
    def any(self) -> bool:
        return bool(self.countries) or self.moq_high is not None or self.changed_since is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One search. Offers match that carry any of the words, or are among the nearest, and pass the conditions."""

    words: tuple[str, ...] = ()
    """As `Corpus` names them: "w17"."""
    tokens: tuple[str, ...] = ()
    """The same words as Dragoman's analysis made them."""
    vector: npt.NDArray[np.float32] | None = None
    conditions: Conditions = field(default_factory=Conditions)
    facet_values: int = 0
    """Of each of FACETS so many, the commonest, with their counts over everything that matches; 0 for no facets."""
    limit: int = LIMIT


def expression(conditions: Conditions, /, *, listed: str) -> str:
    """The filters as LanceDB and milvus-lite are told them; "" without any.

    Args:
        listed: What a list of values stands in: "({})" or "[{}]".
    """
    parts = []
    if conditions.countries:
        values = ", ".join(f"'{one}'" for one in conditions.countries)
        parts.append(f"country in {listed.format(values)}")
    if conditions.moq_high is not None:
        parts.append(f"moq <= {conditions.moq_high}")
    if conditions.changed_since is not None:
        parts.append(f"changed >= {conditions.changed_since}")
    return " and ".join(parts)


Counts = dict[str, dict[str, int]]
"""Facet -> value -> offers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    rows: Sequence[int]
    """Of the hits, best first; numbers of offers as in the corpus."""
    facets: Counts | None = None


class Engine(Protocol):
    """An engine in a folder. `build` once, then `open`, then searches."""

    name: str
    rungs: tuple[Rung, ...]
    """From fast to thorough; one rung where nothing can be tuned."""

    def build(self, corpus: Corpus, folder: Path, /) -> None: ...

    def open(self, corpus: Corpus, folder: Path, /) -> None: ...

    def search(self, asked: Asked, rung: Rung, /) -> Answer: ...

    def versions(self) -> dict[str, str]: ...

    def settings(self) -> str:
        """For the reader of the table: index parameters, threads, how facets are counted."""

    def close(self) -> None: ...


def fused(runs: Sequence[Sequence[int]], limit: int, /) -> list[int]:
    """Reciprocal rank fusion, k = 60, as the engines that bring their own do it."""
    scores: dict[int, float] = {}
    for run in runs:
        for rank, row in enumerate(run, start=1):
            scores[row] = scores.get(row, 0.0) + 1.0 / (RRF_K + rank)
    return sorted(scores, key=lambda row: (-scores[row], row))[:limit]


def counted(matches: Iterable[Mapping[str, Any]], most: int, /) -> Counts:
    """The commonest values of FACETS of offers that were fetched, counted one by one; "" is no value."""
    counts: Counts = {name: {} for name in FACETS}
    for one in matches:
        for name in FACETS:
            if value := one[name]:
                counts[name][value] = counts[name].get(value, 0) + 1
    return {
        name: dict(nlargest(most, values.items(), key=itemgetter(1))) if most < len(values) else values
        for name, values in counts.items()
    }
