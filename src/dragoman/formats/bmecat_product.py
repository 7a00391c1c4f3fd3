"""A product of a BMEcat catalogue as a row: the standard's own names for columns, features under theirs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from dragoman.formats.bmecat_features import BLOCKS, put_features
from dragoman.formats.bmecat_groups import Category, Groups
from dragoman.formats.bmecat_header import Header
from dragoman.formats.bmecat_prices import OrderUnits, put_prices
from dragoman.formats.xml_cells import (
    ItemCells,
    child,
    children,
    descend,
    is_picture,
    language_at,
    number,
    text_in,
)
from dragoman.formats.xml_stream import Element, Part, local
from dragoman.ports import SourceFile
from dragoman.vocabulary.field_names import Field
from dragoman.vocabulary.unit_codes import PACKING_UNITS, unit_of_code

_OF_PRICES: Mapping[str, Field] = {
    "PRICE_AMOUNT": "price",
    "PRICE_CURRENCY": "currency",
    "LOWER_BOUND": "tier_quantity",
    "PRICE_UNIT": "price_basis",
}
FIELDS: Mapping[str, Field] = {
    "SUPPLIER_AID": "external_id",
    "SUPPLIER_PID": "external_id",
    "DESCRIPTION_SHORT": "title",
    "DESCRIPTION_LONG": "description",
    "EAN": "gtin",
    "INTERNATIONAL_AID": "gtin",
    "INTERNATIONAL_PID": "gtin",
    "MANUFACTURER_AID": "mpn",
    "MANUFACTURER_PID": "mpn",
    "MANUFACTURER_NAME": "brand",
    "CATALOG_GROUP": "category",
    "DELIVERY_TIME": "lead_time",
    "ORDER_UNIT": "price_basis",
    "PRICE_QUANTITY": "price_basis",
    "QUANTITY_MIN": "moq",
    "NO_CU_PER_OU": "pack",
    "CUSTOMS_NUMBER": "hs_code",
    "COUNTRY_OF_ORIGIN": "made_in",
    "WEIGHT": "weight",
    "DAILY_PRICE": "price",
    "valid_end_date": "valid_until",
    "picture": "image",
    "link": "url",
    **{f"ARTICLE_PRICE[].{name}": field for name, field in _OF_PRICES.items()},
    **{f"PRODUCT_PRICE[].{name}": field for name, field in _OF_PRICES.items()},
}
"""What BMEcat 1.2 and 2005 say that columns are."""

_GTIN_TYPES = frozenset({"", "ean", "gtin", "upc"})
_PURPOSES = ("normal", "detail", "thumbnail", "others", "")
"""Of pictures, what shows the product best first."""
_METRES = ("LENGTH", "WIDTH", "DEPTH", "HEIGHT")


def product_row(
    source: SourceFile, part: Part, header: Header, groups: Groups, /, *, known: bool = False
) -> ItemCells:
    """The cells of a product.

    Args:
        known: It is described in an earlier file, which names its groups: a mere code would be less.
    """
    cells = ItemCells(source, part, FIELDS)
    product = part.element
    details = child(product, "ARTICLE_DETAILS", "PRODUCT_DETAILS")
    _put_identity(cells, product)
    _put_texts(cells, details, header)
    _put_numbers(cells, details, header)
    _put_categories(cells, groups, codes=not known)
    units = _put_order(cells)
    put_prices(cells, header, units)
    _put_logistics(cells, units)
    put_features(cells, header.language)
    _put_pictures(cells, header)
    _put_references(cells)
    cells.put_rest(header.language)
    return cells


def price_row(source: SourceFile, part: Part, header: Header, /) -> ItemCells:
    """The cells of new prices for a product that is described in an earlier file."""
    cells = ItemCells(source, part, FIELDS)
    _put_identity(cells, part.element)
    put_prices(cells, header, _put_order(cells))
    cells.put_rest(header.language)
    return cells


def withdrawn_row(source: SourceFile, part: Part, /) -> ItemCells:
    """The number of a product that is offered no longer; what else is said of it is kept to see."""
    cells = ItemCells(source, part, FIELDS)
    _put_identity(cells, part.element)
    cells.put_rest("")
    return cells


def _put_identity(cells: ItemCells, product: Element) -> None:
    for one in children(product, "SUPPLIER_AID", "SUPPLIER_PID"):
        cells.put(local(one), one)


def _put_texts(cells: ItemCells, details: Element | None, header: Header) -> None:
    """Texts in the main language under the standard's name, in others with the language behind it."""
    for name in ("DESCRIPTION_SHORT", "DESCRIPTION_LONG"):
        texts = [one for one in children(details, name) if text_in(one)]
        main = next((one for one in texts if language_at(one) in {None, header.language}), None)
        main = main if main is not None or not texts else texts[0]
        if main is not None:
            cells.put(name, main)
        for one in texts:
            if one is not main:
                said = language_at(one)
                cells.put(f"{name} ({said})" if said else name, one)
    if "DESCRIPTION_SHORT" not in cells.values:
        long = next((one for one in children(details, "DESCRIPTION_LONG") if text_in(one)), None)
        if long is not None:
            cells.put("DESCRIPTION_SHORT", long, text_in(long)[:300])


def _put_numbers(cells: ItemCells, details: Element | None, header: Header) -> None:
    for one in children(details, "EAN", "INTERNATIONAL_AID", "INTERNATIONAL_PID"):
        kind = str(one.get("type") or "").strip()
        cells.put(local(one) if kind.lower() in _GTIN_TYPES else f"{local(one)} ({kind})", one)
    for one in children(details, "MANUFACTURER_AID", "MANUFACTURER_PID", "MANUFACTURER_NAME"):
        cells.put(local(one), one)
    maker = child(details, "MANUFACTURER_IDREF")
    if maker is not None and "MANUFACTURER_NAME" not in cells.values:
        cells.put("MANUFACTURER_NAME", maker, header.parties.get(text_in(maker)))
    wait = child(details, "DELIVERY_TIME")
    if wait is not None:
        cells.put("DELIVERY_TIME", wait, unit="working days" if number(text_in(wait)) is not None else "")


def _put_categories(cells: ItemCells, groups: Groups, *, codes: bool) -> None:
    """The supplier's groups, else the first class that the file names in words, else its code."""
    for category in groups.of_product(str(cells.values.get(_id_key(cells), ""))):
        cells.put_found("CATALOG_GROUP", category.text, category.path)
    classes = [
        (block, text_in(child(block, "REFERENCE_FEATURE_SYSTEM_NAME")), key)
        for block in children(cells.part.element, *BLOCKS)
        for key in children(block, "REFERENCE_FEATURE_GROUP_ID")
    ]
    named: list[Category] = []
    for block, system, key in classes:
        found = groups.of_class(system, text_in(key))
        name = child(block, "REFERENCE_FEATURE_GROUP_NAME")
        if found is not None:
            named.append(found)
        elif "CATALOG_GROUP" not in cells.values and name is not None:
            cells.put("CATALOG_GROUP", name)
    named.sort(key=lambda one: one.text.count(">"), reverse=True)
    for category in named:
        cells.put_found("CATALOG_GROUP", category.text, category.path)
    for block, system, key in classes:
        code = text_in(key)
        if codes and code and "CATALOG_GROUP" not in cells.values:
            cells.put("CATALOG_GROUP", key, f"{system} {code}".strip())
        cells.put_property(system or local(key), key)
        cells.use(child(block, "REFERENCE_FEATURE_SYSTEM_NAME"))


def _id_key(cells: ItemCells) -> str:
    return "SUPPLIER_AID" if "SUPPLIER_AID" in cells.values else "SUPPLIER_PID"


def _put_order(cells: ItemCells) -> OrderUnits:
    """What is ordered, how much a price is for, the least order, what an order unit holds."""
    order = child(cells.part.element, "ARTICLE_ORDER_DETAILS", "PRODUCT_ORDER_DETAILS")
    unit = text_in(child(order, "ORDER_UNIT"))
    content = text_in(child(order, "CONTENT_UNIT"))
    per = child(order, "PRICE_QUANTITY")
    cells.put_number("PRICE_QUANTITY", per, unit=unit)
    ordered = child(order, "ORDER_UNIT")
    if ordered is not None:
        cells.put("ORDER_UNIT", ordered, unit=unit)
    inside = child(order, "NO_CU_PER_OU")
    if inside is not None:
        coded = unit_of_code(unit)
        packed = coded is not None and coded.unit in PACKING_UNITS
        if packed:
            cells.put_number("NO_CU_PER_OU", inside, unit=f"{content or 'C62'}/{unit}")
        else:
            cells.put_number("content of an order unit", inside, unit=content)
    for name in ("QUANTITY_MIN", "QUANTITY_MAX", "QUANTITY_INTERVAL"):
        cells.put_number(name, child(order, name), unit=unit)
    return OrderUnits(order_unit=unit, price_quantity=number(text_in(per)) or Decimal(1))


def _put_logistics(cells: ItemCells, units: OrderUnits) -> None:
    """Customs number, origin, and measures, which the standard wants in kg and m; they are of one order unit, so a
    weight is the piece's only where pieces are ordered."""
    logistics = child(cells.part.element, "PRODUCT_LOGISTIC_DETAILS", "ARTICLE_LOGISTIC_DETAILS")
    customs = descend(logistics, "CUSTOMS_TARIFF_NUMBER", "CUSTOMS_NUMBER")
    if customs is not None:
        cells.put("CUSTOMS_NUMBER", customs)
    for origin in children(logistics, "COUNTRY_OF_ORIGIN"):
        cells.put("COUNTRY_OF_ORIGIN", origin, text_in(origin).partition("-")[0])
    sizes = child(logistics, "PRODUCT_DIMENSIONS")
    coded = unit_of_code(units.order_unit) if units.order_unit else None
    single = not units.order_unit or (coded is not None and coded.unit == "piece" and coded.times == 1)
    cells.put_number("WEIGHT" if single else "WEIGHT of an order unit", child(sizes, "WEIGHT"), unit="KGM")
    cells.put_number("VOLUME", child(sizes, "VOLUME"), unit="MTQ")
    for name in _METRES:
        cells.put_number(name, child(sizes, name), unit="MTR")


def _put_pictures(cells: ItemCells, header: Header) -> None:
    """Pictures with an address, the best first; other files and pictures without one under what they are for."""
    mimes = [_mime(one) for one in cells.part.element.iter() if local(one) in _MIMES]
    for mime in sorted(mimes, key=lambda one: _place_of(one.purpose)):
        for file in mime.files:
            written = text_in(file)
            address = _address(written, header.mime_root)
            if not address:
                cells.put(f"file ({mime.purpose})" if mime.purpose else "file", file)
            elif mime.shows(written):
                cells.put_next("picture", file, address)
            elif mime.kind == "url" or mime.purpose == _PAGE:
                cells.put("link", file, address)
            else:
                cells.put_property(mime.purpose or "file", file, address)
        cells.use(*mime.rest)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mime:
    """A file of a product; ETIM's own element names it by a code."""

    kind: str
    purpose: str
    files: tuple[Element, ...]
    rest: tuple[Element, ...]
    """Elements that hold nothing for the offer."""

    def shows(self, file: str) -> bool:
        """Whether it is a picture of the product."""
        if self.purpose.startswith("MD"):
            return self.purpose in _ETIM_PICTURES
        picture = self.kind.startswith("image/") or (self.kind != "url" and is_picture(file))
        return picture and self.purpose != "logo"


_MIMES = frozenset({"MIME", "UDX.EDXF.MIME"})
_PAGE = "MD04"
_ETIM_PICTURES = ("MD01", "MD02")
"""Product picture, picture of a like product; other codes are drawings, data sheets, labels."""


def _mime(element: Element) -> _Mime:
    stem = local(element).removesuffix("MIME")

    def said(name: str) -> str:
        return text_in(child(element, f"{stem}{name}"))

    words = {f"{stem}{name}" for name in ("MIME_DESCR", "MIME_ALT", "MIME_DESIGNATION")}
    return _Mime(
        kind=said("MIME_TYPE").lower(),
        purpose=said("MIME_CODE") or said("MIME_PURPOSE"),
        files=tuple(children(element, f"{stem}MIME_SOURCE")),
        rest=tuple(one for one in element if local(one) not in words),
    )


def _place_of(purpose: str) -> int:
    if purpose in _ETIM_PICTURES:
        return _ETIM_PICTURES.index(purpose)
    return _PURPOSES.index(purpose) if purpose in _PURPOSES else len(_PURPOSES)


def _address(file: str, root: str) -> str:
    """The address of a file on the web; "" where the catalogue does not say where its files are."""
    if file.lower().startswith(("http://", "https://")):
        return file
    if file and root.lower().startswith(("http://", "https://")):
        return f"{root.rstrip('/')}/{file.lstrip('./').replace(' ', '%20')}"
    return ""


def _put_references(cells: ItemCells) -> None:
    """Accessories, spare parts, successors: each by the supplier's number of the other product."""
    for one in children(cells.part.element, "ARTICLE_REFERENCE", "PRODUCT_REFERENCE"):
        other = child(one, "ART_ID_TO", "PROD_ID_TO")
        if other is not None:
            cells.put_property(str(one.get("type") or local(one)), other)
