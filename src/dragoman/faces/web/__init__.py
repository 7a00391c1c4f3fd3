"""The web page: server-rendered, works without JavaScript where it can, htmx for the rest."""

from __future__ import annotations

from fastapi import APIRouter, FastAPI

from dragoman.app import Dragoman
from dragoman.faces.web.assets import mount_static
from dragoman.faces.web.errors import install_error_pages
from dragoman.faces.web.jobs import Jobs
from dragoman.faces.web.pages.compare import compare_page
from dragoman.faces.web.pages.corrections import corrections_page
from dragoman.faces.web.pages.evaluate import evaluate_page
from dragoman.faces.web.pages.hs_code import hs_code_page
from dragoman.faces.web.pages.ingest import ingest_page
from dragoman.faces.web.pages.offer import offer_page
from dragoman.faces.web.pages.paper import paper_page
from dragoman.faces.web.pages.preferences import preferences_page
from dragoman.faces.web.pages.problems import problems_page
from dragoman.faces.web.pages.product import product_page
from dragoman.faces.web.pages.search import search_page
from dragoman.faces.web.pages.status import status_page
from dragoman.faces.web.security import Guard

__all__ = ["install_web", "mount_static", "web_router"]


def web_router(dragoman: Dragoman, *, workers: int = 1) -> APIRouter:
    """Every page's routes; none is in the OpenAPI description. `workers`: that answer over the home."""
    router = APIRouter(include_in_schema=False)
    for page in (
        search_page,
        offer_page,
        product_page,
        hs_code_page,
        compare_page,
        paper_page,
        problems_page,
        evaluate_page,
        status_page,
    ):
        router.include_router(page(dragoman))
    jobs = Jobs(dragoman, workers=workers)
    router.include_router(ingest_page(dragoman, jobs))
    router.include_router(corrections_page(dragoman, jobs))
    router.include_router(preferences_page())
    return router


def install_web(server: FastAPI, dragoman: Dragoman, *, workers: int = 1) -> None:
    """Add the pages, their static files, error pages and the guard; call it after REST is installed."""
    server.include_router(web_router(dragoman, workers=workers))
    mount_static(server)
    install_error_pages(server)
    server.add_middleware(Guard)
