"""The order of the hits: a sum of named features with documented weights, nothing hidden.

`features` turns what is known of an offer into numbers, `score` weighs them. A learned model can take the
place of `score`: it gets the same features.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import assert_never

from dragoman.normalise.kinds import with_ancestors
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
    Requirement,
    Verdict,
    WordWanted,
)
from dragoman.search.retrieve import Found, Retrieved


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What each feature is worth. Words, meaning: chosen on judged queries (docs/decisions/0006-ranking.md)."""

    identifier: float = 10.0
    """An identifier asked for is the offer's: above all else."""
    lexical: float = 1.0
    semantic: float = 0.5
    kind: float = 0.5
    requirements: float = 0.6
    """Below `lexical`: what is asked for comes before how well it is offered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictWorth:
    """What a verdict adds to the share of requirements met, in [0, 1]."""

    met: float = 1.0
    unknown: float = 0.4
    """A supplier who does not say may be asked; one who says no may not."""
    unmet: float = 0.0


WEIGHTS = Weights()
WORTH = VerdictWorth()


def relevance(found: Found, retrieved: Retrieved, /) -> dict[str, float]:
    """Features of the text alone, each in [0, 1].

    identifier: 1.0 where an identifier matches.
    lexical: square root of BM25 over the query's best BM25, times the share of the words carried. The root
        brings near-equal matches together, so that requirements can order them.
    semantic: cosine, 0.0 below the dense floor.
    kind: 1.0 where the offer is of the kind asked for or a special kind of it, 0.0 where it is another,
        0.5 where either is not known.
    """
    candidate = found.candidate
    share = candidate.lexical / retrieved.best_lexical if retrieved.best_lexical > 0 else 0.0
    return {
        "identifier": 1.0 if candidate.identifier else 0.0,
        "lexical": math.sqrt(min(max(share, 0.0), 1.0)) * found.coverage,
        "semantic": min(max(candidate.cosine or 0.0, 0.0), 1.0),
        "kind": _kind(candidate.facets.get("kind", ()), retrieved.wanted.kinds),
    }


def _kind(offered: Sequence[str], asked: Sequence[str]) -> float:
    if not offered or not asked:
        return 0.5
    general = {code for one in offered for code in with_ancestors(one)}
    return 1.0 if general.intersection(asked) else 0.0


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
        weights.identifier * features.get("identifier", 0.0)
        + weights.lexical * features.get("lexical", 0.0)
        + weights.semantic * features.get("semantic", 0.0)
        + weights.kind * features.get("kind", 0.0)
        + weights.requirements * features.get("requirements", 0.0)
    )


def by_relevance(retrieved: Retrieved, /, *, pool: int) -> list[Found]:
    """All candidates, best first by text alone; ties by offer id.

    The first `pool` of the lexical leg and all of the dense leg are fused; what lies deeper follows in the
    index's order, so that a later page never changes an earlier one.
    """
    lexical = [f for f in retrieved.found if f.candidate.lexical > 0 and not f.candidate.identifier]
    head = {f.candidate.offer_id for f in lexical[:pool]}
    fused = [f for f in retrieved.found if f.candidate.offer_id in head or not _deep(f)]
    kept = {f.candidate.offer_id for f in fused}
    tail = [f for f in retrieved.found if f.candidate.offer_id not in kept]
    fused.sort(key=lambda f: (-score(relevance(f, retrieved)), f.candidate.offer_id))
    return [*fused, *tail]


def _deep(found: Found) -> bool:
    """Found by words alone."""
    return not found.candidate.near and not found.candidate.identifier
