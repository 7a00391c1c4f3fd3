"""What happened since this process began: counted for whoever asks (metrics, the status page)."""

from __future__ import annotations

import threading
import time
from bisect import bisect_left
from collections import Counter, deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from dragoman.errors import InputError
from dragoman.ingest.load import IngestReport
from dragoman.search.request import SearchResult

Outcome = Literal["found", "nothing", "refused", "failed", "turned_away", "cancelled"]
"""`refused`: the question had no meaning; `failed`: our side broke; `turned_away`: answered 503 because too many were
at work; `cancelled`: who asked was gone before it was begun."""
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
Stage = Literal["understand", "encode", "retrieve", "rank", "total"]
STAGES: tuple[Stage, ...] = get_args(Stage)
Loaded = Literal["files", "failed_files", "rows", "added", "updated", "unchanged", "withdrawn", "problems"]
LOADED: tuple[Loaded, ...] = get_args(Loaded)

BOUNDS = (0.002, 0.005, 0.01, 0.02, 0.03, 0.045, 0.06, 0.1, 0.2, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Upper ends of the histogram's buckets, seconds; one more bucket is for what took longer."""
_RECENT = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Recent:
    """The last searches, at most 2,000 of the last five minutes."""

    searches: int
    p50_ms: float | None
    p95_ms: float | None
    """None where there were none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seconds:
    """How long something took, each time."""

    buckets: tuple[int, ...]
    """Times within each of BOUNDS, then those beyond; not cumulated."""
    sum: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """All that was counted, at one moment."""

    searches: Mapping[Outcome, int]
    stages: Mapping[Stage, Seconds]
    loaded: Mapping[Loaded, int]
    load_seconds: float
    rebuilds: int
    """Times the index was made anew because it was damaged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Occupied:
    """Places for requests of one kind at one moment."""

    at_work: int
    waiting: int
    places: int
    queue: int


Took = tuple[float, float]
"""A search: when it ended, on the machine's clock that only goes on, in seconds; how long it took, in ms."""


class Watch:
    """Counts; safe to share between threads."""

    def __init__(self) -> None:
        self.started = time.time()
        self._lock = threading.Lock()
        self._recent: deque[Took] = deque(maxlen=_RECENT)
        self._searches: Counter[Outcome] = Counter()
        self._buckets: dict[Stage, list[int]] = {stage: [0] * (len(BOUNDS) + 1) for stage in STAGES}
        self._sums: dict[Stage, float] = dict.fromkeys(STAGES, 0.0)
        self._loaded: Counter[Loaded] = Counter()
        self._load_seconds = 0.0
        self._rebuilds = 0

    def searched(self, run: Callable[[], SearchResult], /) -> SearchResult:
        """Run a search and count it."""
        try:
            result = run()
        except InputError:
            self.count("refused")
            raise
        except Exception:
            self.count("failed")
            raise
        took = result.took
        parts: dict[Stage, float] = {
            "understand": took.understand,
            "encode": took.encode,
            "retrieve": took.retrieve,
            "rank": took.rank,
            "total": took.total,
        }
        with self._lock:
            self._searches["found" if result.total else "nothing"] += 1
            self._recent.append((time.monotonic(), took.total))
            for stage, ms in parts.items():
                self._buckets[stage][bisect_left(BOUNDS, ms / 1000)] += 1
                self._sums[stage] += ms / 1000
        return result

    def count(self, outcome: Outcome, /) -> None:
        """One more search that ended so."""
        with self._lock:
            self._searches[outcome] += 1

    def loaded(self, report: IngestReport, /) -> None:
        """A load that came to its end."""
        counts: dict[Loaded, int] = {
            "files": report.files - len(report.failed),
            "failed_files": len(report.failed),
            "rows": report.rows,
            "added": report.added,
            "updated": report.updated,
            "unchanged": report.unchanged,
            "withdrawn": report.withdrawn,
            "problems": report.problems,
        }
        with self._lock:
            self._loaded.update(counts)
            self._load_seconds += max(0.0, report.seconds)

    def rebuilt(self) -> None:
        """The index was damaged and made anew."""
        with self._lock:
            self._rebuilds += 1

    def seen(self) -> Seen:
        """Everything, as it stands."""
        with self._lock:
            return Seen(
                searches={outcome: self._searches[outcome] for outcome in OUTCOMES},
                stages={
                    stage: Seconds(buckets=tuple(self._buckets[stage]), sum=self._sums[stage])
                    for stage in STAGES
                },
                loaded={name: self._loaded[name] for name in LOADED},
                load_seconds=self._load_seconds,
                rebuilds=self._rebuilds,
            )

    def last(self) -> tuple[Took, ...]:
        """The last searches, at most 2,000, the oldest first."""
        with self._lock:
            return tuple(self._recent)

    def go_on_from(self, seen: Seen, last: Sequence[Took], /) -> None:
        """Count on where a process that died has left off, so that no count ever falls."""
        with self._lock:
            self._searches.update(seen.searches)
            for stage, seconds in seen.stages.items():
                self._buckets[stage] = [
                    mine + theirs for mine, theirs in zip(self._buckets[stage], seconds.buckets, strict=True)
                ]
                self._sums[stage] += seconds.sum
            self._loaded.update(seen.loaded)
            self._load_seconds += seen.load_seconds
            self._rebuilds += seen.rebuilds
            self._recent.extendleft(reversed(last))


def recent(last: Sequence[Took], /, *, seconds: float = 300.0) -> Recent:
    """What the last minutes say of some searches."""
    since = time.monotonic() - seconds
    took = sorted(ms for at, ms in last if at >= since)
    if not took:
        return Recent(searches=0, p50_ms=None, p95_ms=None)
    return Recent(searches=len(took), p50_ms=_rank(took, 50), p95_ms=_rank(took, 95))


def together(seen: Sequence[Seen], /) -> Seen:
    """What several processes counted, as one."""
    stages = {
        stage: Seconds(
            buckets=tuple(map(sum, zip(*(one.stages[stage].buckets for one in seen), strict=True))),
            sum=sum(one.stages[stage].sum for one in seen),
        )
        for stage in STAGES
    }
    return Seen(
        searches={outcome: sum(one.searches[outcome] for one in seen) for outcome in OUTCOMES},
        stages=stages,
        loaded={name: sum(one.loaded[name] for one in seen) for name in LOADED},
        load_seconds=sum(one.load_seconds for one in seen),
        rebuilds=sum(one.rebuilds for one in seen),
    )


def _rank(ordered: list[float], percent: int) -> float:
    """Nearest rank: the smallest value that so many per cent do not exceed."""
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]
