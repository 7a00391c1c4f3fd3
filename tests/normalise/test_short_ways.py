"""The short ways for plain cells say what the long ways say: nothing is read otherwise because it is read fast."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from inspect import unwrap

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reading import Reading, read_csv
from stdnum import ean

from dragoman.normalise import languages, prices
from dragoman.normalise.quantities import money, physical
from dragoman.normalise.quantities.identifiers import is_gtin, parse_gtin
from dragoman.normalise.quantities.money import currency_of, parse_money
from dragoman.normalise.quantities.numbers import DecimalMark, parse_number, plain_number
from dragoman.normalise.quantities.physical import parse_physical
from dragoman.vocabulary.currencies import currency_in

MARKS = st.sampled_from([".", ",", None])
PLAIN = st.one_of(
    st.decimals(min_value=0, max_value=Decimal(10) ** 14, places=2).map(str),
    st.integers(min_value=0, max_value=10**18).map(str),
    st.from_regex(r"[0-9]{1,6}([.,][0-9]{0,4})?", fullmatch=True),
)
WRITTEN = st.one_of(
    PLAIN,
    st.from_regex(
        r"-?(US\$|€|EUR|kr)? ?[0-9]{1,5}([.,' ][0-9]{1,3}){0,2} ?(USD|€|/ pc|per 100|-|%|\+|[0-9])?",
        fullmatch=True,
    ),
    st.text(alphabet="0123456789.,-+ '$€eEx/%٣万", max_size=10),
)


@given(text=st.one_of(WRITTEN, st.text(max_size=12)), mark=MARKS)
def test_a_plain_number_is_the_same_whatever_the_tables_mark(text: str, mark: DecimalMark | None) -> None:
    plain = plain_number(text)
    if plain is not None:
        assert repr(plain) == repr(parse_number(text, decimal=mark))


@given(text=PLAIN, currency=st.sampled_from(["EUR", "JPY", "KWD", "XXX"]), mark=MARKS)
def test_a_plain_number_is_an_amount_without_doubt(
    text: str, currency: str, mark: DecimalMark | None
) -> None:
    plain = plain_number(text)
    found = parse_money(text, currency=currency, decimal=mark)
    if plain is not None:
        assert found is not None
        assert repr(found.value.low.amount) == repr(plain)
        assert (found.value.low.currency, found.value.high, found.value.basis) == (currency, None, None)
        assert (found.confidence, found.note) == (1.0, "")


HEADS = (
    "SKU;Product name;Price",
    "SKU;Product name;Price EUR",
    "SKU;Product name;Price $;Currency",
    "SKU;Product name;Preis / 100 Stück;Currency",
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(
    head=st.sampled_from(HEADS),
    written=st.lists(
        st.tuples(WRITTEN, st.sampled_from(["USD", "EUR", "$", "JPY", "?", ""])), min_size=1, max_size=12
    ),
)
def test_offers_are_the_same_without_the_short_way_for_prices(
    monkeypatch: pytest.MonkeyPatch, head: str, written: list[tuple[str, str]]
) -> None:
    columns = head.count(";") + 1
    rows = [
        ";".join([f"A{number}", "Travel mug", price.replace(";", ","), currency][:columns])
        for number, (price, currency) in enumerate(written)
    ]
    short = read_csv(head, *rows)
    with monkeypatch.context() as patched:
        patched.setattr(prices, "plain_number", lambda _text: None)
        long = read_csv(head, *rows)
    assert _said(short) == _said(long)


def _said(reading: Reading) -> list[str]:
    return [repr(one) for one in (*reading.offers, *reading.problems)]


@given(digits=st.from_regex(r"[0-9]{6,15}", fullmatch=True))
def test_a_check_digit_fits_where_the_standard_says_so(digits: str) -> None:
    padded = digits.zfill(13) if len(digits) == 12 else digits
    assert is_gtin(digits) == (len(digits) in {12, 13, 14} and bool(ean.is_valid(padded)))


@given(digits=st.one_of(st.from_regex(r"[0-9]{5,15}", fullmatch=True), st.text(alphabet="0", max_size=14)))
def test_a_number_without_a_label_is_read_as_with_one(digits: str) -> None:
    whole = digits + str(ean.calc_check_digit(digits)) if digits else digits
    for text in (digits, whole):
        bare, labelled = parse_gtin(text), parse_gtin(f"EAN: {text}")
        if bare is not None:
            assert labelled is not None
            assert replace(labelled, end=bare.end) == bare
        else:
            assert labelled is None


@pytest.mark.parametrize("text", ["४००६३८१३३३९३१", "²²²²²²²²", "፩፩፩፩፩፩፩፩"])
def test_digits_of_other_scripts_never_fit_without_being_folded(text: str) -> None:
    found = parse_gtin(text)
    assert found is None or found.confidence < 0.5 or found.value.isascii()


@given(text=st.text(alphabet=st.characters(max_codepoint=127), max_size=60))
def test_ascii_tells_no_language_by_its_script(text: str) -> None:
    counts = [
        one.findall(text) for one in (languages._KANA, languages._HAN, languages._ARABIC, languages._CYRILLIC)
    ]
    assert not any(counts)
    assert languages.by_script(text) is None


PIECES = st.sampled_from(
    ["€", "$", "US$", "USD", "¥", "元", "円", "kr", "Rs.", "ct", "¢", "万", "/", "/ pc", "per", "je", "each", "(", ")", "pcs", "kg", "g", "ml", "mm", "m2", "m²", "½", "ａ", "x", "dz", "doz", "dozen", "-", "–", "~", "%", "ab", "from", ".", ",", "'", ":", "@", ">", "FOB", "Ningbo", "inkl. MwSt.", "€/kg", "от", "руб.", "шт", "每", "个", "k", "e", "E+12", "no.", "\u00a0", " ", "  ", "\n", "_", "+", "A", "V", "in", "12 В", "Cat"]
)  # fmt: skip
NUMBERS = st.one_of(
    st.from_regex(r"[0-9]{1,7}([.,][0-9]{1,3})?", fullmatch=True),
    st.from_regex(r"[0-9]{1,3}(\.[0-9]{3}){1,2}(,[0-9]{1,3})?", fullmatch=True),
    st.from_regex(r"[0-9]{1,3}(,[0-9]{3}){1,2}(\.[0-9]{1,3})?", fullmatch=True),
    st.sampled_from(["0", "0.00", "1", "10", "100", "1e3", "٣", "１２", "007", "0,5", "999999999999999999"]),
)
CELLS = st.one_of(
    st.tuples(st.lists(PIECES, max_size=3), NUMBERS, st.lists(PIECES, max_size=3)).map(
        lambda parts: "".join((*parts[0], parts[1], *parts[2]))
    ),
    st.lists(st.one_of(PIECES, NUMBERS), max_size=6).map("".join),
    st.lists(st.one_of(PIECES, NUMBERS), max_size=6).map(" ".join),
)


@settings(max_examples=400)
@given(
    text=CELLS,
    currency=st.sampled_from(["EUR", "USD", "JPY", "XXX", None]),
    country=st.sampled_from(["US", "JP", "MX", None]),
    mark=MARKS,
)
def test_money_of_a_form_is_the_money_of_its_cell(
    text: str, currency: str | None, country: str | None, mark: DecimalMark | None
) -> None:
    whole = unwrap(money._parse)(text, currency, country, mark)
    assert repr(parse_money(text, currency=currency, country=country, decimal=mark)) == repr(whole)


@settings(max_examples=300)
@given(text=CELLS, unit=st.sampled_from(["kg", "mm", None]), mark=MARKS)
def test_a_measure_of_a_form_is_the_measure_of_its_cell(
    text: str, unit: str | None, mark: DecimalMark | None
) -> None:
    whole = unwrap(physical._parse)(text, unit, mark)
    assert repr(parse_physical(text, unit=unit, decimal=mark)) == repr(whole)


@settings(max_examples=300)
@given(text=CELLS, country=st.sampled_from(["US", "JP", "MX", None]))
def test_a_currency_does_not_hang_on_the_digits_beside_it(text: str, country: str | None) -> None:
    assert currency_of(text, country=country) == currency_in(text, country=country)
