"""What a run measures, as data: one JSON object, and what its tables and charts are made of."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.bench.measures import Latency
from dragoman.bench.memory import Memory


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """What was measured on."""

    date: str
    """UTC, YYYY-MM-DD."""
    cores: int
    load: float
    """Processes that waited for a core as the run began: above `cores` the figures are worse than they could be."""
    memory_mb: int
    python: str
    dragoman: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """What was measured with."""

    offers: int
    seed: int
    identity: str
    """Of the generator, the vocabularies and the seed: figures of two runs compare where it is the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """From JSON lines until the last offer can be found."""

    offers: int
    """Loaded by this run; fewer than the catalogue's where an earlier one was cut off."""
    problems: int
    seconds: float
    record_seconds: float
    """Until the last row was in the record; indexing goes on meanwhile."""
    per_second: float
    slowest_tenth: float
    """Offers a second of the slowest tenth of the rows, into the record."""
    peak: Memory
    file_mb: float
    record_mb: float
    index_mb: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One stage of a load, measured alone on a sample."""

    name: str
    ms_per_thousand: float
    """Milliseconds for a thousand offers. Encoding runs beside the others, so the sum is more than the whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A fresh process."""

    import_seconds: float
    open_seconds: float
    first_search_seconds: float
    """Nothing warmed up: vocabularies and the encoder are loaded here."""
    warm_seconds: float
    """Warming up all that a server has ready before the first request."""
    memory: Memory
    """After warming up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Questions of one kind, through one way in."""

    kind: str
    """Of QUESTION_KINDS; "words leg" and "meaning leg" are the index alone."""
    latency: Latency
    found: float
    """Mean of the totals; of the suggestions for a prefix."""
    stages_ms: dict[str, float]
    """Mean milliseconds by stage of a search, where the answer tells them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recall:
    """Of the dense leg against comparing every vector."""

    questions: int
    at_10: float
    at_100: float
    p50_ms: float
    p95_ms: float
    exact_p50_ms: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """Later versions of some offers, loaded as a file of their own."""

    offers: int
    seconds: float
    """Until a search for them found them all."""
    found: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """The server with all its workers."""

    workers: int
    ready_seconds: float
    memory: Memory
    """The most while it was asked."""
    asked: tuple[Asked, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """A run; parts that were not asked for are None or empty."""

    machine: Machine
    catalogue: Catalogue
    load: Load | None = None
    stages: tuple[Stage, ...] = ()
    opened: Opened | None = None
    library: tuple[Asked, ...] = ()
    served: Served | None = None
    recall: Recall | None = None
    changed: Changed | None = None

    def asked(self, kind: str, /, *, clients: int = 1, http: bool = False) -> Asked | None:
        """The figures of a kind of question at so many clients, where they were measured."""
        through = (self.served.asked if self.served is not None else ()) if http else self.library
        found = (one for one in through if one.kind == kind and one.latency.clients == clients)
        return next(found, None)
