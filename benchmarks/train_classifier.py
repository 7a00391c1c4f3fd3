"""Learn the weights of the classification from the project's own words and the nomenclature's English texts.

    python -m benchmarks.train_classifier

Nothing else goes in: names of the lexicon's kinds in nine languages, whose codes `vocabulary/hs/kinds.tsv` has, and
texts of the nomenclature with half of their words left out, put into other languages by the glossary's stems. Writes src/dragoman/classify/weights.json.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from dragoman.classify import weighing
from dragoman.classify.evidence import FEATURES, READ, evidence
from dragoman.classify.goods import Goods
from dragoman.classify.headings import english_stems, headings, path_of
from dragoman.classify.meaning import Meanings
from dragoman.language.encode import SentenceEncoder
from dragoman.model import LANGUAGES, Language
from dragoman.vocabulary.hs import EDITION, codes_of_kinds, glossary
from dragoman.vocabulary.lexicon import concepts

EXAMPLES = 260
"""Of each kind of text, for each group of languages."""
KNOWN_KINDS = 0.7
"""Share of the titles whose kind the lexicon is let know."""
DRESSED = 0.6
"""Share of the titles with a maker, a model, sizes and such around the kind's name."""
WRONG_KINDS = 0.2
"""Share of the titles whose kind is given as another, as happens with real ones."""
STEPS = 60
SEED = 20261126


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    rows: np.ndarray
    """Shape (subheadings, features), half precision."""
    gold: np.ndarray
    """Shape (subheadings,): sums to 1."""


def _target(codes: tuple[str, ...]) -> np.ndarray:
    gold = np.zeros(len(headings().codes), dtype=np.float32)
    for code, weight in zip(codes, (1.0, 0.5, 0.35, 0.25, 0.2), strict=False):
        gold[headings().places[code]] += weight
    shared: np.ndarray = gold / gold.sum()
    return shared


def of_names(language: Language, meanings: Meanings, dice: random.Random) -> Learned | None:
    """A kind by one of its names, as a short title has it; some as if the lexicon did not know the kind."""
    known = sorted(codes_of_kinds())
    kind = dice.choice(known)
    names = concepts()[kind].names[language]
    if not names:
        return None
    title = dice.choice(names)
    if dice.random() < DRESSED:
        like = [one for one in concepts().values() if one.modifier and one.names[language]]
        told_more = [dice.choice(like).names[language][0] for _ in range(dice.randint(0, 3))]
        maker = "".join(dice.choice("BDKLMNRSTV") + dice.choice("aeiou") for _ in range(3)).capitalize()
        size = f"{dice.randint(2, 900)} {dice.choice(('cm', 'W', 'ml', 'mm', 'pcs'))}"
        title = " ".join([maker, f"{maker[:2].upper()}-{dice.randint(100, 9999)}", title, *told_more, size])
    told = evidence(Goods(title=title, language=language), meanings, kinds=dice.random() < KNOWN_KINDS)
    if dice.random() < WRONG_KINDS:
        other = concepts()[dice.choice(known)].names["en"]
        if other:
            wrong = evidence(Goods(title=other[0], language="en"), meanings)
            told.rows[:, 4:7] = wrong.rows[:, 4:7]
    return Learned(rows=told.rows.astype(np.float16), gold=_target(codes_of_kinds()[kind]))


def of_foreign_texts(language: Language, meanings: Meanings, dice: random.Random) -> Learned:
    """As `of_texts`, without what is only known of English: as a text reads whose words nobody looks up."""
    told = of_texts(language, meanings, dice)
    told.rows[:, 2:4] *= dice.random() * 0.3
    return told


def of_texts(language: Language, meanings: Meanings, dice: random.Random) -> Learned:
    """A text of the nomenclature with half of its words left out; in a language of the glossary, each word by one of
    the stems that say it, or as one that nobody knows."""
    code = dice.choice(headings().codes)
    words = " ".join(path_of(code)[1:]).split()
    kept = [word for word in words if dice.random() < 0.5] or words
    if language != "en":
        says = _says(language)
        kept = [
            stem
            for word in kept
            for english in english_stems(word)
            for stem in [dice.choice(says.get(english, ("zzzzz",)))]
        ]
    goods = Goods(title=" ".join(kept) or "zzzzz", language=language, described=True)
    told = evidence(goods, meanings)
    return Learned(rows=told.rows.astype(np.float16), gold=_target((code,)))


@cache
def _says(language: Language) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in glossary():
        stems = line.stems.get(language, ())
        paired = len(stems) == len(line.english)
        for place, word in enumerate(line.english):
            for english in english_stems(word):
                found.setdefault(english, []).extend(stems[place : place + 1] if paired else stems)
    return {word: stems for word, stems in found.items() if stems}


def examples(group: weighing.Group, meanings: Meanings, dice: random.Random) -> list[Learned]:
    foreign = sorted({one for line in glossary() for one in line.stems} - READ)
    makers: dict[weighing.Group, tuple[tuple[Callable[..., Learned | None], Sequence[Language]], ...]] = {
        "english_name": ((of_names, ("en",)),),
        "english_text": ((of_texts, ("en",)),),
        "read_name": ((of_names, LANGUAGES[1:]),),
        "read_text": ((of_foreign_texts, ("en",)),),
        "glossary_name": ((of_texts, foreign),),
        "glossary_text": ((of_texts, foreign),),
    }
    found: list[Learned] = []
    for maker, languages in makers[group]:
        made = (maker(dice.choice(languages), meanings, dice) for _ in range(EXAMPLES))
        found.extend(one for one in made if one is not None)
    return found


def learn(found: list[Learned], /, *, steps: int = STEPS) -> np.ndarray:
    """Weights that give the true subheadings, and more so the true headings, the most probability."""
    places = headings().heading_of
    count = len(headings().headings)
    rows = np.stack([one.rows for one in found]).astype(np.float32)
    gold = np.stack([one.gold for one in found])
    gold4 = np.stack([np.bincount(places, weights=one, minlength=count) for one in gold]).astype(np.float32)
    weights = np.array([8, 8, 4, 4, 4, 4, 1, 0], dtype=np.float32)
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, steps + 1):
        logits = rows @ weights
        chances = np.exp(logits - logits.max(axis=1, keepdims=True))
        chances /= chances.sum(axis=1, keepdims=True)
        by_heading = np.stack([np.bincount(places, weights=one, minlength=count) for one in chances])
        # Cross-entropy of headings, through the sum of their subheadings, and a third of that of subheadings.
        pull = chances * (gold4 / np.maximum(by_heading, 1e-9))[:, places]
        slope = (chances - pull) + (chances - gold) / 3
        gradient = np.einsum("qnf,qn->f", rows, slope.astype(np.float32)) / len(found) + 1e-4 * weights
        first = 0.9 * first + 0.1 * gradient
        second = 0.99 * second + 0.01 * gradient**2
        weights = weights - 0.3 * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
        if step % 60 == 0:
            loss = -(gold4 * np.log(np.maximum(by_heading, 1e-9))).sum(axis=1).mean()
            print(step, round(float(loss), 3), np.round(weights, 2), flush=True)
    return weights


def main(only: list[str]) -> None:
    """`only`: groups to learn anew, the others stay; none: all."""
    meanings = Meanings(SentenceEncoder(threads=2))
    path = Path(weighing.__file__).with_name(weighing.FILE)
    learned = json.loads(path.read_text(encoding="utf-8"))["weights"] if only else {}
    for group in weighing.GROUPS:
        if only and group not in only:
            continue
        found = examples(group, meanings, random.Random(SEED))
        weights = learn(found)
        learned[group] = dict(zip(FEATURES, (round(float(one), 3) for one in weights), strict=True))
        print(group, len(found), learned[group], flush=True)
    told = {"encoder": meanings.encoder.name, "edition": EDITION, "weights": learned}
    path.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
