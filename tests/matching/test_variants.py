"""Sizes, conditions, counts, plugs, editions and model suffixes tell products apart, in nine languages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dragoman.matching.certainty import sure_of, variants_against
from dragoman.matching.profile import profile
from dragoman.matching.variants import Variant, contradictions
from dragoman.model import Attribute, Offer
from dragoman.testing.offers import offer, sourced

VARIANTS = [
    ("Hex bolt M8 x 40 A2", "Sechskantschraube M8 x 40 A4"),
    ("LED bulb E27 9W", "LED-Lampe E14 9 W"),
    ("Laptop i5 16 GB", "Laptop i7 16 GB"),
    ("T-shirt men M", "T-shirt women M"),
    ("Socken Herren schwarz", "Calcetines mujer negros"),
    ("女士手套 黑色", "男士手套 黑色"),
    ("Golf club right handed", "Golfschläger Linkshänder"),
    ("T-shirt cotton black M", "T-shirt cotton black L"),
    ("T-Shirt Baumwolle schwarz Gr. XL", "T-shirt cotton black, XXL"),
    ("Camiseta algodón negra talla S", "Camiseta algodón negra talla M"),
    ("T恤 纯棉 黑色 XL码", "T恤 纯棉 黑色 L码"),
    ("Tシャツ 黒 Lサイズ", "Tシャツ 黒 Mサイズ"),
    ("Safety shoe S3 EU 42", "Sicherheitsschuh S3 EU 43"),
    ("Sicherheitsschuh S3 Größe 42", "Safety shoe S3 size 43"),
    ("Chaussure de sécurité taille 42", "Safety shoe S3 EU 43"),
    ("Olive oil 500 ml", "Olivenöl 0,75 l"),
    ("HDMI cable 10 m", "HDMI-Kabel 20 m"),
    ("Makita DHP482 drill", "Makita DHP482 drill refurbished"),
    ("Makita DHP482 Akkuschrauber generalüberholt", "Makita DHP482 Akkuschrauber"),
    ("iPhone 13 128GB", "苹果 iPhone 13 128GB 二手"),
    ("Lenovo T480 reconditionné", "Lenovo T480"),
    ("Lenovo T480 B-Ware", "Lenovo T480 gebraucht"),
    ("Батарейка AA набор из 4", "Батарейка AA 8 шт"),
    ("AA battery pack of 3", "AA battery pack of 6"),
    ("AA Batterie 4er-Pack", "AA battery 8-pack"),
    ("乾電池 単3 4本入り", "乾電池 単3 8本入"),
    ("Pilas AA paquete de 4", "Piles AA lot de 8"),
    ("纸巾 3包 10片装", "纸巾 20片装"),
    ("Case for iPhone 15", "Case for iPhone 15 Pro"),
    ("Galaxy S21 Ultra 5G", "Galaxy S21 5G"),
    ("Galaxy S21+ cover", "Galaxy S21 cover"),
    ("iPad mini 64GB", "iPad Air 64GB"),
    ("iPhone 15 プロ ケース", "iPhone 15 ケース"),
    ("Чехол iPhone 15 Про Макс", "Чехол iPhone 15 Про"),
    ("غطاء iPhone 15 برو", "غطاء iPhone 15"),
    ("iPhone 5s 16GB", "iPhone 5 16GB"),
    ("Canon EOS 5D Mark II", "Canon EOS 5D Mark IV"),
    ("Charger 20W EU plug", "Charger 20W UK plug"),
    ("充电器 20W 欧规", "充电器 20W 英规"),
    ("Drill 18V with battery", "Bohrschrauber 18V ohne Akku"),
    ("Kettle 110V", "Kettle 230V"),
    ("ThinkPad keyboard QWERTZ", "ThinkPad keyboard QWERTY"),
    ("RTX 4070 Ti 12GB", "RTX 4070 12GB"),
    ("Xiaomi Redmi Note 12 Pro Plus", "Xiaomi Redmi Note 12 Pro"),
    ("Power bank 10000mAh", "Power bank 20000 mAh"),
    ("Kaffee 1 kg", "Coffee 500 g"),
    ("Perceuse 18 V d’occasion", "Perceuse 18 V"),
    ("Noise cancelling headphones Gen 2", "Noise cancelling headphones 3rd generation"),
    ("Перчатки размер M", "Gloves size L"),
    ("قفازات مقاس L", "Gloves size M"),
    ("Gloves nitrile M (100 pcs)", "Gloves nitrile L (100 pcs)"),
    ("Luvas nitrilo tam. M", "Luvas nitrilo tam. G / L"),
]
NO_VARIANTS = [
    ("Watch Max Bill unisex, men", "Watch Max Bill women"),
    ("Monitor HP 23 inch", "Monitor HP 24"),
    ("Screw M8 x 40 A2", "Screw M8x40 A2 DIN 933"),
    ("Door lock left", "Door lock"),
    ("Insulated bottle 0.75 l black", "Isolierflasche 750 ml schwarz"),
    ("Screws M8 x 40 100 pcs", "Schraube M8x40 100 Stück"),
    ("Cleaner used for kitchens 500 ml", "Kitchen cleaner 500 ml"),
    ("Box L x W x H 30x20x10 cm", "Box 30x20x10 cm M"),
    ("Charger 100-240V", "Charger 230V"),
    ("Mug 330 ml, 24 pcs/carton", "Mug 330 ml, 36 pcs per carton"),
    ("Bosch GSR 12V max. 30 Nm", "Bosch GSR 12V"),
    ("Water filter 25 oz", "Water filter 740 ml"),
    ("Case for iPhone 15 / 15 Pro", "Case for iPhone 15"),
    ("皮革翻新膏 100g", "Leather renovator 100 g"),
    ("Tesla Model S charger", "Tesla Model S charger 11kW"),
    ("Aceite usado para motores", "Aceite motor"),
    ("Bucket 5 L", "Eimer 5L"),
    ("Kit mains libres", "Kit"),
    ("Samsung S 24", "Samsung S24"),
    ("Lámpara LED 9W E27", "LED lamp E27 9 W"),
]


def said(one: Offer) -> Variant:
    return profile(one, factors={}).variant


@pytest.mark.parametrize(("one", "other"), VARIANTS)
def test_variants_of_a_thing_contradict_each_other_from_either_side(one: str, other: str) -> None:
    assert contradictions(said(offer(one)), said(offer(other)))
    assert contradictions(said(offer(other)), said(offer(one)))


@pytest.mark.parametrize(("one", "other"), NO_VARIANTS)
def test_other_words_for_one_thing_contradict_nothing(one: str, other: str) -> None:
    assert contradictions(said(offer(one)), said(offer(other))) == ()


def with_attribute(title: str, name: str, value: str) -> Offer:
    made = offer(title, supplier="Other")
    return replace(made, attributes=(Attribute(name=name, value=value, origin=made.origin),))


@pytest.mark.parametrize(
    ("name", "value", "other"),
    [
        ("Zustand", "Gebraucht", "T-Shirt schwarz"),
        ("condition", "refurbished", "T-shirt black"),
        ("Größe", "XL", "T-Shirt schwarz Gr. M"),
        ("taille", "42", "T-shirt noir taille 44"),
        ("サイズ", "L", "Tシャツ 黒 Mサイズ"),
    ],
)
def test_what_a_column_says_of_the_variant_counts_as_what_the_title_says(
    name: str, value: str, other: str
) -> None:
    assert contradictions(said(with_attribute("T-shirt black", name, value)), said(offer(other)))


def test_a_column_that_says_new_is_no_contradiction() -> None:
    assert (
        contradictions(said(with_attribute("T-shirt black", "condition", "new")), said(offer("T-shirt")))
        == ()
    )


def numbered(title: str, *, supplier: str = "Nord", brand: str = "", mpn: str = "", gtin: str = "") -> Offer:
    return replace(
        offer(title, supplier=supplier),
        brand=sourced(brand, "Q2") if brand else None,
        mpn=sourced(mpn, "R2") if mpn else None,
        gtin=sourced(gtin, "S2") if gtin else None,
    )


def test_one_manufacturer_s_number_does_not_make_a_refurbished_drill_a_new_one() -> None:
    new = profile(numbered("Makita DHP482 drill", brand="Makita", mpn="DHP482"), factors={})
    old = profile(
        numbered("Makita DHP482 generalüberholt", brand="Makita", mpn="DHP482", supplier="Other"), factors={}
    )
    assert sure_of(new, old, 0.99) <= 0.05


def test_one_gtin_of_two_sizes_is_a_mistake_of_one_of_them_and_stays_a_suggestion() -> None:
    small = profile(numbered("T-shirt black S", gtin="4006381333931"), factors={})
    large = profile(numbered("T-shirt black XL", gtin="4006381333931", supplier="Other"), factors={})
    assert 0.2 <= sure_of(small, large, 0.9) <= 0.5


def test_a_long_number_in_common_says_more_than_a_suffix() -> None:
    one = profile(offer("Muvi HD10 camcorder VCC-005-MUVI"), factors={})
    other = profile(offer("Muvi HD10 mini action camera VCC005MUVI", supplier="Other"), factors={})
    assert variants_against(one, other) == ()
