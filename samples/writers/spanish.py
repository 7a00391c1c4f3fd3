"""Two lists in Spanish: a workbook with a letterhead and tiers in columns, a zip of two CSV in pesos."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from suppliers.articles import articles
from suppliers.companies import LEVANTE, PACIFICO
from suppliers.kinds import Article
from writers import cells as say
from writers.breaks import with_breaks
from writers.cells import CellValue, Line
from writers.files import Table, Written, delimited, written, xlsx, zipped
from writers.truth import Step, Truth, truth_of

_NOTES = (
    "Precios sin IVA, válidos hasta el 31/01/2027.",
    "Forma de pago: 30 % con el pedido, 70 % antes del envío.",
)


_CONDITIONS = (
    "Condiciones generales de venta",
    "1. Los plazos de entrega se cuentan desde la confirmación del pedido.",
    "2. Las reclamaciones se presentarán en un plazo de 7 días.",
    "3. Los precios pueden cambiar sin previo aviso.",
)


def levante() -> Written:
    """XLSX: letterhead, a header of two rows with merged cells, tiers in columns, units in the header, notes below."""
    lines = [_levante(one) for one in articles(LEVANTE)]
    table = Table(
        sheet="Tarifa 2027",
        above=(LEVANTE.name, "Calle Inventada 12, 46001 Valencia, España", "Lista de precios 2026/2027 - precios en EUR, FCA Valencia"),
        columns=(
            ("Referencia", "external_id"), ("Descripción del artículo", "title"), ("Características", "description"), ("Material", "material"),
            ("100-499", "price_1"), ("500-1999", "price_2"), ("≥ 2000", "price_3"), ("Pedido mínimo (uds)", "moq"), ("Uds por caja", "pack"),
            ("Peso neto (g)", "weight"), ("Plazo de entrega (días)", "lead_time"), ("Certificados", "certificates"), ("Código EAN", "gtin"),
            ("País de origen", "made_in"),
        ),
        groups=(("Precio unitario (EUR)", 4, 6),),
        rows=with_breaks("levante", lines, ("bad_price", "bad_identifier", "missing_title", "bad_quantity"), bad_price="?,??"),
        below=_NOTES,
        sections=say.sections(articles(LEVANTE)),
    )  # fmt: skip
    return written("levante.xlsx", xlsx([table], prose={"Condiciones": _CONDITIONS}), [table])


def _levante(article: Article) -> Line:
    truth = truth_of(article, states_unit=False)
    prices: dict[str, CellValue] = {
        f"price_{n}": say.ON_REQUEST["es"] if article.on_request else float(tier.price)
        for n, tier in enumerate(article.tiers, start=1)
    }
    low, high = article.lead_time.low, article.lead_time.high
    return Line(
        cells={
            "external_id": article.external_id,
            "title": article.title,
            "description": article.description,
            "material": article.material,
            **prices,
            "moq": article.moq,
            "pack": article.kind.carton,
            "weight": article.spec.weight_g,
            "lead_time": low if low == high else f"{low}-{high}",
            "certificates": "; ".join(article.certificates),
            "gtin": article.gtin,
            "made_in": say.country(article),
        },
        truth=replace(truth, mpn=None, weight_g=Decimal(article.spec.weight_g)),
    )


def pacifico() -> Written:
    """A zip of two lists; prices with "$", which are pesos, per piece, per hundred, per carton."""
    hardware = [one for one in articles(PACIFICO) if one.kind.group in {"hardware", "safety"}]
    packaging = [one for one in articles(PACIFICO) if one.kind.group == "packaging"]
    first = _pacifico_table("pacifico ferreteria", hardware, ("bad_price", "bad_lead_time", "duplicate_id"))
    second = _pacifico_table("pacifico embalaje", packaging, ("missing_title",))
    data = zipped(
        {
            "ferreteria.csv": delimited(first, delimiter=",", encoding="utf-8"),
            "embalaje.csv": delimited(second, delimiter=";", encoding="utf-8-sig"),
        }
    )
    name = "pacifico.zip"
    one = written(name, data, [first], member="!/ferreteria.csv")
    other = written(name, data, [second], member="!/embalaje.csv")
    return replace(one, found=one.found + other.found, planted=one.planted + other.planted)


def _pacifico_table(key: str, chosen: list[Article], kinds: tuple[str, ...]) -> Table:
    return Table(
        above=(PACIFICO.name, "Av. Ficticia 77, Manzanillo, Colima, México"),
        columns=(
            ("Clave", "external_id"), ("Producto", "title"), ("Precio", "price"), ("Pedido mínimo", "moq"), ("Piezas por caja", "pack"),
            ("Tiempo de entrega", "lead_time"), ("Condiciones de entrega", "delivery"), ("Certificaciones", "certificates"),
            ("Código de barras", "gtin"), ("Modelo", "mpn"), ("Origen", "made_in"),
        ),
        rows=with_breaks(key, [_pacifico(one) for one in chosen], kinds),
    )  # fmt: skip


def _pacifico(article: Article) -> Line:
    truth = truth_of(article, states_unit=True)
    amount, basis, truth = _pacifico_price(article, truth)
    cartons = say.cartons(article)
    return Line(
        cells={
            "external_id": article.external_id,
            "title": article.title,
            "price": "A consultar" if article.on_request else f"$ {say.number(amount, group=',')} / {basis}",
            "moq": f"{cartons} cajas",
            "pack": article.kind.carton,
            "lead_time": say.span(article.lead_time, one="{} días", dash=" a "),
            "delivery": f"{article.incoterm} {article.place}",
            "certificates": ", ".join(article.certificates),
            "gtin": article.gtin,
            "mpn": article.mpn,
            "made_in": say.country(article),
        },
        truth=replace(truth, moq=cartons * article.kind.carton),
    )


def _pacifico_price(article: Article, truth: Truth) -> tuple[Decimal, str, Truth]:
    if article.kind.key in {"hex_bolt", "wood_screw", "paper_bag"}:
        amount, each = say.per_hundred(article.price)
        basis, whole = "100 pzas", 1
    elif article.kind.key == "carton_box":
        amount, each = say.per_carton(article.price, article.kind.carton)
        basis, whole = f"caja de {article.kind.carton} pzas", article.kind.carton
    else:
        amount = each = article.price
        basis, whole = say.unit(article), 1
    steps = (Step(start=0, price=each),) if truth.steps else ()
    return amount, basis, replace(truth, steps=steps, whole=whole if steps else 1)
