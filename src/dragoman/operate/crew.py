"""Workers that serve one home together: what each tells the others, and what they say as one.

What is short is on the board. What is longer (counts, queues) is in a file of each, written anew every second. A worker that is started in the place of one that
died counts on from its file, so that no count ever falls.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from dragoman.operate.board import Board, told
from dragoman.operate.keeper import PHASES, Standing
from dragoman.operate.watch import Occupied, Recent, Seen, Took, recent, together

TELL_SECONDS = 1.0
"""Between writings of what a worker counted: so old at most is what another says of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a worker tells of itself."""

    pid: int
    started: float
    """Seconds since 1970, UTC."""
    standing: Standing
    seen: Seen
    last: tuple[Took, ...]
    """The last searches."""
    lanes: Mapping[str, Occupied]


class Crew:
    """The only worker of a server: what it says is what there is."""

    size = 1
    worker = 0
    """Number of this one."""

    def __init__(self, own: Callable[[], Report], /) -> None:
        """`own`: what this worker tells of itself, now."""
        self._own = own

    def reports(self) -> list[Report]:
        """Of every worker that is there, in their order."""
        return [self._own()]

    def _counting(self) -> list[Report]:
        """Of those that are gone too: what they counted stays counted."""
        return self.reports()

    def standing(self) -> Standing:
        """Ready where all are."""
        return self._own().standing

    def ready(self) -> int:
        """How many are."""
        return sum(report.standing.ready for report in self.reports())

    def processes(self) -> list[tuple[int, int]]:
        """(number of the worker, id of its process) of those that are there."""
        return [(0, self._own().pid)]

    def started(self) -> float:
        """When the first of those that are there began; seconds since 1970, UTC."""
        return min(report.started for report in self.reports())

    def seen(self) -> Seen:
        """What all counted."""
        return together([report.seen for report in self._counting()])

    def recent(self) -> Recent:
        """Searches of the last minutes, of all."""
        return recent([one for report in self._counting() for one in report.last])

    def lanes(self) -> Mapping[str, Occupied]:
        """Places and queues of all together."""
        reports = self.reports()
        return {
            name: Occupied(
                at_work=sum(report.lanes[name].at_work for report in reports),
                waiting=sum(report.lanes[name].waiting for report in reports),
                places=sum(report.lanes[name].places for report in reports),
                queue=sum(report.lanes[name].queue for report in reports),
            )
            for name in reports[0].lanes
        }


class SharedCrew(Crew):
    """One of several workers, which speaks for all. `telling` while it serves."""

    def __init__(self, own: Callable[[], Report], /, *, board: Board, worker: int) -> None:
        super().__init__(own)
        self.size = board.size
        self._board = board
        self.worker = worker
        self._told = b""
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._keep_telling, name="telling", daemon=True)

    def before(self) -> Report | None:
        """What the last one in this place told before it died; None for the first."""
        return self._read(self.worker)

    def start(self) -> None:
        """Tell now and every second."""
        self._tell()
        self._thread.start()

    def stop(self) -> None:
        """Tell a last time."""
        self._stopped.set()
        self._thread.join(timeout=1.0)
        self._tell()

    def reports(self) -> list[Report]:
        return [report for _worker, report in self._there()]

    def processes(self) -> list[tuple[int, int]]:
        return [(worker, report.pid) for worker, report in self._there()]

    def _there(self) -> list[tuple[int, Report]]:
        return [
            (worker, report)
            for worker, report in self._known()
            if worker == self.worker or self._board.phase(worker) is not None
        ]

    def _counting(self) -> list[Report]:
        return [report for _worker, report in self._known()]

    def _known(self) -> list[tuple[int, Report]]:
        found: list[tuple[int, Report]] = []
        for worker in range(self.size):
            report = self._own() if worker == self.worker else self._read(worker)
            if report is not None:
                found.append((worker, report))
        return found

    def standing(self) -> Standing:
        phases = [self._board.phase(worker) for worker in range(self.size)]
        reports = self.reports()
        trouble = next((report.standing.trouble for report in reports if report.standing.trouble), "")
        for report in reports:
            if report.standing.phase == "indexing":
                return replace(report.standing, trouble=trouble)
        least = min(PHASES.index(phase) if phase is not None else 0 for phase in phases)
        return Standing(phase=PHASES[least], trouble=trouble)

    def ready(self) -> int:
        return sum(self._board.phase(worker) == "ready" for worker in range(self.size))

    def _keep_telling(self) -> None:
        while not self._stopped.wait(TELL_SECONDS):
            self._tell()

    def _tell(self) -> None:
        """A disk that is full makes others say what was true a while ago, no more."""
        report = msgspec.json.encode(self._own())
        if report == self._told:
            return
        path = self._path(self.worker)
        beside = path.with_suffix(".part")
        with suppress(OSError):
            beside.write_bytes(report)
            beside.replace(path)
            self._told = report

    def _read(self, worker: int) -> Report | None:
        try:
            return msgspec.json.decode(self._path(worker).read_bytes(), type=Report)
        except (OSError, msgspec.DecodeError):
            return None

    def _path(self, worker: int) -> Path:
        return told(self._board.folder, worker)
