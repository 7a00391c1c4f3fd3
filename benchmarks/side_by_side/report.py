"""What was measured, as Markdown and JSON."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any  # JSON

from benchmarks.side_by_side.corpus import Corpus
from benchmarks.side_by_side.measure import RECALL, Result
from benchmarks.side_by_side.tasks import PROBES, TASKS, Asking, Truth

OURS = "dragoman"


def markdown(corpus: Corpus, results: Sequence[Result], /) -> str:
    """Tables: milliseconds with the ratio to Dragoman's, recall, cost; then the settings."""
    ours = next((one for one in results if one.engine == OURS), None)
    lines = [
        f"{datetime.now(UTC):%Y-%m-%d}, {corpus.facts['offers']:,} offers ({corpus.facts['generator']}, seed "
        f"{corpus.facts['seed']}), {corpus.facts['dimensions']} dimensions, {corpus.facts['mean_words']:.0f} words an "
        f"offer, {platform.machine()}, Python {platform.python_version()}. Milliseconds p50 / p95, one client; in "
        "brackets p95 as a multiple of Dragoman's.",
        "",
        "| engine | " + " | ".join(TASKS) + " |",
        "|---|" + "---|" * len(TASKS),
    ]
    lines += [
        f"| {one.engine} | " + " | ".join(_cell(one, name, ours) for name in TASKS) + " |" for one in results
    ]
    lines += [
        "",
        "| engine | "
        + " | ".join(f"recall, {passing}" for passing in PROBES)
        + " | facet counts | built in s | on disk MB | opened in s | memory MB (of it no file's) |",
        "|---|" + "---|" * (len(PROBES) + 5),
    ]
    lines += [f"| {one.engine} | " + " | ".join(_costs(one)) + " |" for one in results]
    lines.append("")
    for one in results:
        versions = ", ".join(f"{name} {number}" for name, number in one.versions.items())
        lines.append(f"- {one.engine} ({versions}): {one.settings}. {_rungs(one)}")
        if one.failed:
            lines.append(f"  Not measured to its end: {one.failed}")
    return "\n".join(lines)


def _cell(one: Result, task: str, ours: Result | None) -> str:
    if not one.ms.get(task):
        return "-"
    text = f"{one.p50(task):.2f} / {one.p95(task):.2f}"
    if ours is not None and one is not ours and ours.ms.get(task):
        text += f" ({one.p95(task) / ours.p95(task):.2f}x)"
    most = max(len(values) for values in one.ms.values())
    return text if len(one.ms[task]) == most else f"{text}, {len(one.ms[task])} questions"


def _costs(one: Result) -> list[str]:
    recalls = [
        f"{one.recall[passing]:.3f}" + ("" if one.recall[passing] >= RECALL else " (too low)")
        if passing in one.recall
        else "-"
        for passing in PROBES
    ]
    exact = "exact" if one.facets_exact and all(one.facets_exact.values()) else "NOT exact"
    return [
        *recalls,
        exact if one.facets_exact else "-",
        f"{one.build_seconds:.1f}",
        f"{one.bytes_on_disk / 1e6:.0f}",
        f"{one.open_seconds:.2f}",
        f"{one.resident_mb:.0f} ({one.anonymous_mb:.0f})",
    ]


def _rungs(one: Result) -> str:
    if not any(one.rungs.values()):
        return "Nothing to tune."
    chosen = [
        f"{passing}: " + ", ".join(f"{name} {value}" for name, value in rung.items())
        for passing, rung in one.rungs.items()
    ]
    return "Tuned to " + "; ".join(chosen) + "."


def as_json(corpus: Corpus, results: Sequence[Result], /) -> dict[str, Any]:
    asking, truth = Asking(corpus), Truth(corpus)
    shares = {passing: float(truth.passing(asking.conditions(passing)).mean()) for passing in PROBES}
    return {
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
        "corpus": corpus.facts,
        "conditions": {passing: asdict(asking.conditions(passing)) for passing in PROBES},
        "share_passing": shares,
        "engines": [
            {
                **asdict(one),
                "p50_ms": {task: one.p50(task) for task, values in one.ms.items() if values},
                "p95_ms": {task: one.p95(task) for task, values in one.ms.items() if values},
            }
            for one in results
        ],
    }
