"""One engine in a process of its own: reads an order a line, answers a line, waits meanwhile.

`python -m benchmarks.side_by_side.worker ENGINE CORPUS FOLDER`; `Worker` is the other end.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any  # orders and answers are JSON

from benchmarks.running import ROOT
from benchmarks.side_by_side import engines
from benchmarks.side_by_side.corpus import Corpus
from benchmarks.side_by_side.engine import Rung
from benchmarks.side_by_side.tasks import TASKS, Asking, Task, probe

Json = dict[str, Any]
_LEAST = 2
"""Questions of a turn that are asked whatever time they take."""


class WorkerFailed(RuntimeError):
    """The engine's process broke or ended."""


class Worker:
    """The process of one engine, from outside."""

    def __init__(self, engine: str, corpus: Path, folder: Path) -> None:
        self.engine = engine
        command = [sys.executable, "-m", "benchmarks.side_by_side.worker", engine, str(corpus), str(folder)]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
        )

    def ask(self, **order: Any) -> Json:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        answer: Json = json.loads(line) if line else {"error": "the process ended"}
        if "error" in answer:
            raise WorkerFailed(f"{self.engine}: {order['do']}: {answer['error']}")
        return answer

    def close(self) -> None:
        if self._process.stdin is not None:
            self._process.stdin.close()
        try:
            self._process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()


class _Held:
    """The engine, from inside."""

    def __init__(self, name: str, corpus: Path, folder: Path) -> None:
        self._corpus = Corpus(corpus)
        self._folder = folder
        self._engine = engines.opened(name)
        self._asking = Asking(self._corpus)
        self._open = False

    def build(self) -> Json:
        started = time.perf_counter()
        self._engine.build(self._corpus, self._folder)
        return {"seconds": time.perf_counter() - started, "bytes": _bytes(self._folder)}

    def open(self) -> Json:
        started = time.perf_counter()
        self._engine.open(self._corpus, self._folder)
        self._open = True
        return {
            "seconds": time.perf_counter() - started,
            "versions": self._engine.versions(),
            "settings": self._engine.settings(),
            "rungs": [dict(rung) for rung in self._engine.rungs],
        }

    def answers(self, task: Task, numbers: Sequence[int], rung: Rung) -> Json:
        found = [self._engine.search(self._asking.asked(task, number), rung) for number in numbers]
        return {
            "rows": [[int(row) for row in one.rows] for one in found],
            "facets": [one.facets for one in found],
        }

    def turn(self, task: Task, numbers: Sequence[int], rung: Rung, seconds: float) -> Json:
        asked = [self._asking.asked(task, number) for number in numbers]
        took: list[float] = []
        end = time.perf_counter() + seconds
        for one in asked:
            started = time.perf_counter()
            self._engine.search(one, rung)
            done = time.perf_counter()
            took.append((done - started) * 1000)
            if done > end and len(took) >= _LEAST:
                break
        return {"ms": took}

    def close(self) -> None:
        if self._open:
            self._engine.close()


def _bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _memory() -> Json:
    """Of this process and its children: resident, and of that what no file backs."""
    resident = anonymous = 0
    for process in (os.getpid(), *_children(os.getpid())):
        text = Path(f"/proc/{process}/smaps_rollup").read_text()
        for line in text.splitlines():
            name, _, rest = line.partition(":")
            if name in {"Rss", "Anonymous"}:
                kilobytes = int(rest.split()[0])
                resident += kilobytes * (name == "Rss")
                anonymous += kilobytes * (name == "Anonymous")
    return {"resident_mb": resident / 1024, "anonymous_mb": anonymous / 1024}


def _children(process: int) -> list[int]:
    found: list[int] = []
    for thread in Path(f"/proc/{process}/task").iterdir():
        for child in (thread / "children").read_text().split():
            found += [int(child), *_children(int(child))]
    return found


def _task(order: Json) -> Task:
    return TASKS[order["task"]] if "task" in order else probe(order["probe"])


def _done(held: _Held, order: Json) -> Json:
    match order["do"]:
        case "build":
            return held.build()
        case "open":
            return held.open()
        case "answers":
            return held.answers(_task(order), order["questions"], order["rung"])
        case "turn":
            return held.turn(_task(order), order["questions"], order["rung"], order["seconds"])
        case "memory":
            return _memory()
        case unknown:
            raise ValueError(f"no such order: {unknown!r}")


def _serve(held: _Held, orders: IO[str], answers: IO[str]) -> None:
    for line in orders:
        try:
            answer = _done(held, json.loads(line))
        except Exception as error:  # noqa: BLE001 - the other end is told, whatever an engine raises
            answer = {"error": f"{type(error).__name__}: {error}"}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


def main(words: list[str]) -> int:
    name, corpus, folder = words
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what a library prints must not look like an answer
    held = _Held(name, Path(corpus), Path(folder))
    _serve(held, sys.stdin, answers)
    held.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
