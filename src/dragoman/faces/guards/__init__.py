"""What a request passes before it reaches a route: its host, the site that caused it, whether there is room for it, its size
and pace."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

from fastapi import FastAPI

from dragoman.app import Dragoman
from dragoman.faces.guards.bodies import BodyGuard
from dragoman.faces.guards.gate import Gate, Lane, LaneName
from dragoman.faces.guards.hosts import HostGuard, allowed_hosts
from dragoman.faces.guards.methods import Methods
from dragoman.faces.guards.request_log import RequestLog
from dragoman.faces.guards.sites import SiteGuard
from dragoman.operate.keeper import Standing
from dragoman.processors import processors
from dragoman.settings import Settings

__all__ = ["install_guards", "lanes_of"]

_FEWEST_PLACES = 2
"""For searches, so that one that takes long does not keep all others waiting. More than processors gain nothing: threads of one
process wait for each other, and with twice as many the slowest of a million offers' answers came a fifth later."""
LOADS_AT_WORK = 2
LOADS_WAITING = 6
LOAD_PATIENCE_SECONDS = 60.0
SEARCH_PATIENCE_SECONDS = 10.0


def lanes_of(settings: Settings, /, *, workers: int = 1) -> Mapping[LaneName, Lane]:
    """Places for searches and for loads: of one worker, who has its share of them and one place at least."""

    def share(of_all: int) -> int:
        return -(-of_all // workers)

    return {
        "search": Lane(
            places=share(settings.max_searches or max(_FEWEST_PLACES, processors())),
            queue=share(settings.max_waiting),
            patience_seconds=SEARCH_PATIENCE_SECONDS,
        ),
        "load": Lane(
            places=share(LOADS_AT_WORK),
            queue=share(LOADS_WAITING),
            patience_seconds=LOAD_PATIENCE_SECONDS,
        ),
    }


def install_guards(
    server: FastAPI,
    dragoman: Dragoman,
    *,
    bound: str,
    lanes: Mapping[LaneName, Lane],
    standing: Callable[[], Standing],
) -> None:
    """Call it last: what is added last sees a request first."""

    def told(lane: LaneName, what: Literal["turned_away", "cancelled"]) -> None:
        if lane == "search":
            dragoman.watch.count(what)

    settings = dragoman.settings
    server.add_middleware(Methods)
    server.add_middleware(BodyGuard, max_upload_mb=settings.max_upload_mb)
    server.add_middleware(Gate, lanes=lanes, standing=standing, told=told)
    server.add_middleware(SiteGuard)
    server.add_middleware(HostGuard, allowed=allowed_hosts(bound, settings.allowed_hosts))
    server.add_middleware(RequestLog)
