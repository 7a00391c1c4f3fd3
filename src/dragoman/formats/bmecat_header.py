"""What a BMEcat catalogue says of itself: supplier, currency, languages, where its pictures are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from dragoman.formats.rows import item_origin
from dragoman.formats.xml_cells import (
    child,
    children,
    country_name,
    day,
    language_at,
    language_of,
    text_in,
)
from dragoman.formats.xml_stream import Element, Part
from dragoman.model import Language, Origin
from dragoman.ports import SourceFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The catalogue's own words; without a header nothing but what products say is known."""

    languages: tuple[Language, ...] = ()
    """The main one first."""
    currency: str = ""
    currency_path: str = ""
    territories: tuple[str, ...] = ()
    mime_root: str = ""
    generated: date | None = None
    parties: Mapping[str, str] = field(default_factory=dict)
    """Id -> name, of those that products refer to."""
    notes: tuple[tuple[str, Origin], ...] = ()

    @property
    def language(self) -> Language:
        """The supplier's main one; "" where the catalogue names none."""
        return self.languages[0] if self.languages else ""


def read_header(source: SourceFile, part: Part, /) -> Header:
    """The header of a catalogue, 1.2 or 2005."""
    root = part.element
    catalog = child(root, "CATALOG")
    currency = child(catalog, "CURRENCY")
    languages = _languages(catalog)
    return Header(
        languages=languages,
        currency=text_in(currency).upper(),
        currency_path=f"{part.path}/CATALOG/CURRENCY" if currency is not None else "",
        territories=tuple(text_in(one) for one in children(catalog, "TERRITORY")),
        mime_root=text_in(_in_language(catalog, "MIME_ROOT", languages)),
        generated=_generated(catalog),
        parties=dict(_parties(root)),
        notes=tuple(
            (text[:2000], item_origin(source, path=f"{part.path}/{path}"))
            for text, path in _notes(root, languages)
        ),
    )


def _languages(catalog: Element | None) -> tuple[Language, ...]:
    """Those named, the default first; 2005 marks it, 1.2 names one only."""
    named = sorted(children(catalog, "LANGUAGE"), key=lambda one: one.get("default", "").lower() != "true")
    return tuple(dict.fromkeys(language_of(text) for one in named if (text := text_in(one))))


def _in_language(parent: Element | None, name: str, languages: tuple[Language, ...]) -> Element | None:
    """The child of a name in the main language, else the first."""
    found = list(children(parent, name))
    main = languages[0] if languages else None
    return next((one for one in found if language_at(one) in {None, main}), found[0] if found else None)


def _generated(catalog: Element | None) -> date | None:
    moment = next(children(catalog, "DATETIME"), None)
    return day(text_in(child(moment, "DATE"))) or day(text_in(child(catalog, "GENERATION_DATE")))


def _parties(root: Element) -> Iterator[tuple[str, str]]:
    for party in children(child(root, "PARTIES"), "PARTY"):
        name = _party_name(party)
        for one in children(party, "PARTY_ID"):
            if name and (key := text_in(one)):
                yield key, name


def _party_name(party: Element | None) -> str:
    address = child(party, "ADDRESS")
    return text_in(child(address, "NAME")) or text_in(child(address, "NAME2"))


def _notes(root: Element, languages: tuple[Language, ...]) -> Iterator[tuple[str, str]]:
    """(text, path within the header), the currency first: a supplier's name may hold one by chance."""
    catalog = child(root, "CATALOG")
    if currency := text_in(child(catalog, "CURRENCY")):
        yield f"currency: {currency.upper()}", "CATALOG/CURRENCY"
    yield from _supplier(root)
    for name, label in (("CATALOG_NAME", "catalogue"), ("CATALOG_VERSION", "version")):
        if text := text_in(_in_language(catalog, name, languages)):
            yield f"{label}: {text}", f"CATALOG/{name}"
    for transport in children(catalog, "TRANSPORT"):
        term = " ".join(filter(None, (text_in(child(transport, one)) for one in ("INCOTERM", "LOCATION"))))
        if term:
            yield f"delivery: {term}", "CATALOG/TRANSPORT"


def _supplier(root: Element) -> Iterator[tuple[str, str]]:
    """Name and country; a name without a letter ("1") stands in for one that was struck out."""
    named = child(root, "SUPPLIER")
    path = "SUPPLIER"
    name, name_path = text_in(child(named, "SUPPLIER_NAME")), "SUPPLIER/SUPPLIER_NAME"
    address = child(named, "ADDRESS")
    if not name:
        party, number = _supplier_party(root)
        if party is not None:
            path = f"PARTIES/PARTY[{number}]"
            name, name_path, address = _party_name(party), f"{path}/ADDRESS/NAME", child(party, "ADDRESS")
    if any(letter.isalpha() for letter in name):
        yield f"supplier: {name}", name_path
    country = text_in(child(address, "COUNTRY")) or text_in(child(address, "COUNTRY_CODED"))
    if country:
        yield f"supplier's country; {country_name(country)}", f"{path}/ADDRESS/COUNTRY"


def _supplier_party(root: Element) -> tuple[Element | None, int]:
    """The party that the header calls the supplier, by reference or by role, and its place."""
    wanted = text_in(child(root, "SUPPLIER_IDREF"))
    for number, party in enumerate(children(child(root, "PARTIES"), "PARTY"), 1):
        known = {text_in(one) for one in children(party, "PARTY_ID")}
        roles = {text_in(one) for one in children(party, "PARTY_ROLE")}
        if wanted in known if wanted else "supplier" in roles:
            return party, number
    return None, 0
