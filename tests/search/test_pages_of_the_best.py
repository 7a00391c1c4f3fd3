"""A page is that of all candidates judged, though only those that can come onto it are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.model import Offer
from dragoman.ports import Candidate, CatalogueStore
from dragoman.rates import RateTable
from dragoman.search.hits import Judge
from dragoman.search.options import Terms
from dragoman.search.query import understand
from dragoman.search.rank import Ranked
from dragoman.search.retrieve import Found
from dragoman.search.verdicts import Asked
from dragoman.stores.memory import MemoryStore
from dragoman.testing.catalogue_store import load
from dragoman.testing.offers import offer, tier

OFFERS = 60
NO_RATES = RateTable([], name="none")


class CountingStore(MemoryStore):
    """Knows how many offers were fetched of it."""

    fetched = 0

    def offers(self, offer_ids: Sequence[str], /) -> list[Offer]:
        self.fetched += len(offer_ids)
        return super().offers(offer_ids)


@pytest.fixture(scope="module")
def store() -> CountingStore:
    """Every third offer is within a budget of ten dollars, every third above it, the rest without a price."""
    made = CountingStore()
    prices = ("9", "11", None)
    load(
        made,
        [
            offer(
                f"Bottle {n}",
                *((tier(price),) if (price := prices[n % 3]) else ()),
                offer_id=f"o{n:02}",
                external_id=f"A-{n}",
            )
            for n in range(OFFERS)
        ],
    )
    return made


def judge_of(store: CatalogueStore) -> Judge:
    query = understand("bottle under 10 USD", today=date(2026, 11, 26))
    assert query.requirements
    return Judge(
        query=query,
        terms=Terms(quantity=None, currency="USD", factors={"USD": 1.0}),
        store=store,
        asked=Asked(quantity=None, rates=NO_RATES),
        must_be_met=(),
        reorder=True,
    )


def candidates(texts: list[float]) -> list[Ranked]:
    return [
        Ranked(
            found=Found(candidate=Candidate(offer_id=f"o{place:02}", lexical=1.0), coverage=1.0),
            features={"identifier": 0.0, "text": text},
        )
        for place, text in enumerate(texts)
    ]


@given(
    texts=st.lists(st.floats(0, 1).map(lambda one: round(one, 1)), min_size=1, max_size=OFFERS),
    offset=st.integers(0, 55),
    limit=st.integers(0, 30),
)
def test_a_page_is_a_piece_of_the_whole_order(
    store: CountingStore, texts: list[float], offset: int, limit: int
) -> None:
    judge, ranked = judge_of(store), candidates(texts)
    whole = judge.page(ranked, offset=0, limit=2 * OFFERS).judged
    assert judge.page(ranked, offset=offset, limit=limit).judged == whole[offset : offset + limit]


def test_offers_that_cannot_come_onto_the_page_are_not_fetched(store: CountingStore) -> None:
    store.fetched = 0
    page = judge_of(store).page(candidates([1 - place / 50 for place in range(50)]), offset=0, limit=5)
    assert len(page.judged) == 5
    assert store.fetched < 25
