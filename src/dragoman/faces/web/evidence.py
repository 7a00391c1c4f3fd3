"""Where a value stands, as a link: "list.xlsx · Prices · C12" to its row on the offer's page."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import quote

from dragoman.faces.web.interface import Interface
from dragoman.faces.web.paper import page_link
from dragoman.model import Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A place in a supplier's file."""

    file: str
    """Its base name."""
    place: str
    """Sheet and cell; of a path its last step. What is read of it is never cut off."""
    full: str
    """With the whole path of the file."""
    anchor: str
    """Of the value's row on the offer's page."""
    page: str = ""
    """Path of the page of the file with the place marked; "" where it is no place on a page."""
    part: str = ""
    """Path of the part of that page around the place."""


def evidence(ui: Interface, origin: Origin, /) -> Evidence:
    """The place in words, and its anchor."""
    base = PurePosixPath(origin.file.replace("\\", "/")).name or origin.file
    return Evidence(
        file=base,
        place=" · ".join(_parts(ui, origin, path=_last_step(origin.path))),
        full=" · ".join([origin.file, *_parts(ui, origin, path=origin.path)]),
        anchor=anchor(origin),
        page=page_link(origin),
        part=page_link(origin, part=True),
    )


def anchor(origin: Origin, /) -> str:
    """The same place always gives the same anchor.

    >>> anchor(Origin(file="a.csv", sha256="", cell="C12")) == anchor(Origin(file="a.csv", sha256="", cell="C12"))
    True
    """
    where = origin.where() if origin.box is None else f"{origin.where()}, {origin.box}"
    return f"at-{hashlib.blake2b(where.encode(), digest_size=6).hexdigest()}"


def offer_path(offer_id: str, /) -> str:
    """Path of an offer's page."""
    return f"/offer/{quote(offer_id, safe='')}"


def _last_step(path: str | None) -> str | None:
    """ "/rss/channel/item[158]/g:price" -> "g:price"; the page of the offer tells the rest."""
    if path is None or path.count("/") <= 2:
        return path
    return path.rpartition("/")[2]


def _parts(ui: Interface, origin: Origin, *, path: str | None) -> list[str]:
    parts: list[str] = []
    if origin.sheet is not None:
        parts.append(origin.sheet)
    if origin.cell is not None:
        parts.append(origin.cell)
    elif origin.line is not None:
        parts.append(ui.say("line %(number)s", number=origin.line))
    if path is not None:
        parts.append(path)
    if origin.page is not None:
        parts.append(ui.say("page %(number)s", number=origin.page))
    return parts
