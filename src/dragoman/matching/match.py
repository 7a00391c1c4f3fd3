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
from dragoman.matching.certainty import RULES, difference, gtins_may_agree, may_be_one, sure_of
from dragoman.matching.features import FEATURES, KindMeanings, pair_features
from dragoman.matching.grouping import groups
from dragoman.matching.gtins import GtinCensus, doubted_gtins, trusted_gtins
from dragoman.matching.profile import Corpus, Profile, profile
from dragoman.matching.reasons import reasons
from dragoman.matching.rulings import Overruled, pair_of, standing
from dragoman.model import Currency, Offer
from dragoman.ports import (
    CatalogueStore,
    DoubtedGtin,
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
    doubts: tuple[DoubtedGtin, ...]
    """GTINs that are not taken to name one product."""


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
    if anew or matcher != matcher_name(judge) or done > store.generation():
        done = 0
    looked = 0
    page = store.changes_since(done, limit=BATCH)
    if page.upserts or page.withdrawn:
        search = pair_search(store=store, index=index, encoder=encoder, rates=rates, currency=currency)
        if done:
            _look_again(search, store=store, products=products, judge=judge, generation=done)
        products.save_doubts(search.doubts)
        while page.upserts or page.withdrawn:
            changed = [one.offer_id for one in page.upserts]
            known = products.pairs_of(changed)
            products.save_pairs(
                SavePairs(
                    looked_at=(*changed, *page.withdrawn),
                    pairs=tuple(judged(search.compared(page.upserts, known), judge)),
                    generation=page.generation,
                    matcher=matcher_name(judge),
                )
            )
            looked += len(changed)
            progress(looked, looked + page.remaining)
            page = store.changes_since(page.generation, limit=BATCH)
    return regroup(store=store, products=products, threshold=judge.threshold, offers=looked)


def matcher_name(judge: PairJudge, /) -> str:
    """Of what judged a pair: the model, and the rules that go before it."""
    return f"{judge.name}, rules {RULES}"


def _look_again(
    search: PairSearch, *, store: CatalogueStore, products: ProductStore, judge: PairJudge, generation: int
) -> None:
    """At the offers of GTINs that are doubted since the last run, or no more: they did not change, their pairs do."""
    before = {one.gtin for one in products.doubts()}
    changed = before ^ {one.gtin for one in search.doubts}
    bearers = sorted({offer_id for gtin in changed for offer_id in search.census.bearers(gtin)})
    for start in range(0, len(bearers), BATCH):
        some = bearers[start : start + BATCH]
        compared = search.compared(store.offers(some), products.pairs_of(some))
        products.save_pairs(
            SavePairs(
                looked_at=tuple(some),
                pairs=tuple(judged(compared, judge)),
                generation=generation,
                matcher=matcher_name(judge),
            )
        )


def pair_search(
    *, store: CatalogueStore, index: SearchIndex, encoder: Encoder, rates: ExchangeRates, currency: Currency
) -> PairSearch:
    """Reads the whole catalogue once, for how rare its words are and who bears which GTIN."""
    census = GtinCensus()
    return PairSearch(
        store=store,
        index=index,
        encoder=encoder,
        corpus=Corpus(census.counting(active_offers(store))),
        census=census,
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
    doubts = products.doubts()
    doubted = {one.gtin for one in doubts}
    known = {one.offer_id: trusted_gtins(one, doubted) for one in store.offers(sorted(active))}
    found = groups(pairs, rulings, gtins=known, threshold=threshold, gone=named - active)
    products.save_groups(found)
    return MatchReport(
        offers=offers,
        pairs=len(pairs),
        groups=len(found),
        grouped_offers=sum(len(one.offer_ids) for one in found),
        overruled=rulings.overruled,
        doubts=tuple(doubts),
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
        census: GtinCensus,
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
        self.census = census
        self.doubts = doubted_gtins(census, self._differences)
        self._doubted = frozenset(one.gtin for one in self.doubts)

    def _differences(self, offer_ids: Sequence[str]) -> Callable[[str, str], str]:
        known = {
            one.offer_id: profile(one, factors=self._factors) for one in self._store.offers(list(offer_ids))
        }
        return lambda one, other: difference(known[one], known[other])

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
                found[pair_of(one.offer_id, other)] = cosine
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
            self._profiles[one.offer_id] = profile(one, factors=self._factors, doubted=self._doubted)

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
        """Cosines that the index did not give: all pairs are judged by meaning too."""
        unknown = [pair for pair, cosine in found.items() if cosine is None]
        missing = sorted({one for pair in unknown for one in pair} - vectors.keys())
        offers = self._store.offers(missing)
        encoded = self._encoder.encode([text_to_encode(one) for one in offers]) if offers else ()
        known = {**vectors, **{one.offer_id: vector for one, vector in zip(offers, encoded, strict=True)}}
        for left, right in unknown:
            if left in known and right in known and known[left].any() and known[right].any():
                found[left, right] = float(known[left] @ known[right])

    def _fetch(self, pairs: Iterable[tuple[str, str]], changed: Collection[str]) -> None:
        """Candidates that are not at hand, but for those whose GTIN rules them out whatever else they say."""
        partners: defaultdict[str, set[str]] = defaultdict(set)
        for left, right in pairs:
            for mine, theirs in ((left, right), (right, left)):
                if theirs not in self._profiles and mine in changed:
                    partners[theirs].add(mine)
        for one in self._store.offers(sorted(partners)):
            own = trusted_gtins(one, self._doubted)
            if any(gtins_may_agree(own, self._profiles[mine].gtins) for mine in partners[one.offer_id]):
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
            left, right = pair_of(a.offer_id, b.offer_id)
            yield OfferPair(
                left=left,
                right=right,
                confidence=round(confidence, 4),
                reasons=reasons(a, b, dict(zip(FEATURES, row, strict=True))),
            )


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
