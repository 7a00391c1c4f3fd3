"""Two lists in Japanese: an ironmonger's Shift_JIS CSV, a textile house's UTF-16 text."""

from __future__ import annotations

from dataclasses import replace

from suppliers.articles import articles
from suppliers.companies import HINATA, MINATO
from suppliers.kinds import Article
from writers import cells as say
from writers.breaks import with_breaks
from writers.cells import CellValue, Line
from writers.files import Table, Written, delimited, written
from writers.truth import priced, truth_of


def minato() -> Written:
    """Shift_JIS; "¥1,250", which is yen, per piece or per 100."""
    table = Table(
        above=(f"{MINATO.name} 価格表", "〒000-0000 大阪市架空区1-2-3 日本"),
        columns=(
            ("品番", "external_id"), ("商品名", "title"), ("仕様", "description"), ("材質", "material"), ("単価(税抜)", "price"), ("単位", "basis"),
            ("最小ロット", "moq"), ("入数", "pack"), ("納期", "lead_time"), ("取引条件", "delivery"), ("規格", "certificates"),
            ("JANコード", "gtin"), ("型番", "mpn"), ("原産国", "made_in"),
        ),
        rows=with_breaks(
            "minato", [_minato(one) for one in articles(MINATO)], ("bad_price", "bad_identifier", "missing_title", "bad_quantity")
        ),
    )  # fmt: skip
    return written("minato.csv", delimited(table, delimiter=",", encoding="cp932"), [table])


def _minato(article: Article) -> Line:
    truth = truth_of(article, states_unit=True)
    price, basis = article.price, say.unit(article)
    if article.kind.key in {"hex_bolt", "wood_screw"}:
        price, basis = price * 100, "100個"
        truth = priced(truth, article.price)
    return Line(
        cells={
            "external_id": article.external_id,
            "title": article.title,
            "description": article.description,
            "material": article.material,
            "price": say.ON_REQUEST["ja"] if article.on_request else f"￥{say.number(price, group=',')}",
            "basis": basis,
            "moq": f"{say.number(article.moq, group=',')}{say.unit(article)}",
            "pack": article.kind.carton,
            "lead_time": say.span(article.lead_time, one="{}日", dash="～"),
            "delivery": f"{article.incoterm} {article.place}",
            "certificates": "、".join(article.certificates),
            "gtin": article.gtin,
            "mpn": article.mpn,
            "made_in": say.country(article),
        },
        truth=truth,
    )


def hinata() -> Written:
    """UTF-16 with tabs, as spreadsheets save "Unicode text"; tiers in columns."""
    table = Table(
        columns=(
            ("商品コード", "external_id"), ("商品名", "title"), ("商品説明", "description"), ("素材", "material"), ("カラー", "colour"),
            ("単価(円) 1～299", "price_1"), ("単価(円) 300～999", "price_2"), ("単価(円) 1000以上", "price_3"), ("最小発注数量", "moq"), ("納期(日)", "lead_time"),
            ("貿易条件", "delivery"), ("認証", "certificates"), ("JAN", "gtin"), ("原産国", "made_in"), ("仕入先", "supplier"),
        ),
        rows=with_breaks(
            "hinata", [_hinata(one) for one in articles(HINATA)], ("bad_price", "bad_lead_time", "missing_title")
        ),
    )  # fmt: skip
    return written("hinata.txt", delimited(table, delimiter="\t", encoding="utf-16"), [table])


def _hinata(article: Article) -> Line:
    prices: dict[str, CellValue] = {
        f"price_{n}": say.ON_REQUEST["ja"] if article.on_request else str(tier.price)
        for n, tier in enumerate(article.tiers, start=1)
    }
    return Line(
        cells={
            "external_id": article.external_id,
            "title": article.title,
            "description": article.description,
            "material": article.material,
            "colour": article.colour,
            **prices,
            "moq": article.moq,
            "lead_time": say.span(article.lead_time, one="{}", dash="-"),
            "delivery": f"{article.incoterm} {article.place}",
            "certificates": "、".join(article.certificates),
            "gtin": article.gtin,
            "made_in": say.country(article),
            "supplier": HINATA.name,
        },
        truth=replace(truth_of(article, states_unit=False), mpn=None),
    )
