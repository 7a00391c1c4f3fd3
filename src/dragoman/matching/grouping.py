"""Pairs -> groups: what the user said first, then the surest pairs, never a chain.

Complete linkage: two groups become one only where every offer of the one may be the same product as every offer of the
other. So that a is like b and b like c never brings a and c together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from dragoman.matching.rulings import Pair, Rulings, pair_of
from dragoman.ports import OfferPair, ProductGroup

_NO_GTIN: frozenset[str] = frozenset()
DOUBT = 0.05
"""An offer without a GTIN that fits offers of different GTINs, and none of them surer than another by so much, is left
alone: which of them it is, only the user can say."""


def groups(
    pairs: Iterable[OfferPair],
    rulings: Rulings,
    /,
    *,
    gtins: Mapping[str, frozenset[str]],
    threshold: float,
    gone: Collection[str] = (),
) -> list[ProductGroup]:
    """A partition of the offers that belong together; offers that stand alone are left out.

    The same for any order of the input. No group holds two offers that the user parted, nor two of different GTINs
    unless the user joined them, or another offer has both.

    Args:
        rulings: What the user said and holds.
        gtins: Offer id -> its GTINs; one without any may be left out.
        threshold: Confidence from which on a pair counts.
        gone: Withdrawn offers. They are in no group; what was joined through one of them stays together.
    """
    parted = rulings.parted
    sure = [
        one for one in pairs if one.confidence >= threshold and one.left not in gone and one.right not in gone
    ]
    node_of, within = _one_for_certain(rulings, sure, gtins)
    surest = _links(sure, node_of)
    nodes: defaultdict[str, set[str]] = defaultdict(set)
    for offer_id in {id_ for pair in surest for id_ in pair} | set(node_of):
        if offer_id not in gone:
            nodes[node_of.get(offer_id, offer_id)].add(offer_id)
    apart = _Apart(nodes, parted, gtins)
    links = {pair: sure for pair, sure in surest.items() if not apart.nodes(*pair)}
    links = _without_doubtful(links, apart)
    return _named(_complete_link(links, apart, nodes), nodes, links, within)


def _one_for_certain(
    rulings: Rulings, pairs: Sequence[OfferPair], gtins: Mapping[str, frozenset[str]]
) -> tuple[dict[str, str], dict[str, float]]:
    """What is one thing from the start: offers that the user joined, then those of one GTIN.

    Returns:
        (offer id -> the least id of those it is one with, that id -> how sure the least sure of them is).
    """
    certain = [(one.left, one.right, 1.0) for one in rulings.joined]
    certain += [
        (one.left, one.right, one.confidence)
        for one in sorted(pairs, key=lambda pair: (-pair.confidence, pair.left, pair.right))
        if gtins.get(one.left, _NO_GTIN) & gtins.get(one.right, _NO_GTIN)
    ]
    members: dict[str, set[str]] = {}
    sure: dict[str, float] = {}
    for left, right, confidence in certain:
        mine, theirs = members.get(left, {left}), members.get(right, {right})
        if mine is theirs or any(pair_of(a, b) in rulings.parted for a in mine for b in theirs):
            continue
        together = mine | theirs
        least = min(confidence, sure.get(min(mine), 1.0), sure.get(min(theirs), 1.0))
        members.update(dict.fromkeys(together, together))
        sure[min(together)] = least
    return {offer_id: min(together) for offer_id, together in members.items()}, sure


def _links(pairs: Iterable[OfferPair], node_of: Mapping[str, str]) -> dict[Pair, float]:
    """The surest pair between two nodes: what holds of an offer holds of those it is one with."""
    links: dict[Pair, float] = {}
    for one in pairs:
        left, right = node_of.get(one.left, one.left), node_of.get(one.right, one.right)
        if left != right:
            key = pair_of(left, right)
            links[key] = max(links.get(key, 0.0), one.confidence)
    return links


class _Apart:
    """What must not come together."""

    def __init__(
        self,
        nodes: Mapping[str, Collection[str]],
        parted: Collection[Pair],
        gtins: Mapping[str, frozenset[str]],
    ) -> None:
        self._nodes = nodes
        self._parted = parted
        self._gtins = gtins

    def nodes(self, one: str, other: str) -> bool:
        """A GTIN of one offer is a GTIN of all that are one with it."""
        mine, theirs = self._all_gtins(one), self._all_gtins(other)
        if mine and theirs and not mine & theirs:
            return True
        return any(pair_of(a, b) in self._parted for a in self._nodes[one] for b in self._nodes[other])

    def has_gtin(self, node: str) -> bool:
        return bool(self._all_gtins(node))

    def _all_gtins(self, node: str) -> frozenset[str]:
        return frozenset(
            gtin for offer_id in self._nodes[node] for gtin in self._gtins.get(offer_id, _NO_GTIN)
        )


def _without_doubtful(links: Mapping[Pair, float], apart: _Apart) -> dict[Pair, float]:
    """Without what ties an offer that has no GTIN to offers of different GTINs as surely to one as to another."""
    rivals: defaultdict[str, list[tuple[float, str]]] = defaultdict(list)
    for (one, other), sure in links.items():
        for mine, theirs in ((one, other), (other, one)):
            if not apart.has_gtin(mine) and apart.has_gtin(theirs):
                rivals[mine].append((sure, theirs))
    doubtful: set[Pair] = set()
    for mine, known in rivals.items():
        best = max(sure for sure, _ in known)
        near = [theirs for sure, theirs in known if sure >= best - DOUBT]
        if any(apart.nodes(a, b) for a in near for b in near if a < b):
            doubtful.update(pair_of(mine, theirs) for _, theirs in known)
    return {pair: sure for pair, sure in links.items() if pair not in doubtful}


def _complete_link(
    links: Mapping[Pair, float], apart: _Apart, nodes: Mapping[str, Collection[str]]
) -> list[set[str]]:
    """Sets of nodes. The surest link first, ties by ids; each pair across must be linked."""
    cluster_of: dict[str, set[str]] = {node: {node} for node in nodes}
    for one, other in sorted(links, key=lambda pair: (-links[pair], pair)):
        mine, theirs = cluster_of[one], cluster_of[other]
        if mine is theirs:
            continue
        if all(pair_of(a, b) in links and not apart.nodes(a, b) for a in mine for b in theirs):
            mine |= theirs
            cluster_of.update(dict.fromkeys(theirs, mine))
    return list({id(cluster): cluster for cluster in cluster_of.values()}.values())


def _named(
    clusters: Iterable[set[str]],
    nodes: Mapping[str, Collection[str]],
    links: Mapping[Pair, float],
    within: Mapping[str, float],
) -> list[ProductGroup]:
    found: list[ProductGroup] = []
    for cluster in clusters:
        offers = sorted(offer_id for node in cluster for offer_id in nodes[node])
        if len(offers) < 2:
            continue
        sure = [links[pair_of(a, b)] for a in cluster for b in cluster if a < b]
        sure += [within.get(node, 1.0) for node in cluster]
        found.append(ProductGroup(group_id=offers[0], offer_ids=tuple(offers), confidence=min(sure)))
    return sorted(found, key=lambda group: group.group_id)
