"""What is asked of every engine, and what the right answer is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, assert_never

import numpy as np
import numpy.typing as npt

from benchmarks.side_by_side.corpus import Corpus, Ints, rows_by_word
from benchmarks.side_by_side.engine import ALL_VALUES, FACETS, LIMIT, VALUES, Asked, Conditions, Counts

Words = Literal["none", "question", "broad"]
Passing = Literal["all", "two filters", "10 %", "1 %", "0.1 %"]
_SHARES: dict[Passing, float] = {"10 %": 0.1, "1 %": 0.01, "0.1 %": 0.001}
_SLACK = 1e-5
"""Of a cosine: offers as near as the last that is wanted count as found, whichever of equals an engine took."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    name: str
    words: Words
    dense: bool
    passing: Passing = "all"
    facet_values: int = 0
    limit: int = LIMIT


TASKS: dict[str, Task] = {
    task.name: task
    for task in (
        Task(name="text", words="question", dense=False),
        Task(name="dense", words="none", dense=True),
        Task(name="hybrid", words="question", dense=True, passing="two filters"),
        Task(
            name="hybrid + facets", words="question", dense=True, passing="two filters", facet_values=VALUES
        ),
        Task(name="facets", words="broad", dense=False, facet_values=VALUES, limit=1),
        Task(name="facets, all values", words="broad", dense=False, facet_values=ALL_VALUES, limit=1),
        Task(name="hybrid, 10 %", words="question", dense=True, passing="10 %"),
        Task(name="hybrid, 1 %", words="question", dense=True, passing="1 %"),
        Task(name="hybrid, 0.1 %", words="question", dense=True, passing="0.1 %"),
    )
}
PROBES: tuple[Passing, ...] = ("all", "two filters", "10 %", "1 %", "0.1 %")
"""Recall of the dense leg is tuned and measured under each of these."""


def probe(passing: Passing, /) -> Task:
    """The dense leg alone."""
    return Task(name=f"nearest, {passing}", words="none", dense=True, passing=passing)


class Asking:
    """Makes the searches of a corpus."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._conditions: dict[Passing, Conditions] = {
            "all": Conditions(),
            "two filters": _two_filters(corpus),
            **{passing: _newest(corpus, share) for passing, share in _SHARES.items()},
        }

    def conditions(self, passing: Passing, /) -> Conditions:
        return self._conditions[passing]

    def asked(self, task: Task, number: int, /) -> Asked:
        """The task with the question of this number."""
        match task.words:
            case "none":
                words: tuple[str, ...] = ()
                tokens: tuple[str, ...] = ()
            case "question":
                question = self._corpus.questions[number]
                words, tokens = question.words, question.tokens
            case "broad":
                question = self._corpus.broad[number % len(self._corpus.broad)]
                words, tokens = question.words, question.tokens
            case unknown:
                assert_never(unknown)
        return Asked(
            words=words,
            tokens=tokens,
            vector=self._corpus.question_vectors[number] if task.dense else None,
            conditions=self._conditions[task.passing],
            facet_values=task.facet_values,
            limit=task.limit,
        )


def _two_filters(corpus: Corpus) -> Conditions:
    """Suppliers of the second to fourth of the countries by offers, and a minimum order that half the offers allow."""
    names, counts = np.unique(corpus.table["country"].to_numpy(zero_copy_only=False), return_counts=True)
    usual = [str(names[place]) for place in np.argsort(-counts, kind="stable") if names[place]]
    moq = float(np.median(corpus.table["moq"].to_numpy()))
    return Conditions(countries=tuple(usual[1:4] or usual), moq_high=moq)


def _newest(corpus: Corpus, share: float) -> Conditions:
    changed = np.sort(corpus.table["changed"].to_numpy())
    return Conditions(changed_since=int(changed[len(changed) - max(1, round(share * len(changed)))]))


class Truth:
    """Exact answers, by NumPy."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._vectors = np.array(corpus.vectors)
        self._columns = {
            name: corpus.table[name].to_numpy(zero_copy_only=False) for name in (*FACETS, "moq", "changed")
        }
        asked = {word for one in (*corpus.questions, *corpus.broad) for word in one.words}
        self._rows = rows_by_word(corpus.table["words"].to_pylist(), only=asked)

    def passing(self, conditions: Conditions, /) -> npt.NDArray[np.bool_]:
        mask = np.ones(len(self._vectors), dtype=np.bool_)
        if conditions.countries:
            mask &= np.isin(self._columns["country"], conditions.countries)
        if conditions.moq_high is not None:
            mask &= self._columns["moq"] <= conditions.moq_high
        if conditions.changed_since is not None:
            mask &= self._columns["changed"] >= conditions.changed_since
        return mask

    def matching(self, asked: Asked, /) -> Ints:
        """Rows that carry one of the words and pass."""
        carried = [self._rows[word] for word in asked.words if word in self._rows]
        rows = np.unique(np.concatenate(carried)) if carried else np.empty(0, dtype=np.int64)
        found: Ints = rows[self.passing(asked.conditions)[rows]]
        return found

    def counts(self, asked: Asked, /) -> Counts:
        """Of FACETS over `matching`; the nearest are not counted."""
        rows = self.matching(asked)
        counts: Counts = {}
        for name in FACETS:
            values, numbers = np.unique(self._columns[name][rows], return_counts=True)
            counts[name] = {str(v): int(n) for v, n in zip(values, numbers, strict=True) if v}
        return counts

    def tells(self, asked: Asked, told: Counts, /) -> bool:
        """Whether these are the commonest values, with their counts. With a dense leg up to `limit` offers more may be counted:
        the nearest that carry no word."""
        spare = asked.limit if asked.vector is not None else 0
        for name, right in self.counts(asked).items():
            found = told[name]
            more = [count - right.get(value, 0) for value, count in found.items()]
            left_out = max((count for value, count in right.items() if value not in found), default=0)
            if len(found) < min(asked.facet_values, len(right)) or len(found) > asked.facet_values:
                return False
            if min(more, default=0) < 0 or sum(more) > spare or left_out > min(found.values(), default=0):
                return False
        return True

    def recall(self, asked: Asked, rows: list[int], /) -> float:
        """Share of the nearest that were found; 1.0 where none passes."""
        assert asked.vector is not None  # recall is of the dense leg
        passing = np.flatnonzero(self.passing(asked.conditions))
        wanted = min(asked.limit, len(passing))
        if not wanted:
            return 1.0
        cosines = self._vectors[passing] @ asked.vector
        least = np.partition(cosines, len(cosines) - wanted)[len(cosines) - wanted] - _SLACK
        known = np.intersect1d(np.array(rows, dtype=np.int64), passing)
        found = int(np.count_nonzero(self._vectors[known] @ asked.vector >= least))
        return min(wanted, found) / wanted
