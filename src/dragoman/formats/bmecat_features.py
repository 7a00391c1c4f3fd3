"""Features of a BMEcat product: a name, one value or several, a unit; each language kept."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from dragoman.formats.xml_cells import ItemCells, child, children, language_at, number, text_in
from dragoman.formats.xml_stream import Element, local
from dragoman.model import Language

BLOCKS = ("ARTICLE_FEATURES", "PRODUCT_FEATURES")
_CODE = re.compile(r"EV\d{6}|0173-1[#-].*")
"""A value that is a code of ETIM or ECLASS; what it means stands in FVALUE_DETAILS."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Feature:
    element: Element
    names: tuple[tuple[Language | None, str], ...]
    """In the order written; a language where one is said."""
    key: str
    parent: str
    """Id of the feature it is a part of."""

    def name(self, language: Language) -> str:
        return next((text for said, text in self.names if said in {None, language}), self.names[0][1])


def put_features(cells: ItemCells, main: Language, /) -> None:
    """Put the features of a product."""
    found = [one for block in children(cells.part.element, *BLOCKS) for one in _features(block)]
    by_id = {one.key: one for one in found if one.key}
    parents = {one.parent for one in found}
    often = Counter(one.name(main) for one in found)
    for feature in found:
        heading = feature.key in parents and child(feature.element, "FVALUE") is None
        if not heading:
            above = by_id.get(feature.parent)
            stem = f"{above.name(main)} / " if above is not None and often[feature.name(main)] > 1 else ""
            _put(cells, feature, main, stem)
        _put_remark(cells, feature, main)
        cells.use(feature.element)


def _features(block: Element) -> Iterator[_Feature]:
    """Those of a block and of groups within it."""
    for element in block.iter():
        if local(element) != "FEATURE":
            continue
        named = list(children(element, "FNAME")) or list(children(child(element, "FTEMPLATE"), "FT_NAME"))
        named = named or list(children(element, "FT_IDREF", "FID"))
        names = tuple((language_at(one), text) for one in named if (text := text_in(one)))
        if names:
            key, parent = text_in(child(element, "FID")), text_in(child(element, "FPARENT_ID"))
            yield _Feature(element=element, names=names, key=key, parent=parent)


def _put(cells: ItemCells, feature: _Feature, main: Language, stem: str) -> None:
    """Each value under the name in its own language; one without a language under the names of all."""
    unit = text_in(child(feature.element, "FUNIT")) or text_in(
        child(child(feature.element, "FTEMPLATE"), "FT_UNIT")
    )
    single = len({said for said, _ in feature.names}) == 1
    for value in _values(feature.element):
        said = language_at(value)
        text = text_in(value)
        typed = number(text) if unit else None
        if said is not None or single:
            name = feature.name(said or main)
            known = any(one == said for one, _ in feature.names)
            mark = f" ({said})" if said is not None and said != main and not known else ""
            cells.put_property(f"{stem}{name}{mark}", value, typed, unit=unit)
            continue
        for name in dict.fromkeys(name for _, name in feature.names):
            cells.put_property(f"{stem}{name}", value, typed, unit=unit)


def _values(feature: Element) -> list[Element]:
    """The values; their words where they are codes, or where there are only words."""
    values = [one for one in feature.iter() if local(one) == "FVALUE" and text_in(one)]
    details = [one for one in children(feature, "FVALUE_DETAILS") if text_in(one)]
    if details and (not values or all(_CODE.fullmatch(text_in(one)) for one in values)):
        return details
    return values or [one for one in children(feature, "VALUE_IDREF") if text_in(one)]


def _put_remark(cells: ItemCells, feature: _Feature, main: Language) -> None:
    """What the supplier explains of a feature."""
    for element in children(feature.element, "FDESCR"):
        cells.put(f"{feature.name(main)} (FDESCR)", element)
