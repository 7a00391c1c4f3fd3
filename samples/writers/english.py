"""Lists in English from six countries: a feed, TSV, workbooks new and old, Parquet, a packed CSV."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from suppliers.articles import articles
from suppliers.companies import ANADOLU, BRIGHTWAY, HARBOR, KAVERI, MEKONG, PACIFIC
from suppliers.kinds import Article
from writers import cells as say
from writers.breaks import OTHER_ENCODING, with_breaks
from writers.cells import CellValue, Line
from writers.files import Table, Written, delimited, feed, gzipped, parquet, written, xls, xlsx
from writers.truth import Found, Planted, Truth, priced, truth_of

# ------------------------------------------------------------------------------------------ feed


def harbor() -> Written:
    """A Google Merchant feed: "12.50 GBP", attributes of its own for the minimum order and the lead time."""
    lines = [_harbor(one) for one in articles(HARBOR)]
    rows = with_breaks("harbor", lines, ("bad_price", "bad_identifier", "missing_title", "duplicate_id"))
    items: list[list[tuple[str, str]]] = []
    found, planted = [], []
    for number, row in enumerate(rows, start=1):
        items.append(_item(row.cells))
        found.append(Found(file="harbor-pine.xml", sheet=None, row=number, truth=row.truth))
        planted += [Planted(file="harbor-pine.xml", sheet=None, row=number, kind=kind) for kind in row.kinds]
    data = feed(HARBOR.name, "https://harbor-pine.example/", "Trade catalogue, United Kingdom", items)
    return Written(name="harbor-pine.xml", data=data, found=tuple(found), planted=tuple(planted))


_FEED = (
    ("g:id", "external_id"), ("title", "title"), ("description", "description"), ("link", "link"), ("g:price", "price"), ("g:gtin", "gtin"),
    ("g:mpn", "mpn"), ("g:brand", "brand"), ("g:product_type", "category"), ("g:material", "material"), ("g:color", "colour"),
    ("c:minimum_order_quantity", "moq"), ("c:lead_time", "lead_time"), ("c:incoterm", "delivery"), ("c:certificates", "certificates"),
    ("c:country_of_origin", "made_in"),
)  # fmt: skip


def _item(cells: Mapping[str, CellValue]) -> list[tuple[str, str]]:
    return [(name, str(cells[field])) for name, field in _FEED if cells.get(field) not in (None, "")]


def _harbor(article: Article) -> Line:
    return Line(
        cells={
            "external_id": article.external_id,
            "title": article.title,
            "description": article.description,
            "link": f"https://harbor-pine.example/p/{article.external_id.lower()}",
            "price": say.ON_REQUEST["en"] if article.on_request else f"{article.price} GBP",
            "gtin": article.gtin,
            "mpn": article.mpn,
            "brand": "Harbor & Pine",
            "category": article.kind.names["en"][0],
            "material": article.material,
            "colour": article.colour,
            "moq": article.moq,
            "lead_time": say.span(article.lead_time, one="{} days"),
            "delivery": f"{article.incoterm} {article.place}",
            "certificates": ", ".join(article.certificates),
            "made_in": say.country(article),
        },
        truth=truth_of(article, states_unit=False),
    )


# ------------------------------------------------------------------------------------------ TSV


def pacific() -> Written:
    """Tabs; "$3.45 / pc", which are US dollars; UPC-12 and article numbers with leading zeros; working days."""
    table = Table(
        above=(f"{PACIFIC.name} - Trade price list", "1 Nowhere Ave, Seattle, WA, USA"),
        columns=(
            ("SKU", "external_id"), ("Product name", "title"), ("Features", "description"), ("Unit price", "price"), ("MOQ", "moq"),
            ("Case pack", "pack"), ("Lead time", "lead_time"), ("Terms", "delivery"), ("Certifications", "certificates"), ("UPC", "gtin"),
            ("MPN", "mpn"), ("Country of origin", "made_in"),
        ),
        rows=with_breaks(
            "pacific", [_pacific(one) for one in articles(PACIFIC)],
            ("bad_price", "bad_identifier", "missing_title", "bad_quantity", "duplicate_id", "cut_row"),
        ),
    )  # fmt: skip
    return written(
        "pacific-rim.tsv", delimited(table, delimiter="\t", encoding="utf-8", line_end="\n"), [table]
    )


def _pacific(article: Article) -> Line:
    truth = truth_of(article, states_unit=True)
    amount, basis, carton = article.price, say.unit(article), article.kind.carton
    if article.kind.key in {"usb_cable", "led_bulb"}:
        amount, each = say.per_carton(amount, carton)
        truth, basis = priced(truth, each, whole=carton), f"case of {carton}"
    return Line(
        cells={
            "external_id": article.external_id,
            "title": article.title,
            "description": article.description,
            "price": "call for price"
            if article.on_request
            else f"${say.number(amount, group=',')} / {basis}",
            "moq": f"{say.number(article.moq, group=',')} {'pcs' if article.kind.unit == 'piece' else 'boxes'}",
            "pack": f"{carton} pcs/case" if article.kind.unit == "piece" else "",
            "lead_time": say.span(article.lead_time, one="{} working days"),
            "delivery": f"{article.incoterm} {article.place}",
            "certificates": ", ".join(article.certificates),
            "gtin": article.gtin,
            "mpn": article.mpn,
            "made_in": say.country(article),
        },
        truth=truth,
    )


# ------------------------------------------------------------------------------------------ XLSX of two sheets

_LIGHTING = frozenset({"led_bulb", "led_panel", "solar_panel", "desk_lamp"})


def brightway() -> Written:
    """Two sheets with a letterhead each; a merged header; tiers in columns; units in the header; notes below."""
    everything = articles(BRIGHTWAY)
    lighting = [one for one in everything if one.kind.key in _LIGHTING]
    power = [one for one in everything if one.kind.key not in _LIGHTING]
    tables = [
        _brightway_table("Lighting", lighting, ("bad_price", "missing_title", "bad_identifier")),
        _brightway_table("Power & audio", power, ("bad_quantity", "duplicate_id")),
    ]
    return written("brightway.xlsx", xlsx(tables), tables)


def _brightway_table(sheet: str, chosen: Sequence[Article], kinds: Sequence[str]) -> Table:
    return Table(
        sheet=sheet,
        above=(BRIGHTWAY.name, "No. 8 Imaginary Road, Hangzhou, China", "Quotation valid until 2027-02-28, FOB Ningbo"),
        columns=(
            ("Item No.", "external_id"), ("Product description", "title"), ("Features", "description"), ("1-499", "price_1"),
            ("500-1999", "price_2"), ("2000+", "price_3"), ("MOQ (pcs)", "moq"), ("Net weight (g)", "weight"), ("Lead time (days)", "lead_time"),
            ("Pcs/ctn", "pack"), ("Certificates", "certificates"), ("EAN-13", "gtin"), ("Model No.", "mpn"), ("HS Code", "hs_code"),
        ),
        groups=(("FOB Price (USD)", 3, 5),),
        rows=with_breaks(f"brightway {sheet}", [_brightway(one) for one in chosen], kinds, bad_price="see catalogue"),
        below=("Payment: 30% T/T deposit, balance against copy of B/L.", "Prices exclude customer packaging."),
    )  # fmt: skip


def _brightway(article: Article) -> Line:
    prices: dict[str, CellValue] = {
        f"price_{n}": say.ON_REQUEST["en"] if article.on_request else float(tier.price)
        for n, tier in enumerate(article.tiers, start=1)
    }
    low, high = article.lead_time.low, article.lead_time.high
    return Line(
        cells={
            "external_id": article.external_id,
            "title": article.title,
            "description": article.description,
            **prices,
            "moq": article.moq,
            "weight": article.spec.weight_g,
            "lead_time": low if low == high else f"{low}-{high}",
            "pack": article.kind.carton,
            "certificates": "/".join(one for one in article.certificates if "/" not in one),
            "gtin": article.gtin,
            "mpn": article.mpn,
            "hs_code": article.kind.hs_code,
        },
        truth=replace(
            truth_of(article, states_unit=False),
            made_in=None,
            certificates=frozenset(one for one in article.certificates if "/" not in one),
            weight_g=Decimal(article.spec.weight_g),
            hs_code=article.kind.hs_code,
        ),
    )


# ------------------------------------------------------------------------------------------ XLS


def kaveri() -> Written:
    """Excel 97; rupees per kg, per 100, per carton; minimum orders in cartons."""
    table = Table(
        sheet="Price List",
        above=(KAVERI.name, "Plot 0, Fiction Estate, Chennai, India"),
        columns=(
            ("Item Code", "external_id"), ("Description of Goods", "title"), ("Rate (INR)", "price"), ("Per", "basis"), ("Min. Order", "moq"),
            ("Packing", "pack"), ("Delivery time", "lead_time"), ("Terms of delivery", "delivery"), ("Certificates", "certificates"),
            ("EAN", "gtin"), ("HS Code", "hs_code"), ("Remarks", "description"),
        ),
        rows=with_breaks(
            "kaveri", [_kaveri(one) for one in articles(KAVERI)], ("bad_price", "bad_identifier", "missing_title", "bad_delivery"), bad_price="??"
        ),
        below=("All prices subject to final confirmation.",),
    )  # fmt: skip
    return written("kaveri.xls", xls([table]), [table])


def _kaveri(article: Article) -> Line:
    truth = truth_of(article, states_unit=True)
    amount, basis, truth = _kaveri_price(article, truth)
    counted = article.kind.unit == "piece"
    cartons, carton = say.cartons(article), article.kind.carton
    return Line(
        cells={
            "external_id": article.external_id,
            "title": article.title,
            "price": "on request" if article.on_request else float(amount),
            "basis": basis,
            "moq": f"{cartons} cartons" if counted else f"{article.moq} {say.unit(article)}",
            "pack": f"{carton} pcs/ctn" if counted else "",
            "lead_time": say.span(article.lead_time, one="{} days", dash=" to "),
            "delivery": f"{article.incoterm} {article.place}",
            "certificates": ", ".join(article.certificates),
            "gtin": int(article.gtin),
            "hs_code": article.kind.hs_code,
            "description": article.description,
        },
        truth=replace(
            truth,
            moq=cartons * carton if counted else article.moq,
            made_in=None,
            mpn=None,
            hs_code=article.kind.hs_code,
        ),
    )


def _kaveri_price(article: Article, truth: Truth) -> tuple[Decimal, str, Truth]:
    if article.kind.key in {"hex_bolt", "wood_screw"}:
        amount, each = say.per_hundred(article.price)
        return amount, "100 pcs", priced(truth, each)
    if article.kind.key == "tote_bag":
        amount, each = say.per_carton(article.price, article.kind.carton)
        return amount, f"carton of {article.kind.carton}", priced(truth, each, whole=article.kind.carton)
    return article.price, say.unit(article), truth


# ------------------------------------------------------------------------------------------ Parquet


def anadolu() -> Written:
    """Parquet from a shop system: typed columns, a list of certificates, two currencies."""
    rows = with_breaks(
        "anadolu",
        [_anadolu(n, one) for n, one in enumerate(articles(ANADOLU))],
        ("bad_identifier", "missing_title", "duplicate_id"),
    )
    names = (
        "product_code", "product_name", "description", "unit_price", "currency", "min_order_qty", "pcs_per_carton", "lead_time_days",
        "incoterm", "certificates", "gtin", "country_of_origin", "material", "supplier", "supplier_country",
    )  # fmt: skip
    columns: dict[str, list[object]] = {name: [] for name in names}
    found, planted = [], []
    for number, row in enumerate(rows, start=1):
        cells = row.cells
        values: dict[str, object] = {
            "product_code": cells["external_id"],
            "product_name": cells["title"] or None,
            "description": cells["description"],
            "unit_price": cells["price"],
            "currency": cells["currency"],
            "min_order_qty": cells["moq"],
            "pcs_per_carton": cells["pack"],
            "lead_time_days": cells["lead_time"],
            "incoterm": cells["delivery"],
            "certificates": [one for one in str(cells["certificates"]).split("|") if one],
            "gtin": cells["gtin"],
            "country_of_origin": cells["made_in"],
            "material": cells["material"],
            "supplier": ANADOLU.name,
            "supplier_country": "TR",
        }
        for name in names:
            columns[name].append(values[name])
        found.append(Found(file="anadolu.parquet", sheet=None, row=number, truth=row.truth))
        planted += [Planted(file="anadolu.parquet", sheet=None, row=number, kind=kind) for kind in row.kinds]
    return Written(name="anadolu.parquet", data=parquet(columns), found=tuple(found), planted=tuple(planted))


def _anadolu(place: int, article: Article) -> Line:
    """Every fourth article is quoted in euros."""
    truth = truth_of(article, states_unit=False)
    price, currency = article.price, article.supplier.currency
    if place % 4 == 3:
        currency = "EUR"
        price = (price / Decimal(article.supplier.per_eur)).quantize(Decimal("0.01"))
    truth = replace(priced(truth, price), currency=currency)
    return Line(
        cells={
            "external_id": article.external_id,
            "title": article.title,
            "description": article.description,
            "price": None if article.on_request else float(price),
            "currency": currency,
            "moq": article.moq,
            "pack": article.kind.carton,
            "lead_time": article.lead_time.high,
            "delivery": f"{article.incoterm} {article.place}",
            "certificates": "|".join(article.certificates),
            "gtin": article.gtin,
            "made_in": article.made_in,
            "material": article.material,
        },
        truth=replace(
            truth, mpn=None, on_request=False, lead_days=(article.lead_time.high, article.lead_time.high)
        ),
    )


# ------------------------------------------------------------------------------------------ packed CSV


def mekong() -> Written:
    """A gzipped CSV in dong, thousands with commas; weeks; one line in another encoding."""
    rows = with_breaks(
        "mekong",
        [_mekong(one) for one in articles(MEKONG)],
        ("bad_price", "bad_identifier", "bad_lead_time", "missing_title", "encoding"),
    )
    table = Table(
        above=(MEKONG.name, "1 Fable Street, District 0, Ho Chi Minh City, Vietnam"),
        columns=(
            ("Item code", "external_id"), ("Item name", "title"), ("Details", "description"), ("Price (VND)", "price"), ("Unit", "basis"),
            ("Min order qty", "moq"), ("Qty per carton", "pack"), ("Lead time", "lead_time"), ("Incoterms", "delivery"),
            ("Certification", "certificates"), ("Barcode", "gtin"), ("Model", "mpn"), ("Origin", "made_in"),
        ),
        rows=rows,
    )  # fmt: skip
    name = "mekong.csv.gz"
    data = delimited(table, delimiter=",", encoding="utf-8")
    slip = data.replace(OTHER_ENCODING.encode(), OTHER_ENCODING.encode("cp1252"))
    return written(name, gzipped(slip), [table])


def _mekong(article: Article) -> Line:
    unit = say.unit(article)
    return Line(
        cells={
            "external_id": article.external_id,
            "title": article.title,
            "description": article.description,
            "price": "Contact us" if article.on_request else say.number(article.price, group=","),
            "basis": unit,
            "moq": f"{article.moq} {unit}",
            "pack": article.kind.carton if article.kind.unit == "piece" else "",
            "lead_time": say.span(article.lead_time, one="{} weeks", dash=" - "),
            "delivery": f"{article.incoterm} {article.place}",
            "certificates": ", ".join(article.certificates),
            "gtin": article.gtin,
            "mpn": article.mpn,
            "made_in": say.country(article),
        },
        truth=truth_of(article, states_unit=True),
    )
