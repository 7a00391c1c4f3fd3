"""A search with a part turned off does without that part, and with every other."""

from __future__ import annotations

import numpy as np
import pytest

from dragoman.app import Dragoman
from dragoman.evaluate.parts import MEANS, PARTS, IndexWithout, NoMeaning, Part
from dragoman.indexes.memory import MemoryIndex
from dragoman.language.encode import SentenceEncoder
from dragoman.normalise.text import query_terms
from dragoman.ports import IndexRequest, IndexResponse
from dragoman.search.request import SearchRequest


class Listening(MemoryIndex):
    """An index that keeps what it was asked."""

    asked: IndexRequest

    def search(self, request: IndexRequest, /) -> IndexResponse:
        self.asked = request
        return super().search(request)


def asked_without(*parts: Part) -> IndexRequest:
    index = Listening()
    request = IndexRequest(
        terms=tuple(query_terms("steel bottles", "en")), minimum_groups=2, field_weights={"title": 0.5}
    )
    IndexWithout(index, parts).search(request)
    return index.asked


def test_with_nothing_off_the_index_is_asked_as_ever() -> None:
    request = asked_without()
    assert {term.token for term in request.terms} >= {"steel", "bottles", "~bottl"}
    assert (request.minimum_groups, request.field_weights) == (2, {"title": 0.5})


def test_without_words_no_word_is_asked_for() -> None:
    assert asked_without("words").terms == ()


def test_without_stems_the_words_as_written_stay() -> None:
    tokens = {term.token for term in asked_without("stems").terms}
    assert tokens
    assert not any(token.startswith("~") for token in tokens)


@pytest.mark.parametrize("part", ["concepts", "attributes"])
def test_without_a_field_it_weighs_nothing_and_the_others_what_they_did(part: Part) -> None:
    assert asked_without(part).field_weights == {"title": 0.5, part: 0.0}


def test_without_meaning_the_words_still_set_the_order(sample_dragoman: Dragoman) -> None:
    """With an encoder that knows no word the engine took the question for an empty one, the newest offers first."""
    hits = sample_dragoman.searching_without(["meaning"])(SearchRequest(text="stainless steel bottle")).hits
    words = [hit.explanation.features["lexical"] for hit in hits]
    assert min(words) > 0.9 * max(words) > 0


def test_without_meaning_the_index_is_asked_for_no_neighbours() -> None:
    index = Listening()
    request = IndexRequest(vector=np.ones(4, dtype=np.float32))
    IndexWithout(index, ["meaning"]).search(request)
    assert index.asked.vector is None


def test_an_encoder_without_meaning_gives_no_text_a_vector() -> None:
    encoder = SentenceEncoder()
    vectors = NoMeaning(encoder).encode(["bottle", "jar"])
    assert vectors.shape == (2, encoder.dimensions)
    assert not np.any(vectors)


def test_every_part_is_said_in_words() -> None:
    assert tuple(MEANS) == PARTS


@pytest.mark.parametrize("part", PARTS)
def test_a_search_without_any_one_part_still_answers(sample_dragoman: Dragoman, part: Part) -> None:
    request = SearchRequest(text="steel bottles")
    hits = sample_dragoman.searching_without([part])(request).hits
    assert hits
    whole = sample_dragoman.search(request)
    if part in {"words", "meaning", "learned"}:
        assert [hit.score for hit in hits] != [hit.score for hit in whole.hits]


def test_what_is_turned_off_for_one_search_is_on_for_the_next(sample_dragoman: Dragoman) -> None:
    request = SearchRequest(text="Edelstahl Trinkflasche")
    before = [hit.offer.offer_id for hit in sample_dragoman.search(request).hits]
    sample_dragoman.searching_without(PARTS)(request)
    assert [hit.offer.offer_id for hit in sample_dragoman.search(request).hits] == before
