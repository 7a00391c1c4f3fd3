"""Slips of the finger are mended, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.search.spelling import Words, corrected

WORDS = Words(
    {
        "steel": 90,
        "bottle": 80,
        "bottles": 20,
        "~bottl": 90,
        "insulated": 40,
        "mouse": 60,
        "wireless": 30,
        "stand": 25,
        "hdmi": 30,
        "vacuum": 5,
        "flask": 5,
    }
)


def read(text: str, language: str = "en") -> str:
    return corrected(text, language, WORDS)[0]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("botle", "bottle"),
        ("insualted botle", "insulated bottle"),
        ("wireles mouse", "wireless mouse"),
        ("steelbottle 750 ml", "steel bottle 750 ml"),
        ("head set", "headset"),
        ("vaccum flask", "vacuum flask"),
    ],
)
def test_a_slip_is_read_as_the_word_that_was_meant(written: str, meant: str) -> None:
    assert read(written) == meant


@pytest.mark.parametrize(
    "text",
    [
        "steel bottle",
        "bottled",
        '"botle"',
        "M8x40",
        "311992D3",
        "xbox",
        "Kopfhörer",
        "保温杯",
        "زجاجة",
        "usb",
    ],
)
def test_what_is_right_quoted_short_or_an_identifier_stays(text: str) -> None:
    assert read(text) == text


def test_what_was_changed_is_told_as_it_was_written() -> None:
    _, corrections = corrected("Botle, steel", "en", WORDS)
    assert [(one.written, one.read) for one in corrections] == [("Botle", "bottle")]


@given(st.text(max_size=60), st.sampled_from(["en", "de", "zh", "ar"]))
def test_any_text_is_read_and_a_text_without_corrections_stays_itself(text: str, language: str) -> None:
    mended, corrections = corrected(text, language, WORDS)
    assert corrections or mended == text


def test_a_word_that_a_requirement_was_read_from_is_no_slip() -> None:
    """ "cermica" stands for a material here, though no offer says it and "térmica" is near."""
    words = Words({"termica": 80, "prato": 40}, kinds=("tablet",))
    assert corrected("prato de cermica", "pt", words)[0] != "prato de cermica"
    assert corrected("prato de cermica", "pt", words, understood=["cermica"])[0] == "prato de cermica"


HERE = Words(
    {"fan": 80, "tablet": 200, "ps4": 50, "ps5": 1, "shoes": 30}, kinds=("electric_fan", "tablet", "shoes")
)


@pytest.mark.parametrize(
    ("written", "meant"),
    [("fqn", "fan"), ("tablett", "tablet"), ("pps4", "ps4"), ("hoes", "shoes"), ("ps3", "ps3"), ("q4", "q4")],
)
def test_a_word_that_nothing_here_is_called_by_is_read_as_what_there_is_and_digits_never_change(
    written: str, meant: str
) -> None:
    """ "Tablett" is a tray in German, "hoes" are garden tools: neither is offered here."""
    assert corrected(written, "en", HERE)[0] == meant


@pytest.mark.parametrize(
    ("language", "written", "meant"),
    [
        ("en", "hmi cable", "hdmi cable"),  # two names that could make up a third bear no word out
        (
            "es",
            "soporte para tableta",
            "soporte para tableta",
        ),  # "pata" is near, but "para" is no word of goods
        ("ar", "بنك طاقة", "بنك طاقة"),  # a word of the lexicon gives way only to what offers say
    ],
)
def test_a_slip_is_read_by_what_offers_say_and_by_names_as_they_are_written(
    language: str, written: str, meant: str
) -> None:
    here = Words({"hdmi": 200, "cable": 400, "pata": 30}, kinds=("hdmi_cable", "furniture_leg"))
    assert corrected(written, language, here)[0] == meant


MUGS_AND_GLASSES = Words(
    {"mug": 80, "taza": 30, "becher": 40, "кружка": 20, "кружку": 2, "laser": 90, "ножки": 30},
    kinds=("mug", "glass", "bottle", "chair", "kitchen_knife", "laser_printer", "boots"),
)


@pytest.mark.parametrize(
    ("language", "word"),
    [
        ("en", "mugs"),
        ("en", "bottles"),
        ("en", "chairs"),
        ("es", "tazas"),
        ("es", "botellas"),
        ("de", "Becher"),
        ("de", "Stühle"),
        ("de", "Flaschen"),
        ("fr", "tasses"),
        ("fr", "bouteilles"),
        ("pt", "canecas"),
        ("ru", "кружки"),
        ("ru", "стулья"),
        ("ru", "ножи"),
        ("ru", "кружек"),
        ("ru", "стульев"),
    ],
)
@pytest.mark.parametrize("words", [MUGS_AND_GLASSES, Words({})], ids=["some offers", "no offers"])
def test_another_form_of_a_known_word_is_no_slip(language: str, word: str, words: Words) -> None:
    assert corrected(word, language, words) == (word, ())


@pytest.mark.parametrize(("written", "meant"), [("botle", "bottle"), ("sub stick", "usb stick")])
def test_a_slip_that_offers_carry_too_is_mended(written: str, meant: str) -> None:
    words = Words(
        {"bottle": 80, "botle": 1, "usb": 1300, "sub": 120, "stick": 60}, kinds=("usb_flash_drive",)
    )
    assert corrected(written, "en", words)[0] == meant


def test_a_slip_is_mended_within_the_language_of_the_question_first() -> None:
    assert corrected("botles", "en", MUGS_AND_GLASSES)[0] == "bottles"
    assert corrected("botles", "en", Words({"bottes": 12, "bottle": 9}))[0] == "bottles"
    assert corrected("botttes", "fr", MUGS_AND_GLASSES)[0] == "bottes"
