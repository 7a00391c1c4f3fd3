"""Words beside a certificate or a material that take the claim back, in the nine languages: "no FDA", "CE pending",
"plastic-free", "faux leather"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dragoman.vocabulary.folding import fold_keeping_places
from dragoman.vocabulary.phrases import Match

_FILLERS = (
    r"(?:any|a|an|the|yet|made|of|out|real|genuine|valid|certified|contain|contains|containing|with|has|have|certifica\w*|zertifikat\w*|kind|aus|von|echtes?|echtem"
    r"|gultig\w*|enthalt\w*|une?|de|du|des|en|hecho|hecha|fait|contient|contiene|contem|feito|feita|valido|el|la|o"
    r"|содержит|содержат|является|имеет|сертифик\w*|сделан\w*|из|من|شهادة|شهاده|على)"
)
_BEFORE = re.compile(
    r"(?:(?<!\w)(?:not(?! only)|non|without|w/o|never|neither|nor|lacks?|lacking|free (?:of|from)|excluding|ohne|kein\w{0,2}|nicht(?! nur)|frei von"
    r"|sin|libre de|sans|pas d[e']|pas|aucune?|sem|nao|livre de|без|не(?! только)|нет|кроме|بدون|غير|بلا|ليس|ليست|خال من|خالي من|خاليه من)"
    rf"(?:[\s\-]+{_FILLERS})*[\s\-]*|(?<!\w)no(?!\s*[.:º°]|t only| solo| so | se )(?:[\s\-]+{_FILLERS})*[\s\-]+|(?:不含|无|不是|非|没有|未通过|未取得|未获|不符合|不使用|不用|無|未)\s*(?:含|获得|通过)?\s*)$"
)
"""What ends right before the name, in a folded text."""
_AFTER = re.compile(
    r"\s*[-:=（(]?\s*(?:(?:certificate|certificates|certification|certified|marking|mark|approval|approved|zertifikat|zertifizierung|kennzeichnung|zulassung"
    r"|certification|certificat|certificado|certificacion|certificacao|marcado|marquage|сертификат\w*|сертификация|认证|認証|证书)[\s:（(]*)?"
    r"(?:(?:is |are |ist |est |esta |в |still |noch |not |nicht )?(?:pending|in process|in progress|in preparation|being applied|applied for|under application|under way|underway|in the works|expired|planned|outstanding"
    r"|beantragt|in vorbereitung|in arbeit|in bearbeitung|ausstehend|abgelaufen|geplant|nicht vorhanden|fehlt|pendiente|en tramite|en proceso|en curso|caducad[oa]|solicitad[oa]|no disponible"
    r"|en cours|en attente|demandee?|expiree?|prevue?|pendente|em andamento|em processo|em tramite|em curso|expirad[oa]|solicitado"
    r"|в процессе|в ожидании|ожидается|оформляется|на оформлении|на рассмотрении|истек\w*|планируется|отсутствует"
    r"|قيد|معلق\w*|منتهي\w*|تحت الاجراء)(?!\w)"
    r"|(?:申请中|办理中|认证中|处理中|待审|待批|待办|过期|未取得|正在申请|申請中|取得中|取得予定|準備中|期限切れ|未対応|非対応|なし|無し|不使用|フリー)"
    r"|(?:not (?:certified|available|approved|included|held|compliant)|nicht (?:zertifiziert|verfugbar|konform)|no(?:ne)?|nein|non|nao|нет|لا|无|否)\s*[)）.]?\s*$)"
)
"""What begins right behind the name."""
_FREE = re.compile(
    r"frei(?:e[mnrs]?)?(?!\w)|(?:\s*-\s*|\s+)(?:free|frei|libre)(?!\w)(?!\s+(?:of|from|shipping|delivery|sample|samples|size|standing|von|de)(?!\w))"
)
_INSIDE_FREE = re.compile(r"frei(?:e[mnrs]?)?$")
_INSIDE_LOOK = re.compile(r"(?:optik|look|imitat\w*|ersatz)$")
_LOOKS_BEFORE = re.compile(
    r"(?<!\w)(?:faux|fausse|fake|imitation|imitacion|imitacao|imitated|mock|simili|aspect|effet|facon|imitat|efecto|efeito|simil|falso|falsa|имитаци\w*)"
    r"[\s\-]+(?:de |d'|of |a |под )?$|(?:仿真|仿|假|フェイク|擬)$"
)
_LOOKS_AFTER = re.compile(
    r"[\s\-]*(?:look|looks|effect|effekt|like|imitation|imitat|substitute|alternative|optik|ersatz|fals[oa])(?!\w)|\s*(?:纹|風(?![呂鈴車])|目?調(?![味理]))|\s+(?:مقلد|تقليد)\w*"
)
_MADE_BEFORE = re.compile(
    r"(?<!\w)(?:artificial|synthetic|vegan|kunstliche\w?|vegane\w?|sintetic[oa]|искусственн\w*|синтетическ\w*|эко)[\s\-]+$|(?:人造|合成|人工)$"
)
_MADE_AFTER = re.compile(
    r"[\s\-]+(?:vegan[oa]?|sintetic[oa]|artificial|synthetique)(?!\w)|\s+(?:صناعي|اصطناعي)\w*"
)
_GROWN = frozenset({"leather", "wood", "beech", "bamboo", "wool", "cotton", "linen"})
"""Materials that are another thing where they are made: synthetic rubber is rubber still."""
_ECOLOGICAL = re.compile(r"\s+ecologic[oa](?!\w)")
_UNDER = re.compile(r"(?<!\w)под\s+$")
_ALSO = re.compile(
    r"\s*(?:/|,?\s*(?:or|nor|oder|noch|ni|ou|nem|или|ни|او|ولا|或|、)(?:\s|(?=[^\x00-\u2fff])))\s*"
)
"""Between names that one "no" takes back: "no FDA or LFGB"."""
_TOGETHER = re.compile(r"\s*(?:/|&|\+|(?:and|und|y|et|e|и|و|和|及|と)(?:\s|(?=[^\x00-\u2fff])))\s*")
"""Between names that are pending together: "CE and FDA pending"."""
_PORTUGUESE = re.compile(r"(?<!\w)(?:de|da|do|com|para|em|e|os)(?!\w)")
"""Where "no" is "in the"."""
_NEAR = 60
_LISTED = """
    no without w/o never neither lack free exclud ohne kein nicht frei sin libre sans pas aucun sem nao livre без не кроме بدون غير بلا ليس خال 不含 不是 不符 不用 不使 无 非 没 未 無
    pending process progress prepar appli way works expir plan outstanding beantragt vorbereit arbeit ausstehend gelaufen fehlt pendi tramit proces curs caduc
    solicit cours attente demand prev pendente andamento процесс ожида оформл рассмотр истек планир отсутств قيد معلق منتهي تحت 请 办理 认证 处理 待 过期 申 取得 準備
    期限 対応 なし フリー لا 否 faux fauss fake imita mock simil aspect effe facon efect efeit fals имита 仿 假 フェイク 擬 look like substitut alternativ opti ersatz
    مقلد تقليد 纹 風 調 artifici synth vegan kunstlich sintet искусств синтет эко 人造 合成 人工 صناعي ecolog под
"""
_PARTS = tuple(_LISTED.split())
"""Some part of every word above: a text without any of them takes nothing back."""


def _folded(text: str) -> str:
    return fold_keeping_places(text)[0]


def _may_take_back(text: str, /) -> bool:
    """Whether a text may deny or imitate what it names; quick to say that it does not."""
    folded = _folded(text)
    return any(part in folded for part in _PARTS)


def denied(text: str, named: Sequence[Match], /) -> frozenset[Match]:
    """Of names found in a text, in order, those that it does not claim: denied, pending or expired."""
    if not named:
        return frozenset()
    before = [_is_denied_before(text, one) for one in named]
    after = [_is_denied_behind(text, one) for one in named]
    for at in range(1, len(named)):
        between = _folded(text[named[at - 1].end : named[at].start])
        before[at] = before[at] or (before[at - 1] and _ALSO.fullmatch(between) is not None)
    for at in range(len(named) - 2, -1, -1):
        between = _folded(text[named[at].end : named[at + 1].start])
        after[at] = after[at] or (after[at + 1] and _TOGETHER.fullmatch(between) is not None)
    return frozenset(one for one, is_so, too in zip(named, before, after, strict=True) if is_so or too)


def _is_denied_before(text: str, one: Match) -> bool:
    found = _BEFORE.search(_folded(text[max(0, one.start - _NEAR) : one.start]))
    if found is None:
        return False
    return not found.group().startswith("no ") or _PORTUGUESE.search(_folded(text)) is None


def _is_denied_behind(text: str, one: Match) -> bool:
    behind = _folded(text[one.end : one.end + _NEAR])
    if _AFTER.match(behind) is not None:
        return True
    inside = _folded(text[one.start : one.end])
    return not one.code.endswith("_free") and (
        _FREE.match(behind) is not None or _INSIDE_FREE.search(inside) is not None
    )


def made_of(text: str, named: Sequence[Match], /) -> tuple[Match, ...]:
    """Of materials found in a text, in order, those that goods are made of: neither denied nor imitated."""
    if not named or not _may_take_back(text):
        return tuple(named)
    others = denied(text, named) | imitated(text, named)
    return tuple(one for one in named if one not in others)


def imitated(text: str, named: Sequence[Match], /) -> frozenset[Match]:
    """Of materials found in a text, those that something else is made to look like."""
    return frozenset(one for one in named if _is_imitated(text, one))


def _is_imitated(text: str, one: Match) -> bool:
    before = _folded(text[max(0, one.start - _NEAR) : one.start])
    behind = _folded(text[one.end : one.end + _NEAR])
    looks = _LOOKS_BEFORE.search(before) or _LOOKS_AFTER.match(behind)
    if looks is not None or _INSIDE_LOOK.search(_folded(text[one.start : one.end])) is not None:
        return True
    if one.code == "leather" and _ECOLOGICAL.match(behind) is not None:
        return True
    if one.code not in _GROWN:
        return False
    made = _MADE_BEFORE.search(before) or _MADE_AFTER.match(behind) or _UNDER.search(before)
    return made is not None
