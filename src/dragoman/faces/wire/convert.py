"""Nouns of the trade -> their JSON shapes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC

from dragoman.app import OfferRecord
from dragoman.doctor import DoctorReport
from dragoman.faces.wire.products import folded_wire
from dragoman.faces.wire.shapes import (
    BrokenMappingWire,
    ColumnWire,
    CorrectionWire,
    DoctorWire,
    FacetWire,
    FailedFileWire,
    FilesWire,
    FileWire,
    FindingWire,
    HitLandedWire,
    HitWire,
    IngestWire,
    MoneyWire,
    OfferWire,
    OriginWire,
    PreviewsWire,
    PreviewWire,
    PriceWire,
    ProblemsWire,
    ProblemWire,
    QueryWire,
    RecalledTableWire,
    RecalledWire,
    RequirementWire,
    SearchWire,
    StepWire,
    SuggestedWire,
    TablePreviewWire,
    TookWire,
    UnitPriceWire,
    ValueWire,
    VerdictWire,
    VersionWire,
)
from dragoman.faces.wire.words import per_text, quantity_text, value_text, wanted_text
from dragoman.ingest.load import IngestReport
from dragoman.ingest.preview import FilePreview, TablePreview
from dragoman.matching.products import Folded
from dragoman.model import Attribute, Offer, OfferVersion, Origin, Problem, Sourced, Supplier
from dragoman.normalise.mapping import ColumnRole, to_toml
from dragoman.normalise.mapping.learned import Recalled
from dragoman.ports import FileRecord, ProblemPage
from dragoman.search.request import ComparablePrice, Hit, Query, Requirement, SearchResult, Verdict
from dragoman.trade.landed_cost import LandedCost


def origin_wire(origin: Origin | None) -> OriginWire | None:
    if origin is None:
        return None
    cell = origin.cell
    if cell is None:
        line = f"line {origin.line}" if origin.line is not None else ""
        cell = " ".join(part for part in (line, origin.path or "") if part) or None
    return OriginWire(file=origin.file, sheet=origin.sheet, cell=cell, where=origin.where())


def _origin(origin: Origin) -> OriginWire:
    found = origin_wire(origin)
    assert found is not None
    return found


def kind_of(requirement: Requirement) -> str:
    return requirement.requirement_id.split(":", 1)[0]


def requirement_wire(requirement: Requirement) -> RequirementWire:
    return RequirementWire(
        requirement=requirement.requirement_id,
        kind=kind_of(requirement),
        wanted=wanted_text(requirement),
        strength=requirement.strength,
        phrase=" … ".join(span.text for span in requirement.spans),
        confidence=round(requirement.confidence, 3),
        note=requirement.note,
    )


def query_wire(query: Query) -> QueryWire:
    return QueryWire(
        text=query.text,
        language=query.language,
        product=query.product,
        requirements=[requirement_wire(requirement) for requirement in query.requirements],
        identifiers=list(query.identifiers),
        not_understood=[span.text for span in query.not_understood],
        corrections=[CorrectionWire(written=one.written, read=one.read) for one in query.corrections],
    )


def verdict_wire(verdict: Verdict) -> VerdictWire:
    return VerdictWire(
        requirement=verdict.requirement.requirement_id,
        verdict=verdict.verdict,
        value=verdict.value,
        reason=verdict.reason,
        origin=origin_wire(verdict.origin),
    )


def price_wire(price: ComparablePrice) -> PriceWire:
    return PriceWire(
        amount=price.unit_price.money.amount,
        currency=price.unit_price.money.currency,
        per=per_text(price.unit_price.per),
        quantity=quantity_text(price.quantity),
        total=MoneyWire(amount=price.total.amount, currency=price.total.currency),
        native=UnitPriceWire(
            amount=price.native.money.amount,
            currency=price.native.money.currency,
            per=per_text(price.native.per),
        ),
        converted=price.converted,
        moq_above_quantity=price.moq_above_quantity,
        steps=[
            StepWire(text=step.text, origin=origin_wire(step.origin), source=step.source)
            for step in price.steps
        ],
        warnings=list(price.warnings),
    )


def hit_wire(hit: Hit, folded: Folded | None = None) -> HitWire:
    return HitWire(
        offer_id=hit.offer.offer_id,
        external_id=hit.offer.external_id,
        title=hit.offer.title.value,
        language=hit.offer.language,
        supplier=hit.offer.supplier.name,
        supplier_country=hit.offer.supplier.country,
        score=round(hit.score, 6),
        unit_price=price_wire(hit.price) if hit.price is not None else None,
        requirements=[verdict_wire(verdict) for verdict in hit.verdicts],
        why=list(hit.explanation.words),
        features={name: round(value, 6) for name, value in hit.explanation.features.items()},
        landed=hit_landed_wire(hit.landed) if hit.landed is not None else None,
        same_product=folded_wire(hit.offer.offer_id, folded),
    )


def hit_landed_wire(cost: LandedCost, /) -> HitLandedWire:
    low, likely, high = cost.per_unit(cost.total)
    return HitLandedWire(
        destination=cost.destination,
        on=cost.on,
        quantity=quantity_text(cost.quantity),
        low=low.money.amount,
        likely=likely.money.amount,
        high=high.money.amount,
        per=likely.per.unit,
        total=cost.total.likely.amount,
        currency=cost.currency,
        complete=cost.complete,
        questions=[question.text for question in cost.questions],
    )


def search_wire(result: SearchResult, folds: Mapping[str, Folded] | None = None) -> SearchWire:
    groups = folds or {}
    took = result.took
    return SearchWire(
        query=query_wire(result.query),
        total=result.total,
        took_ms=TookWire(
            understand=round(took.understand, 3),
            encode=round(took.encode, 3),
            retrieve=round(took.retrieve, 3),
            rank=round(took.rank, 3),
            total=round(took.total, 3),
        ),
        currency=result.currency,
        quantity=result.quantity,
        hits=[hit_wire(hit, groups.get(hit.offer.offer_id)) for hit in result.hits],
        facets={
            field: [FacetWire(value=count.value, count=count.count) for count in counts]
            for field, counts in result.facets.items()
        },
        notices=list(result.notices),
        rates_as_of=result.rates_as_of,
        rates_source=result.rates_source,
    )


def _value_wire(field: str, sourced: Sourced[object]) -> ValueWire:
    return ValueWire(
        field=field,
        value=value_text(sourced.value),
        raw=sourced.raw,
        confidence=round(sourced.confidence, 3),
        note=sourced.note,
        origin=_origin(sourced.origin),
    )


def _attribute_wire(attribute: Attribute) -> ValueWire:
    read_as = quantity_text(attribute.quantity) if attribute.quantity is not None else ""
    return ValueWire(
        field=f"attribute: {attribute.name}",
        value=read_as or attribute.value,
        raw=attribute.value,
        confidence=1.0,
        note="",
        origin=_origin(attribute.origin),
    )


SINGLE_FIELDS = (
    "title",
    "description",
    "brand",
    "category",
    "gtin",
    "mpn",
    "hs_code",
    "made_in",
    "price_on_request",
    "moq",
    "pack",
    "weight",
    "lead_time",
    "delivery",
    "material",
    "colour",
    "valid_until",
    "url",
)
MANY_FIELDS = ("prices", "certificates", "images")


def offer_values(offer: Offer) -> list[ValueWire]:
    """Every value of an offer with its Origin, fields first, then attributes."""
    values: list[ValueWire] = []
    for field in SINGLE_FIELDS:
        sourced: Sourced[object] | None = getattr(offer, field)
        if sourced is not None:
            values.append(_value_wire(field, sourced))
    for field in MANY_FIELDS:
        values.extend(_value_wire(field, sourced) for sourced in getattr(offer, field))
    values.extend(_attribute_wire(attribute) for attribute in offer.attributes)
    return values


def version_wire(version: OfferVersion) -> VersionWire:
    return VersionWire(
        valid_from=version.valid_from.astimezone(UTC),
        change=version.change,
        changed_fields=list(version.changed_fields),
        values=offer_values(version.offer),
    )


def offer_wire(record: OfferRecord) -> OfferWire:
    offer = record.offer
    return OfferWire(
        offer_id=offer.offer_id,
        external_id=offer.external_id,
        supplier=offer.supplier.name,
        supplier_country=offer.supplier.country,
        title=offer.title.value,
        language=offer.language,
        origin=_origin(offer.origin),
        values=offer_values(offer),
        history=[version_wire(version) for version in record.history],
        row=dict(record.raw_row.values) if record.raw_row is not None else {},
    )


def problem_wire(problem: Problem) -> ProblemWire:
    return ProblemWire(
        kind=problem.kind,
        severity=problem.severity,
        field=problem.field_name,
        value=problem.value,
        expected=problem.expected,
        advice=problem.advice,
        origin=_origin(problem.origin),
    )


def problems_wire(page: ProblemPage) -> ProblemsWire:
    return ProblemsWire(total=page.total, problems=[problem_wire(problem) for problem in page.problems])


def ingest_wire(report: IngestReport) -> IngestWire:
    return IngestWire(
        files=report.files,
        rows=report.rows,
        offers=report.offers,
        added=report.added,
        updated=report.updated,
        unchanged=report.unchanged,
        withdrawn=report.withdrawn,
        problems=report.problems,
        seconds=round(report.seconds, 3),
        failed=[FailedFileWire(file=failed.file, error=failed.error) for failed in report.failed],
        recalled=[
            RecalledTableWire(file=one.file, sheet=one.sheet, **dict(recalled_wire(one.recalled)))
            for one in report.recalled
        ],
        remembered=list(report.remembered),
        broken_mappings=[BrokenMappingWire(name=one.name, error=one.error) for one in report.broken_mappings],
    )


def recalled_wire(recalled: Recalled) -> RecalledWire:
    return RecalledWire(
        mapping=recalled.learned.name,
        relation=recalled.relation,
        alike=round(recalled.alike, 3),
        used=recalled.used,
        why=recalled.said(),
    )


def file_wire(file: FileRecord) -> FileWire:
    return FileWire(
        name=file.name,
        supplier=file.supplier.name,
        state=file.state,
        rows=file.rows_done,
        offers=file.offers,
        started_at=file.started_at,
        finished_at=file.finished_at,
        error=file.error,
    )


def files_wire(files: Iterable[FileRecord]) -> FilesWire:
    return FilesWire(files=[file_wire(file) for file in files])


def previews_wire(previews: Iterable[FilePreview]) -> PreviewsWire:
    return PreviewsWire(
        files=[
            PreviewWire(
                file=preview.file,
                format=preview.format_name,
                supplier=preview.supplier.name if preview.supplier is not None else None,
                error=preview.error,
                tables=[_table_wire(table, preview.supplier) for table in preview.tables],
            )
            for preview in previews
        ]
    )


def _table_wire(table: TablePreview, supplier: Supplier | None) -> TablePreviewWire:
    mapping = table.mapping
    return TablePreviewWire(
        sheet=table.sheet,
        detected=dict(table.detected),
        language=mapping.language,
        decimal=mapping.decimal,
        currency=mapping.currency.value if mapping.currency is not None else None,
        columns=[
            ColumnWire(
                column=column.role.key,
                field=column.role.field,
                confidence=column.role.confidence,
                why=column.role.why,
                examples=list(column.examples),
                suggested=_suggested_wire(column.suggested) if column.suggested is not None else None,
            )
            for column in table.columns
        ],
        offers=[offer_values(offer) for offer in table.offers],
        problems=[problem_wire(problem) for problem in table.problems],
        mapping_toml=to_toml(table.proposal, supplier=supplier.name if supplier is not None else None),
        recalled=recalled_wire(table.recalled) if table.recalled is not None else None,
    )


def _suggested_wire(role: ColumnRole) -> SuggestedWire:
    return SuggestedWire(field=role.field, confidence=role.confidence, why=role.why)


def doctor_wire(report: DoctorReport) -> DoctorWire:
    return DoctorWire(
        ok=report.ok,
        findings=[
            FindingWire(name=finding.name, value=finding.value, ok=finding.ok, advice=finding.advice)
            for finding in report.findings
        ],
    )
