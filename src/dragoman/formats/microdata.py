"""Microdata and RDFa in a page as schema.org things, each value with its XPath.

Both mark the elements that a page shows: one by itemscope, itemtype and itemprop, the other by typeof and property.

Sources: html.spec.whatwg.org, "Microdata"; w3.org, "RDFa Lite 1.1".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from dragoman.formats.flatten import BeyondLimit
from dragoman.formats.gathered import Place
from dragoman.formats.schema_org import Leaf, Node, local

_FEW_STEPS = 100_000
_STEPS_AN_ELEMENT = 4
"""References (itemref) may lead to an element several times, but not to all of a page from each of its things."""
_ADDRESSES = {
    **dict.fromkeys(("a", "area", "link"), "href"),
    **dict.fromkeys(("audio", "embed", "iframe", "img", "source", "track", "video"), "src"),
    "object": "data",
    "data": "value",
    "meter": "value",
    "time": "datetime",
}
"""Element -> the attribute that is its value."""
_UNSHOWN = frozenset({"script", "style", "template", "noscript"})
_BLOCKS = frozenset({"p", "div", "li", "ul", "ol", "br", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "section"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Syntax:
    """How things and their properties are marked."""

    name: str
    scope: str
    """Attribute that makes an element a thing."""
    types: str
    property: str


MICRODATA = Syntax(name="microdata", scope="itemscope", types="itemtype", property="itemprop")
RDFA = Syntax(name="RDFa", scope="typeof", types="typeof", property="property")


def things(root: etree._Element, syntax: Syntax, place: Callable[[etree._Element], Place], /) -> list[Node]:
    """The things of a page that are no property of another thing. Raises BeyondLimit."""
    most = max(_FEW_STEPS, _STEPS_AN_ELEMENT * sum(1 for _ in root.iter()))
    reading = _Page(root=root, syntax=syntax, place=place, most=most)
    return [reading.thing(one) for one in root.iter() if reading.is_top(one)]


@dataclass(slots=True, kw_only=True)
class _Page:
    root: etree._Element
    syntax: Syntax
    place: Callable[[etree._Element], Place]
    most: int
    steps: int = 0
    by_id: dict[str, etree._Element] | None = None
    open: set[etree._Element] = field(default_factory=set)
    """Things being read: an itemref that leads back into one is not followed."""

    def is_top(self, element: etree._Element) -> bool:
        return element.get(self.syntax.scope) is not None and element.get(self.syntax.property) is None

    def thing(self, element: etree._Element) -> Node:
        types = frozenset(local(one) for one in (element.get(self.syntax.types) or "").split())
        identity = element.get("itemid") or element.get("resource") or ""
        node = Node(types=types, place=self.place(element), identity=identity.strip())
        self.open.add(element)
        for start in (element, *self._referred(element)):
            for child in self._properties(start, itself=start is not element):
                self._put(node, child)
        self.open.discard(element)
        return node

    def _referred(self, element: etree._Element) -> list[etree._Element]:
        wanted = (element.get("itemref") or "").split()
        if not wanted:
            return []
        if self.by_id is None:
            self.by_id = {}
            for one in self.root.iter():
                if identity := one.get("id"):
                    self.by_id.setdefault(identity, one)
        return [self.by_id[one] for one in dict.fromkeys(wanted) if one in self.by_id]

    def _properties(self, start: etree._Element, *, itself: bool) -> Iterator[etree._Element]:
        """Elements with a property that belong to the thing, those within inner things left out."""
        stack = [start] if itself else list(reversed(start))
        while stack:
            element = stack.pop()
            self.steps += 1
            if self.steps > self.most:
                raise BeyondLimit("whose things refer to few of its elements")
            if element.get(self.syntax.property) is not None:
                yield element
            if element.get(self.syntax.scope) is None:
                stack.extend(reversed(element))

    def _put(self, node: Node, element: etree._Element) -> None:
        names = [local(name) for name in (element.get(self.syntax.property) or "").split()]
        if element.get(self.syntax.scope) is not None:
            if element in self.open:
                return
            inner = self.thing(element)
            for name in names:
                node.properties.setdefault(name, []).append(inner)
            return
        leaf = Leaf(self._value(element), self.place(element))
        for name in names:
            node.properties.setdefault(name, []).append(leaf)

    def _value(self, element: etree._Element) -> str:
        content = element.get("content")
        if content is not None:
            return content.strip()
        attribute = _ADDRESSES.get(element.tag)
        given = element.get(attribute) if attribute is not None else None
        if given is not None and (given.strip() or attribute in ("href", "src")):
            return given.strip()
        if element.get("resource") is not None and self.syntax is RDFA:
            return (element.get("resource") or "").strip()
        text = shown_text(element)
        self.steps += len(text) // 100
        return text


def shown_text(element: etree._Element, /, *, leave: frozenset[str] = frozenset()) -> str:
    """The text of an element as a page shows it: no script's, blocks on lines of their own.

    Args:
        leave: More elements to leave out.
    """
    unshown = _UNSHOWN | leave
    parts: list[str] = []
    hidden = 0
    for event, one in etree.iterwalk(element, events=("start", "end", "comment", "pi")):
        if event == "start":
            if one.tag in unshown:
                hidden += 1
            elif not hidden:
                parts.append("\n" if one.tag in _BLOCKS else "")
                parts.append(one.text or "")
            continue
        if event == "end" and one.tag in unshown:
            hidden -= 1
        if not hidden:
            parts.append("\n" if one.tag in _BLOCKS else "")
            parts.append((one.tail or "") if one is not element else "")
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)
