"""Countries by their names in the nine languages: Unicode's, and what traders write."""

from __future__ import annotations

from functools import cache

import pycountry
from babel import Locale

from dragoman.model import LANGUAGES, Country
from dragoman.vocabulary.phrases import Match, Phrases

_MORE: dict[Country, str] = {
    "US": "usa | u.s.a. | u.s. | united states of america | 美国 | ee uu | eeuu | ee.uu. | états unis | eua | 米国 | アメリカ | أمريكا | امريكا | сша | америка",
    "GB": "uk | u.k. | great britain | england | 英国 | reino unido | großbritannien | royaume uni | イギリス | 英国 | بريطانيا | великобритания | англия",
    "AE": "uae | u.a.e. | emirates | vae | eau | emiratos | 阿联酋 | الامارات | оаэ | dubai uae",
    "CN": "prc | p.r.c. | p.r. china | pr china | china mainland | 中国大陆 | china p.r. | кнр | китай | китая | китае | الصين",
    "HK": "hong kong | hongkong | 香港",
    "TW": "taiwan | taiwan r.o.c. | 台湾 | тайваня | тайване",
    "KR": "korea | south korea | republic of korea | südkorea | corée | corea | 韩国 | 韓国 | корея | кореи | корее",
    "RU": "russia | russian federation | россия | рф | россии | روسيا",
    "NL": "holland | the netherlands | niederlande | pays-bas | holanda | голландия",
    "CZ": "czech republic | tschechien | tschechische republik | república checa | чехия",
    "DE": "brd | allemagne | alemania | alemanha | германия | германии | германию | ألمانيا | المانيا | ドイツ | 德国 | germany",
    "TR": "turkey | türkei | turquie | turquía | turquia | турция | турции | турцию | تركيا | 土耳其",
    "VN": "viet nam | vietnam | вьетнама | вьетнаме",
    "SA": "saudi | ksa | 沙特 | saudi arabia | السعودية",
    "MX": "mexico | méxico",
    "FR": "франции | францию",
    "PT": "португалии | португалию",
    "PL": "польши | польше | польшу",
    "TH": "таиланда | таиланде",
    "ID": "индонезии | индонезию",
    "BD": "бангладеша | бангладеш",
    "PK": "пакистана | пакистане",
    "EG": "египта | египте",
    "GR": "греции | грецию",
    "MY": "малайзии | малайзию",
    "UZ": "узбекистана | узбекистане",
    "BY": "беларуси | белоруссии",
    "KZ": "казахстана | казахстане",
    "IT": "италии | италию",
    "ES": "испании | испанию",
    "BR": "brasil | brazil | бразилии | бразилию",
    "JP": "японии | японию",
    "IN": "bharat | индии | индию",
}
_MAKERS: dict[Country, str] = {
    "JP": "japanese | japanisch* | japonés | japonesa | japoneses | japonais | japonaise* | japonês | японск* | ياباني | يابانية",
    "DE": "german | deutsche* | alemán | alemana | alemanes | allemand | allemande* | alemão | alemã | немецк* | германск* | ألماني | ألمانية",
    "IT": "italian | italienisch* | italiano* | italiana* | italien | italienne* | итальянск* | إيطالي | إيطالية",
    "FR": "french | französisch* | francés | francesa* | français | française* | francês | французск* | فرنسي | فرنسية",
    "ES": "spanish | spanisch* | español | española* | espagnol | espagnole* | espanhol | espanhola* | испанск* | إسباني | إسبانية",
    "PT": "portuguese | portugiesisch* | portugués | portuguesa* | portugais | portugaise* | português | португальск* | برتغالي | برتغالية",
    "CN": "chinese | chinesisch* | chino | china | chinois | chinoise* | chinês | chinesa* | китайск* | صيني | صينية",
    "TR": "turkish | türkisch* | turco | turca* | turc | turque* | турецк* | تركي | تركية",
    "KR": "korean | koreanisch* | coreano* | coreana* | coréen | coréenne* | корейск* | كوري | كورية",
    "TW": "taiwanese | taiwanesisch* | taiwanés | taiwanesa | taïwanais | taïwanaise* | taiwanês | тайваньск* | تايواني | تايوانية",
    "IN": "indian | indisch* | indio | india | indien | indienne* | indiano* | indiana* | индийск* | هندي | هندية",
    "VN": "vietnamese | vietnamesisch* | vietnamita* | vietnamien | vietnamienne* | вьетнамск* | فيتنامي | فيتنامية",
    "BR": "brazilian | brasilianisch* | brasileño | brasileña | brésilien | brésilienne* | brasileiro* | brasileira* | бразильск* | برازيلي | برازيلية",
    "US": "american | amerikanisch* | estadounidense* | americano* | americana* | américain | américaine* | американск* | أمريكي | أمريكية",
    "RU": "russian | russisch* | ruso | rusa | russe* | russo | russa | российск* | русск* | روسي | روسية",
    "PL": "polish | polnisch* | polaco | polaca | polonais | polonaise* | polonês | польск* | بولندي | بولندية",
    "CH": "swiss | schweizer | suizo | suiza | suisse | suíço | suíça | швейцарск* | سويسري | سويسرية",
    "GB": "british | britisch* | británico | británica | britannique* | britânico | британск* | английск* | بريطاني | بريطانية",
    "MX": "mexican | mexikanisch* | mexicano | mexicana | mexicain | mexicaine* | мексиканск* | مكسيكي",
    "EG": "egyptian | ägyptisch* | egipcio | egipcia | égyptien | égyptienne* | египетск* | مصري | مصرية",
}
_NOT_NAMES = frozenset({"us", "in", "it", "no", "de", "es", "ch", "be", "at", "is", "to", "so", "do"})


def _cases(name: str) -> tuple[str, ...]:
    """A Russian name behind "from", "in" and "to".

    >>> _cases("Колумбия"), _cases("Вьетнам"), _cases("Куба")
    (('Колумбии', 'Колумбию'), ('Вьетнама', 'Вьетнаме'), ('Кубы', 'Кубе', 'Кубу'))
    """
    if " " in name or "-" in name or len(name) < _SHORTEST_INFLECTED:
        return ()
    if name.endswith("ия"):
        return f"{name[:-1]}и", f"{name[:-1]}ю"
    if name.endswith("а"):
        return f"{name[:-1]}{'и' if name[-2] in 'гкхжшщч' else 'ы'}", f"{name[:-1]}е", f"{name[:-1]}у"
    if name[-1] in "бвгдзклмнпрстфхцч":
        return f"{name}а", f"{name}е"
    return ()


_SHORTEST_INFLECTED = 4


@cache
def _phrases() -> Phrases:
    codes = [one.alpha_2 for one in pycountry.countries]
    names: dict[Country, list[str]] = {code: [] for code in codes}
    for language in LANGUAGES:
        territories = Locale.parse(language).territories
        for code in codes:
            name = territories.get(code)
            if name:
                names[code].append(name)
                names[code] += _cases(name) if language == "ru" else ()
    for code, more in _MORE.items():
        names[code] += more.split("|")
    return Phrases(
        {
            code: " | ".join(name for name in listed if name.strip().casefold() not in _NOT_NAMES)
            for code, listed in names.items()
        }
    )


@cache
def codes() -> frozenset[Country]:
    """ISO 3166-1 alpha-2."""
    return frozenset(one.alpha_2 for one in pycountry.countries)


def find_countries(text: str, /) -> tuple[Match, ...]:
    """Countries named in a text; codes are not looked for ("in", "no" and "de" are words)."""
    return _phrases().find(text)


def country_named(text: str, /) -> Country | None:
    """The country of a cell: a name in any of the nine languages, or a code of ISO 3166-1."""
    text = text.strip()
    upper = text.upper()
    if len(text) == 2 and upper in codes():
        return upper
    if len(text) == 3 and text.isupper() and text.isascii():
        found = pycountry.countries.get(alpha_3=upper)
        if found is not None:
            return str(found.alpha_2)
    return _phrases().exact(text)


@cache
def _makers() -> Phrases:
    return Phrases(_MAKERS)


def find_makers(text: str, /) -> tuple[Match, ...]:
    """Adjectives of countries that make much; beside "made" or "production" they name an origin."""
    return _makers().find(text)
