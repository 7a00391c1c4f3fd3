"""What a thing is for is not what it is: compatible toner, cases for phones, in nine languages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dragoman.matching.certainty import fits_against, sure_of
from dragoman.matching.fitting import Fit, fit, goes_in_place_of, is_made_for
from dragoman.matching.profile import profile
from dragoman.model import Offer
from dragoman.normalise.text import fold
from dragoman.testing.offers import offer, sourced

COMPATIBLE = [
    "toner compatible with HP LaserJet M404",
    "Toner HP CF259A compatible",
    "Compatible HP CF259A toner cartridge black",
    "Replacement for HP CF259A toner",
    "Toner kompatibel mit HP LaserJet M404",
    "Kompatibler Toner HP CF259A schwarz",
    "Cartouche toner compatible HP CF259A noir",
    "Tóner compatible con HP LaserJet Pro M404",
    "Toner compatível com HP M404",
    "Тонер совместимый с HP LaserJet M404",
    "حبر متوافق مع HP LaserJet M404",
    "HP LaserJet M404 互換 トナーカートリッジ",
    "兼容 HP CF259A 硒鼓",
]
ORIGINAL = [
    "HP 59A toner CF259A black",
    "Original HP CF259A toner for LaserJet M404",
    "HP LaserJet M404 Toner CF259A",
]
CASES = [
    "case for iPhone 15",
    "Hülle für iPhone15",
    "Coque pour iPhone 15",
    "Funda para iPhone 15",
    "Capa para iPhone 15",
    "Чехол для iPhone 15",
    "غطاء لـ iPhone 15",
    "iPhone15用ケース",
    "手机壳 适用 iPhone 15",
]


def parted(title: str) -> Fit:
    return fit(fold(title))


@pytest.mark.parametrize("compatible", COMPATIBLE)
@pytest.mark.parametrize("original", ORIGINAL)
def test_what_is_compatible_goes_in_the_place_of_the_original(compatible: str, original: str) -> None:
    one, other = parted(compatible), parted(original)
    assert goes_in_place_of(one, other, brands=frozenset({"hp"}))
    assert not goes_in_place_of(other, one, brands=frozenset({"hp"}))
    assert not goes_in_place_of(one, one, brands=frozenset({"hp"}))


def test_a_maker_s_own_thing_that_is_compatible_with_something_is_its_own() -> None:
    one, other = parted("Logitech K120 keyboard compatible with Windows 10"), parted("Logitech K120 keyboard")
    assert not goes_in_place_of(one, other, brands=frozenset({"logitech"}))


@pytest.mark.parametrize("case", CASES)
def test_a_case_is_for_a_phone_and_is_none(case: str) -> None:
    assert is_made_for(parted(case), parted("Apple iPhone 15 128GB"))
    assert not is_made_for(parted(case), parted("Case for iPhone 15"))


@pytest.mark.parametrize("one", CASES)
@pytest.mark.parametrize("other", ["Case for iPhone 14", "Case for iPhone 15 Pro", "Case for iPhone 15 Plus"])
def test_cases_for_other_models_are_other_products(one: str, other: str) -> None:
    a, b = profile(offer(one), factors={}), profile(offer(other, supplier="Other"), factors={})
    assert sure_of(a, b, 0.86) <= 0.05


def test_a_compatible_toner_under_the_brand_and_number_of_the_original_is_another_product() -> None:
    def toner(title: str, supplier: str) -> Offer:
        made = offer(title, supplier=supplier)
        return replace(made, brand=sourced("HP", "Q2"), mpn=sourced("CF259A", "Q2"))

    a, b = (
        profile(toner(title, supplier), factors={})
        for title, supplier in (
            ("Toner compatible with HP LaserJet M404", "Nord"),
            ("HP 59A toner CF259A", "Sud"),
        )
    )
    assert fits_against(a, b) == "one is compatible with what the other is"
    assert sure_of(a, b, 0.99) <= 0.05


def test_a_case_in_two_languages_is_one_case() -> None:
    a = profile(offer("手机壳 适用 iPhone 15", language="zh"), factors={})
    for other in CASES:
        assert fits_against(a, profile(offer(other, supplier="Other"), factors={})) == ""


def test_a_toner_for_a_printer_is_not_the_printer_though_no_kind_is_known() -> None:
    a = profile(offer("Drucker HP M404dn", language="de"), factors={})
    b = profile(offer("Toner für HP M404dn", language="de", supplier="Other"), factors={})
    assert fits_against(a, b) == "one is made for what the other is"


def test_a_number_in_common_says_more_than_what_a_thing_is_for() -> None:
    a = profile(offer("Speaker dock for iPod and iPhone ICFC1IPMK2BLK"), factors={})
    b = profile(offer("Sony ipod dock clock radio black ICFC1IPMK2BLK", supplier="Other"), factors={})
    assert fits_against(a, b) == ""
