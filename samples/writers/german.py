"""Two lists in German: an importer's Windows-1252 export, a Swiss maker's prices per hundred."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from suppliers.articles import articles
from suppliers.companies import ALPENSTAHL, NORDWIND
from suppliers.kinds import Article
from writers import cells as say
from writers.breaks import with_breaks
from writers.cells import Line
from writers.files import Table, Written, delimited, written
from writers.truth import priced, truth_of

_WEEKS = "{} Wochen"


def nordwind() -> Written:
    """Windows-1252, semicolons, decimal commas, a column that says what the price is for."""
    table = Table(
        above=(f"{NORDWIND.name} - Preisliste 2027", "Speicherstraße 999, 20457 Hamburg, Deutschland", "Alle Preise in EUR netto"),
        columns=(
            ("Artikelnummer", "external_id"), ("Bezeichnung", "title"), ("Beschreibung", "description"), ("Preis in €", "price"),
            ("Preiseinheit", "basis"), ("Mindestbestellmenge", "moq"), ("VE", "pack"), ("Gewicht (kg)", "weight"),
            ("Lieferzeit", "lead_time"), ("Lieferbedingung", "delivery"), ("Zertifikate", "certificates"), ("EAN", "gtin"),
            ("Herstellernummer", "mpn"), ("Zolltarifnummer", "hs_code"), ("Ursprungsland", "made_in"),
        ),
        rows=with_breaks(
            "nordwind", [_nordwind(one) for one in articles(NORDWIND)],
            ("bad_price", "bad_identifier", "bad_lead_time", "missing_title", "duplicate_id", "wrong_check_digit"),
        ),
    )  # fmt: skip
    return written("nordwind.csv", delimited(table, delimiter=";", encoding="cp1252"), [table])


def _nordwind(article: Article) -> Line:
    truth = truth_of(article, states_unit=True)
    price, basis = article.price, f"1 {say.unit(article)}"
    if article.kind.key == "paper_bag":
        price, each = say.per_hundred(price)
        truth, basis = priced(truth, each), "100 Stück"
    hs = article.kind.hs_code
    return Line(
        cells={
            "external_id": article.external_id,
            "title": article.title,
            "description": article.description,
            "price": say.ON_REQUEST["de"] if article.on_request else _euros(price),
            "basis": basis,
            "moq": f"{say.number(article.moq, group='.')} {say.unit(article)}",
            "pack": article.kind.carton,
            "weight": say.number(say.weight_kg(article), mark=","),
            "lead_time": say.span(article.lead_time, one=_WEEKS),
            "delivery": "ab Werk" if article.incoterm == "EXW" else f"{article.incoterm} {article.place}",
            "certificates": ", ".join(article.certificates),
            "gtin": article.gtin,
            "mpn": article.mpn,
            "hs_code": f"{hs[:4]}.{hs[4:]}",
            "made_in": say.country(article),
        },
        truth=replace(
            truth,
            hs_code=hs,
            weight_g=Decimal(article.spec.weight_g),
            place_country=None if article.incoterm == "EXW" else article.place_country,
        ),
    )


def _euros(price: Decimal) -> str:
    """ "12,-" where there are no cents."""
    text = say.number(price, mark=",", group=".")
    return text.removesuffix("00") + "-" if text.endswith(",00") else text


def alpenstahl() -> Written:
    """UTF-8 with commas; the price cell says its currency and what it is for: "CHF 1'250.00 / 100 Stk."."""
    table = Table(
        above=(f"{ALPENSTAHL.name} · Zürich · Schweiz",),
        columns=(
            ("Art.-Nr.", "external_id"), ("Artikelbezeichnung", "title"), ("Werkstoff", "material"), ("Preis", "price"),
            ("Mindestabnahme", "moq"), ("Inhalt Karton (Stk.)", "pack"), ("Lieferfrist", "lead_time"), ("Lieferkondition", "delivery"),
            ("Normen", "certificates"), ("EAN-Code", "gtin"), ("Typ", "mpn"), ("Herkunft", "made_in"), ("Bemerkung", "description"),
        ),
        rows=with_breaks(
            "alpenstahl", [_alpenstahl(one) for one in articles(ALPENSTAHL)],
            ("bad_price", "bad_quantity", "bad_delivery", "missing_title"),
        ),
    )  # fmt: skip
    return written("alpenstahl.csv", delimited(table, delimiter=",", encoding="utf-8"), [table])


def _alpenstahl(article: Article) -> Line:
    truth = truth_of(article, states_unit=True)
    small = article.kind.key in {"hex_bolt", "wood_screw"}
    if small:
        amount, each = say.per_hundred(article.price)
        truth, basis = priced(truth, each), "100 Stk."
        if article.kind.key == "wood_screw":
            amount, basis = amount * 10, "1000 Stk."
    else:
        amount, basis = article.price.quantize(Decimal("0.01")), say.unit(article)
        truth = priced(truth, amount)
    price = f"CHF {say.number(amount, group=chr(39))} / {basis}"
    return Line(
        cells={
            "external_id": article.external_id,
            "title": article.title,
            "material": article.material,
            "price": "Preis auf Anfrage" if article.on_request else price,
            "moq": f"mind. {article.moq} {say.unit(article)}",
            "pack": article.kind.carton,
            "lead_time": f"ca. {say.span(article.lead_time, one=_WEEKS)}",
            "delivery": f"{article.incoterm} {article.place}",
            "certificates": " / ".join(article.certificates) or "-",
            "gtin": article.gtin,
            "mpn": article.mpn,
            "made_in": article.made_in,
            "description": article.description,
        },
        truth=truth,
    )
