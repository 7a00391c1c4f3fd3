"""Judged pairs of offers: public entity-matching sets beside the checkout, and the samples with the truth of their
script.

Source:
    Abt-Buy, Amazon-Google, Walmart-Amazon (Köpcke et al., VLDB 2010; Mudgal et al., SIGMOD 2018) and WDC (Primpeli et
    al., 2019), as megagonlabs/ditto publishes them; see SOURCES.md beside the data.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from hashlib import sha256
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.running import SHARED
from dragoman.matching.features import KindMeanings, pair_features
from dragoman.matching.profile import Corpus, Profile, profile
from dragoman.model import Money, Offer, Origin, PriceTier, Quantity, Sourced, Supplier, UnitPrice
from dragoman.ports import Encoder, Features
from dragoman.search.indexing import text_to_encode

FOLDER = SHARED / "entity_matching"
_COLUMN = re.compile(r"COL (\w+) VAL ?")
_FIELDS = {"name": "title", "manufacturer": "brand", "modelno": "mpn"}
_WDC_QUOTES = re.compile(r'"@[A-Za-z-]+|"|\bNull\b')


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedSet:
    """A public set: name, files, and what others reached on its test file."""

    name: str
    train: Path
    valid: Path


SETS: tuple[JudgedSet, ...] = tuple(
    JudgedSet(name=name, train=FOLDER / train, valid=FOLDER / valid)
    for name, train, valid in (
        ("Abt-Buy", "Abt-Buy.train.txt.gz", "Abt-Buy.valid.txt.gz"),
        ("Amazon-Google", "Amazon-Google.train.txt.gz", "Amazon-Google.valid.txt.gz"),
        ("Walmart-Amazon", "Walmart-Amazon.train.txt.gz", "Walmart-Amazon.valid.txt.gz"),
        ("WDC all, small", "wdc_all_train.txt.small.txt.gz", "wdc_all_valid.txt.small.txt.gz"),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    left: str
    """Offer id."""
    right: str
    same: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Pairs with the offers that they name."""

    offers: Mapping[str, Offer]
    pairs: tuple[Pair, ...]


def read_pairs(path: Path, /, *, name: str) -> Judged:
    """One file of a set; a record that stands in many pairs is one offer."""
    offers: dict[str, Offer] = {}
    pairs: list[Pair] = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            left, right, label = line.rstrip("\n").split("\t")
            ids = []
            for side, record in (("left", left), ("right", right)):
                one = _offer(record, supplier=f"{name} {side}")
                offers[one.offer_id] = one
                ids.append(one.offer_id)
            pairs.append(Pair(left=ids[0], right=ids[1], same=label.strip() == "1"))
    return Judged(offers=offers, pairs=tuple(pairs))


def _offer(record: str, *, supplier: str) -> Offer:
    parts = _COLUMN.split(record)[1:]
    given = {
        _FIELDS.get(name, name): " ".join(_WDC_QUOTES.sub(" ", value).split())
        for name, value in zip(parts[::2], parts[1::2], strict=True)
    }
    key = sha256(f"{supplier}\n{record}".encode()).hexdigest()[:16]
    origin = Origin(file=supplier, sha256="0" * 64, line=1)

    def sourced(field: str) -> Sourced[str] | None:
        text = given.get(field, "")
        return Sourced(value=text, origin=origin, raw=text) if text else None

    title = given.get("title", "")
    return Offer(
        offer_id=key,
        supplier=Supplier(supplier_id=supplier, name=supplier),
        external_id=key,
        title=Sourced(value=title, origin=origin, raw=title),
        language="en",
        origin=origin,
        description=sourced("description"),
        brand=sourced("brand"),
        category=sourced("category"),
        mpn=sourced("mpn"),
        prices=_prices(given.get("price", ""), origin),
    )


def _prices(text: str, origin: Origin) -> tuple[Sourced[PriceTier], ...]:
    try:
        amount = Decimal(text)
    except InvalidOperation:
        return ()
    if amount <= 0:
        return ()
    piece = Quantity(value=Decimal(1))
    price = UnitPrice(money=Money(amount=amount, currency="USD"), per=piece)
    return (Sourced(value=PriceTier(from_quantity=piece, price=price), origin=origin, raw=text),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Features and labels of pairs."""

    features: Features
    same: npt.NDArray[np.bool_]
    groups: tuple[str, ...]
    """Pairs of one group never stand on both sides of a fold."""


def rows_of(judged: Sequence[Judged], /, *, encoder: Encoder, factors: Mapping[str, float]) -> list[Rows]:
    """Features of several files of one catalogue, their rarities taken over all of them."""
    offers = {key: one for part in judged for key, one in part.offers.items()}
    profiles: dict[str, Profile] = {key: profile(one, factors=factors) for key, one in offers.items()}
    corpus = Corpus(offers.values())
    kinds = KindMeanings(encoder)
    vectors = dict(zip(offers, encoder.encode([text_to_encode(one) for one in offers.values()]), strict=True))
    return [
        Rows(
            features=np.array(
                [
                    pair_features(
                        profiles[pair.left],
                        profiles[pair.right],
                        corpus=corpus,
                        kinds=kinds,
                        meaning=float(vectors[pair.left] @ vectors[pair.right]),
                    )
                    for pair in part.pairs
                ]
            ),
            same=np.array([pair.same for pair in part.pairs]),
            groups=tuple(pair.left for pair in part.pairs),
        )
        for part in judged
    ]
