"""Colours of the page, chosen by hand and remembered: `/preferences` sets a cookie and goes back."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response
from fastapi.responses import RedirectResponse

from dragoman.faces.web.render import MOST_TO_COME_BACK_TO, THEME_COOKIE, YEAR_SECONDS


def preferences_page() -> APIRouter:
    """Routes: GET /preferences"""
    router = APIRouter(include_in_schema=False)

    @router.get("/preferences")
    def choose(
        theme: Annotated[str, Query(pattern="^(auto|light|dark)$")],
        back: Annotated[str, Query(max_length=MOST_TO_COME_BACK_TO)] = "/",
    ) -> Response:
        answer = RedirectResponse(local_path(back), status_code=303)
        answer.set_cookie(THEME_COOKIE, theme, max_age=YEAR_SECONDS, samesite="lax")
        return answer

    return router


def local_path(wish: str, /) -> str:
    """The path where it stays on this site, else the start page.

    >>> local_path("/problems?kind=limit"), local_path("//evil.example/"), local_path("https://evil.example/")
    ('/problems?kind=limit', '/', '/')
    """
    stays = wish.startswith("/") and not wish.startswith(("//", "/\\")) and wish.isprintable()
    return wish if stays else "/"
