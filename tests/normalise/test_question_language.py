"""The language of questions of a few words, of which statistics know little."""

import pytest

from dragoman.normalise.question_language import language_of_question


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Edelstahlrohr 304", "de"),
        ("Digitalkamera", "de"),
        ("Bluetooth-Lautsprecher", "de"),
        ("günstige Bürostühle", "de"),
        ("Micro-SD-Karte", "de"),
        ("piles", "fr"),
        ("enceinte Bluetooth", "fr"),
        ("sac à dos", "fr"),
        ("imprimante laser", "fr"),
        ("pilas", "es"),
        ("altavoz Bluetooth", "es"),
        ("sillas de oficina", "es"),
        ("disco duro externo", "es"),
        ("impresora láser", "es"),
        ("cabo HDMI", "pt"),
        ("fones de ouvido", "pt"),
        ("relógio GPS", "pt"),
        ("capa de celular", "pt"),
        ("led lamp", "en"),
        ("solar lamp", "en"),
        ("blue pens", "en"),
        ("iPhone 13 case", "en"),
        ("hay bale wrap", "en"),
        ("micro SD卡", "zh"),
        ("24瓶装酒架，实木", "zh"),
        ("電卓", "ja"),
        ("机", "ja"),
        ("扇風機", "ja"),
        ("кабель USB-C to HDMI DisplayPort", "ru"),
        ("شاحن USB-C Power Delivery", "ar"),
    ],
)
def test_few_words_tell_their_language(text: str, language: str) -> None:
    assert language_of_question(text)[0] == language


@pytest.mark.parametrize("text", ["", "   ", "12345", "M8x40", "HP 364", "?!"])
def test_text_without_words_is_english_and_unsure(text: str) -> None:
    language, sure = language_of_question(text)
    assert language == "en"
    assert sure < 0.8
