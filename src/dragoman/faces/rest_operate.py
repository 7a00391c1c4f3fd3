"""`/healthz`, `/readyz`, `/metrics`: for whoever keeps the server running. Answered however busy it is."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib import metadata
from typing import TypeVar

from fastapi import APIRouter, Response
from prometheus_client import CollectorRegistry, GCCollector, PlatformCollector, ProcessCollector
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector
from starlette.requests import Request

from dragoman.app import Dragoman
from dragoman.disk import free_bytes
from dragoman.doctor import MIN_FREE_BYTES
from dragoman.errors import DragomanError
from dragoman.faces.wire.operate import AliveWire, ReadyWire
from dragoman.operate.crew import Crew
from dragoman.operate.watch import BOUNDS, OUTCOMES, Seconds
from dragoman.ports import StoreCounts

COUNTS_SECONDS = 30.0
"""How old the record's counts in the metrics may be: counting a million rows takes a second."""


def operate_routes(dragoman: Dragoman, *, crew: Crew) -> APIRouter:
    """Routes: GET /healthz, GET /readyz, GET /metrics. Any worker of a crew answers for all."""
    router = APIRouter(include_in_schema=False)
    # Threads of their own: those of the searches may all be at work.
    threads = _Threads()
    registry = CollectorRegistry()
    registry.register(_OurMetrics(dragoman, crew))
    PlatformCollector(registry=registry)
    if crew.size == 1:
        ProcessCollector(registry=registry)
        GCCollector(registry=registry)
    else:
        registry.register(_Processes(crew))

    @router.get("/healthz")
    async def alive() -> Response:
        wire = AliveWire(
            version=metadata.version("dragoman"), seconds=time.time() - crew.started(), worker=crew.worker
        )
        return Response(wire.to_json(), media_type="application/json")

    @router.get("/readyz")
    async def ready() -> Response:
        wire = await threads.run(lambda: readiness(dragoman, crew))
        return Response(
            wire.to_json(),
            200 if wire.ready else 503,
            None if wire.ready else {"Retry-After": "2"},
            media_type="application/json",
        )

    @router.get("/metrics")
    async def metrics(request: Request) -> Response:
        encode, kind = choose_encoder(request.headers.get("accept", ""))
        return Response(await threads.run(lambda: encode(registry)), headers={"Content-Type": kind})

    return router


T = TypeVar("T")


class _Threads:
    """Two at most, in whichever event loop asks."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(max_workers=2, thread_name_prefix="operate")

    async def run(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._pool, work)


def readiness(dragoman: Dragoman, crew: Crew, /) -> ReadyWire:
    """Whether searches can be answered, and how record and index stand."""
    standing = crew.standing()
    indexed = recorded = None
    trouble = standing.trouble
    try:
        indexed, recorded = dragoman.generations()
    except DragomanError as error:
        trouble = str(error)
    free = free_bytes(dragoman.settings.home)
    return ReadyWire(
        ready=standing.ready and recorded is not None,
        phase=standing.phase,
        indexed=standing.indexed if standing.phase == "indexing" else None,
        to_index=standing.to_index if standing.phase == "indexing" else None,
        index_generation=indexed,
        record_generation=recorded,
        lag=recorded - indexed if recorded is not None and indexed is not None else None,
        disk_free_bytes=free,
        disk_ok=free > MIN_FREE_BYTES,
        trouble=trouble,
        workers=crew.size,
        workers_ready=crew.ready(),
    )


class _OurMetrics(Collector):
    """What was counted and how things stand, at the moment of a scrape."""

    def __init__(self, dragoman: Dragoman, crew: Crew) -> None:
        self._dragoman = dragoman
        self._crew = crew
        self._lock = threading.Lock()
        self._counts: tuple[float, StoreCounts] | None = None

    def describe(self) -> list[Metric]:
        """Nothing: registering must not read the record."""
        return []

    def collect(self) -> Iterator[Metric]:
        yield from self._searches()
        yield from self._loads()
        yield from self._queues()
        yield from self._state()

    def _searches(self) -> Iterator[Metric]:
        seen = self._crew.seen()
        ended = CounterMetricFamily("dragoman_searches", "Searches by how they ended.", labels=["outcome"])
        for outcome in OUTCOMES:
            ended.add_metric([outcome], seen.searches[outcome])
        yield ended
        took = HistogramMetricFamily(
            "dragoman_search_seconds", "Time of a search by stage; total is the whole.", labels=["stage"]
        )
        for stage, seconds in seen.stages.items():
            took.add_metric([stage], _cumulated(seconds), seconds.sum)
        yield took

    def _loads(self) -> Iterator[Metric]:
        seen = self._crew.seen()
        files = CounterMetricFamily("dragoman_ingest_files", "Files loaded.", labels=["outcome"])
        files.add_metric(["loaded"], seen.loaded["files"])
        files.add_metric(["failed"], seen.loaded["failed_files"])
        yield files
        yield CounterMetricFamily("dragoman_ingest_rows", "Rows of files loaded.", seen.loaded["rows"])
        offers = CounterMetricFamily("dragoman_ingest_offers", "Offers by change.", labels=["change"])
        for change in ("added", "updated", "unchanged", "withdrawn"):
            offers.add_metric([change], seen.loaded[change])
        yield offers
        yield CounterMetricFamily(
            "dragoman_ingest_problems", "Problems found in files loaded.", seen.loaded["problems"]
        )
        yield CounterMetricFamily(
            "dragoman_ingest_seconds", "Time spent on loads, without indexing.", seen.load_seconds
        )
        yield CounterMetricFamily(
            "dragoman_index_rebuilds", "Times the index was made anew because it was damaged.", seen.rebuilds
        )

    def _queues(self) -> Iterator[Metric]:
        work = GaugeMetricFamily("dragoman_requests_at_work", "Requests being answered.", labels=["lane"])
        waiting = GaugeMetricFamily("dragoman_requests_waiting", "Requests in the queue.", labels=["lane"])
        places = GaugeMetricFamily("dragoman_requests_places", "Requests at work at most.", labels=["lane"])
        queue = GaugeMetricFamily("dragoman_requests_queue", "Requests waiting at most.", labels=["lane"])
        for name, now in self._crew.lanes().items():
            for metric, value in (
                (work, now.at_work),
                (waiting, now.waiting),
                (places, now.places),
                (queue, now.queue),
            ):
                metric.add_metric([name], value)
        yield from (work, waiting, places, queue)

    def _state(self) -> Iterator[Metric]:
        stands = readiness(self._dragoman, self._crew)
        yield GaugeMetricFamily("dragoman_ready", "1 where searches can be answered.", int(stands.ready))
        yield GaugeMetricFamily("dragoman_workers", "That answer.", stands.workers)
        yield GaugeMetricFamily("dragoman_workers_ready", "Of them, warm.", stands.workers_ready)
        yield GaugeMetricFamily("dragoman_disk_free_bytes", "On the home's disk.", stands.disk_free_bytes)
        for name, said, value in (
            ("dragoman_index_generation", "Of the record, that the index holds.", stands.index_generation),
            ("dragoman_record_generation", "Changes of offers so far.", stands.record_generation),
            ("dragoman_index_lag", "Changes that the index lacks.", stands.lag),
        ):
            if value is not None:
                yield GaugeMetricFamily(name, said, value)
        counts = self._counted()
        if counts is not None:
            held = GaugeMetricFamily("dragoman_record", "What the record holds.", labels=["what"])
            for what in ("offers", "withdrawn", "suppliers", "files", "rows", "problems"):
                held.add_metric([what], getattr(counts, what))
            yield held

    def _counted(self) -> StoreCounts | None:
        with self._lock:
            now = time.monotonic()
            if self._counts is None or now - self._counts[0] > COUNTS_SECONDS:
                try:
                    self._counts = (now, self._dragoman.counts())
                except DragomanError:
                    return None
            return self._counts[1]


class _Processes(Collector):
    """What `ProcessCollector` says of one process, of each worker: labelled, since their sum would fall when one dies."""

    def __init__(self, crew: Crew) -> None:
        self._crew = crew

    def describe(self) -> list[Metric]:
        """Nothing: registering must not ask the others."""
        return []

    def collect(self) -> Iterable[Metric]:
        found: dict[str, Metric] = {}
        for worker, pid in self._crew.processes():
            for one in _process(pid).collect():
                family = found.setdefault(one.name, Metric(one.name, one.documentation, one.type))
                for sample in one.samples:
                    family.add_sample(sample.name, {**sample.labels, "worker": str(worker)}, sample.value)
        return found.values()


def _process(pid: int) -> ProcessCollector:
    return ProcessCollector(pid=lambda: pid, registry=None)


def _cumulated(seconds: Seconds) -> list[tuple[str, float]]:
    """As Prometheus wants buckets: how many took at most so long."""
    total, found = 0, []
    for bound, times in zip([*(str(one) for one in BOUNDS), "+Inf"], seconds.buckets, strict=True):
        total += times
        found.append((bound, float(total)))
    return found
