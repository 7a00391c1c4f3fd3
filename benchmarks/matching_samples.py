"""The samples as judged pairs: their seeded script knows which product each offer is."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.running import ROOT, run_json, with_sample_rates
from dragoman.app import open_dragoman
from dragoman.matching.match import PairSearch
from dragoman.model import Offer
from dragoman.ports import Features
from dragoman.settings import Settings

sys.path.insert(0, str(ROOT / "samples"))

from catalogue.dice import Dice
from catalogue.products import PRODUCTS
from suppliers import articles as script
from suppliers import companies
from suppliers.kinds import Supplier

_TOGETHER = 200

Product = tuple[str, str, str | None, str | None, str | None]
"""(kind, size, material, colour, grade): what the script drew, before it said it in a supplier's words."""


def products() -> dict[tuple[str, str, str], Product]:
    """(supplier's name, its article number, title) -> the product; a number alone is used twice on purpose."""
    found: dict[tuple[str, str, str], Product] = {}
    for supplier in (one for one in vars(companies).values() if isinstance(one, Supplier)):
        written = iter(script.articles(supplier))
        for key in supplier.types.split():
            for spec, material, colour, variant in script._choices(
                PRODUCTS[key], Dice(supplier.key, key), supplier.per_type
            ):
                article = next(written)
                found[supplier.name, article.external_id, article.title] = (
                    key,
                    spec.text,
                    material,
                    colour,
                    variant,
                )
    return found


def truth(offers: Iterable[Offer], /) -> dict[str, Product]:
    """Offer id -> its product."""
    known = products()
    return {
        one.offer_id: known[key]
        for one in offers
        if (key := (one.supplier.name, one.external_id, one.title.value)) in known
    }


def same_pairs(of: dict[str, Product], suppliers: dict[str, str], /) -> set[tuple[str, str]]:
    """Every pair of offers of one product by two suppliers, the lesser id first."""
    together: defaultdict[Product, list[str]] = defaultdict(list)
    for offer_id, product in of.items():
        together[product].append(offer_id)
    return {
        (a, b)
        for ids in together.values()
        for a in ids
        for b in ids
        if a < b and suppliers[a] != suppliers[b]
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class SamplePairs:
    """Candidate pairs of the samples, found as they are found at work, with their truth."""

    pairs: tuple[tuple[str, str], ...]
    features: Features
    same: npt.NDArray[np.bool_]
    of: int
    """True pairs in all, those included that no candidate is."""
    products: Mapping[str, str]
    """Offer id -> its product, as text."""
    kinds: Mapping[str, str]
    """Offer id -> its kind of product."""


def sample_pairs(home: Path, /) -> SamplePairs:
    """Load the samples into a home and compare every offer with its like.

    The suppliers of the samples each have article numbers and GTINs of their own: they are taken away, so that
    titles, attributes and meaning alone decide. The truth is what the script drew.
    """
    work = with_sample_rates(home)
    run_json(work, "ingest", str(ROOT / "samples" / "catalogues"))
    with open_dragoman(Settings(home=work)) as dragoman:
        return _compared(*dragoman.products.search_of())


def _compared(search: PairSearch, offers: Sequence[Offer]) -> SamplePairs:
    of = truth(offers)
    known = [replace(one, gtin=None, mpn=None) for one in offers if one.offer_id in of]
    suppliers = {one.offer_id: one.supplier.name for one in known}
    true = same_pairs(of, suppliers)
    search.hold(known)
    rows = {
        (min(a.offer_id, b.offer_id), max(a.offer_id, b.offer_id)): row
        for start in range(0, len(known), _TOGETHER)
        for a, b, row in search.compared(known[start : start + _TOGETHER])
        if a.offer_id in of and b.offer_id in of
    }
    pairs = tuple(sorted(rows))
    return SamplePairs(
        pairs=pairs,
        features=np.array([rows[pair] for pair in pairs]),
        same=np.array([pair in true for pair in pairs]),
        of=len(true),
        products={offer_id: repr(product) for offer_id, product in of.items()},
        kinds={offer_id: product[0] for offer_id, product in of.items()},
    )
