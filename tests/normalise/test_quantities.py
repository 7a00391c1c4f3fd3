"""Counts, packs, lead times, terms, dates, numbers of articles, places, measures: cells as suppliers write them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from dragoman.model import Quantity
from dragoman.normalise.quantities.counts import parse_count
from dragoman.normalise.quantities.dates import parse_date
from dragoman.normalise.quantities.identifiers import parse_gtin, parse_hs
from dragoman.normalise.quantities.incoterm import parse_incoterm
from dragoman.normalise.quantities.lead_time import find_lead_times, parse_lead_time
from dragoman.normalise.quantities.money import parse_money
from dragoman.normalise.quantities.packs import parse_pack
from dragoman.normalise.quantities.physical import find_physical, parse_physical
from dragoman.normalise.quantities.places import parse_country
from dragoman.normalise.quantities.terms import parse_certificates


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("500", "500", "piece"),
        ("500 pcs", "500", "piece"),
        ("2 ctns", "2", "carton"),
        ("1 carton (24 pcs)", "1", "carton"),
        ("2 caixas (24 un.)", "2", "carton"),
        ("起订量500件", "500", "piece"),
        ("500个起", "500", "piece"),
        ("最低500個", "500", "piece"),
        ("1万个", "10000", "piece"),
        ("≥500", "500", "piece"),
        ("500+", "500", "piece"),
        ("MOQ: 1,000 pcs", "1000", "piece"),
        ("1.000 Stk", "1000", "piece"),
        ("mind. 5 Karton", "5", "carton"),
        ("от 100 шт", "100", "piece"),
        ("1 000 шт.", "1000", "piece"),
        ("١٠٠ قطعة", "100", "piece"),
        ("10 boîtes", "10", "box"),
        ("10 dz", "120", "piece"),
        ("1 milheiro", "1000", "piece"),
        ("5k", "5000", "piece"),
        ("20 kg", "20", "kg"),
        ("1 FCL", "1", "container"),
        ("1ケース", "1", "carton"),
    ],
)
def test_a_count_is_read_with_its_unit(text: str, value: str, unit: str) -> None:
    found = parse_count(text)
    assert found is not None
    assert found.value == Quantity(value=Decimal(value), unit=unit)
    assert found.confidence == 1.0


@pytest.mark.parametrize(
    ("text", "value", "note"),
    [
        ("500-1000", "500", "low end"),
        ("500 / color", "500", "'color'"),
        ("500pcs per color", "500", "'per color'"),
        ("12x6", "12", "'x'"),
    ],
)
def test_a_count_with_more_beside_it_is_less_sure(text: str, value: str, note: str) -> None:
    found = parse_count(text)
    assert found is not None
    assert found.value.value == Decimal(value)
    assert found.confidence < 1
    assert note in found.note


@pytest.mark.parametrize(
    "text", ["", "0", "-5", "none", "no MOQ", "1e3", "1,5", "free choice of 3 or 4", "A4"]
)
def test_other_cells_are_no_count(text: str) -> None:
    assert parse_count(text) is None


@pytest.mark.parametrize(
    ("text", "unit", "value", "inner"),
    [
        ("24 pcs/ctn", "carton", "24", "piece"),
        ("24/ctn", "carton", "24", "piece"),
        ("1 carton = 24 pcs", "carton", "24", "piece"),
        ("Karton à 24 Stück", "carton", "24", "piece"),
        ("24個/箱", "carton", "24", "piece"),
        ("每箱24个", "carton", "24", "piece"),
        ("24 шт/кор", "carton", "24", "piece"),
        ("caja de 24 uds", "carton", "24", "piece"),
        ("caisse de 24", "carton", "24", "piece"),
        ("كرتون 24 قطعة", "carton", "24", "piece"),
        ("VPE 24", "pack", "24", "piece"),
        ("2 doz/ctn", "carton", "24", "piece"),
        ("50m/roll", "roll", "50", "m"),
        ("12 pairs/box", "box", "12", "pair"),
        ("12 boxes/carton", "carton", "12", "box"),
        ("1 carton of 12 boxes", "carton", "12", "box"),
    ],
)
def test_a_pack_is_read_with_what_it_holds(text: str, unit: str, value: str, inner: str) -> None:
    found = parse_pack(text)
    assert found is not None
    assert (found.value.unit, found.value.contains) == (unit, Quantity(value=Decimal(value), unit=inner))
    assert found.confidence == 1.0


@pytest.mark.parametrize(
    ("text", "value", "note"),
    [
        ("24", "24", "no packing unit"),
        ("12x6", "72", "72 in all"),
        ("4 x 6 pcs", "24", "24 in all"),
        ("1 x 24", "24", "no packing unit"),
        ("24 pcs per inner box, 96 pcs/ctn", "96", "several packings"),
        ("1个/彩盒，24个/箱", "24", "several packings"),
    ],
)
def test_a_pack_that_is_guessed_says_so(text: str, value: str, note: str) -> None:
    found = parse_pack(text)
    assert found is not None
    assert found.value.contains.value == Decimal(value)
    assert found.confidence < 1
    assert note in found.note


@pytest.mark.parametrize("text", ["", "polybag", "6/24", "-24", "0"])
def test_other_cells_are_no_pack(text: str) -> None:
    assert parse_pack(text) is None


LEAD_TIMES = [
    ("3-4 Wochen", 21, 28),
    ("ca. 4 Wo.", 28, 28),
    ("15天", 15, 15),
    ("15~20天", 15, 20),
    ("十五天", 15, 15),
    ("一周", 7, 7),
    ("2 to 3 weeks", 14, 21),
    ("15-20 days after deposit", 15, 20),
    ("stock: 3 days", 3, 3),
    ("1-2 months", 30, 60),
    ("3 Monate", 90, 90),
    ("5 días", 5, 5),
    ("30 dias", 30, 30),
    ("3 semaines", 21, 21),
    ("2週間", 14, 14),
    ("約3週間", 21, 21),
    ("15 дней", 15, 15),
    ("3 недели", 21, 21),
    ("٣ أسابيع", 21, 21),
    ("أسبوعين", 14, 14),
    ("15 يوما", 15, 15),
    ("45-60", 45, 60),
    ("same day", 0, 0),
    ("1 year", 365, 365),
]


@pytest.mark.parametrize(("text", "low", "high"), LEAD_TIMES)
def test_a_lead_time_is_a_range_of_calendar_days(text: str, low: int, high: int) -> None:
    found = parse_lead_time(text)
    assert found is not None
    assert (found.value.min_days, found.value.max_days) == (low, high)
    assert found.confidence == 1.0


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("10 Werktage", 14, 14),
        ("10 working days", 14, 14),
        ("15个工作日", 21, 21),
        ("10営業日", 14, 14),
        ("30 jours ouvrés", 42, 42),
        ("15 dias úteis", 21, 21),
        ("10 días hábiles", 14, 14),
        ("7-10 рабочих дней", 10, 14),
    ],
)
def test_working_days_become_calendar_days_with_a_note(text: str, low: int, high: int) -> None:
    found = parse_lead_time(text)
    assert found is not None
    assert (found.value.min_days, found.value.max_days) == (low, high)
    assert "working days" in found.note


@pytest.mark.parametrize(
    "text",
    ["in stock", "ab Lager", "sofort", "现货", "在庫あり", "en stock", "imediato", "в наличии", "متوفر"],
)
def test_in_stock_is_a_guess_of_a_week_at_most(text: str) -> None:
    found = parse_lead_time(text)
    assert found is not None
    assert (found.value.min_days, found.value.max_days) == (0, 7)
    assert found.confidence < 1
    assert found.note


@pytest.mark.parametrize(
    "text",
    ["out of stock", "not in stock", "nicht auf Lager", "缺货", "在庫なし", "agotado", "rupture de stock", "нет в наличии", "غير متوفر", "on request", "KW 12", "2026-03-01", ""],
)  # fmt: skip
def test_what_is_not_there_has_no_lead_time(text: str) -> None:
    assert parse_lead_time(text) is None


@pytest.mark.parametrize(
    ("text", "note"), [("6+ weeks", "no longest"), ("8 weeks (stock: 3 days)", "several spans")]
)
def test_a_lead_time_that_says_more_is_less_sure(text: str, note: str) -> None:
    found = parse_lead_time(text)
    assert found is not None
    assert found.confidence < 1
    assert note in found.note


def test_hours_of_a_question_are_no_lead_time() -> None:
    assert find_lead_times("保温24小时, 2 years warranty") == []


INCOTERMS = [
    ("FOB Ningbo", "FOB", "Ningbo", "CN"),
    ("fob ningbo, china", "FOB", "ningbo", "CN"),
    ("FOB宁波", "FOB", "Ningbo", "CN"),
    ("宁波FOB", "FOB", "Ningbo", "CN"),
    ("EXW Works Stuttgart", "EXW", "Works Stuttgart", "DE"),
    ("DDP", "DDP", None, None),
    ("CIF Hamburg Incoterms 2020", "CIF", "Hamburg", "DE"),
    ("DAP Lyon (France)", "DAP", "Lyon", "FR"),
    ("CIP Aeropuerto de Bilbao", "CIP", "Aeropuerto de Bilbao", "ES"),
    ("CPT Москва", "CPT", "Moscow", "RU"),
    ("FOB Santos - Brasil", "FOB", "Santos", "BR"),
    ("CIF Jebel Ali", "CIF", "Jebel Ali", "AE"),
    ("FOB 横浜", "FOB", "Yokohama", "JP"),
    ("FOB any Chinese port", "FOB", "any Chinese port", None),
]


@pytest.mark.parametrize(("text", "term", "place", "country"), INCOTERMS)
def test_a_term_of_delivery_is_read_with_its_place(
    text: str, term: str, place: str | None, country: str | None
) -> None:
    found = parse_incoterm(text)
    assert found is not None
    assert (found.value.incoterm, found.value.place, found.value.country) == (term, place, country)
    assert found.confidence == 1.0


@pytest.mark.parametrize(
    ("text", "term", "note"),
    [
        ("Ab Werk Stuttgart", "EXW", "read as EXW"),
        ("frei Haus", "DAP", "read as DAP"),
        ("离岸价 上海", "FOB", "read as FOB"),
        ("франко-завод Казань", "EXW", "read as EXW"),
        ("تسليم المصنع", "EXW", "read as EXW"),
        ("工場渡し 大阪", "EXW", "read as EXW"),
        ("DDU Wien", "DAP", "left the Incoterms"),
        ("C&F Mombasa", "CFR", "read as CFR"),
        ("FOB or CIF", "FOB", "also CIF"),
        ("EXW Ningbo; FOB Shanghai", "EXW", "also FOB"),
    ],
)
def test_a_term_in_other_words_or_one_of_several_says_so(text: str, term: str, note: str) -> None:
    found = parse_incoterm(text)
    assert found is not None
    assert found.value.incoterm == term
    assert found.confidence < 1
    assert note in found.note


@pytest.mark.parametrize("text", ["", "DELIVERED", "fasten", "FOBBER", "T/T 30 days"])
def test_other_words_are_no_term_of_delivery(text: str) -> None:
    assert parse_incoterm(text) is None


@pytest.mark.parametrize(
    "text",
    ["2026-12-31", "31.12.2026", "31/12/2026", "12/31/2026", "31.12.26", "20261231", "2026/12/31", "2026年12月31日", "31 décembre 2026", "31 de diciembre de 2026", "31 de dezembro de 2026", "31. Dezember 2026", "Dec 31, 2026", "31-Dec-26", "31-Dec-2026", "31 декабря 2026 г.", "٣١ ديسمبر ٢٠٢٦", "until 31.12.2026", "2026-12-31T00:00:00Z"],
)  # fmt: skip
def test_a_date_is_read_in_nine_languages(text: str) -> None:
    found = parse_date(text)
    assert found is not None
    assert (found.value, found.confidence) == (date(2026, 12, 31), 1.0)


def test_a_date_that_could_be_two_says_so() -> None:
    found = parse_date("03/04/2026")
    assert found is not None
    assert found.value == date(2026, 4, 3)
    assert found.confidence < 1
    assert "other way round" in found.note


@pytest.mark.parametrize("text", ["", "46022", "2026-13-45", "30 days", "Q4 2026", "31.02.2026", "mars 2026"])
def test_other_cells_are_no_date(text: str) -> None:
    assert parse_date(text) is None


@pytest.mark.parametrize(
    ("text", "gtin"),
    [
        ("4006381333931", "4006381333931"),
        ("0095205603217", "0095205603217"),
        ("04006381333931", "04006381333931"),
        ("095205603217", "095205603217"),
        ("96385074", "96385074"),
        ("4 006381 333931", "4006381333931"),
        ("'4006381333931", "4006381333931"),
        ("4006381333931.0", "4006381333931"),
        ("EAN: 4006381333931", "4006381333931"),
        ("ISBN 9783161484100", "9783161484100"),
        ("٤٠٠٦٣٨١٣٣٣٩٣١", "4006381333931"),
    ],
)
def test_a_gtin_keeps_its_leading_zeros(text: str, gtin: str) -> None:
    found = parse_gtin(text)
    assert found is not None
    assert (found.value, found.confidence) == (gtin, 1.0)


def test_a_gtin_whose_check_digit_does_not_fit_is_hardly_believed() -> None:
    found = parse_gtin("4006381333932")
    assert found is not None
    assert found.confidence < 0.5
    assert "check digit" in found.note


def test_leading_zeros_that_a_spreadsheet_dropped_come_back_where_the_check_digit_then_fits() -> None:
    found = parse_gtin("95205603217")
    assert found is not None
    assert (found.value, found.confidence) == ("095205603217", 0.7)
    assert "leading zeros" in found.note
    assert parse_gtin("95205603218") is None


@pytest.mark.parametrize(
    "text", ["", "none", "12345", "4.006381e+12", "4,00638E+12", "0000000000000", "AB4006381333"]
)
def test_other_cells_are_no_gtin(text: str) -> None:
    assert parse_gtin(text) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [("7323.93", "732393"), ("7323 93 00", "73239300"), ("HS 7323.93", "732393"), ("8516.10.80.00", "8516108000"), ("0101.21", "010121")],
)  # fmt: skip
def test_an_hs_code_is_read_without_its_dots(text: str, code: str) -> None:
    found = parse_hs(text)
    assert found is not None
    assert (found.value, found.confidence) == (code, 1.0)


@pytest.mark.parametrize(
    ("text", "code", "lost"), [("101.21", "010121", "leading"), ("7323.9", "732390", "last")]
)
def test_a_zero_of_an_hs_code_that_a_spreadsheet_dropped_comes_back_with_a_note(
    text: str, code: str, lost: str
) -> None:
    found = parse_hs(text)
    assert found is not None
    assert found.value == code
    assert found.confidence < 1
    assert lost in found.note


@pytest.mark.parametrize("text", ["", "7323", "n/a", "7323.93 / 7323.94", "12"])
def test_other_cells_are_no_hs_code(text: str) -> None:
    assert parse_hs(text) is None


@pytest.mark.parametrize(
    ("text", "country"),
    [("China", "CN"), ("中国", "CN"), ("P.R.C.", "CN"), ("CHN", "CN"), ("DE", "DE"), ("Alemania", "DE"), ("Allemagne", "DE"), ("Alemanha", "DE"), ("Германия", "DE"), ("ألمانيا", "DE"), ("ドイツ", "DE"), ("Made in Germany", "DE"), ("hecho en México", "MX"), ("Türkiye", "TR"), ("Shenzhen, China", "CN"), ("Ningbo", "CN")],
)  # fmt: skip
def test_a_country_is_read_in_nine_languages(text: str, country: str) -> None:
    found = parse_country(text)
    assert found is not None
    assert found.value == country


@pytest.mark.parametrize("text", ["", "EU", "Vietnam/China", "various", "x" * 200])
def test_no_country_is_guessed_of_several_or_none(text: str) -> None:
    assert parse_country(text) is None


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("CE, RoHS, LFGB", ["ce", "rohs", "lfgb"]),
        ("CE/FCC/RoHS", ["ce", "fcc", "rohs"]),
        ("CE认证", ["ce"]),
        ("EAC, ГОСТ Р", ["eac", "gost"]),
        ("食品衛生法適合", ["food_sanitation_jp"]),
        ("lebensmittelecht", ["food_contact"]),
        ("حلال", ["halal"]),
        ("нет", []),
        ("none", []),
        ("ABC-99 approval", ["ABC-99 approval"]),
    ],
)
def test_certificates_are_codes_or_the_suppliers_own_words(text: str, codes: list[str]) -> None:
    assert [one.value for one in parse_certificates(text)] == codes


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("0.75 l", "0.75", "L"),
        ("0,75 L", "0.75", "L"),
        ("750 ML", "750", "mL"),
        ("750毫升", "750", "mL"),
        ("٧٥٠ مل", "750", "mL"),
        ("750 мл", "750", "mL"),
        ("25 oz", "25", "[oz_av]"),
        ("25.4 fl oz", "25.4", "[foz_us]"),
        ('1/2"', "0.5", "[in_i]"),
        ("1 1/2 inch", "1.5", "[in_i]"),
        ('1½"', "1.5", "[in_i]"),
        ("½ inch", "0.5", "[in_i]"),
        ('1-1/2"', "1.5", "[in_i]"),
        ("１／２ kg", "0.5", "kg"),
        ("½ mm", "0.5", "mm"),
        ("1/16 kg", "0.0625", "kg"),
        ("0,5kg", "0.5", "kg"),
        ("250gsm", "250", "g/m2"),
        ("2,4 GHz", "2.4", "GHz"),
    ],
)
def test_a_measure_is_read_with_its_unit(text: str, value: str, unit: str) -> None:
    found = parse_physical(text)
    assert found is not None
    assert found.value == Quantity(value=Decimal(value), unit=unit)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "10 x 20 cm",
        "10-20 cm",
        "M8",
        "18/10",
        "-5 g",
        "0 g",
        "5 lbs 3 oz",
        "12/24 V",
        "24/7 h",
        "6/8 mm",
        "5/8 mm",
        "2/4 kg",
    ],
)
def test_several_measures_or_none_are_no_measure(text: str) -> None:
    assert parse_physical(text) is None


def test_a_measure_whose_mark_could_part_thousands_says_so() -> None:
    found = parse_physical("1.500 g")
    assert found is not None
    assert found.confidence < 1
    assert parse_physical("1.500 g", decimal=",") is not None


@pytest.mark.parametrize(
    ("text", "amount"),
    [(".99", "0.99"), ("$.50", "0.50"), ("USD .5 / kg", "0.5"), (",75", "0.75"), (".99-1.20", "0.99")],
)
def test_a_price_that_begins_with_its_decimal_mark_is_less_than_one(text: str, amount: str) -> None:
    found = parse_money(text, currency="USD")
    assert found is not None
    assert found.value.low.amount == Decimal(amount)


def test_a_point_behind_a_word_is_no_decimal_mark() -> None:
    (found,) = find_physical("no.5 kg")
    assert found.value == Quantity(value=Decimal(5), unit="kg")


def test_a_fraction_is_read_alike_in_a_cell_and_in_running_text() -> None:
    for text in ("1/6 kg", "1 1/2 inch", "⅙ l", "1-1/4 in", "２/３ kg"):
        (found,) = find_physical(f"Beutel, {text}")
        cell = parse_physical(text)
        assert cell is not None
        assert found.value == cell.value
    assert [str(one.value.value) for one in find_physical("hose 6/8 mm")] == ["8"]
    assert parse_physical("½", unit="kg") is not None


def test_a_moment_holds_no_tonnes() -> None:
    assert find_physical("2025-04-30T09:41:02.053Z") == []
    assert [one.value.unit for one in find_physical("30t on 2025-04-30T09:41")] == ["t"]
