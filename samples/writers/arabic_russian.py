"""A workbook in Arabic, right to left and with Arabic-Indic digits; a Russian list in Windows-1251."""

from __future__ import annotations

from dataclasses import replace

from suppliers.articles import articles
from suppliers.companies import NAKHEEL, SEVERNY
from suppliers.kinds import Article
from writers import cells as say
from writers.breaks import with_breaks
from writers.cells import CellValue, Line
from writers.files import Table, Written, delimited, written, xlsx
from writers.truth import truth_of


def nakheel() -> Written:
    """XLSX; every third row in Arabic-Indic digits, typed as text."""
    table = Table(
        sheet="قائمة الأسعار",
        above=(NAKHEEL.name, "شارع الخيال ٧، دبي، الإمارات العربية المتحدة", "الأسعار بالدرهم الإماراتي"),
        columns=(
            ("رقم الصنف", "external_id"), ("اسم المنتج", "title"), ("الوصف", "description"), ("السعر (درهم)", "price"), ("الوحدة", "basis"),
            ("الحد الأدنى للطلب", "moq"), ("عدد القطع في الكرتون", "pack"), ("مدة التسليم", "lead_time"), ("شروط التسليم", "delivery"),
            ("الشهادات", "certificates"), ("الباركود", "gtin"), ("بلد المنشأ", "made_in"),
        ),
        rows=with_breaks(
            "nakheel", [_nakheel(n, one) for n, one in enumerate(articles(NAKHEEL))],
            ("bad_price", "bad_identifier", "missing_title", "bad_lead_time"), bad_price="؟؟؟",
        ),
        below=("الأسعار لا تشمل ضريبة القيمة المضافة.",),
        right_to_left=True,
    )  # fmt: skip
    return written("nakheel.xlsx", xlsx([table]), [table])


def _nakheel(place: int, article: Article) -> Line:
    indic = place % 3 == 2
    unit = say.unit(article)
    price: CellValue = say.arabic_digits(str(article.price)) if indic else float(article.price)
    lead = say.span(article.lead_time, one="{} يوما")
    moq = f"{article.moq} {unit}"
    return Line(
        cells={
            "external_id": article.external_id,
            "title": article.title,
            "description": article.description,
            "price": say.ON_REQUEST["ar"] if article.on_request else price,
            "basis": unit,
            "moq": say.arabic_digits(moq) if indic else moq,
            "pack": article.kind.carton,
            "lead_time": say.arabic_digits(lead) if indic else lead,
            "delivery": f"{article.incoterm} {article.place}",
            "certificates": "، ".join(article.certificates),
            "gtin": article.gtin,
            "made_in": say.country(article),
        },
        truth=replace(truth_of(article, states_unit=True), mpn=None),
    )


def severny() -> Written:
    """Windows-1251, semicolons, spaces between thousands, decimal commas; article numbers with leading zeros."""
    table = Table(
        above=(f"{SEVERNY.name}: прайс-лист от 20.11.2026", "г. Москва, ул. Вымышленная, 5, Россия"),
        columns=(
            ("Артикул", "external_id"), ("Наименование", "title"), ("Описание", "description"), ("Цена, руб.", "price"), ("Ед. изм.", "basis"),
            ("Мин. заказ", "moq"), ("Шт. в коробке", "pack"), ("Срок поставки", "lead_time"), ("Условия поставки", "delivery"),
            ("Сертификаты", "certificates"), ("Штрихкод", "gtin"), ("Артикул производителя", "mpn"), ("Страна происхождения", "made_in"),
        ),
        rows=with_breaks(
            "severny", [_severny(one) for one in articles(SEVERNY)],
            ("bad_price", "bad_identifier", "missing_title", "bad_quantity", "duplicate_id"),
        ),
    )  # fmt: skip
    return written("severny.csv", delimited(table, delimiter=";", encoding="cp1251"), [table])


def _severny(article: Article) -> Line:
    truth = truth_of(article, states_unit=True)
    unit = say.unit(article)
    return Line(
        cells={
            "external_id": article.external_id,
            "title": article.title,
            "description": article.description.replace("²", "2"),
            "price": say.ON_REQUEST["ru"]
            if article.on_request
            else say.number(article.price, mark=",", group=" "),
            "basis": unit,
            "moq": f"от {article.moq} {unit}",
            "pack": article.kind.carton,
            "lead_time": say.span(article.lead_time, one="{} дней"),
            "delivery": f"{article.incoterm} {article.place}",
            "certificates": ", ".join(article.certificates),
            "gtin": article.gtin,
            "mpn": article.mpn,
            "made_in": say.country(article),
        },
        truth=replace(truth, unit="pack" if truth.unit == "box" else truth.unit),  # "уп." says no more
    )
