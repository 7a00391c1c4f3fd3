"""Bar 4: kill -9 at twenty random moments of an ingest, started again each time: the same record and index."""

from __future__ import annotations

import random
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.bars_1.bar import Bar
from benchmarks.running import SAMPLES, command, run_json, with_sample_rates
from dragoman.app import Dragoman, open_dragoman
from dragoman.ports import ProblemFilter
from dragoman.search.request import SearchRequest
from dragoman.settings import Settings

KILLS = 20
QUESTIONS = ("insulated bottle 750 ml", "LED", "螺栓", "Handtuch", "00412", "500 t-shirts under 3 USD")


def measure(work: Path, *, seed: int = 20261124) -> Iterator[Bar]:
    draw = random.Random(seed)
    whole, killed = with_sample_rates(work / "whole"), with_sample_rates(work / "killed")
    start = time.monotonic()
    run_json(whole, "ingest", str(SAMPLES / "catalogues"))
    length = time.monotonic() - start
    kills = sum(_kill_after(killed, draw.uniform(0.3, max(1.0, length / 4))) for _kill in range(KILLS))
    report = run_json(killed, "ingest", str(SAMPLES / "catalogues"))
    differences = _differences(whole, killed)
    yield Bar(
        number="4",
        name=f"kill -9 at {KILLS} random moments of an ingest, started again each time",
        figure=f"{kills} kills hit a running ingest ({length:.1f} s whole); afterwards {report['offers']} offers; "
        f"differences to a load without kills: {differences or 'none'}",
        passed=kills >= KILLS // 2 and not differences,
    )


def _kill_after(home: Path, seconds: float) -> bool:
    """Returns whether the ingest was still running when killed."""
    process = subprocess.Popen(
        command(home, "ingest", str(SAMPLES / "catalogues"), "--json"),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    time.sleep(seconds)
    running = process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.wait()
    return running


def _differences(whole: Path, killed: Path) -> list[str]:
    with open_dragoman(Settings(home=whole)) as one, open_dragoman(Settings(home=killed)) as other:
        return [name for name, view in VIEWS.items() if view(one) != view(other)]


def _counts(dragoman: Dragoman) -> object:
    return dragoman.counts()


def _problems(dragoman: Dragoman) -> object:
    page = dragoman.problems(ProblemFilter(limit=100_000))
    return page.total, sorted(problem.message() for problem in page.problems)


def _offers(dragoman: Dragoman) -> object:
    """Every indexed offer, with all its values, its raw row and the kinds of its versions."""
    found = {}
    for offer_id in sorted(dragoman.indexed_offer_ids()):
        record = dragoman.offer(offer_id)
        found[offer_id] = (record.offer, record.raw_row, [version.change for version in record.history])
    return found


def _answers(dragoman: Dragoman) -> object:
    answers = []
    for text in QUESTIONS:
        result = dragoman.search(SearchRequest(text=text, limit=50))
        answers.append((result.total, [hit.offer.offer_id for hit in result.hits], dict(result.facets)))
    return answers


VIEWS = {"counts": _counts, "problems": _problems, "offers": _offers, "answers": _answers}
