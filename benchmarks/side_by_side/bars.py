"""Bar 2 of `make bars-4`: Dragoman against LanceDB, milvus-lite and the limit, on the same 200,000 offers."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.bars_1.bar import Bar
from benchmarks.side_by_side import engines, report
from benchmarks.side_by_side.corpus import HOME, prepared
from benchmarks.side_by_side.measure import RECALL, Result, measured

INSTALL = "UV_PROJECT_ENVIRONMENT=.venv .venv/bin/uv sync --frozen --group bench"
OFFERS = 200_000
SEED = 20261126
OURS = "dragoman"
COMPARED = (OURS, "tantivy+faiss", "lancedb", "milvus-lite")
HYBRID = ("hybrid", "hybrid + facets")
FACETS = ("facets", "facets, all values")
"""The hundred values that a search tells decide; all are shown beside them."""
_LANCE, _LANCE_FACETS, _MILVUS, _LIMIT = 2.0, 5.0, 20.0, 3.0


def measure(*, offers: int = OFFERS, rounds: int = 4, seconds: float = 20.0) -> Iterator[Bar]:
    """All engines in one run; figures are kept in .bench/side_by_side/bar-2.json."""
    lacking = sorted({one for name in COMPARED for one in engines.missing(name)})
    if lacking:
        yield Bar(
            number="2",
            name="beside other engines",
            figure=f"not measured: {', '.join(lacking)} not installed; `{INSTALL}`, then again",
            passed=False,
        )
        return
    corpus = prepared(offers, seed=SEED)
    results = measured(
        corpus,
        COMPARED,
        work=HOME / f"indexes-{corpus.folder.name}",
        rounds=rounds,
        seconds=seconds,
        reuse=False,
        say=lambda text: print(text, file=sys.stderr, flush=True),
    )
    print(report.markdown(corpus, results), file=sys.stderr, flush=True)
    _keep(HOME / "bar-2.json", json.dumps(report.as_json(corpus, results), indent=1, ensure_ascii=False))
    yield from judged(results)


def _keep(path: Path, text: str) -> None:
    path.write_text(text)


def judged(results: Sequence[Result], /) -> Iterator[Bar]:
    """A line for each comparison; both hybrid searches, without and with facets, must keep to it."""
    by_name = {one.engine: one for one in results}
    ours = by_name[OURS]
    yield _faster("2a", "faster than LanceDB's hybrid", ours, by_name["lancedb"], HYBRID, _LANCE)
    yield _faster("2b", "facets faster than LanceDB's", ours, by_name["lancedb"], FACETS, _LANCE_FACETS, by=1)
    yield _faster("2c", "faster than milvus-lite's hybrid", ours, by_name["milvus-lite"], HYBRID, _MILVUS)
    yield _near_limit(ours, by_name["tantivy+faiss"])


def _faster(
    number: str,
    name: str,
    ours: Result,
    other: Result,
    tasks: Sequence[str],
    wanted: float,
    *,
    by: int | None = None,
) -> Bar:
    """Args:
    by: So many of the tasks, the first, decide; None for all.
    """
    flaw = _flaw(ours, tasks) or _flaw(other, tasks)
    if flaw:
        return Bar(number=number, name=name, figure=flaw, passed=False)
    ratios = {task: other.p95(task) / ours.p95(task) for task in tasks}
    shown = ", ".join(
        f"{task} {ratio:.1f} times at p95 ({ours.p95(task):.2f} ms against {other.p95(task):.2f})"
        for task, ratio in ratios.items()
    )
    figure = f"{shown}; wanted {wanted:g}; {_recalls(ours, other)}"
    passed = min(ratios[task] for task in tasks[:by]) >= wanted
    return Bar(number=number, name=name, figure=figure, passed=passed)


def _near_limit(ours: Result, limit: Result) -> Bar:
    name = "against Tantivy and FAISS by hand"
    tasks = (*HYBRID, *FACETS)
    flaw = _flaw(ours, tasks) or _flaw(limit, tasks)
    if flaw:
        return Bar(number="2d", name=name, figure=flaw, passed=False)
    ratios = {task: ours.p95(task) / limit.p95(task) for task in tasks}
    shown = ", ".join(
        f"{task} {ratio:.2f} times as long at p95 ({ours.p95(task):.2f} ms against {limit.p95(task):.2f})"
        for task, ratio in ratios.items()
    )
    figure = f"{shown}; at most {_LIMIT:g} wanted; {_recalls(ours, limit)}"
    return Bar(number="2d", name=name, figure=figure, passed=max(ratios.values()) <= _LIMIT)


def _flaw(one: Result, tasks: Sequence[str]) -> str:
    """Why the engine's figures do not count; "" where they do."""
    if one.failed:
        return f"not measured: {one.failed}"
    if any(not one.ms.get(task) for task in tasks):
        return f"{one.engine} answered no question"
    recall = one.recall["two filters"]
    if any("hybrid" in task for task in tasks) and recall < RECALL:
        return f"{one.engine} reaches a recall of {recall:.3f}, not {RECALL}: not equal"
    if any(not one.facets_exact.get(task, True) for task in tasks):
        return f"{one.engine} counts facets wrong"
    return ""


def _recalls(*some: Result) -> str:
    return "recall " + ", ".join(f"{one.engine} {one.recall['two filters']:.3f}" for one in some)
