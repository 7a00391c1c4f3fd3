"""What the words of a text mean in the English of the nomenclature: by glossary, by lexicon, by looking alike."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from dragoman.classify.headings import english_stems, words_of_headings
from dragoman.model import LANGUAGES, Language
from dragoman.normalise.kinds import find_concepts
from dragoman.normalise.languages import by_script, identify, latin_shares
from dragoman.vocabulary.folding import fold_keeping_places
from dragoman.vocabulary.hs import glossary
from dragoman.vocabulary.lexicon import concepts
from dragoman.vocabulary.materials import find_materials

MAX_WORDS = 80
"""Of a text that are looked up."""
_GLUED: frozenset[Language] = frozenset({"de", "nl", "da", "et", "fi"})
"""Languages that write compounds as one word."""
_SHORTEST_INSIDE = 4
"""Letters of a stem that is looked for inside a compound."""
_OF_FIELD = 0.7
"""How surely a stem means one of several English words of its line; in pairs, the one at its place, or another."""
_PAIRED = {True: 1.0, False: 0.35}
_BY_LEXICON = 0.9
_BY_LOOKS = 0.6
_ALIKE = 0.5
"""Share of three-letter pieces in common from which two words look alike."""
_WORD = re.compile(r"[^\W\d_]{2,}")
_FEW = 6
"""Words up to which the names of goods among them tell a language better than letters do."""
_CLEAR = 0.9
"""How sure letters have to be of a language that the lexicon does not know, for few words to be in it."""
_UNSURE_OF_FEW = 0.5
"""The most that letters tell of few words of which none is known."""
_SURE_OF_ONE = 0.7
"""The most that one word tells."""
_LEAST_KNOWN = 0.3
"""Share of a text's letters, materials aside, that stand in names of goods, for these to tell its language."""
_AS_GOOD = 0.15
_NOT_AGAINST = 1.5
"""How many times likelier English may be by letters, for a name of another language to tell: a stem of it may stand in
an English word ("model")."""
_USUAL = 3.0
"""Names of goods that are the same in several languages are mostly meant in English."""
_OF_LEXICON: tuple[Language, ...] = ("en", "es", "de", "fr", "pt")
_LATIN_LANGUAGES = ["en", "es", "de", "fr", "pt", "nl", "it", "cs", "da", "et", "fi", "sk", "pl", "sv"]
_CYRILLIC_LANGUAGES = ["ru", "bg"]
_GREEK = re.compile(r"[\u0370-\u03ff\u1f00-\u1fff]")
_CYRILLIC = dict(
    zip(
        "абвгдежзийклмнопрстуфхцчшщъыьэюя",
        [
            "a",
            "b",
            "v",
            "g",
            "d",
            "e",
            "zh",
            "z",
            "i",
            "y",
            "k",
            "l",
            "m",
            "n",
            "o",
            "p",
            "r",
            "s",
            "t",
            "u",
            "f",
            "h",
            "c",
            "ch",
            "sh",
            "sht",
            "a",
            "y",
            "",
            "e",
            "yu",
            "ya",
        ],
        strict=True,
    )
)
_HELLENIC = dict(
    zip(
        "αβγδεζηθικλμνξοπρστυφχψω",
        [
            "a",
            "v",
            "g",
            "d",
            "e",
            "z",
            "i",
            "th",
            "i",
            "k",
            "l",
            "m",
            "n",
            "x",
            "o",
            "p",
            "r",
            "s",
            "t",
            "y",
            "f",
            "ch",
            "ps",
            "o",
        ],
        strict=True,
    )
)
_LETTERS = str.maketrans({**_CYRILLIC, **_HELLENIC})


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A word of a text, and the English stems that it may mean."""

    word: str
    """As written."""
    english: Mapping[str, float]
    """Stem -> how surely it is meant, in (0, 1]."""


def language_of(text: str, /) -> Language:
    """Of a text in one of the nine languages or of those that the glossary knows besides."""
    return told_language(text)[0]


def told_language(text: str, /) -> tuple[Language, float]:
    """The language and how sure that is, in (0, 1]. Few words tell it by letters badly: those of the lexicon's names do
    better.

    >>> told_language("steel mug")[0], told_language("taza de acero")[0]
    ('en', 'es')
    """
    if _GREEK.search(text):
        return "el", 1.0
    script = by_script(text)
    if script is not None and script[0] != "ru":
        return script
    if script is not None:
        found, sure = _identifier(cyrillic=True).classify(text)
        return str(found), float(sure)
    by_letters, sure = _by_letters(text)
    words = _WORD.findall(fold_keeping_places(text)[0])
    if not 0 < len(words) <= _FEW:
        return by_letters, sure
    if by_letters not in LANGUAGES and sure >= _CLEAR:
        return by_letters, sure
    named = _by_names(text, by_letters)
    if named is None or (by_letters not in LANGUAGES and named[0] != "en"):
        return by_letters, min(sure, _UNSURE_OF_FEW)
    return named[0], min(named[1], _SURE_OF_ONE if len(words) == 1 else 1.0)


def _by_letters(text: str) -> tuple[Language, float]:
    ranked = [(str(one), float(sure)) for one, sure in _identifier(cyrillic=False).rank(text)]
    best, sure = ranked[0]
    if best in LANGUAGES or sure < 0.6:  # few words tell a language badly
        return identify(text)
    return best, sure


def _by_names(text: str, by_letters: Language) -> tuple[Language, float] | None:
    """The language whose names of goods a text has most of; of several English, then the one that its letters say, then
    what statistics say. None where no name is known."""
    materials = sum(one.end - one.start for one in find_materials(text))
    letters = max(sum(map(len, _WORD.findall(text))) - materials, 1)
    known = {
        language: sum(one.end - one.start for one in find_concepts(text, (language,))) / letters
        for language in _OF_LEXICON
    }
    most = max(known.values())
    if most < _LEAST_KNOWN:
        return None
    shares = latin_shares(text)
    alike = [
        language
        for language in _OF_LEXICON
        if known[language] >= most - _AS_GOOD
        and (language == "en" or _NOT_AGAINST * shares[language] >= shares["en"])
    ]
    if not alike:
        return None
    best = max(
        alike,
        key=lambda language: (shares[language] * (_USUAL if language == "en" else 1), language == by_letters),
    )
    return best, min(1.0, (1 + most) / 2) if len(alike) == 1 else 0.5


def in_english(text: str, language: Language, /) -> tuple[Said, ...]:
    """Each word that tells something, in order; words that nothing is known of have no English."""
    if language == "en":
        return tuple(Said(word=one, english={one: 1.0}) for one in english_stems(text)[:MAX_WORDS])
    return tuple(_said(text, language))


def as_english(said: Sequence[Said], /) -> str:
    """The likeliest English words, in order: what a model that does not know the language can read."""
    return " ".join(
        word for one in said if one.english for word in [max(one.english, key=one.english.__getitem__)]
    )


def _said(text: str, language: Language) -> Iterator[Said]:
    named = (
        [one for one in find_concepts(text, (language,)) if not one.modifier] if language in LANGUAGES else []
    )
    for one in named:
        for stems in _english_names(one.codes):
            yield Said(word=text[one.start : one.end], english=stems)
    folded, _ = fold_keeping_places(text)
    for word in _WORD.findall(folded)[:MAX_WORDS]:
        found = list(_in_glossary(word, language))
        for stems in found:
            yield Said(word=word, english=stems)
        if not found:
            yield Said(word=word, english=_alike(word.translate(_LETTERS)))


@lru_cache(maxsize=10_000)
def _english_names(codes: tuple[str, ...]) -> tuple[Mapping[str, float], ...]:
    """Of the first meaning's usual name: one mapping for each of its words."""
    names = concepts()[codes[0]].names["en"]
    return tuple({word: _BY_LEXICON} for word in (english_stems(names[0]) if names else ()))


@dataclass(frozen=True, slots=True)
class _Stems:
    """The glossary of one language."""

    english: Mapping[str, Mapping[str, float]]
    longest: int


@cache
def _stems(language: Language) -> _Stems:
    found: dict[str, dict[str, float]] = {}
    for line in glossary():
        stems = line.stems.get(language, ())
        paired = len(stems) == len(line.english)
        for place, stem in enumerate(stems):
            for number, word in enumerate(line.english):
                sure = (
                    1.0 if len(line.english) == 1 else _OF_FIELD if not paired else _PAIRED[number == place]
                )
                for english in english_stems(word):
                    of_stem = found.setdefault(stem, {})
                    of_stem[english] = max(sure, of_stem.get(english, 0.0))
    return _Stems(english=found, longest=max(map(len, found), default=0))


def _in_glossary(word: str, language: Language) -> Iterator[Mapping[str, float]]:
    """What the parts of a word mean: its beginning, and in languages of compounds what follows."""
    stems = _stems(language)
    start = 0
    while start < len(word):
        length = _longest(word, start, stems, language)
        if length:
            yield stems.english[word[start : start + length]]
            if language not in _GLUED:
                return
            start += length
        elif language in _GLUED:
            start += 1
        else:
            return


def _longest(word: str, start: int, stems: _Stems, language: Language) -> int:
    """Letters of the longest stem that begins at a place; 0 for none."""
    for length in range(min(stems.longest, len(word) - start), 1, -1):
        if word[start : start + length] not in stems.english:
            continue
        whole = start == 0 and (length >= _SHORTEST_INSIDE or len(word) <= length + 3)
        if whole or (start > 0 and language in _GLUED and length >= _SHORTEST_INSIDE):
            return length
    return 0


def _pieces(word: str) -> frozenset[str]:
    padded = f"^{word}"
    return frozenset(padded[at : at + 3] for at in range(len(padded) - 2))


@cache
def _vocabulary() -> Mapping[str, tuple[str, ...]]:
    """Piece of three letters -> words of the nomenclature that it is in."""
    found: dict[str, list[str]] = {}
    for word in words_of_headings().postings:
        if len(word) >= 4:
            for piece in _pieces(word):
                found.setdefault(piece, []).append(word)
    return {piece: tuple(words) for piece, words in found.items()}


@lru_cache(maxsize=20_000)
def _alike(word: str) -> Mapping[str, float]:
    """Words of the nomenclature that look like it: "kloridi" is like "chlorid"."""
    if len(word) < 5:
        return {}
    word = _spelt(word)
    pieces, vocabulary = _pieces(word), _vocabulary()
    common: dict[str, int] = {}
    for piece in pieces:
        for other in vocabulary.get(piece, ()):
            common[other] = common.get(other, 0) + 1
    alike = {
        other: 2 * shared / (len(pieces) + len(other) - 1) for other, shared in common.items()
    }  # a word of n letters has n - 1 pieces
    best = sorted((one for one in alike.items() if one[1] >= _ALIKE), key=lambda one: -one[1])[:3]
    return {other: round(_BY_LOOKS * share, 3) for other, share in best}


def _spelt(word: str) -> str:
    """Nearer to how English spells what it shares with others.

    >>> _spelt("kloridi"), _spelt("fosfat")
    ('chloridi', 'phosphat')
    """
    for theirs, ours in (("kl", "chl"), ("ks", "x"), ("sf", "sph"), ("fos", "phos"), ("k", "c"), ("aa", "a")):
        if theirs in word and (theirs != "kl" or "klor" in word):
            word = word.replace(theirs, ours)
    return word


@cache
def _identifier(*, cyrillic: bool) -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(_CYRILLIC_LANGUAGES if cyrillic else _LATIN_LANGUAGES)
    return identifier
