"""One door to same products: look groups up, say what is one product and what is not, bring all up to the record."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from dragoman.errors import InputError, NotFound
from dragoman.matching.match import (
    MatchReport,
    PairSearch,
    active_offers,
    match,
    matcher_name,
    pair_search,
    regroup,
)
from dragoman.matching.rulings import Overruled, pair_of, standing
from dragoman.model import Currency, Offer
from dragoman.ports import (
    CatalogueStore,
    Encoder,
    ExchangeRates,
    OfferPair,
    PairJudge,
    ProductDecision,
    ProductGroup,
    ProductStore,
    SearchIndex,
)
from dragoman.search.request import SearchResult
from dragoman.trade.comparable import ComparablePrice

PriceOf = Callable[[Offer], ComparablePrice | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An offer of a group, or one that may belong to it."""

    offer: Offer
    confidence: float
    """That it is the same product as the offer asked about."""
    reasons: tuple[str, ...]
    decided: bool
    """The user said so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SameProduct:
    """What is known of an offer's product."""

    offer: Offer
    group: ProductGroup | None
    members: tuple[Member, ...]
    """The other offers of its group, the surest first."""
    suggestions: tuple[Member, ...]
    """Not in its group, but alike; the user may join them."""
    parted: tuple[Member, ...]
    """What the user said is another product."""
    overruled: tuple[Overruled, ...] = ()
    """What the user said of it, or of its group, and later said otherwise."""
    overruled_offers: Mapping[str, Offer] = field(default_factory=dict)
    """Offer id -> the offers that `overruled` names, as far as the record has them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Folded:
    """A group as it stands under a hit."""

    group: ProductGroup
    suppliers: int
    lowest: ComparablePrice | None
    """Of all its offers at the quantity asked for, in the currency of the result; None where none has a price."""
    offers: tuple[tuple[Offer, ComparablePrice | None], ...]
    """All its offers with their prices, the cheapest first; those without one last."""
    shown_by: str
    """Offer id of the first hit of the group on this page; the others can be folded under it."""


class Products:
    """Safe to share between threads. Its store is opened at first use."""

    def __init__(
        self,
        *,
        store: CatalogueStore,
        index: SearchIndex,
        encoder: Encoder,
        rates: ExchangeRates,
        currency: Currency,
        judge: Callable[[], PairJudge],
        opened: Callable[[], ProductStore],
        turn: Callable[[], AbstractContextManager[None]] = nullcontext,
    ) -> None:
        """Args:
        turn: Held while a decision is written and all is grouped anew: other processes may be at the same.
        """
        self._turn = turn
        self._store = store
        self._index = index
        self._encoder = encoder
        self._rates = rates
        self._currency = currency
        self._open_judge = judge
        self._open = opened
        self._opened: ProductStore | None = None
        self._judging: PairJudge | None = None
        self._lock = threading.RLock()

    # ------------------------------------------------------------------------------ reckoning

    def match(self, progress: Callable[[int, int], None], *, anew: bool = False) -> MatchReport:
        """Bring pairs and groups up to the record; the index must be."""
        with self._lock:
            return match(
                store=self._store,
                products=self._products,
                index=self._index,
                encoder=self._encoder,
                judge=self._judge,
                rates=self._rates,
                currency=self._currency,
                progress=progress,
                anew=anew,
            )

    def search_of(self) -> tuple[PairSearch, list[Offer]]:
        """(finder of pairs, every active offer), for measuring."""
        search = pair_search(
            store=self._store,
            index=self._index,
            encoder=self._encoder,
            rates=self._rates,
            currency=self._currency,
        )
        return search, list(active_offers(self._store))

    def behind(self) -> bool:
        """Whether offers changed since groups were reckoned."""
        return self._products.matched() != (self._store.generation(), matcher_name(self._judge))

    # ------------------------------------------------------------------------------ looking up

    def of(self, offer_id: str, /) -> SameProduct:
        """Raises NotFound."""
        offer = self._offer(offer_id)
        group = next(iter(self._groups_of([offer_id])), None)
        pairs = {_other(pair, offer_id): pair for pair in self._products.pairs_of([offer_id])}
        rulings = standing(self._products.decisions())
        held = {(one.left, one.right): True for one in rulings.joined} | dict.fromkeys(rulings.parted, False)
        said = {
            (right if left == offer_id else left): same
            for (left, right), same in held.items()
            if offer_id in {left, right}
        }
        inside = set(group.offer_ids) - {offer_id} if group is not None else set()
        parted = {other for other, same in said.items() if not same} - inside
        alike = self._store.active(sorted(pairs.keys() - inside - parted))
        overruled = rulings.against({offer_id, *inside})
        named = {
            id_ for one in overruled for said_ in (one.ruling, *one.by) for id_ in (said_.left, said_.right)
        }
        offers = {one.offer_id: one for one in self._store.offers(sorted(inside | parted | alike | named))}

        def members(ids: Iterable[str]) -> tuple[Member, ...]:
            found = [
                Member(
                    offer=offers[other],
                    confidence=1.0 if said.get(other) else pairs[other].confidence if other in pairs else 0.0,
                    reasons=("you said so",) if said.get(other) else _reasons(pairs.get(other), group, other),
                    decided=other in said,
                )
                for other in ids
                if other in offers
            ]
            return tuple(sorted(found, key=lambda one: (-one.confidence, one.offer.offer_id)))

        return SameProduct(
            offer=offer,
            group=group,
            members=members(inside),
            suggestions=members(alike),
            parted=members(parted),
            overruled=overruled,
            overruled_offers={id_: offers[id_] for id_ in sorted(named) if id_ in offers},
        )

    def folds(self, result: SearchResult, price_of: PriceOf, /) -> Mapping[str, Folded]:
        """Offer id of each hit that is in a group -> its group, for showing hits of one product together."""
        order = [hit.offer.offer_id for hit in result.hits]
        groups = self._groups_of(order) if order else []
        if not groups:
            return {}
        known = {hit.offer.offer_id: hit.offer for hit in result.hits}
        missing = sorted({id_ for group in groups for id_ in group.offer_ids} - known.keys())
        known |= {one.offer_id: one for one in self._store.offers(missing)}
        prices = {hit.offer.offer_id: hit.price for hit in result.hits}
        found: dict[str, Folded] = {}
        for group in groups:
            offers = [known[id_] for id_ in group.offer_ids if id_ in known]
            priced = [
                (one, prices[one.offer_id] if one.offer_id in prices else price_of(one)) for one in offers
            ]
            mine = [id_ for id_ in order if id_ in group.offer_ids]
            folded = Folded(
                group=group,
                suppliers=len({one.supplier.supplier_id for one in offers}),
                lowest=_lowest([price for _, price in priced if price is not None]),
                offers=tuple(sorted(priced, key=_cheapest_first)),
                shown_by=mine[0],
            )
            found.update(dict.fromkeys(mine, folded))
        return found

    def _groups_of(self, offer_ids: Sequence[str]) -> list[ProductGroup]:
        """Their groups, without offers that were withdrawn since these were made."""
        groups = self._products.groups_of(offer_ids)
        if not groups:
            return []
        active = self._store.active(sorted({id_ for group in groups for id_ in group.offer_ids}))
        present = [
            replace(group, offer_ids=tuple(id_ for id_ in group.offer_ids if id_ in active))
            for group in groups
        ]
        return [group for group in present if len(group.offer_ids) > 1]

    def groups(self) -> int:
        return self._products.group_count()

    # ------------------------------------------------------------------------------ what the user says

    def join(self, one: str, other: str, /) -> None:
        """The two are one product, whatever was said of them before. Raises NotFound, InputError."""
        self._two(one, other)
        with self._lock, self._turn():
            self._decide(one, other, same=True)
            self._regroup()

    def part(self, one: str, other: str, /) -> None:
        """The two are different products. Raises NotFound, InputError."""
        self._two(one, other)
        with self._lock, self._turn():
            self._decide(one, other, same=False)
            self._regroup()

    def part_from_group(self, offer_id: str, /) -> None:
        """The offer is another product than all the others it is grouped with. Raises NotFound."""
        self._offer(offer_id)
        with self._lock, self._turn():
            for other in sorted(self._group_of(offer_id) - {offer_id}):
                self._decide(offer_id, other, same=False)
            self._regroup()

    def forget(self, one: str, other: str, /) -> bool:
        """Take back what was said of the two; whether anything was."""
        with self._lock, self._turn():
            forgotten = self._products.undecide(*pair_of(one, other))
            self._regroup()
            return forgotten

    def decisions(self) -> Sequence[ProductDecision]:
        return self._products.decisions()

    def close(self) -> None:
        if self._opened is not None:
            self._opened.close()
            self._opened = None

    # ------------------------------------------------------------------------------

    @property
    def _products(self) -> ProductStore:
        with self._lock:
            if self._opened is None:
                self._opened = self._open()
            return self._opened

    @property
    def _judge(self) -> PairJudge:
        with self._lock:
            if self._judging is None:
                self._judging = self._open_judge()
            return self._judging

    def _offer(self, offer_id: str) -> Offer:
        found = self._store.offers([offer_id])
        if not found:
            raise NotFound(f"no offer {offer_id!r} in the record; search again, it may have got a new id")
        return found[0]

    def _two(self, one: str, other: str) -> None:
        if one == other:
            raise InputError(f"expected two different offers, got {one!r} twice")
        self._offer(one)
        self._offer(other)

    def _group_of(self, offer_id: str) -> set[str]:
        return {offer_id, *(id_ for group in self._groups_of([offer_id]) for id_ in group.offer_ids)}

    def _decide(self, one: str, other: str, *, same: bool) -> None:
        """After all that was said before, whatever the clock of the machine says."""
        left, right = pair_of(one, other)
        before = max((said.made_at for said in self._products.decisions()), default=None)
        now = datetime.now(UTC)
        made_at = now if before is None else max(now, before + timedelta(microseconds=1))
        self._products.decide(ProductDecision(left=left, right=right, same=same, made_at=made_at))

    def _regroup(self) -> None:
        regroup(store=self._store, products=self._products, threshold=self._judge.threshold)


def _other(pair: OfferPair, offer_id: str) -> str:
    return pair.right if pair.left == offer_id else pair.left


def _reasons(pair: OfferPair | None, group: ProductGroup | None, other: str) -> tuple[str, ...]:
    if pair is not None:
        return pair.reasons
    together = group is not None and other in group.offer_ids
    return ("the user joined offers of the two",) if together else ()


def _cheapest_first(one: tuple[Offer, ComparablePrice | None]) -> tuple[bool, str, str, Decimal, str]:
    """Prices per one unit and in one currency side by side; then by id."""
    offer, price = one
    if price is None:
        return True, "", "", Decimal(0), offer.offer_id
    money, per = price.unit_price.money, price.unit_price.per
    return False, per.unit, money.currency, money.amount / per.value, offer.offer_id


def _lowest(prices: Sequence[ComparablePrice]) -> ComparablePrice | None:
    """Of the unit and currency that most of them have."""
    if not prices:
        return None
    units = [(price.unit_price.per, price.unit_price.money.currency) for price in prices]
    usual = max(units, key=lambda unit: (units.count(unit), str(unit)))
    return min(
        (price for price, unit in zip(prices, units, strict=True) if unit == usual),
        key=lambda price: price.unit_price.money.amount,
    )
