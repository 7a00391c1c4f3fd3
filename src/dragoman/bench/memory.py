"""Memory of a process and all that it started, from /proc (Linux)."""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

_PROC = Path("/proc")


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """In MB (2 ** 20 bytes); 0 where the system does not tell."""

    resident: float
    """Pages shared by several of the processes are counted once (PSS): files that are mapped and read are in it."""
    private: float
    """Of that, what belongs to no file: it cannot be given back under pressure."""


def memory_of(process: int, /) -> Memory:
    """Of a process and its descendants, now."""
    resident = private = 0
    for one in _family(process):
        facts = _rollup(one)
        resident += facts.get("Pss", 0)
        private += facts.get("Pss_Anon", 0)
    return Memory(resident=resident / 1024, private=private / 1024)


class PeakMemory:
    """Looks at a family of processes again and again until closed."""

    def __init__(self, process: int | None = None, *, every_seconds: float = 0.5) -> None:
        """`process`: by default this one."""
        self._process = os.getpid() if process is None else process
        self._every = every_seconds
        self._over = threading.Event()
        self._peak = memory_of(self._process)
        self._thread = threading.Thread(target=self._watch, name="memory", daemon=True)

    @property
    def peak(self) -> Memory:
        """The most of each so far."""
        return self._peak

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        self._thread.join()
        self._look()

    def _watch(self) -> None:
        while not self._over.wait(self._every):
            self._look()

    def _look(self) -> None:
        now = memory_of(self._process)
        self._peak = Memory(
            resident=max(now.resident, self._peak.resident), private=max(now.private, self._peak.private)
        )


def _family(process: int) -> list[int]:
    found, waiting = [], [process]
    while waiting:
        one = waiting.pop()
        found.append(one)
        for task in _listed(_PROC / str(one) / "task"):
            with suppress(OSError):
                waiting.extend(int(child) for child in (task / "children").read_text().split())
    return found


def _listed(folder: Path) -> list[Path]:
    with suppress(OSError):
        return list(folder.iterdir())
    return []


def _rollup(process: int) -> dict[str, int]:
    """kB by name."""
    with suppress(OSError):
        lines = (_PROC / str(process) / "smaps_rollup").read_text().splitlines()[1:]
        return {line.split(":")[0]: int(line.split()[1]) for line in lines}
    return {}
