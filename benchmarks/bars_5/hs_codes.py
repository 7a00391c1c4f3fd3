"""Bar 4: texts of the European tariff in eleven languages find their own heading, product titles find theirs.

The texts of ../shared/data/hs_codes are the European Union's: they are read here, to measure, and nowhere else. A
code's description is what stands above it and its own line ("Other" alone says nothing), from its heading down.
"""

from __future__ import annotations

import csv
import gzip
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.bars_1.bar import Bar
from benchmarks.running import ICECAT, SHARED
from dragoman.classify.classifier import Classifier
from dragoman.classify.goods import Goods
from dragoman.language.encode import SentenceEncoder

TARIFF = SHARED / "hs_codes" / "eu_taric_nomenclature_11lang.tsv.gz"
LANGUAGES = ("en", "bg", "cs", "da", "de", "el", "es", "et", "fi", "fr", "sk")
OF_EACH = 250
"""Codes drawn, the same in every language."""
SEED = 20261126
FIRST, FIVE, TITLES_FIVE, ERROR = 0.75, 0.92, 0.85, 0.08
HS_FIELD = "attr_t_harmonized_system__hs__code"
DETAILS = ("attr_t_product_type", "attr_t_type", "attr_t_material")
_BINS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    rank: int
    """Of the true heading, from 0; 5: not among the first five."""
    surest: float
    """Probability of the first heading."""


def measure(_work: Path) -> Iterator[Bar]:
    if not TARIFF.is_file():
        yield Bar(number="4", name="HS codes", figure=f"no texts at {TARIFF}", passed=False)
        return
    classifier = Classifier(SentenceEncoder(threads=2))
    codes = _descriptions()
    drawn = random.Random(SEED).sample(sorted(codes), OF_EACH)
    every: list[Answer] = []
    for language in LANGUAGES:
        texts = [": ".join(codes[code][language]) for code in drawn]
        answers = [
            _answer(classifier, Goods.of_text(text, language=language), code)
            for code, text in zip(drawn, texts, strict=True)
        ]
        every += answers
        first, five = _share(answers, 1), _share(answers, 5)
        yield Bar(
            number="4",
            name=f"heading of {OF_EACH} tariff texts, {language}",
            figure=f"first {first:.3f} (>= {FIRST}), first five {five:.3f} (>= {FIVE})",
            passed=first >= FIRST and five >= FIVE,
        )
    titles = [_answer(classifier, goods, code) for goods, code in _titles()]
    yield Bar(
        number="4",
        name=f"heading of {len(titles)} product titles",
        figure=f"first five {_share(titles, 5):.3f} (>= {TITLES_FIVE}), first {_share(titles, 1):.3f}",
        passed=_share(titles, 5) >= TITLES_FIVE,
    )
    for name, answers in (("tariff texts of all languages", every), ("product titles", titles)):
        error = calibration_error(answers)
        yield Bar(
            number="4",
            name=f"calibration, {name}",
            figure=f"error {error:.3f} (< {ERROR})",
            passed=error < ERROR,
        )


def calibration_error(answers: Sequence[Answer], /) -> float:
    """How far the first heading's probability is from how often it is right, in ten bins, weighed by their size."""
    surest = np.array([one.surest for one in answers])
    right = np.array([one.rank == 0 for one in answers], dtype=float)
    bins = np.minimum((surest * _BINS).astype(int), _BINS - 1)
    return float(
        sum(
            (bins == one).mean() * abs(surest[bins == one].mean() - right[bins == one].mean())
            for one in set(bins.tolist())
        )
    )


def _share(answers: Sequence[Answer], within: int) -> float:
    return sum(one.rank < within for one in answers) / len(answers)


def _answer(classifier: Classifier, goods: Goods, code: str) -> Answer:
    found = classifier.classify(goods).headings
    rank = next((place for place, one in enumerate(found) if one.code == code[:4]), 5)
    return Answer(rank=rank, surest=found[0].probability)


def _descriptions() -> dict[str, dict[str, list[str]]]:
    """Code of ten digits at the level of six -> language -> its texts from the heading down."""
    found: dict[str, dict[str, list[str]]] = {}
    above: list[tuple[int, dict[str, str]]] = []
    with gzip.open(TARIFF, "rt", encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            code, suffix = row["goods_code"].split(" ")
            if code[2:4] == "00" or code >= "98":
                above = []
                continue
            heading = code[4:] == "000000" and suffix == "80"
            depth = 0 if heading else int(float(row["indent"] or 0))
            above = [one for one in above if one[0] < depth] + [(depth, row)]
            is_six = suffix == "80" and code[6:] == "0000"
            if is_six and (code[4:6] != "00" or row["IS_LEAF"] == "1"):
                found[code] = {language: [texts[language] for _, texts in above] for language in LANGUAGES}
    return found


def _titles() -> Iterator[tuple[Goods, str]]:
    """Every product with a code of a tariff, by its other texts: a code for each maker's word, however odd."""
    with gzip.open(ICECAT, "rt", encoding="utf-8") as lines:
        for line in lines:
            product = json.loads(line)
            code = "".join(filter(str.isdigit, product.get(HS_FIELD, "")))
            if not 8 <= len(code) <= 10:
                continue
            told = [str(product[name]) for name in DETAILS if name in product]
            details = "; ".join([*told, product.get("short_description", "")])
            yield Goods(title=product["title"], details=details, language="en"), code
