"""Reads cXML: a supplier's index of items, and the basket that a punch-out shop sends back.

The DOCTYPE that cXML always carries is passed over, not fetched; entities are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dragoman.errors import FileUnreadable
from dragoman.formats.cxml_item import FIELDS, item_cells, main_language
from dragoman.formats.held import rows_hold_the_file
from dragoman.formats.limits import DEFAULT_LIMITS, ReadLimits
from dragoman.formats.rows import item_origin, row_problem
from dragoman.formats.text import head, opened
from dragoman.formats.xml_cells import (
    child,
    children,
    descend,
    language_of,
    text_in,
)
from dragoman.formats.xml_stream import (
    Part,
    Root,
    Wanted,
    XmlStream,
    declared_encoding,
    root_of,
)
from dragoman.model import Language, Origin, Problem
from dragoman.ports import ReadOptions, Row, SourceFile, Standard, Table

_DELETED = "IndexItemDelete"
_INCREMENTAL = re.compile(r"\bloadmode\s*=\s*[\"']Incremental[\"']")
"""Of an Index that adds to the one before, and takes nothing back by its silence."""
_ITEMS = frozenset({"IndexItemAdd", "IndexItemPunchout", _DELETED, "ItemIn"})
_WANTED = Wanted(
    items=_ITEMS,
    others=frozenset({"Header", "SupplierID", "Comments", "PunchOutOrderMessageHeader"}),
)


class CxmlReader:
    """Items of an index or a basket; satisfies `ports.FormatReader`."""

    name = "cxml"
    suffixes = (".cxml", ".xml")

    def __init__(self, limits: ReadLimits = DEFAULT_LIMITS) -> None:
        self._limits = limits

    def sniff(self, head: bytes, /, *, name: str) -> float:  # noqa: ARG002 - the root tells
        """XML whose root is cXML, or an Index of items."""
        root = root_of(head)
        if root is not None and root.name == "cXML":
            return 0.98
        known = b"<IndexItem" in head or b"<SupplierID" in head or b"cXML" in head
        plain = head.replace(b"\x00", b"")
        known = known or b"<IndexItem" in plain
        return 0.95 if root is not None and root.name == "Index" and known else 0.0

    @rows_hold_the_file
    def read(self, source: SourceFile, options: ReadOptions, /) -> Iterator[Table]:
        """One table; what the header says of the supplier is notes. Raises FileUnreadable, FileTooLarge."""
        with opened(source) as stream:
            start = head(source)
            root = root_of(start)
            document = _Document(
                source,
                XmlStream(source, stream, self._limits, _WANTED, encoding=options.encoding).parts(),
                _language(root),
            )
            document.start(root)
            yield Table(
                source=source,
                columns=(),
                rows=document.rows(),
                detected={
                    "standard": "cXML",
                    "document": document.kind,
                    "encoding": options.encoding or declared_encoding(start),
                },
                notes=tuple(document.notes),
                standard=Standard(name="cXML", fields=FIELDS, language=document.language or None),
                changes_only=root is not None and _INCREMENTAL.search(root.attributes) is not None,
            )


def _language(root: Root | None) -> Language:
    """What the root says of the texts: xml:lang="en-US"."""
    _, said, rest = (root.attributes if root is not None else "").partition("xml:lang")
    quoted = rest.lstrip(" =")[:20]
    return language_of(quoted[1:].partition(quoted[0])[0]) if said and quoted[:1] in {'"', "'"} else ""


class _Document:
    """A document being read, from its header to its last item."""

    def __init__(self, source: SourceFile, parts: Iterator[Part], language: Language) -> None:
        self._source = source
        self._parts = parts
        self._ahead: Part | None = None
        self.language = language
        self.kind = ""
        self.notes: list[tuple[str, Origin]] = []

    def start(self, root: Root | None) -> None:
        """Read up to the first item. Raises FileUnreadable for a cXML message without any."""
        self._ahead = self._next()
        if self._ahead is None:
            what = root.name if root is not None else "XML"
            raise FileUnreadable(
                f"{self._source.name}: expected a cXML Index or PunchOutOrderMessage, got a {what} document without "
                "items; ask the supplier for the catalogue (Index) itself"
            )
        self.kind = "basket" if self._ahead.name == "ItemIn" else "index"
        self.language = main_language(self._ahead.element, self.language)

    def rows(self) -> Iterator[Row | Problem]:
        count = 0
        while self._ahead is not None:
            count += 1
            yield self._row(self._ahead, count)
            self._ahead = self._next()

    def _next(self) -> Part | None:
        for part in self._parts:
            if part.name in _ITEMS:
                return part
            if part.name == "Header":
                self._header(part)
            elif part.name == "SupplierID" and "Index" in part.within:
                self._note("supplier", text_in(part.element), part.path)
            elif part.name == "Comments":
                self._note("comment", text_in(part.element), part.path)
        return None

    def _header(self, part: Part) -> None:
        """Who sends it: a name where one is given, else the identity."""
        sender = child(part.element, "From")
        name = text_in(descend(sender, "Correspondent", "Contact", "Name"))
        if name:
            self._note("supplier", name, f"{part.path}/From/Correspondent/Contact/Name")
            return
        for credential in children(sender, "Credential"):
            self._note(
                "supplier", text_in(child(credential, "Identity")), f"{part.path}/From/Credential/Identity"
            )

    def _note(self, label: str, text: str, path: str) -> None:
        """A supplier that is a number only is none."""
        if any(letter.isalpha() for letter in text) and len(self.notes) < 100:
            self.notes.append((f"{label}: {text[:2000]}", item_origin(self._source, path=path)))

    def _deleted(self, part: Part, number: int) -> Row | Problem:
        """An offer is taken back by its number; where that has a second part, several offers may share the first."""
        ids = child(part.element, "ItemID")
        second = child(ids, "SupplierPartAuxiliaryID")
        if second is None or not text_in(second):
            return item_cells(self._source, part, self.language).row(number, change="withdraw")
        return row_problem(
            item_origin(self._source, path=part.path),
            kind="unreadable_row",
            value=f"{text_in(child(ids, 'SupplierPartID'))} {text_in(second)}",
            expected="an item to take back that its SupplierPartID alone names",
            advice="the supplier takes this item out of the range: nothing was withdrawn; load the whole index anew",
        )

    def _row(self, part: Part, number: int) -> Row | Problem:
        if part.name == _DELETED:
            return self._deleted(part, number)
        return item_cells(self._source, part, self.language).row(number)
