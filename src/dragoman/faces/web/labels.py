"""What closed sets of codes are called on the page; each name is a message marked for translation."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from dragoman.faces.web.interface import Interface, marked
from dragoman.model import Problem, ProblemKind
from dragoman.ports import FacetField, FileState
from dragoman.search.request import SortBy, VerdictKind
from dragoman.vocabulary.field_names import Field

VERDICTS: Mapping[VerdictKind, str] = {
    "met": marked("met"),
    "unmet": marked("not met"),
    "unknown": marked("unknown"),
}

REQUIREMENT_KINDS: Mapping[str, str] = {
    "QuantityWanted": marked("Quantity"),
    "Budget": marked("Budget"),
    "Destination": marked("Deliver to"),
    "Deadline": marked("Deadline"),
    "IncotermWanted": marked("Incoterm"),
    "CertificateWanted": marked("Certificate"),
    "DimensionWanted": marked("Size"),
    "MaterialWanted": marked("Material"),
    "ColourWanted": marked("Colour"),
    "OriginWanted": marked("Made in"),
    "WordWanted": marked("Word"),
}
"""Class of the requirement -> its name."""

DIMENSIONS: Mapping[str, str] = {
    "volume": marked("Volume"),
    "length": marked("Length"),
    "mass": marked("Weight"),
    "area": marked("Area"),
    "power": marked("Power"),
    "voltage": marked("Voltage"),
    "temperature": marked("Temperature"),
}

SORTS: Mapping[SortBy, str] = {
    "relevance": marked("Best match"),
    "unit_price": marked("Unit price"),
    "landed": marked("Cost at my door"),
    "lead_time": marked("Lead time"),
    "freshness": marked("Newest"),
}

FACETS: Mapping[FacetField, str] = {
    "kind": marked("Kind of product"),
    "supplier": marked("Supplier"),
    "country": marked("Supplier's country"),
    "brand": marked("Brand"),
    "category": marked("Category"),
    "certificate": marked("Certificate"),
    "incoterm": marked("Incoterm"),
    "language": marked("Language of the list"),
    "material": marked("Material"),
    "colour": marked("Colour"),
}

FIELDS: Mapping[str, str] = {
    "title": marked("Title"),
    "description": marked("Description"),
    "brand": marked("Brand"),
    "category": marked("Category"),
    "gtin": marked("GTIN"),
    "mpn": marked("Manufacturer's number"),
    "hs_code": marked("HS code"),
    "made_in": marked("Made in"),
    "prices": marked("Price"),
    "price_on_request": marked("Price on request"),
    "moq": marked("Minimum order"),
    "pack": marked("Packing"),
    "weight": marked("Weight"),
    "lead_time": marked("Lead time"),
    "delivery": marked("Incoterm"),
    "certificates": marked("Certificate"),
    "material": marked("Material"),
    "colour": marked("Colour"),
    "valid_until": marked("Valid until"),
    "images": marked("Picture"),
    "url": marked("Web address"),
    "attributes": marked("Other properties"),
    "supplier": marked("Supplier"),
    "external_id": marked("Supplier's number"),
    "currency": marked("Currency"),
    "language": marked("Language of the list"),
}
"""Field of an Offer -> its name."""

COLUMN_FIELDS: Mapping[Field, str] = {
    "price": FIELDS["prices"],
    "price_high": marked("Price, high end"),
    "price_basis": marked("What the price is for"),
    "tier_quantity": marked("From quantity"),
    "delivery_place": marked("Place of delivery"),
    "image": FIELDS["images"],
    "supplier_country": marked("Supplier's country"),
    "attribute": marked("Other property"),
    "ignore": marked("Not read"),
}
"""What a column is taken for, where it is not called as the field of an Offer."""

DETECTED: Mapping[str, str] = {
    "encoding": marked("Encoding"),
    "delimiter": marked("Separator"),
    "quote": marked("Quotation mark"),
    "header": marked("Header"),
    "sheet": marked("Sheet"),
    "table": marked("Table"),
    "title": marked("Title"),
    "document": marked("Document"),
    "standard": marked("Standard"),
    "items": marked("Items"),
    "rows": marked("Rows"),
    "feed": marked("Product feed"),
    "hidden": marked("Hidden"),
    "hidden sheets": marked("Hidden sheets"),
    "hidden columns": marked("Hidden columns"),
    "marks": marked("Marks"),
}
"""What a reader found out of a table -> its name."""

PROBLEM_KINDS: Mapping[ProblemKind, str] = {
    "unreadable_file": marked("File cannot be read"),
    "unreadable_row": marked("Row cannot be read"),
    "missing_title": marked("No title"),
    "missing_id": marked("No supplier's number"),
    "duplicate_id": marked("Number used twice"),
    "unknown_offer": marked("Offer not in the record"),
    "bad_price": marked("Price not understood"),
    "bad_currency": marked("Currency not understood"),
    "bad_quantity": marked("Quantity not understood"),
    "bad_lead_time": marked("Lead time not understood"),
    "bad_delivery": marked("Incoterm not understood"),
    "bad_identifier": marked("Identifier is wrong"),
    "bad_country": marked("Country not understood"),
    "bad_date": marked("Date not understood"),
    "bad_value": marked("Value not understood"),
    "doubtful_value": marked("Read with doubt: please confirm"),
    "encoding": marked("Letters garbled"),
    "limit": marked("Beyond a limit"),
    "withdrawn": marked("Struck through"),
}

SEVERITIES: Mapping[Literal["error", "warning"], str] = {
    "error": marked("Row left out"),
    "warning": marked("Row is in"),
}
"""To choose problems by."""
_VALUE_LEFT_OUT = marked("Value left out")
_VALUE_IN = marked("Value is in, as read")
_NOTHING_READ = marked("Nothing read here: please confirm")


def problem_name(problem: Problem, /) -> str:
    """What is wrong, to be translated."""
    if problem.kind == "doubtful_value" and not problem.value:
        return _NOTHING_READ
    return PROBLEM_KINDS[problem.kind]


def problem_effect(problem: Problem, /) -> str:
    """What became of it, to be translated."""
    if problem.severity == "error":
        return SEVERITIES["error"]
    return _VALUE_IN if problem.kind == "doubtful_value" and problem.value else _VALUE_LEFT_OUT


FILE_STATES: Mapping[FileState, str] = {
    "loading": marked("loading"),
    "stopped": marked("stopped; load it again"),
    "loaded": marked("loaded"),
    "failed": marked("failed"),
}

CHANGES: Mapping[Literal["added", "updated", "withdrawn", "restored"], str] = {
    "added": marked("Added"),
    "updated": marked("Updated"),
    "withdrawn": marked("Withdrawn"),
    "restored": marked("Offered again"),
}

CODES: Mapping[str, str] = {
    "food_contact": marked("food contact"),
    "stainless_steel": marked("stainless steel"),
    "steel": marked("steel"),
    "aluminium": marked("aluminium"),
    "plastic": marked("plastic"),
    "glass": marked("glass"),
    "wood": marked("wood"),
    "bamboo": marked("bamboo"),
    "cotton": marked("cotton"),
    "organic_cotton": marked("organic cotton"),
    "polyester": marked("polyester"),
    "leather": marked("leather"),
    "ceramic": marked("ceramic"),
    "silicone": marked("silicone"),
    "paper": marked("paper"),
    "rubber": marked("rubber"),
    "black": marked("black"),
    "white": marked("white"),
    "red": marked("red"),
    "green": marked("green"),
    "blue": marked("blue"),
    "yellow": marked("yellow"),
    "grey": marked("grey"),
    "brown": marked("brown"),
    "silver": marked("silver"),
    "organic": marked("organic"),
    "galvanised_steel": marked("galvanised steel"),
    "carbon_steel": marked("carbon steel"),
    "chrome_steel": marked("chrome steel"),
    "iron": marked("iron"),
    "cast_iron": marked("cast iron"),
    "brass": marked("brass"),
    "copper": marked("copper"),
    "zinc_alloy": marked("zinc alloy"),
    "metal": marked("metal"),
    "titanium": marked("titanium"),
    "polypropylene": marked("polypropylene"),
    "polyethylene": marked("polyethylene"),
    "polycarbonate": marked("polycarbonate"),
    "polyurethane": marked("polyurethane"),
    "nylon": marked("nylon"),
    "acrylic": marked("acrylic"),
    "melamine": marked("melamine"),
    "latex": marked("latex"),
    "nitrile": marked("nitrile"),
    "foam": marked("foam"),
    "borosilicate_glass": marked("borosilicate glass"),
    "porcelain": marked("porcelain"),
    "stoneware": marked("stoneware"),
    "kraft_paper": marked("kraft paper"),
    "corrugated_cardboard": marked("corrugated cardboard"),
    "linen": marked("linen"),
    "wool": marked("wool"),
    "microfibre": marked("microfibre"),
    "canvas": marked("canvas"),
    "beech": marked("beech"),
    "gold": marked("gold"),
    "pink": marked("pink"),
    "orange": marked("orange"),
    "navy": marked("navy"),
    "purple": marked("purple"),
    "beige": marked("beige"),
    "transparent": marked("transparent"),
    "natural": marked("natural"),
    "multicolour": marked("multicolour"),
    "toy_safety": marked("toy safety"),
    "electrical_safety": marked("electrical safety"),
    "halal": marked("halal"),
    "kosher": marked("kosher"),
    "bpa_free": marked("BPA-free"),
    "stainless_steel_304": marked("stainless steel 304"),
    "stainless_steel_316": marked("stainless steel 316"),
    "non_woven": marked("non-woven fabric"),
    "bagasse": marked("bagasse"),
    "food_sanitation_jp": marked("Food Sanitation Act (Japan)"),
    "fair_trade": marked("fair trade"),
    "forest_stewardship": marked("sustainable forestry"),
    "dust_and_water_tight": marked("dust-tight and waterproof"),
}
"""Codes of materials, colours and classes of certificates that have everyday names."""

_SPELLED: Mapping[str, str] = {
    "eu_1935_2004": "EU 1935/2004",
    "eu_10_2011": "EU 10/2011",
    "gb_4806": "GB 4806",
    "tr_ts_005": "TR TS 005",
    "tr_ts_021": "TR TS 021",
    "global_gap": "GLOBALG.A.P.",
    "oeko_tex_100": "OEKO-TEX 100",
    "energy_star": "ENERGY STAR",
    "un_38_3": "UN 38.3",
    "pu_leather": "PU",
    "tritan": "Tritan",
}
"""Codes whose name is the same in every language and is not the code in capitals."""

_INITIALS = re.compile(
    r"(pvc|pet|abs|eva|pla|hdpe|ldpe|[a-z]{2,6}(_\d+)+|(en|iso|din|astm|ansi|en_iso)_\w*\d+|ip\d\d)"
)
"""Codes that are initials, with or without a number, as nearly every certificate's."""
_ALL_CAPITALS = (
    "lfgb fda dgccrf anvisa ce ukca rohs reach fcc ul etl gs tuv vde ccc pse kc eac gost inmetro nom saso gso haccp brc "
    "fsc pefc gots grs bsci sedex cpsia msds wras nsf jis dvgw anatel bis atex"
)
_CERTIFICATES = frozenset(_ALL_CAPITALS.split())


def field_name(ui: Interface, field: str, /) -> str:
    """An Offer field in words; the supplier's own name for anything else."""
    return ui.say(FIELDS[field]) if field in FIELDS else field


def column_field_name(ui: Interface, field: Field, /) -> str:
    """What a column is taken for, in words: "moq" -> "Minimum order"."""
    name = COLUMN_FIELDS.get(field) or FIELDS.get(field)
    return ui.say(name) if name is not None else field


def detected_name(ui: Interface, name: str, /) -> str:
    """What a reader found out, in words: "delimiter" -> "Separator"."""
    return ui.say(DETECTED[name]) if name in DETECTED else name


def code_name(ui: Interface, code: str, /) -> str:
    """A material, colour or certificate in words: "food_contact" -> "food contact"; "iso_9001" -> "ISO 9001"."""
    if code in CODES:
        return ui.say(CODES[code])
    if code in _SPELLED:
        return _SPELLED[code]
    words = code.replace("_", " ")
    return words.upper() if code in _CERTIFICATES or _INITIALS.fullmatch(code) else words
