"""Columns -> fields: by names in nine languages, checked against values, corrected by a file."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from reading import Reading, read_csv, read_xlsx

from dragoman.errors import MappingError
from dragoman.model import Quantity
from dragoman.normalise.mapping import MappingFile, load_mapping, save_mapping
from dragoman.normalise.mapping.header import read_header
from dragoman.normalise.mapping.roles import general

HEADERS = {
    "en": {"Item No.": "external_id", "Product name": "title", "Unit Price": "price", "MOQ": "moq", "Lead time": "lead_time", "Country of Origin": "made_in", "Qty per carton": "pack", "Net weight (kg)": "weight", "Barcode": "gtin", "HS Code": "hs_code", "Certificates": "certificates", "Payment terms": "attribute", "Gross weight": "attribute"},
    "zh": {"货号": "external_id", "品名": "title", "单价": "price", "起订量": "moq", "交货期": "lead_time", "产地": "made_in", "装箱数": "pack", "净重": "weight", "条形码": "gtin", "海关编码": "hs_code", "认证": "certificates", "材质": "material", "毛重": "attribute"},
    "es": {"Código": "external_id", "Producto": "title", "Precio unitario": "price", "Pedido mínimo": "moq", "Plazo de entrega": "lead_time", "País de origen": "made_in", "Unidades por caja": "pack", "Peso": "weight", "Código de barras": "gtin", "Certificaciones": "certificates", "Divisa": "currency"},
    "de": {"Artikelnummer": "external_id", "Bezeichnung": "title", "Einzelpreis": "price", "Mindestbestellmenge": "moq", "Lieferzeit": "lead_time", "Ursprungsland": "made_in", "VE": "pack", "Gewicht": "weight", "Zolltarifnr.": "hs_code", "Werkstoff": "material", "Preiseinheit": "price_basis", "Gültig bis": "valid_until", "UVP": "attribute"},
    "fr": {"Référence": "external_id", "Désignation": "title", "Prix unitaire HT": "price", "Quantité minimale": "moq", "Délai de livraison": "lead_time", "Pays d'origine": "made_in", "Colisage": "pack", "Poids": "weight", "Code-barres": "gtin", "Matière": "material", "Prix public": "attribute"},
    "pt": {"Código do produto": "external_id", "Nome do produto": "title", "Preço": "price", "Quantidade mínima": "moq", "Prazo de entrega": "lead_time", "País de origem": "made_in", "Unidades por caixa": "pack", "NCM": "hs_code", "Certificações": "certificates", "Moeda": "currency"},
    "ja": {"品番": "external_id", "商品名": "title", "単価": "price", "最小ロット": "moq", "納期": "lead_time", "原産国": "made_in", "入数": "pack", "重さ": "weight", "JANコード": "gtin", "素材": "material", "希望小売価格": "attribute"},
    "ar": {"رقم الصنف": "external_id", "اسم المنتج": "title", "السعر": "price", "الحد الأدنى للطلب": "moq", "مدة التسليم": "lead_time", "بلد المنشأ": "made_in", "التعبئة": "pack", "الوزن": "weight", "الباركود": "gtin", "المادة": "material", "العملة": "currency"},
    "ru": {"Артикул": "external_id", "Наименование": "title", "Цена": "price", "Мин. заказ": "moq", "Срок поставки": "lead_time", "Страна происхождения": "made_in", "Шт. в коробке": "pack", "Вес нетто": "weight", "Штрихкод": "gtin", "Код ТН ВЭД": "hs_code", "Вес брутто": "attribute"},
}  # fmt: skip


@pytest.mark.parametrize(
    ("header", "field"), [(name, field) for names in HEADERS.values() for name, field in names.items()]
)
def test_a_column_is_known_by_its_name_in_nine_languages(header: str, field: str) -> None:
    meaning = read_header(header)
    assert meaning.field == field
    assert meaning.confidence >= 0.7
    assert header in meaning.why


@pytest.mark.parametrize("header", ["", "Xyzzy", "Gefällt mir", "???", "2026", "Halsweite", "Anzahl Griffe"])
def test_a_name_that_is_not_known_says_nothing(header: str) -> None:
    assert read_header(header).field is None


@pytest.mark.parametrize(
    ("header", "currency", "sure"),
    [
        ("Price (USD)", "USD", True),
        ("Preis EUR", "EUR", True),
        ("单价（元）", "CNY", True),
        ("Preço (R$)", "BRL", True),
        ("Цена, руб./шт", "RUB", True),
        ("السعر (درهم)", "AED", True),
        ("Price ($)", "USD", False),
        ("Price ¥", "CNY", False),
    ],
)
def test_the_currency_of_a_price_column_is_in_its_name_and_a_doubtful_sign_stays_doubtful(
    header: str, currency: str, sure: bool
) -> None:
    meaning = read_header(header)
    assert (meaning.field, meaning.currency) == ("price", currency)
    assert (meaning.currency_confidence == 1.0) is sure
    assert bool(meaning.currency_note) is not sure


@pytest.mark.parametrize(
    ("header", "value", "unit"),
    [
        ("Price / 100 pcs", "100", "piece"),
        ("Preis je 100 Stück (EUR)", "100", "piece"),
        ("Price per carton USD", "1", "carton"),
        ("单价(元/千件)", "1000", "piece"),
        ("Prix au kg", "1", "kg"),
        ("Price/100pcs excl. VAT", "100", "piece"),
        ("Price per 1000 USD", "1000", "piece"),
        ("Price USD", None, None),
        ("Цена за кг", "1", "kg"),
        ("Price USD/dozen", "12", "piece"),
    ],
)
def test_what_a_price_is_for_is_in_its_columns_name(header: str, value: str | None, unit: str | None) -> None:
    basis = read_header(header).basis
    assert (None if basis is None else basis.per) == (
        None if value is None else Quantity(value=Decimal(value), unit=unit or "")
    )


@pytest.mark.parametrize(
    ("header", "quantity", "unit"),
    [
        ("USD 100-499", "100", "piece"),
        ("≥500 USD", "500", "piece"),
        ("Price 1000+", "1000", "piece"),
        ("Preis ab 100 Stk", "100", "piece"),
        ("单价 100以上", "100", "piece"),
        ("от 500 шт, руб", "500", "piece"),
        ("Price USD 10 ctns and more", "10", "carton"),
    ],
)
def test_a_column_of_tiers_names_the_quantity_that_it_holds_from(
    header: str, quantity: str, unit: str
) -> None:
    meaning = read_header(header)
    assert meaning.field == "price"
    assert meaning.tier_from == Quantity(value=Decimal(quantity), unit=unit)


def test_an_unknown_column_stays_an_attribute() -> None:
    got = read_csv("SKU;Name;Price EUR;Halsweite", "1;Flasche;2,50;48 mm", "2;Becher;2,50;52 mm")
    assert got.role("Halsweite").field == "attribute"
    attribute = got.offers[0].attributes[0]
    assert (attribute.name, attribute.value, attribute.origin.cell) == ("Halsweite", "48 mm", "D2")
    assert attribute.quantity == Quantity(value=Decimal(48), unit="mm")


def test_a_column_without_a_known_name_is_told_by_its_values_with_less_confidence() -> None:
    rows = [f"{n};Cup {n};{ean};{price}" for n, ean, price in [
        (1, "4006381333931", "US$ 2.10"), (2, "0095205603217", "US$ 3.10"), (3, "9783161484100", "US$ 4.10"), (4, "4601234567893", "US$ 5")
    ]]  # fmt: skip
    got = read_csv("SKU;Name;Blah;Blub", *rows)
    gtin, price = got.role("Blah"), got.role("Blub")
    assert (gtin.field, price.field) == ("gtin", "price")
    assert max(gtin.confidence, price.confidence) < 0.8
    assert "check digit" in gtin.why
    assert "currency" in price.why


def test_a_name_that_its_values_contradict_is_not_believed() -> None:
    got = read_csv("SKU;Name;Price EUR;Price", *(f"{n};Cup;2,5;yes" for n in range(5)))
    role = got.role("Price")
    assert role.field == "attribute"
    assert "0% of its values fit" in role.why


def test_of_two_price_columns_one_is_the_price_and_the_other_says_why_not() -> None:
    got = read_csv("SKU;Name;Price EUR;Price USD;UVP", "1;Cup;2,50;2,70;9,90", "2;Mug;3,50;3,70;8,90")
    assert [len(offer.prices) for offer in got.offers] == [1, 1]
    assert got.offers[0].prices[0].value.price.money.currency == "EUR"
    assert "fits price better" in got.role("Price USD").why
    assert [one.name for one in got.offers[0].attributes] == ["Price USD", "UVP"]


def test_a_further_column_of_the_same_name_is_no_price_for_two() -> None:
    got = read_csv("SKU;Name;Price USD;Price USD;Price USD (100)", "1;Cup;;4.50;400", "2;Mug;;5.50;500")
    assert got.role("Price USD (2)").basis is None
    hundred = got.role("Price USD (100)").basis
    assert hundred is not None
    assert hundred.per == Quantity(value=Decimal(100))


def test_a_price_for_a_sample_is_never_taken_for_the_price() -> None:
    got = read_csv("SKU;Name;Price / sample;USD 1-99;USD 100+", "1;Cup;10;2.50;2.10")
    assert [str(one.value.price.money.amount) for one in got.offers[0].prices] == ["2.50", "2.10"]


def test_without_a_title_column_the_longest_texts_stand_in_and_every_title_says_so() -> None:
    got = read_csv("SKU;Price EUR;Blah", "1;2,50;Steel bottle with lid", "2;3,50;Glass cup, large")
    assert got.role("Blah").field == "title"
    title = got.offers[0].title
    assert title.confidence == 0.5
    assert "longest texts" in title.note


def test_the_columns_names_help_to_tell_the_language_of_short_titles() -> None:
    got = read_csv("Código;Descrição;Preço (R$);Prazo de entrega", "1;Copo;2,50;3 dias")
    assert got.mapping.language == "pt"


def test_a_mapping_is_saved_corrected_and_read_again(tmp_path: Path) -> None:
    lines = ("Nr;Text;Blah;Ware (kg)", "1;Blaue Flasche;4,50;0,35", "2;Roter Becher;3,50;0,25")
    first = read_csv(*lines)
    assert not first.offers[0].prices
    path = tmp_path / "list.toml"
    save_mapping(first.mapping, path, supplier="Nordwind (invented)")
    proposal = path.read_text(encoding="utf-8")
    assert "% sure" in proposal
    corrected = [
        line
        if not line.startswith('"Blah"')
        else '"Blah" = { field = "price", currency = "EUR", per = "100" }'
        for line in proposal.splitlines()
    ]
    path.write_text("\n".join(corrected), encoding="utf-8")
    again = read_csv(*lines, mapping=load_mapping(path))
    price = again.offers[0].prices[0]
    assert (price.value.price.money.currency, price.confidence) == ("EUR", 1.0)
    assert price.value.price.per == Quantity(value=Decimal(100))
    assert again.role("Blah").why == "list.toml says so"
    assert load_mapping(path).supplier == "Nordwind (invented)"


def test_every_saved_proposal_can_be_read_again(tmp_path: Path) -> None:
    got = read_csv(
        'A"b;Name;Price USD / carton of 24;USD 100-499;Lead time (weeks);MOQ (ctn);Gewicht (g);\\x[0]',
        "1;Cup;48;2.10;3;5;350;z",
    )
    path = tmp_path / "saved.toml"
    save_mapping(got.mapping, path)
    read = load_mapping(path)
    applied = read.apply(got.mapping)
    assert {key: (role.field, role.currency, role.basis, role.unit, role.tier_from) for key, role in applied.columns.items()} == {
        key: (role.field, role.currency, role.basis, role.unit, role.tier_from) for key, role in got.mapping.columns.items()
    }  # fmt: skip


PAIRED = (
    "SKU;Product;Los A;Wert A;Los B;Wert B",
    "1;Nail;1;2,50;10;2,40",
    "2;Nut;5;3,50;20;3,40",
)


def paired(tmp_path: Path, *columns: str) -> MappingFile:
    path = tmp_path / "pairs.toml"
    path.write_text("\n".join(['currency = "EUR"', "[columns]", *columns]), encoding="utf-8")
    return load_mapping(path)


def tiers(got: Reading, row: int) -> list[tuple[str, str]]:
    return [
        (str(one.value.from_quantity.value), str(one.value.price.money.amount))
        for one in got.offers[row].prices
    ]


def test_a_mapping_file_pairs_prices_with_the_columns_of_their_quantities(tmp_path: Path) -> None:
    says = paired(
        tmp_path,
        '"Wert A" = { field = "price", from_column = "Los A" }',
        '"Wert B" = { field = "price", from_column = "Los B" }',
    )
    got = read_csv(*PAIRED, mapping=says)
    assert (tiers(got, 0), tiers(got, 1)) == (
        [("1", "2.50"), ("10", "2.40")],
        [("5", "3.50"), ("20", "3.40")],
    )
    assert [one.confidence for one in got.offers[0].prices] == [1.0, 1.0]
    assert got.offers[0].attributes == ()


def test_pairs_that_are_proposed_stand_in_the_saved_file_and_are_read_again(tmp_path: Path) -> None:
    lines = ("SKU;Product;Qty 1;Price 1 EUR;Qty 2;Price 2 EUR", "1;Nail;1;2.5;10;2.4", "2;Nut;1;3.5;20;3.4")
    got = read_csv(*lines)
    path = tmp_path / "saved.toml"
    save_mapping(got.mapping, path)
    assert 'currency = "EUR", from_column = "Qty 2" }' in path.read_text(encoding="utf-8")
    unpaired = {
        key: replace(role, field="attribute", beside=None) for key, role in got.mapping.columns.items()
    }
    applied = load_mapping(path).apply(replace(got.mapping, columns=unpaired))
    assert {key: (role.field, role.beside) for key, role in applied.columns.items()} == {
        key: (role.field, role.beside) for key, role in got.mapping.columns.items()
    }


def test_a_proposed_pair_whose_quantities_the_file_takes_for_something_else_is_none(tmp_path: Path) -> None:
    lines = ("SKU;Product;Qty 1;Price 1 EUR;Qty 2;Price 2 EUR", "1;Nail;5;2.5;10;2.4", "2;Nut;5;3.5;20;3.4")
    got = read_csv(*lines, mapping=paired(tmp_path, '"Qty 1" = "ignore"'))
    assert tiers(got, 0) == [("1", "2.5"), ("10", "2.4")]
    assert got.offers[0].prices[0].confidence == 1.0
    fixed = paired(tmp_path, '"Price 2 EUR" = { field = "price", from_quantity = "50" }')
    assert tiers(read_csv(*lines, mapping=fixed), 0) == [("5", "2.5"), ("50", "2.4")]


def test_a_quantity_column_that_the_mapping_file_names_and_the_table_lacks_is_told(tmp_path: Path) -> None:
    says = paired(tmp_path, '"Wert A" = { field = "price", from_column = "Los" }')
    (price,) = read_csv(*PAIRED, mapping=says).offers[0].prices
    assert (price.confidence, price.note) == (0.5, "no quantity stands beside it in 'Los'")


def test_a_saved_mapping_is_never_written_over(tmp_path: Path) -> None:
    got = read_csv("SKU;Name", "1;Cup")
    path = tmp_path / "list.toml"
    save_mapping(got.mapping, path)
    with pytest.raises(MappingError, match="may hold corrections"):
        save_mapping(got.mapping, path)


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ('[columns]\nPrice = "prize"', "expected one of"),
        ('currency = "euro"', "ISO 4217"),
        ('country = "Germany"', "ISO 3166"),
        ('decimal = ";"', "decimal"),
        ('language = "xx"', "language"),
        ('incoterm = "free"', "Incoterms"),
        ('colums = "x"', "colums"),
        ('[columns]\nPrice = { field = "price", per = "smile" }', "per"),
        ('[columns]\nPrice = { field = "price", from_quantity = "many" }', "from_quantity"),
        (
            '[columns]\nPrice = { field = "price", from_quantity = "5", from_column = "Qty" }',
            "from_column, got both",
        ),
        ("not toml", "TOML"),
    ],
)
def test_a_mistake_in_a_mapping_file_is_named(tmp_path: Path, toml: str, message: str) -> None:
    path = tmp_path / "bad.toml"
    path.write_text(toml, encoding="utf-8")
    with pytest.raises(MappingError, match=message):
        load_mapping(path)


def test_a_mapping_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(MappingError, match=r"none\.toml"):
        load_mapping(tmp_path / "none.toml")


def test_the_currency_that_number_formats_show_is_the_prices() -> None:
    got = read_xlsx(
        [["SKU", "Name", "Price"], ["1", "Cup", 4.5], ["2", "Mug", 5.5]], {"C2": '0.00 "€"', "C3": '0.00 "€"'}
    )
    assert got.role("Price").currency == "EUR"
    assert "number format" in got.role("Price").why
    assert [one.prices[0].value.price.money.currency for one in got.offers] == ["EUR", "EUR"]
    assert [one.prices[0].confidence for one in got.offers] == [1.0, 1.0]


def test_a_nested_key_is_known_without_its_positions() -> None:
    assert general("prices[0].amount") == "prices[].amount"
