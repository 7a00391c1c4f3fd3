"""The shapes of the JSON that leaves Dragoman; OpenAPI is made from them.

Kept stable: fields are added, never renamed or removed. Amounts are JSON numbers written from
`Decimal`, digit for digit.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

import msgspec
from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

Amount = Annotated[Decimal, WithJsonSchema({"type": "number"})]
_encoder = msgspec.json.Encoder(decimal_format="number")


class Wire(BaseModel):
    """A piece of JSON; `to_json` writes Decimals as exact JSON numbers."""

    model_config = ConfigDict(frozen=True)

    def to_json(self) -> bytes:
        """UTF-8, one line."""
        return _encoder.encode(self.model_dump(mode="python", by_alias=True))


class OriginWire(Wire):
    file: str
    sheet: str | None
    cell: str | None = Field(description="A1 address; for JSON and XML the line and path")
    where: str = Field(description="the place in words")


class MoneyWire(Wire):
    amount: Amount
    currency: str


class UnitPriceWire(Wire):
    amount: Amount
    currency: str
    per: str = Field(description="what the amount buys: 'piece', '100 piece', 'kg'")


class RequirementWire(Wire):
    requirement: str = Field(description="stable id: 'budget', 'certificate:food_contact'")
    kind: str
    wanted: str = Field(description="in words: '<= 4 USD per piece'")
    strength: str
    phrase: str = Field(description="where it was read in the text; '' where an option gave it")
    confidence: float
    note: str


class CorrectionWire(Wire):
    """A slip of the finger, and how it was read."""

    written: str
    read: str


class QueryWire(Wire):
    text: str
    language: str
    product: str
    requirements: list[RequirementWire]
    identifiers: list[str]
    not_understood: list[str]
    corrections: list[CorrectionWire]


class VerdictWire(Wire):
    requirement: str
    verdict: str = Field(description="met, unmet or unknown")
    value: str
    reason: str
    origin: OriginWire | None


class StepWire(Wire):
    text: str
    origin: OriginWire | None
    source: str


class PriceWire(Wire):
    """The unit price of a hit at the asked quantity, with its arithmetic."""

    amount: Amount
    currency: str
    per: str
    quantity: str
    total: MoneyWire
    native: UnitPriceWire
    converted: bool
    moq_above_quantity: bool
    steps: list[StepWire]
    warnings: list[str]


class HitLandedWire(Wire):
    """What the order costs at the door; line by line at /api/offers/{offer_id}/landed."""

    destination: str
    on: date
    quantity: str
    low: Amount = Field(
        description="per unit; low, likely and high are the same where it is known to the cent"
    )
    likely: Amount
    high: Amount
    per: str
    total: Amount = Field(description="of the order, likely")
    currency: str
    complete: bool = Field(description="false: it costs at least so much")
    questions: list[str] = Field(description="what would have to be known")


class FoldedWire(Wire):
    """The group that a hit belongs to."""

    group: str
    offers: list[str] = Field(description="ids of all its offers")
    suppliers: int
    lowest: UnitPriceWire | None = Field(description="of its offers, at the quantity asked for")
    confidence: float = Field(description="of its least sure pair; 1 where the user joined them")
    folded_under: str | None = Field(
        description="offer id of the first hit of the group on this page; null for itself"
    )


class HitWire(Wire):
    offer_id: str
    external_id: str
    title: str
    language: str
    supplier: str
    supplier_country: str | None
    score: float
    unit_price: PriceWire | None
    requirements: list[VerdictWire]
    why: list[str]
    features: dict[str, float]
    landed: HitLandedWire | None = Field(
        default=None, description="where sorted or filtered by landed cost, and the offer has a price"
    )
    same_product: FoldedWire | None = Field(
        default=None, description="the group of offers of one product that the hit is in"
    )


class FacetWire(Wire):
    value: str
    count: int


class TookWire(Wire):
    understand: float
    encode: float
    retrieve: float
    rank: float
    total: float


class SearchWire(Wire):
    query: QueryWire
    total: int
    took_ms: TookWire
    currency: str
    quantity: Amount | None
    hits: list[HitWire]
    facets: dict[str, list[FacetWire]]
    notices: list[str]
    rates_as_of: date | None
    rates_source: str


class ValueWire(Wire):
    field: str
    value: str
    raw: str
    confidence: float
    note: str
    origin: OriginWire


class VersionWire(Wire):
    valid_from: datetime
    change: str
    changed_fields: list[str]
    values: list[ValueWire]


class OfferWire(Wire):
    offer_id: str
    external_id: str
    supplier: str
    supplier_country: str | None
    title: str
    language: str
    origin: OriginWire
    values: list[ValueWire]
    history: list[VersionWire]
    row: dict[str, str] = Field(description="the row as the supplier sent it")


class ProblemWire(Wire):
    kind: str
    severity: str
    field: str | None
    value: str
    expected: str
    advice: str
    origin: OriginWire


class ProblemsWire(Wire):
    total: int
    problems: list[ProblemWire]


class FailedFileWire(Wire):
    file: str
    error: str


class RecalledWire(Wire):
    mapping: str
    """Name of the remembered mapping."""
    relation: str
    """same, edition, similar."""
    alike: float
    """Similarity of the layouts."""
    used: bool
    """False: only suggested."""
    why: str


class RecalledTableWire(RecalledWire):
    file: str
    sheet: str | None


class BrokenMappingWire(Wire):
    name: str
    error: str


class IngestWire(Wire):
    files: int
    rows: int
    offers: int
    added: int
    updated: int
    unchanged: int
    withdrawn: int
    problems: int
    seconds: float
    failed: list[FailedFileWire]
    recalled: list[RecalledTableWire] = []
    """Remembered corrections that tables were read by, or that are suggested for them."""
    remembered: list[str] = []
    """Names under which the given mapping file is remembered."""
    broken_mappings: list[BrokenMappingWire] = []


class FileWire(Wire):
    name: str
    supplier: str
    state: str
    rows: int
    offers: int
    started_at: datetime
    finished_at: datetime | None
    error: str | None


class FilesWire(Wire):
    files: list[FileWire]


class SuggestedWire(Wire):
    field: str
    confidence: float
    why: str


class ColumnWire(Wire):
    column: str
    field: str
    confidence: float
    why: str
    examples: list[str]
    suggested: SuggestedWire | None = None
    """What corrections of a similar layout say that it is; not used before the user agrees."""


class TablePreviewWire(Wire):
    sheet: str | None
    detected: dict[str, str]
    """Encoding, delimiter, header row ...: what options can override."""
    language: str
    decimal: str | None
    currency: str | None
    """Of prices that name none."""
    columns: list[ColumnWire]
    offers: list[list[ValueWire]]
    problems: list[ProblemWire]
    mapping_toml: str
    """The proposal, with what is suggested, as a mapping file, to correct and send along."""
    recalled: RecalledWire | None = None


class PreviewWire(Wire):
    file: str
    format: str
    supplier: str | None
    error: str | None
    tables: list[TablePreviewWire]


class PreviewsWire(Wire):
    files: list[PreviewWire]


class FindingWire(Wire):
    name: str
    value: str
    ok: bool
    advice: str


class DoctorWire(Wire):
    ok: bool
    findings: list[FindingWire]


class CompletionsWire(Wire):
    completions: list[str]


class ReindexWire(Wire):
    changes: int
    generation: int


class ErrorWire(Wire):
    error: str = Field(description="name of the error")
    detail: str = Field(description="what was expected, what came, what to do")
