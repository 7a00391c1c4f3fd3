"""The status page `/status`: what the record holds, how the index stands, which rates are in force."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from dragoman.app import Dragoman
from dragoman.faces.web.labels import FILE_STATES
from dragoman.faces.web.render import render


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
        )

    return router
