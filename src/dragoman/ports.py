"""The seams of Dragoman: what a reader, a record, an index, an encoder and a rate table must do.

Each port is a Protocol whose calls take one positional-only, typed request. Adapters live in
`formats/`, `stores/`, `indexes/`, `language/` and `rates/`; only `app.py` imports them. The contract
suite of each port is in `testing/`, and every adapter runs it. No engine's words appear here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import BinaryIO, Literal, Protocol, runtime_checkable

import msgspec
import numpy as np
import numpy.typing as npt

from dragoman.model import (
    Country,
    Currency,
    Language,
    Money,
    Offer,
    OfferVersion,
    Origin,
    Problem,
    RawRow,
    Supplier,
    UnitPrice,
)
from dragoman.order_terms import ByTerms, OrderTerms, TermsFilter

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
    is_message: bool = False
    """The text of an e-mail: of its tables, only those with prices or article numbers are lists of offers."""
    incidental: bool = False
    """Came along with what was sent, as the text of an e-mail with attachments: where it holds no table, nothing is lost."""
    path: Path | None = None
    """Of the file on disk: this one, or the archive or e-mail that it lies in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PagePicture:
    """A page as it is shown. A box of an Origin, divided by `width` and `height`, is where it stands on it."""

    png: bytes
    width: float
    height: float
    """Points."""

    def share(self, box: tuple[float, float, float, float], /) -> tuple[float, float, float, float]:
        """A box in points as shares of the page, 0 to 1, for drawing it at any size.

        >>> PagePicture(png=b"", width=600, height=800).share((60, 80, 120, 96))
        (0.1, 0.1, 0.2, 0.12)
        """
        x0, top, x1, bottom = box
        return x0 / self.width, top / self.height, x1 / self.width, bottom / self.height


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


RowChange = Literal["withdraw", "amend"]
"""What a row does to an offer that the record has: takes it back; gives it other prices and leaves the rest."""


@runtime_checkable
class Changing(Protocol):
    """A row that is no offer of its own where its file says so: it names one by the supplier's number."""

    @property
    def change(self) -> RowChange | None:
        """None for a row that is an offer."""


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
    changes_only: bool = False
    """Says what changed since an earlier file of the supplier: what it does not name stays as it is."""


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

FileState = Literal["loading", "stopped", "loaded", "failed"]
"""A store says `loading` of a file until it is done, or until the next load begins; where no load runs, it was stopped in
the middle."""


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
    path: Path | None = None
    """Where the file, or what it lies in, was on disk as it was loaded; it may be gone or changed since."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginFile:
    name: str
    sha256: str
    supplier: Supplier
    fingerprint: str
    path: Path | None = None
    """Where it lies now; kept also where the file is known."""


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
    amended: tuple[Offer, ...] = ()
    """Active offers of the record with other values in part: each stays an offer of the file and the row that it
    comes from. Ids that are not active are passed over."""
    withdrawn: tuple[str, ...] = ()
    """Ids of offers that the supplier takes back; those that are not active are passed over. The bytes that such an offer was read
    from do not bring it back when they are read anew; any other file does."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """The texts of an offer that decide how well it answers a question; "" where it has none."""

    offer_id: str
    external_id: str
    language: Language
    title: str
    description: str
    brand: str
    category: str
    whole: Callable[[], Offer]
    """The offer, of the same moment as the texts."""


class CatalogueStore(Protocol):
    """The catalogue of record. Every call is one transaction; two processes may use one store at once.

    Raises StoreError where the record cannot be used, StoreBusy where another process holds it too long.
    """

    def begin_file(self, request: BeginFile, /) -> BeginFileAnswer:
        """Start loading a file, go on with a load that was cut off (same fingerprint), or learn that it
        is loaded already. The same file name and supplier with other bytes or mapping starts anew.
        A failed file of the same name that never gave an offer (its supplier could not be told) goes."""

    def stop_files(self) -> None:
        """Tell every file that is loading as stopped: for who is about to load, and knows that nobody does."""

    def save_batch(self, batch: SaveBatch, /) -> BatchCounts:
        """Commit rows, offers and problems with the file's progress. An offer equal to the one in the
        record (Origins' hashes and row numbers aside) counts as unchanged and makes no new version.
        The last offer of an id within a file wins."""

    def amend(self, offers: Sequence[Offer], /) -> BatchCounts:
        """Give active offers other values in part, as the user says; each stays an offer of the file and the row that it
        comes from. Ids that are not active are passed over."""

    def seen(self, file_id: int, offer_ids: Sequence[str], /) -> set[str]:
        """Those of the ids that the present load of the file has saved already."""

    def finish_file(self, file_id: int, /, *, withdraw: bool = True) -> BatchCounts:
        """Mark the file loaded; its offers that this load did not see become withdrawn, unless `withdraw` is False:
        a file that only says what changed takes nothing back by its silence."""

    def fail_file(self, file_id: int, error: str, /) -> None:
        """Mark the file failed; what was committed of an earlier load stays."""

    def active(self, offer_ids: Sequence[str], /) -> set[str]:
        """Those of the ids that are offered now."""

    def offers(self, offer_ids: Sequence[str], /) -> list[Offer]:
        """Active or withdrawn offers in the order asked for; unknown ids are left out."""

    def glances(self, offer_ids: Sequence[str], /) -> list[Glance]:
        """The same, each read whole only when that is asked for: for looking at many of which few are shown."""

    def history(self, offer_id: str, /) -> list[OfferVersion]:
        """All versions, oldest first, each with the place where it was read last; empty for an unknown id."""

    def raw_row(self, offer_id: str, /) -> RawRow | None:
        """The row that the offer's present version came from."""

    def page_rows(self, file_id: int, page: int, /) -> list[RawRow]:
        """The rows of a file's present load that stand on a page of it, in order; none for a file without pages."""

    def changes_since(self, generation: int, /, *, limit: int) -> OfferChanges:
        """What an index at `generation` lacks."""

    def generation(self) -> int:
        """Rises with each committed change of offers; 0 for an empty record."""

    def problems(self, request: ProblemFilter, /) -> ProblemPage: ...

    def files(self) -> list[FileRecord]: ...

    def suppliers(self) -> list[Supplier]: ...

    def counts(self) -> StoreCounts: ...

    def census(self) -> dict[str, str]:
        """Active offer id -> its supplier's name, for `dragoman verify`."""

    def damage(self) -> tuple[str, ...]:
        """What is wrong with the record itself, read from end to end; empty where all is well."""

    def warm(self) -> None:
        """Have at hand what questions will ask for; nothing that is answered changes by it."""

    def close(self) -> None: ...


# ======================================================================= record: which offers are one product


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductDecision:
    """What the user said of two offers. It goes before anything reckoned."""

    left: str
    """Offer id; the lesser of the two."""
    right: str
    same: bool
    made_at: datetime
    """UTC, aware."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferPair:
    """Two offers that may be one product, and why."""

    left: str
    """Offer id; the lesser of the two."""
    right: str
    confidence: float
    """That they are one product, 0 to 1, calibrated."""
    reasons: tuple[str, ...]
    """In words: what agrees, what speaks against it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductGroup:
    """Offers of one product; at least two."""

    group_id: str
    offer_ids: tuple[str, ...]
    """Sorted."""
    confidence: float
    """Of the least sure pair of them; 1.0 where the user joined them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubtedGtin:
    """A GTIN that does not name one product in this catalogue."""

    gtin: str
    """14 digits."""
    confidence: float
    """That two offers which bear it are one product, 0 to 1: the share of those that do not differ."""
    reason: str
    """In words: who bears it, in what they differ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SavePairs:
    """Pairs found anew: they replace every pair of the offers looked at."""

    looked_at: tuple[str, ...]
    """Offer ids whose pairs of before are forgotten: changed or withdrawn."""
    pairs: tuple[OfferPair, ...]
    generation: int
    """Of the record, up to which pairs are known once this is saved."""
    matcher: str
    """Name of the model that judged; pairs of another are worth nothing."""


class ProductStore(Protocol):
    """Which offers are one product: what the user decided, for good, and what was reckoned, which can be reckoned anew.

    Every call is one transaction. Raises StoreError, StoreBusy.
    """

    def decide(self, decision: ProductDecision, /) -> None:
        """Remember it; of several about a pair the last said holds."""

    def undecide(self, left: str, right: str, /) -> bool:
        """Forget what was said of a pair; whether anything was."""

    def decisions(self) -> list[ProductDecision]:
        """By pair."""

    def matched(self) -> tuple[int, str]:
        """(generation up to which pairs are known, name of the model that judged); (0, "") where nothing is."""

    def save_pairs(self, batch: SavePairs, /) -> None:
        """Where the model's name is another than before, all older pairs are forgotten too."""

    def pairs(self) -> list[OfferPair]:
        """All, by falling confidence, then by ids."""

    def pairs_of(self, offer_ids: Sequence[str], /) -> list[OfferPair]:
        """Those with at least one of the offers, by falling confidence, then by ids."""

    def save_groups(self, groups: Sequence[ProductGroup], /) -> None:
        """In the place of all groups of before. An offer is in one group at most."""

    def groups_of(self, offer_ids: Sequence[str], /) -> list[ProductGroup]:
        """The groups that hold at least one of the offers, whole, by id."""

    def group_count(self) -> int: ...

    def save_doubts(self, doubts: Sequence[DoubtedGtin], /) -> None:
        """In the place of all doubts of before."""

    def doubts(self) -> list[DoubtedGtin]:
        """By GTIN."""

    def close(self) -> None: ...


class PairJudge(Protocol):
    """Tells from the features of pairs of offers whether they are one product."""

    @property
    def name(self) -> str:
        """As shown to users; another model has another name."""

    @property
    def features(self) -> tuple[str, ...]:
        """Names of the columns, in the order that `confidence` wants them."""

    @property
    def threshold(self) -> float:
        """Confidence from which on offers are put together."""

    def confidence(self, rows: Features, /) -> Scores:
        """Probability of each row that it is one product, calibrated."""


# ======================================================================= index: derived, rebuildable

TextField = Literal["title", "attributes", "summary", "concepts"]
"""`summary` holds title, category, brand and description together, so that their words weigh by how rare they are
in all of them; `concepts` holds codes that mean the same in every language, made by `normalise.kinds`."""
TEXT_FIELDS: tuple[TextField, ...] = ("title", "attributes", "summary", "concepts")

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
    terms: OrderTerms | None = None
    """None where the offer has no price."""


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


Filter = FacetFilter | NumberFilter | PriceFilter | TermsFilter


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


Sort = ByRelevance | ByUnitPrice | ByNumber | ByTerms


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    token: str
    weight: float = 1.0
    group: int = 0
    """Terms of one group are forms of one word asked for (variants, synonyms, parts): any of them
    matches it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexRequest:
    """A search of the index. An offer *matches* if it passes every filter and (a) matches at least
    `minimum_groups` of the term groups in any text field, or (b) has one of the identifiers, or (c) is
    among the `dense_limit` nearest to `vector` (of those that pass the filters) with a cosine of at
    least `dense_floor`. Without terms, identifiers and vector every offer matches."""

    terms: tuple[Term, ...] = ()
    minimum_groups: int = 1
    identifiers: tuple[str, ...] = ()
    vector: Vector | None = None
    dense_limit: int = 100
    dense_floor: float = 0.0
    field_weights: Mapping[TextField, float] = field(default_factory=dict)
    """1.0 where left out; 0 leaves a field out."""
    filters: tuple[Filter, ...] = ()
    facets: tuple[FacetField, ...] = ()
    facet_values: int | None = None
    """Of each facet, the commonest so many are told, and those that `filters` name; None: all."""
    report: tuple[FacetField, ...] = ()
    """Facets whose values come with each candidate."""
    sort: Sort = field(default_factory=ByRelevance)
    limit: int = 100
    offset: int = 0


class Candidate(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A Struct, as hundreds are made for each question."""

    offer_id: str
    lexical: float = 0.0
    """BM25 over the weighted fields, or, where the order asked for is another than by relevance, any number above 0; 0.0
    where no term matched."""
    cosine: float | None = None
    """Of the offer's vector with the request's; None where either is missing."""
    near: bool = False
    """Among the `dense_limit` nearest, above the floor."""
    identifier: bool = False
    """An identifier of the request is the offer's."""
    facets: Mapping[FacetField, tuple[str, ...]] = msgspec.field(default_factory=dict)
    """The offer's values of the facets in the request's `report`; a facet without values is left out."""


class FacetCount(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A Struct, as a facet may have thousands of values, and a data class takes nine times as long to make."""

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

    def damage(self) -> tuple[str, ...]:
        """What of its files is not as it was written, read from end to end; empty where all is well."""

    def refresh(self) -> None:
        """See what another process applied."""

    def tidy(self) -> None:
        """Make later questions faster and files smaller, where enough has changed for that; answers stay as they are.
        May take a minute, and readers go on meanwhile; what is written waits."""

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


# ======================================================================= duties, taxes, freight

Mode = Literal["sea", "air", "road", "rail", "courier"]
MODES: tuple[Mode, ...] = ("sea", "air", "road", "rail", "courier")

Leg = Literal[
    "loading",
    "pre_carriage",
    "export_clearance",
    "origin_handling",
    "main_carriage",
    "insurance",
    "destination_handling",
    "import_clearance",
    "on_carriage",
    "unloading",
    "payment",
]
"""What somebody has to pay between the supplier's works and the buyer's door, apart from goods, duties and taxes.
`origin_handling`: terminal charges and loading on board; `destination_handling`: unloading there and terminal
charges; `import_clearance`: the broker; `unloading`: at the door; `payment`: bank and card fees."""
LEGS: tuple[Leg, ...] = (
    "loading",
    "pre_carriage",
    "export_clearance",
    "origin_handling",
    "main_carriage",
    "insurance",
    "destination_handling",
    "import_clearance",
    "on_carriage",
    "unloading",
    "payment",
)
"""In the order of the way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Percent:
    """So much of a hundred of the value that the rule names: the customs value for a duty."""

    value: Decimal
    """25 is a quarter; 0 is free, which is known and not missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AllOf:
    """A compound rate: the sum of its parts, 6.9 cents per kg + 7 %."""

    parts: tuple[RateExpression, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GreatestOf:
    """A mixed rate: whichever is more, 9 % MIN 1.60 EUR per 100 kg."""

    parts: tuple[RateExpression, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeastOf:
    """A mixed rate: whichever is less, 10 % MAX 2.10 EUR per kg."""

    parts: tuple[RateExpression, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotUnderstood:
    """A rate whose text is kept because no amount can be read in it; it is asked about, never taken to be 0."""

    text: str


RateExpression = Percent | UnitPrice | AllOf | GreatestOf | LeastOf | NotUnderstood
"""What a duty or tax comes to: a UnitPrice is a specific rate, 1.50 USD per kg."""

DutyKind = Literal["mfn", "preferential", "suspension", "quota", "additional"]
"""`mfn`: the general rate, of third countries; `preferential`, `suspension` and `quota` replace it where their
condition is met; `additional` comes on top (anti-dumping, safeguard, US Chapter 99)."""
DUTY_KINDS: tuple[DutyKind, ...] = ("mfn", "preferential", "suspension", "quota", "additional")


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyMeasure:
    """One rate of a tariff, as a table has it."""

    destination: str
    """Country, or "EU" for the customs territory of the European Union."""
    code: str
    """Digits of the heading or national line that it is for, 2 to 12, trailing pairs of zeros cut: "9617"."""
    kind: DutyKind
    rate: RateExpression
    text: str
    """The rate as written."""
    source: str
    """Table, line and publisher."""
    as_of: date
    """When the table was published or taken."""
    origins: tuple[Country, ...] = ()
    """Of the goods; empty: all."""
    excluded: tuple[Country, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None
    """Both inclusive; None: open."""
    variant: str = ""
    """Additional code: of several variants (producers) one holds, and which one has to be asked."""
    quota: str = ""
    """Order number or size of the quota within which it holds."""
    condition: str = ""
    """What has to be shown for it: "proof of preferential origin"."""
    label: str = ""
    """What the tariff calls it: "Section 301, list 3", "Definitive anti-dumping duty"."""

    def holds(self, origin: Country | None, on: date, /) -> bool:
        """Whether it is for goods of that origin on that day."""
        begun = self.valid_from is None or self.valid_from <= on
        ended = self.valid_until is not None and on > self.valid_until
        here = not self.origins or origin in self.origins
        return begun and not ended and here and origin not in self.excluded


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyQuestion:
    code: str
    """HS or national code of the destination, digits only."""
    origin: Country
    """Of the goods."""
    destination: Country
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyLine:
    """A tariff line that the goods may belong to, with the measures that hold for it."""

    code: str
    measures: tuple[DutyMeasure, ...]
    """Of `mfn` and each other kind that replaces it those of the longest code; of `additional` those of every
    code above. At least one `mfn`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RateSource:
    """What a table holds, to list it and to show gaps."""

    kind: Literal["exchange", "duty", "tax", "freight"]
    name: str
    covers: tuple[str, ...]
    """Currencies, destinations or lanes."""
    entries: int
    as_of: date | None
    source: str
    note: str = ""


RateKind = Literal[
    "ecb", "exchange-table", "usitc", "uk-tariff", "taric", "duty-table", "tax-table", "freight-table"
]
"""Files of rates that can be taken in; those named "-table" are of our own shape."""
RATE_KINDS: tuple[RateKind, ...] = (
    "ecb",
    "exchange-table",
    "usitc",
    "uk-tariff",
    "taric",
    "duty-table",
    "tax-table",
    "freight-table",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RateImport:
    """What a file of rates was, and what of it is in force now."""

    file: str
    kind: RateKind
    entries: int
    replaced: int
    covers: tuple[str, ...]
    """Currencies, destinations or lanes."""
    as_of: date
    kept_in: str
    note: str = ""
    """What of the file is not in."""


class DutyRates(Protocol):
    """Tariffs: dated, sourced."""

    def lines(self, question: DutyQuestion, /) -> tuple[DutyLine, ...]:
        """The tariff lines that a code may be, by code: one where the code is known to the last digit of the
        table, several where it is shorter. Raises RateMissing, which says what to import; a missing duty is
        never 0."""

    def sources(self) -> tuple[RateSource, ...]: ...


BaseElement = str
"""A Leg, or "customs_value", "duty", "additional_duty", "carriage" (every leg that is not in the customs value,
insurance and clearance included, payment not), "goods", or the name of a charge that stands before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportCharge:
    """A tax or an official fee that the destination asks for at import."""

    name: str
    """ "VAT", "GST", "MPF"."""
    kind: Literal["tax", "fee"]
    rate: RateExpression
    base: tuple[BaseElement, ...]
    source: str
    as_of: date
    uplift: Decimal = Decimal(0)
    """Share of the customs value that is added to the base: 0.10 in South Africa."""
    minimum: Money | None = None
    maximum: Money | None = None
    waived_up_to: Money | None = None
    """Amounts up to this are not collected."""
    above: Money | None = None
    up_to: Money | None = None
    """Only for customs values above, or of at most, this."""
    modes: tuple[Mode, ...] = ()
    """Empty: all."""
    base_step: Decimal | None = None
    amount_step: Decimal | None = None
    """The law rounds base and amount down to a multiple of this."""
    recoverable: bool = False
    """A business that can deduct it gets it back."""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Relief:
    """Small consignments that are let in free."""

    what: Literal["duty", "all"]
    """`all`: duty and charges of kind tax."""
    limit: Money
    """At most this."""
    of: Literal["goods", "customs_value"]
    source: str
    as_of: date
    modes: tuple[Mode, ...] = ()
    origins: tuple[Country, ...] = ()
    """Of the shipment; empty: all."""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleNote:
    """Something that a buyer has to know and that is not reckoned."""

    text: str
    up_to: Money | None = None
    """Only of concern to goods of at most this price."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRules:
    """How a destination values goods and what it asks for, on a day."""

    destination: Country
    territory: str
    """Customs territory: "EU" for its member states, else the destination. Within it there is no duty."""
    currency: Currency
    customs_value: str
    """What the law calls it, in a word: "CIF", "FOB", "price paid"."""
    added_legs: tuple[Leg, ...]
    """Legs that the buyer pays and that belong to the customs value."""
    charges: tuple[ImportCharge, ...]
    """In the order of reckoning: a base may name those before."""
    reliefs: tuple[Relief, ...]
    source: str
    as_of: date
    duty_weight: Literal["net", "gross"] = "net"
    value_step: Decimal | None = None
    duty_step: Decimal | None = None
    """The law rounds the value that duty is reckoned of, and the duty, down to a multiple of this."""
    notes: tuple[RuleNote, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportQuestion:
    destination: Country
    on: date
    category: str = "standard"
    """Of the tax rate: "standard", "reduced", or what the table names."""


class TaxRates(Protocol):
    """What destinations ask for at import beside the tariff: value added tax, fees, and how they value."""

    def rules(self, question: ImportQuestion, /) -> ImportRules:
        """Raises RateMissing, which says what to add; a missing tax is never 0."""

    def sources(self) -> tuple[RateSource, ...]: ...


ChargePer = Literal["shipment", "kg", "m3", "chargeable_kg", "freight_tonne", "container", "piece", "percent"]
"""`chargeable_kg`: the weight, or the volume times `kg_per_m3` where that is more; `freight_tonne`: cubic metres or
tonnes, whichever are more; `percent`: of the goods' value."""
CHARGE_PERS: tuple[ChargePer, ...] = (
    "shipment",
    "kg",
    "m3",
    "chargeable_kg",
    "freight_tonne",
    "container",
    "piece",
    "percent",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FreightCharge:
    """One line of a rate card."""

    per: ChargePer
    amount: Decimal
    """In the card's currency; for `percent` of a hundred."""
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    from_quantity: Decimal = Decimal(0)
    """A weight break: of the lines with the same `per` and `name` the one with the highest that is reached holds."""
    kg_per_m3: Decimal = Decimal("166.6666666666666666666666667")
    """What a cubic metre counts as: 166.67 by air, 200 by courier, 333 by road."""
    holds_kg: Decimal | None = None
    holds_m3: Decimal | None = None
    """Of one container."""
    of: Literal["goods", "cif"] = "goods"
    """For `percent`: of the price, or of price, carriage and the insurance itself."""
    uplift: Decimal = Decimal(0)
    """For `percent`: share added to the value, 0.10 for an insured value of 110 %."""
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FreightCard:
    """A user's rates for one or several legs of a lane."""

    name: str
    legs: tuple[Leg, ...]
    currency: Currency
    charges: tuple[FreightCharge, ...]
    source: str
    as_of: date
    origins: tuple[Country, ...] = ()
    """Where the goods are sent from; empty: anywhere."""
    destinations: tuple[Country, ...] = ()
    modes: tuple[Mode, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FreightQuestion:
    origin: Country | None
    destination: Country
    on: date
    mode: Mode | None = None
    """None: any."""


class FreightRates(Protocol):
    """The user's rate cards."""

    def cards(self, question: FreightQuestion, /) -> tuple[FreightCard, ...]:
        """Those that hold on the day for the lane and mode: cards that name the lane before those for anywhere,
        newest first, then by name. Empty where there is none: the caller asks, and takes nothing to be 0."""

    def sources(self) -> tuple[RateSource, ...]: ...


__all__ = [
    "CHARGE_PERS",
    "DUTY_KINDS",
    "FACET_FIELDS",
    "LEGS",
    "MODES",
    "RATE_KINDS",
    "TEXT_FIELDS",
    "AllOf",
    "BaseElement",
    "BatchCounts",
    "BeginFile",
    "BeginFileAnswer",
    "ByNumber",
    "ByRelevance",
    "ByTerms",
    "ByUnitPrice",
    "Candidate",
    "CatalogueStore",
    "CellValue",
    "ChargePer",
    "Column",
    "Country",
    "DutyKind",
    "DutyLine",
    "DutyMeasure",
    "DutyQuestion",
    "DutyRates",
    "Encoder",
    "ExchangeRates",
    "FacetCount",
    "FacetField",
    "FacetFilter",
    "FileRecord",
    "Filter",
    "FormatReader",
    "FreightCard",
    "FreightCharge",
    "FreightQuestion",
    "FreightRates",
    "GreatestOf",
    "ImportCharge",
    "ImportQuestion",
    "ImportRules",
    "IndexCapabilities",
    "IndexChanges",
    "IndexDocument",
    "IndexRequest",
    "IndexResponse",
    "Language",
    "LeastOf",
    "Leg",
    "Mode",
    "NotUnderstood",
    "NumberField",
    "NumberFilter",
    "OfferChanges",
    "OfferPair",
    "OrderTerms",
    "PagePicture",
    "PairJudge",
    "Percent",
    "PictureName",
    "PriceCurve",
    "PriceFilter",
    "ProblemFilter",
    "ProblemPage",
    "ProductDecision",
    "ProductGroup",
    "ProductStore",
    "Rate",
    "RateExpression",
    "RateImport",
    "RateKind",
    "RateSource",
    "ReadOptions",
    "Relief",
    "Remarked",
    "Row",
    "RuleNote",
    "SaveBatch",
    "SavePairs",
    "SearchIndex",
    "Sending",
    "Sort",
    "SourceFile",
    "Standard",
    "StoreCounts",
    "Table",
    "TaxRates",
    "Term",
    "TermsFilter",
    "TextField",
    "Vector",
    "Vectors",
]
