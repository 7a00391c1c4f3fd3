"""The order of the hits: by text first (a reranker over named features), then by how many requirements are met.

Every number that decides is shown with the hit: `features` says what they mean, `Weights` what they count.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import assert_never

import numpy as np

from dragoman.ports import CatalogueStore, Features, Glance, Reranker, Scores
from dragoman.search.features import FEATURES, feature_rows, kind_match, lexical_share
from dragoman.search.request import (
    Budget,
    CertificateWanted,
    ColourWanted,
    Deadline,
    Destination,
    DimensionWanted,
    IncotermWanted,
    MaterialWanted,
    OriginWanted,
    QuantityWanted,
    Query,
    Requirement,
    Verdict,
    WordWanted,
)
from dragoman.search.retrieve import Found, Retrieved


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What counts beside each other once the text has been compared (docs/decisions/0006-ranking.md)."""

    identifier: float = 10.0
    """An identifier asked for is the offer's: above all else."""
    text: float = 1.5
    """The reranker's score, brought to [0, 1] among the candidates it looked at."""
    requirements: float = 0.6
    """Below `text`: what is asked for comes before how well it is offered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictWorth:
    """What a verdict adds to the share of requirements met, in [0, 1]."""

    met: float = 1.0
    unknown: float = 0.4
    """A supplier who does not say may be asked; one who says no may not."""
    unmet: float = 0.0


WEIGHTS = Weights()
FIRST_SUM: Mapping[str, float] = {"lexical": 1.0, "meaning": 0.4, "kind": 0.2}
"""Weights of the features that put all candidates in order before the best are looked at."""
LEARNED_SHARE = 0.4
"""Of the reranker in the order of those looked at; the first sum has the rest."""
WORTH = VerdictWorth()


def share_met(verdicts: Iterable[Verdict], /, worth: VerdictWorth = WORTH) -> float:
    """The weighted share of the requirements met, in [0, 1]; 0.0 without requirements."""
    values = {"met": worth.met, "unknown": worth.unknown, "unmet": worth.unmet}
    weighed = [(importance(v.requirement), values[v.verdict]) for v in verdicts]
    total = sum(weight for weight, _ in weighed)
    return sum(weight * value for weight, value in weighed) / total if total > 0 else 0.0


def importance(requirement: Requirement, /) -> float:
    """A requirement's weight among the others; twice as much for one the buyer insists on."""
    insisted = 2.0 if requirement.strength != "should" else 1.0
    return insisted * _importance(requirement)


def _importance(requirement: Requirement) -> float:
    match requirement:
        case QuantityWanted() | Budget() | CertificateWanted() | DimensionWanted() | MaterialWanted():
            return 1.0
        case Deadline() | OriginWanted() | WordWanted():
            return 1.0
        case ColourWanted():
            return 0.7
        case Destination() | IncotermWanted():
            return 0.5
        case _:
            assert_never(requirement)


def score(features: Mapping[str, float], /, weights: Weights = WEIGHTS) -> float:
    """The weighted sum; comparable within one search only."""
    return (
        weights.identifier * features["identifier"]
        + weights.text * features["text"]
        + weights.requirements * features.get("requirements", 0.0)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """A candidate in the order of the text alone."""

    found: Found
    features: Mapping[str, float]
    """`identifier`, `text` in [0, 1], and, where the reranker looked at it, what it saw."""
    glance: Glance | None = None
    """Where it has been looked at."""


def by_relevance(
    query: Query, retrieved: Retrieved, /, *, store: CatalogueStore, reranker: Reranker, pool: int, depth: int
) -> list[Ranked]:
    """All candidates, best first by text alone; ties by offer id.

    The first `pool` of the lexical leg and all of the dense leg are put in order by a sum of lexical share, meaning
    and kind; the first `depth` of those anew by the reranker. What lies deeper follows in the index's order, so that
    a later page never changes an earlier one.
    """
    fused, tail, sums = _first_order(retrieved, pool)
    top = _reranked(looked_at(query, retrieved, fused[:depth], store=store), sums, reranker)
    return [*top, *unranked((*fused[depth:], *tail))]


_UNSEEN: Mapping[bool, Mapping[str, float]] = {
    asked_for: {"identifier": float(asked_for), "text": 0.0} for asked_for in (False, True)
}
"""Features of candidates that are not looked at, by whether an identifier asked for is theirs."""


def _first_order(retrieved: Retrieved, pool: int) -> tuple[list[Found], list[Found], Mapping[str, float]]:
    """Those that relevance is decided among, best first by the first sum; what lies deeper; the sums by offer id."""
    lexical = [f for f in retrieved.found if f.candidate.lexical > 0 and not f.candidate.identifier]
    head = {f.candidate.offer_id for f in lexical[:pool]}
    fused = [f for f in retrieved.found if f.candidate.offer_id in head or not _deep(f)]
    sums = {f.candidate.offer_id: _first_sum(f, retrieved) for f in fused}
    fused.sort(key=lambda f: (-f.candidate.identifier, -sums[f.candidate.offer_id], f.candidate.offer_id))
    return fused, [f for f in retrieved.found if f.candidate.offer_id not in sums], sums


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedAt:
    """The best candidates with their texts and features."""

    found: tuple[Found, ...]
    seen: tuple[Glance, ...]
    rows: Features
    """Shape (len(found), len(FEATURES))."""


def candidates_to_learn_from(
    query: Query, retrieved: Retrieved, /, *, store: CatalogueStore, pool: int, depth: int
) -> LookedAt:
    """What a reranker would look at."""
    return looked_at(query, retrieved, _first_order(retrieved, pool)[0][:depth], store=store)


def looked_at(
    query: Query, retrieved: Retrieved, found: Sequence[Found], /, *, store: CatalogueStore
) -> LookedAt:
    """Candidates that the record still has, by falling lexical score, with their features."""
    glances = {one.offer_id: one for one in store.glances([f.candidate.offer_id for f in found])}
    there = sorted(
        (f for f in found if f.candidate.offer_id in glances),
        key=lambda f: (-f.candidate.lexical, f.candidate.offer_id),
    )
    seen = tuple(glances[f.candidate.offer_id] for f in there)
    return LookedAt(found=tuple(there), seen=seen, rows=feature_rows(query, retrieved, there, seen))


def _reranked(seen: LookedAt, sums: Mapping[str, float], reranker: Reranker) -> list[Ranked]:
    if not seen.found:
        return []
    learned = reranker.score(seen.rows[:, [FEATURES.index(name) for name in reranker.features]])
    plain = np.array([sums[one.candidate.offer_id] for one in seen.found])
    scores = LEARNED_SHARE * _standard(learned) + (1 - LEARNED_SHARE) * _standard(plain)
    low, high = float(scores.min()), float(scores.max())
    scaled = (scores - low) / (high - low) if high > low else np.ones(len(scores))
    ranked = [
        _ranked(one, glance, row, text)
        for one, glance, row, text in zip(
            seen.found, seen.seen, seen.rows.tolist(), scaled.tolist(), strict=True
        )
    ]
    ranked.sort(key=lambda r: (-r.features["identifier"], -r.features["text"], r.found.candidate.offer_id))
    return ranked


def _ranked(found: Found, glance: Glance, row: Sequence[float], text: float) -> Ranked:
    features = dict(zip(FEATURES, row, strict=True))
    features["identifier"] = float(found.candidate.identifier)
    features["text"] = text
    return Ranked(found=found, glance=glance, features=features)


def unranked(found: Iterable[Found], /) -> list[Ranked]:
    """Candidates whose order something else decides."""
    return [Ranked(found=one, features=_UNSEEN[one.candidate.identifier]) for one in found]


def _standard(scores: Scores) -> Scores:
    """Mean 0, deviation 1, so that two scorers have an equal say."""
    deviation = float(scores.std())
    return (scores - scores.mean()) / deviation if deviation > 0 else scores * 0.0


def _first_sum(found: Found, retrieved: Retrieved) -> float:
    candidate = found.candidate
    kind = kind_match(candidate.facets.get("kind", ()), retrieved.wanted.kinds)
    return (
        FIRST_SUM["lexical"] * lexical_share(found, retrieved)
        + FIRST_SUM["meaning"] * max(candidate.cosine or 0.0, 0.0)
        + FIRST_SUM["kind"] * kind
    )


def _deep(found: Found) -> bool:
    """Found by words alone."""
    return not found.candidate.near and not found.candidate.identifier
