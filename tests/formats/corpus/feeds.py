"""Feeds: B2B XML, shops' exports, agents' catalogues, JSON of any shape, Parquet."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence

import pyarrow as pa
import pyarrow.parquet as pq

from corpus.case import Case

_UBL = "urn:oasis:names:specification:ubl:schema:xsd"


def _case(
    about: str,
    name: str,
    format_name: str,
    make: Callable[[], bytes],
    *offers: dict[str, str],
    problems: Sequence[str] = (),
) -> Case:
    return Case(about=about, name=name, format_name=format_name, make=make, offers=offers, problems=problems)


def _json(document: object) -> Callable[[], bytes]:
    return lambda: json.dumps(document, ensure_ascii=False, indent=1).encode()


def _lines(*items: object) -> Callable[[], bytes]:
    return lambda: "".join(json.dumps(item, ensure_ascii=False) + "\n" for item in items).encode()


def _table(columns: Sequence[str], *rows: dict[str, str], delimiter: str = ",") -> Callable[[], bytes]:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(
        [columns, *([row.get(key, "") for key in columns] for row in rows)]
    )
    return out.getvalue().encode


def _parquet() -> bytes:
    out = io.BytesIO()
    pq.write_table(
        pa.table(
            {
                "sku": ["P-1"],
                "title": ["Flask"],
                "price": [4.5],
                "currency": ["EUR"],
                "images": [["https://x.example/1.jpg"]],
            }
        ),
        out,
    )
    return out.getvalue()


_BMECAT_HEADER = (
    "<HEADER><CATALOG><LANGUAGE>deu</LANGUAGE><CATALOG_ID>K1</CATALOG_ID><CATALOG_NAME>Preisliste</CATALOG_NAME>"
    "<CURRENCY>EUR</CURRENCY></CATALOG><SUPPLIER><SUPPLIER_NAME>Muster Werkzeuge GmbH</SUPPLIER_NAME></SUPPLIER></HEADER>"
)


def _bmecat_price(amount: str, bound: str, word: str = "PRODUCT", kind: str = "net_customer") -> str:
    return (
        f"<{word}_PRICE price_type='{kind}'><PRICE_AMOUNT>{amount}</PRICE_AMOUNT><PRICE_CURRENCY>EUR</PRICE_CURRENCY>"
        f"<LOWER_BOUND>{bound}</LOWER_BOUND></{word}_PRICE>"
    )


_BMECAT_2005 = (
    '<?xml version="1.0" encoding="UTF-8"?><BMECAT version="2005" xmlns="http://www.bmecat.org/bmecat/2005">'
    f"{_BMECAT_HEADER}<T_NEW_CATALOG><PRODUCT><SUPPLIER_PID>Z-1</SUPPLIER_PID><PRODUCT_DETAILS><DESCRIPTION_SHORT>Zange 160 mm"
    "</DESCRIPTION_SHORT><INTERNATIONAL_PID type='ean'>4006381333931</INTERNATIONAL_PID><DELIVERY_TIME>5</DELIVERY_TIME>"
    "</PRODUCT_DETAILS><PRODUCT_FEATURES><FEATURE><FNAME>Netzspannung</FNAME><FVALUE>230</FVALUE><FUNIT>VLT</FUNIT></FEATURE>"
    "</PRODUCT_FEATURES><PRODUCT_ORDER_DETAILS><ORDER_UNIT>C62</ORDER_UNIT><QUANTITY_MIN>10</QUANTITY_MIN>"
    f"</PRODUCT_ORDER_DETAILS><PRODUCT_PRICE_DETAILS>{_bmecat_price('12.50', '10')}{_bmecat_price('11.00', '100')}"
    f"{_bmecat_price('19.90', '1', kind='nrp')}</PRODUCT_PRICE_DETAILS></PRODUCT>"
    "<PRODUCT mode='delete'><SUPPLIER_PID>Z-0</SUPPLIER_PID></PRODUCT></T_NEW_CATALOG></BMECAT>"
)
_BMECAT_12 = (
    '<?xml version="1.0" encoding="ISO-8859-1"?><!DOCTYPE BMECAT SYSTEM "bmecat_new_catalog_1_2.dtd">'
    f"<BMECAT version='1.2'>{_BMECAT_HEADER}<T_NEW_CATALOG><ARTICLE><SUPPLIER_AID>Z-2</SUPPLIER_AID><ARTICLE_DETAILS>"
    "<DESCRIPTION_SHORT>Säge f&uuml;r Holz</DESCRIPTION_SHORT></ARTICLE_DETAILS><ARTICLE_ORDER_DETAILS><ORDER_UNIT>C62</ORDER_UNIT>"
    "<PRICE_QUANTITY>100</PRICE_QUANTITY></ARTICLE_ORDER_DETAILS><ARTICLE_PRICE_DETAILS>"
    f"{_bmecat_price('250', '1', 'ARTICLE')}</ARTICLE_PRICE_DETAILS></ARTICLE></T_NEW_CATALOG></BMECAT>"
)
_CXML_TYPE = '<!DOCTYPE cXML SYSTEM "http://xml.cxml.org/schemas/cXML/1.2.060/cXML.dtd">'
_PEN = (
    "<ItemDetail><UnitPrice><Money currency='USD'>32.20</Money></UnitPrice><Description xml:lang='en'><ShortName>Ballpoint pen"
    "</ShortName>Soft grip</Description><UnitOfMeasure>EA</UnitOfMeasure><PriceBasisQuantity quantity='100' conversionFactor='1'>"
    "<UnitOfMeasure>EA</UnitOfMeasure></PriceBasisQuantity><ManufacturerPartID>CG-12</ManufacturerPartID><ManufacturerName>"
    "Example Works</ManufacturerName></ItemDetail>"
)
_PEN_SAYS = {
    "id": "PEN",
    "title": "Ballpoint pen",
    "prices": "1+ 32.2 USD/100 piece",
    "mpn": "CG-12",
    "brand": "Example Works",
}
_INDEX = (
    f'<?xml version="1.0" encoding="UTF-8"?>{_CXML_TYPE}<Index loadmode="Full"><SupplierID domain="DUNS">1</SupplierID><IndexItem>'
    f"<IndexItemAdd><ItemID><SupplierPartID>PEN</SupplierPartID></ItemID>{_PEN}<IndexItemDetail><LeadTime>14</LeadTime>"
    "</IndexItemDetail></IndexItemAdd></IndexItem></Index>"
)
_BASKET = (
    f'<?xml version="1.0"?>{_CXML_TYPE}<cXML payloadID="1@x" timestamp="2026-11-01T00:00:00Z"><Header><From><Credential domain="D">'
    "<Identity>AN</Identity></Credential></From></Header><Message><PunchOutOrderMessage><BuyerCookie>1</BuyerCookie>"
    "<PunchOutOrderMessageHeader operationAllowed='edit'><Total><Money currency='USD'>9.00</Money></Total>"
    "</PunchOutOrderMessageHeader><ItemIn quantity='10' lineNumber='1'><ItemID><SupplierPartID>PEN</SupplierPartID></ItemID>"
    f"{_PEN}</ItemIn></PunchOutOrderMessage></Message></cXML>"
)


def _ubl_price(amount: str, least: str) -> str:
    return (
        f"<cac:RequiredItemLocationQuantity><cbc:MinimumQuantity unitCode='C62'>{least}</cbc:MinimumQuantity><cac:Price>"
        f"<cbc:PriceAmount currencyID='NOK'>{amount}</cbc:PriceAmount></cac:Price></cac:RequiredItemLocationQuantity>"
    )


_PEPPOL = (
    f'<?xml version="1.0" encoding="UTF-8"?><Catalogue xmlns="{_UBL}:Catalogue-2" xmlns:cac="{_UBL}:CommonAggregateComponents-2" '
    f'xmlns:cbc="{_UBL}:CommonBasicComponents-2"><cbc:CustomizationID>urn:fdc:peppol.eu:poacc:trns:catalogue:3</cbc:CustomizationID>'
    "<cbc:ID>1</cbc:ID><cac:SellerSupplierParty><cac:Party><cac:PartyName><cbc:Name>Eksempel Handel AS</cbc:Name></cac:PartyName>"
    "</cac:Party></cac:SellerSupplierParty><cac:CatalogueLine><cbc:ID>1</cbc:ID><cbc:OrderableUnit>C62</cbc:OrderableUnit>"
    f"{_ubl_price('99.50', '1')}{_ubl_price('89.00', '50')}<cac:Item><cbc:Name>Kopp</cbc:Name><cac:SellersItemIdentification>"
    "<cbc:ID>U-1</cbc:ID></cac:SellersItemIdentification><cac:StandardItemIdentification><cbc:ID schemeID='0160'>4006381333931"
    "</cbc:ID></cac:StandardItemIdentification></cac:Item></cac:CatalogueLine></Catalogue>"
)
_ITEM = (
    "<g:id>{0}</g:id><g:title>{1}</g:title><g:price>{2}</g:price><g:availability>in_stock</g:availability>"
    "<g:image_link>https://x.example/{0}.jpg</g:image_link>"
)
_RSS = (
    '<?xml version="1.0"?><rss xmlns:g="http://base.google.com/ns/1.0" version="2.0"><channel><title>Muster</title><item>'
    + _ITEM.format("G-1", "Flask &amp; lid", "19.90 EUR")
    + "</item></channel></rss>"
)
_ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:g="http://base.google.com/ns/1.0"><entry>'
    + _ITEM.format("G-2", "Kanne", "25.00 CHF")
    + "</entry></feed>"
)
_ACP = [
    {
        "id": "tee",
        "title": "Classic Tee",
        "variants": [
            {
                "id": "tee-m",
                "title": "Classic Tee - M",
                "price": {"amount": 1999, "currency": "USD"},
                "availability": {"available": True, "status": "in_stock"},
                "barcodes": [{"type": "GTIN", "value": "4006381333931"}],
            },
            {
                "id": "tee-l",
                "title": "Classic Tee - L",
                "price": {"amount": 2500, "currency": "JPY"},
                "availability": {"available": True, "status": "in_stock"},
            },
        ],
    }
]
_SPOOL = {
    "id": "p1",
    "title": "Spool of cable",
    "description": {"plain": "Copper, 50 m"},
    "price_range": {"min": {"amount": 4200, "currency": "EUR"}, "max": {"amount": 4200, "currency": "EUR"}},
    "variants": [
        {
            "id": "v1",
            "sku": "CAB-50",
            "title": "Spool of cable 50 m",
            "description": {"plain": "A spool"},
            "price": {"amount": 4200, "currency": "EUR"},
            "availability": {"available": True},
        }
    ],
}
_UCP = {"ucp": {"version": "2026-08-22"}, "products": [_SPOOL]}
_SHOPIFY_JSON = {
    "products": [
        {
            "id": 7,
            "title": "Classic Tee",
            "handle": "tee",
            "vendor": "Muster",
            "product_type": "Shirt",
            "options": [{"name": "Size"}],
            "variants": [
                {"id": 1, "sku": "T-M", "price": "19.90", "option1": "M", "title": "M"},
                {"id": 2, "sku": "T-L", "price": "21.90", "option1": "L", "title": "L"},
            ],
            "images": [{"src": "https://cdn.example/1.jpg", "variant_ids": []}],
        }
    ]
}
_SHOPIFY_COLUMNS = (
    "Handle",
    "Title",
    "Vendor",
    "Published",
    "Option1 Name",
    "Option1 Value",
    "Variant SKU",
    "Variant Price",
    "Image Src",
)
_WOO_COLUMNS = (
    "ID",
    "Type",
    "SKU",
    "Name",
    "Published",
    "Tax status",
    "Regular price",
    "Sale price",
    "Weight (kg)",
    "Images",
    "Meta: minimum_allowed_quantity",
)
_GOOGLE_COLUMNS = (
    "id",
    "title",
    "price",
    "sale_price",
    "availability",
    "image_link",
    "gtin",
    "condition",
    "brand",
)
_PRODUCT = {
    "@context": "https://schema.org",
    "@type": "Product",
    "name": "Anvil",
    "sku": "AN-1",
    "offers": {"@type": "AggregateOffer", "lowPrice": "99.00", "highPrice": "119.00", "priceCurrency": "USD"},
}

_BMECAT_PICTURE = _BMECAT_2005.replace(
    "</CATALOG>", "<MIME_ROOT>https://muster.example/p/</MIME_ROOT></CATALOG>"
).replace(
    "</PRODUCT_PRICE_DETAILS></PRODUCT>",
    "</PRODUCT_PRICE_DETAILS><MIME_INFO><MIME><MIME_TYPE>image/jpeg</MIME_TYPE><MIME_SOURCE>z1.jpg</MIME_SOURCE><MIME_PURPOSE>normal"
    "</MIME_PURPOSE></MIME></MIME_INFO></PRODUCT>",
)

_PEPPOL_PICTURE = _PEPPOL.replace(
    "</cac:Item>",
    "<cac:ItemSpecificationDocumentReference><cbc:ID>1</cbc:ID><cbc:DocumentTypeCode>PRODUCT_IMAGE</cbc:DocumentTypeCode>"
    "<cac:Attachment><cac:ExternalReference><cbc:URI>https://x.example/u1.jpg</cbc:URI></cac:ExternalReference></cac:Attachment>"
    "</cac:ItemSpecificationDocumentReference></cac:Item>",
)
_INDEX_PICTURE = _INDEX.replace(
    "<LeadTime>14</LeadTime>",
    "<LeadTime>14</LeadTime><Extrinsic name='ImageURL'>https://x.example/pen.jpg</Extrinsic>",
)


def _parquet_tiers() -> bytes:
    out = io.BytesIO()
    tiers = [[{"min_qty": 10, "price": 4.5}, {"min_qty": 100, "price": 4.1}]]
    pq.write_table(pa.table({"sku": ["P-2"], "title": ["Flask"], "currency": ["EUR"], "prices": tiers}), out)
    return out.getvalue()


CASES: tuple[Case, ...] = (
    _case(
        "BMEcat 2005 with tiers, a retail price, a feature and a product taken out",
        "catalogue.xml",
        "bmecat",
        _BMECAT_2005.encode,
        {
            "id": "Z-1",
            "title": "Zange 160 mm",
            "prices": "10+ 12.5 EUR/piece; 100+ 11 EUR/piece",
            "moq": "10 piece",
            "gtin": "4006381333931",
            "@Netzspannung": "230 V",
            "supplier": "Muster Werkzeuge GmbH",
            "language": "de",
        },
        problems=("unknown_offer",),
    ),
    _case(
        "BMEcat 1.2 in Latin 1 with a DOCTYPE and named letters",
        "catalogue.xml",
        "bmecat",
        lambda: _BMECAT_12.encode("latin-1"),
        {"id": "Z-2", "title": "Säge für Holz", "prices": "1+ 250 EUR/100 piece"},
    ),
    _case("an index of cXML", "index.xml", "cxml", _INDEX.encode, {**_PEN_SAYS, "lead_time": "14-14 days"}),
    _case("a basket of cXML", "basket.xml", "cxml", _BASKET.encode, _PEN_SAYS),
    _case(
        "a Peppol catalogue with tiers",
        "catalogue.xml",
        "ubl-catalogue",
        _PEPPOL.encode,
        {
            "id": "U-1",
            "title": "Kopp",
            "prices": "1+ 99.5 NOK/piece; 50+ 89 NOK/piece",
            "gtin": "4006381333931",
            "supplier": "Eksempel Handel AS",
        },
    ),
    _case(
        "Google Merchant in RSS",
        "feed.xml",
        "google-merchant",
        _RSS.encode,
        {
            "id": "G-1",
            "title": "Flask & lid",
            "prices": "1+ 19.9 EUR/piece",
            "images": "https://x.example/G-1.jpg",
        },
    ),
    _case(
        "Google Merchant in Atom and UTF-16",
        "feed.xml",
        "google-merchant",
        lambda: _ATOM.encode("utf-16"),
        {"id": "G-2", "title": "Kanne", "prices": "1+ 25 CHF/piece"},
    ),
    _case(
        "Google Merchant as a table with a sale price",
        "feed.txt",
        "google-merchant-tsv",
        _table(
            _GOOGLE_COLUMNS,
            {
                "id": "G-3",
                "title": "Mug",
                "price": "12.00 GBP",
                "sale_price": "9.50 GBP",
                "availability": "in_stock",
                "image_link": "https://x.example/3.jpg",
                "gtin": "4006381333931",
                "condition": "new",
                "brand": "Acme",
            },
            delimiter="\t",
        ),
        {"id": "G-3", "title": "Mug", "prices": "1+ 9.5 GBP/piece", "gtin": "4006381333931", "brand": "Acme"},
    ),
    _case(
        "an agentic feed in minor units of two currencies",
        "feed.json",
        "acp",
        _json(_ACP),
        {"id": "tee-m", "title": "Classic Tee - M", "prices": "1+ 19.99 USD/piece", "gtin": "4006381333931"},
        {"id": "tee-l", "title": "Classic Tee - L", "prices": "1+ 2500 JPY/piece"},
    ),
    _case(
        "a universal commerce catalogue",
        "catalogue.json",
        "ucp",
        _json(_UCP),
        {"id": "CAB-50", "title": "Spool of cable 50 m", "prices": "1+ 42 EUR/piece"},
    ),
    _case(
        "products.json of Shopify, which names no currency",
        "products.json",
        "shopify-json",
        _json(_SHOPIFY_JSON),
        {"id": "T-M", "brand": "Muster", "images": "https://cdn.example/1.jpg"},
        {"id": "T-L", "category": "Shirt"},
        problems=("bad_currency",),
    ),
    _case(
        "Shopify's CSV, where a variant has no title and a picture no variant",
        "products_export.csv",
        "shopify-csv",
        _table(
            _SHOPIFY_COLUMNS,
            {
                "Handle": "tee",
                "Title": "Classic Tee",
                "Vendor": "Muster",
                "Published": "TRUE",
                "Option1 Name": "Size",
                "Option1 Value": "M",
                "Variant SKU": "T-M",
                "Variant Price": "19.90",
                "Image Src": "https://cdn.example/1.jpg",
            },
            {"Handle": "tee", "Option1 Value": "L", "Variant SKU": "T-L", "Variant Price": "21.90"},
            {"Handle": "tee", "Image Src": "https://cdn.example/2.jpg"},
        ),
        {"id": "T-M", "title": "Classic Tee", "brand": "Muster"},
        {"id": "T-L", "title": "Classic Tee"},
        problems=("bad_currency",),
    ),
    _case(
        "WooCommerce's CSV",
        "wc-product-export.csv",
        "woocommerce-csv",
        _table(
            _WOO_COLUMNS,
            {
                "ID": "11",
                "Type": "simple",
                "SKU": "W-1",
                "Name": "Hoodie",
                "Published": "1",
                "Tax status": "taxable",
                "Regular price": "45",
                "Sale price": "39.5",
                "Weight (kg)": "0.6",
                "Images": "https://shop.example/1.jpg",
                "Meta: minimum_allowed_quantity": "5",
            },
        ),
        {
            "id": "W-1",
            "title": "Hoodie",
            "weight": "0.6 kg",
            "moq": "5 piece",
            "images": "https://shop.example/1.jpg",
        },
        problems=("bad_currency",),
    ),
    _case(
        "a file of JSON-LD",
        "product.jsonld",
        "json-ld",
        _json(_PRODUCT),
        {"id": "AN-1", "title": "Anvil", "prices": "1+ 99-119 USD/piece"},
    ),
    _case(
        "JSON whose list lies three keys deep, with nested tiers",
        "data.json",
        "json",
        _json(
            {
                "meta": {"supplier": "x"},
                "data": {
                    "result": {
                        "items": [
                            {
                                "sku": "J-1",
                                "name": "Flask",
                                "currency": "USD",
                                "prices": [{"min_qty": 10, "price": 4.5}, {"min_qty": 100, "price": 4.1}],
                            }
                        ]
                    }
                },
            }
        ),
        {"id": "J-1", "title": "Flask", "prices": "10+ 4.5 USD/piece; 100+ 4.1 USD/piece"},
    ),
    _case(
        "JSON lines with a broken line in between",
        "list.jsonl",
        "jsonl",
        lambda: (
            b'{"sku":"J-1","title":"Flask","price":4.5,"currency":"EUR"}\n{"sku":"J-2","title":"Cut o\n{"sku":"J-3","title":"Mug","price":"3,25 \xe2\x82\xac"}\n'
        ),
        {"id": "J-1", "title": "Flask", "prices": "1+ 4.5 EUR/piece"},
        {"id": "J-3", "title": "Mug", "prices": "1+ 3.25 EUR/piece"},
        problems=("unreadable_row",),
    ),
    _case(
        "JSON lines whose items have different keys",
        "list.jsonl",
        "jsonl",
        _lines(
            {"sku": "J-1", "title": "Flask", "price_usd": 4.5},
            {"sku": "J-2", "title": "Mug", "price_usd": 2, "moq": 50, "colour": "blue"},
        ),
        {"id": "J-1", "prices": "1+ 4.5 USD/piece"},
        {"id": "J-2", "prices": "1+ 2 USD/piece", "moq": "50 piece", "colour": "blue"},
    ),
    _case(
        "Parquet with lists",
        "list.parquet",
        "parquet",
        _parquet,
        {"id": "P-1", "title": "Flask", "prices": "1+ 4.5 EUR/piece", "images": "https://x.example/1.jpg"},
    ),
    _case(
        "JSON lines with pictures and tiers in lists",
        "list.jsonl",
        "jsonl",
        _lines(
            {
                "sku": "J-9",
                "title": "Flask",
                "images": ["https://x.example/9.jpg"],
                "currency": "EUR",
                "prices": [{"min_qty": 10, "price": 4.5}, {"min_qty": 100, "price": 4.1}],
            }
        ),
        {"id": "J-9", "images": "https://x.example/9.jpg", "prices": "10+ 4.5 EUR/piece; 100+ 4.1 EUR/piece"},
    ),
    _case(
        "JSON-LD with a picture",
        "product.json",
        "json-ld",
        _json(
            {
                **_PRODUCT,
                "sku": "AN-4",
                "image": ["https://x.example/4.jpg"],
                "offers": {"@type": "Offer", "price": 12.5, "priceCurrency": "EUR"},
            }
        ),
        {"id": "AN-4", "images": "https://x.example/4.jpg", "prices": "1+ 12.5 EUR/piece"},
    ),
    _case(
        "feeds of agents with pictures of a variant",
        "feed.json",
        "acp",
        _json(
            [
                {
                    **_ACP[0],
                    "media": [
                        {"type": "image", "url": "https://cdn.example/tee.jpg"},
                        {"type": "video", "url": "https://cdn.example/tee.mp4"},
                    ],
                }
            ]
        ),
        {"id": "tee-m", "images": "https://cdn.example/tee.jpg"},
        {"id": "tee-l", "images": "https://cdn.example/tee.jpg"},
    ),
    _case(
        "a universal commerce catalogue with pictures",
        "catalogue.json",
        "ucp",
        _json(
            {
                **_UCP,
                "products": [
                    {**_SPOOL, "media": [{"type": "image", "url": "https://cdn.example/cable.jpg"}]}
                ],
            }
        ),
        {"id": "CAB-50", "images": "https://cdn.example/cable.jpg"},
    ),
    _case(
        "BMEcat 2005 with a picture under the catalogue's root",
        "catalogue.xml",
        "bmecat",
        _BMECAT_PICTURE.encode,
        {"id": "Z-1", "images": "https://muster.example/p/z1.jpg"},
        problems=("unknown_offer",),
    ),
    _case(
        "JSON with a picture and a currency within the price",
        "data.json",
        "json",
        _json(
            [
                {
                    "sku": "J-7",
                    "name": "Flask of steel",
                    "price": {"amount": 4.5, "currency": "EUR"},
                    "image": "https://x.example/7.jpg",
                }
            ]
        ),
        {"id": "J-7", "prices": "1+ 4.5 EUR/piece", "images": "https://x.example/7.jpg"},
    ),
    _case(
        "a Peppol catalogue with a picture",
        "catalogue.xml",
        "ubl-catalogue",
        _PEPPOL_PICTURE.encode,
        {"id": "U-1", "images": "https://x.example/u1.jpg"},
    ),
    _case(
        "an index of cXML with a picture",
        "index.xml",
        "cxml",
        _INDEX_PICTURE.encode,
        {**_PEN_SAYS, "images": "https://x.example/pen.jpg"},
    ),
    _case(
        "Parquet with tiers as structs",
        "list.parquet",
        "parquet",
        _parquet_tiers,
        {"id": "P-2", "prices": "10+ 4.5 EUR/piece; 100+ 4.1 EUR/piece"},
    ),
)
