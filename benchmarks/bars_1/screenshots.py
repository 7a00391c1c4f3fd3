"""Bar 8: pictures of the real page, for eyes to judge."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.bars_1.bar import Bar
from benchmarks.running import ROOT, SAMPLES, run_json, serving, with_sample_rates

PICTURES = ROOT / ".bench" / "screenshots"


def measure(work: Path) -> Iterator[Bar]:
    home = with_sample_rates(work / "pictures")
    run_json(home, "ingest", str(SAMPLES / "catalogues"))
    PICTURES.mkdir(parents=True, exist_ok=True)
    with serving(home) as server:
        done = subprocess.run(
            [sys.executable, str(ROOT / "scripts" / "screenshots.py"), server.url, str(PICTURES)],
            capture_output=True,
            text=True,
            check=False,
            timeout=600,
        )
    made = sorted(PICTURES.glob("*.png"))
    yield Bar(
        number="8",
        name="screenshots at 1280 and 375 px, light, dark and Arabic",
        figure=f"{len(made)} pictures in {PICTURES.relative_to(ROOT)}, to be looked at {done.stderr[-300:]}",
        passed=done.returncode == 0 and len(made) >= 6,
    )
