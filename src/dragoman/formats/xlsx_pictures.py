"""Pictures in an XLSX: those that lie on a sheet, anchored to cells, and those inside a cell (Excel 365, WPS)."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from dragoman.formats.xlsx_package import Relation, attributes, relations, small_part

_MAX_DRAWING_BYTES = 64 * 1024 * 1024
_MOST = 50_000
_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|bmp|tiff?|webp|svg|emf|wmf)$", re.IGNORECASE)
_CELL_IMAGE = re.compile(
    rb"<(?:\w+:)?cNvPr\b([^>]*)>(?:(?!<(?:\w+:)?cNvPr\b).){0,4000}?<(?:\w+:)?blip\b([^>]*)>", re.DOTALL
)
_VALUE = re.compile(rb"<(?:\w+:)?(valueMetadata|futureMetadata|bk|rc|rvb|rv|v|rel)\b([^>]*)>([^<]*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchored:
    """A picture that lies on cells."""

    top: int
    """Row of its upper edge, 1-based."""
    bottom: int
    """Row of its lower edge."""
    above: int = 0
    """From the top of its first row down to its upper edge, in English Metric Units."""
    below: int = 0
    """From the top of its last row down to its lower edge."""
    column: int
    """0-based."""
    name: str
    """Of its part in the package, or its address on the web."""

    def lies_mostly_lower(self, height: int, /) -> bool:
        """Whether more of it lies on the second of its two rows; `height` of the first."""
        return self.bottom == self.top + 1 and self.below > max(0, height - self.above)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pictures:
    """The pictures of one sheet."""

    anchored: tuple[Anchored, ...] = ()
    """By rising row."""
    by_id: dict[str, str] = field(default_factory=dict)
    """Id in a formula of WPS, DISPIMG("ID_1", 1) -> name."""
    by_value: dict[int, str] = field(default_factory=dict)
    """Number of a cell's value metadata (Excel 365) -> name."""


def pictures_of(package: zipfile.ZipFile, path: str, /) -> Pictures:
    """The pictures of the sheet whose part is at `path`; what cannot be understood is left out."""
    parts = set(package.namelist())
    anchored: list[Anchored] = []
    for relation in relations(package, path).values():
        if relation.kind == "drawing" and not relation.external and relation.target in parts:
            anchored.extend(_anchored(package, relation.target, parts))
    return Pictures(
        anchored=tuple(sorted(anchored, key=lambda one: (one.top, one.column))[:_MOST]),
        by_id=_of_wps(package, parts),
        by_value=_of_excel_365(package, parts),
    )


def _name(relation: Relation | None, parts: set[str]) -> str | None:
    """The picture that a relation leads to: a part, or an address on the web."""
    if relation is None:
        return None
    if relation.external:
        return relation.target if relation.target.startswith(("https://", "http://")) else None
    return relation.target if relation.target in parts and _PICTURE.search(relation.target) else None


# ------------------------------------------------------------------------------------ on the sheet


def _anchored(package: zipfile.ZipFile, path: str, parts: set[str]) -> Iterator[Anchored]:
    related = relations(package, path)
    if package.getinfo(path).file_size > _MAX_DRAWING_BYTES:
        return
    with package.open(path) as stream:
        events = etree.iterparse(
            stream, events=("end",), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        )
        try:
            for _, element in events:
                local = etree.QName(element).localname if isinstance(element.tag, str) else ""
                if local in ("twoCellAnchor", "oneCellAnchor"):
                    yield from _of_anchor(element, related, parts)
                    element.clear()
        except etree.XMLSyntaxError:
            return


def _of_anchor(anchor: etree._Element, related: dict[str, Relation], parts: set[str]) -> Iterator[Anchored]:
    place: dict[str, dict[str, int]] = {"from": {}, "to": {}}
    names: list[str] = []
    for one in anchor.iter():
        local = etree.QName(one).localname if isinstance(one.tag, str) else ""
        if local in ("row", "col", "rowOff") and (parent := one.getparent()) is not None:
            corner = etree.QName(parent).localname
            text = (one.text or "").strip()
            if corner in place and text.lstrip("-").isdecimal() and len(text) < 12:
                place[corner][local] = int(text)
        elif local == "blip":
            ids = [str(value) for key, value in one.attrib.items() if str(key).endswith(("}embed", "}link"))]
            names += [name for key in ids if (name := _name(related.get(key), parts)) is not None][:1]
    start, end = place["from"], place["to"] or place["from"]
    top, bottom = start.get("row", -1), end.get("row", start.get("row", -1))
    if top < 0 or bottom < top or start.get("col", -1) < 0:
        return
    for name in names:
        yield Anchored(
            top=top + 1,
            bottom=bottom + 1,
            above=start.get("rowOff", 0),
            below=end.get("rowOff", 0),
            column=start["col"],
            name=name,
        )


# ------------------------------------------------------------------------------------ inside a cell


def _of_wps(package: zipfile.ZipFile, parts: set[str]) -> dict[str, str]:
    """WPS keeps pictures inside cells in a part of its own, by the id that the cell's formula says."""
    path = "xl/cellimages.xml"
    if path not in parts:
        return {}
    related = relations(package, path)
    found: dict[str, str] = {}
    for named, blip in _CELL_IMAGE.findall(small_part(package, path)):
        relation = next((value for key, value in attributes(blip).items() if key.endswith(":embed")), "")
        name = _name(related.get(relation), parts)
        if name is not None and len(found) < _MOST:
            found[attributes(named).get("name", "")] = name
    return found


def _of_excel_365(package: zipfile.ZipFile, parts: set[str]) -> dict[int, str]:
    """Excel 365 keeps them as rich values: metadata -> rich value -> relation -> picture."""
    path = "xl/richData/richValueRel.xml"
    if path not in parts:
        return {}
    related = relations(package, path)
    pictures = [
        _name(related.get(next((v for k, v in attributes(text).items() if k.endswith(":id")), "")), parts)
        for tag, text, _ in _VALUE.findall(small_part(package, path))
        if tag == b"rel"
    ]
    values = _first_values(small_part(package, "xl/richData/rdrichvalue.xml"))
    found: dict[int, str] = {}
    for number, value in enumerate(_value_metadata(small_part(package, "xl/metadata.xml")), 1):
        at = values[value] if 0 <= value < len(values) else -1
        picture = pictures[at] if 0 <= at < len(pictures) else None
        if picture is not None:
            found[number] = picture
    return found


def _first_values(data: bytes) -> list[int]:
    """Of each rich value, its first field: the number of its relation."""
    found: list[int] = []
    fresh = False
    for tag, _, text in _VALUE.findall(data):
        if tag == b"rv":
            found.append(-1)
            fresh = True
        elif tag == b"v" and fresh:
            found[-1] = _number(text)
            fresh = False
    return found


def _value_metadata(data: bytes) -> list[int]:
    """Of each value metadata, the number of its rich value."""
    inside = b""
    rich: list[int] = []
    found: list[int] = []
    for tag, text, _ in _VALUE.findall(data):
        if tag in (b"valueMetadata", b"futureMetadata"):
            inside = tag
        elif tag == b"rvb" and inside == b"futureMetadata":
            rich.append(_number(attributes(text).get("i", "").encode()))
        elif tag == b"rc" and inside == b"valueMetadata":
            at = _number(attributes(text).get("v", "").encode())
            found.append(rich[at] if 0 <= at < len(rich) else -1)
    return found


def _number(text: bytes) -> int:
    return int(text) if text.isdigit() and len(text) < 9 else -1
