"""Run as a program of its own by `bench.run`: one task in a fresh process, so that no task pays for another's memory.

Standard input is a Task (JSON). Each line of standard output is [what, done, total], and the last one the figures.
"""

from __future__ import annotations

import io
import os
import sys
import time
from collections.abc import Callable
from typing import Any

import msgspec

_STARTED = time.perf_counter()

from dragoman.bench import tasks  # noqa: E402 - what importing takes is measured

_IMPORTED = time.perf_counter()

TASKS: dict[str, Callable[[tasks.Task, tasks.Tell], Any]] = {  # each gives figures of its own kind
    "load": tasks.load,
    "stages": tasks.stages,
    "open": lambda task, tell: tasks.opened(task, tell, import_seconds=_IMPORTED - _STARTED),
    "library": tasks.library,
    "http": tasks.http,
    "recall": tasks.recalled,
    "changes": tasks.changed,
}


def main() -> None:
    """Do the task that standard input says."""
    told = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no figure
    task = msgspec.json.decode(
        io.FileIO(0, closefd=False).readall(), type=tasks.Task, dec_hook=lambda kind, value: kind(value)
    )

    def tell(what: str, done: int, total: int) -> None:
        told.write(msgspec.json.encode([what, done, total]) + b"\n")
        told.flush()

    figures = TASKS[task.name](task, tell)
    told.write(msgspec.json.encode({"figures": figures}) + b"\n")
    told.flush()
    sys.exit(0)


if __name__ == "__main__":
    main()
