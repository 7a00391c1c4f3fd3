"""Whether a text claims what it names: "no CE marking", "plastic-free" and "without lid" deny it, "faux leather" and
"CE pending" leave it open.

Only the words around a name tell, in any of the nine languages; a mixed text is as good as another.
"""

from __future__ import annotations

import re
from typing import Literal

from dragoman.model import Language
from dragoman.remembered import remembered

Said = Literal["claimed", "denied", "open"]

_CLAUSE = re.compile(
    r"[;；。!！?？\n()（）|•]|\.(?:\s|$)|[，、]|(?<!\w)(?:but|aber|sondern|pero|sino|mais|mas|но|لكن)(?!\w)",
    re.IGNORECASE,
)
_NOT = (
    r"no|not|non|none|neither|nor|without|w/o|free (?:of|from)|never|isn['’]t|aren['’]t|doesn['’]t|don['’]t|lacks?|excl(?:uding|\.)?|except|0 ?%"
    r"|kein(?:e[rnms]?)?|nicht|ohne|frei von|weder|noch|nie|exkl(?:usive|\.)"
    r"|sin|nunca|ni|libres? de|exent[oa]s? de|tampoco"
    r"|sans|pas|ni|aucune?|jamais|exempte?s? de|dépourvue?s? de|hors"
    r"|sem|não|nem|nunca|livres? de|isent[oa]s? de"
    r"|не|без|нет|ни|кроме"
    r"|بدون|غير|ليس|ليست|لا|خالٍ? من|خالية? من|دون"
)
_SMALL = (
    r"any|an?|the|be|been|being|is|are|of|from|made|made of|made from|contain(?:s|ing)?|include[sd]?|have|has|with|suitable|certified|intended|in|as|for|use"
    r"|ein(?:e[rnms]?)?|hat|aus|mit|die|der|das|als|für|im|in|zum|zur|geeignet"
    r"|de|del|d['’]|el|la|los|las|un[ao]?s?|contiene|tiene|lleva|es|son|está|apt[oa]s?|para|en|con"
    r"|du|des|le|les|une?|est|sont|contient|au|aux|avec|en|pour"
    r"|do|da|dos|das|os?|as|um|uma|contém|tem|têm|possui|é|são|com|em"
    r"|из|содержит|имеет|для|в|с|من|في|على|مع|يحتوي|تحتوي|صالح|صالحة|مناسب|مناسبة"
)
_ONLY = r"only|just|merely|nur|allein|solo|sólo|solamente|seulement|uniquement|apenas|somente|só|только|лишь|فقط|less|more|weniger|mehr|menos|más|moins|plus|mais"
_OR = r"or|nor|oder|noch|o|u|ni|ou|nem|или|ни|أو|ولا"
_BEFORE = re.compile(
    rf"(?<![\w%])(?:{_NOT})(?:-|\s+)(?!(?:{_ONLY})(?!\w))(?:(?:{_SMALL})\s+|d['’])*"
    rf"(?:[^\s,]+(?:\s+[^\s,]+)?(?:\s*,\s*[^\s,]+)*\s*(?:,\s*)?(?:(?<!\w)(?:{_OR})(?!\w)\s+|/)(?:(?:{_SMALL})\s+|d['’])*)?$",
    re.IGNORECASE,
)
"""Right before a name, small words between; "no CE or FDA" denies both."""
_BEFORE_CJK = re.compile(r"(?:不含|不是|不带|不用|不使用|不可|不能|不|无|無|非|没有|未|ノン|免)$")
_BEHIND = re.compile(
    r"(?:[\s-]?free(?!\w)(?!\s(?:of|from|shipping|delivery|sample|gift|standing|size|cut)|-?standing)|[\s-]?frei(?:e[rnms]?)?(?!\w)(?!\s(?:haus|von|wählbar))|-?less(?!\w)|-?los(?:e[rnms]?)?(?!\w)"
    r"|\s?(?:フリー|なし|無し|抜き|不使用|未使用|ではない|でない|ではありません|を含まない|を含みません|不可|非対応|に?対応していません)"
    r"|\s(?:is|are)\s(?:not|excluded)(?!\s(?:only|just))|\s?[:=]\s?(?:no|none|nein|nicht|non|não|нет|لا|无|無|なし|✗|✘|×|n)(?![\w-])"
    r"|\s(?:not included|excluded|not available|nicht (?:enthalten|inbegriffen|vorhanden|dabei)|no incluid[oa]s?|non inclu(?:se?s?|s)?|não incluíd[oa]s?|не входит|отсутствует|غير متوفر|غير مشمول))",
    re.IGNORECASE,
)
_OPEN_BEFORE = re.compile(
    r"(?<!\w)(?:faux|fake|imitation|imitated|artificial|vegan|synthetic|simulated|optional|as option|like|look of|kunst|imitat|veganes|künstliches|simili|imit(?:ación|ação)(?: de| d['’])?|imitation (?:de|d['’])|aspecto(?: de)?|efecto|efeito|effet|aspect|sintétic[oa]|искусственн\w+|иммитация|имитация|под|optional(?:er|e|es)?|opcional|en option|опционально|pending|apply for)(?:-|\s+)$|(?:仿|人造|假|人工|フェイク|合成|人工)$",
    re.IGNORECASE,
)
_OPEN_BEHIND = re.compile(
    r"[\s-]?(?:look|optik|effect|effekt|imitation|imitat|imitation|dekor|decor|style|like|coloured|colored|farben)(?!\w)|\s?(?:调|调色|纹|纹理|調|風|风格|柄)"
    r"|(?:\s(?:certificat\w*|certified|marking|mark|zertifi\w+|kennzeichnung|approval|认证|認証))?\s?[:(-]?\s?(?:pending|applied for|in progress|in process|in preparation|under application|expected|expired|optional|on request|beantragt|in vorbereitung|in arbeit|abgelaufen|auf anfrage|en trámite|en proceso|pendiente|en cours|en attente|expirée?|em andamento|em processo|pendente|в процессе|оформляется|قيد|申请中|办理中|待|申請中|取得中|取得予定)",
    re.IGNORECASE,
)
_REACH = 90
"""Characters on either side that are looked at."""
_NO_IN_PT = re.compile(r"no\s", re.IGNORECASE)
_FREE = re.compile(r"(?:frei(?:e[rnms]?)?|los(?:e[rnms]?)?)$", re.IGNORECASE)
_LIKE = re.compile(r"(?:optik|imitat(?:ion)?|look|dekor|effekt)$", re.IGNORECASE)


@remembered(20_000)
def said(text: str, start: int, end: int, language: Language | None = None, /) -> Said:
    """What a text says of what text[start:end] names.

    Args:
        language: Of the text; in Portuguese "no" is "in the".

    >>> [said(text, text.index("CE"), text.index("CE") + 2) for text in ("CE marked", "no CE marking", "CE pending")]
    ['claimed', 'denied', 'open']
    """
    before, behind = text[max(0, start - _REACH) : start], text[end : end + _REACH]
    clause = _CLAUSE.split(before)[-1]
    found = _BEFORE.search(clause)
    if found is not None and language == "pt" and _NO_IN_PT.match(found.group()):
        found = None
    if found is not None or _BEFORE_CJK.search(before) or _BEHIND.match(behind):
        return "denied"
    if _OPEN_BEFORE.search(before) or _OPEN_BEHIND.match(behind):
        return "open"
    return "claimed"


def said_of_material(text: str, start: int, end: int, language: Language | None = None, /) -> Said:
    """As `said`, where the name can be a compound that says it by its end: "kunststofffrei", "Holzoptik"."""
    name = text[start:end]
    if _FREE.search(name):
        return "denied"
    return "open" if _LIKE.search(name) else said(text, start, end, language)
