"""Rows that change offers of the record, settled batch by batch: what is taken back, what gets other prices, what is not known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from dragoman.model import Offer, Problem
from dragoman.normalise.changes import Change, amended
from dragoman.ports import CatalogueStore


@dataclass
class Settled:
    """What the changes of a batch come to."""

    offers: list[Offer]
    """Of the same rows, with the changes that follow on them."""
    amended: list[Offer] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def settle(
    offers: Sequence[Offer],
    changes: Sequence[tuple[int, Change]],
    /,
    *,
    placed: Mapping[str, int],
    store: CatalogueStore,
) -> Settled:
    """Bring the changes of a batch and its offers together, as if its rows came one by one.

    Args:
        offers: Of the batch's other rows, no id twice.
        changes: Each with the place of its row in the batch.
        placed: Offer id -> place of its row.
    """
    settled = Settled(offers=[])
    new = {one.offer_id: one for one in offers}
    ids = list(dict.fromkeys(change.offer_id for _, change in changes))
    active = store.active(ids)
    held = {one.offer_id: one for one in store.offers(ids)}
    given: dict[str, Offer] = {}
    gone: dict[str, None] = {}
    for place, change in changes:
        at = change.offer_id
        if at in placed and placed[at] > place:
            continue  # a later row says all of it anew
        if change.kind == "withdraw":
            if at in active:
                gone[at] = None
            elif at not in held and at not in new:
                settled.problems.append(change.unknown("never"))
            new.pop(at, None)
            given.pop(at, None)
        elif at in new:
            new[at] = _with_prices(new[at], change)
        elif at in active and at not in gone:
            given[at] = _with_prices(given.get(at, held[at]), change)
        else:
            settled.problems.append(change.unknown("withdrawn" if at in held else "never"))
    settled.offers = list(new.values())
    settled.amended = list(given.values())
    settled.withdrawn = list(gone)
    return settled


def _with_prices(offer: Offer, change: Change) -> Offer:
    return amended(offer, change.prices) if change.prices is not None else offer


def with_categories(offers: Sequence[Offer], /, *, store: CatalogueStore) -> list[Offer]:
    """Offers of a file of changes, which does not name groups again: those that it knows keep theirs."""
    bare = [one.offer_id for one in offers if one.category is None]
    if not bare:
        return list(offers)
    held = {one.offer_id: one.category for one in store.offers(bare) if one.category is not None}
    return [
        replace(one, category=held[one.offer_id]) if one.category is None and one.offer_id in held else one
        for one in offers
    ]
