"""What is not known of an offer, as questions to its supplier. The texts are messages that a face may translate."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Literal

from dragoman.model import Offer

Ask = Literal[
    "price",
    "incoterm",
    "moq",
    "lead_time",
    "weight",
    "hs_code",
    "made_in",
    "valid_until",
    "certificates",
    "material",
]

ASKS: Mapping[Ask, str] = {
    "price": "What is your price for %(quantity)s?",
    "incoterm": "Which Incoterm 2020, with which named place, does the price hold for?",
    "moq": "What is the minimum order quantity?",
    "lead_time": "How many days after the order are the goods ready to be sent?",
    "weight": "What does one piece weigh, net and packed, and what are the measures of the carton?",
    "hs_code": "Which HS code (six digits) do you declare for it?",
    "made_in": "In which country is it made?",
    "valid_until": "Until which day does the price hold?",
    "certificates": "Which test reports or certificates can you send?",
    "material": "Which material is it made of?",
}
"""In the order that they are asked."""

GREETING = "Dear Sir or Madam,"
ABOUT = "we are comparing your offer %(title)s (%(number)s) for an order of %(quantity)s to %(country)s. Please tell us:"
CLOSING = "Thank you and kind regards"

Say = Callable[[str], str]


def open_questions(offer: Offer, /, *, others_have: frozenset[Ask] = frozenset()) -> tuple[Ask, ...]:
    """What the offer does not say. Certificates and material are asked for only where another offer has them."""
    missing: Mapping[Ask, bool] = {
        "price": not offer.prices,
        "incoterm": offer.delivery is None,
        "moq": offer.moq is None,
        "lead_time": offer.lead_time is None,
        "weight": offer.weight is None,
        "hs_code": offer.hs_code is None,
        "made_in": offer.made_in is None,
        "valid_until": offer.valid_until is None,
        "certificates": not offer.certificates and "certificates" in others_have,
        "material": offer.material is None and "material" in others_have,
    }
    return tuple(ask for ask in ASKS if missing[ask])


def letter(
    asks: tuple[Ask, ...], /, *, title: str, number: str, quantity: str, country: str, say: Say = str
) -> str:
    """A text that can be sent as it stands; "" where nothing has to be asked.

    Args:
        say: Translates a message.
    """
    if not asks:
        return ""
    known = {"title": title, "number": number, "quantity": quantity, "country": country}
    numbered = [f"{place}. {_filled(say(ASKS[ask]), known)}" for place, ask in enumerate(asks, start=1)]
    return "\n".join([say(GREETING), "", _filled(say(ABOUT), known), *numbered, "", say(CLOSING)])


def _filled(text: str, known: Mapping[str, str]) -> str:
    """With values in place of their names, in one pass: what stands in a supplier's title is never read as a name."""
    return re.sub(r"%\((\w+)\)s", lambda found: known.get(found[1], found[0]), text)
