"""Bar 5: buyers' requests in nine languages, the half that nobody looks at: what is understood of them."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.bars_1.bar import Bar
from benchmarks.running import ROOT

LEAST_F1 = 0.95
LEAST_OF_A_LANGUAGE = 0.90


def measure(_work: Path) -> Iterator[Bar]:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.requests", "--half", "test", "--json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(f"benchmarks.requests exited {done.returncode}: {done.stderr[-2000:]}")
    report = json.loads(done.stdout)
    f1 = {language: figures["f1"] for language, figures in report["by_language"].items()}
    worst = min(f1, key=lambda language: f1[language])
    yield Bar(
        number="5a",
        name=f"slot F1 over {report['requests']} requests of the test half",
        figure=f"{report['all']['f1']:.3f} (at least {LEAST_F1}); by slot "
        + ", ".join(f"{slot} {figures['f1']:.2f}" for slot, figures in report["by_slot"].items()),
        passed=report["all"]["f1"] >= LEAST_F1,
    )
    yield Bar(
        number="5b",
        name=f"slot F1 of each of {len(f1)} languages",
        figure=", ".join(f"{language} {value:.3f}" for language, value in f1.items())
        + f" (none below {LEAST_OF_A_LANGUAGE}; {worst} is lowest)",
        passed=f1[worst] >= LEAST_OF_A_LANGUAGE,
    )
