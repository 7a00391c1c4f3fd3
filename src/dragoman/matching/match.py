"""Brings what is known of same products up to the record: pairs of changed offers, then all groups.

Never on the way of a search: a search only looks groups up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dragoman.errors import RateMissing
from dragoman.matching.blocking import near
from dragoman.matching.features import FEATURES, KindMeanings, pair_features
from dragoman.matching.grouping import groups
from dragoman.matching.profile import Corpus, Profile, gtins, profile
from dragoman.matching.reasons import reasons
from dragoman.matching.rulings import Overruled, standing
from dragoman.model import Currency, Offer
from dragoman.ports import (
    CatalogueStore,
    Encoder,
    ExchangeRates,
    OfferPair,
    PairJudge,
    ProductStore,
    SavePairs,
    SearchIndex,
    Vector,
)
from dragoman.search.indexing import text_to_encode

BATCH = 200
"""Changed offers whose pairs are saved together; a run that is cut off goes on after the last batch."""
KEPT = 0.2
"""Pairs of at least this confidence are kept: those below the threshold as suggestions."""
SAME_GTIN = 0.995
"""Of a pair with one GTIN, at least: what GTIN means; the rest is for mistyped ones."""
SAME_MPN_AND_BRAND = 0.98
"""Of a pair with one manufacturer's number and brand, at least (docs/decisions/0016-same-product.md)."""
_READ = 1000
_HELD = 20_000
"""Profiles kept between batches."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchReport:
    offers: int
    """Looked at: new or changed since the last run."""
    pairs: int
    """Known now, suggestions included."""
    groups: int
    grouped_offers: int
    overruled: tuple[Overruled, ...]
    """What the user said and later said otherwise."""


def match(
    *,
    store: CatalogueStore,
    products: ProductStore,
    index: SearchIndex,
    encoder: Encoder,
    judge: PairJudge,
    rates: ExchangeRates,
    currency: Currency,
    progress: Callable[[int, int], None],
    anew: bool = False,
) -> MatchReport:
    """Find pairs of the offers that changed since the last run, and group all offers anew.

    Args:
        index: Up to date with the record.
        currency: That prices are compared in.
        anew: Look at every offer, whether it changed or not.
    """
    done, matcher = products.matched()
    if anew or matcher != judge.name or done > store.generation():
        done = 0
    looked = 0
    page = store.changes_since(done, limit=BATCH)
    if page.upserts or page.withdrawn:
        search = pair_search(store=store, index=index, encoder=encoder, rates=rates, currency=currency)
        while page.upserts or page.withdrawn:
            changed = [one.offer_id for one in page.upserts]
            known = products.pairs_of(changed)
            products.save_pairs(
                SavePairs(
                    looked_at=(*changed, *page.withdrawn),
                    pairs=tuple(judged(search.compared(page.upserts, known), judge)),
                    generation=page.generation,
                    matcher=judge.name,
                )
            )
            looked += len(changed)
            progress(looked, looked + page.remaining)
            page = store.changes_since(page.generation, limit=BATCH)
    return regroup(store=store, products=products, threshold=judge.threshold, offers=looked)


def pair_search(
    *, store: CatalogueStore, index: SearchIndex, encoder: Encoder, rates: ExchangeRates, currency: Currency
) -> PairSearch:
    """Reads the whole catalogue once, for how rare its words are."""
    return PairSearch(
        store=store,
        index=index,
        encoder=encoder,
        corpus=Corpus(active_offers(store)),
        factors=factors_into(currency, rates),
        suppliers=tuple(one.name for one in store.suppliers()),
    )


def regroup(
    *, store: CatalogueStore, products: ProductStore, threshold: float, offers: int = 0
) -> MatchReport:
    """Group by the pairs known and what the user decided; nothing is looked for."""
    pairs, decisions = products.pairs(), products.decisions()
    rulings = standing(decisions)
    named = {id_ for pair in pairs if pair.confidence >= threshold for id_ in (pair.left, pair.right)}
    named |= {id_ for one in decisions for id_ in (one.left, one.right)}
    active = store.active(sorted(named))
    known = {one.offer_id: gtins(one) for one in store.offers(sorted(active))}
    found = groups(pairs, rulings, gtins=known, threshold=threshold, gone=named - active)
    products.save_groups(found)
    return MatchReport(
        offers=offers,
        pairs=len(pairs),
        groups=len(found),
        grouped_offers=sum(len(one.offer_ids) for one in found),
        overruled=rulings.overruled,
    )


class PairSearch:
    """Finds the pairs of changed offers."""

    def __init__(
        self,
        *,
        store: CatalogueStore,
        index: SearchIndex,
        encoder: Encoder,
        corpus: Corpus,
        factors: Mapping[Currency, float],
        suppliers: Sequence[str],
    ) -> None:
        self._store = store
        self._index = index
        self._encoder = encoder
        self._corpus = corpus
        self._factors = factors
        self._suppliers = suppliers
        self._kinds = KindMeanings(encoder)
        self._profiles: dict[str, Profile] = {}

    def compared(
        self, changed: Sequence[Offer], known: Iterable[OfferPair] = ()
    ) -> Iterator[tuple[Profile, Profile, list[float]]]:
        """(one, other, features) of every candidate pair of the offers, and of pairs that were known before."""
        vectors = self._encoder.encode([text_to_encode(one) for one in changed])
        by_id = {one.offer_id: vector for one, vector in zip(changed, vectors, strict=True)}
        if len(self._profiles) > _HELD:
            self._profiles.clear()
        self.hold(changed)
        found: dict[tuple[str, str], float | None] = {}
        for one in changed:
            for other, cosine in self._near(one, by_id[one.offer_id]).items():
                found[_pair(one.offer_id, other)] = cosine
        for pair in known:
            found.setdefault((pair.left, pair.right), None)
        self._fetch(found, by_id.keys())
        self._measure(found, by_id)
        for (left, right), cosine in found.items():
            a, b = self._profiles.get(left), self._profiles.get(right)
            if a is not None and b is not None and may_be_one(a, b):
                yield a, b, pair_features(a, b, corpus=self._corpus, kinds=self._kinds, meaning=cosine)

    def hold(self, offers: Iterable[Offer], /) -> None:
        """Take the offers as they are given, whatever the record says."""
        for one in offers:
            self._profiles[one.offer_id] = profile(one, factors=self._factors)

    def _near(self, one: Offer, vector: Vector) -> dict[str, float | None]:
        mine = self._profiles[one.offer_id]
        return near(
            mine,
            vector if vector.any() else None,
            title=one.title.value,
            index=self._index,
            corpus=self._corpus,
            suppliers=[name for name in self._suppliers if name != one.supplier.name],
        )

    def _measure(self, found: dict[tuple[str, str], float | None], vectors: Mapping[str, Vector]) -> None:
        """Cosines that the index did not give, where both offers are at hand."""
        for (left, right), cosine in found.items():
            mine, theirs = vectors.get(left), vectors.get(right)
            if cosine is None and mine is not None and theirs is not None:
                found[left, right] = float(mine @ theirs)

    def _fetch(self, pairs: Iterable[tuple[str, str]], changed: Collection[str]) -> None:
        """Candidates that are not at hand, but for those whose GTIN rules them out whatever else they say."""
        partners: defaultdict[str, set[str]] = defaultdict(set)
        for left, right in pairs:
            for mine, theirs in ((left, right), (right, left)):
                if theirs not in self._profiles and mine in changed:
                    partners[theirs].add(mine)
        for one in self._store.offers(sorted(partners)):
            own = gtins(one)
            if any(_gtins_may_agree(own, self._profiles[mine].gtins) for mine in partners[one.offer_id]):
                self.hold([one])


def judged(
    compared: Iterable[tuple[Profile, Profile, list[float]]], judge: PairJudge, /
) -> Iterator[OfferPair]:
    """The pairs worth keeping, with their confidence and reasons."""
    found = list(compared)
    if not found:
        return
    columns = [FEATURES.index(name) for name in judge.features]
    table = np.array([row for _, _, row in found], dtype=np.float64)
    confidences = judge.confidence(table[:, columns])
    for (a, b, row), learned in zip(found, confidences, strict=True):
        confidence = sure_of(a, b, float(learned))
        if confidence >= KEPT:
            left, right = _pair(a.offer_id, b.offer_id)
            yield OfferPair(
                left=left,
                right=right,
                confidence=round(confidence, 4),
                reasons=reasons(a, b, dict(zip(FEATURES, row, strict=True))),
            )


def may_be_one(a: Profile, b: Profile, /) -> bool:
    """What rules a pair out before anything is reckoned: different GTINs; two articles of one supplier."""
    if a.gtins & b.gtins:
        return True
    if not _gtins_may_agree(a.gtins, b.gtins):
        return False
    return a.supplier_id != b.supplier_id or _same_number(a, b)


def sure_of(a: Profile, b: Profile, learned: float, /) -> float:
    """The confidence: what the model learned, and at least what equal identifiers mean."""
    if a.gtins & b.gtins:
        return max(learned, SAME_GTIN)
    return max(learned, SAME_MPN_AND_BRAND) if _same_number(a, b) else learned


def _gtins_may_agree(a: frozenset[str], b: frozenset[str]) -> bool:
    return not a or not b or bool(a & b)


def _same_number(a: Profile, b: Profile) -> bool:
    return bool(a.mpn and a.mpn == b.mpn and a.brand and a.brand == b.brand)


def _pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)


def active_offers(store: CatalogueStore) -> Iterator[Offer]:
    generation = 0
    while True:
        page = store.changes_since(generation, limit=_READ)
        yield from page.upserts
        if page.remaining == 0:
            return
        generation = page.generation


def factors_into(currency: Currency, rates: ExchangeRates) -> dict[Currency, float]:
    factors = {currency: 1.0}
    for other in rates.currencies():
        try:
            factors[other] = float(rates.rate(other, currency).value)
        except RateMissing:
            continue
    return factors
