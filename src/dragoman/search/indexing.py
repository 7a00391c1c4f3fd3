"""Offers -> index documents, and keeping an index up to the record."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime

from dragoman.errors import RecordMissing
from dragoman.model import Offer
from dragoman.normalise.kinds import concept_tokens, kinds_of
from dragoman.normalise.quantities.identifiers import is_gtin
from dragoman.normalise.text import analyse, identifier_key
from dragoman.ports import (
    CatalogueStore,
    Encoder,
    FacetField,
    IndexChanges,
    IndexDocument,
    NumberField,
    OfferChanges,
    SearchIndex,
    TextField,
    Vector,
    Vectors,
)
from dragoman.trade.bulk.terms import order_terms
from dragoman.trade.money import in_base_units
from dragoman.trade.unit_price import price_curve
from dragoman.vocabulary.lexicon import concepts

BATCH = 1024
"""Offers encoded and applied together, at first."""
LONGEST_BATCH = 8192
_GROWTH = 8
"""A batch is that part of what is indexed already: words that are written in long runs are found faster."""
_ENCODED_TITLE = 220
_ENCODED_CATEGORY = 60
_SHORTEST_GTIN = 8
_MAX_FACET = 120
"""Characters of a facet value."""


def catch_up(
    *,
    store: CatalogueStore,
    index: SearchIndex,
    encoder: Encoder,
    progress: Callable[[int, int], None],
    batch: int = BATCH,
    patient: bool = False,
) -> int:
    """Apply what the record has and the index lacks; returns how many changes that were.

    Each batch is durable when it is applied, so a load that is cut off goes on where it was. While one batch is
    analysed and applied the next is encoded: matrix products leave the interpreter to others.

    Args:
        batch: Of offers, in a small index.
        patient: Fewer changes than a batch are left for the next call: a load is going on.
    Raises:
        RecordMissing: the index is ahead of the record, which is an older one, then; nothing was changed.
    """
    index.refresh()
    refuse_older(index.generation(), store.generation())
    done = 0
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="encode") as ahead:

        def following(generation: int) -> tuple[OfferChanges, Future[Vectors]] | None:
            wanted = batch_at(generation, batch)
            changes = store.changes_since(generation, limit=wanted)
            if _count(changes) < (wanted if patient else 1):
                return None
            texts = [text_to_encode(offer) for offer in changes.upserts]
            return changes, ahead.submit(encoder.encode, texts)

        step = following(index.generation())
        while step is not None:
            changes, vectors = step
            step = following(changes.generation)
            index.apply(
                IndexChanges(
                    upserts=tuple(_documents(changes, vectors.result(), encoder)),
                    deletes=changes.withdrawn,
                    generation=changes.generation,
                )
            )
            done += _count(changes)
            progress(done, done + changes.remaining)
    if not patient:
        index.tidy()
    return done


def refuse_older(indexed: int, recorded: int, /) -> None:
    """Raises RecordMissing where an index of generation `indexed` cannot have been made from the record."""
    if indexed > recorded:
        raise RecordMissing(
            f"the index is of generation {indexed}, the record of {recorded}: the record is older than the index that was made "
            "from it; `dragoman restore` a backup with --force, or, if this record is the right one, `dragoman reindex`"
        )


def batch_at(generation: int, least: int = BATCH, /) -> int:
    """Offers to index together where so many are indexed."""
    return max(least, min(generation // _GROWTH, LONGEST_BATCH))


def _count(changes: OfferChanges) -> int:
    return len(changes.upserts) + len(changes.withdrawn)


def _documents(changes: OfferChanges, vectors: Vectors, encoder: Encoder) -> list[IndexDocument]:
    meanings = _Meanings(encoder)
    return [
        document(
            offer,
            changes.updated_at.get(offer.offer_id),
            vector if vector.any() else None,
            kinds=_kinds(offer, vector, meanings),
        )
        for offer, vector in zip(changes.upserts, vectors, strict=True)
    ]


class _Meanings:
    """Tells which of several meanings of a name an offer has, by the nearest in meaning."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._vectors: dict[str, Vector] = {}

    def nearest(self, vector: Vector, codes: tuple[str, ...], /) -> str:
        for code in codes:
            if code not in self._vectors:
                self._vectors[code] = self._encoder.encode([", ".join(concepts()[code].names["en"])])[0]
        return max(codes, key=lambda code: float(self._vectors[code] @ vector))


def _kinds(offer: Offer, vector: Vector, meanings: _Meanings) -> tuple[str, ...]:
    category = offer.category.value if offer.category is not None else ""
    return kinds_of(
        offer.title.value,
        category,
        offer.language,
        choose=lambda codes: meanings.nearest(vector, codes),
    )


def text_to_encode(offer: Offer, /) -> str:
    """What stands for the offer's meaning: its title and category."""
    category = offer.category.value[:_ENCODED_CATEGORY] if offer.category is not None else ""
    return " ".join(part for part in (offer.title.value[:_ENCODED_TITLE], category) if part)


def document(
    offer: Offer, updated_at: datetime | None, vector: Vector | None, /, *, kinds: tuple[str, ...] = ()
) -> IndexDocument:
    """The document that finds an offer.

    Args:
        updated_at: When the offer's present version began.
        vector: Of `text_to_encode`; None for a text without words.
        kinds: Codes of what the offer is.
    """
    return IndexDocument(
        offer_id=offer.offer_id,
        text=_text(offer, kinds),
        identifiers=_identifiers(offer),
        vector=vector,
        facets=_facets(offer, kinds),
        numbers=_numbers(offer, updated_at),
        price=price_curve(offer),
        terms=order_terms(offer),
    )


def _text(offer: Offer, kinds: tuple[str, ...]) -> dict[TextField, tuple[str, ...]]:
    attributes = [f"{one.name} {one.value}" for one in offer.attributes]
    attributes += [one.raw for one in (offer.material, offer.colour) if one is not None]
    title = analyse(offer.title.value, offer.language)
    others = [
        token
        for said in (offer.category, offer.brand, offer.description)
        if said is not None
        for token in analyse(said.value, offer.language)
    ]
    tokens: dict[TextField, tuple[str, ...]] = {
        "title": title,
        "summary": (*title, *others),
        "attributes": analyse("\n".join(attributes), offer.language),
        "concepts": concept_tokens(kinds, offer.title.value, offer.language),
    }
    return {name: some for name, some in tokens.items() if some}


def _identifiers(offer: Offer) -> tuple[str, ...]:
    """As `identifier_key` folds them, further GTINs of the product among its attributes; a GTIN also without the
    zeros that pad it to another length."""
    given = [offer.external_id, *(one.value for one in (offer.gtin, offer.mpn) if one is not None)]
    given += [one.value for one in offer.attributes if is_gtin(one.value)]
    keys = [identifier_key(one) for one in given]
    keys += [key.lstrip("0") for key in keys if key.isdigit() and len(key.lstrip("0")) >= _SHORTEST_GTIN]
    return tuple(dict.fromkeys(key for key in keys if key))


def _facets(offer: Offer, kinds: tuple[str, ...]) -> dict[FacetField, tuple[str, ...]]:
    single: dict[FacetField, str | None] = {
        "supplier": offer.supplier.name,
        "country": offer.supplier.country,
        "brand": offer.brand.value if offer.brand is not None else None,
        "category": offer.category.value if offer.category is not None else None,
        "incoterm": offer.delivery.value.incoterm if offer.delivery is not None else None,
        "language": offer.language,
        "material": offer.material.value if offer.material is not None else None,
        "colour": offer.colour.value if offer.colour is not None else None,
    }
    facets: dict[FacetField, tuple[str, ...]] = {
        name: (value.strip()[:_MAX_FACET],) for name, value in single.items() if value and value.strip()
    }
    if kinds:
        facets["kind"] = kinds
    certificates: Sequence[str] = list(dict.fromkeys(one.value for one in offer.certificates))
    if certificates:
        facets["certificate"] = tuple(one[:_MAX_FACET] for one in certificates)
    return facets


def _numbers(offer: Offer, updated_at: datetime | None) -> dict[NumberField, float]:
    numbers: dict[NumberField, float] = {}
    if offer.moq is not None:
        least = in_base_units(offer.moq.value, offer.pack.value if offer.pack is not None else None)
        if least.unit in {"piece", "pair", "set"}:
            numbers["moq"] = float(least.value)
    if offer.lead_time is not None:
        numbers["lead_time_days"] = float(offer.lead_time.value.max_days)
    if updated_at is not None:
        numbers["updated_at"] = updated_at.timestamp()
    return numbers
