"""Bars 1, 2 and 3: English, the other languages and mistyped English, on the judgments.

The order is learned from these judgments, so bars 1 and 2 ask each question of a model that has seen neither it nor
its translations; bar 3 compares two questions that the shipped model knows equally well.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks.bars_1.bar import Bar
from benchmarks.bars_2.icecat import crossed, evaluated, queries
from benchmarks.bars_2.typos import mistyped

LEAST_NDCG = 0.80
LEAST_CONDENSED = 0.87
LEAST_SHARE = 0.88
LEAST_TYPED_SHARE = 0.93
SEED = 20261125
TYPED = "en-x-typo"
"""A private language of BCP 47: English, one edit a query."""


def measure_english(work: Path) -> Iterator[Bar]:
    found = crossed(work).overall
    low, high = found.intervals["ndcg@10"]
    yield Bar(
        number="1a",
        name=f"English nDCG@10, {found.queries} queries with a relevant product, cross-validated",
        figure=f"{found.means['ndcg@10']:.3f} (95 % {low:.3f} to {high:.3f}; at least {LEAST_NDCG}); "
        f"{found.means['judged@10']:.2f} of the first ten judged",
        passed=found.means["ndcg@10"] >= LEAST_NDCG,
    )
    yield Bar(
        number="1b",
        name="the same, condensed list",
        figure=f"{found.means['condensed_ndcg@10']:.3f} (at least {LEAST_CONDENSED})",
        passed=found.means["condensed_ndcg@10"] >= LEAST_CONDENSED,
    )


def measure_languages(work: Path) -> Iterator[Bar]:
    found = crossed(work)
    for language, figures in found.by_language.items():
        if language == found.language:
            continue
        share = figures.share or 0.0
        yield Bar(
            number="2",
            name=f"{language}: nDCG@10 over English on the same {figures.figures.queries} queries, cross-validated",
            figure=f"{share:.3f} ({figures.figures.means['ndcg@10']:.3f} of {figures.own.means['ndcg@10']:.3f}; "
            f"at least {LEAST_SHARE})",
            passed=share >= LEAST_SHARE,
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
