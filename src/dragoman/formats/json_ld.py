"""JSON-LD as schema.org things, each value with its JSON pointer.

No context is fetched and none is needed: a term is taken by its last part, since shops say schema.org's own words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from dragoman.formats.flatten import BeyondLimit
from dragoman.formats.gathered import Place
from dragoman.formats.json_spot import Spot
from dragoman.formats.schema_org import PRODUCTS, Leaf, Node, Value, local, products, rows
from dragoman.formats.shop_json import Made, Making

_DEEPEST = 32
_MOST = 200_000


def things(spot: Spot, place: Callable[[Spot], Place], /) -> list[Node]:
    """The things of a document: its object, its array's, or its graph's. Raises BeyondLimit."""
    reading = _Document(place)
    return [node for one in spot.each() for node in reading.values(one, 0) if isinstance(node, Node)]


class _Document:
    def __init__(self, place: Callable[[Spot], Place]) -> None:
        self._place = place
        self._known: dict[str, Node] = {}
        self._count = 0

    def values(self, spot: Spot, depth: int) -> list[Value]:
        self._count += 1
        if depth > _DEEPEST:
            raise BeyondLimit(f"nested at most {_DEEPEST} deep")
        if self._count > _MOST:
            raise BeyondLimit(f"with at most {_MOST:,} values")
        if isinstance(spot.value, list):
            return [value for one in spot.each() for value in self.values(one, depth + 1)]
        if not isinstance(spot.value, dict):
            return [Leaf(spot.plain, self._place(spot))] if spot.value is not None else []
        for wrapper in ("@value", "@list", "@set"):
            if wrapper in spot.value:
                return self.values(spot.at(wrapper), depth + 1)
        return [self._node(spot, depth)]

    def _node(self, spot: Spot, depth: int) -> Node:
        types = frozenset(local(one.text) for one in spot.at("@type").each() if one.text)
        node = Node(types=types, place=self._place(spot), identity=spot.at("@id").text, known=self._known)
        for name, child in spot.items():
            if name == "@graph" or not name.startswith("@"):
                node.properties.setdefault(local(name), []).extend(self.values(child, depth + 1))
        if node.identity and node.properties:
            self._known.setdefault(node.identity, node)
        return node


class JsonLd:
    """Products in a file of JSON-LD; satisfies `shop_json.Shape`. A whole document is read at once: its things refer to
    each other. Of an array, and of a file of lines, each member is a document."""

    name = "json-ld"
    standard = "schema.org"
    arrays: frozenset[str] = frozenset()
    singles: frozenset[str] = frozenset()
    shown: Mapping[str, str] = {}

    def likeness(self, product: Spot, envelope: frozenset[str], /) -> float:
        """An object with JSON-LD's keys, in which some thing is a product."""
        del envelope
        if product.keys.isdisjoint({"@type", "@graph", "@context"}):
            return 0.0
        return 0.96 if _holds_product(product) else 0.0

    def rows(self, product: Spot, making: Making, /) -> Iterator[Made]:
        """A row a product, a variant, or an offer of its own."""
        found = False
        for listed in products(things(product, making.place)):
            for place, gathering in rows(listed):
                found = True
                yield Spot(None, place.path or ""), gathering
        if not found:
            yield making.problem(
                Spot(", ".join(sorted(one.text for one in product.at("@type").each())), product.path),
                kind="unreadable_row",
                expected="a schema.org Product, or a list or graph that holds some",
                advice="nothing else in it is an offer; leave it out of the file, or ask the supplier for the products",
            )


def _holds_product(spot: Spot) -> bool:
    """Whether some thing within is a product, as far as the value goes."""
    stack = [(spot, 0)]
    count = 0
    while stack and count < 5_000:
        one, depth = stack.pop()
        count += 1
        if depth > _DEEPEST:
            continue
        if any(local(kind.text) in PRODUCTS for kind in one.at("@type").each()):
            return True
        inner = one.each() if isinstance(one.value, list) else [child for _, child in one.items()]
        stack.extend((child, depth + 1) for child in inner if isinstance(child.value, dict | list))
    return False
