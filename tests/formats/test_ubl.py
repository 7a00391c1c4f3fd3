"""UBL and Peppol catalogues: a line becomes an offer with its tiers, packing, classes, certificates and properties."""

from __future__ import annotations

import tracemalloc
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.errors import FileTooLarge, FileUnreadable
from dragoman.formats import READERS
from dragoman.formats.limits import ReadLimits
from dragoman.formats.ubl import UblReader
from dragoman.ingest.load import IngestRequest, ingest
from dragoman.model import DayRange, Offer, Pack, Problem, Quantity
from dragoman.ports import Changing, FormatReader, ProblemFilter, ReadOptions, Row, Table
from dragoman.stores.memory import MemoryStore
from dragoman.testing.format_reader import FormatReaderContract, read_all, rows_of, source_of

READER = UblReader()
ROOT = "urn:oasis:names:specification:ubl:schema:xsd"
HEAD = """<cbc:CustomizationID>urn:fdc:peppol.eu:poacc:trns:catalogue:3</cbc:CustomizationID>
<cbc:ProfileID>urn:fdc:peppol.eu:poacc:bis:catalogue_wo_response:3</cbc:ProfileID><cbc:ID>1</cbc:ID><cbc:Name>Spring</cbc:Name>
<cac:ValidityPeriod><cbc:StartDate>2026-01-01</cbc:StartDate><cbc:EndDate>2026-12-31</cbc:EndDate></cac:ValidityPeriod>
<cac:ProviderParty><cac:PartyName><cbc:Name>Datahub AS</cbc:Name></cac:PartyName></cac:ProviderParty>
<cac:SellerSupplierParty><cac:Party><cac:PartyName><cbc:Name>Eksempel Handel AS</cbc:Name></cac:PartyName>
<cac:PostalAddress><cac:Country><cbc:IdentificationCode>NO</cbc:IdentificationCode></cac:Country></cac:PostalAddress>
</cac:Party></cac:SellerSupplierParty>"""


def catalogue(lines: str, *, head: str = HEAD) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><Catalogue xmlns="{ROOT}:Catalogue-2" '
        f'xmlns:cac="{ROOT}:CommonAggregateComponents-2" xmlns:cbc="{ROOT}:CommonBasicComponents-2">{head}{lines}</Catalogue>'
    )


def line(item: str, more: str = "", *, number: str = "1") -> str:
    return (
        f"<cac:CatalogueLine><cbc:ID>{number}</cbc:ID>{more}<cac:Item>{item}</cac:Item></cac:CatalogueLine>"
    )


def place(
    amount: str, *, least: str = "", currency: str = "EUR", land: str = "", base: str = "", more: str = ""
) -> str:
    territory = (
        f"<cac:ApplicableTerritoryAddress><cac:Country><cbc:IdentificationCode>{land}</cbc:IdentificationCode>"
        "</cac:Country></cac:ApplicableTerritoryAddress>"
    )
    return (
        "<cac:RequiredItemLocationQuantity>"
        + (f"<cbc:MinimumQuantity unitCode='CT'>{least}</cbc:MinimumQuantity>" if least else "")
        + (territory if land else "")
        + f"<cac:Price><cbc:PriceAmount currencyID='{currency}'>{amount}</cbc:PriceAmount>{base}{more}</cac:Price>"
        "</cac:RequiredItemLocationQuantity>"
    )


def seller(number: str) -> str:
    return f"<cac:SellersItemIdentification><cbc:ID>{number}</cbc:ID></cac:SellersItemIdentification>"


class TestContract(FormatReaderContract):
    keys = ("SellersItemIdentification", "Name", "Price[0].PriceAmount", "colour")

    def reader(self) -> FormatReader:
        return READER

    def others(self) -> Sequence[FormatReader]:
        return READERS

    def write(self, columns: Sequence[str], rows: Sequence[Sequence[str]], /) -> bytes:
        del columns
        lines = (
            line(
                f"<cbc:Name>{escape(title)}</cbc:Name>{seller(sku)}<cac:AdditionalItemProperty><cbc:Name>colour</cbc:Name>"
                f"<cbc:Value>{colour}</cbc:Value></cac:AdditionalItemProperty>",
                place(price),
            )
            for sku, title, price, colour in rows
        )
        return catalogue("\n".join(lines)).encode()

    def place(self, row: int, column: int, /) -> tuple[str | None, int | None, str | None]:
        path = (
            "cac:Item/cac:SellersItemIdentification/cbc:ID",
            "cac:Item/cbc:Name",
            "cac:RequiredItemLocationQuantity/cac:Price/cbc:PriceAmount",
            "cac:Item/cac:AdditionalItemProperty/cbc:Value",
        )[column]
        return None, None, f"/Catalogue/cac:CatalogueLine[{row + 1}]/{path}"


def table(text: str | bytes, reader: UblReader = READER) -> tuple[Table, list[Row]]:
    raw = text.encode() if isinstance(text, str) else text
    found = next(reader.read(source_of(raw, "list.xml"), ReadOptions()))
    return found, rows_of(found)


def loaded(tmp_path: Path, text: str) -> tuple[list[Offer], list[Problem]]:
    """From the file to the record."""
    path = tmp_path / "list.xml"
    path.write_text(text, encoding="utf-8")
    store = MemoryStore()
    request = IngestRequest(paths=(path,))
    ingest(request, store=store, readers=READERS, reader_version="1", progress=lambda _event: None)
    return list(store.changes_since(0, limit=1_000).upserts), list(store.problems(ProblemFilter()).problems)


def prop(name: str, *values: str) -> str:
    return f"<cac:AdditionalItemProperty><cbc:Name>{name}</cbc:Name>{''.join(values)}</cac:AdditionalItemProperty>"


WHOLE = line(
    "<cbc:Description languageID='en'>Recycled, 80 g</cbc:Description><cbc:Description languageID='no'>Resirkulert"
    "</cbc:Description><cbc:Name languageID='en'>Copy paper A4</cbc:Name><cbc:Keyword>paper</cbc:Keyword>"
    f"<cbc:BrandName>Eksempel</cbc:BrandName>{seller('P-1')}"
    "<cac:ManufacturersItemIdentification><cbc:ID>EX80</cbc:ID></cac:ManufacturersItemIdentification>"
    "<cac:StandardItemIdentification><cbc:ID schemeID='0160'>4006381333931</cbc:ID></cac:StandardItemIdentification>"
    "<cac:ItemSpecificationDocumentReference><cbc:ID>a</cbc:ID><cbc:DocumentTypeCode>PRODUCT_IMAGE</cbc:DocumentTypeCode>"
    "<cac:Attachment><cac:ExternalReference><cbc:URI>https://muster.example/p/7</cbc:URI></cac:ExternalReference>"
    "</cac:Attachment></cac:ItemSpecificationDocumentReference><cac:ItemSpecificationDocumentReference><cbc:ID>b</cbc:ID>"
    "<cac:Attachment><cbc:EmbeddedDocumentBinaryObject mimeCode='application/pdf' filename='sheet.pdf'>aGVsbG8=</cbc:"
    "EmbeddedDocumentBinaryObject></cac:Attachment></cac:ItemSpecificationDocumentReference>"
    "<cac:OriginCountry><cbc:IdentificationCode>FI</cbc:IdentificationCode></cac:OriginCountry>"
    "<cac:CommodityClassification><cbc:ItemClassificationCode listID='TST' name='Printer paper'>14111507"
    "</cbc:ItemClassificationCode></cac:CommodityClassification><cac:CommodityClassification><cbc:ItemClassificationCode "
    "listID='HS'>48025620</cbc:ItemClassificationCode></cac:CommodityClassification>"
    + prop("Whiteness", "<cbc:Value>high</cbc:Value>")
    + prop("Grammage", "<cbc:Value>80</cbc:Value>", "<cbc:ValueQuantity unitCode='GM'>80</cbc:ValueQuantity>")
    + prop(
        "Storage",
        "<cac:RangeDimension><cbc:AttributeID>x</cbc:AttributeID><cbc:MinimumMeasure unitCode='CEL'>5</cbc:MinimumMeasure>"
        "<cbc:MaximumMeasure unitCode='CEL'>30</cbc:MaximumMeasure></cac:RangeDimension>",
    )
    + "<cac:Certificate><cbc:ID>NA</cbc:ID><cbc:CertificateTypeCode>NA</cbc:CertificateTypeCode><cbc:CertificateType>FSC"
    "</cbc:CertificateType></cac:Certificate><cac:Dimension><cbc:AttributeID>LN</cbc:AttributeID><cbc:Measure "
    "unitCode='MMT'>297</cbc:Measure></cac:Dimension><cac:Dimension><cbc:AttributeID>AAA</cbc:AttributeID>"
    "<cbc:Measure unitCode='KGM'>12.5</cbc:Measure></cac:Dimension>",
    "<cbc:ActionCode>Add</cbc:ActionCode><cbc:OrderableIndicator>true</cbc:OrderableIndicator><cbc:OrderableUnit>CT"
    "</cbc:OrderableUnit><cbc:ContentUnitQuantity unitCode='PK'>5</cbc:ContentUnitQuantity>"
    "<cbc:MinimumOrderQuantity unitCode='CT'>2</cbc:MinimumOrderQuantity>"
    "<cac:AccessoryRelatedItem><cbc:ID>P-9</cbc:ID></cac:AccessoryRelatedItem>"
    "<cac:RequiredItemLocationQuantity><cbc:LeadTimeMeasure unitCode='WEE'>2</cbc:LeadTimeMeasure>"
    "</cac:RequiredItemLocationQuantity>"
    + place("20.00", least="1", base="<cbc:BaseQuantity unitCode='CT'>1</cbc:BaseQuantity>")
    + place("18.50", least="40", base="<cbc:BaseQuantity unitCode='CT'>1</cbc:BaseQuantity>")
    + place("210", land="SE", currency="SEK"),
)


def test_a_line_arrives_whole(tmp_path: Path) -> None:
    (one,), problems = loaded(tmp_path, catalogue(WHOLE))
    assert problems == []
    assert (one.external_id, one.title.value, one.language) == ("P-1", "Copy paper A4", "en")
    assert (one.supplier.name, one.supplier.country) == ("Eksempel Handel AS", "NO")
    assert one.description is not None
    assert one.description.value == "Recycled, 80 g"
    assert one.brand is not None
    assert one.brand.value == "Eksempel"
    assert one.mpn is not None
    assert one.mpn.value == "EX80"
    assert one.gtin is not None
    assert one.gtin.value == "4006381333931"
    assert one.category is not None
    assert one.category.value == "Printer paper"
    assert one.hs_code is not None
    assert one.hs_code.value == "48025620"
    assert one.made_in is not None
    assert one.made_in.value == "FI"
    assert one.pack is not None
    assert one.pack.value == Pack(unit="carton", contains=Quantity(value=Decimal(5), unit="pack"))
    assert one.moq is not None
    assert one.moq.value == Quantity(value=Decimal(2), unit="carton")
    assert one.lead_time is not None
    assert one.lead_time.value == DayRange(min_days=14, max_days=14)
    assert one.valid_until is not None
    assert one.valid_until.value == date(2026, 12, 31)
    assert one.valid_until.origin.path == "/Catalogue/cac:ValidityPeriod/cbc:EndDate"
    assert [certificate.value for certificate in one.certificates] == ["fsc"]
    assert [image.value for image in one.images] == ["https://muster.example/p/7"]
    carton = Quantity(value=Decimal(1), unit="carton")
    assert [
        (tier.value.from_quantity.value, tier.value.price.money.amount, tier.value.price.per)
        for tier in one.prices
    ] == [(Decimal(1), Decimal("20.00"), carton), (Decimal(40), Decimal("18.50"), carton)]
    assert one.prices[0].origin.path == (
        "/Catalogue/cac:CatalogueLine[1]/cac:RequiredItemLocationQuantity[2]/cac:Price/cbc:PriceAmount"
    )


def test_all_else_is_kept_as_typed_properties(tmp_path: Path) -> None:
    (one,), _ = loaded(tmp_path, catalogue(WHOLE))
    assert {attribute.name: (attribute.value, attribute.quantity) for attribute in one.attributes} == {
        "line": ("1", None),
        "Description (no)": ("Resirkulert", None),
        "other price (SE)": ("210 SEK", None),
        "UNSPSC": ("14111507", None),
        "Whiteness": ("high", None),
        "Grammage": ("80 g/m\u00b2", Quantity(value=Decimal(80), unit="g/m2")),
        "Storage": ("5-30 \u00b0C", None),
        "length": ("297 mm", Quantity(value=Decimal(297), unit="mm")),
        "net weight of an order unit": ("12.5 kg", Quantity(value=Decimal("12.5"), unit="kg")),
        "file": ("sheet.pdf", None),
        "AccessoryRelatedItem": ("P-9", None),
        "ActionCode": ("Add", None),
        "OrderableIndicator": ("true", None),
        "Keyword": ("paper", None),
    }


def test_a_price_that_holds_everywhere_wins_over_a_countrys_and_its_own_validity_over_the_catalogues() -> (
    None
):
    own = "<cac:ValidityPeriod><cbc:EndDate>2026-06-30</cbc:EndDate></cac:ValidityPeriod>"
    _, (row,) = table(
        catalogue(
            line("<cbc:Name>Cup</cbc:Name>", place("7", land="SE", currency="SEK") + place("6", more=own))
        )
    )
    assert row.values["Price[0].PriceAmount"] == 6
    assert row.values["other price (SE)"] == "7 SEK"
    assert row.values["EndDate"] == date(2026, 6, 30)


def test_a_price_is_for_its_base_quantity_else_for_the_unit_that_is_ordered(tmp_path: Path) -> None:
    unit = "<cbc:OrderableUnit>EA</cbc:OrderableUnit>"
    base = "<cbc:BaseQuantity unitCode='EA'>100</cbc:BaseQuantity>"
    offers, problems = loaded(
        tmp_path,
        catalogue(
            line(f"<cbc:Name>Cup</cbc:Name>{seller('a')}", unit + place("7", base=base))
            + line(f"<cbc:Name>Lid</cbc:Name>{seller('b')}", unit + place("6"), number="2")
        ),
    )
    assert problems == []
    assert {one.external_id: one.prices[0].value.price.per.value for one in offers} == {"a": 100, "b": 1}


def test_a_pack_is_told_by_its_size_and_unit_where_pieces_are_ordered(tmp_path: Path) -> None:
    item = "<cbc:PackQuantity unitCode='BX'>1</cbc:PackQuantity><cbc:PackSizeNumeric>12</cbc:PackSizeNumeric>"
    (one,), _ = loaded(tmp_path, catalogue(line(f"{item}<cbc:Name>Cup</cbc:Name>")))
    assert one.pack is not None
    assert one.pack.value == Pack(unit="box", contains=Quantity(value=Decimal(12)))
    assert one.external_id == "1"


def test_a_line_taken_out_takes_back_the_offer_of_its_seller_s_number() -> None:
    deleted = "<cbc:ActionCode>Delete</cbc:ActionCode>"
    text = catalogue(line(seller("P-7"), deleted) + line("<cbc:Name>Cup</cbc:Name>", deleted))
    ((gone, told),) = read_all(READER, source_of(text.encode(), "list.xml"))
    assert not isinstance(gone, Problem)
    assert isinstance(gone, Changing)
    assert (gone.change, gone.text("SellersItemIdentification")) == ("withdraw", "P-7")
    assert isinstance(told, Problem)
    assert told.value == "1"
    assert "nothing was withdrawn" in told.message()


def test_only_a_catalogue_of_ubl_is_claimed() -> None:
    assert READER.sniff(catalogue("").encode(), name="x.dat") > 0.9
    for head in (
        b"<Catalogue><Line/></Catalogue>",
        f'<Invoice xmlns="{ROOT}:Invoice-2"/>'.encode(),
        b"<rss/>",
    ):
        assert READER.sniff(head, name="x.xml") == 0.0


def test_prefixes_of_the_file_do_not_matter() -> None:
    text = catalogue(line("<cbc:Name>Cup</cbc:Name>")).replace("cac:", "a:").replace("cbc:", "b:")
    text = text.replace("xmlns:cac", "xmlns:a").replace("xmlns:cbc", "xmlns:b")
    text = text.replace("<Catalogue xmlns=", "<u:Catalogue xmlns:u=").replace(
        "</Catalogue>", "</u:Catalogue>"
    )
    _, (row,) = table(text)
    assert row.cell("Name").path == "/Catalogue/cac:CatalogueLine[1]/cac:Item/cbc:Name"


def test_a_prefix_that_the_file_never_declares_is_told() -> None:
    text = catalogue(line("<cbc:Name>Cup</cbc:Name>")).replace(
        f' xmlns:cbc="{ROOT}:CommonBasicComponents-2"', ""
    )
    with pytest.raises(FileUnreadable, match=r"list\.xml: .*Namespace prefix cbc.* declare the prefix"):
        table(text)


def test_entities_are_refused() -> None:
    text = catalogue(line("<cbc:Name>&x;</cbc:Name>")).replace(
        "?><Catalogue", '?><!DOCTYPE Catalogue [<!ENTITY x SYSTEM "file:///etc/passwd">]><Catalogue'
    )
    with pytest.raises(FileUnreadable, match=r"list\.xml: expected a catalogue without entity declarations"):
        table(text)


def test_a_line_that_never_ends_is_refused_with_bounded_memory() -> None:
    text = catalogue("").partition("</Catalogue>")[0] + "<cac:CatalogueLine>" + "x" * 1_000_000
    with pytest.raises(FileTooLarge, match=r"list\.xml"):
        table(text, UblReader(ReadLimits(max_row_chars=100_000)))


def test_memory_stays_flat_over_a_long_catalogue() -> None:
    source = source_of(catalogue(line("<cbc:Name>Cup</cbc:Name>", place("6")) * 5_000).encode(), "list.xml")
    found = next(READER.read(source, ReadOptions()))
    tracemalloc.start()
    count = sum(1 for _row in found.rows)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 5_000
    assert peak < 5_000_000


@given(st.binary(max_size=300))
def test_any_bytes_within_a_line_are_read_or_refused_by_name(data: bytes) -> None:
    before, _, after = catalogue(line("<cbc:Name>@@</cbc:Name>")).partition("@@")
    try:
        table(before.encode() + data + after.encode())
    except FileUnreadable as error:
        assert "list.xml" in str(error)  # noqa: PT017 - some inputs are read
