"""What is ordered, what a price is for, when, from where and without what: rules, each with requests of its own."""

from datetime import date

import pytest
from benchmarks.requests.values import understood

from dragoman.search.query import understand
from dragoman.search.request import Budget, QuantityWanted

TODAY = date(2026, 11, 24)


def _read(text: str, slot: str) -> list[str]:
    return understood(understand(text, today=TODAY)).get(slot, [])


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("2 tonnes of cocoa powder in 25 kg bags", "2000 mass"),
        ("水泥500吨，50公斤袋装", "500000 mass"),
        ("コーヒー豆 500kg", "500 mass"),
        ("power cable 3x2.5 mm, 2000 m, black", "2000 length"),
        ("棉布 5000米 幅宽1.5米", "5000 length"),
        ("Schlauch 19 mm, 300 Meter", "300 length"),
        ("カーペット 200平方メートル", "200 area"),
        ("olive oil 5000 litres in 1000 L IBC", "5000 volume"),
    ],
)
def test_an_order_by_weight_length_area_or_volume_is_a_quantity(text: str, quantity: str) -> None:
    assert _read(text, "quantity") == [quantity]
    assert quantity not in _read(text, "dimension")


@pytest.mark.parametrize(
    ("text", "dimension"),
    [
        ("3 tonne forklift diesel", "3000 mass"),
        ("smartwatch waterproof 50 m", "50 length"),
        ("laser rangefinder 600 m", "600 length"),
        ("extension cable 20 m, 500 pcs", "20 length"),
        ("air purifier for 40 m² rooms, 300 units", "40 area"),
        ("500 Schläuche 50 m", "50 length"),
        ("water tank 5000 litres", "5000 volume"),
    ],
)
def test_a_measure_of_one_piece_stays_a_dimension(text: str, dimension: str) -> None:
    assert dimension in _read(text, "dimension")
    assert dimension not in _read(text, "quantity")


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("100片拼图 3000套", "3000 set"),
        ("6本入り鉛筆 1000箱", "1000 carton"),
        ("12-piece cookware set, 400 sets", "400 set"),
        ("矿泉水500ml 24瓶/箱 800箱", "800 carton"),
        ("Guten Tag, ich bräuchte 60 Bürolampen", "60 piece"),
        ("48x office chairs, black", "48 piece"),
        ("laptop 16 GB x 50", "50 piece"),
        ("вода 0,5 л, 3000 бутылок", "3000 piece"),
        ("LED筒灯 9W 500盏", "500 piece"),
        ("ノート A5 500冊", "500 piece"),
        ("Anfrage: 700 T-Shirts, weiß", "700 piece"),
    ],
)
def test_what_is_counted_is_the_order_and_not_what_a_piece_holds(text: str, quantity: str) -> None:
    assert _read(text, "quantity") == [quantity]


@pytest.mark.parametrize(
    "text", ["iPhone 13 case black", "3 in 1 charger", "garantie 24 mois", "monitor, 144 fps"]
)
def test_a_number_of_a_name_or_a_property_is_no_quantity(text: str) -> None:
    assert _read(text, "quantity") == []


@pytest.mark.parametrize(
    ("text", "budget"),
    [
        ("大豆100吨，单价500美元一吨", "500 USD per 1000 mass"),
        ("咖啡豆 1.5吨，公斤价低于6美元", "6 USD per 1 mass"),
        ("綿生地 300m 1m 500円", "500 JPY per 1 length"),
        ("guantes, 250 pares, 6 euros el par", "6 EUR per 1 pair"),
        ("gloves, 250 pairs, max 6 EUR", "6 EUR per 1 pair"),
        ("gants, 250 paires, 6 € pièce", "6 EUR per 1 piece"),
        ("carrelage 500 m², 12 euros le m²", "12 EUR per 1 area"),
        ("boxes 30x20 cm, 4000 pcs, 1.20 USD per box", "1.2 USD per 1 piece"),
        ("nitrile gloves, 400 boxes, 3 USD per box", "3 USD per 1 box"),
        ("сетка 50 рулонов, не дороже 900 рублей за рулон", "900 RUB per 1 roll"),
        ("قماش 300 متر، 8 دولار للمتر", "8 USD per 1 length"),
    ],
)
def test_a_price_is_for_the_unit_that_is_said_or_ordered(text: str, budget: str) -> None:
    assert _read(text, "budget") == [budget]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("500 mugs by the end of March", "2027-03-31"),
        ("500 Becher bis Mitte April", "2027-04-15"),
        ("500 tasses pour fin février", "2027-02-28"),
        ("500 tazas para mediados de enero", "2027-01-15"),
        ("500 canecas até o fim do mês", "2026-11-30"),
        ("500 кружек до конца марта", "2027-03-31"),
        ("500 كوب قبل نهاية يناير", "2027-01-31"),
        ("杯子500个，3月底前交货", "2027-03-31"),
        ("杯子500个，年底前交货", "2026-12-31"),
        ("マグカップ500個 4月10日までに納品", "2027-04-10"),
        ("マグカップ500個 2月末まで", "2027-02-28"),
        ("500 Becher bis 31.1.", "2027-01-31"),
    ],
)
def test_days_are_read_by_the_month(text: str, day: str) -> None:
    assert _read(text, "deadline") == [day]


@pytest.mark.parametrize(
    ("text", "origins"),
    [
        ("valves from Italy or Spain", ["IT", "ES"]),
        ("Fliesen aus Portugal oder der Türkei", ["PT", "TR"]),
        ("huile d'olive, origine Grèce ou Tunisie, pas d'Espagne", ["GR", "TN", "not:ES"]),
        ("azulejos fabricados no Brasil", ["BR"]),
        ("станок японского производства", ["JP"]),
        ("torno de fabricación italiana", ["IT"]),
        ("茶葉 中国産以外", ["not:CN"]),
        ("стулья не из Китая", ["not:CN"]),
    ],
)
def test_origins_are_read_together_and_one_by_one(text: str, origins: list[str]) -> None:
    assert sorted(_read(text, "origin")) == sorted(origins)
    assert _read(text, "destination") == []


@pytest.mark.parametrize(
    ("text", "must"),
    [
        ("beef 2 t, halal and organic certificates required", ["certificate:halal", "certificate:organic"]),
        ("Schuhe S3, müssen EN ISO 20345 erfüllen", ["certificate:en_iso_20345"]),
        ("包丁 100本 日本製のみ", ["origin:JP"]),
        ("包丁 100本 日本製限定 DAPホーチミン", ["origin:JP"]),
        ("vino, origen España únicamente", ["origin:ES"]),
        ("tasses, livraison impérative avant le 3 mars", ["deadline"]),
    ],
)
def test_what_is_insisted_on_is_a_must_and_nothing_beside_it(text: str, must: list[str]) -> None:
    assert sorted(_read(text, "must")) == must


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("blankets, neither acrylic nor polyester", ["not:acrylic", "not:polyester"]),
        ("packaging without PVC or latex", ["not:pvc", "not:latex"]),
        ("カップ プラスチック不使用", ["not:plastic"]),
        ("Becher, plastikfrei", ["not:plastic"]),
    ],
)
def test_refused_materials_are_refused(text: str, refused: list[str]) -> None:
    assert _read(text, "material") == refused


@pytest.mark.parametrize(
    "text",
    [
        "souris sans fil",
        "mouse sem fio",
        "无线鼠标",
        "ratón inalámbrico",
        "беспроводная мышь",
        "écouteurs sans fil",
    ],
)
def test_wireless_refuses_no_wire(text: str) -> None:
    query = understand(text, today=TODAY)
    assert understood(query) == {}
    assert query.product == text


def test_at_least_in_portuguese_refuses_nothing() -> None:
    assert _read("notebooks, no mínimo 8 horas de bateria", "word") == []


@pytest.mark.parametrize(
    ("text", "material"),
    [
        ("труба нержавеющая 304 40 мм", "stainless_steel_304"),
        ("Edelstahlrohr 1.4404 40 mm", "stainless_steel_316"),
        ("不锈钢管304，直径50毫米", "stainless_steel_304"),
        ("tornillos acero inoxidable A4 M8", "stainless_steel_316"),
        ("ステンレスパイプ SUS304", "stainless_steel_304"),
        ("nappes en lin", "linen"),
        ("sacs en coton bio", "organic_cotton"),
    ],
)
def test_a_grade_makes_the_material_known(text: str, material: str) -> None:
    assert _read(text, "material") == [material]
    assert _read(text, "certificate") == []


@pytest.mark.parametrize(
    ("text", "colours"),
    [
        ("green tea in tins", []),
        ("bocaux avec couvercle doré", []),
        ("オフィスチェア40脚、黒、肘掛けなし", ["black"]),
        ("Acrylplatten 3 mm klar, 20 Platten", ["transparent"]),
        ("Наушники белые, 100 шт.", ["white"]),
    ],
)
def test_only_the_colour_of_the_goods_is_wanted(text: str, colours: list[str]) -> None:
    assert _read(text, "colour") == colours


@pytest.mark.parametrize(
    ("text", "dimensions"),
    [
        ("Netzwerkkabel Cat 6a 20 m, 500 Stück", ["20 length"]),
        ("аккумулятор 12 В, 60 штук", ["12 voltage"]),
        ("折叠桌180x75厘米", ["1.8 length", "0.75 length"]),
        ("タオル 240枚、50x70cm", ["0.5 length", "0.7 length"]),
    ],
)
def test_measures_are_read_where_they_stand_beside_signs_of_another_script(
    text: str, dimensions: list[str]
) -> None:
    assert _read(text, "dimension") == dimensions


def test_a_latin_name_may_stand_right_before_chinese() -> None:
    assert _read("灯泡，要CE和RoHS", "certificate") == ["ce", "rohs"]


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("плитка 30х60, 450 кв.м", "450 area"),
        ("سجاد 400 متر مربع", "400 area"),
        ("madera 20 metros cúbicos", "20000 volume"),
        ("Sockelleiste Eiche, 240 lfm", "240 length"),
        ("地毯 3米宽 500平方米", "500 area"),
        ("电缆 YJV 3×50 1公里", "1000 length"),
        ("рис 5 т мешки 50 кг", "5000 mass"),
    ],
)
def test_units_of_several_words_and_signs_are_one_unit(text: str, quantity: str) -> None:
    assert _read(text, "quantity") == [quantity]


@pytest.mark.parametrize(
    ("text", "origins"),
    [
        ("韩国或日本产的钢板 20吨", ["KR", "JP"]),
        ("кофе из Бразилии или Колумбии, 5 тонн", ["BR", "CO"]),
        ("café de Colombia, 2 toneladas", ["CO"]),
        ("bulbs (no Chinese products), 500 pcs", ["not:CN"]),
        ("意大利进口橄榄油 500瓶", ["IT"]),
        ("Somos una empresa de Colombia, buscamos 500 sillas", []),
        ("shipping to Germany or France, 500 chairs", []),
    ],
)
def test_an_origin_is_of_the_goods_and_not_of_the_buyer(text: str, origins: list[str]) -> None:
    assert _read(text, "origin") == origins


@pytest.mark.parametrize(
    ("text", "word"), [("不带盖的水桶 500个", "not:盖"), ("咖啡杯 3000个 不要logo", "not:logo")]
)
def test_a_refused_word_ends_where_the_goods_begin(text: str, word: str) -> None:
    assert _read(text, "word") == [word]


@pytest.mark.parametrize(
    ("text", "product"),
    [
        (
            "Good morning, could you please send me your best offer for 2,400 pcs amber bottles",
            "amber bottles",
        ),
        ("We'd like to source around 350 ergonomic office chairs", "ergonomic office chairs"),
        ("Do you have cordless drills? Thanks in advance", "cordless drills"),
        (
            "Guten Tag, könnten Sie mir bitte ein Angebot über 250 Stück Thermobecher 0,4 l machen?",
            "Thermobecher 0,4 l",
        ),
        ("Für unser Hotel suchen wir 120 Bademäntel, am liebsten flauschig", "Bademäntel flauschig"),
        ("Bonjour, pourriez-vous me faire parvenir un devis pour 180 parasols ?", "parasols"),
        ("Veuillez nous coter 30 rouleaux de grillage", "grillage"),
        ("Nos interesan 900 camisetas, si es posible lisas", "camisetas lisas"),
        ("¿Tienen mochilas escolares? Serían 450 piezas", "mochilas escolares"),
        ("Boa tarde, poderiam enviar um orçamento para 220 garrafas térmicas?", "garrafas térmicas"),
        ("Vocês têm luvas de borracha?", "luvas de borracha"),
        ("请问你们有没有浴巾，1200条", "浴巾"),
        ("我司拟采购餐具，数量2000套", "餐具"),
        ("お見積りをお願いいたします。タンブラー 300個", "タンブラー"),
        ("ヘルメットを80個ほど探しております。", "ヘルメット"),
        ("هل لديكم مولدات ديزل؟", "مولدات ديزل"),
        ("نرجو تزويدنا بعرض سعر لعدد 400 كرسي مكتب", "كرسي مكتب"),
        ("Добрый день! Прошу выставить счёт на 350 шт. термокружек", "термокружек"),
        ("Подскажите, есть ли у вас офисные кресла?", "офисные кресла"),
    ],
)
def test_words_of_asking_are_no_words_of_the_product(text: str, product: str) -> None:
    assert understand(text, today=TODAY).product.strip("¿") == product


@pytest.mark.parametrize("text", ["price tags", "order picker forklift", "I-beam 100 mm", "rfid tags"])
def test_words_of_asking_within_names_of_goods_stay(text: str) -> None:
    assert understand(text, today=TODAY).product == text


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("We'd like to source around 350 ergonomic office chairs", "350 piece"),
        ("Für unser Hotel suchen wir 120 Bademäntel", "120 piece"),
        ("J'aurais besoin de 5 compresseurs silencieux 24 L", "5 piece"),
        ("Nos interesan 900 camisetas", "900 piece"),
        ("Favor cotar 18 betoneiras de 400 L", "18 piece"),
        ("Estou interessado em 45 bicicletas infantis", "45 piece"),
        ("نرجو تزويدنا بعرض سعر لعدد 400 كرسي مكتب", "400 piece"),
        ("garden hose 1/2 inch x 200 m", "200 length"),
    ],
)
def test_a_number_right_behind_words_of_asking_counts_the_goods(text: str, quantity: str) -> None:
    assert _read(text, "quantity") == [quantity]


@pytest.mark.parametrize(
    ("text", "day"),
    [  # today is Tuesday, 24 November 2026
        ("60 cordless drills to Prague by Friday", "2026-11-27"),
        ("300 mugs before Christmas", "2026-12-24"),
        ("toilet paper to Toulouse next month", "2026-12-31"),
        ("350 chairs DDP Vienna by week 8", "2027-02-28"),
        ("Thermobecher, Lieferung bis KW 7 nach Graz", "2027-02-21"),
        ("15 Stehtische bis Donnerstag in Frankfurt", "2026-11-26"),
        ("trottinettes livrées à Nantes avant vendredi", "2026-11-27"),
        ("gants nitrile, Lille, semaine 3", "2027-01-24"),
        ("clés USB, livraison au plus tard le 20/12", "2026-12-20"),
        ("cemento CFR Callao para la semana 10", "2027-03-14"),
        ("mantas para Madrid el próximo mes", "2026-12-31"),
        ("Toalhas de mesa, Lisboa, sexta-feira", "2026-11-27"),
        ("água mineral, entrega na semana 50", "2026-12-13"),
        ("砧板下周五之前寄到成都", "2026-12-04"),
        ("周三之前能到广州的口罩", "2026-11-25"),
        ("办公家具，下个月底前装船", "2026-12-31"),
        ("ヘルメット 来週金曜までに福岡着", "2026-12-04"),
        ("マスク 今週金曜まで", "2026-11-27"),
        ("段ボール箱 来月末までに仙台", "2026-12-31"),
        ("حقائب مدرسية، التوصيل الى دبي يوم الخميس", "2026-11-26"),
        ("ноутбуки в Самару до пятницы", "2026-11-27"),
        ("коробки в Краснодар на следующей неделе", "2026-12-06"),
    ],
)
def test_a_deadline_may_be_said_by_the_week(text: str, day: str) -> None:
    assert _read(text, "deadline") == [day]


@pytest.mark.parametrize(
    "text",
    [
        "christmas trees 180 cm",
        "weekly planner, monday start",
        "sunday roast pan",
        "Wochenplaner ab Montag",
        "Noël boîtes cadeaux",
        "Freitag Tasche",
        "mesa de domingo",
    ],
)
def test_days_in_names_of_goods_are_no_deadline(text: str) -> None:
    assert _read(text, "deadline") == []


def test_less_than_a_month_is_thirty_days() -> None:
    assert _read("generador diésel en Tegucigalpa en menos de un mes", "deadline") == ["30"]


@pytest.mark.parametrize(
    ("text", "material"),
    [
        ("wir wollen kein PVC, Matten", "not:pvc"),
        ("cutting boards, we do not want plastic", "not:plastic"),
        ("Guantes de látex no, solo de trabajo", "not:latex"),
        ("プラスチックは使わないでください、椅子", "not:plastic"),
        ("clés USB en bois de bambou", "bamboo"),
        ("parasols, mât alu", "aluminium"),
        ("oak table tops", "wood"),
        ("carrelage grès cérame 60x120 cm", "ceramic"),
    ],
)
def test_materials_are_read_as_they_are_meant(text: str, material: str) -> None:
    assert _read(text, "material") == [material]


@pytest.mark.parametrize(
    "text",
    [
        "farine, prix à la tonne inférieur à 420 USD",
        "80 sets bed linen white",
        "work boots steel toe cap",
        "tornillos de madera 5x60 mm",
        "Holzschrauben 4x40",
        "steam iron 2400 W",
        "劳保鞋 钢头 300双",
    ],
)
def test_names_of_goods_that_are_not_made_of_what_they_name(text: str) -> None:
    assert _read(text, "material") == []


@pytest.mark.parametrize(
    ("text", "colours"),
    [
        ("tote bags, natural colour", ["natural"]),
        ("luvas de nitrilo azuis", ["blue"]),
        ("Uniformes azul oscuro", ["navy"]),
        ("防草シート 40巻 ポリプロピレン 黒", ["black"]),
        ("ヘルメット（白または黄色）80個", ["white", "yellow"]),
        ("lâmpadas LED E27 luz branca", []),
        ("LED bulbs warm white light", []),
    ],
)
def test_colours_of_goods_and_not_of_their_light(text: str, colours: list[str]) -> None:
    assert _read(text, "colour") == colours


@pytest.mark.parametrize(
    "text",
    [
        "SDS plus drill bit set 10 mm",
        "sds-max hammer drill 1500 W",
        "quisiera saber el plazo de los tornillos",
        "amber bottles, CE not needed",
        "LED-Lampen, CE nicht erforderlich",
    ],
)
def test_what_only_looks_like_a_certificate_asked_for(text: str) -> None:
    assert _read(text, "certificate") == []
    assert _read(text, "word") == []


def test_a_safety_data_sheet_is_asked_for_by_its_letters() -> None:
    assert _read("isopropanol 99%, 200 L drums, SDS required", "certificate") == ["msds"]


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("ps4 pr controller black 20 pieces", "20 piece"),
        ("36 off, oak table tops", "36 piece"),
        ("Serviettes de bain, lot de 1 200", "1200 piece"),
        ("Wir bräuchten 2 Tsd. Einwegmasken", "2000 piece"),
        ("банки 25 тыс. шт.", "25000 piece"),
        ("мебель, 3 контейнера", "3 container"),
    ],
)
def test_counts_with_rarer_units_and_no_count_within_a_word(text: str, quantity: str) -> None:
    assert _read(text, "quantity") == [quantity]


@pytest.mark.parametrize(
    ("text", "budget"),
    [
        ("total budget 10k USD for 500 school backpacks", "10000 USD total"),
        ("Kabelbinder 50.000 Stück, Preis pro 1000 Stück unter 9 EUR", "9 EUR per 1000 piece"),
        ("farine, prix à la tonne inférieur à 420 USD", "420 USD per 1000 mass"),
        ("5 compresseurs, le tout pour moins de 1 500 €", "1500 EUR total"),
        ("кресла до 9 тыс. руб. за штуку", "9000 RUB per 1 piece"),
        ("ميزانيتنا الإجمالية 20 ألف ريال سعودي لمكيفات", "20000 SAR total"),
        ("مصابيح بين 8 و10 دولار للقطعة", "8..10 USD per 1 piece"),
    ],
)
def test_budgets_in_thousands_and_for_many_pieces(text: str, budget: str) -> None:
    assert _read(text, "budget") == [budget]


def test_a_word_that_insists_on_what_stands_before_it_says_nothing_of_what_follows() -> None:
    read = understood(understand("バッテリー 50個 PSE必須 札幌 1週間以内", today=TODAY))
    assert read["must"] == ["certificate:pse"]


@pytest.mark.parametrize(
    ("text", "dimensions"),
    [
        ("cutting boards 30 by 20 cm", ["0.3 length", "0.2 length"]),
        ("trottinettes, autonomie 30 km minimum", [">=30000 length"]),
        ("clés USB 32 Go gravées", ["3.2e+10 data"]),
    ],
)
def test_dimensions_in_words(text: str, dimensions: list[str]) -> None:
    assert _read(text, "dimension") == dimensions


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("two thousand five hundred tote bags", "2500 piece"),
        ("mil e duzentas canecas de cerâmica", "1200 piece"),
        ("15.000 bolsas de papel kraft 22x10x29 cm con asa", "15000 piece"),
        ("1500 sacos de algodão cru, 140 g/m²", "1500 piece"),
        ("20 sacos de arroz 25 kg", "20 bag"),
        ("儿童水壶 粉色和蓝色各500个", "1000 piece"),
        ("竹制砧板，大概要800块，单价20元以内", "800 piece"),
        ("需要3个40尺高柜的办公家具", "3 container"),
        ("3 контейнера 40 футов, доска обрезная", "3 container"),
    ],
)
def test_quantities_said_in_rounder_ways(text: str, quantity: str) -> None:
    assert _read(text, "quantity") == [quantity]


@pytest.mark.parametrize(
    ("text", "slot", "value"),
    [
        ("steel wire 12 t, CFR Tema, Ghana", "incoterm", "CFR/tema"),
        ("Azulejos 85 m², DAP Faro", "destination", "PT/faro"),
        ("tiles DAP Zielonka, Poland", "incoterm", "DAP/zielonka"),
        ("tiles DAP Zielonka, Poland", "destination", "PL/zielonka"),
        ("500 mugs FOB Price please", "incoterm", "FOB/"),
        ("زجاجات المياه، فوب شنغهاي", "incoterm", "FOB/shanghai"),
        ("cemento costo, seguro y flete Guayaquil", "incoterm", "CIF/guayaquil"),
        ("copas de vino, envío a Santander", "destination", "ES/santander"),
        ("film étirable livré à Luxembourg", "destination", "LU/luxembourg"),
        ("slippers ideally made in Europe or Turkey", "origin", "TR"),
        ("Azulejos que não sejam da China", "origin", "not:CN"),
    ],
)
def test_places_behind_a_term_or_a_region(text: str, slot: str, value: str) -> None:
    assert _read(text, slot) == [value]


@pytest.mark.parametrize(
    "text",
    [
        "parafusos M8, EXW ou FCA São Paulo",
        "tapis de yoga en liège",
        "nice gift boxes",
        "split air conditioner",
    ],
)
def test_what_is_no_destination(text: str) -> None:
    assert _read(text, "destination") == []


@pytest.mark.parametrize(
    ("text", "slot", "value"),
    [
        ("75 kg of beeswax pellets", "quantity", "75 mass"),
        ("Kids raincoats, between 5 and 7 pounds each", "budget", "5..7 GBP per 1 piece"),
        ("one container load of copy paper", "quantity", "1 container"),
        ("pneus, 1 contentor de 40 pés", "quantity", "1 container"),
        ("太阳能板 一个40尺柜 CIF德班", "quantity", "1 container"),
        ("太阳能板 一个40尺柜 每瓦0.12美元以内", "budget", "0.12 USD per 1 power"),
        ("电动自行车20辆，预算一共1.5万欧元", "budget", "15000 EUR total"),
        ("Кабель ВВГнг, 1,5 км", "quantity", "1500 length"),
        ("Требуется 1 экскаватор", "quantity", "1 piece"),
        ("Arbeitshosen aus der EU oder der Türkei", "origin", "TR"),
        ("pneus sem ser da China", "origin", "not:CN"),
        ("azeite extra virgem biológico", "certificate", "organic"),
        ("紙コップ 白無地 5万個", "colour", "white"),
        ("紙コップ 横浜港CIF", "incoterm", "CIF/yokohama"),
        ("紙コップ 来月15日まで", "deadline", "2026-12-15"),
        ("paper cups by the 15th", "deadline", "2026-12-15"),
        ("стаканы до 28 числа", "deadline", "2026-11-28"),
        ("أنابيب 6 أمتار، 800 قطعة", "dimension", "6 length"),
    ],
)
def test_more_ways_of_saying_the_same(text: str, slot: str, value: str) -> None:
    assert _read(text, slot) == [value]


@pytest.mark.parametrize("text", ["LEDパネルライト 昼白色 200台", "LED spots, warm white, 40 pcs"])
def test_the_colour_of_light_is_none_of_the_lamp(text: str) -> None:
    assert _read(text, "colour") == []


@pytest.mark.parametrize(
    ("text", "limit", "total"),
    [
        ("1000 bottle budget 1500 USD", "1500 USD", True),
        ("500 mugs for 2000 EUR", "2000 EUR", True),
        ("500 tazas, presupuesto 2000 EUR", "2000 EUR", True),
        ("Budget 3000 EUR, 800 Becher", "3000 EUR", True),
        ("预算2000美元 500个杯子", "2000 USD", True),
        ("500 mugs for 2 EUR", "2 EUR", False),
        ("500 mugs budget 4 EUR each", "4 EUR", False),
        ("500 mugs under 40 EUR", "40 EUR", False),
        ("500 laptops at 900 EUR", "900 EUR", False),
        ("mugs for 20 EUR", "20 EUR", False),
        ("40 офисных кресел, бюджет до 9000 рублей за кресло", "9000 RUB", False),
        ("40 office chairs, budget 90 EUR per chair", "90 EUR", False),
    ],
)
def test_a_budget_beside_a_quantity_is_for_the_whole_order(text: str, limit: str, total: bool) -> None:
    (budget,) = [one for one in understand(text, today=TODAY).requirements if isinstance(one, Budget)]
    assert f"{budget.limit.money.amount} {budget.limit.money.currency}" == limit
    assert budget.total is total
    assert not total or (budget.confidence < 1 and budget.note)


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("zwei Dutzend Gläser", 24),
        ("two dozen glasses", 24),
        ("deux douzaines de verres", 24),
        ("dos docenas de vasos", 24),
        ("two dozen of glasses", 24),
        ("две дюжины стаканов", 24),
        ("half a dozen glasses", 6),
        ("media docena de vasos", 6),
        ("a dozen glasses", 12),
        ("1k mugs", 1000),
        ("10k mugs", 10_000),
        ("10.000 mugs", 10_000),
        ("minimum order 100 mugs", 100),
        ("box of 12 mugs", None),
        ("pack of 24 pens", None),
        ("4k monitors", None),
    ],
)
def test_dozens_and_thousands_count_and_what_a_box_holds_does_not(text: str, quantity: int | None) -> None:
    ordered = [
        int(one.quantity.value)
        for one in understand(text, today=TODAY).requirements
        if isinstance(one, QuantityWanted)
    ]
    assert ordered == ([] if quantity is None else [quantity])


@pytest.mark.parametrize(
    ("text", "product"),
    [
        ("EAN 4006381333931", "4006381333931"),
        ("GTIN: 4006381333931", "4006381333931"),
        ("Art.-Nr. AB-1234", "AB-1234"),
        ("SKU X-123-99 pump", "X-123-99 pump"),
        ("артикул AB-1234", "AB-1234"),
        ("型号: AB-1234", "AB-1234"),
        ("ean scanner", "ean scanner"),
    ],
)
def test_the_name_of_a_field_before_an_identifier_is_no_word_of_the_goods(text: str, product: str) -> None:
    assert understand(text, today=TODAY).product == product


@pytest.mark.parametrize(
    "text",
    ["mugs no less than 4 USD", "mugs not under 4 USD", "Becher nicht unter 4 EUR", "杯子 不低于4美元"],
)
def test_a_least_price_is_no_budget(text: str) -> None:
    assert not understand(text, today=TODAY).requirements


@pytest.mark.parametrize(
    ("text", "product"),
    [
        ("bottle not more than 500 ml", "bottle 500 ml"),
        ("Koffer leichter als 3 kg", "Koffer 3 kg"),
        ("bottle between 500 and 750 ml", "bottle"),
        ("lamp 220-240 V", "lamp"),
        ("500-750 ml", "500-750 ml"),
    ],
)
def test_the_words_of_a_limit_are_no_words_of_the_goods(text: str, product: str) -> None:
    assert understand(text, today=TODAY).product == product
