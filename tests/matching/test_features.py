"""What a pair of offers agrees and conflicts in; the same from either side."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.matching.certainty import may_be_one, sure_of
from dragoman.matching.features import FEATURES, KindMeanings, pair_features
from dragoman.matching.profile import Corpus, Profile, profile
from dragoman.matching.reasons import reasons
from dragoman.model import Offer
from dragoman.ports import Vectors
from dragoman.testing.offers import offer, sourced, tier


class _Flat:
    """An encoder to which all texts mean the same."""

    name = "flat"
    dimensions = 2

    def encode(self, texts: object, /) -> Vectors:
        count = len(texts) if isinstance(texts, list | tuple) else 1
        return np.tile(np.array([1.0, 0.0], dtype=np.float32), (count, 1))


KINDS = KindMeanings(_Flat())
FACTORS = {"USD": 1.0, "EUR": 1.1}


def profiled(one: Offer) -> Profile:
    return profile(one, factors=FACTORS)


def compared(a: Offer, b: Offer) -> dict[str, float]:
    row = pair_features(profiled(a), profiled(b), corpus=Corpus([a, b]), kinds=KINDS, meaning=0.5)
    return dict(zip(FEATURES, row, strict=True))


def test_sizes_in_other_units_and_languages_are_the_same_size() -> None:
    found = compared(
        offer("Insulated bottle 0.75 l"), offer("Isolierflasche 750 ml", language="de", supplier="Other")
    )
    assert (found["numbers_equal"], found["measures_shared"], found["measures_conflicting"]) == (1, 1, 0)


def test_the_number_that_names_a_steel_is_no_size() -> None:
    found = compared(offer("Stainless steel 304 bolt M8 x 40"), offer("18/8 stainless steel bolt M8 x 40"))
    assert found["numbers_equal"] == 1
    assert found["material"] == 1


def test_materials_and_colours_are_compared_across_languages() -> None:
    found = compared(offer("Cotton towel, navy blue"), offer("纯棉毛巾 藏青色", language="zh"))
    assert (found["material"], found["colour"]) == (1, 1)
    found = compared(offer("Cotton towel, red"), offer("有机棉毛巾 藏青色", language="zh"))
    assert (found["material"], found["colour"]) == (0.25, 0)


def test_what_one_of_them_does_not_say_is_neither_equal_nor_a_conflict() -> None:
    found = compared(offer("Towel"), offer("Towel, red"))
    assert math.isnan(found["colour"])
    assert found["facts_conflicting"] == 0


def test_model_numbers_are_found_however_they_are_written() -> None:
    found = compared(offer("Belkin CushTop F8N044-SLV"), offer("Belkin cush top laptop F8N044SLV"))
    assert (found["codes_shared"], found["codes_only_both"]) == (1, 0)
    found = compared(offer("LG dishwasher LDS4821WW"), offer("LG dishwasher LDF6920BB"))
    assert (found["codes_shared"], found["codes_only_both"]) == (0, 1)


def test_prices_in_two_currencies_are_compared_by_their_rates() -> None:
    found = compared(offer("Mug", tier("1.10", "USD")), offer("Mug", tier("1.00", "EUR")))
    assert found["price"] == pytest.approx(0, abs=1e-9)


def with_gtin(gtin: str, **more: str) -> Offer:
    from dataclasses import replace

    made = offer(**more)  # type: ignore[arg-type]  # only words are given
    return replace(made, gtin=sourced(gtin, "Q2"))


def test_two_gtins_rule_a_pair_out_and_one_gtin_settles_it() -> None:
    one = profiled(with_gtin("4006381333931"))
    same = profiled(with_gtin("04006381333931", supplier="Other"))
    another = profiled(with_gtin("4006381333948", supplier="Other"))
    assert may_be_one(one, same)
    assert sure_of(one, same, 0.1) >= 0.99
    assert not may_be_one(one, another)


def test_two_articles_of_one_supplier_are_two_products() -> None:
    assert not may_be_one(profiled(offer(offer_id="o1")), profiled(offer(offer_id="o2")))
    assert may_be_one(profiled(offer(offer_id="o1")), profiled(offer(offer_id="o2", supplier="Other")))


def test_reasons_tell_what_agrees_and_what_does_not() -> None:
    a, b = offer("Steel mug 300 ml, black"), offer("Steel mug 500 ml, black", supplier="Other")
    said = reasons(profiled(a), profiled(b), compared(a, b))
    assert "same colour: black" in said
    assert "other sizes and numbers: 300ml and 500ml" in said


_titles = st.lists(
    st.sampled_from(
        [
            "steel",
            "bottle",
            "750",
            "ml",
            "0.5",
            "l",
            "black",
            "red",
            "304",
            "M8",
            "x",
            "40",
            "Medjool",
            "HT750BK",
            "18V",
            "藏青色",
            "ボトル",
            "زجاجة",
            "бутылка",
            "7,5",
        ]
    ),
    max_size=7,
).map(" ".join)
_languages = st.sampled_from(["en", "de", "zh", "ja", "ar", "ru"])


@given(_titles, _languages, _titles, _languages)
def test_a_pair_has_the_same_features_from_either_side(a: str, in_a: str, b: str, in_b: str) -> None:
    one, other = offer(a, language=in_a), offer(b, language=in_b, supplier="Other")
    forth, back = compared(one, other), compared(other, one)
    assert np.allclose(list(forth.values()), list(back.values()), rtol=1e-9, equal_nan=True)


@given(_titles, _languages)
def test_an_offer_conflicts_in_nothing_with_itself(title: str, language: str) -> None:
    one = offer(title, language=language)
    found = compared(one, one)
    assert found["facts_conflicting"] == 0
    assert found["numbers_most_own"] == 0
