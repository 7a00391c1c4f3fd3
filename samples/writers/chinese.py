"""Two exporters that write Chinese: a factory's GB18030 list, a trading house's JSON lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from suppliers.articles import articles
from suppliers.companies import BAIHUI, HAIJIE
from suppliers.kinds import Article
from writers import cells as say
from writers.breaks import with_breaks
from writers.cells import CellValue, Line
from writers.files import Table, Written, delimited, json_lines, written
from writers.truth import Found, Planted, Step, truth_of


def haijie() -> Written:
    """GB18030, prices in yuan per piece or per carton, minimum orders in pieces or cartons."""
    table = Table(
        above=(f"{HAIJIE.name} 报价单", "地址：浙江省宁波市虚构路18号，中国", "币种：人民币（元），含税出厂价"),
        columns=(
            ("货号 Item No.", "external_id"), ("产品名称 Product", "title"), ("产品描述 Description", "description"), ("材质 Material", "material"), ("颜色", "colour"),
            ("单价 Unit price", "price"), ("计价单位", "basis"), ("起订量 MOQ", "moq"), ("装箱数", "pack"), ("交货期 Lead time", "lead_time"), ("贸易条款", "delivery"),
            ("认证", "certificates"), ("条形码 Barcode", "gtin"), ("海关编码", "hs_code"), ("产地", "made_in"),
        ),
        rows=with_breaks(
            "haijie", [_haijie(one) for one in articles(HAIJIE)], ("bad_price", "bad_identifier", "missing_title", "bad_quantity")
        ),
        below=("备注：以上价格不含运费。",),
        sections=say.sections(articles(HAIJIE)),
    )  # fmt: skip
    return written("haijie.csv", delimited(table, delimiter=",", encoding="gb18030", line_end="\n"), [table])


def _haijie(article: Article) -> Line:
    truth = truth_of(article, states_unit=True)
    carton = article.kind.carton
    by_carton = article.kind.key in {"ceramic_mug", "glass_container"}
    moq_cartons = say.cartons(article)
    in_cartons = by_carton or article.kind.key == "plastic_bottle"
    price, basis = article.price, "个"
    if by_carton:
        price, each = say.per_carton(price, carton)
        basis = f"箱（{carton}个）"
        if truth.steps:
            truth = replace(truth, steps=(replace(truth.steps[0], price=each),), whole=carton)
    if in_cartons:
        truth = replace(truth, moq=moq_cartons * carton)
    shown = f"¥{say.number(price)}"
    if article.kind.key == "travel_mug" and truth.steps:
        more, cheaper = 5 * article.moq, (price * Decimal("0.94")).quantize(Decimal("0.01"))
        shown = f"{article.moq}-{more - 1}个：{shown}；{more}个以上：¥{cheaper}"
        truth = replace(truth, steps=(Step(start=article.moq, price=price), Step(start=more, price=cheaper)))
    return Line(
        cells={
            "external_id": article.external_id,
            "title": article.title,
            "description": article.description,
            "material": article.material,
            "colour": article.colour,
            "price": say.ON_REQUEST["zh"] if article.on_request else shown,
            "basis": basis,
            "moq": f"{moq_cartons}箱" if in_cartons else f"{article.moq}个",
            "pack": f"{carton}个/箱",
            "lead_time": say.span(article.lead_time, one="{}天"),
            "delivery": f"{article.incoterm} {article.place}",
            "certificates": "、".join(article.certificates),
            "gtin": article.gtin,
            "hs_code": article.kind.hs_code,
            "made_in": say.country(article),
        },
        truth=replace(truth, mpn=None, hs_code=article.kind.hs_code),
    )


def baihui() -> Written:
    """One JSON object a line, prices nested by quantity, the supplier named in each."""
    rows = with_breaks(
        "baihui",
        [_baihui(one) for one in articles(BAIHUI)],
        ("bad_lead_time", "missing_title", "duplicate_id"),
    )
    items: list[dict[str, object]] = []
    found, planted = [], []
    for line, row in enumerate(rows, start=1):
        items.append(_nested(row.cells))
        found.append(Found(file="baihui.jsonl", sheet=None, row=line, truth=row.truth))
        planted += [Planted(file="baihui.jsonl", sheet=None, row=line, kind=kind) for kind in row.kinds]
    data = (
        json_lines(items)
        + b'{"id": "YW999999", "title": "\xe5\xb8\x86\xe5\xb8\x83\xe8\xa2\x8b", "prices": [{"min_qty": 1,\n'
    )
    planted.append(Planted(file="baihui.jsonl", sheet=None, row=len(items) + 1, kind="unreadable_row"))
    return Written(name="baihui.jsonl", data=data, found=tuple(found), planted=tuple(planted))


def _baihui(article: Article) -> Line:
    truth = truth_of(article, states_unit=False)
    return Line(
        cells={
            "external_id": article.external_id,
            "title": article.title,
            "lead_time": say.span(article.lead_time, one="{}天"),
            "gtin": article.gtin,
            "moq": f"{article.moq}件",
            "delivery": f"{article.incoterm} {article.place}",
            "description": article.description,
            "material": article.material,
            "certificates": "|".join(article.certificates),
            "tiers": ""
            if article.on_request
            else "|".join(f"{one.start}:{one.price}" for one in article.tiers),
            "weight_g": article.spec.weight_g,
            "category": article.kind.group,
        },
        truth=replace(truth, mpn=None, made_in="CN", weight_g=Decimal(article.spec.weight_g)),
    )


def _nested(cells: Mapping[str, CellValue]) -> dict[str, object]:
    """The object of a line, in the shape of a shop system's export."""
    flat = {name: value for name, value in cells.items() if value not in (None, "")}
    item: dict[str, object] = {
        "id": flat.get("external_id"),
        "title": flat.get("title", ""),
        "description": flat.get("description"),
        "product_type": flat.get("category"),
        "material": flat.get("material"),
        "moq": flat.get("moq"),
        "lead_time": flat.get("lead_time"),
        "incoterm": flat.get("delivery"),
        "certificates": str(flat.get("certificates", "")).split("|") if "certificates" in flat else [],
        "gtin": flat.get("gtin"),
        "net_weight_g": flat.get("weight_g"),
        "origin": "中国",
        "supplier": BAIHUI.name,
        "supplier_country": "CN",
    }
    if "tiers" in flat:
        pairs = [one.split(":") for one in str(flat["tiers"]).split("|")]
        item["prices"] = [
            {"min_qty": int(start), "amount": price, "currency": "CNY"} for start, price in pairs
        ]
    else:
        item["price"] = say.ON_REQUEST["zh"]
    return {name: value for name, value in item.items() if value is not None}
