"""Lists of two trading houses that resell makers' articles: a BMEcat 2005 catalogue in German, a web page in French."""

from __future__ import annotations

from dataclasses import replace
from xml.sax.saxutils import escape

from suppliers.trading import ELBKONTOR, LEMAN, Resold, resold
from writers import cells as say
from writers.files import Written
from writers.truth import Found, Step, Truth, priced, truth_of

_NEW = "http://www.bmecat.org/bmecat/2005"
_COUNTRY = {"CN": "Chine", "FR": "France", "IT": "Italie", "TR": "Turquie", "IN": "Inde", "DE": "Allemagne"}
_BY_CARTON = frozenset({"insulated_bottle", "travel_mug", "lunch_jar", "led_bulb"})
"""What the German house sells by the carton only."""
_NO_BARCODE = 5
"""The French list lacks the barcode of every so-manieth article: brand and manufacturer's number are left to tell."""
_SLIP = 7
"""Place in the French list whose barcode is the next article's: such slips are why groups can be parted by hand."""

# ------------------------------------------------------------------------------------------ BMEcat


def elbkontor() -> Written:
    """BMEcat 2005; prices per piece or per carton, two of them by quantity, the makers' names and numbers."""
    name = "elbkontor.xml"
    items: list[str] = []
    found: list[Found] = []
    for number, one in enumerate(resold(ELBKONTOR), start=1):
        item, truth = _product(one)
        items.append(item)
        found.append(Found(file=name, sheet=None, row=number, truth=truth))
    text = f"""<?xml version="1.0" encoding="UTF-8"?>
<BMECAT version="2005" xmlns="{_NEW}">
<HEADER>
<CATALOG><LANGUAGE>deu</LANGUAGE><CATALOG_ID>EK-2026-4</CATALOG_ID><CATALOG_VERSION>1.0</CATALOG_VERSION>
<CATALOG_NAME>Lagerliste Herbst</CATALOG_NAME><DATETIME type="generation_date"><DATE>2026-11-02</DATE></DATETIME>
<TERRITORY>DE</TERRITORY><CURRENCY>EUR</CURRENCY></CATALOG>
<SUPPLIER><SUPPLIER_NAME>{escape(ELBKONTOR.supplier.name)}</SUPPLIER_NAME>
<ADDRESS><STREET>Musterkai 999</STREET><CITY>Hamburg</CITY><COUNTRY>Deutschland</COUNTRY></ADDRESS></SUPPLIER>
</HEADER>
<T_NEW_CATALOG>
{"".join(items)}</T_NEW_CATALOG>
</BMECAT>
"""
    return Written(name=name, data=text.encode(), found=tuple(found), planted=())


def _product(one: Resold) -> tuple[str, Truth]:
    article = one.article
    carton = article.kind.carton if article.kind.key in _BY_CARTON else 1
    prices = [(tier.start // carton, tier.price * carton) for tier in article.tiers]
    steps = tuple(Step(start=start * carton, price=price / carton) for start, price in prices)
    days = -(-article.lead_time.low * 7 // 5)  # the standard's are working days
    truth = replace(
        truth_of(article, states_unit=True),
        steps=steps,
        whole=carton,
        lead_days=(days, days),
        incoterm=None,
        place_country=None,
    )
    unit = "CT" if carton > 1 else "C62"
    packed = f"<CONTENT_UNIT>C62</CONTENT_UNIT><NO_CU_PER_OU>{carton}</NO_CU_PER_OU>" if carton > 1 else ""
    rows = "".join(
        f'<PRODUCT_PRICE price_type="net_list"><PRICE_AMOUNT>{price:f}</PRICE_AMOUNT>'
        f"<LOWER_BOUND>{start}</LOWER_BOUND></PRODUCT_PRICE>"
        for start, price in prices
    )
    return (
        f"""<PRODUCT mode="new">
<SUPPLIER_PID>{article.external_id}</SUPPLIER_PID>
<PRODUCT_DETAILS><DESCRIPTION_SHORT>{escape(article.title)}</DESCRIPTION_SHORT>
<DESCRIPTION_LONG>{escape(article.description)}</DESCRIPTION_LONG>
<INTERNATIONAL_PID type="gtin">{article.gtin}</INTERNATIONAL_PID>
<MANUFACTURER_PID>{article.mpn}</MANUFACTURER_PID><MANUFACTURER_NAME>{escape(one.brand)}</MANUFACTURER_NAME>
<DELIVERY_TIME>{article.lead_time.low}</DELIVERY_TIME></PRODUCT_DETAILS>
<PRODUCT_ORDER_DETAILS><ORDER_UNIT>{unit}</ORDER_UNIT>{packed}<QUANTITY_MIN>{article.moq // carton}</QUANTITY_MIN></PRODUCT_ORDER_DETAILS>
<PRODUCT_PRICE_DETAILS>{rows}</PRODUCT_PRICE_DETAILS>
<PRODUCT_LOGISTIC_DETAILS><COUNTRY_OF_ORIGIN>{article.made_in}</COUNTRY_OF_ORIGIN></PRODUCT_LOGISTIC_DETAILS>
</PRODUCT>
""",
        truth,
    )


# ------------------------------------------------------------------------------------------ a web page

_HEADERS = (
    "Réf.", "Désignation", "Marque", "Réf. fabricant", "Code EAN", "Prix HT (CHF)", "Unité de vente", "Quantité minimum", "Colisage",
    "Délai de livraison", "Conditions de livraison", "Pays d'origine",
)  # fmt: skip


def leman() -> Written:
    """A price list saved as a web page; some barcodes are missing, and one is that of the article below it."""
    name = "leman.html"
    offered = resold(LEMAN)
    rows: list[str] = []
    found: list[Found] = []
    for index, one in enumerate(offered):
        gtin = one.article.gtin
        if index == _SLIP:
            gtin = offered[index + 1].article.gtin
        elif index % _NO_BARCODE == 3:
            gtin = ""
        cells, truth = _row(one, gtin)
        rows.append("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>\n")
        found.append(Found(file=name, sheet=None, row=index + 2, truth=truth))  # row 1 is the header
    head = "".join(f"<th>{header}</th>" for header in _HEADERS)
    text = f"""<!DOCTYPE html>
<html lang="fr">
<head><meta charset="utf-8"><title>{LEMAN.supplier.name} : tarif revendeurs</title></head>
<body>
<h1>{LEMAN.supplier.name}</h1>
<p>Rue Imaginaire 99, 1204 Genève, Suisse</p>
<p>Tarif revendeurs, hors TVA, marchandise en stock</p>
<table>
<tr>{head}</tr>
{"".join(rows)}</table>
</body>
</html>
"""
    return Written(name=name, data=text.encode(), found=tuple(found), planted=())


def _row(one: Resold, gtin: str) -> tuple[list[str], Truth]:
    article = one.article
    price, basis = article.price, say.unit(article)
    truth = truth_of(article, states_unit=True)
    if article.kind.key == "led_bulb":
        price, each = say.per_hundred(price)
        truth, basis = priced(truth, each), "100 pièces"
    cells = [
        article.external_id,
        article.title,
        one.brand,
        article.mpn,
        gtin,
        say.number(price, group="'"),
        basis,
        str(article.moq),
        f"{article.kind.carton} pièces par carton" if article.kind.unit == "piece" else "",
        say.span(article.lead_time, one="{} jours", dash=" à "),
        f"{article.incoterm} {article.place}",
        _COUNTRY[article.made_in],
    ]
    return cells, replace(truth, gtin=gtin or None)
