"""Which offers are one product, in memory: the oracle that the real store is compared with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dragoman.ports import DoubtedGtin, OfferPair, ProductDecision, ProductGroup, SavePairs

_Pair = tuple[str, str]


class MemoryProducts:
    """Everything in dictionaries."""

    def __init__(self) -> None:
        self._decisions: dict[_Pair, ProductDecision] = {}
        self._pairs: dict[_Pair, OfferPair] = {}
        self._groups: list[ProductGroup] = []
        self._matched = (0, "")
        self._doubts: list[DoubtedGtin] = []

    def decide(self, decision: ProductDecision, /) -> None:
        self._decisions[decision.left, decision.right] = decision

    def undecide(self, left: str, right: str, /) -> bool:
        return self._decisions.pop((left, right), None) is not None

    def decisions(self) -> list[ProductDecision]:
        return [self._decisions[pair] for pair in sorted(self._decisions)]

    def matched(self) -> tuple[int, str]:
        return self._matched

    def save_pairs(self, batch: SavePairs, /) -> None:
        gone = set(batch.looked_at)
        if self._matched[1] != batch.matcher:
            self._pairs = {}
        self._pairs = {key: pair for key, pair in self._pairs.items() if not gone & set(key)}
        self._pairs |= {(pair.left, pair.right): pair for pair in batch.pairs}
        self._matched = (batch.generation, batch.matcher)

    def pairs(self) -> list[OfferPair]:
        return _sorted(self._pairs.values())

    def pairs_of(self, offer_ids: Sequence[str], /) -> list[OfferPair]:
        wanted = set(offer_ids)
        return _sorted(pair for key, pair in self._pairs.items() if wanted & set(key))

    def save_groups(self, groups: Sequence[ProductGroup], /) -> None:
        self._groups = sorted(groups, key=lambda group: group.group_id)

    def groups_of(self, offer_ids: Sequence[str], /) -> list[ProductGroup]:
        wanted = set(offer_ids)
        return [group for group in self._groups if wanted & set(group.offer_ids)]

    def group_count(self) -> int:
        return len(self._groups)

    def save_doubts(self, doubts: Sequence[DoubtedGtin], /) -> None:
        self._doubts = sorted(doubts, key=lambda one: one.gtin)

    def doubts(self) -> list[DoubtedGtin]:
        return list(self._doubts)

    def close(self) -> None:
        return


def _sorted(pairs: Iterable[OfferPair]) -> list[OfferPair]:
    return sorted(pairs, key=lambda pair: (-pair.confidence, pair.left, pair.right))
