"""Clocks around the parts of a Dragoman, to see where the time of a load goes."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any, cast

from dragoman.app import Parts
from dragoman.ports import CatalogueStore, Encoder, SearchIndex

_STORE = {
    "begin_file": "record",
    "save_batch": "record",
    "finish_file": "record",
    "changes_since": "read back",
}
_INDEX = {"apply": "index", "tidy": "index"}
_ENCODER = {"encode": "encode"}


class Clock:
    """Seconds by name, from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._wall: dict[str, float] = defaultdict(float)
        self._processor: dict[str, float] = defaultdict(float)

    def add(self, name: str, wall: float, processor: float, /) -> None:
        with self._lock:
            self._wall[name] += wall
            self._processor[name] += processor

    def clear(self) -> None:
        self._wall.clear()
        self._processor.clear()

    def wall(self, name: str, /) -> float:
        return self._wall[name]

    def processor(self, name: str, /) -> float:
        """Of the thread that called; what a library does in threads of its own is not in it."""
        return self._processor[name]


def clocked(parts: Parts, clock: Clock, /) -> Parts:
    """The same parts; what they are asked for takes its time on the clock."""
    return Parts(
        store=cast("CatalogueStore", _Clocked(parts.store, clock, _STORE)),  # passes every call on
        index=cast("SearchIndex", _Clocked(parts.index, clock, _INDEX)),  # the same
        encoder=cast("Encoder", _Clocked(parts.encoder, clock, _ENCODER)),  # the same
    )


class _Clocked:
    def __init__(self, inner: object, clock: Clock, names: Mapping[str, str]) -> None:
        self._inner, self._clock, self._names = inner, clock, names

    def __getattr__(self, name: str) -> Any:  # whatever the part has
        value = getattr(self._inner, name)
        label = self._names.get(name)
        return value if label is None else self._timed(value, label)

    def _timed(self, call: Callable[..., Any], label: str) -> Callable[..., Any]:  # of any call
        def timed(*args: Any, **kwargs: Any) -> Any:  # the call's own
            wall, processor = time.perf_counter(), time.thread_time()
            try:
                return call(*args, **kwargs)
            finally:
                self._clock.add(label, time.perf_counter() - wall, time.thread_time() - processor)

        return timed
