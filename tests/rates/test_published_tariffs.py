"""Readers of what others publish: USITC, the UK, TARIC and the European Central Bank, and rates as they are written."""

from __future__ import annotations

import io
import json
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from dragoman.errors import InputError
from dragoman.model import Money, Quantity, UnitPrice
from dragoman.ports import (
    AllOf,
    DutyMeasure,
    DutyQuestion,
    GreatestOf,
    LeastOf,
    NotUnderstood,
    Percent,
    RateExpression,
)
from dragoman.rates import ecb, taric, uk_tariff, usitc
from dragoman.rates.duty import DutyTable
from dragoman.rates.expression import read_rate
from dragoman.rates.tariff import Tariff

DAY = date(2026, 11, 20)


def percent(value: str) -> Percent:
    return Percent(value=Decimal(value))


def specific(amount: str, currency: str, per: str, unit: str) -> UnitPrice:
    return UnitPrice(
        money=Money(amount=Decimal(amount), currency=currency), per=Quantity(value=Decimal(per), unit=unit)
    )


# --------------------------------------------------------------------------------- rates as written


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("Free", percent("0")),
        ("free", percent("0")),
        ("0.000 %", percent("0.000")),
        ("6.7%", percent("6.7")),
        ("4,5 %", percent("4.5")),
        ("10% ad valorem", percent("10")),
        ("1.5¢/kg", specific("0.015", "USD", "1", "kg")),
        ("$1.646/kg", specific("1.646", "USD", "1", "kg")),
        ("2¢ each", specific("0.02", "USD", "1", "piece")),
        ("30.400 EUR / DTN", specific("30.400", "EUR", "100", "kg")),
        ("147.00 GBP / 100 kg", specific("147.00", "GBP", "100", "kg")),
        ("£2.40 / hl", specific("2.40", "GBP", "100", "L")),
        ("0.50 EUR / NPR", specific("0.50", "EUR", "1", "pair")),
        ("$3.53/t", specific("3.53", "USD", "1000", "kg")),
        ("44¢/kg + 20%", AllOf(parts=(specific("0.44", "USD", "1", "kg"), percent("20")))),
        ("12.80 % + 176.80 EUR/DTN", AllOf(parts=(percent("12.80"), specific("176.80", "EUR", "100", "kg")))),
        (
            "9.00 % MIN 1.60 EUR / DTN",
            GreatestOf(parts=(percent("9.00"), specific("1.60", "EUR", "100", "kg"))),
        ),
        (
            "10.00 % MAX 2.10 EUR / NAR",
            LeastOf(parts=(percent("10.00"), specific("2.10", "EUR", "1", "piece"))),
        ),
        (
            "4.5 % MIN 0.3 EUR p/st",
            GreatestOf(parts=(percent("4.5"), specific("0.3", "EUR", "1", "piece"))),
        ),
        (
            "5.1¢/kg + 8.5%, but not less than 9%",
            GreatestOf(
                parts=(AllOf(parts=(specific("0.051", "USD", "1", "kg"), percent("8.5"))), percent("9"))
            ),
        ),
        ("The duty provided in the applicable subheading + 25%", percent("25")),
        ("The duty provided in the applicable subheading plus 7.5%", percent("7.5")),
    ],
)
def test_a_rate_is_read_as_tariffs_write_it(text: str, rate: RateExpression) -> None:
    assert read_rate(text) == rate


@pytest.mark.parametrize(
    "text",
    [
        "",
        "9 % + EA MAX 24.2 % + AD S/Z",
        "0.9 EUR / % vol / hl + 6.4 EUR / hl",
        "See 9902.01.01",
        "35.000 EUR / TNE / net",
        "9,000 %",
        "The rates provided in Additional U.S. note 5",
        "0.100 EUR / DTN Z",
        "5% of something else",
        "12% vol",
    ],
)
def test_what_is_not_wholly_understood_is_kept_as_text(text: str) -> None:
    assert read_rate(text) == NotUnderstood(text=text)


# --------------------------------------------------------------------------------- USITC


def hts(
    number: str, general: str = "", special: str = "", other: str = "", **more: object
) -> dict[str, object]:
    return {
        "htsno": number,
        "indent": "1",
        "description": "Goods invented for the test",
        "superior": None,
        "units": ["No."],
        "general": general,
        "special": special,
        "other": other,
        "footnotes": [],
        "quotaQuantity": None,
        "additionalDuties": None,
        **more,
    }


def note(text: str) -> list[dict[str, object]]:
    return [{"columns": ["general"], "marker": "1", "value": text, "type": "endnote"}]


HTS = [
    hts("9617.00", description="Vacuum flasks"),
    hts("9617.00.10.00", "7.2%", "Free (A+,AU,CL,KR,P,S,SG)", "55%", footnotes=note("See 9903.88.03. ")),
    hts("9617.00.30.00", "6.9%", "Free (A+,AU) 2.5% (JP)", "55%"),
    hts("0402.21.02.00", "3.3¢/kg", "Free (A,AU)", "6.8¢/kg"),
    hts("9999.00.00", "Free", "", ""),
    hts(
        "9903.88.03",
        "The duty provided in the applicable subheading + 25%",
        description="Effective with respect to entries on or after September 24, 2018, articles the product of China, "
        "as provided for in U.S. note 20(e) to this subchapter",
    ),
    hts(
        "9903.77.01",
        "The duty provided in the applicable subheading + 10%",
        description="Articles the product of any country",
    ),
]


def usa(rows: list[dict[str, object]] | None = None) -> Tariff:
    return usitc.read(json.dumps(HTS if rows is None else rows).encode(), name="htsdata.json", as_of=DAY)


def rates_of(
    measures: list[DutyMeasure], code: str, origin: str, destination: str, on: date = DAY
) -> list[str]:
    question = DutyQuestion(code=code, origin=origin, destination=destination, on=on)
    (line,) = DutyTable(measures).lines(question)
    return [f"{one.kind} {one.text}" for one in line.measures]


def test_the_us_general_rate_holds_and_column_2_for_four_countries() -> None:
    measures = usa().measures
    assert rates_of(measures, "96170030", "DE", "US") == ["mfn 6.9%"]
    assert rates_of(measures, "96170030", "RU", "US") == ["mfn 55%"]


def test_us_programmes_that_are_countries_are_preferences() -> None:
    measures = usa().measures
    assert rates_of(measures, "96170010", "KR", "US") == ["mfn 7.2%", "preferential Free"]
    assert rates_of(measures, "96170010", "MX", "US") == ["mfn 7.2%", "preferential Free"]
    assert rates_of(measures, "96170030", "JP", "US") == ["mfn 6.9%", "preferential 2.5%"]


def test_a_footnote_to_chapter_99_is_an_additional_duty_of_the_origin_it_names() -> None:
    measures = usa().measures
    assert rates_of(measures, "9617001000", "CN", "US") == [
        "additional The duty provided in the applicable subheading + 25%",
        "mfn 7.2%",
    ]
    assert rates_of(measures, "9617001000", "VN", "US") == ["mfn 7.2%"]


def test_an_additional_duty_begins_on_its_day() -> None:
    measures = usa().measures
    assert rates_of(measures, "96170010", "CN", "US", date(2018, 9, 23)) == ["mfn 7.2%"]
    assert len(rates_of(measures, "96170010", "CN", "US", date(2018, 9, 24))) == 2


def test_an_additional_duty_whose_goods_only_its_text_tells_is_asked_about() -> None:
    rows = [*HTS, hts("8501.10.20", "6.7%", footnotes=note("See 9903.77.01."))]
    found = [one for one in usa(rows).measures if one.code == "85011020" and one.kind == "additional"]
    assert isinstance(found[0].rate, NotUnderstood)
    assert "9903.77.01" in found[0].text


def test_what_of_the_us_schedule_is_not_in_is_counted() -> None:
    note_text = usa().note()
    assert "1 left out: a Chapter 99 heading that no line's footnote names" in note_text
    assert "2 left out: the special rate of programme A+" in note_text


def test_the_us_schedule_as_csv_reads_the_same_rates() -> None:
    text = (
        "HTS Number,Indent,Description,Unit of Quantity,General Rate of Duty,Special Rate of Duty,"
        "Column 2 Rate of Duty,Quota Quantity,Additional Duties\n"
        '"9617.00.30.00","1","Flasks","[""No.""]","6.9%","Free (A+,AU) 2.5% (JP)","55%","",""\n'
    )
    read = usitc.read(text.encode(), name="htsdata.csv", as_of=DAY)
    assert usitc.looks_like(text.encode())
    assert rates_of(read.measures, "961700", "JP", "US") == ["mfn 6.9%", "preferential 2.5%"]


def test_a_us_file_without_rates_is_refused() -> None:
    with pytest.raises(InputError, match="expected tariff lines with a general rate"):
        usa([hts("9617.00")])


# --------------------------------------------------------------------------------- United Kingdom

UK = """id,commodity__sid,commodity__code,measure__type__id,measure__type__description,measure__additional_code__code,measure__duty_expression,measure__effective_start_date,measure__effective_end_date,measure__geographical_area__id,measure__excluded_geographical_areas__ids,measure__quota__order_number
1,1,9617000000,103,Third country duty,,6.00%,2021-01-01,,1011,,
2,1,9617000000,142,Tariff preference,,0.00%,2021-01-01,,KR,,
3,1,9617000000,142,Tariff preference,,0.00%,2021-01-01,,1013,,
4,1,9617000000,142,Tariff preference,,3.00%,2021-01-01,,2020,,
5,1,9617000000,143,Preferential tariff quota,,0.00%,2021-01-01,2026-12-31,TR,,057001
6,1,9617000000,305,Value added tax,VATS,20.00%,2021-01-01,,1011,,
7,1,7304110000,103,Third country duty,,0.00%,2021-01-01,,1011,,
8,1,7304110000,552,Definitive anti-dumping duty,C999,71.90%,2021-01-01,2026-06-30,CN,,
9,1,6404110000,103,Third country duty,,16.00%,2021-01-01,,1011,RU|BY,
10,1,6404110000,695,Additional duties,,35.00%,2022-03-25,,RU,,
"""


def uk() -> list[DutyMeasure]:
    return uk_tariff.read(UK.encode(), name="uk.csv", as_of=DAY).measures


def test_the_uk_general_rate_and_preferences() -> None:
    assert rates_of(uk(), "961700", "CN", "GB") == ["mfn 6.00%"]
    assert rates_of(uk(), "961700", "KR", "GB") == ["mfn 6.00%", "preferential 0.00%"]
    assert rates_of(uk(), "961700", "FR", "GB") == ["mfn 6.00%", "preferential 0.00%"]


def test_a_uk_quota_is_kept_with_its_number() -> None:
    (quota,) = [one for one in uk() if one.kind == "quota"]
    assert (quota.quota, quota.origins, quota.valid_until) == ("057001", ("TR",), date(2026, 12, 31))


def test_uk_anti_dumping_ends_with_its_day() -> None:
    assert rates_of(uk(), "730411", "CN", "GB", date(2026, 6, 30)) == ["additional 71.90%", "mfn 0.00%"]
    assert rates_of(uk(), "730411", "CN", "GB", date(2026, 7, 1)) == ["mfn 0.00%"]


def test_uk_countries_left_out_of_an_area_are_left_out() -> None:
    (general,) = [one for one in uk() if one.code == "640411" and one.kind == "mfn"]
    assert general.excluded == ("RU", "BY")


def test_what_of_the_uk_tariff_is_not_in_is_counted() -> None:
    note_text = uk_tariff.read(UK.encode(), name="uk.csv", as_of=DAY).note()
    assert "1 left out: a measure that is no duty" in note_text
    assert "area 2020, which the file does not list" in note_text


# --------------------------------------------------------------------------------- TARIC

TARIC_COLUMNS = [
    "Goods code",
    "Add code",
    "Order No.",
    "Start date",
    "End date",
    "RED_IND",
    "Origin",
    " Measure type",
    "Legal base",
    "Duty",
    "Origin code",
    " Meas. type code",
]
TARIC_ROWS = [
    ["9617000000", "", "", "01-01-2021", "", "", "ERGA OMNES", "Third country duty", "R2658/87", "6.700 %", "1011", "103"],
    ["9617000000", "", "", "01-07-2011", "", "", "Korea", "Tariff preference", "D0265/11", "0.000 %", "KR", "142"],
    ["9617000000", "", "", "01-01-2014", "", "", "GSP", "Tariff preference", "R0978/12", "3.200 %", "2020", "142"],
    ["6911100000", "", "", "01-01-2021", "", "", "ERGA OMNES", "Third country duty", "R2658/87", "12.000 %", "1011", "103"],
    ["6911100000", "B349", "", "16-07-2019", "", "", "China", "Definitive anti-dumping duty", "R1198/19", "17.900 %", "CN", "552"],
    ["6911100000", "B999", "", "16-07-2019", "", "", "China", "Definitive anti-dumping duty", "R1198/19", "36.100 %", "CN", "552"],
    ["0402211100", "", "", "01-01-2021", "", "", "ERGA OMNES", "Third country duty", "R2658/87", "130.400 EUR / DTN", "1011", "103"],
    ["0402211100", "", "", "01-01-2021", "", "", "ERGA OMNES", "Supplementary unit", "R2658/87", "", "1011", "109"],
]  # fmt: skip


def taric_xlsx() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(TARIC_COLUMNS)
    for row in TARIC_ROWS:
        sheet.append(row)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def taric_csv() -> bytes:
    return "\n".join(";".join(row) for row in [TARIC_COLUMNS, *TARIC_ROWS]).encode()


@pytest.mark.parametrize("data", [taric_xlsx(), taric_csv()], ids=["xlsx", "csv"])
def test_taric_is_read_from_both_its_forms(data: bytes) -> None:
    assert taric.looks_like(data)
    read = taric.read(data, name="Duties Import.xlsx", as_of=DAY)
    assert rates_of(read.measures, "96170000", "CN", "DE") == ["mfn 6.700 %"]
    assert rates_of(read.measures, "96170000", "KR", "FR") == ["mfn 6.700 %", "preferential 0.000 %"]
    assert rates_of(read.measures, "691110", "CN", "DE") == [
        "additional 17.900 %",
        "additional 36.100 %",
        "mfn 12.000 %",
    ]
    assert {one.variant for one in read.measures if one.kind == "additional"} == {"B349", "B999"}
    assert read.measures[0].valid_from == date(2021, 1, 1)
    assert "1 left out: a rate for the countries of GSP" in read.note()
    assert "1 left out: a measure that is no duty" in read.note()


def test_a_table_that_is_not_taric_is_not_taken_for_it() -> None:
    book = openpyxl.Workbook()
    book.active.append(["Item", "Price"])
    written = io.BytesIO()
    book.save(written)
    assert not taric.looks_like(written.getvalue())
    assert not taric.looks_like(b"Item;Price\nA;1\n")
    assert not taric.looks_like(b"PK\x03\x04 no archive")


# --------------------------------------------------------------------------------- European Central Bank


def test_the_daily_csv_of_the_ecb() -> None:
    data = b"Date, USD, JPY, BGN, CYP, \n20 November 2026, 1.1600, 172.40, N/A, N/A, \n"
    assert ecb.looks_like(b"Date, USD, JPY, BGN, CYP, CZK, DKK, \n")
    assert [(one.base, one.quote, one.value, one.as_of) for one in ecb.read(data, name="eurofxref.csv")] == [
        ("EUR", "JPY", Decimal("172.40"), date(2026, 11, 20)),
        ("EUR", "USD", Decimal("1.1600"), date(2026, 11, 20)),
    ]


def test_of_the_ecbs_history_the_newest_rate_of_each_currency_holds() -> None:
    data = b"Date,USD,RUB,\n2026-11-20,1.16,N/A,\n2022-03-01,1.11,117.2,\n2022-02-28,1.12,115.5,\n"
    assert [(one.quote, one.value, one.as_of) for one in ecb.read(data, name="eurofxref-hist.csv")] == [
        ("RUB", Decimal("117.2"), date(2022, 3, 1)),
        ("USD", Decimal("1.16"), date(2026, 11, 20)),
    ]


ECB_XML = b"""<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
<gesmes:subject>Reference rates</gesmes:subject><Cube><Cube time='2026-11-20'><Cube currency='USD' rate='1.1600'/>
<Cube currency='GBP' rate='0.86500'/></Cube></Cube></gesmes:Envelope>"""


def test_the_daily_xml_of_the_ecb() -> None:
    assert ecb.looks_like(ECB_XML)
    assert [(one.quote, one.value) for one in ecb.read(ECB_XML, name="eurofxref-daily.xml")] == [
        ("GBP", Decimal("0.86500")),
        ("USD", Decimal("1.1600")),
    ]


def test_an_xml_that_reads_files_is_not_obeyed() -> None:
    hostile = ECB_XML.replace(
        b"<gesmes:Envelope", b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><gesmes:Envelope', 1
    ).replace(b"Reference rates", b"&e;")
    assert len(ecb.read(hostile, name="hostile.xml")) == 2


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"Date, USD,\n20 November 2026, -1,\n", "expected a rate above 0 for USD"),
        (b"Date, USD,\nsoon, 1.16,\n", "expected a date"),
        (b"Date, USD,\n", "got none"),
        (b"<Cube", "expected the XML of the European Central Bank"),
    ],
)
def test_a_mistake_in_the_ecbs_file_is_told(data: bytes, said: str) -> None:
    with pytest.raises(InputError, match=said):
        ecb.read(data, name="eurofxref.csv")
