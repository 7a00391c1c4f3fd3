"""Learn the weights of the classification from the project's own words and the nomenclature's English texts.

    python -m benchmarks.train_classifier              # weights of all groups, then how sure each case is
    python -m benchmarks.train_classifier sureness     # only that, by the weights as they are
    python -m benchmarks.train_classifier english_name # the weights of a group

Nothing else goes in: names of the lexicon's kinds in nine languages, whose codes `vocabulary/hs/kinds.tsv` has, and
texts of the nomenclature with half of their words left out, put into other languages by the glossary's stems. How sure
each case is, is learnt from other goods than the weights (`classifier_goods`), which are further from what is known.
Writes src/dragoman/classify/weights.json.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks import classifier_goods
from benchmarks.classifier_goods import FOREIGN, Made, said_in
from dragoman.classify import sureness, weighing
from dragoman.classify.evidence import FEATURES, evidence
from dragoman.classify.goods import Goods
from dragoman.classify.headings import english_stems, headings, path_of
from dragoman.classify.meaning import Meanings
from dragoman.language.encode import SentenceEncoder
from dragoman.model import LANGUAGES, Language
from dragoman.vocabulary.hs import EDITION, codes_of_kinds
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
NAMES, TEXTS = 2000, 500
"""Goods of each kind, and for the glossary's languages three times as many texts, that tell how sure a case is."""
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
        says = said_in(language)
        kept = [
            stem
            for word in kept
            for english in english_stems(word)
            for stem in [dice.choice(says.get(english, ("zzzzz",)))]
        ]
    goods = Goods(title=" ".join(kept) or "zzzzz", language=language, described=True)
    told = evidence(goods, meanings)
    return Learned(rows=told.rows.astype(np.float16), gold=_target((code,)))


def examples(group: weighing.Group, meanings: Meanings, dice: random.Random) -> list[Learned]:
    makers: dict[weighing.Group, tuple[tuple[Callable[..., Learned | None], Sequence[Language]], ...]] = {
        "english_name": ((of_names, ("en",)),),
        "english_text": ((of_texts, ("en",)),),
        "read_name": ((of_names, LANGUAGES[1:]),),
        "read_text": ((of_foreign_texts, ("en",)),),
        "glossary_name": ((of_texts, FOREIGN),),
        "glossary_text": ((of_texts, FOREIGN),),
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


# ---------------------------------------------------------------------------------- how sure a case is


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """Goods as the weights leave them."""

    logits: np.ndarray
    """Shape (subheadings,)."""
    about: np.ndarray
    """Shape (sureness.ABOUT,)."""
    gold: np.ndarray
    """Shape (headings,): sums to 1."""


def by_case(meanings: Meanings, dice: random.Random) -> dict[sureness.Case, list[Weighed]]:
    found: dict[sureness.Case, list[Weighed]] = {case: [] for case in sureness.CASES}
    portions = (
        ("english", classifier_goods.names(("en",), NAMES, dice)),
        ("read", classifier_goods.names(LANGUAGES[1:], NAMES, dice)),
        ("english", classifier_goods.texts(("en",), TEXTS, dice)),
        ("read", classifier_goods.texts(LANGUAGES[1:], TEXTS, dice)),
        ("glossary", classifier_goods.texts(FOREIGN, 3 * TEXTS, dice)),
    )
    for read_as, portion in portions:
        for made in portion:
            for one in made:
                case, weighed = _weighed(one, read_as, meanings)
                found[case].append(weighed)
        print(read_as, {case: len(of) for case, of in found.items() if of}, flush=True)
    # A language that only the glossary knows has nothing but words, short or long.
    both = found["glossary_name"] + found["glossary_text"]
    return {**found, "glossary_name": both, "glossary_text": both}


def _weighed(made: Made, read_as: str, meanings: Meanings) -> tuple[sureness.Case, Weighed]:
    told = evidence(made.goods, meanings, kinds=made.kinds)
    told.rows[:, 2:4] *= made.words
    group = next(one for one in weighing.GROUPS if one == f"{read_as}_{'text' if told.described else 'name'}")
    weights = weighing.learnt()[group]
    return sureness.case_of(group, told.told), Weighed(
        logits=(told.rows @ weights).astype(np.float32),
        about=sureness.about(told, weights),
        gold=np.add.reduceat(_target(made.codes), sureness.first_of_headings()),
    )


def learn_sureness(found: Sequence[Weighed], /, *, steps: int = 200) -> np.ndarray:
    """Coefficients of the factor's logarithm that give the true headings the most probability."""
    raw = np.stack([one.about for one in found])
    mean, spread = raw.mean(axis=0), raw.std(axis=0) + 1e-6
    mean[0], spread[0] = 0, 1
    spread[spread < 1e-5] = np.inf
    about = (raw - mean) / spread
    logits, gold = np.stack([one.logits for one in found]), np.stack([one.gold for one in found])
    logits = logits - logits.max(axis=1, keepdims=True)
    firsts = sureness.first_of_headings()
    learned = np.zeros(about.shape[1])
    first, second = np.zeros_like(learned), np.zeros_like(learned)
    for step in range(1, steps + 1):
        factor = np.exp(np.clip(about @ learned, -sureness.MOST, sureness.MOST))
        raised = np.exp(logits * factor[:, None].astype(np.float32))
        summed = np.add.reduceat(raised, firsts, axis=1)
        within = np.add.reduceat(raised * logits, firsts, axis=1) / np.maximum(summed, 1e-20)
        chances = summed / summed.sum(axis=1, keepdims=True)
        slope = ((chances - gold) * within).sum(axis=1) * factor
        gradient = about.T @ slope / len(found) + 1e-3 * learned
        first = 0.9 * first + 0.1 * gradient
        second = 0.99 * second + 0.01 * gradient**2
        learned = learned - 0.05 * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
    raised_by: np.ndarray = learned / spread
    raised_by[0] = learned[0] - float((learned[1:] * mean[1:] / spread[1:]).sum())
    return raised_by


def main(only: list[str]) -> None:
    """`only`: groups to learn anew and "sureness", the others stay; none: all."""
    meanings = Meanings(SentenceEncoder(threads=2))
    path = Path(weighing.__file__).with_name(weighing.FILE)
    told = json.loads(path.read_text(encoding="utf-8"))
    learned = told["weights"]
    for group in weighing.GROUPS:
        if only and group not in only:
            continue
        found = examples(group, meanings, random.Random(SEED))
        weights = learn(found)
        learned[group] = dict(zip(FEATURES, (round(float(one), 3) for one in weights), strict=True))
        print(group, len(found), learned[group], flush=True)
    told |= {"encoder": meanings.encoder.name, "edition": EDITION, "weights": learned}
    _write(path, told)
    if only and "sureness" not in only:
        return
    weighing.learnt.cache_clear()
    for case, weighed in by_case(meanings, random.Random(SEED)).items():
        factors = learn_sureness(weighed)
        told["sureness"][case] = dict(
            zip(sureness.ABOUT, (round(float(one), 4) for one in factors), strict=True)
        )
        print(case, len(weighed), told["sureness"][case], flush=True)
    _write(path, told)


def _write(path: Path, told: dict[str, object]) -> None:
    path.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
