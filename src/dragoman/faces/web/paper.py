"""A place on a page of a supplier's file: its link, and the picture of the page with the place marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from dragoman.model import Origin
from dragoman.ports import PagePicture

Box = tuple[float, float, float, float]
"""x0, y0, x1, y1 in points from the page's top left."""

MOST_MARKS = 60
BOX_PATTERN = r"^\d{1,5}(\.\d{1,2})?(,\d{1,5}(\.\d{1,2})?){3}$"
"""A box as it stands in a link."""
_ROOM_ACROSS, _ROOM_DOWN = 60.0, 22.0
"""Points that a detail shows around what is marked."""
_LEAST_ACROSS, _LEAST_DOWN = 220.0, 64.0
_SHA256 = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A rectangle to draw, in points, with a little air around what stands in it."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A page with its marks, to be drawn as SVG: its coordinates are points."""

    picture: str
    """URL."""
    width: float
    height: float
    marks: tuple[Mark, ...]
    detail: Mark
    """The part of the page around all marks; all of it where there is none."""


def has_place(origin: Origin, /) -> bool:
    """Whether the origin is a box on a page of a file that is known."""
    return origin.page is not None and origin.box is not None and bool(_SHA256.fullmatch(origin.sha256))


def page_link(origin: Origin, /, *, part: bool = False) -> str:
    """To the page of an origin with its box marked; "" for an origin that is no place on a page.

    >>> page_link(Origin(file="a.pdf", sha256="0" * 64, page=3, box=(1.0, 2.0, 3.5, 4.0)))[-30:]
    '0000000/3?box=1,2,3.5,4#marked'
    """
    return _link(origin, [origin], part=part) if has_place(origin) else ""


def row_link(row: Origin, cells: Iterable[Origin], /) -> str:
    """To the part of a page that a row stands on, with each of its cells marked; "" where it is on none.

    What holds for the row but stands elsewhere on the page (a letterhead, a title of a group) is not among its cells.
    """
    if not has_place(row):
        return ""
    beside = [one for one in dict.fromkeys(cells) if _is_beside(one, row)]
    return _link(row, beside[:MOST_MARKS] or [row], part=True)


def _is_beside(cell: Origin, row: Origin) -> bool:
    """Whether a cell stands at the height of a row."""
    if not has_place(cell) or (cell.sha256, cell.page) != (row.sha256, row.page):
        return False
    return (
        cell.box is not None and row.box is not None and cell.box[1] < row.box[3] and row.box[1] < cell.box[3]
    )


def _link(origin: Origin, marked: Sequence[Origin], *, part: bool) -> str:
    boxes = [("box", box_text(one)) for one in marked]
    path = f"/page/{origin.sha256}/{origin.page}"
    return f"{path}{'/part' if part else ''}?{urlencode(boxes, safe=',')}{'' if part else '#marked'}"


def box_text(origin: Origin, /) -> str:
    """The box of an origin as it stands in a link or a form; "" for none."""
    return ",".join(f"{edge:.2f}".rstrip("0").rstrip(".") for edge in origin.box or ())


def boxes_of(texts: Sequence[str], /) -> list[Box]:
    """The boxes of a link, each of BOX_PATTERN."""
    found: list[Box] = []
    for text in texts:
        x0, y0, x1, y1 = (float(edge) for edge in text.split(","))
        found.append((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))
    return found


def sheet(picture: PagePicture, url: str, boxes: Sequence[Box], /) -> Sheet:
    """The page with boxes marked; what lies beyond its edges is cut off."""
    page = Mark(x=0, y=0, width=picture.width, height=picture.height)
    marks = [mark for box in boxes if (mark := _mark(box, page)) is not None]
    return Sheet(
        picture=url,
        width=picture.width,
        height=picture.height,
        marks=tuple(marks),
        detail=_detail(marks, page) if marks else page,
    )


def _mark(box: Box, page: Mark) -> Mark | None:
    x0, y0, x1, y1 = box
    left, top = max(0.0, x0 - 1.5), max(0.0, y0 - 1.5)
    right, bottom = min(page.width, x1 + 1.5), min(page.height, y1 + 1.5)
    if left >= right or top >= bottom:
        return None
    return Mark(x=left, y=top, width=right - left, height=bottom - top)


def _detail(marks: Sequence[Mark], page: Mark) -> Mark:
    left, width = _stretch(
        min(mark.x for mark in marks),
        max(mark.x + mark.width for mark in marks),
        room=_ROOM_ACROSS,
        least=_LEAST_ACROSS,
        whole=page.width,
    )
    top, height = _stretch(
        min(mark.y for mark in marks),
        max(mark.y + mark.height for mark in marks),
        room=_ROOM_DOWN,
        least=_LEAST_DOWN,
        whole=page.height,
    )
    return Mark(x=left, y=top, width=width, height=height)


def _stretch(low: float, high: float, *, room: float, least: float, whole: float) -> tuple[float, float]:
    """Where a stretch with room around it begins, and its length; within the page."""
    length = min(whole, max(least, high - low + 2 * room))
    start = min(max(0.0, (low + high - length) / 2), whole - length)
    return start, length
