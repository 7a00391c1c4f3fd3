"""Which language a buyer's question is in: a few words, often with English trade names among them.

Statistics need more text than "disco duro externo" has. Letters that only some languages write, small words, and
the names of goods that a language's lexicon knows tell more; statistics decide among what is left.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from dragoman.model import Language
from dragoman.normalise.kinds import find_concepts
from dragoman.normalise.languages import by_script, identify, latin_shares
from dragoman.vocabulary.folding import fold_keeping_places

_SHORT = 60
"""Letters up to which names of goods are looked up; a longer text tells by itself."""
_LATIN: tuple[Language, ...] = ("en", "es", "de", "fr", "pt")
_LETTERS: tuple[tuple[re.Pattern[str], Mapping[Language, float]], ...] = (
    (re.compile(r"ß"), {"de": 4}),
    (re.compile(r"[äöü]"), {"de": 3}),
    (re.compile(r"[ñ¿¡]|ción(?!\w)|ciones(?!\w)"), {"es": 4}),
    (re.compile(r"[ãõ]|ções(?!\w)"), {"pt": 4}),
    (re.compile(r"[œûîëù]|(?<!\w)[dlj]['’](?=\w)|è"), {"fr": 3}),
    (re.compile(r"ç"), {"fr": 1, "pt": 1}),
    (re.compile(r"[êâôà]"), {"fr": 1, "pt": 1}),
    (re.compile(r"é"), {"fr": 1, "pt": 0.7, "es": 0.7}),
    (re.compile(r"[áíóú]"), {"es": 1.5, "pt": 1.5}),
)
"""Letters, and what they tell."""
_ENDINGS: tuple[tuple[re.Pattern[str], Mapping[Language, float]], ...] = (
    (re.compile(r"lh[aeo]|nh[aeo]|(?<!\w)\w+(?:gem|agens|eiro|eira)(?!\w)"), {"pt": 1}),
    (re.compile(r"ll[aeo]|(?<!\w)\w+(?:ero|era|eros|eras|uelo)(?!\w)"), {"es": 0.7}),
    (re.compile(r"eau(?:x)?(?!\w)|(?<!\w)\w+(?:eurs?|euses?|ettes?|aille)(?!\w)"), {"fr": 1}),
    (re.compile(r"sch|(?<!\w)\w+(?:ung|ungen|keit|chen|zeug|tz)(?!\w)"), {"de": 1}),
)
_SMALL_WORDS: Mapping[Language, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "en": "the with for and of to from without need under per in at by looking want buy made not my your blue black white red cheap",
        "de": "der die das mit fur und aus ohne nach von zum zur im am bis unter uber pro stuck wir ich suche suchen brauche nicht kein keine auch oder gunstige gunstig schwarz weiss rot blau karte",
        "fr": "le les des du avec pour et sans au aux une un sous nous je cherche pas moins dans chez ou noir blanc rouge bleu acier bois carte pieces",
        "es": "el los las con y sin del una un busco necesito hasta menos por desde o sobre negro negra blanco blanca rojo acero madera piezas uds duro tarjeta",
        "pt": "o os as com e sem do da dos das em na nos nas um uma ate preciso procuro mais ou por pelo pela preto preta branco branca vermelho aco madeira pecas fone fones rigido cartao",
    }.items()
}
"""Words that stand beside the goods and belong to one language, or to two of them; folded."""
_SHARED: Mapping[str, tuple[Language, ...]] = {
    "de": ("es", "pt", "fr"),
    "para": ("es", "pt"),
    "unidades": ("es", "pt"),
    "barato": ("es", "pt"),
    "baratos": ("es", "pt"),
    "barata": ("es", "pt"),
    "baratas": ("es", "pt"),
    "la": ("es", "fr"),
    "en": ("es", "fr"),
    "a": ("en", "es", "pt"),
    "no": ("en", "es", "pt"),
    "l": ("fr",),
    "d": ("fr",),
}
_OTHER_SCRIPT = re.compile(
    r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]+|[\u0400-\u04ff]{3,}|[\u0600-\u06ff]{3,}"
)
"""Who writes such letters at all asks in their language; the others are names."""
_WORD = re.compile(r"[^\W\d_]+")
_OF_SMALL_WORD = 1.5
_OF_SHARED_WORD = 0.8
_OF_NAMES = 4.0
"""For a text that is all names of goods of a language."""
_USUAL = 1.0
"""English goes first where it names all that others name: trade names are mostly English."""
_OF_STATISTICS = 2.0
_SURE = 0.9
_UNSURE = 0.5
_CLEAR = 1.0
"""A lead from which the language is sure."""


def language_of_question(text: str, /) -> tuple[Language, float]:
    """The language and how sure that is, in (0, 1].

    >>> [language_of_question(text)[0] for text in ("Digitalkamera", "disco duro externo", "cabo HDMI", "led lamp")]
    ['de', 'es', 'pt', 'en']
    """
    script = by_script(text)
    if script is None and (other := _OTHER_SCRIPT.search(text)) is not None:
        script = by_script(other.group())  # "micro SD卡"
    if script is not None:
        return _in_han(text, *script) if script[0] in {"zh", "ja"} else script
    votes = _votes(text)
    first, second = sorted(votes.values(), reverse=True)[:2]
    if first == 0:
        return identify(text)
    if first - second < _OF_STATISTICS + _CLEAR:  # else statistics cannot change it
        for language, share in latin_shares(text).items():
            votes[language] += _OF_STATISTICS * share
    ordered = sorted(votes.values(), reverse=True)
    best = max(votes, key=lambda language: votes[language])
    if ordered[0] - ordered[1] >= _CLEAR:
        return best, _SURE
    return best, _UNSURE


def _votes(text: str) -> dict[Language, float]:
    """What each language has in its favour, statistics left out."""
    votes: dict[Language, float] = dict.fromkeys(_LATIN, 0.0)
    lower = text.lower()
    for expression, told in _ENDINGS if lower.isascii() else (*_LETTERS, *_ENDINGS):
        if expression.search(lower):
            for language, weight in told.items():
                votes[language] += weight
    words = _WORD.findall(fold_keeping_places(text)[0])
    for word in (one for at, one in enumerate(words) if one != "no" or "no" not in words[:at]):
        for language in _SHARED.get(word, ()):
            votes[language] += _OF_SHARED_WORD
        for language in _LATIN:
            votes[language] += _OF_SMALL_WORD * (word in _SMALL_WORDS[language])
    first, second = sorted(votes.values(), reverse=True)[:2]
    if len(text) <= _SHORT and first - second < _OF_STATISTICS + _CLEAR:
        named = {language: _named(text, language) for language in _LATIN}
        for language in _LATIN:
            votes[language] += _OF_NAMES * named[language]
        if named["en"] >= max(named.values()) > 0:
            votes["en"] += _USUAL
    return votes


def _named(text: str, language: Language) -> float:
    """The share of a text's letters that names of goods of a language cover."""
    letters = sum(char.isalpha() for char in text)
    covered = sum(one.end - one.start for one in find_concepts(text, (language,)))
    return min(1.0, covered / letters) if letters else 0.0


def _in_han(text: str, found: Language, sure: float) -> tuple[Language, float]:
    """Chinese or Japanese: without kana, by characters that only one of them writes ("实", "電"), then by the names
    of goods that they spell ("机" is a desk in Japanese only)."""
    if len(text) > _SHORT or re.search(r"[\u3040-\u30ff]", text):
        return found, sure
    chinese, japanese = _written_in(text, "gb2312"), _written_in(text, "shift_jis")
    if chinese == japanese:
        chinese, japanese = _named(text, "zh"), _named(text, "ja")
    if chinese == japanese:
        return found, sure
    return ("zh" if chinese > japanese else "ja"), max(
        0.7, sure if (chinese > japanese) == (found == "zh") else 0
    )


def _written_in(text: str, charset: str) -> float:
    """How many Han characters of a text a country's character set has."""
    return sum(_has(charset, char) for char in text if char >= "\u3400")


@lru_cache(maxsize=20_000)
def _has(charset: str, char: str) -> bool:
    try:
        char.encode(charset)
    except UnicodeEncodeError:
        return False
    return True
