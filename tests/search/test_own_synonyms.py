"""The user's own synonyms in a search: what is typed finds what they say it means, from the next question on."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import ingest_request
from dragoman.app import Dragoman, open_dragoman
from dragoman.search.request import SearchRequest
from dragoman.search.wanted import wanted
from dragoman.settings import Settings
from dragoman.vocabulary.synonyms import parse_synonyms

LIST = """sku,title,price,currency
1,Polarised sunglasses black,3.10,USD
2,Window shade 90 cm,5.20,USD
3,Wrench set 12 pieces,9.00,USD
"""


@pytest.fixture
def dragoman(tmp_path: Path) -> Dragoman:
    (tmp_path / "list.csv").write_text(LIST, encoding="utf-8")
    settings = Settings(home=tmp_path / "home")
    opened = open_dragoman(settings)
    opened.ingest(ingest_request(tmp_path / "list.csv", settings=settings), lambda _event: None)
    return opened


def found(dragoman: Dragoman, text: str) -> list[str]:
    return [hit.offer.external_id for hit in dragoman.search(SearchRequest(text=text)).hits]


def test_a_word_of_the_users_own_finds_what_they_say_it_means(dragoman: Dragoman) -> None:
    assert found(dragoman, "qorbl")[:1] != ["1"]
    dragoman.settings.synonyms_path.write_text("qorbl, sunglasses\n", encoding="utf-8")
    result = dragoman.search(SearchRequest(text="qorbl"))
    assert result.hits[0].offer.external_id == "1"
    assert result.query.corrections == ()
    dragoman.close()


def test_a_faulty_line_is_told_by_doctor_and_stops_no_search(dragoman: Dragoman) -> None:
    dragoman.settings.synonyms_path.write_text("qorbl\n", encoding="utf-8")
    assert found(dragoman, "sunglasses")[:1] == ["1"]
    assert any("synonyms.txt, line 1" in finding.value for finding in dragoman.doctor().findings)
    dragoman.close()


def test_a_synonym_brings_the_kind_that_the_lexicon_knows_it_by() -> None:
    synonyms = parse_synonyms("qorbl, sunglasses", file="synonyms.txt")
    asked = wanted("black qorbl", "en", synonyms=synonyms)
    assert asked.kinds == wanted("black sunglasses", "en").kinds
    assert {"qorbl", "sunglasses", "=sunglasses"} <= {term.token for term in asked.terms}
    assert asked.groups == 2
