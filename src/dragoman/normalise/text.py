"""Text analysis, done once before any index: folding, segmentation, stems, measures, identifiers.

Four kinds of token come out, so that every engine indexes the same ones:

- folded words: "größe" -> "grosse";
- stems, marked "~": "bottles" -> "bottles", "~bottl" (a stem never shows up as a completion);
- pairs of neighbouring characters for Chinese and Japanese, single ones marked "~";
- measures in one base unit: "0.75 l", "750 ml", "75cl" -> "750ml".

An identifier ("311992D3", "M12x40", "006R90321") stays whole beside its parts.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

import Stemmer

from dragoman.model import Language
from dragoman.normalise.arabic import light_stem
from dragoman.ports import Term
from dragoman.remembered import remembered
from dragoman.vocabulary.measures import base_measure

MAX_TOKEN = 64
"""Characters; longer tokens are cut: no word of the nine languages is that long."""
MAX_TEXT = 20_000
"""Characters of one field that are analysed."""

_STEMMERS = {
    "en": "english",
    "es": "spanish",
    "de": "german",
    "fr": "french",
    "pt": "portuguese",
    "ru": "russian",
}
_ARABIC = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ـ": None})
_MARKS = dict.fromkeys([*range(0x300, 0x370), *range(0x64B, 0x656)])
"""Accents, and the vowel signs of Arabic."""
_DIGITS = {ord(zero) + n: str(n) for zero in "٠۰" for n in range(10)}
CJK = "\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_CHUNK = re.compile(rf"[{CJK}]+|[^\W_{CJK}]+(?:[-./x×+'’_][^\W_{CJK}]+)*[\"″%°]?")
CJK_LETTER = re.compile(f"[{CJK}]")
"""Of a language that is written without blanks."""
_FIRST_CJK = CJK[0]
_CJK_RUN = re.compile(rf"[{CJK}]+")
_WORD = re.compile(rf"[^\W_{CJK}]+|[{CJK}]+")
_PARTS = re.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)*")
_MEASURE = re.compile(
    r"(?<![\w.,/])(\d{1,9}(?:[.,]\d{1,9})?)\s{0,2}([^\W\d_]{1,12}(?:[²³23])?|\"|″|°c|%)(?![^\W\d_])"
)


def fold(text: str, /) -> str:
    """NFKC, lower case, no accents, plain Arabic letters, ASCII digits. Kana and Hangul keep their marks.

    >>> fold("Größe ٧٥٠ مِل Ｍ８ Éléments")
    'grosse 750 مل m8 elements'
    """
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFKC", text).translate(_DIGITS).casefold().translate(_ARABIC)
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", text).translate(_MARKS))


def identifier_key(text: str, /) -> str:
    """An identifier as it is compared: letters and digits only, leading zeros kept.

    >>> identifier_key("006R-90321"), identifier_key(" 00412 BK ")
    ('006r90321', '00412bk')
    """
    return "".join(char for char in fold(text) if char.isalnum())


def looks_like_identifier(word: str, /) -> bool:
    """Whether a word could be a GTIN, MPN or SKU: digits with letters or dashes, or many digits.

    >>> [looks_like_identifier(word) for word in ("006R90321", "00412", "750", "bottle", "750ml", "A-12-B")]
    [True, True, False, False, False, True]
    """
    folded = fold(word).strip()
    key = identifier_key(word)
    digits = sum(char.isdigit() for char in key)
    if digits == 0 or len(key) < 4 or _CJK_RUN.search(folded) or any(char.isspace() for char in folded):
        return False
    if digits == len(key):
        return len(key) >= 5 or "-" in word
    measure = _MEASURE.fullmatch(folded)
    return measure is None or base_measure(Decimal(1), measure.group(2)) is None


@lru_cache(maxsize=8)
def _stemmer(language: Language) -> Stemmer.Stemmer | None:
    name = _STEMMERS.get(language)
    return Stemmer.Stemmer(name, 0) if name is not None else None


@remembered(200_000)
def stem(word: str, language: Language, /) -> str:
    """The folded stem of a lower-case word; "" where the language has no stemmer."""
    if not word.isalpha():
        return ""
    if language == "ar":
        folded = fold(word)
        return folded if folded.isascii() else light_stem(folded)
    stemmer = _stemmer(language)
    if stemmer is None:
        return ""
    if language == "pt":
        word = _portuguese_singular(word)
    return fold(stemmer.stemWord(word))


_PORTUGUESE_PLURALS = (
    ("ões", "ão"),
    ("oes", "ao"),
    ("ães", "ão"),
    ("aes", "ao"),
    ("ais", "al"),
    ("éis", "el"),
    ("eis", "el"),
    ("óis", "ol"),
    ("ois", "ol"),
    ("uis", "ul"),
    ("ns", "m"),
)
"""Endings that the stemmer does not bring together, with and without their accents."""
_SHORTEST_PLURAL = 5


def _portuguese_singular(word: str) -> str:
    """
    >>> [_portuguese_singular(word) for word in ("extensões", "papeis", "lençóis", "imagens", "mais", "garrafas")]
    ['extensão', 'papel', 'lençol', 'imagem', 'mais', 'garrafas']
    """
    if len(word) >= _SHORTEST_PLURAL:
        for plural, singular in _PORTUGUESE_PLURALS:
            if word.endswith(plural):
                return word.removesuffix(plural) + singular
    return word


def _marked_stem(word: str, language: Language) -> str:
    found = stem(word, language)
    return f"~{found}"[:MAX_TOKEN] if found else ""


def analyse(text: str, language: Language | None, /) -> tuple[str, ...]:
    """The tokens of a text, in order, repeats kept.

    Args:
        text: any; cut at MAX_TEXT characters.
        language: decides the stemmer; None: no stems.

    >>> analyse("Steel bottles 0.75 l", "en")
    ('steel', '~steel', 'bottles', '~bottl', '0.75', 'l', '~l', '750ml')
    """
    lowered = _lowered(text[:MAX_TEXT])
    tokens: list[str] = []
    for word in _CHUNK.findall(lowered):
        if word[0] >= _FIRST_CJK and _CJK_RUN.match(word):
            tokens += _characters_flat(word)
        else:
            tokens += _flat(word, language)
    tokens += [
        measure
        for number, unit in _MEASURE.findall(lowered)
        if (measure := _measure(number, unit)) is not None
    ]
    return tuple(tokens)


def _lowered(text: str) -> str:
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKC", text).translate(_DIGITS).lower()


@remembered(50_000)
def _measure(number: str, unit: str) -> str | None:
    return base_measure(Decimal(number.replace(",", ".")), unit)


@remembered(200_000)
def _flat(word: str, language: Language | None) -> tuple[str, ...]:
    """All tokens of a word; kept, since a catalogue says the same words again and again."""
    return tuple(token for group in _word(word, language, None) for token in group)


@remembered(50_000)
def _characters_flat(run: str) -> tuple[str, ...]:
    return tuple(token for group in _characters(run, for_query=False) for token in group)


def query_terms(text: str, language: Language | None, /) -> tuple[Term, ...]:
    """The terms of a question, forms of one word in one group; a stem counts a little less than the word.

    English stems are tried beside those of the question's language: product names are often English.
    """
    terms: list[Term] = []
    number = 0
    for group in _groups(text[:MAX_TEXT], language, also="en"):
        weighted = {
            token: (0.9 if token.startswith("~") and len(group) > 1 else 1.0)
            for token in dict.fromkeys(group)
        }
        if weighted:
            terms.extend(Term(token=token, weight=weight, group=number) for token, weight in weighted.items())
            number += 1
    return tuple(terms)


@remembered(20_000)
def words_of(text: str, /) -> tuple[str, ...]:
    """Folded words in order; runs of Chinese and Japanese as pairs of neighbours."""
    words: list[str] = []
    for run in _WORD.findall(fold(text)):
        if _CJK_RUN.match(run) and len(run) > 1:
            words += [run[place : place + 2] for place in range(len(run) - 1)]
        else:
            words.append(run)
    return tuple(words)


_Forms = tuple[str, ...]
"""The tokens of one word."""


def _groups(text: str, language: Language | None, *, also: Language) -> list[_Forms]:
    """The tokens of each word, measure or character pair of a question, forms of one thing together."""
    measures, rest = _measures(_lowered(text))
    groups: list[_Forms] = []
    for word in _CHUNK.findall(rest):
        if _CJK_RUN.fullmatch(word):
            groups.extend(_characters(word, for_query=True))
        else:
            groups.extend(_word(word, language, also))
    groups.extend((measure,) for measure in measures)
    return [group for group in groups if group]


def _characters(run: str, *, for_query: bool) -> list[_Forms]:
    run = fold(run)
    pairs: list[_Forms] = [(run[place : place + 2],) for place in range(len(run) - 1)]
    singles: list[_Forms] = [(f"~{char}",) for char in run]
    if for_query:
        return pairs or singles
    return pairs + singles


@remembered(20_000)
def _word(word: str, language: Language | None, also: Language | None) -> tuple[_Forms, ...]:
    whole = fold(word)[:MAX_TOKEN]
    parts = [part for part in _PARTS.findall(whole) if part]
    if len(parts) <= 1:
        return (_forms(word, whole, language, also),)
    if any(char.isdigit() for char in whole):
        key = identifier_key(whole)[:MAX_TOKEN]
        if also is not None:
            return (tuple(dict.fromkeys((whole, key))),)
        return (tuple(dict.fromkeys((whole, key, *(part for part in parts if len(part) > 1)))),)
    pieces = (part for part in re.split(r"[-./+'’_]", word) if part)
    return tuple(_forms(part, fold(part), language, also) for part in pieces)


def _forms(word: str, folded: str, language: Language | None, also: Language | None) -> _Forms:
    forms = [folded[:MAX_TOKEN]]
    forms += [found for one in (language, also) if one is not None and (found := _marked_stem(word, one))]
    return tuple(form for form in dict.fromkeys(forms) if form.strip("\"″%°'’"))


def _measures(lowered: str) -> tuple[list[str], str]:
    """The measures of a text as tokens of base units, and the text with them blanked out."""
    tokens: list[str] = []
    rest = lowered
    for found in _MEASURE.finditer(lowered):
        measure = _measure(found.group(1), found.group(2))
        if measure is not None:
            tokens.append(measure)
            rest = rest[: found.start()] + " " * len(found.group()) + rest[found.end() :]
    return tokens, rest
