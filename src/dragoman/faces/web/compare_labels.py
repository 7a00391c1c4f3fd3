"""What rows and questions of a comparison are called on the page."""

from __future__ import annotations

from collections.abc import Mapping

from dragoman.compare.asks import Ask
from dragoman.compare.side_by_side import CostKey, FactKey
from dragoman.faces.web.interface import marked

COSTS: Mapping[CostKey, str] = {
    "unit_cost": marked("At your door, per unit"),
    "unit_cost_after_recovery": marked("The same without recoverable tax"),
    "total": marked("The order at your door"),
    "goods": marked("Goods"),
    "carriage": marked("Carriage and handling that you pay"),
    "duties": marked("Duties"),
    "taxes": marked("Taxes and fees"),
    "unit_price": marked("Supplier's price per unit"),
}

FACTS: Mapping[FactKey, str] = {
    "prices": marked("Price as written"),
    "ordered": marked("Ordered"),
    "moq": marked("Minimum order"),
    "pack": marked("Packing"),
    "delivery": marked("Incoterm"),
    "lead_time": marked("Lead time"),
    "valid_until": marked("Valid until"),
    "made_in": marked("Made in"),
    "hs_code": marked("HS code"),
    "weight": marked("Weight"),
    "certificates": marked("Certificate"),
    "material": marked("Material"),
    "colour": marked("Colour"),
    "brand": marked("Brand"),
    "gtin": marked("GTIN"),
    "mpn": marked("Manufacturer's number"),
}

ASKS: Mapping[Ask, str] = {
    "price": marked("What is your price for %(quantity)s?"),
    "incoterm": marked("Which Incoterm 2020, with which named place, does the price hold for?"),
    "moq": marked("What is the minimum order quantity?"),
    "lead_time": marked("How many days after the order are the goods ready to be sent?"),
    "weight": marked("What does one piece weigh, net and packed, and what are the measures of the carton?"),
    "hs_code": marked("Which HS code (six digits) do you declare for it?"),
    "made_in": marked("In which country is it made?"),
    "valid_until": marked("Until which day does the price hold?"),
    "certificates": marked("Which test reports or certificates can you send?"),
    "material": marked("Which material is it made of?"),
}
"""As `compare.asks` has them, marked for translation; a test holds the two equal."""

LETTER = (
    marked("Dear Sir or Madam,"),
    marked(
        "we are comparing your offer %(title)s (%(number)s) for an order of %(quantity)s to %(country)s. Please tell us:"
    ),
    marked("Thank you and kind regards"),
)
