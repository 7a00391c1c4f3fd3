"""What a title or a question names: the longest name, the head of a compound, in any language."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.model import LANGUAGES, Language
from dragoman.normalise.kinds import (
    concept_tokens,
    find_concepts,
    head,
    kinds_of,
    languages_to_try,
    with_ancestors,
)
from dragoman.normalise.text import fold
from dragoman.vocabulary.lexicon import concepts
from dragoman.vocabulary.other_senses import other_senses


def kind(text: str, language: str) -> str | None:
    main = head(find_concepts(text, (language, "en")), text, language)
    return main.codes[0] if main is not None else None


@pytest.mark.parametrize(
    ("language", "title", "expected"),
    [
        ("en", 'Kensington notebook sleeve 15" black', "laptop_sleeve"),
        ("en", "Case for laptop", "laptop_sleeve"),
        ("en", "Logitech M185 mouse RF Wireless Optical", "computer_mouse"),
        ("en", "ZAGG mobile phone case 14 cm", "phone_case"),
        ("es", "funda para portátil 15", "laptop_sleeve"),
        ("pt", "capa de celular", "phone_case"),
        ("de", "Bluetoothmaus kabellos", "computer_mouse"),
        ("zh", "笔记本电脑包", "laptop_bag"),
        ("ja", "マウスパッド", "mouse_pad"),
        ("ar", "حقيبة لابتوب", "laptop_bag"),
        ("en", "0815 XJ-9", None),
    ],
)
def test_a_title_is_of_the_kind_that_is_sold(language: str, title: str, expected: str | None) -> None:
    assert kind(title, language) == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("pt", "bolsa de câmera"),
        ("pt", "bolsa para câmera"),
        ("es", "bolsa para la cámara"),
        ("ru", "сумка фотоаппарата"),
    ],
)
def test_small_words_inside_a_name_make_no_difference(language: str, text: str) -> None:
    assert kind(text, language) == "camera_bag"


@pytest.mark.parametrize("text", ["سماعات بلوتوث", "السماعات بلوتوث", "سماعه بلوتوث"])
def test_arabic_forms_of_one_word_are_one_name(text: str) -> None:
    assert kind(text, "ar") == "bluetooth_headphones"


@pytest.mark.parametrize(
    ("language", "title", "expected"),
    [
        ("en", "wig short", "wig"),
        ("en", "shorts with pockets", "shorts"),
        ("en", "backpack orange", "backpack"),
        ("de", "Rucksack orange", "backpack"),
        ("en", "oranges, 10 kg", "citrus_fruit"),
    ],
)
def test_a_plural_that_is_another_word_than_its_singular_names_a_thing_as_a_plural_only(
    language: str, title: str, expected: str
) -> None:
    assert kind(title, language) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "pumps", {"high_heels", "pump"}),
        ("en", "tablets", {"medicine", "tablet"}),
        ("de", "Schränke", {"gate_barrier", "cabinet"}),
        ("de", "Schrank", {"cabinet"}),
        ("es", "baldosas", {"ceramic_tile"}),
        ("es", "lápices de grafito", {"sketching_pencil_set", "pencil"}),
        ("en", "shorts", {"shorts"}),
    ],
)
def test_a_plural_that_is_a_name_itself_may_mean_the_singular_too(
    language: Language, text: str, expected: set[str]
) -> None:
    assert [set(one.codes) for one in find_concepts(text, languages_to_try(language))] == [expected]


@pytest.mark.parametrize(
    ("language", "title", "expected"),
    [
        ("en", "ball valve, brass", "ball_valve"),
        ("en", "desk with drawers", "desk"),
        ("en", "tile cutter", "tile_cutter"),
        ("en", "mask fabric", "fabric"),
        ("fr", "ballon d'eau chaude", "water_heater"),
        ("es", "rodamiento de bolas", "bearing"),
        ("de", "Schubladenauszug", "drawer_slide"),
        ("de", "Kissenbezug", "pillowcase"),
        ("ja", "ストーブ", "space_heater"),
        ("ar", "كيس نوم", "sleeping_bag"),
        ("ar", "حقيبة جلد", "bag"),
    ],
)
def test_a_common_word_within_another_name_is_not_the_thing(language: str, title: str, expected: str) -> None:
    assert kind(title, language) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("cable", "cable"),
        ("HDMI cable 2 m", "hdmi_cable"),
        ("USB-C charger 65 W", "usb_charger"),
        ("charger", "charger"),
        ("submersible pump 1 HP", "submersible_pump"),
        ("Microsoft Windows 11 laptop", "laptop"),
    ],
)
def test_a_general_word_is_the_general_kind_and_a_longer_name_the_special_one(
    title: str, expected: str
) -> None:
    assert kind(title, "en") == expected


@pytest.mark.parametrize(
    ("language", "question", "expected"),
    [
        ("en", "the black laptop", "laptop"),
        ("en", "can you find chairs", "chair"),
        ("es", "en un mes, sillas", "chair"),
        ("es", "set de toallas", "towel"),
        ("pt", "mais barato: cadeiras", "chair"),
        ("fr", "ça va, une chaise", "chair"),
        ("fr", "thé vert", "green_tea"),
        ("fr", "thé", "tea"),
    ],
)
def test_a_word_that_joins_others_names_nothing(language: Language, question: str, expected: str) -> None:
    found = find_concepts(question, languages_to_try(language))
    main = head(found, question, language)
    assert main is not None
    assert main.codes[0] == expected


@pytest.mark.parametrize(
    ("language", "title", "expected"),
    [
        ("ru", "чайник электрический 1,7 л", "electric_kettle"),
        ("ru", "колодки тормозные передние", "brake_pad"),
        ("ru", "насос погружной", "submersible_pump"),
        ("de", "Wasserhahn Küche", "faucet"),
        ("de", "Kuchen", "cake"),
    ],
)
def test_russian_adjectives_may_follow_and_a_kitchen_is_no_cake(
    language: str, title: str, expected: str
) -> None:
    assert kind(title, language) == expected


def test_a_special_cable_is_a_cable_and_a_mobile_phone_a_phone() -> None:
    assert "cable" in with_ancestors("usb_cable")
    assert "telephone" in with_ancestors("smartphone")
    assert "pump" in with_ancestors("submersible_pump")


def test_one_kind_is_one_code_in_every_language() -> None:
    names = {"en": "headphones", "zh": "耳机", "de": "Kopfhörer", "fr": "casque audio", "ru": "наушники"}
    assert {kind(name, language) for language, name in names.items()} == {"headphones"}


def test_a_special_kind_is_of_the_general_kind_too() -> None:
    assert "printer" in with_ancestors("laser_printer")
    assert "laser_printer" not in with_ancestors("printer")


@pytest.mark.parametrize(
    ("special", "general"),
    [
        ("dishwasher_tablets", "tablet"),
        ("blood_pressure_monitor", "monitor"),
        ("router_woodworking", "router"),
        ("wheel_nut", "nuts"),
        ("hardware_wallet", "wallet"),
        ("toy_car", "car"),
    ],
)
def test_a_thing_whose_name_ends_as_another_does_in_another_sense_is_no_special_case_of_it(
    special: str, general: str
) -> None:
    assert general not in with_ancestors(special)


def test_the_exceptions_are_kinds_that_there_are() -> None:
    named = {code for general, others in other_senses().items() for code in (general, *others)}
    assert named <= set(concepts())


@pytest.mark.parametrize(
    ("asked", "kind", "lumped"),
    [
        ("swim cap", "swim_cap", "swim goggles"),
        ("ski goggles", "ski_goggles", "ski boots"),
        ("ignition coil", "ignition_coil", "spark plug"),
        ("brake fluid", "brake_fluid", "gear oil"),
        ("Starter Motor", "starter_motor", "alternator"),
        ("gas meter", "gas_meter", "water meter"),
        ("bicycle inner tube", "bicycle_inner_tube", "bicycle tire"),
    ],
)
def test_goods_that_are_no_variants_of_one_another_are_different_kinds(
    asked: str, kind: str, lumped: str
) -> None:
    (found,), (other,) = find_concepts(asked, ("en",)), find_concepts(lumped, ("en",))
    assert found.codes == (kind,)
    assert other.codes != found.codes


def test_an_offer_keeps_its_kind_with_what_it_is_a_special_case_of() -> None:
    title = "Xerox Phaser 5550 laser printer"
    kinds = kinds_of(title, "", "en", choose=lambda codes: codes[0])
    assert kinds == ("laser_printer",)
    assert set(concept_tokens(kinds, title, "en")) >= {"=laser_printer", "=printer"}


@given(st.text(max_size=200), st.sampled_from(LANGUAGES))
def test_any_text_gives_stretches_of_itself_in_order(text: str, language: str) -> None:
    found = find_concepts(text, languages_to_try(language))
    ends = [0]
    for one in found:
        assert ends[-1] <= one.start < one.end <= len(text)
        ends.append(one.end)


@pytest.mark.parametrize(
    ("text", "language", "kind"),
    [
        ("suporte de parede para televisor", "pt", "tv_mount"),
        ("لوحة فأرة", "ar", "mouse_pad"),
        ("extensões elétricas", "pt", "extension_cord"),
    ],
)
def test_within_a_longer_name_words_that_name_the_same_alone_stand_for_one_another(
    text: str, language: Language, kind: str
) -> None:
    """No name is written so in the lexicon."""
    names = {fold(name) for name in concepts()[kind].names[language]}
    assert fold(text) not in names
    assert [one.codes for one in find_concepts(text, (language, "en"))] == [(kind,)]


def test_a_small_word_tells_names_apart_that_are_else_the_same() -> None:
    assert kind("carregador portátil", "pt") == "power_bank"
    assert kind("carregador de portátil", "pt") == "laptop_charger"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("insulated stainless steel bottle 750 ml", "en"),
        ("botella de acero inoxidable térmica", "es"),
        ("gourde en inox isotherme", "fr"),
        ("garrafa de aço inox preta térmica", "pt"),
    ],
)
def test_what_a_thing_is_made_of_and_its_colour_do_not_part_its_name(text: str, language: Language) -> None:
    """It was taken for any bottle, and its HS code for that of glass ones."""
    assert kind(text, language) == "insulated_bottle"
    assert any(one.codes == ("insulated",) for one in find_concepts(text, (language, "en")))


def test_other_words_part_what_would_be_a_name() -> None:
    assert kind("insulated box with bottle", "en") != "insulated_bottle"


@pytest.mark.parametrize(
    ("language", "singular", "plural"),
    [
        *(
            ("ru", *pair.split())
            for pair in [
                "ложка ложек",
                "чашка чашек",
                "кружка кружек",
                "тарелка тарелок",
                "сумка сумок",
                "бутылка бутылок",
                "кресло кресел",
                "полотенце полотенец",
                "окно окон",
                "ведро вёдер",
                "батарейка батареек",
                "кольцо колец",
                "молоток молотки",
                "замок замков",
            ]
        ),
        *(
            ("ar", *pair.split())
            for pair in [
                "قميص قمصان",
                "كتاب كتب",
                "خيمة خيام",
                "وسادة وسائد",
                "ستارة ستائر",
                "سجادة سجاجيد",
                "منشفة مناشف",
                "خاتم خواتم",
                "قفل أقفال",
                "شمعة شموع",
                "وعاء أوعية",
                "سوار أساور",
                "قلادة قلائد",
                "معطف معاطف",
                "قميص القمصان",
            ]
        ),
        *(("de", *pair.split()) for pair in ["Stuhl Stühle", "Topf Töpfe", "Handtuch Handtücher"]),
        *(
            ("en", *pair.split())
            for pair in ["knife knives", "scarf scarves", "mouse mice", "pen pens", "oven ovens"]
        ),
        *(
            ("es", *pair.split())
            for pair in ["sartén sartenes", "lápiz lápices", "collar collares", "olla ollas"]
        ),
        *(
            ("fr", *pair.split())
            for pair in ["tuyau tuyaux", "écrou écrous", "stylo stylos", "oreiller oreillers"]
        ),
        *(("pt", *pair.split()) for pair in ["pão pães", "funil funis", "chá chás", "pneu pneus"]),
        *(
            ("ru", *pair.split())
            for pair in ["магнит магниты", "магнит магнитов", "кровать кроватей", "модем модемы"]
        ),
    ],
)
def test_a_plural_that_changes_within_the_word_names_the_same_kind(
    language: Language, singular: str, plural: str
) -> None:
    kinds = [one.codes for one in find_concepts(singular, (language, "en"))]
    assert kinds
    assert [one.codes for one in find_concepts(plural, (language, "en"))] == kinds
