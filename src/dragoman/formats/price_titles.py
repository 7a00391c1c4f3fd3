"""Titles between the rows of a list that say what its prices are in: "Prices in USD", "Preise in EUR je 100 Stück".

What they say holds for the rows below, to the next one that says otherwise; it is read into columns of its own, beside
the rows, as titles of groups are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

from dragoman.vocabulary.currencies import find_currencies
from dragoman.vocabulary.note_topics import note_topics
from dragoman.vocabulary.unit_texts import is_unit
from dragoman.vocabulary.years import without_days

Place = TypeVar("Place")

CURRENCY_KEY, PER_KEY = "Currency", "Price per"
_PER = re.compile(
    r"(?:/|(?<!\w)(?:per|je|pro|par|por|за|для|لكل)(?!\w)|每|毎)\s*(?P<words>\d[\d.,  ]*(?:[^\W\d_]{1,12}\.?)?|[^\W\d_]{1,12}\.?)",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(
    r"[(\[（【]\s*(?P<inside>[^)\]）】]{1,40})[)\]）】]\s*$|(?:[-–—:]|,)\s*(?P<behind>\S{1,4})\s*$"
)
_FILLERS = frozenset(
    [
        *("all", "the", "are", "in", "our", "net", "of", "is", "and", "only", "excl", "incl", "vat", "tax", "alle", "sind", "netto"),
        *("unsere", "angaben", "in", "zzgl", "mwst", "en", "tous", "les", "nos", "sont", "hors", "taxe", "taxes", "ht", "todos"),
        *("los", "nuestros", "sin", "iva", "em", "todos", "os", "sem", "все", "в", "без", "ндс", "в", "بال", "جميع", "以", "均", "为", "所有"),
    ]
)  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")


class PriceTitle(NamedTuple):
    """What a title says of the prices below it."""

    currency: str = ""
    """As written: "USD", "€"."""
    per: str = ""
    """What they are for: "100 Stück"."""
    of_goods: bool = False
    """It names goods too: "Bottles (USD)"."""


def price_title(text: str, /) -> PriceTitle | None:
    """What a title says of prices; None where it says nothing of them.

    >>> price_title("Preise in EUR je 100 Stück")
    PriceTitle(currency='EUR', per='100 Stück', of_goods=False)
    >>> price_title("Bottles (USD)"), price_title("Bottles")
    (PriceTitle(currency='USD', per='', of_goods=True), None)
    """
    text = without_days(text)
    speaks = "prices" in note_topics(text)
    where = text
    if not speaks:
        inside = _IN_BRACKETS.search(text)
        if inside is None:
            return None
        where = inside["inside"] or inside["behind"]
    found = [one for one in find_currencies(where) if where[one.start : one.end].strip()]
    currency = where[found[0].start : found[0].end] if len({one.currency for one in found}) == 1 else ""
    per = _per(where) if speaks or currency or _PER.match(where.strip()) else ""
    if not currency and not per:
        return None
    if not speaks and len(where.strip()) > len(currency) + len(per) + 12:
        return None
    return PriceTitle(currency, per, not speaks or _names_goods(text, per))


def _per(text: str) -> str:
    for found in _PER.finditer(text):
        words = found["words"].strip()
        if words[0].isdigit() or is_unit(words):
            return words
    return ""


def _names_goods(text: str, per: str) -> bool:
    """Whether words are left that speak neither of prices nor of what they are in."""
    rest = text.replace(per, " ") if per else text
    for one in reversed(find_currencies(rest)):
        rest = f"{rest[: one.start]} {rest[one.end :]}"
    rest = _PER.sub(" ", rest)
    words = [word.casefold() for word in _WORD.findall(rest)]
    left = [
        word
        for word in words
        if word not in _FILLERS and "prices" not in note_topics(word) and not is_unit(word) and len(word) > 1
    ]
    return any(word not in ("per", "je", "pro", "par", "por", "за", "each") for word in left)


@dataclass(slots=True)
class PricesSaid(Generic[Place]):
    """What titles above a row say of its prices, each with its place."""

    lasting: dict[str, tuple[str, Place]] = field(default_factory=dict)
    """Column -> what it holds, until another title says otherwise."""
    of_group: dict[str, tuple[str, Place]] = field(default_factory=dict)
    """The same, until the next title of a group."""

    def take(self, title: str, place: Place, /) -> PriceTitle | None:
        """A title, in order; what it says of prices."""
        self.of_group = {}
        said = price_title(title)
        if said is None:
            return None
        held = {
            key: (text, place) for key, text in ((CURRENCY_KEY, said.currency), (PER_KEY, said.per)) if text
        }
        if said.of_goods:
            self.of_group = held
        elif said.currency:
            self.lasting = held  # what the former prices were for is not said of these
        else:
            self.lasting = {**self.lasting, **held}
        return said

    def now(self) -> dict[str, tuple[str, Place]]:
        """Column -> what holds for the next row, and where that is said."""
        return {**self.lasting, **self.of_group} if self.of_group else self.lasting
