"""Finding one's way in an XLSX package: small parts, relations between parts, the part that holds a sheet."""

from __future__ import annotations

import posixpath
import re
import zipfile
from dataclasses import dataclass
from html import unescape

MAX_PART_BYTES = 16 * 1024 * 1024
_TAG = re.compile(rb"<(?:\w+:)?(sheet|Relationship)\b([^>]*)>")
_ATTRIBUTE = re.compile(rb'([\w:]+)\s*=\s*(?:"([^"]*)"|\'([^\']*)\')')


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """What a part refers to."""

    kind: str
    """Last part of the type: "drawing", "image", "worksheet"."""
    target: str
    """Name of the other part, or an address where `external`."""
    external: bool = False


def small_part(package: zipfile.ZipFile, path: str, /, *, most: int = MAX_PART_BYTES) -> bytes:
    """A small part of the package; empty where there is none or it is not small."""
    for name in (path, f"/{path}"):  # some writers begin names with a slash
        try:
            found = package.getinfo(name)
        except KeyError:
            continue
        return package.read(name) if found.file_size <= most else b""
    return b""


def attributes(text: bytes, /) -> dict[str, str]:
    """The attributes of a tag."""
    return {
        name.decode("ascii", "replace"): unescape((double or single).decode("utf-8", "replace"))
        for name, double, single in _ATTRIBUTE.findall(text)
    }


def relations(package: zipfile.ZipFile, path: str, /) -> dict[str, Relation]:
    """Id -> what the part at `path` refers to by it."""
    folder, name = posixpath.split(path)
    found: dict[str, Relation] = {}
    for tag, text in _TAG.findall(small_part(package, f"{folder}/_rels/{name}.rels")):
        if tag != b"Relationship":
            continue
        said = attributes(text)
        target, external = said.get("Target", ""), said.get("TargetMode") == "External"
        if not external:
            target = (
                target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            )
        kind = said.get("Type", "").rpartition("/")[2]
        found[said.get("Id", "")] = Relation(kind=kind, target=target, external=external)
    return found


def sheet_path(package: zipfile.ZipFile, sheet: str, /) -> str | None:
    """The part that holds a sheet, by the sheet's name."""
    relation = None
    for tag, text in _TAG.findall(small_part(package, "xl/workbook.xml")):
        if tag == b"sheet" and (said := attributes(text)).get("name") == sheet:
            relation = next((value for key, value in said.items() if key.endswith(":id")), None)
    found = relations(package, "xl/workbook.xml").get(relation or "")
    return found.target if found is not None and found.target in package.namelist() else None
