"""Certificates and standards that buyers ask for, with the names they go by in the nine languages.

A class ("food_contact") is asked for by people who do not care which paper proves it; each of its members does.
"""

from __future__ import annotations

import re

from dragoman.vocabulary.phrases import Match, Phrases

_NAMES: dict[str, str] = {
    "lfgb": "lfgb | § 30 lfgb | lfgb § 30 | lfgb certified",
    "fda": "fda | fda food contact | fda 21 cfr | 21 cfr 177",
    "eu_1935_2004": "eu 1935/2004 | ec 1935/2004 | 1935/2004 | eg 1935/2004 | ce 1935/2004 | reglamento 1935/2004",
    "eu_10_2011": "eu 10/2011 | 10/2011",
    "gb_4806": "gb 4806 | gb4806 | gb 4806.1 | gb 4806.9 | gb4806.9 | gb4806.7 | gb 4806.7",
    "dgccrf": "dgccrf",
    "tr_ts_021": "тр тс 021 | tr ts 021",
    "tr_ts_005": "тр тс 005/2011 | тр тс 005 | tr ts 005",
    "food_sanitation_jp": "食品衛生法 | 食品衛生法適合 | food sanitation act",
    "anvisa": "anvisa",
    "food_contact": """
        food safe | food-safe | foodsafe | food grade | food contact | food contact safe | food-contact approved | safe for food | food approved |
        食品级 | 食品接触 | 食品安全 | 食品级认证 | 可接触食品 | 食品用 | 符合食品接触 |
        apto para alimentos | aptas para alimentos | apta para alimentos | aptos para alimentos | uso alimentario | grado alimenticio | grado alimentario | contacto alimentario | calidad alimentaria | seguro para alimentos | contacto con alimentos |
        lebensmittelecht* | lebensmittelsicher* | lebensmittelgeeignet* | lebensmittelkonform* | lebensmitteltauglich* | lebensmittelkontakt | für lebensmittel geeignet |
        contact alimentaire | qualite alimentaire | apte au contact alimentaire | alimentaire | usage alimentaire | contact avec les aliments |
        contato com alimentos | contacto com alimentos | contato alimentar | contacto alimentar | grau alimenticio | grau alimentar | proprio para alimentos | proprias para alimentos | seguro para alimentos | seguras para alimentos | uso alimentar | aptas para alimentos |
        食品グレード | 食品用 | 食品対応 | 食品衛生法対応 | 食品接触 | 食品安全 | 食品に安全 |
        آمن للطعام | آمنة للطعام | امنه للاغذيه | آمن للأغذية | درجة غذائية | صالح للغذاء | ملامسة الأغذية | ملامس للطعام | صالحة للأغذية | للاستخدام الغذائي | صالحة للاستخدام الغذائي | ملامسة للغذاء | صالح للاستخدام مع الأغذية | مناسب للأغذية | مناسبة للأغذية | غذائي | غذائية |
        пищевой допуск | для пищевых продуктов | пищев* | контакт с пищевыми продуктами | контакта с пищевыми продуктами | для контакта с пищей | безопасн* для пищевых продуктов | безопасн* для пищи | безопасн* для продуктов
    """,
    "bpa_free": "bpa free | bpa-free | bpa-frei* | bpa frei* | without bpa | free of bpa | free from bpa | no bpa | non bpa | zero bpa | 0% bpa | contains no bpa | ohne bpa | frei von bpa | kein bpa | exempt de bpa | exempte de bpa | sans bisphenol a | sin bisfenol a | libres de bpa | exento de bpa | livres de bpa | isento de bpa | isenta de bpa | bisphenol a free | 不含双酚 | 零bpa | bpa不使用 | bpa不含有 | ビスフェノールaフリー | بدون bpa | sans bpa | libre de bpa | sin bpa | livre de bpa | sem bpa | 不含双酚a | 无bpa | 不含bpa | bpaフリー | خال من bpa | خالي من bpa | خالية من bpa | без bpa | без бисфенола а",
    "ce": "ce | ce marking | ce mark | ce-zeichen | ce kennzeichnung | ce-kennzeichnung | marquage ce | marcado ce | marcação ce | ce认证 | ceマーク | علامة ce",
    "ukca": "ukca",
    "rohs": "rohs | rohs 2 | rohs3 | rohs认证 | rohs指令 | 2011/65/eu",
    "reach": "reach | reach svhc | 1907/2006",
    "fcc": "fcc | fcc part 15 | fcc id",
    "ul": "ul | ul listed | culus | c-ul-us | ul认证",
    "etl": "etl | cetlus",
    "gs": "gs | tuv gs | tüv/gs | gs-zeichen",
    "tuv": "tuv | tüv | tuev | tuv rheinland | tüv süd | tuv sud",
    "vde": "vde",
    "ccc": "ccc | 3c认证 | ccc认证 | 3c",
    "pse": "pse | pseマーク",
    "kc": "kc mark | kc认证",
    "eac": "eac | еас | eac декларация | декларация еас",
    "gost": "gost | гост | гост р | gost-r",
    "inmetro": "inmetro",
    "nom": "nom | norma nom",
    "saso": "saso | ساسو | هيئة المواصفات السعودية | saber",
    "gso": "gso | g-mark | علامة المطابقة الخليجية | مطابقة خليجية",
    "iso_9001": "iso 9001 | iso9001 | iso 9001:2015 | исо 9001 | أيزو 9001 | ايزو 9001",
    "iso_14001": "iso 14001 | iso14001",
    "iso_13485": "iso 13485 | iso13485",
    "iso_22000": "iso 22000 | iso22000",
    "haccp": "haccp | хассп",
    "brc": "brc | brcgs",
    "halal": "halal | حلال | halal certified | халяль | халяльн* | 清真 | ハラール | ハラル",
    "kosher": "kosher | koscher | кошер",
    "organic": "organic | eu organic | usda organic | bio-siegel | bio-zertifi* | biologisch* anbau | agriculture biologique | ab agriculture biologique | agricultura biológica | 有机认证 | jas有機 | 有機jas",
    "fsc": "fsc | fsc mix | fsc 100% | fsc认证",
    "pefc": "pefc",
    "oeko_tex_100": "oeko-tex | oeko tex | oeko-tex standard 100 | oeko-tex 100 | öko-tex | oekotex | öko tex standard 100 | ökotex",
    "gots": "gots",
    "grs": "grs | global recycled standard",
    "bsci": "bsci | amfori bsci | amfori",
    "sedex": "sedex | smeta",
    "en_71": "en 71 | en71 | en 71-3 | en71-3",
    "astm_f963": "astm f963 | astm f-963",
    "cpsia": "cpsia | cpc",
    "en_13432": "en 13432 | en13432 | ok compost | compostable en 13432",
    "en_388": "en 388 | en388",
    "en_455": "en 455 | en455",
    "en_374": "en 374 | en374 | en iso 374",
    "dvgw": "dvgw",
    "anatel": "anatel | homologação anatel",
    "bis": "bis mark | isi mark | bis certified",
    "global_gap": "globalgap | global gap | global g.a.p.",
    "fair_trade": "fair trade | fairtrade | commerce équitable | comercio justo | comércio justo | fair gehandelt | フェアトレード | 公平贸易",
    "iso_45001": "iso 45001 | iso45001",
    "atex": "atex",
    "en_397": "en 397 | en397",
    "en_166": "en 166 | en166",
    "en_iso_20345": "en iso 20345 | iso 20345 | s3 | en 20345",
    "en_149": "en 149 | ffp2 | ffp3",
    "astm_f2413": "astm f2413",
    "ansi_z87": "ansi z87 | ansi z87.1 | ansi z87+",
    "ip65": "ip65 | ip 65",
    "ip66": "ip66 | ip 66",
    "ip67": "ip67 | ip 67",
    "ip68": "ip68 | ip 68",
    "energy_star": "energy star",
    "msds": "msds | sds | 安全数据表",
    "un_38_3": "un38.3 | un 38.3",
    "din_934": "din 934",
    "din_933": "din 933",
    "en_1177": "en 1177",
    "wras": "wras | ktw",
    "nsf": "nsf | nsf 61 | nsf/ansi 61",
    "jis": "jis | jis規格 | jisマーク",
}

_MEMBERS: dict[str, frozenset[str]] = {
    "food_contact": frozenset(
        {
            "lfgb",
            "fda",
            "eu_1935_2004",
            "eu_10_2011",
            "gb_4806",
            "dgccrf",
            "tr_ts_005",
            "food_sanitation_jp",
            "anvisa",
            "nsf",
        }
    ),
    "toy_safety": frozenset({"en_71", "astm_f963", "cpsia"}),
    "electrical_safety": frozenset({"ul", "etl", "gs", "vde", "ccc", "pse", "kc"}),
    "forest_stewardship": frozenset({"fsc", "pefc"}),
    "dust_and_water_tight": frozenset({"ip65", "ip66", "ip67", "ip68"}),
}
_CLASS_NAMES: dict[str, str] = {
    "toy_safety": "toy safety | toy safe | child safe | spielzeugrichtlinie | sécurité des jouets | seguridad de juguetes | 玩具安全",
    "electrical_safety": "electrical safety | elektrische sicherheit | sécurité électrique | seguridad eléctrica | 电气安全",
}
CODES: tuple[str, ...] = tuple(_NAMES) + tuple(_CLASS_NAMES)

_PHRASES = Phrases(_NAMES | _CLASS_NAMES)
_ASKED = Phrases(
    {
        "organic": "bio | bioqualität | biologisch* | biológico | biológica | biológicos | biológicas | biologique | biologiques | orgánico | orgánica | orgánicos | orgánicas | orgânico | orgânica | orgânicos | orgânicas | 有机 | 有機 | オーガニック | عضوي | عضوية | органическ*"
    }
)
"""Words that ask for a certificate; in an offer they claim none."""
_RISKY = frozenset(
    {
        "ce",
        "gs",
        "ul",
        "nom",
        "kc",
        "etl",
        "grs",
        "brc",
        "ccc",
        "fsc",
        "jis",
        "nsf",
        "cpsia",
        "eac",
        "fda",
        "en_iso_20345",
    }
)
"""Codes with short names that are words of their own in some text: only upper case counts in running text."""


_RISKY_NAMES = frozenset({"saber", "sds"})
"""Names that are words of their own as well, as "saber" is in Spanish."""
_DRILLING = re.compile(
    r"drill|sds\s?[-+]?\s?(?:plus|max|quick|top)|chisel|hammer|bohr|meißel|meissel|taladr|broca|cincel|martillo|foret|burineur|perfora|burin|furadeira|martelete|berbequim|бур|сверл|перфорат|долот|зубил|钻|电锤|凿|ドリル|ハンマー|ビット|チゼル|مثقاب|دريل|ريشة",
    re.IGNORECASE,
)
"""Goods of drilling, whose shanks are "SDS" too."""


def find_certificates(text: str, /, *, running: bool = True) -> tuple[Match, ...]:
    """Certificates named in a text.

    Args:
        running: Running text, where "ce" and "nom" are words; False for a cell of certificates.
    """
    found = _PHRASES.find(text)
    if not running:
        return found
    return tuple(one for one in found if _is_meant(text, one))


def _is_meant(text: str, one: Match) -> bool:
    if one.phrase == "sds" and _DRILLING.search(text):
        return False
    if one.phrase in _RISKY_NAMES or (one.code in _RISKY and len(one.phrase) <= 4):
        return text[one.start : one.end].isupper()
    return True


def find_asked(text: str, /) -> tuple[Match, ...]:
    """Certificates that a question names, or asks for by a word that in an offer would claim none ("bio"), in order."""
    named = find_certificates(text)
    asked = (
        one
        for one in _ASKED.find(text)
        if not any(one.start < other.end and other.start < one.end for other in named)
    )
    return tuple(sorted([*named, *asked], key=lambda one: one.start))


def satisfies(has: str, asked: str, /) -> bool:
    """Whether a certificate is the one asked for, or a member of the class asked for.

    >>> satisfies("lfgb", "food_contact"), satisfies("food_contact", "lfgb")
    (True, False)
    """
    return has == asked or has in _MEMBERS.get(asked, frozenset())


def members(code: str, /) -> frozenset[str]:
    """The certificates of a class; empty for a single one."""
    return _MEMBERS.get(code, frozenset())
