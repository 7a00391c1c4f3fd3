"""Into the European Union, Switzerland and Norway."""

from __future__ import annotations

from datetime import date

from benchmarks.bars_5.examples.example import Example
from benchmarks.bars_5.landed_case import card, charge, duty, flat, landed, priced, rate

_UCC = (
    "Union Customs Code, articles 70 and 71(1)(e): CIF; Directive 2006/112/EC, articles 85 and 86: VAT base"
)
_RELIEF = "Regulation (EC) 1186/2009, article 23: intrinsic value of at most 150 EUR, until 30 June 2026"
_BEFORE, _AFTER = date(2026, 6, 30), date(2026, 7, 1)

EXAMPLES: tuple[Example, ...] = (
    Example(
        name="a machine from Boston by Rotterdam to Berlin",
        source="zoll.de, Fachthemen, Steuern, Einfuhrumsatzsteuer, Bemessungsgrundlage, Beispiel",
        published=True,
        working="""
            customs value 10,000 + 1,200 = 11,200; duty 2% = 224.00
            VAT base 11,200 + 224 + 300 = 11,724; 19% = 2,227.56""",
        cost=lambda: landed(
            priced("10000 EUR", made_in="US"),
            "DE",
            incoterm="EXW",
            duties=[duty("732393", "2%", into="DE")],
            cards=[flat("1200 EUR", "main_carriage"), flat("300 EUR", "on_carriage")],
        ),
        expected={"customs_value": "11200.00", "duty": "224.00", "VAT": "2227.56", "total": "13951.56"},
    ),
    Example(
        name="CIF price into France with handling and carriage behind the port",
        source=_UCC,
        working="""
            customs value 25,000; duty 12% = 3,000.00
            VAT 20% of 25,000 + 3,000 + 350 + 420 = 28,770 is 5,754.00""",
        cost=lambda: landed(
            "25000 EUR",
            "FR",
            incoterm="CIF",
            hs=["610910"],
            duties=[duty("610910", "12%", into="FR")],
            cards=[flat("350 EUR", "destination_handling"), flat("420 EUR", "on_carriage")],
        ),
        expected={"customs_value": "25000.00", "duty": "3000.00", "VAT": "5754.00", "total": "34524.00"},
    ),
    Example(
        name="dollars into Poland, rounded half-even line by line at the end",
        source=_UCC,
        working="""
            goods 8,400 x 3.7215 = 31,260.60; freight 1,150 x 3.7215 = 4,279.725 -> 4,279.72 (half to even)
            customs value 35,540.325 -> 35,540.32; duty 6.5% of 35,540.325 = 2,310.121125 -> 2,310.12
            VAT 23% of 37,850.446125 = 8,705.60260875 -> 8,705.60
            31,260.60 + 4,279.72 + 2,310.12 + 8,705.60 = 46,556.04""",
        cost=lambda: landed(
            "8400 USD",
            "PL",
            incoterm="FOB",
            duties=[duty("732393", "6.5 %", into="PL")],
            cards=[flat("1150 USD", "main_carriage")],
            exchange=[rate("USD", "PLN", "3.7215")],
        ),
        expected={
            "goods": "31260.60",
            "main_carriage": "4279.72",
            "customs_value": "35540.32",
            "duty": "2310.12",
            "VAT": "8705.60",
            "total": "46556.04",
        },
    ),
    Example(
        name="a specific duty by net weight",
        source=f"TARIC expression '189.600 EUR / DTN' (per 100 kg); {_UCC}",
        working="""
            1,250 kg are 12.5 DTN x 189.60 = 2,370.00
            VAT 23% of 5,000 + 2,370 = 7,370 is 1,695.10""",
        cost=lambda: landed(
            "5000 EUR",
            "IE",
            incoterm="CIF",
            hs=["040510"],
            net_kg="1250",
            duties=[duty("040510", "189.600 EUR / DTN", into="IE")],
        ),
        expected={"duty": "2370.00", "VAT": "1695.10", "total": "9065.10"},
    ),
    Example(
        name="a mixed duty where the minimum holds",
        source=f"TARIC expression '9 % MIN 1.60 EUR / DTN'; {_UCC}",
        working="""
            9% of 1,000 = 90; at least 60 DTN x 1.60 = 96.00
            VAT 21% of 1,096 = 230.16""",
        cost=lambda: landed(
            "1000 EUR",
            "NL",
            incoterm="CIF",
            net_kg="6000",
            duties=[duty("732393", "9.00 % MIN 1.60 EUR / DTN", into="NL")],
        ),
        expected={"duty": "96.00", "VAT": "230.16", "total": "1326.16"},
    ),
    Example(
        name="watches, where the maximum per piece holds",
        source=f"TARIC 9102: '4.5 % MIN 0.3 EUR p/st MAX 0.8 EUR p/st'; {_UCC}",
        working="""
            200 x 30 = 6,000; 4.5% = 270; at least 200 x 0.30 = 60, at most 200 x 0.80 = 160.00
            VAT 22% of 6,160 = 1,355.20""",
        cost=lambda: landed(
            "30 EUR",
            "IT",
            incoterm="CIF",
            many="200 piece",
            hs=["910211"],
            duties=[duty("910211", "4.50 % MIN 0.30 EUR / NAR MAX 0.80 EUR / NAR", into="IT")],
        ),
        expected={"goods": "6000.00", "duty": "160.00", "VAT": "1355.20", "total": "7515.20"},
    ),
    Example(
        name="cheap watches, where the minimum per piece holds",
        source=f"TARIC 9102, as before; {_UCC}",
        working="200 x 1 = 200; 4.5% = 9; at least 60.00; VAT 22% of 260 = 57.20",
        cost=lambda: landed(
            "1 EUR",
            "IT",
            incoterm="CIF",
            many="200 piece",
            hs=["910211"],
            duties=[duty("910211", "4.50 % MIN 0.30 EUR / NAR MAX 0.80 EUR / NAR", into="IT")],
        ),
        expected={"duty": "60.00", "VAT": "57.20", "total": "317.20"},
    ),
    Example(
        name="watches between minimum and maximum",
        source=f"TARIC 9102, as before; {_UCC}",
        working="200 x 10 = 2,000; 4.5% = 90.00, between 60 and 160; VAT 22% of 2,090 = 459.80",
        cost=lambda: landed(
            "10 EUR",
            "IT",
            incoterm="CIF",
            many="200 piece",
            hs=["910211"],
            duties=[duty("910211", "4.50 % MIN 0.30 EUR / NAR MAX 0.80 EUR / NAR", into="IT")],
        ),
        expected={"duty": "90.00", "VAT": "459.80", "total": "2549.80"},
    ),
    Example(
        name="tableware from China with an anti-dumping duty",
        source=f"Implementing Regulation (EU) 2019/1198 (36.1 % for all others, assumed here); {_UCC}",
        working="""
            duty 12% of 7,800 = 936.00; anti-dumping 36.1% = 2,815.80
            VAT 19% of 11,551.80 = 2,194.842 -> 2,194.84""",
        cost=lambda: landed(
            "7800 EUR",
            "DE",
            incoterm="CIF",
            hs=["691110"],
            duties=[
                duty("691110", "12%", into="DE"),
                duty("691110", "36.1%", into="DE", kind="additional", origins=["CN"]),
            ],
        ),
        expected={
            "duty": "936.00",
            "additional_duty": "2815.80",
            "VAT": "2194.84",
            "total": "13746.64",
        },
    ),
    Example(
        name="the same tableware from Thailand, which the anti-dumping duty does not name",
        source=f"as before; {_UCC}",
        working="duty 936.00; VAT 19% of 8,736 = 1,659.84",
        cost=lambda: landed(
            priced("7800 EUR", made_in="TH"),
            "DE",
            incoterm="CIF",
            hs=["691110"],
            duties=[
                duty("691110", "12%", into="DE"),
                duty("691110", "36.1%", into="DE", kind="additional", origins=["CN"]),
            ],
        ),
        expected={"duty": "936.00", "VAT": "1659.84", "total": "10395.84"},
    ),
    Example(
        name="from Korea into Austria with proof of origin",
        source=f"EU-Korea agreement (OJ L 127, 2011), preferential rate 0; {_UCC}",
        working="duty 0.00; VAT 20% of 12,345.67 = 2,469.134 -> 2,469.13",
        cost=lambda: landed(
            priced("12345.67 EUR", made_in="KR"),
            "AT",
            incoterm="CIF",
            preference=True,
            duties=[
                duty("732393", "6.5%", into="AT"),
                duty("732393", "0%", into="AT", kind="preferential", origins=["KR"]),
            ],
        ),
        expected={"duty": "0.00", "VAT": "2469.13", "total": "14814.80"},
    ),
    Example(
        name="from Korea into Austria without proof of origin",
        source=f"as before, the general rate; {_UCC}",
        working="""
            6.5% of 12,345.67 = 802.46855 -> 802.47
            VAT 20% of 13,148.13855 = 2,629.62771 -> 2,629.63""",
        cost=lambda: landed(
            priced("12345.67 EUR", made_in="KR"),
            "AT",
            incoterm="CIF",
            duties=[
                duty("732393", "6.5%", into="AT"),
                duty("732393", "0%", into="AT", kind="preferential", origins=["KR"]),
            ],
        ),
        expected={"duty": "802.47", "VAT": "2629.63", "total": "15777.77"},
    ),
    Example(
        name="a small consignment on the last day of relief",
        source=_RELIEF,
        working="price 140, at most 150: no duty; VAT 19% of 140 + 30 = 32.30",
        cost=lambda: landed(
            "140 EUR",
            "DE",
            incoterm="FCA",
            on=_BEFORE,
            duties=[duty("732393", "6.5%", into="DE")],
            cards=[flat("30 EUR", "main_carriage")],
        ),
        expected={"duty": "0.00", "VAT": "32.30", "total": "202.30"},
    ),
    Example(
        name="the same consignment a day later",
        source=f"{_RELIEF}; Council Regulation (EU) 2026/382",
        working="duty 6.5% of 170 = 11.05; VAT 19% of 181.05 = 34.3995 -> 34.40",
        cost=lambda: landed(
            "140 EUR",
            "DE",
            incoterm="FCA",
            on=_AFTER,
            duties=[duty("732393", "6.5%", into="DE")],
            cards=[flat("30 EUR", "main_carriage")],
        ),
        expected={"duty": "11.05", "VAT": "34.40", "total": "215.45"},
    ),
    Example(
        name="a price of exactly 150 EUR is within relief, although freight makes it more",
        source=_RELIEF,
        working="no duty; VAT 19% of 180 = 34.20",
        cost=lambda: landed(
            "150 EUR",
            "DE",
            incoterm="FCA",
            on=_BEFORE,
            duties=[duty("732393", "6.5%", into="DE")],
            cards=[flat("30 EUR", "main_carriage")],
        ),
        expected={"duty": "0.00", "VAT": "34.20", "total": "214.20"},
    ),
    Example(
        name="a cent above 150 EUR pays duty on all of it",
        source=_RELIEF,
        working="""
            duty 6.5% of 180.01 = 11.70065 -> 11.70
            VAT 19% of 191.71065 = 36.4250235 -> 36.43""",
        cost=lambda: landed(
            "150.01 EUR",
            "DE",
            incoterm="FCA",
            on=_BEFORE,
            duties=[duty("732393", "6.5%", into="DE")],
            cards=[flat("30 EUR", "main_carriage")],
        ),
        expected={"duty": "11.70", "VAT": "36.43", "total": "228.14"},
    ),
    Example(
        name="from Germany to France there is no duty",
        source="Treaty on the Functioning of the European Union, article 28; Directive 2006/112/EC, articles 2 and 83",
        working="VAT 20% of 1,000 + 120 = 224.00",
        cost=lambda: landed(
            "1000 EUR",
            "FR",
            incoterm="EXW",
            ship_from="DE",
            duties=[duty("732393", "6.5%", into="FR")],
            cards=[flat("120 EUR", "main_carriage")],
        ),
        expected={"VAT": "224.00", "total": "1344.00"},
    ),
    Example(
        name="insurance of 110 % of a value that holds the insurance itself",
        source=f"I = r x 1.1 x (P + F + I), so I = s (P + F) / (1 - s) with s = 1.1 r; {_UCC}",
        working="""
            s = 0.4% x 1.1 = 0.0044; I = 0.0044 x 21,500 / 0.9956 = 95.01807955 -> 95.02
            customs value 21,595.01807955; duty 3.7% = 799.01566894 -> 799.02
            VAT 21% of 22,394.03374849 = 4,702.74708718 -> 4,702.75""",
        cost=lambda: landed(
            "20000 EUR",
            "BE",
            incoterm="FOB",
            duties=[duty("732393", "3.7%", into="BE")],
            cards=[
                flat("1500 EUR", "main_carriage"),
                card("EUR", "insurance", charges=[charge("percent", "0.4", uplift="0.10", of="cif")]),
            ],
        ),
        expected={
            "insurance": "95.02",
            "customs_value": "21595.02",
            "duty": "799.02",
            "VAT": "4702.75",
            "total": "27096.79",
        },
    ),
    Example(
        name="air freight by volume weight",
        source=f"IATA volume weight, 6,000 cm3 a kilogram (166.67 kg a cubic metre); {_UCC}",
        working="""
            1.2 m3 count as 200 kg, more than 120 kg; 200 x 3.10 = 620.00
            duty 2.7% of 3,620 = 97.74; VAT 21% of 3,717.74 = 780.7254 -> 780.73""",
        cost=lambda: landed(
            "3000 EUR",
            "ES",
            incoterm="FCA",
            mode="air",
            gross_kg="120",
            m3="1.2",
            duties=[duty("732393", "2.7%", into="ES")],
            cards=[card("EUR", "main_carriage", charges=[charge("chargeable_kg", "3.10")], mode="air")],
        ),
        expected={"main_carriage": "620.00", "duty": "97.74", "VAT": "780.73", "total": "4498.47"},
    ),
    Example(
        name="two containers where one is not enough, in Danish crowns",
        source=_UCC,
        working="""
            130 m3 / 67.7 m3 = 1.92, so two at 1,850 USD: 3,700 USD
            customs value 18,700 x 6.4 = 119,680.00; duty 4.7% = 5,624.96; VAT 25% of 125,304.96 = 31,326.24""",
        cost=lambda: landed(
            "15000 USD",
            "DK",
            incoterm="FOB",
            gross_kg="9000",
            m3="130",
            duties=[duty("732393", "4.7%", into="DK")],
            cards=[
                card("USD", "main_carriage", charges=[charge("container", "1850", holds_m3="67.7")]),
            ],
            exchange=[rate("USD", "DKK", "6.4")],
        ),
        expected={
            "main_carriage": "23680.00",
            "customs_value": "119680.00",
            "duty": "5624.96",
            "VAT": "31326.24",
            "total": "156631.20",
        },
    ),
    Example(
        name="books at the reduced rate of VAT",
        source=f"Umsatzsteuergesetz, § 12 Abs. 2 Nr. 1: 7 %; {_UCC}",
        working="duty free; VAT 7% of 900 = 63.00",
        cost=lambda: landed(
            "900 EUR",
            "DE",
            incoterm="CIF",
            hs=["490199"],
            category="reduced",
            duties=[duty("490199", "0.000 %", into="DE")],
        ),
        expected={"duty": "0.00", "VAT": "63.00", "total": "963.00"},
    ),
    Example(
        name="the broker is in the base of VAT, the bank's fee is not",
        source=f"Umsatzsteuergesetz, § 11 Abs. 3 Nr. 3; {_UCC}",
        working="""
            customs value 4,400; VAT 19% of 4,400 + 85 = 852.15; bank 1.5% of 4,000 = 60.00
            4,000 + 400 + 85 + 60 + 852.15 = 5,397.15""",
        cost=lambda: landed(
            "4000 EUR",
            "DE",
            incoterm="FOB",
            duties=[duty("732393", "Free", into="DE")],
            cards=[
                flat("400 EUR", "main_carriage"),
                flat("85 EUR", "import_clearance"),
                card("EUR", "payment", charges=[charge("percent", "1.5")]),
            ],
        ),
        expected={"payment": "60.00", "VAT": "852.15", "total": "5397.15"},
    ),
    Example(
        name="delivered duty paid, there is nothing to add",
        source="Incoterms 2020, DDP, A9: the seller pays duties, taxes and clearance",
        working="5,000.00",
        cost=lambda: landed("5000 EUR", "DE", incoterm="DDP", duties=[duty("732393", "6.5%", into="DE")]),
        expected={"goods": "5000.00", "total": "5000.00"},
    ),
    Example(
        name="delivered at place, the buyer clears and pays duty and tax",
        source=f"Incoterms 2020, DAP, B7 and B9; {_UCC}",
        working="duty 3% of 6,000 = 180.00; broker 70; VAT 19% of 6,250 = 1,187.50",
        cost=lambda: landed(
            "6000 EUR",
            "DE",
            incoterm="DAP",
            mode="road",
            duties=[duty("732393", "3%", into="DE")],
            cards=[flat("70 EUR", "import_clearance")],
        ),
        expected={"duty": "180.00", "VAT": "1187.50", "total": "7437.50"},
    ),
    Example(
        name="Swiss duty by gross weight",
        source="Zolltarifgesetz (SR 632.10), article 2: gross weight; Mehrwertsteuergesetz (SR 641.20), article 54",
        working="""
            240 kg x 65.00 CHF / 100 kg = 156.00
            VAT 8.1% of 3,000 + 156 + 150 = 3,306 is 267.786 -> 267.79""",
        cost=lambda: landed(
            "3000 CHF",
            "CH",
            incoterm="CIP",
            mode="road",
            gross_kg="240",
            net_kg="200",
            duties=[duty("732393", "65.00 CHF / 100 kg", into="CH")],
            cards=[flat("150 CHF", "on_carriage")],
        ),
        expected={"duty": "156.00", "VAT": "267.79", "total": "3573.79"},
    ),
    Example(
        name="Swiss tax of up to five francs is not levied",
        source="Mehrwertsteuergesetz (SR 641.20), article 53(1)(a); bazg.admin.ch: tax of up to 5 francs",
        working="8.1% of 60 = 4.86, not levied",
        cost=lambda: landed("60 CHF", "CH", incoterm="CIF", duties=[duty("732393", "Free", into="CH")]),
        expected={"VAT": "0.00", "total": "60.00"},
    ),
    Example(
        name="Swiss tax of more than five francs is levied",
        source="as before: an assessment basis of 62 francs",
        working="8.1% of 62 = 5.022 -> 5.02",
        cost=lambda: landed("62 CHF", "CH", incoterm="CIF", duties=[duty("732393", "Free", into="CH")]),
        expected={"VAT": "5.02", "total": "67.02"},
    ),
    Example(
        name="into Norway",
        source="Merverdiavgiftsloven, section 4-11: customs value, duty and carriage; 25 %",
        working="VAT 25% of 10,000 + 500 = 2,625.00",
        cost=lambda: landed(
            "10000 NOK",
            "NO",
            incoterm="CIF",
            duties=[duty("732393", "Free", into="NO")],
            cards=[flat("500 NOK", "on_carriage")],
        ),
        expected={"duty": "0.00", "VAT": "2625.00", "total": "13125.00"},
    ),
)
