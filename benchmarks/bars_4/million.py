"""Bars 1, 3 and 4: a million offers searched, loaded and opened, and how all that grows.

A home is loaded once and kept under .bench, or where `--home` says; `--offers` tries it with fewer, and then the bars'
limits are those of a million all the same.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from benchmarks.bars_1.bar import Bar
from benchmarks.running import ROOT
from dragoman.bench.chart import growth_chart
from dragoman.bench.figures import Asked, Figures
from dragoman.bench.measures import shown
from dragoman.bench.questions import QUESTION_KINDS
from dragoman.bench.report import HEADING, history_line
from dragoman.bench.run import Plan, measured, to_json

OFFERS = 1_000_000
SEED = 1
BENCH = ROOT / ".bench"
_CLIENTS = (1, 4)
_HYBRID_P95_MS, _HTTP_P95_MS, _TEXT_P95_MS = 45.0, 60.0, 10.0
_HYBRID_PER_SECOND = 80.0
_LOAD_PER_SECOND = 700.0
_LOAD_SECONDS = 30 * 60
_LOAD_MB, _SERVING_MB = 3 * 1024, 2.5 * 1024
_OPEN_SECONDS = 3.0
_GROWTH = 6.0
_SPAN = 100
"""Times as many offers that the growth is told over."""


def plan(offers: int, home: Path | None) -> Plan:
    """Of a home under .bench unless another is named."""
    return Plan(offers=offers, seed=SEED, home=home or BENCH / f"{offers}-{SEED}", clients=_CLIENTS)


def searched(offers: int, home: Path | None, workers: int | None) -> Iterator[Bar]:
    """Bar 1."""
    asked = replace(
        plan(offers, home), kinds=("hybrid", "text"), parts=("library", "http", "recall"), workers=workers
    )
    figures = measured(asked, _tell)
    hybrid, four = _found(figures, "hybrid"), _found(figures, "hybrid", clients=4)
    web, text = _found(figures, "hybrid", http=True), _found(figures, "text")
    leg = _found(figures, "words leg")
    assert figures.recall is not None
    assert figures.served is not None
    right = f"dense recall@10 {figures.recall.at_10:.3f}, @100 {figures.recall.at_100:.3f}"
    where = ", ".join(f"{name} {took:.1f}" for name, took in hybrid.stages_ms.items())
    size = f"{offers:,} offers, load of the machine {figures.machine.load}"
    yield Bar(
        number="1",
        name=f"hybrid, two filters, three facets, library ({size})",
        figure=f"p95 {hybrid.latency.p95_ms:.1f} ms ({_HYBRID_P95_MS:g} wanted), p50 {hybrid.latency.p50_ms:.1f} ms; mean ms: {where}; {right}",
        passed=hybrid.latency.p95_ms <= _HYBRID_P95_MS,
    )
    yield Bar(
        number="1",
        name=f"the same through HTTP, {figures.served.workers} workers",
        figure=f"p95 {web.latency.p95_ms:.1f} ms ({_HTTP_P95_MS:g} wanted), p50 {web.latency.p50_ms:.1f} ms, {web.latency.failed} failed",
        passed=web.latency.p95_ms <= _HTTP_P95_MS and not web.latency.failed,
    )
    yield Bar(
        number="1",
        name="words alone, a whole search through the library",
        figure=f"p95 {text.latency.p95_ms:.1f} ms ({_TEXT_P95_MS:g} wanted), p50 {text.latency.p50_ms:.1f} ms; the index alone p95 {leg.latency.p95_ms:.1f} ms",
        passed=text.latency.p95_ms <= _TEXT_P95_MS,
    )
    served = _found(figures, "hybrid", clients=4, http=True)
    yield Bar(
        number="1",
        name="hybrid searches a second, 4 clients",
        figure=f"library (threads of one process) {four.latency.per_second:.0f}, HTTP {served.latency.per_second:.0f} ({_HYBRID_PER_SECOND:g} wanted of the better)",
        passed=max(four.latency.per_second, served.latency.per_second) >= _HYBRID_PER_SECOND,
    )


def loaded(offers: int, home: Path | None, workers: int | None) -> Iterator[Bar]:
    """Bar 3."""
    asked = replace(
        plan(offers, home),
        kinds=("hybrid", "facets", "unit_price"),
        parts=("stages", "open", "http"),
        workers=workers,
    )
    figures = measured(asked, _tell)
    load, fresh, served = figures.load, figures.opened, figures.served
    assert load is not None
    assert fresh is not None
    assert served is not None
    stages = ", ".join(f"{one.name} {one.ms_per_thousand:.0f}" for one in figures.stages)
    yield Bar(
        number="3",
        name=f"load of {load.offers:,} offers from JSON lines, encoding and index included",
        figure=f"{load.per_second:.0f} offers/s ({_LOAD_PER_SECOND:g} wanted), slowest tenth into the record {load.slowest_tenth:.0f}/s; ms for 1,000: {stages}",
        passed=load.per_second >= _LOAD_PER_SECOND,
    )
    minutes = load.seconds / 60 * (OFFERS / load.offers if load.offers else 1)
    scaled = "" if load.offers >= OFFERS else ", scaled up to a million"
    yield Bar(
        number="3",
        name="a million in 30 minutes",
        figure=f"{minutes:.1f} minutes{scaled}",
        passed=minutes * 60 < _LOAD_SECONDS,
    )
    yield Bar(
        number="3",
        name="peak memory of a load, all processes",
        figure=f"{load.peak.resident:.0f} MB ({_LOAD_MB:g} at most), {load.peak.private:.0f} MB of it private; record {load.record_mb:,.0f} MB, index {load.index_mb:,.0f} MB",
        passed=0 < load.peak.resident < _LOAD_MB,
    )
    yield Bar(
        number="3",
        name=f"memory when serving, {served.workers} workers",
        figure=f"{served.memory.resident:.0f} MB ({_SERVING_MB:g} at most), {served.memory.private:.0f} MB of it private",
        passed=0 < served.memory.resident < _SERVING_MB,
    )
    yield Bar(
        number="3",
        name="open, in a fresh process",
        figure=f"{fresh.open_seconds:.2f} s ({_OPEN_SECONDS:g} at most), imports before {fresh.import_seconds:.2f} s; first search, nothing warm, {fresh.first_search_seconds:.2f} s",
        passed=fresh.open_seconds < _OPEN_SECONDS,
    )


def grown(offers: int, home: Path | None) -> Iterator[Bar]:
    """Bar 4: a hundredth, a tenth, all; writes figures, table and chart into .bench/growth."""
    runs = [
        measured(
            replace(plan(size, home if size == offers else None), clients=(1,), parts=("library", "recall")),
            _tell,
        )
        for size in (max(offers // 100, 100), max(offers // 10, 100), offers)
    ]
    folder = BENCH / "growth"
    folder.mkdir(parents=True, exist_ok=True)
    for run in runs:
        (folder / f"{run.catalogue.offers}.json").write_bytes(to_json(run))
    (folder / "growth.svg").write_text(growth_chart(runs), encoding="utf-8")
    (folder / "growth.md").write_text(growth_table(runs), encoding="utf-8")
    for kind in QUESTION_KINDS:
        p95 = [_found(run, kind).latency.p95_ms for run in runs]
        yield Bar(
            number="4",
            name=f"p95 of {kind} over {' -> '.join(f'{run.catalogue.offers:,}' for run in runs)} offers",
            figure=f"{' -> '.join(map(shown, p95))} ms, {p95[-1] / p95[0]:.1f} times ({_GROWTH:g} at most over {_SPAN} times as many)",
            passed=p95[-1] / p95[0] < _GROWTH,
        )
    recalls = ", ".join(f"{run.recall.at_10:.3f}" for run in runs if run.recall is not None)
    yield Bar(
        number="4",
        name="table and chart",
        figure=f"{folder / 'growth.md'}, {folder / 'growth.svg'}; dense recall@10 {recalls}",
        passed=(folder / "growth.svg").exists(),
    )


def growth_table(runs: list[Figures]) -> str:
    """p50 and p95 of each kind by size, and a line of the history for each size, as Markdown."""
    sizes = " | ".join(f"{run.catalogue.offers:,}" for run in runs)
    lines = [f"| p50 / p95, ms | {sizes} |", "|---" * (len(runs) + 1) + "|"]
    for kind in (*QUESTION_KINDS, "words leg", "meaning leg"):
        figures = [_found(run, kind).latency for run in runs]
        cells = " | ".join(f"{shown(one.p50_ms)} / {shown(one.p95_ms)}" for one in figures)
        lines.append(f"| {kind} | {cells} |")
    return "\n".join([*lines, "", HEADING, *(history_line(run) for run in runs), ""])


def _found(figures: Figures, kind: str, *, clients: int = 1, http: bool = False) -> Asked:
    found = figures.asked(kind, clients=clients, http=http)
    if found is None:
        raise ValueError(f"expected figures of {kind!r} at {clients} clients, got none")
    return found


def _tell(what: str, done: int, total: int) -> None:
    """On standard error: a line for every twentieth of the offers, one for anything smaller."""
    step = (what, done * 20 // total if total >= 1000 else 0)
    if step not in _said:
        _said.add(step)
        print(f"  {what}: {done:,} of {total:,}", file=sys.stderr, flush=True)


_said: set[tuple[str, int]] = set()
