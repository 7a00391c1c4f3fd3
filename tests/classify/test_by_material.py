"""What goods are made of chooses among the codes of their kind, and does not override it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dragoman.classify.by_kind import by_kind
from dragoman.classify.by_material import material_of, materials_said, weighted
from dragoman.classify.classifier import Classifier
from dragoman.classify.goods import Goods
from dragoman.language.encode import SentenceEncoder
from dragoman.normalise.kinds import find_concepts, head
from dragoman.testing.offers import offer, sourced
from dragoman.trade.guessed import guessed_codes
from dragoman.vocabulary import hs
from dragoman.vocabulary.hs import articles_by_material, codes_of_kinds, nomenclature


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return Classifier(SentenceEncoder())


@pytest.mark.parametrize(
    ("title", "heading"),
    [
        ("stainless steel mug", "7323"),
        ("ceramic mug", "6912"),
        ("porcelain mug", "6911"),
        ("plastic mug 350 ml", "3924"),
        ("taza de plástico", "3924"),
        ("Edelstahlbecher", "7323"),
        ("不锈钢杯子", "7323"),
        ("керамическая кружка", "6912"),
        ("aluminium bottle", "7612"),
        ("glass bottle", "7010"),
        ("leather gloves", "4203"),
        ("guantes de cuero", "4203"),
        ("Lederhandschuhe", "4203"),
        ("кожаные перчатки", "4203"),
        ("rubber gloves", "4015"),
        ("wooden spoon", "4419"),
        ("plastic cutting board", "3924"),
        ("glass vase", "7013"),
        ("plastic screws M4", "3926"),
    ],
)
def test_the_material_that_is_said_chooses_the_heading(
    classifier: Classifier, title: str, heading: str
) -> None:
    assert classifier.classify(Goods.of_text(title)).headings[0].code == heading


@pytest.mark.parametrize(
    ("title", "heading"),
    [
        ("stainless steel watch", "9102"),
        ("plastic toy", "9503"),
        ("wooden toy", "9503"),
        ("leather sofa", "9401"),
        ("aluminium bicycle", "8712"),
        ("brass valve", "8481"),
    ],
)
def test_goods_that_customs_do_not_part_by_material_stay_what_they_are(
    classifier: Classifier, title: str, heading: str
) -> None:
    assert classifier.classify(Goods.of_text(title)).headings[0].code == heading


def test_the_material_is_told_among_the_reasons(classifier: Classifier) -> None:
    best = classifier.classify(Goods.of_text("stainless steel mug")).guesses[0]
    assert [(one.text, one.where) for one in best.reasons if one.kind == "material"] == [
        ("stainless steel", "title")
    ]


def _said(title: str, language: str) -> list[str]:
    named = find_concepts(title, (language, "en"))
    return [one.code for one in materials_said(title, "title", named, head(named, title, language))]


@pytest.mark.parametrize(
    ("title", "language"),
    [
        ("mug with silicone lid", "en"),
        ("knife for leather", "en"),
        ("nitrile coated work gloves", "en"),
        ("mug without plastic", "en"),
        ("paper towel holder", "en"),
        ("Becher mit Holzgriff", "de"),
        ("taza con tapa de bambú", "es"),
        ("带竹盖杯子", "zh"),
    ],
)
def test_the_material_of_a_part_a_cover_or_another_thing_is_not_that_of_the_goods(
    title: str, language: str
) -> None:
    assert _said(title, language) == []


def test_what_only_looks_like_leather_is_a_material_of_its_own() -> None:
    assert _said("faux leather wallet", "en") == ["pu_leather"]


def test_a_name_that_always_says_a_material_is_told_apart_from_one_that_is_said_besides() -> None:
    assert _said("wine glass", "en") == []
    assert _said("plastic wine glass", "en") == ["plastic"]


def test_codes_of_another_material_keep_a_little_weight() -> None:
    mug = dict(weighted(codes_of_kinds()["mug"], ("stainless_steel",)))
    assert mug["732393"] > mug["691110"] > 0


def test_without_a_material_a_kind_s_codes_are_as_listed() -> None:
    codes = codes_of_kinds()["mug"]
    assert tuple(code for code, _ in weighted(codes, ())) == codes


def test_an_offer_s_material_is_reckoned_with_where_its_title_names_none() -> None:
    mug = replace(offer("Zorx mug 350 ml"), hs_code=None, material=sourced("stainless_steel", "F2"))
    assert material_of(mug) == ("stainless_steel",)
    assert guessed_codes(mug)[0].code == "732393"
    assert Goods.of_offer(mug).materials == ("stainless_steel",)


def test_a_material_in_a_supplier_s_own_words_chooses_nothing() -> None:
    mug = replace(offer("Zorx mug"), hs_code=None, material=sourced("mystery blend", "F2"))
    assert guessed_codes(mug)[0].code == by_kind("Zorx mug", "", "en")[0].code


def test_every_code_of_the_table_is_for_goods_of_its_material_or_of_any() -> None:
    chapters = {
        "plastic": {"39", "42", "48", "63", "64", "94", "95", "96"},
        "leather": {"42", "64", "94"},
        "wood": {"44", "94", "96", "42", "83"},
        "paper": {"48"},
        "glass": {"70", "94"},
        "aluminium": {"76", "42", "94", "83"},
        "copper": {"74"},
    }
    for by_material in articles_by_material().values():
        for material, allowed in chapters.items():
            assert {code[:2] for code in by_material.get(material, ())} <= allowed


def test_a_table_with_an_unknown_material_or_code_is_refused_with_its_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    nomenclature()
    articles_by_material.cache_clear()
    monkeypatch.setattr(hs, "_rows", lambda *_: iter([(9, ["mugs", "unobtainium", "691110"])]))
    with pytest.raises(ValueError, match="line 9"):
        articles_by_material()
    articles_by_material.cache_clear()
