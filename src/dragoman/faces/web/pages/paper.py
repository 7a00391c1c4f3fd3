"""Pages of suppliers' files as they look, with the place of a value marked: `/page/{sha256}/{number}`."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Path, Query, Request, Response

from dragoman.app import Dragoman
from dragoman.errors import DragomanError, FileChanged, FileGone, StoreBusy
from dragoman.faces.web.interface import marked
from dragoman.faces.web.page_table import chosen, tables_of
from dragoman.faces.web.pages.corrections import can_load_again
from dragoman.faces.web.paper import BOX_PATTERN, MOST_MARKS, Sheet, box_text, boxes_of, sheet
from dragoman.faces.web.render import of_request, render
from dragoman.ingest.corrections import MOST_CHARS
from dragoman.ingest.pages import MAX_PAGE

PICTURE_HEADERS = {"Cache-Control": "private, max-age=86400, immutable", "Content-Disposition": "inline"}
"""A picture is of the bytes that its URL names, so it cannot become wrong."""

Sha256 = Annotated[str, Path(pattern="^[0-9a-f]{64}$")]
Number = Annotated[int, Path(ge=1, le=MAX_PAGE)]
Boxes = Annotated[
    list[Annotated[str, Query(pattern=BOX_PATTERN, max_length=40)]], Query(max_length=MOST_MARKS)
]

GONE = marked(
    "The file is no longer where it was loaded from. Put it back there, or load it again from where it lies now, to see the page."
)
CHANGED = marked("The file has changed since it was loaded. Load it again to see its pages.")
BUSY = marked("Many pages are being drawn just now. Try again in a moment.")
NOT_SHOWN = marked("The page cannot be shown.")


def paper_page(dragoman: Dragoman) -> APIRouter:
    """Routes: GET /page/{sha256}/{number}.png, GET /page/{sha256}/{number}, GET /page/{sha256}/{number}/part"""
    router = APIRouter(include_in_schema=False)

    def drawn(sha256: str, number: int, box: list[str]) -> Sheet:
        picture = dragoman.pages.picture(sha256, number)
        return sheet(picture, f"/page/{sha256}/{number}.png", boxes_of(box))

    @router.get("/page/{sha256}/{number}.png")
    def picture(sha256: Sha256, number: Number) -> Response:
        png = dragoman.pages.picture(sha256, number).png
        return Response(png, media_type="image/png", headers=PICTURE_HEADERS)

    @router.get("/page/{sha256}/{number}")
    def show(
        request: Request,
        sha256: Sha256,
        number: Number,
        box: Boxes = [],  # noqa: B006
        row: Annotated[int | None, Query(ge=1, le=MAX_PAGE)] = None,
        column: Annotated[str, Query(max_length=MOST_CHARS)] = "",
    ) -> Response:
        file = dragoman.pages.file(sha256)
        path = f"/page/{sha256}/{number}"
        tables = tables_of(dragoman.page_rows(file.file_id, number), dragoman.corrections.of(sha256), path)
        cell = chosen(tables, row, column)
        marked_row = cell.row.origin if cell is not None else None
        found, said, status = None, "", 200
        try:
            found = drawn(sha256, number, [box_text(marked_row)] if marked_row is not None else box)
        except DragomanError as error:
            said, status = _said(request, error), error.http_status
        return render(
            request,
            "paper/page.html",
            status=status,
            file=file.name,
            number=number,
            sheet=found,
            said=said,
            sha256=sha256,
            path_of_page=path,
            tables=tables,
            chosen=cell,
            waiting=sum(
                cell.kept is not None for table in tables for one in table.rows for cell in one.cells
            ),
            can_load=can_load_again(file),
            problems=f"/problems?file={quote(file.name, safe='')}",
        )

    @router.get("/page/{sha256}/{number}/part")
    def part(request: Request, sha256: Sha256, number: Number, box: Boxes = []) -> Response:  # noqa: B006
        found, said, name = None, "", ""
        try:
            name = dragoman.pages.file(sha256).name
            found = drawn(sha256, number, box)
        except DragomanError as error:
            said = _said(request, error)
        whole = f"/page/{sha256}/{number}?{request.url.query}#marked"
        return render(
            request, "paper/part.html", file=name, number=number, sheet=found, said=said, whole=whole
        )

    return router


def _said(request: Request, error: DragomanError) -> str:
    """Why the page is not shown, in the visitor's language."""
    ui = of_request(request)
    if isinstance(error, FileGone):
        return ui.say(GONE)
    if isinstance(error, FileChanged):
        return ui.say(CHANGED)
    return ui.say(BUSY if isinstance(error, StoreBusy) else NOT_SHOWN)
