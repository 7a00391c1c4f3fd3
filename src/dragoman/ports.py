"""The seams of Dragoman: what a reader, a record, an index, an encoder and a rate table must do.

Each port is a Protocol whose calls take one positional-only, typed request. Adapters live in
`formats/`, `stores/`, `indexes/`, `language/` and `rates.py`; only `app.py` imports them. The contract
suite of each port is in `testing/`, and every adapter runs it. No engine's words appear here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import BinaryIO, Literal, Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

from dragoman.model import (
    Country,
    Currency,
    Language,
    Offer,
    OfferVersion,
    Origin,
    Problem,
    RawRow,
    Supplier,
)

Vector = npt.NDArray[np.float32]
"""Shape (dimensions,), L2-normalised."""
Vectors = npt.NDArray[np.float32]
"""Shape (n, dimensions), each row L2-normalised."""

# ======================================================================= formats: bytes in, rows out

CellValue = str | int | float | Decimal | bool | date | datetime | None
"""What a cell holds, typed only as far as the file itself types it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """The e-mail that a file came in, as far as its headers say."""

    sender: str
    """ "Nordwind Trading GmbH <sales@nordwind.example>"; of a forwarded message, who wrote that. "" if unknown."""
    date: str
    """ISO 8601 where the header can be read, else as written."""
    subject: str
    origin: Origin
    """Of the message."""
    left_out: tuple[str, ...] = ()
    """Names of parts that hold no offers: pictures within the text, signatures."""

    def notes(self) -> tuple[tuple[str, Origin], ...]:
        """What the message says, one note each, with the header it stands in."""
        said = (("From", self.sender), ("Date", self.date), ("Subject", self.subject))
        left = (("Left out", ", ".join(self.left_out)),)
        return tuple(
            (f"{name}: {text}", replace(self.origin, path=name)) for name, text in (*said, *left) if text
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """One file to read: a path on disk, or a member of an archive, already opened by `open`."""

    name: str
    """As the user knows it; "offers.zip!/list.csv" for a member."""
    sha256: str
    size: int
    """Bytes, uncompressed."""
    open: Callable[[], AbstractContextManager[BinaryIO]]
    """Opens the bytes anew, from their start; may be called several times."""
    sending: Sending | None = None
    """The e-mail it came in."""
    incidental: bool = False
    """Came along with what was sent, as the text of an e-mail does: where it holds no table, nothing is lost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """What the user said about a file, overriding what is detected."""

    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    header_row: int | None = None
    """1-based; 0 says that there is no header."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a table, or a key of a JSON or XML item."""

    key: str
    """Unique within the table: the header text, multi-row headers joined by a space ("Price USD
    100-499"), repeated ones numbered "Price (2)", blank ones the column's letter."""
    letter: str | None = None
    """"C" for a table whose cells have addresses."""
    header_origin: Origin | None = None
    """Where the header text stands; None for JSON and XML."""
    currency_shown: str | None = None
    """The currency sign that the number format of most of its cells shows ("€", "US$", "CNY"), as in XLSX."""
    hidden: bool = False
    """Not shown in the sheet: what it holds may not be meant for the reader."""


class PictureName(str):
    """The name of a picture inside a supplier's file, "list.xlsx!/xl/media/image1.png": said by a reader, never by
    a cell, so that no text of a supplier is taken for one."""

    __slots__ = ()


@runtime_checkable
class Remarked(Protocol):
    """A row whose file can say something about it that none of its cells holds."""

    @property
    def remark(self) -> str:
        """For the user: "the row is hidden in the sheet"; "" where nothing is said."""


class Row(Protocol):
    """A row whose cells know their Origin; built lazily so that reading stays fast."""

    @property
    def number(self) -> int:
        """1-based row in the sheet, line in a text file, or item in a feed."""

    @property
    def values(self) -> Mapping[str, CellValue]:
        """Column key -> what the cell holds; empty cells are left out. May be nested-flattened:
        {"price.amount": 3, "images[0]": "..."}."""

    @property
    def origin(self) -> Origin:
        """Of the whole row."""

    def cell(self, key: str, /) -> Origin:
        """Of one cell. Raises KeyError where the table has no such column."""

    def text(self, key: str, /) -> str:
        """The cell as the supplier wrote it, "" where it is empty."""

    def currency_shown(self, key: str, /) -> str | None:
        """The currency sign that the number format of the cell shows ("€"), as in XLSX; None where none does."""

    def unit_shown(self, key: str, /) -> str | None:
        """The unit that the item gives beside the cell, as the supplier wrote it: FUNIT "VLT", unitCode "MMT", or
        "PCE/BOX" for how many of one are in the other; None where none stands there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """A written standard that a table keeps to: what its columns are need not be guessed from their names."""

    name: str
    """ "BMEcat 2005", as shown to users."""
    fields: Mapping[str, str]
    """Column (positions of nested items left out: "PRODUCT_PRICE[].PRICE_AMOUNT") -> `vocabulary.field_names.Field`.
    Any other column is a property of the goods, under the supplier's name for it."""
    language: Language | None = None
    """Of the texts, where the file says it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table of a file. `rows` can be iterated once and reads the file as it goes."""

    source: SourceFile
    columns: tuple[Column, ...]
    """Empty where they are known only row by row (JSON, XML). A row may hold more: cells beyond the header
    under their letter, what lists and structs of Parquet hold."""
    rows: Iterator[Row | Problem]
    """A row that cannot be read comes as a Problem in its place."""
    sheet: str | None = None
    detected: Mapping[str, str] = field(default_factory=dict)
    """What was detected and can be overridden, to show: {"encoding": "cp1252 (0.98)", "delimiter": ";"}."""
    notes: tuple[tuple[str, Origin], ...] = ()
    """Text around the table (letterhead: supplier's name, currency, validity; titles of sections; notes below)
    with its Origin."""
    standard: Standard | None = None


class FormatReader(Protocol):
    """Reads one kind of file. Raises FileUnreadable or FileTooLarge, naming the file and what to do."""

    @property
    def name(self) -> str:
        """ "csv", "xlsx", "jsonl", ... as shown to users."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """(".csv", ".tsv"): a hint only; `sniff` decides."""

    def sniff(self, head: bytes, /, *, name: str) -> float:
        """How surely this reader's kind of file begins with `head` (first 64 kB at most): 0.0 to 1.0."""

    def read(self, source: SourceFile, options: ReadOptions, /) -> Iterator[Table]:
        """The file's tables, in order; each is exhausted before the next is asked for."""


# ======================================================================= store: the catalogue of record

FileState = Literal["loading", "loaded", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRecord:
    """A supplier's file as the record knows it."""

    file_id: int
    name: str
    sha256: str
    supplier: Supplier
    fingerprint: str
    """Hash of the bytes, the mapping and the reader's version: equal means nothing can have changed."""
    state: FileState
    rows_done: int
    """Rows committed so far; a resumed load goes on after them."""
    started_at: datetime
    finished_at: datetime | None = None
    error: str | None = None
    offers: int = 0
    """Active offers that come from this file now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginFile:
    name: str
    sha256: str
    supplier: Supplier
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginFileAnswer:
    file: FileRecord
    known: bool
    """True: these bytes under this mapping are loaded already; there is nothing to do."""
    offers: int
    """Active offers of the file, where `known`."""
    problems: int = 0
    """Problems that stand for the file, where `known`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveBatch:
    """Some consecutive rows of a file; committed whole or not at all, with the new `rows_done`."""

    file_id: int
    rows_done: int
    rows: tuple[RawRow, ...]
    offers: tuple[Offer, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchCounts:
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    withdrawn: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferChanges:
    """A page of what changed after a generation, oldest change first; an offer appears once, as it is now."""

    upserts: tuple[Offer, ...]
    withdrawn: tuple[str, ...]
    """Offer ids."""
    generation: int
    """Generation reached by applying this page."""
    remaining: int
    """Changes after this page."""
    updated_at: Mapping[str, datetime] = field(default_factory=dict)
    """Offer id -> when its present version began, for `upserts`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemFilter:
    file: str | None = None
    kind: str | None = None
    severity: str | None = None
    limit: int = 1000
    offset: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemPage:
    problems: tuple[Problem, ...]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreCounts:
    suppliers: int
    files: int
    rows: int
    offers: int
    """Active."""
    withdrawn: int
    problems: int


class CatalogueStore(Protocol):
    """The catalogue of record. Every call is one transaction; two processes may use one store at once.

    Raises StoreError where the record cannot be used, StoreBusy where another process holds it too long.
    """

    def begin_file(self, request: BeginFile, /) -> BeginFileAnswer:
        """Start loading a file, go on with a load that was cut off (same fingerprint), or learn that it
        is loaded already. The same file name and supplier with other bytes or mapping starts anew.
        A failed file of the same name that never gave an offer (its supplier could not be told) goes."""

    def save_batch(self, batch: SaveBatch, /) -> BatchCounts:
        """Commit rows, offers and problems with the file's progress. An offer equal to the one in the
        record (Origins' hashes and row numbers aside) counts as unchanged and makes no new version.
        The last offer of an id within a file wins."""

    def seen(self, file_id: int, offer_ids: Sequence[str], /) -> set[str]:
        """Those of the ids that the present load of the file has saved already."""

    def finish_file(self, file_id: int, /) -> BatchCounts:
        """Mark the file loaded; its offers that this load did not see become withdrawn."""

    def fail_file(self, file_id: int, error: str, /) -> None:
        """Mark the file failed; what was committed of an earlier load stays."""

    def offers(self, offer_ids: Sequence[str], /) -> list[Offer]:
        """Active or withdrawn offers in the order asked for; unknown ids are left out."""

    def history(self, offer_id: str, /) -> list[OfferVersion]:
        """All versions, oldest first; empty for an unknown id."""

    def raw_row(self, offer_id: str, /) -> RawRow | None:
        """The row that the offer's present version came from."""

    def changes_since(self, generation: int, /, *, limit: int) -> OfferChanges:
        """What an index at `generation` lacks."""

    def generation(self) -> int:
        """Rises with each committed change of offers; 0 for an empty record."""

    def problems(self, request: ProblemFilter, /) -> ProblemPage: ...

    def files(self) -> list[FileRecord]: ...

    def suppliers(self) -> list[Supplier]: ...

    def counts(self) -> StoreCounts: ...

    def close(self) -> None: ...


# ======================================================================= index: derived, rebuildable

TextField = Literal["title", "category", "brand", "attributes", "description", "summary", "concepts"]
"""`summary` holds title, category, brand and description together, so that their words weigh by how rare they are
in all of them; `concepts` holds codes that mean the same in every language, made by `normalise.kinds`."""
TEXT_FIELDS: tuple[TextField, ...] = (
    "title",
    "category",
    "brand",
    "attributes",
    "description",
    "summary",
    "concepts",
)

FacetField = Literal[
    "kind",
    "supplier",
    "country",
    "brand",
    "category",
    "certificate",
    "incoterm",
    "language",
    "material",
    "colour",
]
"""`kind`: what the thing is, a code of the lexicon; `category`: the supplier's own word for it."""
FACET_FIELDS: tuple[FacetField, ...] = (
    "kind",
    "supplier",
    "country",
    "brand",
    "category",
    "certificate",
    "incoterm",
    "language",
    "material",
    "colour",
)

NumberField = Literal["moq", "lead_time_days", "updated_at"]
"""Pieces; days (the later end); seconds since 1970, UTC."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceCurve:
    """Prices per one base unit (piece, kg, ...) as floats, for sorting and filtering only; what is
    shown is computed anew from the record in Decimal."""

    currency: Currency
    unit: str
    steps: tuple[tuple[float, float], ...]
    """(from this many base units, price per base unit), rising; at least one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexDocument:
    """What an index holds of one offer. Tokens are made once, by `normalise.text`."""

    offer_id: str
    text: Mapping[TextField, tuple[str, ...]]
    """Tokens per field, in order, repeats kept."""
    identifiers: tuple[str, ...] = ()
    """Offer's GTIN, MPN, supplier's id, each as `normalise.text.identifier_key` folds it."""
    vector: Vector | None = None
    facets: Mapping[FacetField, tuple[str, ...]] = field(default_factory=dict)
    numbers: Mapping[NumberField, float] = field(default_factory=dict)
    price: PriceCurve | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexChanges:
    upserts: tuple[IndexDocument, ...]
    deletes: tuple[str, ...]
    generation: int
    """Of the record, that the index holds once this is applied."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetFilter:
    """Keeps offers that carry at least one of the values."""

    field: FacetField
    any_of: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberFilter:
    """Keeps offers whose number is within [low, high]; an offer without the number goes unless
    `keep_unknown`."""

    field: NumberField
    low: float | None = None
    high: float | None = None
    keep_unknown: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceFilter:
    """Keeps offers whose price per base unit at `quantity`, times the factor of its currency, is at
    most `high`; an offer without a price or a factor goes unless `keep_unknown`."""

    quantity: float
    factors: Mapping[Currency, float]
    high: float
    low: float | None = None
    keep_unknown: bool = False


Filter = FacetFilter | NumberFilter | PriceFilter


@dataclass(frozen=True, slots=True, kw_only=True)
class ByRelevance:
    """Candidates of both legs, unfused: lexical by falling score, then those of the dense leg alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ByUnitPrice:
    """Cheapest per base unit at `quantity` first, in one currency by `factors` (currency -> factor);
    offers without a price or a factor last. Ties by offer id."""

    quantity: float
    factors: Mapping[Currency, float]
    unit: str = "piece"
    """Only prices per this base unit compare; others go last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ByNumber:
    """By a number field; offers without it last. Ties by offer id."""

    field: NumberField
    descending: bool = False


Sort = ByRelevance | ByUnitPrice | ByNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    token: str
    weight: float = 1.0
    group: int = 0
    """Terms of one group are forms of one word asked for (variants, synonyms, parts): any of them
    matches it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexRequest:
    """A search of the index. An offer *matches* if it passes every filter, carries no excluded token
    and (a) matches at least `minimum_groups` of the term groups in any text field, or (b) has one of
    the identifiers, or (c) is among the `dense_limit` nearest to `vector` (of those that pass the
    filters) with a cosine of at least `dense_floor`. Without terms, identifiers and vector every
    offer matches."""

    terms: tuple[Term, ...] = ()
    minimum_groups: int = 1
    identifiers: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    vector: Vector | None = None
    dense_limit: int = 100
    dense_floor: float = 0.0
    field_weights: Mapping[TextField, float] = field(default_factory=dict)
    """1.0 where left out; 0 leaves a field out."""
    filters: tuple[Filter, ...] = ()
    facets: tuple[FacetField, ...] = ()
    report: tuple[FacetField, ...] = ()
    """Facets whose values come with each candidate."""
    sort: Sort = field(default_factory=ByRelevance)
    limit: int = 100
    offset: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    offer_id: str
    lexical: float = 0.0
    """BM25 over the weighted fields; 0.0 where no term matched."""
    cosine: float | None = None
    """Of the offer's vector with the request's; None where either is missing."""
    near: bool = False
    """Among the `dense_limit` nearest, above the floor."""
    identifier: bool = False
    """An identifier of the request is the offer's."""
    facets: Mapping[FacetField, tuple[str, ...]] = field(default_factory=dict)
    """The offer's values of the facets in the request's `report`; a facet without values is left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetCount:
    value: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexResponse:
    candidates: tuple[Candidate, ...]
    """With ByRelevance: up to `limit` of each leg. Else: exactly the page asked for, in order."""
    total: int
    """Offers that match, exact."""
    facets: Mapping[FacetField, tuple[FacetCount, ...]]
    """Exact counts over the offers that match, by falling count, then by value."""
    generation: int


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexCapabilities:
    name: str
    persistent: bool
    dimensions: int | None
    """Of vectors; None where any will do."""


class SearchIndex(Protocol):
    """Finds offers by words, meaning, identifiers and filters. Raises IndexDamaged where its files do
    not open. Readers see the last applied changes; applying the same changes again changes nothing."""

    @property
    def capabilities(self) -> IndexCapabilities: ...

    def generation(self) -> int:
        """Of the record, that the index holds durably."""

    def apply(self, changes: IndexChanges, /) -> None:
        """Make the changes durable and visible, then move to their generation."""

    def search(self, request: IndexRequest, /) -> IndexResponse: ...

    def vocabulary(
        self, prefix: str, /, *, limit: int = 10, field: TextField = "title"
    ) -> list[tuple[str, int]]:
        """A field's tokens that begin with `prefix` and how many offers carry each, most first."""

    def offer_ids(self) -> set[str]:
        """Every offer held, for `dragoman doctor` and tests."""

    def refresh(self) -> None:
        """See what another process applied."""

    def clear(self) -> None:
        """Forget everything; generation 0."""

    def close(self) -> None: ...


# ======================================================================= language


class Encoder(Protocol):
    """Turns text of any language into vectors whose cosine tells nearness in meaning."""

    @property
    def name(self) -> str:
        """Model and version; an index made by another encoder must be rebuilt."""

    @property
    def dimensions(self) -> int: ...

    def encode(self, texts: Sequence[str], /) -> Vectors:
        """Shape (len(texts), dimensions), rows L2-normalised; an empty text gives a zero row."""


# ======================================================================= ranking

Features = npt.NDArray[np.float64]
"""Shape (n, number of features)."""
Scores = npt.NDArray[np.float64]
"""Shape (n,)."""


class Reranker(Protocol):
    """Scores candidates by their features. The same row gets the same score whatever stands beside it."""

    @property
    def name(self) -> str:
        """As shown to users."""

    @property
    def features(self) -> tuple[str, ...]:
        """Names of the columns, in the order that `score` wants them."""

    def score(self, rows: Features, /) -> Scores:
        """Higher is better; comparable within one question only."""


# ======================================================================= rates


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """1 unit of `base` is `value` units of `quote`."""

    base: Currency
    quote: Currency
    value: Decimal
    as_of: date
    source: str
    """The table's name and line: "rates/sample-2026-11-20.csv, line 12"."""


class ExchangeRates(Protocol):
    """A dated, sourced table of exchange rates."""

    @property
    def as_of(self) -> date | None:
        """Of the newest rate; None for an empty table."""

    @property
    def source(self) -> str: ...

    def rate(self, base: Currency, quote: Currency, /) -> Rate:
        """Raises RateMissing; a currency to itself is 1 by definition. Cross rates by the table's own
        base currency."""

    def currencies(self) -> tuple[Currency, ...]: ...


__all__ = [
    "FACET_FIELDS",
    "TEXT_FIELDS",
    "BatchCounts",
    "BeginFile",
    "BeginFileAnswer",
    "ByNumber",
    "ByRelevance",
    "ByUnitPrice",
    "Candidate",
    "CatalogueStore",
    "CellValue",
    "Column",
    "Country",
    "Encoder",
    "ExchangeRates",
    "FacetCount",
    "FacetField",
    "FacetFilter",
    "FileRecord",
    "Filter",
    "FormatReader",
    "IndexCapabilities",
    "IndexChanges",
    "IndexDocument",
    "IndexRequest",
    "IndexResponse",
    "Language",
    "NumberField",
    "NumberFilter",
    "OfferChanges",
    "PictureName",
    "PriceCurve",
    "PriceFilter",
    "ProblemFilter",
    "ProblemPage",
    "Rate",
    "ReadOptions",
    "Remarked",
    "Row",
    "SaveBatch",
    "SearchIndex",
    "Sending",
    "Sort",
    "SourceFile",
    "Standard",
    "StoreCounts",
    "Table",
    "Term",
    "TextField",
    "Vector",
    "Vectors",
]
