"""Small price lists of invented suppliers, as the tests of the page load them."""

from __future__ import annotations

from pathlib import Path

RATES = """# Invented rates for tests.
base,quote,rate,as_of,source
EUR,USD,1.10,2026-11-20,Test rates
EUR,CNY,7.80,2026-11-20,Test rates
"""

STEEL = """SKU,Product name,Category,Brand,Price USD 100-499,Price USD 500+,MOQ,Lead time,Incoterm,Certificates,Material,Colour,Country of origin
00412,Insulated stainless steel bottle 750 ml,Drinkware,Harrow,4.10,3.60,100,20-30 days,FOB Ningbo,"LFGB, FDA",stainless steel,black,CN
00413,Insulated stainless steel bottle 500 ml,Drinkware,Harrow,3.80,3.20,100,20-30 days,FOB Ningbo,"LFGB, FDA",stainless steel,blue,CN
00414,Vacuum flask 1 L with cup lid,Drinkware,Harrow,6.90,6.10,200,35 days,FOB Ningbo,FDA,stainless steel,silver,CN
00415,Kids steel water bottle 350 ml,Drinkware,Lark,2.95,2.60,300,25 days,FOB Ningbo,LFGB,stainless steel,red,CN
00416,Steel lunch box two layers 1.2 L,Kitchen,Lark,5.40,4.90,100,25 days,FOB Ningbo,,stainless steel,silver,CN
00417,Travel mug 450 ml,Drinkware,Harrow,on request,,100,20 days,FOB Ningbo,FDA,stainless steel,green,CN
00418,<script>alert(1)</script> bottle 750 ml,Drinkware,Harrow,2.10,2.00,100,20 days,FOB Ningbo,,steel,white,CN
"""

KONTOR = """Artikelnummer;Bezeichnung;Warengruppe;Preis EUR;Mindestmenge;Lieferzeit;Lieferbedingung;Zertifikate;Material;Farbe;Ursprungsland
B-100;Isolierflasche Edelstahl 750 ml;Trinkflaschen;4,35;50;2-3 Wochen;DAP Hamburg;LFGB;Edelstahl;schwarz;DE
B-101;Isolierflasche Edelstahl 500 ml;Trinkflaschen;3,95;50;2-3 Wochen;DAP Hamburg;LFGB;Edelstahl;weiß;DE
B-102;Glasflasche 750 ml mit Bambusdeckel;Trinkflaschen;2,80;100;10 Tage;DAP Hamburg;;Glas;grün;PL
B-103;Thermobecher 400 ml;Trinkflaschen;auf Anfrage;50;2 Wochen;DAP Hamburg;;Edelstahl;grau;DE
B-104;Brotdose Edelstahl;Küche;viel;50;bald;DAP Hamburg;LFGB;Edelstahl;silber;DE
"""

NINGHAI = """货号,品名,类别,价格(元),起订量,交货期,材质,颜色,网址
N-7501,不锈钢保温杯 750毫升,水杯,21.50,500,15天,不锈钢,黑色,javascript:alert(1)
N-7502,不锈钢保温杯 500毫升,水杯,18.20,500,15天,不锈钢,白色,https://example.com/n-7502
N-7503,玻璃水瓶 750毫升,水杯,9.80,1000,20天,玻璃,透明,https://example.com/n-7503
"""

QUESTION = "500 insulated steel bottles, 750 ml, under 4 USD, to Hamburg in 6 weeks, food-safe"


def write_lists(folder: Path) -> list[Path]:
    """The three lists as files, named after their suppliers."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, text in (
        ("Harrow Steel Works.csv", STEEL),
        ("Kontor Nordlicht.csv", KONTOR),
        ("Ninghai Brightcup.csv", NINGHAI),
    ):
        path = folder / name
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    return paths


RIVAL_ONE = """SKU,Product name,GTIN,Brand,Price EUR,MOQ
R-1,Harrow Trailmaster flask 750 ml black,4006381333931,Harrow,4.20,100
R-2,Harrow Trailmaster flask 500 ml black,4006381333948,Harrow,3.60,100
"""
RIVAL_TWO = """Ref,Name,EAN,Price EUR,MOQ
V-1,Trailmaster vacuum flask 0.75 l by Harrow,4006381333931,3.55,200
"""


def write_rivals(folder: Path) -> list[Path]:
    """Two suppliers with one product in common."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, text in (("Nord Haus.csv", RIVAL_ONE), ("Sud Trading.csv", RIVAL_TWO)):
        path = folder / name
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    return paths
