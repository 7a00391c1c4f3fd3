"""What a person reads in a doubtful cell of a printed list: kept with POST /correct, used with POST /correct/load."""

from __future__ import annotations

import re
from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Form, Response
from fastapi.responses import RedirectResponse

from dragoman.app import Dragoman
from dragoman.errors import InputError
from dragoman.faces.web.jobs import Jobs
from dragoman.faces.web.load_request import load_request
from dragoman.faces.web.paper import BOX_PATTERN, boxes_of
from dragoman.faces.web.render import MOST_TO_COME_BACK_TO
from dragoman.ingest.corrections import MOST_CHARS
from dragoman.ingest.pages import MAX_PAGE
from dragoman.model import Origin
from dragoman.ports import FileRecord

Sha256 = Annotated[str, Form(pattern="^[0-9a-f]{64}$")]


def corrections_page(dragoman: Dragoman, jobs: Jobs) -> APIRouter:
    """Routes: POST /correct, POST /correct/load"""
    router = APIRouter(include_in_schema=False)

    @router.post("/correct")
    def keep(
        sha256: Sha256,
        page: Annotated[int, Form(ge=1, le=MAX_PAGE)],
        box: Annotated[str, Form(pattern=BOX_PATTERN, max_length=40)],
        read: Annotated[str, Form(max_length=MOST_CHARS)] = "",
        right: Annotated[str, Form(max_length=10 * MOST_CHARS)] = "",
        column: Annotated[str, Form(max_length=10 * MOST_CHARS)] = "",
        row: Annotated[int | None, Form(ge=1, le=MAX_PAGE)] = None,
        back: Annotated[str, Form(max_length=MOST_TO_COME_BACK_TO)] = "",
        place: Annotated[int | None, Form(ge=1, le=MAX_PAGE)] = None,
    ) -> Response:
        """`column`: of the cell, where the box is its row's. `row`: of the page's table, to go back to it. `back` and
        `place`: query of the list of problems, and where on it the cell stands."""
        file = dragoman.pages.file(sha256)
        origin = Origin(file=file.name, sha256=sha256, page=page, box=boxes_of([box])[0])
        dragoman.corrections.keep(origin, read, right, column=column)
        if row is not None:
            again = urlencode({"row": row, "column": column})
            return RedirectResponse(f"/page/{sha256}/{page}?{again}#chosen", status_code=303)
        if place is not None and (back == "" or (back.startswith("?") and back.isprintable())):
            return RedirectResponse(f"/problems{back}#right-{place}", status_code=303)
        return RedirectResponse(f"/problems?file={quote(file.name, safe='')}#waiting", status_code=303)

    @router.post("/correct/load")
    def load(sha256: Sha256) -> Response:
        file = dragoman.pages.file(sha256)
        if not can_load_again(file) or file.path is None:
            raise InputError(
                f"{file.name}: expected a file that lies where it was loaded from; load it again the way it was loaded"
            )
        request = load_request(
            dragoman,
            [file.path],
            mapping=None,
            supplier=file.supplier.name,
            country=file.supplier.country or "",
        )
        return RedirectResponse(f"/ingest/{jobs.start('load', request).job_id}", status_code=303)

    return router


def can_load_again(file: FileRecord, /) -> bool:
    """Whether loading the path that is known gives the same file: one of a folder goes by its path in it."""
    if file.path is None or not file.path.is_file():
        return False
    return re.split("!/", file.name, maxsplit=1)[0] == file.path.name
