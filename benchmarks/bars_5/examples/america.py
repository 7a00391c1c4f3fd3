"""Into the United States, Canada and Mexico."""

from __future__ import annotations

from datetime import date

from benchmarks.bars_5.examples.example import Example
from benchmarks.bars_5.landed_case import duty, flat, landed, priced, rate

_VALUE = "19 USC 1401a(b) and 19 CFR 152.103(a)(5): price paid, without international carriage"
_MPF = "19 CFR 24.23(b)(1), fiscal year 2026 (90 FR 34665): 0.3464 %, at least 33.58 and at most 651.50 USD"
_HMF = "19 CFR 24.24: 0.125 % by sea"
_GST = "Customs Act, section 48(5), and Excise Tax Act, sections 212 and 215: 5 % of value for duty and duty"

EXAMPLES: tuple[Example, ...] = (
    Example(
        name="by sea from China with an additional duty of Chapter 99",
        source=f"{_VALUE}; HTSUS 9903.88.03 (25 %, assumed here); {_MPF}; {_HMF}",
        working="""
            customs value 10,000 (freight of 1,200 stays out); duty 3.4% = 340.00; additional 25% = 2,500.00
            MPF 34.64; HMF 12.50; 10,000 + 1,200 + 340 + 2,500 + 34.64 + 12.50 = 14,087.14""",
        cost=lambda: landed(
            "10000 USD",
            "US",
            incoterm="FOB",
            duties=[
                duty("732393", "3.4%", into="US"),
                duty(
                    "732393",
                    "The duty provided in the applicable subheading + 25%",
                    into="US",
                    kind="additional",
                    origins=["CN"],
                ),
            ],
            cards=[flat("1200 USD", "main_carriage")],
        ),
        expected={
            "customs_value": "10000.00",
            "duty": "340.00",
            "additional_duty": "2500.00",
            "MPF": "34.64",
            "HMF": "12.50",
            "total": "14087.14",
        },
    ),
    Example(
        name="by air, where the smallest processing fee holds",
        source=f"{_VALUE}; {_MPF}",
        working="duty 5% of 5,000 = 250.00; 0.3464% = 17.32, so 33.58; no harbor fee by air",
        cost=lambda: landed(
            "5000 USD",
            "US",
            incoterm="FCA",
            mode="air",
            duties=[duty("732393", "5%", into="US")],
            cards=[flat("700 USD", "main_carriage")],
        ),
        expected={"duty": "250.00", "MPF": "33.58", "total": "5983.58"},
    ),
    Example(
        name="a large entry, where the largest processing fee holds",
        source=f"{_VALUE}; {_MPF}; {_HMF}",
        working="0.3464% of 250,000 = 866.00, so 651.50; HMF 312.50",
        cost=lambda: landed(
            "250000 USD",
            "US",
            incoterm="FOB",
            duties=[duty("732393", "Free", into="US")],
            cards=[flat("4000 USD", "main_carriage")],
        ),
        expected={"duty": "0.00", "MPF": "651.50", "HMF": "312.50", "total": "254964.00"},
    ),
    Example(
        name="a CIF price whose carriage is shown apart",
        source=f"{_VALUE}; {_MPF}; {_HMF}",
        working="""
            customs value 20,000 - 1,500 = 18,500; duty 2.5% = 462.50; MPF 64.084 -> 64.08
            HMF 23.125 -> 23.12 (half to even); 20,000 + 462.50 + 64.08 + 23.12 = 20,549.70""",
        cost=lambda: landed(
            "20000 USD",
            "US",
            incoterm="CIF",
            shown_apart="1500 USD",
            duties=[duty("732393", "2.5%", into="US")],
        ),
        expected={
            "customs_value": "18500.00",
            "duty": "462.50",
            "MPF": "64.08",
            "HMF": "23.12",
            "total": "20549.70",
        },
    ),
    Example(
        name="a CIF price whose carriage is not shown apart is dutiable whole",
        source=f"{_VALUE}: only carriage identified separately is taken off; {_MPF}; {_HMF}",
        working="duty 2.5% of 20,000 = 500.00; MPF 69.28; HMF 25.00",
        cost=lambda: landed("20000 USD", "US", incoterm="CIF", duties=[duty("732393", "2.5%", into="US")]),
        expected={"customs_value": "20000.00", "duty": "500.00", "total": "20594.28"},
    ),
    Example(
        name="ex works, where carriage to the port is not added",
        source=f"19 CFR 152.103(a)(5)(ii): charges that an ex-factory price does not hold are not added; {_MPF}; {_HMF}",
        working="""
            customs value 8,000; duty 4.2% = 336.00; MPF 27.712, so 33.58; HMF 10.00
            8,000 + 300 + 900 + 336 + 33.58 + 10 = 9,579.58""",
        cost=lambda: landed(
            "8000 USD",
            "US",
            incoterm="EXW",
            mode="sea",
            duties=[duty("732393", "4.2%", into="US")],
            cards=[flat("300 USD", "pre_carriage"), flat("900 USD", "main_carriage")],
        ),
        expected={"customs_value": "8000.00", "duty": "336.00", "MPF": "33.58", "total": "9579.58"},
    ),
    Example(
        name="cents a kilogram",
        source=f"HTSUS expression '1.5¢/kg'; {_VALUE}; {_MPF}; {_HMF}",
        working="12,000 kg x 0.015 = 180.00; MPF 31.176, so 33.58; HMF 11.25",
        cost=lambda: landed(
            "9000 USD",
            "US",
            incoterm="FOB",
            net_kg="12000",
            duties=[duty("732393", "1.5¢/kg", into="US")],
            cards=[flat("1000 USD", "main_carriage")],
        ),
        expected={"duty": "180.00", "MPF": "33.58", "HMF": "11.25", "total": "10224.83"},
    ),
    Example(
        name="a compound rate",
        source=f"HTSUS expression '44¢/kg + 20%'; {_VALUE}; {_MPF}; {_HMF}",
        working="500 kg x 0.44 = 220; 20% of 3,000 = 600; together 820.00; MPF 10.392, so 33.58; HMF 3.75",
        cost=lambda: landed(
            "3000 USD",
            "US",
            incoterm="FOB",
            net_kg="500",
            duties=[duty("732393", "44¢/kg + 20%", into="US")],
        ),
        expected={"duty": "820.00", "MPF": "33.58", "HMF": "3.75", "total": "3857.33"},
    ),
    Example(
        name="an informal entry of 2,500 dollars",
        source=f"19 CFR 24.23(b)(2), fiscal year 2026: 2.69 USD; {_VALUE}",
        working="duty 5% = 125.00; fee 2.69",
        cost=lambda: landed(
            "2500 USD", "US", incoterm="FCA", mode="air", duties=[duty("732393", "5%", into="US")]
        ),
        expected={"duty": "125.00", "MPF, informal entry": "2.69", "total": "2627.69"},
    ),
    Example(
        name="a formal entry of a cent more",
        source=f"{_VALUE}; {_MPF}",
        working="duty 5% of 2,500.01 = 125.0005 -> 125.00; MPF 33.58",
        cost=lambda: landed(
            "2500.01 USD", "US", incoterm="FCA", mode="air", duties=[duty("732393", "5%", into="US")]
        ),
        expected={"duty": "125.00", "MPF": "33.58", "total": "2658.59"},
    ),
    Example(
        name="800 dollars on the last day of the exemption",
        source="19 USC 1321(a)(2)(C), until 28 August 2025",
        working="800 + 50, nothing more",
        cost=lambda: landed(
            priced("800 USD", made_in="VN"),
            "US",
            incoterm="FCA",
            mode="air",
            on=date(2025, 8, 28),
            duties=[duty("732393", "5%", into="US")],
            cards=[flat("50 USD", "main_carriage")],
        ),
        expected={"duty": "0.00", "total": "850.00"},
    ),
    Example(
        name="800 dollars after the exemption",
        source=f"the exemption is suspended since 29 August 2025; 19 CFR 24.23(b)(2); {_VALUE}",
        working="duty 5% = 40.00; fee 2.69; 800 + 50 + 40 + 2.69 = 892.69",
        cost=lambda: landed(
            priced("800 USD", made_in="VN"),
            "US",
            incoterm="FCA",
            mode="air",
            on=date(2025, 10, 2),
            duties=[duty("732393", "5%", into="US")],
            cards=[flat("50 USD", "main_carriage")],
        ),
        expected={"duty": "40.00", "MPF, informal entry": "2.69", "total": "892.69"},
    ),
    Example(
        name="the processing fee of fiscal year 2025",
        source=f"19 CFR 24.23(b)(1), fiscal year 2025: at least 32.71 USD; {_VALUE}; {_HMF}",
        working="0.3464% of 9,000 = 31.176, so 32.71; duty 2% = 180.00; HMF 11.25",
        cost=lambda: landed(
            "9000 USD",
            "US",
            incoterm="FOB",
            on=date(2025, 9, 30),
            duties=[duty("732393", "2%", into="US")],
        ),
        expected={"duty": "180.00", "MPF": "32.71", "HMF": "11.25", "total": "9223.96"},
    ),
    Example(
        name="column 2 for goods of Russia",
        source=f"HTSUS General Note 3(b); Public Law 117-110; {_VALUE}; 19 CFR 24.23(b)(2)",
        working="35% of 1,000 = 350.00 in place of free; fee 2.69",
        cost=lambda: landed(
            priced("1000 USD", made_in="RU"),
            "US",
            incoterm="FCA",
            mode="air",
            duties=[
                duty("732393", "Free", into="US", excluded=["RU"]),
                duty("732393", "35%", into="US", origins=["RU"]),
            ],
        ),
        expected={"duty": "350.00", "total": "1352.69"},
    ),
    Example(
        name="a hundred American dollars into Canada",
        source="Canada Border Services Agency, example of duty and GST on imported goods (US$100 at 1.15, 4 %)",
        published=True,
        working="115.00; duty 4% = 4.60; GST 5% of 119.60 = 5.98",
        cost=lambda: landed(
            priced("100 USD", made_in="CN"),
            "CA",
            incoterm="FCA",
            mode="air",
            duties=[duty("732393", "4%", into="CA")],
            exchange=[rate("USD", "CAD", "1.15")],
        ),
        expected={"goods": "115.00", "duty": "4.60", "GST": "5.98", "total": "125.58"},
    ),
    Example(
        name="into Canada from China, freight outside the value for duty",
        source=_GST,
        working="duty 18% of 2,000 = 360.00; GST 5% of 2,360 = 118.00",
        cost=lambda: landed(
            "2000 CAD",
            "CA",
            incoterm="FOB",
            duties=[duty("610910", "18%", into="CA")],
            hs=["610910"],
            cards=[flat("400 CAD", "main_carriage")],
        ),
        expected={"customs_value": "2000.00", "duty": "360.00", "GST": "118.00", "total": "2878.00"},
    ),
    Example(
        name="twenty Canadian dollars are free",
        source="Customs Tariff, item 9816; Courier Imports Remission Order",
        working="20 + 10, nothing more",
        cost=lambda: landed(
            "20 CAD",
            "CA",
            incoterm="FCA",
            mode="courier",
            duties=[duty("610910", "18%", into="CA")],
            hs=["610910"],
            cards=[flat("10 CAD", "main_carriage")],
        ),
        expected={"duty": "0.00", "GST": "0.00", "total": "30.00"},
    ),
    Example(
        name="a hundred dollars from the United States by courier pay tax but no duty",
        source="Courier Imports Remission Order, CUSMA: duty from 150, taxes from 40 CAD",
        working="no duty; GST 5% of 100 = 5.00",
        cost=lambda: landed(
            priced("100 CAD", made_in="US"),
            "CA",
            incoterm="FCA",
            mode="courier",
            ship_from="US",
            duties=[duty("610910", "18%", into="CA")],
            hs=["610910"],
        ),
        expected={"duty": "0.00", "GST": "5.00", "total": "105.00"},
    ),
    Example(
        name="into Mexico",
        source="Ley Aduanera, article 65; Ley Federal de Derechos, article 49; Ley del IVA, article 27",
        working="IGI 15% of 50,000 = 7,500.00; DTA 0.8% = 400.00; IVA 16% of 57,900 = 9,264.00",
        cost=lambda: landed("50000 MXN", "MX", incoterm="CIF", duties=[duty("732393", "15%", into="MX")]),
        expected={"duty": "7500.00", "DTA": "400.00", "IVA": "9264.00", "total": "67164.00"},
    ),
)
