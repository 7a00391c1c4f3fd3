"""The groups of a BMEcat catalogue: the supplier's own tree, classes of standard systems, and who is in which."""

from __future__ import annotations

from dataclasses import dataclass, field

from dragoman.formats.xml_cells import child, children, language_at, text_in
from dragoman.formats.xml_stream import Element, Part
from dragoman.model import Language

MOST_GROUPS = 200_000
MOST_LINKS = 1_000_000
"""Products whose group is held in memory, about 150 bytes each; of further ones it is left out, and a note says so."""
_DEEPEST = 30
LINK_NAMES = frozenset({"ARTICLE_TO_CATALOGGROUP_MAP", "PRODUCT_TO_CATALOGGROUP_MAP"})
GROUP_NAMES = frozenset({"CATALOG_STRUCTURE", "CLASSIFICATION_GROUP"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Group:
    name: str
    parent: str
    path: str
    root: bool = False
    """Whether it is the catalogue itself, whose name says nothing of a product."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A group with those above it."""

    text: str
    """ "Tools > Pliers"."""
    path: str
    """XPath of the group."""


@dataclass(slots=True, kw_only=True)
class Groups:
    """Groups by system and id, and the supplier's groups by product."""

    _groups: dict[tuple[str, str], _Group] = field(default_factory=dict)
    _links: dict[str, tuple[str, ...]] = field(default_factory=dict)
    full: bool = False
    """Whether groups or products beyond the limit were left out."""

    @property
    def has_tree(self) -> bool:
        """Whether the supplier has groups of its own, which products are put in at the end of the file."""
        return any(system == "" for system, _ in self._groups)

    def add(self, part: Part, system: str, language: Language, /) -> None:
        """Keep a group. `system` is "" for the supplier's own tree."""
        own = part.name == "CATALOG_STRUCTURE"
        stem = "" if own else "CLASSIFICATION_GROUP_"
        key = text_in(child(part.element, "GROUP_ID" if own else f"{stem}ID"))
        name = _name(part.element, "GROUP_NAME" if own else f"{stem}NAME", language)
        parent = text_in(child(part.element, "PARENT_ID" if own else f"{stem}PARENT_ID"))
        if not key or not name:
            return
        if len(self._groups) >= MOST_GROUPS:
            self.full = True
            return
        is_root = own and part.element.get("type") == "root"
        group = _Group(name=name[:300], parent=parent, path=part.path, root=is_root)
        self._groups[("" if own else system, key)] = group

    def link(self, part: Part, /) -> None:
        """Keep that a product is in a group of the supplier."""
        product = text_in(child(part.element, "ART_ID", "PROD_ID"))
        group = text_in(child(part.element, "CATALOG_GROUP_ID"))
        if product and ("", group) in self._groups:
            if product not in self._links and len(self._links) >= MOST_LINKS:
                self.full = True
                return
            self._links[product] = (*self._links.get(product, ()), group)[:20]

    def of_product(self, product: str, /) -> list[Category]:
        """The supplier's groups that a product is in."""
        found = (self.of_class("", group) for group in self._links.get(product, ()))
        return [one for one in found if one is not None]

    def of_class(self, system: str, key: str, /) -> Category | None:
        """A class of a system that the file itself lists."""
        names: list[str] = []
        at = self._groups.get((system, key))
        path = at.path if at is not None else ""
        seen: set[str] = set()
        while at is not None and key not in seen and len(names) < _DEEPEST:
            if not at.root or not names:
                names.append(at.name)
            seen.add(key)
            key = at.parent
            at = self._groups.get((system, key))
        return Category(text=" > ".join(reversed(names)), path=path) if names else None


def _name(element: Element, name: str, language: Language) -> str:
    found = list(children(element, name))
    best = next((one for one in found if language_at(one) in {None, language}), found[0] if found else None)
    return text_in(best)
