"""From a path to normalised offers, without record, encoder or index."""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from dragoman.errors import FileUnreadable
from dragoman.formats import READERS
from dragoman.ingest.reading import IngestRequest, find, open_file, unreadable
from dragoman.model import Offer, Problem
from dragoman.normalise.offers import to_offer


@dataclass
class Loaded:
    """What became of a path."""

    offers: list[Offer] = field(default_factory=list)
    count: int = 0
    problems: list[Problem] = field(default_factory=list)
    told: int = 0
    """Problems, also those that are not kept."""
    failed: list[Problem] = field(default_factory=list)


def load(path: Path, /, *, keep: bool = True) -> Loaded:
    """Every offer of the files behind a path; only counted where they are not to be kept."""
    request = IngestRequest(paths=(path,))
    made = Loaded()

    def tell(problems: Sequence[Problem]) -> None:
        made.told += len(problems)
        if keep:
            made.problems.extend(problems)

    for found in find(request):
        if isinstance(found.source, Problem):
            made.failed.append(found.source)
            continue
        try:
            opened = open_file(found.source, request, found.mapping_file, readers=READERS)
            for table in opened.tables:
                for row in table.rows:
                    if isinstance(row, Problem):
                        tell([row])
                        continue
                    outcome = to_offer(row, table.mapping, opened.supplier)
                    tell(outcome.problems)
                    if outcome.offer is not None:
                        made.count += 1
                        if keep:
                            made.offers.append(outcome.offer)
        except FileUnreadable as error:
            if not found.source.incidental:
                made.failed.append(unreadable(found.source, error))
    return made


def _megabytes() -> float:
    """Most that this program alone held: ru_maxrss starts with what its parent held when it was forked."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))) / 1024


def _main(path: Path) -> None:
    """Print what loading a path takes: for measurements in a process of its own."""
    started = time.perf_counter()
    made = load(path, keep=False)
    seconds = time.perf_counter() - started
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    said = {"offers": made.count, "problems": made.told, "failed": len(made.failed), "seconds": seconds}
    used = [resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    said["cpu_seconds"] = sum(one.ru_utime + one.ru_stime for one in used)
    print(json.dumps({**said, "mb": _megabytes(), "child_mb": children}))


if __name__ == "__main__":
    _main(Path(sys.argv[1]))
