"""Into the United Kingdom and South Africa."""

from __future__ import annotations

from dataclasses import replace

from benchmarks.bars_5.examples.example import Example
from benchmarks.bars_5.landed_case import duty, flat, landed, priced, rate
from dragoman.testing.offers import tier

_NOTICES = "HMRC Notice 252 (customs value: CIF) and Notice 702, section 3 (import VAT: with duty and inland carriage)"
_RELIEF = "HMRC Notice 143, section 2: no customs duty on consignments of at most 135 GBP"
_ATV = "Value-Added Tax Act 89 of 1991, section 13(2)(a); SARS: customs value, 10 % of it, and duty"

EXAMPLES: tuple[Example, ...] = (
    Example(
        name="ex works with freight, insurance and inland carriage",
        source=_NOTICES,
        working="""
            customs value 5,000 + 600 + 50 = 5,650; duty 4% = 226.00
            VAT 20% of 5,650 + 226 + 200 = 6,076 is 1,215.20""",
        cost=lambda: landed(
            "5000 GBP",
            "GB",
            incoterm="EXW",
            duties=[duty("732393", "4.00%", into="GB")],
            cards=[
                flat("600 GBP", "main_carriage"),
                flat("50 GBP", "insurance"),
                flat("200 GBP", "on_carriage"),
            ],
        ),
        expected={"customs_value": "5650.00", "duty": "226.00", "VAT": "1215.20", "total": "7291.20"},
    ),
    Example(
        name="exactly 135 pounds",
        source=_RELIEF,
        working="no duty; VAT 20% of 135 + 20 = 31.00",
        cost=lambda: landed(
            "135 GBP",
            "GB",
            incoterm="FCA",
            duties=[duty("732393", "12.00%", into="GB")],
            cards=[flat("20 GBP", "main_carriage")],
        ),
        expected={"duty": "0.00", "VAT": "31.00", "total": "186.00"},
    ),
    Example(
        name="a penny above 135 pounds",
        source=_RELIEF,
        working="duty 12% of 155.01 = 18.6012 -> 18.60; VAT 20% of 173.6112 = 34.72224 -> 34.72",
        cost=lambda: landed(
            "135.01 GBP",
            "GB",
            incoterm="FCA",
            duties=[duty("732393", "12.00%", into="GB")],
            cards=[flat("20 GBP", "main_carriage")],
        ),
        expected={"duty": "18.60", "VAT": "34.72", "total": "208.33"},
    ),
    Example(
        name="a compound duty on food at the zero rate of VAT",
        source=f"UK Global Tariff expression '12.00% + 147.00 GBP / 100 kg'; VAT Act 1994, schedule 8; {_NOTICES}",
        working="12% of 4,000 = 480; 8 x 147 = 1,176; together 1,656.00; VAT 0",
        cost=lambda: landed(
            "4000 GBP",
            "GB",
            incoterm="CIF",
            hs=["020230"],
            net_kg="800",
            category="zero",
            duties=[duty("020230", "12.00% + 147.00 GBP / 100 kg", into="GB")],
        ),
        expected={"duty": "1656.00", "VAT": "0.00", "total": "5656.00"},
    ),
    Example(
        name="a price in dollars",
        source=_NOTICES,
        working="2,500 x 0.76 = 1,900.00; duty 6% = 114.00; VAT 20% of 2,014 = 402.80",
        cost=lambda: landed(
            "2500 USD",
            "GB",
            incoterm="CIF",
            duties=[duty("732393", "6.00%", into="GB")],
            exchange=[rate("USD", "GBP", "0.76")],
        ),
        expected={"goods": "1900.00", "duty": "114.00", "VAT": "402.80", "total": "2416.80"},
    ),
    Example(
        name="a price per hundred in yuan",
        source=_NOTICES,
        working="""
            5,000 pieces at 180 CNY per 100 = 9,000 CNY x 0.105 = 945.00
            duty 2% of 945 + 200 = 22.90; VAT 20% of 1,167.90 = 233.58""",
        cost=lambda: landed(
            replace(priced("1 CNY"), prices=(tier("180", "CNY", per="100 piece"),)),
            "GB",
            incoterm="FOB",
            many="5000 piece",
            duties=[duty("732393", "2.00%", into="GB")],
            cards=[flat("200 GBP", "main_carriage")],
            exchange=[rate("CNY", "GBP", "0.105")],
        ),
        expected={"goods": "945.00", "duty": "22.90", "VAT": "233.58", "total": "1401.48"},
    ),
    Example(
        name="shoes from Viet Nam with proof of origin",
        source=f"UK-Viet Nam free trade agreement (2021), preferential rate 0; {_NOTICES}",
        working="duty 0.00; VAT 20% of 9,999.99 = 1,999.998 -> 2,000.00",
        cost=lambda: landed(
            priced("9999.99 GBP", made_in="VN"),
            "GB",
            incoterm="CIF",
            preference=True,
            duties=[
                duty("640411", "16.00%", into="GB"),
                duty("640411", "0.00%", into="GB", kind="preferential", origins=["VN"]),
            ],
            hs=["640411"],
        ),
        expected={"duty": "0.00", "VAT": "2000.00", "total": "11999.99"},
    ),
    Example(
        name="into South Africa, where a tenth of the customs value is added to the base of VAT",
        source=_ATV,
        working="""
            customs value (FOB) 10,000; duty 20% = 2,000.00
            VAT 15% of 10,000 + 1,000 + 2,000 = 13,000 is 1,950.00""",
        cost=lambda: landed(
            "10000 ZAR",
            "ZA",
            incoterm="FOB",
            duties=[duty("732393", "20%", into="ZA")],
            cards=[flat("1500 ZAR", "main_carriage")],
        ),
        expected={"customs_value": "10000.00", "duty": "2000.00", "VAT": "1950.00", "total": "15450.00"},
    ),
    Example(
        name="into South Africa from the works, with carriage to the port of export",
        source=f"Customs and Excise Act 91 of 1964, section 67: to the port of export; {_ATV}",
        working="""
            customs value 4,000 + 250 = 4,250; duty 30% = 1,275.00
            VAT 15% of 4,250 x 1.1 + 1,275 = 5,950 is 892.50""",
        cost=lambda: landed(
            "4000 ZAR",
            "ZA",
            incoterm="EXW",
            duties=[duty("732393", "30%", into="ZA")],
            cards=[flat("250 ZAR", "pre_carriage"), flat("900 ZAR", "main_carriage")],
        ),
        expected={"customs_value": "4250.00", "duty": "1275.00", "VAT": "892.50", "total": "7317.50"},
    ),
)
