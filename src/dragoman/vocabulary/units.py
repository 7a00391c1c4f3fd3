"""Units as suppliers write them in the nine languages: what is counted, and what is measured.

Counting units are our own words ("piece", "carton"); physical ones are UCUM codes ("mL", "kg", "[in_i]").
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from dragoman.model import Quantity
from dragoman.remembered import remembered
from dragoman.vocabulary.folding import fold_keeping_places

_COUNTING: dict[str, str] = {
    "piece": """
        piece | pieces | pc | pcs | pce | pces | pc(s) | unit | units | each | ea | item | items | nos | no. | 个 | 個 | 件 | 只 | 支 | 枚 | 条 | 台 | 把 | 张 | 顶 | 块 | 根 | 片 | 本 | 瓶 |
        pieza | piezas | pza | pzas | pz | pzs | pza. | unidad | unidades | ud | uds | ud. | uds. | und | unds | u | u. | stück | stueck | stuck | stk | stk. | st | st. |
        pièce | pièces | unité | unités | pce. | peça | peças | pç | pçs | pc. | unid | unid. | un | un. | 点 | 台 | ケ | コ | 個入 | قطعة | قطع | حبة | حبات | وحدة | وحدات | قطعه | шт | шт. | штук | штука | штуки | штуку | ед | ед. | единиц | единица | единицы | единицу | экз | экз. | экземпляров | جهاز | أجهزة | 脚 | 副 | 辆 | 棵 | 顶 | copies | exemplaires | ejemplares | exemplare
    """,
    "pair": "pair | pairs | pr | prs | 双 | 对 | 付 | par | pares | paar | paare | paire | paires | 足 | 組 | 双 | زوج | أزواج | пара | пары | пар | пару",
    "set": "set | sets | kit | kits | 套 | 组 | juego | juegos | conjunto | conjuntos | satz | sätze | garnitur | jeu | jeux | lot | セット | طقم | أطقم | مجموعة | набор | набора | наборов | комплект | комплекта | комплектов | компл | компл.",
    "carton": "carton | cartons | ctn | ctns | ctn. | case | cases | cs | master carton | 箱 | 纸箱 | caja | cajas | cja | karton | kartons | ktn | krt | caisse | caisses | caixa | caixas | cx | cxs | カートン | ケース | ケース | كرتون | كرتونة | كراتين | صندوق | صناديق | короб | коробка | коробки | коробок | кор | кор. | коробе | ящик | ящиков",
    "box": "box | boxes | bx | 盒 | schachtel | schachteln | boîte | boîtes | coffret | coffrets | estuche | estuches | علبة | علب",
    "pack": "pack | packs | pk | pkt | packet | packets | package | packages | 包 | 袋装 | paquete | paquetes | paq | packung | packungen | pkg | vpe | ve | paquet | paquets | pacote | pacotes | pct | pcts | パック | باكيت | عبوة | عبوات | رزمة | упаковка | упаковки | упаковок | уп | уп. | упак | упак. | пачка | пачек",
    "pallet": "pallet | pallets | plt | 托 | 托盘 | palé | palés | tarima | palette | paletten | palettes | palete | paletes | パレット | طبلية | منصة | паллета | паллет | палета | поддон | поддонов",
    "roll": "roll | rolls | 卷 | rollo | rollos | rolle | rollen | rouleau | rouleaux | rolo | rolos | ロール | 巻 | لفة | لفات | рулон | рулона | рулонов | рул",
    "bag": "bag | bags | 袋 | bolsa | bolsas | saco | sacos | beutel | sack | säcke | sac | sacs | sachet | sachets | كيس | أكياس | мешок | мешков | пакет | пакетов",
    "container": "container | containers | fcl | 20ft | 40ft | 40hq | 柜 | 货柜 | contenedor | contenedores | contentor | contentores | conteneur | conteneurs | コンテナ | حاوية | حاويات | контейнер | контейнера | контейнеров",
}
_FACTORS: dict[str, tuple[str, str, str]] = {
    # UCUM code: (dimension, base units in one, names)
    "mg": ("mass", "0.000001", "mg | 毫克 | мг"),
    "g": (
        "mass",
        "0.001",
        "g | gr | gm | gram | grams | gramm | gramme | grammes | gramo | gramos | grama | gramas | 克 | グラム | غ | جم | جرام | غرام | غم | г | гр | грамм | граммов",
    ),
    "kg": (
        "mass",
        "1",
        "kg | kgs | kilo | kilos | kilogram | kilograms | kilogramm | kilogramme | kilogramo | kilogramos | quilo | quilos | quilograma | 公斤 | 千克 | キロ | キログラム | كغ | كجم | كيلو | كيلوغرام | كيلوجرام | кг | килограмм | килограммов",
    ),
    "t": (
        "mass",
        "1000",
        "t | ton | tons | tonne | tonnes | tonnen | tonelada | toneladas | 吨 | トン | طن | أطنان | طنا | т | тонн | тонна | тонны | тонну | mt",
    ),
    "[lb_av]": ("mass", "0.45359237", "lb | lbs | pound | pounds | libra | libras | 磅"),
    "[oz_av]": (
        "mass",
        "0.028349523125",
        "oz | ounce | ounces | onza | onzas | unze | unzen | once | onces | 盎司 | オンス | أونصة | унц* | унция | унций",
    ),
    "mL": (
        "volume",
        "0.001",
        "ml | millilitre | milliliter | millilitres | milliliters | mililitro | mililitros | cc | 毫升 | ミリリットル | مل | ملل | مليلتر | мл | миллилитров",
    ),
    "cL": ("volume", "0.01", "cl | centilitre | centilitres | zentiliter | сл"),
    "dL": ("volume", "0.1", "dl | deziliter"),
    "L": (
        "volume",
        "1",
        "l | lt | ltr | ltrs | litre | litres | liter | liters | litro | litros | 升 | 公升 | リットル | لتر | ليتر | لترات | л | литр | литра | литров",
    ),
    "m3": (
        "volume",
        "1000",
        "m3 | m³ | cbm | cubic metre | cubic meter | kubikmeter | 立方米 | 立方 | м3 | м³ | куб.м",
    ),
    "[gal_us]": ("volume", "3.785411784", "gal | gallon | gallons | galón | galones | 加仑"),
    "[foz_us]": ("volume", "0.0295735295625", "fl oz | fl. oz | fl.oz | floz | fluid ounce | fluid ounces"),
    "um": (
        "length",
        "0.000001",
        "µm | um | micron | microns | mikron | micra | micras | micrón | micrones | mícron | mícrons | ミクロン | ميكرون | 微米 | 丝 | мкм | микрон",
    ),
    "mm": (
        "length",
        "0.001",
        "mm | millimetre | millimeter | millimetres | milímetro | milímetros | 毫米 | ミリ | ミリメートル | مم | ملم | ميليمتر | مليمتر | ملليمتر | мм | миллиметров",
    ),
    "cm": (
        "length",
        "0.01",
        "cm | centimetre | centimeter | zentimeter | centímetro | centímetros | 厘米 | 公分 | センチ | センチメートル | سم | سنتيمتر | سنتيمترات | سنتمتر | см | сантиметров",
    ),
    "m": (
        "length",
        "1",
        "m | mtr | mtrs | metre | metres | meter | meters | metro | metros | mètre | mètres | 米 | メートル | متر | أمتار | مترا | م | м | метр | метра | метров",
    ),
    "km": ("length", "1000", "km | 公里 | км"),
    "[in_i]": (
        "length",
        "0.0254",
        'in | inch | inches | zoll | pulgada | pulgadas | pouce | pouces | polegada | polegadas | " | ″ | 英寸 | 寸 | インチ | بوصة | дюйм | дюйма | дюймов',
    ),
    "[ft_i]": (
        "length",
        "0.3048",
        "ft | foot | feet | pie | pies | pied | pieds | pé | pés | 英尺 | フィート | قدم | фут | футов",
    ),
    "[yd_i]": (
        "length",
        "0.9144",
        "yd | yds | yard | yards | yarda | yardas | 码 | ヤード | ياردة | ярд | ярдов",
    ),
    "cm2": ("area", "0.0001", "cm2 | cm²"),
    "m2": (
        "area",
        "1",
        "m2 | m² | sqm | sq m | qm | 平方米 | 平米 | 平方メートル | م2 | متر مربع | м2 | м² | кв.м | кв м",
    ),
    "[sft_i]": ("area", "0.09290304", "sq ft | sqft | square feet"),
    "mW": ("power", "0.001", "mw"),
    "W": ("power", "1", "w | watt | watts | vatio | vatios | 瓦 | ワット | واط | وات | вт | ватт"),
    "kW": ("power", "1000", "kw | kilowatt | квт | 千瓦 | كيلوواط"),
    "mV": ("voltage", "0.001", "mv"),
    "V": ("voltage", "1", "v | volt | volts | voltio | voltios | 伏 | 伏特 | ボルト | فولت | в | вольт"),
    "kV": ("voltage", "1000", "kv | кв"),
    "mA": ("current", "0.001", "ma | мa | миллиампер"),
    "A": ("current", "1", "a | amp | amps | ampere | amperios | 安 | 安培 | アンペア | أمبير | ампер"),
    "mAh": ("charge", "0.001", "mah | 毫安时 | 毫安 | мач | мa·ч | مللي أمبير"),
    "Ah": ("charge", "1", "ah | ач"),
    "Wh": ("energy", "1", "wh | втч"),
    "kWh": ("energy", "1000", "kwh | квтч"),
    "Hz": ("frequency", "1", "hz | hertz | гц | 赫兹 | ヘルツ | هرتز"),
    "kHz": ("frequency", "1000", "khz | кгц"),
    "MHz": ("frequency", "1000000", "mhz | мгц"),
    "GHz": ("frequency", "1000000000", "ghz | ггц"),
    "MB": ("data", "1000000", "mb | мб"),
    "GB": ("data", "1000000000", "gb | гб | go | غيغابايت"),
    "TB": ("data", "1000000000000", "tb | тб | to_"),
    "lm": (
        "luminous_flux",
        "1",
        "lm | lumen | lumens | lúmenes | lúmens | 流明 | ルーメン | لومن | лм | люмен",
    ),
    "K": ("temperature", "1", "kelvin"),
    "Cel": ("temperature_celsius", "1", "°c | ℃ | grad celsius | 摄氏度 | 度"),
    "bar": ("pressure", "100000", "bar | бар | 巴"),
    "[psi]": ("pressure", "6894.757293168", "psi"),
    "N": ("force", "1", "newton | newtons"),
    "dB": ("sound_level", "1", "db | dba | дб"),
    "g/m2": ("grammage", "1", "gsm | g/m2 | g/m² | gr/m2 | 克/平方米 | г/м2 | г/м²"),
    "[rpm]": ("rotation", "1", "rpm | u/min | об/мин | 转/分"),
    "h": (
        "duration",
        "1",
        "h | hr | hrs | hour | hours | stunden | std | heure | heures | hora | horas | 小时 | 時間 | ساعة | ساعات | ч | час | часов",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Physical:
    """A physical unit."""

    code: str
    """UCUM."""
    dimension: str
    factor: Decimal
    """Base units in one."""


def _names(listed: str) -> list[str]:
    return [fold_keeping_places(" ".join(part.split()))[0] for part in listed.split("|") if part.strip()]


PHYSICAL: Mapping[str, Physical] = {
    code: Physical(code=code, dimension=dimension, factor=Decimal(factor))
    for code, (dimension, factor, _) in _FACTORS.items()
}
"""By UCUM code."""
COUNTING_NAMES: Mapping[str, str] = {
    name: unit for unit, listed in reversed(_COUNTING.items()) for name in _names(listed)
}
"""Folded name -> counting unit."""
PHYSICAL_NAMES: Mapping[str, str] = {
    name: code for code, (_, _, listed) in reversed(_FACTORS.items()) for name in _names(listed)
}
"""Folded name -> UCUM code."""
_MULTIPLES: dict[int, str] = {
    12: "dozen | dozens | doz | dz | dzn | dutzend | dtz | dtzd | docena | docenas | dúzia | dúzias | douzaine | douzaines | ダース | 打 | дюжина | дюжины | дюжин | дюжину | درزن | دزينة | دستة",
    100: "hundred | hundert | ciento | cientos | cento | centena | centaine | сотня | сотню | сотни | сто | مئة | مائة | 百",
    1000: "thousand | tausend | tsd | mille | millier | mil | millar | millares | milheiro | milheiros | kpcs | kpc | тысяча | тысячу | тысячи | тысяч | тыс | ألف | 千",
}
MULTIPLES: Mapping[str, int] = {
    name: value for value, listed in _MULTIPLES.items() for name in _names(listed)
}
"""Folded name -> how many it stands for, alone ("per dozen") or behind a number ("2 doz")."""
_CASED = {"мВ": "mV", "мА": "mA", "МВт": None, "Мб": "MB"}

_BASE_CODES = {"mass": "kg", "volume": "L", "length": "m"}


@remembered(20_000)
def unit_named(text: str, /) -> str | None:
    """The unit of a name: a counting unit first, then a UCUM code.

    >>> unit_named("Stk."), unit_named("мл"), unit_named("箱"), unit_named("cats")
    ('piece', 'mL', 'carton', None)
    """
    name = fold_keeping_places(text.strip())[0]
    bare = name.rstrip(".")
    return (
        COUNTING_NAMES.get(name)
        or COUNTING_NAMES.get(bare)
        or PHYSICAL_NAMES.get(name)
        or PHYSICAL_NAMES.get(bare)
    )


def is_counting(unit: str, /) -> bool:
    return unit in _COUNTING


def dimension_of(unit: str, /) -> str | None:
    """ "volume", "length", ...; None for counting units and unknown ones."""
    found = PHYSICAL.get(unit)
    return found.dimension if found is not None else None


def in_base(quantity: Quantity, /) -> Decimal | None:
    """The quantity as a number of its dimension's base unit; None for a unit that is not physical."""
    found = PHYSICAL.get(quantity.unit)
    return quantity.value * found.factor if found is not None else None
