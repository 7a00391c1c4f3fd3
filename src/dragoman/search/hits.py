"""Candidates -> the page's hits: fetch, judge, order by relevance and requirements, leave out must-failures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dragoman.model import Offer
from dragoman.ports import CatalogueStore
from dragoman.search.explain import explain
from dragoman.search.options import Terms
from dragoman.search.rank import Ranked, score, share_met
from dragoman.search.request import Hit, Query, Verdict
from dragoman.search.verdicts import Asked, judge

WINDOW = 50
"""Offers fetched and judged together; requirements move an offer within its window."""
_AT_ONCE = 5
"""Offers judged between two looks at whether the rest can still come onto the page."""
MOST_JUDGED = 400
"""Candidates looked at when some of them must be left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A candidate with its offer, verdicts and score."""

    offer: Offer
    verdicts: tuple[Verdict, ...]
    features: dict[str, float]
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    judged: tuple[Judged, ...]
    left_out: int
    """Candidates judged and left out."""
    failed: tuple[str, ...]
    """Requirement ids that left some out."""
    seen_all: bool
    """Every candidate was judged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """Judges the candidates of one search."""

    query: Query
    terms: Terms
    store: CatalogueStore
    asked: Asked
    must_be_met: tuple[str, ...]
    """Requirement ids of "met=" filters."""
    reorder: bool
    """Requirements move the order: the result is by relevance."""

    @property
    def leaves_out(self) -> bool:
        """Whether a verdict can leave an offer out."""
        return bool(self.must_be_met) or any(r.strength != "should" for r in self.query.requirements)

    def page(self, candidates: Sequence[Ranked], /, *, offset: int, limit: int) -> Page:
        """The hits from `offset` on, of all candidates in their order. The same candidates give the same
        order for any offset and limit."""
        if self.leaves_out:
            return self._page_of_survivors(candidates, offset, limit)
        if self.reorder and self.query.requirements:
            first = offset // WINDOW * WINDOW
            last = offset + limit
            covering = candidates[first : whole_windows(last)]
            judged = [
                judged
                for start, window in zip(range(first, last, WINDOW), _windows(covering), strict=False)
                for judged in self._best(window, last - start)
            ]
            chosen = judged[offset - first :]
        else:
            chosen = self._judged(candidates[offset : offset + limit])
        return Page(judged=tuple(chosen), left_out=0, failed=(), seen_all=False)

    def hit(self, judged: Judged, /) -> Hit:
        """With its price and explanation, which only hits that are shown need."""
        price = self.asked.price(judged.offer, self.terms.currency)
        return Hit(
            offer=judged.offer,
            score=judged.score,
            verdicts=judged.verdicts,
            price=price.told() if price is not None else None,
            explanation=explain(self.query, judged.offer, judged.verdicts, judged.features),
        )

    def _page_of_survivors(self, candidates: Sequence[Ranked], offset: int, limit: int) -> Page:
        kept: list[Judged] = []
        failed: dict[str, None] = {}
        seen = 0
        for window in _windows(candidates[:MOST_JUDGED]):
            for judged in self._judged(window):
                reasons = self._failed(judged.verdicts)
                failed.update(dict.fromkeys(reasons))
                if not reasons:
                    kept.append(judged)
            seen += len(window)
            if len(kept) >= offset + limit:
                break
        return Page(
            judged=tuple(kept[offset : offset + limit]),
            left_out=seen - len(kept),
            failed=tuple(failed),
            seen_all=seen == len(candidates),
        )

    def _judged(self, window: Sequence[Ranked]) -> list[Judged]:
        """Those that the record still has, in their order."""
        found = [one for one in self._seen(window) if one is not None]
        if self.reorder and self.query.requirements:
            found.sort(key=lambda judged: -judged.score)
        return found

    def _seen(self, some: Sequence[Ranked]) -> list[Judged | None]:
        """Each of some candidates; None for one that the record no longer has."""
        missing = [r.found.candidate.offer_id for r in some if r.glance is None]
        fetched = {o.offer_id: o for o in self.store.offers(missing)} if missing else {}
        offers = [
            ranked.glance.whole() if ranked.glance else fetched.get(ranked.found.candidate.offer_id)
            for ranked in some
        ]
        return [
            self._one(ranked, offer) if offer is not None else None
            for ranked, offer in zip(some, offers, strict=True)
        ]

    def _best(self, window: Sequence[Ranked], most: int) -> list[Judged]:
        """The first `most` of a window in their order. An offer that could not come that far though it met everything is
        neither fetched nor judged: reading an offer whole costs more than all that came before."""
        if most >= len(window):
            return self._judged(window)
        highest = [score({**one.features, "requirements": 1.0}) for one in window]
        places = sorted(range(len(window)), key=lambda place: (-highest[place], place))
        judged: dict[int, Judged] = {}
        for start in range(0, len(places), _AT_ONCE):
            some = places[start : start + _AT_ONCE]
            reached = sorted((one.score for one in judged.values()), reverse=True)[:most]
            if len(reached) == most and highest[some[0]] < reached[-1]:
                break
            seen = self._seen([window[place] for place in some])
            judged |= {place: one for place, one in zip(some, seen, strict=True) if one is not None}
        best = sorted(judged, key=lambda place: (-judged[place].score, place))[:most]
        return [judged[place] for place in best]

    def _one(self, ranked: Ranked, offer: Offer) -> Judged:
        verdicts = tuple(judge(requirement, offer, self.asked) for requirement in self.query.requirements)
        features = dict(ranked.features)
        if verdicts:
            features["requirements"] = share_met(verdicts)
        return Judged(offer=offer, verdicts=verdicts, features=features, score=score(features))

    def _failed(self, verdicts: Sequence[Verdict]) -> list[str]:
        return [
            v.requirement.requirement_id
            for v in verdicts
            if (v.requirement.strength != "should" and v.verdict == "unmet")
            or (v.requirement.requirement_id in self.must_be_met and v.verdict != "met")
        ]


def whole_windows(count: int, /) -> int:
    """The least number of candidates, in whole windows, that holds `count`."""
    return -(-count // WINDOW) * WINDOW


def _windows(candidates: Sequence[Ranked]) -> Iterator[Sequence[Ranked]]:
    for start in range(0, len(candidates), WINDOW):
        yield candidates[start : start + WINDOW]
