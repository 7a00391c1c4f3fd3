"""Goods find their code; what decided is told; a supplier's code is weighed, not believed."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.classify.classifier import Classification, Classifier
from dragoman.classify.goods import Goods
from dragoman.classify.words import in_english, language_of
from dragoman.language.encode import SentenceEncoder
from dragoman.language.hashing import HashingEncoder
from dragoman.testing.offers import offer


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return Classifier(SentenceEncoder())


@pytest.fixture(scope="module")
def without_meaning() -> Classifier:
    """By an encoder that the package has no vectors of."""
    return Classifier(HashingEncoder())


@pytest.mark.parametrize(
    ("title", "language", "heading"),
    [
        ("Novatek Aurora 14 inch laptop 16 GB RAM", "en", "8471"),
        ("Edelstahl-Thermosflasche 750 ml", "de", "9617"),
        ("蓝牙耳机 降噪", "zh", "8518"),
        ("camiseta de algodón para hombre", "es", "6109"),
        ("perceuse sans fil 18 V avec batterie", "fr", "8467"),
        ("bicicleta elétrica dobrável", "pt", "8711"),
        ("ノートパソコン 14インチ", "ja", "8471"),
        ("حقيبة سفر", "ar", "4202"),
        ("электрический чайник 1,7 л", "ru", "8516"),
    ],
)
def test_a_title_in_each_of_nine_languages_finds_its_heading(
    classifier: Classifier, title: str, language: str, heading: str
) -> None:
    found = classifier.classify(Goods.of_text(title))
    assert found.language == language
    assert heading in [one.code for one in found.headings[:2]]


@pytest.mark.parametrize(
    ("text", "language", "heading"),
    [
        ("хладилници и фризери за домакинството", "bg", "8418"),
        ("dřevěný nábytek do ložnice, postele", "cs", "9403"),
        ("ελαιόλαδο παρθένο", "el", "1509"),
        ("kumihansikkaat kirurgiseen käyttöön", "fi", "4015"),
        ("jalgratta rehvid, õhkrehvid kummist", "et", "4011"),
    ],
)
def test_a_text_in_a_language_of_the_glossary_finds_its_heading(
    classifier: Classifier, text: str, language: str, heading: str
) -> None:
    found = classifier.classify(Goods.of_text(text, language=language))
    assert heading in [one.code for one in found.headings]


def test_probabilities_fall_and_belong_to_one_whole(classifier: Classifier) -> None:
    found = classifier.classify(Goods.of_text("garden hose"), most=50)
    chances = [one.probability for one in found.guesses]
    assert chances == sorted(chances, reverse=True)
    assert 0 < sum(chances) <= 1 + 1e-6
    assert sum(one.probability for one in found.likely) <= 1 + 1e-6


def test_words_that_say_little_leave_it_open(classifier: Classifier) -> None:
    vague = classifier.classify(Goods.of_text("model QX 200 new"))
    clear = classifier.classify(Goods.of_text("lead acid car battery 12 V"))
    assert vague.headings[0].probability < 0.3 < clear.headings[0].probability


def test_a_code_comes_with_what_decided(classifier: Classifier) -> None:
    best = classifier.classify(Goods.of_text("Bluetooth headphones, black")).guesses[0]
    kinds = [one for one in best.reasons if one.kind == "kind"]
    assert [(one.text, one.where) for one in kinds] == [("Bluetooth headphones", "title")]
    assert best.path[-1]


# ------------------------------------------------------------------------------- the supplier's own code


def _with(classifier: Classifier, title: str, own: str) -> Classification:
    return classifier.classify(Goods.of_text(title, own_code=own))


def test_a_supplier_s_code_that_fits_becomes_the_likeliest(classifier: Classifier) -> None:
    alone = classifier.classify(Goods.of_text("wooden chair"))
    own = alone.guesses[2].code
    found = _with(classifier, "wooden chair", own)
    assert found.own_code is not None
    assert (found.guesses[0].code, found.own_code.verdict) == (own, "agrees")
    assert found.guesses[0].probability > alone.guesses[2].probability


def test_a_supplier_s_code_of_other_goods_is_contradicted(classifier: Classifier) -> None:
    found = _with(classifier, "Novatek laptop computer, 14 inch notebook", "0302.11.00")
    assert found.own_code is not None
    assert found.own_code.verdict == "differs"
    assert found.guesses[0].code.startswith("8471")
    assert "ask the supplier" in found.own_code.message


def test_a_supplier_s_heading_narrows_to_its_subheadings(classifier: Classifier) -> None:
    found = _with(classifier, "headphones", "8518")
    assert found.own_code is not None
    assert found.own_code.verdict == "agrees"
    assert found.guesses[0].code.startswith("8518")


@pytest.mark.parametrize("own", ["9999.99", "12", "n/a"])
def test_a_code_that_is_none_changes_nothing(classifier: Classifier, own: str) -> None:
    found = _with(classifier, "headphones", own)
    alone = classifier.classify(Goods.of_text("headphones"))
    assert found.own_code is not None
    assert found.own_code.verdict == "unknown"
    assert [one.code for one in found.guesses] == [one.code for one in alone.guesses]


# ------------------------------------------------------------------------------------------ edges


def test_without_vectors_of_the_encoder_kinds_and_words_decide(without_meaning: Classifier) -> None:
    found = without_meaning.classify(Goods.of_text("laptop"))
    assert found.headings[0].code == "8471"


def test_an_offer_s_texts_and_own_code_are_read(without_meaning: Classifier) -> None:
    found = without_meaning.classify(Goods.of_offer(offer(title="Wireless headphones"), own_code="8518.30"))
    assert found.own_code is not None
    assert found.headings[0].code == "8518"


@given(text=st.text(max_size=60), own=st.text(alphabet="0123456789. ", max_size=12))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_and_any_code_are_answered(without_meaning: Classifier, text: str, own: str) -> None:
    found = without_meaning.classify(Goods.of_text(text, own_code=own))
    assert all(0 <= one.probability <= 1 + 1e-6 for one in found.guesses)


def test_a_compound_is_taken_apart_and_a_name_across_languages_looks_alike() -> None:
    said = in_english("kumihansikkaat", "fi")
    assert {"rubber", "glove"} <= {word for one in said for word in one.english}
    assert any("chlorid" in one.english for one in in_english("vinyylikloridi", "fi"))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Υποδήματα από δέρμα", "el"),
        ("不锈钢保温杯", "zh"),
        ("Stainless steel bottle", "en"),
        ("Стол деревянный обеденный, раздвижной", "ru"),
        ("Kvinnors kläder", "en"),
    ],
)
def test_few_words_in_no_clear_language_are_read_as_english(text: str, language: str) -> None:
    assert language_of(text) in {language, "sv"}


@pytest.mark.parametrize(
    ("title", "heading"),
    [
        ("bicycle bell", "8306"),
        ("bell for bicycle", "8306"),
        ("Fahrradklingel", "8306"),
        ("timbre de bicicleta", "8306"),
        ("bike mirror", "7009"),
        ("bicycle computer", "9029"),
        ("bicycle pump", "8414"),
        ("bicycle helmet", "6506"),
    ],
)
def test_the_thing_itself_decides_and_not_what_it_is_for(
    classifier: Classifier, title: str, heading: str
) -> None:
    assert classifier.classify(Goods.of_text(title)).headings[0].code == heading


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("steel mug", "en"),
        ("wooden spoon", "en"),
        ("aluminium foil", "en"),
        ("bagasse plate", "en"),
        ("paper cups", "en"),
        ("garden hose", "en"),
        ("red mug", "en"),
        ("taza", "es"),
        ("garrafa de aço", "pt"),
        ("Porzellantasse", "de"),
        ("chaise", "fr"),
        ("dřevěná lžíce", "cs"),
    ],
)
def test_a_few_words_are_in_the_language_whose_goods_they_name(text: str, language: str) -> None:
    assert language_of(text) == language


def test_how_surely_the_language_is_known_is_told(without_meaning: Classifier) -> None:
    sure = {
        text: without_meaning.classify(Goods.of_text(text)).language_sure
        for text in ("Samsung", "tasse en porcelaine blanche avec soucoupe pour le petit déjeuner")
    }
    assert sure["Samsung"] <= 0.5 < sure["tasse en porcelaine blanche avec soucoupe pour le petit déjeuner"]
    assert without_meaning.classify(Goods.of_text("Samsung", language="en")).language_sure == 1
