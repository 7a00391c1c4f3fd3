"""Reads catalogues of UBL 2 and of Peppol, which is UBL: a row a CatalogueLine, one in memory at a time."""

from __future__ import annotations

from collections.abc import Iterator

from dragoman.formats.held import rows_hold_the_file
from dragoman.formats.limits import DEFAULT_LIMITS, ReadLimits
from dragoman.formats.rows import item_origin, row_problem
from dragoman.formats.text import head, opened
from dragoman.formats.ubl_line import FIELDS, PREFIXES, Validity, line_cells, line_language
from dragoman.formats.xml_cells import child, country_name, descend, text_in
from dragoman.formats.xml_stream import Part, Wanted, XmlStream, declared_encoding, root_of
from dragoman.model import Language, Origin, Problem
from dragoman.ports import ReadOptions, Row, SourceFile, Standard, Table

_NAMESPACE = "urn:oasis:names:specification:ubl:schema:xsd:Catalogue-2"
_PARTIES = ("SellerSupplierParty", "ProviderParty")
"""Who offers, the surest first: a provider may send others' catalogues."""
_WANTED = Wanted(
    items=frozenset({"CatalogueLine"}),
    others=frozenset({*_PARTIES, "ValidityPeriod", "ProfileID", "Name", "Description"}),
    prefixes=PREFIXES,
)


class UblReader:
    """Lines of a catalogue; satisfies `ports.FormatReader`."""

    name = "ubl-catalogue"
    suffixes = (".xml",)

    def __init__(self, limits: ReadLimits = DEFAULT_LIMITS) -> None:
        self._limits = limits

    def sniff(self, head: bytes, /, *, name: str) -> float:  # noqa: ARG002 - the root tells
        """XML whose root is UBL's Catalogue."""
        root = root_of(head)
        return (
            0.98 if root is not None and root.name == "Catalogue" and _NAMESPACE in root.attributes else 0.0
        )

    @rows_hold_the_file
    def read(self, source: SourceFile, options: ReadOptions, /) -> Iterator[Table]:
        """One table; what the catalogue says of the supplier is notes. Raises FileUnreadable, FileTooLarge."""
        with opened(source) as stream:
            stream_of = XmlStream(source, stream, self._limits, _WANTED, encoding=options.encoding)
            catalogue = _Catalogue(source, stream_of.parts())
            catalogue.start()
            yield Table(
                source=source,
                columns=(),
                rows=catalogue.rows(),
                detected={
                    "standard": catalogue.standard,
                    "encoding": options.encoding or declared_encoding(head(source)),
                },
                notes=tuple(catalogue.notes),
                standard=Standard(name="UBL", fields=FIELDS, language=catalogue.language or None),
            )


class _Catalogue:
    """A catalogue being read, from its head to its last line."""

    def __init__(self, source: SourceFile, parts: Iterator[Part]) -> None:
        self._source = source
        self._parts = parts
        self._ahead: Part | None = None
        self._seller = len(_PARTIES)
        self._validity = Validity()
        self.standard = "UBL"
        self.language: Language = ""
        self.notes: list[tuple[str, Origin]] = []

    def start(self) -> None:
        """Read up to the first line."""
        self._ahead = self._next()
        if self._ahead is not None:
            self.language = line_language(self._ahead.element)

    def rows(self) -> Iterator[Row | Problem]:
        count = 0
        while self._ahead is not None:
            count += 1
            yield self._row(self._ahead, count)
            self._ahead = self._next()

    def _next(self) -> Part | None:
        for part in self._parts:
            if part.name == "CatalogueLine":
                return part
            if part.within == ("Catalogue",):
                self._head(part)
        return None

    def _head(self, part: Part) -> None:
        text = text_in(part.element)
        if part.name == "ValidityPeriod":
            until = text_in(child(part.element, "EndDate"))
            self._validity = Validity(until=until, path=f"{part.path}/cbc:EndDate")
        elif part.name == "ProfileID":
            self.standard = "Peppol (UBL)" if "peppol" in text.lower() else self.standard
        elif part.name in _PARTIES:
            self._party(part)
        elif text:
            self._note(f"catalogue: {text}", part.path)

    def _party(self, part: Part) -> None:
        """The seller's name and country; a seller wins over a provider."""
        if _PARTIES.index(part.name) >= self._seller:
            return
        self._seller = _PARTIES.index(part.name)
        inner = child(part.element, "Party")
        party = inner if inner is not None else part.element
        name = text_in(descend(party, "PartyName", "Name"))
        name = name or text_in(descend(party, "PartyLegalEntity", "RegistrationName"))
        country = text_in(descend(party, "PostalAddress", "Country", "IdentificationCode"))
        self.notes = [one for one in self.notes if not one[0].startswith("supplier")]
        if name:
            self._note(f"supplier: {name}", part.path)
        if country:
            self._note(f"supplier's country; {country_name(country)}", part.path)

    def _note(self, text: str, path: str) -> None:
        if len(self.notes) < 100:
            self.notes.append((text[:2000], item_origin(self._source, path=path)))

    def _row(self, part: Part, number: int) -> Row | Problem:
        action = text_in(child(part.element, "ActionCode"))
        if action.lower() in {"delete", "deleted"}:
            if text_in(descend(part.element, "Item", "SellersItemIdentification", "ID")):
                return line_cells(self._source, part, self.language, self._validity).row(
                    number, change="withdraw"
                )
            return row_problem(
                item_origin(self._source, path=part.path),
                kind="unreadable_row",
                value=text_in(child(part.element, "ID")),
                expected="an item to take back with the seller's own number: that of a line may be another's in the next file",
                advice="the supplier takes this item out of the range: nothing was withdrawn; load the whole catalogue anew",
            )
        return line_cells(self._source, part, self.language, self._validity).row(number)
