"""What the user said of products, put together: the last word holds, and what it overrules is told, never dropped.

Rulings are of pairs, and follow from one another: who says that a is b and b is c has said that a is c, also when b is no
longer offered. So a ruling may be against others of other pairs. All are kept; which of them stand is found anew each time,
so that taking back the later one brings the earlier one back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from dragoman.ports import ProductDecision

Pair = tuple[str, str]
"""Offer ids, the lesser first."""


def pair_of(one: str, other: str, /) -> Pair:
    """Two offers in the order that pairs are kept in."""
    return (one, other) if one < other else (other, one)


@dataclass(frozen=True, slots=True, kw_only=True)
class Overruled:
    """A ruling that no longer holds."""

    ruling: ProductDecision
    by: tuple[ProductDecision, ...]
    """Later ones that together say otherwise, the last said first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulings:
    """What holds of all that was said."""

    joined: tuple[ProductDecision, ...]
    """Joins that stand, the last said first; none of them brings together what is parted."""
    parted: frozenset[Pair]
    """Pairs that stay apart, the lesser id first."""
    overruled: tuple[Overruled, ...]
    """The last said first."""

    def against(self, offer_ids: Iterable[str], /) -> tuple[Overruled, ...]:
        """What no longer holds of the offers, or because of what was said of them."""
        asked = set(offer_ids)
        return tuple(
            one
            for one in self.overruled
            if any(asked & {ruling.left, ruling.right} for ruling in (one.ruling, *one.by))
        )


def standing(decisions: Iterable[ProductDecision], /) -> Rulings:
    """Which rulings hold: each that the later ones do not speak against. The same for any order of the input.

    Args:
        decisions: at most one per pair.
    """
    together = _Together()
    parted: dict[Pair, ProductDecision] = {}
    joined: list[ProductDecision] = []
    overruled: list[Overruled] = []
    for one in sorted(decisions, key=_said, reverse=True):
        against = together.parted_by(one, parted) if one.same else together.path(one.left, one.right)
        if against:
            by = tuple(sorted(against, key=_said, reverse=True))
            overruled.append(Overruled(ruling=one, by=by))
        elif one.same:
            together.add(one)
            joined.append(one)
        else:
            parted[one.left, one.right] = one
    return Rulings(joined=tuple(joined), parted=frozenset(parted), overruled=tuple(overruled))


def _said(one: ProductDecision) -> tuple[float, str, str]:
    return one.made_at.timestamp(), one.left, one.right


class _Together:
    """Offers that joins make one, and by which joins."""

    def __init__(self) -> None:
        self._members: dict[str, set[str]] = {}
        self._joins: defaultdict[str, list[ProductDecision]] = defaultdict(list)

    def add(self, join: ProductDecision) -> None:
        mine, theirs = self._of(join.left), self._of(join.right)
        whole = mine | theirs
        self._members.update(dict.fromkeys(whole, whole))
        for one in (join.left, join.right):
            self._joins[one].append(join)

    def parted_by(
        self, join: ProductDecision, parted: dict[Pair, ProductDecision]
    ) -> tuple[ProductDecision, ...]:
        """The first split between the two sides of a join, with the joins that lead to it; () where there is none."""
        mine, theirs = self._of(join.left), self._of(join.right)
        if mine is theirs:
            return ()
        found = sorted(
            (parted[pair] for a in mine for b in theirs if (pair := pair_of(a, b)) in parted), key=_said
        )
        if not found:
            return ()
        split = found[-1]
        near, far = (split.left, split.right) if split.left in mine else (split.right, split.left)
        return (split, *self.path(join.left, near), *self.path(join.right, far))

    def path(self, start: str, end: str) -> tuple[ProductDecision, ...]:
        """The fewest joins by which the one is the other; () where they are not, or are the same offer."""
        came: dict[str, tuple[str, ProductDecision] | None] = {start: None}
        waiting = [start]
        for here in waiting:
            if here == end:
                break
            for join in self._joins.get(here, ()):
                there = join.right if join.left == here else join.left
                if there not in came:
                    came[there] = (here, join)
                    waiting.append(there)
        steps: list[ProductDecision] = []
        step = came.get(end)
        while step is not None:
            steps.append(step[1])
            step = came[step[0]]
        return tuple(steps)

    def _of(self, offer_id: str) -> set[str]:
        return self._members.get(offer_id) or self._members.setdefault(offer_id, {offer_id})
