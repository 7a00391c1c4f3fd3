"""One run: every engine built, tuned to equal recall, then asked in turns."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from benchmarks.side_by_side.corpus import QUESTIONS, TUNING, Corpus
from benchmarks.side_by_side.engine import Rung
from benchmarks.side_by_side.tasks import PROBES, TASKS, Asking, Passing, Task, Truth, probe
from benchmarks.side_by_side.worker import Worker, WorkerFailed
from dragoman.bench.measures import percentile

RECALL = 0.95
"""Of the dense leg, against exact search; every engine is tuned until it holds."""
_TUNED_TO = 0.955
"""On the tuning questions, so that it holds on the others."""
_CHECKED = 12
"""Questions whose facet counts are compared with the truth, as far as _CHECK_SECONDS reach."""
_CHECK_SECONDS = 30

Say = Callable[[str], None]


@dataclass(slots=True, kw_only=True)
class Result:
    """What was measured of one engine."""

    engine: str
    versions: dict[str, str] = field(default_factory=dict)
    settings: str = ""
    build_seconds: float = 0.0
    bytes_on_disk: int = 0
    open_seconds: float = 0.0
    resident_mb: float = 0.0
    anonymous_mb: float = 0.0
    rungs: dict[Passing, Rung] = field(default_factory=dict)
    recall: dict[Passing, float] = field(default_factory=dict)
    """On the measured questions."""
    facets_exact: dict[str, bool] = field(default_factory=dict)
    """Task -> whether all counts that were checked are the right ones."""
    ms: dict[str, list[float]] = field(default_factory=dict)
    failed: str = ""
    """Why the engine was not measured to its end."""

    def p50(self, task: str, /) -> float:
        return percentile(self.ms[task], 0.50)

    def p95(self, task: str, /) -> float:
        return percentile(self.ms[task], 0.95)


def measured(
    corpus: Corpus, names: Sequence[str], /, *, work: Path, rounds: int, seconds: float, reuse: bool, say: Say
) -> list[Result]:
    """Results in the order of `names`; an engine that breaks has what was measured until then.

    Args:
        work: Folder for the indexes.
        rounds: Turns that each engine gets for each task.
        seconds: For one task of one engine over all rounds; slow engines answer fewer questions.
        reuse: Indexes that are there are opened, not built.
    """
    checks = _Checks(Truth(corpus), Asking(corpus), say)
    results = [Result(engine=name) for name in names]
    with ExitStack() as stack:
        running: list[tuple[Worker, Result]] = []
        for result in results:
            with _told(result, say):
                _build(corpus, result, work / result.engine, reuse=reuse)
                worker = Worker(result.engine, corpus.folder, work / result.engine / "index")
                stack.callback(worker.close)
                rungs = _open(worker, result)
                say(
                    f"{result.engine}: built in {result.build_seconds:.1f} s, opened in {result.open_seconds:.2f} s"
                )
                checks.tune(worker, result, rungs)
                running.append((worker, result))
        for turn in range(rounds):
            say(f"round {turn + 1} of {rounds}")
            numbers = list(range(turn, QUESTIONS, rounds))
            for task in TASKS.values():
                for worker, result in _rotated(running, turn):
                    if not result.failed:
                        with _told(result, say):
                            _turn(worker, result, task, numbers, seconds / rounds, warm=turn == 0)
        for worker, result in running:
            if not result.failed:
                memory = worker.ask(do="memory")
                result.resident_mb, result.anonymous_mb = memory["resident_mb"], memory["anonymous_mb"]
    return results


@contextmanager
def _told(result: Result, say: Say) -> Iterator[None]:
    """An engine that breaks does not stop the others."""
    try:
        yield
    except WorkerFailed as error:
        result.failed = str(error)
        say(f"FAILED {error}")


def _rotated(running: Sequence[tuple[Worker, Result]], by: int, /) -> Sequence[tuple[Worker, Result]]:
    start = by % max(1, len(running))
    return [*running[start:], *running[:start]]


def _build(corpus: Corpus, result: Result, folder: Path, /, *, reuse: bool) -> None:
    """In a process that ends with it, so that memory and open time are those of a fresh start."""
    built, index = folder / "built.json", folder / "index"
    if not (reuse and built.exists()):
        shutil.rmtree(folder, ignore_errors=True)
        index.mkdir(parents=True)
        worker = Worker(result.engine, corpus.folder, index)
        try:
            built.write_text(json.dumps(worker.ask(do="build")))
        finally:
            worker.close()
    facts = json.loads(built.read_text())
    result.build_seconds, result.bytes_on_disk = facts["seconds"], facts["bytes"]


def _open(worker: Worker, result: Result, /) -> list[Rung]:
    answer = worker.ask(do="open")
    result.open_seconds = answer["seconds"]
    result.versions, result.settings = answer["versions"], answer["settings"]
    rungs: list[Rung] = answer["rungs"]
    return rungs


class _Checks:
    """Compares answers with the truth; none of this is timed."""

    def __init__(self, truth: Truth, asking: Asking, say: Say) -> None:
        self._truth = truth
        self._asking = asking
        self._say = say

    def tune(self, worker: Worker, result: Result, rungs: Sequence[Rung], /) -> None:
        """The first rung that holds, for each of PROBES; then recall on the measured questions, and facet counts."""
        tuning = list(range(QUESTIONS, QUESTIONS + TUNING))
        measured_on = list(range(0, QUESTIONS, 2 if len(rungs) > 1 else 5))
        for passing in PROBES:
            result.rungs[passing] = rungs[-1]
            for rung in rungs if len(rungs) > 1 else ():
                if self._recall(worker, passing, tuning, rung) >= _TUNED_TO:
                    result.rungs[passing] = rung
                    break
            result.recall[passing] = self._recall(worker, passing, measured_on, result.rungs[passing])
            self._say(
                f"{result.engine}: recall, {passing}: {result.recall[passing]:.3f} {result.rungs[passing]}"
            )
        for task in TASKS.values():
            if task.facet_values:
                result.facets_exact[task.name] = self._exact(worker, task, result.rungs[task.passing])

    def _recall(self, worker: Worker, passing: Passing, numbers: list[int], rung: Rung) -> float:
        answer = worker.ask(do="answers", probe=passing, questions=numbers, rung=rung)
        task = probe(passing)
        found = zip(numbers, answer["rows"], strict=True)
        recalls = [self._truth.recall(self._asking.asked(task, number), rows) for number, rows in found]
        return float(np.mean(recalls))

    def _exact(self, worker: Worker, task: Task, rung: Rung) -> bool:
        """Whether counts are right."""
        end = time.monotonic() + _CHECK_SECONDS
        for number in range(_CHECKED):
            answer = worker.ask(do="answers", task=task.name, questions=[number], rung=rung)
            asked = self._asking.asked(task, number)
            if not self._truth.tells(asked, answer["facets"][0]):
                return False
            if time.monotonic() > end:
                break
        return True


def _turn(
    worker: Worker, result: Result, task: Task, numbers: list[int], seconds: float, /, *, warm: bool
) -> None:
    """One turn's times; `warm`: some questions are asked before, and not counted."""
    rung = result.rungs[task.passing]
    if warm:
        worker.ask(do="turn", task=task.name, questions=numbers[:10], rung=rung, seconds=min(2.0, seconds))
    answer = worker.ask(do="turn", task=task.name, questions=numbers, rung=rung, seconds=seconds)
    result.ms.setdefault(task.name, []).extend(answer["ms"])
