"""Doubtful cells of printed lists on the problems page: what a person may correct there, and what waits to be loaded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from dragoman.app import Dragoman
from dragoman.errors import NotFound
from dragoman.faces.web.pages.corrections import can_load_again
from dragoman.faces.web.paper import box_text, has_place
from dragoman.ingest.corrections import MOST_CHARS, Corrections
from dragoman.model import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubtfulCell:
    """Fields of the form that corrects a cell."""

    sha256: str
    page: int
    box: str
    """Of the cell; of its row where nothing was read in it."""
    column: str
    """Of a cell in which nothing was read; else ""."""
    read: str
    kept: str | None
    """What a person said that is printed there, where the file was not loaded since."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A file with cells that were corrected since it was loaded."""

    sha256: str
    file: str
    cells: int
    can_load: bool


def doubtful_cells(dragoman: Dragoman, problems: Sequence[Problem], /) -> list[DoubtfulCell | None]:
    """Of each problem; None where it is not about a cell of a page."""
    known: dict[str, Corrections] = {}
    found: list[DoubtfulCell | None] = []
    for problem in problems:
        origin = problem.origin
        column = (problem.column or "") if problem.kind == "doubtful_value" and not problem.value else ""
        if not has_place(origin) or len(problem.value) > MOST_CHARS or not (problem.value or column):
            found.append(None)
            continue
        if origin.sha256 not in known:
            known[origin.sha256] = dragoman.corrections.of(origin.sha256)
        kept = known[origin.sha256].of(origin, problem.value, column=column)
        found.append(
            DoubtfulCell(
                sha256=origin.sha256,
                page=origin.page or 0,
                box=box_text(origin),
                column=column,
                read=problem.value,
                kept=kept.right if kept is not None else None,
            )
        )
    return found


def following(cells: Sequence[DoubtfulCell | None], /) -> dict[int, int]:
    """Place of a cell in the list, from 1 -> that of the next one that nobody looked at; the first again after the last."""
    open_ = [at for at, cell in enumerate(cells, start=1) if cell is not None and cell.kept is None]
    found: dict[int, int] = {}
    for at, cell in enumerate(cells, start=1):
        others = [one for one in open_ if one != at]
        if cell is not None and others:
            found[at] = next((one for one in others if one > at), others[0])
    return found


def waiting(dragoman: Dragoman, cells: Sequence[DoubtfulCell | None], /) -> list[Waiting]:
    """The files with corrected cells among these."""
    kept = Counter(cell.sha256 for cell in cells if cell is not None and cell.kept is not None)
    found: list[Waiting] = []
    for sha256, count in kept.items():
        try:
            file = dragoman.pages.file(sha256)
        except NotFound:  # another edition was loaded meanwhile
            continue
        found.append(Waiting(sha256=sha256, file=file.name, cells=count, can_load=can_load_again(file)))
    return found
