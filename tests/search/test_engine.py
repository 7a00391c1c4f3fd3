"""One search from end to end on the samples: what is said, forgiven, bridged and never silent."""

from __future__ import annotations

import pytest

from dragoman.app import Dragoman
from dragoman.search.request import SearchRequest


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
    languages = {hit.offer.language for hit in result.hits}
    assert len(languages - {"ru"}) >= 3


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
