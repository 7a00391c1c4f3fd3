"""A question that asks for several items, and one that is too long to be read whole: nothing is dropped in silence."""

from __future__ import annotations

import time
from datetime import date

import pytest

from dragoman.app import Dragoman
from dragoman.search.query import understand
from dragoman.search.query.understand import MAX_QUESTION
from dragoman.search.request import QuantityWanted, SearchRequest

TODAY = date(2026, 11, 24)


def further(text: str) -> list[str]:
    return [span.text for span in understand(text, today=TODAY).further_orders]


@pytest.mark.parametrize(
    "text",
    [
        "500 steel bottles 750 ml and 200 pcs ceramic mugs",
        "Dear Sirs,\nplease quote:\n- 500 pcs stainless steel bottle 750 ml\n- 200 pcs ceramic mug 300 ml\nDelivery to Hamburg.",
        "Hello, we need:\nItem 1: steel bottle 750 ml - 500 pcs\nItem 2: ceramic mug - 200 pcs\nBest regards",
        "1) 500 Stück Edelstahlflaschen 2) 200 Stück Becher",
        "Guten Tag, wir benötigen 500 Edelstahlflaschen und 200 Becher",
        "necesitamos 500 botellas de acero y 200 tazas de cerámica",
        "500 bouteilles en inox, 200 tasses en céramique",
        "500 garrafas e 200 canecas",
        "нужны 500 бутылок и 200 кружек",
        "نحتاج 500 زجاجة و 200 كوب",
        "需要500个保温杯，200个马克杯",
        "水筒500本とマグカップ200個",
    ],
)
def test_the_count_of_a_further_item_is_told(text: str) -> None:
    told = further(text)
    taken = [
        one.spans[0].text
        for one in understand(text, today=TODAY).requirements
        if isinstance(one, QuantityWanted)
    ]
    assert len(told) == 1
    assert len(taken) == 1
    assert {number for number in ("500", "200") if number in taken[0] + told[0]} == {"500", "200"}


@pytest.mark.parametrize(
    "text",
    [
        "500 mugs, 24 pcs per carton",
        "500 mugs packed 24 pcs in a carton",
        "500 bottles, 24 bottles per box",
        "500 gift boxes with 20 mugs",
        "500 bottles 750 ml, under 4 USD, to Hamburg, in 30 days",
        "100 piece puzzle, 300 sets",
        "LED bulb 12 W, 500 pcs, 50 pcs per box",
        "500 mugs or more, 300 ml",
    ],
)
def test_what_a_pack_holds_and_what_is_measured_is_no_further_item(text: str) -> None:
    assert further(text) == []


def test_what_a_carton_holds_is_not_what_is_ordered() -> None:
    (wanted,) = (
        one
        for one in understand("500 mugs, 24 pcs per carton", today=TODAY).requirements
        if isinstance(one, QuantityWanted)
    )
    assert wanted.quantity.value == 500


@pytest.mark.parametrize(
    "word",
    ["steel mug ", "500 mugs, ", "5" * 90 + " ", " ", ",", "杯子500个", "кружек 500 ", '"'],
    ids=["words", "orders", "digits", "blanks", "commas", "chinese", "russian", "quotes"],
)
def test_a_question_of_a_hundred_thousand_characters_is_cut_at_a_word_in_bounded_time(word: str) -> None:
    text = word * (100_000 // len(word))
    understand(text[:4000], today=TODAY)
    begun = time.process_time()
    query = understand("x" + text, today=TODAY)
    assert time.process_time() - begun < 3
    assert len(query.text) <= MAX_QUESTION
    assert query.left_unread == len(text) + 1 - len(query.text)


def test_a_number_is_never_cut_in_two() -> None:
    text = "mugs " * 399 + "abc 50000 pcs"
    query = understand(text, today=TODAY)
    assert query.text.endswith("abc")


def test_a_result_says_that_several_items_were_asked_for_and_that_a_question_was_cut(
    sample_dragoman: Dragoman,
) -> None:
    result = sample_dragoman.search(SearchRequest(text="500 steel bottles and 200 mugs", limit=1))
    assert any('"500" is taken for all that is found, "200" for nothing' in one for one in result.notices)
    long = sample_dragoman.search(SearchRequest(text="steel bottle " * 1000, limit=1))
    assert any("The question is long: its last" in one for one in long.notices)
