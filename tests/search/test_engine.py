"""One search from end to end on the samples: what is said, forgiven, bridged and never silent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import pytest

from dragoman.app import Dragoman
from dragoman.ports import Vectors
from dragoman.ranking.linear import LinearReranker
from dragoman.search.bridge import Bridge
from dragoman.search.engine import search
from dragoman.search.features import FEATURES
from dragoman.search.request import SearchRequest
from dragoman.search.spelling import Words


def titles(dragoman: Dragoman, text: str) -> list[str]:
    return [hit.offer.title.value for hit in dragoman.search(SearchRequest(text=text, limit=5)).hits]


def test_a_slip_is_forgiven_and_said(sample_dragoman: Dragoman) -> None:
    result = sample_dragoman.search(SearchRequest(text="insualted botle 750 ml"))
    assert [(one.written, one.read) for one in result.query.corrections] == [
        ("insualted", "insulated"),
        ("botle", "bottle"),
    ]
    assert result.hits


def test_filters_that_leave_nothing_say_which_one_to_remove(sample_dragoman: Dragoman) -> None:
    result = sample_dragoman.search(
        SearchRequest(text="basmati rice", filters=("kind=rice", "country=NO"), limit=3)
    )
    assert result.total == 0
    assert any('Without the filter "country=NO" there are' in notice for notice in result.notices)


def test_a_question_in_one_language_finds_lists_in_others(sample_dragoman: Dragoman) -> None:
    result = sample_dragoman.search(SearchRequest(text="сковорода", limit=30))
    assert {one.value for one in result.facets["language"]} >= {"de", "es", "ja"}
    assert len({hit.offer.language for hit in result.hits}) >= 2


def test_every_number_that_decides_is_shown_with_the_hit(sample_dragoman: Dragoman) -> None:
    hit = sample_dragoman.search(SearchRequest(text="500 cutting boards, under 9 USD", limit=1)).hits[0]
    assert {"identifier", "text", "requirements", "lexical", "meaning", "kind"} <= set(
        hit.explanation.features
    )
    assert hit.explanation.words


@pytest.mark.parametrize("offset", [0, 10, 40])
def test_pages_of_one_question_fit_together(sample_dragoman: Dragoman, offset: int) -> None:
    text = "steel bottle, under 9 USD"
    whole = sample_dragoman.search(SearchRequest(text=text, limit=60)).hits
    page = sample_dragoman.search(SearchRequest(text=text, limit=10, offset=offset)).hits
    assert [hit.offer.offer_id for hit in page] == [hit.offer.offer_id for hit in whole[offset : offset + 10]]


def test_the_same_question_gives_the_same_answer(sample_dragoman: Dragoman) -> None:
    assert titles(sample_dragoman, "led lamp") == titles(sample_dragoman, "led lamp")


def test_words_that_mean_nothing_to_the_encoder_are_still_asked_for(sample_dragoman: Dragoman) -> None:
    """Offers that carry the words come first; the newest first is for a question without words."""

    class Silent:
        name, dimensions = "silent", 512

        def encode(self, texts: Sequence[str], /) -> Vectors:
            return np.zeros((len(texts), self.dimensions), dtype=np.float32)

    result = search(
        SearchRequest(text="yoga mat", limit=5),
        store=sample_dragoman._store,
        index=sample_dragoman._index,
        encoder=Silent(),
        rates=sample_dragoman.rates,
        words=Words({}),
        bridge=Bridge(Silent()),
        reranker=LinearReranker(FEATURES),
        today=date(2026, 11, 26),
        default_currency="USD",
    )
    assert result.hits
    assert all("mat" in hit.offer.title.value.casefold() for hit in result.hits)


@pytest.mark.parametrize("text", ["bottle", "steel bottle", "Edelstahl Flasche", "保温杯"])
def test_choosing_a_facets_value_gives_as_many_offers_as_it_was_said_to_have(
    sample_dragoman: Dragoman, text: str
) -> None:
    facets = sample_dragoman.search(SearchRequest(text=text, limit=1)).facets
    said = {
        f"{name}={value.value}": value.count
        for name in ("supplier", "colour", "kind")
        for value in facets[name][:5]
    }
    found = {
        chosen: sample_dragoman.search(SearchRequest(text=text, limit=1, filters=(chosen,))).total
        for chosen in said
    }
    assert found == said


def test_a_filter_that_leaves_no_full_match_still_finds_offers_with_some_of_the_words(
    sample_dragoman: Dragoman,
) -> None:
    result = sample_dragoman.search(
        SearchRequest(text="stainless steel yoga mat", filters=("colour=blue",), limit=5)
    )
    assert result.total > 0


@pytest.mark.parametrize("text", ["trinkflasche", "bicycle bottle holder", "teapot"])
def test_without_meaning_only_offers_that_carry_the_words_are_found(
    sample_dragoman: Dragoman, text: str
) -> None:
    hits = sample_dragoman.search(SearchRequest(text=text, limit=20, meaning=False)).hits
    assert hits
    assert all(hit.explanation.features["lexical"] > 0 for hit in hits)
    assert all(hit.explanation.features["meaning"] == 0 for hit in hits)


def test_what_is_only_near_in_meaning_is_left_out_without_meaning(sample_dragoman: Dragoman) -> None:
    near = sample_dragoman.search(SearchRequest(text="rice cooker", limit=50))
    assert any(hit.explanation.features["lexical"] == 0 for hit in near.hits)
    assert sample_dragoman.search(SearchRequest(text="rice cooker", meaning=False)).total < near.total
    assert sample_dragoman.search(SearchRequest(text='"zxqvjk"', meaning=False)).total == 0
