"""How much is ordered where it is not counted: tonnes of rice, metres of pipe, square metres of tiles.

A measure is the order where goods are sold by it or where it is far larger than one piece of the goods; else it is
one of their dimensions ("in 25 kg bags", "width 1.5 m", "a 3 t forklift").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal

from dragoman.model import Quantity
from dragoman.normalise.kinds import find_concepts
from dragoman.normalise.quantities.found import Found
from dragoman.normalise.quantities.physical import find_physical
from dragoman.search.query import cues
from dragoman.search.query.spans import Question
from dragoman.vocabulary.units import dimension_of, in_base

_LEAST_MASS = Decimal(100)
"""kg from which a mass is the order; what weighs more by itself is a machine."""
_LEAST_MASS_OF = Decimal(10)
_LEAST_LENGTH = Decimal(100)
"""m; of goods sold by length, a tenth and in tens."""
_LEAST_AREA = Decimal(10)
_LEAST_VOLUME = Decimal(1000)
_LEAST_VOLUME_OF = Decimal(20)
_MUCH_MORE = 10
"""Times that an order is larger than what one bag of it holds."""
_BY_LENGTH = frozenset(
    [
        "fabric",
        "tarpaulin",
        "webbing",
        "ribbon",
        "rope",
        "wire_rope",
        "chain",
        "pipe",
        "tube",
        "hose",
        "garden_hose",
        "electric_wire",
        "power_supply_cable",
        "bulk_network_cable",
        "network_cable",
        "connecting_cable",
        "speaker_cable",
        "metal_wire",
        "barbed_wire",
        "film",
        "led_strip",
        "led_profile",
        "rail",
        "threaded_rod",
        "garden_fence",
        "shade_net",
        "greenhouse_film",
        "fiber_patch_cable",
        "cable_trunking",
        "cable_tray",
        "elastic_band_sewing",
        "synthetic_leather",
        "leather_hide",
        "heat_shrink_tube",
        "wallpaper",
    ]
)
_BY_LENGTH_WORDS = re.compile(
    r"fabric|cloth|carpet|skirting|moulding|profile|conveyor belt|fencing|cable|hose|pipe|tubing|stoff|gewebe|rohr|schlauch|kabel|leiste|teppich|tuyau|tissu|moquette|câble|tela|tejido|tubería|tubo|cable|moqueta|tecido|mangueira|cabo|carpete|ткан|труб|шланг|рукав|кабел|провод|ковролин|плинтус|(?<!无)线|布|面料|wire\b|draht|alambre|проволок|سلك|管|软管|电缆|线缆|地毯|生地|パイプ|ホース|ケーブル|チューブ|カーペット|قماش|أنبوب|أنابيب|خرطوم|كابل|كبل|سجاد",
    re.IGNORECASE,
)
_PROPERTY = (
    r"wid(?:th|e)|length|long|height|high|depth|diameter|dia|thick(?:ness)?|weight|weighing|capacity|load|payload|size|radius|range|distance|depth|up to|each|per|in"
    r"|breite?|länge|lang|höhe|hoch|tiefe|durchmesser|dicke?|stärke|gewicht|traglast|tragkraft|reichweite|größe|je"
    r"|anchura|ancho|largo|longitud|alto|altura|diámetro|espesor|peso|capacidad|carga|alcance|tamaño|largura|comprimento|diâmetro|espessura"
    r"|largeur|large|laize|longueur|long|hauteur|diamètre|épaisseur|poids|capacité|charge|portée|taille"
    r"|ширин\w+|длин\w+|высот\w+|глубин\w+|диаметр\w*|толщин\w+|вес|весом|масса|грузопод\w+|нагрузк\w+|дальность\w*|по"
    r"|عرض|بعرض|طول|بطول|ارتفاع|قطر|سماكة|سمك|وزن|بوزن|حمولة|سعة|مدى"
)
_PROPERTY_BEFORE = re.compile(
    rf"(?:(?<!\w)(?:{_PROPERTY})(?!\w)|幅宽?|宽度?|长度?|高度?|厚度?|直径|重量?|承重|载重|容量|尺寸|防水|距离|范围|射程|每|毎|耐荷重|長さ|高さ|厚さ|厚み|内径|外径|全長|到達距離)(?:\s(?:of|de|von|d'|da|do))?[\s:：=]*$",
    re.IGNORECASE,
)
_OF_ANOTHER = re.compile(r"\d\s?[^\s\d]{1,4}(?:宽|长|高|厚|幅|深)\s$")
""" "3米宽 500平方米": the width is the measure before."""
_PROPERTY_BEHIND = re.compile(
    r"\s?-?\s?(?:(?:wide|long|high|deep|thick|width|length|range|waterproof|capacity|load|each|breit|lang|hoch|dick|tief|breite|länge|de (?:ancho|largo|alto|large|long|haut|largura|comprimento|altura|anchura|longitud|diámetro|capacidad|carga|profondeur|portée)|chacun|cada|шириной|длиной|длины|в ширину|عرض|طول|عمق)(?!\w)|(?<=\S)(?:宽|长|高|厚|幅(?!宽)|长度|防水|承重|あたり|当たり|につき|長さ|以内|防水|耐荷重)|x\s?\d|×\s?\d|/|\*)",
    re.IGNORECASE,
)
_PACK = (
    r"bags?|sacks?|drums?|barrels?|cartons?|boxes|packs?|rolls?|coils?|reels?|jerrycans?|cans?|tins?|pails?|buckets?|big bags?"
    r"|säcken?|sack|beuteln?|fässern?|fass|kartons?|rollen?|eimern?|dosen?|kanistern?|bigbags?"
    r"|sacos?|bolsas?|tambores?|bidones|bidón|cajas?|latas?|rollos?|cubos?|sacas?|caixas?|rolos?|baldes?|bombonas?"
    r"|sacs?|fûts?|bidons?|cartons?|rouleaux|rouleau|couronnes?|seaux|boîtes?"
    r"|мешк\w+|мешок|бочк\w+|бухт\w*|рулон\w*|канистр\w+|коробк\w+|упаковк\w+|вёдр\w+|банк\w+"
    r"|كيس|أكياس|برميل|براميل|كرتون|علب|لفات|لفة|عبوات"
)
_PACK_BEHIND = re.compile(
    rf"\s?-?\s?(?:(?:{_PACK})(?!\w)(?!\s(?:(?:of|de|à|zu|по|x|á)\s)?\d)|袋|包|桶|箱|卷|盒|装|入り?|巻|缶|ドラム|ケース)",
    re.IGNORECASE,
)
_PACK_BEFORE = re.compile(
    rf"(?:(?<!\w)(?:{_PACK})(?:\s(?:of|de|à|a|zu|von|mit|по|на|в|с|con|com|سعة|وزن|زنة|من))?|[袋包桶箱])\s*$",
    re.IGNORECASE,
)
_OF = re.compile(r"\s(?:of|de|d'|d’|du|des|von|vom|reinen?|من)\s?\w|\s?的|\s?の", re.IGNORECASE)
_PACKED = re.compile(r"\s(?:in|en|em|dans|в|في)\s\d", re.IGNORECASE)
"""Behind an order: what it is filled in."""
_MACHINE = re.compile(
    r"forklift|pallet jack|pallet truck|stacker|crane|\bjacks?\b|hoist|winch|truck|trailer|excavator|\bscales?\b|\bpress\b|loader|tractor|tractor|safe\b|stapler|hubwagen|kran\b|wagenheber|winde|waage|bagger|presse|montacargas|carretilla|transpaleta|grúa|gato |polipasto|báscula|camión|excavadora|prensa|chariot|transpalette|grue|\bcric\b|palan|treuil|balance|camion|pelle\b|empilhadeira|empilhador|guindaste|macaco|talha|balança|caminhão|escavadeira|погрузчик|штаб[её]лер|рохл|кран|домкрат|лебёдк|лебедк|таль|весы|экскаватор|пресс|тележк|叉车|起重|吊车|千斤顶|卷扬|葫芦|秤|卡车|货车|挖掘机|压力机|搬运车|フォークリフト|クレーン|ジャッキ|ホイスト|ウインチ|はかり|トラック|ショベル|プレス|台車|رافعة|رافعات|ونش|ميزان|شاحنة|حفارة|مكبس|عربة",
    re.IGNORECASE,
)
_VESSEL = re.compile(
    r"tank|vessel|\bibc\b|container|boiler|cistern|pool|behälter|kessel|depósito|tanque|cisterna|caldera|piscina|cuve|réservoir|citerne|chaudière|reservatório|caixa d|caldeira|ёмкость|емкость|цистерн|бак\b|бойлер|резервуар|罐|水箱|储|锅炉|游泳池|タンク|ボイラー|プール|خزان|غلاية|مسبح",
    re.IGNORECASE,
)
_ROOM = re.compile(
    r"room|coverage|covers|spaces?\b|air purifier|heater|dehumidifier|air condition|tent\b|zelt|räume?|zimmer|luftreiniger|habitaci|purificador|calefactor|carpa|cobertura|pièces? de|purificateur|chauffage|chapiteau|ambientes?|tenda|помещени|комнат|очистител|обогревател|шат[её]р|适用面积|房间|空气净化|帐篷|畳|適用床|空気清浄|テント|غرفة|غرف|منقي|خيمة",
    re.IGNORECASE,
)
_RANGE = re.compile(
    r"waterproof|water.?resistan|range|rangefinder|walkie|transmi|night vision|watch|distance|wasserdicht|reichweite|fernglas|resistente al agua|sumergible|alcance|reloj|étanche|portée|montre|à prova d|relógio|водонепрониц|дальност|часы|防水|测距|距离|范围|手表|対応距離|到達|腕時計|مقاوم|مدى|ساعة",
    re.IGNORECASE,
)


def measured(question: Question, /) -> tuple[Found[Quantity], int, int] | None:
    """The measure that is the order, and its stretch with the words around it."""
    found = [one for one in find_physical(question.text) if question.free(one.start, one.end)]
    for dimension, is_order in _RULES.items():
        alike = [one for one in found if dimension_of(one.value.unit) == dimension]
        for one in sorted(alike, key=lambda one: (-_size(one), one.start)):
            if _may_be(question, one) and is_order(question, one, found):
                start, end, _ = question.with_limits(one.start, one.end)
                start, end, _ = question.widened(start, end, cues.QUANTITY_BEFORE, None)
                return one, start, end
    return None


def _size(one: Found[Quantity]) -> Decimal:
    return in_base(one.value) or Decimal(0)


def _may_be(question: Question, one: Found[Quantity]) -> bool:
    """Whether nothing around a measure says that it is the size, the pack or a limit of the goods."""
    before, behind = question.text[: one.start], question.text[one.end :]
    if re.search(r"\d\s?[x×х*]\s?$|/\s?$", before) or re.search(r"[A-Za-z\d.,-]$", before):
        return False
    least, most = cues.LEAST_BEFORE.search(before), cues.MOST_BEFORE.search(before)
    if most is not None and (least is None or most.start() < least.start()):
        return False
    if least is not None and one.value.unit != "t" and not _OF.match(behind):
        return False
    told = _PROPERTY_BEFORE.search(before) is not None and _OF_ANOTHER.search(before) is None
    if told or _PROPERTY_BEHIND.match(behind):
        return False
    return not (_PACK_BEFORE.search(before) or _PACK_BEHIND.match(behind))


def _mass(question: Question, one: Found[Quantity], found: list[Found[Quantity]]) -> bool:
    if _MACHINE.search(question.text):
        return False
    size = _size(one)
    return size >= _LEAST_MASS or (size >= _LEAST_MASS_OF and _is_much(question, one, found))


def is_a_property(before: str, /) -> bool:
    """Whether words end with the name of a measure: "width", "up to a load of"."""
    return _PROPERTY_BEFORE.search(before) is not None


def _is_much(question: Question, one: Found[Quantity], found: list[Found[Quantity]]) -> bool:
    """Whether "of" follows, or a far smaller measure of the same kind is there: what one bag holds."""
    if _OF.match(question.text[one.end :]):
        return True
    unit = dimension_of(one.value.unit)
    return any(
        dimension_of(other.value.unit) == unit and _size(other) * _MUCH_MORE <= _size(one) for other in found
    )


def _area(question: Question, one: Found[Quantity], found: list[Found[Quantity]]) -> bool:
    del found
    return _size(one) >= _LEAST_AREA and not _ROOM.search(question.text)


def _volume(question: Question, one: Found[Quantity], found: list[Found[Quantity]]) -> bool:
    if _VESSEL.search(question.text) and not _PACKED.match(question.text[one.end :]):
        return False
    size = _size(one)
    return size >= _LEAST_VOLUME or (size >= _LEAST_VOLUME_OF and _is_much(question, one, found))


def _length(question: Question, one: Found[Quantity], found: list[Found[Quantity]]) -> bool:
    if one.value.unit not in {"m", "km", "[ft_i]", "[yd_i]"}:
        return False
    if one.value.unit != "km" and one.value.value % 1:
        return False
    behind = question.text[one.end :]
    if cues.LEAST_BEHIND.match(behind) or cues.MOST_BEHIND.match(behind):
        return False
    size = _size(one)
    if _is_sold_by_length(question):
        return size >= _LEAST_LENGTH / 10 and (one.value.value % 10 == 0 or size >= _LEAST_LENGTH)
    return _size(one) >= _LEAST_LENGTH and len(found) > 1 and not _RANGE.search(question.text)


def _is_sold_by_length(question: Question) -> bool:
    if _BY_LENGTH_WORDS.search(question.text):
        return True
    named = find_concepts(question.text, question.names_in)
    return any(code in _BY_LENGTH or code.endswith("_fabric") for one in named for code in one.codes)


_RULES: Mapping[str, Callable[[Question, Found[Quantity], list[Found[Quantity]]], bool]] = {
    "mass": _mass,
    "area": _area,
    "volume": _volume,
    "length": _length,
}
