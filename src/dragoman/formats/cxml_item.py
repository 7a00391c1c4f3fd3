"""An item of a cXML index or of a filled basket as a row: the standard's own names for columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from dragoman.formats.xml_cells import (
    ItemCells,
    child,
    children,
    day,
    descend,
    is_picture,
    language_at,
    number,
    text_in,
)
from dragoman.formats.xml_stream import Element, Part, is_element, local
from dragoman.model import Language
from dragoman.ports import SourceFile
from dragoman.vocabulary.field_names import Field

FIELDS: Mapping[str, Field] = {
    "SupplierPartID": "external_id",
    "ShortName": "title",
    "Description": "description",
    "UnitPrice.Money": "price",
    "UnitPrice.currency": "currency",
    "PriceBasisQuantity": "price_basis",
    "UnitOfMeasure": "price_basis",
    "ManufacturerPartID": "mpn",
    "ManufacturerName": "brand",
    "Classification": "category",
    "LeadTime": "lead_time",
    "ExpirationDate": "valid_until",
    "EANID": "gtin",
    "unitNetWeight": "weight",
    "MinimumQuantity": "moq",
    "CountryOfOrigin": "made_in",
    "picture": "image",
    "URL": "url",
}
"""What cXML says that columns are; `MinimumQuantity`, `CountryOfOrigin` and pictures come as Extrinsic by custom."""

_EXTRINSICS: Mapping[str, str] = {
    "ean": "EANID",
    "ean13": "EANID",
    "gtin": "EANID",
    "upc": "EANID",
    "moq": "MinimumQuantity",
    "minimumorderquantity": "MinimumQuantity",
    "minimumquantity": "MinimumQuantity",
    "minorderquantity": "MinimumQuantity",
    "countryoforigin": "CountryOfOrigin",
}
_PICTURE = re.compile(r"(?:item|product|large|small)?(?:image|picture|photo|thumbnail)(?:ur[li]|link)?\d*")
_LONGEST_TITLE = 300


def main_language(item: Element, usual: Language, /) -> Language:
    """Of the whole document, else of the item's first description."""
    if usual:
        return usual
    detail = child(item, "ItemDetail", "PunchoutDetail")
    first = child(detail, "Description")
    return (language_at(first) if first is not None else None) or ""


def item_cells(source: SourceFile, part: Part, language: Language, /) -> ItemCells:
    """The cells of an IndexItemAdd, an IndexItemPunchout or an ItemIn."""
    cells = ItemCells(source, part, FIELDS)
    item = part.element
    detail = child(item, "ItemDetail", "PunchoutDetail")
    _put_ids(cells, child(item, "ItemID"))
    _put_descriptions(cells, detail, language)
    _put_price(cells, detail)
    for name in ("ManufacturerPartID", "ManufacturerName"):
        made = child(detail, name)
        if made is not None:
            cells.put(name, made)
    _put_classes(cells, detail)
    _put_index_detail(cells, child(item, "IndexItemDetail"), detail)
    _put_measures(cells, detail)
    _put_extrinsics(cells)
    for address in children(detail, "URL"):
        _put_address(cells, address, "URL")
    for name in ("quantity", "lineNumber"):
        if item.get(name):
            cells.put(name, item, attribute=name)
    cells.put_rest(language)
    return cells


def _put_ids(cells: ItemCells, ids: Element | None) -> None:
    """The supplier's number; with its auxiliary part, where one number alone is not unique."""
    for one in children(ids, "SupplierPartID", "SupplierPartAuxiliaryID"):
        cells.put(local(one), one)


def _put_descriptions(cells: ItemCells, detail: Element | None, language: Language) -> None:
    """Title and description in the main language, others with their language behind the name."""
    found = [one for one in children(detail, "Description") if text_in(one)]
    main = next((one for one in found if language_at(one) in {None, language}), found[0] if found else None)
    for one in [main, *(one for one in found if one is not main)] if main is not None else []:
        mark = f" ({said})" if one is not main and (said := language_at(one)) else ""
        short = child(one, "ShortName")
        long = _without(one, short)
        title = text_in(short) or long[:_LONGEST_TITLE]
        cells.put(f"ShortName{mark}", short if short is not None and text_in(short) else one, title)
        if long and long != title:
            cells.put(f"Description{mark}", one, long)
        cells.use(one)


def _without(element: Element, short: Element | None) -> str:
    """The text of a description besides its short name, white space of the layout tidied."""
    if short is None:
        return " ".join(text_in(element).split())
    parts = [element.text or ""]
    for one in element:
        parts += [text_in(one) if one is not short and is_element(one) else "", one.tail or ""]
    return " ".join(" ".join(parts).split())


def _put_price(cells: ItemCells, detail: Element | None) -> None:
    """The price and what it is for: a number of units, else one."""
    money = descend(detail, "UnitPrice", "Money")
    if money is not None:
        cells.put_number("UnitPrice.Money", money)
        cells.put("UnitPrice.currency", money, attribute="currency")
    ordered = child(detail, "UnitOfMeasure")
    unit = text_in(ordered)
    basis = child(detail, "PriceBasisQuantity")
    if basis is not None and basis.get("quantity"):
        base_unit = text_in(child(basis, "UnitOfMeasure")) or unit
        value = number(str(basis.get("quantity")))
        cells.put("PriceBasisQuantity", basis, value, unit=base_unit, attribute="quantity")
        if number(str(basis.get("conversionFactor") or "1")) != Decimal(1):
            cells.put("conversionFactor", basis, attribute="conversionFactor")
        cells.use(basis)
    if ordered is not None:
        cells.put("UnitOfMeasure", ordered, unit=unit)


def _put_classes(cells: ItemCells, detail: Element | None) -> None:
    """Each class under its system; the first with its system's name is the category."""
    for index, one in enumerate(children(detail, "Classification")):
        system = str(one.get("domain") or "").strip()
        code = text_in(one)
        if index == 0 and code:
            cells.put("Classification", one, f"{system} {code}".strip())
        cells.put_property(system or "class", one)


def _put_index_detail(cells: ItemCells, index: Element | None, detail: Element | None) -> None:
    """Lead time in days, and until when the item is offered."""
    wait = child(index, "LeadTime")
    wait = wait if wait is not None else child(detail, "LeadTime")
    if wait is not None:
        cells.put("LeadTime", wait, unit="DAY" if number(text_in(wait)) is not None else "")
    for name in ("EffectiveDate", "ExpirationDate"):
        moment = child(index, name)
        if moment is not None:
            cells.put(name, moment, day(text_in(moment)))


def _put_measures(cells: ItemCells, detail: Element | None) -> None:
    """Dimensions with their units, the retailers' number and characteristics."""
    for one in children(detail, "Dimension"):
        unit = text_in(child(one, "UnitOfMeasure"))
        value = number(str(one.get("quantity") or ""))
        cells.put(str(one.get("type") or "Dimension"), one, value, unit=unit, attribute="quantity")
        cells.use(one)
    retail = descend(detail, "ItemDetailIndustry", "ItemDetailRetail")
    for one in children(retail, "EANID"):
        cells.put("EANID", one)
    for one in children(retail, "Characteristic"):
        cells.put_property(str(one.get("domain") or "Characteristic"), one, attribute="value")


def _put_extrinsics(cells: ItemCells) -> None:
    """What is agreed beyond the standard, under its own name; pictures and numbers by their usual names."""
    for one in _extrinsics(cells.part.element):
        name = str(one.get("name") or "Extrinsic").strip()
        plain = re.sub(r"[\W_]", "", name).lower()
        if _PICTURE.fullmatch(plain):
            _put_address(cells, one, name)
        else:
            known = _EXTRINSICS.get(plain)
            typed = number(text_in(one)) if known == "MinimumQuantity" else None
            unit = str(cells.values.get("UnitOfMeasure") or "") if typed is not None else ""
            if known is not None:
                cells.put(known, one, typed, unit=unit)
            else:
                cells.put_property(name, one)


def _extrinsics(item: Element) -> Iterator[Element]:
    return (one for one in item.iter() if is_element(one) and local(one) == "Extrinsic" and text_in(one))


def _put_address(cells: ItemCells, element: Element, name: str) -> None:
    """A picture where its address or its name says so, else a page."""
    address = text_in(element)
    web = address.lower().startswith(("http://", "https://"))
    if web and (is_picture(address) or name != "URL"):
        cells.put_next("picture", element)
    else:
        cells.put(name, element) if name == "URL" else cells.put_property(name, element)
