"""Colours in the nine languages."""

from __future__ import annotations

import re

from dragoman.vocabulary.phrases import Match, Phrases

_NAMES: dict[str, str] = {
    "black": "black | matte black | 黑色 | 黑 | 哑光黑 | negro* | negra* | schwarz* | noir* | preto* | preta* | ブラック | 黒 | 黒い | 黒無地 | マットブラック | أسود | سوداء | черн* | чёрн*",
    "white": "white | 白色 | 白 | blanco* | blanca* | weiß* | weiss* | blanc | blanche* | branco* | branca* | ホワイト | 白色 | 白い | 白無地 | أبيض | بيضاء | белый | белая | белое | белые | белого | белой | белых | белую | белым | бел*",
    "grey": "grey | gray | charcoal | anthracite | 灰色 | 深灰 | gris | gris antracita | grau* | anthrazit | cinza | cinza chumbo | グレー | チャコール | رمادي | رمادية | сер* | графитов* | серый | серая | серое | серые | серого | серой | серых | серую | grise | grises",
    "silver": "silver | brushed steel | 银色 | 本色 | plateado* | plata | silber* | argent | argenté | prata | シルバー | فضي | فضية | серебрист*",
    "gold": "gold | golden | 金色 | dorado* | oro | gold* | doré* | dourado* | ゴールド | ذهبي | ذهبية | золот*",
    "red": "red | 红色 | 红 | rojo* | roja* | rot | rote* | rouge* | vermelho* | vermelha* | レッド | 赤 | 赤い | أحمر | حمراء | красн*",
    "pink": "pink | rose | 粉色 | 粉红 | rosa | rosado* | ピンク | وردي | وردية | زهري | розов*",
    "orange": "orange | 橙色 | naranja | laranja | オレンジ | برتقالي | برتقالية | оранжев*",
    "yellow": "yellow | 黄色 | amarillo* | amarilla* | gelb* | jaune* | amarelo* | amarela* | イエロー | 黄 | أصفر | صفراء | желт*",
    "green": "green | olive green | mint green | olive | mint | 绿色 | 绿 | verde* | grün* | vert | verts | verte* | グリーン | 緑 | أخضر | خضراء | зелен* | зелён*",
    "blue": "blue | royal blue | 蓝色 | 蓝 | 宝蓝 | azul | azules | blau* | bleu* | ブルー | 青 | 青い | أزرق | زرقاء | син* | синий | синяя | синие | синих | синего | синей | синюю | голуб* | azuis",
    "navy": "navy | navy blue | 藏青色 | 藏青 | azul marino | azul-marinho | azul marinho | dunkelblau* | marineblau* | bleu marine | ネイビー | كحلي | тёмно-син* | темно-син* | dark blue | azul oscuro | azul escuro | bleu foncé | bleu nuit | 深蓝色 | 深蓝 | 藏蓝 | 紺色 | 紺 | 濃紺 | ダークブルー | أزرق داكن | أزرق غامق | زرقاء داكنة",
    "purple": "purple | violet | lilac | 紫色 | morado* | violeta | lila | violett* | roxo* | パープル | 紫 | بنفسجي | фиолетов*",
    "brown": "brown | 棕色 | 咖啡色 | marrón | braun* | brun* | marron | marrom | ブラウン | 茶色 | بني | коричнев*",
    "beige": "beige | cream | ivory | 米色 | beis | crema | elfenbein | crème | ベージュ | アイボリー | بيج | бежев* | кремов*",
    "transparent": "transparent | clear | 透明 | transparente* | klar | incolore | クリア | شفاف | شفافة | прозрачн*",
    "natural": "natural | nature | naturfarben | naturel | 自然色 | 原色 | ナチュラル | طبيعي | натуральн*",
    "copper": "copper colour | kupferfarben | cobrizo | cuivré | メタリックカッパー | نحاسي | медн* цвет*",
    "multicolour": "multicolour | multicolor | assorted | mixed colours | 混色 | multicolor* | bunt* | farbig sortiert | multicolore* | colorido* | sortido* | 混合色 | マルチカラー | متعدد الألوان | разноцветн*",
}
CODES: tuple[str, ...] = tuple(_NAMES)
_OF_LIGHT = "warm white | cool white | cold white | daylight white | warm weiß | kalt weiß | blanco cálido | blanco frío | blanc chaud | blanc froid | branco quente | branco frio | тёпл* бел* | холодн* бел* | тепл* бел* | 暖白 | 冷白 | 昼白色 | 昼光色 | 温白色 | أبيض دافئ | أبيض بارد"
"""What a lamp gives, and no colour of it: the longest phrase at a place counts."""
_PHRASES = Phrases(_NAMES | {"": _OF_LIGHT})
_AMBIGUOUS = frozenset(
    {
        "rose",
        "clear",
        "nature",
        "cream",
        "mint",
        "olive",
        "natural",
        "silver",
        "gold",
        "gold*",
        "argent",
        "plata",
        "oro",
        "prata",
        "сер*",
        "бел*",
        "син*",
        "klar",
        "白",
        "黑",
        "红",
        "绿",
        "蓝",
        "黄",
        "黒",
        "赤",
        "青",
        "緑",
        "紫",
    }
)


def find_colours(text: str, /, *, alone: bool = False) -> tuple[Match, ...]:
    """Colours named in a text, in order; words that mean other things too are left out.

    Args:
        alone: Such a word counts where it is by itself between commas, or ends a clause of measures ("3 mm klar").
    """
    return tuple(
        one
        for one in _PHRASES.find(text)
        if one.code
        and (one.phrase not in _AMBIGUOUS or (alone and _is_alone(text, one)))
        and not _is_light(text, one)
    )


_BEFORE_ALONE = re.compile(
    r"(?:^|[,;，、；،/(（\n]\s*|\d\s?(?:mm|cm|m|ml|l|g|kg)\s|または|又は|[或和とか・]|(?<!\w)(?:or|oder|o|ou|или|أو)\s)$"
)
_BEHIND_ALONE = re.compile(
    r"\s*(?:$|[,;，、；،。/)）\n・]|\.(?:\s|$)|以外|不可|または|又は|[或和とか]|(?:or|oder|o|ou|или|أو)\s)"
)
_COLOUR_BEFORE = re.compile(
    r"(?:(?<!\w)(?:colou?r|farbe|couleur|coloris|colore|cor|цвета?|(?:ال)?لون)\s?[:：]?\s?|颜色[:：]?|色は|カラー[:：]?)$",
    re.IGNORECASE,
)
_COLOUR_BEHIND = re.compile(r"\s(?:colou?r(?:ed)?|cor|цвет\w*)(?!\w)", re.IGNORECASE)
_LIGHT_BEFORE = re.compile(
    r"(?:(?<!\w)(?:luz|lumière|licht|lumiere|свет|ضوء|إضاءة|light)\s?)$", re.IGNORECASE
)
_LIGHT_BEHIND = re.compile(
    r"(?:\s|es\s)?(?:light(?!\s?(?:weight|er))s?|licht|свет\w*|chaud|froid|cálid[oa]|fr[ií][oa]|quente|光)(?!\w)",
    re.IGNORECASE,
)
""" "warm white light", "luz branca": what a lamp gives, and no colour of it."""


def _is_alone(text: str, one: Match) -> bool:
    before, behind = text[: one.start], text[one.end :]
    if text[one.start] >= "\u3040" and before[-1:] in {"", " "} and behind[:1] in {"", " "}:
        return True
    if _COLOUR_BEFORE.search(before) or _COLOUR_BEHIND.match(behind):
        return True
    return (
        one.start > 0 and _BEFORE_ALONE.search(before) is not None and _BEHIND_ALONE.match(behind) is not None
    )


def _is_light(text: str, one: Match) -> bool:
    if one.code not in _LIGHTS:
        return False
    return (
        _LIGHT_BEFORE.search(text[: one.start]) is not None
        or _LIGHT_BEHIND.match(text[one.end :]) is not None
    )


_LIGHTS = frozenset({"white", "yellow"})


def colour_of(text: str, /) -> str | None:
    """The colour of a cell of colours; None where none or several are named."""
    codes = list(dict.fromkeys(one.code for one in _PHRASES.find(text) if one.code))
    if len(codes) == 1:
        return codes[0]
    return "multicolour" if len(codes) > 1 else None
