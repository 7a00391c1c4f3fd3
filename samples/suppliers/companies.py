"""The invented companies. Any likeness of a name to a real one is chance."""

from __future__ import annotations

from suppliers.kinds import Supplier

HAIJIE = Supplier(
    key="haijie", name="宁波海捷杯业有限公司", language="zh", country="CN", currency="CNY", per_eur="7.75", level=0.93,
    types="insulated_bottle lunch_jar travel_mug plastic_bottle glass_container ceramic_mug steel_bowl", per_type=40,
    terms=(("FOB", "宁波", "CN"), ("EXW", "宁波", "CN"), ("FOB", "上海", "CN")), ids="HJ-{number:05d}",
    gtin_prefix="69012345", span="day",
)  # fmt: skip
NORDWIND = Supplier(
    key="nordwind", name="Nordwind Küchenbedarf GmbH", language="de", country="DE", currency="EUR", per_eur="1", level=1.12,
    types="insulated_bottle travel_mug frying_pan chef_knife cutting_board cutlery_set steel_bowl glass_container yoga_mat notebook paper_bag",
    per_type=24, terms=(("DAP", "Hamburg", "DE"), ("EXW", "Bremen", "DE"), ("DDP", "München", "DE")),
    ids="{type_number:03d}.{number:05d}", gtin_prefix="40063813", span="week", origins=("CN", "PT", "DE"),
)  # fmt: skip
LEVANTE = Supplier(
    key="levante", name="Levante Hogar Exportaciones S.L.", language="es", country="ES", currency="EUR", per_eur="1", level=1.04,
    types="insulated_bottle plastic_bottle olive_oil frying_pan glass_container bath_towel bed_linen ceramic_mug cutlery_set tote_bag",
    per_type=24, terms=(("FCA", "Valencia", "ES"),), ids="LH{number:06d}", gtin_prefix="84123456", tiers=3, tier_starts=(100, 500, 2000), span="day",
    origins=("ES", "PT", "MA"),
)  # fmt: skip
RHONE = Supplier(
    key="rhone", name="Atelier du Rhône SARL", language="fr", country="FR", currency="EUR", per_eur="1", level=1.15,
    types="insulated_bottle lunch_jar cutting_board chef_knife tote_bag notebook paper_bag carton_box olive_oil ceramic_mug yoga_mat",
    per_type=24, terms=(("DAP", "Lyon", "FR"), ("FCA", "Marseille", "FR")), ids="AR {number:04d}",
    gtin_prefix="37601234", span="week", origins=("FR", "IT"),
)  # fmt: skip
SERRA = Supplier(
    key="serra", name="Serra Azul Comércio Exterior Ltda", language="pt", country="BR", currency="BRL", per_eur="6.20", level=0.98,
    types="coffee_beans insulated_bottle t_shirt bath_towel backpack yoga_mat led_bulb extension_cord steel_bowl safety_shoes",
    per_type=24, terms=(("FOB", "Santos", "BR"), ("EXW", "São Paulo", "BR")), ids="SA{type_number:02d}-{number:04d}",
    gtin_prefix="78961234", span="day",
)  # fmt: skip
MINATO = Supplier(
    key="minato", name="株式会社みなと金物商会", language="ja", country="JP", currency="JPY", per_eur="163", level=1.18,
    types="hex_bolt wood_screw ball_bearing ball_valve cordless_drill chef_knife insulated_bottle frying_pan work_gloves steel_bowl",
    per_type=24, terms=(("FOB", "大阪", "JP"), ("FOB", "横浜", "JP"), ("EXW", "大阪", "JP")), ids="MK-{number:05d}",
    gtin_prefix="49123456", decimals=0, span="day", origins=("JP", "TW"),
)  # fmt: skip
NAKHEEL = Supplier(
    key="nakheel", name="مؤسسة النخيل الذهبي للتجارة", language="ar", country="AE", currency="AED", per_eur="3.98", level=1.0,
    types="dates rice olive_oil green_tea coffee_beans insulated_bottle led_bulb led_panel t_shirt paper_bag nitrile_gloves",
    per_type=22, terms=(("FOB", "دبي", "AE"), ("CIF", "جدة", "SA"), ("EXW", "دبي", "AE")), ids="N-{number:04d}",
    gtin_prefix="62912345", span="day", origins=("IN", "AE", "SA"),
)  # fmt: skip
SEVERNY = Supplier(
    key="severny", name="ООО «Северный Торг»", language="ru", country="RU", currency="RUB", per_eur="98", level=1.05,
    types="insulated_bottle led_bulb extension_cord desk_lamp work_gloves nitrile_gloves safety_shoes safety_helmet hoodie stretch_film",
    per_type=24, terms=(("EXW", "Москва", "RU"), ("DAP", "Санкт-Петербург", "RU"), ("FCA", "Владивосток", "RU")),
    ids="{number:07d}", gtin_prefix="46001234", span="day", origins=("CN", "RU"),
)  # fmt: skip
HARBOR = Supplier(
    key="harbor", name="Harbor & Pine Trading Ltd", language="en", country="GB", currency="GBP", per_eur="0.86", level=1.2,
    types="t_shirt hoodie tote_bag backpack notebook yoga_mat insulated_bottle travel_mug power_bank earphones",
    per_type=24, terms=(("DDP", "London", "GB"), ("DAP", "Felixstowe", "GB")), ids="HP-{number:05d}",
    gtin_prefix="50123456", span="day", origins=("GB", "PT", "IN"),
)  # fmt: skip
PACIFIC = Supplier(
    key="pacific", name="Pacific Rim Sourcing Inc.", language="en", country="US", currency="USD", per_eur="1.16", level=1.1,
    types="insulated_bottle travel_mug plastic_bottle usb_cable power_bank earphones led_bulb cordless_drill nitrile_gloves",
    per_type=24, terms=(("FCA", "Los Angeles", "US"), ("DAP", "Chicago", "US")), ids="{number:06d}",
    gtin_prefix="0012345", span="working_day", origins=("CN", "VN", "MX"),
)  # fmt: skip
BRIGHTWAY = Supplier(
    key="brightway", name="Zhejiang Brightway Lighting Co., Ltd", language="en", country="CN", currency="USD", per_eur="1.16", level=0.88,
    types="led_bulb led_panel solar_panel desk_lamp usb_cable power_bank earphones extension_cord",
    per_type=30, terms=(("FOB", "Ningbo", "CN"),), ids="BW{type_number:02d}{number:04d}", gtin_prefix="69187654",
    decimals=3, tiers=3, tier_starts=(1, 500, 2000), span="day",
)  # fmt: skip
BAIHUI = Supplier(
    key="baihui", name="义乌市百汇进出口有限公司", language="zh", country="CN", currency="CNY", per_eur="7.75", level=0.9,
    types="t_shirt hoodie tote_bag bath_towel usb_cable power_bank carton_box stretch_film led_bulb insulated_bottle",
    per_type=22, terms=(("FOB", "宁波", "CN"), ("EXW", "义乌", "CN")), ids="YW{number:06d}", gtin_prefix="69255511",
    tiers=3, span="day",
)  # fmt: skip
KAVERI = Supplier(
    key="kaveri", name="Kaveri Exports Pvt Ltd", language="en", country="IN", currency="INR", per_eur="103", level=0.94,
    types="rice green_tea coffee_beans bed_linen t_shirt bath_towel ball_valve hex_bolt tote_bag wood_screw",
    per_type=24, terms=(("FOB", "Chennai", "IN"), ("CIF", "Rotterdam", "NL")), ids="KE/{number:04d}",
    gtin_prefix="89012345", span="day",
)  # fmt: skip
ANADOLU = Supplier(
    key="anadolu", name="Anadolu Dokuma Textile Co.", language="en", country="TR", currency="TRY", per_eur="49", level=0.97,
    types="bath_towel bed_linen t_shirt hoodie dates olive_oil work_gloves ceramic_mug", per_type=24,
    terms=(("FOB", "Istanbul", "TR"), ("DAP", "Hamburg", "DE")), ids="AD-{type_number:02d}-{number:04d}",
    gtin_prefix="86912345", span="day",
)  # fmt: skip
MEKONG = Supplier(
    key="mekong", name="Mekong Craft & Trading Co., Ltd", language="en", country="VN", currency="VND", per_eur="30500", level=0.92,
    types="backpack safety_shoes rice coffee_beans cutting_board glass_container plastic_bottle green_tea lunch_jar",
    per_type=22, terms=(("FOB", "Ho Chi Minh City", "VN"), ("CIF", "Hamburg", "DE")), ids="MC{number:05d}",
    gtin_prefix="89361234", decimals=0, span="week",
)  # fmt: skip
PACIFICO = Supplier(
    key="pacifico", name="Comercial del Pacífico S.A. de C.V.", language="es", country="MX", currency="MXN", per_eur="21.4", level=1.02,
    types="hex_bolt wood_screw ball_bearing ball_valve cordless_drill safety_helmet carton_box stretch_film paper_bag",
    per_type=24, terms=(("FCA", "Manzanillo", "MX"), ("EXW", "Guadalajara", "MX")), ids="CP{number:05d}",
    gtin_prefix="75012345", span="day",
)  # fmt: skip
HINATA = Supplier(
    key="hinata", name="有限会社ひなた繊維", language="ja", country="JP", currency="JPY", per_eur="163", level=1.1,
    types="t_shirt bath_towel tote_bag backpack bed_linen lunch_jar ceramic_mug green_tea insulated_bottle",
    per_type=20, terms=(("FOB", "神戸", "JP"), ("FOB", "東京", "JP")), ids="{number:05d}", gtin_prefix="45123456",
    decimals=0, tiers=3, tier_starts=(1, 300, 1000), span="day", origins=("JP", "CN"),
)  # fmt: skip
ALPENSTAHL = Supplier(
    key="alpenstahl", name="Alpenstahl Befestigungstechnik AG", language="de", country="CH", currency="CHF", per_eur="0.94", level=1.22,
    types="hex_bolt wood_screw ball_bearing safety_helmet safety_shoes work_gloves nitrile_gloves stretch_film carton_box desk_lamp led_panel",
    per_type=22, terms=(("EXW", "Zürich", "CH"), ("DAP", "Berlin", "DE")), ids="{type_number:02d}-{number:05d}-0",
    gtin_prefix="76123456", decimals=4, span="week", origins=("CH", "DE"),
)  # fmt: skip
