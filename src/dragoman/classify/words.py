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
from dragoman.normalise.languages import by_script, identify
from dragoman.vocabulary.folding import fold_keeping_places
from dragoman.vocabulary.hs import glossary
from dragoman.vocabulary.lexicon import concepts

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
    if _GREEK.search(text):
        return "el"
    script = by_script(text)
    if script is not None and script[0] != "ru":
        return script[0]
    if script is not None:
        return str(_identifier(cyrillic=True).classify(text)[0])
    ranked = [(str(one), float(sure)) for one, sure in _identifier(cyrillic=False).rank(text)]
    best, sure = ranked[0]
    if best in LANGUAGES or sure < 0.6:  # few words tell a language badly
        return identify(text)[0]
    return best


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
