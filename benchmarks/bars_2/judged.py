"""Bars 1, 2 and 3: English, the other languages and mistyped English, on the judgments.

Measured is the search as a user has it. Where a part of it was learned from these judgments, bar 1 must be given
the cross-validated figure instead: this one would then be too good.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks.bars_1.bar import Bar
from benchmarks.bars_2.icecat import TRANSLATIONS, evaluated, queries
from benchmarks.bars_2.typos import mistyped

LEAST_NDCG = 0.80
LEAST_CONDENSED = 0.87
LEAST_SHARE = 0.88
LEAST_TYPED_SHARE = 0.93
SEED = 20261125
TYPED = "en-x-typo"
"""A private language of BCP 47: English, one edit a query."""


def measure_english(work: Path) -> Iterator[Bar]:
    found = evaluated(work, TRANSLATIONS)
    low, high = found["ndcg@10_ci"]
    yield Bar(
        number="1a",
        name=f"English nDCG@10, {found['queries']} queries with a relevant product",
        figure=f"{found['ndcg@10']:.3f} (95 % {low:.3f} to {high:.3f}; at least {LEAST_NDCG}); "
        f"{found['judged@10']:.2f} of the first ten judged",
        passed=found["ndcg@10"] >= LEAST_NDCG,
    )
    yield Bar(
        number="1b",
        name="the same, condensed list",
        figure=f"{found['condensed_ndcg@10']:.3f} (at least {LEAST_CONDENSED})",
        passed=found["condensed_ndcg@10"] >= LEAST_CONDENSED,
    )


def measure_languages(work: Path) -> Iterator[Bar]:
    found = evaluated(work, TRANSLATIONS)
    for language, figures in found["by_language"].items():
        if language == found["language"]:
            continue
        yield Bar(
            number="2",
            name=f"{language}: nDCG@10 over English on the same {figures['queries']} queries",
            figure=f"{figures['share']:.3f} ({figures['ndcg@10']:.3f} of {figures['own_ndcg@10']:.3f}; "
            f"at least {LEAST_SHARE})",
            passed=figures["share"] >= LEAST_SHARE,
        )


def measure_typos(work: Path) -> Iterator[Bar]:
    file = work / "typos.tsv"
    rows = [
        f"{query}\t{typed}\n" for query, typed in zip(queries(), mistyped(queries(), seed=SEED), strict=True)
    ]
    file.write_text(f"query\t{TYPED}\n{''.join(rows)}", encoding="utf-8")
    figures = evaluated(work, file)["by_language"][TYPED]
    yield Bar(
        number="3",
        name=f"one random edit in each of {figures['queries']} queries: nDCG@10 over the clean one",
        figure=f"{figures['share']:.3f} ({figures['ndcg@10']:.3f} of {figures['own_ndcg@10']:.3f}; "
        f"at least {LEAST_TYPED_SHARE})",
        passed=figures["share"] >= LEAST_TYPED_SHARE,
    )
