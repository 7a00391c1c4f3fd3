"""Lists of what must not be: all that "or", "nor" or a "without" joins is refused, in nine languages."""

from datetime import date

import pytest

from dragoman.search.query import understand
from dragoman.search.request import ColourWanted, MaterialWanted, WordWanted

TODAY = date(2026, 11, 24)


def _read(text: str) -> list[str]:
    kinds = (MaterialWanted, ColourWanted, WordWanted)
    return [
        f"{one.strength} {one.requirement_id.partition(':')[2]}"
        for one in understand(text, today=TODAY).requirements
        if isinstance(one, kinds)
    ]


@pytest.mark.parametrize(
    ("text", "product"),
    [
        ("mugs, no glass, plastic or metal", "mugs"),
        ("mugs without glass, plastic and metal", "mugs"),
        ("Becher ohne Glas, Plastik oder Metall", "Becher"),
        ("Becher, kein Glas, Plastik oder Metall", "Becher"),
        ("tazas sin vidrio, plástico ni metal", "tazas"),
        ("tasses sans verre, plastique ni métal", "tasses"),
        ("canecas sem vidro, plástico nem metal", "canecas"),
        ("кружки без стекла, пластика или металла", "кружки"),
        ("кружки не из стекла, пластика или металла", "кружки"),
        ("أكواب بدون زجاج أو بلاستيك أو معدن", "أكواب"),
        ("杯子 不要玻璃、塑料或金属", "杯子"),
        ("杯子 不要玻璃塑料和金属", "杯子"),
        ("マグカップ ガラス・プラスチック・金属以外", "マグカップ"),
        ("ガラスやプラスチックや金属ではないマグカップ", "マグカップ"),
    ],
)
def test_every_material_of_a_refused_list_is_refused(text: str, product: str) -> None:
    assert sorted(_read(text)) == ["not glass", "not metal", "not plastic"]
    assert understand(text, today=TODAY).product == product


def test_what_follows_a_refused_material_without_a_joint_is_wanted() -> None:
    assert _read("mugs, no plastic, bamboo") == ["not plastic", "should bamboo"]
    assert _read("mugs, no plastic, bamboo and wood") == ["not plastic", "should bamboo", "should wood"]
    assert "should stainless_steel" in _read("mugs without handle and stainless steel")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("mugs, no lids, straws or handles", ["not lids", "not straws", "not handles"]),
        ("tazas sin tapa, pajita ni asa", ["not tapa", "not pajita", "not asa"]),
        ("tasses sans couvercle, paille ou anse", ["not couvercle", "not paille", "not anse"]),
        ("Tシャツ、赤以外", ["not red"]),
    ],
)
def test_every_word_of_a_refused_list_is_refused(text: str, words: list[str]) -> None:
    assert _read(text) == words
