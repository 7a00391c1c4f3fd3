"""What closed sets of codes are called on the page; each name is a message marked for translation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from dragoman.faces.web.interface import Interface, marked
from dragoman.model import ProblemKind
from dragoman.ports import FacetField, FileState
from dragoman.search.request import SortBy, VerdictKind

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
    "lead_time": marked("Lead time"),
    "freshness": marked("Newest"),
}

FACETS: Mapping[FacetField, str] = {
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

PROBLEM_KINDS: Mapping[ProblemKind, str] = {
    "unreadable_file": marked("File cannot be read"),
    "unreadable_row": marked("Row cannot be read"),
    "missing_title": marked("No title"),
    "missing_id": marked("No supplier's number"),
    "duplicate_id": marked("Number used twice"),
    "bad_price": marked("Price not understood"),
    "bad_currency": marked("Currency not understood"),
    "bad_quantity": marked("Quantity not understood"),
    "bad_lead_time": marked("Lead time not understood"),
    "bad_delivery": marked("Incoterm not understood"),
    "bad_identifier": marked("Identifier is wrong"),
    "bad_country": marked("Country not understood"),
    "bad_date": marked("Date not understood"),
    "bad_value": marked("Value not understood"),
    "encoding": marked("Letters garbled"),
    "limit": marked("Beyond a limit"),
}

SEVERITIES: Mapping[Literal["error", "warning"], str] = {
    "error": marked("Row left out"),
    "warning": marked("Value left out"),
}

FILE_STATES: Mapping[FileState, str] = {
    "loading": marked("loading"),
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
}
"""Codes of materials, colours and classes of certificates that have everyday names."""


def field_name(ui: Interface, field: str, /) -> str:
    """An Offer field in words; the supplier's own name for anything else."""
    return ui.say(FIELDS[field]) if field in FIELDS else field


def code_name(ui: Interface, code: str, /) -> str:
    """A material, colour or certificate in words: "food_contact" -> "food contact"."""
    return ui.say(CODES[code]) if code in CODES else code.replace("_", " ")
