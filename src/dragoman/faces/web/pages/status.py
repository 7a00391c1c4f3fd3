"""The status page `/status`: what the record holds, how the index stands, which rates are in force, how the server is doing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from fastapi import APIRouter, Request, Response

from dragoman.app import Dragoman
from dragoman.disk import free_bytes
from dragoman.doctor import MIN_FREE_BYTES
from dragoman.faces.web.labels import FILE_STATES
from dragoman.faces.web.render import render
from dragoman.operate.crew import Crew
from dragoman.operate.damage import DamageNote, noted
from dragoman.operate.keeper import Standing
from dragoman.operate.watch import Recent


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """How the server is doing."""

    since: datetime
    standing: Standing
    recent: Recent
    at_work: int
    waiting: int
    turned_away: int
    free_gb: float
    disk_ok: bool
    damage: DamageNote | None


def _running(request: Request, dragoman: Dragoman) -> Running:
    crew: Crew = request.app.state.crew
    searches = crew.lanes()["search"]
    free = free_bytes(dragoman.settings.home)
    return Running(
        since=datetime.fromtimestamp(crew.started(), UTC),
        standing=crew.standing(),
        recent=crew.recent(),
        at_work=searches.at_work,
        waiting=searches.waiting,
        turned_away=crew.seen().searches["turned_away"],
        free_gb=free / 1024**3,
        disk_ok=free > MIN_FREE_BYTES,
        damage=noted(dragoman.settings.home),
    )


def status_page(dragoman: Dragoman) -> APIRouter:
    """Routes: GET /status"""
    router = APIRouter(include_in_schema=False)

    @router.get("/status")
    def show(request: Request) -> Response:
        indexed, recorded = dragoman.generations()
        return render(
            request,
            "status/page.html",
            counts=dragoman.counts(),
            files=dragoman.files(),
            file_states=FILE_STATES,
            indexed=indexed,
            recorded=recorded,
            rates=dragoman.rates,
            doctor=dragoman.doctor(),
            running=_running(request, dragoman),
        )

    return router
