"""Reads Google Merchant feeds: RSS items or Atom entries, one in memory at a time.

No document type, no entities, no network: a feed that declares a DTD is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from lxml import etree

from dragoman.errors import FileTooLarge, FileUnreadable
from dragoman.formats.flatten import Flat
from dragoman.formats.held import rows_hold_the_file
from dragoman.formats.limits import DEFAULT_LIMITS, ReadLimits
from dragoman.formats.rows import ItemRow, item_origin, row_problem, unique
from dragoman.formats.sales import sale_holds
from dragoman.formats.signs import PACKED, text_start
from dragoman.formats.text import head, opened
from dragoman.formats.xml_stream import advice_for
from dragoman.formats.xml_stream import local as local_name
from dragoman.model import Origin, Problem
from dragoman.ports import ReadOptions, Row, SourceFile, Table

GOOGLE = "http://base.google.com/ns/1.0"
ATOM = "http://www.w3.org/2005/Atom"
_PREFIXES = {GOOGLE: "g", ATOM: "", "http://base.google.com/cns/1.0": "c"}
_CHUNK = 32_768


class GoogleMerchantReader:
    """Items of a product feed; satisfies `ports.FormatReader`."""

    name = "google-merchant"
    suffixes = (".xml", ".rss", ".atom")

    def __init__(self, limits: ReadLimits = DEFAULT_LIMITS) -> None:
        self._limits = limits

    def sniff(self, head: bytes, /, *, name: str) -> float:
        """XML whose root is rss or an Atom feed; less for other XML, so that the error comes from here."""
        if head.startswith(PACKED):
            return 0.0
        start = text_start(head)
        if not start.startswith("<"):
            return 0.0
        lowered = start[:8_000].lower()
        if "<rss" in lowered or GOOGLE in start[:8_000] or ("<feed" in lowered and ATOM in start[:8_000]):
            return 0.95
        if "<!doctype html" in lowered or "<html" in lowered:
            return 0.0
        return 0.3 if lowered.startswith("<?xml") or name.lower().endswith(self.suffixes) else 0.0

    @rows_hold_the_file
    def read(self, source: SourceFile, options: ReadOptions, /) -> Iterator[Table]:  # noqa: ARG002 - XML says its own encoding
        """One table, its columns known item by item; the feed's own title and link are notes.

        Raises FileUnreadable, FileTooLarge.
        """
        with opened(source) as stream:
            feed = _Feed(source, stream, self._limits)
            feed.start()
            yield Table(
                source=source,
                columns=(),
                rows=feed.rows(),
                detected={"feed": feed.kind, "encoding": _declared_encoding(head(source))},
                notes=tuple(feed.notes),
            )


class _Watched:
    """The bytes of a feed; refuses an item that goes on beyond the limit."""

    def __init__(self, source: SourceFile, stream: BinaryIO, limit: int) -> None:
        self._source = source
        self._stream = stream
        self._limit = limit
        self.since_item = 0

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(min(size, _CHUNK) if size > 0 else _CHUNK)
        self.since_item += len(data)
        if self.since_item > self._limit:
            raise FileTooLarge(
                f"{self._source.name}: expected feed items of at most {self._limit:,} bytes, got a longer one; "
                "check the file for an item that is never closed"
            )
        return data


@dataclass(slots=True, kw_only=True)
class _Item:
    """An item's element and its place among its like."""

    element: etree._Element
    number: int
    path: str


@dataclass(slots=True, kw_only=True)
class _Names:
    """Counts elements of one name among siblings, for XPath positions."""

    counts: dict[str, int] = field(default_factory=dict)

    def step(self, element: etree._Element) -> str:
        name = _qualified(element)
        self.counts[name] = self.counts.get(name, 0) + 1
        return name if self.counts[name] == 1 else f"{name}[{self.counts[name]}]"


class _Feed:
    """A feed being parsed, from its root to its last item."""

    def __init__(self, source: SourceFile, stream: BinaryIO, limits: ReadLimits) -> None:
        self._source = source
        self._limits = limits
        self._watched = _Watched(source, stream, limits.max_row_chars * 2)
        self._items = self._parse()
        self._ahead: _Item | None = None
        self.kind = ""
        self.notes: list[tuple[str, Origin]] = []

    def start(self) -> None:
        """Read up to the first item."""
        self._ahead = next(self._items, None)

    def rows(self) -> Iterator[Row | Problem]:
        item = self._ahead
        while item is not None:
            yield self._row(item)
            self._forget(item.element)
            self._watched.since_item = 0
            item = next(self._items, None)

    def _parse(self) -> Iterator[_Item]:
        """The items; raises ours for whatever is wrong with the XML."""
        events = etree.iterparse(
            self._watched,
            events=("start", "end"),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            dtd_validation=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            yield from self._find_items(events)
        except etree.XMLSyntaxError as error:
            raise FileUnreadable(
                f"{self._source.name}: expected well-formed XML, got {error.msg!r}; "
                f"{advice_for(error.msg or '')}"
            ) from error

    def _find_items(self, events: etree.iterparse) -> Iterator[_Item]:
        depth = count = inside = 0
        names = _Names()
        for event, element in events:
            if event == "start":
                depth += 1
                if depth == 1:
                    self._check_root(element)
                inside += 1
                self._check_size(depth, inside)
                continue
            depth -= 1
            tag = local_name(element)
            if depth == self._item_depth() and tag == self._item_name():
                count += 1
                inside = 0
                yield _Item(
                    element=element, number=count, path=f"{self._container()}/{self._item_name()}[{count}]"
                )
            elif depth == self._item_depth():
                self._note(element, names)
                inside = 0

    def _check_root(self, root: etree._Element) -> None:
        docinfo = root.getroottree().docinfo
        declared = str(getattr(docinfo, "doctype", ""))  # the type stubs lack it
        if declared:
            raise FileUnreadable(
                f"{self._source.name}: expected a feed without a document type, got {declared!r}; "
                "such declarations can hide attacks and no feed needs them: delete the <!DOCTYPE ...> part"
            )
        name = local_name(root)
        if name == "rss":
            self.kind = "RSS"
        elif name == "feed":
            self.kind = "Atom"
        else:
            raise FileUnreadable(
                f"{self._source.name}: expected a Google Merchant feed (RSS or Atom), got XML that begins with "
                f"<{name}>; ask the supplier for such a feed, or for CSV, XLSX or JSON"
            )

    def _check_size(self, depth: int, inside: int) -> None:
        if depth > self._limits.max_depth or inside > self._limits.max_columns:
            raise FileUnreadable(
                f"{self._source.name}: expected items of at most {self._limits.max_columns:,} elements, "
                f"{self._limits.max_depth} deep, got more; ask the supplier for a plain product feed"
            )

    def _item_depth(self) -> int:
        return 2 if self.kind == "RSS" else 1

    def _item_name(self) -> str:
        return "item" if self.kind == "RSS" else "entry"

    def _container(self) -> str:
        return "/rss/channel" if self.kind == "RSS" else "/feed"

    def _note(self, element: etree._Element, names: _Names) -> None:
        text = " ".join("".join(map(str, element.itertext())).split()) or str(element.get("href") or "")
        path = f"{self._container()}/{names.step(element)}"
        if text and len(self.notes) < 100:
            note = f"{local_name(element)}: {text[:2000]}"
            self.notes.append((note, item_origin(self._source, path=path)))
        self._forget(element)
        self._watched.since_item = 0

    @staticmethod
    def _forget(element: etree._Element) -> None:
        """Free an element that has been read, and those before it."""
        element.clear()
        parent = element.getparent()
        while parent is not None and element.getprevious() is not None:
            del parent[0]

    def _row(self, item: _Item) -> Row | Problem:
        flat = Flat()
        for child, key, path in _leaves(item.element):
            flat.put(key, path, child)
        if not flat.values:
            return row_problem(
                item_origin(self._source, path=item.path),
                kind="unreadable_row",
                value="",
                expected="an item with elements",
                advice="remove the empty item from the feed",
            )
        _with_sale(flat)
        return ItemRow(
            source=self._source,
            number=item.number,
            values=flat.values,
            paths=flat.paths,
            path=item.path,
            line=None,
        )


def _with_sale(flat: Flat) -> None:
    """The sale price as the price while the sale holds, and the other as the old price; else the sale's is set aside."""
    if "sale_price" not in flat.values or "price" not in flat.values:
        return
    starts, _, ends = str(flat.values.get("sale_price_effective_date", "")).partition("/")
    renamed = (
        {"sale_price": "price", "price": "old_price"}
        if sale_holds(starts, ends)[0]
        else {"sale_price": "sale, not in force"}
    )
    flat.values = {renamed.get(key, key): value for key, value in flat.values.items()}
    flat.paths = {renamed.get(key, key): path for key, path in flat.paths.items()}


def _declared_encoding(start: bytes) -> str:
    """What the XML says of its encoding, for showing; the parser finds out by itself."""
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    found = re.match(rb"[^>]{0,100}encoding\s*=\s*[\"']([\w.-]+)", start)
    return found.group(1).decode("ascii", "replace").lower() if found else "utf-8"


def _qualified(element: etree._Element) -> str:
    """The name as an XPath step with the usual prefix."""
    namespace, brace, written = element.tag.rpartition("}")
    prefix = _PREFIXES.get(namespace[1:], element.prefix or "") if brace else ""
    return f"{prefix}:{written}" if prefix else written


def _leaves(item: etree._Element) -> Iterator[tuple[str, str, str]]:
    """(text, key, XPath within the item) of an item's values.

    Keys are local names: "price", "shipping.country"; repeated elements are numbered "image_link (2)". Where
    RSS's own <title> stands beside <g:title>, the latter is "g:title".
    """
    plain = {str(child.tag) for child in item if "{" not in child.tag}
    yield from _inside(item, "", "", plain)


def _inside(parent: etree._Element, key: str, path: str, plain: set[str]) -> Iterator[tuple[str, str, str]]:
    names = _Names()
    taken: set[str] = set()
    for child in parent:
        step = names.step(child)
        local = local_name(child)
        name = unique(_qualified(child) if not key and "{" in child.tag and local in plain else local, taken)
        taken.add(name)
        inner_key, inner_path = f"{key}.{name}" if key else name, f"{path}/{step}"
        text = (child.text or "").strip()
        if text:
            yield text, inner_key, inner_path
        for attribute, value in child.attrib.items():
            bare = str(attribute).rpartition("}")[2].rpartition(":")[2]
            alone = not text and len(child) == 0 and bare == "href"
            yield str(value), inner_key if alone else f"{inner_key}@{bare}", f"{inner_path}/@{bare}"
        yield from _inside(child, inner_key, inner_path, plain)
