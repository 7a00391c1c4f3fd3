"""Words beside a name that take the claim back, in the nine languages: "no FDA", "plastic-free" and "without lid" deny
it; "CE pending", "lid optional" and "faux leather" leave it open.

A mixed text is as good as another: the words of all the languages are looked for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from dragoman.model import Language
from dragoman.remembered import remembered
from dragoman.vocabulary.folding import fold_keeping_places
from dragoman.vocabulary.phrases import Match

Said = Literal["claimed", "denied", "open"]


def _folded(text: str) -> str:
    return fold_keeping_places(text)[0]


# the words: parted by "|", written folded or not; "*" stands for any ending
_NOT = """
    not | non | none | neither | nor | without | w/o | never | lack | lacks | lacking | free of | free from | excl. | excluding | except | isn't | aren't | doesn't | don't
    | kein | keine | keinerlei | keinen | keiner | keinem | keines | keins | nicht | ohne | frei von | weder | noch | nie | exkl. | exklusive
    | sin | nunca | ni | libre de | libres de | exento de | exenta de | exentos de | exentas de | tampoco
    | sans | pas | pas d' | aucun | aucune | jamais | exempt de | exempts de | exempte de | exemptes de | dépourvu de | dépourvue de | dépourvus de | dépourvues de | hors
    | sem | não | nem | livre de | livres de | isento de | isenta de | isentos de | isentas de
    | не | без | нет | ни | кроме | بدون | غير | بلا | ليس | ليست | لا | دون | خال من | خالي من | خالية من
"""
_NOT_CJK = """
    不含 | 不是 | 不带 | 不用 | 不使用 | 不可 | 不能 | 不符合 | 不 | 无 | 無 | 非 | 没有 | 未 | 未通过 | 未取得 | 未获 | 免 | ノン
"""
_SMALL = """
    any | an | a | the | yet | be | been | being | is | are | of | from | out | made | contain | contains | containing | include | includes | included | have | has | with | suitable | certified
    | intended | in | as | for | use | real | genuine | valid | kind | certifica* | ein | eine | einen | einer | einem | eines | hat | aus | von | mit | die | der | das | als | für | im | zum | zur
    | geeignet | echt | echte | echtes | echtem | gültig* | enthält* | zertifikat* | de | del | el | la | los | las | un | una | unos | unas | hecho | hecha | contiene | tiene | lleva | es | son
    | está | apto | apta | aptos | aptas | para | en | con | válido | du | des | le | les | une | fait | est | sont | contient | au | aux | avec | pour
    | do | da | dos | o | os | as | um | uma | feito | feita | contém | tem | têm | possui | é | são | com | em
    | из | содержит | содержат | является | имеет | сертифик* | сделан* | для | в | с | من | في | على | مع | شهادة | يحتوي | تحتوي | صالح | صالحة | مناسب | مناسبة
"""
"""What may stand between: "without any", "pas de", "не содержит"."""
_ONLY = """
    only | just | merely | less | more | nur | allein | weniger | mehr | solo | solamente | se | menos | más | seulement | uniquement | moins | plus
    | apenas | somente | só | mais | только | лишь | فقط
"""
_OR = "or | nor | oder | noch | o | u | ni | ou | nem | или | ни | أو | ولا"
_DENIED_BEHIND = """
    not included | excluded | not available | not certified | not approved | not held | not compliant | nicht enthalten | nicht inbegriffen | nicht vorhanden | nicht dabei
    | nicht zertifiziert | nicht verfügbar | nicht konform | fehlt | no incluido* | no incluida* | no disponible | non inclus* | não incluíd* | не входит | отсутствует | غير متوفر | غير مشمول
    | なし | 無し | 抜き | 不使用 | 未使用 | フリー | ではない | でない | ではありません | を含まない | を含みません | 不可 | 未対応 | 非対応 | 対応していません | に対応していません
"""
_NO = "no | none | nein | nicht | non | não | нет | لا | 无 | 無 | 否 | なし"
"""As the whole answer: "CE: no"."""
_NO_SIGN = "✗ | ✘ | × | n"
_AWAITED = """
    pending | in process | in progress | in preparation | being applied | applied for | under application | under way | underway | in the works | expected | expired | outstanding | planned | beantragt | in vorbereitung | in arbeit | in bearbeitung | ausstehend | abgelaufen | geplant | pendiente | en trámite | en proceso | en curso | caducado | caducada
    | solicitado | solicitada | en cours | en attente | demandé | demandée | expiré | expirée | prévu | prévue | pendente | em andamento | em processo | em trâmite | em curso
    | expirado | expirada | в процессе | в ожидании | ожидается | оформляется | на оформлении | на рассмотрении | истек* | планируется | قيد | معلق* | منتهي* | تحت الإجراء
    | 申请中 | 办理中 | 认证中 | 处理中 | 待审 | 待批 | 待办 | 待定 | 过期 | 未取得 | 正在申请 | 申請中 | 取得中 | 取得予定 | 準備中 | 期限切れ
"""
_CHOICE = "optional | on request | auf anfrage | opcional | en option | опционально"
_AWAITED_BEFORE = "optional | optionale | optionaler | optionales | as option | pending | apply for | opcional | en option | опционально"
_NOUN = """
    certificate | certificates | certification | certified | marking | mark | approval | approved | zertifikat | zertifiziert | zertifizierung | kennzeichnung | zulassung | certificat | certificado
    | certificación | certificação | marcado | marquage | сертификат* | сертификация | 认证 | 認証 | 证书
"""
_STILL = "is | are | ist | sind | est | sont | está | son | é | в | still | noch | not | nicht"
_LOOKS_BEFORE = """
    faux | fausse | fake | imitation | imitación | imitação | imitated | mock | simulated | simili | simil | aspect | aspecto | effet | façon | imitat | kunst | efecto | efeito | falso | falsa
    | like | look of | имитаци* | иммитаци* | 仿真 | 仿 | 假 | フェイク | 擬
"""
_LOOKS_BEHIND = """
    look | looks | effect | effekt | like | imitation | imitat | substitute | alternative | optik | dekor | style | coloured | colored | farben | ersatz | falso | falsa | مقلد* | تقليد*
"""
_LOOKS_BEHIND_CJK = r"\s?(?:纹|风格|目柄|風(?![呂鈴車扇機])|目?[调調](?![味理料节節整羹]))"
_MADE_BEFORE = "artificial | synthetic | vegan | künstlich* | vegane* | sintético | sintética | искусственн* | синтетическ* | эко | 人造 | 合成 | 人工"
_MADE_BEHIND = (
    "vegan | vegano | vegana | sintético | sintética | artificial | synthétique | صناعي* | اصطناعي*"
)
_UNDER = "под"
_FREE_OF_CHARGE = "of | from | shipping | delivery | sample | samples | gift | size | cut | standing | von | de | haus | wählbar"
_GROWN = frozenset({"leather", "wood", "beech", "bamboo", "wool", "cotton", "linen"})
"""Materials that are another thing where they are made: synthetic rubber is rubber still."""

_FAR_EAST = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")


def _words(listed: str) -> list[str]:
    return [_folded(" ".join(one.split())) for one in listed.split("|")]


def _any_of(listed: str) -> str:
    """An expression for a list: words are matched whole, Chinese and Japanese ones anywhere."""
    made = []
    for word in sorted(_words(listed), key=len, reverse=True):
        inner = re.escape(word.removesuffix("*")).replace(r"\ ", r"\s+") + (r"\w*" if word[-1] == "*" else "")
        first = r"(?<!\w)" if word[0].isalnum() and not _FAR_EAST.match(word) else ""
        last = r"(?!\w)" if word[-1].isalnum() and not _FAR_EAST.match(word[-1]) else ""
        made.append(f"{first}{inner}{last}")
    return f"(?:{'|'.join(made)})"


_CLAUSE = re.compile(
    rf"[;!?\n()|•]|\.(?:\s|$)|{_any_of('but | aber | sondern | pero | sino | mais | mas | но | لكن')}"
)
_BETWEEN = rf"(?:[\s\-]+{_any_of(_SMALL)})*(?:[\s\-]+d'|[\s\-]*)"
_BEFORE = re.compile(
    rf"(?:{_any_of(_NOT)}|(?<!\w)no(?=[\s\-])(?!\s*[.:º°])|(?<![\w.,])0\s?%)(?![\s\-]*{_any_of(_ONLY)}){_BETWEEN}"
    rf"(?:[^\s,/]+(?:\s+[^\s,]+)?(?:/|(?:\s*,\s*[^\s,]+)*\s*,?\s*{_any_of(_OR)}{_BETWEEN}))?$"
)
"""What ends right before a denied name, in a folded text; "no CE or FDA" denies both."""
_BEFORE_CJK = re.compile(rf"{_any_of(_NOT_CJK)}\s*(?:含|获得|通过)?\s*$")
_BESIDE = rf"\s*[-:=(]?\s*(?:{_any_of(_NOUN)}[\s:(]*)?(?:{_any_of(_STILL)}\s+)*"
_DENIED = re.compile(
    rf"{_BESIDE}{_any_of(_DENIED_BEHIND)}|\s(?:is|are)\snot(?!\w)(?!\s(?:only|just))"
    rf"|\s?[:=]\s?(?:{_any_of(_NO)}|{_any_of(_NO_SIGN)})(?!-|\s*[.º°]\s*\d)|{_BESIDE}{_any_of(_NO)}\s*[).]?\s*$"
)
"""What begins right behind a denied name."""
_FREE = re.compile(
    rf"[\s\-]*(?:free|libre)(?!\w)(?![\s\-]*{_any_of(_FREE_OF_CHARGE)})"
    rf"|[\s\-]*frei(?:e[mnrs]?)?(?!\w)(?!\s+{_any_of(_FREE_OF_CHARGE)})|-?less(?!\w)|-?los(?:e[mnrs]?)?(?!\w)"
)
_OPEN_BEFORE = re.compile(rf"{_any_of(_AWAITED_BEFORE)}[\s\-]+$")
_OPEN_BEHIND = re.compile(
    rf"{_BESIDE}(?:{_any_of(_AWAITED)}|待(?![机機命]))"
    rf"|\s*:?\s*(?:{_any_of(_NOUN)}\s*:?\s*)?(?:{_any_of(_STILL)}\s+)*{_any_of(_CHOICE)}"
    rf"|\s*[-(]\s*{_any_of(_CHOICE)}\s*(?:[),.;|]|$)"
)
"""What begins behind a name that is not claimed yet; in "steel (optional lid)" the lid is optional."""
_LIKE_BEFORE = re.compile(rf"{_any_of(_LOOKS_BEFORE)}[\s\-]*(?:(?:de|of|a|под) |d')?$")
_LIKE_BEHIND = re.compile(rf"[\s\-]*{_any_of(_LOOKS_BEHIND)}|{_LOOKS_BEHIND_CJK}")
_MADE = re.compile(rf"(?:{_any_of(_MADE_BEFORE)}[\s\-]*|{_any_of(_UNDER)}\s+)$")
_MADE_AFTER = re.compile(rf"[\s\-]+{_any_of(_MADE_BEHIND)}")
_ECOLOGICAL = re.compile(r"\s+ecologic[oa](?!\w)")
_NAMED_FREE = re.compile(r"(?:frei|los)(?:e[mnrs]?)?$")
_NAMED_LIKE = re.compile(r"(?:optik|look|imitat\w*|ersatz|dekor|effekt)$")
_NAMED_OTHER = re.compile(
    r"(?:faux|fausse|fake|imitation|imitacion|imitacao|mock|simulated|imitat)[\s\-]|.*(?<!\w)vegan"
)
"""Names of what looks like another material without a word of what it is: "vegan leather" may be of plastic or cactus."""
_ALSO = re.compile(
    r"\s*(?:/|,?\s*(?:or|nor|oder|noch|ni|ou|nem|или|ни|او|ولا|或)(?:\s|(?=[^\x00-\u2fff])))\s*"
)
"""Between names that one "no" takes back: "no FDA or LFGB"."""
_TOGETHER = re.compile(r"\s*(?:/|&|\+|(?:and|und|y|et|e|и|و|和|及|と)(?:\s|(?=[^\x00-\u2fff])))\s*")
"""Between names that are pending together: "CE and FDA pending"."""
_PORTUGUESE = re.compile(r"(?<!\w)(?:de|da|do|com|para|em|e|os)(?!\w)")
"""Where "no" is "in the"."""
_NEAR = 90
"""Characters on either side that are looked at."""
_RUN = re.compile(r"\w+")
_LISTED = [
    word
    for listed in (_NOT, _NOT_CJK, _DENIED_BEHIND, _NO, _AWAITED, _CHOICE, _AWAITED_BEFORE, _LOOKS_BEFORE, _MADE_BEFORE, _MADE_BEHIND, _UNDER)
    for word in _words(listed)
]  # fmt: skip
_WHOLE = frozenset(
    max(_RUN.findall(word), key=len) for word in _LISTED if word[-1] != "*" and not _FAR_EAST.search(word)
) | {"no"}
_PARTS = (
    *(max(word.removesuffix("*").split(), key=len) for word in _LISTED if word[-1] == "*"),
    *(word for word in _LISTED if _FAR_EAST.search(word)),
    *(word.removesuffix("*") for word in _words(_LOOKS_BEHIND)),
    *_words(
        "free | libre | frei | less | los | optik | imitat | ersatz | effekt | vegan | ecologic | 0% | 0 % | 待 | 纹 | 风格 | 目柄 | 風 | 调 | 調"
    ),
    *(f"{sign}{space}{no}" for sign in ":=" for space in ("", " ") for no in _words(_NO_SIGN)),
)
"""A text without any of the words and parts claims all that it names."""


@remembered(4_000)
def _may_take_back(text: str, /) -> bool:
    """Whether a text may not claim what it names; quick to say that it does."""
    folded = _folded(text)
    return not _WHOLE.isdisjoint(_RUN.findall(folded)) or any(part in folded for part in _PARTS)


@remembered(20_000)
def said(
    text: str, start: int, end: int, language: Language | None = None, /, *, code: str | None = None
) -> Said:
    """What a text says of what text[start:end] names.

    Args:
        language: Of the text, where it is known; in Portuguese "no" is "in the".
        code: Of the certificate or material named. It can be a compound that says it by its end
            ("kunststofffrei", "Holzoptik"), or what is made as it is grown (synthetic rubber).

    >>> [said(text, text.index("CE"), text.index("CE") + 2) for text in ("CE marked", "no CE marking", "CE pending")]
    ['claimed', 'denied', 'open']
    """
    if not _may_take_back(text):
        return "claimed"
    if _denied_before(text, start, language) or _denied_behind(text, start, end, code):
        return "denied"
    return "open" if _is_awaited(text, start, end) or _is_like(text, start, end, code) else "claimed"


def said_of(text: str, one: Match, language: Language | None = None, /) -> Said:
    """As `said`, of a certificate or a material found in a text."""
    return said(text, one.start, one.end, language, code=one.code)


def denied(text: str, named: Sequence[Match], /) -> frozenset[Match]:
    """Of names found in a text, in order, those that it does not claim: denied, pending or expired."""
    if not named or not _may_take_back(text):
        return frozenset()
    before = [_denied_before(text, one.start, None) for one in named]
    after = [
        _denied_behind(text, one.start, one.end, one.code) or _is_awaited(text, one.start, one.end)
        for one in named
    ]
    for at in range(1, len(named)):
        between = _folded(text[named[at - 1].end : named[at].start])
        before[at] = before[at] or (before[at - 1] and _ALSO.fullmatch(between) is not None)
    for at in range(len(named) - 2, -1, -1):
        between = _folded(text[named[at].end : named[at + 1].start])
        after[at] = after[at] or (after[at + 1] and _TOGETHER.fullmatch(between) is not None)
    return frozenset(one for one, is_so, too in zip(named, before, after, strict=True) if is_so or too)


def made_of(text: str, named: Sequence[Match], /) -> tuple[Match, ...]:
    """Of materials found in a text, in order, those that goods are made of: neither denied nor imitated."""
    if not named or not _may_take_back(text):
        return tuple(named)
    others = denied(text, named) | imitated(text, named)
    return tuple(one for one in named if one not in others)


def imitated(text: str, named: Sequence[Match], /) -> frozenset[Match]:
    """Of materials found in a text, those that something else is made to look like."""
    return frozenset(
        one
        for one in named
        if _is_like(text, one.start, one.end, one.code)
        or _NAMED_OTHER.match(_folded(text[one.start : one.end])) is not None
    )


def _before(text: str, start: int) -> str:
    return _folded(text[max(0, start - _NEAR) : start])


def _behind(text: str, end: int) -> str:
    return _folded(text[end : end + _NEAR])


def _denied_before(text: str, start: int, language: Language | None) -> bool:
    before = _before(text, start)
    if _BEFORE_CJK.search(before) is not None:
        return True
    found = _BEFORE.search(_CLAUSE.split(before)[-1])
    if found is None or not found.group().startswith("no "):
        return found is not None
    return language != "pt" and (language is not None or _PORTUGUESE.search(_folded(text)) is None)


def _denied_behind(text: str, start: int, end: int, code: str | None) -> bool:
    behind = _behind(text, end)
    if _DENIED.match(behind) is not None:
        return True
    if code is None:
        return _FREE.match(behind) is not None
    inside = _folded(text[start:end])
    return not code.endswith("_free") and (
        _FREE.match(behind) is not None or _NAMED_FREE.search(inside) is not None
    )


def _is_awaited(text: str, start: int, end: int) -> bool:
    return (
        _OPEN_BEFORE.search(_before(text, start)) is not None
        or _OPEN_BEHIND.match(_behind(text, end)) is not None
    )


def _is_like(text: str, start: int, end: int, code: str | None) -> bool:
    """Whether something only looks like what is named, or is made where that is grown."""
    before, behind = _before(text, start), _behind(text, end)
    if _LIKE_BEFORE.search(before) is not None or _LIKE_BEHIND.match(behind) is not None:
        return True
    if code is not None and _NAMED_LIKE.search(_folded(text[start:end])) is not None:
        return True
    if code == "leather" and _ECOLOGICAL.match(behind) is not None:
        return True
    if code is not None and code not in _GROWN:
        return False
    return _MADE.search(before) is not None or _MADE_AFTER.match(behind) is not None
