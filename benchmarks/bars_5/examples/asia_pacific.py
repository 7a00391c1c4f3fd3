"""Into Australia, New Zealand, Japan, Korea, China, India and Singapore."""

from __future__ import annotations

from datetime import date

from benchmarks.bars_5.examples.example import Example
from benchmarks.bars_5.landed_case import duty, flat, landed, priced, rate

_GST = "GST Act 1999, section 13-20: customs value (FOB), duty, transport and insurance"
_ABF = "Australian Customs and Border Protection, 'How is duty and GST calculated?' (2010)"
_NZ = "New Zealand Customs, 'Examples of how to calculate Customs Charges', OIA request 657"
_JAPAN = (
    "Act on General Rules for National Taxes, articles 118 and 119: bases down to 1,000 yen, amounts to 100; "
    "Consumption Tax Act, article 28(4): of the price and the duty"
)
_INDIA = "Customs Tariff Act 1975, section 3(7); Finance Act 2018, section 110"

EXAMPLES: tuple[Example, ...] = (
    Example(
        name="an amplifier into Australia",
        source=_ABF,
        published=True,
        working="""
            US$1,274 / 0.91 = 1,400.00; postage and insurance US$118.30 / 0.91 = 130.00; duty 5% = 70.00
            GST 10% of 1,400 + 70 + 130 = 1,600 is 160.00""",
        cost=lambda: landed(
            "1274 USD",
            "AU",
            incoterm="FCA",
            mode="air",
            on=date(2010, 12, 19),
            duties=[duty("851840", "5%", into="AU")],
            hs=["851840"],
            cards=[flat("118.30 USD", "main_carriage")],
            exchange=[rate("AUD", "USD", "0.91")],
        ),
        expected={
            "goods": "1400.00",
            "main_carriage": "130.00",
            "duty": "70.00",
            "GST": "160.00",
            "total": "1760.00",
        },
    ),
    Example(
        name="1,200 dollars into Australia",
        source="Australian Customs, example of duty and GST on goods of A$1,200",
        published=True,
        working="duty 5% = 60.00; GST 10% of 1,200 + 60 + 150 = 1,410 is 141.00",
        cost=lambda: landed(
            "1200 AUD",
            "AU",
            incoterm="FCA",
            mode="air",
            duties=[duty("732393", "5%", into="AU")],
            cards=[flat("150 AUD", "main_carriage")],
        ),
        expected={"duty": "60.00", "GST": "141.00", "total": "1551.00"},
    ),
    Example(
        name="1,000 Australian dollars are free at the border",
        source="Australian Border Force: goods of at most A$1,000",
        working="1,000 + 100, nothing more",
        cost=lambda: landed(
            "1000 AUD",
            "AU",
            incoterm="FCA",
            mode="air",
            duties=[duty("732393", "5%", into="AU")],
            cards=[flat("100 AUD", "main_carriage")],
        ),
        expected={"duty": "0.00", "GST": "0.00", "total": "1100.00"},
    ),
    Example(
        name="a cent above 1,000 Australian dollars",
        source=f"as before; {_GST}",
        working="duty 5% = 50.0005 -> 50.00; GST 10% of 1,150.0105 = 115.00105 -> 115.00",
        cost=lambda: landed(
            "1000.01 AUD",
            "AU",
            incoterm="FCA",
            mode="air",
            duties=[duty("732393", "5%", into="AU")],
            cards=[flat("100 AUD", "main_carriage")],
        ),
        expected={"duty": "50.00", "GST": "115.00", "total": "1265.01"},
    ),
    Example(
        name="a CIF price into Australia, carriage shown apart",
        source=_GST,
        working="customs value 4,400; duty 5% = 220.00; GST 10% of 4,400 + 220 + 600 = 522.00",
        cost=lambda: landed(
            "5000 AUD",
            "AU",
            incoterm="CIF",
            shown_apart="600 AUD",
            duties=[duty("732393", "5%", into="AU")],
        ),
        expected={"customs_value": "4400.00", "duty": "220.00", "GST": "522.00", "total": "5742.00"},
    ),
    Example(
        name="ex works into Australia, carriage to the port of export in the customs value",
        source=f"Customs Act 1901, section 161; {_GST}",
        working="customs value 2,100; duty 5% = 105.00; GST 10% of 2,100 + 105 + 300 = 250.50",
        cost=lambda: landed(
            "2000 AUD",
            "AU",
            incoterm="EXW",
            mode="sea",
            duties=[duty("732393", "5%", into="AU")],
            cards=[flat("100 AUD", "pre_carriage"), flat("300 AUD", "main_carriage")],
        ),
        expected={"customs_value": "2100.00", "duty": "105.00", "GST": "250.50", "total": "2755.50"},
    ),
    Example(
        name="into New Zealand, free of duty",
        source=_NZ,
        published=True,
        working="GST 15% of 1,000 + 100 = 165.00",
        cost=lambda: landed(
            "1000 NZD",
            "NZ",
            incoterm="FCA",
            mode="air",
            on=date(2012, 11, 1),
            duties=[duty("732393", "Free", into="NZ")],
            cards=[flat("100 NZD", "main_carriage")],
        ),
        expected={"duty": "0.00", "GST": "165.00", "total": "1265.00"},
    ),
    Example(
        name="into New Zealand, with duty",
        source=_NZ,
        published=True,
        working="duty 5% of 1,000 = 50.00; GST 15% of 1,000 + 100 + 50 = 172.50",
        cost=lambda: landed(
            "1000 NZD",
            "NZ",
            incoterm="FCA",
            mode="air",
            on=date(2012, 11, 1),
            duties=[duty("732393", "5%", into="NZ")],
            cards=[flat("100 NZD", "main_carriage")],
        ),
        expected={"duty": "50.00", "GST": "172.50", "total": "1322.50"},
    ),
    Example(
        name="into Japan, bases and amounts rounded down by law",
        source=_JAPAN,
        working="""
            12,345,000 x 3.9% = 481,455 -> 481,400
            12,345,678 + 481,400 = 12,827,078 -> 12,827,000 x 7.8% = 1,000,506 -> 1,000,500
            1,000,500 x 22/78 = 282,192.3 -> 282,100""",
        cost=lambda: landed("12345678 JPY", "JP", incoterm="CIF", duties=[duty("732393", "3.9%", into="JP")]),
        expected={
            "duty": "481400",
            "Consumption tax": "1000500",
            "Local consumption tax": "282100",
            "total": "14109678",
        },
    ),
    Example(
        name="10,000 yen into Japan are free",
        source="Customs Tariff Act, article 14(xviii)",
        working="10,000, nothing more",
        cost=lambda: landed("10000 JPY", "JP", incoterm="CIF", duties=[duty("732393", "3.9%", into="JP")]),
        expected={"duty": "0", "Consumption tax": "0", "total": "10000"},
    ),
    Example(
        name="10,500 yen into Japan are not, although the base is rounded down to 10,000",
        source=_JAPAN,
        working="""
            10,000 x 3.9% = 390 -> 300; 10,800 -> 10,000 x 7.8% = 780 -> 700; 700 x 22/78 = 197.4 -> 100""",
        cost=lambda: landed("10500 JPY", "JP", incoterm="CIF", duties=[duty("732393", "3.9%", into="JP")]),
        expected={
            "duty": "300",
            "Consumption tax": "700",
            "Local consumption tax": "100",
            "total": "11600",
        },
    ),
    Example(
        name="into Korea",
        source="Value-Added Tax Act, article 29(2): customs value and duty; 10 %",
        working="duty 8% of 5,000,000 = 400,000; VAT 10% of 5,400,000 = 540,000",
        cost=lambda: landed("5000000 KRW", "KR", incoterm="CIF", duties=[duty("732393", "8%", into="KR")]),
        expected={"duty": "400000", "VAT": "540000", "total": "5940000"},
    ),
    Example(
        name="into China",
        source="Value Added Tax Law, composite taxable price of imports: customs value and duty; 13 %",
        working="duty 8% of 80,000 = 6,400.00; VAT 13% of 86,400 = 11,232.00",
        cost=lambda: landed(
            priced("80000 CNY", made_in="DE"),
            "CN",
            incoterm="CIF",
            ship_from="DE",
            duties=[duty("732393", "8%", into="CN")],
        ),
        expected={"duty": "6400.00", "VAT": "11232.00", "total": "97632.00"},
    ),
    Example(
        name="into India, surcharge on the basic duty and IGST on all of it",
        source=_INDIA,
        working="BCD 25% of 100,000 = 25,000.00; SWS 10% of it = 2,500.00; IGST 18% of 127,500 = 22,950.00",
        cost=lambda: landed("100000 INR", "IN", incoterm="CIF", duties=[duty("732393", "25%", into="IN")]),
        expected={"duty": "25000.00", "SWS": "2500.00", "IGST": "22950.00", "total": "150450.00"},
    ),
    Example(
        name="into India with an anti-dumping duty, which bears no surcharge",
        source=_INDIA,
        working="""
            BCD 10% of 200,000 = 20,000; anti-dumping 10% = 20,000; SWS 10% of the BCD = 2,000
            IGST 18% of 242,000 = 43,560.00""",
        cost=lambda: landed(
            "200000 INR",
            "IN",
            incoterm="CIF",
            duties=[
                duty("732393", "10%", into="IN"),
                duty("732393", "10%", into="IN", kind="additional", origins=["CN"]),
            ],
        ),
        expected={
            "duty": "20000.00",
            "additional_duty": "20000.00",
            "SWS": "2000.00",
            "IGST": "43560.00",
            "total": "285560.00",
        },
    ),
    Example(
        name="into Singapore by sea",
        source="Goods and Services Tax Act 1993, section 18: CIF value and duty; 9 %",
        working="GST 9% of 1,000 = 90.00",
        cost=lambda: landed("1000 SGD", "SG", incoterm="CIF", duties=[duty("732393", "Free", into="SG")]),
        expected={"GST": "90.00", "total": "1090.00"},
    ),
    Example(
        name="400 dollars into Singapore by air are free",
        source="GST (Imports Relief) Order: at most S$400 by air or post",
        working="400, nothing more",
        cost=lambda: landed(
            "400 SGD", "SG", incoterm="CIP", mode="air", duties=[duty("732393", "Free", into="SG")]
        ),
        expected={"GST": "0.00", "total": "400.00"},
    ),
)
