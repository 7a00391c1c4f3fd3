"""Limits, floors and budgets: what is asked alike in nine languages is read alike."""

from datetime import date

import pytest

from dragoman.search.query import understand
from dragoman.search.request import Budget, DimensionWanted, QuantityWanted

TODAY = date(2026, 11, 24)


def _limits(text: str) -> list[str]:
    return [
        f"{one.comparison} {one.quantity.value.normalize():f} {one.quantity.unit}"
        for one in understand(text, today=TODAY).requirements
        if isinstance(one, DimensionWanted)
    ]


def _order(text: str) -> tuple[list[str], list[tuple[str, bool]]]:
    read = understand(text, today=TODAY).requirements
    return (
        [f"{one.quantity.value:f} {one.quantity.unit}" for one in read if isinstance(one, QuantityWanted)],
        [
            (f"{one.limit.money.amount} {one.limit.money.currency}", one.total)
            for one in read
            if isinstance(one, Budget)
        ],
    )


@pytest.mark.parametrize(
    "text",
    [
        "suitcase not heavier than 3 kg, not shorter than 60 cm",
        "Koffer nicht schwerer als 3 kg, nicht kürzer als 60 cm",
        "maleta no más pesada que 3 kg, no más corta que 60 cm",
        "valise pas plus lourde que 3 kg, pas plus courte que 60 cm",
        "mala não mais pesada que 3 kg, não mais curta que 60 cm",
        "чемодан не тяжелее 3 кг, не короче 60 см",
        "行李箱 不重于3公斤 不短于60厘米",
        "スーツケース 3kgを超えない、60cmを下回らない",
        "حقيبة سفر ليست أثقل من 3 كجم، ليست أقصر من 60 سم",
        "suitcase 3 kg or less, 60 cm or more",
        "чемодан 3 кг или меньше, 60 см или больше",
        "行李箱 3公斤或以下，60厘米及以上",
        "スーツケース 3kgより軽い、60cmより高い",
        "maleta máx. 3 kg, mín. 60 cm",
        "mala até 3 kg, acima de 60 cm",
        "чемодан макс. 3 кг, мин. 60 см",
        "حقيبة سفر لا تزيد عن 3 كجم، لا تقل عن 60 سم",
    ],
)
def test_a_limit_has_its_direction(text: str) -> None:
    assert _limits(text) == ["at_most 3 kg", "at_least 60 cm"]


@pytest.mark.parametrize(
    ("words", "direction"),
    [
        ("不轻于", "at_least"),
        ("不低于", "at_least"),
        ("不得少于", "at_least"),
        ("大于等于", "at_least"),
        ("起码", "at_least"),
        ("最少", "at_least"),
        ("重于", "at_least"),
        ("不重于", "at_most"),
        ("不要超过", "at_most"),
        ("别超过", "at_most"),
        ("小于或等于", "at_most"),
        ("轻于", "at_most"),
        ("不到", "at_most"),
        ("最多", "at_most"),
        ("大约", "about"),
    ],
)
def test_chinese_words_before_a_measure_limit_it(words: str, direction: str) -> None:
    query = understand(f"不锈钢锅，{words}2公斤", today=TODAY)
    assert _limits(f"不锈钢锅，{words}2公斤") == [f"{direction} 2 kg"]
    assert query.product == "不锈钢锅 2公斤"


@pytest.mark.parametrize(
    ("words", "direction"),
    [
        ("以上", "at_least"),
        ("及以上", "at_least"),
        ("或更大", "at_least"),
        ("或以下", "at_most"),
        ("以内", "at_most"),
    ],
)
def test_chinese_words_behind_a_measure_limit_it(words: str, direction: str) -> None:
    assert _limits(f"背包30升{words}") == [f"{direction} 30 L"]


@pytest.mark.parametrize(
    "text",
    [
        "rope 10 m or more",
        "Seil 10 m oder mehr",
        "cuerda 10 m o más",
        "corde 10 m ou plus",
        "corda 10 m ou mais",
        "верёвка 10 м или больше",
        "绳子10米或以上",
        "ロープ10m以上",
        "حبل 10 م أو أكثر",
    ],
)
def test_a_length_or_more_is_no_order(text: str) -> None:
    assert _limits(text) == ["at_least 10 m"]
    assert _order(text) == ([], [])


def test_what_stands_behind_a_measure_with_a_plus_is_no_limit() -> None:
    assert _limits("bottle 500 ml + pump") == ["about 500 mL"]
    assert _limits("bottle 500 ml+") == ["at_least 500 mL"]


@pytest.mark.parametrize(
    "text",
    [
        "500 mugs not over 2 EUR apiece",
        "500 Becher nicht über 2 EUR das Stück",
        "500 tazas que no superen 2 EUR la unidad",
        "500 tasses ne dépassant pas 2 EUR l'unité",
        "500 canecas que não ultrapassem 2 EUR a unidade",
        "500 кружек не дороже 2 евро за штуку",
        "500个杯子 每个不要超过2欧元",
        "500个杯子 每个别超过2欧元",
        "マグカップ500個 1個2ユーロを超えない",
        "500 كوب لا يتجاوز 2 يورو للقطعة",
    ],
)
def test_a_highest_price_is_a_budget(text: str) -> None:
    query = understand(text, today=TODAY)
    assert _order(text) == (["500 piece"], [("2 EUR", False)])
    assert len(query.requirements) == 2
    assert not query.not_understood


@pytest.mark.parametrize(
    "text",
    [
        "100 office chairs, price from 40 USD",
        "100 Bürostühle, Preis ab 40 USD",
        "100 sillas de oficina, precio desde 40 USD",
        "100 chaises de bureau, prix à partir de 40 USD",
        "100 cadeiras de escritório, preço a partir de 40 USD",
        "100 офисных кресел, цена от 40 USD",
        "100把办公椅，价格40美元以上",
        "100把办公椅 40美元起",
        "オフィスチェア100脚、価格40ドル以上",
        "100 كرسي مكتب، السعر من 40 دولار",
        "100 office chairs, 40 USD or more",
    ],
)
def test_a_lowest_price_is_no_budget_and_is_told_as_not_understood(text: str) -> None:
    assert _order(text) == (["100 piece"], [])
    assert ["40" in one.text for one in understand(text, today=TODAY).not_understood] == [True]


@pytest.mark.parametrize(
    "text",
    [
        "{} 2000 EUR 500 {}",
        "{} 2000 EUR, 500 {}",
        "500 {1} {0} 2000 EUR",
        "500 {1}, {0} 2000 EUR",
    ],
)
@pytest.mark.parametrize(
    ("budget", "mugs"),
    [
        ("budget", "mugs"),
        ("Budget", "Becher"),
        ("presupuesto", "tazas"),
        ("budget", "tasses"),
        ("orçamento", "canecas"),
        ("бюджет", "кружек"),
        ("预算", "马克杯"),
        ("予算", "マグカップ"),
        ("ميزانية", "كوب"),
    ],
)
def test_a_budget_is_the_orders_wherever_it_stands(text: str, budget: str, mugs: str) -> None:
    asked = text.format(budget, mugs)
    assert _order(asked) == (["500 piece"], [("2000 EUR", True)])
    assert understand(asked, today=TODAY).product == mugs


@pytest.mark.parametrize(
    ("text", "product"),
    [
        ("garrafas de aço 750 ml, 500 unidades, orçamento total 2.000 USD", "garrafas de aço 750 ml"),
        ("botellas 750 ml, 500 unidades, presupuesto total 2.000 USD", "botellas 750 ml"),
        ("不锈钢瓶750毫升，500个，总预算2000美元", "不锈钢瓶750毫升"),
        ("ボトル750ml、500個、総予算2000ドル", "ボトル750ml"),
        ("500个杯子 总价不超过2000美元", "杯子"),
    ],
)
def test_the_words_of_a_total_are_no_words_of_the_goods(text: str, product: str) -> None:
    assert _order(text) == (["500 piece"], [("2000 USD", True)])
    assert understand(text, today=TODAY).product == product


@pytest.mark.parametrize(
    ("text", "product"),
    [
        ("at least 500 mugs", "mugs"),
        ("mindestens 500 Becher", "Becher"),
        ("no menos de 500 tazas", "tazas"),
        ("au moins 500 tasses", "tasses"),
        ("pelo menos 500 canecas", "canecas"),
        ("не менее 500 стульев", "стульев"),
        ("不少于500个杯子", "杯子"),
        ("500個以上のマグカップ", "マグカップ"),
        ("على الأقل 500 كوب", "كوب"),
        ("up to 500 mugs", "mugs"),
    ],
)
def test_a_least_or_most_of_goods_is_the_order_and_says_so(text: str, product: str) -> None:
    query = understand(text, today=TODAY)
    assert _order(text) == (["500 piece"], [])
    assert query.product == product
    assert "a least or most" in query.requirements[0].note


@pytest.mark.parametrize(
    "text",
    [
        "at least 20 tonnes of basmati rice",
        "mindestens 20 Tonnen Basmatireis",
        "al menos 20 toneladas de arroz basmati",
        "не менее 20 тонн риса басмати",
        "不少于20吨大米",
        "20吨以上的大米",
    ],
)
def test_at_least_so_many_tonnes_is_an_order(text: str) -> None:
    assert _order(text) == (["20 t"], [])
    assert _limits(text) == []


@pytest.mark.parametrize(
    "text",
    ["at least 12 ports switch", "max 30 people tent", "min 10 year warranty pump", "forklift at least 3 t"],
)
def test_a_limit_of_what_is_no_goods_is_no_order(text: str) -> None:
    assert _order(text) == ([], [])


@pytest.mark.parametrize(
    ("text", "product"),
    [
        ("500 mugs or more", "mugs"),
        ("mugs, 500 or more", "mugs"),
        ("mugs 500 pcs and up", "mugs"),
        ("500 mugs or fewer, delivered to Berlin", "mugs"),
        ("500 mugs minimum", "mugs"),
        ("mugs, up to 500", "mugs"),
        ("mugs up to 500", "mugs"),
        ("mugs 500-or-more", "mugs"),
        ("500+ mugs", "mugs"),
        ("mugs 500+", "mugs"),
        ("Becher, 500 Stück oder mehr", "Becher"),
        ("500 Becher oder mehr", "Becher"),
        ("ab 500 Stück Becher", "Becher"),
        ("500 tasses ou plus", "tasses"),
        ("tasses 500 ou plus", "tasses"),
        ("à partir de 500 pièces tasses", "tasses"),
        ("500 tazas o más", "tazas"),
        ("tazas, 500 o más", "tazas"),
        ("tazas 500 en adelante", "tazas"),
        ("500 canecas ou mais", "canecas"),
        ("canecas 500 ou mais", "canecas"),
        ("кружки от 500 штук и больше", "кружки"),
        ("500 кружек и больше", "кружек"),
        ("кружки 500 и более", "кружки"),
        ("500 أكواب أو أكثر", "أكواب"),
        ("أكواب 500 أو أكثر", "أكواب"),
        ("马克杯 500以上", "马克杯"),
        ("马克杯500个以上", "马克杯"),
        ("マグカップ 500以上", "マグカップ"),
        ("マグカップ 500個以上", "マグカップ"),
    ],
)
def test_a_limit_said_behind_the_number_or_behind_the_goods_is_the_orders(text: str, product: str) -> None:
    query = understand(text, today=TODAY)
    assert _order(text) == (["500 piece"], [])
    assert query.product == product
    assert query.identifiers == ()
    assert query.not_understood == ()


@pytest.mark.parametrize("text", ["SKU AB-12 mugs 500+", "AB-12 500+", "SKU AB-12, 500 or more"])
def test_a_number_with_a_plus_behind_an_identifier_is_the_order(text: str) -> None:
    assert _order(text) == (["500 piece"], [])
    assert understand(text, today=TODAY).identifiers == ("AB-12",)


@pytest.mark.parametrize(
    "text", ["500 mugs more or less", "500 tazas más o menos", "500 Becher mehr oder weniger"]
)
def test_more_or_less_is_about_so_many_and_no_word_of_the_goods(text: str) -> None:
    query = understand(text, today=TODAY)
    assert _order(text) == (["500 piece"], [])
    assert len(query.product.split()) == 1
    assert "about so many" in query.requirements[0].note


def test_or_more_behind_a_measure_is_the_measures() -> None:
    assert _limits("500 mugs 300 ml or more") == ["at_least 300 mL"]
    assert _order("500 mugs, 300 ml or more") == (["500 piece"], [])


@pytest.mark.parametrize(
    "text",
    [
        "mugs under 500",
        "mugs, under 500",
        "blender power 500 or more",
        "ceramic mug size 500-or-more",
        "18+ toys",
        "iPhone 13+ cases",
    ],
)
def test_a_limit_that_may_be_a_price_or_a_property_is_no_order(text: str) -> None:
    assert _order(text) == ([], [])
    assert understand(text, today=TODAY).identifiers == ()
