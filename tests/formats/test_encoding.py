"""The encoding of a price list is told from a few lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.formats.encoding import detect

LISTS = {
    "de": "Artikel;Bezeichnung;Preis\r\n0012;Edelstahl-Trinkflasche für Kinder, grün;3,50 €\r\n",
    "fr": "Référence;Désignation;Prix\r\n0012;Bouteille isotherme en acier – qualité supérieure;3,50 €\r\n",
    "es": "Código;Descripción;Precio\r\n0012;Botella térmica para niños, tamaño pequeño;3,50\r\n",
    "pt": "Código;Descrição;Preço\r\n0012;Garrafa térmica de aço inoxidável, não tóxica;3,50\r\n",
    "ru": "Артикул;Наименование;Цена\r\n0012;Бутылка из нержавеющей стали;3,50\r\n",
    "ar": "الرمز,الاسم,السعر\r\n0012,قارورة فولاذ معزولة,3.50\r\n",
    "zh": "货号,品名,单价(元)\r\n0012,不锈钢保温杯,3.50\r\n",
    "zh-Hant": "貨號,品名,單價\r\n0012,不鏽鋼保溫杯,3.50\r\n",
    "ja": "品番,商品名,価格\r\n0012,ステンレスボトル 食品用,350\r\n",
    "ko": "품번,상품명,가격\r\n0012,스테인리스 보온병,3500\r\n",
    "it": "Codice;Descrizione;Prezzo\r\n0012;Bottiglia di qualità, è più leggera;3,50\r\n",
    "pl": "Kod;Nazwa;Cena\r\n0012;Butelka stalowa żółta, śruba i łącznik;3,50\r\n",
}
LEGACY = [
    *(
        ("de", "cp1252"),
        ("fr", "cp1252"),
        ("es", "cp1252"),
        ("pt", "cp1252"),
        ("it", "cp850"),
        ("fr", "mac_roman"),
    ),
    *(("ru", "cp1251"), ("ru", "koi8_r"), ("ru", "cp866"), ("ar", "cp1256"), ("pl", "cp1250")),
    *(
        ("zh", "gb18030"),
        ("zh-Hant", "big5"),
        ("ja", "cp932"),
        ("ja", "euc_jp"),
        ("ja", "iso2022_jp"),
        ("ko", "cp949"),
    ),
]


@pytest.mark.parametrize(("language", "encoding"), LEGACY)
def test_two_lines_tell_the_encoding(language: str, encoding: str) -> None:
    data = LISTS[language].encode(encoding)
    found = detect(data)
    assert found is not None
    assert data.decode(found.encoding) == LISTS[language]


@pytest.mark.parametrize("language", LISTS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_is_told_in_every_language(language: str, encoding: str) -> None:
    data = LISTS[language].encode(encoding)
    found = detect(data)
    assert found is not None
    assert data.decode(found.encoding) == LISTS[language]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le", "cp932"])
@pytest.mark.parametrize("cut", [1, 2, 3])
def test_a_character_cut_at_the_end_of_the_sample_does_no_harm(encoding: str, cut: int) -> None:
    text = LISTS["ja"] * 3 + "保温"
    data = text.encode(encoding)[:-cut]
    found = detect(data)
    assert found is not None
    assert data.decode(found.encoding, "ignore")[:60] == text[:60]


def test_utf8_with_a_broken_byte_is_still_utf8_and_less_sure() -> None:
    found = detect((LISTS["ru"] * 3).encode() + b"caf\xe9\r\n")
    assert found is not None
    assert found.encoding == "utf-8"
    assert found.confidence < 0.95


def test_a_guess_on_little_text_is_not_called_sure() -> None:
    found = detect(b"name\nna\xefve\n")
    assert found is not None
    assert found.confidence < 0.99


@pytest.mark.parametrize(
    "data", [bytes(range(256)) * 20, b"\x00" * 100, b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01"]
)
def test_what_is_no_text_has_no_encoding(data: bytes) -> None:
    assert detect(data) is None


@given(st.binary(max_size=400))
def test_any_bytes_are_no_text_or_can_be_decoded_as_said(data: bytes) -> None:
    found = detect(data)
    if found is not None:
        assert isinstance(data.decode(found.encoding, "replace"), str)
        assert 0 < found.confidence <= 1


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=80))
def test_any_text_in_utf8_is_read_back(text: str) -> None:
    found = detect(text.encode())
    assert found is not None
    assert text.encode().decode(found.encoding).lstrip("\ufeff") == text.lstrip("\ufeff")


@pytest.mark.parametrize("encoding", ["gb18030", "big5", "cp932"])
@pytest.mark.parametrize("place", [60, 61, 100, 200])
def test_one_broken_byte_in_a_long_list_does_not_make_it_arabic(encoding: str, place: int) -> None:
    """The whole list was read as Windows-1256 without a word."""
    lines = "".join(f"A-{number},不銹鋼水杯{number},{number}.50\r\n" for number in range(1, 40))
    damaged = bytearray(lines.encode(encoding, "ignore"))
    damaged[place] = 0xFF
    found = detect(bytes(damaged))
    assert found is not None
    assert found.encoding == encoding
