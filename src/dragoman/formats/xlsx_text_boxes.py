"""Text boxes that lie on a sheet of an XLSX: "All prices in USD per 1000 pcs" often stands in one."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from dragoman.formats.xlsx_package import relations, sheet_path

_MAX_DRAWING_BYTES = 16 * 1024 * 1024
_MOST_BOXES, _LONGEST = 200, 2_000
_ANCHORS = ("twoCellAnchor", "oneCellAnchor", "absoluteAnchor")


class TextBox(NamedTuple):
    """A text and the cell that it begins at."""

    text: str
    row: int
    """1-based."""
    column: int
    """0-based."""


def text_boxes(package: zipfile.ZipFile, sheet: str, /) -> list[TextBox]:
    """The text boxes of a sheet, in the drawing's order, hidden ones left out; none where they cannot be understood."""
    path = sheet_path(package, sheet)
    if path is None:
        return []
    parts = set(package.namelist())
    found: list[TextBox] = []
    for relation in relations(package, path).values():
        if relation.kind == "drawing" and not relation.external and relation.target in parts:
            found += _of_drawing(package, relation.target)
    return found[:_MOST_BOXES]


def _of_drawing(package: zipfile.ZipFile, path: str) -> list[TextBox]:
    if package.getinfo(path).file_size > _MAX_DRAWING_BYTES:
        return []
    found: list[TextBox] = []
    with package.open(path) as stream:
        events = etree.iterparse(
            stream, events=("end",), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        )
        try:
            for _, element in events:
                if _local(element) in _ANCHORS:
                    found.extend(_of_anchor(element))
                    element.clear()
        except etree.XMLSyntaxError:
            return found
    return found


def _of_anchor(anchor: etree._Element) -> Iterator[TextBox]:
    row = column = 0
    hidden = False
    lines: list[str] = []
    for one in anchor.iter():
        local = _local(one)
        text = (one.text or "").strip()
        if local in ("row", "col") and text.isdecimal() and len(text) < 8:
            parent = one.getparent()
            if parent is not None and _local(parent) == "from":
                row, column = (int(text), column) if local == "row" else (row, int(text))
        elif local == "cNvPr":
            hidden = hidden or one.get("hidden") in ("1", "true")
        elif local == "p":
            lines.append("".join(part.text or "" for part in one.iter() if _local(part) == "t"))
    text = " ".join(" ".join(lines).split())[:_LONGEST]
    if text and not hidden:
        yield TextBox(text, row + 1, column)


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""
