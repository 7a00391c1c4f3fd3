"""XML of B2B standards as a stream of parts (a header, a product), each with its XPath and freed once it is used.

No network, no DTD is fetched, no entity is expanded: a DOCTYPE that points elsewhere is passed over, one that declares
entities is refused. What no reader asked for is freed as soon as it has been read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import BinaryIO

from lxml import etree

from dragoman.errors import FileTooLarge, FileUnreadable
from dragoman.formats.limits import ReadLimits
from dragoman.formats.signs import PACKED, text_start
from dragoman.formats.text import head
from dragoman.ports import SourceFile

Element = etree._Element
_CHUNK = 32_768
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_PROLOG = re.compile(r"(?:\s|<\?.*?\?>|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>)*", re.DOTALL)
_ROOT = re.compile(r"<(?:[\w.-]+:)?([\w.-]+)([^>]*)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a reader asks a stream for; all are local names."""

    items: frozenset[str]
    """Elements that are rows; their XPaths always carry a position."""
    others: frozenset[str]
    """Elements that say something about rows: the header, groups."""
    prefixes: Mapping[str, str] = field(default_factory=dict)
    """Namespace -> prefix in XPaths; elements of any other are named without one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """An element that was asked for, whole. Valid until the next one is taken."""

    element: Element
    name: str
    path: str
    """XPath in the file."""
    within: tuple[str, ...]
    """Local names of the elements around it, from the root on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Root:
    """The outermost element, as the first bytes show it or as it was parsed."""

    name: str
    attributes: str
    """As written, namespaces included."""


def root_of(start: bytes, /) -> Root | None:
    """The root of an XML file by its first bytes; None for what is not XML."""
    if start.startswith(PACKED):
        return None
    text = _COMMENT.sub("", text_start(start[:16_000]))
    if not text.startswith("<"):
        return None
    prolog = _PROLOG.match(text)
    found = _ROOT.match(text, prolog.end() if prolog is not None else 0)
    return Root(name=found[1], attributes=found[2]) if found is not None else None


def declared_encoding(start: bytes, /) -> str:
    """What the XML says of its encoding, for showing; the parser finds out by itself."""
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    found = re.match(rb"[^>]{0,100}encoding\s*=\s*[\"']([\w.-]+)", start)
    return found.group(1).decode("ascii", "replace").lower() if found else "utf-8"


def local(element: Element, /) -> str:
    """The name without its namespace, and without a prefix that the file never declares."""
    tag = element.tag
    return _local(tag) if isinstance(tag, str) else ""


@lru_cache(maxsize=4_096)
def _local(tag: str) -> str:
    return tag.rpartition("}")[2].rpartition(":")[2]


def is_element(node: Element, /) -> bool:
    """Whether a node is an element, and not an entity that is left unexpanded."""
    return isinstance(node.tag, str)


class _Watched:
    """The bytes of a file; refuses a part that goes on beyond the limit."""

    def __init__(self, source: SourceFile, stream: BinaryIO, limit: int) -> None:
        self._source = source
        self._stream = stream
        self._limit = limit
        self.since = 0
        """Bytes read since something was last freed."""

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(min(size, _CHUNK) if size > 0 else _CHUNK)
        self.since += len(data)
        if self.since > self._limit:
            raise FileTooLarge(
                f"{self._source.name}: expected products of at most {self._limit:,} bytes, got a longer one; "
                "check the file for an element that is never closed"
            )
        return data


class XmlStream:
    """The parts of one XML file, in order."""

    def __init__(
        self,
        source: SourceFile,
        stream: BinaryIO,
        limits: ReadLimits,
        wanted: Wanted,
        *,
        encoding: str | None = None,
    ) -> None:
        """`encoding`: the user's word, where the file's own is wrong."""
        self._source = source
        self._limits = limits
        self._wanted = wanted
        self._names = wanted.items | wanted.others
        self._encoding = encoding
        self._watched = _Watched(source, stream, limits.max_row_chars * 2)
        self._steps: list[str] = []
        self._locals: list[str] = []
        self._counts: list[dict[str, int]] = [{}]

    def parts(self) -> Iterator[Part]:
        """The parts that were asked for. Raises FileUnreadable, FileTooLarge."""
        _refuse_entities_of(self._source)
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
            encoding=self._encoding,
        )
        try:
            yield from self._parts(events)
        except etree.XMLSyntaxError as error:
            raise FileUnreadable(self._broken(error.msg or "")) from error
        except LookupError as error:
            raise FileUnreadable(
                f"{self._source.name}: expected an encoding that is known, got {self._encoding!r}; "
                "leave --encoding out, or name another"
            ) from error

    def _broken(self, message: str) -> str:
        return f"{self._source.name}: expected well-formed XML, got {message!r}; {advice_for(message)}"

    def _parts(self, events: etree.iterparse) -> Iterator[Part]:
        depth = inside = 0
        part_depth = 0  # of the part being read; 0 outside of any
        for event, element in events:
            if event == "start":
                depth += 1
                inside += 1
                self._check_size(depth, inside if part_depth else 0)
                if part_depth:
                    continue
                if depth == 1:
                    self._refuse_entities(element)
                self._enter(element)
                if self._locals[-1] in self._names:
                    part_depth, inside = depth, 0
                continue
            if depth == part_depth:
                yield Part(
                    element=element,
                    name=self._locals[-1],
                    path="/" + "/".join(self._steps),
                    within=tuple(self._locals[:-1]),
                )
                part_depth = 0
            if not part_depth:
                self._leave(element)
            depth -= 1

    def _enter(self, element: Element) -> None:
        name = local(element)
        step = self._qualified(element, name)
        counts = self._counts[-1]
        counts[step] = number = counts.get(step, 0) + 1
        self._steps.append(step if number == 1 and name not in self._wanted.items else f"{step}[{number}]")
        self._locals.append(name)
        self._counts.append({})

    def _leave(self, element: Element) -> None:
        """Free an element that has been read, and those before it."""
        self._steps.pop()
        self._locals.pop()
        self._counts.pop()
        element.clear()
        parent = element.getparent()
        while parent is not None and element.getprevious() is not None:
            del parent[0]
        self._watched.since = 0

    def _qualified(self, element: Element, name: str) -> str:
        return qualified(element, name, self._wanted.prefixes)

    def _refuse_entities(self, root: Element) -> None:
        """What the scan of the first bytes has not seen: a DOCTYPE behind long comments."""
        declared = root.getroottree().docinfo.internalDTD
        if declared is not None and any(True for _ in declared.iterentities()):  # type: ignore[attr-defined] # stubs
            raise FileUnreadable(_entities(self._source))

    def _check_size(self, depth: int, inside: int) -> None:
        if depth > self._limits.max_depth or inside > self._limits.max_columns:
            raise FileUnreadable(
                f"{self._source.name}: expected products of at most {self._limits.max_columns:,} elements, "
                f"{self._limits.max_depth} deep, got more; ask the supplier for a plain catalogue"
            )


def advice_for(message: str, /) -> str:
    """What to do about an error of the parser."""
    if "encoding" in message.lower() or "not proper" in message:
        return "the file says another encoding than it has: read it with --encoding cp1252, or ask the supplier for UTF-8"
    if message.startswith("Namespace prefix"):
        return (
            "declare the prefix in the outermost element (xmlns:...), or ask the supplier to export it anew"
        )
    return "the file may be cut off or broken: ask the supplier to export it anew"


def qualified(element: Element, name: str, prefixes: Mapping[str, str], /) -> str:
    """The name as an XPath step, with the usual prefix of its namespace."""
    if not prefixes:
        return name
    namespace, brace, written = element.tag.rpartition("}")
    if not brace and ":" in written:
        return written  # a prefix that the file never declares
    prefix = prefixes.get(namespace[1:], "")
    return f"{prefix}:{name}" if prefix else name


def _refuse_entities_of(source: SourceFile) -> None:
    """Before anything is parsed: entities in the root's attributes would be expanded by the parser."""
    text = _COMMENT.sub("", text_start(head(source)))
    doctype = text.find("<!DOCTYPE")
    if doctype >= 0 and re.search(r"<!ENTITY\b", text[doctype:]) is not None:
        raise FileUnreadable(_entities(source))


def _entities(source: SourceFile) -> str:
    return (
        f"{source.name}: expected a catalogue without entity declarations, got a document type that declares some; "
        "they can hide attacks and no catalogue needs them: delete the [ ... ] part of <!DOCTYPE ...>"
    )
