"""What makes two offers variants of a thing and not the same one: condition, size, count, plug, edition, model suffix,
and what contradicts what.

Only what a title or an attribute plainly says in one of the nine languages is read. An aspect of which one of two offers
says nothing is no contradiction, but for the condition: who says nothing sells new goods.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, get_args

from dragoman.normalise.text import fold
from dragoman.vocabulary.phrases import Match, Phrases

Aspect = Literal[
    "condition",
    "size",
    "EU size",
    "UK size",
    "US size",
    "count",
    "plug",
    "language",
    "keyboard",
    "market",
    "extent",
    "hand",
    "wearer",
    "generation",
    "designation",
    "model",
    "volume",
    "weight",
    "length",
    "voltage",
    "charge",
    "memory",
]
"""In the order in which they are told."""
ASPECTS: tuple[Aspect, ...] = get_args(Aspect)


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """What an offer says of which variant it is."""

    said: Mapping[Aspect, frozenset[str]]
    designations: Mapping[str, frozenset[str]]
    """Letters -> the numbers they stand before: "a" -> {"2"} of a steel A2."""
    models: Mapping[str, frozenset[str]]
    """Model number or name -> the suffixes it is written with: "15" -> {"pro max"}; "" where it stands alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    aspect: Aspect
    values: tuple[str, str]
    """As the two say it."""


_WORDS: Mapping[str, str] = {
    "condition:refurbished": """
        refurbished | refurb | renewed | reconditioned | remanufactured | recertified | rebuilt | refurbisht | generalüberholt* | wiederaufbereitet* | aufgearbeitet*
        | runderneuert* | reconditionné* | remis à neuf | remise à neuf | remanufacturé* | reacondicionad* | remanufacturad* | recondicionad* | remanufaturad*
        | восстановленн* | рефурбиш* | 翻新机 | 翻新版 | 翻新品 | 官方翻新 | 官翻 | 认证翻新 | リファービッシュ | 整備済 | 整備済み | 整備品 | 再生品 | معاد تجديد* | مجدد بالكامل | مجددة بالكامل""",
    "condition:used": """
        used | second hand | secondhand | pre owned | preowned | pre loved | like new | gebraucht* | wie neu | usado | usada | usados | usadas | segunda mano | como nuevo | d'occasion | d’occasion
        | comme neuf | seminovo | seminova | segunda mão | б/у | подержанн* | бывш* в употреблении | 二手 | 九成新 | 中古 | 中古品 | مستعمل | مستعملة""",
    "condition:b-stock": """
        b ware | b stock | b-ware | b-stock | open box | open-box | scratch and dent | ex display | ex-display | grade b | ausstellungsstück* | vorführgerät* | rückläufer* | retourenware
        | produit d'exposition | modèle d'exposition | caja abierta | caixa aberta | producto de exposición | уценка | уценённ* | уцененн* | 样机 | 展示机 | 展示品 | 開封品 | 訳あり | アウトレット品 | صندوق مفتوح""",
    "condition:for parts": "for parts | spares or repair | für bastler | defekt an bastler | pour pièces | para piezas | para peças | на запчасти | ジャンク品 | لقطع الغيار",
    "plug:EU": "eu plug | euro plug | eu-stecker | euro-stecker | eurostecker | schuko | schuko-stecker | prise eu | prise européenne | enchufe eu | enchufe europeo | tomada eu | ficha eu | евровилка | 欧规 | 欧标 | EUプラグ | قابس أوروبي",
    "plug:UK": "uk plug | british plug | uk-stecker | prise uk | prise anglaise | enchufe uk | enchufe inglés | tomada uk | ficha uk | английская вилка | 英规 | 英标 | UKプラグ | قابس بريطاني",
    "plug:US": "us plug | usa plug | american plug | us-stecker | prise us | prise américaine | enchufe us | enchufe americano | tomada us | ficha us | американская вилка | 美规 | 美标 | USプラグ | قابس أمريكي",
    "plug:AU": "au plug | australian plug | au-stecker | 澳规 | 澳标",
    "language:English": "english version | english edition | englische version | englische ausgabe | version anglaise | édition anglaise | versión inglesa | edición inglesa | versão inglesa | английская версия | 英文版 | 英语版 | 英語版 | نسخة إنجليزية",
    "language:German": "german version | german edition | deutsche version | deutsche ausgabe | version allemande | édition allemande | versión alemana | versão alemã | немецкая версия | 德文版 | 德语版 | ドイツ語版 | نسخة ألمانية",
    "language:French": "french version | french edition | französische version | französische ausgabe | version française | édition française | versión francesa | versão francesa | французская версия | 法文版 | 法语版 | フランス語版 | نسخة فرنسية",
    "language:Spanish": "spanish version | spanish edition | spanische version | spanische ausgabe | version espagnole | versión española | edición española | versión en español | versão espanhola | испанская версия | 西班牙文版 | スペイン語版",
    "language:Chinese": "chinese version | chinese edition | chinesische version | version chinoise | versión china | versão chinesa | китайская версия | 中文版 | 中国語版",
    "language:Japanese": "japanese version | japanese edition | japanische version | version japonaise | versión japonesa | японская версия | 日文版 | 日本語版",
    "language:Russian": "russian version | russian edition | russische version | version russe | versión rusa | русская версия | 俄文版 | ロシア語版",
    "language:Arabic": "arabic version | arabic edition | arabische version | version arabe | versión árabe | арабская версия | 阿拉伯文版 | نسخة عربية",
    "hand:left": "left hand | left handed | linkshänder* | linkshändig* | linke hand | pour gaucher | gaucher | main gauche | para zurdos | zurdo | mano izquierda | canhoto | mão esquerda | для левшей | левая рука | 左利き | 左手用 | 左手 | لليد اليسرى | لأعسر",
    "hand:right": "right hand | right handed | rechtshänder* | rechtshändig* | rechte hand | pour droitier | droitier | main droite | para diestros | diestro | mano derecha | destro | mão direita | для правшей | правая рука | 右利き | 右手用 | 右手 | لليد اليمنى",
    "wearer:anyone": "unisex | унисекс | ユニセックス | 男女通用 | 中性款 | للجنسين",
    "wearer:men": "men | mens | men's | for men | herren | hombre | hombres | caballero | homme | hommes | homem | homens | masculino | masculina | мужск* | 男士 | 男款 | 男装 | 男式 | メンズ | 紳士用 | رجالي | رجالية | للرجال",
    "wearer:women": "women | womens | women's | ladies | lady | damen | mujer | mujeres | femme | femmes | mulher | mulheres | feminino | feminina | женск* | 女士 | 女款 | 女装 | 女式 | レディース | 婦人用 | نسائي | نسائية | للنساء",
    "wearer:children": "kids | kid's | children | children's | childrens | kinder | niño | niños | niña | niñas | enfant | enfants | infantil | criança | crianças | детск* | 儿童 | 童装 | 子供用 | キッズ | للأطفال | أطفال",
    "keyboard:QWERTZ": "qwertz",
    "keyboard:QWERTY": "qwerty",
    "keyboard:AZERTY": "azerty",
    "market:global": "global version | international version | globale version | internationale version | versión global | versão global | version globale | глобальная версия | 国际版 | グローバル版",
    "market:China": "china version | cn version | 国行 | 国行版",
    "extent:bare": """
        body only | bare tool | tool only | battery not included | without battery | ohne akku | ohne akkus | ohne batterie | nur gehäuse | sans batterie | boîtier nu | sin batería | sin baterías | solo cuerpo | sem bateria
        | somente corpo | без акб | без аккумулятора | 裸机 | 单机身 | 不含电池 | 本体のみ | バッテリー別売 | بدون بطارية""",
    "extent:complete": """
        with battery | with batteries | incl. battery | including battery | battery included | mit akku | inkl. akku | mit akkus | avec batterie | batterie incluse | con batería | con baterías | batería incluida | com bateria | bateria incluída
        | с акб | с аккумулятором | 含电池 | 带电池 | バッテリー付 | バッテリー付き | مع بطارية""",
}
_PHRASES = Phrases(_WORDS)
_VERB_BEHIND = re.compile(
    r"\s*(?:for|in|as|with|on|to|by|at|oil|from|para|en|em|por|como|con|com|de|zum|zur|für|von)\b"
)
"""Behind "used": the word tells what a thing is for."""
_VERB_BEFORE = re.compile(
    r"\b(?:be|is|are|most|widely|commonly|when|not|never|easily|ser|es|wird|werden)\s*$"
)

_ATTRIBUTES = Phrases(
    {
        "condition": "condition | item condition | zustand | artikelzustand | état | estado | condición | condição | состояние | الحالة | حالة | 成色 | 新旧程度 | 状態 | コンディション",
        "size": "size | clothing size | shoe size | größe | konfektionsgröße | schuhgröße | taille | pointure | talla | talle | tamanho | tamanho do calçado | размер | المقاس | مقاس | 尺码 | 鞋码 | サイズ",
        "plug": "plug | plug type | stecker | steckertyp | prise | type de prise | enchufe | tipo de enchufe | tomada | вилка | 插头 | 插头类型 | プラグ",
    }
)
_LETTERS = r"(?:[2-6]?X{1,4}[SL]|[2-6]XL|[SML])"
_SIZE_NAMES = r"size|sz\.?|gr\.?|groesse|grosse|größe|taille|talla|talle|t\.|tam\.?|tamanho|taglia|размер|р\.|مقاس|尺码|サイズ"
_LABELLED = re.compile(rf"(?<!\w)(?:{_SIZE_NAMES})\s?[:.]?\s?({_LETTERS})(?!\w)", re.IGNORECASE)
_CJK_SIZE = re.compile(rf"(?<![A-Za-z0-9])({_LETTERS})(?:码|号|サイズ)", re.IGNORECASE)
_BARE_SIZE = re.compile(rf"(?<![\w.,&'’+°×*/-])(?<!\d )({_LETTERS})(?![\w&'’+°×*-]|\s?[x×*]\s|\.\w|/\w{{2}})")
_DIMENSIONS = re.compile(r"(?i)\b[LWHD]\s?[x×*]\s?[LWHD]\b")
_SYSTEM_SIZE = re.compile(
    r"(?i)(?<!\w)(EUR?|UK|US|欧码|美码|英码)(?:\s?(?:size|gr\.?|größe))?\s?[:.]?\s?(\d{1,2}(?:[.,]5|½)?)(?![\w.,]?\d|\s?(?:v|w|hz|plug|%|pin))"
)
_PLAIN_SIZE = re.compile(
    rf"(?i)(?<!\w)(?:{_SIZE_NAMES}|pointure|schuhgröße|shoe size)\s?[:.]?\s?(\d{{2}}(?:[.,]5|½)?)(?![\w.,]?\d|\s?(?:cm|mm|x|×|\"))"
)
_CJK_NUMBER_SIZE = re.compile(r"(?<!\d)(\d{2})码")
_SYSTEMS: Mapping[str, Aspect] = {
    "eu": "EU size",
    "eur": "EU size",
    "欧码": "EU size",
    "uk": "UK size",
    "英码": "UK size",
    "us": "US size",
    "美码": "US size",
}
_CONTAINERS = r"pack|packs|package|packung|paket|set|lot|box|bundle|case|juego|conjunto|paquete|pacote|caja|caixa|набор|комплект|упаковка|طقم|عبوة|مجموعة"
_PIECES = r"packs?|pk|pcs?|pieces?|pièces?|pce|count|ct|units?|er[ -]?(?:pack|set|packung|box)|stück|stk|st|teilig\w*|piezas?|uds?|unidades|unités|peças|шт\w*|предмет\w*|件装|件套|个装|個装|只装|支装|片装|枚装|本装|瓶装|包装|枚入り?|個入り?|本入り?|個セット|枚セット|本セット|点セット|個組|パック|قطع|قطعة|حبات|حبة|عبوات"
_COUNT_BEFORE = re.compile(
    rf"(?i)(?<!\w)(?:{_CONTAINERS})\s(?:of|de|von|mit|à|a|из|по|من|with)\s(\d{{1,4}})(?![.,]?\d|\s?(?:ml|l|g|kg|cm|mm|m|v|w|%)\b)"
)
_COUNT_BEHIND = re.compile(
    rf"(?i)(?<![A-Za-z0-9.,/×-])(\d{{1,4}})[ -]?(?:{_PIECES})(?![^\W_\u3040-\u30ff\u3400-\u9fff]|-\w)"
)
_COUNT_TIMES = re.compile(r"(?i)(?<![\d.,/x×])(\d{1,3})\s?[x×]\s?\d+(?:[.,]\d+)?\s?(?:ml|cl|l|g|kg|mg)(?!\w)")
_PACKED = re.compile(r"\s?(?:/|per|pro|par|por|je|each|a\s|в\s)", re.IGNORECASE)
"""Behind a count: so many in a carton, not what is sold."""
_PACKED_BEFORE = re.compile(r"(?i)(?:moq|min\.?|minimum|carton|ctn|karton|master|qty)\W{0,3}$")
_GENERATION = re.compile(
    r"(?i)(?<!\w)(?:(?:gen\.?|generation|génération|generación|geração|mk\.?|mark|поколение|第|الجيل)\s?(\d{1,2}|i{1,3}|iv|v|vi{0,3}|ix)(?!\w)"
    r"|(\d{1,2})\s?(?:st|nd|rd|th|\.|ème|e|ª|º|-е)?\s?(?:gen\.?|generation|génération|generación|geração|поколени\w|代|世代)(?![^\W\d_\u3040-\u30ff\u3400-\u9fff]))"
)
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8", "ix": "9"}

_WRITTEN_SUFFIXES: Mapping[str, str] = {
    **{one: one for one in ("pro", "max", "plus", "mini", "lite", "ultra", "se", "fe", "air", "neo", "ti")},
    **{one: one for one in ("super", "xl", "xt", "ii", "iii", "iv", "evo", "nano")},
    "+": "plus",
    "promax": "pro max",
    "proplus": "pro plus",
    "プロ": "pro",
    "マックス": "max",
    "プラス": "plus",
    "ミニ": "mini",
    "ライト": "lite",
    "ウルトラ": "ultra",
    "про": "pro",
    "макс": "max",
    "плюс": "plus",
    "мини": "mini",
    "лайт": "lite",
    "ультра": "ultra",
    "برو": "pro",
    "ماكس": "max",
    "بلس": "plus",
    "ميني": "mini",
    "لايت": "lite",
    "الترا": "ultra",
}
_SUFFIXES = {fold(written): suffix for written, suffix in _WRITTEN_SUFFIXES.items()}
_ONLY_BEHIND_NUMBERS = frozenset({"plus", "max", "super"})
"""Behind a name these are too often a word of the text."""
_ONLY_BEHIND_NAMES = frozenset({"air"})
_TOKEN = re.compile(
    r"\d+[.,]\d+|[a-z0-9]+|(?<=[a-z0-9])\+|[\u30a0-\u30ff]+|[\u0430-\u044f]+|[\u0600-\u06ff]+"
)
_NO_MODEL = re.compile(r"\d+[.,]\d+|(?:19|20)\d\d|\d+(?:mp|p|x|k|hz|nm|rpm|pin|pcs?|er)")
"""Decimals, years and measures."""
_GLUED = re.compile(
    r"([a-z]{0,4}\d{1,4})(promax|proplus|pro|plus|max|mini|lite|ultra|se|fe|ti)|([a-z]{0,3}\d{1,2})(s)"
)
_NAME_AND_NUMBER = re.compile(r"(?<![a-z0-9])([a-z]{4,})(?=\d{1,3}(?!\d))")
_BETWEEN = frozenset({"5g", "4g", "lte", "nfc", "wifi"})
_BEFORE_NUMBERS = frozenset({"max", "plus"})
_LIMIT = re.compile(r"\s*(?:[.:]|\d)")
"""Behind these: "max. 30 Nm", "plus 2 toners"."""
_HYPHEN = re.compile(r"\s?-\s?[a-z]")
"""Behind a suffix: it begins another word ("ultra-slim")."""

_DESIGNATION = re.compile(r"(?<![a-z0-9./-])([a-wyz]|[a-z]{2})-?(\d{1,2})(?![a-z0-9]|[./-][a-z0-9])")
"""Grades, bases, threads, protection classes: A2 and A4, E14 and E27, M6 and M8."""

_MEASURED: Mapping[str, tuple[Aspect, float]] = {
    "ml": ("volume", 0.04),
    "g": ("weight", 0.04),
    "mm": ("length", 0.04),
    "v": ("voltage", 0.1),
    "mah": ("charge", 0.02),
    "mb": ("memory", 0.03),
}
"""Base unit -> its aspect, and how far two values of one thing may be apart, as a share of the greater: 25 oz is
sold as 740 ml, and mains of 220 to 240 V are one."""
_LENGTH_FROM_MM = 500.0
"""Shorter ones are measures of a part: which of its sides, titles do not say."""


def variant(
    title: str, /, *, attributes: Iterable[tuple[str, str]], measures: Mapping[str, frozenset[str]], rest: str
) -> Variant:
    """What title and attributes say.

    Args:
        attributes: (name, value), as the supplier wrote them.
        measures: base unit -> values in the title.
        rest: the title, folded, without measures, materials and colours.
    """
    said: defaultdict[Aspect, set[str]] = defaultdict(set)
    for found in _PHRASES.find(title):
        if not _is_verb(title, found):
            aspect, _, value = found.code.partition(":")
            said[_ASPECT[aspect]].add(value)
    if "anyone" in said.get("wearer", ()):
        del said["wearer"]
    _sizes(title, said)
    _counts(title, said)
    for match in _GENERATION.finditer(title):
        number = (match[1] or match[2]).lower()
        said["generation"].add(_ROMAN.get(number, number))
    designations: defaultdict[str, set[str]] = defaultdict(set)
    for letters, number in _DESIGNATION.findall(rest):
        designations[letters].add(number)
    for name, value in attributes:
        _attribute(name, value, said)
    for unit, values in measures.items():
        if unit in _MEASURED and len(values) == 1:
            said[_MEASURED[unit][0]].add(f"{min(values)}{unit}")
    return Variant(
        said={aspect: frozenset(values) for aspect, values in said.items()},
        designations={letters: frozenset(numbers) for letters, numbers in designations.items()},
        models=_models(rest),
    )


_ASPECT: Mapping[str, Aspect] = {one: one for one in ASPECTS}


def contradictions(a: Variant, b: Variant, /) -> tuple[Contradiction, ...]:
    """Every aspect in which the two cannot be the same thing; the same from either side but for the order of values."""
    found: list[Contradiction] = []
    for aspect in ASPECTS:
        mine, theirs = a.said.get(aspect, _UNSAID.get(aspect)), b.said.get(aspect, _UNSAID.get(aspect))
        if mine and theirs and not mine & theirs and not _near(aspect, mine, theirs):
            found.append(Contradiction(aspect=aspect, values=(_listed(mine), _listed(theirs))))
    for letters in sorted(a.designations.keys() & b.designations.keys()):
        mine, theirs = a.designations[letters], b.designations[letters]
        if not mine & theirs:
            values = (_listed(letters + one for one in mine), _listed(letters + one for one in theirs))
            found.append(Contradiction(aspect="designation", values=values))
    for base in sorted(a.models.keys() & b.models.keys()):
        mine, theirs = a.models[base], b.models[base]
        if mine & theirs or (not any(c.isdigit() for c in base) and {""} in (mine, theirs)):
            continue
        values = (
            _listed(f"{base} {one}".strip() for one in mine),
            _listed(f"{base} {one}".strip() for one in theirs),
        )
        found.append(Contradiction(aspect="model", values=values))
    return tuple(found)


_UNSAID: Mapping[Aspect, frozenset[str]] = {"condition": frozenset({"new"})}


def _listed(values: Iterable[str]) -> str:
    return ", ".join(sorted(values))


def _near(aspect: Aspect, mine: frozenset[str], theirs: frozenset[str]) -> bool:
    """Whether two measures may be one, or are none of what the aspect is about."""
    tolerance = next((far for of, far in _MEASURED.values() if of == aspect), None)
    if tolerance is None:
        return False
    one, other = (float(_number(next(iter(values)))) for values in (mine, theirs))
    if aspect == "length" and min(one, other) < _LENGTH_FROM_MM:
        return True
    return abs(one - other) <= tolerance * max(one, other)


def _number(measure: str) -> Decimal:
    return Decimal(measure.rstrip("abcdefghijklmnopqrstuvwxyz"))


def _is_verb(title: str, found: Match) -> bool:
    """ "Used in kitchens" says nothing of the condition."""
    if found.code != "condition:used":
        return False
    behind, before = title[found.end :].lower(), title[: found.start].lower()
    return _VERB_BEHIND.match(behind) is not None or _VERB_BEFORE.search(before) is not None


def _sizes(title: str, said: defaultdict[Aspect, set[str]]) -> None:
    lettered = [*_LABELLED.findall(title), *_CJK_SIZE.findall(title)]
    if not lettered and not _DIMENSIONS.search(title):
        lettered = _BARE_SIZE.findall(title)
    said_sizes = {_letter(one) for one in lettered}
    if said_sizes:
        said["size"] |= said_sizes
    for system, number in _SYSTEM_SIZE.findall(title):
        said[_SYSTEMS[system.lower()]].add(_half(number))
    for number in (*_PLAIN_SIZE.findall(title), *_CJK_NUMBER_SIZE.findall(title)):
        said["EU size"].add(_half(number))


def _letter(size: str) -> str:
    """
    >>> _letter("xxl"), _letter("2XL"), _letter("m")
    ('2XL', '2XL', 'M')
    """
    upper = size.upper()
    extra = upper.count("X")
    return f"{extra}X{upper[-1]}" if extra > 1 else upper


def _half(number: str) -> str:
    return number.replace(",", ".").replace("½", ".5")


def _counts(title: str, said: defaultdict[Aspect, set[str]]) -> None:
    for expression in (_COUNT_BEFORE, _COUNT_BEHIND, _COUNT_TIMES):
        for found in expression.finditer(title):
            packed = _PACKED.match(title, found.end()) or _PACKED_BEFORE.search(title[: found.start()])
            if not packed and int(found[1]) > 0:
                said["count"].add(str(int(found[1])))


def _attribute(name: str, value: str, said: defaultdict[Aspect, set[str]]) -> None:
    match _ATTRIBUTES.exact(name):
        case "condition":
            said["condition"] |= {
                one.code.partition(":")[2]
                for one in _PHRASES.find(value)
                if one.code.startswith("condition:")
            }
            if not said["condition"]:
                del said["condition"]
        case "size":
            _sizes(f"size {value}", said)
        case "plug":
            for one in _PHRASES.find(f"{value} plug"):
                if one.code.startswith("plug:"):
                    said["plug"].add(one.code.partition(":")[2])
        case _:
            pass


def parted_names(folded: str, /) -> str:
    """
    >>> parted_names("iphone15pro case m404 cf259a")
    'iphone 15pro case m404 cf259a'
    """
    return _NAME_AND_NUMBER.sub(r"\1 ", folded)


def _models(rest: str) -> dict[str, frozenset[str]]:
    """Of each number, model and name the suffixes behind it."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    tokens = [(one[0], one.end()) for one in _TOKEN.finditer(parted_names(rest))]
    for place, (token, _) in enumerate(tokens):
        if token in _SUFFIXES or token in _BETWEEN or _NO_MODEL.fullmatch(token):
            continue
        base, glued = token, ""
        if (parts := _GLUED.fullmatch(token)) is not None:
            base, glued = parts[1] or parts[3], _SUFFIXES.get(parts[2] or parts[4], "s")
        numbered = any(c.isdigit() for c in base)
        chain = [glued] if glued else []
        for after, end in tokens[place + 1 :]:
            suffix = _SUFFIXES.get(after)
            if suffix is None:
                if after in _BETWEEN:
                    continue
                break
            if (suffix in _BEFORE_NUMBERS and _LIMIT.match(rest, end)) or _HYPHEN.match(rest, end):
                break
            if not chain and suffix in (_ONLY_BEHIND_NAMES if numbered else _ONLY_BEHIND_NUMBERS):
                break
            chain += [one for one in suffix.split() if one not in chain]
        if numbered or chain:
            found[base].add(" ".join(chain))
    return {base: frozenset(suffixes) for base, suffixes in found.items()}
