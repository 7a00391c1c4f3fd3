"""Bar 7: each part of the search turned off, one by one, as `dragoman evaluate --without` does it: what it is worth.

`python -m benchmarks.bars_2.parts HOME` prints the table for docs/benchmarks.md.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.bars_1.bar import Bar
from benchmarks.bars_2.icecat import JUDGMENTS, TRANSLATIONS, home
from benchmarks.running import ROOT
from dragoman.app import open_dragoman
from dragoman.evaluate import PARTS, Part, cases, compare, read_judgments, read_translations
from dragoman.evaluate.compare import Comparison
from dragoman.evaluate.parts import MEANS
from dragoman.settings import Settings

TABLE = ROOT / "docs" / "benchmarks.md"


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """nDCG@10 with everything on, less that without the part, by language."""

    part: Part
    by_language: Mapping[str, Comparison]

    def of(self, language: str, /) -> float:
        return -self.by_language[language].differences["ndcg@10"].difference

    def p_value(self, language: str, /) -> float:
        return self.by_language[language].differences["ndcg@10"].p_value

    @property
    def others(self) -> float:
        """Mean over the languages beside English."""
        return float(np.mean([self.of(language) for language in self.by_language if language != "en"]))

    def row(self) -> str:
        return (
            f"| {MEANS[self.part]} | {self.of('en'):+.3f} | {self.p_value('en'):.3f} | {self.others:+.3f} |"
        )


def measure(work: Path) -> Iterator[Bar]:
    written = TABLE.read_text(encoding="utf-8") if TABLE.exists() else ""
    for worth in worths(home(work)):
        named = f"| {MEANS[worth.part]} |" in written
        yield Bar(
            number="7",
            name=f"worth of {MEANS[worth.part]}, nDCG@10",
            figure=f"{worth.of('en'):+.3f} in English (p {worth.p_value('en'):.3f}), {worth.others:+.3f} in the others; "
            f"{'in' if named else 'not in'} {TABLE.relative_to(ROOT)}",
            passed=named,
        )


def worths(home: Path, /) -> Iterator[Worth]:
    """Everything on once, then each part off. The learned order is worth what it adds to questions it has not seen."""
    asked = cases(read_judgments(JUDGMENTS), read_translations(TRANSLATIONS), language="en")
    with open_dragoman(Settings(home=home)) as dragoman:
        whole = dragoman.evaluate(asked, language="en")
        crossed = dragoman.cross_validated(asked, dragoman.examples(asked), language="en")
        for part in PARTS:
            without = dragoman.evaluate(asked, language="en", search=dragoman.searching_without([part]))
            found = compare(asked, without, (crossed if part == "learned" else whole).run)
            yield Worth(part=part, by_language={one.language: one for one in found})


def main(home: Path) -> None:
    print("| turned off | English | p | eight others, mean |\n|---|---:|---:|---:|")
    for worth in worths(home):
        print(worth.row(), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
