"""Names of materials and colours that tell products apart and that the search does not ask for."""

from __future__ import annotations

from collections.abc import Mapping

from dragoman.vocabulary.colours import find_colours
from dragoman.vocabulary.materials import find_materials
from dragoman.vocabulary.phrases import Match, Phrases

_MATERIALS: Mapping[str, str] = {
    "jute": "jute | 黄麻 | yute | juta | jutestoff* | ジュート | جوت | خيش | джут*",
    "hemp": "hemp | 大麻纤维 | cáñamo | hanf | chanvre | cânhamo | ヘンプ | قنب | конопл*",
    "cork": "cork | 软木 | corcho | kork* | liège | cortiça | コルク | فلين | пробк* | пробков*",
    "tpe": "tpe | тпэ | ТЭП",
    "tpu": "tpu | тпу",
    "recycled_polyester": "rpet | r-pet | recycled polyester | recycled pet | 再生涤纶 | 再生聚酯 | poliéster reciclado | recyceltes polyester | polyester recycelt | recycling-polyester | recyceltem polyester | polyester recyclé | 再生ポリエステル | リサイクルポリエステル | بوليستر معاد تدويره | البوليستر المعاد تدويره | переработанн* полиэстер*",
    "organic_cotton": "organic cotton | 有机棉 | algodón orgánico | algodón ecológico | bio-baumwolle | biobaumwolle | coton bio | coton biologique | algodão orgânico | algodão biológico | オーガニックコットン | قطن عضوي | القطن العضوي | органическ* хлоп*",
    "acacia": "acacia | 相思木 | akazie* | acácia | アカシア | أكاسيا | السنط | акаци*",
    "beech": "beech | 榉木 | haya | buche | buchenholz* | hêtre | faia | ブナ | زان | خشب الزان | бук | бука | буков*",
    "oak": "oak | 橡木 | roble | eiche* | eichenholz* | chêne | carvalho | オーク | بلوط | дуб | дуба | дубов*",
    "walnut": "walnut | 胡桃木 | nogal | nussbaum* | noyer | nogueira | ウォールナット | جوز | орех*",
    "stoneware": "stoneware | 炻瓷 | 炻器 | gres | steinzeug | grès | 陶器 | ストーンウェア | خزف حجري | керамогранит | каменн* керамик*",
    "lldpe": "lldpe | лпэнп",
    "kraft_paper": "kraft paper | 牛皮纸 | papel kraft | kraftpapier | papier kraft | クラフト紙 | ورق الكرافت | ورق كرافت | крафт-бумаг* | крафт",
    "monocrystalline": "monocrystalline | mono | 单晶 | 单晶硅 | monocristalino | monokristallin* | monocristallin | 単結晶 | أحادي البلورة | монокристалл*",
}
_COLOURS: Mapping[str, str] = {
    "beige": "sand | 沙色 | 米白 | arena | areia | sable | sandfarben | サンド | رملي | رملية | песочн*",
    "green": "forest green | dark green | 墨绿 | 墨绿色 | 深绿 | verde bosque | dunkelgrün | waldgrün | vert forêt | verde floresta | ダークグリーン | أخضر غابة | أخضر داكن | тёмно-зелен* | тёмно-зелён*",
    "silver": "brushed steel | stainless finish | acero cepillado | edelstahl gebürstet | inox brossé | inox escovado | ステンレス色 | ヘアライン | стальной | لون الستيل",
    "natural": "off-white natural | 本白 | 原白 | cru | écru | crudo | 生成り | خام | сурово*",
    "navy": "marine | azul noche | bleu nuit",
    "brown": "castanho | castanha | chestnut",
    "grey": "charcoal | graphite | 石墨灰 | grafito | graphit | grafite | グラファイト | جرافيت",
}
_MORE_MATERIALS = Phrases(_MATERIALS, compounds=True)
_MORE_COLOURS = Phrases(_COLOURS)


def materials_in(text: str, /) -> tuple[Match, ...]:
    """Materials named in a title, those of the search's vocabulary and more; the longer of two at a place."""
    return _longest((*_MORE_MATERIALS.find(text), *find_materials(text)))


def colours_in(text: str, /) -> tuple[Match, ...]:
    """Colours named in a title."""
    return _longest((*_MORE_COLOURS.find(text), *find_colours(text, alone=True)))


def _longest(found: tuple[Match, ...]) -> tuple[Match, ...]:
    kept: list[Match] = []
    for one in sorted(found, key=lambda match: (match.start - match.end, match.start)):
        if all(one.end <= other.start or one.start >= other.end for other in kept):
            kept.append(one)
    return tuple(sorted(kept, key=lambda match: match.start))
