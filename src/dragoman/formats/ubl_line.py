"""A line of a UBL catalogue as a row: the standard's own names for columns, item properties under theirs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
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
from dragoman.vocabulary.unit_codes import PACKING_UNITS, unit_of_code

PREFIXES: Mapping[str, str] = {
    "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2": "cac",
    "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2": "cbc",
}
FIELDS: Mapping[str, Field] = {
    "SellersItemIdentification": "external_id",
    "ID": "external_id",
    "Name": "title",
    "Description": "description",
    "BrandName": "brand",
    "ManufacturersItemIdentification": "mpn",
    "StandardItemIdentification": "gtin",
    "ItemClassificationCode": "category",
    "HS": "hs_code",
    "OriginCountry": "made_in",
    "Price[].PriceAmount": "price",
    "Price[].currencyID": "currency",
    "Price[].BaseQuantity": "price_basis",
    "Price[].MinimumQuantity": "tier_quantity",
    "OrderableUnit": "price_basis",
    "MinimumOrderQuantity": "moq",
    "ContentUnitQuantity": "pack",
    "PackSizeNumeric": "pack",
    "LeadTimeMeasure": "lead_time",
    "EndDate": "valid_until",
    "Certificate": "certificates",
    "net weight": "weight",
    "picture": "image",
}
"""What UBL 2 says that columns are; `ID` is the line's, where the seller's own number is missing."""

_GTIN_SCHEMES = frozenset({"0160", "GTIN", "EAN", "GS1", "0088", ""})
_SYSTEMS = {"TST": "UNSPSC", "STI": "CPV", "MP": "GPC"}
"""Code lists by UNCL 7143."""
_HARMONISED = "HS"
_DIMENSIONS = {
    "AAA": "net weight",
    "AAB": "gross weight",
    "LN": "length",
    "WD": "width",
    "HT": "height",
    "DP": "depth",
    "DI": "diameter",
    "ABJ": "volume",
}
"""Attributes by UNCL 6313."""
_RELATED = (
    "AccessoryRelatedItem",
    "ComponentRelatedItem",
    "RequiredRelatedItem",
    "ReplacementRelatedItem",
    "ComplementaryRelatedItem",
    "ReplacedRelatedItem",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Validity:
    """Until when the whole catalogue holds."""

    until: str = ""
    path: str = ""


def line_language(line: Element, /) -> Language:
    """Of the item's name, where it says one."""
    name = descend(line, "Item", "Name")
    first = name if name is not None and language_at(name) else descend(line, "Item", "Description")
    return (language_at(first) if first is not None else None) or ""


def line_cells(source: SourceFile, part: Part, language: Language, validity: Validity, /) -> ItemCells:
    """The cells of a CatalogueLine."""
    cells = ItemCells(source, part, FIELDS, PREFIXES)
    line = part.element
    item = child(line, "Item")
    _put_ids(cells, line, item)
    _put_texts(cells, item, language)
    unit = text_in(child(line, "OrderableUnit"))
    _put_order(cells, line, item, unit)
    _put_prices(cells, line, unit)
    _put_validity(cells, line, validity)
    _put_item(cells, item, unit)
    _put_documents(cells, item)
    for name in _RELATED:
        for one in children(line, name):
            other = child(one, "ID")
            if other is not None:
                cells.put(name, other)
    cells.put_rest(language)
    return cells


def _put_ids(cells: ItemCells, line: Element, item: Element | None) -> None:
    own = descend(item, "SellersItemIdentification", "ID")
    if own is not None:
        cells.put("SellersItemIdentification", own)
    number_of_line = child(line, "ID")
    if number_of_line is not None:
        cells.put("line" if own is not None else "ID", number_of_line)
    made = descend(item, "ManufacturersItemIdentification", "ID")
    if made is not None:
        cells.put("ManufacturersItemIdentification", made)
    for one in children(item, "StandardItemIdentification", "AdditionalItemIdentification"):
        key = child(one, "ID")
        if key is None:
            continue
        scheme = str(key.get("schemeID") or "").strip()
        standard = local(one) == "StandardItemIdentification" and scheme.upper() in _GTIN_SCHEMES
        if standard:
            cells.put("StandardItemIdentification", key)
        else:
            cells.put_property(scheme or local(one), key)


def _put_texts(cells: ItemCells, item: Element | None, language: Language) -> None:
    """Texts in the main language under the standard's name, in others with the language behind it."""
    for name in ("Name", "Description"):
        texts = [one for one in children(item, name) if text_in(one)]
        main = next(
            (one for one in texts if language_at(one) in {None, language}), texts[0] if texts else None
        )
        for one in [main, *(one for one in texts if one is not main)] if main is not None else []:
            said = language_at(one)
            cells.put(name if one is main or not said or said == language else f"{name} ({said})", one)
    if "Name" not in cells.values:
        first = next((one for one in children(item, "Description") if text_in(one)), None)
        if first is not None:
            cells.put("Name", first, text_in(first)[:300])


def _put_order(cells: ItemCells, line: Element, item: Element | None, unit: str) -> None:
    """What is ordered, the least of it and what one holds."""
    ordered = child(line, "OrderableUnit")
    if ordered is not None:
        cells.put("OrderableUnit", ordered, unit=unit)
    _put_measure(cells, "MinimumOrderQuantity", child(line, "MinimumOrderQuantity"), unit)
    _put_measure(cells, "MaximumOrderQuantity", child(line, "MaximumOrderQuantity"), unit)
    step = child(line, "OrderQuantityIncrementNumeric")
    cells.put_number("OrderQuantityIncrementNumeric", step, unit=unit)
    content = child(line, "ContentUnitQuantity")
    size = child(item, "PackSizeNumeric")
    packs = child(item, "PackQuantity")
    if content is not None:
        inner = str(content.get("unitCode") or "C62")
        if _is_packing(unit):
            cells.put_number("ContentUnitQuantity", content, unit=f"{inner}/{unit}")
        else:
            cells.put_number("content of an order unit", content, unit=inner)
    outer = str(packs.get("unitCode") or "") if packs is not None else ""
    if size is not None and _is_packing(outer) and "ContentUnitQuantity" not in cells.values:
        cells.put_number("PackSizeNumeric", size, unit=f"C62/{outer}")
    else:
        cells.put_number("items of a pack", size)
    _put_measure(cells, "PackQuantity", packs, "")


def _is_packing(code: str) -> bool:
    coded = unit_of_code(code) if code else None
    return coded is not None and coded.unit in PACKING_UNITS


def _put_measure(cells: ItemCells, key: str, element: Element | None, usual: str) -> None:
    """A number with the unit of its own attribute."""
    if element is not None:
        cells.put_number(key, element, unit=str(element.get("unitCode") or usual))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Price:
    """A price for a place, from a quantity on."""

    place: Element
    price: Element
    amount: Element
    lands: tuple[str, ...]

    @property
    def series(self) -> tuple[str, ...]:
        """Equal for the tiers of one price."""
        kind = text_in(child(self.price, "PriceTypeCode"))
        return (str(self.amount.get("currencyID") or ""), kind, *self.lands)


def _put_prices(cells: ItemCells, line: Element, unit: str) -> None:
    """The tiers of one price, that for every territory where there is one; the others in words."""
    every = list(_prices(line))
    _put_lead_time(cells, line)
    if not every:
        return
    main = min(every, key=lambda one: bool(one.lands)).series
    tiers = [one for one in every if one.series == main]
    for index, one in enumerate(tiers):
        stem = f"Price[{index}]"
        cells.put_number(f"{stem}.PriceAmount", one.amount)
        cells.put(f"{stem}.currencyID", one.amount, attribute="currencyID")
        _put_measure(cells, f"{stem}.BaseQuantity", child(one.price, "BaseQuantity"), unit)
        _put_measure(cells, f"{stem}.MinimumQuantity", child(one.place, "MinimumQuantity"), unit)
        kind = child(one.price, "PriceTypeCode")
        if kind is not None and index == 0:
            cells.put("PriceTypeCode", kind)
        cells.use(kind)
        if one.lands and index == 0:
            cells.put("territory", one.place, ", ".join(one.lands))
        cells.use(*children(one.place, "ApplicableTerritoryAddress", "MaximumQuantity"))
        cells.use(*children(one.price, "ValidityPeriod"))
        end = descend(one.price, "ValidityPeriod", "EndDate")
        if end is not None and index == 0:
            cells.put("EndDate", end, day(text_in(end)))
    for one in every:
        if one.series != main:
            _put_other(cells, one, unit)


def _prices(line: Element) -> Iterator[_Price]:
    for place in children(line, "RequiredItemLocationQuantity", "ItemLocationQuantity"):
        for price in children(place, "Price"):
            amount = child(price, "PriceAmount")
            if amount is not None and text_in(amount):
                lands = (
                    text_in(descend(one, "Country", "IdentificationCode"))
                    or text_in(child(one, "CountrySubentity"))
                    for one in children(place, "ApplicableTerritoryAddress")
                )
                yield _Price(place=place, price=price, amount=amount, lands=tuple(filter(None, lands)))


def _put_other(cells: ItemCells, one: _Price, unit: str) -> None:
    kind = text_in(child(one.price, "PriceTypeCode"))
    words = f"{text_in(one.amount)} {one.amount.get('currencyID') or ''}".strip()
    per = child(one.price, "BaseQuantity")
    if per is not None:
        words = f"{words} per {text_in(per)} {per.get('unitCode') or unit}".strip()
    bound = child(one.place, "MinimumQuantity")
    if bound is not None and number(text_in(bound)) != Decimal(1):
        words = f"{words} from {text_in(bound)} {bound.get('unitCode') or unit}".strip()
    marks = ", ".join(filter(None, (kind, *one.lands)))
    cells.put(f"other price ({marks})" if marks else "other price", one.amount, words)
    cells.use(one.price, bound, *children(one.place, "ApplicableTerritoryAddress", "MaximumQuantity"))


def _put_lead_time(cells: ItemCells, line: Element) -> None:
    for place in children(line, "RequiredItemLocationQuantity", "ItemLocationQuantity"):
        _put_measure(cells, "LeadTimeMeasure", child(place, "LeadTimeMeasure"), "DAY")


def _put_validity(cells: ItemCells, line: Element, validity: Validity) -> None:
    """Of the price, else of the line, else of the catalogue."""
    period = child(line, "LineValidityPeriod")
    end = child(period, "EndDate")
    if end is not None:
        cells.put("EndDate", end, day(text_in(end)))
    start = child(period, "StartDate")
    if start is not None:
        cells.put("StartDate", start, day(text_in(start)))
    if "EndDate" not in cells.values:
        cells.put_found("EndDate", validity.until, validity.path)


def _put_item(cells: ItemCells, item: Element | None, unit: str) -> None:
    brand = child(item, "BrandName")
    maker = descend(item, "ManufacturerParty", "PartyName", "Name")
    for one, key in ((brand, "BrandName"), (maker, "BrandName" if brand is None else "ManufacturerParty")):
        if one is not None:
            cells.put(key, one)
    origin = descend(item, "OriginCountry", "IdentificationCode")
    origin = origin if origin is not None else descend(item, "OriginCountry", "Name")
    if origin is not None:
        cells.put("OriginCountry", origin)
    _put_classes(cells, item)
    for one in children(item, "AdditionalItemProperty"):
        _put_property(cells, one)
    _put_certificates(cells, item)
    _put_dimensions(cells, item, unit)


def _put_certificates(cells: ItemCells, item: Element | None) -> None:
    """By what they are; by their number where that is all. Peppol writes "NA" where it must write something."""
    for one in children(item, "Certificate"):
        kind, number_of = child(one, "CertificateType"), child(one, "ID")
        told = [
            part for part in (kind, number_of) if part is not None and text_in(part).upper() not in {"", "NA"}
        ]
        if told:
            cells.put_next("Certificate", told[0])
        cells.use(*(part for part in one if text_in(part).upper() == "NA"), child(one, "CertificateTypeCode"))


def _put_classes(cells: ItemCells, item: Element | None) -> None:
    """Each class under its system; the first, by its name where one is given, is the category."""
    for one in children(item, "CommodityClassification"):
        code = child(one, "ItemClassificationCode")
        code = code if code is not None else child(one, "CommodityCode")
        if code is None or not text_in(code):
            continue
        listed = str(code.get("listID") or "").strip()
        system = _SYSTEMS.get(listed, listed) or "class"
        if listed == _HARMONISED:
            cells.put("HS", code)
            continue
        if "ItemClassificationCode" not in cells.values:
            name = str(code.get("name") or "").strip()
            cells.put("ItemClassificationCode", code, name or f"{system} {text_in(code)}")
        cells.put_property(system, code)


def _put_property(cells: ItemCells, element: Element) -> None:
    """A property of the item: its measured value where there is one, else its text, else its range."""
    names = [one for one in children(element, "Name") if text_in(one)]
    if not names:
        return
    name = text_in(names[0])
    measured = child(element, "ValueQuantity")
    values = [one for one in children(element, "Value") if text_in(one)]
    if measured is not None and text_in(measured):
        typed = number(text_in(measured))
        cells.put_property(name, measured, typed, unit=str(measured.get("unitCode") or ""))
        same = [one for one in values if text_in(one) == text_in(measured)]
        cells.use(*same)
        values = [one for one in values if one not in same]
    for value in values:
        cells.put_property(name, value)
    lowest, highest = (
        descend(element, "RangeDimension", "MinimumMeasure"),
        descend(element, "RangeDimension", "MaximumMeasure"),
    )
    if lowest is not None and highest is not None:
        code = str(lowest.get("unitCode") or "")
        cells.put_property(name, lowest, f"{text_in(lowest)}-{text_in(highest)}", unit=code)
        cells.use(child(element, "RangeDimension"))
    cells.use(*names)


def _put_dimensions(cells: ItemCells, item: Element | None, unit: str) -> None:
    """Measures of the item; a weight is the piece's only where pieces are ordered."""
    coded = unit_of_code(unit) if unit else None
    single = not unit or (coded is not None and coded.unit == "piece" and coded.times == 1)
    for one in children(item, "Dimension"):
        code = child(one, "AttributeID")
        written = text_in(code)
        name = _DIMENSIONS.get(written, written) or "Dimension"
        if name == "net weight" and not single:
            name = "net weight of an order unit"
        _put_measure(cells, name, child(one, "Measure"), "")
        for said in children(one, "Description"):
            cells.put(f"{name} (Description)", said)
        cells.use(code)


def _put_documents(cells: ItemCells, item: Element | None) -> None:
    """Pictures, and other documents under what they are; files inside the catalogue are told by their name only."""
    for one in children(item, "ItemSpecificationDocumentReference"):
        kind = text_in(child(one, "DocumentTypeCode")) or text_in(child(one, "DocumentType"))
        address = descend(one, "Attachment", "ExternalReference", "URI")
        inside = descend(one, "Attachment", "EmbeddedDocumentBinaryObject")
        if address is not None and (web := text_in(address)):
            image = is_picture(web) or "IMAGE" in kind.upper() or "PICTURE" in kind.upper()
            if image:
                cells.put_next("picture", address)
            else:
                cells.put_property(kind or "document", address)
        if inside is not None:
            cells.put("file", inside, attribute="filename")
        cells.use(*(part for part in one.iter() if is_element(part) and local(part) != "DocumentDescription"))
