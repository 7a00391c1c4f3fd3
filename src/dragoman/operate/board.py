"""The board of the workers of one server: a row for each in shared memory, and what each must know of the others to do its part."""

from __future__ import annotations

import mmap
from pathlib import Path

from dragoman.operate.keeper import PHASES, Phase, Standing

_BOARD = "board"
_CELLS = 3
_PHASE, _ACCEPTING, _CONNECTIONS = range(_CELLS)
_BYTES = 8
_GONE = 0


class Board:
    """A row for each worker of a server, in shared memory; each cell is written by one process at a time."""

    def __init__(self, folder: Path, size: int, /) -> None:
        """`folder`: where `laid_out` made it."""
        self.folder = folder
        self.size = size
        with (folder / _BOARD).open("r+b") as file:
            self._map = mmap.mmap(file.fileno(), size * _CELLS * _BYTES)
        self._cells = memoryview(self._map).cast("q")

    @classmethod
    def laid_out(cls, folder: Path, size: int, /) -> Board:
        """A new one on which nobody is there yet."""
        (folder / _BOARD).write_bytes(bytes(size * _CELLS * _BYTES))
        return cls(folder, size)

    def phase(self, worker: int, /) -> Phase | None:
        """How far a worker is; None where there is none."""
        number = self._cells[worker * _CELLS + _PHASE]
        return None if number == _GONE else PHASES[number - 1]

    def say(self, worker: int, phase: Phase | None, /) -> None:
        """That it is so far; None: that it is gone, with all its connections."""
        if phase is None:
            self.accepts(worker, False)
            self._cells[worker * _CELLS + _CONNECTIONS] = 0
        self._cells[worker * _CELLS + _PHASE] = _GONE if phase is None else PHASES.index(phase) + 1

    def accepting(self, worker: int, /) -> bool:
        return bool(self._cells[worker * _CELLS + _ACCEPTING])

    def accepts(self, worker: int, whether: bool, /) -> None:
        """Say that it takes connections, or no longer."""
        self._cells[worker * _CELLS + _ACCEPTING] = int(whether)

    def connections(self, worker: int, /) -> int:
        return self._cells[worker * _CELLS + _CONNECTIONS]

    def connected(self, worker: int, more: int, /) -> None:
        """So many connections more than before."""
        self._cells[worker * _CELLS + _CONNECTIONS] += more


class Seat:
    """One worker's place at the board: what it needs to know of the others."""

    def __init__(self, board: Board, worker: int, /) -> None:
        self._board = board
        self.worker = worker

    @property
    def _others(self) -> list[int]:
        return [one for one in range(self._board.size) if one != self.worker]

    def leads(self) -> bool:
        """Whether keeping the index is up to this one: the first that is there does it."""
        return all(self._board.phase(one) is None for one in range(self.worker))

    def served(self) -> bool:
        """Whether another has an index that was brought up."""
        return any(self._board.phase(one) in {"warming", "ready"} for one in self._others)

    def stands(self, standing: Standing, /) -> None:
        """Tell the others how far this one is."""
        self._board.say(self.worker, standing.phase)

    def answered_by_others(self) -> bool:
        """Whether another takes connections and is ready."""
        return any(self._board.accepting(one) and self._board.phase(one) == "ready" for one in self._others)

    def accepting(self) -> None:
        """Take connections from now on."""
        self._board.accepts(self.worker, True)

    def connected(self, more: int, /) -> None:
        """So many connections more."""
        self._board.connected(self.worker, more)

    def busier(self) -> bool:
        """Whether another that takes connections has fewer of them."""
        mine = self._board.connections(self.worker)
        return any(self._board.accepting(one) and self._board.connections(one) < mine for one in self._others)


def opened(folder: Path, worker: int, /) -> bool:
    """Whether a worker has ever told of itself."""
    return told(folder, worker).exists()


def told(folder: Path, worker: int, /) -> Path:
    """Where a worker tells of itself."""
    return folder / f"worker-{worker}.json"
