"""Codes for goods: likeliest first, each with its probability and the texts that decided, beside the supplier's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

import numpy as np

from dragoman.classify.evidence import Evidence, Spoken, evidence, weighted_codes
from dragoman.classify.given_code import present_codes
from dragoman.classify.goods import Goods
from dragoman.classify.headings import Weights, english_stems, headings, path_of
from dragoman.classify.meaning import Meanings
from dragoman.classify.no_goods import is_service, says_nothing
from dragoman.classify.weighing import chances, of_headings
from dragoman.model import Language
from dragoman.normalise.quantities.identifiers import parse_hs
from dragoman.ports import Encoder
from dragoman.vocabulary.hs import EDITION, OLDER_EDITION, SOURCE, dotted, nomenclature
from dragoman.vocabulary.lexicon import name_of

LIKELY = 0.9
"""Share of the probability that the likely codes make up together."""
MOST_LIKELY = 8
LEAST = 0.2
"""Probability that the likely codes have together, at least."""
REMEMBERED = 256
"""Answers kept: an offer is asked about again by each page that shows what it costs."""
RIGHT = 0.7
"""Share of suppliers' codes that are taken to be right, and of those that are at least in the right heading."""
RIGHT_HEADING = 0.2
_SPREAD = 0.5
"""Of wrong codes, how many have nothing to do with the goods; the others are what the texts suggest too."""
_SHOWN = 40
"""Characters of a supplier's code that a message repeats."""
_COPIED = 200
"""Such codes are copied from list to list: any one of so many is as likely as the next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Something in the goods' texts that speaks for a code."""

    kind: Literal["kind", "material", "words", "meaning", "own_code"]
    text: str
    """Of the goods, as written."""
    of: str
    """What it was held against: the kind's name, the words of the nomenclature, its text."""
    where: str
    """ "title", "category", "details", "material", "hs_code"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """A subheading that the goods may be in."""

    code: str
    """Six digits."""
    probability: float
    path: tuple[str, ...]
    """Texts of its chapter, heading and subheading."""
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadingGuess:
    code: str
    """Four digits."""
    probability: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnCode:
    """The supplier's code, held against the texts."""

    given: str
    code: str
    """Its first six digits (four where it has no more); "" where it is none."""
    verdict: Literal["agrees", "same_heading", "differs", "unknown", "said"]
    """`unknown`: no such code in this edition. `said`: it is the user's word, and goes before the texts."""
    by_texts: float
    """Probability of its heading by the texts alone."""
    message: str
    present: tuple[str, ...] = ()
    """Of a code of an older edition, those of this one with its goods."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Classification:
    """What the goods may be, likeliest first."""

    guesses: tuple[Guess, ...]
    headings: tuple[HeadingGuess, ...]
    language: Language
    """That the texts were read in."""
    language_sure: float
    """1 where it was given; else how surely the texts tell it, in (0, 1]."""
    own_code: OwnCode | None
    doubts: tuple[str, ...] = ()
    """Why the guesses may be worth nothing."""
    edition: str = EDITION
    source: str = SOURCE

    @property
    def likely(self) -> tuple[Guess, ...]:
        """As many as make up LIKELY of the probability, MOST_LIKELY at most; none where even these are less likely
        together than LEAST, or where there is a doubt: a number of codes that nothing speaks for is no guess."""
        if self.doubts:
            return ()
        found: list[Guess] = []
        for guess in self.guesses[:MOST_LIKELY]:
            found.append(guess)
            if sum(one.probability for one in found) >= LIKELY:
                break
        return tuple(found) if sum(one.probability for one in found) >= LEAST else ()


class Classifier:
    """Finds codes for goods. Holds the nomenclature's vectors from its first use on; safe to share between threads."""

    def __init__(self, encoder: Encoder) -> None:
        self._meanings = Meanings(encoder)
        self._remembered = lru_cache(maxsize=REMEMBERED)(self._classify)

    def classify(self, goods: Goods, /, *, most: int = 10) -> Classification:
        """At most `most` subheadings and five headings; none for goods that neither a word nor a code speaks of."""
        return self._remembered(goods, most)

    def _classify(self, goods: Goods, most: int) -> Classification:
        told = evidence(goods, self._meanings)
        doubts = tuple(_doubts(goods))
        silent = NOTHING_SAID in doubts
        by_texts = _alike() if silent else chances(told)
        weighed, own = _said(by_texts, goods.said_code) or _with_own_code(by_texts, goods.own_code)
        table = headings()
        unheard = own is None or own.verdict == "unknown"
        shown = 0 if silent and unheard else max(most, MOST_LIKELY)
        order = np.lexsort((np.arange(len(weighed)), -weighed))[:shown]
        guesses = tuple(
            Guess(
                code=table.codes[place],
                probability=float(weighed[place]),
                path=path_of(table.codes[place]),
                reasons=tuple(_reasons(int(place), told, own)),
            )
            for place in order
        )
        return Classification(
            guesses=guesses[:most],
            headings=_headings(weighed) if shown else (),
            language=told.language,
            language_sure=told.language_sure,
            doubts=doubts if own is None or own.verdict != "said" else (),
            own_code=own,
        )


NOTHING_SAID = "nothing in the text says what the goods are: expected a few words such as 'steel mug'"
SERVICE = "this reads as a service: the Harmonized System has codes for goods only"


def _doubts(goods: Goods) -> Iterator[str]:
    if all(says_nothing(part.text) for part in goods.parts()):
        yield NOTHING_SAID
    elif is_service(goods.title):
        yield SERVICE


def _alike() -> Weights:
    """Every subheading as likely as the other."""
    count = len(headings().codes)
    return np.full(count, 1 / count, dtype=np.float32)


def _headings(weighed: Weights) -> tuple[HeadingGuess, ...]:
    four, known = of_headings(weighed), nomenclature()
    order = np.lexsort((np.arange(len(four)), -four))[:5]
    codes = [headings().headings[place] for place in order]
    return tuple(
        HeadingGuess(code=code, probability=float(four[place]), text=known.get(code, ""))
        for code, place in zip(codes, order, strict=True)
    )


# ------------------------------------------------------------------------------- the supplier's own code


def _said(by_texts: Weights, said: str | None) -> tuple[Weights, OwnCode] | None:
    """The code that the user said, which is not weighed; None where nothing was said, or nothing of this edition."""
    if said is None:
        return None
    table = headings()
    inside = np.array([one == said[:6] for one in table.codes])
    if not inside.any():
        return None
    heading = np.array([one[:4] == said[:4] for one in table.codes])
    likeliest = table.codes[int(by_texts.argmax())]
    message = f"the code {said} is what you said; the texts alone say {likeliest} ({by_texts.max():.0%})"
    own = OwnCode(
        given=said,
        code=said[:6],
        verdict="said",
        by_texts=float(by_texts[heading].sum()),
        message=message,
    )
    return inside.astype(np.float32), own


def _with_own_code(by_texts: Weights, given: str | None) -> tuple[Weights, OwnCode | None]:
    """The probabilities once the supplier's code is heard as a witness who is mostly right.

    By Bayes: a supplier writes the right code in RIGHT of cases, another of the right heading in RIGHT_HEADING, else
    a wrong one, which is half of the time one that the texts suggest too.
    """
    if not given or not given.strip():
        return by_texts, None
    table = headings()
    found = parse_hs(given)
    digits = found.value if found is not None else _heading_in(given)
    code = digits[:6] if len(digits) >= 6 else digits[:4]
    present = present_codes(digits)
    inside = np.array([one.startswith(present) for one in table.codes]) if present else np.zeros(0, bool)
    four = {one[:4] for one in present or (code,) if len(one) >= 4}
    in_heading = np.array([one[:4] in four for one in table.codes])
    faith = float(by_texts[in_heading].sum())
    if not inside.any():
        message = _unknown(given, code)
        return by_texts, OwnCode(given=given, code=code, verdict="unknown", by_texts=faith, message=message)
    wrong = 1 - RIGHT - RIGHT_HEADING
    seen = _SPREAD / _COPIED + (1 - _SPREAD) * float(by_texts[inside].sum())
    said = np.full(len(by_texts), wrong * seen, dtype=np.float64)
    said[in_heading] += RIGHT_HEADING / int(in_heading.sum())
    said[inside] += RIGHT
    weighed = by_texts * said
    weighed = (weighed / weighed.sum()).astype(np.float32)
    own = _verdict(given, code, faith, weighed, inside, in_heading)
    if code not in nomenclature():
        own = replace(own, message=f"{_older(given, present)}; {own.message}", present=present)
    return weighed, own


def _heading_in(given: str) -> str:
    """Four digits that stand alone; "" for a text that is no code."""
    digits = "".join(given.split()).replace(".", "")
    return digits if len(digits) == 4 and digits.isascii() and digits.isdecimal() else ""


def _unknown(given: str, code: str) -> str:
    shown = given.strip()[:_SHOWN]
    if not code:
        return f"expected the supplier's code of 6, 8 or 10 digits such as 7323.93, got {shown!r}; the texts decide"
    if code[:4] not in nomenclature():
        missing = f"no chapter {code[:2]}" if code[:2] not in nomenclature() else f"no heading {code[:4]}"
        return f"the supplier's code {shown} is none: {EDITION} has {missing}; the texts decide"
    return (
        f"the supplier's code {shown} is not in {EDITION}: heading {code[:4]} has no such subheading, it may be of an older "
        "edition; the texts decide"
    )


def _older(given: str, present: Sequence[str]) -> str:
    now = " or ".join(map(dotted, present))
    return f"the supplier's code {given.strip()[:_SHOWN]} is of {OLDER_EDITION}; in {EDITION} its goods are in {now}"


def _verdict(
    given: str, code: str, faith: float, weighed: Weights, inside: np.ndarray, in_heading: np.ndarray
) -> OwnCode:
    table = headings()
    best = int(weighed.argmax())
    shown = given.strip()[:_SHOWN]
    verdict: Literal["agrees", "same_heading", "differs"]
    if inside[best]:
        verdict, message = "agrees", f"the supplier's code {shown} is the likeliest"
    elif in_heading[best]:
        verdict = "same_heading"
        message = f"the supplier's code {shown} is in the right heading; {table.codes[best]} is likelier"
    else:
        verdict = "differs"
        message = (
            f"the supplier's code {shown} ({nomenclature().get(code[:4], '')}) does not fit the texts: "
            f"{table.codes[best]} is likelier; ask the supplier why"
        )
    return OwnCode(given=given, code=code, verdict=verdict, by_texts=faith, message=message)


# ------------------------------------------------------------------------------------------ why


def _reasons(place: int, told: Evidence, own: OwnCode | None) -> Iterator[Reason]:
    code = headings().codes[place]
    if own is not None and own.code and code.startswith(own.present or own.code):
        yield Reason(kind="own_code", text=own.given, of=code, where="hs_code")
    for spoken in told.spoken:
        yield from _of_kind(code, spoken, tuple(one.code for one in told.materials))
    yield from _of_material(code, told)
    for spoken in told.spoken:
        yield from _of_words(code, spoken)
    if told.spoken:
        title = told.spoken[0]
        yield Reason(kind="meaning", text=title.part.text, of=nomenclature()[code], where=title.part.name)


def _of_kind(code: str, spoken: Spoken, materials: tuple[str, ...]) -> Iterator[Reason]:
    if spoken.kind is None:
        return
    for kind in spoken.kinds:
        if any(one[:4] == code[:4] for one, _ in weighted_codes(kind, materials)):
            written = spoken.part.text[spoken.kind.start : spoken.kind.end]
            yield Reason(kind="kind", text=written, of=name_of(kind, "en"), where=spoken.part.name)
            return


def _of_material(code: str, told: Evidence) -> Iterator[Reason]:
    """The first material for which a code of the kind counts more than without."""
    kinds = next((one.kinds for one in told.spoken if one.kind is not None), ())
    for kind in kinds:
        for one in told.materials:
            plain, of_it = dict(weighted_codes(kind, ())), dict(weighted_codes(kind, (one.code,)))
            if of_it.get(code, 0.0) > plain.get(code, 0.0):
                yield Reason(kind="material", text=one.text, of=nomenclature()[code], where=one.part)
                return


def _of_words(code: str, spoken: Spoken) -> Iterator[Reason]:
    said_here = set(english_stems(" ".join(path_of(code)[1:])))
    shared = [one for one in spoken.said if said_here & set(one.english)]
    if shared:
        yield Reason(
            kind="words",
            text=", ".join(dict.fromkeys(one.word for one in shared)),
            of=", ".join(dict.fromkeys(_english(one.english, said_here) for one in shared)),
            where=spoken.part.name,
        )


def _english(alternatives: Mapping[str, float], said_here: set[str]) -> str:
    """Of what a word may mean, the stem that stands in the text."""
    return max(said_here & set(alternatives), key=lambda stem: (alternatives[stem], stem))
