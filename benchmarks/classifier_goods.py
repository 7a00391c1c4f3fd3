"""Goods made up of the project's own words, as shops and tariffs would write them, to learn how sure a code is.

What goods look like that nobody has seen is the point: kinds are hidden from the lexicon, so that another kind of the
title, a more general one or none is found; vague kinds are given the codes of what they may belong to; texts lose words,
and words are not understood, or wrongly. How often each happens is assumed, and stands here.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from unittest import mock

from dragoman.classify.evidence import READ, codes_of
from dragoman.classify.goods import Goods
from dragoman.classify.headings import english_stems, headings, path_of
from dragoman.model import LANGUAGES, Language
from dragoman.normalise import kinds as finding
from dragoman.vocabulary.hs import codes_of_kinds, glossary, vague_kinds
from dragoman.vocabulary.lexicon import concepts

HIDDEN = 1 / 3
"""Share of the kinds that the lexicon is made to forget, for the titles of just these."""
OF_NAMES = {"known": 0.44, "hidden": 0.28, "vague": 0.10, "bare": 0.07, "short": 0.11}
"""Shares of the names: of kinds that the lexicon knows; hidden from it; vague; without any kind; a few words of a
nomenclature's text, as a line of a list that names goods by it."""
OF_VAGUE_LISTED = 0.4
"""How often a vague kind is in the headings that are listed for it: else where its host is, or where another kind is."""
FOREIGN: tuple[Language, ...] = tuple(sorted({one for line in glossary() for one in line.stems} - READ))
_COLOURS = ("black", "white", "silver", "red", "blue", "green", "grey")
_UNITS = ("cm", "W", "ml", "mm", "pcs", "kg", "V", "GB", "GHz", "l")
_FOR = {"en": "for", "de": "für", "fr": "pour", "es": "para", "pt": "para", "ru": "для"}
_LONGEST_SHORT = 12
"""Words, as `Goods.of_text` parts names from descriptions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """Goods, and where they belong."""

    goods: Goods
    codes: tuple[str, ...]
    """Likeliest first."""
    kinds: bool = True
    """As `evidence`'s."""
    words: float = 1.0
    """What is left of the evidence by words: English that stands for a language whose words are understood in part."""


def names(languages: Sequence[Language], count: int, dice: random.Random) -> Iterator[tuple[Made, ...]]:
    """In portions, each to be weighed before the next is asked for: meanwhile the lexicon lacks what is hidden."""
    known = sorted(codes_of_kinds().keys() - vague_kinds())
    hidden = dice.sample(known, int(len(known) * HIDDEN))
    parts = {part: round(count * share) for part, share in OF_NAMES.items()}
    yield tuple(_of_kind(dice.choice(known), languages, dice) for _ in range(parts["known"]))
    with _without(hidden):
        yield tuple(_of_kind(dice.choice(hidden), languages, dice) for _ in range(parts["hidden"]))
    yield tuple(_of_vague(languages, known, dice) for _ in range(parts["vague"]))
    bare = [_of_kind(dice.choice(known), languages, dice) for _ in range(parts["bare"])]
    yield tuple(replace(one, kinds=False) for one in bare)
    yield tuple(_short(languages, dice) for _ in range(parts["short"]))


def texts(languages: Sequence[Language], count: int, dice: random.Random) -> Iterator[tuple[Made, ...]]:
    """Of English and the glossary's languages; for other languages English stands, its words understood in part."""
    yield tuple(_of_text(dice.choice(languages), dice) for _ in range(count))


# -------------------------------------------------------------------------------------------- names


@contextmanager
def _without(kinds: Collection[str]) -> Iterator[None]:
    """The lexicon as if these were not in it."""
    left = {code: concept for code, concept in concepts().items() if code not in set(kinds)}
    looked_up = (finding._names, finding._found, finding._composed, finding._ancestors)
    for one in looked_up:
        one.cache_clear()
    with mock.patch.object(finding, "concepts", return_value=left):
        yield
    for one in looked_up:
        one.cache_clear()


def _of_kind(kind: str, languages: Sequence[Language], dice: random.Random, host: str | None = None) -> Made:
    language = dice.choice(languages)
    title = _title(kind, language, dice, host)
    return Made(
        goods=Goods(
            title=title,
            category=_category(kind, language, dice),
            details=_details(title, language, dice),
            language=language,
        ),
        codes=codes_of_kinds()[kind],
    )


def _of_vague(languages: Sequence[Language], known: Sequence[str], dice: random.Random) -> Made:
    host = dice.choice(known)
    made = _of_kind(
        dice.choice(sorted(vague_kinds())), languages, dice, host if dice.random() < 0.5 else None
    )
    if dice.random() < OF_VAGUE_LISTED:
        return made
    return replace(made, codes=codes_of(host if dice.random() < 0.4 else dice.choice(known)))


def _short(languages: Sequence[Language], dice: random.Random) -> Made:
    code = dice.choice(headings().codes)
    left = _some(" ".join(path_of(code)[1:]).split(), dice.uniform(0.3, 0.8), dice)[:_LONGEST_SHORT]
    words = 1.0 if dice.choice(languages) == "en" else dice.random() * 0.7
    return Made(goods=Goods(title=" ".join(left), language="en"), codes=(code,), words=words)


def _title(kind: str, language: Language, dice: random.Random, host: str | None) -> str:
    """Bare, or with a maker, a model, what it is like, sizes, a colour and what it is for."""
    name = _name(kind, language, dice)
    if host is None and dice.random() < 0.15:
        host = dice.choice(sorted(codes_of_kinds()))
    of = [_FOR[language], _name(host, language, dice)] if host and language in _FOR else []
    if dice.random() < 0.3:
        return " ".join([name, *of])
    maker = "".join(dice.choice("BDKLMNRSTVGH") + dice.choice("aeiou") for _ in range(dice.choice((2, 3))))
    model = (
        maker[:2].upper()
        + dice.choice(("", "-"))
        + str(dice.randint(100, 9999))
        + dice.choice(("", "X", "-RD"))
    )
    front = [maker.capitalize()] * (dice.random() < 0.6) + [model] * (dice.random() < 0.5)
    like = _modifiers(language, dice, dice.choice((0, 0, 1, 1, 2, 3)))
    cut = dice.randint(0, len(like))
    colour = [dice.choice(_COLOURS)] * (dice.random() < 0.4)
    comma = [","] * (dice.random() < 0.3)
    return " ".join(
        [*front, *like[:cut], name, *comma, *like[cut:], *of, *_sizes(dice, dice.randint(0, 3)), *colour]
    )


def _category(kind: str, language: Language, dice: random.Random) -> str:
    """None mostly, else the kind, a more general one, or one that has nothing to do with it."""
    if dice.random() < 0.65:
        return ""
    general = finding.with_ancestors(kind)[-1]
    return _name(dice.choice((kind, general, dice.choice(sorted(codes_of_kinds())))), language, dice)


def _details(title: str, language: Language, dice: random.Random) -> str:
    """None, or what it is like, what comes with it, sizes; half of them begin with the title, as shops' do."""
    if dice.random() < 0.45:
        return ""
    with_it = [
        _name(dice.choice(sorted(codes_of_kinds())), language, dice) for _ in range(dice.choice((0, 0, 1, 2)))
    ]
    told = [*_modifiers(language, dice, dice.randint(0, 4)), *with_it, *_sizes(dice, dice.randint(0, 3))]
    dice.shuffle(told)
    return ", ".join([title, *told] if dice.random() < 0.5 else told)


def _name(kind: str, language: Language, dice: random.Random) -> str:
    of = concepts()[kind].names
    return dice.choice(of[language] or of["en"] or (kind.replace("_", " "),))


def _modifiers(language: Language, dice: random.Random, count: int) -> list[str]:
    known = [one.names[language][0] for one in concepts().values() if one.modifier and one.names[language]]
    return [dice.choice(known) for _ in range(count)]


def _sizes(dice: random.Random, count: int) -> list[str]:
    return [f"{dice.randint(2, 900)} {dice.choice(_UNITS)}" for _ in range(count)]


# -------------------------------------------------------------------------------------------- texts


def _of_text(language: Language, dice: random.Random) -> Made:
    code = dice.choice(headings().codes)
    left = _some(" ".join(path_of(code)[1:]).split(), dice.uniform(0.4, 1), dice)
    if language in FOREIGN:
        said = " ".join(_put_into(language, left, dice)) or _nobody_s_word(language, dice)
        return Made(goods=Goods.of_text(said, language=language), codes=(code,))
    words = 1.0 if language == "en" else dice.random() * 0.5
    return Made(goods=Goods(title=" ".join(left), language="en", described=True), codes=(code,), words=words)


def _some(words: Sequence[str], share: float, dice: random.Random) -> list[str]:
    return [word for word in words if dice.random() < share] or list(words)


def _put_into(language: Language, words: Sequence[str], dice: random.Random) -> Iterator[str]:
    """By the glossary; up to half of the words as ones that nobody knows, up to a seventh as others."""
    says, unknown, wrong = said_in(language), dice.uniform(0, 0.5), dice.uniform(0, 0.15)
    every = list(says)
    for word in words:
        for stem in english_stems(word):
            chance = dice.random()
            if chance < wrong:
                yield dice.choice(says[dice.choice(every)])
            elif chance < wrong + unknown or stem not in says:
                yield _nobody_s_word(language, dice) if dice.random() < 0.5 else "zzzzz"
            else:
                yield dice.choice(says[stem])


def _nobody_s_word(language: Language, dice: random.Random) -> str:
    """A word of another language: it may look like one that means something, as real words do."""
    return dice.choice(_words_of("ru" if language == "bg" else dice.choice(("de", "fr", "es", "pt"))))


@cache
def _words_of(language: Language) -> tuple[str, ...]:
    assert language in LANGUAGES
    named = (name for one in concepts().values() for name in one.names[language])
    return tuple(word for name in named for word in name.lower().split() if len(word) > 3)


@cache
def said_in(language: Language) -> dict[str, list[str]]:
    """English stem -> the glossary's stems that say it."""
    found: dict[str, list[str]] = {}
    for line in glossary():
        stems = line.stems.get(language, ())
        paired = len(stems) == len(line.english)
        for place, word in enumerate(line.english):
            for english in english_stems(word):
                found.setdefault(english, []).extend(stems[place : place + 1] if paired else stems)
    return {word: stems for word, stems in found.items() if stems}
