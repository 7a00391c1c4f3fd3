"""One order, asked for in nine languages and in the ways people ask: the same terms are understood in each."""

from datetime import date
from decimal import Decimal

import pytest

from dragoman.model import Money, Quantity, UnitPrice
from dragoman.search.query import understand
from dragoman.search.request import (
    Budget,
    CertificateWanted,
    Deadline,
    Destination,
    DimensionWanted,
    QuantityWanted,
)

TODAY = date(2026, 11, 24)

# (language, a word that the product must keep, the question)
BOTTLES = [
    ("en", "bottles", "500 insulated steel bottles, 750 ml, under 4 USD, to Hamburg in 6 weeks, food-safe"),
    (
        "en",
        "bottles",
        "I need 500 insulated steel bottles of 750 ml, food safe, delivered to Hamburg within 6 weeks, for less than 4 USD each",
    ),
    (
        "en",
        "bottles",
        "We are looking for 500 pcs of insulated bottles (750ml, food grade stainless steel). Max. US$ 4 per piece, delivery to Hamburg, Germany in six weeks.",
    ),
    (
        "en",
        "bottles",
        "insulated steel bottles 0.75 l food-safe, qty 500, budget 4 USD per bottle, ship to Hamburg, lead time 6 weeks",
    ),
    (
        "en",
        "bottles",
        "Please quote 500 food-safe insulated bottles 750 ml at no more than $4 apiece to the port of Hamburg in at most 6 weeks",
    ),
    ("zh", "保温瓶", "500个不锈钢保温瓶，750毫升，单价低于4美元，6周内运到汉堡，食品级"),
    ("zh", "保温瓶", "我需要500个750毫升的不锈钢保温瓶，每个不超过4美元，六周内送到汉堡，要求食品级"),
    ("zh", "保温杯", "求购食品级保温杯500只，容量750ml，4美元以下，6个星期内发货到德国汉堡"),
    ("zh", "保温瓶", "我们想采购五百个不锈钢保温瓶,750ml,最高4美元/个,6周之内到汉堡,食品接触安全"),
    (
        "es",
        "botellas",
        "500 botellas térmicas de acero, 750 ml, por menos de 4 USD, a Hamburgo en 6 semanas, aptas para alimentos",
    ),
    (
        "es",
        "botellas",
        "Necesito 500 botellas isotérmicas de acero de 750 ml, aptas para uso alimentario, entregadas en Hamburgo en seis semanas, a menos de 4 dólares la unidad",
    ),
    (
        "es",
        "botellas",
        "Buscamos 500 unidades de botellas térmicas (750 ml), grado alimentario, máximo 4 USD por unidad, envío a Hamburgo dentro de 6 semanas",
    ),
    (
        "es",
        "botellas",
        "botellas aislantes de acero inoxidable 750 ml, cantidad: 500, precio hasta 4 USD c/u, plazo de entrega 6 semanas, destino Hamburgo, seguro para alimentos",
    ),
    (
        "de",
        "Edelstahlflaschen",
        "500 isolierte Edelstahlflaschen, 750 ml, unter 4 USD, nach Hamburg in 6 Wochen, lebensmittelecht",
    ),
    (
        "de",
        "Isolierflaschen",
        "Ich brauche 500 lebensmittelechte Isolierflaschen aus Edelstahl mit 750 ml für höchstens 4 USD pro Stück, geliefert nach Hamburg innerhalb von 6 Wochen",
    ),
    (
        "de",
        "Thermosflaschen",
        "Wir suchen 500 Stück Thermosflaschen 0,75 l, lebensmittelsicher, max. 4 US-Dollar je Stück, Lieferung nach Hamburg in sechs Wochen",
    ),
    (
        "de",
        "Isolierflaschen",
        "Isolierflaschen Edelstahl 750 ml, Menge: 500, Preis bis 4 USD/Stk., Lieferzeit 6 Wochen, Lieferort Hamburg, für Lebensmittel geeignet",
    ),
    (
        "fr",
        "bouteilles",
        "500 bouteilles isothermes en acier, 750 ml, moins de 4 USD, livrées à Hambourg en 6 semaines, contact alimentaire",
    ),
    (
        "fr",
        "bouteilles",
        "Je cherche 500 bouteilles isothermes en acier de 750 ml, aptes au contact alimentaire, à moins de 4 USD pièce, livrées à Hambourg sous 6 semaines",
    ),
    (
        "fr",
        "bouteilles",
        "Nous avons besoin de 500 pièces de bouteilles isothermes 750 ml, qualité alimentaire, 4 dollars maximum l'unité, livraison à Hambourg dans six semaines",
    ),
    (
        "fr",
        "gourdes",
        "gourdes isothermes inox 75 cl, quantité : 500, prix max 4 USD par pièce, délai 6 semaines, destination Hambourg, contact avec les aliments",
    ),
    (
        "pt",
        "garrafas",
        "500 garrafas térmicas de aço, 750 ml, abaixo de 4 USD, para Hamburgo em 6 semanas, próprias para alimentos",
    ),
    (
        "pt",
        "garrafas",
        "Preciso de 500 garrafas térmicas de aço de 750 ml, seguras para alimentos, entregues em Hamburgo em até 6 semanas, por menos de 4 dólares cada",
    ),
    (
        "pt",
        "garrafas",
        "Procuramos 500 unidades de garrafas isoladas (750 ml), grau alimentício, no máximo 4 USD por unidade, entrega em Hamburgo no prazo de seis semanas",
    ),
    (
        "pt",
        "garrafas",
        "garrafas térmicas inox 750 ml, quantidade 500, preço até 4 USD por peça, prazo de entrega 6 semanas, destino Hamburgo, contato com alimentos",
    ),
    (
        "ja",
        "ボトル",
        "ステンレス真空断熱ボトル500本、750ml、4米ドル以下、6週間以内にハンブルクまで、食品グレード",
    ),
    (
        "ja",
        "ボトル",
        "750mlの断熱ステンレスボトルを500本探しています。単価4ドル以下、6週間以内にハンブルクへ納品、食品対応",
    ),
    (
        "ja",
        "水筒",
        "食品グレードのステンレス水筒（750ml）500個、1個あたり4ドルまで、ハンブルク港着、納期6週間",
    ),
    ("ja", "ボトル", "断熱ボトル 750ミリリットル 500個 4ドル未満 ハンブルク向け 6週間以内 食品衛生法対応"),
    (
        "ar",
        "زجاجة",
        "500 زجاجة فولاذية معزولة، 750 مل، بأقل من 4 دولارات أمريكية، إلى هامبورغ خلال 6 أسابيع، آمنة للطعام",
    ),
    (
        "ar",
        "زجاجة",
        "أحتاج إلى ٥٠٠ زجاجة معزولة من الفولاذ المقاوم للصدأ سعة ٧٥٠ مل، بسعر لا يتجاوز ٤ دولارات للقطعة، التسليم في هامبورغ في غضون ستة أسابيع، صالحة للاستخدام الغذائي",
    ),
    (
        "ar",
        "قوارير",
        "مطلوب قوارير معزولة 750 مل، الكمية 500، السعر أقل من 4 دولار للوحدة، الشحن إلى هامبورغ خلال 6 أسابيع، درجة غذائية",
    ),
    (
        "ar",
        "زجاجات",
        "نبحث عن 500 قطعة زجاجات حافظة للحرارة 750 مل آمنة للطعام بحد أقصى 4 دولارات لكل قطعة مع التوصيل إلى هامبورغ خلال 6 أسابيع",
    ),
    (
        "ru",
        "термобутылок",
        "500 стальных термобутылок, 750 мл, дешевле 4 долларов США, в Гамбург за 6 недель, для пищевых продуктов",
    ),
    (
        "ru",
        "бутылок",
        "Нужно 500 термоизолированных бутылок из стали объёмом 750 мл, до 4 долларов за штуку, с доставкой в Гамбург в течение шести недель, безопасных для пищи",
    ),
    (
        "ru",
        "термосы",
        "Ищем стальные термосы 0,75 л, количество 500 шт., цена не более 4 USD за шт., срок поставки 6 недель, доставка до Гамбурга, пищевой допуск",
    ),
    (
        "ru",
        "бутылки",
        "термобутылки стальные 750 мл - 500 штук, не дороже 4 долл. США, доставка в Гамбург через 6 недель, контакт с пищевыми продуктами",
    ),
]


@pytest.mark.parametrize(
    ("language", "word", "text"), BOTTLES, ids=[f"{row[0]}-{n}" for n, row in enumerate(BOTTLES)]
)
def test_the_terms_of_one_order_are_the_same_however_it_is_asked(language: str, word: str, text: str) -> None:
    query = understand(text, today=TODAY)
    assert query.language == language
    terms = {
        "quantity": [
            (r.quantity.value, r.quantity.unit) for r in query.requirements if isinstance(r, QuantityWanted)
        ],
        "budget": [(r.limit, r.total) for r in query.requirements if isinstance(r, Budget)],
        "destination": [(r.country, r.place) for r in query.requirements if isinstance(r, Destination)],
        "days": [r.days for r in query.requirements if isinstance(r, Deadline)],
        "certificates": [r.code for r in query.requirements if isinstance(r, CertificateWanted)],
        "litres": [_litres(r) for r in query.requirements if isinstance(r, DimensionWanted)],
        "not_understood": [span.text for span in query.not_understood],
    }
    assert terms == {
        "quantity": [(500, "piece")],
        "budget": [
            (UnitPrice(money=Money(amount=Decimal(4), currency="USD"), per=Quantity(value=Decimal(1))), False)
        ],
        "destination": [("DE", "Hamburg")],
        "days": [42],
        "certificates": ["food_contact"],
        "litres": [("volume", Decimal("0.75"))],
        "not_understood": [],
    }
    assert word in query.product


def _litres(wanted: DimensionWanted) -> tuple[str, Decimal]:
    factors = {"mL": Decimal("0.001"), "cL": Decimal("0.01"), "L": Decimal(1)}
    return wanted.dimension, wanted.quantity.value * factors[wanted.quantity.unit]
