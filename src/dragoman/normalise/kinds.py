"""What kind of thing a title or a question names, by the lexicon: "laptop bag" is a bag, "Notebook" a laptop.

A kind is one code in all nine languages, so that a question in one finds a catalogue in another. The longest name
wins: "laptop bag" is never a laptop. Of several kinds in a title one is the head, the thing that is sold.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from dragoman.model import LANGUAGES, Language
from dragoman.normalise.plurals import plurals_of, singular_of_broken, without_fleeting_vowel
from dragoman.normalise.text import CJK, CJK_LETTER, stem
from dragoman.remembered import remembered
from dragoman.vocabulary.colours import find_colours
from dragoman.vocabulary.folding import fold_keeping_places
from dragoman.vocabulary.lexicon import Concept, concepts
from dragoman.vocabulary.materials import find_materials
from dragoman.vocabulary.other_senses import other_senses

MARK = "="
"""Before a code that stands among words as a token: "=laptop" is never the word "laptop"."""
MAX_TEXT = 400
"""Characters of a title that are read."""
_HEAD_LAST: frozenset[Language] = frozenset({"en", "de", "zh", "ja"})
"""The thing itself ends a compound ("notebook sleeve"); in the others it begins one ("funda para portátil")."""
_WORD = re.compile(rf"[^\W_{CJK}]+|[{CJK}]+")
_JOINS = re.compile(r"[\s\-–/]{0,3}(?:(?:[用的の]|付き?)\s?)?")
"""What may stand between the words of one compound."""
_FOR = re.compile(r"(?<!\w)(?:for|fits|f[uü]r|para|pour|для|к)\s(?:[^\W\d_]+\s){0,2}$", re.IGNORECASE)
"""Right before a kind that the thing is only meant for."""
_LINKS = re.compile(
    r"\s(?:(?:de|du|des|da|do|das|dos|del|d['’]|para|pour|à|con|com|avec|для|с|на|for|für|mit|with)\s?)?(?:la |el |le |les |los |l['’])?",
    re.IGNORECASE,
)
"""What may stand between the thing and what it is for, or what it is like: "funda para portátil"."""
_SMALL_WORDS: Mapping[Language, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "es": "de del la el los las para con a al en y",
        "fr": "de du des d la le les l pour à a au aux avec en",
        "pt": "de da do das dos para com a ao o os as em e",
        "ru": "для с со на к из",
    }.items()
}
"""Left out inside a name: "bolsa para câmera" is "bolsa de câmera", "lecteur CD" a "lecteur de CD"."""
_ADJECTIVE = re.compile("(?:ый|ии|ий|ои|ой|ыи|ая|яя|ое|ее|ые|ие)$")
"""Endings of Russian adjectives, folded."""
_NO_NAMES = frozenset(
    word
    for words in (
        "a an and are at be by can for from has have in is it its me my of on or our the this to we with you your set",
        "con de del el en es esta este hay la las los mas mes o para por que se sin son su te un una uno y",
        "aus bei das dem den der des die ein eine im in ist mit nach oder und von vom vor zu zum zur",
        "au aux avec ce ces dans de des du en est et il la le les mais ou par pas pour que sans ses son sur un une va",
        "ao as com da das de do dos e em mais mes meu na nas no nos o os ou para pela pelo por que sem sua um uma",
    )
    for word in words.split()
    if word != "nas"  # a store on the network, whatever the Portuguese say
)
"""Folded words that join others: only in a text of its own language is one a name ("thé"), and only as it is written,
never as a stem ("un mes" is no mesa)."""
_SHORTEST_COMPOUND_HEAD = 4
_SHORTEST_COMPOUND_FRONT = 3
_ONLY_PLURAL = frozenset(
    [
        "arrows",
        "boxers",
        "checkers",
        "chips",
        "crisps",
        "darts",
        "dates",
        "heels",
        "joggers",
        "kuchen",
        "mandarins",
        "matches",
        "mules",
        "oliven",
        "olives",
        "orangen",
        "oranges",
        "readers",
        "roses",
        "shades",
        "shorts",
        "slacks",
        "spares",
        "spectacles",
        "spirits",
        "stockings",
        "sweets",
        "thermals",
        "tights",
        "trainers",
    ]
)
"""Names whose singular or stem is another word: "short" sleeves are no shorts, an "orange" lamp no fruit, a Küche no
Kuchen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A concept found: text[start:end]."""

    codes: tuple[str, ...]
    """Several where the name has several meanings: a notebook is for writing, or a computer."""
    start: int
    end: int
    modifier: bool
    language: Language
    """Of the name that was found."""
    composed: bool = False
    """Of two names that make up a third by other names of theirs: weaker than a name as it is written."""


def find_concepts(text: str, languages: Sequence[Language], /) -> tuple[Named, ...]:
    """Kinds and modifiers named in a text, longest first where they overlap, by place.

    Args:
        text: read up to MAX_TEXT characters.
        languages: of the names looked for; on a tie the earlier wins.
    """
    return _found(text[:MAX_TEXT], tuple(dict.fromkeys(languages)))


def head(found: Sequence[Named], text: str, language: Language, /) -> Named | None:
    """The kind that is sold, of those named in a title or a question: of the first compound its last kind in
    English, German, Chinese and Japanese, its first kind elsewhere."""
    kinds = [one for one in found if not one.modifier and not _FOR.search(text[: one.start])]
    if not kinds:
        return None
    if language not in _HEAD_LAST:
        return kinds[0]
    last = kinds[0]
    for following in kinds[1:]:
        if not _JOINS.fullmatch(text[last.end : following.start]):
            break
        last = following
    return last


def before_purpose(found: Sequence[Named], text: str, /) -> str:
    """What a title says before the first kind that the thing is only meant for: of "bell for bicycle" the bell."""
    for one in found:
        meant = _FOR.search(text[: one.start]) if not one.modifier else None
        if meant is not None:
            return text[: meant.start()].strip()
    return text


def with_ancestors(code: str, /) -> tuple[str, ...]:
    """The code, then the more general kinds that its English names end with in the same sense: laser_printer, printer."""
    return (code, *_ancestors().get(code, ()))


def kinds_of(
    title: str, category: str, language: Language, /, *, choose: Callable[[tuple[str, ...]], str]
) -> tuple[str, ...]:
    """What an offer is: its title's kind, then its category's where that is another.

    Args:
        choose: Picks one of several meanings of a name.
    """
    found: dict[str, None] = {}
    for text in (title, category):
        main = head(find_concepts(text, (language, "en")), text, language)
        if main is not None:
            found[main.codes[0] if len(main.codes) == 1 else choose(main.codes)] = None
    return tuple(found)


def concept_tokens(kinds: Sequence[str], title: str, language: Language, /) -> tuple[str, ...]:
    """What an index keeps of an offer's concepts: its kinds with their ancestors, the title's modifiers."""
    codes = [general for code in kinds for general in with_ancestors(code)]
    codes += [one.codes[0] for one in find_concepts(title, (language, "en")) if one.modifier]
    return tuple(dict.fromkeys(MARK + code for code in codes))


def languages_to_try(language: Language, /) -> tuple[Language, ...]:
    """For a question: its own language, English, then all others, since a few words tell a language badly."""
    return tuple(dict.fromkeys((language, "en", *LANGUAGES)))


# ------------------------------------------------------------------------------------ looking names up

_Found = tuple[tuple[str, ...], int, int, Language]
"""Codes, start, end, language of the name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Names:
    """The names of one language."""

    as_written: Mapping[str, tuple[str, ...]]
    """Folded words joined by blanks -> codes: they go before their stems, which "bolsa" and "bolso" share."""
    with_small_words: Mapping[str, tuple[str, ...]]
    """The same with words like "de", which tell some names apart: "carregador de portátil" is for laptops,
    "carregador portátil" is a power bank."""
    by_words: Mapping[str, tuple[str, ...]]
    """Stems joined by blanks -> codes."""
    by_alikes: Mapping[str, tuple[str, ...]]
    """The same for names of several words, each word that names a kind alone replaced by that kind."""
    alikes: Mapping[str, str]
    """Stem of a word -> the one kind that it names alone, where that has other such names."""
    most_words: int
    longest: Mapping[str, int]
    """First word of a name as written, its stem, or the kind that it names -> words of the longest name that begins so."""
    by_letters: Mapping[str, tuple[str, ...]]
    """Folded, without blanks -> codes; only for languages written without them."""
    most_letters: int
    beginnings: frozenset[str]
    """First letters of `by_letters`."""


@cache
def _names(language: Language) -> _Names:
    by_words: dict[str, tuple[str, ...]] = {}
    by_letters: dict[str, tuple[str, ...]] = {}
    as_written: dict[str, tuple[str, ...]] = {}
    with_small_words: dict[str, tuple[str, ...]] = {}
    for concept in concepts().values():
        for name in concept.names[language]:
            folded = fold_keeping_places(name)[0]
            if language in {"zh", "ja"}:
                _add(by_letters, folded.replace(" ", "").replace("・", ""), concept.code)
            else:
                if folded not in _ONLY_PLURAL or language not in {"en", "de"}:
                    _add(by_words, _key(name, language), concept.code)
                words = _WORD.findall(folded)
                _add(as_written, " ".join(_content(words, language)), concept.code)
                _add(with_small_words, " ".join(words), concept.code)
    for words, concept in _plurals(language):
        for table, kept in ((as_written, _content(words, language)), (with_small_words, words)):
            _add_plural(table, " ".join(kept), concept, alone=len(words) == 1)
    if language == "ru":
        for table in (as_written, by_words):
            for key, codes in _turned(concepts().values(), stems=table is by_words).items():
                table.setdefault(key, codes)
    alikes = _alikes(by_words)
    by_alikes = _with_alikes(by_words, alikes)
    return _Names(
        as_written=as_written,
        with_small_words=with_small_words,
        by_words=by_words,
        by_alikes=by_alikes,
        alikes=alikes,
        most_words=max((key.count(" ") + 1 for key in by_words), default=0),
        longest=_longest_by_first_word([*as_written, *by_words, *by_alikes]),
        by_letters=by_letters,
        most_letters=max(map(len, by_letters), default=0),
        beginnings=frozenset(key[0] for key in by_letters),
    )


def _plurals(language: Language) -> Iterator[tuple[list[str], Concept]]:
    """Folded words of the plurals of names, whose head is the word that changes: "pumps" may be shoes, but are pumps too."""
    at = -1 if language in _HEAD_LAST else 0
    for concept in concepts().values():
        for name in concept.names[language]:
            words = _WORD.findall(name)
            for plural in plurals_of(words[at], language):
                words[at] = plural
                folded = [fold_keeping_places(word)[0] for word in words]
                if " ".join(folded) not in _ONLY_PLURAL:
                    yield folded, concept


def _add_plural(table: dict[str, tuple[str, ...]], name: str, concept: Concept, *, alone: bool) -> None:
    """Of a name of several words only where another kind is called so: else its stems find it."""
    known = table.get(name, ())
    if (known or alone) and all(concepts()[code].modifier == concept.modifier for code in known):
        _add(table, name, concept.code)


def _longest_by_first_word(names: Iterable[str]) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for name in names:
        words = name.split(" ")
        found[words[0]] = max(found.get(words[0], 0), len(words))
    return found


def _alikes(by_words: Mapping[str, tuple[str, ...]]) -> Mapping[str, str]:
    """Words that stand for one another within longer names, since alone they name the same: "rato", "mouse"."""
    alone = {key: codes[0] for key, codes in by_words.items() if " " not in key and len(codes) == 1}
    names = Counter(alone.values())
    return {key: code for key, code in alone.items() if names[code] > 1 and not concepts()[code].modifier}


def _with_alikes(
    by_words: Mapping[str, tuple[str, ...]], alikes: Mapping[str, str]
) -> Mapping[str, tuple[str, ...]]:
    """Names of several words by the kinds that their words name; one that would have several meanings is left out."""
    found: dict[str, tuple[str, ...]] = {}
    for key, codes in by_words.items():
        turned = _alike(key.split(" "), alikes)
        if " " in key and turned != key:
            found[turned] = codes if found.get(turned, codes) == codes else ()
    return {key: codes for key, codes in found.items() if codes}


def _alike(stems: Sequence[str], alikes: Mapping[str, str]) -> str:
    return " ".join(MARK + alikes[one] if one in alikes else one for one in stems)


def _turned(of: Iterable[Concept], *, stems: bool) -> Mapping[str, tuple[str, ...]]:
    """Russian names of an adjective and a noun the other way round, as price lists have them: "чайник электрический"."""
    found: dict[str, tuple[str, ...]] = {}
    for concept in of:
        for name in concept.names["ru"]:
            words = _WORD.findall(fold_keeping_places(name)[0])
            if len(words) == 2 and _ADJECTIVE.search(words[0]):
                turned = f"{words[1]} {words[0]}"
                _add(found, _key(turned, "ru") if stems else turned, concept.code)
    return found


def _add(table: dict[str, tuple[str, ...]], key: str, code: str) -> None:
    if key and code not in table.get(key, ()):
        table[key] = (*table.get(key, ()), code)


def _key(name: str, language: Language) -> str:
    words = _content(_WORD.findall(fold_keeping_places(name)[0]), language)
    return " ".join(name_stem(word, language) for word in words)


def only_small_words(text: str, language: Language, /) -> bool:
    """Whether a text is nothing but words like "de" and "para"."""
    small = _SMALL_WORDS.get(language, frozenset())
    return all(word in small for word in _WORD.findall(fold_keeping_places(text)[0]))


def _content(words: Sequence[str], language: Language) -> list[str]:
    """The words of a name without the small ones inside."""
    small = _SMALL_WORDS.get(language, frozenset())
    return [word for place, word in enumerate(words) if place == 0 or word not in small]


@lru_cache(maxsize=100_000)
def name_stem(word: str, language: Language, /) -> str:
    """The folded form that the forms of a word in a name share."""
    return _stems_of_plurals(language).get(word) or _stem(word, language)


@cache
def _stems_of_plurals(language: Language) -> Mapping[str, str]:
    """Words of names that are another stem than their plural: "collar" looks like a verb, "collares" does not. Those
    whose plural has the stem of other words are left out."""
    words = dict.fromkeys(
        word
        for concept in concepts().values()
        for name in concept.names[language]
        for word in _WORD.findall(name)
    )
    plurals = {
        fold_keeping_places(word)[0]: fold_keeping_places(plural)[0]
        for word in words
        for plural in plurals_of(word, language)[:1]
    }
    own = {word: _stem(word, language) for word in plurals}
    sharing: dict[str, set[str]] = {}
    for word, stem_of_it in own.items():
        sharing.setdefault(stem_of_it, set()).add(word)
    found: dict[str, str] = {}
    for word, plural in plurals.items():
        stem_of_plural = _stem(plural, language)
        if stem_of_plural != own[word] and sharing.get(stem_of_plural, set()) <= {word, plural}:
            found[word] = stem_of_plural
    return found


def _stem(word: str, language: Language) -> str:
    """English names lose a plural only: a stemmer takes "comforter" for "comfort"."""
    if language == "en":
        return _singular(word)
    found = stem(word, language) or word
    if language == "ru":
        return without_fleeting_vowel(found)
    return singular_of_broken(found) if language == "ar" else found


def _singular(word: str) -> str:
    """
    >>> [_singular(word) for word in ("bottles", "batteries", "boxes", "glass", "lens", "chassis", "scissors")]
    ['bottle', 'battery', 'box', 'glass', 'lens', 'chassis', 'scissor']
    """
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is", "ens")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "xes", "sses", "zzes")):
        return word[:-2]
    return word[:-1]


@lru_cache(maxsize=20_000)
def _found(text: str, languages: tuple[Language, ...]) -> tuple[Named, ...]:
    folded, places = fold_keeping_places(text)
    words = [(found.start(), found.end(), found.group()) for found in _WORD.finditer(folded)]
    taken: list[Named] = []
    number = 0
    while number < len(words):
        best = _best(folded, words, number, languages)
        if best is None:
            number += 1
            continue
        codes, start, end, language = best
        taken.append(
            Named(
                codes=codes,
                start=places[start],
                end=places[end - 1] + 1,
                modifier=_only_modifiers(codes),
                language=language,
            )
        )
        number, words = _after(words, number, end)
    return _across_looks(tuple(_joined(taken, text)), text)


def _only_modifiers(codes: tuple[str, ...]) -> bool:
    return all(concepts()[code].modifier for code in codes)


def _joined(found: Sequence[Named], text: str) -> Iterator[Named]:
    """Neighbours that name a third kind together by other names of theirs: "mobile phone" + "case" is a phone case,
    "capa de celular" too."""
    before: Named | None = None
    for one in found:
        together = _together(before, one, text) if before is not None else None
        if before is not None and together is None:
            yield before
        before = together or one
    if before is not None:
        yield before


def _across_looks(found: Sequence[Named], text: str) -> tuple[Named, ...]:
    """Of two concepts that only materials and colours part, the thing becomes what they name together: "insulated
    stainless steel bottle" is an insulated bottle."""
    whole = list(found)
    for place, one in enumerate(found):
        for other in range(place + 1, min(place + 1 + _MOST_BETWEEN, len(found))):
            kind = _across(one, found[other], text)
            if kind is not None:
                whole[place if kind.start == one.start else other] = kind
            if not found[other].modifier:
                break
    return tuple(whole)


def _across(front: Named, back: Named, text: str) -> Named | None:
    between = text[front.end : back.start]
    if (front.modifier and back.modifier) or not _LEAST_LETTERS < len(between) <= _MOST_LETTERS:
        return None
    bare = _without_looks(between)
    if bare == between:
        return None
    if not back.modifier and _JOINS.fullmatch(bare):
        first, thing = front, back
    elif not front.modifier and front.language not in _HEAD_LAST and _LINKS.fullmatch(bare):
        first, thing = back, front
    else:
        return None
    codes = _composed(first.codes, thing.codes)
    return replace(thing, codes=codes, composed=True) if codes else None


_MOST_BETWEEN = 3
"""Concepts, such as "stainless", that may stand between the two."""
_LEAST_LETTERS = 2
_MOST_LETTERS = 40


@remembered(20_000)
def _without_looks(text: str) -> str:
    """A text without materials and colours and the word before them ("en inox"); blanks that are left become one."""
    for one in (*find_materials(text), *find_colours(text)):
        before = _MADE_OF.sub(lambda made: " " * len(made.group()), text[: one.start])
        text = before + " " * (one.end - one.start) + text[one.end :]
    return re.sub(r"\s+", " ", text)


_MADE_OF = re.compile(r"(?<!\w)(?:made of|of|in|en|em|aus|из|de|d['’])\s?$", re.IGNORECASE)


def _together(front: Named, back: Named, text: str) -> Named | None:
    between = text[front.end : back.start]
    orders = []
    if _JOINS.fullmatch(between):
        orders.append((front, back))
    if (front.language not in _HEAD_LAST and _LINKS.fullmatch(between)) or _FOR.search(text[: back.start]):
        orders.append((back, front))
    for first, second in orders:
        if second.modifier:
            continue
        codes = _composed(first.codes, second.codes)
        if codes:
            return Named(
                codes=codes,
                start=front.start,
                end=back.end,
                modifier=False,
                language=front.language,
                composed=True,
            )
    return None


def is_compound(front: Named, back: Named, text: str, /) -> bool:
    """Whether two kinds stand so near each other that they name one thing: "tapete de mouse"."""
    between = text[front.end : back.start]
    return bool(_JOINS.fullmatch(between) or _LINKS.fullmatch(between))


@lru_cache(maxsize=50_000)
def _composed(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    """The kinds that a name of the first and a name of the second make up in English; () for none."""
    names = _names("en").by_words
    general = (one for code in first for one in with_ancestors(code))
    for front in (name for code in general for name in concepts()[code].names["en"]):
        for back in (name for code in second for name in concepts()[code].names["en"]):
            codes = names.get(f"{_key(front, 'en')} {_key(back, 'en')}")
            if codes is not None:
                return codes
    return ()


def _after(
    words: list[tuple[int, int, str]], number: int, end: int
) -> tuple[int, list[tuple[int, int, str]]]:
    """The next word, and the words with what is left of a run of letters that was taken in part."""
    while number < len(words) and words[number][1] <= end:
        number += 1
    if number < len(words) and words[number][0] < end:
        start, stop, word = words[number]
        words = [*words[:number], (end, stop, word[end - start :]), *words[number + 1 :]]
    return number, words


def _best(
    folded: str, words: list[tuple[int, int, str]], number: int, languages: tuple[Language, ...]
) -> _Found | None:
    """The first name that begins in a word, the longest of those."""
    word, end = words[number][2], words[number][1]
    candidates = [
        one
        for language, begun in _beginning(word, languages)
        for one in _candidates(folded, words, number, language, begun)
        if word not in _NO_NAMES or one[2] > end or _is_name(word, languages[0])
    ]
    return min(candidates, key=lambda one: (one[1], -one[2]), default=None)


def _is_name(word: str, language: Language) -> bool:
    """Whether a word that joins others is a name too, in the language of the text."""
    return word in _names(language).as_written


@lru_cache(maxsize=50_000)
def _beginning(word: str, languages: tuple[Language, ...]) -> tuple[tuple[Language, int], ...]:
    """The languages in which a name may begin in a word, and the words of the longest that does: of most words none."""
    of_letters = bool(CJK_LETTER.match(word))
    found: list[tuple[Language, int]] = []
    for language in languages:
        names = _names(language)
        if names.by_letters:
            if of_letters or word[0] in names.beginnings:
                found.append((language, 1))
        elif not of_letters:
            begun = _begun(word, language, names)
            if begun or (language == "de" and _compound(word)):
                found.append((language, begun))
    return tuple(found)


def _candidates(
    folded: str, words: list[tuple[int, int, str]], number: int, language: Language, begun: int
) -> Iterator[_Found]:
    """Args:
    begun: Words of the longest name that begins in this one.
    """
    names = _names(language)
    start, end, word = words[number]
    if names.by_letters:
        yield from ((*one, language) for one in _by_letters(folded, start, end, names))
        return
    row = _row(words, number, names.most_words, language)[:begun] if begun else []
    stems = [name_stem(word, language) for word, _ in row]
    for count in range(len(stems), 0, -1):
        written = " ".join(word for word, _ in row[:count])
        codes = names.as_written.get(written) or names.by_words.get(" ".join(stems[:count]))
        if codes is None and count > 1:
            codes = names.by_alikes.get(_alike(stems[:count], names.alikes))
        if codes is not None:
            stop = row[count - 1][1]
            if len(codes) > 1:
                codes = names.with_small_words.get(" ".join(_WORD.findall(folded[start:stop])), codes)
            yield codes, start, stop, language
            return
    codes = _compound(word) if language == "de" else ()
    if codes:
        yield codes, start, end, language


def _begun(word: str, language: Language, names: _Names) -> int:
    """Words of the longest name that a word may begin; 0 for most words."""
    stem_of_it = name_stem(word, language)
    alike = MARK + names.alikes[stem_of_it] if stem_of_it in names.alikes else stem_of_it
    longest = names.longest
    return max(longest.get(word, 0), longest.get(stem_of_it, 0), longest.get(alike, 0))


def _row(
    words: list[tuple[int, int, str]], number: int, most: int, language: Language
) -> list[tuple[str, int]]:
    """(word, its end) from a place on, without the small words behind the first."""
    small = _SMALL_WORDS.get(language, frozenset())
    row: list[tuple[str, int]] = []
    for _, end, word in words[number : number + 2 * most]:
        if row and word in small:
            continue
        row.append((word, end))
        if len(row) == most:
            break
    return row


@lru_cache(maxsize=50_000)
def _compound(word: str) -> tuple[str, ...]:
    """What the longest name that ends a German compound names, "Bluetoothkopfhörer"; () for none."""
    by_words = _names("de").by_words
    for place in range(_SHORTEST_COMPOUND_FRONT, len(word) - _SHORTEST_COMPOUND_HEAD + 1):
        codes = by_words.get(name_stem(word[place:], "de"), ())
        if codes and not concepts()[codes[0]].modifier:
            return codes
    return ()


def _by_letters(
    folded: str, start: int, end: int, names: _Names
) -> Iterator[tuple[tuple[str, ...], int, int]]:
    """The longest name at the first place of a run at which one begins."""
    places = range(start, end) if CJK_LETTER.match(folded, start) else (start,)
    for place in places:
        longest = _longest(folded, place, names) if folded[place] in names.beginnings else None
        if longest is not None:
            yield longest
            return


def _longest(folded: str, place: int, names: _Names) -> tuple[tuple[str, ...], int, int] | None:
    letters = ""
    found: tuple[tuple[str, ...], int, int] | None = None
    for at in range(place, min(len(folded), place + names.most_letters * 2)):
        if folded[at] in " ・-":
            continue
        letters += folded[at]
        if len(letters) > names.most_letters:
            break
        codes = names.by_letters.get(letters)
        if codes is not None and not _inside_word(folded, at):
            found = (codes, place, at + 1)
    return found


def _inside_word(folded: str, at: int) -> bool:
    """Whether a Latin word goes on behind a place."""
    if at + 1 == len(folded) or not folded[at].isascii():
        return False
    return folded[at + 1].isascii() and folded[at + 1].isalnum()


@cache
def _ancestors() -> Mapping[str, tuple[str, ...]]:
    """Kind -> the kinds whose usual English name ends one of its own, the nearest first."""
    usual = {_key(one.names["en"][0], "en"): one for one in concepts().values() if one.names["en"]}
    found: dict[str, tuple[str, ...]] = {}
    for concept in concepts().values():
        general: dict[str, int] = {}
        for name in concept.names["en"]:
            words = _key(name, "en").split()
            for place in range(1, len(words)):
                other = usual.get(" ".join(words[place:]))
                if other is None or other is concept or other.modifier:
                    continue
                if concept.code not in other_senses().get(other.code, ()):
                    general.setdefault(other.code, place)
        if general and not concept.modifier:
            found[concept.code] = tuple(sorted(general, key=general.__getitem__))
    return found
