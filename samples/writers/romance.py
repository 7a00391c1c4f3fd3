"""A French workshop's OpenDocument sheet, and a Brazilian exporter's list with price ranges."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from suppliers.articles import articles
from suppliers.companies import RHONE, SERRA
from suppliers.kinds import Article
from writers import cells as say
from writers.breaks import with_breaks
from writers.cells import Line
from writers.files import Table, Written, delimited, ods, written
from writers.truth import Step, priced, truth_of


def rhone() -> Written:
    """ODS; prices as numbers, or per 100 where the unit says so; weeks."""
    table = Table(
        sheet="Tarif",
        above=(RHONE.name, "12 quai Imaginaire, 69002 Lyon, France", "Tarif professionnel HT en euros"),
        columns=(
            ("Référence", "external_id"), ("Désignation", "title"), ("Descriptif", "description"), ("Matière", "material"),
            ("Coloris", "colour"), ("Prix HT (€)", "price"), ("Unité de vente", "basis"), ("Quantité minimum", "moq"), ("Colisage", "pack"),
            ("Poids net (kg)", "weight"), ("Délai de livraison", "lead_time"), ("Conditions de livraison", "delivery"),
            ("Certifications", "certificates"), ("Code EAN", "gtin"), ("Réf. fabricant", "mpn"), ("Pays d'origine", "made_in"),
        ),
        rows=with_breaks(
            "rhone", [_rhone(one) for one in articles(RHONE)], ("bad_price", "bad_delivery", "missing_title", "bad_identifier")
        ),
        below=("Tarif valable jusqu'au 31/03/2027, franco à partir de 1 500 € HT.",),
    )  # fmt: skip
    return written("rhone.ods", ods([table]), [table])


def _rhone(article: Article) -> Line:
    truth = truth_of(article, states_unit=True)
    price, basis = article.price, say.unit(article)
    if article.kind.key in {"paper_bag", "carton_box"}:
        price, each = say.per_hundred(price)
        truth, basis = priced(truth, each), "100 pièces"
    return Line(
        cells={
            "external_id": article.external_id,
            "title": article.title,
            "description": article.description,
            "material": article.material,
            "colour": article.colour,
            "price": say.ON_REQUEST["fr"] if article.on_request else float(price),
            "basis": basis,
            "moq": article.moq,
            "pack": f"{article.kind.carton} pièces par carton",
            "weight": float(say.weight_kg(article)),
            "lead_time": say.span(article.lead_time, one="{} semaines", dash=" à "),
            "delivery": f"{article.incoterm} {article.place}",
            "certificates": ", ".join(article.certificates),
            "gtin": article.gtin,
            "mpn": article.mpn,
            "made_in": say.country(article),
        },
        truth=replace(truth, weight_g=Decimal(article.spec.weight_g)),
    )


def serra() -> Written:
    """UTF-8 with a byte order mark, semicolons; ranges "R$ 12,50 a 13,90"; minimum orders in boxes."""
    table = Table(
        columns=(
            ("Código do produto", "external_id"), ("Nome do produto", "title"), ("Descrição", "description"), ("Preço unitário", "price"),
            ("Unidade", "basis"), ("Quantidade mínima", "moq"), ("Unidades por caixa", "pack"), ("Prazo de entrega", "lead_time"),
            ("Condição de entrega", "delivery"), ("Certificações", "certificates"), ("Código de barras", "gtin"), ("NCM", "hs_code"),
            ("País de origem", "made_in"), ("Fornecedor", "supplier"),
        ),
        rows=with_breaks(
            "serra", [_serra(one) for one in articles(SERRA)], ("bad_price", "missing_title", "bad_lead_time", "duplicate_id")
        ),
    )  # fmt: skip
    return written("serra-azul.csv", delimited(table, delimiter=";", encoding="utf-8-sig"), [table])


def _serra(article: Article) -> Line:
    truth = truth_of(article, states_unit=True)
    written_price = f"R$ {say.number(article.price, mark=',', group='.')}"
    if article.kind.key in {"coffee_beans", "t_shirt"}:
        high = (article.price * Decimal("1.08")).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
        written_price += f" a {say.number(high, mark=',', group='.')}"
        truth = priced(truth, high)
    if article.kind.key == "yoga_mat" and truth.steps:
        more, cheaper = 5 * article.moq, (article.price * Decimal("0.93")).quantize(Decimal("0.01"))
        written_price = (
            f"{article.moq}+: {written_price}; {more}+: R$ {say.number(cheaper, mark=',', group='.')}"
        )
        truth = replace(
            truth, steps=(Step(start=article.moq, price=article.price), Step(start=more, price=cheaper))
        )
    in_boxes = article.kind.key in {"insulated_bottle", "led_bulb", "steel_bowl"}
    boxes = say.cartons(article)
    hs = article.kind.hs_code
    return Line(
        cells={
            "external_id": article.external_id,
            "title": article.title,
            "description": article.description,
            "price": say.ON_REQUEST["pt"] if article.on_request else written_price,
            "basis": say.unit(article),
            "moq": f"{boxes} caixas" if in_boxes else f"{article.moq} {say.unit(article)}",
            "pack": article.kind.carton,
            "lead_time": say.span(article.lead_time, one="{} dias", dash=" a "),
            "delivery": f"{article.incoterm} {article.place}",
            "certificates": ", ".join(article.certificates),
            "gtin": article.gtin,
            "hs_code": f"{hs[:4]}.{hs[4:]}.00",
            "made_in": say.country(article),
            "supplier": SERRA.name,
        },
        truth=replace(
            truth, mpn=None, moq=boxes * article.kind.carton if in_boxes else article.moq, hs_code=f"{hs}00"
        ),
    )
